"""The ballots of one form counted by where they stand, held in memory, and brought up to the facts that came since.

Of every ballot is held what it counts as, so that a later fact about it takes that out again and counts it anew: who
settles one ballot does not have the other hundred thousand read. What changes more than ballots lets go of all of it.
"""

from __future__ import annotations

import struct
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, bindparam, case, null, select
from sqlalchemy.sql import func

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.form import Form
from sipas_desktop.store import models as m
from sipas_desktop.store.purposes import LABELS
from sipas_desktop.store.queries.chosen import SETTLED, UNIT, Filter, ballots_of
from sipas_desktop.store.queries.tallies import AT_ONCE, Reading, rated_of
from sipas_desktop.store.statements import Statement

MOST: Final = 10_000  # places, of at most 1 kB each: of more, memory would be the price
MOST_ROWS: Final = 250_000  # ballots, of 150 to 200 bytes each: of more, any fact has all of them counted anew
MOST_FACTS: Final = 20_000  # since: to read more of them takes as long as to count anew
MOST_TOUCHED: Final = 2_000  # ballots, likewise
_IN_ONE: Final = 500  # serials in one question to the database
_LANE: Final = 32  # bits
BALLOTS, FULLY, ANSWERING, ANSWERS = range(4)  # lanes; the last one is the first answer's
_NOTHING_SAID: Final = [BALLOTS]

# About the ballot that is their subject, and about no other one.
OF_ONE_BALLOT: Final = frozenset({
    FactKind.BALLOT_RECEIVED, FactKind.RECEIPT_WITHDRAWN, FactKind.VALIDITY_SET, FactKind.KEYING_STARTED,
    FactKind.KEYING_RESUMED, FactKind.ANSWERS_KEYED, FactKind.KEYING_COMPLETED, FactKind.KEYING_REOPENED,
    FactKind.KEYING_SET_ASIDE, FactKind.ADJUDICATED, FactKind.REKEYING_ASKED, FactKind.REKEYING_WITHDRAWN,
    FactKind.BALLOT_SETTLED, FactKind.SECOND_DEMANDED, FactKind.CONFLICT_SETTLED, FactKind.ONLINE_JUDGED,
    FactKind.BALLOT_ISSUED, FactKind.OUTCOME_SET, FactKind.STEP_WITHDRAWN, FactKind.BALLOT_SPOILED,
    FactKind.BALLOT_VOIDED,
})  # fmt: skip
# Of which no ballot is another one afterwards. (A batch is opened before it has ballots.)
OF_NO_BALLOT: Final = frozenset({
    FactKind.SESSION_OPENED, FactKind.KEYS_CHANGED, FactKind.HEAD_PRINTED, FactKind.REMARK_WRITTEN,
    FactKind.COMMENT_SORTED, FactKind.TOPICS_SET, FactKind.MILESTONE_DONE, FactKind.MILESTONE_UNDONE,
    FactKind.BATCH_OPENED, FactKind.BATCH_CLOSED, FactKind.BATCH_CLAIMED, FactKind.BATCH_GIVEN_BACK,
    FactKind.BATCH_TAKEN_OVER, FactKind.BATCH_COUNTED, FactKind.INTERVIEWERS_SET, FactKind.MEMBERS_ASSIGNED,
    FactKind.CONSENT_SET, FactKind.RECHECK_DRAWN, FactKind.RECHECK_SENT, FactKind.RECHECK_ANSWERED,
    FactKind.REMINDERS_PRINTED, FactKind.BALLOTS_REPRINTED, FactKind.RECORDS_TAKEN,
    FactKind.PERSON_ERASED, FactKind.LINKS_DESTROYED,
})  # fmt: skip

_NOT_IN_STOCK: Final = m.ballot.c.state.in_([state.value for state in State if state is not State.STOCK])
_HEAD: Final = Statement(select(m.fact.c.seq, m.fact.c.hash).order_by(m.fact.c.seq.desc()).limit(1))
_HASH: Final = Statement(select(m.fact.c.hash).where(m.fact.c.seq == bindparam("seq")))
_SINCE: Final = Statement(
    select(m.fact.c.kind, m.fact.c.subject)
    .where(m.fact.c.seq > bindparam("seq"))
    .order_by(m.fact.c.seq)
    .limit(MOST_FACTS + 1)
)


