"""The current question: the paper's wording, large; its boxes as tiles or its field; the marks; what was keyed last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import BadAnswer, Kind, Option, Question, parse_answer
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.keying_catalogue import Catalogue
from sipas_desktop.gui.keying_field import AnswerField
from sipas_desktop.gui.keying_keys import Act, Stroke, coded_stroke, option_keys
from sipas_desktop.gui.keying_text import PaintedText
from sipas_desktop.gui.keying_tiles import MarkTiles, TileFace, Tiles
from sipas_desktop.gui.keying_words import answer_words, mark_words
from sipas_desktop.gui.theme import Theme

CODED = frozenset({Kind.RATED, Kind.CHOICE, Kind.YES_NO, Kind.CHOICES})
FIELD_PX, LOW_FIELD_PX = 144, 104  # least height at 100 % of a field with its catalogue; in a low window
LINES_PX = 80  # height at 100 % that the wording may take in a low window before it is set smaller
SCAN_KEYS = 3  # so many keys, each too quick behind the one before, are a scan: two can be rolled over
SCAN_MS = 20  # two keys closer than this were not typed by hand: scanners leave 1 to 15 ms
SCAN_PAUSE_MS = 200  # a scan is over when nothing came for so long


class QuestionView(QFrame):
    """Shows one question and turns keys into an answer to it. It stores nothing and moves nowhere by itself."""

    answered = Signal(object)  # Answer
    stroke = Signal(object)  # Stroke: back, forward, Enter and the other commands
    refused = Signal(object)  # Refusal: the key is no answer here
    widened = Signal()  # the same words need another height now
    scanned = Signal(int)  # somebody scanned a paper; so many digits of it were taken for answers

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "question")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # coded answers are not text
        self._theme = theme
        self.question: Question | None = None
        self._answer: Answer | None = None
        self._ticked: list[str] = []  # the codes of a multiple choice so far
        self._asking: Option | None = None  # the option whose words are being typed
        self._keys: dict[str, str] = {}
        self._last_key = 0  # ms, by the system's clock of events; 0: it keeps none
        self._quick = 0  # keys one after the other that came too quickly
        self._scanning = False
        self._catalogues: Mapping[Kind, Catalogue] = {}
        self._questions: Sequence[Question] = ()
        self.wording = PaintedText(theme, "question", "text", self, wrap=True)
        self.tiles = Tiles(theme, self)
        self.tiles.pressed.connect(self._pick)
        self.words = AnswerField(theme, self)  # "other, namely …"
        self.field = AnswerField(theme, self)
        self.message = PaintedText(theme, "large", "muted", self, wrap=True)
        for field in (self.words, self.field):
            field.stroke.connect(self._field_stroke)
        self._boxes = QWidget(self)
        boxes = QVBoxLayout(self._boxes)
        boxes.setContentsMargins(0, 0, 0, 0)
        boxes.setSpacing(theme.unit)
        boxes.addWidget(self.tiles)
        boxes.addWidget(self.words)
        boxes.addStretch(1)
        self.words.hide()
        self.stack = QStackedWidget(self)
        for page in (self._boxes, self.field, self.message):
            self.stack.addWidget(page)
        self.marks = MarkTiles(theme, [mark_words(value) for value in a.MARKS], self)
        self.marks.pressed.connect(self._mark)
        self.last = PaintedText(theme, "normal", "muted", self)
        self.last.setFixedHeight(theme.px(24))
        self._low = self._cramped = False
        self._roomy: tuple[tuple[int, Sequence[Question]], int] | None = None  # for what it was worked out, and what
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.unit * 3] * 4)
        column.setSpacing(theme.unit * 2)
        column.addWidget(self.wording)
        column.addWidget(self.stack, 1)
        column.addWidget(self.marks)
        column.addWidget(self.last)
        self._show_message("", "")

    def set_low(self, low: bool, *, cramped: bool = False) -> None:
        """Low windows: smaller wording and tiles, no line for what was keyed last. ``cramped``: narrow margins, too."""
        if (low, cramped) != (self._low, self._cramped):
            self._low, self._cramped = low, cramped
            self.tiles.low = low
            unit = self._theme.unit
            self._column.setContentsMargins(*[unit if cramped else unit * 3 // 2 if low else unit * 3] * 4)
            self._column.setSpacing(unit if low else unit * 2)
            self.marks.set_low(low)
            self.last.setVisible(not low)
            self._make_room()
            self.tiles.lay_out()

    def roomy_height(self) -> int:
        """Height in px that the longest question needs at full size, at the present width."""
        asked = (self.width(), self._questions)
        if self._roomy is None or self._roomy[0] != asked:
            low, cramped = self._low, self._cramped
            self.set_low(False)
            self._roomy = asked, self._column.totalMinimumSize().height()
            self.set_low(low, cramped=cramped)
        return self._roomy[1]

    def prepare(self, questions: Sequence[Question], catalogues: Mapping[Kind, Catalogue]) -> None:
        """Makes room for the longest of ``questions``, so that nothing moves from one to the next."""
        self._catalogues = catalogues
        if questions != self._questions:
            self._questions = questions
            self._make_room()

    def show_question(self, question: Question, answer: Answer | None, before: Answer | None = None) -> None:
        """``question`` with what is keyed for it, ready for a key. ``before``: what F4 and "+" would repeat."""
        same_kind = self.question is not None and self.question.kind is question.kind and question.kind in CODED
        self.question, self._answer, self._asking = question, answer, None
        self._ticked = answer.value.split(a.JOIN) if answer and not a.is_mark(answer.value) else []
        self.wording.put(question.text, f"{question.number}." if question.number else "")
        self.marks.setVisible(True)
        if question.kind in CODED:
            self._keys = option_keys(tuple(option.code for option in question.choices))
            self.tiles.show_faces(self._faces(question), short=question.kind in (Kind.RATED, Kind.YES_NO))
            if not same_kind or self.words.isVisibleTo(self):
                self.words.setVisible(False)
        else:
            offer = answer_words(question, before, self._catalogues) if before is not None else ""
            self.field.show_question(question, answer, self._catalogues.get(question.kind), offer)
        self.stack.setCurrentWidget(self._boxes if question.kind in CODED else self.field)
        self._light(answer)
        self._announce()

    def show_last(self, question: Question, answer: Answer) -> None:
        """What was keyed last, for whoever looks up from the paper only then."""
        self.last.put(self._told(question, answer), "✓")

    def show_undone(self, question: Question, answer: Answer | None) -> None:
        """What ``question`` holds again since the last key was undone."""
        self.last.put(self._told(question, answer), self.tr("Undone:"))

    def _told(self, question: Question, answer: Answer | None) -> str:
        number = f"{question.number}. " if question.number else ""
        return f"{number}{question.label}: {answer_words(question, answer, self._catalogues)}"

    def show_idle(self) -> None:
        """No ballot is open."""
        told = self.tr("All 12 digits or the last 7, then Enter. The ballot opens at its first question.")
        self._show_message(self.tr("Scan or type the serial of a ballot."), told)
        self.last.put("")
        self._questions = ()
        self._make_room()

    def show_end(self, next_serial: str = "") -> None:
        """All is keyed; ``next_serial`` is what is scanned of the next ballot so far."""
        told = self.tr("Enter completes the ballot, and so does scanning the next one. Up goes back, F3 jumps.")
        if next_serial:
            told = self.tr("Next ballot: {serial}").format(serial=next_serial)
        self._show_message(self.tr("All %n question(s) are keyed.", "", len(self._questions)), told)

    def _show_message(self, heading: str, words: str) -> None:
        self.question, self._answer, self._asking = None, None, None
        self.wording.put(heading)
        self.message.put(words)
        self.marks.setVisible(False)
        self.stack.setCurrentWidget(self.message)
        self.setAccessibleName(f"{heading} {words}")

    def take_focus(self) -> None:
        """The cursor to where the next key belongs."""
        in_field = self.question is not None and self.question.kind not in CODED
        widget: QWidget = self.field.editor if in_field else self
        if not widget.hasFocus():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def light(self, answer: Answer) -> None:
        """Shows ``answer`` at once, before it is stored."""
        self._light(answer)
        for tile in [*self.tiles.tiles, *self.marks.tiles]:
            if tile.isChecked() and tile.isVisible():
                tile.repaint()

    def keep(self) -> None:
        """The answer could not be stored: what is typed or ticked stays for another Enter, a key alone goes dark."""
        question = self.question
        if question is None or question.kind not in CODED:
            return
        if self._asking is None and question.kind is not Kind.CHOICES:
            self._light(self._answer)
        else:
            self.tiles.light(self._ticked)
            self.marks.light(None)

    def pending(self) -> Answer | None:
        """What is typed or ticked and not taken yet. Raises ``Refusal`` where it is no answer."""
        question = self.question
        if question is None:
            return None
        if question.kind not in CODED:
            return self.field.answer() if self.field.changed else None
        if self._asking is not None:
            return self._with_words(question, self._asking)
        if question.kind is Kind.CHOICES and self._ticked and a.JOIN.join(sorted(self._ticked)) != self._stored:
            return self._parsed(question, a.JOIN.join(self._ticked))
        return None

    def wants_words(self) -> bool:
        """Whether a ticked option asks for words that nobody was asked for yet; asks for them then."""
        question = self.question
        if question is None or question.kind is not Kind.CHOICES or self._asking is not None:
            return False
        wanting = [option for option in question.options if option.words and option.code in self._ticked]
        if not wanting or a.JOIN.join(sorted(self._ticked)) == self._stored:
            return False
        self._ask_words(wanting[0])
        return True

    # -- keys -----------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keys of keying are the question's, even where a shortcut has the same key."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.hasFocus()
            and coded_stroke(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key, one answer."""
        stroke = coded_stroke(event)
        if stroke is None:
            super().keyPressEvent(event)
        elif self._is_no_finger(event, stroke):
            return
        elif stroke.act is Act.MARK and self.question is not None:
            self._mark(stroke.text)
        elif stroke.act is Act.CODE and self.question is not None:
            self._code(stroke.text)
        else:
            self.stroke.emit(stroke)

    def _is_no_finger(self, event: QKeyEvent, stroke: Stroke) -> bool:
        """Whether the key comes from a scanner, or from a key that is held down: neither answers a question.

        A scanner types faster than any hand, but its first digits look like answers. From the digit that gives it away
        nothing is taken until its Enter, and ``scanned`` says how many went before.
        """
        since = event.timestamp() - self._last_key if event.timestamp() and self._last_key else SCAN_PAUSE_MS
        self._last_key = event.timestamp()
        if self._scanning and since < SCAN_PAUSE_MS:
            self._scanning = stroke.act is not Act.ENTER
            return True
        self._scanning = False
        if self.question is None or stroke.act not in (Act.CODE, Act.MARK):
            return False
        self._quick = self._quick + 1 if since < SCAN_MS and not event.isAutoRepeat() else 0
        if self._quick >= SCAN_KEYS - 1:
            self._scanning, self._quick = True, 0
            self.scanned.emit(SCAN_KEYS - 1)
        return event.isAutoRepeat() or self._scanning

    def _code(self, key: str) -> None:
        question = self.question
        assert question is not None
        code = next((self._keys[each] for each in (key, key.lower(), key.upper()) if each in self._keys), key)
        known = {option.code for option in question.choices}
        if code not in known and not (key == a.NO_OPINION and question.no_opinion):
            try:
                parse_answer(question, key)
            except BadAnswer as bad:
                self.refused.emit(Refusal(bad.code, expected=bad.expected))
                return
        self._pick(code)

    def _pick(self, code: str) -> None:
        question = self.question
        if question is None:
            return
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if question.kind is Kind.CHOICES:
            if code in self._ticked:
                self._ticked.remove(code)
            else:
                self._ticked.append(code)
            self.tiles.light(self._ticked)
            self.marks.light(None)
            return
        option = next((each for each in question.choices if each.code == code), None)
        if option is not None and option.words:
            self._ticked = [code]
            self.tiles.light(self._ticked)
            self.marks.light(None)
            self._ask_words(option)
            return
        self.answered.emit(Answer(code))

    def _mark(self, value: str) -> None:
        self.answered.emit(Answer(value))

    def _field_stroke(self, stroke: Stroke) -> None:
        if self._asking is not None and stroke.act is Act.MARK:
            return  # the option is ticked: blank would be a contradiction
        if stroke.act is Act.MARK:
            self._mark(stroke.text)
        else:
            self.stroke.emit(stroke)

    # -- inside ---------------------------------------------------------------------------------------------

    @property
    def _stored(self) -> str:
        return a.JOIN.join(sorted(self._answer.value.split(a.JOIN))) if self._answer is not None else ""

    def _ask_words(self, option: Option) -> None:
        question = self.question
        assert question is not None
        self._asking = option
        text = self._answer.text if self._answer is not None else None
        asked = Question(question.code, Kind.SHORT_TEXT, option.label, option.label)
        self.words.show_question(asked, Answer(a.WRITTEN, text) if text else None, None)
        self.words.line.setPlaceholderText(option.label)
        self.words.setVisible(True)
        self.words.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _with_words(self, question: Question, option: Option) -> Answer:
        codes = self._ticked if question.kind is Kind.CHOICES else [option.code]
        words = normalise(self.words.text)
        return self._parsed(question, a.JOIN.join(codes) + (f":{words}" if words else ""))

    def _parsed(self, question: Question, cell: str) -> Answer:
        try:
            return parse_answer(question, cell)
        except BadAnswer as bad:
            raise Refusal(bad.code, expected=bad.expected) from bad

    def _faces(self, question: Question) -> list[TileFace]:
        key_of = {code: key for key, code in self._keys.items()}
        faces = [TileFace(option.code, key_of.get(option.code, ""), option.label) for option in question.choices]
        if question.no_opinion:
            faces.append(TileFace(a.NO_OPINION, a.NO_OPINION, question.no_opinion))
        return faces

    def _light(self, answer: Answer | None) -> None:
        self.tiles.light(answer.value.split(a.JOIN) if answer is not None else ())
        self.marks.light(answer.value if answer is not None else None)

    def _announce(self) -> None:
        assert self.question is not None
        said = f"{self.question.number} {self.question.text}. "
        said += answer_words(self.question, self._answer, self._catalogues)
        self.setAccessibleName(said)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Room for the longest question at the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._make_room()
            self.widened.emit()

    def _make_room(self) -> None:
        margins = self._column.contentsMargins()
        width = self.width() - margins.left() - margins.right() - 4  # less the frame
        texts = [(f"{question.number}." if question.number else "", question.text) for question in self._questions]
        self.wording.set_size("large" if self._low else "question")
        if self._low and self.wording.height_for(texts, width) > self._theme.px(LINES_PX):
            self.wording.set_size("normal")
        self.wording.setFixedHeight(self.wording.height_for(texts or [("", self.wording.text)], width))
        tallest = 0
        for question in self._questions:
            count = len(question.choices) + (1 if question.no_opinion else 0)
            short = question.kind in (Kind.RATED, Kind.YES_NO)
            tallest = max(tallest, self.tiles.height_for(count, short=short, width=width))
        self.tiles.setFixedHeight(tallest)
        # said here, for else the stack asks for as much as its present page does
        field = self._theme.px(LOW_FIELD_PX if self._low else FIELD_PX)
        self.stack.setMinimumHeight(max(tallest, field) if self._questions else 1)
