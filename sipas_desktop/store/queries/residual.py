"""What both passes of the settled ballots say of the errors that neither of them shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, select

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.form import BOX_KINDS, Form, Question
from sipas_desktop.domain.residual import KeyedTwice, NotEstimated, Residual, residual
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries.chosen import Filter, ballots_of, chosen_ballots, form_of
from sipas_desktop.store.queries.tallies import AT_ONCE, Tally, answers_of
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
    s, is_settled = m.settled.c, m.ballot.c.state == State.SETTLED.value
    # Ballot by ballot: grouped by the database, ten rows of each ballot would be sorted, in memory.
    twice = ballots_of(chosen, form, answers_of(groups)).where(is_settled, _keyed_again(m.ballot.c.serial))
    answers = Tally()
    for rows in conn.execute(twice, execution_options={"yield_per": AT_ONCE}).partitions():
        answers.count(said for (said,) in rows)
    for question, by_value in answers.counts.items():
        found[groups[question]].settled.update({value: n for value, n in by_value.items() if value != a.SKIPPED})
    here = and_(
        s.serial.in_(chosen_ballots(chosen, form).where(is_settled)),
        s.question.in_(list(groups)),
        s.value != a.SKIPPED,
        _keyed_again(s.serial),
    )
    for question, right, one, two in (row for query in _differing(here) for row in conn.execute(query)):
        counts = found[groups[question]]
        if a.SKIPPED in (one, two):
            continue  # what another answer led past was not keyed
        wrong = [value for value in (one, two) if value != right]
        counts.wrong.update((right, value) for value in wrong)
        counts.both_wrong += len(wrong) == 2 and one != two
    return [KeyedTwice(each.settled, each.wrong, each.both_wrong) for each in found.values()]


def _keyed_again(serial: ColumnElement[str]) -> ColumnElement[bool]:
    k = m.keying.c
    return exists().where(k.serial == serial, k["pass"] == 2, k.completed.is_not(None), k.aside.is_(None))


def _group(question: Question) -> str:
    return f"scale {question.scale.code}" if question.scale else question.kind.value


def _differing(here: ColumnElement[bool]) -> tuple[Select[Any], Select[Any]]:
    """Question, settled value and both keyed values of each field that was decided: by the adjudicator, and since a
    third clerk agreed with one of the two.
    """
    d, s = m.adjudication.c, m.settled.c
    decided = and_(d.serial == s.serial, d.question == s.question, d.superseded.is_(None))
    plain = select(s.question, s.value).select_from(m.settled)
    by_person = plain.join(m.adjudication, decided)
    by_third = plain.join(m.settling_by_third, m.settling_by_third.c.serial == s.serial)
    answers = [m.answer.alias() for _ in range(2)]
    for number, answer in enumerate(answers, start=1):
        keying = m.keying.alias()
        of_pass = and_(keying.c.serial == s.serial, keying.c["pass"] == number, keying.c.aside.is_(None))
        keyed = and_(answer.c.keying == keying.c.started, answer.c.question == s.question)
        by_person = by_person.join(keying, of_pass).join(answer, and_(keyed, answer.c.fact.in_([d.a, d.b])))
        by_third = by_third.join(keying, of_pass).join(answer, keyed)
    of_both = [answer.c.fact.in_([d.a, d.b]) for answer in answers]
    one, two = (answer.c.value for answer in answers)
    return (
        by_person.where(here).add_columns(one, two),
        by_third.where(here, one != two, ~exists().where(decided, *of_both)).add_columns(one, two),
    )
