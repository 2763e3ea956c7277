"""The demonstration surveys in the window: where they lie, and the made-up people who may sign in to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from sipas_desktop.domain.roles import Role
from sipas_desktop.gui.role_words import role_name
from sipas_desktop.gui.theme import Theme
from sipas_desktop.place import Place


def demo_folder() -> Path:
    """Where the demonstrations of the person at this computer lie, whether they are made already or not."""
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(data) / "demo"


def is_demo(survey: Place | None) -> bool:
    """Whether ``survey`` is a demonstration, whose password everybody may know."""
    return isinstance(survey, Path) and survey.parent == demo_folder()


def make_demo(progress: Callable[[int, int], None]) -> tuple[Path, Path]:
    """The files of both demonstrations, without a sample list and with one, made now if need be; for a thread."""
    from sipas_desktop.demo.fieldwork import make_fieldwork_demo
    from sipas_desktop.demo.window import make_window_demo

    def first_half(done: int, total: int) -> None:
        progress(done, 2 * total)

    def second_half(done: int, total: int) -> None:
        progress(total + done, 2 * total)

    folder = demo_folder()
    return make_window_demo(folder, progress=first_half), make_fieldwork_demo(folder, progress=second_half)


class DemoPeople(QFrame):
    """Who may sign in, and the password of all; choosing somebody fills both in."""

    chosen = Signal(str, str)  # name, password
    accepted = Signal()  # Enter on somebody

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        # Here: it needs much that signing in to a real survey does not.
        from sipas_desktop.demo.people import EVERYBODY, PASSWORD

        super().__init__(parent)
        self._password = PASSWORD
        unit = theme.unit
        heading, told = QLabel(self.tr("Demonstration: sign in as one of these made-up people"), self), QLabel(self)
        heading.setProperty("role", "strong")
        heading.setWordWrap(True)
        told.setText(self.tr("Everybody's password: {password}").format(password=PASSWORD))
        told.setProperty("role", "status")
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list = QListWidget(self)
        self.list.setAccessibleName(heading.text())
        for person in EVERYBODY:
            roles = ", ".join(role_name(Role(role)) for role in person.roles)
            item = QListWidgetItem(f"{person.name}  ·  {roles}")
            item.setData(Qt.ItemDataRole.UserRole, person.name)
            self.list.addItem(item)
        self.list.setFixedHeight(theme.px(27) * self.list.count() + unit * 3)
        self.list.currentItemChanged.connect(self._picked)
        self.list.itemActivated.connect(self.accepted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(unit // 2)
        column.addWidget(heading)
        column.addWidget(self.list)
        column.addWidget(told)

    def _picked(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole), self._password)
