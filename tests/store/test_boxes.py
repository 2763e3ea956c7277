"""Ballot boxes: what was counted when one was opened, beside what was received from it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain.box import BoxData
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, queries, workflow
from tests.surveys import CHEAP, Station, copied_station

BOX = BoxData(
    "Hòm số 2",
    "NP-017",
    True,
    ("Bà Âu Thị Bưởi, Phó Chủ tịch", "Ông Trần Ỷ, Mặt trận Tổ quốc"),
    5,
    4,
    "H2-1",
    note="",
    day=datetime.date(2017, 8, 31),
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey of Sơn Tây's plan, with a ballot box."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path) as here:
        workflow.set_catalogue(here.admin, "unit", [workflow.Entry("X1", "UBND phường Lê Lợi")])
        yield here


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.words("vi") and caught.value.words("en")
    return caught.value.code


def test_what_was_counted_beside_what_came_in(desk: Station) -> None:
    office, serials = desk["Hà"], desk.print(5)
    number = workflow.record_box(office, replace(BOX, unit="X1"))
    (found,) = queries.box_records(office)
    assert (found.number, found.data) == (number, replace(BOX, unit="X1"))
    assert (found.received, found.missing, found.differs) == (0, 5, True)
    for serial in serials[:4]:
        workflow.receive(office, serial, batch="H2-1")
    workflow.receive(office, serials[4], batch="khác")
    (found,) = queries.box_records(office)
    assert (found.received, found.counted, found.missing, found.data.spoiled) == (4, 4, 1, 1)
    workflow.withdraw_receipt(office, serials[4])
    workflow.receive(office, serials[4], batch="H2-1")
    (found,) = queries.box_records(office)
    assert (found.missing, found.counted, found.differs) == (0, 5, True)  # one looked spoiled
    workflow.set_validity(office, serials[4], "torn")
    (found,) = queries.box_records(office)
    assert (found.missing, found.counted, found.differs) == (0, 4, False)
    assert queries.check_survey(desk.admin).problems == ()


def test_a_record_is_corrected_and_the_history_keeps_both(desk: Station) -> None:
    office = desk["Hà"]
    first, second = (workflow.record_box(office, replace(BOX, batch=batch)) for batch in ("H1", "H2"))
    assert (first, second) == (1, 2)
    assert workflow.record_box(office, replace(BOX, papers=6, batch="H1b"), 1) == 1
    assert [each.data.papers for each in queries.box_records(office)] == [6, 5]
    assert workflow.record_box(office, replace(BOX, batch="H1")) == 3  # nobody's any more
    rows = [(row.before, row.after) for row in queries.history(desk.admin).rows if row.kind == FactKind.BOX_OPENED]
    assert sorted(rows, key=str) == sorted([(None, "5"), (None, "5"), (None, "5"), ("5", "6")], key=str)
    assert queries.check_survey(desk.admin).problems == ()


def test_what_is_refused_changes_nothing(desk: Station) -> None:
    office = desk["Hà"]
    workflow.record_box(office, BOX)
    before = queries.heads(desk.admin)
    for code, data, number in (
        ("box.missing", replace(BOX, box=" "), None),
        ("box.missing", replace(BOX, seal=""), None),
        ("box.missing", replace(BOX, batch=""), None),
        ("box.missing", replace(BOX, people=(" ",)), None),
        ("box.too_long", replace(BOX, people=("x" * 501,)), None),
        ("box.counts", replace(BOX, valid=6), None),
        ("box.counts", replace(BOX, valid=-1), None),
        ("box.counts", replace(BOX, papers=10**6), None),
        ("box.broken", replace(BOX, whole=False), None),
        ("fieldwork.to_come", replace(BOX, day=datetime.date(2999, 1, 1)), None),
        ("catalogues.unknown_unit", replace(BOX, unit="Z"), None),
        ("box.batch_taken", BOX, None),
        ("box.unknown", replace(BOX, batch="H9"), 9),
    ):
        assert refused(lambda: workflow.record_box(office, data, number)) == code  # noqa: B023
    assert refused(lambda: workflow.record_box(desk["Lan"], BOX)) == "operators.not_allowed"
    assert queries.heads(desk.admin) == before


def test_who_was_there_is_kept_apart_from_the_facts(desk: Station) -> None:
    workflow.record_box(desk["Hà"], replace(BOX, whole=False, note="ông Ỷ làm rách"))
    with desk.admin.reading() as conn:
        said = json.dumps([row[0] for row in conn.exec_driver_sql("SELECT payload FROM fact")], ensure_ascii=False)
    assert "Bưởi" not in said and "Ỷ" not in said


@pytest.mark.parametrize(
    "changed",
    [
        {"record": 0},
        {"record": 1},  # without a word of the fact before
        {"supersedes": "x:1"},
        {"box": ""},
        {"valid": 6},
        {"whole": False},
        {"unit": "Z"},
        {"batch": "H2-1"},
        {"day": "2999-01-01"},
    ],
)
def test_the_check_finds_what_the_workflow_would_have_refused(desk: Station, changed: dict[str, Any]) -> None:
    workflow.record_box(desk["Hà"], BOX)
    with desk.admin.writing() as tx, pytest.MonkeyPatch.context() as patch:
        plain: dict[str, Any] = {
            "record": 2,
            "box": "Hòm 3",
            "unit": None,
            "seal": "NP-018",
            "whole": True,
            "people": tx.personal("Bà Lan"),
            "day": "2017-08-31",
            "papers": 5,
            "valid": 4,
            "batch": "H3",
            "note": None,
            "supersedes": None,
        }
        patch.setattr("sipas_desktop.store.facts.project", lambda *_: None)
        tx.append(FactKind.BOX_OPENED, **plain | changed)
    problems = queries.check_survey(desk.admin).problems
    assert any(problem[0] in ("check.illegal", "check.impossible") for problem in problems)
