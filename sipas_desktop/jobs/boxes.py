"""The record of an opened ballot box as a file, with the head of the history that it rests on."""

from __future__ import annotations

from pathlib import Path

from sipas_desktop.beside import refuse_unwritable
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.jobs.papers import Papered
from sipas_desktop.jobs.slips import provenance_of, refuse_suffix, write_document
from sipas_desktop.paper.box_content import BoxTold, box_record
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey


def make_box_record(survey: OpenSurvey, number: int, out: Path) -> Papered:
    """Write the record ``number`` to ``out``, a .pdf or .docx, beside what was received from the box so far.

    The head that is printed on it becomes a fact. Raises ``Refusal``; then none does.
    """
    workflow.require(survey, Verb.REPORT)
    refuse_suffix(out)
    refuse_unwritable(out)
    with survey.snapshot():
        found = queries.box_records(survey, number)
        if not found:
            raise Refusal("box.unknown", number=number)
        unit = found[0].data.unit or ""
        told = BoxTold(
            number,
            found[0].data,
            catalogue_names(survey)["unit"].get(unit, unit),
            found[0].received,
            found[0].counted,
        )
        heads = queries.heads(survey)
    head = workflow.record_head(survey, "box", heads)
    return write_document(box_record(survey.plan, told, provenance_of(survey.plan, head)), out, head)
