"""Brings the projections up to a fact, one function a kind of fact.

The same functions serve the writer, fact by fact, and ``check``, which replays all facts into an empty database and
compares. So they read nothing but facts and projections, and the same facts always give the same rows. What runs at
every ballot has its statements made once, when the module is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, delete, insert, select, update
from sqlalchemy.sql import func

from sipas_desktop.domain import answer as a
from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import Pass, State, keying_state
from sipas_desktop.domain.fact import Fact, FactKind, day_of
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import AnswerRow, KeyingRow, answers, differences_between, keyings

Said = Mapping[str, Any]


def project(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Bring the projections up to ``fact``, which says ``said`` and was appended by ``operator``."""
    _PROJECT[FactKind(fact.kind)](conn, fact, said, operator)


_SEQ = (
    select(m.fact.c.seq)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.session.c.id == bindparam("session"), m.fact.c.n == bindparam("n"))
)
_REF = (
    select(m.session.c.id, m.fact.c.n)
    .join(m.session, m.session.c.no == m.fact.c.session_no)
    .where(m.fact.c.seq == bindparam("seq"))
)


def seq_of(conn: Connection, ref: str) -> int:
    """The place in this file of the fact that ``ref`` (session:n) names."""
    session, _, n = ref.partition(":")
    return int(conn.execute(_SEQ, {"session": session, "n": int(n)}).scalar_one())


def ref_of(conn: Connection, seq: int) -> str:
    """The reverse of ``seq_of``."""
    session, n = conn.execute(_REF, {"seq": seq}).one()
    return f"{session}:{n}"


