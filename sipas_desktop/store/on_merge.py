"""Brings the projections up to a fact that arrived from a station, and to one that settles a conflict.

What arrives was judged where it happened; here it meets what others did to the same ballot meanwhile. So each fact adds
its row beside theirs, and the ballot's state follows from all rows together: the same facts give the same rows in
whatever order the stations come home.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Text,
    bindparam,
    cast,
    delete,
    literal_column,
    null,
    or_,
    select,
    tuple_,
    union_all,
    update,
)

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.conflict import Deed, DeedKind, conflicts_among
from sipas_desktop.domain.fact import Fact, FactKind, day_of
from sipas_desktop.store import models as m
from sipas_desktop.store import on_ballot, on_batch, on_fieldwork
from sipas_desktop.store.ballot_rows import settling_of
from sipas_desktop.store.field_steps import before_handout, state_by_steps, withdraw
from sipas_desktop.store.references import ref_of, seq_of
from sipas_desktop.store.statements import Statement, inserting

Said = Mapping[str, Any]
THROWN_OUT: Final = (State.SPOILED, State.VOIDED)
_PARTICULARS = ("judged", "channel", "batch", "position", "reason", "photocopy", "received", "received_on")


_NO_FACT: Final = cast(null(), m.RowNumber)  # a server wants to know of what there is none


def _deeds_statement() -> Statement:
    d, k, bal, rival = m.adjudication.c, m.keying.c, m.ballot.c, m.rival_receipt.c
    current = (
        select(m.answer.c.fact)
        .join(m.keying, k.started == m.answer.c.keying)
        .where(k.serial == bindparam("serial"), k.aside.is_(None))
    )
    return Statement(
        union_all(
            select(bal.judged, _word("receipt"), _word(""), bal.reason, _NO_FACT, _NO_FACT).where(
                bal.serial == bindparam("serial"), bal.received.is_not(None)
            ),
            select(rival.judged, _word("receipt"), _word(""), rival.reason, _NO_FACT, _NO_FACT).where(
                rival.serial == bindparam("serial")
            ),
            select(k.started, _word("keying"), k.operator, cast(k["pass"], Text), _NO_FACT, _NO_FACT).where(
                k.serial == bindparam("serial"), k.aside.is_(None)
            ),
            # A decision between answers that are no longer the current ones decides nothing.
            select(d.fact, _word("decision"), d.operator, d.question, d.a, d.b).where(
                d.serial == bindparam("serial"), d.superseded.is_(None), d.a.in_(current), d.b.in_(current)
            ),
        )
    )


def _word(text: str) -> Any:
    return literal_column(f"'{text}'")


_DEEDS = _deeds_statement()


def deeds(conn: Connection, serial: str) -> list[Deed]:
    """What was done to the ballot and counts. ``ref`` is the fact's place in this file, receipts name no operator."""
    found = []
    for seq, kind, operator, about, a, b in _DEEDS.rows(conn, serial=serial):
        if kind == DeedKind.RECEIPT:
            found.append(Deed(str(seq), DeedKind.RECEIPT, "", counts=about is None))
        elif kind == DeedKind.KEYING:
            found.append(Deed(str(seq), DeedKind.KEYING, operator, str(about)))
        else:
            found.append(Deed(str(seq), DeedKind.DECISION, operator, f"{about} {a} {b}"))
    return found


_BALLOT = Statement(
    select(m.ballot.c.state, m.ballot.c.reason, *(m.ballot.c[name] for name in _PARTICULARS)).where(
        m.ballot.c.serial == bindparam("serial")
    )
)


def restate(conn: Connection, serial: str) -> None:
    """Give the ballot the state that all rows about it add up to. What was settled has to be settled anew."""
    state, reason, *_ = _BALLOT.first(conn, serial=serial) or ("", None)
    if state in THROWN_OUT:
        return
    if settling_of(conn, serial) is not None:
        on_ballot.unsettle(conn, serial)
    held = deeds(conn, serial)
    received = any(deed.kind is DeedKind.RECEIPT for deed in held)
    if conflicts_among(held):
        new = State.CONFLICT
    elif not received:
        new = state_by_steps(conn, serial)
    elif reason is not None:
        new = State.INVALID
    else:
        new = on_ballot.state_of_passes(conn, serial)
    if new != state:
        on_ballot.set_ballot(conn, serial, state=new.value)


# -- receipts ----------------------------------------------------------------------------------------------------------

_RIVALS = Statement(
    select(*(m.rival_receipt.c[name] for name in _PARTICULARS)).where(m.rival_receipt.c.serial == bindparam("serial"))
)
_INSERT_RIVAL = inserting(m.rival_receipt)
_DELETE_RIVALS = Statement(delete(m.rival_receipt).where(m.rival_receipt.c.serial == bindparam("serial")))


