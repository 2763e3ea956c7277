"""What double keying finds and what it leaves, simulated: 33,900 ballots of 25 questions, the national survey's size.

A keyer keys 2.9 of 1,000 fields wrong. Her mistakes are correlated with the other keyer's: one field in a hundred is
hard to read, and there either keys wrong in one of ten cases; for the rest both keep the rate that makes 2.9. A wrong
value is mostly the neighbour of the right one. The passes are compared by the program's own rule, and the adjudicator
decides by the paper. "Full": each ballot is keyed twice; "sampled": one in ten is, the others are taken as keyed once.
An adjudication is a false alarm where the first keying was right. The estimate of what is left (``domain.residual``) is
made from what the adjudicator decided alone; its 95 % interval must hold the true number in at least 90 % of the runs.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.comparison import compare
from sipas_desktop.domain.residual import KeyedTwice, Residual, residual

BALLOTS: Final = 33_900
QUESTIONS: Final = 25
RUNS: Final = 200
RATE: Final = 0.0029  # of the fields that a keyer keys
HARD: Final = 0.01  # of all fields
RATE_IN_HARD: Final = 0.1
ONE_IN: Final = 10  # ballots, of which one is keyed twice in the sampled mode
LEAST_COVERED: Final = 90.0  # per cent of the runs
SEED: Final = 2023
LEVELS: Final = {"1": 0.02, "2": 0.05, "3": 0.15, "4": 0.45, "5": 0.33}
NEIGHBOUR: Final = 4.0  # how much more often a neighbour is keyed than another wrong value
CODES: Final = tuple(f"Q{number}" for number in range(1, QUESTIONS + 1))
ANSWERS: Final = {code: Answer(code) for code in LEVELS}

Ballot = dict[str, Answer]


@dataclass
class Found:
    """One run: what came of all fields."""

    fields: int
    wrong: int = 0  # settled wrong
    agreed: int = 0  # of these, on ballots that were keyed twice
    adjudicated: int = 0
    false_alarms: int = 0


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """Errors settled, adjudications and false alarms per 1,000 fields in both modes; how often the interval holds.

    The size is that of the national survey, whatever ``sizes`` are asked for.
    """
    chance = random.Random(SEED)
    totals: dict[str, list[Found]] = {"full": [], "sampled": []}
    held = made = 0
    for _ in range(RUNS):
        ballots = list(keyed_wrong(chance))
        full, counts = double_keyed(ballots, 1)
        totals["full"].append(full)
        totals["sampled"].append(double_keyed(ballots, ONE_IN)[0])
        estimate = residual([counts])
        if isinstance(estimate, Residual):
            made += 1
            held += estimate.low <= full.agreed <= estimate.high
    once = 1000 * RATE
    rows = []
    for mode, found in totals.items():
        fields = sum(each.fields for each in found)
        for name in ("wrong", "adjudicated", "false_alarms"):
            rate = 1000 * sum(getattr(each, name) for each in found) / fields
            rows.append(_row(f"{_WORDS[name]} per 1,000 fields, {mode}", rate, "", "errors when keyed once", once))
    covered = 100 * held / made
    rows.append(
        _row("runs whose interval holds what is left", covered, "%", "nominal", 95.0)
        | {"bound": f"≥ {LEAST_COVERED:.0f} %", "holds": covered >= LEAST_COVERED and made == RUNS}
    )
    return rows


_WORDS: Final = {"wrong": "settled wrong", "adjudicated": "adjudications", "false_alarms": "false alarms"}


def _row(name: str, value: float, unit: str, peer: str, peer_value: float) -> dict[str, Any]:
    return {
        "name": name, "size": BALLOTS, "value": value, "unit": unit, "peer": peer, "peer_value": peer_value,
        "ratio": value / peer_value, "bound": "", "holds": True,
    }  # fmt: skip


def keyed_wrong(chance: random.Random) -> Iterator[tuple[int, Ballot, Ballot, Ballot]]:
    """The ballots on which anything was keyed wrong: number, paper, first keying, second keying."""
    wrong: dict[int, tuple[bool, bool]] = {}
    easy = (RATE - HARD * RATE_IN_HARD) / (1 - HARD)
    for keyer in (0, 1):
        for place in _places(chance, easy):
            before = wrong.get(place, (False, False))
            wrong[place] = (before[0] or keyer == 0, before[1] or keyer == 1)
    for place in _places(chance, HARD):  # what stands there now was drawn as if the field were easy
        wrong[place] = (chance.random() < RATE_IN_HARD, chance.random() < RATE_IN_HARD)
    by_ballot: dict[int, list[int]] = {}
    for place, (first, second) in wrong.items():
        if first or second:
            by_ballot.setdefault(place // QUESTIONS, []).append(place)
    for number, places in sorted(by_ballot.items()):
        values = chance.choices(list(LEVELS), list(LEVELS.values()), k=QUESTIONS)
        paper = {code: ANSWERS[value] for code, value in zip(CODES, values, strict=True)}
        passes = (dict(paper), dict(paper))
        for place in places:
            code = CODES[place % QUESTIONS]
            for keyed, is_wrong in zip(passes, wrong[place], strict=True):
                if is_wrong:
                    keyed[code] = _mistaken(chance, paper[code].value)
        yield number, paper, *passes


def _places(chance: random.Random, rate: float) -> Iterator[int]:
    """The places of fields that something happens to at ``rate``, each field by itself: by the gaps between them."""
    place = -1
    while True:
        place += 1 + math.floor(math.log(1.0 - chance.random()) / math.log(1.0 - rate))
        if place >= BALLOTS * QUESTIONS:
            return
        yield place


def _mistaken(chance: random.Random, right: str) -> Answer:
    others = [code for code in LEVELS if code != right]
    weights = [NEIGHBOUR if abs(int(code) - int(right)) == 1 else 1.0 for code in others]
    return ANSWERS[chance.choices(others, weights)[0]]


def double_keyed(ballots: Sequence[tuple[int, Ballot, Ballot, Ballot]], one_in: int) -> tuple[Found, KeyedTwice]:
    """What is settled where every ``one_in``-th ballot is keyed twice; what the decisions tell of those."""
    found = Found(BALLOTS * QUESTIONS)
    twice = len(range(0, BALLOTS, one_in)) * QUESTIONS
    settled_values = Counter({code: round(twice * share) for code, share in LEVELS.items()})
    wrong: Counter[tuple[str, str]] = Counter()
    both_wrong = 0
    for number, paper, first, second in ballots:
        settled = dict(first)
        if number % one_in == 0:
            for each in compare(first, second):
                right = paper[each.question]
                settled[each.question] = right
                found.adjudicated += 1
                found.false_alarms += each.a == right
                mistakes = [answer.value for answer in (each.a, each.b) if answer != right]
                wrong.update((right.value, value) for value in mistakes)
                both_wrong += len(mistakes) == 2
        left = sum(settled[code] != paper[code] for code in CODES)
        found.wrong += left
        if number % one_in == 0:
            found.agreed += left
    return found, KeyedTwice(settled_values, wrong, both_wrong)
