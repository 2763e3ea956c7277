"""Phúc tra: who may be called, which ballots are drawn, what was given out, what asking once more came to."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from sipas_desktop import __version__
from sipas_desktop.domain import serial as serials_
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.plan import Identity
from sipas_desktop.domain.recheck import RULES, How, draw, pool_sha256, share_of, some_of
from sipas_desktop.domain.recheck_rule import SAID, Recheck, Result
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.sampling import LARGEST_SEED
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.recheck_rows import (
    Answered,
    RecheckedRow,
    answered,
    consents,
    last_seed,
    last_sent,
    pool_of,
    rechecked,
)
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.bulk import PAUSE_SECONDS, ROWS
from sipas_desktop.store.workflow.permission import acting, require

MOST_LETTERS: Final = 1000  # of an unclear reply that is kept
MOST_REASON: Final = 500


@dataclass(frozen=True)
class RecheckDrawn:
    """What was drawn just now; ``short``: asked for beyond what there was."""

    serials: tuple[str, ...]
    how: How
    seed: int | None = None
    short: int = 0


@dataclass(frozen=True)
class Reply:
    """The result of one ballot; ``text`` are the words of an unclear reply."""

    serial: str
    result: Result
    text: str = ""


@dataclass(frozen=True)
class RepliesTaken:
    """How many results were recorded, how many were known already, and of which ballots something else is known."""

    taken: int
    already: int
    differs: tuple[str, ...]


def set_consent(survey: OpenSurvey, positions: Sequence[int], given: bool) -> int:
    """Say that the members at ``positions`` of the list may be called, or may not; returns how many that changes.

    Raises ``Refusal`` for a position that no list has.
    """
    s, i = m.sample_member.c, m.sample_import.c
    published = select(i.id).where(i.published.is_not(None))
    with acting(survey, Verb.RECHECK) as tx:
        changed = []
        for position in dict.fromkeys(positions):
            found = select(s.id).where(s.position == position, s["import"].in_(published))
            member = tx.conn.execute(found).scalar()
            if member is None:
                raise Refusal("recheck.no_member", found=position)
            if consents(tx.conn, member) is not given:
                changed.append(member)
        if changed:
            tx.append(FactKind.CONSENT_SET, members=changed, given=given)
    return len(changed)


# -- drawing -----------------------------------------------------------------------------------------------------------


def draw_recheck(
    survey: OpenSurvey,
    seed: int,
    *,
    number: int | None = None,
    percent: float | None = None,
    minimum: int | None = None,
) -> RecheckDrawn:
    """Draw ``number`` ballots, or ``percent`` of the valid returned ones, by ``seed``.

    Without either it is the plan's share; a share is less what was drawn before, and takes the plan's ``minimum`` of
    each interviewer. Who gives a number gets just so many, unless she says a ``minimum`` too: each message costs.
    Raises ``Refusal`` where neither the plan nor the call says how many, and where nobody is left to draw.
    """
    require(survey, Verb.RECHECK)
    rule = _rule(survey)
    if not 0 <= seed <= LARGEST_SEED:
        raise Refusal("draw.seed", found=seed, most=LARGEST_SEED)
    if (number is not None and number < 0) or (percent is not None and not 0 <= percent <= 100):
        raise Refusal("recheck.bad_number", found=number if number is not None else percent)
    least = minimum if minimum is not None else rule.minimum if number is None else 0
    if least < 0:
        raise Refusal("recheck.bad_number", found=least)
    with acting(survey, Verb.RECHECK) as tx:
        ballots = answered(tx.conn, tx.conn, rule.channel)
        if number is None:
            share = rule.percent if percent is None else percent
            if share is None and not least:
                raise Refusal("recheck.no_share")
            drawn = sum(each.drawn for each in ballots)
            number = max(0, share_of(share or 0, len(ballots)) - drawn)
        chosen = draw(pool_of(ballots), seed, number, least)
        _append(tx, ballots, How.RANDOM, chosen, seed=seed, number=number, minimum=least)
    return RecheckDrawn(chosen, How.RANDOM, seed, max(0, number - len(chosen)))


def draw_recheck_of(survey: OpenSurvey, interviewer: str, reason: str, number: int | None = None) -> RecheckDrawn:
    """Draw all of ``interviewer`` that can be asked and were not drawn yet, or ``number`` of them.

    These are the next by the seed of the last random draw. Raises ``Refusal`` where there are none.
    """
    require(survey, Verb.RECHECK)
    rule = _rule(survey)
    with acting(survey, Verb.RECHECK) as tx:
        ballots = answered(tx.conn, tx.conn, rule.channel)
        free = [each for each in ballots if each.askable and not each.drawn]
        hers = [each.serial for each in free if interviewer and each.interviewer == interviewer]
        seed = None if number is None else last_seed(tx.conn)
        chosen = some_of(hers, seed, number)
        why = tx.personal(_reason(reason))
        more = {"seed": seed, "number": number, "interviewer": interviewer, "reason": why}
        _append(tx, ballots, How.INTERVIEWER, chosen, **more)
    return RecheckDrawn(chosen, How.INTERVIEWER, seed)


def draw_recheck_serials(survey: OpenSurvey, typed: Sequence[str], reason: str) -> RecheckDrawn:
    """Draw chosen ballots. Raises ``Refusal`` for one that cannot be asked about, or was drawn before."""
    require(survey, Verb.RECHECK)
    rule = _rule(survey)
    chosen = tuple(dict.fromkeys(serials_.read(each, survey.about.number) for each in typed))
    with acting(survey, Verb.RECHECK) as tx:
        ballots = answered(tx.conn, tx.conn, rule.channel)
        known = {each.serial: each for each in ballots}
        for serial in chosen:
            found = known.get(serial)
            if found is None:
                raise Refusal("recheck.not_answered", serial=serials_.show(serial))
            if found.drawn:
                raise Refusal("recheck.drawn_before", serial=serials_.show(serial))
            if not found.askable:
                raise Refusal("recheck.not_askable", serial=serials_.show(serial))
        _append(tx, ballots, How.SERIALS, chosen, reason=tx.personal(_reason(reason)))
    return RecheckDrawn(chosen, How.SERIALS)


def _rule(survey: OpenSurvey) -> Recheck:
    """The plan's. Raises ``Refusal`` where it has none, or where nobody knows whose a ballot is."""
    if survey.plan.recheck is None:
        raise Refusal("recheck.not_planned")
    if survey.plan.identity is not Identity.LINKED:
        raise Refusal("recheck.not_linked")
    return survey.plan.recheck


