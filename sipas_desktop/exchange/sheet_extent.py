"""How far a sheet of an .xlsx workbook reaches and how much text it shows, known before a library reads it.

calamine sets memory aside for the whole rectangle up to the last row and column that have a cell, and copies a shared
text into each cell that shows it. Excel, LibreOffice and every usual library begin each cell as ``<c r="B7"``. Where
all cells of a sheet begin so, looking for that is exact and ten times as fast as parsing; a sheet with any other cell
(no place, other quotation marks, a blank, a prefix) is parsed.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sipas_desktop import office_zip

MAX_PART: Final = 192 * 2**20  # bytes of a sheet or of the shared texts: a sheet of 500,000 rows has about 190 MB
MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 16_384
MAX_CELLS: Final = 4_000_000  # filled, of all sheets: 360,000 rows of a sample list; each takes about 100 bytes
MOST_ELEMENTS: Final = 16_000_000
LEAST_CELL: Final = len('<c r="A1"><v></v></c>')


class Unusual(Exception):
    """A part that has to be parsed."""


@dataclass
class Extent:
    """``text``: at most so many bytes stand in the cells themselves. ``elements``, and the cells that merged areas and
    links have ``covered``, are told only where a sheet was parsed. ``errors``: what stands in a cell in place of a
    value, by row and column from 0.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    merged: int = 0
    covered: int = 0
    elements: int = 0
    text: int = 0
    hidden_rows: int = 0
    spread: bool = False  # too far for a library that sets aside the rectangle
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def room(self) -> int:
        """The cells of the rectangle."""
        return self.rows * self.columns

    def reach(self, row: int, column: int) -> None:
        """There is a cell in ``row`` and ``column``, counted from 1. Raises ``ValueError`` outside every sheet."""
        if not (row <= MAX_ROWS and column <= MAX_COLUMNS):
            raise ValueError("a cell outside every sheet")
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)


def extent_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo, enough: int) -> Extent:
    """How far the sheet ``part`` reaches: exactly, but where at most ``enough`` cells are known to be in it.

    Raises ``ValueError`` and ``office_zip.BROKEN`` for what is no sheet.
    """
    try:
        if enough and (found := _looked_at(archive, part, True)).room <= enough:
            return found
        return _looked_at(archive, part, False)
    except Unusual:
        return parsed(archive, part)


# ------------------------------------------------------------------------------------------------------ the usual sheet

_PLACE: Final = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"')
_ODD: Final = re.compile(rb'<c(?! r="[A-Z]{1,3}[0-9]{1,7}"[ />])[\s/>]')
_PREFIXED: Final = re.compile(rb":c[\s/>]")
_SMALL: Final = re.compile(rb'<c(?! r="[A-Z][1-9][0-9]{0,4}"[ />])[\s/>]')  # up to column Z, row 99,999
_SMALL_ROWS: Final = 99_999
_SMALL_COLUMNS: Final = 26
_HIDDEN_ROW: Final = re.compile(rb'<row\s[^<>]*\bhidden="(?:1|true)"')
_ERROR_CELL: Final = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?=[^<>]*\bt="e")[^<>]*>')
_VALUE: Final = re.compile(rb"<v>([^<]*)<")
_FORMULA: Final = 9_000  # bytes that may stand between a cell's beginning and its value
_DIGITS: Final = b"0123456789"
_LETTERS: Final = bytes(range(ord("A"), ord("Z") + 1))


def blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo, mark: bytes = b"<row") -> Iterator[bytes]:
    """The part in blocks that end before a ``mark``, or before any element where none comes for long.

    Raises ``Unusual`` where no element comes either.
    """
    before = b""
    for piece in office_zip.pieces(archive, part, MAX_PART):
        whole = before + piece
        cut = whole.rfind(mark)
        if cut <= 0 and len(whole) > 4 * office_zip.PIECE:
            cut = whole.rfind(b"<")
            if cut <= 0:
                raise Unusual
        cut = max(cut, 0)
        yield whole[:cut]
        before = whole[cut:]
    yield before


def _looked_at(archive: zipfile.ZipFile, part: zipfile.ZipInfo, roughly: bool) -> Extent:
    """``roughly``: a block that reaches up to Z99999 is not looked at more closely."""
    found = Extent()
    for block in blocks(archive, part):
        if _PREFIXED.search(block) is not None:
            raise Unusual
        cells = block.count(b"<c ")
        if not (roughly and _SMALL.search(block) is None):
            _reach(found, block)
        elif cells:
            found.reach(_SMALL_ROWS, _SMALL_COLUMNS)
        found.cells += cells
        found.merged += block.count(b"mergeCell")
        if b'hidden="' in block:
            found.hidden_rows += len(_HIDDEN_ROW.findall(block))
        if b't="e"' in block:
            found.errors.update(_errors(block))
    found.text = max(0, part.file_size - found.cells * LEAST_CELL)
    return found


