"""Which ballots figures are about: what a filter lets through, of the form of the chosen group."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import IN_FIGURES, State
from sipas_desktop.domain.form import Form
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.purposes import LABELS

UNIT: Final = func.coalesce(m.ballot.c.settled_unit, m.batch.c.unit, m.ballot.c.unit)
# An online answer keeps what it says when it is left out for its paper.
SETTLED: Final = m.ballot.c.state.in_([state.value for state in IN_FIGURES])


@dataclass(frozen=True)
class Filter:
    """Which ballots count; None leaves a dimension open.

    ``until``: received on that day (in Vietnam) or before; of online answers, answered.
    """

    group: str | None = None
    unit: str | None = None
    wave: str | None = None
    until: datetime.date | None = None
    channel: str | None = None


def ballots_of(chosen: Filter, form: Form, *columns: Any) -> Select[Any]:
    """A query over the published ballots that ``chosen`` lets through."""
    bal, run = m.ballot.c, m.print_run.c
    return (
        select(*columns)
        .select_from(m.ballot)
        .join(m.print_run, run.id == bal.run)
        .outerjoin(m.batch, m.batch.c.code == bal.batch)
        .where(*of_runs(chosen, form, bal.state), *of_ballots(chosen))
    )


def chosen_ballots(chosen: Filter, form: Form) -> Select[tuple[str]]:
    """The serials of the published ballots that ``chosen`` lets through."""
    return ballots_of(chosen, form, m.ballot.c.serial)


def of_runs(chosen: Filter, form: Form, state: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """What ``chosen`` asks of a ballot's print run."""
    run = m.print_run.c
    # A label is a ballot only once it is stuck on a photocopy that came back.
    asked: list[ColumnElement[bool]] = [
        run.published.is_not(None),
        run.form.in_(select(m.form.c.sha256).where(m.form.c.code == form.code)),  # every version
        (run.purpose != LABELS) | (state != State.STOCK.value),
    ]
    if chosen.group is not None:
        asked.append(run.group == chosen.group)
    if chosen.wave is not None:
        asked.append(run.wave == chosen.wave)
    return asked


def of_ballots(chosen: Filter) -> list[ColumnElement[bool]]:
    """What ``chosen`` asks of the ballot itself."""
    asked: list[ColumnElement[bool]] = []
    if chosen.unit is not None:
        asked.append(UNIT.in_([chosen.unit]))
    if chosen.until is not None:
        asked.append(m.ballot.c.received_on <= chosen.until.isoformat())
    if chosen.channel is not None:
        asked.append(m.ballot.c.channel == chosen.channel)
    return asked


def form_of(survey: OpenSurvey, chosen: Filter) -> Form:
    """The form of the chosen group; without one, of the plan's first. Raises ``Refusal`` for an unknown group, wave."""
    plan = survey.plan
    if chosen.channel is not None and plan.channel(chosen.channel) is None:
        expected = " ".join(channel.code for channel in plan.channels)
        raise Refusal("plan.unknown_channel", found=chosen.channel, expected=expected)
    if chosen.wave is not None and all(wave.code != chosen.wave for wave in plan.waves):
        raise Refusal("plan.unknown_wave", found=chosen.wave, expected=" ".join(wave.code for wave in plan.waves))
    return survey.form_of_group(chosen.group or plan.groups[0].code)


def refuse_unknown_unit(conn: Connection, unit: str | None) -> None:
    """A unit is one of the catalogue; a linked ballot may have one that only the sample list names."""
    c = m.catalogue.c
    if unit is None or conn.execute(select(c.code).where(c.kind == "unit", c.code == unit)).first():
        return
    joined = m.ballot.outerjoin(m.batch, m.batch.c.code == m.ballot.c.batch)
    if conn.execute(select(m.ballot.c.serial).select_from(joined).where(UNIT.in_([unit])).limit(1)).first() is None:
        raise Refusal("catalogues.unknown_unit", found=unit)


def population(conn: Connection, chosen: Filter) -> int | None:
    """How many people the whole survey is about: known where a sampling frame was imported, and only for all of it."""
    if chosen != Filter():
        return None
    published = select(m.sample_import.c.id).where(m.sample_import.c.published.is_not(None))
    s = m.sample_member.c
    frame = select(func.count()).where(s.list == "frame", s["import"].in_(published))
    return conn.execute(frame).scalar() or None
