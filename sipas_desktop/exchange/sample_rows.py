"""The table of a sample list, sheet by sheet: which rows are entries, to which list and part they belong, what its
columns are like as a whole."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence

from sipas_desktop.domain.cleaning import ListKind, list_kind
from sipas_desktop.domain.legacy import Encoding, convert_legacy
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.exchange.headers import Column, Header
from sipas_desktop.exchange.notes import CellNote, shown
from sipas_desktop.exchange.old_text import convert_columns
from sipas_desktop.exchange.sample_entry import Entries, Place
from sipas_desktop.exchange.sample_preview import LegacyColumn, MappedColumn, Member, SheetUse
from sipas_desktop.exchange.table_rows import is_entry_number, part_title, row_kind
from sipas_desktop.exchange.workbook import Cell, Sheet

_EVERY = 1_000  # rows between two calls of ``progress``
_ANCHORS = ("dossier", "phone")
_NAMES = frozenset({"name", "family_name", "organisation"})
_MANY_LEGACY = 0.2  # of a column's marked cells: then its ambiguous cells are taken for the old encoding as well
_MANY_ODD = 0.5  # of a column's dossier codes: then the office has a way of its own, told once
_FEW = 5
_UNIT_PART = (
    "ubnd ",
    "uy ban ",
    "so ",
    "phong ",
    "chi cuc ",
    "cuc ",
    "ban ",
    "trung tam ",
    "xa ",
    "phuong ",
    "thi tran ",
)
_SHOWN_AS = {"organisation": "name", "family_name": "name", "official_mark": "list", "reserve_mark": "list"}
_UNREAD = frozenset({"ordinal", "identity", "procedure_code"})


class Reading:
    """What has been read of a file so far; ``read_sheet`` adds one sheet."""

    def __init__(
        self,
        known: set[str],
        total: int,
        today: datetime.date,
        progress: Callable[[int, int], None] | None,
        convert: bool = False,
    ) -> None:
        self.members: list[Member] = []
        self.corrected: list[CellNote] = []
        self.rejected: list[CellNote] = []
        self.skipped: list[CellNote] = []
        self.duplicates = 0
        self.known = known
        self.first: dict[str, Place] = {}
        self.today = today
        self._total = total
        self._done = 0
        self._progress = progress
        self._convert = convert

    def read_sheet(self, sheet: Sheet, header: Header, default_list: ListKind) -> SheetUse:
        """Reads the rows below ``header``; once more where a column proves to be in an old encoding."""
        table = _Table(self, sheet, header, default_list)
        found, skipped = table.read({})
        if suspect := _mostly_legacy(sheet, header, found.legacy):
            found, skipped = table.read(suspect)
        if self._convert and found.legacy:
            encodings = {index: max(counts, key=lambda each: counts[each]) for index, counts in found.legacy.items()}
            sheet, done = convert_columns(sheet, header.last + 1, encodings, table.labels)
            self.corrected += done
            table = _Table(self, sheet, header, default_list)
            found, skipped = table.read({})
        self._done += len(sheet.rows)
        self.first = found.first
        self.members += found.members
        self.corrected += sorted([*found.corrected, *table.about_columns(found)], key=lambda note: note.row)
        self.rejected += found.rejected
        self.skipped += skipped
        self.duplicates += found.duplicates
        return table.use(found)

    def tick(self, row: int) -> None:
        """Says how far the reading is."""
        if self._progress is not None:
            self._progress(self._done + row, self._total)


def _mostly_legacy(sheet: Sheet, header: Header, legacy: Mapping[int, Mapping[Encoding, int]]) -> dict[int, Encoding]:
    """The columns most of whose marked texts are in an old encoding."""
    found: dict[int, Encoding] = {}
    for index, counts in legacy.items():
        cells = [row[index] for row in sheet.rows[header.last + 1 :] if index < len(row)]
        marked = sum(1 for cell in cells if isinstance(cell, str) and not cell.isascii())
        if sum(counts.values()) >= _MANY_LEGACY * marked:
            found[index] = max(counts, key=lambda encoding: counts[encoding])
    return found


class _Table:
    """One sheet's table."""

    def __init__(self, reading: Reading, sheet: Sheet, header: Header, default_list: ListKind) -> None:
        self.reading, self.sheet, self.header = reading, sheet, header
        by_field: dict[str, tuple[Column, ...]] = dict(header.by_field)
        if not by_field.keys() & _NAMES:
            by_field["organisation"] = by_field.pop("unit")  # a list of agencies
        if "procedure" not in by_field and "procedure_code" in by_field:
            by_field["procedure"] = by_field.pop("procedure_code")
        self.columns = by_field
        self.indices = {name: [column.index for column in columns] for name, columns in by_field.items()}
        self.labels = {column.index: column.label for column in header.columns}
        # The list that the sheet's name speaks of, else the rows above the header.
        above = " ".join(shown(cell) for row in sheet.rows[: header.first] for cell in row if cell != "")
        self.list: ListKind = list_kind(sheet.name) or list_kind(above) or default_list

    # -------------------------------------------------------------------------------------------------------- the rows

    def read(self, suspect: Mapping[int, Encoding]) -> tuple[Entries, list[CellNote]]:
        """The entries of the table, and the rows that are none."""
        reading, indices = self.reading, self.indices
        first = dict(reading.first)
        entries = Entries(self.sheet.name, indices, self.labels, reading.known, first, reading.today, suspect)
        skipped: list[CellNote] = []
        current = self.list
        ordinal = indices.get("ordinal", [-1])[0]
        name = next(indices[field][0] for field in ("name", "organisation", "family_name") if field in indices)
        width = max(column.index for column in self.header.columns) + 1
        below = False  # the table has ended: only a full row opens it again
        for number, row in enumerate(self.sheet.rows[self.header.last + 1 :], start=self.header.last + 2):
            if number % _EVERY == 0:
                reading.tick(number)
            if not any(row):
                continue
            if len(row) < width:
                row = [*row, *[""] * (width - len(row))]
            # An entry with its number and a name is the usual case; everything else is looked at closely.
            if below or ordinal < 0 or row[name] == "" or not is_entry_number(row[ordinal]):
                kind, words = row_kind(row, self.header, indices, _ANCHORS)
                if kind in ("total", "footer") and self._is_full(row):
                    kind = "entry"
                if below and kind != "header_again" and not (kind == "entry" and self._is_full(row)):
                    kind, words = ("blank", "") if kind == "blank" else ("footer", words)
                if kind == "blank":
                    continue
                if kind != "entry":
                    below = kind == "footer"
                    used = ""
                    if kind == "section":
                        current, used = self._part(words, entries, current)
                    code = "sample.part_used" if used else f"sample.row_{kind}"
                    skipped.append(
                        CellNote(self.sheet.name, number, "", words, code, "", {"part": used} if used else {})
                    )
                    continue
                below = False
            entries.add(number, row, current)
        return entries, skipped

    def _is_full(self, row: Sequence[Cell]) -> bool:
        filled = {name for name, places in self.indices.items() for place in places if row[place] != ""}
        return bool(filled & _NAMES) and len(filled) >= min(3, len(self.indices))

    def _part(self, words: str, entries: Entries, current: ListKind) -> tuple[ListKind, str]:
        """Takes the heading of a part: the list from here on, and what of the heading was used."""
        title = part_title(words)
        folded = fold(title) + " "
        if found := list_kind(title):
            return found, f"@sample.list_{found}"
        if folded.startswith("linh vuc") and "sector" not in self.indices:
            entries.sector = title[len("lĩnh vực") :].strip(" :.-")
            return current, entries.sector
        if folded.startswith(_UNIT_PART) and "unit" not in self.indices:
            entries.unit = title
            return current, title
        return current, ""

    # ----------------------------------------------------------------------------------------------------- the columns

    def about_columns(self, found: Entries) -> list[CellNote]:
        """The notes about whole columns, in the header's row, and about single odd dossier codes where they are few."""
        sheet, row = self.sheet, self.header.last + 1
        notes: list[CellNote] = []

        def add(label: str, code: str, example: str = "", **params: object) -> None:
            notes.append(CellNote(sheet.name, row, label, example, f"sample.{code}", "", params))

        if len(found.odd) >= _FEW and len(found.odd) > _MANY_ODD * found.dossiers:
            add(self.columns["dossier"][0].label, "dossier_own_style", found.odd[0].found, count=len(found.odd))
        else:
            notes += found.odd
        for index, (text_late, text_early, cell_late, cell_early) in found.days.items():
            # Excel with American settings turns 05/09 into 9 May and leaves 25/09 as text.
            if text_late and not text_early and not cell_late and cell_early >= _FEW:
                add(self.labels[index], "dates_swapped", count=cell_early)
        for column in self.columns.get("identity", ()):
            add(column.label, "identity_not_read")
        if sheet.hidden_rows:
            add("", "hidden_rows", count=sheet.hidden_rows)
        if sheet.cut:
            add("", "far_cells")
        return notes

    def use(self, found: Entries) -> SheetUse:
        """How the sheet was read."""
        read = [
            (column, _SHOWN_AS.get(name, name))
            for name, columns in self.columns.items()
            if name not in _UNREAD
            for column in columns
        ]
        read.sort(key=lambda item: item[0].index)
        used = {column.index for column, _ in read} | set(self.indices.get("ordinal", ()))
        return SheetUse(
            self.sheet.name,
            (self.header.first + 1, self.header.last + 1),
            tuple(MappedColumn(name, column.letter, column.heading) for column, name in read),
            tuple(column.label for column in self.header.columns if column.index not in used),
            len(found.members),
            tuple(
                LegacyColumn(
                    self.labels[index],
                    encoding,
                    cells,
                    found.example[index, encoding],
                    convert_legacy(found.example[index, encoding], encoding),
                )
                for index, counts in sorted(found.legacy.items())
                for encoding, cells in counts.items()
            ),
        )
