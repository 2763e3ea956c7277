"""The draw: no repeats, no overlap, the numbers asked for or a stated shortfall, whatever order the frame is in."""

from __future__ import annotations

import hashlib
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipas_desktop.domain.sampling import (
    COLUMNS,
    METHODS,
    STRATA,
    Draw,
    FrameRow,
    allocate,
    draw,
    frame_sha256,
    strata_sizes,
)
from sipas_desktop.errors import Refusal

UNITS = ("Xã Ân Hòa", "Xã An Hòa", "Phường Đức", "Phường Dục")


def row(number: int, unit: str = "", **cells: str) -> FrameRow:
    values = {"name": f"Người {number}", "dossier": f"H57-{number}", "unit": unit or UNITS[number % len(UNITS)]}
    return FrameRow(f"{number:032x}", **(dict.fromkeys(COLUMNS, "") | values | cells))


ROWS = st.lists(
    st.builds(
        row,
        st.integers(0, 400),
        unit=st.sampled_from(UNITS),
        sector=st.sampled_from(("Đất đai", "Hộ tịch", "")),
        procedure=st.sampled_from(("Cấp mới", "Cấp đổi")),
    ),
    min_size=1,
    max_size=60,
)


def contents(frame: list[FrameRow], drawn: Draw) -> list[tuple[str, str, int, int]]:
    """What was drawn, without the members' ids."""
    keys = {each.id: each.key for each in frame}
    return [(keys[each.id], each.list, each.stratum, each.place) for each in drawn.chosen]


@settings(max_examples=150, deadline=None)
@given(
    ROWS,
    st.integers(0, 10**18 - 1),
    st.sampled_from(METHODS),
    st.integers(0, 70),
    st.integers(0, 70),
    st.sampled_from(STRATA),
    st.randoms(use_true_random=False),
)
def test_any_draw_keeps_the_rules(
    frame: list[FrameRow], seed: int, method: str, official: int, reserve: int, by: str, chance: random.Random
) -> None:
    # Ids as a file in another order would give them, so that the same row has another one.
    frame = [FrameRow(f"{place:032x}", *(getattr(each, c) for c in COLUMNS)) for place, each in enumerate(frame)]
    drawn = draw(frame, seed, method, official, reserve, by)
    lists = {name: [each.id for each in drawn.chosen if each.list == name] for name in ("official", "reserve")}
    keys = {each.id: each.key for each in frame}
    chosen = [keys[member] for member in (*lists["official"], *lists["reserve"])]
    assert len(set(chosen)) == len(chosen)
    assert len(lists["official"]) == drawn.official == min(official, drawn.rows)
    assert drawn.reserve == len(lists["reserve"]) <= reserve
    if official > 0:
        assert drawn.reserve == min(reserve, drawn.rows - drawn.official) or method == "stratified"
    assert drawn.rows == len(set(keys.values())) == sum(stratum.rows for stratum in drawn.strata)
    assert drawn.rows + drawn.duplicates == len(frame)
    for number, stratum in enumerate(drawn.strata):
        for name, due in (("official", stratum.official), ("reserve", stratum.reserve)):
            places = [each.place for each in drawn.chosen if each.stratum == number and each.list == name]
            assert places == list(range(1, due + 1))
    shuffled = list(frame)
    chance.shuffle(shuffled)
    anew = [FrameRow(f"{place:032x}", *(getattr(each, c) for c in COLUMNS)) for place, each in enumerate(shuffled)]
    again = draw(anew, seed, method, official, reserve, by)
    assert contents(anew, again) == contents(frame, drawn)
    assert again.frame_sha256 == drawn.frame_sha256 == frame_sha256(anew)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 500), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), min_size=1, max_size=12))
def test_shares_are_within_one_of_proportion_and_never_above_their_cap(
    total: int, parts: list[tuple[int, int]]
) -> None:
    weights, caps = [weight for weight, _ in parts], [cap for _, cap in parts]
    given_ = allocate(total, weights, caps)
    room = sum(cap for weight, cap in parts if weight)
    assert sum(given_) == min(total, room)
    assert all(0 <= number <= cap for number, cap in zip(given_, caps, strict=True))
    if all(total * weight <= cap * sum(weights) for weight, cap in parts) and sum(weights):
        shares = [total * weight / sum(weights) for weight in weights]
        assert all(abs(number - share) < 1 for number, share in zip(given_, shares, strict=True))


