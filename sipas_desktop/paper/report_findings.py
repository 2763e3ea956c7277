"""Drafts of shortcomings and proposals: each sentence follows from figures by a rule, for the office to rewrite.

Nothing is said of causes, nobody is blamed, and no measure is invented: a proposal names what the figures point at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.vietnamese import count_in_text, percent
from sipas_desktop.paper import report_before as earlier
from sipas_desktop.paper import report_reached as by_unit
from sipas_desktop.paper.report_before import Before
from sipas_desktop.paper.report_method import against_target
from sipas_desktop.paper.report_reached import UnitReached
from sipas_desktop.paper.report_tables import plain_percent
from sipas_desktop.paper.report_text import joined, lower_first

LOWEST = 3  # criteria that are named as the lowest
MOST = 10  # names in a sentence; the rest is counted


@dataclass(frozen=True)
class Known:
    """All that a draft is made from."""

    plan: Plan
    form: Form
    figures: IndexFigures
    before: Before | None = None
    units: Sequence[UnitReached] = ()


Shares = list[tuple[str, Fraction]]


def shortcomings(known: Known) -> list[str]:
    """What is below the target, lowest, lower than before, short of ballots."""
    figures, decimals = known.figures, known.plan.decimals
    lines = []
    target = known.plan.target
    if target is not None and figures.index is not None and figures.index < _exact(target):
        shown = percent(figures.index, decimals)
        lines.append(f"Chỉ số hài lòng chung ({shown}) {against_target(figures.index, target, decimals)}.")
    if factors := _bottom([(f"“{each.title}”", each.satisfied_percent) for each in figures.factors], 1):
        lines.append(f"Yếu tố có tỷ lệ hài lòng thấp nhất: {_shown(factors, decimals)}.")
    if lowest := _lowest(known):
        lines.append(f"Tiêu chí có tỷ lệ hài lòng thấp nhất: {_shown(lowest, decimals)}.")
    if under := _under(known):
        several = len(_criteria(known))
        number = f"Có {count_in_text(len(under))} trong {count_in_text(several)} tiêu chí"
        if len(under) == several > 1:
            number = f"Cả {count_in_text(several)} tiêu chí đều"
        goal = plain_percent(target or 0)
        lines.append(f"{number} có tỷ lệ hài lòng dưới mức {goal}: {_shown(under, decimals)}.")
    if known.before is not None and (fallen := _fallen(known)):
        told = _listed([f"{each.label} {each.words(decimals)}" for each in fallen], "tiêu chí")
        number = count_in_text(len(fallen))
        lines.append(f"So với {lower_first(known.before.title)}, {number} tiêu chí có tỷ lệ hài lòng giảm: {told}.")
    if short := by_unit.short(known.units):
        told = _listed([f"{each.name} thiếu {count_in_text(each.missing)} phiếu" for each in short], "đơn vị")
        lines.append(f"Có {count_in_text(len(short))} đơn vị chưa đạt số phiếu tối thiểu của kế hoạch: {told}.")
    return lines


def proposals(known: Known) -> list[str]:
    """What the shortcomings ask for, as far as figures can say it."""
    lines = []
    if lowest := _lowest(known):
        names = joined([name for name, _ in lowest])
        lines.append(f"Các cơ quan, đơn vị có giải pháp cải thiện tiêu chí có tỷ lệ hài lòng thấp nhất: {names}.")
    if under := _under(known):
        goal = plain_percent(known.plan.target or 0)
        lines.append(f"Có giải pháp để {count_in_text(len(under))} tiêu chí còn dưới mức {goal} đạt mức này.")
    if known.before is not None and (fallen := _fallen(known)):
        names = _listed([each.label for each in fallen], "tiêu chí")
        title = lower_first(known.before.title)
        lines.append(f"Làm rõ nguyên nhân tỷ lệ hài lòng giảm so với {title} ở các tiêu chí: {names}.")
    if short := by_unit.short(known.units):
        names = _listed([each.name for each in short], "đơn vị")
        lines.append(f"Các đơn vị chưa đạt số phiếu tối thiểu thu đủ phiếu theo kế hoạch: {names}.")
    return lines


def _exact(target: float) -> Fraction:
    return Fraction(str(target))


def _criteria(known: Known) -> Shares:
    """The criteria that anybody answered, in the order of the paper; the overall question is none."""
    overall = known.form.overall
    return [
        (f"“{known.form.by_code[each.code].label}”", each.satisfied_percent)
        for each in known.figures.questions
        if (overall is None or each.code != overall.code) and each.satisfied_percent is not None
    ]


def _lowest(known: Known) -> Shares:
    return _bottom(_criteria(known), LOWEST)


def _under(known: Known) -> Shares:
    if known.plan.target is None:
        return []
    return [each for each in _criteria(known) if each[1] < _exact(known.plan.target)]


def _fallen(known: Known) -> list[earlier.Change]:
    return earlier.fallen(known.before, known.form, known.figures, known.plan.decimals)


def _bottom(rows: Sequence[tuple[str, Fraction | None]], number: int) -> Shares:
    """The ``number`` lowest rows, the lowest first, with those that tie with the last of them.

    Nothing where all are equal; the very lowest alone where that would be nearly everything.
    """
    known = [(name, value) for name, value in rows if value is not None]
    values = sorted(value for _, value in known)
    if not values or values[0] == values[-1]:
        return []
    for cut in (values[min(number, len(values)) - 1], values[0]):
        found = [each for each in known if each[1] <= cut]
        if len(found) <= min(number + 2, len(known) - 1):
            return sorted(found, key=lambda each: each[1])
    return []


def _shown(rows: Shares, decimals: int) -> str:
    return _listed([f"{name} ({percent(value, decimals)})" for name, value in rows], "tiêu chí")


def _listed(names: Sequence[str], what: str) -> str:
    """Up to ``MOST`` names; how many more there are."""
    if len(names) <= MOST:
        return "; ".join(names)
    return f"{'; '.join(names[:MOST])}; và {count_in_text(len(names) - MOST)} {what} khác"
