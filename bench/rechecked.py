"""What phúc tra by the presets finds of invented ballots, simulated: 400 ballots, 6 interviewers.

One interviewer invents a tenth of her 67 ballots (7), or three (20). What is drawn, who is called next, of whom more is
drawn and who is flagged is decided by the program's own functions (``domain.recheck``, ``domain.recheck_flag``) and the
presets' own numbers, until nothing is due; nothing else is done by hand. Huế asks by messages, to which four in ten
reply, then calls; the national preset calls. A call reaches nine in ten. The person of an invented ballot who tells
something denies it in 95 of 100 cases, of a genuine one in 2 of 100 (the presets' ``expected``: assumptions, as no
office has published its own). Both also with two or six in ten replies, and with seven in ten reached.

"exact": the same, worked out by ``domain.recheck_power`` as the program says it with a draw. False alarms are of
anybody in surveys in which nobody invents. "Patterns" are those of ``bench.invented`` in the same surveys, in which she
copies one or several of her own ballots, or mixes ways; "either" is the flag of phúc tra or of patterns. Rates are of
``MANY`` surveys, (x + ½) / (n + 1); with patterns of ``RUNS``.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bench import invented
from sipas_desktop.domain.recheck import Asked, Candidate, How, Tally, calls, draw, due, some_of, tallies
from sipas_desktop.domain.recheck_flag import ALARM, flags
from sipas_desktop.domain.recheck_power import power
from sipas_desktop.domain.recheck_rule import Consequence, Recheck, RecheckChannel, Result
from sipas_desktop.domain.suspicion import suspicions
from sipas_desktop.jobs.presets import find_preset

RUNS: Final = 200
MANY: Final = 1000
PRESETS: Final = ("hue-2024", "quoc-gia-2023")
OTHER: Final = (("replies", 20), ("replies", 60), ("reached", 70))  # than the presets expect
WAYS: Final = ("copies of one", "copies of several", "mixed")
MOST_ALARMS: Final = 1.4 * ALARM  # of ``MANY`` at the stated rate: more is met about once in 500 times
LEAST_FOUND: Final = 0.9  # of surveys in which she invents a tenth, by the presets


@dataclass(frozen=True)
class Came:
    """Who is flagged in the end, and how many messages and calls it took."""

    flagged: frozenset[str]
    messages: int
    calls: int


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """By preset and share invented: how often she is found, beside what is worked out, and the price; then patterns.

    The size is that of the plan, whatever ``sizes`` are asked for.
    """
    rows = []
    for name in PRESETS:
        plan = preset(name)
        for share in (0.0, *invented.SHARES):
            came = [asked(plan, share, seed) for seed in range(MANY)]
            if not share:
                times = sum(bool(each.flagged) for each in came)
                rows.append(_row(f"{name}: false alarms", times, MANY, most=MOST_ALARMS))
            else:
                least = LEAST_FOUND if share == invented.SHARES[0] else None
                times = sum("I1" in each.flagged for each in came)
                rows.append(_row(f"{name}: found, {share:.0%} invented", times, MANY, least=least))
                hers = power(plan, 67, invented.INTERVIEWERS, round(share * 67))
                assert hers is not None
                rows.append(_number(f"{name}: found, {share:.0%} invented, exact", 100 * hers.found, "%"))
            for kind, each in (("messages", [c.messages for c in came]), ("calls", [c.calls for c in came])):
                if sum(each):  # not every plan sends messages
                    rows.append(_number(f"{name}: {kind}, {share:.0%} invented", sum(each) / MANY, ""))
        for key, per_cent in OTHER:
            if plan.expected is None or (key == "replies" and plan.channel is not RecheckChannel.SMS):
                continue
            other = replace(plan, expected=replace(plan.expected, **{key: per_cent}))
            came = [asked(other, invented.SHARES[0], seed) for seed in range(MANY)]
            times = sum("I1" in each.flagged for each in came)
            rows.append(_row(f"{name}: found, 10% invented, {key} {per_cent}%", times, MANY))
            spent = sum(each.calls for each in came) / MANY
            rows.append(_number(f"{name}: calls, 10% invented, {key} {per_cent}%", spent, ""))
    return rows + _with_patterns(preset(PRESETS[0]))


def preset(name: str) -> Recheck:
    """What the preset says of phúc tra."""
    found = find_preset(name).plan.recheck
    assert found is not None and found.honest_failed is not None and found.expected is not None
    return found


def asked(plan: Recheck, share: float, seed: int) -> Came:
    """The survey of ``seed`` asked about by ``plan`` until nothing is due."""
    assert plan.honest_failed is not None and plan.expected is not None
    chance = random.Random(f"{share} {seed}")
    owner = {f"{n:03}": f"I{n % invented.INTERVIEWERS + 1}" for n in range(invented.BALLOTS)}
    hers = [serial for serial, name in owner.items() if name == "I1"]
    made_up = set(hers[: round(share * len(hers))])
    fails = {s for s in owner if chance.random() < (plan.expected.denied / 100 if s in made_up else 0.02)}
    replies = {s for s in owner if chance.random() < plan.expected.replies / 100}
    reached = {s for s in owner if chance.random() < plan.expected.reached / 100}
    by_message = plan.channel is RecheckChannel.SMS
    rank = chance.getrandbits(32)
    results: dict[str, Result | None] = {}
    messages = called = 0

    def call(serials: Sequence[str]) -> int:
        for serial in serials:
            failed = Result.FAILED if serial in fails else Result.CONFIRMED
            results[serial] = failed if serial in reached else Result.UNREACHED
        return len(serials)

    more = list(draw([Candidate(serial, name) for serial, name in owner.items()], rank, 0, plan.minimum))
    odd: set[str] = set()
    while True:
        results |= dict.fromkeys(more)
        if by_message:
            messages += len(more)
            results |= {s: Result.FAILED if s in fails else Result.CONFIRMED for s in more if s in replies}
        else:
            called += call(more)
        asked_of = [Asked(n, s, owner[s], How.RANDOM, r, sent=True) for n, (s, r) in enumerate(results.items(), 1)]
        parts = tallies(((name, True, serial in results) for serial, name in owner.items()), asked_of)
        odd |= {each.interviewer for each in flags(parts, plan.honest_failed, in_stages=plan.in_stages) if each.flagged}
        wanted = {each.interviewer: each.ballots for each in calls(plan.rules, parts, asked_of)} if by_message else {}
        wanted |= {part.interviewer: part.waiting for part in parts if part.interviewer in odd and part.waiting}
        if wanted:
            for name, ballots in wanted.items():
                silent = [s for s, result in results.items() if result is None and owner[s] == name]
                called += call(silent[:ballots])
            more = []
            continue
        more = _more(plan, parts, owner, results, rank)
        if not more:
            return Came(frozenset(odd), messages, called)


def _more(
    plan: Recheck, parts: Sequence[Tally], owner: dict[str, str], results: dict[str, Result | None], rank: int
) -> list[str]:
    """What the rules about interviewers draw."""
    found: list[str] = []
    for each in due(plan.rules, parts, ()):
        if each.then in (Consequence.RECHECK_ALL, Consequence.RECHECK_MORE):
            free = [s for s, name in owner.items() if name == each.interviewer and s not in results]
            found += some_of(free, rank, each.ballots)
    return found


def _row(name: str, times: int, runs: int, *, most: float | None = None, least: float | None = None) -> dict[str, Any]:
    value, stated = 100 * (times + 0.5) / (runs + 1), 100 * ALARM
    holds = (most is None or times <= most * runs) and (least is None or times >= least * runs)
    bound = f"≤ {100 * most:.0f} %" if most else f"≥ {100 * least:.0f} %" if least else ""
    return {
        "name": name, "size": invented.BALLOTS, "value": value, "unit": "%", "peer": "stated rate of false alarms",
        "peer_value": stated, "ratio": value / stated, "bound": bound, "holds": holds,
    }  # fmt: skip


def _number(name: str, value: float, unit: str) -> dict[str, Any]:
    return {
        "name": name, "size": invented.BALLOTS, "value": value, "unit": unit, "peer": "", "peer_value": 0.0,
        "ratio": 0.0, "bound": "", "holds": True,
    }  # fmt: skip


def _with_patterns(plan: Recheck) -> list[dict[str, Any]]:
    form = next(iter(find_preset("hue-2024").forms.values()))
    rows = []
    for share in (0.0, *invented.SHARES):
        for kind in WAYS if share else WAYS[:1]:
            chance, found = random.Random(invented.SEED), Counter[str]()
            for seed in range(RUNS):
                ballots = invented.survey(form, chance)
                if share:
                    ballots = invented.invent(form, ballots, kind, share, chance)
                odd = {sign.source for sign in suspicions(ballots, deals=invented.DEALS).flagged}
                told = asked(plan, share, seed).flagged
                for name, who in (("phúc tra", told), ("patterns", odd), ("either", told | odd)):
                    found[name] += "I1" in who if share else bool(who)
            of = f"found, {share:.0%} invented, {kind}" if share else "false alarms"
            rows += [_row(f"{of}, {name}", found[name], RUNS) for name in ("phúc tra", "patterns", "either")]
    return rows
