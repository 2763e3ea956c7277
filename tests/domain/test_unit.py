"""Units through time: codes that are used again, merges and splits, circles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.unit import Unit, bearer, circle, successors, valid_between

MERGE = "2025-07-01"
OLD = [Unit(code, f"Xã {code}", "", "2025-06-30") for code in ("1", "2", "3")]
NEW = [
    Unit("1", "Phường Một", MERGE, predecessors=(("1", ""), ("2", ""))),
    Unit("4", "Xã Bốn", MERGE, predecessors=(("2", ""), ("3", ""))),
]


def test_a_code_is_the_unit_that_bore_it_then() -> None:
    before = valid_between([*NEW, *OLD], "2024-01-01", "2024-12-31")
    assert {code: unit.name for code, unit in before.items()} == {"1": "Xã 1", "2": "Xã 2", "3": "Xã 3"}
    after = valid_between([*NEW, *OLD], MERGE, "2025-12-31")
    assert {code: unit.name for code, unit in after.items()} == {"1": "Phường Một", "4": "Xã Bốn"}
    across = valid_between([*NEW, *OLD], "2025-01-01", "2025-12-31")
    assert {code: unit.name for code, unit in across.items()} == {
        "1": "Phường Một", "2": "Xã 2", "3": "Xã 3", "4": "Xã Bốn",
    }  # fmt: skip


def test_a_unit_without_a_last_day_ends_where_the_next_begins() -> None:
    endless = [Unit("1", "Cũ"), Unit("1", "Mới", MERGE)]
    assert valid_between(endless, "2030-01-01", "2030-12-31")["1"].name == "Mới"
    assert valid_between(endless, "2020-01-01", "2020-12-31")["1"].name == "Cũ"
    assert valid_between([Unit("1", "Sau", "2026-01-01")], "2025-01-01", "2025-12-31") == {}


def test_who_bore_a_code_and_who_came_after() -> None:
    units = [*OLD, *NEW]
    assert (found := bearer(units, "1", MERGE)) is not None and found.name == "Xã 1"
    assert (found := bearer(units, "1", "")) is not None and found.name == "Phường Một"
    assert bearer(units, "9", "") is None
    assert [unit.name for unit in successors(units, ("2", ""))] == ["Phường Một", "Xã Bốn"]
    assert successors(units, ("1", MERGE)) == []


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", *"abcdefx"])))
def test_a_circle_is_found_and_nothing_else_is_one(parents: dict[str, str]) -> None:
    def comes_back(code: str) -> bool:
        seen = set()
        while code in parents and parents[code] and code not in seen:
            seen.add(code)
            code = parents[code]
        return code in seen

    assert bool(circle(parents)) == any(comes_back(code) for code in parents)
