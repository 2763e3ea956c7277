"""The hash of the records, their order in files, and cells too small to be published."""

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain import records
from sipas_desktop.domain.records import Record, canonical, content_order, records_sha256, small_cells

VALUES = st.dictionaries(
    st.sampled_from(["Q1", "Q2", "unit", "comment"]), st.sampled_from(["1", "5", ".", "0", "*", "?", "+", "đất"])
)
ROWS = st.lists(VALUES, max_size=20)


def test_the_definition_written_out() -> None:
    rows = [{"Q2": "5", "Q1": "4", "comment": "+"}, {"Q1": "."}]
    by_hand = b'[["Q1","."]]\n[["Q1","4"],["Q2","5"],["comment","+"]]\n'
    assert records_sha256(rows) == hashlib.sha256(by_hand).hexdigest()


def test_known_value_on_every_system() -> None:
    rows = [{"Q1": str(level), "unit": "Đ01"} for level in (1, 2, 3, 4, 5, 5)]
    assert records_sha256(rows) == "c326d87e09f3187095c1fd6488e28ba338e9abc4e06b8dbf9f2d90d76d31b565"


def test_no_ballots() -> None:
    assert records_sha256([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(ROWS, st.randoms(use_true_random=False))
def test_order_of_ballots_and_of_questions_does_not_matter(rows: list[dict[str, str]], random) -> None:  # type: ignore[no-untyped-def]
    mixed = [dict(random.sample(list(row.items()), len(row))) for row in rows]
    random.shuffle(mixed)
    assert records_sha256(mixed) == records_sha256(rows)


@given(ROWS, VALUES)
def test_one_ballot_more_changes_it_even_when_there_is_one_like_it(
    rows: list[dict[str, str]], row: dict[str, str]
) -> None:
    assert records_sha256([*rows, row]) != records_sha256(rows)
    assert records_sha256([*rows, row, row]) != records_sha256([*rows, row])


@given(st.lists(VALUES, min_size=1, max_size=10), st.data())
def test_one_changed_answer_changes_it(rows: list[dict[str, str]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    changed = [dict(row) for row in rows]
    changed[place]["Q1"] = "2" if changed[place].get("Q1") != "2" else "3"
    assert records_sha256(changed) != records_sha256(rows)


def test_more_rows_than_are_sorted_at_once_give_the_same_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    rows = [{f"Q{number}": str(chance.randint(1, 5)) for number in range(4)} for _ in range(500)]
    whole = records_sha256(rows)
    for run, piece in ((1, 1), (7, 3), (250, 64), (500, 10), (501, 10)):
        monkeypatch.setattr(records, "_RUN", run)
        monkeypatch.setattr(records, "_PIECE", piece)
        assert records_sha256(rows) == whole


def test_canonical_line_is_ascii() -> None:
    assert canonical({"unit": "Đ"}) == '[["unit","\\u0110"]]'


def test_order_in_files_tells_nothing_of_the_serial() -> None:
    def record(serial: str, level: str) -> Record:
        return Record(serial, "f", "u", "g", "w", "c", {"Q1": level})

    first, second = record("1", "5"), record("2", "1")
    assert sorted([first, second], key=content_order) == [second, first]
    assert content_order(record("1", "3")) == content_order(record("9", "3"))


def test_small_cells_are_hidden() -> None:
    assert small_cells({"a": 4, "b": 3, "c": 50, "d": 0}) == {"a", "b"}
    assert small_cells({"a": 5, "b": 50}) == frozenset()
    assert small_cells({}) == frozenset()


def test_a_small_cell_cannot_be_had_by_subtraction() -> None:
    assert small_cells({"a": 4, "b": 30, "c": 50}) == {"a", "b"}
    assert small_cells({"a": 2, "b": 2, "c": 30}) == {"a", "b", "c"}
    assert small_cells({"a": 2}) == {"a"}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12)))
def test_what_is_hidden_holds_enough_ballots_or_is_everything(settled: dict[str, int]) -> None:
    hidden = small_cells(settled)
    assert all(cell in hidden for cell, count in settled.items() if 0 < count < 5)
    together = sum(settled[cell] for cell in hidden)
    assert not hidden or together >= 5 or hidden == {cell for cell, count in settled.items() if count}
    if any(settled[cell] >= 5 for cell in hidden):  # no more than needed
        assert together - max(settled[cell] for cell in hidden) < 5
