"""Remarks: the office writes into a section of a report; the figures never touch what it wrote."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.remark import MOST_LETTERS, About, Section, is_of_plan, is_printable, tidied
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.models_remark import remark
from sipas_desktop.store.on_remark import REMARK_FACT
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.permission import acting

WHOLE = About()


def write_remark(survey: OpenSurvey, section: str, text: str, about: About = WHOLE) -> str:
    """Write the remark on ``section`` of the report on ``about``, in place of the one before; returns it as kept.

    Raises ``Refusal`` for a section that is none, a part of the survey that the plan does not have, a text that is
    empty, too long or no text, and where just this is written already.
    """
    kept = tidied(text)
    if not kept:
        raise Refusal("remarks.empty")
    if not is_printable(kept):
        raise Refusal("file.not_text")
    if len(kept) > MOST_LETTERS:
        raise Refusal("remarks.too_long", found=len(kept), most=MOST_LETTERS)
    with acting(survey, Verb.WRITE_REMARK) as tx:
        place = _place(tx.conn, survey.plan, section, about)
        before, held = _held(tx.conn, place, about)
        if held == kept:
            raise Refusal("remarks.written_already", section=place.value)
        tx.append(
            FactKind.REMARK_WRITTEN,
            section=place.value,
            about=about.said,
            text=tx.personal(kept),
            supersedes=before,
        )
    return kept


def clear_remark(survey: OpenSurvey, section: str, about: About = WHOLE) -> None:
    """Take the remark on ``section`` away. Raises ``Refusal`` as above, and where there is none."""
    with acting(survey, Verb.WRITE_REMARK) as tx:
        place = _place(tx.conn, survey.plan, section, about)
        before, _ = _held(tx.conn, place, about)
        if before is None:
            raise Refusal("remarks.none", section=place.value)
        tx.append(FactKind.REMARK_WRITTEN, section=place.value, about=about.said, text=None, supersedes=before)


def _place(conn: Connection, plan: Plan, section: str, about: About) -> Section:
    """The section. Raises ``Refusal`` where there is no such report."""
    try:
        place = Section(section)
    except ValueError:
        raise Refusal("remarks.unknown", found=section, expected=" ".join(Section)) from None
    if not is_of_plan(about, plan):
        raise Refusal("remarks.no_such_report", found=" ".join(about.said.values()))
    if about.unit is not None and not is_unit(conn, about.unit):
        raise Refusal("catalogues.unknown_unit", found=about.unit)
    return place


def is_unit(conn: Connection, code: str) -> bool:
    """Whether the catalogue has the unit."""
    own = m.catalogue.c
    return conn.execute(select(own.code).where(own.kind == "unit", own.code == code)).first() is not None


def _held(conn: Connection, section: Section, about: About) -> tuple[str | None, str | None]:
    """(the fact that wrote it, its text) of the remark that stands; both None where there is none."""
    seq = REMARK_FACT.scalar(conn, own=about.key, part=section.value)
    if seq is None:
        return None, None
    own, p = remark.c, m.personal.c
    query = select(p.value).join(remark, own.text == p.id).where(own.fact == seq)
    return ref_of(conn, seq), conn.execute(query).scalar()
