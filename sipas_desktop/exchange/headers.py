"""Finds the header of a table that somebody laid out by hand: title rows above it, two or three rows, merged cells.

A ``Field`` says by patterns over folded words (lower case, no marks, no punctuation) which headings mean it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sipas_desktop.domain.cleaning import text
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.exchange.workbook import Sheet, column_letter

SEARCHED_ROWS = 60  # a header further down is not found
MAX_HEADER_ROWS = 3
MAX_WORDS = 14  # of a heading; longer texts are titles, notes or data


@dataclass(frozen=True)
class Field:
    """One thing a column may hold. ``heading`` is searched in the folded heading unless ``but`` is found there."""

    name: str
    heading: str
    but: str = ""

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
        return re.compile(self.heading), re.compile(self.but) if self.but else None

    def fits(self, folded: str) -> bool:
        """Whether a column under the heading ``folded`` holds this."""
        wanted, unwanted = self._patterns
        return bool(wanted.search(folded)) and not (unwanted and unwanted.search(folded))


@dataclass(frozen=True)
class Column:
    """A column of a table: its place (from 0) and its heading as the file has it."""

    index: int
    heading: str
    field: str  # "" where no field fits

    @property
    def letter(self) -> str:
        """The letters that Excel shows over it."""
        return column_letter(self.index)

    @property
    def label(self) -> str:
        """Letter and heading, as messages name the column: "D: Số điện thoại"."""
        return f"{self.letter}: {self.heading}" if self.heading else self.letter


@dataclass(frozen=True)
class Header:
    """A table's header: rows ``first`` to ``last`` (from 0) and all columns with a heading."""

    first: int
    last: int
    columns: tuple[Column, ...]

    @cached_property
    def by_field(self) -> dict[str, tuple[Column, ...]]:
        """The columns of each field that was found, from left to right."""
        found: dict[str, tuple[Column, ...]] = {}
        for column in self.columns:
            if column.field:
                found[column.field] = (*found.get(column.field, ()), column)
        return found


_NOT_WORDS = re.compile(r"\([^)]*\)|[^\w\s/]|_")


def folded_heading(heading: str) -> str:
    """A heading for matching: folded, without remarks in brackets and punctuation, "/" as a space."""
    bare = _NOT_WORDS.sub(" ", fold(heading)).replace("/", " ")
    return " ".join(bare.split()) or " ".join(re.sub(r"[^\w\s]", " ", fold(heading)).split())


_TITLE = re.compile(r"danh sach .|bieu |phu luc|mau so |kem theo|uy ban nhan dan|cong hoa xa hoi")


class _Top:
    """The first rows of a sheet as texts, a merged cell's text in all the cells it covers (a title's only in one)."""

    def __init__(self, sheet: Sheet) -> None:
        self.raw = sheet.rows[: SEARCHED_ROWS + MAX_HEADER_ROWS]
        self.rows = [[text(cell)[0] if cell != "" else "" for cell in row] for row in self.raw]
        width = max((len(row) for row in self.rows), default=0)
        for top, left, bottom, right in sheet.merged:
            if top >= len(self.rows) or left >= len(self.rows[top]) or (right - left + 1) * 2 > max(width, 8):
                continue
            for row in range(top, min(bottom, len(self.rows) - 1) + 1):
                for column in range(left, min(right + 1, len(self.rows[row]))):
                    self.rows[row][column] = self.rows[top][left]

    def cell(self, row: int, column: int) -> str:
        return self.rows[row][column] if column < len(self.rows[row]) else ""

    def is_block(self, first: int, last: int, fields: Sequence[Field]) -> bool:
        """Whether the rows may be one header: nothing but words, and no words under a heading that is clear alone."""
        for row in range(first + 1, last + 1):
            if any(cell != "" and not isinstance(cell, str) for cell in self.raw[row]):
                return False
            for column in range(len(self.rows[row])):
                above, here = self.cell(row - 1, column), self.cell(row, column)
                if not here or not above or here == above or not field_of(fields, above):
                    continue
                covers_next = self.cell(row - 1, column + 1) in ("", above) and self.cell(row, column + 1)
                covers_last = column > 0 and self.cell(row - 1, column - 1) == above
                if not covers_next and not covers_last:
                    return False
        return any(self.rows[last]) and any(self.rows[first])

    def columns(self, first: int, last: int, fields: Sequence[Field]) -> tuple[Column, ...]:
        """The columns under these rows: the lowest heading counts, with those above it where it needs them."""
        columns = []
        for index in range(max(len(row) for row in self.rows[first : last + 1])):
            stack: list[str] = []
            for row in range(first, last + 1):
                heading = self.cell(row, index)
                if heading and heading not in stack and not (row < last and _TITLE.match(fold(heading))):
                    stack.append(heading)
            if not stack:
                continue
            # "Họ và tên" under "Người nộp" is clear alone; "Ngày" under "Tiếp nhận", "Thôn" under "Địa chỉ" are not.
            alone, whole = field_of(fields, stack[-1]), " ".join(stack)
            columns.append(Column(index, stack[-1] if alone else whole, alone or field_of(fields, whole)))
        return tuple(columns)


def field_of(fields: Sequence[Field], heading: str) -> str:
    """The first of ``fields`` that ``heading`` means, "" where none does."""
    folded = folded_heading(heading)
    if not folded or len(folded.split()) > MAX_WORDS:
        return ""
    return next((field.name for field in fields if field.fits(folded)), "")


def find_header(sheet: Sheet, fields: Sequence[Field], needed: frozenset[str], enough: int = 3) -> Header | None:
    """The header of the sheet's table, or None.

    A header names one of the ``needed`` fields and at least one other, or is one needed column and nothing else. The
    first with ``enough`` fields is taken, else the one with most; several rows only where they name more than one row.
    """
    top = _Top(sheet)
    best: Header | None = None
    best_score = 0
    for last in range(min(len(top.rows), SEARCHED_ROWS)):
        if best and best_score >= enough and last > best.last + MAX_HEADER_ROWS - 1:
            break
        for first in range(last, max(last - MAX_HEADER_ROWS, -1), -1):
            if not top.is_block(first, last, fields):
                continue
            columns = top.columns(first, last, fields)
            score = _score(columns, needed)
            if score > best_score and (best_score < enough or (best and first <= best.last)):
                best, best_score = Header(first, last, columns), score
    return best


def _score(columns: Sequence[Column], needed: frozenset[str]) -> int:
    """How many fields the columns name; 0 where they are no header."""
    named = {column.field for column in columns if column.field}
    if not named & needed:
        return 0
    if len(named) == 1:
        alone = (
            len(columns) == 1 and len(columns[0].heading.split()) <= 5 and not _TITLE.match(fold(columns[0].heading))
        )
        return 1 if alone else 0
    return len(named)