class Place(NamedTuple):
    """Where a ballot stands, as far as filters ask and the figures tell."""

    run: str
    unit: str | None
    channel: str | None
    day: str | None  # of receipt
    state: str
    reason: str | None


class HeldBallots:
    """Take ``lock`` for all that you do with it."""

    def __init__(self) -> None:
        self.lock: Final = Lock()
        self.by_day = True  # where too many places would come of it, days are not told apart
        self._too_many = False  # even so
        self._let_go()

    def _let_go(self) -> None:
        self._head: tuple[int, bytes] | None = None  # of the file that was counted: what counts changes by facts alone
        self._places: dict[Place, int] = {}  # place → its index in ``_sums``
        self._sums: list[int] = []  # every lane's number in one number: a sum of two adds all lanes at once
        self._lanes = _Lanes()
        self._rows: dict[str, bytes] | None = {}  # serial → its place and lanes, unless it is in stock

    def is_at(self, conn: Connection, form: Form, *, make: bool) -> bool:
        """Whether it counts the file just as ``conn`` sees it; what is missing is counted, all of it only to ``make``
        it."""
        row = _HEAD.first(conn)
        assert row is not None  # a survey begins with a fact
        head = (int(row[0]), bytes(row[1]))
        if self._head == head:
            return True
        if self._head is not None and self._head[0] > head[0]:
            return False  # somebody looks at an earlier state of the file
        if self._head is not None and self._follow(conn, form, head):
            return True
        self._let_go()
        return make and not self._too_many and self._make(conn, form, head)

    def sums(self) -> Iterable[tuple[Place, int]]:
        """Every place with its sum, for ``unpacked``."""
        for place, index in self._places.items():
            if self._sums[index]:
                yield place, self._sums[index]

    def answers(self) -> list[str]:
        """What the lanes after the first three count."""
        return list(self._lanes)

    # -- counting all of them -------------------------------------------------------------------------------

    def _make(self, conn: Connection, form: Form, head: tuple[int, bytes]) -> bool:
        if self._count_all(conn, form):
            self._head = head
            return True
        self._let_go()
        self.by_day, self._too_many = False, not self.by_day
        return not self._too_many and self._make(conn, form, head)

    def _count_all(self, conn: Connection, form: Form) -> bool:
        counters: list[Counter[int]] = []
        places: dict[tuple[Any, ...], int] = {}
        reading = Reading(form)
        for rows in conn.execute(_told(form).where(_NOT_IN_STOCK)).partitions(AT_ONCE):
            counted: dict[int, list[int]] = {}
            for serial, _, _, said, *at in rows:
                if (index := places.get(own := tuple(at))) is None:
                    index = places[own] = self._index(self._place(own))
                lanes = self._lanes_of(reading, said)
                counted.setdefault(index, []).extend(lanes)
                if self._rows is not None:
                    self._rows[serial] = _row(index, lanes)
            counters += [Counter() for _ in range(len(self._places) - len(counters))]
            for index, all_lanes in counted.items():
                counters[index].update(all_lanes)
            if len(self._places) > MOST:
                return False
            if self._rows is not None and len(self._rows) > MOST_ROWS:
                self._rows = None
        width = ANSWERS + len(self._lanes)
        self._sums = [_packed([counter[lane] for lane in range(width)]) for counter in counters]
        run, unit = m.ballot.c.run, m.ballot.c.unit
        stock = ballots_of(Filter(), form, run, unit, func.count()).where(m.ballot.c.state == State.STOCK.value)
        for of_run, of_unit, count in conn.execute(stock.group_by(run, unit)):
            self._add(_in_stock(of_run, of_unit), count << _LANE * BALLOTS)
        return len(self._places) <= MOST

    # -- counting what facts touched ------------------------------------------------------------------------

    def _follow(self, conn: Connection, form: Form, head: tuple[int, bytes]) -> bool:
        """Counts anew what facts since then were about; False where that is not known, or is too much."""
        assert self._head is not None
        since, rows = self._head, self._rows
        if rows is None or bytes(_HASH.scalar(conn, seq=since[0]) or b"") != since[1]:
            return False
        facts = _SINCE.rows(conn, seq=since[0])
        if len(facts) > MOST_FACTS or not {kind for kind, _ in facts} <= OF_ONE_BALLOT | OF_NO_BALLOT:
            return False
        touched = sorted({serial for kind, serial in facts if kind in OF_ONE_BALLOT})
        if len(touched) > MOST_TOUCHED:
            return False
        now: dict[str, Sequence[Any]] = {}
        for start in range(0, len(touched), _IN_ONE):
            own = m.ballot.c.serial.in_(touched[start : start + _IN_ONE])
            now |= {serial: rest for serial, *rest in conn.execute(_told(form).where(own))}
        reading = Reading(form)
        self._head = None  # until all of it is done
        for serial in touched:
            before, after = rows.pop(serial, None), now.get(serial)
            if before is not None:
                index, *lanes = array("H", before)
                self._sums[index] -= _one_each(lanes)
            elif after is not None and after[0] != LABELS:  # it was in stock
                stock = _in_stock(after[3], after[1])
                if stock not in self._places or not self._sums[self._places[stock]]:
                    return False
                self._add(stock, -1 << _LANE * BALLOTS)
            if after is not None:
                _, unit, said, *at = after
                place = self._place(at)
                if place.state == State.STOCK.value:
                    self._add(_in_stock(place.run, unit), 1 << _LANE * BALLOTS)
                    continue
                lanes = self._lanes_of(reading, said)
                self._add(place, _one_each(lanes))
                rows[serial] = _row(self._index(place), lanes)
        if len(self._places) > MOST:
            return False
        self._head = head
        return True

    # -- inside ---------------------------------------------------------------------------------------------

    def _place(self, at: Sequence[Any]) -> Place:
        run, unit, channel, day, state, reason = at
        return Place(run, unit, channel, day if self.by_day else None, state, reason)

    def _index(self, place: Place) -> int:
        return self._places.setdefault(place, len(self._places))

    def _add(self, place: Place, more: int) -> None:
        index = self._index(place)
        self._sums.extend([0] * (index + 1 - len(self._sums)))
        self._sums[index] += more

    def _lanes_of(self, reading: Reading, said: str | None) -> list[int]:
        """The lanes in which one ballot counts; ``said``: its answers, where it is settled."""
        if not said:
            return _NOTHING_SAID
        answering, fully, own = reading.of(said)
        lanes = [BALLOTS, ANSWERING, FULLY] if fully else [BALLOTS, ANSWERING] if answering else [BALLOTS]
        lanes += [self._lanes[answer] for answer in own]
        return lanes


