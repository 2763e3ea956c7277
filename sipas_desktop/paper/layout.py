"""Where everything stands on the pages of a ballot form: one page if a readable size allows it.

The layout is the same for all ballots of a form in one style; what differs from ballot to ballot (serial, codes,
recipient, written-in unit) has its places here too, and is drawn over it by ``ballot``. Text never leaves its place:
it is set smaller within limits, or it goes on, on the next line or page; ``Layout.notes`` tell the office.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sipas_desktop.domain import serial
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.print_style import PLAIN, Paper, PrintStyle
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import fonts, rows
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.frame import BAND, PLAIN_FRAME, Frame, frame_of
from sipas_desktop.paper.marks import Dots, Mark, Rule, Text, moved, shifted
from sipas_desktop.paper.notes import Note, NoteKind
from sipas_desktop.paper.opening import head, opening, small_print, title
from sipas_desktop.paper.row_style import Columns, Row, Style, baseline
from sipas_desktop.paper.splitting import split

# The plain page: A4, one side.
LEFT: Final = PLAIN_FRAME.left  # the side on which ballots are filed
RIGHT: Final = PLAIN_FRAME.right
TOP: Final = PLAIN_FRAME.top
BOTTOM: Final = PLAIN_FRAME.bottom
QR_AT: Final = PLAIN_FRAME.qr_at
BARS_AT: Final = PLAIN_FRAME.bars_at
SERIAL_Y: Final = PLAIN_FRAME.serial_y
BAND_LEFT_END: Final = PLAIN_FRAME.band_left_end

_PAGE_NUMBER_SIZE: Final = 10.0
_WINDOW_GAP: Final = 8.0  # points between the text and what shows in the envelope's window
# From roomy to tight. The first with the fewest sheets is taken, so a second page is begun only when 11 points do
# not save it.
_STYLES: Final = (
    Style(13, 13, 1.2, 4, 20),
    Style(12.5, 12.5, 1.17, 3, 19),
    Style(12, 12, 1.15, 2.5, 18),
    Style(12, 11.5, 1.12, 2, 18),
    Style(12, 11, 1.12, 1.5, 17.5),
    Style(11.5, 11, 1.11, 1.5, 17),
    Style(11, 11, 1.11, 1.2, 17),
)
# A5 is held nearer to the eyes.
_A5_STYLES: Final = (
    *(replace(style, cell=31) for style in _STYLES[2:]),
    Style(10.5, 10.5, 1.11, 1.2, 16.5, cell=31),
    Style(10, 10, 1.11, 1.2, 16, cell=31),
)
_LARGE_STYLES: Final = (
    Style(15, 15, 1.2, 5, 24, cell=0),
    Style(14, 14, 1.15, 3, 22, cell=0),
    Style(14, 14, 1.11, 2, 21, cell=0),
)
_USUAL: Final = 12.0  # points; below it the office is told
_AIR: Final = 4.0  # points that a row may gain above and below where a page has room left


@dataclass(frozen=True)
class Page:
    """What is printed alike on this page of every ballot; what stands in the margins is in ``frame``."""

    marks: tuple[Mark, ...]
    frame: Frame = PLAIN_FRAME

    def dots(self, code: str) -> list[Dots]:
        """The dotted lines of question ``code``, in the order of writing."""
        return [mark for mark in self.marks if isinstance(mark, Dots) and mark.code == code]

    @property
    def all_marks(self) -> tuple[Mark, ...]:
        """Those of the margins first."""
        return (*self.frame.marks, *self.marks)


@dataclass(frozen=True)
class Layout:
    """The pages of a form and the style that they are set in."""

    pages: tuple[Page, ...]
    style: Style
    notes: tuple[Note, ...] = ()


def lay_out(form: Form, printing: PrintStyle = PLAIN) -> Layout:
    """The pages of ``form`` as ``printing`` wants them.

    Raises ``Refusal`` for a letter that the typeface lacks, more than 99 pages, and a row taller than a page that has
    no place to be cut.
    """
    try:
        tried = _tried(form, printing)
        style, pages = min(tried, key=lambda each: -(-len(each[1]) // printing.sides))
        style, pages = _with_air(form, style, pages, printing)
        if len(pages) > serial.LAST_PAGE:
            raise Refusal("paper.too_many_pages", form=form.code, found=len(pages), most=serial.LAST_PAGE)
        made = tuple(_page(each, n, len(pages), printing) for n, each in enumerate(pages, start=1))
        return Layout(made, style, _notes(form, style, pages, printing))
    except fonts.MissingLetter as missing:
        raise Refusal("paper.letter_of_form", form=form.code, letter=missing.letter) from None


def _tried(form: Form, printing: PrintStyle) -> list[tuple[Style, list[_Filled]]]:
    """Every style that the form fits in, from roomy to tight, with its pages."""
    tried: list[tuple[Style, list[_Filled]]] = []
    refused: Refusal | None = None
    for style in _styles(printing):
        try:
            tried.append((style, _paginate(form, style, printing)))
        except Refusal as refusal:
            refused = refusal
    if refused is not None and not tried:
        raise refused
    return tried


def _styles(printing: PrintStyle) -> tuple[Style, ...]:
    if printing.large:
        return _LARGE_STYLES
    return _STYLES if printing.paper is Paper.A4 else _A5_STYLES


@dataclass(frozen=True)
class _Filled:
    """A page before its number is known; ``left_over`` is the height that it does not use."""

    marks: list[Mark]
    left_over: float
    rows: tuple[Row, ...]
    goes_on: str = ""  # the code of a question that goes on, on the next page


def _notes(form: Form, style: Style, pages: list[_Filled], printing: PrintStyle) -> tuple[Note, ...]:
    notes: list[Note] = []
    if style.answer < _USUAL:
        notes.append(Note(NoteKind.SIZE, value=style.answer))
    if printing.unit:
        frame = frame_of(printing, 1)
        lines = sum(isinstance(mark, Text) for mark in head(printing, style, frame.left, frame.right)[0])
        notes += [Note(NoteKind.HEAD, 1, value=lines)] if lines > 1 else []
    for n, page in enumerate(pages, start=1):
        asked = [row for row in page.rows if row.code]
        if n > 1 and asked:
            split_up = pages[n - 2].goes_on
            kind = NoteKind.SPLIT if split_up == asked[0].code else NoteKind.PAGES
            notes.append(_of_question(kind, n, asked[0].code, form))
        told = 0.0
        listed = [row.code for row in asked if row.listed]
        if listed:
            notes.append(_of_question(NoteKind.LISTED, n, listed[0], form, len(listed)))
        for row in asked:
            if row.shrunk and row.shrunk != told:
                notes.append(_of_question(NoteKind.LEVELS, n, row.code, form, row.shrunk))
                told = row.shrunk
    return tuple(notes)


def _of_question(kind: NoteKind, page: int, code: str, form: Form, value: float = 0) -> Note:
    question = form.by_code[code]
    return Note(kind, page, code, value, question.number or question.label)


def _with_air(form: Form, style: Style, pages: list[_Filled], printing: PrintStyle) -> tuple[Style, list[_Filled]]:
    """A single page's spare height is given to its rows."""
    if len(pages) > 1 or not pages[0].rows:
        return style, pages
    airy = replace(style, pad=style.pad + min(_AIR, pages[0].left_over / (len(pages[0].rows) + 1) / 2.01))
    roomier = _paginate(form, airy, printing)
    return (airy, roomier) if len(roomier) == 1 else (style, pages)


