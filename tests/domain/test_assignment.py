"""Members to interviewers: only within areas, as equal as the areas allow, always the same."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.assignment import Assigned, By, Visited, assign

AREAS = {"B1": "Phường Xuân Phú", "B2": "xuan phu; Vỹ Dạ", "B3": ""}


def loads(found: Assigned) -> list[int]:
    return sorted((len(members) for members in found.members.values()), reverse=True)


def members(*units: str) -> list[Visited]:
    return [Visited(f"m{number}", unit, f"{number} Lê Lợi", number) for number, unit in enumerate(units)]


def test_an_area_is_a_unit_or_part_of_an_address_in_whole_words() -> None:
    here = [
        Visited("unit", "UBND phường Xuân Phú", ""),
        Visited("address", "Sở Xây dựng", "12 Nguyễn Sinh Cung, Vỹ Dạ, Huế"),
        Visited("other", "UBND phường Xuân Phúc", "5 Vỹ Dạng"),
    ]
    found = assign(here, {"B1": "Xuân Phú", "B2": "VY DA"})
    assert dict(found.members) == {"B1": ("unit",), "B2": ("address",)}
    assert found.nobodys == ("other",)


def test_equal_stretches_along_the_route() -> None:
    here = members("Đ", "A", "Ă", "A", "B", "Ă", "A")
    found = assign(here, AREAS, By.ROUTE)
    assert [found.members[code] for code in AREAS] == [("m1", "m3", "m6"), ("m2", "m5"), ("m4", "m0")]
    assert found.nobodys == ()


def test_who_has_more_already_gets_less() -> None:
    found = assign(members(*"AAAAAA"), {"B1": "", "B2": ""}, held={"B1": 4})
    assert [len(found.members[code]) for code in ("B1", "B2")] == [1, 5]


def test_a_chain_makes_room() -> None:
    """All of X can only go to B1, Y to B1 or B2, Z to B2 or B3: B2 passes on to B3 what B1 passes on to B2."""
    here = members(*"X" * 6, *"Y" * 3, *"Z" * 3)
    found = assign(here, {"B1": "X; Y", "B2": "Y; Z", "B3": "Z"})
    assert [len(found.members[code]) for code in ("B1", "B2", "B3")] == [6, 3, 3]


@st.composite
def cases(draw: st.DrawFn, most: int = 25) -> tuple[list[Visited], dict[str, str], dict[str, int]]:
    units = "PQRST"
    here = members(*draw(st.lists(st.sampled_from(units), max_size=most)))
    areas = {
        f"B{number}": "; ".join(part)
        for number, part in enumerate(draw(st.lists(st.lists(st.sampled_from(units), max_size=3), max_size=5)))
    }
    held = {code: draw(st.integers(0, 5)) for code in areas}
    return here, areas, held


@given(case=cases(), by=st.sampled_from(By), seed=st.integers(0, 100))
def test_everybody_once_within_the_areas_and_whatever_the_order(
    case: tuple[list[Visited], dict[str, str], dict[str, int]], by: By, seed: int
) -> None:
    here, areas, held = case
    found = assign(here, areas, by, held)
    given_out = [*itertools.chain(*found.members.values()), *found.nobodys]
    assert sorted(given_out) == sorted(member.id for member in here)
    unit = {member.id: member.unit for member in here}
    for code, ids in found.members.items():
        assert by is By.ROUTE or not areas[code] or all(unit[each] in areas[code].split("; ") for each in ids)
    free = [code for code, area in areas.items() if not area or by is By.ROUTE]
    assert not (free and found.nobodys)
    shuffled = random.Random(seed)
    again = assign(shuffled.sample(here, len(here)), dict(shuffled.sample(sorted(areas.items()), len(areas))), by, held)
    assert again == found


@given(case=cases(most=6))
def test_no_assignment_that_the_areas_allow_is_more_equal(
    case: tuple[list[Visited], dict[str, str], dict[str, int]],
) -> None:
    here, areas, held = case
    found = assign(here, areas, By.AREA, held)
    visited = [member for member in here if member.id not in found.nobodys]
    fitting = [
        [code for code, area in areas.items() if not area or member.unit in area.split("; ")] for member in visited
    ]
    best = min(
        sorted((held[code] + choice.count(code) for code in areas), reverse=True)
        for choice in itertools.product(*fitting)
    )
    assert sorted((held[code] + len(found.members[code]) for code in areas), reverse=True) == best


@pytest.mark.parametrize("by", By)
def test_twenty_thousand_members_and_two_hundred_interviewers(by: By) -> None:
    chance = random.Random(1)
    units = [f"Đơn vị {number}" for number in range(150)]
    here = [Visited(f"m{n}", chance.choice(units), f"{n % 400} Lê Lợi", n) for n in range(20_000)]
    areas = {f"B{n:03}": "; ".join(chance.sample(units, 3)) for n in range(200)}
    found = assign(here, areas, by)
    if by is By.ROUTE:
        assert loads(found) == [100] * 200
    else:
        assert sum(loads(found)) + len(found.nobodys) == 20_000
