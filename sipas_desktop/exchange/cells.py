"""The cells of a CSV or XLSX file as text, each row with the number that Excel shows beside it.

For files that another program or an Excel sheet filled with codes. What kind of file it is, its first bytes say, not
its name. Everything that can be wrong with the file as a whole is a ``Refusal`` here, never a traceback.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import python_calamine

from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal

Row = tuple[int, list[str]]

MAX_BYTES: Final = 64 * 2**20  # a million keyed ballots are about 40 MB of CSV
MAX_UNPACKED: Final = 256 * 2**20
MAX_CELLS: Final = 20_000_000  # the reader sets aside room for the whole area up to the last cell
MAX_ENTRIES: Final = 2_000

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS: Final = ",;\t"
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')


def read_cells(path: Path) -> list[Row]:
    """All rows that are not empty: (row number from 1, cells trimmed and in NFC, numbers as whole as they are).

    Raises ``Refusal`` for a file that is missing, locked, too large, damaged, in another format or encoding, or empty.
    """
    content = _content(path)
    if content.startswith(_ZIP):
        rows = _workbook_rows(content, path.name)
    elif content.startswith(_OLE):
        raise Refusal("keyed.old_excel", file=path.name)
    else:
        rows = _csv_rows(content, path.name)
    found = [(number, cells) for number, cells in enumerate(rows, start=1) if any(cells)]
    if not found:
        raise Refusal("keyed.no_rows", file=path.name)
    return found


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Refusal("keyed.directory", file=path.name)
        if path.stat().st_size > MAX_BYTES:
            raise Refusal("keyed.too_large", file=path.name, limit=MAX_BYTES // 2**20)
        return path.read_bytes()
    except FileNotFoundError:
        raise Refusal("keyed.file_missing", file=path.name) from None
    except (OSError, ValueError):  # ValueError: a NUL in the path
        raise Refusal("keyed.cannot_read", file=path.name) from None


# -------------------------------------------------------------------------------------------------------------- CSV


def _csv_rows(content: bytes, file: str) -> Iterator[list[str]]:
    if content.startswith(_UTF16):
        raise Refusal("keyed.utf16", file=file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refusal("keyed.not_utf8", file=file, line=line) from None
    # Excel under Vietnamese settings separates by semicolons; a copied sheet by tabs.
    header = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield [_clean(cell) for cell in cells]
    except csv.Error:
        raise Refusal("keyed.csv_syntax", file=file, line=reader.line_num) from None


def _clean(cell: str) -> str:
    # A NUL stays, so that the rule for answers refuses it; other invisible characters go.
    return cell if "\x00" in cell else normalise(cell)


# ------------------------------------------------------------------------------------------------------------- XLSX


def _workbook_rows(content: bytes, file: str) -> Iterator[list[str]]:
    _check_workbook(content, file)
    try:
        with python_calamine.load_workbook(io.BytesIO(content)) as workbook:
            names = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.visible is python_calamine.SheetVisibleEnum.Visible
                and sheet.typ is python_calamine.SheetTypeEnum.WorkSheet
            ]
            if not names:
                raise Refusal("keyed.no_sheet", file=file)
            rows = workbook.get_sheet_by_name(names[0]).to_python(skip_empty_area=False)
    except python_calamine.PasswordError:
        raise Refusal("keyed.old_excel", file=file) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Refusal("keyed.damaged", file=file) from None
    except BaseException as error:
        # The reader is written in Rust; on some damaged files it panics, which is no Exception in Python.
        if type(error).__name__ != "PanicException":
            raise
        raise Refusal("keyed.damaged", file=file) from None
    for row in rows:
        yield [_cell_text(cell) for cell in row]


def _check_workbook(content: bytes, file: str) -> None:
    """Refuse, before the reader sets memory aside, what would take too much of it."""
    columns, last_row = set(), 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise Refusal("keyed.too_large", file=file, limit=MAX_UNPACKED // 2**20)
            if "[Content_Types].xml" not in archive.namelist():
                raise Refusal("keyed.damaged", file=file)
            for entry in entries:
                for chunk in _chunks(archive, entry):
                    for column, row in _FILLED_CELL.findall(chunk):
                        columns.add(column)
                        last_row = max(last_row, int(row))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise Refusal("keyed.damaged", file=file) from None
    last_column = max((_column_number(column) for column in columns), default=0)
    if last_column * last_row > MAX_CELLS:
        raise Refusal("keyed.far_cell", file=file, rows=last_row, columns=last_column)


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterable[bytes]:
    with archive.open(entry) as stream:
        kept = b""
        while block := stream.read(2**20):
            chunk = kept + block
            yield chunk
            kept = chunk[-200:]  # a cell's tag may lie across two blocks


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _cell_text(cell: object) -> str:
    match cell:
        case str():
            return _clean(cell)
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 1e15:  # beyond 15 digits Excel has lost some
            return str(int(cell))
        case datetime.datetime():
            return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
        case _:
            return str(cell)
