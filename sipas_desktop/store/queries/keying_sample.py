"""How many ballots are keyed twice: the mode of each form, and what is known of the errors of who keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.keying_sample import Judged, Stated, bound, fingerprint, is_under_all, learns
from sipas_desktop.domain.plan import Keying, KeyingMode
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import sort_key
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.on_sampled_keying import seed_of
from sipas_desktop.store.workflow.permission import require


@dataclass(frozen=True)
class JudgedOperator:
    """One who keys. ``bound`` is the upper one of 95 %, in errors per 1,000 fields."""

    name: str
    judged: Judged
    bound: float
    learning: bool  # too few of her ballots are judged
    all_twice: bool  # all that she keys now is keyed twice
    single_keyed: int  # her ballots that one keying settled


@dataclass(frozen=True)
class SampledKeying:
    """The modes, and how it stands. Of the seed only its hash is told: who knows it knows what will be drawn."""

    forms: Mapping[str, KeyingMode]  # code of each form of the plan
    rule: Keying
    seed_sha256: str  # "" where there is none
    single_keyed: int
    waiting: int  # ballots that wait for their second keying
    operators: tuple[JudgedOperator, ...]


def sampled_keying(survey: OpenSurvey) -> SampledKeying:
    """For who may demand a second keying: which mode each form has, and how the operators key."""
    require(survey, Verb.DEMAND_SECOND)
    rule = survey.plan.keying
    codes = dict.fromkeys(group.form for group in survey.plan.groups)
    modes = {code: KeyingMode.SAMPLED if rule.is_sampled(code) else KeyingMode.FULL for code in codes}
    with survey.reading() as conn:
        single = _single_keyed(conn)
        judged = _judged(conn)
        names = sorted(judged.keys() | single.keys(), key=sort_key)
        waiting = select(func.count()).where(m.ballot.c.state == State.FIRST_KEYED.value)
        return SampledKeying(
            forms=modes,
            rule=rule,
            seed_sha256=_seed_sha256(conn),
            single_keyed=sum(single.values()),
            waiting=conn.execute(waiting).scalar() or 0,
            operators=tuple(_operator(rule, name, judged.get(name, Judged()), single.get(name, 0)) for name in names),
        )


def stated(conn: Connection, rule: Keying) -> Stated:
    """What a report states of ballots that were sampled by ``rule``."""
    fallen = sum(not learns(rule, each) and is_under_all(rule, each) for each in _judged(conn).values())
    return Stated(rule.one_in, rule.learn, rule.limit, _seed_sha256(conn), fallen)


def _operator(rule: Keying, name: str, judged: Judged, single: int) -> JudgedOperator:
    all_twice = not rule.samples or is_under_all(rule, judged)
    learning = rule.samples and learns(rule, judged)
    return JudgedOperator(name, judged, bound(judged.errors, judged.fields), learning, all_twice, single)


def _seed_sha256(conn: Connection) -> str:
    seed = seed_of(conn)
    return "" if seed is None else fingerprint(seed[1])


def _judged(conn: Connection) -> dict[str, Judged]:
    return {row.operator: Judged(row.ballots, row.fields, row.errors) for row in conn.execute(select(m.judged_keyer))}


def _single_keyed(conn: Connection) -> dict[str, int]:
    bal, k = m.ballot.c, m.keying.c
    query = (
        select(k.operator, func.count().label("ballots"))
        .join(m.ballot, bal.serial == k.serial)
        .where(bal.state == State.SINGLE_KEYED.value, k.aside.is_(None))
        .group_by(k.operator)
    )
    return {row.operator: row.ballots for row in conn.execute(query)}
