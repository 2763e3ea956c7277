"""The order of a pile of ballots: units in Vietnamese order, addresses as a postman walks."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from sipas_desktop.domain.print_order import SortedBy, in_order, route_key


@dataclass(frozen=True)
class Person:
    unit: str
    address: str
    interviewer: str = ""


def test_the_list_stays_as_it_is() -> None:
    people = [Person("B", "2"), Person("A", "1")]
    assert in_order(people, SortedBy.LIST) == people


def test_units_are_sorted_as_vietnamese_and_people_stay_in_their_order() -> None:
    units = ["Sở Y tế", "Đà", "Ân", "An", "", "Sở Công", "An"]
    found = in_order([Person(unit, str(n)) for n, unit in enumerate(units)], SortedBy.UNIT)
    assert [person.unit for person in found] == ["An", "An", "Ân", "Đà", "Sở Công", "Sở Y tế", ""]
    assert [person.address for person in found[:2]] == ["3", "6"]


def test_interviewers_are_sorted_by_their_codes_numbers_as_numbers() -> None:
    codes = ["B10", "", "B9", "Ă1", "A2", "B9"]
    found = in_order([Person("", str(n), code) for n, code in enumerate(codes)], SortedBy.INTERVIEWER)
    assert [person.interviewer for person in found] == ["A2", "Ă1", "B9", "B9", "B10", ""]
    assert [person.address for person in found[2:4]] == ["2", "5"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Số 9, Lê Lợi, Huế", "Số 10, Lê Lợi, Huế"),
        ("Số 900, Lê Lai, Huế", "Số 1, Lê Lợi, Huế"),
        ("Số 1, Ý Yên, Đà Nẵng", "Số 1, An, Huế"),
        ("Lê Lợi, Huế", "Số 1, Lê Lợi, Huế"),
        ("Kiệt 2/9, Lê Lợi, Huế", "Kiệt 2/10, Lê Lợi, Huế"),
        ("Thôn Đông, xã Ân", "Thôn Ân, xã Đông"),
        ("Vỹ Dạ; Huế", ""),
        ("zzz", "  ,  "),
    ],
)
def test_a_route_goes_from_the_large_to_the_small(before: str, after: str) -> None:
    assert route_key(before) < route_key(after)
    people = [Person("", after), Person("", before)]
    assert in_order(people, SortedBy.ROUTE) == people[::-1]
