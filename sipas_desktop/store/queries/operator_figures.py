"""How operators keyed: their keystrokes and times, and what was decided on the settled ballots that they keyed.

What tells of a difference on a ballot that the viewer keyed herself counts only once its batch is closed: until then
she could open her keying again, and the second keying is silent (docs/decisions/own-figures.md). Where ballots are
sampled it never counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import CompoundSelect, Connection, Select, and_, bindparam, case, exists, or_, select, union_all
from sqlalchemy.sql import func

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.keying_patterns import LEAST_ALIKE, LEAST_WRONG, is_shifted, is_straight, neighbouring
from sipas_desktop.domain.operator_figures import (
    OperatorFigures,
    Straight,
    Tally,
    WrongField,
    all_figures,
    figures_of,
)
from sipas_desktop.domain.roles import Verb
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import answers
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries.operator_work import paces
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.workflow.permission import require

Progress = Callable[[int, int], None]
WHOLE: Final = (1, 2)  # the passes of whole ballots: a third keying, of the few fields that differ, counts nowhere here


def operator_figures(survey: OpenSurvey, progress: Progress | None = None) -> tuple[OperatorFigures, ...]:
    """Everybody who keyed, for who leads the work. ``progress(facts, of)`` is called now and then.

    Raises ``Refusal`` for who may not see the figures of others.
    """
    require(survey, Verb.SEE_OPERATORS)
    with survey.reading() as conn:
        return all_figures(_tallies(conn, survey, None, progress))


def own_figures(survey: OpenSurvey, progress: Progress | None = None) -> OperatorFigures:
    """The viewer's own, for a keyer; of her errors those on ballots of closed batches. Raises ``Refusal``: no keyer."""
    name = require(survey, Verb.KEY).name
    with survey.reading() as conn:
        return figures_of(name, _tallies(conn, survey, name, progress).get(name, Tally()))


def _tallies(conn: Connection, survey: OpenSurvey, only: str | None, progress: Progress | None) -> dict[str, Tally]:
    codes = {form.sha256: form.code for form in survey.forms.values()}
    found = {name: Tally(pace) for name, pace in paces(conn, survey.forms.values(), only, progress).items()}
    k = m.keying.c
    done = select(k.operator, func.count()).where(k.completed.is_not(None), k["pass"].in_(WHOLE)).group_by(k.operator)
    for name, count in conn.execute(done if only is None else done.where(k.operator == only)):
        found.setdefault(name, Tally()).ballots = count
    ans = m.answer.c
    compared = (
        _decided(survey, only, k.operator, m.print_run.c.form, ans.question, func.count())
        .join(m.answer, ans.keying == k.started)
        .where(ans.value != a.SKIPPED)
        .group_by(k.operator, m.print_run.c.form, ans.question)
    )
    for name, form, question, count in conn.execute(compared):
        found[name].compared[codes[form], question] += count
    for name, straight in _straight(conn, survey, only).items():
        found[name].straight = straight
    for started, rows in groupby(conn.execute(_wrong(survey, only)), itemgetter(0)):
        _take_wrong(conn, found, survey.forms, started, list(rows))
    return found


def _decided(survey: OpenSurvey, only: str | None, *columns: Any) -> Select[Any]:
    """A query over the keyings of settled ballots that were keyed twice, as far as the viewer may know of them."""
    k, bal = m.keying.c, m.ballot.c
    other, hers = m.keying.alias(), m.keying.alias()
    viewer = survey.operator.name
    told = ~exists().where(hers.c.serial == bal.serial, hers.c.operator == viewer)
    if not survey.plan.keying.samples:  # else it is kept from her for good which of hers were keyed twice
        told = or_(m.batch.c.closed, told)
    query = (
        select(*columns)
        .select_from(m.ballot)
        .join(m.print_run, m.print_run.c.id == bal.run)
        .outerjoin(m.batch, m.batch.c.code == bal.batch)
        .join(m.keying, and_(k.serial == bal.serial, k.aside.is_(None), k["pass"].in_(WHOLE)))
        .where(bal.state == State.SETTLED.value)
        .where(
            exists().where(
                other.c.serial == bal.serial,
                other.c["pass"].in_(WHOLE),
                other.c["pass"] != k["pass"],
                other.c.aside.is_(None),
            )
        )
        .where(told)
    )
    return query if only is None else query.where(k.operator == only)


