"""Tables: search without accents, Vietnamese order, copy as text, words for screen readers."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from sipas_desktop.gui.language import Words
from sipas_desktop.gui.table import LEAST_CHARS, Column, Table

ROWS = [
    ("Xã Đường Lâm", 120, "82,66%", 82.66, "key-1"),
    ("Phường Lê Lợi", 9, "9,50%", 9.5, "key-2"),
    ("Ấp Bắc", 31, "83,87%", 83.87, "key-3"),
    ("Bản Cát", 1000, "100,00%", 100.0, "key-4"),
]


@pytest.fixture
def table(qtbot: Any) -> Table:
    columns = [Column("Đơn vị", stretch=True), Column("Số phiếu", right=True), Column("Hài lòng", True, sort_by=3)]
    table = Table("Đơn vị", columns)
    qtbot.addWidget(table)
    table.fill(ROWS)
    table.show()
    return table


def shown(table: Table) -> list[str]:
    return [row[0] for row in table.rows.shown]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("duong lam", ["Xã Đường Lâm"]), ("LÊ", ["Phường Lê Lợi"]), ("83,87", ["Ấp Bắc"]), ("key", []), ("lam xa", None)],
)
def test_search(table: Table, typed: str, found: list[str] | None) -> None:
    table.search.setText(typed)
    assert shown(table) == (["Xã Đường Lâm"] if found is None else found)
    table.search.clear()
    assert len(shown(table)) == 4


def test_order_is_vietnamese_and_numbers_are_numbers(table: Table) -> None:
    header = table.view.horizontalHeader()
    assert header.sortIndicatorSection() == -1 or shown(table) == [row[0] for row in ROWS]
    table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert shown(table) == ["Ấp Bắc", "Bản Cát", "Phường Lê Lợi", "Xã Đường Lâm"]
    table.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [row[1] for row in table.rows.shown] == [1000, 120, 31, 9]
    table.view.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert [row[2] for row in table.rows.shown] == ["9,50%", "82,66%", "83,87%", "100,00%"]


def test_as_filled_until_somebody_sorts(table: Table) -> None:
    assert shown(table) == [row[0] for row in ROWS]


def test_a_row_that_changed_takes_its_own_place_and_the_cursor_stays(qtbot: Any, table: Table) -> None:
    table.view.selectRow(2)
    changed = ("Ấp Bắc", 32, "84,00%", 84.0, "key-3")
    with qtbot.assertNotEmitted(table.rows.modelReset), qtbot.waitSignal(table.rows.dataChanged):
        table.put(changed)
    assert table.current() == changed and shown(table) == [row[0] for row in ROWS]
    assert table.rows.data(table.rows.index(2, 1)) == "32"
    table.search.setText("84")
    assert shown(table) == ["Ấp Bắc"]
    table.search.clear()


def test_copy_is_text_with_titles(qtbot: Any, table: Table) -> None:
    table.view.setFocus()
    table.view.selectRow(1)
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Đơn vị\tSố phiếu\tHài lòng\nPhường Lê Lợi\t9\t9,50%"
    table.view.clearSelection()
    assert len(table.text().splitlines()) == 5


def test_typing_in_the_rows_searches(qtbot: Any, table: Table) -> None:
    table.view.setFocus()
    qtbot.keyClicks(table.view, "l")
    assert table.search.text() == "l"


def test_enter_opens_the_row_with_its_hidden_cells(qtbot: Any, table: Table) -> None:
    table.view.selectRow(2)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args[0][4] == "key-3"


def test_current_row_stays_when_filled_again(table: Table) -> None:
    table.select("Ấp Bắc")
    table.fill(ROWS[1:])
    current = table.current()
    assert current is not None and current[0] == "Ấp Bắc"
    table.fill(ROWS[:2])
    assert table.current() is None


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_rows_filled_again_are_chosen_as_before_while_somebody_holds_a_key(
    table: Table, qtbot: Any, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    qtbot.keyPress(table.search, key, held)
    try:
        assert QApplication.keyboardModifiers() == held
        table.select("Ấp Bắc")
        table.view.selectAll()
        table.select("Bản Cát")
        assert table.text().splitlines()[1:] == ["Bản Cát\t1000\t100,00%"]
        table.fill(ROWS[1:])
        assert table.text().splitlines()[1:] == ["Bản Cát\t1000\t100,00%"]
        table.view.selectAll()
        table.fill(ROWS)
        assert [line.split("\t")[0] for line in table.text().splitlines()[1:]] == [row[0] for row in ROWS[1:]]
    finally:
        qtbot.keyRelease(table.search, key)
        assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier


def test_cells_are_read_with_their_column_and_numbers_stand_right(table: Table) -> None:
    cell = table.rows.index(0, 1)
    assert table.rows.data(cell, Qt.ItemDataRole.AccessibleTextRole) == "Số phiếu: 120"
    assert table.rows.data(cell, Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert table.rows.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) & (
        Qt.AlignmentFlag.AlignRight
    )


def test_a_click_on_a_title_sorts_and_shows_the_arrow_only_then(qtbot: Any, table: Table) -> None:
    header = table.view.horizontalHeader()
    assert not header.isSortIndicatorShown()
    place = QPoint(header.sectionViewportPosition(1) + 5, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert header.isSortIndicatorShown()
    assert [row[1] for row in table.rows.shown] == [9, 31, 120, 1000]
    for _ in range(2):  # downwards, then as filled
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not header.isSortIndicatorShown()
    assert shown(table) == [row[0] for row in ROWS]


def test_the_column_that_takes_the_room_left_can_be_read_in_a_narrow_window(table: Table) -> None:
    header = table.view.horizontalHeader()
    table.resize(900, 400)
    table.show()
    QApplication.processEvents()  # whether there is a scroll bar is known then
    wide = header.sectionSize(0)
    assert header.length() <= table.view.viewport().width()  # nothing to scroll
    table.resize(180, 400)
    least = table.fontMetrics().averageCharWidth() * LEAST_CHARS
    assert header.sectionSize(0) == least < wide
    assert header.length() > table.view.viewport().width()
    table.resize(900, 400)
    QApplication.processEvents()
    assert header.sectionSize(0) == wide


def test_rows_are_counted_in_a_class_made_of_it_too(qtbot: Any, qapp: QApplication) -> None:
    class Special(Table):
        """As the list of backups is one."""

    words = Words()
    words.use("vi")
    try:
        table = Special("Bản sao lưu", [Column("Tên")])
        qtbot.addWidget(table)
        table.fill([("một",)])
        assert "1 dòng" in [label.text() for label in table.findChildren(QLabel)]
    finally:
        words.remove()


def test_a_second_table_leaves_search_to_the_first(qtbot: Any) -> None:
    table = Table("Second", [Column("Name")])
    table.leave_search_to_others()
    qtbot.addWidget(table)
    table.fill([("Lan",), ("Mai",)])
    table.show()
    qtbot.keyClicks(table.view, "mai")
    assert not table.search.isVisible()
    assert [row[0] for row in table.rows.shown] == ["Lan", "Mai"]


def test_one_row_is_put_in_its_place_or_on_top(table: Table) -> None:
    table.select("Ấp Bắc")
    table.put(("Bản Cát", 7, "1,00%", 1.0, "new"))
    assert shown(table) == [row[0] for row in ROWS]
    assert table.rows.shown[3] == ("Bản Cát", 7, "1,00%", 1.0, "new")
    table.put(("Lũng Cú", 1, "2,00%", 2.0, "key-5"))
    assert shown(table) == ["Lũng Cú", *(row[0] for row in ROWS)] and table.rows.total == 5
    assert table.current() == ROWS[2]  # whoever was current still is
    table.search.setText("lung")
    assert shown(table) == ["Lũng Cú"]
    table.put(("Ấp Bắc", 2, "2,00%", 2.0, "changed"))
    assert shown(table) == ["Lũng Cú"]
    table.put(("Lũng Lu", 2, "2,00%", 2.0, "key-6"))
    assert shown(table) == ["Lũng Lu", "Lũng Cú"]
    table.search.setText("bac 2,00%")
    assert shown(table) == ["Ấp Bắc"]  # by what it says now
    table.search.setText("bac 83,87%")
    assert shown(table) == []
    table.search.clear()
    assert table.rows.total == 6 and ("Ấp Bắc", 2, "2,00%", 2.0, "changed") in table.rows.shown


def test_one_row_is_dropped(table: Table) -> None:
    table.select("Ấp Bắc")
    table.drop("Xã Đường Lâm")
    table.drop("Lũng Cú")  # there is none
    assert shown(table) == [row[0] for row in ROWS[1:]] and table.rows.total == 3
    assert table.current() == ROWS[2]
    table.search.setText("ban")
    table.drop("Phường Lê Lợi")
    table.search.setText("b")
    assert shown(table) == ["Ấp Bắc", "Bản Cát"]
    table.search.clear()
    assert shown(table) == ["Ấp Bắc", "Bản Cát"]
