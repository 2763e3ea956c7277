"""What phúc tra by a plan finds, and what it costs, worked out before anybody is asked.

One interviewer made up some of her N ballots; the plan says how many (``recheck_rule.Expected``), how many people reply
to a message, how many are reached by a call, and how many of the made-up ballots are denied. Her ballots are asked
about in a random order, so the next one is made up with the chance of those left: a walk over (told, failed, not
reached, made up among these), whose chances are summed one ballot at a time. After each stage the plan's rules and the
flag are looked at as ``recheck`` and ``recheck_flag`` do. Exact for interviewers who have as many ballots each and of
whom as many are reached; ``bench/rechecked.py`` draws the same surveys by chance.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Final

from sipas_desktop.domain.recheck import Tally
from sipas_desktop.domain.recheck_flag import ALARM
from sipas_desktop.domain.recheck_rule import Consequence, Expected, Recheck, RecheckChannel, Result
from sipas_desktop.domain.recheck_stages import oddity, reached, tails

LEAST: Final = 1e-8  # walks less likely than this are let go
MOST: Final = 150  # ballots of an interviewer: beyond, the sum takes too long to wait for

Walk = tuple[int, int, int, int]  # told, failed, not reached, made up among told and not reached
Walks = dict[Walk, float]


@dataclass(frozen=True)
class Power:
    """``found``: the chance that she is flagged; mean ``messages`` and ``calls`` (or visits) about her ballots."""

    found: float
    messages: float
    calls: float


def power(rule: Recheck, ballots: int, interviewers: int, made_up: int | None = None) -> Power | None:
    """What ``rule`` finds of an interviewer with ``ballots``, one of so many ``interviewers``.

    ``made_up``: of her ballots; None: the plan's share, rounded. None is returned where the plan states no rates or she
    has more than ``MOST`` ballots.
    """
    if rule.expected is None or rule.honest_failed is None or not 0 < ballots <= MOST or not rule.minimum:
        return None
    if made_up is None:
        made_up = round(rule.expected.invented * ballots / 100)
    return _power(replace(rule, wording=None), ballots, interviewers, made_up)


@functools.lru_cache(maxsize=256)
def _power(rule: Recheck, ballots: int, interviewers: int, made_up: int) -> Power:
    assert rule.expected is not None and rule.honest_failed is not None
    return _Asking(rule, rule.expected, rule.honest_failed / 100, ballots, interviewers, made_up).run()


class _Asking:
    def __init__(
        self, rule: Recheck, expected: Expected, mistaken: float, ballots: int, interviewers: int, made_up: int
    ) -> None:
        self._rule, self._mistaken, self._ballots, self._interviewers = rule, mistaken, ballots, interviewers
        self._made_up = made_up
        self._denied, self._replies, self._reached = (
            share / 100 for share in (expected.denied, expected.replies, expected.reached)
        )
        self._by_message = rule.channel is RecheckChannel.SMS
        self._found = self._messages = self._calls = 0.0
        self._rules: dict[tuple[int, int], tuple[bool, bool, int | None]] = {}  # by failed and told
        # So many failed that she is flagged however many of hers tell something, as all of them are asked about then.
        never = ballots + 1
        surely = (failed for failed in range(ballots + 1) if rule.in_stages and self._flagged(failed, ballots, 0))
        self._sure = next(surely, never)

    def run(self) -> Power:
        """All stages."""
        first = min(self._rule.minimum, self._ballots)
        at: dict[int, Walks] = {first: self._drawn({(0, 0, 0, 0): 1.0}, first, first)}  # ballots drawn → walks
        while at:
            drawn = min(at)
            for then, walks in self._looked_at(at.pop(drawn), drawn).items():
                own = at.setdefault(then, {})
                for walk, chance in walks.items():
                    own[walk] = own.get(walk, 0.0) + chance
        return Power(self._found, self._messages, self._calls)

    def _drawn(self, walks: Walks, more: int, drawn: int) -> Walks:
        """``more`` were drawn just now, ``drawn`` in all: messages go out; where there are none, all are called."""
        if not self._by_message:
            return self._called(walks, more, drawn)
        self._messages += more * sum(walks.values())
        for rest in range(more - 1, -1, -1):
            walks = self._asked(walks, self._replies, drawn, rest, silent=True)
        return walks

    def _called(self, walks: Walks, more: int, drawn: int) -> Walks:
        self._calls += more * sum(walks.values())
        for rest in range(more - 1, -1, -1):
            walks = self._asked(walks, self._reached, drawn, rest)
        return walks

    def _asked(self, walks: Walks, tells: float, drawn: int, rest: int, *, silent: bool = False) -> Walks:
        """One more ballot, before ``rest`` of those drawn; ``silent``: who does not tell waits to be called."""
        found: Walks = defaultdict(float)
        sure = self._sure
        for (told, failed, lost, seen), chance in walks.items():
            left = self._ballots - told - lost
            invented = (self._made_up - seen) / left
            for one, share, fails in ((1, invented, self._denied), (0, 1 - invented, self._mistaken)):
                own = chance * share
                if own < LEAST:
                    continue
                fail = own * tells * fails
                if failed + 1 >= sure:
                    self._surely(fail, told + 1 + lost, drawn, rest, silent=silent)
                else:
                    found[told + 1, failed + 1, lost, seen + one] += fail
                found[told + 1, failed, lost, seen + one] += own * tells * (1 - fails)
                if not silent:
                    found[told, failed, lost + 1, seen + one] += own * (1 - tells)
            if silent:
                found[told, failed, lost, seen] += chance * (1 - tells)
        return {walk: chance for walk, chance in found.items() if chance >= LEAST}

    def _surely(self, chance: float, done: int, drawn: int, rest: int, *, silent: bool) -> None:
        """She is found; what is left of hers is asked about: by messages those not drawn yet, then by calls."""
        undrawn, left = self._ballots - drawn, float(self._ballots - done)
        self._found += chance
        if self._by_message:
            self._messages += chance * undrawn
            left -= (undrawn + rest * silent) * self._replies
        self._calls += chance * (left - rest * (not silent))

    def _looked_at(self, walks: Walks, drawn: int) -> dict[int, Walks]:
        """Who is flagged is found, and the rest of hers asked about; of others what the rules ask for is done."""
        found: dict[int, Walks] = {}
        to_call: dict[int, Walks] = defaultdict(dict)
        to_draw: dict[int, Walks] = defaultdict(dict)
        for walk, chance in walks.items():
            told, failed, lost, _ = walk
            waiting, left = drawn - told - lost, self._ballots - drawn
            if self._flagged(failed, told + waiting, left):
                self._surely(chance, told + lost, drawn, 0, silent=False)
                continue
            calls, more = self._due(failed, told, drawn, waiting, left)
            if calls:
                to_call[calls][walk] = chance
            elif more:
                to_draw[more][walk] = chance
        for calls, own in to_call.items():
            _put(found, drawn, self._called(own, calls, drawn))
        for more, own in to_draw.items():
            _put(found, drawn + more, self._drawn(own, more, drawn + more))
        return found

    def _flagged(self, failed: int, asked: int, left: int) -> bool:
        p = tails(asked, self._mistaken)[failed] if asked else 1.0
        if p > ALARM:
            return False
        chance = reached(asked + left, self._mistaken, oddity(p, asked, asked + left)) if self._rule.in_stages else p
        return 1 - (1 - chance) ** self._interviewers <= ALARM

    def _due(self, failed: int, told: int, drawn: int, waiting: int, left: int) -> tuple[int, int]:
        """How many are called next, and how many more are drawn."""
        too_many, perhaps, number = self._asked_for(failed, told, drawn)
        if too_many:
            return waiting, left
        if number is None:
            return waiting, 0
        if not perhaps:
            return 0, 0
        return min(number, waiting), min(number, left)

    def _asked_for(self, failed: int, told: int, drawn: int) -> tuple[bool, bool, int | None]:
        """Whether all of hers are due, whether some more are, and how many. Many walks ask the same."""
        known = self._rules.get((failed, told))
        if known is None:
            whole, more = self._rule.rule(Consequence.RECHECK_ALL), self._rule.rule(Consequence.RECHECK_MORE)
            results = {Result.CONFIRMED: told - failed, Result.FAILED: failed}
            part = Tally("", self._ballots, self._ballots, drawn, results)
            known = self._rules[failed, told] = (
                whole is not None and part.failed_above(whole),
                more is not None and part.undecided(more),
                None if more is None else more.number,
            )
        return known


def _put(found: dict[int, Walks], drawn: int, walks: Walks) -> None:
    own = found.setdefault(drawn, {})
    for walk, chance in walks.items():
        own[walk] = own.get(walk, 0.0) + chance
