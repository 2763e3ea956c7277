"""Slips of hand-overs between office and post, and the instructions for interviewers, as files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sipas_desktop import __version__
from sipas_desktop.beside import refuse_unwritable
from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import RETURNED, State
from sipas_desktop.domain.handover import Direction
from sipas_desktop.domain.plan import Identity, Plan
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import fold, sort_key
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.calendar import today
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.jobs.handovers import HandoverDue, handovers_due
from sipas_desktop.jobs.papers import Papered, on_paper
from sipas_desktop.paper.handover_content import Agreed, Handed, HandedUnit, handover
from sipas_desktop.paper.instructions_content import instructions
from sipas_desktop.paper.report_model import Provenance, ReportContent
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import BallotView

KINDS = (".pdf", ".docx")


@dataclass(frozen=True)
class Part:
    """Which ballots a slip is about, None = all. ``unit`` by name or code."""

    unit: str | None = None
    group: str | None = None
    wave: str | None = None
    batch: str | None = None


ALL = Part()


def make_handover(survey: OpenSurvey, out: Path, part: Part = ALL, *, returned: bool = True) -> Papered:
    """Write the slip of a hand-over to ``out``, a .pdf or .docx: of ballots that came back, or of printed ones.

    The head that is printed on it becomes a fact. Raises ``Refusal``; then none does.
    """
    workflow.require(survey, Verb.REPORT)
    refuse_suffix(out)
    refuse_unwritable(out)
    with survey.snapshot():
        handed = _handed(survey, part, returned)
        heads = queries.heads(survey)
    if not handed.serials:
        raise Refusal("papers.no_ballots")
    head = workflow.record_head(survey, "handover", heads)
    return write_document(handover(survey.plan, handed, provenance_of(survey.plan, head)), out, head)


def make_handover_slip(survey: OpenSurvey, number: int, out: Path) -> Papered:
    """Write the slip of the hand-over ``number`` to ``out``, a .pdf or .docx: what both sides scanned, open or closed.

    The head that is printed on it becomes a fact. Raises ``Refusal``; then none does.
    """
    workflow.require(survey, Verb.REPORT)
    refuse_suffix(out)
    refuse_unwritable(out)
    with survey.snapshot():
        (due,) = handovers_due(survey, number, today())
        handed = _scanned(survey, due)
        heads = queries.heads(survey)
    head = workflow.record_head(survey, "handover", heads)
    return write_document(handover(survey.plan, handed, provenance_of(survey.plan, head)), out, head)


def _scanned(survey: OpenSurvey, due: HandoverDue) -> Handed:
    one = due.handover
    held, reasons = one.scanned, one.scanned.reasons or {}
    names = catalogue_names(survey)["unit"]
    units = _units_of_linked(survey) if survey.plan.identity is Identity.LINKED else {}
    given: dict[str, list[str]] = defaultdict(list)
    taken: dict[str, int] = defaultdict(int)
    for each in queries.ballots(survey):
        name = units.get(each.serial) or names.get(each.unit, each.unit)
        if each.serial in held.given:
            given[name].append(each.serial)
        if each.serial in held.taken:
            taken[name] += 1
    lines = [
        HandedUnit(name, tuple(given.get(name, ())), taken=taken.get(name, 0))
        for name in sorted(given.keys() | taken.keys(), key=sort_key)
    ]
    differing = [(each, True) for each in held.missing] + [(each, False) for each in held.extra]
    agreed = Agreed(
        one.number,
        one.day,
        one.giver,
        one.receiver,
        one.closed_on is not None,
        len(held.given),
        len(held.taken),
        tuple((serials.show(each), lacks, reasons.get(each, "")) for each, lacks in sorted(differing)),
        None if due.deadline is None else due.deadline.day,
        due.deadline is None or due.deadline.sure,
        due.days_late,
    )
    return Handed(one.direction is Direction.TO_OFFICE, tuple(lines), "", agreed)


def make_instructions(survey: OpenSurvey, out: Path) -> Papered:
    """Write the instructions for interviewers to ``out``, a .pdf or .docx. Raises ``Refusal``."""
    workflow.require(survey, Verb.PRINT_BALLOTS)
    refuse_suffix(out)
    return write_document(instructions(survey.plan, provenance_of(survey.plan, "")), out, "")


def _handed(survey: OpenSurvey, part: Part, returned: bool) -> Handed:
    _refuse_unknown(survey.plan, part)
    names = catalogue_names(survey)["unit"]
    units = _units_of_linked(survey) if survey.plan.identity is Identity.LINKED else {}
    printed, paper = on_paper(survey, spare=False), on_paper(survey, spare=True)
    found: dict[str, list[BallotView]] = defaultdict(list)
    for each in queries.ballots(survey):
        # A label is a ballot once it is stuck on one that came back.
        if not (paper if each.state in RETURNED else printed)(each.serial):
            continue
        name = units.get(each.serial) or names.get(each.unit, each.unit)
        if _is_chosen(each, name, part):
            found[name].append(each)
    lines = [_line(name, found[name], returned) for name in sorted(found, key=sort_key)]
    said = [survey.plan.titles.get(code, code) for code in (part.group, part.wave) if code]
    said += [names.get(part.unit, part.unit)] if part.unit else []
    said += [f"lô {part.batch}"] if part.batch else []
    return Handed(returned, tuple(line for line in lines if line.serials or line.out), ", ".join(said))


def _refuse_unknown(plan: Plan, part: Part) -> None:
    if part.group is not None and plan.group(part.group) is None:
        expected = " ".join(group.code for group in plan.groups)
        raise Refusal("plan.unknown_group", found=part.group, expected=expected)
    if part.wave is not None and plan.wave(part.wave) is None:
        expected = " ".join(wave.code for wave in plan.waves)
        raise Refusal("plan.unknown_wave", found=part.wave, expected=expected)


def _is_chosen(each: BallotView, unit: str, part: Part) -> bool:
    return (
        (part.unit is None or fold(part.unit) in (fold(unit), fold(each.unit)))
        and part.group in (None, each.group)
        and part.wave in (None, each.wave)
        and part.batch in (None, each.batch)
    )


def _line(name: str, ballots: Sequence[BallotView], returned: bool) -> HandedUnit:
    back = [each for each in ballots if each.state in RETURNED]
    out = [each for each in ballots if each.state not in RETURNED and each.state is not State.SPOILED]
    if not returned:
        return HandedUnit(name, tuple(each.serial for each in out))
    invalid = sum(each.state in (State.INVALID, State.VOIDED) for each in back)
    return HandedUnit(name, tuple(each.serial for each in back), invalid, len(out))


def _units_of_linked(survey: OpenSurvey) -> dict[str, str]:
    """Serial → unit by the list; nothing at a station, which has no list."""
    if survey.about.handout is not None:
        return {}
    return {row.serial: row.unit for row in queries.sample_members(survey, "official") if row.serial}


def refuse_suffix(out: Path) -> None:
    """Raises ``Refusal`` for a file that is neither a .pdf nor a .docx."""
    if out.suffix.lower() not in KINDS:
        raise Refusal("papers.suffix", found=out.suffix)


def provenance_of(plan: Plan, head: str) -> Provenance:
    """What a document says of where it comes from, printed today."""
    return Provenance(__version__, head, "", "", plan.id, today())


def write_document(made: ReportContent, out: Path, head: str) -> Papered:
    """Write ``made`` to ``out``, by its suffix; ``head`` is printed in it, "" where none is."""
    # Imported here: each of the libraries behind them takes longer to load than the rest of the program.
    if out.suffix.lower() == ".docx":
        from sipas_desktop.paper.report_docx import write_docx

        return Papered(1, 0, write_docx(made, out), head=head)
    from sipas_desktop.paper.report_pdf import pdf_with_pages
    from sipas_desktop.paper.whole_file import publish

    data, pages = pdf_with_pages(made)
    return Papered(1, pages, publish(data, out), head=head)