def _straight(conn: Connection, survey: OpenSurvey, only: str | None) -> dict[str, Straight]:
    """Operator → her ballots with rated answers, and how many of them are straight as settled; so far as keyed, too."""
    found: dict[str, Straight] = {}
    by_rated: dict[tuple[str, ...], list[str]] = {}
    for form in survey.forms.values():
        by_rated.setdefault(tuple(question.code for question in form.rated), []).append(form.sha256)
    s = m.settled.c
    for rated, forms in by_rated.items():
        lowest = func.min(s.value)
        alike = and_(lowest == func.max(s.value), func.count() >= LEAST_ALIKE, lowest.not_in(a.MARKS))
        of_ballots = (
            select(s.serial, case((alike, 1), else_=0).label("straight"))
            .where(s.question.in_(rated), s.value != a.SKIPPED)
            .group_by(s.serial)
            .subquery()
        )
        query = (
            _decided(survey, only, m.keying.c.operator, func.count(), func.sum(of_ballots.c.straight))
            .join(of_ballots, of_ballots.c.serial == m.ballot.c.serial)
            .where(m.print_run.c.form.in_(forms))
            .group_by(m.keying.c.operator)
        )
        for name, ballots, straight in conn.execute(query):
            had = found.get(name, Straight())
            found[name] = Straight(had.ballots + ballots, had.keyed + straight, had.settled + straight)
    return found


def _wrong(survey: OpenSurvey, only: str | None) -> CompoundSelect[Any]:
    """Keying, operator, form, serial, question, keyed value and words, settled value and words of what was decided.

    By the adjudicator, or since a third clerk agreed with one of the two.
    """
    k, d, ans, s = m.keying.c, m.adjudication.c, m.answer.c, m.settled.c
    keyed, settled = m.personal.alias(), m.personal.alias()
    columns = (
        k.started, k.operator, m.print_run.c.form, k.serial, ans.question, ans.value, keyed.c.value, s.value,
        settled.c.value,
    )  # fmt: skip
    of_answer = or_(ans.fact == d.a, ans.fact == d.b)
    by_person = (
        _decided(survey, only, *columns)
        .join(m.adjudication, and_(d.serial == m.ballot.c.serial, d.superseded.is_(None)))
        .join(m.answer, and_(ans.keying == k.started, ans.question == d.question, of_answer))
    )
    by_third = (
        _decided(survey, only, *columns)
        .join(m.settling_by_third, m.settling_by_third.c.serial == m.ballot.c.serial)
        .join(m.answer, ans.keying == k.started)
        .where(~exists().where(d.serial == k.serial, d.question == ans.question, d.superseded.is_(None), of_answer))
    )
    both = [
        query.join(m.settled, and_(s.serial == m.ballot.c.serial, s.question == ans.question))
        .outerjoin(keyed, keyed.c.id == ans.personal)
        .outerjoin(settled, settled.c.id == s.personal)
        .where(ans.value != a.SKIPPED, s.value != a.SKIPPED)
        for query in (by_person, by_third)
    ]
    return union_all(*both).order_by("started")


_SETTLED: Final = Statement(
    select(m.settled.c.question, m.settled.c.value).where(m.settled.c.serial == bindparam("serial"))
)


def _take_wrong(
    conn: Connection, found: Mapping[str, Tally], forms: Mapping[str, Form], started: int, rows: list[Any]
) -> None:
    """What was decided on one keying: the fields that were wrong, and whether they make a pattern."""
    _, name, form_hash, serial, *_ = rows[0]
    form, tally = forms[form_hash], found[name]
    wrong = [
        WrongField(form.code, question, form.by_code[question].kind, value, settled)
        for *_, question, value, text, settled, settled_text in rows
        if Answer(value, text) != Answer(settled, settled_text)
    ]
    tally.wrong += wrong
    codes = [question.code for question in form.rated]
    of_rated = sum(each.question in codes for each in wrong)
    if not of_rated:
        return
    keyed = {code: row.answer.value for code, row in answers(conn, started).items()}
    right = dict(_SETTLED.rows(conn, serial=serial))
    tally.row_shifts += of_rated >= LEAST_WRONG and is_shifted(neighbouring(form), keyed, right)
    as_keyed, as_settled = (is_straight(_asked(codes, values)) for values in (keyed, right))
    tally.straight = replace(tally.straight, keyed=tally.straight.keyed + as_keyed - as_settled)


def _asked(codes: Sequence[str], values: Mapping[str, str]) -> list[str]:
    return [values[code] for code in codes if values.get(code, a.SKIPPED) != a.SKIPPED]
