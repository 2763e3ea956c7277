"""Brings the projections up to facts about sampled double keying, and counts each operator's errors.

Counted is every ballot that two people keyed and that is settled, in whatever mode: the errors of the two follow from
what was settled (``domain.keying_sample``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from sipas_desktop.domain.fact import Fact
from sipas_desktop.domain.keying_sample import Judged, judge
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import AnswerRow, KeyingRow
from sipas_desktop.store.statements import Statement, inserting

Said = Mapping[str, Any]

_B, _K = m.judged_ballot.c, m.judged_keyer.c
_INSERT_BALLOT = inserting(m.judged_ballot)
_DELETE_BALLOT = Statement(delete(m.judged_ballot).where(_B.serial == bindparam("serial")))
_OF_BALLOT = Statement(
    select(_B.first, _B.first_fields, _B.first_errors, _B.second, _B.second_fields, _B.second_errors).where(
        _B.serial == bindparam("serial")
    )
)
_INSERT_KEYER = inserting(m.judged_keyer)
_UPDATE_KEYER = Statement(
    update(m.judged_keyer)
    .where(_K.operator == bindparam("b_operator"))
    .values({name: bindparam(f"b_{name}") for name in ("ballots", "fields", "errors")})
)
_DELETE_KEYER = Statement(delete(m.judged_keyer).where(_K.operator == bindparam("operator")))
_OF_KEYER = Statement(select(_K.ballots, _K.fields, _K.errors).where(_K.operator == bindparam("operator")))


def judged_of(conn: Connection, operator: str) -> Judged:
    """What is known of the errors of ``operator`` now."""
    row = _OF_KEYER.first(conn, operator=operator)
    return Judged() if row is None else Judged(*row)


def judge_in(
    conn: Connection,
    serial: str,
    keyed: Mapping[int, tuple[KeyingRow, Mapping[str, AnswerRow]]],
    settled: Mapping[str, AnswerRow],
) -> None:
    """Count what both keyers keyed (pass → her keying and answers) against what is settled now."""
    right = {question: row.answer.value for question, row in settled.items()}
    row: dict[str, Any] = {"serial": serial}
    for number, name in ((1, "first"), (2, "second")):
        keying, answers = keyed[number]
        fields, errors = judge({question: each.answer.value for question, each in answers.items()}, right)
        row |= {name: keying.operator, f"{name}_fields": fields, f"{name}_errors": errors}
        _count(conn, keying.operator, 1, fields, errors)
    _INSERT_BALLOT.run(conn, **row)


def judge_out(conn: Connection, serial: str) -> None:
    """The ballot is not settled any more; nothing where it was settled after one keying."""
    row = _OF_BALLOT.first(conn, serial=serial)
    if row is None:
        return
    _DELETE_BALLOT.run(conn, serial=serial)
    for name, fields, errors in (row[:3], row[3:]):
        _count(conn, name, -1, -fields, -errors)


def _count(conn: Connection, operator: str, ballots: int, fields: int, errors: int) -> None:
    before = judged_of(conn, operator)
    now = {"ballots": before.ballots + ballots, "fields": before.fields + fields, "errors": before.errors + errors}
    if not before.ballots:
        _INSERT_KEYER.run(conn, operator=operator, **now)
    elif not now["ballots"]:
        _DELETE_KEYER.run(conn, operator=operator)
    else:
        _UPDATE_KEYER.run(conn, b_operator=operator, **{f"b_{name}": value for name, value in now.items()})


_SEED = Statement(select(m.keying_seed.c.fact, m.keying_seed.c.seed))
_DEMANDED = Statement(select(m.second_demanded.c.fact).where(m.second_demanded.c.serial == bindparam("serial")))
_INSERT_DEMANDED = inserting(m.second_demanded)


def seed_of(conn: Connection) -> tuple[int, str] | None:
    """The fact that recorded the survey's seed, and the seed; None where nothing is sampled, and at a station."""
    row = _SEED.first(conn)
    return None if row is None else (row[0], row[1])


def is_demanded(conn: Connection, serial: str) -> bool:
    """Whether somebody asked for a second keying of the ballot."""
    return _DEMANDED.first(conn, serial=serial) is not None


def keying_seeded(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """By this seed it is drawn which ballots are keyed twice."""
    conn.execute(insert(m.keying_seed), {"fact": fact.seq, "seed": said["seed"]})


def insert_demand(conn: Connection, fact: Fact) -> None:
    """The ballot is keyed twice from here on, whatever its draw."""
    _INSERT_DEMANDED.run(conn, serial=fact.subject, fact=fact.seq)
