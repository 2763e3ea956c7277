"""The rows of a ballot's table: each question with its boxes or its dotted lines, in the style of the page.

A row is drawn as if its upper edge were at y = 0; ``layout`` moves it to its place.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sipas_desktop.domain.answer import NO_OPINION
from sipas_desktop.domain.form import BOX_KINDS, END, Form, Heading, Kind, Marking, Option, Question, Scale, Skip
from sipas_desktop.paper import fonts
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.marks import Box, Dots, Mark, Ring, Rule, Text, shifted
from sipas_desktop.paper.row_style import Columns, Row, Style, baseline

SIDE = 5.0  # between a column's rule and its text
NUMBER_COLUMN = 30.0
WORDS_ROOM = 60.0  # the least dotted line behind "khác:"
_SHORT = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.DATE})
_BETWEEN = 8.0  # two boxes side by side
_MOST_LINES_BESIDE = 12  # a question of more lines in its column stands across the table, its boxes below
_MOST_IN_ONE_COLUMN = 10  # more boxes than this stand side by side
_LEAST_QUESTION = 90.0  # the column of a question beside the columns of a matrix
_LEVEL_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5)  # of the words over such a column: the first that breaks no word
_RING = 8.0  # more room beside a code, so that a ring around it leaves its words clean
_APART = 3.0  # between the two rules above the interviewer's part


def columns(form: Form, style: Style, left: float, right: float) -> Columns:
    """The answers' column is as wide as the widest option of a question and at most 40 % of the table.

    A matrix may take more, if that leaves the question ``_LEAST_QUESTION`` points.
    """
    most = (right - left) * 0.4
    room = right - left - NUMBER_COLUMN - _LEAST_QUESTION
    most_cells = int(room // style.cell) if style.cell else 0
    column, cells = min(110.0, room), 0
    for question in form.body:
        if isinstance(question, Question) and question.kind in BOX_KINDS:
            count = len(_options(question, form))
            if _is_matrix(question) and count <= most_cells:
                cells = max(cells, count)
                continue
            for option in _options(question, form):
                wide = fonts.width(option.label, Face.REGULAR, style.answer)
                wide += _label_x(question, style) + 2 * SIDE + 2
                column = max(column, wide if wide <= most else 0)
    return Columns(left, left + NUMBER_COLUMN, right - max(column, cells * style.cell), right, most_cells)


def build(row: Heading | Question, form: Form, style: Style, at: Columns) -> Row:
    """The row of the table for a heading or a question of ``form``."""
    if isinstance(row, Heading):
        return _spanning(row.number, row.text, Face.BOLD, style, at, [], 0, heading=True)
    face = Face.BOLD if row.overall else Face.REGULAR
    if _is_matrix(row) and len(_options(row, form)) <= at.cells:
        return replace(_matrix(row, form, face, style, at), code=row.code)
    return replace(_not_matrix(row, form, face, style, at), code=row.code, listed=_is_matrix(row))


def _not_matrix(row: Question, form: Form, face: Face, style: Style, at: Columns) -> Row:
    if row.kind in BOX_KINDS:
        options = _options(row, form)
        room = at.right - at.answers - 2 * SIDE - _label_x(row, style)
        if (
            len(options) <= _MOST_IN_ONE_COLUMN
            and all(fonts.width(option.label, Face.REGULAR, style.answer) <= room for option in options)
            and not _is_long(row, face, style, at)
        ):
            return _beside(row, face, style, at, *_boxes(row, options, style, at.answers + SIDE, room))
        return _boxes_below(row, options, face, style, at)
    if row.kind in _SHORT:
        return _beside(row, face, style, at, *_short(row, style, at), note=_leads(row, form))
    return _lines_below(row, face, style, at)


def apart(row: Row, at: Columns) -> Row:
    """``row`` under a double rule: the interviewer's part begins with it."""
    rule = Rule(at.left, -_APART + 1, at.right, -_APART + 1)
    return replace(row, height=row.height + _APART, marks=(rule, *shifted(row.marks, -_APART)))


def _is_matrix(question: Question) -> bool:
    return question.scale is not None and question.scale.columns


def _is_long(question: Question, face: Face, style: Style, at: Columns) -> bool:
    room = at.answers - at.question - 2 * SIDE
    return len(fonts.wrap(fonts.clean(question.text), face, style.size, room)) > _MOST_LINES_BESIDE


def _label_x(question: Question, style: Style) -> float:
    """From the left edge of a box, or of a code to circle, to its words."""
    if question.marked_by is not Marking.CIRCLE:
        return style.label_x
    widest = max(
        fonts.width(code, Face.REGULAR, style.answer)
        for code in [NO_OPINION, *(option.code for option in question.choices)]
    )
    return max(style.label_x, widest + _RING / 2) + _RING


