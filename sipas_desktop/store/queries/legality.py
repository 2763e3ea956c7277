"""Whether a fact could have happened when it was appended: legal moves, three people, one's own keying.

The workflow refuses whatever is not so. A fact that says it all the same was written by somebody else than the
workflow, with the key in hand; its hashes hold, so only its meaning gives it away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from sipas_desktop.domain.ballot import Move, State, is_legal
from sipas_desktop.domain.fact import Fact, FactKind

MOVES: Final = {
    FactKind.BALLOT_RECEIVED: (Move.RECEIVE,),
    FactKind.RECEIPT_WITHDRAWN: (Move.WITHDRAW_RECEIPT,),
    FactKind.VALIDITY_SET: (Move.SET_VALIDITY,),
    FactKind.KEYING_STARTED: (Move.START_FIRST, Move.START_SECOND),
    FactKind.ANSWERS_KEYED: (Move.KEY_FIRST, Move.KEY_SECOND),
    FactKind.KEYING_COMPLETED: (Move.KEY_FIRST, Move.KEY_SECOND),
    FactKind.KEYING_REOPENED: (Move.REOPEN_FIRST, Move.REOPEN_SECOND),
    FactKind.ADJUDICATED: (Move.ADJUDICATE,),
    FactKind.BALLOT_SETTLED: (Move.SETTLE,),
}  # kind → the move, or the moves of the first and the second pass

# Asked at every fact, so of the driver itself: SQLAlchemy's own work would take most of the check's time.
_STATE: Final = """SELECT b.state FROM ballot b JOIN print_run r ON r.id = b.run
    WHERE b.serial = ? AND r.published IS NOT NULL"""
_KEYING: Final = """SELECT k.serial, k.pass, k.operator, k.completed FROM keying k
    JOIN fact f ON f.seq = k.started JOIN session s ON s.no = f.session_no WHERE s.id = ? AND f.n = ?"""
_OTHERS: Final = """SELECT operator FROM keying WHERE serial = ?1
    UNION SELECT operator FROM adjudication WHERE serial = ?1"""
_KEYERS: Final = "SELECT operator FROM keying WHERE serial = ?"


def fault_of(conn: Connection, fact: Fact, said: Mapping[str, Any], operator: str) -> str | None:
    """Why ``fact`` could not have happened on the replay ``conn``, which holds all before it; None where it could.

    The answer is a code of a message: check.illegal | check.not_third.
    """
    ask = conn.connection.driver_connection.execute  # type: ignore[union-attr]
    if not _supersedes_the_current(ask, fact, said):
        return "check.illegal"
    moves = MOVES.get(FactKind(fact.kind))
    if moves is None:
        return None
    held = ask(_STATE, (fact.subject,)).fetchone()
    if held is None:
        return "check.illegal"
    number = said.get("pass", 1)
    if "keying" in said:
        session, _, n = said["keying"].partition(":")
        keying = ask(_KEYING, (session, int(n))).fetchone()
        if keying is None:
            return "check.illegal"
        serial, number, keyer, completed = keying
        if serial != fact.subject or (completed is not None) != (fact.kind == FactKind.KEYING_REOPENED):
            return "check.illegal"
        if keyer != operator:
            return "check.not_third"
    if not is_legal(State(held[0]), moves[number - 1 if len(moves) > 1 else 0]):
        return "check.illegal"
    others = {FactKind.KEYING_STARTED: _OTHERS, FactKind.ADJUDICATED: _KEYERS}.get(FactKind(fact.kind))
    if others and (operator,) in ask(others, (fact.subject,)).fetchall():
        return "check.not_third"
    return None


def _supersedes_the_current(ask: Callable[..., Any], fact: Fact, said: Mapping[str, Any]) -> bool:
    """Whether a fact that sets something names the very fact that set it before; else their order was changed."""

    def ref(statement: str, *key: str) -> str | None:
        row = ask(
            f"SELECT s.id, f.n FROM fact f JOIN session s ON s.no = f.session_no WHERE f.seq = ({statement})", key
        )
        found = row.fetchone()
        return f"{found[0]}:{found[1]}" if found else None

    match fact.kind:
        case FactKind.OPERATOR_SET:
            return bool(ref("SELECT fact FROM operator WHERE name = ?", said["name"]) == said.get("supersedes"))
        case FactKind.CATALOGUE_SET:
            before = "SELECT fact FROM catalogue WHERE kind = ? AND code = ?"
            codes = [entry["code"] for entry in said["entries"]]
            current = {code: ref(before, said["kind"], code) for code in codes}
            return bool({code: found for code, found in current.items() if found} == said.get("supersedes"))
        case FactKind.VALIDITY_SET:
            return bool(ref("SELECT judged FROM ballot WHERE serial = ?", fact.subject) == said.get("supersedes"))
        case FactKind.KEYING_REOPENED:
            return bool(ref("SELECT fact FROM settling WHERE serial = ?", fact.subject) == said.get("unsettles"))
        case _:
            return True
