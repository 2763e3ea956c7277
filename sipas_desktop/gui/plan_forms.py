"""The second part of the plan page: the questions of each ballot form, and the paper beside them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.print_style import PLAIN, PrintStyle
from sipas_desktop.errors import Refusal
from sipas_desktop.gui import plan_words
from sipas_desktop.gui.pdf_preview import PdfPreview
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.gui.theme import Theme
from sipas_desktop.paper.ballot import specimen


class FormsView(QWidget):
    """A form is chosen where there are several; its specimen is drawn when it is first looked at."""

    def __init__(
        self,
        forms: Sequence[Form],
        owner: str,
        theme: Theme,
        language: str,
        parent: QWidget | None = None,
        *,
        style: PrintStyle = PLAIN,
        logo: bytes | None = None,
    ) -> None:
        super().__init__(parent)
        self._forms, self._owner, self._language = tuple(forms), owner, language
        self._style, self._logo = style, logo
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(self.tr("Ballot form"))
        for form in self._forms:
            self.choice.addItem(" ".join(form.title), form.code)
        self.choice.setVisible(len(self._forms) > 1)
        self.choice.currentIndexChanged.connect(self.show_form)
        self._composed = QLabel(self)
        self._composed.setProperty("role", "attention")
        self._composed.setWordWrap(True)
        self.questions = Table(
            self.tr("Questions"),
            [
                Column(self.tr("No.")),
                Column(self.tr("Question"), stretch=True),
                Column(self.tr("Kind")),
            ],
            self,
        )
        self.questions.chosen.connect(self._tell)
        self._chosen = QLabel(self)
        self._chosen.setWordWrap(True)
        self._chosen.setMinimumHeight(self._chosen.fontMetrics().lineSpacing() * 4)
        self._chosen.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.preview = PdfPreview(theme, self)
        left = QVBoxLayout()
        left.setSpacing(theme.unit)
        left.addWidget(self.choice)
        left.addWidget(self._composed)
        left.addWidget(self.questions, 1)
        left.addWidget(self._chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.unit * 2, 0, 0)
        row.setSpacing(theme.unit * 2)
        row.addLayout(left, 3)
        row.addWidget(self.preview, 2)
        self._shown = -1

    def set_forms(self, forms: Sequence[Form]) -> None:
        """The same forms in other versions."""
        self._forms = tuple(forms)
        self._shown = -1

    def show_form(self) -> None:
        """The chosen form, if it is not shown already."""
        at = self.choice.currentIndex()
        if at == self._shown or at < 0:
            return
        self._shown = at
        form = self._forms[at]
        titles = {factor.code: factor.title for factor in form.factors}
        self.questions.fill(
            [
                (
                    question.number,
                    question.text,
                    self.tr("overall question") if question.overall else plan_words.kind(question),
                    plan_words.answers(question),
                    titles.get(question.factor or "", ""),
                )
                for question in form.questions
            ]
        )
        self.questions.view.selectRow(0)
        words = self.tr("The plan prints no ballot; this one was composed: {source}")
        self._composed.setText(words.format(source=form.composed) if form.composed else "")
        self._composed.setVisible(bool(form.composed))
        pdf = BytesIO()
        try:
            specimen(form, pdf, author=self._owner, style=self._style, logo=self._logo)
        except Refusal as refusal:
            self.preview.show_words(refusal.words(self._language))
        else:
            self.preview.show_bytes(pdf.getvalue(), self.tr("Specimen"))

    def _tell(self) -> None:
        row = self.questions.current()
        if row is None:
            self._chosen.clear()
            return
        factor = self.tr("Factor: {factor}").format(factor=row[4]) if row[4] else ""
        self._chosen.setText("\n".join(part for part in (str(row[1]), str(row[3]), factor) if part))
