"""The field for answers that are written: numbers, dates, words, and codes of a catalogue.

No completer and no input mask: input methods for Vietnamese rewrite what they typed, so what is in the field counts
only when Enter takes it.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import CATALOGUE_KINDS, TEXT_KINDS, BadAnswer, Kind, Question, parse_answer
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.keying_catalogue import Catalogue
from sipas_desktop.gui.keying_keys import MARK_KEYS, Act, Stroke, field_stroke
from sipas_desktop.gui.keying_text import PaintedText
from sipas_desktop.gui.keying_words import shown_text
from sipas_desktop.gui.theme import Theme

LIST_ENTRIES = 200  # of the catalogue at most: more words narrow it down better than scrolling


class _Line(QLineEdit):
    stroke = Signal(object)
    listed = Signal(int)  # one row down (1) or up (-1) in the list below

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.takes_words = False
        self.has_list = False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._stroke(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.has_list and self.text() and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.listed.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        stroke = self._stroke(event)
        if stroke is not None:
            self.stroke.emit(stroke)
        else:
            super().keyPressEvent(event)

    def _stroke(self, event: QKeyEvent) -> Stroke | None:
        return field_stroke(event, empty=not self.text(), words=self.takes_words)


class _Paragraph(QPlainTextEdit):
    stroke = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._stroke(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        stroke = self._stroke(event)
        if stroke is not None:
            self.stroke.emit(stroke)
        else:
            super().keyPressEvent(event)

    def _stroke(self, event: QKeyEvent) -> Stroke | None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            return None  # a new line, which is a space in what is stored
        return field_stroke(event, empty=not self.toPlainText(), words=True)


class AnswerField(QWidget):
    """One line or one paragraph, a line that says what Enter will take, and the catalogue where there is one."""

    stroke = Signal(object)  # Stroke

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question: Question | None = None
        self._catalogue: Catalogue | None = None
        self._before = ""
        self._offer = ""  # the catalogue's answer on the ballot before, in words
        self.line, self.paragraph = _Line(self), _Paragraph(self)
        self.line.setProperty("role", "answer")
        self.paragraph.setProperty("role", "answer")
        self.line.setFont(theme.font("large"))
        self.line.setMaxLength(2000)
        self.line.stroke.connect(self._take_stroke)
        self.line.listed.connect(self._step)
        self.line.textChanged.connect(self._typed)
        self.paragraph.stroke.connect(self._take_stroke)
        self.paragraph.textChanged.connect(self._typed)
        self.paragraph.setFixedHeight(theme.px(88))
        self.outcome = PaintedText(theme, "normal", "muted", self)
        self.outcome.setFixedHeight(theme.px(24))
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows reach it from the line
        self.list.setMinimumHeight(theme.px(36))
        self.list.setAccessibleName(self.tr("Matching entries of the catalogue"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)  # takes what room there is
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.list.itemClicked.connect(self._clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.unit)
        for widget in (self.line, self.paragraph, self.outcome):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addStretch(0)

    @property
    def editor(self) -> QLineEdit | QPlainTextEdit:
        """The one of the two that is in use."""
        return self.paragraph if self._question is not None and self._question.kind is Kind.LONG_TEXT else self.line

    @property
    def text(self) -> str:
        """What is typed."""
        return self.paragraph.toPlainText() if self.editor is self.paragraph else self.line.text()

    def show_question(
        self, question: Question, answer: Answer | None, catalogue: Catalogue | None, offer: str = ""
    ) -> None:
        """The field for ``question``, holding what was keyed before, selected so that typing replaces it.

        ``offer``: the answer on the ballot before, which one key repeats.
        """
        self._question, self._offer = question, offer
        self._catalogue = catalogue if question.kind in CATALOGUE_KINDS else None
        self._before = shown_text(answer, question)
        self.line.takes_words = question.kind in TEXT_KINDS
        self.line.has_list = self._catalogue is not None and bool(self._catalogue.entries)
        self.line.setVisible(self.editor is self.line)
        self.paragraph.setVisible(self.editor is self.paragraph)
        self.list.setVisible(self.line.has_list)
        self.editor.setAccessibleName(question.text)
        self.line.setPlaceholderText(self._hint(question) if self.editor is self.line else "")
        if self.editor is self.paragraph:
            self.paragraph.setPlainText(self._before)
        else:
            self.line.setText(self._before)
        self.editor.selectAll()
        self._typed()

    @property
    def changed(self) -> bool:
        """Whether something is typed that Enter has not taken yet."""
        return bool(self.text.strip()) and self.text != self._before

    def answer(self) -> Answer:
        """What is typed, as an answer. Raises ``Refusal`` where it is none."""
        question = self._question
        assert question is not None
        if self._catalogue is not None and self.list.isVisibleTo(self) and self.list.currentRow() >= 0:
            return Answer(str(self.list.currentItem().data(Qt.ItemDataRole.UserRole)))
        text = normalise(self.text)
        mark = MARK_KEYS.get(text)
        if mark is not None:
            return Answer(mark)
        if self._catalogue is not None:
            found = self._catalogue.outcome(text)
            if found.unknown:
                raise Refusal("answer.not_in_catalogue", found=found.unknown)
            if found.answer is not None:
                return found.answer
        if question.kind is Kind.DATE and re.fullmatch(r"\d{8}", text):
            text = f"{text[:2]}/{text[2:4]}/{text[4:]}"
        try:
            return parse_answer(question, text)
        except BadAnswer as bad:
            raise Refusal(bad.code, expected=bad.expected) from bad

    def _hint(self, question: Question) -> str:
        match question.kind:
            case Kind.UNIT | Kind.PROCEDURE:
                return self.tr("code, or words")
            case Kind.NUMBER | Kind.PERCENT:
                return self.tr("whole number")
            case Kind.DATE:
                return self.tr("dd/mm/yyyy")
            case _:
                return ""

    def _take_stroke(self, stroke: Stroke) -> None:
        self.stroke.emit(stroke)

    def _typed(self) -> None:
        if self._catalogue is None:
            self.outcome.put(self._taking() if self.changed else "")
            return
        if self.line.has_list:
            self.list.clear()
            for entry in self._catalogue.search(self.line.text())[:LIST_ENTRIES]:
                self.list.addItem(f"{entry.code}   {entry.name}")
                self.list.item(self.list.count() - 1).setData(Qt.ItemDataRole.UserRole, entry.code)
            self.list.setCurrentRow(-1)
        self._tell_outcome()

    def _tell_outcome(self) -> None:
        assert self._catalogue is not None
        if self.line.has_list and self.list.currentRow() >= 0:
            self.outcome.put(self.tr("Enter takes: {what}").format(what=self.list.currentItem().text()))
            return
        found = self._catalogue.outcome(self.line.text())
        if found.entry is not None:
            words = self.tr("Enter takes: {what}").format(what=f"{found.entry.code}   {found.entry.name}")
        elif found.words:
            words = self.tr("Enter takes as written: “{what}”").format(what=found.words)
        elif found.unknown:
            words = self.tr("The catalogue has no code {code}").format(code=found.unknown)
        elif self._offer:
            words = self.tr("+ or F4, as on the ballot before: {what}").format(what=self._offer)
        else:
            words = ""
        self.outcome.put(words)

    def _taking(self) -> str:
        if self.editor is self.paragraph:
            return self.tr("Enter takes it; Shift+Enter begins a new line")
        return self.tr("Enter takes it")

    def _step(self, by: int) -> None:
        count, row = self.list.count(), self.list.currentRow()
        if count:
            row = max(-1, min(count - 1, row + by))
            self.list.setCurrentRow(row)
            if row < 0:
                self.list.clearSelection()
            self._tell_outcome()

    def _clicked(self) -> None:
        self._tell_outcome()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.stroke.emit(Stroke(Act.ENTER))
