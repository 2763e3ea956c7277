"""What phúc tra finds of invented ballots, simulated: 400 ballots, 6 interviewers, Huế's plan, as ``bench.invented``.

One interviewer invents a tenth of her 67 ballots (7), or three (20). Ballots are drawn as the program draws them
(``domain.recheck.draw``): the plan states no share, so it is a tenth of all and the plan's minimum of 5 of each; or
more, up to all of each. Of those who are asked ``REPLIES`` tell something (0.4 for messages, 0.9 for calls:
assumptions, as no office has published its own). "Messages, then calls": who did not reply is called, and ``BOTH``
tell something, as if calls reached those who leave messages alone as well as others. The person of an invented ballot
who tells something denies it in 95 of 100 cases; of a genuine one in 2 of 100, by mistake, which is the plan's
``honest_failed``. "Asked about" is the price: the share of all ballots, on the mean. What is judged:

"flag": she stands out by the exact binomial test over all interviewers (``domain.recheck_flag``). "rule": the plan's
own rule, the lower end of her failed share's 95 % interval above 10 %. "one failed": any failed ballot at all. The last
two ask for the rest of her ballots; "then all": the rest are asked where the rule says so, and the flag is judged with
them; whoever is flagged in the end is found. False alarms are of anybody in surveys in which nobody invents.
"Patterns" are those of ``bench.invented`` in the same surveys, in which she copies several of her own ballots, or mixes
ways; "either" is the flag after the one draw, or patterns. Rates are of ``RUNS`` surveys, (x + ½) / (n + 1); for those
of phúc tra alone, which are quick to simulate, of ``MANY``.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bench import invented
from sipas_desktop.domain.recheck import Candidate, Tally, draw, share_of
from sipas_desktop.domain.recheck_flag import ALARM, flags
from sipas_desktop.domain.recheck_rule import Bound, Consequence, Recheck, Result, Rule
from sipas_desktop.domain.suspicion import suspicions
from sipas_desktop.jobs.presets import find_preset

RUNS: Final = 200
MANY: Final = 1000
REPLIES: Final = (0.4, 0.9)
BOTH: Final = 0.94  # 0.4 by messages, then by calls 0.9 of the other 0.6
DENIED: Final = 0.95  # of invented ballots whose person tells something
PERCENT: Final = 10  # of all ballots, where a plan states no share
LEAST: Final = (5, 10, 15, 20, 30, 67)  # of each interviewer; the first is the plan's
ENOUGH: Final = 15  # of each, by messages, then calls
WAYS: Final = ("copies of several", "mixed")
MOST_ALARMS: Final = 1.4 * ALARM  # of ``MANY`` at the stated rate: more is met about once in 500 times
ONE_FAILED: Final = Rule(Consequence.RECHECK_ALL, Bound.SHARE, 0)

Judge = Callable[[Sequence[Tally]], set[str]]


@dataclass(frozen=True)
class Way:
    """How phúc tra is done: of each ``least``, ``replies`` of those asked; whom ``escalate`` names is asked whole."""

    least: int
    replies: float
    escalate: Rule | None = None


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """False alarms, then how often she is found, by share, replies and number drawn; last together with patterns.

    The size is that of the plan, whatever ``sizes`` are asked for.
    """
    plan = find_preset("hue-2024").plan.recheck
    assert plan is not None and plan.honest_failed is not None and plan.minimum == LEAST[0]
    rule = plan.rule(Consequence.RECHECK_ALL)
    assert rule is not None
    rows = []
    ways = [each for replies in REPLIES for each in _ways(replies, rule)] + _both(rule)
    for name, way in ways:
        times = sum(bool(_judged(plan, 0, way, seed)) for seed in range(MANY))
        bound = MOST_ALARMS if way.escalate is None else None
        rows.append(_row(f"false alarms, {name}", times, MANY, bound))
    for share in invented.SHARES:
        for name, way in ways:
            times = sum("I1" in _judged(plan, share, way, seed) for seed in range(MANY))
            rows.append(_row(f"found, {share:.0%} invented, {name}", times, MANY))
    for share in (0.0, *invented.SHARES):
        rows += [_price(f"asked about, {share:.0%} invented, {name}", share, way) for name, way in _both(rule)]
    return rows + _with_patterns(plan)


def _ways(replies: float, rule: Rule) -> list[tuple[str, Way]]:
    told = f"{replies:.0%} reply"
    found = [(f"{told}, {least} of each", Way(least, replies)) for least in LEAST]
    found.append((f"{told}, {LEAST[0]} of each, rule, then all", Way(LEAST[0], replies, rule)))
    found += [(f"{told}, {n} of each, one failed, then all", Way(n, replies, ONE_FAILED)) for n in LEAST[:-1]]
    return found


def _both(rule: Rule) -> list[tuple[str, Way]]:
    told = "messages, then calls"
    return [
        (f"{told}, {LEAST[0]} of each, rule, then all", Way(LEAST[0], BOTH, rule)),
        (f"{told}, {ENOUGH} of each, one failed, then all", Way(ENOUGH, BOTH, ONE_FAILED)),
    ]


def _row(name: str, times: int, runs: int, bound: float | None = None) -> dict[str, Any]:
    value, stated = 100 * (times + 0.5) / (runs + 1), 100 * ALARM
    return {
        "name": name, "size": invented.BALLOTS, "value": value, "unit": "%", "peer": "stated rate of false alarms",
        "peer_value": stated, "ratio": value / stated, "bound": f"≤ {100 * bound:.0f} %" if bound else "",
        "holds": bound is None or times <= bound * runs,
    }  # fmt: skip


def _price(name: str, share: float, way: Way) -> dict[str, Any]:
    asked = sum(part.drawn for seed in range(MANY) for part in _told(share, way, seed))
    return {
        "name": name, "size": invented.BALLOTS, "value": 100 * asked / (MANY * invented.BALLOTS), "unit": "%",
        "peer": "", "peer_value": 0.0, "ratio": 0.0, "bound": "", "holds": True,
    }  # fmt: skip


def _judged(plan: Recheck, share: float, way: Way, seed: int) -> set[str]:
    """Who is flagged in the end, in the survey of ``seed``."""
    assert plan.honest_failed is not None
    return {each.interviewer for each in flags(_told(share, way, seed), plan.honest_failed) if each.flagged}


def _told(share: float, way: Way, seed: int) -> list[Tally]:
    """What asking came to in the end, of each interviewer, in the survey of ``seed``."""
    chance = random.Random(f"{share} {way.least} {way.replies} {seed}")
    owner = {f"{n:03}": f"I{n % invented.INTERVIEWERS + 1}" for n in range(invented.BALLOTS)}
    hers = [serial for serial, name in owner.items() if name == "I1"]
    made_up = set(hers[: round(share * len(hers))])
    pool = [Candidate(serial, name) for serial, name in owner.items()]
    drawn = list(draw(pool, chance.getrandbits(32), share_of(PERCENT, len(pool)), way.least))
    failed = {serial for serial in owner if chance.random() < _denies(serial in made_up)}
    tells = {serial for serial in owner if chance.random() < way.replies}
    parts = _tallies(owner, drawn, failed, tells)
    if way.escalate is not None:
        whole = {part.interviewer for part in parts if part.failed_above(way.escalate)}
        parts = _tallies(owner, {*drawn, *(s for s, name in owner.items() if name in whole)}, failed, tells)
    return parts


def _denies(made_up: bool) -> float:
    return DENIED if made_up else 0.02


def _tallies(owner: dict[str, str], drawn: Any, failed: set[str], tells: set[str]) -> list[Tally]:
    answered, asked = Counter(owner.values()), Counter(owner[serial] for serial in drawn)
    no = Counter(owner[serial] for serial in drawn if serial in tells and serial in failed)
    yes = Counter(owner[serial] for serial in drawn if serial in tells and serial not in failed)
    return [
        Tally(name, answered[name], answered[name], asked[name], {
            Result.CONFIRMED: yes[name], Result.FAILED: no[name],
            Result.UNREACHED: asked[name] - yes[name] - no[name],
        })
        for name in sorted(answered)
    ]  # fmt: skip


def _with_patterns(plan: Recheck) -> list[dict[str, Any]]:
    form = next(iter(find_preset("hue-2024").forms.values()))
    way, rows = Way(LEAST[0], REPLIES[-1]), []
    for share in (0.0, *invented.SHARES):
        for kind in WAYS if share else WAYS[:1]:
            chance, found = random.Random(invented.SEED), Counter[str]()
            for seed in range(RUNS):
                ballots = invented.survey(form, chance)
                if share:
                    ballots = invented.invent(form, ballots, kind, share, chance)
                odd = {sign.source for sign in suspicions(ballots, deals=invented.DEALS).flagged}
                asked = _judged(plan, share, way, seed)
                for name, who in (("phúc tra", asked), ("patterns", odd), ("either", asked | odd)):
                    found[name] += "I1" in who if share else bool(who)
            of = f"found, {share:.0%} invented, {kind}" if share else "false alarms"
            rows += [_row(f"{of}, {name}", found[name], RUNS) for name in ("phúc tra", "patterns", "either")]
    return rows