def _receipts(conn: Connection, serial: str) -> list[dict[str, Any]]:
    _, _, *own = _BALLOT.first(conn, serial=serial) or (None, None)
    rows = [own, *_RIVALS.rows(conn, serial=serial)]
    found = [dict(zip(_PARTICULARS, row, strict=True)) for row in rows]
    return [row for row in found if row["received"] is not None]


def _set_receipts(conn: Connection, serial: str, rows: list[dict[str, Any]]) -> None:
    """Lay down the receipts that stand: the ballot's row shows one of them, chosen alike whatever came first."""
    _DELETE_RIVALS.run(conn, serial=serial)
    if not rows:
        cleared = dict.fromkeys(_PARTICULARS) | {"photocopy": False}
        on_ballot.set_ballot(conn, serial, state=state_by_steps(conn, serial).value, **cleared)
        return
    first, *others = sorted(rows, key=lambda row: ref_of(conn, row["judged"]))
    on_ballot.set_ballot(conn, serial, **first)
    _INSERT_RIVAL.run_many(conn, [{"serial": serial, **row} for row in others])


def _is_thrown_out(conn: Connection, serial: str) -> bool:
    """Whether the ballot was spoiled or voided here: whatever a station brings of it changes nothing any more."""
    return (_BALLOT.first(conn, serial=serial) or ("",))[0] in THROWN_OUT