def _reach(found: Extent, block: bytes) -> None:
    if _ODD.search(block) is not None:
        raise Unusual
    places = b" ".join(_PLACE.findall(block))
    rows = set(places.translate(None, _LETTERS).split())
    columns = set(places.translate(None, _DIGITS).split())
    if places:
        found.reach(max(map(int, rows)), max(map(column_number, map(bytes.decode, columns))))


def _errors(block: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for cell in _ERROR_CELL.finditer(block):
        start = cell.end()
        end = block.find(b"</c>", start, start + _FORMULA)
        value = _VALUE.search(block, start, end) if end >= 0 else None
        if value is not None:
            yield (int(cell[2]) - 1, column_number(cell[1].decode()) - 1), value[1].decode("utf-8", "replace")


# -------------------------------------------------------------------------------------------------------- any other one

_BEGUN: Final = re.compile(rb"<c[\s/>]")
_CELL: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ROW: Final = re.compile(r"[A-Za-z]{0,3}([0-9]{1,7})")


def column_number(letters: str) -> int:
    """The column called ``letters``, from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def parsed(archive: zipfile.ZipFile, part: zipfile.ZipInfo, texts: Sequence[int] | None = None) -> Extent:
    """As ``extent_of``, from the elements; only ``cells`` where there are more than ``MAX_CELLS``.

    With ``texts``, the sizes of the shared ones, ``text`` has them too.
    """
    begun = sum(len(_BEGUN.findall(piece)) for piece in office_zip.pieces(archive, part, MAX_PART))
    if begun > MAX_CELLS:  # known ten times as soon as by parsing
        return Extent(cells=begun)
    told = _Sheet(texts)
    office_zip.elements(
        office_zip.pieces(archive, part, MAX_PART), told.begin, told.finish, told.words, spaces=False
    )  # names as they are written: calamine does not look at namespaces either
    return told.extent


def _place(text: str) -> tuple[int, int]:
    """Row and column from 1."""
    if (found := _CELL.fullmatch(text)) is None:
        raise ValueError("a cell outside every sheet")
    return int(found[2]), column_number(found[1])


class _Sheet:
    """Counts what calamine would make of the elements. What has no place stands after the one before it."""

    def __init__(self, texts: Sequence[int] | None) -> None:
        self.extent = Extent()
        self._texts = texts or ()
        self._longest = max(self._texts, default=0)
        self._row, self._column = 1, 1
        self._at, self._type = (1, 1), ""
        self._value: list[str] | None = None

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self.extent.elements += 1
        if self.extent.elements > MOST_ELEMENTS:
            raise ValueError("elements without end")
        kind = name.partition(":")[2] or name
        if kind == "c":
            place = attributes.get("r")
            self._at = (self._row, self._column) if place is None else _place(place)
            self._column = self._at[1]
            self._type = attributes.get("t", "")
            self.extent.reach(*self._at)
            self.extent.cells += 1
            if self.extent.cells > MAX_CELLS:
                raise ValueError("cells without end")
        elif kind == "row":
            if (place := attributes.get("r")) is not None:
                if (number := _ROW.fullmatch(place)) is None:
                    raise ValueError("a row outside every sheet")
                self._row = int(number[1])
            self.extent.hidden_rows += attributes.get("hidden") in ("1", "true")
        elif kind in ("v", "t"):
            self._value = []
        elif kind in ("mergeCell", "hyperlink"):
            self.extent.merged += kind == "mergeCell"
            first, _, last = attributes.get("ref", "A1").replace("$", "").partition(":")
            (top, left), (bottom, right) = _place(first), _place(last or first)
            self.extent.covered += (abs(bottom - top) + 1) * (abs(right - left) + 1)

    def _size(self, value: str) -> int:
        if not (value.isascii() and value.isdigit()):
            return self._longest
        number = int(value[-9:])
        return self._texts[number] if number < len(self._texts) else 0

    def words(self, words: str) -> None:
        if self._value is not None:
            self._value.append(words)
            self.extent.text += sys.getsizeof(words) - sys.getsizeof("")

    def finish(self, name: str) -> None:
        kind = name.partition(":")[2] or name
        if kind == "row":
            self._row, self._column = self._row + 1, 1
        elif kind == "c":
            self._column += 1
        elif kind in ("v", "t") and self._value is not None:
            value, self._value = "".join(self._value).strip(), None
            if self._type == "s" and kind == "v":
                self.extent.text += self._size(value)
            elif self._type == "e" and kind == "v":
                self.extent.errors[self._at[0] - 1, self._at[1] - 1] = value
