"""A path typed, pasted, dropped or chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.theme import Theme


class FileField(QWidget):
    """A line for the path and a button with a key that asks the system for a file.

    ``filters`` as Qt writes them: "Excel (*.xlsx *.xls)". ``save``: the file need not be there yet. ``home`` is where
    relative paths begin and where the dialog opens first.
    """

    picked = Signal()  # Enter in the line, a file dropped or chosen

    def __init__(
        self, name: str, key: str, filters: str, home: Path, theme: Theme, parent: QWidget, save: bool = False
    ) -> None:
        super().__init__(parent)
        self._name, self._filters, self._home, self._save = name, filters, home, save
        self.line = _PathLine(self)
        self.line.setAccessibleName(name)
        self.line.returnPressed.connect(self.picked)
        self.line.dropped.connect(self._dropped)
        self.button = KeyButton(self.tr("Choose …"), key, "", self)
        self.button.setAccessibleName(self.tr("Choose: {what}").format(what=name))
        self.button.clicked.connect(self.choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.unit)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)

    @property
    def path(self) -> Path | None:
        """The path in the line; None where it is empty."""
        typed = self.line.text().strip().strip("\"'")  # Windows copies paths with quotation marks
        if typed.startswith("file:"):
            typed = QUrl(typed).toLocalFile()
        return self._home / typed if typed else None

    def set_path(self, path: Path | None) -> None:
        """Puts ``path`` into the line, from its end so that the name is seen."""
        self.line.setText(str(path) if path else "")

    def choose(self) -> None:
        """Asks the system's dialog."""
        start = str(self.path or self._home)
        if self._save:
            found, _ = QFileDialog.getSaveFileName(self, self._name, start, self._filters)
        else:
            found, _ = QFileDialog.getOpenFileName(self, self._name, start, self._filters)
        if found:
            self.set_path(Path(found))
            self.picked.emit()

    def _dropped(self, path: str) -> None:
        self.set_path(Path(path))
        self.picked.emit()


class _PathLine(QLineEdit):
    dropped = Signal(str)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file may be dropped here; text as usual."""
        if _file_of(event):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """The file's path replaces the line."""
        if path := _file_of(event):
            event.acceptProposedAction()
            self.dropped.emit(path)
        else:
            super().dropEvent(event)


def _file_of(event: QDropEvent) -> str:
    urls = event.mimeData().urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""
