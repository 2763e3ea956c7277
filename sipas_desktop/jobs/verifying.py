"""Checks a report: makes it again from the survey, as it was at the report's head, and says what differs.

What counts is what the report shows, not what its file says of itself: the pages of a PDF are compared word by word,
and where the words agree, as pictures; of a Word document and a workbook the figures (``verifying_office``).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sipas_desktop import __version__
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal, system_detail
from sipas_desktop.jobs.remarks import remarks_of
from sipas_desktop.jobs.report import Made, Wanted, report_content
from sipas_desktop.jobs.report_origin import asked_by
from sipas_desktop.jobs.verified import Differs, Verified
from sipas_desktop.jobs.verifying_office import compared_office, is_office, office_words
from sipas_desktop.paper.report_model import ReportContent
from sipas_desktop.paper.report_origin import FORMAT_VERSION, Told, told_by
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey

if TYPE_CHECKING:
    from sipas_desktop.paper.report_places import Place

MOST_BYTES: Final = 64 * 2**20
Progress = Callable[[int, int], None]


def verify_report(survey: OpenSurvey, file: Path, progress: Progress | None = None) -> Verified:
    """Compare the report ``file`` with what the survey says.

    Raises ``Refusal`` for what is no report of this program, one of another survey, or of a newer program.
    """
    workflow.require(survey, Verb.REPORT)
    data, told = read_report(file)
    if told.origin.survey != survey.about.id:
        raise Refusal("verify.other_survey", file=file.name)
    printed = queries.printed_head(survey, told.head, "report")
    beside = tuple(_beside(told, printed))
    since = None if printed is None else printed.since
    if printed is not None and printed.since:
        # Not the survey as it stands first: a report that was brought up to date by hand would pass.
        with queries.as_of(survey, printed.heads, progress):
            found = _compared(survey, told, data)
    else:
        found = _compared(survey, told, data)
    return replace(found, differs=(*beside, *found.differs), since=since)


def _compared(survey: OpenSurvey, told: Told, data: bytes) -> Verified:
    due = _remade(survey, told)
    if not is_office(data):
        return compared(due, data)
    remarks = remarks_of(survey, asked_by(told.origin)[0])
    return compared_office(due, data, remarks=[line for text in remarks.values() for line in text.splitlines()])


def read_report(file: Path) -> tuple[bytes, Told]:
    """The bytes of a report and what it tells of itself. Raises ``Refusal``."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Refusal("verify.foreign", file=file.name)
        data = file.read_bytes()
    except OSError as error:
        raise Refusal("verify.cannot_read", file=file.name, detail=system_detail(error)) from None
    except ValueError:  # a NUL in the path
        raise Refusal("verify.foreign", file=file.name) from None
    told = told_by(office_words(data, file.name) if is_office(data) else _pdf_words(data, file.name))
    if told is None:
        raise Refusal("verify.foreign", file=file.name)
    if told.format_version > FORMAT_VERSION or _version(told.program) > _version(__version__):
        raise Refusal("verify.newer", file=file.name, found=told.program, known=__version__)
    return data, told


def _pdf_words(data: bytes, name: str) -> str:
    from sipas_desktop.paper.report_words import NotReadable, Pages

    try:
        with Pages(data) as pages:
            return pages.keywords()
    except NotReadable:
        raise Refusal("verify.foreign", file=name) from None


def compared(due: ReportContent, data: bytes, just: Callable[[], Collection[Place]] | None = None) -> Verified:
    """What the report ``data`` prints otherwise than ``due``, all of it or just at places that ``just`` gives."""
    from sipas_desktop.paper.report_differences import differences, everything, only_at
    from sipas_desktop.paper.report_pdf import pdf_with_places
    from sipas_desktop.paper.report_words import NotReadable, Pages

    expected, placed = pdf_with_places(due)
    head, program = due.provenance.head, due.provenance.program
    asked = everything if just is None else only_at(just())
    if expected == data:
        return Verified((), head, None, program, same_bytes=True)
    try:
        with Pages(expected) as ours, Pages(data) as theirs:
            found = differences(ours, placed, theirs, asked)
    except NotReadable:
        raise Refusal("verify.pages") from None
    differs = tuple(Differs(each.kind.value, each.page, each.where, each.printed, each.expected) for each in found)
    return Verified(differs, head, None, program, same_bytes=False)


def _remade(survey: OpenSurvey, told: Told) -> ReportContent:
    chosen, definition, wanted = asked_by(told.origin)
    made = Made(told.printed, told.program)
    return report_content(survey, chosen, head=told.head, definition=definition, made=made, wanted=Wanted(**wanted))


def _beside(told: Told, printed: queries.Printed | None) -> list[Differs]:
    """What is not on the pages alone: that the history knows the head, and the day on which it was printed."""
    if printed is None:
        return [Differs("head", printed=told.head)]
    day = datetime.datetime.fromisoformat(printed.at).date()
    # The day on paper is the station's, the fact's time is UTC.
    if abs((told.printed - day).days) > 1:
        return [Differs("day", printed=told.printed.isoformat(), expected=day.isoformat())]
    return []


def _version(text: str) -> tuple[int, ...]:
    """The numbers of a version, to be compared; what is none is older than any."""
    parts = text.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()
