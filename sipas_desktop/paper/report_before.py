"""What changed since the wave before, in percentage points of the printed figures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.vietnamese import decimal, rounded


@dataclass(frozen=True)
class Before:
    """The wave before: its title, and its figures by the same definition."""

    title: str
    figures: IndexFigures


@dataclass(frozen=True)
class Change:
    """What has another share than before; ``points`` may be below 0."""

    label: str
    points: Fraction

    def words(self, decimals: int) -> str:
        """ "tăng 2,58 điểm phần trăm"."""
        way = "tăng" if self.points > 0 else "giảm"
        return f"{way} {decimal(abs(self.points), decimals)} điểm phần trăm"


def change(label: str, now: Fraction | None, before: Fraction | None, decimals: int) -> Change | None:
    """The change of a share; None where either is unknown, or where it is less than what rounding makes.

    The points are taken between the printed figures, so that a reader who subtracts gets the same number.
    """
    if now is None or before is None or abs(now - before) < Fraction(1, 10**decimals):
        return None
    return Change(label, rounded(now, decimals) - rounded(before, decimals))


def fallen(before: Before | None, form: Form, figures: IndexFigures, decimals: int) -> list[Change]:
    """The criteria whose share is lower than before, the largest fall first."""
    if before is None:
        return []
    shares = {each.code: each.satisfied_percent for each in before.figures.questions}
    overall = form.overall.code if form.overall else None
    moved = [
        change(f"“{form.by_code[each.code].label}”", each.satisfied_percent, shares.get(each.code), decimals)
        for each in figures.questions
        if each.code != overall
    ]
    return sorted((each for each in moved if each is not None and each.points < 0), key=lambda each: each.points)
