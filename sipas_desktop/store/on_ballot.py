"""Brings the projections up to a fact about one ballot: receipt, keyings, answers, decisions, settling.

These run at every ballot and every keystroke, so their statements are made ready once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import Pass, State, keying_state
from sipas_desktop.domain.fact import Fact, day_of
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import AnswerRow, KeyingRow, answers, differences_between, keyings, settling_of
from sipas_desktop.store.field_steps import state_by_steps
from sipas_desktop.store.on_sampled_keying import insert_demand, judge_in, judge_out
from sipas_desktop.store.references import seq_of
from sipas_desktop.store.rekeyings import rekeying_of
from sipas_desktop.store.settled_counts import count_in, count_out
from sipas_desktop.store.statements import Statement, inserting

Said = Mapping[str, Any]


@cache
def _update_ballot(columns: tuple[str, ...]) -> Statement:
    values: dict[Any, Any] = {column: bindparam(f"b_{column}") for column in columns}
    return Statement(update(m.ballot).where(m.ballot.c.serial == bindparam("b_serial")).values(values))


def set_ballot(conn: Connection, serial: str, **values: Any) -> None:
    """Set columns of the ballot's row."""
    row = {f"b_{column}": value for column, value in values.items()}
    _update_ballot(tuple(values)).run(conn, b_serial=serial, **row)


