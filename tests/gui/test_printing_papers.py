"""Other paper from the printing page: chosen, saved, shown; what is refused is said in the page."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from sipas_desktop.demo.chance import Chance
from sipas_desktop.demo.sample_workbook import write_sample_workbook
from sipas_desktop.gui.printing_papers import STEMS, free_name
from sipas_desktop.jobs.ballots import print_run
from sipas_desktop.jobs.samples import accept_sample, preview_sample
from sipas_desktop.store import queries
from tests.gui import surveys
from tests.gui.test_accessibility import check
from tests.paper.geometry import pages_of


def finish(qtbot: Any, page: Any) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running and page.notice.kind != "", timeout=20_000)


def answer(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> list[str]:
    """The system's dialog says ``path``; what it was opened with."""
    asked: list[str] = []

    def choose(_parent: object, title: str, start: str, _filters: str) -> tuple[str, str]:
        asked.append(start)
        return ("" if path is None else str(path), "")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    return asked


@pytest.fixture
def linked(shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The page of a survey whose twelve members have their ballots."""
    survey = surveys.make(tmp_path, monkeypatch, plan=surveys.linked_plan(tmp_path))
    write_sample_workbook(tmp_path / "mẫu.xlsx", Chance(1), 12)
    accept_sample(survey, preview_sample(survey, tmp_path / "mẫu.xlsx", "official"))
    print_run(survey, tmp_path / "phiếu.pdf")
    return surveys.show(shell, survey, "print")


@pytest.mark.parametrize("kind", [kind for kind in STEMS if kind != "handover"])
def test_each_paper_is_saved_and_shown(
    linked: Any, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    row, out = linked.papers, tmp_path / "giấy tờ.pdf"
    row.kind.setCurrentIndex(row.kind.findData(kind))
    asked = answer(monkeypatch, out.with_suffix(""))
    qtbot.keyClick(linked, Qt.Key.Key_F4)
    finish(qtbot, linked)
    assert linked.notice.kind == "ok" and out.name in linked.notice.words
    assert Path(asked[0]).name == f"{STEMS[kind]}-01.pdf"
    assert linked.preview.pages == len(pages_of(out)) and linked._file == out and linked._open.isEnabled()
    personal = kind in ("envelopes", "letters", "reminders", "assignment")
    assert ("chỉ giao cho người làm nhiệm vụ" in linked.notice.words) == personal


def test_only_what_matters_can_be_chosen(
    linked: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    row = linked.papers
    shown = {}
    for kind in STEMS:
        row.kind.setCurrentIndex(row.kind.findData(kind))
        shown[kind] = row.envelope.isVisibleTo(row), row.unit.isVisibleTo(row)
    assert shown["envelopes"] == (True, True) and shown["return-envelopes"] == (True, False)
    assert shown["letters"] == (False, True) and shown["instructions"] == (False, False)
    check(linked.window())
    row.kind.setCurrentIndex(row.kind.findData("envelopes"))
    row.unit.setCurrentIndex(1)
    row.envelope.setCurrentIndex(1)
    out = tmp_path / "phong bì.pdf"
    answer(monkeypatch, out)
    row.save.click()
    finish(qtbot, linked)
    members = queries.sample_members(linked.desk.survey, "official")
    assert len(pages_of(out)) == sum(each.unit == row.unit.currentData() for each in members) < 12
    assert round(pages_of(out)[0].width / 72 * 25.4) == 220


def test_nothing_is_made_without_a_name_and_a_refusal_is_said(
    linked: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    row = linked.papers
    answer(monkeypatch, None)
    row.save.click()
    assert not linked.task_line.running and linked.notice.kind == ""
    row.kind.setCurrentIndex(row.kind.findData("handover"))
    answer(monkeypatch, tmp_path / "x.pdf")
    row.save.click()
    finish(qtbot, linked)
    assert linked.notice.kind == "error" and "giao nhận" in linked.notice.words and not (tmp_path / "x.pdf").exists()


def test_a_ballot_box_has_no_list_to_sign(
    shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page: Any = surveys.show(shell, surveys.make(tmp_path, monkeypatch, ballots=2), "print")
    assert page.papers.kind.findData("assignment") == -1 and page.papers.kind.findData("handover") >= 0
    (tmp_path / "thu-moi-01.pdf").touch()
    assert free_name(tmp_path, "thu-moi").name == "thu-moi-02.pdf"


def test_of_a_long_list_who_waits_is_counted_beside_the_window(
    linked: Any, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    monkeypatch.setattr("sipas_desktop.gui.printing.AT_ONCE", 0)
    units = [linked.papers.unit.itemData(n) for n in range(linked.papers.unit.count())]
    linked.papers.set_units([])
    linked.refresh()
    qtbot.waitUntil(lambda: not linked._counting.running, timeout=20_000)
    assert [linked.papers.unit.itemData(n) for n in range(linked.papers.unit.count())] == units and len(units) > 1
    assert linked.form._waiting == {}, "all have their ballots"
