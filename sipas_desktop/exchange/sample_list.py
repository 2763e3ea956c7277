"""Reads a sampling frame or a sample list from whatever sheet an office sends, for a person to look at first.

Nothing is written here: ``read_sample_list`` gives the members that would be taken, with every correction and rejection
by row and column.
"""

from __future__ import annotations

import datetime
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sipas_desktop.domain.cleaning import ListKind, dossier_key
from sipas_desktop.domain.legacy import convert_legacy, detect_legacy
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange import notes
from sipas_desktop.exchange.headers import Header, find_header
from sipas_desktop.exchange.notes import CellNote
from sipas_desktop.exchange.old_text import convert_headings
from sipas_desktop.exchange.sample_fields import FIELDS, NAMES
from sipas_desktop.exchange.sample_preview import LegacyColumn, MappedColumn, Member, SampleListPreview, SheetUse
from sipas_desktop.exchange.sample_rows import Reading
from sipas_desktop.exchange.workbook import Sheet, Workbook, read_workbook

__all__ = [
    "CellNote",
    "LegacyColumn",
    "MappedColumn",
    "Member",
    "SampleListPreview",
    "SheetUse",
    "read_sample_list",
    "write_notes",
]

_LOOKED_AT = 200  # rows of a sheet without a header that are searched for an old encoding


def read_sample_list(
    path: Path,
    default_list: ListKind,
    known_dossiers: frozenset[str] = frozenset(),
    progress: Callable[[int, int], None] | None = None,
    today: datetime.date | None = None,
    convert: bool = False,
) -> SampleListPreview:
    """Reads every sheet of ``path`` that has a table of people or organisations.

    ``default_list`` is the list of members whose row, part, sheet name and title name none. ``known_dossiers`` are the
    codes that the survey already has. ``progress`` is told (rows done, rows in all), and may raise to stop the reading.
    ``convert``: texts in TCVN3 or VNI, whose rows are else rejected, are taken as Unicode, each with a remark.
    Raises ``Refusal``: the file cannot be read (see ``workbook``), no sheet has a header, nothing below it.
    """
    with _without_collector():
        return _read(read_workbook(path), default_list, known_dossiers, progress, today, convert)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A million cells that all stay make the garbage collector walk them again and again: a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(
    book: Workbook,
    default_list: ListKind,
    known_dossiers: frozenset[str],
    progress: Callable[[int, int], None] | None,
    today: datetime.date | None,
    convert: bool,
) -> SampleListPreview:
    found = _tables(book)
    if not found and convert:
        book = convert_headings(book)
        found = _tables(book)
    if not found:
        raise _no_header(book)
    reading = Reading(
        known={dossier_key(code) for code in known_dossiers},
        total=sum(len(sheet.rows) for sheet, _ in found),
        today=today or datetime.date.today(),  # noqa: DTZ011  the station's calendar day is meant
        progress=progress,
        convert=convert,
    )
    uses = tuple(reading.read_sheet(sheet, header, default_list) for sheet, header in found)
    if not reading.members and not reading.rejected:
        raise Refusal("sample.no_rows", file=book.name)
    used = {use.name for use in uses}
    return SampleListPreview(
        file=book.name,
        sha256=book.sha256,
        sheets=uses,
        passed=tuple(sheet.name for sheet in book.sheets if sheet.name not in used and sheet.rows),
        hidden=book.hidden,
        members=tuple(reading.members),
        corrected=tuple(reading.corrected),
        rejected=tuple(reading.rejected),
        skipped=tuple(reading.skipped),
        duplicates=reading.duplicates,
    )


def _tables(book: Workbook) -> list[tuple[Sheet, Header]]:
    """The sheets with a table of people, else of agencies; a lone column of names counts where there is no more."""
    for needed in (NAMES, frozenset({"unit"})):
        found = [(sheet, header) for sheet in book.sheets if (header := find_header(sheet, FIELDS, needed)) is not None]
        if found:
            full = [(sheet, header) for sheet, header in found if len(header.by_field) > 1]
            return full or found
    return []


def _no_header(book: Workbook) -> Refusal:
    for sheet in book.sheets:
        for row in sheet.rows[:_LOOKED_AT]:
            for cell in row:
                if isinstance(cell, str) and (encoding := detect_legacy(cell)):
                    after = convert_legacy(cell, encoding)
                    named = encoding.upper()
                    return Refusal("sample.legacy_file", file=book.name, encoding=named, found=cell, result=after)
    names = ", ".join(f"“{sheet.name}”" for sheet in book.sheets if sheet.name)
    return Refusal("sample.no_header", file=book.name, sheets=names or "-")


def write_notes(preview: SampleListPreview, path: Path, lang: str = "vi") -> None:
    """Writes the preview's corrections, rejections and passed-over rows to the .xlsx file ``path``, in ``lang``."""
    groups: Sequence[tuple[str, Sequence[CellNote]]] = (
        ("notes.rejected", preview.rejected),
        ("notes.corrected", preview.corrected),
        ("notes.skipped", preview.skipped),
    )
    notes.write_notes(groups, path, lang)
