"""The rail on the left: the places of the work, each with its key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from sipas_desktop.gui.icons import pixmap
from sipas_desktop.gui.places import Place
from sipas_desktop.gui.theme import Theme


class Rail(QFrame):
    """One button a place. ``narrow`` leaves only the icons, for small screens and large text."""

    chosen = Signal(str)  # a place's id

    def __init__(self, places: Sequence[Place], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName(self.tr("Places"))
        self._theme = theme
        inner = QWidget(self)
        inner.setObjectName("rail-inside")
        self.buttons = [_PlaceButton(place, theme, inner) for place in places]
        column = QVBoxLayout(inner)
        column.setContentsMargins(*[theme.unit] * 4)
        column.setSpacing(theme.unit // 2)
        for button in self.buttons:
            button.chosen.connect(self.chosen)
            button.stepped.connect(self._step)
            column.addWidget(button)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)
        self.narrow = False
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, or icons, titles and keys."""
        self.narrow = narrow
        for button in self.buttons:
            button.set_narrow(narrow)
        wide = max((button.sizeHint().width() for button in self.buttons), default=0)
        self.setFixedWidth((self._theme.px(44) if narrow else wide) + self._theme.unit * 2 + 1)

    def mark(self, place_id: str) -> None:
        """Shows which place is open."""
        for button in self.buttons:
            button.mark(button.place.id == place_id)

    def focus_current(self) -> None:
        """The cursor to the open place."""
        for button in self.buttons:
            if button.isChecked():
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _step(self, button: QWidget, by: int) -> None:
        at = next(number for number, known in enumerate(self.buttons) if known is button)
        self.buttons[(at + by) % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)


class _PlaceButton(QPushButton):
    chosen = Signal(str)
    stepped = Signal(QWidget, int)

    def __init__(self, place: Place, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.place, self._theme = place, theme
        self._shown: tuple[bool, float] | None = None  # whether it is marked, on a screen of which pixels
        self.setProperty("role", "place")
        self.setCheckable(True)
        self.setAccessibleName(place.title)
        self.setAccessibleDescription(place.key)
        self.setToolTip(f"{place.title}  {place.key}")
        self._icon, self._title, self._key = QLabel(self), QLabel(place.title, self), QLabel(place.key, self)
        self._title.setProperty("role", "place")
        # room for the bold title that an open place has, so that nothing moves
        self._title.setMinimumWidth(QFontMetrics(theme.font(bold=True)).horizontalAdvance(place.title) + 2)
        self._key.setProperty("role", "key")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(10), 0, theme.px(10), 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self._icon)
        row.addWidget(self._title, 1)
        row.addWidget(self._key)
        for label in (self._icon, self._title, self._key):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumHeight(theme.px(30))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.clicked.connect(self._clicked)
        self._shortcut = QShortcut(QKeySequence(place.key), self)
        self._shortcut.activated.connect(self.click)
        theme.changed.connect(self._paint_icon)
        self._paint_icon()

    def sizeHint(self) -> QSize:
        """As wide as icon, title and key; low windows press the places together down to the minimum height."""
        return QSize(self._row.sizeHint().width(), self._theme.px(40))

    def set_narrow(self, narrow: bool) -> None:
        self._title.setVisible(not narrow)
        self._key.setVisible(not narrow)

    def mark(self, here: bool) -> None:
        self.setChecked(here)
        shown = here, self.devicePixelRatioF()
        if shown == self._shown:
            return  # to style and draw anew what is as it was takes long
        self._shown = shown
        self._title.setProperty("role", "here" if here else "place")
        self._title.style().unpolish(self._title)
        self._title.style().polish(self._title)
        self._paint_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(self, 1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _clicked(self) -> None:
        self.mark(True)  # a click on the open place must not unmark it
        self.chosen.emit(self.place.id)

    def _paint_icon(self) -> None:
        colours = self._theme.colours
        colour = colours.accent if self.isChecked() else colours.muted
        self._icon.setPixmap(pixmap(self.place.id, colour, self._theme.px(20), self.devicePixelRatioF()))