def _reason(reason: str) -> str:
    clean = " ".join(reason.split())
    if not clean:
        raise Refusal("recheck.why")
    if len(clean) > MOST_REASON:
        raise Refusal("recheck.long_reason", most=MOST_REASON, found=len(clean))
    return clean


def _append(tx: Transaction, ballots: list[Answered], how: How, chosen: tuple[str, ...], **more: Any) -> None:
    if not chosen:
        raise Refusal("recheck.nobody" if any(each.askable for each in ballots) else "recheck.nobody_consents")
    pool = pool_of(ballots)
    said = {"seed": None, "number": None, "minimum": None, "interviewer": None, "reason": None} | more
    tx.append(
        FactKind.RECHECK_DRAWN,
        how=how.value,
        serials=list(chosen),
        answered=len(ballots),
        pool=sum(not each.drawn for each in pool),
        pool_sha256=pool_sha256(pool),
        rules=RULES,
        program=__version__,
        **said,
    )


# -- asking ------------------------------------------------------------------------------------------------------------


def record_recheck_sent(survey: OpenSurvey, serials: Sequence[str], sha256: str) -> None:
    """Say that the list with the hash ``sha256`` was made, which names whom ``serials`` concern."""
    with acting(survey, Verb.RECHECK) as tx:
        for serial in serials:
            _drawn(tx.conn, serial)
        last = last_sent(tx.conn)
        supersedes = None if last is None else ref_of(tx.conn, last)
        tx.append(FactKind.RECHECK_SENT, serials=list(serials), sha256=sha256, supersedes=supersedes)


def answer_recheck(survey: OpenSurvey, typed: str, result: Result, text: str = "") -> bool:
    """Say what asking about one ballot came to; False where just that is known already.

    ``text`` are the words of an unclear reply, kept until somebody says what they mean. Raises ``Refusal`` for a
    ballot that was not drawn, and for unclear without words.
    """
    serial = serials_.read(typed, survey.about.number)
    with acting(survey, Verb.RECHECK) as tx:
        return _answer(tx, _drawn(tx.conn, serial), Reply(serial, result, text))


def answer_rechecks(survey: OpenSurvey, replies: Sequence[Reply]) -> RepliesTaken:
    """Many at once, some a transaction: an interrupted import is simply done again. Raises as ``answer_recheck``.

    What was settled before stands, whatever comes in now: of two that say different things a person says which counts.
    """
    require(survey, Verb.RECHECK)
    taken, differs = 0, []
    for start in range(0, len(replies), ROWS):
        if start:
            time.sleep(PAUSE_SECONDS)
        with acting(survey, Verb.RECHECK) as tx:
            for reply in replies[start : start + ROWS]:
                before = _drawn(tx.conn, reply.serial)
                if before.result not in SAID:
                    taken += _answer(tx, before, reply)
                elif reply.result in SAID and reply.result != before.result:
                    differs.append(reply.serial)
    return RepliesTaken(taken, len(replies) - taken - len(differs), tuple(differs))


def _answer(tx: Transaction, before: RecheckedRow, reply: Reply) -> bool:
    unclear = reply.result is Result.UNCLEAR
    words = " ".join(reply.text.split())[:MOST_LETTERS]
    if unclear and not words:
        raise Refusal("recheck.unclear_without_words", serial=serials_.show(reply.serial))
    if before.result == reply.result and (not unclear or words == before.words):
        return False
    tx.append(
        FactKind.RECHECK_ANSWERED,
        reply.serial,
        result=reply.result.value,
        reply=tx.personal(words) if unclear else None,
        supersedes=None if before.answered is None else ref_of(tx.conn, before.answered),
    )
    return True


def _drawn(conn: Connection, serial: str) -> RecheckedRow:
    found = rechecked(conn, serial)
    if found is None:
        raise Refusal("recheck.not_drawn", serial=serials_.show(serial))
    return found