class _Lanes(dict[str, int]):
    """What is answered → its lane; what was never answered before gets the next one."""

    def __missing__(self, answer: str) -> int:
        lane = self[answer] = ANSWERS + len(self)
        return lane


def ballots_in(total: int) -> int:
    """The number of the first lane."""
    return total & (1 << _LANE) - 1


def unpacked(total: int, lanes: int) -> tuple[int, ...]:
    """The numbers of the first ``lanes`` lanes."""
    return struct.unpack(f"<{lanes}I", total.to_bytes(lanes * _LANE // 8, "little"))


def _packed(numbers: Sequence[int]) -> int:
    return int.from_bytes(struct.pack(f"<{len(numbers)}I", *numbers), "little")


def _one_each(lanes: Iterable[int]) -> int:
    return sum(1 << _LANE * lane for lane in lanes)


def _row(index: int, lanes: Sequence[int]) -> bytes:
    return array("H", (index, *lanes)).tobytes()


def _in_stock(run: str, unit: str | None) -> Place:
    return Place(run, unit, None, None, State.STOCK.value, None)


def _told(form: Form) -> Any:
    """Every ballot of the form's published runs with its place; its own unit, which never changes; its answers."""
    bal = m.ballot.c
    said = case((SETTLED, rated_of(form)), else_=null())
    at = (bal.run, UNIT, bal.channel, bal.received_on, bal.state, bal.reason)
    return ballots_of(Filter(), form, bal.serial, m.print_run.c.purpose, bal.unit, said, *at)
