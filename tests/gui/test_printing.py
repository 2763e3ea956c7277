"""Printing from the window: orders, previews, what is refused, and what a cancelled run leaves behind."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.print_style import Fold, Paper, PrintStyle
from sipas_desktop.errors import Refusal
from sipas_desktop.gui import printing_order
from sipas_desktop.gui.file_field import FileField
from sipas_desktop.gui.pdf_preview import PdfPreview
from sipas_desktop.gui.printing import PrintPage, local_time, short
from sipas_desktop.gui.printing_order import free_path, read_count, read_serials
from sipas_desktop.gui.printing_paper import prepare, sheets_of
from sipas_desktop.gui.printing_style import StyleFields, told
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs.samples import accept_sample, preview_sample
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from tests.gui import surveys
from tests.gui.test_accessibility import check


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenSurvey:
    return surveys.make(tmp_path, monkeypatch)


@pytest.fixture
def page(shell: SimpleNamespace, survey: OpenSurvey) -> PrintPage:
    shown = surveys.show(shell, survey, "print")
    assert isinstance(shown, PrintPage)
    return shown


def finish(qtbot: Any, page: PrintPage) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running and page.notice.kind != "", timeout=20_000)


def await_specimen(qtbot: Any, page: PrintPage) -> None:
    qtbot.waitUntil(lambda: not page._awaits_specimen, timeout=20_000)


def choose(page: PrintPage, kind: str) -> None:
    page.form._kinds.button(printing_order.KINDS.index(kind)).click()


def test_a_run_is_printed_previewed_and_listed(page: PrintPage, survey: OpenSurvey, qtbot: Any) -> None:
    out = page.form.file.path
    await_specimen(qtbot, page)
    assert out is not None and page.preview.pages == 1, "the specimen is shown first"
    qtbot.keyClicks(page.form.count, "3")
    qtbot.keyClick(page, Qt.Key.Key_F2)
    finish(qtbot, page)
    assert page.notice.kind == "ok" and out.name in page.notice.words
    assert page.preview.pages == 3
    assert queries.ledger(survey).printed == 3
    assert page.runs.rows.shown[0][1] == "3 phiếu"
    assert page.form.file.path != out and page.form.count.text() == ""
    assert page._open.isEnabled()


def test_a_run_for_a_sector_says_so(
    shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    page: Any = surveys.show(shell, surveys.make(tmp_path, monkeypatch, plan="ben-tre-2021"), "print")
    assert page.form.sector.isVisibleTo(page)
    page.form.group.setCurrentIndex(1)
    page.form.sector.setCurrentIndex(page.form.sector.findData("2"))
    qtbot.keyClicks(page.form.count, "3")
    page.print_order()
    finish(qtbot, page)
    title = page.desk.survey.plan.sector("2").title
    assert not page.runs.view.isColumnHidden(4) and page.runs.rows.shown[0][4] == title
    assert [run.sector for run in queries.runs(page.desk.survey)] == ["2"]
    check(page.window())
    choose(page, "labels")
    assert not page.form.sector.isVisibleTo(page)


def test_who_waits_is_counted_by_unit_and_sector(
    shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page: Any = surveys.show(shell, surveys.make(tmp_path, monkeypatch, plan="ben-tre-2021"), "print")
    form = page.form
    title = page.desk.survey.plan.sector("1").title
    form.set_waiting({("Sở A", title.upper()): 2, ("Sở A", "1"): 3, ("Sở A", "2"): 5, ("Sở B", "1"): 7, ("", ""): 11})
    assert form._waiting_now() == 28
    form.sector.setCurrentIndex(form.sector.findData("1"))
    assert form._waiting_now() == 12
    form.unit.setCurrentIndex(form.unit.findData("Sở A"))
    assert form._waiting_now() == 5


def test_a_plan_without_sectors_has_no_such_field(page: PrintPage) -> None:
    assert not page.form.sector.isVisibleTo(page) and page.runs.view.isColumnHidden(4)


def test_a_specimen_that_comes_late_takes_no_place(page: PrintPage, qtbot: Any) -> None:
    await_specimen(qtbot, page)
    page.form.style_fields.fold.setCurrentIndex(page.form.style_fields.fold.findData(Fold.DL))
    assert page._awaits_specimen
    choose(page, "labels")
    qtbot.waitUntil(lambda: not page.specimens._latest.running, timeout=20_000)
    assert page.preview.pages == 0 and page.preview.paper.words
    choose(page, "ballots")
    assert page.preview.pages == 2, "it is known by now"


def test_labels_are_printed_and_counted_apart(page: PrintPage, survey: OpenSurvey, qtbot: Any) -> None:
    choose(page, "labels")
    qtbot.keyClicks(page.form.count, "30")
    page.print_order()
    finish(qtbot, page)
    assert queries.ledger(survey).labels_left == 30 and queries.ledger(survey).printed == 0
    assert page.preview.pages == 2


def test_labels_go_onto_the_sheets_at_hand_from_the_first_free_one(page: PrintPage, qtbot: Any) -> None:
    choose(page, "labels")
    form = page.form
    assert form.sheet.isVisibleTo(page) and form.start.isVisibleTo(page)
    form.sheet.setCurrentIndex(form.sheet.findData("65-38x21"))
    form.count.setText("3")
    form.start.setText("66")
    page.print_order()
    assert page.notice.kind == "error" and "65" in page.notice.words and form.start.hasFocus()
    form.start.setText("64")
    assert "02 tờ A4" in form._said.text() or "2 tờ A4" in form._said.text()
    order = form.order()
    assert order is not None and (order.sheet, order.start) == ("65-38x21", 64)
    page.print_order()
    finish(qtbot, page)
    assert page.preview.pages == 2 and form.start.text() == ""
    choose(page, "ballots")
    assert not form.sheet.isVisibleTo(page)


def test_a_ballot_is_printed_once_more_with_a_reason(
    shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    survey = surveys.make(tmp_path, monkeypatch, ballots=2)
    page: Any = surveys.show(shell, survey, "print")
    first, second = surveys.serials(survey)
    choose(page, "reprint")
    page.form.serials.setText(f"{serials.show(first)}, {second}")
    page.print_order()
    assert page.notice.kind == "error" and page.form.reason.hasFocus(), "no reprint without a reason"
    page.form.reason.setText("máy in làm hỏng")
    page.print_order()
    finish(qtbot, page)
    assert page.notice.kind == "ok"
    assert queries.ledger(survey).printed == 2, "no new serial"
    text = pypdfium2.PdfDocument(page._file.read_bytes())[0].get_textpage().get_text_range()
    assert "BẢN IN LẠI" in text


def test_another_style_is_shown_told_and_kept(page: PrintPage, survey: OpenSurvey, qtbot: Any) -> None:
    form, fields = page.form, page.form.style_fields
    page.form.count.setText("2")
    await_specimen(qtbot, page)
    assert page.preview.pages == 1 and "2 trang A4" in form._said.text()
    fields.fold.setCurrentIndex(fields.fold.findData(Fold.DL))
    assert page.preview.pages == 1, "the one before stays until the next is laid out"
    await_specimen(qtbot, page)
    assert page.preview.pages == 2
    qtbot.mouseClick(fields.large, Qt.MouseButton.LeftButton)
    fields.paper.setCurrentIndex(fields.paper.findData(Paper.A5))
    assert not fields.fold.isEnabled() and form.style_of_print.fold is Fold.NONE, "an A5 ballot is not folded"
    fields.sides.setCurrentIndex(1)
    await_specimen(qtbot, page)
    assert "trang A5" in form._said.text() and page.preview.pages % 2 == 0
    assert "trang 2 bắt đầu từ câu" in form._notes.text() and form._notes.isVisibleTo(page)
    check(page.window())
    page.print_order()
    finish(qtbot, page)
    (run,) = queries.runs(survey)
    assert run.style == form.style_of_print == PrintStyle(Paper.A5, 2, large=True)
    assert "trang 2 bắt đầu từ câu" in form._notes.text()
    choose(page, "labels")
    assert not fields.isVisibleTo(page) and not fields.second.isVisibleTo(page) and not form._notes.text()


def test_the_fields_begin_with_the_plan_s_style(shell: SimpleNamespace, qtbot: Any) -> None:
    plan = PrintStyle(Paper.A4, 2, large=True, punch=True, fold=Fold.C5, corners=False, unit="UBND", notice="…")
    fields = StyleFields(plan, shell.window.theme)
    qtbot.addWidget(fields)
    assert fields.style_of_print == plan


def test_many_notes_are_counted() -> None:
    assert told(["a", "b"], "") == "a\nb"
    assert told([str(n) for n in range(9)], "5 more").splitlines() == ["0", "1", "2", "3", "5 more"]


def test_an_interrupted_run_is_offered_and_goes_on(
    page: PrintPage, survey: OpenSurvey, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not page.interrupted.isVisibleTo(page)

    def broken_off(*_arguments: Any, **_more: Any) -> None:
        raise Refusal("print.taken_meanwhile")

    with monkeypatch.context() as patch:
        patch.setattr(workflow, "publish_run", broken_off)
        page.form.count.setText("4")
        page.print_order()
        finish(qtbot, page)
    assert page.notice.kind == "error" and page.interrupted.isVisibleTo(page)
    (left,) = queries.interrupted_runs(survey)
    assert short(left.first_serial) in page.interrupted.accessibleName()
    check(page.window())
    out = page.form.file.path
    page.form.file.set_path(None)
    qtbot.keyClick(page, Qt.Key.Key_F5)
    assert page.form.file.line.hasFocus() and queries.interrupted_runs(survey)
    page.form.file.set_path(out)
    page.notice.clear()
    page.notice.kind = ""
    qtbot.keyClick(page, Qt.Key.Key_F5)
    finish(qtbot, page)
    assert page.notice.kind == "ok" and out is not None and out.exists()
    assert queries.ledger(survey).printed == 4 and not page.interrupted.isVisibleTo(page)


def test_an_interrupted_run_is_given_up(page: PrintPage, survey: OpenSurvey, qtbot: Any) -> None:
    for count in (2, 3):
        workflow.reserve_run(survey, count=count)
    page.refresh()
    assert page.interrupted.run is not None and page.interrupted.run.count == 3
    assert "1" in page.interrupted.accessibleName()
    qtbot.keyClick(page, Qt.Key.Key_F7)
    assert page.notice.kind == "ok" and page.interrupted.run.count == 2
    qtbot.keyClick(page, Qt.Key.Key_F7)
    assert not page.interrupted.isVisibleTo(page) and queries.interrupted_runs(survey) == []
    assert queries.check_survey(survey).ok


def assert_tab_goes_down(page: PrintPage) -> None:
    """The fields come one after the other as they stand, from the kinds of order to the file."""
    QApplication.processEvents()
    page.form._kinds.button(0).setFocus()
    places = []
    while page.form.isAncestorOf(now := page.window().focusWidget()):
        at = now.mapTo(page.form, now.rect().center())
        places.append((at.y() // 10, at.x()))
        QTest.keyClick(now, Qt.Key.Key_Tab)
    assert len(places) > 8 and places == sorted(places)


def test_linked_ballots_have_an_order_and_spares(
    shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    survey = surveys.make(tmp_path, monkeypatch, plan=surveys.linked_plan(tmp_path))
    people = [workflow.MemberData("official", f"Người {n}", unit="Sở Y tế", dossier=f"H57-{n}") for n in range(3)]
    workflow.import_sample(survey, people, "0" * 64)
    page: Any = surveys.show(shell, survey, "print")
    assert_tab_goes_down(page)
    page.form.sorted_by.setCurrentIndex(page.form.sorted_by.findData("route"))
    page.form.spares.setText("nhiều")
    page.print_order()
    assert page.notice.kind == "error" and page.form.spares.hasFocus()
    page.form.spares.setText("2")
    page.print_order()
    assert page.notice.kind == "error", "spares are for a unit"
    page.form.unit.setCurrentIndex(page.form.unit.findData("Sở Y tế"))
    order = page.form.order()
    assert (order.sorted_by, order.spares) == ("route", 2)
    assert "5" in page.form._said.text()
    page.notice.kind = ""
    page.print_order()
    finish(qtbot, page)
    assert page.notice.kind == "ok" and queries.ledger(survey).printed == 5 and page.preview.pages == 5
    assert page.form.spares.text() == ""
    check(page.window())
    choose(page, "labels")
    assert not page.form.spares.isVisibleTo(page) and not page.form.sorted_by.isVisibleTo(page)


def test_numbered_ballots_have_neither_order_nor_spares(page: PrintPage) -> None:
    assert not page.form.spares.isVisibleTo(page) and not page.form.sorted_by.isVisibleTo(page)


def pdf_printer(out: Path, file: Path, first: int = 0, last: int = 0) -> QPrinter:
    """A printer that prints into a file, as the system's dialog gives it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    prepare(printer, sheets_of(file))
    printer.setResolution(300)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(out))
    if last:
        printer.setFromTo(first, last)
    return printer


