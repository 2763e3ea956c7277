"""What lies under the head of the keying page: serial and place, the strip, the question, the legend."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from sipas_desktop.gui.keying_legend import Legend
from sipas_desktop.gui.keying_question import QuestionView
from sipas_desktop.gui.keying_strip import Strip
from sipas_desktop.gui.keying_text import PaintedText
from sipas_desktop.gui.theme import Theme

NARROW_PX = 780  # widths and heights at 100 % text size below which the sheet gives up what can be spared
LEGEND_PX = 900  # width below which the legend would take three lines; F1 beside the page makes it so narrow, too
LOW_PX = 640
LEGEND_ROOM_PX = 500  # room under the head in which the legend stays though the question is set smaller
CRAMPED_PX = 470


def legend() -> list[tuple[tuple[str, ...], str]]:
    """The keys of keying and what they do, in the language of the window."""
    return [
        ((".",), QCoreApplication.translate("legend", "blank")),
        (("*",), QCoreApplication.translate("legend", "over-marked")),
        (("/",), QCoreApplication.translate("legend", "illegible")),
        (("−", "←"), QCoreApplication.translate("legend", "back")),
        (("+", "→"), QCoreApplication.translate("legend", "forward")),
        (("F3",), QCoreApplication.translate("legend", "go to question")),
        (("Ctrl+Z",), QCoreApplication.translate("legend", "undo")),
        (("F4", "+"), QCoreApplication.translate("legend", "unit and procedure as before")),
        (("Enter",), QCoreApplication.translate("legend", "take, complete")),
        (("Esc",), QCoreApplication.translate("legend", "leave open")),
    ]


class Sheet(QWidget):
    """The widgets and where they lie; what they do is the page's."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.serial, self.jump = QLineEdit(self), QLineEdit(self)
        self.place = PaintedText(theme, "normal", "text", self)
        self.strip, self.view = Strip(theme, self), QuestionView(theme, self)
        self.legend = Legend(theme, legend(), self)
        self._jump_label = QLabel(self.tr("Go to question"), self)
        self._fill_serial()
        self._arrange()

    def roomy_height(self, width: int) -> int:
        """Height in px that all needs at full size where the page is so wide: the longest question, the legend."""
        legend = self.legend.height() + self._theme.unit * 2 if self._has_legend(width) else 0
        return self.serial.sizeHint().height() + self._theme.unit * 2 + self.view.roomy_height() + legend

    def fit(self, width: int, height: int, room: int) -> bool:
        """Spares the strip's words, then the legend (F1 has it too), where the page is ``width`` × ``height`` px.

        ``room``: what of the height is left under the page's head; a long question needs more than most.
        Returns whether that is not enough, so that the head of the page should give up something as well.
        """
        narrow = width < self._theme.px(NARROW_PX)
        low = height < self._theme.px(LOW_PX) or room < self.roomy_height(width)
        cramped = height < self._theme.px(CRAMPED_PX) or (low and narrow)
        self.strip.set_narrow(narrow)
        self._jump_label.setVisible(not narrow)
        self.view.set_low(low, cramped=cramped)
        self.legend.setVisible(self._has_legend(width) and (not low or room >= self._theme.px(LEGEND_ROOM_PX)))
        self._column.setSpacing(self._theme.unit * (1 if cramped else 2))
        return cramped

    def _has_legend(self, width: int) -> bool:
        return width >= self._theme.px(LEGEND_PX)

    def _fill_serial(self) -> None:
        self.serial.setProperty("role", "serial")
        self.serial.setFixedWidth(self._theme.px(190))
        self.serial.setMaxLength(40)
        self.serial.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.serial.setAccessibleName(self.tr("Serial of the ballot"))
        self.place.setMinimumHeight(self._theme.px(24))
        self.jump.setFixedWidth(self._theme.px(96))
        self.jump.setPlaceholderText("F3")
        self.jump.setAccessibleName(self.tr("Go to question"))

    def _arrange(self) -> None:
        unit = self._theme.unit
        label = QLabel(self.tr("Serial"), self)
        label.setBuddy(self.serial)
        self._jump_label.setBuddy(self.jump)
        bar = QHBoxLayout()
        bar.setSpacing(unit)
        for widget, stretch in ((label, 0), (self.serial, 0), (self.place, 1), (self._jump_label, 0), (self.jump, 0)):
            bar.addWidget(widget, stretch)
        bar.insertSpacing(2, unit)
        middle = QHBoxLayout()
        middle.setSpacing(unit * 2)
        middle.addWidget(self.strip, 35)
        middle.addWidget(self.view, 65)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(unit * 2)
        column.addLayout(bar)
        column.addLayout(middle, 1)
        column.addWidget(self.legend)