def test_largest_remainders() -> None:
    # 10 seats over 53, 24, 23 of 100: 5.3, 2.4, 2.3 – the seat that is left goes to the second.
    assert allocate(10, [53, 24, 23], [53, 24, 23]) == [5, 3, 2]
    assert allocate(1, [1, 1, 1], [1, 1, 1]) == [1, 0, 0]
    assert allocate(7, [1, 1], [2, 9]) == [2, 5]
    assert allocate(7, [0, 1], [9, 3]) == [0, 3]


def test_the_lists_of_one_seed_are_these_wherever_they_are_drawn() -> None:
    """Fixed values, so that another Python, system or version cannot draw otherwise unnoticed."""
    frame = [row(number) for number in range(40)]
    drawn = {method: contents(frame, draw(frame, 2024, method, 9, 4)) for method in METHODS}
    digests = {method: hashlib.sha256(repr(chosen).encode()).hexdigest()[:16] for method, chosen in drawn.items()}
    assert digests == FIXED
    assert frame_sha256(frame) == FIXED_FRAME


FIXED = {"simple": "5d84567f569b82a1", "systematic": "e4a4927e4c4126be", "stratified": "3c13a793afe6b1e9"}
FIXED_FRAME = "13aaa228fd543202f9c18b63e987da99c181ec00acc53bc638f66b73f284d0d7"


def test_a_draw_by_hand_as_the_minutes_tell_it() -> None:
    """Independent of the code: keys, ranks and the smallest of them as the docstring says."""
    frame = [row(number) for number in range(30)]
    keys = ["\t".join(getattr(each, column) for column in COLUMNS) for each in frame]
    ranked = sorted(keys, key=lambda key: hashlib.sha256(f"77\n{key}".encode()).hexdigest())
    drawn = contents(frame, draw(frame, 77, "simple", 6, 3))
    assert {key for key, kind, *_ in drawn if kind == "official"} == set(ranked[:6])
    assert [key for key, kind, *_ in drawn if kind == "reserve"] == ranked[6:9]
    text = "".join(key + "\n" for key in sorted(keys))
    assert frame_sha256(frame) == hashlib.sha256(text.encode()).hexdigest()


def test_systematic_steps_evenly_through_the_vietnamese_order() -> None:
    frame = [row(n, unit="Xã", name=name) for n, name in enumerate(("Ân", "An", "Ăn", "Dân", "Đan", "Ơn", "On", "Ôn"))]
    drawn = draw(frame, 5, "systematic", 4, 2)
    names = {each.id: each.name for each in frame}
    order = ["An", "Ăn", "Ân", "Dân", "Đan", "On", "Ôn", "Ơn"]
    places = [order.index(names[each.id]) for each in drawn.chosen if each.list == "official"]
    assert [later - place for place, later in pairwise(places)] == [2, 2, 2]


def test_strata_are_drawn_by_themselves_and_named_once() -> None:
    frame = [row(number, unit="Xã A") for number in range(6)] + [row(number, unit=" xã  a") for number in range(6, 12)]
    frame += [row(number, unit="Xã B") for number in range(12, 15)]
    assert strata_sizes(frame, "unit") == {"Xã A": 12, "Xã B": 3}
    drawn = draw(frame, 1, "stratified", {"XÃ A": 5, "Xã B": 9, "Xã C": 1}, 100)
    assert [(each.name, each.rows, each.asked, each.official, each.reserve) for each in drawn.strata] == [
        ("Xã A", 12, 5, 5, 7),
        ("Xã B", 3, 9, 3, 0),
    ]


def test_rows_that_are_the_same_are_drawn_once() -> None:
    frame = [row(1), FrameRow("f" * 32, *(getattr(row(1), column) for column in COLUMNS)), row(2)]
    drawn = draw(frame, 1, "simple", 3, 3)
    assert (drawn.rows, drawn.duplicates, drawn.official, drawn.reserve) == (2, 1, 2, 0)
    assert drawn.strata[0].asked == 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seed": -1}, "draw.seed"),
        ({"seed": 10**18}, "draw.seed"),
        ({"method": "quota"}, "draw.unknown_method"),
        ({"by": "name"}, "draw.unknown_strata"),
        ({"official": -1}, "draw.negative"),
        ({"reserve": -1}, "draw.negative"),
        ({"official": {"Xã A": -1}}, "draw.negative"),
        ({"frame": []}, "draw.no_frame"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change: dict[str, object], code: str) -> None:
    asked = {"frame": [row(1)], "seed": 1, "method": "simple", "official": 1, "reserve": 0, "by": "unit"} | change
    with pytest.raises(Refusal) as refused:
        draw(**asked)  # type: ignore[arg-type]
    assert refused.value.code == code
