"""The rows of a ballot's table: each question with its boxes or its dotted lines, in the style of the page.

A row is drawn as if its upper edge were at y = 0; ``layout`` moves it to its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sipas_desktop.domain.form import Form, Heading, Kind, Option, Question
from sipas_desktop.paper import fonts
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.marks import Box, Dots, Mark, Text, shifted

SIDE = 5.0  # between a column's rule and its text
NUMBER_COLUMN = 30.0
WORDS_ROOM = 60.0  # the least dotted line behind "khác:"
_BOXED = frozenset({Kind.RATED, Kind.CHOICE, Kind.CHOICES, Kind.YES_NO})
_SHORT = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.DATE})
_BETWEEN = 8.0  # two boxes side by side
_MOST_IN_ONE_COLUMN = 10  # more boxes than this stand side by side


@dataclass(frozen=True)
class Style:
    """Sizes in points; ``leading`` is the distance of two baselines as a multiple of the size."""

    size: float  # of text
    answer: float  # of the words beside a box
    leading: float
    pad: float  # above and below the text of a row
    pitch: float  # between two lines to write on

    @property
    def line(self) -> float:
        """The height of a line of text."""
        return self.size * self.leading

    @property
    def answer_line(self) -> float:
        """The height of a line of an answer."""
        return self.answer * self.leading

    @property
    def box(self) -> float:
        """The side of a box to tick."""
        return round(self.answer * 0.82, 1)

    @property
    def label_x(self) -> float:
        """From the left edge of a box to its words."""
        return self.box + 5


@dataclass(frozen=True)
class Columns:
    """Where the table's columns begin and end: the number, the question, the answers."""

    left: float
    question: float
    answers: float
    right: float


@dataclass(frozen=True)
class Row:
    """One row of the table. ``spanning`` rows have no rule between question and answers."""

    height: float
    marks: tuple[Mark, ...]
    spanning: bool
    heading: bool = False  # is not left alone at the foot of a page


def baseline(line: float, size: float) -> float:
    """From the top of a line of text down to its baseline."""
    return (line - fonts.ascent(size) - fonts.descent(size)) / 2 + fonts.ascent(size)


def columns(form: Form, style: Style, left: float, right: float) -> Columns:
    """The answers' column is as wide as the widest level of a scale and at most 40 % of the table."""
    labels = [label for q in form.body if isinstance(q, Question) and q.kind in _BOXED for label in _labels(q)]
    most = (right - left) * 0.4
    widths = [fonts.width(label, Face.REGULAR, style.answer) + style.label_x + 2 * SIDE + 2 for label in labels]
    column = max((width for width in widths if width <= most), default=0)
    return Columns(left, left + NUMBER_COLUMN, right - max(column, 110), right)


def build(row: Heading | Question, style: Style, at: Columns) -> Row:
    """The row of the table for a heading or a question."""
    if isinstance(row, Heading):
        return _spanning(row.number, row.text, Face.BOLD, style, at, [], 0, heading=True)
    face = Face.BOLD if row.overall else Face.REGULAR
    if row.kind in _BOXED:
        room = at.right - at.answers - 2 * SIDE - style.label_x
        if len(_options(row)) <= _MOST_IN_ONE_COLUMN and all(
            fonts.width(label, Face.REGULAR, style.answer) <= room for label in _labels(row)
        ):
            return _beside(row, face, style, at, *_boxes(row, style, at.answers + SIDE, room))
        return _boxes_below(row, face, style, at)
    if row.kind in _SHORT:
        return _beside(row, face, style, at, *_short(row, style, at))
    return _lines_below(row, face, style, at)


def _options(question: Question) -> list[Option]:
    no_opinion = [Option("", question.no_opinion)] if question.no_opinion else []
    return [*question.choices, *no_opinion]


def _labels(question: Question) -> list[str]:
    return [fonts.clean(option.label) for option in _options(question)]


def _text(lines: list[str], x: float, top: float, style: Style, face: Face) -> list[Mark]:
    first = top - baseline(style.line, style.size)
    return [Text(x, first - style.line * n, line, style.size, face) for n, line in enumerate(lines)]


def _number(number: str, at: Columns, top: float, style: Style, face: Face) -> list[Mark]:
    """The row's number in the middle of its column; Roman numbers head the parts of a ballot and are bold."""
    number = fonts.clean(number)
    if re.fullmatch("[IVX]+", number):
        face = Face.BOLD
    x = (at.left + at.question - fonts.width(number, face, style.size)) / 2
    return _text([number], x, top, style, face) if number else []


def _beside(
    question: Question, face: Face, style: Style, at: Columns, answers: list[Mark], answers_height: float
) -> Row:
    """The question in its column, the answers in theirs; both centred in the row's height."""
    lines = fonts.wrap_neatly(fonts.clean(question.text), face, style.size, at.answers - at.question - 2 * SIDE)
    text_height = len(lines) * style.line
    inside = max(text_height, answers_height)
    marks = _number(question.number, at, -style.pad - (inside - style.line) / 2, style, face)
    marks += _text(lines, at.question + SIDE, -style.pad - (inside - text_height) / 2, style, face)
    drop = -style.pad - (inside - answers_height) / 2
    marks += shifted(answers, drop)
    return Row(inside + 2 * style.pad, tuple(marks), spanning=False)


