"""The form of a draw: method, strata, seed, numbers, and why the last one is drawn again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from sipas_desktop.domain.sampling import LARGEST_SEED, METHODS, STRATA, FrameRow
from sipas_desktop.gui.theme import Theme
from sipas_desktop.jobs.draws import RESERVE, known_of, wanted
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import DrawView
from sipas_desktop.store.workflow import Wanted


@dataclass(frozen=True)
class Asked:
    """What the form says. ``official`` is None where the plan's rule says it."""

    seed: int
    method: str | None
    by: str | None
    official: int | None
    reserve: str
    again: bool
    reason: str

    def of(self, survey: OpenSurvey, frame: list[FrameRow]) -> Wanted:
        """What is drawn from ``frame``. Raises ``Refusal`` for a reserve that is no number."""
        return wanted(
            survey.plan,
            frame,
            self.seed,
            known=known_of(survey),
            method=self.method,
            by=self.by,
            official=self.official,
            reserve=self.reserve,
        )


class DrawForm(QFrame):
    """What is to be drawn; Enter in any of its lines draws."""

    asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.method, self.by = QComboBox(self), QComboBox(self)
        words = {
            "": self.tr("by the plan's rule"),
            "simple": self.tr("simple random"),
            "systematic": self.tr("systematic"),
            "stratified": self.tr("stratified, proportional"),
            "unit": self.tr("units"),
            "sector": self.tr("sectors"),
            "procedure": self.tr("procedures"),
        }
        for method in ("", *METHODS):
            self.method.addItem(words[method], method)
        for column in ("", *STRATA):
            self.by.addItem(words[column], column)
        self.seed, self.official, self.reserve, self.reason = (QLineEdit(self) for _ in range(4))
        self.official.setPlaceholderText(words[""])
        self.again = QCheckBox(self.tr("Draw the last one again, in its place"), self)
        self.last = QLabel(self)
        self.last.setWordWrap(True)
        self.last.setProperty("role", "muted")
        self._lines: dict[QWidget, QWidget] = {}  # field → the line that it stands on with its hint
        self.form = form = QFormLayout()
        form.setHorizontalSpacing(theme.unit * 2)
        form.setVerticalSpacing(theme.unit)
        hint = self.tr("any whole number; it stands in the minutes")
        rows: tuple[tuple[str, QWidget, str], ...] = (
            (self.tr("Method"), self.method, ""),
            (self.tr("Strata"), self.by, self.tr("what the stratified draw divides the frame by")),
            (self.tr("Seed"), self.seed, hint),
            (self.tr("Official members"), self.official, self.tr("empty: as many as the plan's rule asks for")),
            (self.tr("In reserve"), self.reserve, self.tr("a number, or a share of the official ones such as 20%")),
            ("", self.again, ""),
            (self.tr("Reason"), self.reason, ""),
        )
        self.reason.setPlaceholderText(self.tr("why the last draw does not count: it stays in the history"))
        for caption, field, about in rows:
            field.setAccessibleName(caption or self.again.text())
            field.setToolTip(about)
            if field is not self.again:
                field.setFixedWidth(theme.px(520 if field is self.reason else 260))
            self._lines[field] = self._with_hint(field, about, theme)
            form.addRow(caption, self._lines[field])
            if isinstance(field, QLineEdit):
                field.returnPressed.connect(self.asked)
        around = QVBoxLayout(self)
        around.setContentsMargins(*[theme.unit * 2] * 4)
        around.setSpacing(theme.unit * 2)
        around.addWidget(self.last)
        around.addLayout(form)
        self.again.toggled.connect(self._show_reason)
        self.method.currentIndexChanged.connect(self._show_strata)
        self.clear()

    def _with_hint(self, field: QWidget, about: str, theme: Theme) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.unit * 2)
        row.addWidget(field)
        words = QLabel(about, line)
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        row.addWidget(words, 1)
        return line

    def _show_reason(self, again: bool) -> None:
        self.form.setRowVisible(self._lines[self.reason], again)

    def _show_strata(self) -> None:
        self.by.setEnabled(self.method.currentData() in ("", "stratified"))

    def clear(self) -> None:
        """A new random seed, which is shown and may be typed over; the plan's own numbers."""
        self.seed.setText(str(secrets.randbelow(10**9)))
        self.official.clear()
        self.reserve.setText(RESERVE)
        self.again.setChecked(False)
        self.reason.clear()
        self._show_reason(False)
        self._show_strata()

    def show_last(self, draws: list[DrawView], frame: int) -> None:
        """What was drawn last; where no row of the ``frame`` is left undrawn, it can only be drawn again."""
        drawn = sum(each.rows + each.duplicates for each in draws if each.counts)
        self.again.setChecked(bool(draws) and drawn >= frame)
        self.form.setRowVisible(self._lines[self.again], bool(draws))
        if not draws:
            self.last.setText(self.tr("Nothing was drawn yet. The same seed and frame always draw the same lists."))
            return
        last, number = draws[-1], QLocale().toString
        self.last.setText(
            self.tr(
                "Last draw (no. {count}): {official} official, {reserve} in reserve of {rows} rows; seed {seed}; "
                "frame {hash}…"
            ).format(
                count=number(len(draws)),
                official=number(last.official),
                reserve=number(last.reserve),
                rows=number(last.rows),
                seed=last.seed,
                hash=last.frame_sha256[:16],
            )
        )

    def read(self) -> Asked | None:
        """What the form says; None, with the focus on the line, where a number is none."""
        seed, official = self.seed.text().strip(), self.official.text().strip()
        for line, text, most in ((self.seed, seed, LARGEST_SEED), (self.official, official or "0", 10**6)):
            if not (text.isascii() and text.isdigit() and int(text) <= most):
                line.setFocus()
                line.selectAll()
                return None
        return Asked(
            int(seed),
            self.method.currentData() or None,
            self.by.currentData() or None,
            int(official) if official else None,
            self.reserve.text(),
            self.again.isChecked(),
            self.reason.text().strip(),
        )
