"""The chosen fact whole: its id, its hash, all that it says, and the ways from it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from sipas_desktop.gui.buttons import KeyButton
from sipas_desktop.gui.history_words import HASH, HistoryWords
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store.queries import FactWhole, HistoryRow


class FactCard(QFrame):
    """Shows one fact; F3 asks for all of its ballot, F5 goes to the fact that it replaced or rests on."""

    ballot_wanted = Signal(str)  # a serial
    fact_wanted = Signal(str)  # a ref

    def __init__(self, words: HistoryWords, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._words = words
        self.fact: FactWhole | None = None
        self.heading = QLabel(self)
        self.heading.setProperty("role", "strong")
        self.heading.setWordWrap(True)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("The chosen fact"))
        self.text.setPlaceholderText(self.tr("Choose a line to see all that was recorded."))
        self.text.setFixedHeight(theme.px(112 if theme.size <= 115 else 60))
        self.to_ballot = KeyButton(self.tr("All of this ballot"), "F3", "", self)
        self.to_ballot.clicked.connect(self._ask_ballot)
        self.to_earlier = KeyButton(self.tr("The fact before it"), "F5", "", self)
        self.to_earlier.clicked.connect(self._ask_earlier)
        top = QHBoxLayout()
        top.setSpacing(theme.unit)
        top.addWidget(self.heading, 1)
        top.addWidget(self.to_earlier)
        top.addWidget(self.to_ballot)
        column = QVBoxLayout(self)
        column.setSpacing(theme.unit)
        column.addLayout(top)
        column.addWidget(self.text)
        self.show_fact(None)

    def show_fact(self, fact: FactWhole | None, line: HistoryRow | None = None) -> None:
        """``fact``, or nothing; with the whole of its ``line`` in the table, where that is known."""
        self.fact = fact
        self.to_ballot.setEnabled(fact is not None and bool(fact.serial))
        self.to_earlier.setEnabled(fact is not None and bool(fact.names))
        if fact is None:
            self.heading.setText(self.tr("No line chosen"))
            self.text.clear()
            return
        words = self._words
        parts = [words.kind(fact.kind), fact.operator, words.time(fact.at), words.serial(fact)]
        self.heading.setText(" · ".join(part for part in parts if part))
        told = [] if line is None else [words.change(line), words.why(line)]
        lines = [
            *told,
            self.tr("Fact {n} of session {session}").format(n=fact.n, session=fact.session),
            self.tr("Hash: {hash}…").format(hash=fact.hash[:HASH]),
            words.whole(fact),
        ]
        self.text.setPlainText("\n".join(line for line in lines if line))

    def _ask_ballot(self) -> None:
        if self.fact is not None and self.fact.serial:
            self.ballot_wanted.emit(self.fact.serial)

    def _ask_earlier(self) -> None:
        if self.fact is not None and self.fact.names:
            self.fact_wanted.emit(self.fact.names[0])
