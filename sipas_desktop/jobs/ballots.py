"""Prints a run of ballots or labels: serials reserved, file written and proven, run published, file named."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sipas_desktop.beside import beside
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.label_sheet import LabelsOn
from sipas_desktop.domain.print_order import SortedBy
from sipas_desktop.domain.print_style import PLAIN, PrintStyle, check_style
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.catalogues import CatalogueNames, unit_name
from sipas_desktop.jobs.label_sheets import find_label_sheet
from sipas_desktop.jobs.progress import Progress, of_total
from sipas_desktop.paper.ballot import BallotSheet, Printed, print_ballots, specimen
from sipas_desktop.paper.labels import labels, refuse_start
from sipas_desktop.paper.notes import Note
from sipas_desktop.paper.proof import Proof, ProofPage, ballot_pages, label_pages, prove
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import PrintRun


@dataclass(frozen=True)
class PrintedRun:
    """A published run and the file it is printed in, whose every page was proven; ``drawn`` of them by a picture."""

    ballots: int
    pages: int
    first_serial: str
    last_serial: str
    sha256: str
    drawn: int
    seconds: float  # printing
    proof_seconds: float
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
    sorted_by: SortedBy = SortedBy.LIST,
    spares: int = 0,
    progress: Progress | None = None,
    proving: Progress | None = None,
) -> PrintedRun:
    """Print ``count`` numbered ballots, or one for each official member without a ballot where the plan links them.

    In ``style``, or as the plan says.

    Raises ``Refusal`` where there is nothing to print, ``out`` cannot be written or a page fails its proof, and
    whatever ``progress`` (ballots done, ballots in all) or ``proving`` (pages) raises; then nothing bears the name
    ``out`` and no ballot of the run can be received. What was reserved is an interrupted run: ``continue_run`` prints
    it after all.
    """
    style = style or survey.plan.ballot
    check_style(style)
    with beside(out) as part:
        run = workflow.reserve_run(
            survey,
            group=group,
            count=count,
            unit=unit,
            wave=wave,
            sector=sector,
            sorted_by=sorted_by,
            spares=spares,
            style=style,
        )
        done = _published(survey, run, part, progress, proving)
    workflow.run_released(survey, run.id)
    return done


def print_labels(
    survey: OpenSurvey,
    out: Path,
    *,
    count: int,
    group: str | None = None,
    sheet: str | None = None,
    start: int = 1,
    progress: Progress | None = None,
    proving: Progress | None = None,
) -> PrintedRun:
    """Print spare serial labels for ballots that come back on somebody else's print. Raises as ``print_run``.

    ``sheet`` is the code of a format of ``forms/labels.toml`` (None: the first), ``start`` the first label to use.
    """
    labels_on = LabelsOn(find_label_sheet(sheet), start)
    refuse_start(labels_on.sheet, start)  # before serials are reserved
    with beside(out) as part:
        run = workflow.reserve_run(survey, group=group, count=count, labels=True, labels_on=labels_on)
        done = _published(survey, run, part, progress, proving)
    workflow.run_released(survey, run.id)
    return done


def continue_run(
    survey: OpenSurvey,
    out: Path,
    run: str,
    progress: Progress | None = None,
    proving: Progress | None = None,
) -> PrintedRun:
    """Print the interrupted ``run`` (its id), the file it was to be. Raises as ``print_run``."""
    with beside(out) as part:
        done = _published(survey, workflow.continue_run(survey, run), part, progress, proving)
    workflow.run_released(survey, run)
    return done


def _published(
    survey: OpenSurvey, run: PrintRun, part: Path, progress: Progress | None, proving: Progress | None
) -> PrintedRun:
    """Print ``run`` into ``part``, prove that and publish the run; the file gets its name after that."""
    began = time.perf_counter()
    style = run.style or PLAIN  # labels have none
    if run.purpose == "labels":
        on = run.labels_on or LabelsOn(find_label_sheet())  # an older program, which kept no sheet, printed nothing
        run = replace(run, labels_on=on)
        printed = labels(
            run.serials,
            part,
            title=survey.about.title,
            author=survey.plan.owner,
            sheet=on.sheet,
            start=on.start,
            progress=of_total(len(run.serials), progress),
        )
        due = label_pages(run.serials, on.sheet, on.start)
    else:
        form = survey.forms[run.form]
        printed = print_ballots(
            form,
            _sheets(survey, run),
            part,
            title=" ".join(form.title),
            author=survey.plan.owner,
            style=style,
            logo=queries.logo(survey) if style.logo else None,
            progress=of_total(len(run.serials), progress),
        )
        due = ballot_pages(run.serials, printed.each, form.version, style.sides)
    seconds = time.perf_counter() - began
    proof = _proven(part, printed, due, style, proving)
    if run.published_as is None:
        workflow.publish_run(survey, run, printed.sha256, printed.pages, boxes=printed.boxes, named=False)
    elif run.published_as != printed.sha256:
        raise Refusal("print.another_file")
    return _printed(run.serials, printed, proof, seconds)


def reprint(
    survey: OpenSurvey, out: Path, typed: Sequence[str], reason: str, proving: Progress | None = None
) -> PrintedRun:
    """Print ballots once more, each marked as a reprint. Raises as ``print_run``, and for ballots that are back."""
    began = time.perf_counter()
    with beside(out) as part:
        serials = workflow.check_reprint(survey, typed, reason)
        wanted = queries.sheets(survey, serials)
        form = survey.forms[wanted[0].form]  # all have the same
        names = CatalogueNames(survey)
        sheets = [
            BallotSheet(
                sheet.serial,
                _recipient(sheet.name, sheet.address),
                _prefilled(form, names, sheet.unit or _named(survey, sheet.of_unit), sheet.procedure),
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
        seconds = time.perf_counter() - began
        due = ballot_pages(serials, printed.each, form.version, style.sides, reprint=True)
        proof = _proven(part, printed, due, style, proving)
        workflow.record_reprint(survey, typed, reason)
    return _printed(serials, printed, proof, seconds)


def print_specimen(form: Form, out: Path, author: str) -> None:
    """Write how ``form`` looks to ``out``: no ballot, nothing that could be received."""
    with beside(out) as part:
        specimen(form, part, author=author)


def _proven(
    part: Path, printed: Printed, due: Iterable[ProofPage], style: PrintStyle, proving: Progress | None
) -> Proof:
    return prove(part, due, printed.pages, of_total(printed.pages, proving), style=style)


def _printed(serials: Sequence[str], printed: Printed, proof: Proof, seconds: float) -> PrintedRun:
    return PrintedRun(
        printed.ballots,
        printed.pages,
        min(serials),
        max(serials),
        printed.sha256,
        proof.drawn,
        round(seconds, 3),
        round(proof.seconds, 3),
        printed.notes,
    )


def _named(survey: OpenSurvey, unit: str) -> str:
    return unit_name(survey, unit) if unit else ""


def _sheets(survey: OpenSurvey, run: PrintRun) -> Iterator[BallotSheet]:
    form, names = survey.forms[run.form], CatalogueNames(survey)
    people = len(run.recipients)
    for serial, person in zip(run.serials, run.recipients, strict=False):
        prefilled = _prefilled(form, names, person.unit, person.procedure)
        yield BallotSheet(serial, _recipient(person.name, person.address), prefilled)
    prefilled = _prefilled(form, names, _named(survey, run.unit or ""), "")
    yield from (BallotSheet(serial, prefilled=prefilled) for serial in run.serials[people:])


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
