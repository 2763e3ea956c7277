"""Remarks in reports by facts: each report has its own, a text lies apart, the check finds what nobody could write."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.remark import About
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.queries import HistoryFilter
from tests.surveys import CHEAP, Station, copied_station

FIRST, SECOND = About(wave="quy-1"), About(wave="quy-2")
WORDS = "Bà Nguyễn Thị An đề nghị thêm người."


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, "ha-tinh-2024") as found:
        yield found


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.words("vi") and caught.value.words("en")
    return caught.value.code


def texts(here: Station, about: About | None = None) -> list[tuple[str, str, str]]:
    return [(each.section, each.about.key, each.text) for each in queries.remarks(here.admin, about)]


def test_each_report_has_its_own_remarks(here: Station) -> None:
    office = here["Hà"]
    assert workflow.write_remark(office, "proposals", f"  {WORDS}\n\nHai là,  sửa. ") == f"{WORDS}\nHai là, sửa."
    workflow.write_remark(office, "proposals", "Của quý I.", FIRST)
    workflow.write_remark(office, "overview", "Mở đầu quý I.", FIRST)
    assert texts(here, About()) == [("proposals", "{}", f"{WORDS}\nHai là, sửa.")]
    assert texts(here, FIRST) == [
        ("overview", FIRST.key, "Mở đầu quý I."),
        ("proposals", FIRST.key, "Của quý I."),
    ]
    assert texts(here, SECOND) == []
    assert len(texts(here)) == 3


def test_written_anew_and_taken_away_each_a_fact(here: Station) -> None:
    office = here["Hà"]
    workflow.write_remark(office, "results", "Một.", FIRST)
    workflow.write_remark(office, "results", "Hai.", FIRST)
    workflow.clear_remark(office, "results", FIRST)
    assert texts(here) == []
    assert refused(lambda: workflow.clear_remark(office, "results", FIRST)) == "remarks.none"
    workflow.write_remark(office, "results", "Ba.", FIRST)
    rows = [row for row in queries.history(office).rows if row.kind == FactKind.REMARK_WRITTEN]
    assert [(row.what, row.before, row.after) for row in rows] == [
        ("results quy-1", None, "Ba."),
        ("results quy-1", "Hai.", None),
        ("results quy-1", "Một.", "Hai."),
        ("results quy-1", None, "Một."),
    ]
    assert queries.history(office, HistoryFilter(group="sending")).rows
    assert queries.check_survey(here.admin).problems == ()


def test_a_text_lies_apart_from_its_fact(here: Station) -> None:
    workflow.write_remark(here.admin, "shortcomings", WORDS)
    with here.admin.reading() as conn:
        told = conn.exec_driver_sql("SELECT payload FROM fact WHERE kind = 'remark_written'").scalar_one()
    assert "Nguyễn" not in told and set(json.loads(told)["text"]) == {"ref", "commitment"}
    with here.admin.writing() as tx:
        tx.conn.exec_driver_sql("UPDATE personal SET value = NULL WHERE value = ?", (WORDS,))
    assert texts(here) == [("shortcomings", "{}", "")]


def test_what_is_refused_changes_nothing(here: Station) -> None:
    workflow.write_remark(here.admin, "results", "Một.")
    write = workflow.write_remark
    tried: dict[str, Callable[[], Any]] = {
        "remarks.unknown": lambda: write(here.admin, "Kết quả", "x"),
        "remarks.empty": lambda: write(here.admin, "results", " \n "),
        "remarks.too_long": lambda: write(here.admin, "results", "x" * 20_001),
        "remarks.written_already": lambda: write(here.admin, "results", " Một."),
        "remarks.no_such_report": lambda: write(here.admin, "results", "x", About(wave="quy-5")),
        "catalogues.unknown_unit": lambda: write(here.admin, "results", "x", About(unit="không có")),
        "remarks.none": lambda: workflow.clear_remark(here.admin, "results", FIRST),
        "operators.not_allowed": lambda: write(here["Giám sát"], "results", "x"),
        "file.not_text": lambda: write(here.admin, "results", "x\x00y"),
    }
    before = queries.current_head(here.admin)
    assert {code: refused(act) for code, act in tried.items()} == {code: code for code in tried}
    assert refused(lambda: write(here.admin, "results", "x\x01y")) == "file.not_text"
    assert refused(lambda: queries.remarks(here["Lan"])) == "operators.not_allowed"
    assert queries.current_head(here.admin) == before


@pytest.mark.parametrize(
    "changed",
    [
        {"section": "Kết quả"},
        {"about": {"wave": "quy-5"}},
        {"about": {"until": "14/06/2024"}},
        {"about": {"unit": "không có"}},
        {"supersedes": "x:1"},
        {"text": None},  # nothing to take away
    ],
)
def test_the_check_finds_what_the_workflow_would_have_refused(here: Station, changed: dict[str, Any]) -> None:
    with here.admin.writing() as tx:
        said = {"section": "results", "about": {}, "text": tx.personal("x"), "supersedes": None} | changed
        tx.append(FactKind.REMARK_WRITTEN, **said)
    assert not queries.check_survey(here.admin).ok


@pytest.mark.parametrize("text", ["", "  x", "x" * 20_001, "một\n\nhai", "một\x01hai"])
def test_the_check_finds_a_text_that_is_not_kept_so(here: Station, text: str) -> None:
    with here.admin.writing() as tx:
        tx.append(FactKind.REMARK_WRITTEN, section="results", about={}, text=tx.personal(text), supersedes=None)
    assert not queries.check_survey(here.admin).ok


def test_a_remark_behind_the_facts_is_found(here: Station) -> None:
    workflow.write_remark(here.admin, "results", "Một.")
    with here.admin.writing() as tx:
        tx.conn.exec_driver_sql("UPDATE remark SET section = 'proposals'")
    assert not queries.check_survey(here.admin).ok


def test_a_unit_of_the_catalogue_may_have_remarks(here: Station) -> None:
    workflow.set_catalogue(here.admin, "unit", [workflow.Entry("01", "Phòng Một")])
    about = About(unit="01", until=datetime.date(2024, 3, 31))
    workflow.write_remark(here.admin, "results", "Một.", about)
    assert texts(here, about) == [("results", about.key, "Một.")]
    assert queries.check_survey(here.admin).problems == ()
