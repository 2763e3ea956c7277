"""What respondents wrote, for the office's eyes: the list, and the chosen one whole."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey


class CommentsView(QWidget):
    """Comments of one question, in an order that says nothing of the ballots they stand on."""

    def __init__(self, survey: OpenSurvey, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._survey = survey
        note = QLabel(self)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        note.setText(
            self.tr(
                "From settled ballots of all units and online comments without a rating, in no order. Somebody may be "
                "named here: nothing of it goes into the report or the package."
            )
        )
        self.question = QComboBox(self)
        self.question.setAccessibleName(self.tr("Question"))
        self.question.currentIndexChanged.connect(self.load)
        self.table = Table(self.tr("Comments"), [Column(self.tr("Comment"), stretch=True)], self)
        self.table.chosen.connect(self._show_whole)
        self.whole = QPlainTextEdit(self)
        self.whole.setReadOnly(True)
        self.whole.setTabChangesFocus(True)
        self.whole.setAccessibleName(self.tr("The chosen comment"))
        self.whole.setPlaceholderText(self.tr("Choose a comment to read it whole."))
        self.whole.setFixedHeight(theme.px(96))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.unit * 2, 0, 0)
        column.setSpacing(theme.unit)
        column.addWidget(note)
        column.addWidget(self.question)
        column.addWidget(self.table, 1)
        column.addWidget(self.whole)

    def set_form(self, form: Form) -> None:
        """Offers the open questions of ``form``."""
        wanted = self.question.currentData()
        self.question.blockSignals(True)
        self.question.clear()
        for question in form.questions:
            if question.kind in (Kind.LONG_TEXT, Kind.SHORT_TEXT):
                self.question.addItem(question.label, question.code)
        self.question.setCurrentIndex(max(0, self.question.findData(wanted)))
        self.question.blockSignals(False)
        self.question.setVisible(self.question.count() > 1)

    def load(self) -> None:
        """Reads the comments of the chosen question."""
        code = self.question.currentData()
        found = queries.comments(self._survey, code) if code else []
        self.table.fill([(text,) for text in found])
        self.whole.clear()

    def _show_whole(self) -> None:
        row = self.table.current()
        self.whole.setPlainText(row[0] if row else "")
