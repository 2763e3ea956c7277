"""The line that says what phúc tra draws: at random by a seed, all of an interviewer, or chosen serials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from sipas_desktop.domain.recheck_rule import Recheck
from sipas_desktop.domain.sampling import LARGEST_SEED
from sipas_desktop.gui.theme import Theme

RANDOM: Final = ""
CHOSEN: Final = "*"  # no interviewer's code: those begin with a letter or digit
MOST: Final = 10**6


@dataclass(frozen=True)
class Wish:
    """What is to be drawn; ``number`` None: the plan's share."""

    seed: int = 0
    number: int | None = None
    interviewer: str = ""
    serials: tuple[str, ...] = ()
    reason: str = ""


class RecheckForm(QFrame):
    """One line; Enter in it draws."""

    asked = Signal()

    def __init__(self, rule: Recheck | None, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.which = QComboBox(self)
        self.which.setAccessibleName(self.tr("Which ballots"))
        self.which.activated.connect(self.turn)
        self.seed, self.number, self.serials, self.reason = (QLineEdit(self) for _ in range(4))
        share = None if rule is None else rule.percent
        usual = "" if share is None else self.tr("{percent} %").format(percent=QLocale().toString(share, "g", 4))
        for field, name, shown in (
            (self.seed, self.tr("Seed"), self.tr("any whole number")),
            (self.number, self.tr("How many"), usual),
            (self.serials, self.tr("Serials"), self.tr("with spaces or commas between")),
            (self.reason, self.tr("Reason"), self.tr("why these: it stays in the history")),
        ):
            field.setAccessibleName(name)
            field.setPlaceholderText(shown)
            field.returnPressed.connect(self.asked)
        self.seed.setFixedWidth(theme.px(170))
        self.number.setFixedWidth(theme.px(110))
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.unit] * 4)
        row.setSpacing(theme.unit)
        row.addWidget(self.which)
        self._captions: dict[QLineEdit, QLabel] = {}
        for field in (self.seed, self.number, self.serials, self.reason):
            caption = QLabel(field.accessibleName(), self)
            caption.setProperty("role", "muted")
            caption.setBuddy(field)
            self._captions[field] = caption
            row.addWidget(caption)
            row.addWidget(field, 1 if field in (self.serials, self.reason) else 0)
        row.addStretch(0)
        self._stretch = row
        self.offer([])

    def offer(self, interviewers: Sequence[str]) -> None:
        """The interviewers to choose from; what was chosen stays."""
        chosen = self.which.currentData() or RANDOM
        self.which.clear()
        self.which.addItem(self.tr("at random"), RANDOM)
        for code in interviewers:
            self.which.addItem(self.tr("all of {interviewer}").format(interviewer=code), code)
        self.which.addItem(self.tr("chosen ballots"), CHOSEN)
        self.which.setCurrentIndex(max(0, self.which.findData(chosen)))
        self.turn()

    def turn(self) -> None:
        """Shows the fields that the choice needs."""
        which = self.which.currentData()
        for field, needed in (
            (self.seed, which == RANDOM),
            (self.number, which == RANDOM),
            (self.serials, which == CHOSEN),
            (self.reason, which != RANDOM),
        ):
            field.setVisible(needed)
            self._captions[field].setVisible(needed)
        self._stretch.setStretch(self._stretch.count() - 1, 1 if which == RANDOM else 0)

    def wish(self) -> Wish | str:
        """What is to be drawn, or in words what is missing or no number."""
        which, reason = self.which.currentData(), self.reason.text().strip()
        if which != RANDOM and not reason:
            self.reason.setFocus()
            return self.tr("Say why these ballots are drawn.")
        if which == CHOSEN:
            typed = tuple(self.serials.text().replace(",", " ").replace(";", " ").split())
            return Wish(serials=typed, reason=reason) if typed else self.tr("Type the serials of the ballots to draw.")
        if which != RANDOM:
            return Wish(interviewer=which, reason=reason)
        seed, number = self.seed.text().strip(), self.number.text().strip()
        for field, text, most in ((self.seed, seed, LARGEST_SEED), (self.number, number or "0", MOST)):
            if not (text.isascii() and text.isdecimal() and int(text) <= most):
                field.setFocus()
                return self.tr("{field}: type a whole number up to {most}.").format(
                    field=field.accessibleName(), most=QLocale().toString(most)
                )
        return Wish(seed=int(seed), number=int(number) if number else None)
