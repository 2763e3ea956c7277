"""What respondents wrote, for the office's eyes, and the topics that the office sorts it by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select

from sipas_desktop.domain.ballot import IN_FIGURES
from sipas_desktop.domain.online import Reason
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.topics import OPEN_KINDS, Topic
from sipas_desktop.store import models as m
from sipas_desktop.store import models_topic as t
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries.chosen import Filter, chosen_ballots, form_of
from sipas_desktop.store.workflow.permission import require


@dataclass(frozen=True)
class Comment:
    """What one respondent wrote. ``id`` is random and says nothing of the ballot; ``topics`` are codes."""

    id: str
    text: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class TopicCounts:
    """Answers to one question by topic; an answer that has several is counted in each."""

    question: str
    label: str
    answers: int
    unsorted: int
    topics: tuple[Topic, ...]
    counts: Mapping[str, int]  # every topic's code → answers that have it


def topics(survey: OpenSurvey) -> dict[str, tuple[Topic, ...]]:
    """The office's topics by question, in its order."""
    require(survey, Verb.REPORT)
    with survey.reading() as conn:
        rows = conn.execute(select(t.topic).order_by(t.topic.c.question, t.topic.c.place)).all()
    found: dict[str, tuple[Topic, ...]] = {}
    for row in rows:
        found[row.question] = (*found.get(row.question, ()), Topic(row.code, row.title))
    return found


def comments(survey: OpenSurvey, question: str) -> list[Comment]:
    """What respondents wrote on ``question``, settled, without saying on which ballot."""
    require(survey, Verb.REPORT)
    query = (
        _words(question, m.personal.c.value)
        .join(m.ballot, m.ballot.c.serial == m.settled.c.serial)
        .join(m.print_run, m.print_run.c.id == m.ballot.c.run)
        .where(m.print_run.c.published.is_not(None), m.ballot.c.reason.is_distinct_from(Reason.ON_PAPER.value))
        .order_by(m.personal.c.id)  # random: the order of serials would tell which ballot
    )
    known = {topic.code for topic in topics(survey).get(question, ())}
    with survey.reading() as conn:
        rows = conn.execute(query).all()
    return [Comment(row.id, row.value, _known(row.topics, known)) for row in rows]


def topic_counts(survey: OpenSurvey, chosen: Filter | None = None) -> list[TopicCounts]:
    """How many answers of the chosen ballots have which topic, for each question of the form that has topics."""
    require(survey, Verb.REPORT)
    chosen = chosen or Filter()
    form = form_of(survey, chosen)
    by_question = topics(survey)
    serials = chosen_ballots(chosen, form).where(m.ballot.c.state.in_([state.value for state in IN_FIGURES]))
    found = []
    for question in form.questions:
        own = by_question.get(question.code, ())
        if question.kind in OPEN_KINDS and own:
            with survey.reading() as conn:
                rows = conn.execute(_words(question.code).where(m.settled.c.serial.in_(serials))).all()
            held = [_known(row.topics, {topic.code for topic in own}) for row in rows]
            counts = Counter(code for codes in held for code in codes)
            unsorted = sum(not codes for codes in held)
            in_order = {topic.code: counts[topic.code] for topic in own}
            found.append(TopicCounts(question.code, question.label, len(rows), unsorted, own, in_order))
    return found


def _words(question: str, *columns: object) -> Select[tuple[object, ...]]:
    """The settled words on ``question`` that were not erased, and the topics that they have."""
    return (
        select(m.personal.c.id, t.sorted_comment.c.topics, *columns)
        .select_from(m.settled)
        .join(m.personal, m.personal.c.id == m.settled.c.personal)
        .outerjoin(t.sorted_comment, t.sorted_comment.c.comment == m.personal.c.id)
        .where(m.settled.c.question == question, m.personal.c.value.is_not(None))
    )


def _known(codes: str | None, known: set[str]) -> tuple[str, ...]:
    return tuple(code for code in (codes or "").split() if code in known)
