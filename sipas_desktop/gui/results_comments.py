"""What respondents wrote, with numbers and names hidden, sorted by the office's topics from the keyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.topics import OPEN_KINDS, Topic, next_code
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.page import Desk
from sipas_desktop.gui.results_topics import TopicsPanel, digit_of
from sipas_desktop.gui.table import Column, Table
from sipas_desktop.jobs.comments import export_comments, hidden
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import Comment

MOST_SHOWN = 60  # letters of a topic in the choice


class CommentsView(QWidget):
    """Comments of one question, in an order that says nothing of the ballots they stand on."""

    refused = Signal(object)
    told = Signal(str, str)
    wanted = Signal(str, object, object)  # long work: title, work, done
    counted = Signal()  # other numbers by topic

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, theme = desk, desk.theme
        self._comments: dict[str, Comment] = {}  # by number, all of the question
        self._hidden: dict[str, str] = {}  # number → text with numbers and names hidden
        self._done: list[tuple[str, tuple[str, ...]]] = []  # what was sorted here: number, topics before
        self._open = ""  # the comment that is shown uncovered, while it stays chosen
        note = QLabel(self)
        note.setProperty("role", "muted")
        note.setWordWrap(True)
        note.setText(
            self.tr(
                "From settled ballots of all units and online comments without a rating, in no order. Telephone "
                "numbers and names are hidden as far as they are found. No words go into the report or the package."
            )
        )
        self.question, self.topic = QComboBox(self), QComboBox(self)
        self.question.setAccessibleName(self.tr("Question"))
        self.question.currentIndexChanged.connect(self.load)
        self.topic.setAccessibleName(self.tr("Which comments"))
        self.topic.currentIndexChanged.connect(self.show_rows)
        columns = [Column(self.tr("Comment"), stretch=True), Column(self.tr("Topics"))]
        self.table = Table(self.tr("Comments"), columns, self)
        self.table.chosen.connect(self._show_chosen)
        self.table.view.installEventFilter(self)
        self.whole = QPlainTextEdit(self)
        self.whole.setReadOnly(True)
        self.whole.setTabChangesFocus(True)
        self.whole.setAccessibleName(self.tr("The chosen comment"))
        self.whole.setPlaceholderText(self.tr("Choose a comment to read it whole."))
        self.whole.setFixedHeight(theme.px(84))
        self.panel = TopicsPanel(theme, self)
        self.panel.toggled.connect(self.toggle)
        self.panel.added.connect(self.add_topic)
        self.panel.removed.connect(self.remove_topic)
        self.uncover = KeyButton(self.tr("Show what is hidden"), "F12", "", self)
        self.uncover.clicked.connect(self.show_hidden)
        self.back = KeyButton(self.tr("Undo"), "Ctrl+Z", "", self)
        self.back.clicked.connect(self.undo)
        self._lay_out(note)

    def _lay_out(self, note: QLabel) -> None:
        unit = self._desk.theme.unit
        choices, buttons, body, left = QHBoxLayout(), QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        for box in (choices, buttons, left):
            box.setSpacing(unit)
        choices.addWidget(self.question, 1)
        choices.addWidget(self.topic, 1)
        for button in (self.uncover, self.back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        left.addWidget(self.table, 1)
        left.addWidget(self.whole)
        left.addLayout(buttons)
        body.setSpacing(unit * 2)
        body.addLayout(left, 1)
        body.addWidget(self.panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, unit * 2, 0, 0)
        column.setSpacing(unit)
        column.addWidget(note)
        column.addLayout(choices)
        column.addLayout(body, 1)

    # -- what there is --------------------------------------------------------------------------------------

    def set_form(self, form: Form) -> None:
        """Offers the open questions of ``form``."""
        wanted = self.question.currentData()
        self.question.blockSignals(True)
        self.question.clear()
        for question in form.questions:
            if question.kind in OPEN_KINDS:
                self.question.addItem(question.label, question.code)
        self.question.setCurrentIndex(max(0, self.question.findData(wanted)))
        self.question.blockSignals(False)
        self.question.setVisible(self.question.count() > 1)

    def load(self) -> None:
        """Reads the comments of the chosen question and its topics."""
        code = self.question.currentData()
        found = queries.comments(self._desk.survey, code) if code else []
        self._comments = {each.id: each for each in found}
        language = self._desk.language
        self._hidden = {each.id: self._hidden.get(each.id) or hidden(each.text, language) for each in found}
        self._show_topics()
        self.show_rows()

    def show_rows(self) -> None:
        """The comments that the choice of topic lets through, as they are now."""
        wanted = self.topic.currentData()
        shown = [
            each for each in self._comments.values()
            if wanted is None or (wanted in each.topics if wanted else not each.topics)
        ]  # fmt: skip
        self._fill(shown)

    @property
    def current(self) -> Comment | None:
        """The chosen comment."""
        row = self.table.current()
        return self._comments.get(row[-1]) if row else None

    def _fill(self, shown: list[Comment]) -> None:
        own = self.current
        self.table.fill([self._row(each) for each in shown])
        self.select(own.id if own else "")
        self._show_chosen()

    def select(self, number: str) -> None:
        """Makes the comment ``number`` the chosen one, where it is shown; several may say the same words."""
        for place, row in enumerate(self.table.rows.shown):
            if row[-1] == number:
                self.table.view.selectRow(place)
                return

    def _row(self, each: Comment) -> tuple[str, ...]:
        """By the keys of its topics: their titles stand beside the table."""
        return self._hidden[each.id], ", ".join(map(self.panel.key_of, each.topics)), each.id

    def _show_topics(self) -> None:
        topics = queries.topics(self._desk.survey).get(self.question.currentData(), ())
        counts = Counter(code for each in self._comments.values() for code in each.topics)
        unsorted = sum(not each.topics for each in self._comments.values())
        self.panel.show_topics(topics, counts, unsorted)
        wanted = self.topic.currentData()
        self.topic.blockSignals(True)
        self.topic.clear()
        self.topic.addItem(self.tr("All comments ({count})").format(count=len(self._comments)), None)
        self.topic.addItem(self.tr("Without a topic yet ({count})").format(count=unsorted), "")
        for topic in topics:
            self.topic.addItem(f"{topic.title[:MOST_SHOWN]} ({counts[topic.code]})", topic.code)
        at = next((n for n in range(self.topic.count()) if self.topic.itemData(n) == wanted), 0)
        self.topic.setCurrentIndex(at)
        self.topic.blockSignals(False)
        self.topic.setVisible(bool(topics))
        self.back.setEnabled(bool(self._done))

    def _show_chosen(self) -> None:
        own = self.current
        if own is None or own.id != self._open:
            self._open = ""
        self.whole.setPlainText("" if own is None else own.text if self._open else self._hidden[own.id])
        self.panel.show_chosen(None if own is None else own.topics)
        self.uncover.setEnabled(own is not None and own.text != self._hidden[own.id])

    # -- acts -----------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit in the table is a topic of the chosen comment."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and (place := digit_of(event)):
            self.panel.toggle_at(place - 1)
            return True
        return super().eventFilter(watched, event)

    def show_hidden(self) -> None:
        """The chosen comment as it was written, and hidden again; another one is hidden from the beginning."""
        own = self.current
        self._open = "" if own is None or self._open else own.id
        self._show_chosen()

    def toggle(self, code: str) -> None:
        """Gives the chosen comment the topic ``code``, or takes it away."""
        own = self.current
        if own is None:
            self.panel.show_chosen(None)
            self.told.emit("attention", self.tr("Choose a comment first."))
            return
        had = code in own.topics
        self._sort(own.id, [each for each in own.topics if each != code] if had else [*own.topics, code], undoing=False)

    def undo(self) -> None:
        """The topics of the comment that was sorted last, as they were before."""
        if self._done:
            number, before = self._done.pop()
            self._sort(number, list(before), undoing=True)
            self.select(number)

    def _sort(self, number: str, codes: list[str], *, undoing: bool) -> None:
        try:
            before = workflow.sort_comment(self._desk.survey, number, codes)
        except Refusal as refusal:
            self.refused.emit(refusal)
            self._show_chosen()
            return
        if not undoing:
            self._done.append((number, before))
        if number in self._comments:
            topics = tuple(topic.code for topic in self.panel.topics if topic.code in codes)
            self._comments[number] = replace(self._comments[number], topics=topics)
        # Who just got a topic stays where it is, until another choice is made: it may have a second one.
        shown = [self._comments[row[-1]] for row in self.table.rows.all]
        self._show_topics()
        self._fill(shown)
        self.counted.emit()

    def add_topic(self, title: str) -> None:
        """One more topic at the end of the list."""
        topics = self.panel.topics
        if self._set_topics([*topics, Topic(next_code(topics), title)]):
            self.panel.title.clear()
            self.table.view.setFocus()

    def remove_topic(self, code: str) -> None:
        """The list without the topic ``code``, which nobody may have."""
        self._set_topics([topic for topic in self.panel.topics if topic.code != code])

    def _set_topics(self, topics: list[Topic]) -> bool:
        try:
            workflow.set_topics(self._desk.survey, self.question.currentData(), topics)
        except Refusal as refusal:
            self.refused.emit(refusal)
            return False
        self._show_topics()
        self.show_rows()
        self.counted.emit()
        return True

    # -- the list as a file ---------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Asks where, then writes the list, hidden."""
        survey = self._desk.survey
        proposed = survey.beside(self.tr("comments-{plan}").format(plan=survey.plan.id) + ".xlsx")
        kinds = self.tr("Excel workbooks (*.xlsx)")
        picked, _ = QFileDialog.getSaveFileName(self, self.tr("Save the list of comments"), str(proposed), kinds)
        if picked:
            out = Path(picked)
            self.save_to(out if out.suffix.lower() == ".xlsx" else out.with_name(out.name + ".xlsx"))

    def save_to(self, out: Path) -> None:
        """Writes the comments that the choice of topic lets through to ``out``, hidden."""
        survey, language = self._desk.survey, self._desk.language
        question, topic = self.question.currentData(), self.topic.currentData()

        def work(progress: Callable[[int, int], None]) -> tuple[Path, int]:
            progress(0, 1)
            return out, export_comments(survey, out, question, topic, language)

        self.wanted.emit(self.tr("Writing the list of comments"), work, self._saved)

    def _saved(self, written: tuple[Path, int]) -> None:
        out, number = written
        words = self.tr("%n comment(s) saved, numbers and names hidden: {file}", "", number)
        self.told.emit("ok", words.format(file=out))
