"""Reads the rules of how many ballots must come back from a plan's ``[[quota]]``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sipas_desktop.domain.quota_rule import Bracket, Per, Quota
from sipas_desktop.domain.toml_reader import Table


def take_quotas(table: Table) -> tuple[Quota, ...]:
    """The rules of a plan in their order; one alone may stand in ``[quota]``. Notes every mistake in ``table``."""
    return tuple(map(_quota, table.take_table_or_tables("quota")))


def _quota(table: Table) -> Quota:
    has_brackets, has_table = table.has("brackets"), table.has("table")
    quota = Quota(
        basis=table.take_text("basis"),
        brackets=tuple(map(_bracket, table.take_tables("brackets"))),
        count=table.take_optional_int("count"),
        table=_fixed(table.take_table("table")),
        per=_per(table),
        groups=table.take_texts("groups", ()),
        waves=table.take_texts("waves", ()),
        sectors=table.take_texts("sectors", ()),
        kinds=table.take_texts("kinds", ()),
        average=table.take_flag("average"),
        totals=table.take_flag("totals"),
    )
    table.nothing_left()
    if has_brackets and not quota.brackets:
        table.problem("P011", "plan.none_given", f"{table.where}[[brackets]]", key="brackets")
    if has_brackets + has_table + (quota.count is not None) != 1:
        table.problem("P016", "plan.quota_ways")
    if has_table and (len(quota.per) != 1 or not quota.table):
        table.problem("P017", "plan.quota_table")
    least = min([quota.count or 0, *(number for _, number in quota.table)])
    if least < 0:
        table.problem("P010", "plan.negative", found=least)
    for before, after in zip(quota.brackets, quota.brackets[1:], strict=False):
        if before.end is None or after.start <= before.end:
            table.problem("P005", "plan.brackets_overlap", found=after.start)
    return quota


def _bracket(table: Table) -> Bracket:
    bracket = Bracket(
        start=table.take_int("from"),
        end=table.take_optional_int("to"),
        percent=table.take_optional_number("percent"),
        count=table.take_optional_int("count"),
        everyone=table.take_flag("everyone"),
        error=table.take_optional_number("error"),
    )
    table.nothing_left()
    if bracket.percent is None and bracket.count is None and bracket.error is None and not bracket.everyone:
        table.problem("P002", "plan.bracket_empty")
    for percent in (bracket.percent, bracket.error):
        if percent is not None and not 0 <= percent <= 100:
            table.problem("P003", "plan.percent", found=percent)
    if bracket.start < 0 or (bracket.count or 0) < 0:
        table.problem("P010", "plan.negative", found=min(bracket.start, bracket.count or 0))
    if bracket.end is not None and bracket.end < bracket.start:
        table.problem("P004", "plan.bracket_backwards", found=bracket.end)
    return bracket


def _fixed(table: Table) -> tuple[tuple[str, int], ...]:
    return tuple((code, table.take_int(code)) for code in table.keys())  # noqa: SIM118


def _per(table: Table) -> tuple[Per, ...]:
    found = table.take_texts("per", (Per.UNIT, Per.PROCEDURE))
    known = {each.value: each for each in Per}
    for name in found:
        if name not in known or found.count(name) > 1:
            table.problem("P001", "plan.not_one_of", key="per", found=name, expected=" ".join(known))
            break
    return tuple(known[name] for name in dict.fromkeys(found) if name in known)


def check_quotas(quotas: Sequence[Quota], known: Mapping[Per, Collection[str]], table: Table, *, online: bool) -> None:
    """Note every code in the rules that the plan does not have; ``known``: the plan's groups, waves and sectors.

    ``online``: whether the plan has an online channel, without which there are no totals to count.
    """
    for position, quota in enumerate(quotas, start=1):
        named = {Per.GROUP: quota.groups, Per.WAVE: quota.waves, Per.SECTOR: quota.sectors}
        for per, codes in named.items():
            fixed = [code for code, _ in quota.table] if quota.per == (per,) else []
            for code in dict.fromkeys([*codes, *fixed]):
                if code not in known[per]:
                    expected = " ".join(known[per])
                    where = f"[[quota]] {position}"
                    table.problem(
                        "P018", "plan.quota_unknown", where, found=code, per=f"@quota.{per}", expected=expected
                    )
        if quota.totals and not online:
            table.problem("P028", "plan.totals_without_online", f"[[quota]] {position}")
        if quota.totals and (quota.sectors or {Per.SECTOR, Per.PROCEDURE} & set(quota.per)):
            table.problem("P028", "plan.totals_by_sector", f"[[quota]] {position}")
        if Per.SECTOR in quota.per and not known[Per.SECTOR]:
            table.problem("P011", "plan.none_given", f"[[quota]] {position}", key="sectors")
        if Per.WAVE in quota.per and not known[Per.WAVE]:
            table.problem("P011", "plan.none_given", f"[[quota]] {position}", key="waves")