def _paginate(form: Form, style: Style, printing: PrintStyle) -> list[_Filled]:
    frame = frame_of(printing, 1)
    at = rows.columns(form, style, frame.left, frame.right)
    heads = _table_head(form, style, at)
    above, y = _above_table(form, style, printing, frame)
    whole_page = frame.top - BAND - frame.bottom - heads.height
    pages, above, y = _flowed(above, y, form, frame)
    page: list[Row] = []
    room = y - frame.bottom - heads.height

    def close(goes_on: str = "") -> None:
        nonlocal above, y, room, page
        drawn = _table(heads, page, at, y) if page else []
        pages.append(_Filled(above + drawn, room, tuple(page), goes_on))
        above, page, y, room = [], [], frame.top - BAND, whole_page

    for group in _groups(_rows(form, style, at)):
        placed = _with_levels(group, page)
        if _height(placed) > room and (page or above):
            close()
            placed = _with_levels(group, [])
        while _height(placed) > room:
            page, placed = _cut(form, placed, room)
            room -= _height(page)
            close(placed[0].code)
            placed = _with_levels(placed, [])
        page += placed
        room -= _height(placed)
    pages.append(_Filled(above + _table(heads, page, at, y), room, tuple(page)))
    return pages


def _height(placed: list[Row]) -> float:
    return sum(row.height for row in placed)


def _cut(form: Form, placed: list[Row], room: float) -> tuple[list[Row], list[Row]]:
    """What of rows that are taller than a page fits in ``room``, and the rest."""
    fitting: list[Row] = []
    for n, row in enumerate(placed):
        if row.height > room:
            parts = split(row, room)
            if parts is None and not fitting:
                raise Refusal("paper.row_too_tall", form=form.code, row=_first_words(placed))
            return ([*fitting, parts[0]], [parts[1], *placed[n + 1 :]]) if parts else (fitting, placed[n:])
        fitting.append(row)
        room -= row.height
    return fitting, []


def _rows(form: Form, style: Style, at: Columns) -> list[Row]:
    """The rows of the table, those of the interviewer under a double rule."""
    table = [rows.build(row, form, style, at) for row in form.body]
    first = next((place for place, row in enumerate(form.body) if row.by_interviewer), None)
    if first is not None:
        table[first] = rows.apart(table[first], at)
    return table


