"""Hand-overs between office and post: opened, scanned by both sides, differences explained, closed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select
from sqlalchemy.sql import func

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.handover import Direction, Scanned, Side, may_give
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models_post as p
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.on_post import GIVEN_ELSEWHERE, HANDOVER, HELD, scanned
from sipas_desktop.store.purposes import NOT_PRINTED
from sipas_desktop.store.workflow.fieldwork import not_to_come
from sipas_desktop.store.workflow.permission import acting
from sipas_desktop.store.workflow.receiving import find_printed

LONGEST: Final = 300  # letters of a party, or of a reason
AT_ONCE: Final = 500  # serials of one fact


@dataclass(frozen=True)
class ScannedNow:
    """What a scan did. ``refused``: what was typed → why."""

    done: int
    already: int
    refused: tuple[tuple[str, Refusal], ...]


def open_handover(
    survey: OpenSurvey,
    direction: str,
    giver: str,
    receiver: str,
    *,
    day: datetime.date | None = None,
    milestone: str | None = None,
) -> int:
    """Open a hand-over on ``day`` (None: today in Vietnam); returns its number.

    ``milestone``: the one of the plan's calendar that asks for it, whose last day is then its own. Raises ``Refusal``
    for an unknown direction or milestone, an empty or too long party, a day to come.
    """
    if direction not in set(Direction):
        raise Refusal("handover.direction", found=direction, expected=" ".join(Direction))
    parties = {name: _text(text, name) for name, text in (("giver", giver), ("receiver", receiver))}
    day = not_to_come(day)
    known = [each.code for each in survey.plan.milestones]
    if milestone is not None and milestone not in known:
        raise Refusal("milestones.unknown", found=milestone, expected=" ".join(known))
    with acting(survey, Verb.HAND_OVER) as tx:
        number = (tx.conn.execute(select(func.max(p.handover.c.number))).scalar() or 0) + 1
        tx.append(
            FactKind.HANDOVER_OPENED,
            handover=number,
            direction=direction,
            **{name: tx.personal(text) for name, text in parties.items()},
            day=day.isoformat(),
            milestone=milestone,
        )
    return number


def scan_handover(
    survey: OpenSurvey, number: int, side: str, typed: Sequence[str], *, undo: bool = False
) -> ScannedNow:
    """Say which ballots one side has scanned; ``undo``: that it has not, after all. What was scanned before stays.

    Ballots are written at most 500 at a time; an interrupted scan is simply done again. Raises ``Refusal`` before the
    first one: no such hand-over, closed, unknown side.
    """
    if side not in set(Side):
        raise Refusal("handover.side", found=side, expected=" ".join(Side))
    done = already = 0
    refused: list[tuple[str, Refusal]] = []
    for start in range(0, max(len(typed), 1), AT_ONCE):
        with acting(survey, Verb.HAND_OVER) as tx:
            direction = _open_one(tx.conn, number)
            new: set[str] = set()
            for each in typed[start : start + AT_ONCE]:
                try:
                    serial = serials.read(each, survey.about.number)
                    if serial in new or _has(tx.conn, number, side, serial) != undo:
                        already += 1
                        continue
                    if not undo:
                        _check(tx.conn, number, direction, side, serial)
                    new.add(serial)
                except Refusal as refusal:
                    refused.append((each, refusal))
            if new:
                tx.append(FactKind.HANDOVER_SCANNED, handover=number, side=side, serials=sorted(new), undone=undo)
            done += len(new)
    return ScannedNow(done, already, tuple(refused))


def explain_handover(survey: OpenSurvey, number: int, typed: Sequence[str], reason: str) -> int:
    """Say why only one side has these ballots; returns of how many. Raises ``Refusal`` where both or neither have one,
    for no or too long a reason, no such hand-over, a closed one; then nothing is written."""
    reason = _text(reason, "reason")
    found = sorted({serials.read(each, survey.about.number) for each in typed})
    with acting(survey, Verb.HAND_OVER) as tx:
        _open_one(tx.conn, number)
        held = scanned(tx.conn, number)
        differing = {*held.missing, *held.extra}
        for serial in found:
            if serial not in differing:
                raise Refusal("handover.no_difference", serial=serials.show(serial), number=number)
        if found:
            tx.append(FactKind.HANDOVER_EXPLAINED, handover=number, serials=found, reason=tx.personal(reason))
    return len(found)


def close_handover(survey: OpenSurvey, number: int) -> Scanned:
    """Close a hand-over; returns what it comes to. One that was opened by mistake is closed empty.

    Raises ``Refusal`` while any difference has no reason, naming the first of them.
    """
    with acting(survey, Verb.HAND_OVER) as tx:
        _open_one(tx.conn, number)
        held = scanned(tx.conn, number)
        if left := held.unexplained:
            shown = serials.show(left[0])
            counts = {"missing": len(held.missing), "extra": len(held.extra)}
            raise Refusal("handover.unexplained", number=number, left=len(left), serial=shown, **counts)
        tx.append(
            FactKind.HANDOVER_CLOSED,
            handover=number,
            given=len(held.given),
            taken=len(held.taken),
            missing=list(held.missing),
            extra=list(held.extra),
        )
    return held


def _open_one(conn: Connection, number: int) -> Direction:
    row = HANDOVER.first(conn, number=number)
    if row is None:
        raise Refusal("handover.unknown", number=number)
    if row[1] is not None:
        raise Refusal("handover.closed", number=number)
    return Direction(row[0])


def _has(conn: Connection, number: int, side: str, serial: str) -> bool:
    given, taken = HELD.first(conn, number=number, serial=serial) or (False, False)
    return bool(given if side == Side.GIVEN else taken)


def _check(conn: Connection, number: int, direction: Direction, side: str, serial: str) -> None:
    row = find_printed(conn, serial)
    if row.printed_as in NOT_PRINTED:
        raise Refusal("fieldwork.not_a_ballot", serial=serials.show(serial))
    if side == Side.TAKEN:
        return
    if not may_give(direction, row.state):
        raise Refusal("handover.stays", serial=serials.show(serial))
    if (other := GIVEN_ELSEWHERE.scalar(conn, serial=serial, number=number)) is not None:
        raise Refusal("handover.given_elsewhere", serial=serials.show(serial), number=other)


def _text(text: str, what: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise Refusal("handover.text", what=f"@handover.part_{what}", most=LONGEST)
    return text
