"""Records of ballot boxes that were opened, and corrected where they were written down wrongly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlalchemy.sql import func

from sipas_desktop.domain.box import BoxData, is_countable
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store import models_post as p
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.on_post import BOX_FACT, BOX_OF_BATCH
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.fieldwork import not_to_come
from sipas_desktop.store.workflow.permission import acting

LONGEST: Final = 500  # letters of what is said of a box
MOST_PAPERS: Final = 100_000  # in one box


def record_box(survey: OpenSurvey, data: BoxData, number: int | None = None) -> int:
    """Record that a ballot box was opened; with ``number`` correct that record. Returns its number.

    Raises ``Refusal``: no box, seal, batch or person is named, a text is too long, the counts cannot be, the seal was
    broken and no note says how, a day to come, an unknown unit or record, a batch of another box's record.
    """
    clean = _clean(data)
    day = not_to_come(clean.day)
    with acting(survey, Verb.OPEN_BOX) as tx:
        _check_places(tx.conn, clean, number)
        before = None if number is None else BOX_FACT.scalar(tx.conn, number=number)
        if number is not None and before is None:
            raise Refusal("box.unknown", number=number)
        last = tx.conn.execute(select(func.max(p.box_record.c.number))).scalar() or 0
        number = last + 1 if number is None else number
        said: dict[str, Any] = {name: getattr(clean, name) for name in ("box", "seal", "whole", "papers", "valid")}
        tx.append(
            FactKind.BOX_OPENED,
            record=number,
            **said,
            unit=clean.unit,
            batch=clean.batch,
            day=day.isoformat(),
            people=tx.personal("\n".join(clean.people)),
            note=tx.personal(clean.note) if clean.note else None,
            supersedes=None if before is None else ref_of(tx.conn, before),
        )
    return number


def _clean(data: BoxData) -> BoxData:
    people = tuple(each for each in map(normalise, data.people) if each)
    clean = replace(
        data,
        box=normalise(data.box),
        seal=normalise(data.seal),
        batch=normalise(data.batch),
        note=" ".join(data.note.split()),
        people=people,
    )
    for name in ("box", "seal", "batch", "people"):
        if not getattr(clean, name):
            raise Refusal("box.missing", what=f"@box.part_{name}")
    if max(map(len, (clean.box, clean.seal, clean.batch, clean.note, *people))) > LONGEST:
        raise Refusal("box.too_long", most=LONGEST)
    if not is_countable(clean.papers, clean.valid) or clean.papers > MOST_PAPERS:
        raise Refusal("box.counts", papers=clean.papers, valid=clean.valid, most=MOST_PAPERS)
    if not clean.whole and not clean.note:
        raise Refusal("box.broken")
    return clean


def _check_places(conn: Connection, data: BoxData, number: int | None) -> None:
    c = m.catalogue.c
    known = select(c.code).where(c.kind == "unit", c.code == data.unit)
    if data.unit is not None and conn.execute(known).first() is None:
        raise Refusal("catalogues.unknown_unit", found=data.unit)
    other = BOX_OF_BATCH.scalar(conn, batch=data.batch)
    if other is not None and other != number:
        raise Refusal("box.batch_taken", batch=data.batch, number=other)