def ballot_received(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """It came back: into a batch, valid or with the reason why not."""
    set_ballot(
        conn,
        fact.subject,
        state=(State.INVALID if said["reason"] else State.VALID).value,
        channel=said["channel"],
        batch=said["batch"],
        position=said["position"],
        reason=said["reason"],
        photocopy=said["photocopy"],
        received=fact.seq,
        judged=fact.seq,
        received_on=day_of(fact.at),
    )


def receipt_withdrawn(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """It is where it was before."""
    cleared = dict.fromkeys(("channel", "batch", "position", "reason", "received", "judged", "received_on"))
    set_ballot(conn, fact.subject, state=state_by_steps(conn, fact.subject).value, photocopy=False, **cleared)


def validity_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """It does not count, or does after all."""
    state = State.INVALID if said["reason"] else State.VALID
    set_ballot(conn, fact.subject, state=state.value, reason=said["reason"], judged=fact.seq)


_INSERT_KEYING = inserting(m.keying)
_INSERT_CLAIM = Statement(
    insert(m.claim).from_select(
        ["serial", "pass", "operator", "session_no"],
        select(
            m.keying.c.serial,
            m.keying.c["pass"],
            m.keying.c.operator,
            m.fact.c.session_no,
        ).where(m.keying.c.started == bindparam("keying"), m.fact.c.seq == bindparam("fact")),
    )
)
_DELETE_CLAIM = Statement(
    delete(m.claim).where(
        m.claim.c.serial == bindparam("serial"),
        m.claim.c["pass"]
        == select(m.keying.c["pass"]).where(m.keying.c.started == bindparam("keying")).scalar_subquery(),
    )
)
_COMPLETE_KEYING = Statement(
    update(m.keying).where(m.keying.c.started == bindparam("b_started")).values(completed=bindparam("b_completed"))
)


def release(conn: Connection, serial: str, keying: int) -> None:
    """Nobody keys on the keying that the fact ``keying`` started any more."""
    _DELETE_CLAIM.run(conn, serial=serial, keying=keying)


def complete_keying(conn: Connection, keying: int, by: int | None) -> None:
    """The keying that the fact ``keying`` started is completed ``by`` a fact, or with None open again."""
    _COMPLETE_KEYING.run(conn, b_started=keying, b_completed=by)


def insert_keying(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The row of a keying that ``fact`` starts."""
    row = {"started": fact.seq, "serial": fact.subject, "pass": said["pass"], "operator": operator}
    _INSERT_KEYING.run(conn, **row, completed=None, aside=None)


def keying_started(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """A pass belongs to who started it."""
    insert_keying(conn, fact, said, operator)
    _INSERT_CLAIM.run(conn, keying=fact.seq, fact=fact.seq)
    _restate(conn, fact.subject)


def keying_resumed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The claim moves to this session: an older window of the same operator can key no more."""
    keying = seq_of(conn, said["keying"])
    _DELETE_CLAIM.run(conn, serial=fact.subject, keying=keying)
    _INSERT_CLAIM.run(conn, keying=keying, fact=fact.seq)


_INSERT_ANSWER = inserting(m.answer)
_UPDATE_ANSWER = Statement(
    update(m.answer)
    .where(m.answer.c.keying == bindparam("b_keying"), m.answer.c.question == bindparam("b_question"))
    .values(value=bindparam("b_value"), personal=bindparam("b_personal"), fact=bindparam("b_fact"))
)


_DELETE_ANSWER = Statement(
    delete(m.answer).where(m.answer.c.keying == bindparam("keying"), m.answer.c.question == bindparam("question"))
)


def answers_keyed(conn: Connection, facts: Sequence[tuple[Fact, Said]]) -> None:
    """The current answers of one keying; what they supersede stays in the facts.

    A question that a fact supersedes without answering it is not keyed any more: an answer that skipped it changed.
    The window's answers come one by one; a replay takes all of a keying that follow one another.
    """
    keying = seq_of(conn, facts[0][1]["keying"])
    new: dict[str, dict[str, Any]] = {}
    for fact, said in facts:
        for question, answer in said["answers"].items():
            text = answer.get("text")
            row = {
                "keying": keying,
                "question": question,
                "value": answer["value"],
                "personal": text["ref"] if text else None,
                "fact": fact.seq,
            }
            if question in said["supersedes"] and question not in new:
                _UPDATE_ANSWER.run(conn, **{f"b_{key}": value for key, value in row.items()})
            else:
                new[question] = row
        for question in said["supersedes"].keys() - said["answers"].keys() if said["supersedes"] else ():
            if new.pop(question, None) is None:
                _DELETE_ANSWER.run(conn, keying=keying, question=question)
    _INSERT_ANSWER.run_many(conn, list(new.values()))


def keying_completed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The pass is closed."""
    keying = seq_of(conn, said["keying"])
    complete_keying(conn, keying, fact.seq)
    _DELETE_CLAIM.run(conn, serial=fact.subject, keying=keying)
    _restate(conn, fact.subject)


def keying_reopened(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The pass is open again; what was settled on its answers is not settled any more."""
    keying = seq_of(conn, said["keying"])
    complete_keying(conn, keying, None)
    end_rekeying(conn, fact, keying)
    _INSERT_CLAIM.run(conn, keying=keying, fact=fact.seq)
    unsettle(conn, fact.subject)
    _restate(conn, fact.subject)


_INSERT_REKEYING = inserting(m.rekeying)
_WITHDRAW = Statement(
    update(m.rekeying).where(m.rekeying.c.fact == bindparam("b_asked")).values(ended=bindparam("b_fact"))
)
_IS_THIRD = Statement(
    select(m.keying.c.started).where(m.keying.c.started == bindparam("keying"), m.keying.c["pass"] == 3)
)
_END_REKEYING = Statement(
    update(m.rekeying)
    .where(m.rekeying.c.serial == bindparam("b_serial"), m.rekeying.c.ended.is_(None))
    .values(ended=bindparam("b_fact"))
)
_THIRD_ASIDE = Statement(
    update(m.keying)
    .where(m.keying.c.serial == bindparam("b_serial"), m.keying.c["pass"] == 3, m.keying.c.aside.is_(None))
    .values(aside=bindparam("b_fact"))
)
_RELEASE_THIRD = Statement(delete(m.claim).where(m.claim.c.serial == bindparam("serial"), m.claim.c["pass"] == 3))


def insert_rekeying(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The row of what ``fact`` sends back."""
    row = {"serial": fact.subject, "questions": " ".join(said["questions"]), "operator": operator}
    _INSERT_REKEYING.run(conn, fact=fact.seq, **row, ended=None)


def withdraw_rekeying(conn: Connection, fact: Fact, said: Said) -> None:
    """What was sent back is not, after all."""
    _WITHDRAW.run(conn, b_asked=seq_of(conn, said["supersedes"]), b_fact=fact.seq)


def end_rekeying(conn: Connection, fact: Fact, keying: int) -> None:
    """One of the first two passes is open again: what a third clerk was asked, and what she keyed, counts no more."""
    if _IS_THIRD.first(conn, keying=keying) is None:
        _END_REKEYING.run(conn, b_serial=fact.subject, b_fact=fact.seq)
        _THIRD_ASIDE.run(conn, b_serial=fact.subject, b_fact=fact.seq)
        _RELEASE_THIRD.run(conn, serial=fact.subject)


def rekeying_asked(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """It waits for a third clerk."""
    insert_rekeying(conn, fact, said, operator)
    _restate(conn, fact.subject)


def rekeying_withdrawn(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """It waits for the adjudicator again."""
    withdraw_rekeying(conn, fact, said)
    _restate(conn, fact.subject)


_INSERT_ADJUDICATION = inserting(m.adjudication)
_SUPERSEDE = Statement(
    update(m.adjudication)
    .where(m.adjudication.c.fact == bindparam("b_decision"))
    .values(superseded=bindparam("b_fact"))
)


def adjudicated(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """A decision between two answers; a ballot that an earlier one had settled is not settled any more."""
    if said["supersedes"] is not None:
        _SUPERSEDE.run(conn, b_decision=seq_of(conn, said["supersedes"]), b_fact=fact.seq)
    text, reason = said["answer"].get("text"), said["reason"]
    _INSERT_ADJUDICATION.run(
        conn,
        fact=fact.seq,
        serial=fact.subject,
        question=said["question"],
        a=seq_of(conn, said["a"]),
        b=seq_of(conn, said["b"]),
        value=said["answer"]["value"],
        personal=text["ref"] if text else None,
        operator=operator,
        reason=reason["ref"] if reason else None,
        superseded=None,
    )
    if said["unsettles"] is not None:
        unsettle(conn, fact.subject)
        _restate(conn, fact.subject)


_INSERT_SETTLED = inserting(m.settled)
_INSERT_BY_THIRD = inserting(m.settling_by_third)
_DELETE_BY_THIRD = Statement(delete(m.settling_by_third).where(m.settling_by_third.c.serial == bindparam("serial")))
_INSERT_SETTLING = inserting(m.settling)
_DELETE_SETTLED = Statement(delete(m.settled).where(m.settled.c.serial == bindparam("serial")))
_DELETE_SETTLING = Statement(delete(m.settling).where(m.settling.c.serial == bindparam("serial")))


def ballot_settled(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The record: what both keyings agree on, and what was decided where they do not; or what one of them says."""
    serial = fact.subject
    passes = keyings(conn, serial)
    first = answers(conn, passes[1].started)
    if "single" in said:
        _settle(conn, fact, said, passes, first, discrepancies=0)
        return
    second = answers(conn, passes[2].started)
    found = differences_between(conn, serial, first, second)
    values: dict[str, AnswerRow] = dict(first)
    skipped = said.get("skipped", ())
    for difference in found:
        if difference.question not in skipped and difference.question not in said.get("third", ()):
            assert difference.decision is not None
            values[difference.question] = difference.decision
    if third := said.get("third"):
        again = answers(conn, passes[3].started)
        values |= {question: again[question] for question in third}
        _INSERT_BY_THIRD.run(conn, serial=serial, fields=len(third))
    for question in skipped:  # by what was decided since, whatever was keyed there
        values[question] = replace(first[question], answer=Answer(a.SKIPPED), personal=None)
    judge_in(conn, serial, {1: (passes[1], first), 2: (passes[2], second)}, values)
    _settle(conn, fact, said, passes, values, discrepancies=sum(each.differs for each in found))


def _settle(
    conn: Connection,
    fact: Fact,
    said: Said,
    passes: Mapping[int, KeyingRow],
    values: Mapping[str, AnswerRow],
    *,
    discrepancies: int,
) -> None:
    """Lay down the settled answers ``values``."""
    serial = fact.subject
    _INSERT_SETTLED.run_many(
        conn,
        [
            {"serial": serial, "question": question, "value": row.answer.value, "personal": row.personal}
            for question, row in values.items()
        ],
    )
    count_in(conn, serial)
    _INSERT_SETTLING.run(conn, serial=serial, fact=fact.seq, discrepancies=discrepancies)
    unit = values.get(said["unit_question"]) if said["unit_question"] else None
    named = unit is not None and unit.answer.value not in (*a.MARKS, a.WRITTEN)
    settled_unit = unit.answer.value if unit is not None and named else None
    set_ballot(conn, serial, state=_state(conn, serial, settled=True).value, settled_unit=settled_unit)


def unsettle(conn: Connection, serial: str) -> None:
    """Take the ballot out of the figures."""
    count_out(conn, serial)
    judge_out(conn, serial)
    _DELETE_SETTLED.run(conn, serial=serial)
    _DELETE_SETTLING.run(conn, serial=serial)
    _DELETE_BY_THIRD.run(conn, serial=serial)
    set_ballot(conn, serial, settled_unit=None)


def second_demanded(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """What one keying had settled waits for a second one."""
    insert_demand(conn, fact)
    unsettle(conn, fact.subject)
    _restate(conn, fact.subject)


def _restate(conn: Connection, serial: str) -> None:
    settled = settling_of(conn, serial) is not None
    set_ballot(conn, serial, state=_state(conn, serial, settled=settled).value)


def state_of_passes(conn: Connection, serial: str) -> State:
    """The state that the keyings of a valid ballot add up to, while it is not settled."""
    return _state(conn, serial, settled=False)


def _state(conn: Connection, serial: str, *, settled: bool) -> State:
    passes = keyings(conn, serial)

    def how_far(number: int) -> Pass:
        if number not in passes:
            return Pass.NONE
        return Pass.OPEN if passes[number].completed is None else Pass.COMPLETE

    state = keying_state(how_far(1), how_far(2), settled=settled)
    if state is State.DIFFERING and rekeying_of(conn, serial) is not None:
        return keying_state(Pass.COMPLETE, Pass.COMPLETE, settled=False, third=how_far(3))
    return state
