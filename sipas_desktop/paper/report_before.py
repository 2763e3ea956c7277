"""What changed since the wave before, in percentage points of the printed figures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.vietnamese import decimal, percent, rounded
from sipas_desktop.paper.report_model import Paragraph
from sipas_desktop.paper.report_text import body, lower_first


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


def said(before: Before, figures: IndexFigures, decimals: int) -> list[Paragraph]:
    """How the index and each factor stand beside the wave before."""
    then, title = before.figures, lower_first(before.title)
    lines = []
    if figures.index is not None and then.index is not None:
        moved = change("", figures.index, then.index, decimals)
        words = moved.words(decimals) if moved else "không thay đổi quá mức làm tròn"
        lines.append(body(f"So với {title} ({percent(then.index, decimals)}), chỉ số hài lòng chung {words}."))
    shares = {each.code: each.satisfied_percent for each in then.factors}
    moved_factors = [
        change(f"“{each.title}”", each.satisfied_percent, shares.get(each.code), decimals) for each in figures.factors
    ]
    told = "; ".join(f"{each.label} {each.words(decimals)}" for each in moved_factors if each is not None)
    if told:
        lines.append(body(f"Tỷ lệ hài lòng theo yếu tố so với {title}: {told}."))
    if lines:
        lines.append(body("Các thay đổi trên được tính giữa các số đã làm tròn, chưa xét sai số do chọn mẫu."))
    return lines


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
