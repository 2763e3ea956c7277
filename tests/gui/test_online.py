"""Online answers in the window: looked at by a mapping, mended by keyboard, taken on a key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from sipas_desktop.gui.online import OnlineView
from sipas_desktop.gui.transfer import TransferPage
from sipas_desktop.jobs.online import load_mapping
from sipas_desktop.store import keys, queries
from tests.exchange.test_online_file import GOOD
from tests.gui.stations import shown
from tests.gui.test_accessibility import nameless
from tests.online import HEADINGS, mapping_text, write_export
from tests.surveys import CHEAP, Station, copied_station, station


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, "hue-2024") as made:
        yield made


@pytest.fixture
def page(here: Station, tmp_path: Path, qtbot: Any) -> TransferPage:
    """The page, on its online part."""
    made = shown(TransferPage, here.admin, tmp_path, qtbot)
    assert isinstance(made, TransferPage)
    made.tabs.setCurrentWidget(made.online)
    return made


def view_of(page: TransferPage) -> OnlineView:
    assert page.online is not None
    return page.online


def wait(page: TransferPage, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)


def read(page: TransferPage, qtbot: Any, path: Path) -> OnlineView:
    view = view_of(page)
    view.file.line.setText(str(path))
    qtbot.keyClick(view.file.line, Qt.Key.Key_Return)
    wait(page, qtbot)
    return view


def test_a_file_is_looked_at_mended_kept_and_taken(
    page: TransferPage, here: Station, tmp_path: Path, qtbot: Any
) -> None:
    other = (*GOOD[:1], "H57.01-240901-0002", *GOOD[2:-1], "Tạm được")
    export = write_export(tmp_path / "hues.xlsx", [GOOD, other, GOOD])
    view = read(page, qtbot, export)
    assert "1" in view.counts.text()
    assert view.take.isEnabled()
    assert queries.online_sources(here.admin) == []  # nothing is written yet
    assert view.rejected.table.rows.total == 1
    never = [row for row in view.mapping.columns.rows.shown if row[1] == "Mã xác thực"]
    assert never[0][2] == view.mapping.tr("verification code: never imported")
    assert view.mapping.unmapped == 11  # one text under eleven questions; it stands first
    first = view.mapping.texts.rows.shown[0]
    assert (first[1], first[3]) == ("Tạm được", "")
    view.mapping.texts.view.selectRow(0)
    view.mapping.code.setFocus()
    for _ in range(3):  # from "no code yet" to the third level; said once, for all rated questions
        qtbot.keyClick(view.mapping.code, Qt.Key.Key_Down)
    assert view.mapping.unmapped == 0
    assert not view.take.isEnabled()  # the counts are of the mapping before
    qtbot.keyClick(view, Qt.Key.Key_F5)
    wait(page, qtbot)
    kept = tmp_path / "hues.toml"
    view.save_mapping_to(kept)
    wait(page, qtbot)
    assert load_mapping(kept).code_of("Q1", "tạm được", rated=True) == "3"
    assert view.mapping_file.path == kept
    qtbot.keyClick(view, Qt.Key.Key_F7)
    wait(page, qtbot)
    (source,) = queries.online_sources(here.admin)
    assert (source.added, source.duplicates, source.rejected) == (2, 1, 0)
    assert page.notice.kind == "ok"


def test_a_column_gets_another_meaning(page: TransferPage, tmp_path: Path, qtbot: Any) -> None:
    view = read(page, qtbot, write_export(tmp_path / "hues.xlsx", [GOOD]))
    place = next(n for n, row in enumerate(view.mapping.columns.rows.shown) if row[1] == "Câu 1")
    view.mapping.columns.view.selectRow(place)
    assert view.mapping.target.currentData() == "Q1"
    view.mapping.target.setCurrentIndex(view.mapping.target.findData("Q2"))
    view.mapping.target.activated.emit(view.mapping.target.currentIndex())
    assert view.mapping.mapping is not None
    columns = view.mapping.mapping.columns
    assert columns["Câu 1"] == "Q2"
    assert "Câu 2" not in columns  # a question comes from one column


def test_a_kept_mapping_that_does_not_fit_says_what_is_missing(page: TransferPage, tmp_path: Path, qtbot: Any) -> None:
    kept = tmp_path / "m.toml"
    kept.write_text(mapping_text().replace('"Mã hồ sơ"', '"Số hồ sơ"'), encoding="utf-8")
    view_of(page).mapping_file.line.setText(str(kept))
    read(page, qtbot, write_export(tmp_path / "hues.xlsx", [GOOD]))
    assert page.notice.kind == "error"


def test_officials_of_a_list_do_not_count_and_are_kept_nowhere(
    page: TransferPage, here: Station, tmp_path: Path, qtbot: Any
) -> None:
    officials = tmp_path / "cán bộ.csv"
    officials.write_text("Họ tên,Điện thoại\nMột người,0900 000 001\n", encoding="utf-8")
    other = (*GOOD[:1], "H57-2", GOOD[2], "0900000001", *GOOD[4:])
    view = view_of(page)
    view.officials.line.setText(str(officials))
    read(page, qtbot, write_export(tmp_path / "hues.xlsx", [GOOD, other]))
    assert view._seen is not None and view._seen.found is not None
    assert view._seen.found.excluded == {"official": 1}
    qtbot.keyClick(view, Qt.Key.Key_F7)
    wait(page, qtbot)
    (source,) = queries.online_sources(here.admin)
    assert (source.added, source.excluded) == (1, {"official": 1})
    view.officials.line.clear()
    read(page, qtbot, tmp_path / "hues.xlsx")
    assert view._seen.found.excluded == {}


def test_rows_with_words_only_are_kept_where_the_box_is_ticked(
    page: TransferPage, here: Station, tmp_path: Path, qtbot: Any
) -> None:
    headings = (*HEADINGS, "Ý kiến khác")
    words = (*GOOD[:-1], "Chờ lâu", None)
    export = write_export(tmp_path / "hues.xlsx", [(*GOOD[:-1], "", "Hài lòng"), words], headings)
    view = read(page, qtbot, export)
    assert view.rejected.table.rows.total == 1 and not view.comments.isChecked()
    place = next(n for n, row in enumerate(view.mapping.columns.rows.shown) if row[1] == "Ý kiến khác")
    view.mapping.columns.view.selectRow(place)
    view.mapping.target.setCurrentIndex(view.mapping.target.findData("comment"))
    view.mapping.target.activated.emit(view.mapping.target.currentIndex())
    view.comments.setFocus()
    qtbot.keyClick(view.comments, Qt.Key.Key_Space)
    qtbot.keyClick(view, Qt.Key.Key_F5)
    wait(page, qtbot)
    assert "1 comments without a rating" in view.counts.text()
    kept = tmp_path / "m.toml"
    view.save_mapping_to(kept)
    wait(page, qtbot)
    assert load_mapping(kept).rules.comments
    qtbot.keyClick(view, Qt.Key.Key_F7)
    wait(page, qtbot)
    assert "1 comment(s) without a rating kept." in page.notice.words
    assert [each.text for each in queries.comments(here.admin, "comment")] == ["Chờ lâu"]
    assert queries.ledger(here.admin).online == 1


def test_the_mapping_is_guessed_by_the_form_of_the_chosen_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, "ben-tre-2021") as office:
        made = shown(TransferPage, office.admin, tmp_path, qtbot)
        made.tabs.setCurrentWidget(made.online)
        plan = office.admin.plan
        forms = [office.admin.form_of_group(group.code) for group in plan.groups]
        (question,) = [each for each in forms[1].questions if each.code == "sector"]
        assert question.code not in forms[0].by_code
        export = tmp_path / "cổng.csv"
        heads = f"Thời gian,{question.label},{forms[1].rated[0].label},{forms[0].rated[2].label}"
        export.write_text(f"{heads}\n2021-10-10,Đất đai,Tốt,Tốt\n", encoding="utf-8")
        view = view_of(made)
        view.group.setFocus()
        qtbot.keyClick(view.group, Qt.Key.Key_Down)
        assert view.group.currentData() == plan.groups[1].code
        read(made, qtbot, export)
        assert view.mapping.mapping is not None
        assert view.mapping.mapping.group == plan.groups[1].code
        assert question.code in view.mapping.mapping.columns.values()
        assert view.mapping.target.findData(question.code) > 0
        qtbot.keyClick(view.group, Qt.Key.Key_Up)  # the file is looked at anew, by the other form
        wait(made, qtbot)
        assert view.mapping.target.findData(question.code) == -1
        assert view.mapping.mapping.group == ""


def test_every_control_has_a_name(page: TransferPage) -> None:
    assert nameless(view_of(page)) == []
