"""Reads how many transactions units had of procedures, from an office's sheet, for a person to look at first.

Two layouts: a row for each unit, procedure and year; or a column for each year ("Năm 2022", "Năm 2023"). A unit may
also stand above its procedures as the heading of a part, or only in the first of its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sipas_desktop.domain.cleaning import text
from sipas_desktop.domain.counting import whole_number, years_in
from sipas_desktop.domain.legacy import detect_legacy
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.headers import Field, Header, find_header
from sipas_desktop.exchange.notes import CellNote, shown
from sipas_desktop.exchange.table_rows import part_title, row_kind
from sipas_desktop.exchange.workbook import Cell, Sheet, read_workbook

_OF_YEAR = r"^(?:.*\b)?(?:nam )?(?:199\d|20\d\d)$"
# In the order in which a heading is tried.
_FIELDS: Final = (
    Field("ordinal", r"^(?:stt|so tt|so thu tu|thu tu|tt|no)$"),
    Field("procedure_code", r"\bma (?:so )?(?:thu tuc|tthc|dich vu|dvc)\b|\bprocedure code\b"),
    Field("unit_code", r"\bma (?:so )?(?:don vi|co quan|xa|phuong)\b|\bunit code\b"),
    Field("count_of_year", _OF_YEAR, but=r"^(?:ma|ten)\b"),
    Field("year", r"^nam\b|^year$|\bnam (?:bao cao|thong ke|giao dich)\b"),
    Field(
        "count",
        r"\bso (?:luot|luong|ho so|giao dich)\b|\bluot (?:giao dich|nguoi)\b|\b(?:tong|tong so) (?:ho so|luot)\b"
        r"|^(?:giao dich|ho so|so luot|tong so|transactions?|count|number)$",
        but=r"^ma\b",
    ),
    Field("", r"\blinh vuc\b|\bsector\b|\bghi chu\b|\bnote\b", but=r"^(?:ten )?(?:thu tuc|tthc)\b"),
    Field("procedure", r"\bthu tuc\b|\btthc\b|\bdich vu\b|\bprocedure\b|\bservice\b|^noi dung\b"),
    Field("unit", r"\b(?:don vi|co quan|so nganh|xa|phuong|ubnd|unit|agency|noi)\b"),
)
_COUNTS: Final = frozenset({"count", "count_of_year"})
_WHOSE: Final = ("unit_code", "unit", "procedure_code", "procedure")


@dataclass(frozen=True)
class TransactionsRow:
    """One count as the file has it: ``unit`` and ``procedure`` in its words, their codes where it gives any."""

    unit_code: str
    unit: str
    procedure_code: str
    procedure: str
    year: int
    count: int
    row: int
    sheet: str
    column: str  # of the count, as messages name it

    def note(self, message: str, found: str, **params: object) -> CellNote:
        """Why this count is not taken."""
        return CellNote(self.sheet, self.row, self.column, found, message, "", params)


@dataclass(frozen=True)
class TransactionsPreview:
    """What a file would bring. ``rejected`` rows and cells are kept out."""

    file: str
    sha256: str
    rows: tuple[TransactionsRow, ...] = field(repr=False)
    corrected: tuple[CellNote, ...] = field(repr=False)
    rejected: tuple[CellNote, ...] = field(repr=False)


def read_transactions(path: Path, year: int | None = None) -> TransactionsPreview:
    """The counts of every sheet of ``path`` that has a column of numbers.

    ``year`` is that of a file that names none: in a column, in the columns' headings, above the table or in the sheet's
    name. Raises ``Refusal``: the file cannot be read (see ``workbook``), no sheet has a header, no year, nothing below.
    """
    book = read_workbook(path)
    tables = [(sheet, header) for sheet in book.sheets if (header := find_header(sheet, _FIELDS, _COUNTS)) is not None]
    if not tables:
        raise Refusal("transactions.no_header", file=book.name)
    rows: list[TransactionsRow] = []
    corrected: list[CellNote] = []
    rejected: list[CellNote] = []
    for sheet, header in tables:
        table = _Table(sheet, header, year, book.name)
        table.read()
        rows += table.rows
        corrected += table.corrected
        rejected += table.rejected
    if not rows and not rejected:
        raise Refusal("transactions.no_rows", file=book.name)
    return TransactionsPreview(book.name, book.sha256, tuple(rows), tuple(corrected), tuple(rejected))


class _Table:
    """One sheet's table."""

    def __init__(self, sheet: Sheet, header: Header, year: int | None, file: str) -> None:
        self.sheet, self.header = sheet, header
        self.places = {name: [column.index for column in columns] for name, columns in header.by_field.items()}
        self.labels = {column.index: column.label for column in header.columns}
        self.rows: list[TransactionsRow] = []
        self.corrected: list[CellNote] = []
        self.rejected: list[CellNote] = []
        self._above: dict[str, str] = {}  # the unit that the rows before belong to
        by_year = {column.index: years_in(column.heading) for column in header.by_field.get("count_of_year", ())}
        self._years = {index: years[-1] for index, years in by_year.items() if years}
        self._counts = [*self._years] or self.places["count"][:1]
        self._year = year
        if not self._years and "year" not in self.places:
            self._year = self._told_year(year, file)

    def _told_year(self, year: int | None, file: str) -> int:
        """The year of a table without one: asked for, or the one that stands above it or in the sheet's name."""
        if year is not None:
            return year
        above = [shown(cell) for row in self.sheet.rows[: self.header.first] for cell in row if cell != ""]
        headings = [column.heading for column in self.header.columns]
        for words in (headings, above, [self.sheet.name]):
            found = list(dict.fromkeys(one for line in words for one in years_in(line)))
            if len(found) == 1:
                note = CellNote(self.sheet.name, self.header.last + 1, "", "", "transactions.year_told", str(found[0]))
                self.corrected.append(note)
                return found[0]
        raise Refusal("transactions.no_year", file=file)

    def read(self) -> None:
        """Its rows, until the signatures below it."""
        ordinals = {"ordinal": self.places.get("ordinal", []), **self.places}
        width = max(column.index for column in self.header.columns) + 1
        for number, row in enumerate(self.sheet.rows[self.header.last + 1 :], start=self.header.last + 2):
            row = [*row, *[""] * (width - len(row))]
            kind, words = row_kind(row, self.header, ordinals, ())
            if kind == "footer":
                return
            if kind == "section" and not any(row[index] != "" for index in self._counts):
                self._part(part_title(words))
            elif kind in ("entry", "section"):
                self._entry(number, row)

    def _part(self, title: str) -> None:
        if not self.places.keys() & {"unit", "unit_code"} and not fold(title).startswith("linh vuc"):
            self._above = {"unit": title}

    def _entry(self, number: int, row: Sequence[Cell]) -> None:
        notes: list[CellNote] = []
        whose: dict[str, str] = {}
        for name in _WHOSE:
            for index in self.places.get(name, ())[:1]:
                value = row[index]
                if isinstance(value, str) and (encoding := detect_legacy(value)):
                    self._reject(number, index, row, "catalogue.legacy_text", encoding=encoding.upper())
                    return
                whose[name], why = text(value)
                if why:
                    notes.append(self._note(number, index, row, f"sample.{why}", whose[name]))
        whose = self._with_unit(number, row, whose, notes)
        if not any(whose.values()) and self.places.keys() & set(_WHOSE):
            self._reject(number, self._counts[0], row, "transactions.whose_missing")
            return
        year = self._year_of(number, row, notes)
        if year == 0:
            return
        self.corrected += notes
        for index in self._counts:
            self._count(number, row, index, whose, year or self._years[index])

    def _with_unit(
        self, number: int, row: Sequence[Cell], whose: dict[str, str], notes: list[CellNote]
    ) -> dict[str, str]:
        """A row without a unit belongs to the unit of the rows above it, where the table names units at all."""
        own = {name: whose[name] for name in ("unit_code", "unit") if whose.get(name)}
        if own:
            self._above = own
            return whose
        place = next((self.places[name][0] for name in ("unit", "unit_code") if name in self.places), None)
        if self._above and place is not None:
            above = self._above.get("unit") or self._above["unit_code"]
            notes.append(self._note(number, place, row, "transactions.unit_from_above", above))
        return {**whose, **self._above}

    def _year_of(self, number: int, row: Sequence[Cell], notes: list[CellNote]) -> int | None:
        """The row's year; None where its columns have theirs; 0, and a note, where it cannot be read."""
        if self._years or "year" not in self.places:
            return self._year
        index = self.places["year"][0]
        found = years_in(text(row[index])[0])
        if len(found) == 1:
            return found[0]
        if row[index] == "" and self._year is not None:
            notes.append(self._note(number, index, row, "transactions.year_told", str(self._year)))
            return self._year
        self._reject(number, index, row, "transactions.year_unreadable")
        return 0

    def _count(self, number: int, row: Sequence[Cell], index: int, whose: dict[str, str], year: int) -> None:
        count, why = whole_number(row[index])
        if count is None:
            # An empty cell of one of several years says nothing.
            if why != "count_missing" or len(self._counts) == 1:
                self._reject(number, index, row, f"transactions.{why}")
            return
        if why:
            self.corrected.append(self._note(number, index, row, f"transactions.{why}", str(count)))
        named = {name: whose.get(name, "") for name in _WHOSE}
        place = {"row": number, "sheet": self.sheet.name, "column": self.labels[index]}
        self.rows.append(TransactionsRow(**named, year=year, count=count, **place))  # type: ignore[arg-type]

    def _note(self, number: int, index: int, row: Sequence[Cell], message: str, result: str = "") -> CellNote:
        return CellNote(self.sheet.name, number, self.labels[index], shown(row[index]), message, result)

    def _reject(self, number: int, index: int, row: Sequence[Cell], message: str, **params: object) -> None:
        note = CellNote(self.sheet.name, number, self.labels[index], shown(row[index]), message, "", params)
        self.rejected.append(note)