def codes_on(path: Path) -> list[set[str]]:
    """What a scanner reads on each page."""
    document = pypdfium2.PdfDocument(path)
    try:
        pictures = [page.render(scale=200 / 72, grayscale=True).to_numpy() for page in document]
    finally:
        document.close()
    return [{code.text for code in zxingcpp.read_barcodes(picture)} for picture in pictures]


@pytest.mark.parametrize(("first", "last"), [(0, 0), (2, 3)])
def test_the_proven_file_goes_to_a_printer(
    page: PrintPage,
    survey: OpenSurvey,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
    first: int,
    last: int,
) -> None:
    assert not page._paper.isEnabled()
    page.form.count.setText("4")
    page.print_order()
    finish(qtbot, page)
    assert page._paper.isEnabled()
    paper = tmp_path / "giấy.pdf"
    monkeypatch.setattr(page, "ask_printer", lambda: pdf_printer(paper, page._file, first, last))
    page.notice.kind = ""
    qtbot.keyClick(page, Qt.Key.Key_F11)
    finish(qtbot, page)
    wanted = [{ballot.serial, serials.page_code(ballot.serial, 1, 1)} for ballot in queries.ballots(survey)]
    wanted = wanted[first - 1 : last] if last else wanted
    assert page.notice.kind == "ok" and str(len(wanted)) in page.notice.words
    assert codes_on(paper) == wanted
    with pypdfium2.PdfDocument(paper) as document:
        size = document[0].get_size()
    assert [round(each) for each in size] == [595, 842]


