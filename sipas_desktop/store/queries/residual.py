"""What both passes of the settled ballots say of the errors that neither of them shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, select
from sqlalchemy.sql import func

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.form import BOX_KINDS, Form, Question
from sipas_desktop.domain.residual import KeyedTwice, NotEstimated, Residual, residual
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries.figures import Filter, chosen_ballots, form_of
from sipas_desktop.store.workflow.permission import require


@dataclass
class _Counts:
    settled: Counter[str] = field(default_factory=Counter)
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    both_wrong: int = 0


def residual_error(survey: OpenSurvey, chosen: Filter | None = None) -> Residual | NotEstimated:
    """The estimate over the chosen ballots that were keyed twice and settled, or why there is none.

    Raises ``Refusal`` as ``figures`` does.
    """
    require(survey, Verb.SEE_RESULTS)
    chosen = chosen or Filter()
    form = form_of(survey, chosen)
    with survey.reading() as conn:
        return residual(keyed_twice(conn, chosen, form))


def keyed_twice(conn: Connection, chosen: Filter, form: Form) -> list[KeyedTwice]:
    """The counts of each group of questions with boxes: those of one scale, or of one kind without a scale."""
    groups = {question.code: _group(question) for question in form.questions if question.kind in BOX_KINDS}
    found = {name: _Counts() for name in groups.values()}
    s, k = m.settled.c, m.keying.c
    here = and_(
        s.serial.in_(chosen_ballots(chosen, form).where(m.ballot.c.state == State.SETTLED.value)),
        s.question.in_(list(groups)),
        s.value != a.SKIPPED,
        exists().where(k.serial == s.serial, k["pass"] == 2, k.completed.is_not(None), k.aside.is_(None)),
    )
    settled = select(s.question, s.value, func.count()).where(here).group_by(s.question, s.value)
    for question, value, count in conn.execute(settled):
        found[groups[question]].settled[value] += count
    for question, right, one, two in conn.execute(_differing(here)):
        counts = found[groups[question]]
        if a.SKIPPED in (one, two):
            continue  # what another answer led past was not keyed
        wrong = [value for value in (one, two) if value != right]
        counts.wrong.update((right, value) for value in wrong)
        counts.both_wrong += len(wrong) == 2 and one != two
    return [KeyedTwice(each.settled, each.wrong, each.both_wrong) for each in found.values()]


def _group(question: Question) -> str:
    return f"scale {question.scale.code}" if question.scale else question.kind.value


def _differing(here: ColumnElement[bool]) -> Any:
    """Question, settled value and both keyed values of each field that was decided."""
    d, s = m.adjudication.c, m.settled.c
    query = select(s.question, s.value).select_from(m.settled)
    query = query.join(m.adjudication, and_(d.serial == s.serial, d.question == s.question, d.superseded.is_(None)))
    for number in (1, 2):
        keying, answer = m.keying.alias(), m.answer.alias()
        of_pass = and_(keying.c.serial == s.serial, keying.c["pass"] == number, keying.c.aside.is_(None))
        keyed = and_(answer.c.keying == keying.c.started, answer.c.question == s.question)
        query = query.join(keying, of_pass).join(answer, and_(keyed, answer.c.fact.in_([d.a, d.b])))
        query = query.add_columns(answer.c.value)
    return query.where(here)
