"""A draw as an office asks for it: by a number, or by what the plan's rule says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

from sipas_desktop.domain.draw_rule import Known, rule_numbers
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.quota import sample_size
from sipas_desktop.domain.sampling import FrameRow
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.catalogues import CatalogueNames, catalogue_names
from sipas_desktop.jobs.progress import Progress, of_total
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import SampleDrawn, Wanted

MARGIN = 5.0  # per cent, of the finite-population formula where the plan has no rule
RESERVE = "20%"  # of the official members, where nobody says how many; no plan of the five says


def known_of(survey: OpenSurvey) -> Known:
    """What the survey knows beside the frame: its least numbers, and the codes of what the frame names."""
    names = CatalogueNames(survey)
    sectors = {each.code: each.title for each in survey.plan.sectors}
    by_title = {fold(title): code for code, title in sectors.items()}

    def code(kind: str, name: str) -> str:
        if kind == "sector":
            return name if name in sectors else by_title.get(fold(name), "")
        return names.code(kind, name) or ""

    titles: dict[str, Mapping[str, str]] = {"sector": sectors, **catalogue_names(survey)}
    return Known(queries.least_numbers(survey), titles, code, queries.surveyed(survey).units)


def wanted(
    plan: Plan,
    frame: Iterable[FrameRow],
    seed: int,
    *,
    known: Known | None = None,
    method: str | None = None,
    by: str | None = None,
    official: int | None = None,
    reserve: str = RESERVE,
) -> Wanted:
    """What to draw from ``frame``.

    Without ``official`` the plan's rule says how many (``domain.draw_rule``); where it says nothing for such a frame,
    the finite-population formula for ±5 % does. ``known`` is what the survey knows beside the frame. ``reserve`` is a
    number, or "20%" of the official ones. Without ``method`` it is stratified where the rule says a number for each
    stratum or ``by`` names the strata, else simple. Raises ``Refusal`` for a reserve that is neither.
    """
    rows = list(frame)
    if official is not None:
        return Wanted(seed, method or "simple", by or "unit", official, _reserve(reserve, official))
    found = rule_numbers(plan.quotas, rows, by, known or Known())
    if found is None:
        number = sample_size(len({row.key for row in rows}), MARGIN)
        return Wanted(seed, method or "simple", by or "unit", number, _reserve(reserve, number), "formula")
    each, counted = found.official, found.counted
    total = each if isinstance(each, int) else sum(each.values())
    method = method or ("simple" if isinstance(each, int) and by is None else "stratified")
    if method != "stratified" and not isinstance(each, int):
        counted = {"": sum(counted.get(name, 0) for name in each)} if counted else {}
        each = total
    return Wanted(seed, method, found.by, each, _reserve(reserve, total), found.basis, counted, found.years)


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