def _options(question: Question, form: Form) -> list[Option]:
    """The boxes in the paper's order, their words with what they lead to."""
    no_opinion = [Option(NO_OPINION, question.no_opinion)] if question.no_opinion else []
    leads = {value: _lead(skip, form) for skip in question.skips for value in skip.when}
    return [
        replace(option, label=fonts.clean(f"{option.label} {leads.get(option.code, '')}"))
        for option in [*question.choices, *no_opinion]
    ]


def _lead(skip: Skip, form: Form) -> str:
    """Where a skip leads, as the paper says it."""
    if skip.to == END:
        return "→ kết thúc"
    target = form.by_code[skip.to]
    return f"→ chuyển câu {target.number}" if target.number else f"→ chuyển đến “{target.label}”"


def _leads(question: Question, form: Form) -> str:
    """The skips of a question without words beside its boxes."""
    labels = {option.code: f"“{option.label}”" for option in question.choices}
    labels[NO_OPINION] = f"“{question.no_opinion}”" if question.no_opinion else NO_OPINION
    told = (
        f"Nếu {' hoặc '.join(labels.get(value, value) for value in skip.when)} {_lead(skip, form)}"
        for skip in question.skips
    )
    return "; ".join(told)


def _text(lines: list[str], x: float, top: float, style: Style, face: Face) -> list[Mark]:
    first = top - baseline(style.line, style.size)
    return [Text(x, first - style.line * n, line, style.size, face) for n, line in enumerate(lines)]


def _number(number: str, at: Columns, top: float, style: Style, face: Face) -> list[Mark]:
    """The row's number in the middle of its column; Roman numbers head the parts of a ballot and are bold."""
    number = fonts.clean(number)
    if not number:
        return []
    if re.fullmatch("[IVX]+", number):
        face = Face.BOLD
    wide = fonts.width(number, face, style.size)
    size = style.size * min(1, (at.question - at.left - 2) / wide)  # "II.10.12" is smaller rather than over the rule
    x = (at.left + at.question - wide * size / style.size) / 2
    return [Text(x, top - baseline(style.line, style.size), number, size, face)]


def _beside(
    question: Question,
    face: Face,
    style: Style,
    at: Columns,
    answers: list[Mark],
    answers_height: float,
    note: str = "",
) -> Row:
    """The question in its column, ``note`` in italics under it, the answers in theirs; centred in the row's height."""
    room = at.answers - at.question - 2 * SIDE
    lines = fonts.wrap_neatly(fonts.clean(question.text), face, style.size, room)
    notes = fonts.wrap(fonts.clean(note), Face.ITALIC, style.size, room) if note else []
    text_height = (len(lines) + len(notes)) * style.line
    inside = max(text_height, answers_height)
    marks = _number(question.number, at, -style.pad - (inside - style.line) / 2, style, face)
    top = -style.pad - (inside - text_height) / 2
    marks += _text(lines, at.question + SIDE, top, style, face)
    marks += _text(notes, at.question + SIDE, top - len(lines) * style.line, style, Face.ITALIC)
    drop = -style.pad - (inside - answers_height) / 2
    marks += shifted(answers, drop)
    return Row(inside + 2 * style.pad, tuple(marks), spanning=False)


def _matrix(question: Question, form: Form, face: Face, style: Style, at: Columns) -> Row:
    """The question and a box, or a code to circle, in the middle of each level's column."""
    assert question.scale is not None
    edges = _edges(question.scale, at)
    y = -baseline(style.answer_line, style.answer)
    marks: list[Mark] = []
    codes = [level.code for level in question.scale.printed] + [NO_OPINION] * bool(question.no_opinion)
    for code, left, right in zip(codes, edges, edges[1:], strict=False):
        if question.marked_by is Marking.CIRCLE:
            x = (left + right - fonts.width(code, Face.REGULAR, style.answer)) / 2
            marks += _code(question, code, x, y, style)
        else:
            x = (left + right - style.box) / 2
            marks.append(Box(x, y + _box_drop(style), style.box, question.code, code))
    row = _beside(question, face, style, at, marks, style.answer_line, note=_leads(question, form))
    above = _levels(question.scale, at)
    return replace(row, marks=(*row.marks, *_between(edges, row.height)), above=above, shrunk=above.shrunk)


