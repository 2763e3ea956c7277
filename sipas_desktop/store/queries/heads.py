"""How far the history has come: its head, and when the newest fact was appended."""

from __future__ import annotations

from sqlalchemy import select

from sipas_desktop.domain.fact import survey_head
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import all_heads


def heads(survey: OpenSurvey) -> dict[str, tuple[int, str]]:
    """The last fact of every session: session → (n, hash in hex)."""
    with survey.reading() as conn:
        return all_heads(conn)


def current_head(survey: OpenSurvey) -> str:
    """The survey's head as it is now, one hash over the last fact of every session; the next fact changes it."""
    with survey.reading() as conn:
        return survey_head(all_heads(conn))


def last_fact_at(survey: OpenSurvey) -> str | None:
    """The time of the fact that arrived last, UTC, by the clock of its station; None in a survey without facts."""
    with survey.reading() as conn:
        return conn.execute(select(m.fact.c.at).order_by(m.fact.c.seq.desc()).limit(1)).scalar()


def has_more_facts(survey: OpenSurvey, number: int) -> bool:
    """Whether the history is longer than ``number`` facts: told at once, however long it is."""
    with survey.reading() as conn:
        return conn.execute(select(m.fact.c.seq).where(m.fact.c.seq > number).limit(1)).first() is not None


def has_report(survey: OpenSurvey) -> bool:
    """Whether a report was ever made here; what a station printed for itself is none."""
    head = m.printed_head.c
    query = (
        select(head.on)
        .join(m.fact, m.fact.c.seq == head.fact)
        .join(m.opening, m.opening.c.session_no == m.fact.c.session_no)
        .where(head.on == "report", m.opening.c.handout.is_not_distinct_from(survey.about.handout))
        .limit(1)
    )
    with survey.reading() as conn:
        return conn.execute(query).first() is not None
