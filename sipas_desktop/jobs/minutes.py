"""The minutes of a draw as a file, with the head of the history that they rest on."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from sipas_desktop import __version__
from sipas_desktop.beside import refuse_unwritable
from sipas_desktop.domain.draw_rule import not_in_frame
from sipas_desktop.domain.fact import VIETNAM
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.paper.minutes_content import DrawTold, Person, minutes
from sipas_desktop.paper.report_model import Provenance, ReportContent
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import DrawView

KINDS = (".pdf", ".docx")


@dataclass(frozen=True)
class Minuted:
    """A file of minutes: its hash, the head printed in it, how many the draw had on each list."""

    sha256: str
    head: str
    official: int
    reserve: int


def make_minutes(survey: OpenSurvey, out: Path, number: int | None = None, *, annex: bool = False) -> Minuted:
    """Write the minutes of draw ``number`` (from 1; None: the last one) to ``out``, a .pdf or .docx.

    ``annex`` adds the lists as they stand now: names and addresses on paper. Raises ``Refusal`` where there is no such
    draw, for another kind of file, and where it cannot be written; then no head is recorded.
    """
    workflow.require(survey, Verb.REPORT)
    if out.suffix.lower() not in KINDS:
        raise Refusal("draw.minutes_suffix", found=out.suffix)
    refuse_unwritable(out)
    with survey.snapshot():
        made = queries.draws(survey)
        if not made:
            raise Refusal("draw.none_before")
        number = len(made) if number is None else number
        if not 1 <= number <= len(made):
            raise Refusal("draw.no_such", number=number, last=len(made))
        chosen = made[number - 1]
        told = _told(chosen, number, queries.sample_counts(survey).replaced)
        lists = {name: _people(survey, name) if annex else [] for name in ("official", "reserve")}
        heads = queries.heads(survey)
    _compose(survey, told, "", lists)  # what cannot be put into words is refused before the head becomes a fact
    head = workflow.record_head(survey, "minutes", heads)
    return Minuted(_write(_compose(survey, told, head, lists), out), head, chosen.official, chosen.reserve)


def _told(chosen: DrawView, number: int, replaced: int) -> DrawTold:
    return DrawTold(
        number=number,
        at=datetime.datetime.fromisoformat(chosen.at) + VIETNAM,
        operator=chosen.operator,
        seed=chosen.seed,
        method=chosen.method,
        by=chosen.by,
        basis=chosen.basis,
        official_asked=chosen.official_asked,
        each=not isinstance(chosen.wanted, int),
        reserve_asked=chosen.wanted_reserve,
        rows=chosen.rows,
        duplicates=chosen.duplicates,
        frame_sha256=chosen.frame_sha256,
        strata=chosen.asked,
        counted=chosen.counted,
        years=chosen.years,
        not_in_frame=not_in_frame(chosen.wanted, chosen.counted),
        reason=chosen.reason,
        replaced=replaced,
    )


def _people(survey: OpenSurvey, name: str) -> list[Person]:
    rows = queries.sample_members(survey, name)
    return [Person(row.name, row.address, row.unit, row.procedure, row.dossier) for row in rows]


def _compose(survey: OpenSurvey, told: DrawTold, head: str, lists: dict[str, list[Person]]) -> ReportContent:
    provenance = Provenance(
        program=__version__,
        head=head,
        records_sha256="",
        form_sha256="",
        plan_id=survey.plan.id,
        printed=datetime.datetime.now().astimezone().date(),
    )
    return minutes(survey.plan, told, provenance, lists["official"], lists["reserve"])


def _write(made: ReportContent, out: Path) -> str:
    # Imported here: each of the libraries behind them takes longer to load than the rest of the program.
    if out.suffix.lower() == ".pdf":
        from sipas_desktop.paper.report_pdf import write_pdf

        return write_pdf(made, out)
    from sipas_desktop.paper.report_docx import write_docx

    return write_docx(made, out)
