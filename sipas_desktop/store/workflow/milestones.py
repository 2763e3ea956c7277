"""Milestones that the survey itself cannot see, a contract signed, people trained: somebody ticks them off."""

from __future__ import annotations

import datetime

from sqlalchemy import Connection, select

from sipas_desktop.domain.fact import FactKind, day_of
from sipas_desktop.domain.plan import Milestone, Plan
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.permission import acting

MOST_LETTERS = 500  # of a note


def milestone_done(survey: OpenSurvey, code: str, day: datetime.date | None = None, note: str = "") -> datetime.date:
    """Say that the milestone ``code`` was done on ``day`` (None: today in Vietnam); returns the day.

    A milestone that is done already gets another day or note by a fact that supersedes the one before. Raises
    ``Refusal`` for a milestone that the plan does not have, one that the survey itself sees, a day to come, a note that
    is too long, and where the same was said already.
    """
    note = " ".join(note.split())
    if len(note) > MOST_LETTERS:
        raise Refusal("milestones.long_note", most=MOST_LETTERS, found=len(note))
    with acting(survey, Verb.MARK_MILESTONE) as tx:
        _to_be_ticked(survey.plan, code)
        today = datetime.date.fromisoformat(day_of(datetime.datetime.now(datetime.UTC).isoformat()))
        day = day or today
        if day > today:
            raise Refusal("milestones.to_come", found=day.isoformat(), today=today.isoformat())
        held = _held(tx.conn, code)
        if held is not None and held[1:] == (day.isoformat(), note):
            raise Refusal("milestones.done_already", found=code, day=day.isoformat())
        tx.append(
            FactKind.MILESTONE_DONE,
            milestone=code,
            day=day.isoformat(),
            note=tx.personal(note) if note else None,
            supersedes=None if held is None else held[0],
        )
    return day


def milestone_undone(survey: OpenSurvey, code: str) -> None:
    """Say that the milestone ``code`` is not done after all. Raises ``Refusal`` as above, and where none was ticked."""
    with acting(survey, Verb.MARK_MILESTONE) as tx:
        _to_be_ticked(survey.plan, code)
        held = _held(tx.conn, code)
        if held is None:
            raise Refusal("milestones.not_done", found=code)
        tx.append(FactKind.MILESTONE_UNDONE, milestone=code, supersedes=held[0])


def _to_be_ticked(plan: Plan, code: str) -> Milestone:
    found = next((milestone for milestone in plan.milestones if milestone.code == code), None)
    if found is None:
        known = " ".join(milestone.code for milestone in plan.milestones)
        raise Refusal("milestones.unknown", found=code, expected=known)
    if found.work is not None:
        raise Refusal("milestones.seen", found=code, work=f"@milestones.work_{found.work}")
    return found


def _held(conn: Connection, code: str) -> tuple[str, str, str] | None:
    """(the fact that says so, day, note) of a milestone that is ticked off."""
    own, p = m.milestone.c, m.personal.c
    query = select(own.fact, own.day, p.value).outerjoin(m.personal, p.id == own.note).where(own.code == code)
    row = conn.execute(query).first()
    return None if row is None else (ref_of(conn, row.fact), row.day, row.value or "")