def test_an_a5_file_of_two_sides_goes_to_a_printer_as_such(
    page: PrintPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    fields = page.form.style_fields
    fields.paper.setCurrentIndex(fields.paper.findData(Paper.A5))
    fields.sides.setCurrentIndex(1)
    page.form.count.setText("1")
    page.print_order()
    finish(qtbot, page)
    assert page._file is not None
    paper = tmp_path / "giấy.pdf"
    asked: list[QPrinter.DuplexMode] = []
    with monkeypatch.context() as patch:  # a printer into a file has no other side to tell of
        patch.setattr(QPrinter, "setDuplex", lambda _self, mode: asked.append(mode))
        printer = pdf_printer(paper, page._file)
    assert asked == [QPrinter.DuplexMode.DuplexLongSide]
    monkeypatch.setattr(page, "ask_printer", lambda: printer)
    page.notice.kind = ""
    page.print_on_paper()
    finish(qtbot, page)
    with pypdfium2.PdfDocument(paper) as document:
        assert {tuple(round(each) for each in sheet.get_size()) for sheet in document} == {(420, 595)}
    assert all(len(found) == 2 for found in codes_on(paper))
    page._file.write_bytes(b"")
    assert not sheets_of(page._file).two_sides and not sheets_of(tmp_path / "nothing.pdf").two_sides


def test_a_file_that_changed_since_its_proof_is_not_printed(
    page: PrintPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    page.form.count.setText("1")
    page.print_order()
    finish(qtbot, page)
    assert page._file is not None
    page._file.write_bytes(page._file.read_bytes().replace(b"/P1 Do", b"/P1 do"))
    paper = tmp_path / "giấy.pdf"
    monkeypatch.setattr(page, "ask_printer", lambda: pdf_printer(paper, page._file))
    page.notice.kind = ""
    page.print_on_paper()
    finish(qtbot, page)
    assert page.notice.kind == "error" and page._file.name in page.notice.words and not paper.exists()
    monkeypatch.setattr(page, "ask_printer", lambda: None)
    page.notice.kind = ""
    page.print_on_paper()
    assert page.notice.kind == "" and not page.task_line.running, "the dialog was closed again"


def test_what_is_missing_is_said_and_nothing_is_printed(page: PrintPage, survey: OpenSurvey, tmp_path: Path) -> None:
    page.print_order()
    assert page.notice.kind == "error" and page.form.count.hasFocus()
    page.form.count.setText("5")
    page.form.file.set_path(None)
    page.print_order()
    assert page.form.file.line.hasFocus()
    taken = tmp_path / "đã có.pdf"
    taken.write_bytes(b"x")
    page.form.file.set_path(taken.with_suffix(""))
    page.print_order()
    assert "đã có.pdf" in page.notice.words
    assert taken.read_bytes() == b"x" and queries.runs(survey) == []


def test_a_cancelled_run_leaves_no_file_and_no_ballot(
    page: PrintPage, survey: OpenSurvey, qtbot: Any, tmp_path: Path
) -> None:
    out = page.form.file.path
    page.form.count.setText("2000")
    page.print_order()
    page.task_line.cancel()
    finish(qtbot, page)
    assert page.notice.kind == "attention"
    assert out is not None and not out.exists()
    assert list(tmp_path.glob(".*.part")) == []
    assert queries.ledger(survey).printed == 0
    assert page.form.count.text() == "2000", "what was filled in is still there"


def test_a_refusal_of_the_run_is_said_in_the_page(page: PrintPage, qtbot: Any, tmp_path: Path) -> None:
    page.form.count.setText("1")
    page.form.file.set_path(tmp_path / "không có" / "x.pdf")
    page.print_order()
    finish(qtbot, page)
    assert page.notice.kind == "error" and "không có" in page.notice.words


def test_linked_ballots_are_printed_for_those_without_one(
    shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    from sipas_desktop.demo.chance import Chance
    from sipas_desktop.demo.sample_workbook import UNITS, write_sample_workbook

    survey = surveys.make(tmp_path, monkeypatch, plan=surveys.linked_plan(tmp_path))
    page: Any = surveys.show(shell, survey, "print")
    assert not page.form.isVisible() and "Ctrl+3" in page._empty_words.text()
    write_sample_workbook(tmp_path / "mẫu.xlsx", Chance(1), 12)
    accept_sample(survey, preview_sample(survey, tmp_path / "mẫu.xlsx", "official"))
    page.refresh()
    waiting = page.form._waiting
    assert sum(waiting.values()) == 12 and {unit for unit, _ in waiting} <= set(UNITS)
    unit, sector = next(iter(waiting))
    page.form.unit.setCurrentIndex(page.form.unit.findData(unit))
    page.print_order()
    finish(qtbot, page)
    assert queries.ledger(survey).printed == waiting[unit, sector]
    page.form.unit.setCurrentIndex(0)
    page.print_order()
    finish(qtbot, page)
    assert queries.ledger(survey).printed == 12
    assert queries.sample_counts(survey).with_ballot == 12


def test_numbers_and_serials_as_people_type_them() -> None:
    assert [read_count(typed) for typed in ("1.200", " 50 ", "1 000", "", "-3", "2½", "ba")] == [
        1200, 50, 1000, None, None, None, None,
    ]  # fmt: skip
    assert read_serials("48213 000001 7, 0000025;\n48213 000003 1") == ("48213 000001 7", "0000025", "48213 000003 1")


def test_files_get_a_name_that_is_free(tmp_path: Path) -> None:
    assert free_path(tmp_path, "ballots").name == "phieu-01.pdf"
    (tmp_path / "phieu-01.pdf").touch()
    assert free_path(tmp_path, "ballots").name == "phieu-02.pdf"
    assert free_path(tmp_path, "labels").name == "tem-01.pdf"


def test_times_are_of_the_wall_clock_here(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    if hasattr(time, "tzset"):
        time.tzset()
        assert local_time("2024-09-04T20:30:00.000+00:00") == "05/09/2024 03:30"
        monkeypatch.undo()
        time.tzset()


def test_preview_turns_pages_and_zooms_by_keyboard(page: PrintPage, survey: OpenSurvey, qtbot: Any) -> None:
    page.form.count.setText("3")
    page.print_order()
    finish(qtbot, page)
    view, preview = page.preview.view, page.preview
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert preview.page == 1
    assert serials.show(surveys.serials(survey)[1]) in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert preview.page == 2
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert preview.page == 0
    small = preview.paper.width()
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert preview.paper.width() > small
    for _ in range(9):
        qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert preview.paper.width() == small


def test_a_preview_lets_go_of_its_file_when_hidden(shell: SimpleNamespace, page: PrintPage, qtbot: Any) -> None:
    preview: PdfPreview = page.preview
    await_specimen(qtbot, page)
    assert preview._document is not None
    page.hide()
    assert preview._document is None
    page.show()
    assert preview.pages == 1


def test_paths_pasted_with_quotation_marks_or_as_urls(shell: SimpleNamespace, tmp_path: Path) -> None:
    theme: Theme = shell.window.theme
    field = FileField("Tệp", "F3", "PDF (*.pdf)", tmp_path, theme, shell.window)
    for typed in (f'"{tmp_path / "a b.pdf"}"', (tmp_path / "a b.pdf").as_uri(), "a b.pdf"):
        field.line.setText(typed)
        assert field.path == tmp_path / "a b.pdf"
    field.line.setText("  ")
    assert field.path is None
    field.setParent(None)


def test_every_kind_of_order_is_filled_in_by_keyboard(shell: SimpleNamespace, page: PrintPage) -> None:
    for kind in printing_order.KINDS:
        choose(page, kind)
        check(shell.window)
