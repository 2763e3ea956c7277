"""What is unusual about a keyed ballot: it may be so on the paper, or be a slip of the keyer, so she is asked once.

Only the ballot's own keying is looked at, never the other one: what the second keyer is asked does not depend on the
first. An answer that cannot be (hard, F…) is refused at its question; what is unusual (soft, W…) is stored.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import mean
from typing import Final

from sipas_desktop.domain.form import Form, Kind, Question


class Check(StrEnum):
    """The soft checks, by the code that is shown and recorded."""

    ALIKE = "W101"  # every rated question has the same level
    OVERALL = "W102"  # the overall question contradicts all criteria
    DATE = "W103"  # a date outside the fieldwork
    SPEED = "W104"  # keyed faster than anybody reads


# What is asked about where the plan says nothing else (``Checks``).
MANY_ALIKE: Final = (
    10  # rated answers; on a short ballot they are alike so often that asking would only train to confirm
)
FAR_APART: Final = 2.0  # levels between the overall question and the mean of the criteria
QUICKEST_MS: Final = 150  # an answer, on average over the ballot: practised keyers take 300 to 500
FEW_CRITERIA: Final = 3  # of fewer criteria nothing is said


@dataclass(frozen=True)
class Checks:
    """What a plan says about the soft checks; None: as this program has it. ``off`` are never asked about."""

    alike: int | None = None  # W101: from so many rated answers on
    overall: float | None = None  # W102: from so many levels apart on
    days: int = 0  # W103: a date so many days before or after the fieldwork is let pass
    speed: int | None = None  # W104: below so many milliseconds an answer
    off: Collection[Check] = ()


@dataclass(frozen=True)
class Unusual:
    """One thing that is asked about; ``question`` is the code of the question that it is about, "" for the ballot."""

    check: Check
    question: str = ""

    @property
    def key(self) -> str:
        """As the fact that completes the keying records its confirmation: "W103:Q9"."""
        return f"{self.check.value}:{self.question}" if self.question else self.check.value


def is_key(key: object, questions: Mapping[str, Question]) -> bool:
    """Whether ``key`` may name something unusual about a ballot with ``questions`` (by code)."""
    if not isinstance(key, str):
        return False
    check, about, question = key.partition(":")
    return check in {each.value for each in Check} and (question in questions if about else True)


def unusual(
    form: Form,
    values: Mapping[str, str],
    fieldwork: tuple[datetime.date, datetime.date],
    took_ms: int | None,
    checks: Checks = Checks(),
) -> tuple[Unusual, ...]:
    """What is unusual about a complete keying, in the order of the checks.

    ``values``: question → stored value; ``fieldwork``: first and last day; ``took_ms``: from the keying's first fact to
    now, None where it was not keyed key by key; ``checks``: the plan's.
    """
    many = MANY_ALIKE if checks.alike is None else checks.alike
    quickest = QUICKEST_MS if checks.speed is None else checks.speed
    grace = datetime.timedelta(days=checks.days)
    levels = {code: int(value) for code, value in values.items() if _is_level(form, code, value)}
    found = []
    if len(levels) >= many and len(set(levels.values())) == 1:
        found.append(Unusual(Check.ALIKE))
    if form.overall is not None and _contradicts(form, levels, checks):
        found.append(Unusual(Check.OVERALL, form.overall.code))
    for question in form.questions:
        day = _day(values.get(question.code, "")) if question.kind is Kind.DATE else None
        if day is not None and not fieldwork[0] - grace <= day <= fieldwork[1] + grace:
            found.append(Unusual(Check.DATE, question.code))
    if took_ms is not None and took_ms < quickest * len(values):
        found.append(Unusual(Check.SPEED))
    return tuple(each for each in found if each.check not in checks.off)


def _is_level(form: Form, code: str, value: str) -> bool:
    scale = form.by_code[code].scale
    return scale is not None and any(level.code == value for level in scale.levels)


def _contradicts(form: Form, levels: Mapping[str, int], checks: Checks) -> bool:
    """Satisfied as a whole although with no criterion, or not satisfied although with every one; and far apart."""
    overall = form.overall
    assert overall is not None and overall.scale is not None
    criteria = {
        code: level
        for code, level in levels.items()
        if code != overall.code and form.by_code[code].scale == overall.scale
    }
    if overall.code not in levels or len(criteria) < FEW_CRITERIA:
        return False
    good = overall.scale.satisfied
    pleased = [str(level) in good for level in criteria.values()]
    opposite = not any(pleased) if str(levels[overall.code]) in good else all(pleased)
    apart = FAR_APART if checks.overall is None else checks.overall
    return opposite and abs(levels[overall.code] - mean(criteria.values())) >= apart


def _day(value: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        return None  # a mark
