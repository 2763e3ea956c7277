"""A draw as an office asks for it: by a number, or by what the plan's rule says of the frame's own rows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.quota import required, sample_size
from sipas_desktop.domain.quota_rule import Per, Quota
from sipas_desktop.domain.sampling import FrameRow, strata_sizes, stratum_key
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.progress import Progress, of_total
from sipas_desktop.store import workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import SampleDrawn, Wanted

MARGIN = 5.0  # per cent, of the finite-population formula where the plan has no rule
RESERVE = "20%"  # of the official members, where nobody says how many; no plan of the five says
_COLUMN = {Per.UNIT: "unit", Per.SECTOR: "sector", Per.PROCEDURE: "procedure"}


def wanted(
    plan: Plan,
    frame: Iterable[FrameRow],
    seed: int,
    *,
    method: str | None = None,
    by: str | None = None,
    official: int | None = None,
    reserve: str = RESERVE,
) -> Wanted:
    """What to draw from ``frame``.

    Without ``official`` the plan's rule says how many, each row of the frame counted as one transaction; where it has
    none for the frame's units, sectors and procedures, the finite-population formula for ±5 %. ``reserve`` is a number,
    or "20%" of the official ones. Without ``method`` it is stratified where the rule says a number for each stratum,
    else simple. Raises ``Refusal`` for a reserve that is neither.
    """
    rows = list(frame)
    by = by or "unit"
    basis = "given"
    number: int | dict[str, int]
    if official is not None:
        number = official
    elif (found := by_quota(plan, rows, by)) is not None:
        basis, method = "quota", method or "stratified"
        number = found if method == "stratified" else sum(found.values())
    else:
        basis, number = "formula", sample_size(len({row.key for row in rows}), MARGIN)
    total = number if isinstance(number, int) else sum(number.values())
    return Wanted(seed, method or "simple", by, number, _reserve(reserve, total), basis)


def by_quota(plan: Plan, frame: Iterable[FrameRow], by: str) -> dict[str, int] | None:
    """Stratum → what the plan's rule asks of it; None where no rule, or none of its lines, is for the frame's rows."""
    quota = next((each for each in plan.quotas if each.brackets and set(each.per) <= _COLUMN.keys()), None)
    if quota is None:
        return None
    rows = list({row.key: row for row in frame}.values())
    asked = dict.fromkeys(strata_sizes(rows, by), 0)
    names = {stratum_key(name): name for name in asked}
    for cell, transactions in _cells(rows, quota, by).items():
        number = required(quota, transactions).required
        if number is None:
            return None
        asked[names[cell[0]]] += number
    return asked


def _cells(rows: Iterable[FrameRow], quota: Quota, by: str) -> dict[tuple[str, ...], int]:
    """Stratum and what the rule states one number for → rows. A cell that reaches into two strata counts in each."""
    columns = [_COLUMN[per] for per in quota.per]
    counts: dict[tuple[str, ...], int] = {}
    for row in rows:
        cell = tuple(stratum_key(getattr(row, column)) for column in (by, *columns))
        counts[cell] = counts.get(cell, 0) + 1
    return counts


def _reserve(asked: str, official: int) -> int:
    text = asked.strip()
    share = text.endswith("%")
    digits = text.removesuffix("%").strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
        raise Refusal("draw.reserve", found=asked)
    return math.ceil(Fraction(int(digits), 100) * official) if share else int(digits)


def draw_sample(
    survey: OpenSurvey,
    asked: Wanted,
    *,
    again: bool = False,
    reason: str = "",
    progress: Progress | None = None,
) -> SampleDrawn:
    """Draw as ``asked``; ``workflow.draw_sample`` says when it is refused."""
    total = asked.reserve + (asked.official if isinstance(asked.official, int) else sum(asked.official.values()))
    return workflow.draw_sample(survey, asked, again=again, reason=reason, progress=of_total(total, progress))
