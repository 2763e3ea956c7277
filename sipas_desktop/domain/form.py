"""A ballot form: what is printed on the paper, what may be keyed for each question, what counts as satisfied.

A form is data (``forms/<plan>/<form>.toml``, described in ``docs/forms.md``). This file holds its shape and the
rules for one answer; ``form_file`` reads and checks the TOML.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer


class Kind(StrEnum):
    """What a question asks for."""

    RATED = "rated"  # one level of a scale
    CHOICE = "choice"  # one option
    CHOICES = "choices"  # several options, at most ``maximum``
    YES_NO = "yes_no"
    NUMBER = "number"  # whole number
    PERCENT = "percent"  # may exceed 100
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    DATE = "date"
    UNIT = "unit"  # a code of the survey's catalogue of units, or words
    PROCEDURE = "procedure"  # a code of the survey's catalogue of procedures, or words
    DOSSIER = "dossier"  # a dossier reference


TEXT_KINDS = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.DOSSIER})
BOX_KINDS = frozenset({Kind.RATED, Kind.CHOICE, Kind.CHOICES, Kind.YES_NO})
GATE_KINDS = frozenset({Kind.RATED, Kind.CHOICE, Kind.YES_NO, Kind.NUMBER})  # their answers may lead past questions
CATALOGUE_KINDS = frozenset({Kind.UNIT, Kind.PROCEDURE})
NUMBER_KINDS = frozenset({Kind.NUMBER, Kind.PERCENT})


END = "end"  # where a skip leads that ends the respondent's part of the ballot


class Marking(StrEnum):
    """How a respondent marks an answer on the paper; what is keyed is the code either way."""

    BOX = "box"  # an X in a box
    CIRCLE = "circle"  # a ring around the printed code


@dataclass(frozen=True)
class Skip:
    """The answers ``when`` (codes, or numbers) lead past everything up to the question ``to``, or to the ``END``."""

    when: tuple[str, ...]
    to: str


@dataclass(frozen=True)
class Option:
    """One box to tick: its stored ``code``, its printed ``label``; ``words`` where it asks for words ("khác: …")."""

    code: str
    label: str
    words: bool = False


@dataclass(frozen=True)
class Level(Option):
    """One level of a scale; ``satisfied`` levels count for the index (levels 4 and 5 of five)."""

    satisfied: bool = False


@dataclass(frozen=True)
class Scale:
    """The levels of rated questions, by ascending code; ``printed`` may be the other way round."""

    code: str
    levels: tuple[Level, ...]
    descending: bool = False  # printed from the highest level down
    no_opinion: str | None = None  # the label of the "no opinion" box, where the form offers one
    columns: bool = False  # printed as a matrix, one column a level; else one line a level
    marking: Marking = Marking.BOX

    @property
    def printed(self) -> tuple[Level, ...]:
        """The levels in the order in which the paper shows them."""
        return self.levels[::-1] if self.descending else self.levels

    @property
    def satisfied(self) -> frozenset[str]:
        """The codes that count as satisfied."""
        return frozenset(level.code for level in self.levels if level.satisfied)


@dataclass(frozen=True)
class Factor:
    """A group of criteria that gets a figure of its own in the report; it may lie ``within`` another one."""

    code: str
    title: str
    within: str | None = None  # the code of the factor around it: groups are at most two deep


@dataclass(frozen=True)
class Heading:
    """A row of the ballot without a question."""

    number: str
    text: str
    block: str = ""  # the repeated block that it stands in
    turn: int = 0  # which repetition, from 1
    by_interviewer: bool = False


@dataclass(frozen=True)
class Question:
    """One question. ``text`` is the paper's wording; ``label`` a short name for lists and tables of the report."""

    code: str
    kind: Kind
    text: str
    label: str
    number: str = ""
    factor: str | None = None
    overall: bool = False  # the question on satisfaction as a whole
    scale: Scale | None = None
    options: tuple[Option, ...] = ()
    maximum: int | None = None  # most options that may be ticked, or the highest number
    minimum: int | None = None  # the lowest number
    lines: int = 1  # dotted lines for writing by hand
    in_opening: bool = False  # stands in the opening lines, not in the table
    skips: tuple[Skip, ...] = ()
    marking: Marking = Marking.BOX  # of questions with options of their own
    block: str = ""  # the repeated block that it stands in
    turn: int = 0  # which repetition, from 1
    by_interviewer: bool = False  # filled in by the interviewer, not by the respondent

    @property
    def choices(self) -> tuple[Option, ...]:
        """The boxes in the order in which the paper shows them; empty for questions that are written in."""
        return self.scale.printed if self.scale else self.options

    @property
    def no_opinion(self) -> str | None:
        """The label of the "no opinion" box, or None where the form offers none."""
        return self.scale.no_opinion if self.scale else None

    @property
    def marked_by(self) -> Marking:
        """How its boxes are marked."""
        return self.scale.marking if self.scale else self.marking

    @property
    def holds_text(self) -> bool:
        """Whether an answer may carry words that somebody wrote (kept apart as personal data)."""
        return self.kind in TEXT_KINDS | CATALOGUE_KINDS or any(option.words for option in self.options)