def _code(question: Question, code: str, x: float, y: float, style: Style) -> list[Mark]:
    """A code to circle, and the place of the ring."""
    wide = fonts.width(code, Face.REGULAR, style.answer)
    foot = y + baseline(style.answer_line, style.answer) - style.answer_line
    ring = Ring(x - _RING / 2, foot, wide + _RING, style.answer_line, question.code, code)
    return [Text(x, y, code, style.answer), ring]


def _edges(scale: Scale, at: Columns) -> list[float]:
    """Where the columns of a matrix begin, and where the last ends."""
    count = len(scale.levels) + bool(scale.no_opinion)
    return [at.answers + (at.right - at.answers) * n / count for n in range(count + 1)]


def _between(edges: list[float], height: float) -> list[Rule]:
    return [Rule(x, -height, x, 0) for x in edges[1:-1]]


def _levels(scale: Scale, at: Columns) -> Row:
    """The words of the levels over their columns."""
    edges = _edges(scale, at)
    words = [level.label for level in scale.printed] + ([scale.no_opinion] if scale.no_opinion else [])
    room = edges[1] - edges[0] - 3
    widest = max(
        (fonts.width(word, Face.REGULAR, 1) for each in words for word in fonts.clean(each).split()), default=0
    )
    size = next((each for each in _LEVEL_SIZES if widest * each <= room), _LEVEL_SIZES[-1])
    line = size * 1.1
    wrapped = [
        fonts.wrap(fonts.clean(each), Face.REGULAR, size, right - left - 3)
        for each, left, right in zip(words, edges, edges[1:], strict=False)
    ]
    inside = max(map(len, wrapped)) * line
    marks: list[Mark] = []
    for lines, left, right in zip(wrapped, edges, edges[1:], strict=False):
        top = -2 - (inside - len(lines) * line) / 2
        for n, each in enumerate(lines):
            x = (left + right - fonts.width(each, Face.REGULAR, size)) / 2
            marks.append(Text(x, top - n * line - baseline(line, size), each, size))
    height = inside + 4
    shrunk = size if size < _LEVEL_SIZES[0] else 0
    return Row(height, (*marks, *_between(edges, height)), spanning=False, heading=True, shrunk=shrunk)


def _boxes(question: Question, options: list[Option], style: Style, x: float, room: float) -> tuple[list[Mark], float]:
    """One box a line with its words, from y = 0 down; ``room`` is what a label may take."""
    marks: list[Mark] = []
    y = 0.0
    for option in options:
        part, height = _box(question, option, style, x, y, room)
        marks += part
        y -= height
    return marks, -y


def _box_drop(style: Style) -> float:
    """From the baseline of its words up to the lower edge of a box."""
    capital = float(fonts.load(Face.REGULAR).capHeight) * style.answer / 1000
    return (capital - style.box) / 2


def _box(
    question: Question, option: Option, style: Style, x: float, top: float, room: float
) -> tuple[list[Mark], float]:
    line, size = style.answer_line, style.answer
    labels = fonts.wrap(option.label, Face.REGULAR, size, room)
    y = top - baseline(line, size)
    words_x = x + _label_x(question, style)
    marks: list[Mark] = [Box(x, y + _box_drop(style), style.box, question.code, option.code)]
    if question.marked_by is Marking.CIRCLE:
        code_x = words_x - _RING - fonts.width(option.code, Face.REGULAR, size)
        marks = _code(question, option.code, code_x, y, style)
    marks += [Text(words_x, y - line * n, label, size) for n, label in enumerate(labels)]
    height = line * len(labels)
    if option.words:
        start = fonts.width(labels[-1], Face.REGULAR, size) + 3
        if room - start < WORDS_ROOM:
            start = 0
            height += style.pitch
        marks.append(Dots(words_x + start, top - height + line - baseline(line, size) - 1, words_x + room))
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


def _boxes_below(question: Question, options: list[Option], face: Face, style: Style, at: Columns) -> Row:
    """Boxes across the table under the question, where their words are long or they are many."""
    left, room = at.question + SIDE, at.right - at.question - 2 * SIDE
    label_x = _label_x(question, style)
    widest = max(fonts.width(option.label, Face.REGULAR, style.answer) for option in options)
    fitting = max(1, int(room // (label_x + widest + _BETWEEN)))
    across = fitting if len(options) > _MOST_IN_ONE_COLUMN else 1
    marks: list[Mark] = []
    y, used = 0.0, 0  # ``used`` cells of the line that begins at y
    for option in options:
        if used == across or (used and option.words):
            y, used = y - style.answer_line, 0
        cells = across if option.words else 1
        label_room = cells * room / across - label_x - _BETWEEN * (across > 1)
        part, height = _box(question, option, style, left + used * room / across, y, label_room)
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