def _boxes(question: Question, style: Style, x: float, room: float) -> tuple[list[Mark], float]:
    """One box a line with its words, from y = 0 down; ``room`` is what a label may take."""
    marks: list[Mark] = []
    y = 0.0
    for option in _options(question):
        part, height = _box(option, style, x, y, room)
        marks += part
        y -= height
    return marks, -y


def _box(option: Option, style: Style, x: float, top: float, room: float) -> tuple[list[Mark], float]:
    line, size = style.answer_line, style.answer
    labels = fonts.wrap(fonts.clean(option.label), Face.REGULAR, size, room)
    y = top - baseline(line, size)
    capital = float(fonts.load(Face.REGULAR).capHeight) * size / 1000
    marks: list[Mark] = [Box(x, y + (capital - style.box) / 2, style.box)]
    marks += [Text(x + style.label_x, y - line * n, label, size) for n, label in enumerate(labels)]
    height = line * len(labels)
    if option.words:
        start = fonts.width(labels[-1], Face.REGULAR, size) + 3
        if room - start < WORDS_ROOM:
            start = 0
            height += style.pitch
        marks.append(
            Dots(x + style.label_x + start, top - height + line - baseline(line, size) - 1, x + style.label_x + room)
        )
    return marks, height


def _short(question: Question, style: Style, at: Columns) -> tuple[list[Mark], float]:
    """A place for a number, a percentage or a date in the answers' column."""
    left, right = at.answers + SIDE + 2, at.right - SIDE - 2
    y = -baseline(style.pitch, style.answer)
    if question.kind is Kind.DATE:
        slash = fonts.width("/", Face.REGULAR, style.answer)
        part = (right - left - 2 * slash) / 4
        first, second = left + part, left + 2 * part + slash
        return [
            Dots(left, y, first, question.code),
            Text(first, y, "/", style.answer),
            Dots(first + slash, y, second, question.code),
            Text(second, y, "/", style.answer),
            Dots(second + slash, y, right, question.code),
        ], style.pitch
    if question.kind is Kind.PERCENT:
        sign = right - fonts.width("%", Face.REGULAR, style.answer)
        return [Dots(left, y, sign - 2, question.code), Text(sign, y, "%", style.answer)], style.pitch
    return [Dots(left, y, right, question.code)], style.pitch


def _boxes_below(question: Question, face: Face, style: Style, at: Columns) -> Row:
    """Boxes across the table under the question, where their words are long or they are many."""
    left, room = at.question + SIDE, at.right - at.question - 2 * SIDE
    options = _options(question)
    widest = max(fonts.width(label, Face.REGULAR, style.answer) for label in _labels(question))
    fitting = max(1, int(room // (style.label_x + widest + _BETWEEN)))
    across = fitting if len(options) > _MOST_IN_ONE_COLUMN else 1
    marks: list[Mark] = []
    y, used = 0.0, 0  # ``used`` cells of the line that begins at y
    for option in options:
        if used == across or (used and option.words):
            y, used = y - style.answer_line, 0
        cells = across if option.words else 1
        part, height = _box(
            option,
            style,
            left + used * room / across,
            y,
            cells * room / across - style.label_x - _BETWEEN * (across > 1),
        )
        marks += part
        used += cells
        y -= height - style.answer_line
    return _spanning(question.number, question.text, face, style, at, marks, style.answer_line - y)


def _lines_below(question: Question, face: Face, style: Style, at: Columns) -> Row:
    """Dotted lines across the table; a single line begins behind the question where there is room."""
    left, right = at.question + SIDE, at.right - SIDE
    if question.lines == 1:
        lines = fonts.wrap(fonts.clean(question.text), face, style.size, right - left)
        start = left + fonts.width(lines[-1], face, style.size) + 4
        if right - start >= (right - left) * 0.4:
            y = style.line - baseline(style.line, style.size) - 1  # of the question's last line
            return _spanning(question.number, question.text, face, style, at, [Dots(start, y, right, question.code)], 1)
    marks: list[Mark] = [Dots(left, -style.pitch * (n + 1) + 3, right, question.code) for n in range(question.lines)]
    return _spanning(question.number, question.text, face, style, at, marks, style.pitch * question.lines + 2)


def _spanning(
    number: str,
    text: str,
    face: Face,
    style: Style,
    at: Columns,
    below: list[Mark],
    below_height: float,
    *,
    heading: bool = False,
) -> Row:
    """The text across question and answers, and ``below`` (drawn from y = 0 down) under it."""
    lines = fonts.wrap(fonts.clean(text), face, style.size, at.right - at.question - 2 * SIDE)
    marks = _number(number, at, -style.pad, style, face)
    marks += _text(lines, at.question + SIDE, -style.pad, style, face)
    foot = -style.pad - len(lines) * style.line
    marks += shifted(below, foot)
    return Row(below_height - foot + style.pad, tuple(marks), spanning=True, heading=heading)
