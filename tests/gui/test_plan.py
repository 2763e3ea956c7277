"""The plan in plain words, its forms on paper, its catalogues: read from files, added line by line."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from sipas_desktop.domain.form import Kind
from sipas_desktop.domain.plan import Identity, IndexDefinition
from sipas_desktop.gui import plan_words
from sipas_desktop.gui.plan import PlanPage
from sipas_desktop.gui.plan_policies import keying
from sipas_desktop.jobs.catalogue_files import accept_entries, preview_entries
from sipas_desktop.jobs.presets import find_preset, presets
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey
from tests.gui import surveys
from tests.gui.test_accessibility import check
from tests.surveys import sampled_plan


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenSurvey:
    return surveys.make(tmp_path, monkeypatch)


@pytest.fixture
def page(shell: SimpleNamespace, survey: OpenSurvey) -> PlanPage:
    shown = surveys.show(shell, survey, "plan")
    assert isinstance(shown, PlanPage)
    return shown


@pytest.fixture
def workbook(survey: OpenSurvey, tmp_path: Path) -> Path:
    """One unit as it is, one renamed, one new, one without a name."""
    first, second = queries.catalogue(survey, "unit")[:2]
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (
        ["Mã", "Tên đơn vị"],
        [first.code, first.name],
        [second.code, "UBND phường Tên Mới"],
        ["77", "UBND xã  Thêm Vào "],
        ["78", ""],
    ):
        sheet.append(row)
    path = tmp_path / "đơn vị.xlsx"
    book.save(path)
    return path


def finish(qtbot: Any, page: PlanPage) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)


def names(survey: OpenSurvey, kind: str = "unit") -> dict[str, str]:
    return {entry.code: entry.name for entry in queries.catalogue(survey, kind)}


def test_the_plan_is_told_in_words(page: PlanPage, survey: OpenSurvey) -> None:
    said = dict(plan_words.lines(survey.plan, {form.code: form for form in survey.forms.values()}))
    text = "\n".join(said.values())
    assert survey.plan.title in text and survey.plan.owner in text
    assert "từ 01/07/2017 đến 31/10/2017" in text
    assert "hòm phiếu" in text and "80%" in text
    assert all(reason.title in text for reason in survey.plan.reasons)


@pytest.mark.parametrize("preset", presets(), ids=[preset.plan.id for preset in presets()])
def test_every_preset_can_be_told(shell: SimpleNamespace, preset: Any) -> None:
    said = plan_words.lines(preset.plan, preset.forms)
    assert all(caption and text.strip() for caption, text in said)
    assert len(plan_words.quota(preset.plan, "vi")) > len(preset.plan.quotas)


def test_every_value_of_a_plan_and_a_form_has_words(shell: SimpleNamespace, survey: OpenSurvey) -> None:
    from dataclasses import replace

    assert len({plan_words.identity(replace(survey.plan, identity=each)) for each in Identity}) == len(Identity)
    for definition in IndexDefinition:
        assert plan_words.lines(replace(survey.plan, index=definition), {})
    question = next(iter(survey.forms.values())).questions[0]
    assert len({plan_words.kind(replace(question, kind=each)) for each in Kind}) == len(Kind)


@pytest.mark.parametrize(("transactions", "ballots"), [("99", "30"), ("100", "20"), ("101", "21"), ("0", "0")])
def test_the_calculator_gives_the_least_number(page: PlanPage, transactions: str, ballots: str, qtbot: Any) -> None:
    card = page.tabs.summary.quota
    qtbot.keyClicks(card.transactions, transactions)
    assert card.answer.text() == f"{ballots} phiếu"
    card.transactions.setText("nhiều")
    assert card.answer.text() == "–"


def test_questions_stand_beside_the_paper(page: PlanPage, survey: OpenSurvey, qtbot: Any) -> None:
    qtbot.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    form = next(iter(survey.forms.values()))
    assert [row[1] for row in page.tabs.forms.questions.rows.shown] == [question.text for question in form.questions]
    assert page.tabs.forms.preview.pages >= 1
    rated = next(at for at, question in enumerate(form.questions) if question.kind is Kind.RATED)
    page.tabs.forms.questions.view.selectRow(rated)
    assert "5 Rất hài lòng" in page.tabs.forms._chosen.text()


def test_a_catalogue_file_is_compared_first_and_then_taken(
    page: PlanPage, survey: OpenSurvey, workbook: Path, qtbot: Any
) -> None:
    before = names(survey)
    page.tabs.show_units()
    view = page.tabs.catalogues[0]
    view.file.line.setText(str(workbook))
    qtbot.keyClick(page, Qt.Key.Key_F2)
    finish(qtbot, page)
    assert view.shown is not None
    assert [entry.name for entry in view.shown.added] == ["UBND xã Thêm Vào"]
    assert [(was, entry.name) for entry, was in view.shown.changed] == [
        (before[view.shown.changed[0][0].code], "UBND phường Tên Mới")
    ]
    assert view.shown.unchanged == 1
    assert [row[1] for row in view.rejected.table.rows.shown] == [5]
    assert names(survey) == before, "looking writes nothing"
    qtbot.keyClick(page, Qt.Key.Key_F4)
    assert names(survey) == before and view.table.isVisible() and page.tabs.tabBar().hasFocus()
    page.read_file()
    finish(qtbot, page)
    qtbot.keyClick(page, Qt.Key.Key_F2)
    finish(qtbot, page)
    now = names(survey)
    assert now["77"] == "UBND xã Thêm Vào" and "UBND phường Tên Mới" in now.values()
    assert len(now) == len(before) + 1
    assert f"({len(now)})" in page.tabs.tabText(2) and page.tabs.tabBar().hasFocus()


def test_a_file_with_nothing_new_cannot_be_taken(
    page: PlanPage, survey: OpenSurvey, workbook: Path, qtbot: Any
) -> None:
    page.tabs.show_units()
    page.tabs.catalogues[0].file.line.setText(str(workbook))
    for _ in range(2):
        page.read_file()
        finish(qtbot, page)
        page.accept()
        finish(qtbot, page)
    assert not page._next.isEnabled() and page.notice.kind == "attention"


def test_one_line_is_added_under_the_next_number(page: PlanPage, survey: OpenSurvey, qtbot: Any) -> None:
    page.tabs.show_procedures()
    view = page.tabs.catalogues[1]
    code = view.next_code()
    view.name.setText("Cấp bản sao trích lục hộ tịch")
    qtbot.keyClick(view.name, Qt.Key.Key_Return)
    assert names(survey, "procedure")[code] == "Cấp bản sao trích lục hộ tịch"
    assert page.notice.kind == "ok" and view.name.text() == "" and view.name.hasFocus()
    qtbot.keyClick(page, Qt.Key.Key_F7)
    assert len(names(survey, "procedure")) == view.table.rows.total, "an empty line adds nothing"
    view.code.setText(code)
    view.name.setText("Chứng thực")
    page.add_entry()
    assert page.notice.kind == "attention" and "trích lục" in page.notice.words, "a rename says what was before"


def test_a_code_that_means_something_else_is_refused(page: PlanPage, survey: OpenSurvey) -> None:
    page.tabs.show_units()
    before = names(survey)
    page.tabs.catalogues[0].code.setText("0")
    page.tabs.catalogues[0].name.setText("UBND xã Không")
    page.add_entry()
    assert page.notice.kind == "error" and names(survey) == before
    assert page.tabs.catalogues[0].name.text() == "UBND xã Không", "what was typed is still there"


def test_an_empty_catalogue_says_what_that_means(page: PlanPage) -> None:
    view = page.tabs.catalogues[0]
    page.tabs.show_units()
    assert not view._hint.isVisible()
    view.fill([])
    assert view._hint.isVisible() and view.next_code() == "1"


def test_the_next_action_leads_on_with_the_work(shell: SimpleNamespace, page: PlanPage, qtbot: Any) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F2)
    assert shell.window.place == "print"


def test_an_office_whose_ballots_are_linked_goes_on_to_the_list(
    shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    survey = surveys.make(tmp_path, monkeypatch, plan=surveys.linked_plan(tmp_path))
    page = surveys.show(shell, survey, "plan")
    qtbot.keyClick(page, Qt.Key.Key_F2)
    assert shell.window.place == "sample"


def test_comparing_keeps_every_row_once(survey: OpenSurvey, workbook: Path) -> None:
    for taken in (False, True):
        found = preview_entries(survey, workbook, "unit")
        assert (len(found.added), len(found.changed), found.unchanged) == ((0, 0, 3) if taken else (1, 1, 1))
        assert len(found.entries) == found.changes
        accept_entries(survey, found)


@pytest.fixture
def counted(survey: OpenSurvey, tmp_path: Path) -> Path:
    """Two numbers of transactions, one of a procedure that nobody knows, one that is no number."""
    unit, (first, second) = queries.catalogue(survey, "unit")[0], queries.catalogue(survey, "procedure")[:2]
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (
        ["Đơn vị", "Thủ tục", "Số lượt giao dịch"],
        [unit.name, first.name, 99],
        [unit.name, second.name, "1.000"],
        [unit.name, "Thủ tục lạ", 5],
        [unit.name, second.name, "nhiều"],
    ):
        sheet.append(row)
    book.save(tmp_path / "giao dịch.xlsx")
    return tmp_path / "giao dịch.xlsx"


def test_transactions_are_looked_at_first_and_then_give_the_least_numbers(
    shell: SimpleNamespace, page: PlanPage, survey: OpenSurvey, counted: Path, qtbot: Any
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    view = page.tabs.quota
    assert {row[3] for row in view.table.rows.shown} == {"–"}
    qtbot.keyClick(page, Qt.Key.Key_F2)
    assert view.file.line.hasFocus()
    view.file.line.setText(str(counted))
    qtbot.keyClick(page, Qt.Key.Key_F2)
    finish(qtbot, page)
    assert view.shown is None  # the file does not say of which year it is
    qtbot.keyClicks(view.year, "2016")
    qtbot.keyClick(view.year, Qt.Key.Key_Return)
    finish(qtbot, page)
    assert view.shown is not None and (len(view.shown.added), len(view.shown.rejected)) == (2, 2)
    assert queries.transactions(survey) == []
    check(shell.window)
    qtbot.keyClick(page, Qt.Key.Key_F4)
    assert view.shown is None and queries.transactions(survey) == []
    view.adds.setChecked(True)
    for _ in range(2):
        qtbot.keyClick(page, Qt.Key.Key_F2)
        finish(qtbot, page)
    assert sorted(each.count for each in queries.transactions(survey)) == [5, 99, 1000]
    numbers = {row[1]: (row[2], row[3]) for row in view.table.rows.shown if row[3] != "–"}
    assert sorted(numbers.values()) == [(5, 2), (99, 30), (1000, 200)]
    assert "Thủ tục lạ" in numbers and "Thủ tục lạ" in names(survey, "procedure").values()
    assert "232" in view._summary.text()
    qtbot.keyClick(page, Qt.Key.Key_F2)
    finish(qtbot, page)
    assert view.shown is not None and not page._next.isEnabled()


def test_every_tab_and_the_preview_are_reached_by_keyboard(
    shell: SimpleNamespace, page: PlanPage, workbook: Path, qtbot: Any
) -> None:
    for number in range(page.tabs.count()):
        page.tabs.setCurrentIndex(number)
        check(shell.window)
    page.tabs.show_units()
    page.tabs.catalogues[0].file.line.setText(str(workbook))
    page.read_file()
    finish(qtbot, page)
    for number in range(page.tabs.catalogues[0].tabs.count()):
        page.tabs.catalogues[0].tabs.setCurrentIndex(number)
        check(shell.window)


def test_the_plan_says_how_many_ballots_are_keyed_twice(qapp: QApplication, tmp_path: Path) -> None:
    said = 'mode = "sampled"\none_in = 12\nlearn = 34\nlimit = 2.5'
    words = keying(find_preset(sampled_plan(tmp_path / "all", said)).plan)
    assert all(number in words.replace(",", ".") for number in ("12", "34", "2.5")) and "phieu" not in words
    words = keying(find_preset(sampled_plan(tmp_path / "none", f'{said}\n[keying.forms]\nphieu = "full"')).plan)
    assert "every paper ballot is keyed twice" in words


def test_a_view_is_made_when_somebody_comes_to_it(page: PlanPage) -> None:
    tabs = page.tabs
    rooms: list[Any] = [tabs.widget(number) for number in range(tabs.count())]
    assert [room for room in rooms if room.made is not None] == rooms[:1]
    for room in rooms:
        tabs.setCurrentWidget(room)
        assert room.made is not None and room.made.isVisible() and tabs.currentWidget() is room.made
    made = [room.made for room in rooms]
    page.refresh()
    assert [room.made for room in rooms] == made, "it is made once"