def _with_levels(group: list[Row], page: list[Row]) -> list[Row]:
    """``group`` with the words of the levels above rows that do not stand under the same words on ``page`` already."""
    placed: list[Row] = []
    for row in group:
        before = next((each for each in reversed([*page, *placed]) if not each.heading), None)
        if row.above is not None and (before is None or before.above != row.above):
            placed.append(row.above)
        placed.append(row)
    return placed


def _groups(table: list[Row]) -> list[list[Row]]:
    """Rows that stay on one page: a heading with the row that follows it."""
    groups: list[list[Row]] = []
    for row in table:
        if groups and groups[-1][-1].heading:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _first_words(group: list[Row]) -> str:
    return _words_of([mark for row in group for mark in row.marks])


def _words_of(marks: list[Mark]) -> str:
    return " ".join(mark.text for mark in marks if isinstance(mark, Text))[:60]


def _above_table(form: Form, style: Style, printing: PrintStyle, frame: Frame) -> tuple[list[Mark], float]:
    """Everything above the table of the first page, and where the table begins."""
    y = frame.top - BAND
    marks: list[Mark] = []
    gap = style.size * 0.5
    named, height = head(printing, style, frame.left, frame.right)
    window = frame.window
    if window is not None and y - height < window.top + _WINDOW_GAP:
        y = window.foot - _WINDOW_GAP  # a long name stands below the window
        window = None
    if named:
        marks += shifted(named, y)
        y -= height + gap
    if window is not None:
        y = window.foot - _WINDOW_GAP
    for drawn, height in (
        title(form, style, frame.left, frame.right),
        opening(form, style, frame.left, frame.right),
        small_print(form, printing, style, frame.left, frame.right),
    ):
        if drawn:
            marks += shifted(drawn, y)
            y -= height + gap
    return marks, y


def _flowed(above: list[Mark], y: float, form: Form, frame: Frame) -> tuple[list[_Filled], list[Mark], float]:
    """Pages for what stands above the table, where one is not enough; then the rest of it and where it ends."""
    top = frame.top - BAND
    pages: list[_Filled] = []
    while y < frame.bottom:
        parts = split(Row(top - y, tuple(shifted(above, -top)), spanning=True), top - frame.bottom)
        if parts is None:
            raise Refusal("paper.row_too_tall", form=form.code, row=_words_of(above))
        pages.append(_Filled(shifted(parts[0].marks, top), 0, ()))
        above, y = shifted(parts[1].marks, top), top - parts[1].height
    return pages, above, y


def _table_head(form: Form, style: Style, at: Columns) -> Row:
    """The heads of the columns, bold and centred; repeated on every page."""
    edges = ((at.left, at.question), (at.question, at.answers), (at.answers, at.right))
    heads = [
        fonts.wrap(fonts.clean(head), Face.BOLD, style.size, right - left - 2) if head else []
        for head, (left, right) in zip(form.columns, edges, strict=False)
    ]
    tallest = max(map(len, heads), default=1)
    marks: list[Mark] = []
    for lines, (left, right) in zip(heads, edges, strict=False):
        top = -style.pad - (tallest - len(lines)) * style.line / 2
        for n, line in enumerate(lines):
            x = (left + right - fonts.width(line, Face.BOLD, style.size)) / 2
            y = top - n * style.line - baseline(style.line, style.size)
            marks.append(Text(x, y, line, style.size, Face.BOLD))
    return Row(tallest * style.line + 2 * style.pad, tuple(marks), spanning=False)


def _table(head: Row, body: list[Row], at: Columns, top: float) -> list[Mark]:
    """The rows from ``top`` down with the rules around them."""
    marks: list[Mark] = [Rule(at.left, top, at.right, top)]
    y = top
    for row in [head, *body]:
        marks += shifted(row.marks, y)
        foot = y - row.height
        if not row.spanning:
            marks.append(Rule(at.answers, y, at.answers, foot))
        marks.append(Rule(at.left, foot, at.right, foot))
        y = foot
    marks += [Rule(x, top, x, y) for x in (at.left, at.question, at.right)]
    return marks


def _page(filled: _Filled, page: int, pages: int, printing: PrintStyle) -> Page:
    """The page in its own frame; the backs of sheets have the margin for filing on the other side."""
    frame = frame_of(printing, page)
    marks = moved(filled.marks, frame.left - frame_of(printing, 1).left)
    text = f"Trang {page}/{pages}"
    size = 14.0 if printing.large else _PAGE_NUMBER_SIZE
    x = (frame.left + frame.right - fonts.width(text, Face.REGULAR, size)) / 2
    return Page((*marks, Text(x, frame.page_number_y, text, size)), frame)
