"""The groups of facts: one for every kind, as the page of the docs says; and what a keyer sees of her own ballots."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.fact import FactKind, day_of, day_start
from sipas_desktop.domain.history import GROUPS, Group, is_seen_by_keyer, kinds_of
from sipas_desktop.errors import words

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "history.md").read_text(encoding="utf-8")


def test_every_kind_stands_in_one_group() -> None:
    assert sorted(kind for kinds in GROUPS.values() for kind in kinds) == sorted(FactKind)
    assert list(GROUPS) == list(Group)


def test_the_page_prints_the_same_groups() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE, flags=re.MULTILINE)
    assert {name: re.findall(r"`(\w+)`", cell) for name, cell in rows} == {
        group.value: [kind.value for kind in kinds] for group, kinds in GROUPS.items()
    }


@pytest.mark.parametrize("kind", FactKind)
def test_every_kind_has_words(kind: FactKind) -> None:
    assert words(f"history.kind_{kind}", "vi") != words(f"history.kind_{kind}", "en")


def test_a_group_that_is_none_is_refused() -> None:
    assert FactKind.ADJUDICATED in kinds_of("settling")
    with pytest.raises(ValueError, match="keys"):
        kinds_of("keys")


def test_who_keyed_a_ballot_learns_nothing_of_a_difference() -> None:
    by_others = {kind for kind in FactKind if is_seen_by_keyer(kind, by_herself=False)}
    assert by_others == {
        FactKind.BALLOT_RECEIVED,
        FactKind.RECEIPT_WITHDRAWN,
        FactKind.VALIDITY_SET,
        FactKind.KEYING_STARTED,
    }
    by_herself = {kind for kind in FactKind if is_seen_by_keyer(kind, by_herself=True)}
    assert by_herself - by_others == {
        FactKind.KEYING_RESUMED,
        FactKind.ANSWERS_KEYED,
        FactKind.KEYING_COMPLETED,
        FactKind.KEYING_REOPENED,
    }


@given(seconds=st.integers(946_800_000, 4_102_444_800), milliseconds=st.integers(0, 999))  # 2000 to 2100
def test_a_fact_lies_within_the_day_that_it_is_of(seconds: int, milliseconds: int) -> None:
    at = datetime.datetime.fromtimestamp(seconds, datetime.UTC).replace(microsecond=milliseconds * 1000)
    text = at.isoformat(timespec="milliseconds")
    day = datetime.date.fromisoformat(day_of(text))
    assert day_start(day) <= text < day_start(day + datetime.timedelta(days=1))