def _received(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    if _is_thrown_out(conn, fact.subject):
        return
    rows = _receipts(conn, fact.subject)
    own = {name: said[name] for name in ("channel", "batch", "position", "reason", "photocopy")}
    own |= {"judged": fact.seq, "received": fact.seq, "received_on": day_of(fact.at)}
    if not rows:
        on_ballot.set_ballot(conn, fact.subject, state=State.VALID.value)
    _set_receipts(conn, fact.subject, [*rows, own])
    restate(conn, fact.subject)


_HANDED_OUT = Statement(select(m.handout.c.id).where(m.handout.c.fact == bindparam("fact")))


def _validity_set(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    if _is_thrown_out(conn, fact.subject):
        return
    rows = _receipts(conn, fact.subject)
    before = seq_of(conn, said["supersedes"])
    # At the station the hand-out itself is the receipt: it speaks of the one that stood here then.
    as_handed_out = _HANDED_OUT.first(conn, fact=before) is not None
    matching = [row for row in rows if row["judged"] == before or (as_handed_out and row["judged"] < before)]
    new = {"judged": fact.seq, "reason": said["reason"]}
    if matching:
        rows.remove(matching[0])
        rows.append(matching[0] | new)
    elif rows:
        rows.append(rows[0] | new)
    _set_receipts(conn, fact.subject, rows)
    restate(conn, fact.subject)


def _receipt_withdrawn(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    if _is_thrown_out(conn, fact.subject):
        return
    withdrawn = seq_of(conn, said["supersedes"])
    left = [row for row in _receipts(conn, fact.subject) if row["received"] != withdrawn]
    _set_receipts(conn, fact.subject, left)
    restate(conn, fact.subject)


# -- keyings and decisions ---------------------------------------------------------------------------------------------


def _started(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Without a claim: that says who keys here."""
    on_ballot.insert_keying(conn, fact, said, operator)
    restate(conn, fact.subject)


def _answered(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    on_ballot.answers_keyed(conn, [(fact, said)])


def _completed(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    on_ballot.complete_keying(conn, seq_of(conn, said["keying"]), fact.seq)
    restate(conn, fact.subject)


def _reopened(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    keying = seq_of(conn, said["keying"])
    on_ballot.complete_keying(conn, keying, None)
    on_ballot.end_rekeying(conn, fact, keying)
    restate(conn, fact.subject)


def _set_aside(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    on_batch.set_aside(conn, seq_of(conn, said["keying"]), fact.seq)
    restate(conn, fact.subject)


def _adjudicated(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    on_ballot.adjudicated(conn, fact, said, operator)
    restate(conn, fact.subject)


def _rekeying_asked(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    on_ballot.insert_rekeying(conn, fact, said, operator)
    restate(conn, fact.subject)


def _rekeying_withdrawn(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    on_ballot.withdraw_rekeying(conn, fact, said)
    restate(conn, fact.subject)


# -- steps of fieldwork ------------------------------------------------------------------------------------------------


def _stepped(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    before = None
    if said["supersedes"]:
        named = seq_of(conn, said["supersedes"])
        # At the station the hand-out itself is the step that the office had said: here it is that step.
        as_handed_out = _HANDED_OUT.first(conn, fact=named) is not None
        before = before_handout(conn, fact.subject, named) if as_handed_out else named
    on_fieldwork.stepped(conn, fact, said, before)
    restate(conn, fact.subject)


def _step_withdrawn(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    withdraw(conn, fact.subject, seq_of(conn, said["supersedes"]), fact.seq)
    restate(conn, fact.subject)


ARRIVING: dict[FactKind, Callable[[Connection, Fact, Said, str], None]] = {
    FactKind.BALLOT_RECEIVED: _received,
    FactKind.RECEIPT_WITHDRAWN: _receipt_withdrawn,
    FactKind.VALIDITY_SET: _validity_set,
    FactKind.KEYING_STARTED: _started,
    FactKind.ANSWERS_KEYED: _answered,
    FactKind.KEYING_COMPLETED: _completed,
    FactKind.KEYING_REOPENED: _reopened,
    FactKind.KEYING_SET_ASIDE: _set_aside,
    FactKind.ADJUDICATED: _adjudicated,
    FactKind.REKEYING_ASKED: _rekeying_asked,
    FactKind.REKEYING_WITHDRAWN: _rekeying_withdrawn,
    FactKind.BALLOT_ISSUED: _stepped,
    FactKind.OUTCOME_SET: _stepped,
    FactKind.STEP_WITHDRAWN: _step_withdrawn,
}  # what a station says of a ballot; its settling is not among them, since here more may be known


# -- settling a conflict -----------------------------------------------------------------------------------------------

_RELEASE = Statement(
    delete(m.claim).where(
        tuple_(m.claim.c.serial, m.claim.c["pass"]).in_(
            select(m.keying.c.serial, m.keying.c["pass"])
            .join(m.fact, m.fact.c.seq == m.keying.c.started)
            .join(m.opening, m.opening.c.session_no == m.fact.c.session_no)
            .where(m.keying.c.started == bindparam("keying"), m.opening.c.handout.is_(None))
        )
    )
)
_ASIDE = Statement(
    update(m.keying)
    .where(m.keying.c.started == bindparam("b_deed"), m.keying.c.serial == bindparam("b_serial"))
    .values(aside=bindparam("b_fact"))
)
_SUPERSEDE = Statement(
    update(m.adjudication)
    .where(m.adjudication.c.fact == bindparam("b_deed"), m.adjudication.c.serial == bindparam("b_serial"))
    .values(superseded=bindparam("b_fact"))
)


def conflict_settled(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """What is set aside counts no more; it stays in the history."""
    aside = {seq_of(conn, ref) for ref in said["aside"]}
    for deed in sorted(aside):
        _RELEASE.run(conn, keying=deed)
        for statement in (_ASIDE, _SUPERSEDE):
            statement.run(conn, b_deed=deed, b_serial=fact.subject, b_fact=fact.seq)
    receipts = _receipts(conn, fact.subject)
    left = [row for row in receipts if row["judged"] not in aside]
    if left != receipts:
        _set_receipts(conn, fact.subject, left)
    restate(conn, fact.subject)


_OPEN_AWAY = Statement(
    select(m.keying.c.started, m.keying.c.serial)
    .join(m.away, (m.away.c.serial == m.keying.c.serial) & (m.away.c["pass"] == m.keying.c["pass"]))
    .join(m.fact, m.fact.c.seq == m.keying.c.started)
    .join(m.opening, m.opening.c.session_no == m.fact.c.session_no)
    .where(
        m.away.c.handout == bindparam("handout"),
        m.opening.c.handout == bindparam("handout"),
        m.keying.c.completed.is_(None),
        m.keying.c.aside.is_(None),
    )
    .order_by(m.keying.c.started)
)
_DELETE_AWAY = Statement(delete(m.away).where(m.away.c.handout == bindparam("handout")))
_TAKEN_BACK = Statement(
    update(m.handout).where(m.handout.c.id == bindparam("b_handout")).values(taken_back=bindparam("b_fact"))
)


def handout_taken_back(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """Its passes are keyed here; half-done keyings of the station that were merged are set aside."""
    half_done = _OPEN_AWAY.rows(conn, handout=said["handout"])
    _DELETE_AWAY.run(conn, handout=said["handout"])
    _TAKEN_BACK.run(conn, b_handout=said["handout"], b_fact=fact.seq)
    for started, serial in half_done:
        _ASIDE.run(conn, b_deed=started, b_serial=serial, b_fact=fact.seq)
        restate(conn, serial)


_HOME = Statement(
    delete(m.away).where(
        m.away.c.handout == bindparam("handout"),
        or_(
            select(m.keying.c.started)
            .where(
                m.keying.c.serial == m.away.c.serial,
                m.keying.c["pass"] == m.away.c["pass"],
                m.keying.c.completed.is_not(None),
            )
            .correlate(m.away)
            .exists(),
            select(m.ballot.c.serial)
            .where(m.ballot.c.serial == m.away.c.serial, m.ballot.c.state == _word(State.INVALID.value))
            .correlate(m.away)
            .exists(),
        ),
    )
)
_MERGED = Statement(
    update(m.handout).where(m.handout.c.id == bindparam("b_handout")).values(merged=bindparam("b_fact"))
)


def merged(conn: Connection, fact: Fact, said: Said, operator: str) -> None:
    """The return is here: passes that are complete are the office's again, the others stay with the station."""
    _HOME.run(conn, handout=said["handout"])
    _MERGED.run(conn, b_handout=said["handout"], b_fact=fact.seq)
