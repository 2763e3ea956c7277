"""Batches at work: whose the papers are for a pass, taking them over, counting them.

A claim orders the work in this file; it makes no fact of anybody else's untrue. So two files may each have a claim on
one batch: put together, the office's claims stand, a station's are history, and what both keyed is a conflict of the
ballot, as ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain import batch as b
from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import Move, is_legal
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.away import refuse_of_other_file
from sipas_desktop.store.ballot_rows import keyings
from sipas_desktop.store.batch_rows import claim_of, registered, wish_of
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.workflow.permission import acting, not_now, refuse_unless, roles_of
from sipas_desktop.store.workflow.receiving import find_printed

MOST_PAPERS = 1_000_000  # of one batch; more is a slip of the key


@dataclass(frozen=True)
class TakenOver:
    """A batch that was taken over: from whom ("" nobody), and the ballots whose open keying was set aside."""

    holder: str
    aside: tuple[str, ...]


# Of several who want it at once one gets it; the others do not wait, and take another one.
_FREE = Statement(select(m.batch.c.code).where(m.batch.c.code == bindparam("batch")).with_for_update(skip_locked=True))


def claim_batch(survey: OpenSurvey, code: str, pass_no: int) -> bool:
    """Take the batch for one pass; False where it was the operator's already.

    Raises ``Refusal``: no such batch, closed, somebody else's, nothing to key in it, its first pass not complete, or
    the operator keyed the other pass of any of its ballots; on a server also where somebody is taking it just now.
    """
    code = normalise(code)
    with acting(survey, Verb.KEY, together=True) as tx:
        free = _FREE.first(tx.conn, batch=code)
        claim = claim_of(tx.conn, code, pass_no)
        _refuse_wish(tx.conn, code, pass_no, tx.operator, claim.operator if claim else "")
        if claim is not None:
            return False
        if free is None:
            raise Refusal("batch.being_taken", batch=code)
        tx.append(FactKind.BATCH_CLAIMED, **{"batch": code, "pass": pass_no})
    return True


def _refuse_wish(conn: Connection, code: str, pass_no: int, name: str, holder: str) -> None:
    wish = wish_of(conn, code, pass_no, name, holder)
    if wish is None:
        raise Refusal("receive.no_batch", batch=code)
    if why := b.why_not(wish):
        raise _refused(why, code, pass_no, holder, name)


def _refused(why: str, code: str, pass_no: int, holder: str, name: str) -> Refusal:
    if why == "batch.taken":
        return Refusal("batch.taken", batch=code, number=pass_no, name=holder)
    if why == "batch.own_other":
        return Refusal("batch.own_other", batch=code, number=pass_no, other=3 - pass_no, name=name)
    if why == "receive.batch_closed":
        return Refusal("receive.batch_closed", batch=code)
    return Refusal(why, batch=code, number=pass_no)


def give_back_batch(survey: OpenSurvey, code: str, pass_no: int) -> None:
    """Give one's own batch back. Half-keyed ballots of it stay one's own until they are taken over.

    Raises ``Refusal`` where the batch is not the operator's.
    """
    code = normalise(code)
    with acting(survey, Verb.KEY) as tx:
        claim = claim_of(tx.conn, code, pass_no)
        if claim is None or claim.operator != tx.operator:
            raise Refusal("batch.not_yours", batch=code, number=pass_no)
        tx.append(
            FactKind.BATCH_GIVEN_BACK, **{"batch": code, "pass": pass_no, "supersedes": ref_of(tx.conn, claim.fact)}
        )


def take_over_batch(survey: OpenSurvey, code: str, pass_no: int, to: str | None = None) -> TakenOver:
    """Take a batch from who has it, and give it ``to`` somebody else or to nobody.

    Every open keying of that pass in it that is not ``to``'s is set aside: what was keyed stays in the history, the
    ballot is keyed anew, and who keyed it has had her part in it. Raises ``Refusal``: nobody has it and no keying in it
    is open, or ``to`` is no keyer or may not have it.
    """
    code = normalise(code)
    with acting(survey, Verb.TAKE_OVER) as tx:
        if to is not None:
            refuse_unless(Verb.KEY, to, roles_of(tx.conn, to))
        claim = claim_of(tx.conn, code, pass_no)
        if tx.conn.execute(select(m.batch.c.code).where(m.batch.c.code == code)).first() is None:
            raise Refusal("receive.no_batch", batch=code)
        if claim is not None and claim.operator == to:
            raise Refusal("batch.hers_already", batch=code, number=pass_no, name=to)
        aside = _open_keyings(survey, tx.conn, code, pass_no, to)
        if claim is None and to is None and not aside:
            raise Refusal("batch.nobody", batch=code, number=pass_no)
        for serial, started in aside:
            tx.append(FactKind.KEYING_SET_ASIDE, serial, keying=ref_of(tx.conn, started))
        if to is not None:
            _refuse_wish(tx.conn, code, pass_no, to, "")
        if claim is not None or to is not None:
            supersedes = None if claim is None else ref_of(tx.conn, claim.fact)
            tx.append(FactKind.BATCH_TAKEN_OVER, **{"batch": code, "pass": pass_no, "to": to, "supersedes": supersedes})
        return TakenOver(claim.operator if claim else "", tuple(serial for serial, _ in aside))


def _open_keyings(
    survey: OpenSurvey, conn: Connection, code: str, pass_no: int, to: str | None
) -> list[tuple[str, int]]:
    """The open keyings of the pass that began in this file and are not ``to``'s: (serial, the fact that started it)."""
    k, bal = m.keying.c, m.ballot.c
    own = m.opening.c.handout
    found = conn.execute(
        select(bal.serial, k.started, bal.state)
        .join(m.keying, k.serial == bal.serial)
        .join(m.fact, m.fact.c.seq == k.started)
        .join(m.opening, m.opening.c.session_no == m.fact.c.session_no)
        .where(
            bal.batch == code, k["pass"] == pass_no, k.completed.is_(None), k.aside.is_(None), k.operator != (to or "")
        )
        .where(own.is_(None) if survey.about.handout is None else own == survey.about.handout)
        .order_by(bal.position)
    )
    return [(serial, started) for serial, started, state in found if is_legal(state, Move.SET_ASIDE)]


