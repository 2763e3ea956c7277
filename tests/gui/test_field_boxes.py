"""Ballot boxes in the window, by keyboard: Sơn Tây's box is opened, recorded, received; the difference is told."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from sipas_desktop.domain.box import BoxData
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.gui.field_boxes import BoxesPanel
from sipas_desktop.gui.fieldwork_page import FieldworkPage
from sipas_desktop.gui.receiving import ReceivePage
from sipas_desktop.gui.receiving_scan import NEXT_BATCH, NewBatch
from sipas_desktop.jobs.calendar import today
from sipas_desktop.store import queries, workflow
from tests.gui.stations import cheap_station, shown
from tests.gui.test_accessibility import check, controls
from tests.paper.geometry import pages_of
from tests.surveys import Station

CONTROL = Qt.KeyboardModifier.ControlModifier
PEOPLE = ("Bà Âu Thị Bưởi, Phó Chủ tịch", "Ông Trần Ỷ, Mặt trận Tổ quốc")
BOX = BoxData("Hòm số 2", "NP-017", True, PEOPLE, 5, 4, "H1", day=datetime.date(2017, 8, 31))


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    with cheap_station(tmp_path, monkeypatch) as here:
        workflow.set_catalogue(here.admin, "unit", [workflow.Entry("X1", "UBND phường Lê Lợi")])
        yield here


def at_boxes(desk: Station, folder: Path, qtbot: Any) -> FieldworkPage:
    """The office's page at its ballot boxes, filled."""
    page = shown(FieldworkPage, desk["Hà"], folder, qtbot)
    page.focus_first()
    filled(page, qtbot)
    for _ in range(3):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab, CONTROL)
        filled(page, qtbot)
    assert page.panel is page.view(BoxesPanel) and page.view(BoxesPanel).form.box.hasFocus()
    return page


def filled(page: FieldworkPage, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=60_000)
    QApplication.processEvents()


def cells(panel: BoxesPanel) -> list[list[str]]:
    width = len(panel.table.rows.columns)
    return [[str(cell) for cell in row[:width]] for row in panel.table.rows.shown]


def type_box(panel: BoxesPanel, box: str, seal: str, people: tuple[str, ...], papers: str, valid: str) -> None:
    """From field to field as the form leads, to the batch."""
    form = panel.form
    for field, text in ((form.box, box), (form.seal, seal)):
        field.setFocus()
        field.insert(text)  # QTest types no Vietnamese
    QTest.keyClick(form.seal, Qt.Key.Key_Return)
    assert form.whole.hasFocus()
    QTest.keyClick(form.whole, Qt.Key.Key_Tab)
    QTest.keyClick(form.note, Qt.Key.Key_Return)
    assert form.people.hasFocus()
    for number, each in enumerate(people):
        if number:
            QTest.keyClick(form.people, Qt.Key.Key_Return)
        form.people.insertPlainText(each)
    QTest.keyClick(form.people, Qt.Key.Key_Tab)
    QTest.keyClicks(form.papers, papers)
    QTest.keyClick(form.papers, Qt.Key.Key_Return)
    QTest.keyClicks(form.valid, valid)
    QTest.keyClick(form.valid, Qt.Key.Key_Return)
    assert form.batch.hasFocus()


