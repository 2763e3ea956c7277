"""Whether a ballot counts: one key a reason, for the ballot at hand or for the next one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from sipas_desktop.domain.plan import Reason
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.theme import Theme
from sipas_desktop.gui.tips import tip

KEYS = 9  # reasons that have a key; the others are reached by Tab


class WideButton(KeyButton):
    """A button as wide as its column: words on the left edge, key on the right one."""

    def __init__(self, words: str, key: str, parent: QWidget) -> None:
        super().__init__(words, key, "", parent)
        self.setCheckable(True)
        self.setToolTip(tip(words))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row.setStretch(0, 1)
        self._row.setAlignment(self._words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def minimumSizeHint(self) -> QSize:
        """Room for the key; long words are cut, and whole in the tool tip."""
        return QSize(self._key.sizeHint().width() * 3, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cuts the words where the key begins."""
        super().resizeEvent(event)
        margins = self._row.contentsMargins()
        taken = margins.left() + margins.right() + self._row.spacing() + self._key.sizeHint().width()
        room = event.size().width() - taken
        self._words.setText(self._words.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, room))


class ReasonsPanel(QFrame):
    """ "Valid" and the plan's reasons as buttons; the one in force is pressed down."""

    chosen = Signal(str)  # a reason's code, "" for valid

    def __init__(self, reasons: Sequence[Reason], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._buttons: dict[str, KeyButton] = {}
        unit = theme.unit
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(unit * 2, unit * 2, unit * 2, unit * 2)
        column.setSpacing(unit // 2)
        self._whose = QLabel(self)
        self._whose.setProperty("role", "strong")
        self._whose.setWordWrap(True)
        column.addWidget(self._whose)
        choices = [("", QCoreApplication.translate("ReasonsPanel", "Valid"))]
        choices += [(reason.code, reason.title) for reason in reasons]
        for number, (code, words) in enumerate(choices):
            button = WideButton(words, f"Alt+{number}" if number <= KEYS else "", self)
            button.setProperty("reason", code)
            button.clicked.connect(self._pressed)
            column.addWidget(button)
            self._buttons[code] = button

    def tell(self, words: str, reason: str | None) -> None:
        """``words`` say whose validity it is, ``reason`` what it is now ("" valid, None: there is no ballot)."""
        self._whose.setText(words)
        for code, button in self._buttons.items():
            button.setChecked(code == reason)
            button.setEnabled(reason is not None)

    def key_of(self, reason: str) -> str:
        """The key of the button for ``reason``, "" where it has none."""
        return self._buttons[reason].key

    def _pressed(self) -> None:
        button = self.sender()
        self.chosen.emit(str(button.property("reason")))


class ValidityPanel(ReasonsPanel):
    """Whose validity it is can be turned to the next ballot, and back."""

    turned = Signal()  # from the ballot at hand to the next one, or back

    def __init__(self, reasons: Sequence[Reason], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(reasons, theme, parent)
        self.next_one = QCheckBox(self.tr("Set for the next ballot (F5)"), self)
        self.next_one.setAccessibleName(self.tr("Set for the next ballot"))
        self.next_one.toggled.connect(self.turned)
        self._column.insertWidget(1, self.next_one)
