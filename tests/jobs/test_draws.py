"""How many are drawn where nobody says it: by the plan's rule, else by the finite-population formula."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.sampling import COLUMNS, FrameRow
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.draws import by_quota, wanted
from sipas_desktop.jobs.presets import find_preset


def plan(name: str) -> Plan:
    return find_preset(name).plan


def frame(**units: int) -> list[FrameRow]:
    return [
        FrameRow(
            f"{unit}{n}", *({"unit": unit, "name": f"Người {n}", "procedure": f"T{n % 2}"}.get(c, "") for c in COLUMNS)
        )
        for unit, count in units.items()
        for n in range(count)
    ]


def test_hue_s_rule_is_asked_of_each_unit() -> None:
    asked = wanted(plan("hue-2024"), frame(A=99, B=150, C=1000), 1)
    assert (asked.official, asked.method, asked.by, asked.basis) == (
        {"A": 99, "B": 100, "C": 200},
        "stratified",
        "unit",
        "quota",
    )
    assert asked.reserve == 80  # 20 % of 399
    assert wanted(plan("hue-2024"), frame(A=99, B=150), 1, method="simple").official == 199


def test_son_tay_s_rule_counts_each_procedure_of_a_unit() -> None:
    """Not monotonic: 99 transactions ask for 30 ballots, 100 for 20."""
    assert by_quota(plan("son-tay-2017"), frame(A=198, B=200), "unit") == {"A": 60, "B": 40}
    assert by_quota(plan("son-tay-2017"), frame(A=198, B=200), "procedure") == {"T0": 50, "T1": 50}


@pytest.mark.parametrize(("rows", "size"), [(100, 80), (300, 172), (1000, 286)])
def test_a_plan_without_a_rule(rows: int, size: int) -> None:
    asked = wanted(replace(plan("hue-2024"), quotas=()), frame(A=rows), 1)
    assert (asked.official, asked.basis, asked.method) == (size, "formula", "simple")


@pytest.mark.parametrize(("given", "number"), [("0", 0), ("7", 7), ("20%", 21), (" 100 % ", 101)])
def test_the_reserve_is_a_number_or_a_share_rounded_up(given: str, number: int) -> None:
    assert wanted(plan("hue-2024"), frame(A=5), 1, official=101, reserve=given).reserve == number


@pytest.mark.parametrize("given", ["", "%", "-1", "1.5", "20 phần trăm", "٣", "9999999999"])
def test_another_reserve_is_refused(given: str) -> None:
    with pytest.raises(Refusal):
        wanted(plan("hue-2024"), frame(A=5), 1, official=1, reserve=given)
