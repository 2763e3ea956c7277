"""Prints a run of ballots or labels: serials reserved, file written, run published, file named, in this order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sipas_desktop.beside import beside
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.print_style import PrintStyle, check_style
from sipas_desktop.jobs.catalogues import CatalogueNames, unit_name
from sipas_desktop.jobs.label_sheets import find_label_sheet
from sipas_desktop.jobs.progress import Progress, of_total
from sipas_desktop.paper.ballot import BallotSheet, Printed, print_ballots, specimen
from sipas_desktop.paper.labels import labels, refuse_start
from sipas_desktop.paper.notes import Note
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import PrintRun


@dataclass(frozen=True)
class PrintedRun:
    """A published run and the file it is printed in."""

    ballots: int
    pages: int
    first_serial: str
    last_serial: str
    sha256: str
    notes: tuple[Note, ...] = ()  # what had to be smaller, moved or cut


def print_run(
    survey: OpenSurvey,
    out: Path,
    *,
    count: int | None = None,
    group: str | None = None,
    unit: str | None = None,
    wave: str | None = None,
    sector: str | None = None,
    style: PrintStyle | None = None,
    progress: Progress | None = None,
) -> PrintedRun:
    """Print ``count`` numbered ballots, or one for each official member without a ballot where the plan links them.

    In ``style``, or as the plan says.

    Raises ``Refusal`` where there is nothing to print or ``out`` cannot be written, and whatever ``progress`` (ballots
    done, ballots in all) raises; then nothing bears the name ``out`` and no ballot of the run can be received.
    """
    style = style or survey.plan.ballot
    check_style(style)
    with beside(out) as part:
        run = workflow.reserve_run(survey, group=group, count=count, unit=unit, wave=wave, sector=sector)
        form = survey.forms[run.form]
        title = " ".join(form.title)
        printed = print_ballots(
            form,
            _sheets(survey, run),
            part,
            title=title,
            author=survey.plan.owner,
            style=style,
            logo=queries.logo(survey) if style.logo else None,
            progress=of_total(len(run.serials), progress),
        )
        workflow.publish_run(survey, run, printed.sha256, printed.pages, style=style, boxes=printed.boxes)
    return _printed(run.serials, printed)


def print_labels(
    survey: OpenSurvey,
    out: Path,
    *,
    count: int,
    group: str | None = None,
    sheet: str | None = None,
    start: int = 1,
) -> PrintedRun:
    """Print spare serial labels for ballots that come back on somebody else's print. Raises as ``print_run``.

    ``sheet`` is the code of a format of ``forms/labels.toml`` (None: the first), ``start`` the first label to use.
    """
    format_ = find_label_sheet(sheet)
    refuse_start(format_, start)  # before serials are reserved
    with beside(out) as part:
        run = workflow.reserve_run(survey, group=group, count=count, labels=True)
        title, author = survey.about.title, survey.plan.owner
        printed = labels(run.serials, part, title=title, author=author, sheet=format_, start=start)
        workflow.publish_run(survey, run, printed.sha256, printed.pages)
    return _printed(run.serials, printed)


def reprint(survey: OpenSurvey, out: Path, typed: Sequence[str], reason: str) -> PrintedRun:
    """Print ballots once more, each marked as a reprint. Raises as ``print_run``, and for ballots that are back."""
    with beside(out) as part:
        serials = workflow.record_reprint(survey, typed, reason)
        wanted = queries.sheets(survey, serials)
        form = survey.forms[wanted[0].form]  # all have the same
        names = CatalogueNames(survey)
        sheets = [
            BallotSheet(
                sheet.serial,
                _recipient(sheet.name, sheet.address),
                _prefilled(form, names, sheet.unit, sheet.procedure),
                reprint=True,
            )
            for sheet in wanted
        ]
        style = wanted[0].style  # all have the same
        printed = print_ballots(
            form,
            sheets,
            part,
            title=" ".join(form.title),
            author=survey.plan.owner,
            style=style,
            logo=queries.logo(survey) if style.logo else None,
        )
    return _printed(serials, printed)


def print_specimen(form: Form, out: Path, author: str) -> None:
    """Write how ``form`` looks to ``out``: no ballot, nothing that could be received."""
    with beside(out) as part:
        specimen(form, part, author=author)


def _printed(serials: Sequence[str], printed: Printed) -> PrintedRun:
    return PrintedRun(printed.ballots, printed.pages, min(serials), max(serials), printed.sha256, printed.notes)


def _sheets(survey: OpenSurvey, run: PrintRun) -> Iterator[BallotSheet]:
    form, names = survey.forms[run.form], CatalogueNames(survey)
    if not run.recipients:
        unit = unit_name(survey, run.unit) if run.unit else ""
        prefilled = _prefilled(form, names, unit, "")
        yield from (BallotSheet(serial, prefilled=prefilled) for serial in run.serials)
        return
    for serial, person in zip(run.serials, run.recipients, strict=True):
        prefilled = _prefilled(form, names, person.unit, person.procedure)
        yield BallotSheet(serial, _recipient(person.name, person.address), prefilled)


def _recipient(name: str, address: str) -> tuple[str, ...]:
    return tuple(part for part in (name, address) if part)


def _prefilled(form: Form, names: CatalogueNames, unit: str, procedure: str) -> dict[str, str]:
    """What stands on the dotted lines, each with its code: it is keyed from the paper like everything else."""
    known = {"unit": unit, "procedure": procedure}
    return {
        question.code: names.printed(question.kind, known[question.kind])
        for question in form.questions
        if question.in_opening and known.get(question.kind)
    }
