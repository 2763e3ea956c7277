"""Text that no keyboard types: NUL, halves of characters, other spellings of one code."""

from __future__ import annotations

import pytest

from sipas_desktop.domain.answer import WRITTEN, Answer
from sipas_desktop.jobs.keyed import receive_all
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.engine import refusal_of
from sipas_desktop.store.facts import Writer
from tests.store.test_keying import facts, refused
from tests.surveys import Station

NO_TEXT = ["a\x00b", "a\udcffb"]


@pytest.mark.parametrize("odd", NO_TEXT)
def test_nothing_of_it_is_written(desk: Station, odd: str) -> None:
    first, second = desk.received(2)
    keying = workflow.start_keying(desk["Lan"], first, 1)
    desk.key("Lan", 1, second, Q1="5")
    desk.key("Mai", 2, second, Q1="1")
    stock = desk.print(1)
    before = facts(desk)
    with refused("keying.not_an_answer" if "\x00" in odd else "file.not_text"):
        workflow.record_answer(desk["Lan"], keying, "comment", Answer(WRITTEN, odd))
    with refused("file.not_text"):
        workflow.adjudicate(desk["Hòa"], second, "Q1", Answer("2"), odd)
    with refused("file.not_text"):
        workflow.record_reprint(desk.admin, stock, odd)
    assert facts(desk) == before
    backslash = "\\u0000 \\\\u0000"  # the letters, not the character
    workflow.record_answer(desk["Lan"], keying, "comment", Answer(WRITTEN, backslash))
    workflow.record_reprint(desk.admin, stock, backslash)


def test_one_batch_has_one_spelling(desk: Station) -> None:
    serials = desk.print(4)
    workflow.open_batch(desk.admin, "Lô  Hòa")
    for serial, typed in zip(serials, ("Lô Hòa", " Lô Hòa ", "Lo\u0302 Ho\u0300a", "Lô\u200b Hòa"), strict=True):
        assert workflow.receive(desk.admin, serial, batch=typed).batch == "Lô Hòa"
    assert [batch.code for batch in queries.batches(desk.admin)] == ["Lô Hòa"]
    assert [view.position for view in queries.ballots(desk.admin, "Lô Hòa")] == [1, 2, 3, 4]


@pytest.mark.parametrize("empty", ["", " ", "\x00", "\u200b"])
def test_a_batch_without_a_name_is_refused(desk: Station, empty: str) -> None:
    (serial,) = desk.print(1)
    with refused("receive.batch_exists"):
        workflow.receive(desk.admin, serial, batch=empty)
    with refused("receive.batch_exists"):
        workflow.open_batch(desk.admin, empty)


def test_a_full_disk_is_no_fault_of_a_line(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    serials = desk.print(3)
    workflow.receive(desk.admin, serials[0])

    def full(_: Writer, **_how: object) -> None:
        refusal = refusal_of("database or disk is full")
        assert refusal is not None
        raise refusal

    monkeypatch.setattr(Writer, "transaction", full)
    with refused("file.disk_full"):
        receive_all(desk.admin, serials)
