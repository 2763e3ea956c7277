"""Totals of an online source that gives no single answers: what such numbers can be, and which numbers they reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.quota_cells import Cell
from sipas_desktop.domain.quota_rule import Per


def are_counts(form: Form, answers: int, counts: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether ``counts`` (rated question → level → answers) can be counts of so many ``answers`` on ``form``."""
    rated = {question.code: question for question in form.rated}
    for code, by_level in counts.items():
        scale = rated[code].scale if code in rated else None
        if scale is None or not by_level.keys() <= {level.code for level in scale.levels}:
            return False
        if any(type(n) is not int or n < 0 for n in by_level.values()) or sum(by_level.values()) > answers:
            return False
    return type(answers) is int and answers > 0


@dataclass(frozen=True)
class CountedTotal:
    """So many ``answers`` as one source told; ``unit``, its ``kind`` and ``wave`` are "" where it is of all or of none
    known."""

    group: str
    unit: str
    kind: str
    wave: str
    answers: int


def counts_towards(cell: Cell, total: CountedTotal) -> bool:
    """Whether the plan counts ``total`` towards the number of ``cell``: its rule says so, and the total is of just the
    group, unit and wave that the number is for. What a total does not say it is not: one of all units is none's."""
    quota = cell.required.quota
    if quota is None or not quota.totals or cell.sector or cell.procedure or quota.sectors:
        return False
    own = ((cell.group, total.group), (cell.unit, total.unit), (cell.wave, total.wave))
    limits = ((quota.groups, total.group), (quota.waves, total.wave), (quota.kinds, total.kind))
    return all(not code or code == of for code, of in own) and all(not codes or of in codes for codes, of in limits)


def towards(cell: Cell, totals: Iterable[CountedTotal]) -> int:
    """Answers of ``totals`` that count towards the number of ``cell``."""
    return sum(total.answers for total in totals if counts_towards(cell, total))


def totals_of(cells: Iterable[Cell], per: Per, code: str, totals: Iterable[CountedTotal]) -> int:
    """Answers of totals that count towards what the plan requires of ``code`` in all, each total once.

    Where rules that take no totals add to the same number, at most what those require that do: else a poll would stand
    in for ballots that the plan wants.
    """
    own = [cell for cell in cells if code and getattr(cell, per) == code and cell.required.quota is not None]
    taking = [cell for cell in own if cell.required.quota is not None and cell.required.quota.totals]
    found = sum(total.answers for total in totals if any(counts_towards(cell, total) for cell in taking))
    if len(taking) == len(own):
        return found
    return min(found, sum(cell.required.required or 0 for cell in taking))