def _session_opened(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    numbers = {row.id: row.no for row in conn.execute(select(m.session.c.id, m.session.c.no))}
    own = numbers[fact.session]
    conn.execute(insert(m.opening), {"session_no": own, "operator": operator, "program": said["program"]})
    rows = [
        {"session_no": own, "seen": numbers[session], "n": n, "hash": digest}
        for session, (n, digest) in said["heads"].items()
    ]
    if rows:
        conn.execute(insert(m.seen_head), rows)


def _survey_created(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    row = {key: said[key] for key in ("id", "number", "title", "plan")}
    conn.execute(insert(m.survey), row)
    conn.execute(insert(m.form), [{"code": code, "sha256": sha} for code, sha in sorted(said["forms"].items())])


def _operator_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    conn.execute(delete(m.operator).where(m.operator.c.name == said["name"]))
    conn.execute(insert(m.operator), {"name": said["name"], "roles": " ".join(said["roles"]), "fact": fact.seq})


def _catalogue_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    kind = said["kind"]
    c = m.catalogue.c
    position = conn.execute(select(func.max(c.position)).where(c.kind == kind)).scalar() or 0
    known = set(conn.execute(select(c.code).where(c.kind == kind)).scalars())
    new = []
    for entry in said["entries"]:
        if entry["code"] in known:
            where = (c.kind == kind) & (c.code == entry["code"])
            conn.execute(update(m.catalogue).where(where).values(name=entry["name"], fact=fact.seq))
        else:
            position += 1
            new.append(
                {"kind": kind, "code": entry["code"], "name": entry["name"], "position": position, "fact": fact.seq}
            )
    if new:
        conn.execute(insert(m.catalogue), new)


def _sample_imported(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    conn.execute(update(m.sample_import).where(m.sample_import.c.id == said["import"]).values(published=fact.seq))


def ballot_rows(run: str, number: str, first: int, count: int, unit: str | None) -> list[dict[str, Any]]:
    """The rows of a run's ballots, all in stock."""
    return [
        {
            "serial": serials.make(number, running),
            "run": run,
            "state": State.STOCK.value,
            "unit": unit,
            "photocopy": False,
        }
        for running in range(first, first + count)
    ]


def _ballots_printed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    run = {key: said[key] for key in ("purpose", "form", "group", "unit", "wave", "first", "count")}
    known = conn.execute(select(m.print_run.c.id).where(m.print_run.c.id == said["run"])).scalar()
    if known is None:
        conn.execute(insert(m.print_run), {"id": said["run"], **run, "published": fact.seq})
    else:
        conn.execute(update(m.print_run).where(m.print_run.c.id == said["run"]).values(published=fact.seq))
    # The writer laid the rows down before it published the run; a replay has to make them.
    # Its first serial tells, by its key: to count the run's ballots is a walk through all of them while others wait.
    number = conn.execute(select(m.survey.c.number)).scalar_one()
    first = m.ballot.c.serial == serials.make(number, run["first"])
    if conn.execute(select(m.ballot.c.serial).where(first)).first() is None:
        conn.execute(insert(m.ballot), ballot_rows(said["run"], number, run["first"], run["count"], run["unit"]))


def _nothing(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The fact stands for itself; nothing is derived from it."""


def _batch_opened(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    conn.execute(insert(m.batch), {"code": said["batch"], "unit": said["unit"], "closed": False})


def _batch_closed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    conn.execute(update(m.batch).where(m.batch.c.code == said["batch"]).values(closed=True))


@cache
def _update_ballot(columns: tuple[str, ...]) -> Update:
    values: dict[Any, Any] = {column: bindparam(f"b_{column}") for column in columns}
    return update(m.ballot).where(m.ballot.c.serial == bindparam("b_serial")).values(values)


def _set_ballot(conn: Connection, serial: str, **values: Any) -> None:
    row = {f"b_{column}": value for column, value in values.items()}
    conn.execute(_update_ballot(tuple(values)), {"b_serial": serial, **row})


def _ballot_received(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    _set_ballot(
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


def _receipt_withdrawn(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    cleared = dict.fromkeys(("channel", "batch", "position", "reason", "received", "judged", "received_on"))
    _set_ballot(conn, fact.subject, state=said["state"], photocopy=False, **cleared)


def _validity_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    state = State.INVALID if said["reason"] else State.VALID
    _set_ballot(conn, fact.subject, state=state.value, reason=said["reason"], judged=fact.seq)


_INSERT_KEYING = insert(m.keying)
_COMPLETE_KEYING = (
    update(m.keying).where(m.keying.c.started == bindparam("b_started")).values(completed=bindparam("b_completed"))
)


def _keying_started(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    row = {"started": fact.seq, "serial": fact.subject, "pass": said["pass"], "operator": operator, "completed": None}
    conn.execute(_INSERT_KEYING, row)
    _restate(conn, fact.subject)


_INSERT_ANSWER = insert(m.answer)
_UPDATE_ANSWER = (
    update(m.answer)
    .where(m.answer.c.keying == bindparam("b_keying"), m.answer.c.question == bindparam("b_question"))
    .values(value=bindparam("b_value"), personal=bindparam("b_personal"), fact=bindparam("b_fact"))
)


def _answers_keyed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    keying = seq_of(conn, said["keying"])
    new = []
    for question, answer in said["answers"].items():
        text = answer.get("text")
        row = {
            "keying": keying,
            "question": question,
            "value": answer["value"],
            "personal": text["ref"] if text else None,
            "fact": fact.seq,
        }
        if question in said["supersedes"]:
            conn.execute(_UPDATE_ANSWER, {f"b_{key}": value for key, value in row.items()})
        else:
            new.append(row)
    if new:
        conn.execute(_INSERT_ANSWER, new)


def _keying_completed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    conn.execute(_COMPLETE_KEYING, {"b_started": seq_of(conn, said["keying"]), "b_completed": fact.seq})
    _restate(conn, fact.subject)


def _keying_reopened(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    conn.execute(_COMPLETE_KEYING, {"b_started": seq_of(conn, said["keying"]), "b_completed": None})
    conn.execute(delete(m.settled).where(m.settled.c.serial == fact.subject))
    conn.execute(delete(m.settling).where(m.settling.c.serial == fact.subject))
    _set_ballot(conn, fact.subject, settled_unit=None)
    _restate(conn, fact.subject)


def _adjudicated(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    text = said["answer"].get("text")
    row = {
        "fact": fact.seq,
        "serial": fact.subject,
        "question": said["question"],
        "a": seq_of(conn, said["a"]),
        "b": seq_of(conn, said["b"]),
        "value": said["answer"]["value"],
        "personal": text["ref"] if text else None,
        "operator": operator,
        "reason": said["reason"],
    }
    conn.execute(insert(m.adjudication), row)


_INSERT_SETTLED = insert(m.settled)
_INSERT_SETTLING = insert(m.settling)


def _ballot_settled(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    serial = fact.subject
    passes = keyings(conn, serial)
    first, second = (answers(conn, passes[number].started) for number in (1, 2))
    found = differences_between(conn, serial, first, second)
    values: dict[str, AnswerRow] = dict(first)
    for difference in found:
        assert difference.decision is not None
        values[difference.question] = difference.decision
    conn.execute(
        _INSERT_SETTLED,
        [
            {"serial": serial, "question": question, "value": row.answer.value, "personal": row.personal}
            for question, row in values.items()
        ],
    )
    conn.execute(_INSERT_SETTLING, {"serial": serial, "fact": fact.seq, "discrepancies": len(found)})
    unit = values.get(said["unit_question"]) if said["unit_question"] else None
    named = unit is not None and unit.answer.value not in (*a.MARKS, a.WRITTEN)
    settled_unit = unit.answer.value if unit is not None and named else None
    _set_ballot(conn, serial, state=_state(passes, settled=True).value, settled_unit=settled_unit)


def _head_printed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    conn.execute(insert(m.printed_head), {"fact": fact.seq, "head": said["head"], "on": said["on"]})


_SETTLING = select(m.settling.c.fact).where(m.settling.c.serial == bindparam("serial"))


def _restate(conn: Connection, serial: str) -> None:
    settled = conn.execute(_SETTLING, {"serial": serial}).scalar() is not None
    _set_ballot(conn, serial, state=_state(keyings(conn, serial), settled=settled).value)


def _state(passes: Mapping[int, KeyingRow], *, settled: bool) -> State:
    def how_far(number: int) -> Pass:
        if number not in passes:
            return Pass.NONE
        return Pass.OPEN if passes[number].completed is None else Pass.COMPLETE

    return keying_state(how_far(1), how_far(2), settled=settled)


_PROJECT: dict[FactKind, Callable[[Connection, Fact, Said, str], None]] = {
    FactKind.SESSION_OPENED: _session_opened,
    FactKind.SURVEY_CREATED: _survey_created,
    FactKind.OPERATOR_SET: _operator_set,
    FactKind.CATALOGUE_SET: _catalogue_set,
    FactKind.SAMPLE_IMPORTED: _sample_imported,
    FactKind.BALLOTS_PRINTED: _ballots_printed,
    FactKind.BALLOTS_REPRINTED: _nothing,
    FactKind.BATCH_OPENED: _batch_opened,
    FactKind.BATCH_CLOSED: _batch_closed,
    FactKind.BALLOT_RECEIVED: _ballot_received,
    FactKind.RECEIPT_WITHDRAWN: _receipt_withdrawn,
    FactKind.VALIDITY_SET: _validity_set,
    FactKind.KEYING_STARTED: _keying_started,
    FactKind.ANSWERS_KEYED: _answers_keyed,
    FactKind.KEYING_COMPLETED: _keying_completed,
    FactKind.KEYING_REOPENED: _keying_reopened,
    FactKind.ADJUDICATED: _adjudicated,
    FactKind.BALLOT_SETTLED: _ballot_settled,
    FactKind.HEAD_PRINTED: _head_printed,
}
