"""F1: the keys that work now, beside the page (not over it, so that it can stay open while one learns)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from sipas_desktop.gui.theme import Theme


class Keys(QFrame):
    """Two lists: the page's keys and the window's."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(self.tr("Keys"))
        self._theme = theme
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.unit] * 4)
        column.addWidget(self._scroll)
        self.setFixedWidth(theme.px(300))
        self.hide()

    def tell(self, page_title: str, page_keys: Sequence[tuple[str, str]]) -> None:
        """Lists the (key, what it does) of the page, then those of the window."""
        window = [
            ("Tab", self.tr("next control")),
            ("F6", self.tr("from the page to the places and back")),
            ("F8", self.tr("light, dark, high contrast")),
            ("F9", self.tr("Vietnamese or English")),
            ("Ctrl++  Ctrl+-", self.tr("larger or smaller text")),
            ("Ctrl+M", self.tr("sounds on or off")),
            ("Ctrl+L", self.tr("change operator")),
        ]
        inside = QWidget(self)
        inside.setObjectName("inside")
        grid = QGridLayout(inside)
        grid.setVerticalSpacing(self._theme.unit)
        grid.setHorizontalSpacing(self._theme.unit * 2)
        grid.addWidget(QLabel("F1", inside), 0, 0, Qt.AlignmentFlag.AlignTop)
        hide = QLabel(self.tr("hide these keys"), inside)
        hide.setWordWrap(True)
        grid.addWidget(hide, 0, 1)
        line = 1
        for title, keys in ((page_title, page_keys), (self.tr("Everywhere"), window)):
            if not keys:
                continue
            heading = QLabel(title, inside)
            heading.setProperty("role", "heading")
            heading.setWordWrap(True)
            grid.addWidget(heading, line, 0, 1, 2)
            for key, words in keys:
                line += 1
                told = QLabel(words, inside)
                told.setWordWrap(True)
                grid.addWidget(QLabel(key, inside), line, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(told, line, 1)
            line += 1
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(line, 1)
        self._scroll.setWidget(inside)
