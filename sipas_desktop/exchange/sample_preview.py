"""What the reading of a sample list gives: members, and what was corrected, rejected and passed over."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from sipas_desktop.domain.cleaning import ListKind
from sipas_desktop.domain.legacy import Encoding
from sipas_desktop.exchange.notes import CellNote


@dataclass(frozen=True, slots=True)
class Member:
    """One person or organisation of a list, as it would be stored; texts are "" where the file has none.

    ``row`` (as Excel shows it) and ``sheet`` say where it stands in the file.
    """

    name: str
    address: str
    phone: str
    unit: str
    sector: str
    procedure: str
    dossier: str
    received: datetime.date | None
    resulted: datetime.date | None
    list: ListKind
    note: str
    row: int
    sheet: str
    consent: bool = False  # to calls and messages; without a word of hers she does not


@dataclass(frozen=True)
class MappedColumn:
    """A column that is read: ``field`` is a name of ``Member``, ``heading`` the words over it in the file."""

    field: str
    letter: str
    heading: str


@dataclass(frozen=True)
class LegacyColumn:
    """A column with ``cells`` cells in an encoding from before Unicode; their rows are rejected.

    ``found`` is the first of them as it stands in the file, ``result`` what it would be converted to.
    """

    column: str
    encoding: Encoding
    cells: int
    found: str
    result: str


@dataclass(frozen=True)
class SheetUse:
    """How a sheet was read: its header rows (as Excel shows them), its columns, ``unread`` labels of the others."""

    name: str
    header_rows: tuple[int, int]
    columns: tuple[MappedColumn, ...]
    unread: tuple[str, ...]
    members: int
    legacy: tuple[LegacyColumn, ...] = ()


@dataclass(frozen=True)
class SampleListPreview:
    """What a file would bring. ``rejected`` rows are kept out; ``corrected`` cells are taken as ``result`` says.

    ``skipped`` are rows that are no entries (totals, headings of parts, signatures); ``passed`` the visible sheets
    without a table of people, ``hidden`` the hidden ones. ``duplicates`` are counted among ``rejected``.
    """

    file: str
    sha256: str
    sheets: tuple[SheetUse, ...]
    passed: tuple[str, ...]
    hidden: tuple[str, ...]
    members: tuple[Member, ...] = field(repr=False)
    corrected: tuple[CellNote, ...] = field(repr=False)
    rejected: tuple[CellNote, ...] = field(repr=False)
    skipped: tuple[CellNote, ...] = field(repr=False)
    duplicates: int = 0

    def tally(self) -> dict[str, int]:
        """How many corrections and rejections there are of each message, the most frequent first."""
        counts: dict[str, int] = {}
        for note in (*self.rejected, *self.corrected):
            counts[note.message] = counts.get(note.message, 0) + 1
        return dict(sorted(counts.items(), key=lambda item: -item[1]))
