"""The rules that leave online answers out: each row in one place, in the order that the docs state."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.cleaning import dossier_key
from sipas_desktop.domain.online import Held, OnlineRow, is_outside, sort_out
from sipas_desktop.domain.online_mapping import Keep, Rules
from sipas_desktop.domain.plan import Wave
from sipas_desktop.jobs.presets import find_preset

PLAN = find_preset("hue-2024").plan  # fieldwork from 9 to 25 September 2024
ROW = OnlineRow(3, "2024-09-10T08:00:00", "hues", "", "", "", "H57-1", None, "", "", {"Q1": Answer("4")})


def test_the_first_reason_that_applies_counts() -> None:
    early = datetime.date(2024, 9, 30)
    rows = [
        replace(ROW, phone="0912345678", resulted=early, at="2020-01-01"),
        replace(ROW, resulted=early),
        replace(ROW, resulted=early, at="2020-01-01"),
        replace(ROW, at="2020-01-01"),
        replace(ROW, dossier="H57-9"),
        ROW,
        replace(ROW, row=9),
    ]
    held = Held(on_paper=frozenset({dossier_key("h57-9")}))
    found = sort_out(rows, Rules(), PLAN, held, phones=frozenset({"0912345678"}))
    assert found.excluded == {"official": 1, "before_result": 2, "outside_dates": 1, "on_paper": 1}
    assert (found.duplicates, [row.row for row in found.added]) == (1, [3])


@pytest.mark.parametrize(
    ("account", "official"),
    [("an@sonoivu.gov.vn", True), ("AN@HUE.GOV.VN", True), ("an@gmail.com", False), ("", False), ("admin1", True)],
)
def test_an_account_or_its_domain_tells_an_official(account: str, official: bool) -> None:
    rules = Rules(accounts=frozenset({".gov.vn", "admin1"}))
    found = sort_out([replace(ROW, account=account)], rules, PLAN, Held())
    assert bool(found.excluded) == official


@pytest.mark.parametrize(("keep", "kept"), [(Keep.FIRST, 2), (Keep.LAST, 3)])
def test_of_one_dossier_the_first_or_the_last_answer_counts(keep: Keep, kept: int) -> None:
    rows = [replace(ROW, row=n, at=at) for n, at in enumerate(("2024-09-12", "2024-09-15", "2024-09-10", "2024-09-20"))]
    found = sort_out(rows, Rules(keep=keep), PLAN, Held())
    assert ([row.row for row in found.added], found.duplicates) == ([kept], 3)


def test_an_excluded_answer_stands_in_nobodys_way() -> None:
    rows = [replace(ROW, phone="0912345678"), replace(ROW, row=4, at="2024-09-20")]
    found = sort_out(rows, Rules(phones=frozenset({"0912345678"})), PLAN, Held())
    assert [row.row for row in found.added] == [4]


def test_without_a_dossier_the_same_content_counts_as_often_as_the_file_has_it() -> None:
    row = replace(ROW, dossier="")
    first = sort_out([row, row], Rules(), PLAN, Held())
    assert (len(first.added), first.duplicates) == (2, 0)
    longer = sort_out([row, row, row], Rules(), PLAN, Held(keys={row.key: 2}))
    assert (len(longer.added), longer.duplicates) == (1, 2)
    assert row.key != replace(row, at="2024-09-10T08:00:01").key


def test_words_stand_in_nobodys_way_and_come_once() -> None:
    words = replace(ROW, answers={"comment": Answer("+", "Chờ lâu")}, comment=True)
    other = replace(words, row=5, answers={"comment": Answer("+", "Cảm ơn")})
    official = replace(words, phone="0912345678")
    held = Held(on_paper=frozenset({dossier_key("H57-1")}))
    found = sort_out([words, ROW, replace(words, row=4), other, official], Rules(), PLAN, held, {"0912345678"})
    assert ([row.row for row in found.comments], found.added, found.duplicates) == ([3, 4, 5], (), 0)
    assert (found.excluded, [row.row for row in found.aside]) == ({"official": 1, "on_paper": 1}, [3])
    again = sort_out([words, other], Rules(), PLAN, replace(held, comments={(words.key, "Chờ lâu"): 2}))
    assert ([row.row for row in again.comments], again.duplicates) == ([5], 1)


def test_a_source_may_have_its_own_days_and_waves_bound_it() -> None:
    day = datetime.date(2024, 3, 1)
    assert is_outside(day, Rules(), PLAN)
    assert not is_outside(day, Rules(start=datetime.date(2024, 1, 1)), PLAN)
    assert is_outside(day, Rules(end=datetime.date(2024, 2, 1)), PLAN)
    quarters = replace(PLAN, waves=(Wave("q1", "Quý I", datetime.date(2024, 1, 1), datetime.date(2024, 3, 31)),))
    assert not is_outside(day, Rules(), quarters)
    assert is_outside(datetime.date(2024, 4, 1), Rules(end=datetime.date(2024, 12, 31)), quarters)


ROWS = st.lists(
    st.builds(
        lambda day, dossier, phone, resulted: replace(
            ROW, at=f"2024-09-{day:02}", dossier=dossier, phone=phone,
            resulted=None if resulted is None else datetime.date(2024, 9, resulted),
        ),
        st.integers(1, 30),
        st.sampled_from(["", "A-1", "a-1", "A-2", "A-3"]),
        st.sampled_from(["", "0912345678"]),
        st.none() | st.integers(1, 30),
    ),
    max_size=25,
)  # fmt: skip


@given(ROWS, st.booleans(), st.sampled_from(Keep))
def test_the_counts_add_up_and_the_same_rows_once_more_add_nothing(
    rows: list[OnlineRow], outside: bool, keep: Keep
) -> None:
    rules = Rules(phones=frozenset({"0912345678"}), outside_dates=outside, keep=keep)
    held = Held(on_paper=frozenset({dossier_key("A-3")}))
    found = sort_out(rows, rules, PLAN, held)
    assert len(found.added) + sum(found.excluded.values()) + found.duplicates == len(rows)
    keys: dict[str, int] = {}
    for row in found.added:
        if not row.dossier:
            keys[row.key] = keys.get(row.key, 0) + 1
    dossiers = [dossier_key(row.dossier) for row in found.added if row.dossier]
    assert len(dossiers) == len(set(dossiers))
    again = sort_out(rows, rules, PLAN, Held(frozenset(dossiers), keys, held.on_paper))
    assert again.added == ()
