"""Least numbers that a plan fixes for a group in a wave, whatever the transactions were."""

from __future__ import annotations

from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.quota_rule import Per, Quota


def rules_for(plan: Plan, group: str | None, wave: str | None) -> list[Quota]:
    """The rules that hold for a group and wave; None: for any of them."""
    return [
        quota
        for quota in plan.quotas
        if (not quota.groups or group is None or group in quota.groups)
        and (not quota.waves or wave is None or wave in quota.waves)
    ]


def fixed_number(plan: Plan, group: str, wave: str | None) -> int | None:
    """The number that the plan fixes, None where it hangs on transactions or is not stated."""
    for quota in rules_for(plan, group, wave):
        if quota.count is not None and set(quota.per) <= {Per.GROUP, Per.WAVE}:
            return quota.count
        if quota.per == (Per.SECTOR,) and quota.table:
            return sum(number for _, number in quota.table)
    return None