def test_a_box_is_recorded_received_and_its_difference_told(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    serials = desk.print(5)
    page = at_boxes(desk, tmp_path, qtbot)
    panel = page.view(BoxesPanel)
    assert page._status.text().startswith("No ballot box was opened yet") and panel.form.batch.text() == "H1"
    panel.form.unit.setCurrentIndex(panel.form.unit.findData("X1"))
    type_box(panel, "Hòm số 2", "NP-017", PEOPLE, "5", "4")
    QTest.keyClick(panel.form.batch, Qt.Key.Key_Return)
    (record,) = queries.box_records(desk.admin)
    assert record.data == replace(BOX, unit="X1", day=today())
    row = ["1", "Hòm số 2, UBND phường Lê Lợi", "not received yet", "5", "0", "H1", "NP-017", date_short(today())]
    assert cells(panel) == [row]
    assert page.notice.kind == "ok" and "batch H1 (Ctrl+5)" in page.notice.words
    assert panel.form.box.hasFocus() and panel.form.box.text() == "" and panel.form.batch.text() == "H2"
    assert panel.form.people.value == "\n".join(PEOPLE)  # the next box is often opened before the same people

    counter = shown(ReceivePage, desk["Hà"], tmp_path, qtbot)
    counter.desk.kept.update(page.desk.kept)  # one desk, in the window
    counter.refresh()
    assert counter.panel.batch.currentData() == "H1" and "H1" in counter.notice.words
    assert counter.panel.current == NewBatch("H1", "X1", named=True) and NEXT_BATCH not in counter.desk.kept
    for serial in serials[:4]:
        QTest.keyClicks(counter.field, serial)
        QTest.keyClick(counter.field, Qt.Key.Key_Return)
    assert counter.panel.current == "H1"
    (batch,) = queries.batches(desk.admin)
    assert (batch.code, batch.unit, batch.ballots) == ("H1", "X1", 4)

    page.refresh()
    filled(page, qtbot)
    assert cells(panel)[0][2:5] == ["1 paper(s) not received", "5", "4"]
    assert page._status.text() == "1 records: 5 papers counted · 4 received · boxes that differ: 1"
    QTest.keyClicks(counter.field, serials[4])
    QTest.keyClick(counter.field, Qt.Key.Key_Return)
    page.refresh()
    filled(page, qtbot)
    assert cells(panel)[0][2] == "5 valid, 4 looked so"
    workflow.set_validity(desk.admin, serials[4], "torn")
    page.refresh()
    filled(page, qtbot)
    assert cells(panel)[0][2] == "none"
    assert queries.check_survey(desk.admin).problems == ()


def test_more_than_were_counted_is_told(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    workflow.record_box(desk.admin, replace(BOX, papers=2, valid=2))
    for serial in desk.print(3):
        workflow.receive(desk.admin, serial, batch="H1")
    page = at_boxes(desk, tmp_path, qtbot)
    assert cells(page.view(BoxesPanel))[0][2] == "1 ballot(s) more than counted"
    assert page.view(BoxesPanel).form.batch.text() == "H2"


def test_a_record_is_corrected_and_prints(
    desk: Station, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    for number in (1, 2):
        workflow.record_box(desk.admin, replace(BOX, box=f"Hòm số {number}", batch=f"H{number}"))
    page = at_boxes(desk, tmp_path, qtbot)
    panel = page.view(BoxesPanel)
    QTest.keyClick(page, Qt.Key.Key_F5)
    assert page.notice.kind == "attention" and panel.form.box.text() == ""  # no record at hand
    panel.table.select(1)
    QTest.keyClick(panel.table.view, Qt.Key.Key_Return)
    form = panel.form
    assert form.data() == replace(BOX, box="Hòm số 1") and form.box.hasFocus()
    form.whole.setFocus()
    QTest.keyClick(form.whole, Qt.Key.Key_Space)
    QTest.keyClick(page, Qt.Key.Key_F2)
    assert page.notice.kind == "error" and len(queries.history(desk.admin).rows) and form.box.text() == "Hòm số 1"
    form.note.setFocus()
    QTest.keyClicks(form.note, "rach mot goc")
    QTest.keyClick(page, Qt.Key.Key_F2)
    first, second = queries.box_records(desk.admin)
    assert (first.data.whole, first.data.note, second.data.whole) == (False, "rach mot goc", True)
    assert [row[0] for row in cells(panel)] == ["2", "1"] and cells(panel)[1][6] == "NP-017, broken"
    assert form.box.text() == "" and form.batch.text() == "H3"

    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *how: (asked.append(how[2]), (str(tmp_path / "biên bản.pdf"), ""))[1]
    )
    QTest.keyClick(page, Qt.Key.Key_F12)
    filled(page, qtbot)
    text = " ".join(" ".join(each.words for each in pages_of(tmp_path / "biên bản.pdf")).split())
    assert "Hòm số 1" in text and "rach mot goc" in text and page.notice.kind == "ok"
    panel.table.select(2)
    QTest.keyClick(page, Qt.Key.Key_F12)
    filled(page, qtbot)
    assert opened == [str(tmp_path / "biên bản.pdf"), str(tmp_path / "hom-phieu-02.pdf")] and len(asked) == 1


def test_a_record_saved_while_the_list_is_read_stays_in_it(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    workflow.record_box(desk.admin, BOX)
    page = at_boxes(desk, tmp_path, qtbot)
    panel = page.view(BoxesPanel)
    _, work = panel.reading()
    found = work(lambda done, total: None)
    panel.table.select(1)
    QTest.keyClick(panel.table.view, Qt.Key.Key_Return)
    panel.form.papers.setText("9")
    QTest.keyClick(page, Qt.Key.Key_F2)
    type_box(panel, "Hòm số 3", "NP-018", (), "7", "7")
    QTest.keyClick(panel.form.batch, Qt.Key.Key_Return)
    panel.show_found(found)  # which was read before both
    assert [(row[0], row[3]) for row in cells(panel)] == [("2", "7"), ("1", "9")]
    assert panel.form.batch.text() == "H3"


def test_what_is_missing_is_said_and_nothing_is_recorded(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    page = at_boxes(desk, tmp_path, qtbot)
    panel = page.view(BoxesPanel)
    before = queries.current_head(desk.admin)
    type_box(panel, "Hòm số 2", "NP-017", PEOPLE, "", "")
    for papers, valid, said in (("", "4", "papers"), ("5", "", "valid"), ("5", "6", "count")):
        panel.form.papers.setText(papers)
        panel.form.valid.setText(valid)
        QTest.keyClick(page, Qt.Key.Key_F2)
        assert page.notice.kind == "error" and said in page.notice.words
    panel.form.day.setText("hôm qua")
    panel.form.valid.setText("5")
    QTest.keyClick(page, Qt.Key.Key_F2)
    assert "hôm qua" in page.notice.words
    assert queries.current_head(desk.admin) == before and panel.form.box.text() == "Hòm số 2"
    page.refresh()
    filled(page, qtbot)
    assert panel.form.box.text() == "Hòm số 2"  # what is being written down stays
    QTest.keyClick(page, Qt.Key.Key_F3)
    assert panel.form.box.text() == "" and panel.form.box.hasFocus()


def test_a_box_is_received_into_its_batch_however_full_it_is(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    """A bundle of the plan's size would be bound and the next batch begun: ballots of the box would get lost in it."""
    workflow.record_box(desk.admin, replace(BOX, batch="H1"))
    size = desk.admin.plan.keying.batch
    serials = desk.print(size + 2)
    counter = shown(ReceivePage, desk["Hà"], tmp_path, qtbot)
    counter.desk.kept[NEXT_BATCH] = NewBatch("H1", None, named=True)
    counter.refresh()
    for number, serial in enumerate(serials):
        counter.field.setText(serial)
        QTest.keyClick(counter.field, Qt.Key.Key_Return)
        if number == 1:
            counter.refresh()  # from what the survey says, too
    assert [(each.code, each.ballots, each.of_box) for each in queries.batches(desk.admin)] == [("H1", size + 2, True)]
    assert counter.panel.current == "H1" and not counter.panel.full


def test_everything_has_a_name_a_key_of_its_own_and_is_reached_by_tab(
    desk: Station, tmp_path: Path, qtbot: Any
) -> None:
    page = at_boxes(desk, tmp_path, qtbot)
    check(page)
    assert page.view(BoxesPanel).table.view in controls(page)


def test_a_batch_of_a_box_that_was_opened_meanwhile_or_is_closed(desk: Station, tmp_path: Path, qtbot: Any) -> None:
    first, _ = desk.print(2)
    workflow.open_batch(desk.admin, "H1", None)
    counter = shown(ReceivePage, desk["Hà"], tmp_path, qtbot)
    counter.desk.kept[NEXT_BATCH] = NewBatch("H2", "X1", named=True)
    counter.refresh()
    workflow.open_batch(desk["Lan"], "H2", "X1")
    QTest.keyClicks(counter.field, first)
    QTest.keyClick(counter.field, Qt.Key.Key_Return)
    assert [(each.code, each.ballots) for each in queries.batches(desk.admin)] == [("H1", 0), ("H2", 1)]
    counter.desk.kept[NEXT_BATCH] = NewBatch("H1", None, named=True)
    counter.refresh()
    assert counter.panel.current == "H1"
    workflow.close_batch(desk.admin, "H1")
    counter.panel.set_batches(queries.batches(desk.admin), None)
    now = counter.panel.current
    counter.desk.kept[NEXT_BATCH] = NewBatch("H1", None, named=True)
    counter.refresh()
    assert counter.panel.current == now != "H1"
