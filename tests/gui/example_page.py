"""A page that uses everything a page can, for the tests of the shell."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from sipas_desktop.errors import Refusal
from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.table import Column, Table

ROWS = [
    ("Xã Đường Lâm", 120, "82,66%", 82.66),
    ("Phường Lê Lợi", 9, "9,50%", 9.5),
    ("Phường Ngô Quyền", 31, "83,87%", 83.87),
    ("Xã Cổ Đông", 1000, "100,00%", 100.0),
]


class ExamplePage(Page):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.refreshed = self.left = 0
        self.result: object = None
        self.set_status("Đã thu 160 trên 200 phiếu; còn 40 phiếu chưa về.")
        self.add_action("Xuất danh sách", "F4", self.export)
        self.next = self.add_action("Nhận phiếu", "F2", self.receive, primary=True)
        columns = [Column("Đơn vị", stretch=True), Column("Số phiếu", right=True), Column("Hài lòng", True, sort_by=3)]
        self.table = Table("Đơn vị", columns, self)
        self.content.addWidget(self.table)

    def refresh(self) -> None:
        self.refreshed += 1
        self.table.fill(ROWS)

    def leave(self) -> None:
        self.left += 1

    def receive(self) -> None:
        self.notify("ok", "Đã nhận phiếu 48213-00017.")

    def export(self) -> None:
        raise AssertionError("not pressed in tests")

    def run(self, work: Callable[[Callable[[int, int], None]], object]) -> None:
        self.start("Đang in phiếu", work, self.take)

    def take(self, result: object) -> None:
        self.result = result


def refusing(progress: Callable[[int, int], None]) -> None:
    raise Refusal("operators.not_listed", name="?")