def set_aside_keying(survey: OpenSurvey, typed: str, pass_no: int) -> None:
    """Set one open keying aside, whose keyer does not come back to it: that pass is keyed anew by somebody else.

    For ballots without a batch; ``take_over_batch`` does it for a whole one. Raises ``Refusal`` where no keying of that
    pass is open here.
    """
    serial = serials.read(typed, survey.about.number)
    with acting(survey, Verb.TAKE_OVER) as tx:
        row = find_printed(tx.conn, serial)
        own = keyings(tx.conn, serial).get(pass_no)
        if own is None or own.completed is not None:
            raise Refusal("batch.not_open", serial=serials.show(serial), number=pass_no)
        if not is_legal(row.state, Move.SET_ASIDE):
            raise not_now(survey, tx, serial, row.state)
        refuse_of_other_file(tx.conn, serial, own.started, survey.about.handout)
        tx.append(FactKind.KEYING_SET_ASIDE, serial, keying=ref_of(tx.conn, own.started))


def count_batch(
    survey: OpenSurvey, code: str, papers: int | None = None, scanned: Sequence[str] | None = None
) -> b.Count:
    """Record what somebody found who counted the papers of a batch: their serials, or only how many there are.

    Serials that are missing from the bundle, or in it and not of the batch, are listed until a receipt or another
    count explains them. Raises ``Refusal``: no such batch, neither serials nor a number, a serial that was never
    printed.
    """
    code = normalise(code)
    with acting(survey, Verb.RECEIVE) as tx:
        if tx.conn.execute(select(m.batch.c.code).where(m.batch.c.code == code)).first() is None:
            raise Refusal("receive.no_batch", batch=code)
        found = _counted(survey, tx, code, papers, scanned)
        last = tx.conn.execute(select(m.batch_count.c.fact).where(m.batch_count.c.batch == code)).scalar()
        tx.append(
            FactKind.BATCH_COUNTED,
            batch=code,
            papers=found.papers,
            listed=scanned is not None,
            missing=list(found.missing),
            extra=list(found.extra),
            supersedes=None if last is None else ref_of(tx.conn, last),
        )
        return found


def _counted(
    survey: OpenSurvey, tx: Transaction, code: str, papers: int | None, scanned: Sequence[str] | None
) -> b.Count:
    if scanned is None:
        if papers is None or not 0 <= papers <= MOST_PAPERS:
            raise Refusal("batch.papers", batch=code, found="" if papers is None else papers)
        return b.Count(papers)
    read = [serials.read(each, survey.about.number) for each in scanned]
    for serial in read:
        find_printed(tx.conn, serial)
    return b.counted(registered(tx.conn, code), read)
