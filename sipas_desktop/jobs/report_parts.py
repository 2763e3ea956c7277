"""Which parts of a survey a report sets side by side: its groups, or its waves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.plan_numbers import fixed_number
from sipas_desktop.paper.report_parts import PartFigures, Parts
from sipas_desktop.store.queries import Filter

Figured = Callable[[Filter, str, str, int | None], PartFigures]  # its ballots, code, title and least number


def parts_of(plan: Plan, chosen: Filter, figured: Figured) -> Parts | None:
    """The groups side by side, or where there is one only the waves; None where the report is about one of them."""
    if chosen.unit is not None or chosen.channel is not None or chosen.wave is not None:
        return None
    if chosen.group is None and len(plan.groups) > 1:
        # A rule may count a group in each wave: then no one number holds for the group.
        rows = [
            figured(replace(chosen, group=each.code), each.code, each.title,
                    None if plan.waves else fixed_number(plan, each.code, None))
            for each in plan.groups
        ]  # fmt: skip
        apart = len({each.form for each in plan.groups}) > 1
        return Parts("groups", tuple(rows), plan.groups[0].title if apart else "")
    if len(plan.waves) > 1:
        group = chosen.group or plan.groups[0].code
        rows = [
            figured(replace(chosen, wave=each.code), each.code, each.title, fixed_number(plan, group, each.code))
            for each in plan.waves
        ]
        return Parts("waves", tuple(rows))
    return None
