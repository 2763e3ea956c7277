"""The strip: the whole ballot in the paper's order, each question with its own answer's sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import Form, Heading, Kind, Question
from sipas_desktop.gui.keying_catalogue import Catalogue
from sipas_desktop.gui.keying_signs import paint_sign, sign_width, value_of
from sipas_desktop.gui.keying_words import answer_words
from sipas_desktop.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


def rows_of(form: Form, questions: Sequence[Question]) -> tuple[Heading | Question, ...]:
    """The form's rows in the paper's order, headings among them, less the questions that are not keyed."""
    asked = {question.code for question in questions}
    rows = (*form.opening_questions, *form.body)
    return tuple(row for row in rows if isinstance(row, Heading) or row.code in asked)


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[Heading | Question, ...] = ()
        self.answers: dict[str, Answer] = {}
        self.catalogues: Mapping[Kind, Catalogue] = {}
        self.at: dict[str, int] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _label(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            strip = self.parent()
            if isinstance(row, Heading) or not isinstance(strip, Strip):
                return _label(row)
            return f"{_label(row)}: {answer_words(row, self.answers.get(row.code), self.catalogues)}"
        return None


def _label(row: Heading | Question) -> str:
    words = row.text if isinstance(row, Heading) else row.label
    return f"{row.number}. {words}" if row.number else words


class _RowPainter(QStyledItemDelegate):
    """Paints number, label and sign itself: one row costs one row's paint."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plain, self._bold, self._small = theme.font(), theme.font(bold=True), theme.font("small", bold=True)
        self.number_width = 0

    def measure(self, rows: Sequence[Heading | Question]) -> None:
        metrics = QFontMetrics(self._plain)
        widths = [metrics.horizontalAdvance(row.number) for row in rows if isinstance(row, Question)]
        self.number_width = max(widths, default=0)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, theme = self.parent(), self._theme
        assert isinstance(view, Strip)
        row, colours = view.model_rows.rows[index.row()], theme.colours
        whole: Any = option.rect  # type: ignore[attr-defined]
        box, gap = QRectF(whole), float(theme.px(10))
        painter.save()
        if isinstance(row, Heading):
            words = row.number if view.narrow else _label(row)
            self._text(painter, box.adjusted(gap, 0, -gap, 0), words, self._small, colours.muted)
            painter.restore()
            return
        here = row.code == view.current
        if here:
            painter.fillRect(box, QColor(colours.accent_soft))
            painter.fillRect(QRectF(box.left(), box.top(), theme.px(4), box.height()), QColor(colours.accent))
        value = value_of(view.model_rows.answers.get(row.code))
        high = float(theme.px(20))
        wide = sign_width(value, high)
        sign = QRectF(box.right() - gap - wide, box.center().y() - high / 2, wide, high)
        paint_sign(painter, sign, value, theme)
        left = box.left() + gap + theme.px(2)
        number = QRectF(left, box.top(), self.number_width, box.height())
        self._text(painter, number, row.number, self._plain, colours.muted)
        if view.narrow:
            painter.restore()
            return
        start = left + self.number_width + (gap if self.number_width else 0)
        label = QRectF(start, box.top(), sign.left() - start - gap, box.height())
        self._text(painter, label, row.label, self._bold if here else self._plain, colours.text)
        painter.restore()

    def _text(self, painter: QPainter, box: QRectF, text: str, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class Strip(QListView):
    """The list. ``chosen`` when somebody clicks a question or presses Enter on it."""

    chosen = Signal(str)  # a question's code

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.narrow = False
        self._theme = theme
        self.current = ""  # the code of the question that the cursor is at
        self.model_rows = _Rows(self)
        self._painter = _RowPainter(theme, self)
        self.setModel(self.model_rows)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(self.tr("All questions of the ballot"))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.clicked.connect(self._choose)
        theme.changed.connect(self.viewport().update)

    def set_narrow(self, narrow: bool) -> None:
        """Numbers and signs only, where the question needs the room."""
        self.narrow = narrow
        self.setMinimumWidth(self._theme.px(92 if narrow else 120))
        self.setMaximumWidth(self._theme.px(92 if narrow else 360))
        self.viewport().update()

    def show_form(self, form: Form, questions: Sequence[Question], catalogues: Mapping[Kind, Catalogue]) -> None:
        """The rows of ``form``; an unchanged form leaves the list as it is."""
        rows = rows_of(form, questions)
        self.model_rows.catalogues = catalogues
        if rows == self.model_rows.rows:
            return
        self.model_rows.beginResetModel()
        self.model_rows.rows = rows
        self.model_rows.at = {row.code: at for at, row in enumerate(rows) if isinstance(row, Question)}
        self.model_rows.endResetModel()
        self._painter.measure(rows)

    def show_answers(self, answers: Mapping[str, Answer]) -> None:
        """All signs anew, for a ballot that was just opened."""
        self.model_rows.answers = dict(answers)
        self.viewport().update()

    def show_answer(self, question: str, answer: Answer | None) -> None:
        """One sign; None: not yet keyed."""
        if answer is None:
            self.model_rows.answers.pop(question, None)
        else:
            self.model_rows.answers[question] = answer
        self._repaint(question)

    def show_current(self, question: str) -> None:
        """Where the cursor is; "" for nowhere. Repaints the two rows, scrolls only when the row is out of sight."""
        before, self.current = self.current, question
        if before != question:
            self._repaint(before)
            self._repaint(question)
        row = self.model_rows.at.get(question)
        if row is not None:
            index = self.model_rows.index(row)
            self.setCurrentIndex(index)
            if not self.viewport().rect().contains(self.visualRect(index)):
                self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter chooses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            row = self.model_rows.rows[index.row()]
            if isinstance(row, Question):
                self.chosen.emit(row.code)

    def _repaint(self, question: str) -> None:
        row = self.model_rows.at.get(question)
        if row is not None:
            self.viewport().update(self.visualRect(self.model_rows.index(row)))
