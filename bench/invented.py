"""What patterns find of invented ballots, simulated: 400 ballots of Huế's form, 3 units, 6 interviewers, two a unit.

An honest respondent has a mood of her own, shared in part with everybody of her unit; each question is liked more or
less, also differently in each unit; one in eight gives one level throughout; one question in fifty is left open, by
few people most of it. One interviewer invents a tenth of her ballots (7 of 67), or three (20). Ways of
inventing: "copies of one", each with at most one answer changed; "copies of several", each of another of her own
ballots; each of these also with one to three answers changed ("changed more"); "quick", filled in plausibly within
minutes of its issue, where all others take an hour; "straight" lines, mostly of the second highest level; "favourite",
nine in ten answers are one level; "plausible", each answer drawn by itself as the unit
answers it, none left open; "mixed", a third each of copies of several, straight and plausible. "Careful" is drawn like
an honest respondent: no pattern can find it, and what is found is found by chance.

Found: she is flagged. False alarm: anybody is, where nobody invents; the stated rate is 5 %. "Areas" are honest surveys
in which the two interviewers of a unit have streets whose moods differ: what the test takes for granted is broken.
Rates are of ``RUNS`` surveys, x of n told as (x + ½) / (n + 1), since 0 of 200 is not never.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.suspicion import ALARM, Filled, filled, suspicions
from sipas_desktop.jobs.presets import find_preset

BALLOTS: Final = 400
UNITS: Final = 3
INTERVIEWERS: Final = 6
RUNS: Final = 200
DEALS: Final = 499
HOUR: Final = 60.0  # minutes that a ballot is out
SEED: Final = 2024
WAYS: Final = (
    "copies of one", "copies of one, changed more", "copies of several", "copies of several, changed more", "quick",
    "straight", "favourite", "plausible", "mixed", "careful",
)  # fmt: skip
AREAS: Final = (0.2, 0.4)  # of a standard deviation of 1.2 between people
SHARES: Final = (0.1, 0.3)
MOST_ALARMS: Final = 0.09  # of 200 runs at a rate of 5 %: more is met once in 100 times
CUTS: Final = (-2.4, -1.7, -0.7, 0.9)  # of a mood: which level it marks; 4 most often
STRAIGHT: Final = 0.125  # respondents who give one level throughout
GAPS: Final = (0.15, 0.1)  # so many people leave questions open, each of them so often …
SLIPS: Final = 0.005  # … and everybody else now and then

Values = dict[str, str]


@dataclass(frozen=True)
class Spread:
    """Standard deviations of what makes up an answer; a level is about 1.4 wide."""

    unit: float = 0.4
    question: float = 0.3
    of_unit: float = 0.2  # a question in one unit
    person: float = 0.9
    answer: float = 0.7
    area: float = 0.0  # an interviewer's streets


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """How often she is found, by way and share; how often anybody is flagged where nobody invents.

    The size is that of the plan, whatever ``sizes`` are asked for.
    """
    form = next(iter(find_preset("hue-2024").forms.values()))
    alarms = alarms_in(form, Spread(), RUNS)
    rows = [
        _row("false alarms, nobody invents", alarms)
        | {"bound": f"≤ {100 * MOST_ALARMS:.0f} %", "holds": alarms <= MOST_ALARMS * RUNS}
    ]
    for spread in AREAS:
        rows.append(_row(f"false alarms, areas of spread {spread}", alarms_in(form, Spread(area=spread), RUNS)))
    for share in SHARES:
        rows += [_row(f"found, {way}, {share:.0%} of hers", found_in(form, way, share, RUNS)) for way in WAYS]
    return rows


def _row(name: str, times: int) -> dict[str, Any]:
    value, stated = 100 * (times + 0.5) / (RUNS + 1), 100 * ALARM
    return {
        "name": name, "size": BALLOTS, "value": value, "unit": "%", "peer": "stated rate of false alarms",
        "peer_value": stated, "ratio": value / stated, "bound": "", "holds": True,
    }  # fmt: skip


def alarms_in(form: Form, spread: Spread, runs: int, seed: int = SEED) -> int:
    """In how many of ``runs`` honest surveys anybody is flagged."""
    chance = random.Random(seed)
    return sum(bool(suspicions(survey(form, chance, spread), deals=DEALS).flagged) for _ in range(runs))


def found_in(form: Form, way: str, share: float, runs: int, seed: int = SEED) -> int:
    """In how many of ``runs`` surveys the interviewer who invents is flagged."""
    chance = random.Random(seed)
    found = 0
    for _ in range(runs):
        ballots = invent(form, survey(form, chance), way, share, chance)
        found += any(sign.source == "I1" for sign in suspicions(ballots, deals=DEALS).flagged)
    return found


def survey(form: Form, chance: random.Random, spread: Spread = Spread()) -> list[Filled]:
    """The returned ballots of one survey in which nobody invents."""
    codes = [question.code for question in form.rated]
    of_question = {code: chance.gauss(0, spread.question) for code in codes}
    units = [chance.gauss(0, spread.unit) for _ in range(UNITS)]
    liked = [{code: of_question[code] + chance.gauss(0, spread.of_unit) for code in codes} for _ in range(UNITS)]
    areas = [chance.gauss(0, spread.area) for _ in range(INTERVIEWERS)]
    found = []
    for number in range(BALLOTS):
        interviewer = number % INTERVIEWERS
        unit = interviewer % UNITS
        mood = units[unit] + areas[interviewer] + chance.gauss(0, spread.person)
        values = _respondent(form, mood, liked[unit], spread, chance)
        found.append(filled(form, f"{number:03}", f"I{interviewer + 1}", f"U{unit + 1}", values, HOUR))
    return found


def _respondent(form: Form, mood: float, liked: dict[str, float], spread: Spread, chance: random.Random) -> Values:
    one_level = _level(mood) if chance.random() < STRAIGHT else None
    open_rate = GAPS[1] if chance.random() < GAPS[0] else SLIPS
    values = {}
    for question in form.rated:
        if chance.random() < open_rate:
            values[question.code] = a.NO_OPINION if question.no_opinion else a.BLANK
        else:
            values[question.code] = one_level or _level(mood + liked[question.code] + chance.gauss(0, spread.answer))
    return values


def _level(mood: float) -> str:
    return str(1 + sum(mood > cut for cut in CUTS))


def invent(form: Form, ballots: Sequence[Filled], way: str, share: float, chance: random.Random) -> list[Filled]:
    """``ballots`` with a ``share`` of the first interviewer's invented in this ``way``."""
    own = [each for each in ballots if each.source == "I1"]
    invented, kept = own[: round(share * len(own))], own[round(share * len(own)) :]
    unit = [each for each in ballots if each.stratum == own[0].stratum]
    model = chance.choice(kept)
    favourite = chance.choice("44445")
    said = {}
    for number, each in enumerate(invented):
        this = ("copies of several", "straight", "plausible")[number % 3] if way == "mixed" else way
        match this:
            case "copies of one":
                said[each.serial] = _copy(form, model, chance)
            case "copies of several":
                said[each.serial] = _copy(form, kept[number % len(kept)], chance)
            case "copies of one, changed more":
                said[each.serial] = _copy(form, model, chance, 3)
            case "copies of several, changed more":
                said[each.serial] = _copy(form, kept[number % len(kept)], chance, 3)
            case "favourite":
                values = {code: favourite if chance.random() < 0.9 else chance.choice("345") for code in _codes(form)}
                said[each.serial] = values
            case "quick":
                said[each.serial] = _respondent(
                    form, chance.gauss(0, 1), dict.fromkeys(_codes(form), 0.0), Spread(), chance
                )
            case "straight":
                said[each.serial] = dict.fromkeys(_codes(form), chance.choice("4445"))
            case "plausible":
                said[each.serial] = _plausible(form, unit, chance)
    minutes = 5.0 if way == "quick" else HOUR
    return [
        filled(form, each.serial, each.source, "U1", said[each.serial], minutes) if each.serial in said else each
        for each in ballots
    ]


def _codes(form: Form) -> list[str]:
    return [question.code for question in form.rated]


def _copy(form: Form, model: Filled, chance: random.Random, most: int = 1) -> Values:
    """``model`` with at most one answer changed, or one to ``most``."""
    values = dict(zip(_codes(form), model.answers, strict=True))
    times = chance.randint(1, most) if most > 1 else int(chance.random() < 0.5)
    for code in chance.sample(list(values), times):
        values[code] = chance.choice("345")
    return values


def _plausible(form: Form, unit: Sequence[Filled], chance: random.Random) -> Values:
    return {
        code: str(chance.choice([each.levels[code] for each in unit if code in each.levels])) for code in _codes(form)
    }
