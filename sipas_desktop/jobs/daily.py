"""The lead's page of a day as a file: a PDF to print, or the same tables as a workbook."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from sipas_desktop import __version__
from sipas_desktop.beside import beside, refuse_unwritable
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.plain_workbook import Sheet, write_workbook
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.jobs.field_status import FieldStatus
from sipas_desktop.paper.daily_content import ChannelLine, DailyPage, InterviewerLine, UnitLine, summary, tables
from sipas_desktop.paper.report_model import Figure, Table
from sipas_desktop.store import workflow
from sipas_desktop.store.database import OpenSurvey

KINDS: Final = (".pdf", ".xlsx")
SUMMARY: Final = "Tóm tắt"


def write_daily(survey: OpenSurvey, found: FieldStatus, out: Path) -> str:
    """Write the page to ``out``, a .pdf or .xlsx; its SHA-256. Raises ``Refusal``, and then nothing is written."""
    workflow.require(survey, Verb.SEE_RESULTS)
    if out.suffix.lower() not in KINDS:
        raise Refusal("papers.daily_suffix", found=out.suffix)
    refuse_unwritable(out)
    page = daily_page(survey, found)
    if out.suffix.lower() == ".xlsx":
        with beside(out) as part:
            write_workbook(part, _sheets(page))
            return hashlib.sha256(part.read_bytes()).hexdigest()
    from sipas_desktop.paper.daily_pdf import daily_pdf
    from sipas_desktop.paper.whole_file import publish

    return publish(daily_pdf(page, __version__)[0], out)


def daily_page(survey: OpenSurvey, found: FieldStatus) -> DailyPage:
    """The page of what was ``found``. Of interviewers it has the code, and the name of those on the list."""
    units, plan = catalogue_names(survey)["unit"], survey.plan
    return DailyPage(
        survey=survey.about.title,
        owner=plan.owner,
        part=plan.titles.get(found.wave, ""),
        day=found.day,
        span=found.span,
        required=found.required,
        returned=found.returned,
        returned_today=found.returned_today,
        valid=found.valid,
        online=found.online,
        counted=found.counted,
        missing=found.missing,
        to_come=found.to_come,
        forecast=found.forecast,
        units=tuple(
            UnitLine(
                units.get(line.code, line.code),
                line.required,
                line.issued,
                line.returned,
                line.valid,
                line.online,
                line.missing,
            )
            for line in found.units
        ),
        interviewers=tuple(
            InterviewerLine(
                " ".join((each.code, found.names.get(each.code, ""))).strip(),
                each.assigned,
                each.issued,
                each.returned,
                each.valid,
                each.at(State.REFUSED),
                each.at(State.NOT_MET),
                each.due,
            )
            for each in found.interviewers
        ),
        channels=tuple(ChannelLine(each.title, each.returned, each.valid, each.online) for each in found.channels),
        days=found.days,
    )


def _sheets(page: DailyPage) -> list[Sheet]:
    """What the page says first, then one sheet a table."""
    head = [[f"{page.survey}{f' – {page.part}' if page.part else ''}"], *([line] for line in summary(page))]
    return [Sheet(SUMMARY, head, (110,)), *(_sheet(table) for table in tables(page))]


def _sheet(table: Table) -> Sheet:
    heads: list[str | int | float] = [column.head for column in table.columns]
    rows = [[_cell(figure) for (figure,) in row.cells] for row in table.rows]
    return Sheet(table.caption, [heads, *rows], [40, *[14] * (len(heads) - 1)])


def _cell(figure: Figure) -> str | int | float:
    return figure.text if figure.value is None else int(figure.value)