@dataclass(frozen=True)
class Block:
    """Rows that the paper repeats, once an officer: the codes of repetition n begin with ``code`` and n.

    The question ``Q1`` of the block ``officer`` is ``officer1_Q1``, ``officer2_Q1`` …; ``{n}`` in numbers and words is
    n. ``rows`` are as the form's file has them.
    """

    code: str
    times: int
    rows: tuple[Heading | Question, ...]

    def name(self, turn: int, code: str) -> str:
        """The code of the block's question ``code`` in repetition ``turn``."""
        return f"{self.code}{turn}_{code}"


@dataclass(frozen=True)
class Form:
    """A ballot form as the paper has it. ``sha256`` is over ``source``, the TOML text that the survey keeps."""

    code: str
    version: int
    title: tuple[str, ...]
    subtitle: str
    opening: tuple[str, ...]  # lines above the table; ``{code}`` stands for a question's dotted lines
    instruction: str
    columns: tuple[str, ...]  # heads of the table's columns
    body: tuple[Heading | Question, ...]  # rows of the table in paper order
    opening_questions: tuple[Question, ...]
    factors: tuple[Factor, ...]
    scales: tuple[Scale, ...]
    composed: str  # where the plan does not print its ballot: from what this one was composed; else ""
    source: str = field(repr=False)
    sha256: str
    blocks: tuple[Block, ...] = ()  # what ``body`` repeats
    notice: str = ""  # what becomes of personal data: printed above the table
    consent: str = ""  # what is asked before a telephone number is noted: on the interviewers' list

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order of the paper, which is the order of keying."""
        return self.opening_questions + tuple(row for row in self.body if isinstance(row, Question))

    @cached_property
    def by_code(self) -> dict[str, Question]:
        """The questions by their code."""
        return {question.code: question for question in self.questions}

    @cached_property
    def gates(self) -> dict[str, dict[str, frozenset[str]]]:
        """Question → answer → the questions that this answer leads past; only questions that have skips.

        In the order of the paper. Skips lead forward only, so one walk along it finds what a ballot skips.
        """
        order = [question.code for question in self.questions]
        respondents = [question.code for question in self.questions if not question.by_interviewer]
        found: dict[str, dict[str, frozenset[str]]] = {}
        for at, question in enumerate(self.questions):
            for skip in question.skips:
                if skip.to == END:  # the interviewer's part stays
                    passed = frozenset(order[at + 1 :]).intersection(respondents)
                else:
                    passed = frozenset(order[at + 1 : order.index(skip.to)])
                found.setdefault(question.code, {}).update(dict.fromkeys(skip.when, passed))
        return found

    @cached_property
    def skippable(self) -> frozenset[str]:
        """The questions that some answer leads past."""
        return frozenset().union(*(passed for gate in self.gates.values() for passed in gate.values()))

    @property
    def rated(self) -> tuple[Question, ...]:
        """The rated questions, the overall one among them."""
        return tuple(question for question in self.questions if question.kind is Kind.RATED)

    @property
    def overall(self) -> Question | None:
        """The question on satisfaction as a whole, if the form has one."""
        return next((question for question in self.questions if question.overall), None)

    def of_kind(self, kind: Kind) -> Question | None:
        """The first question of ``kind``, or None."""
        return next((question for question in self.questions if question.kind is kind), None)


class BadAnswer(ValueError):
    """``cell`` is not an answer to the question. ``code`` names the message that says what is expected."""

    def __init__(self, code: str, expected: str = "") -> None:
        super().__init__(code, expected)
        self.code = code
        self.expected = expected


def parse_answer(question: Question, cell: str, catalogue: frozenset[str] = frozenset()) -> Answer:
    """The answer that ``cell`` means for ``question``, as files of keyed answers write it (docs: the command line).

    ``catalogue`` holds the codes that a unit or procedure may have; any other text there means "other".
    Raises ``BadAnswer`` where the cell is no answer; an empty cell is "not yet keyed", so it is refused too.
    """
    cell = unicodedata.normalize("NFC", cell).strip()
    if not cell:
        raise BadAnswer("answer.empty")
    if cell in a.MARKS:
        return Answer(cell)
    if "\x00" in cell:
        raise BadAnswer("answer.control_character")
    match question.kind:
        case Kind.RATED | Kind.CHOICE | Kind.YES_NO:
            return _one_code(question, cell)
        case Kind.CHOICES:
            return _several_codes(question, cell)
        case Kind.NUMBER | Kind.PERCENT:
            return Answer(_number(question, cell))
        case Kind.DATE:
            return Answer(_date(cell))
        case Kind.UNIT | Kind.PROCEDURE:
            return Answer(cell) if cell in catalogue else Answer(a.WRITTEN, cell)
        case Kind.SHORT_TEXT | Kind.LONG_TEXT | Kind.DOSSIER:
            return Answer(a.WRITTEN, cell)


def show_answer(answer: Answer) -> str:
    """``answer`` as one cell: the reverse of ``parse_answer``."""
    if answer.value == a.WRITTEN:
        return answer.text or ""
    return answer.value if answer.text is None else f"{answer.value}:{answer.text}"


def accepts(question: Question, answer: Answer) -> bool:
    """Whether ``answer`` is one that ``question`` may have. A code of a catalogue is taken as known."""
    try:
        read = parse_answer(question, show_answer(answer), frozenset({answer.value}))
    except BadAnswer:
        return False
    return read.value == answer.value and (read.text is None) == (answer.text is None)


def _expected(question: Question) -> str:
    codes = [option.code for option in sorted(question.choices, key=lambda option: option.code)]
    if question.no_opinion:
        codes.append(a.NO_OPINION)
    return " ".join([*codes, *a.MARKS])


def _one_code(question: Question, cell: str) -> Answer:
    if cell == a.NO_OPINION and question.no_opinion:
        return Answer(a.NO_OPINION)
    code, _, text = cell.partition(":")
    for option in question.choices:
        if option.code == code and (option.words or not text):
            return Answer(code, text.strip() or None)
    raise BadAnswer("answer.not_a_code", _expected(question))


def _several_codes(question: Question, cell: str) -> Answer:
    # Words stand once, behind all codes: "1;9:other, namely". They may hold a semicolon themselves.
    ticked, _, words = cell.partition(":")
    parts = [_one_code(question, part.strip()) for part in ticked.split(a.JOIN)]
    codes = sorted({part.value for part in parts})
    if len(codes) != len(parts):
        raise BadAnswer("answer.code_twice", _expected(question))
    if question.maximum is not None and len(codes) > question.maximum:
        raise BadAnswer("answer.too_many", str(question.maximum))
    words = words.strip()
    if words and not any(option.words for option in question.options if option.code in codes):
        raise BadAnswer("answer.not_a_code", _expected(question))
    return Answer(a.JOIN.join(codes), words or None)


def _number(question: Question, cell: str) -> str:
    low = 0 if question.minimum is None else question.minimum
    high = 10**9 if question.maximum is None else question.maximum
    if not re.fullmatch(r"[0-9]{1,9}", cell) or not low <= int(cell) <= high:
        raise BadAnswer("answer.not_a_number", f"{low}–{high}")
    return str(int(cell))


def _date(cell: str) -> str:
    try:
        if match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", cell):
            day, month, year = (int(part) for part in match.groups())
            return datetime.date(year, month, day).isoformat()
        return datetime.date.fromisoformat(cell).isoformat()
    except ValueError:
        raise BadAnswer("answer.not_a_date") from None
