"""How far the tables of an .ods workbook reach and how much text they show, known before a library reads them.

A row or a cell says how often it stands there, a blank how often it is written: a few bytes make a thousand million.
calamine reads every table as soon as the workbook is opened, also the hidden ones, and goes by names as they are
written.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

from sipas_desktop import office_zip
from sipas_desktop.exchange.shared_texts import WIDER, is_wide
from sipas_desktop.exchange.sheet_extent import MAX_PART

MOST_STYLES: Final = 1_000_000  # elements that are neither table nor text
_LEAST_CELL: Final = len('<table:table-cell office:value-type="string"></table:table-cell>')
_FILLED: Final = ("office:", "table:formula")
_CELLS: Final = ("table:table-cell", "table:covered-table-cell")


def measure(archive: zipfile.ZipFile, part: str, enough: int) -> tuple[int, int]:
    """The cells that come of all tables of ``part``, and at most how many bytes their text takes.

    The latter exactly where it could be more than ``enough``. Raises ``ValueError`` and ``office_zip.BROKEN`` for what
    is no such part.
    """
    told, wide = _Tables(), False

    def seen() -> Iterator[bytes]:
        nonlocal wide
        for piece in office_zip.pieces(archive, part, MAX_PART):
            wide = wide or is_wide(piece)
            yield piece

    office_zip.elements_to(seen(), told.begin, told.finish, None, spaces=False)  # the words would take as long again
    told.end_table()
    between = max(0, archive.getinfo(part).file_size - told.filled * _LEAST_CELL)
    most = told.text + between * (WIDER if wide else 1)
    if most <= enough and not told.text_repeated:
        return told.room, most
    told = _Tables()
    office_zip.elements_to(
        office_zip.pieces(archive, part, MAX_PART), told.begin, told.finish, told.words, spaces=False
    )
    told.end_table()
    return told.room, told.text


class _Tables:
    """Empty rows and cells count as soon as something follows them."""

    def __init__(self) -> None:
        self.room = self.text = self.filled = 0
        self.text_repeated = False  # a text stands in more cells than one
        self._others = self._deep = 0
        self._rows = self._empty_rows = self._columns = 0
        self._repeated, self._times = 1, 1
        self._place = self._last = self._waiting = 0
        self._within = self._formulas = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._deep += 1
        if self._deep > office_zip.MOST_DEEP:
            raise ValueError("elements within each other without end")
        if name == "text:p":
            return
        if name in _CELLS:
            self._within = True
            self._cell(attributes)
        elif name == "table:table-row":
            self._repeated = _times(attributes.get("table:number-rows-repeated"))
            self._place = self._last = self._waiting = 0
        elif name == "text:s":
            self.text += _times(attributes.get("text:c")) * self._times * self._repeated
        elif name == "table:table":
            self.end_table()
        elif not name.startswith(("text:", "table:")):
            self._others += 1
            if self._others > MOST_STYLES:
                raise ValueError("elements without end")

    def _cell(self, attributes: Mapping[str, str]) -> None:
        times = self._times = _times(attributes.get("table:number-columns-repeated"))
        self._place += self._waiting  # also where this one is empty: calamine writes out what lies between
        self._waiting = 0
        if "office:value-type" in attributes or any(each.startswith(_FILLED) for each in attributes):
            self._place += times
            self._last = self._place
            self.filled += 1
            if times * self._repeated > 1:
                self.text_repeated = True
            self._formulas = self._formulas or "table:formula" in attributes
            self.text += sum(map(len, attributes.values())) * WIDER * times * self._repeated
        else:
            self._waiting = times

    def words(self, words: str) -> None:
        if self._within:
            self.text += (sys.getsizeof(words) - sys.getsizeof("")) * self._times * self._repeated

    def finish(self, name: str) -> None:
        self._deep -= 1
        if name == "table:table-row":
            if self._last:
                self._rows += self._empty_rows + self._repeated
                self._empty_rows = 0
                self._columns = max(self._columns, self._last)
            else:
                self._empty_rows += self._repeated
            self.room += self._place - self._last
            self._repeated = 1
        elif name in _CELLS:
            self._within, self._times = False, 1

    def end_table(self) -> None:
        """Add the table that has been told to what there is; formulas are kept beside the values."""
        self.room += self._rows * self._columns * (2 if self._formulas else 1)
        self._rows = self._empty_rows = self._columns = 0
        self._formulas = False


def _times(value: str | None) -> int:
    """How often something stands there. Raises ``ValueError`` where that is no number."""
    if value is None:
        return 1
    if not (value.isascii() and value.isdigit() and len(value) < 20):
        raise ValueError("no number of times")
    return int(value)
