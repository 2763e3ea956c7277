"""One operator's keying in detail: figures in a line each, the questions and pairs of values that go wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.operator_figures import ErrorRate, OperatorFigures
from sipas_desktop.domain.vietnamese import count, decimal
from sipas_desktop.gui.keying_words import mark_words
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme

NOTHING = "–"
HOUR_S = 3600
SIDE_BY_SIDE = 130  # text size in per cent up to which the two tables stand beside each other


def rate_words(rate: ErrorRate) -> str:
    """Errors per 1,000 fields with their interval: "2,90 (2,02–4,16)"; a dash where nothing was compared."""
    per_thousand, interval = rate.per_thousand, rate.interval
    if per_thousand is None or interval is None:
        return NOTHING
    low, high = (decimal(end, 2) for end in interval)
    return f"{decimal(per_thousand, 2)} ({low}–{high})"


def pace_words(figures: OperatorFigures) -> str:
    """Keystrokes an hour, or a dash."""
    return NOTHING if figures.keystrokes_an_hour is None else count(round(figures.keystrokes_an_hour))


def value_words(value: str) -> str:
    """A value of one key as it is keyed, a mark by its name."""
    return mark_words(value) if a.is_mark(value) else value


class OperatorDetails(QWidget):
    """Shows the figures of one operator."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.forms: Mapping[str, Form] = {}  # code → the newest version, for the wording of questions
        self.name, self.lines, self.note = QLabel(self), QLabel(self), QLabel(self)
        self.name.setProperty("role", "heading")
        self.note.setProperty("role", "muted")
        for label in (self.lines, self.note):
            label.setWordWrap(True)
        self.questions = Table(
            self.tr("Questions with errors"),
            [
                Column(self.tr("Question"), stretch=True),
                Column(self.tr("Errors"), right=True),
                Column(self.tr("of fields"), right=True),
                Column(self.tr("per 1,000"), right=True, sort_by=4),
            ],
            self,
        )
        self.mistaken = Table(
            self.tr("Values taken for each other"),
            [
                Column(self.tr("Keyed")),
                Column(self.tr("Right is"), stretch=True),
                Column(self.tr("Times"), right=True),
            ],
            self,
        )
        tables = QGridLayout()
        tables.setHorizontalSpacing(theme.unit * 3)
        tables.setVerticalSpacing(theme.unit)
        wide = theme.size <= SIDE_BY_SIDE
        for place, table in enumerate((self.questions, self.mistaken)):
            table.leave_search_to_others()
            heading = QLabel(table.view.accessibleName(), self)
            heading.setProperty("role", "strong")
            row, at = (0, place) if wide else (2 * place, 0)
            tables.addWidget(heading, row, at)
            tables.addWidget(table, row + 1, at)
        if wide:
            tables.setColumnStretch(0, 3)
            tables.setColumnStretch(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit, 0, 0)
        column.setSpacing(theme.unit)
        for widget in (self.name, self.lines, self.note):
            column.addWidget(widget)
        column.addLayout(tables, 1)

    def show_figures(self, figures: OperatorFigures) -> None:
        """Fills in ``figures``."""
        self.name.setText(figures.name)
        self.lines.setText("\n".join(self._lines(figures)))
        self.questions.fill([
            (self._question(each.form, each.question), each.rate.errors, each.rate.fields,
             decimal(each.rate.per_thousand, 1) if each.rate.per_thousand is not None else NOTHING,
             float(each.rate.per_thousand or 0))
            for each in figures.questions
        ])  # fmt: skip
        self.mistaken.fill([
            (value_words(each.keyed), value_words(each.settled), each.times) for each in figures.mistaken
        ])  # fmt: skip

    def _lines(self, figures: OperatorFigures) -> Sequence[str]:
        rate, straight = figures.rate, figures.straight
        work = self.tr("{ballots} ballots · {fields} fields · {keys} keystrokes")
        if figures.keystrokes_an_hour is not None:
            work += " · " + self.tr("{time} of work, pauses apart · {pace} keystrokes an hour")
        errors = self.tr(
            "{errors} of {fields} compared fields in error: {rate} per 1,000 · {again} corrections of her own"
        )
        patterns = self.tr(
            "{shifts} ballots look shifted by a row · all rated answers alike on {keyed} of {ballots} ballots, "
            "{settled} as settled"
        )
        return (
            work.format(
                ballots=count(figures.ballots),
                fields=count(figures.fields),
                keys=count(figures.keystrokes),
                time=self._time(figures.seconds),
                pace=pace_words(figures),
            ),
            errors.format(
                errors=count(rate.errors),
                fields=count(rate.fields),
                rate=rate_words(rate),
                again=count(figures.corrections),
            ),
            patterns.format(
                shifts=count(figures.row_shifts),
                keyed=count(straight.keyed),
                ballots=count(straight.ballots),
                settled=count(straight.settled),
            ),
        )

    def _time(self, seconds: float) -> str:
        if seconds < HOUR_S:
            return self.tr("{minutes} minutes").format(minutes=decimal(seconds / 60, 1))
        return self.tr("{hours} hours").format(hours=decimal(seconds / HOUR_S, 1))

    def _question(self, form: str, code: str) -> str:
        known = self.forms[form].by_code.get(code) if form in self.forms else None
        if known is None:
            return code
        return f"{known.number}. {known.label}" if known.number else known.label


def explained() -> str:
    """What errors are, in a sentence for both pages."""
    return QCoreApplication.translate(
        "operators",
        "An error is a field in which the adjudicator decided otherwise. In brackets: the 95 % interval; figures whose "
        "intervals overlap need not differ.",
    )
