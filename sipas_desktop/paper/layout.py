"""Where everything stands on the pages of a ballot form: A4, one page if a readable size allows it.

The layout is the same for all ballots of a form; what differs from ballot to ballot (serial, codes, recipient,
written-in unit) has its places here too, and is drawn over it by ``ballot``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sipas_desktop.domain.form import Form
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import codes, fonts, rows
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.marks import Dots, Mark, Rule, Text, shifted
from sipas_desktop.paper.opening import opening, title
from sipas_desktop.paper.pdf import A4, POINTS_PER_MM
from sipas_desktop.paper.rows import Columns, Row, Style

LEFT: Final = 20 * POINTS_PER_MM  # the side on which ballots are filed
RIGHT: Final = A4[0] - 15 * POINTS_PER_MM
TOP: Final = A4[1] - 15 * POINTS_PER_MM
BOTTOM: Final = 15 * POINTS_PER_MM

# The band at the head of every page: recipient at the left, bars over the serial, QR code at the right edge.
QR_AT: Final = (RIGHT - codes.QR_SIDE, TOP - codes.QR_SIDE)
BARS_AT: Final = (QR_AT[0] - codes.BAR_QUIET - codes.BAR_WIDTH, TOP - 19)
BARS_HEIGHT: Final = 19.0
SERIAL_SIZE: Final = 10.5
SERIAL_Y: Final = QR_AT[1] + 1.5
BAND_LEFT_END: Final = BARS_AT[0] - codes.BAR_QUIET
BAND: Final = codes.QR_SIDE + codes.QR_QUIET + 5

_PAGE_NUMBER_SIZE: Final = 10.0
_PAGE_NUMBER_Y: Final = 10 * POINTS_PER_MM  # in the lower margin, where printers still reach
# From roomy to tight. The first with the fewest pages is taken, so a second page is begun only when 11 points do
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
_AIR: Final = 4.0  # points that a row may gain above and below where a page has room left


@dataclass(frozen=True)
class Page:
    """What is printed alike on this page of every ballot."""

    marks: tuple[Mark, ...]

    def dots(self, code: str) -> list[Dots]:
        """The dotted lines of question ``code``, in the order of writing."""
        return [mark for mark in self.marks if isinstance(mark, Dots) and mark.code == code]


@dataclass(frozen=True)
class Layout:
    """The pages of a form and the style that they are set in."""

    pages: tuple[Page, ...]
    style: Style


def lay_out(form: Form) -> Layout:
    """The pages of ``form``. Raises ``Refusal`` for a row taller than a page or a letter the typeface lacks."""
    try:
        tried = [(style, _paginate(form, style)) for style in _STYLES]
        style, pages = min(tried, key=lambda each: len(each[1]))
        style, pages = _with_air(form, style, pages)
        return Layout(tuple(_page(each, n, len(pages)) for n, each in enumerate(pages, start=1)), style)
    except fonts.MissingLetter as missing:
        raise Refusal("paper.letter_of_form", form=form.code, letter=missing.letter) from None


@dataclass(frozen=True)
class _Filled:
    """A page before its number is known; ``left_over`` is the height that it does not use."""

    marks: list[Mark]
    left_over: float
    rows: int


def _with_air(form: Form, style: Style, pages: list[_Filled]) -> tuple[Style, list[_Filled]]:
    """A single page's spare height is given to its rows."""
    if len(pages) > 1 or not pages[0].rows:
        return style, pages
    airy = replace(style, pad=style.pad + min(_AIR, pages[0].left_over / (pages[0].rows + 1) / 2.01))
    roomier = _paginate(form, airy)
    return (airy, roomier) if len(roomier) == 1 else (style, pages)


def _paginate(form: Form, style: Style) -> list[_Filled]:
    at = rows.columns(form, style, LEFT, RIGHT)
    head = _table_head(form, style, at)
    above, y = _above_table(form, style)
    whole_page = TOP - BAND - BOTTOM - head.height
    pages: list[_Filled] = []
    page: list[Row] = []
    room = y - BOTTOM - head.height
    for group in _groups(_rows(form, style, at)):
        placed = _with_levels(group, page)
        if sum(row.height for row in placed) > room:
            pages.append(_Filled(above + (_table(head, page, at, y) if page else []), room, len(page)))
            above, page, y, room = [], [], TOP - BAND, whole_page
            placed = _with_levels(group, [])
        if sum(row.height for row in placed) > whole_page:
            raise Refusal("paper.row_too_tall", form=form.code, row=_first_words(group))
        page += placed
        room -= sum(row.height for row in placed)
    pages.append(_Filled(above + _table(head, page, at, y), room, len(page)))
    return pages


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
    texts = [mark.text for row in group for mark in row.marks if isinstance(mark, Text)]
    return " ".join(texts)[:60]


def _above_table(form: Form, style: Style) -> tuple[list[Mark], float]:
    """Everything above the table of the first page, and where the table begins."""
    y = TOP - BAND
    marks: list[Mark] = []
    for part in (title, opening):
        drawn, height = part(form, style, LEFT, RIGHT)
        if drawn:
            marks += shifted(drawn, y)
            y -= height + style.size * 0.5
    return marks, y


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
            y = top - n * style.line - rows.baseline(style.line, style.size)
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


def _page(filled: _Filled, page: int, pages: int) -> Page:
    text = f"Trang {page}/{pages}"
    x = (LEFT + RIGHT - fonts.width(text, Face.REGULAR, _PAGE_NUMBER_SIZE)) / 2
    return Page((*filled.marks, Text(x, _PAGE_NUMBER_Y, text, _PAGE_NUMBER_SIZE)))
