"""What a demonstration prints: the plan's groups and waves apart, each with the number that the plan fixes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.plan import Channel, Group, Plan
from sipas_desktop.domain.plan_numbers import fixed_number, rules_for
from sipas_desktop.domain.quota_rule import Per

BALLOTS = 200  # where the plan fixes no number


@dataclass(frozen=True)
class Part:
    """One print run: ``count`` ballots of a group in a wave; ``sectors`` has each ballot's, where the form asks."""

    group: str
    wave: str | None
    count: int
    sectors: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()  # by which the ballots come back

    @property
    def name(self) -> str:
        """Names its file among those of the other parts."""
        return f"{self.group}-{self.wave}" if self.wave else self.group


def channels_of(plan: Plan, group: Group, *, paper: bool) -> list[Channel]:
    """The group's channels of one kind."""
    return [channel for channel in plan.channels_of(group) if channel.paper is paper]


def parts(plan: Plan, forms: Mapping[str, Form], ballots: int | None) -> list[Part]:
    """The print runs of ``ballots`` ballots in all, shared as the plan's fixed numbers are; None: just these numbers.

    A group that is only asked online has none. ``forms``: by their codes.
    """
    groups = [group for group in plan.groups if channels_of(plan, group, paper=True)]
    waves: list[str | None] = [wave.code for wave in plan.waves]
    places = [(group, wave) for group in groups for wave in waves or [None]]
    fixed = [fixed_number(plan, group.code, wave) for group, wave in places]
    if ballots is None:
        ballots = sum(filter(None, fixed)) or BALLOTS
    counts = _share(ballots, [number or 0 for number in fixed] if all(fixed) else [1] * len(places))
    found = []
    for (group, wave), count in zip(places, counts, strict=True):
        channels = tuple(channel.code for channel in channels_of(plan, group, paper=True))
        if count:
            sectors = _sectors(plan, forms[group.form], group.code, count)
            found.append(Part(group.code, wave, count, sectors, channels))
    return found


def _sectors(plan: Plan, form: Form, group: str, count: int) -> tuple[str, ...]:
    """The sector of each of ``count`` ballots, as many of each as the plan's table says."""
    if plan.sector_question not in form.by_code:
        return ()
    table = next((dict(q.table) for q in rules_for(plan, group, None) if q.per == (Per.SECTOR,)), {})
    numbers = {sector.code: table.get(sector.code, 0 if table else 1) for sector in plan.sectors}
    shares = zip(numbers, _share(count, list(numbers.values())), strict=True)
    return tuple(code for code, share in shares for _ in range(share))


def _share(total: int, weights: Sequence[int]) -> list[int]:
    """``total`` shared by ``weights`` in whole numbers, which add up to it."""
    shares, given, reached = [], 0, 0
    for weight in weights:
        reached += weight
        shares.append(total * reached // sum(weights) - given)
        given += shares[-1]
    return shares
