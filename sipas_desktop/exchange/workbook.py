"""Opens what an office sends (.xlsx, .xls, .ods, .csv) and gives its sheets as plain rows of cells.

python-calamine reads workbooks ten times as fast as openpyxl, but ends the whole program on a sheet with one stray
cell far outside (it allots the full rectangle), and does not tell error cells nor hidden rows. So it is known of each
sheet beforehand how far it reaches; one that is too far spread is read by openpyxl, slowly but safely.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine as calamine

from sipas_desktop import office_zip
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange import delimited, html_table, inside_zip, ods_extent, old_excel
from sipas_desktop.exchange.xlsx_extents import MAX_ROOM, MAX_TEXT, Extents, extents_of

MAX_BYTES = 200 * 2**20  # of the file
MAX_OLD_BYTES = 64 * 2**20  # of an .xls: its largest sheet, 65,536 rows, has some 20 MB
MAX_CELL = 32_767  # letters: more fit into no cell of Excel
MAX_COLUMNS = 256  # read of a sheet that is spread too far
MAX_EMPTY_RUN = 5_000  # rows: after so many empty ones, nothing more is read of such a sheet

Cell = Any  # str, int, float, bool, date, datetime, time, timedelta; "" where empty
Merged = tuple[int, int, int, int]  # first row, first column, last row, last column; from 0, inclusive


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``rows[0][0]`` is A1; ``hidden_rows`` counts rows hidden by a filter or a person (they are read).

    ``cut`` is true where stray cells far below or far to the right of the table were not read.
    """

    name: str
    rows: list[list[Cell]] = field(repr=False)
    merged: tuple[Merged, ...] = ()
    hidden_rows: int = 0
    cut: bool = False


@dataclass(frozen=True)
class Workbook:
    """A file's visible sheets with the SHA-256 of its bytes; ``hidden`` names the sheets that were not read."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...] = field(repr=False)
    hidden: tuple[str, ...] = ()


def column_letter(column: int) -> str:
    """The letters over column ``column`` (from 0): A, B, … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Refuses: not there, a folder, held by another program, empty, larger than ``MAX_BYTES``."""
    if path.is_dir():
        raise Refusal("workbook.folder", file=path.name)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Refusal("workbook.missing", file=path.name) from None
    except PermissionError:
        raise Refusal("workbook.locked", file=path.name) from None
    except (OSError, ValueError):
        raise Refusal("workbook.unreadable", file=path.name) from None
    if len(data) > MAX_BYTES:
        raise Refusal("workbook.too_big", file=path.name, limit=MAX_BYTES // 2**20)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refusal("workbook.empty", file=path.name)
    return data


def read_workbook(path: Path) -> Workbook:
    """Every visible sheet of the file at ``path``; what it is, is told by its content, not by its name.

    Raises ``Refusal``: see ``read_bytes``; also unknown type, protected by a password, damaged, too large unpacked.
    """
    data = read_bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    name = path.name
    if data.startswith(b"PK"):
        sheets, hidden = _from_zip(name, data)
    elif data.startswith(old_excel.SIGNATURE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refusal("workbook.encrypted", file=name)
        _check_old(name, data)
        sheets, hidden = _by_calamine(name, data, Extents())
    else:
        text = delimited.decode(name, data)
        if text.lstrip()[:1] == "<":
            sheets, hidden = [Sheet("", html_table.read_table(name, text))], []
        else:
            sheets, hidden = [Sheet("", delimited.read_rows(name, text))], []
    for sheet in sheets:
        for number, row in enumerate(sheet.rows, start=1):
            for cell in row:  # any() over a generator would take twice as long
                if type(cell) is str and len(cell) > MAX_CELL:
                    raise Refusal("workbook.cell_too_long", file=name, row=number, limit=MAX_CELL)
    return Workbook(name, sha256, tuple(sheets), tuple(hidden))


# ------------------------------------------------------------------------------------------------- how much it would be


def _check_old(name: str, data: bytes) -> None:
    if len(data) > MAX_OLD_BYTES:
        raise Refusal("workbook.too_big", file=name, limit=MAX_OLD_BYTES // 2**20)
    size = None if inside_zip.holds_zip(data) else old_excel.measure(data)
    if size is None:
        raise Refusal("workbook.damaged", file=name)
    _check_size(name, *size)


def _check_size(name: str, cells: int, text: int) -> None:
    if cells > MAX_ROOM:
        raise Refusal("workbook.too_many_cells", file=name, limit=MAX_ROOM)
    if text > MAX_TEXT:
        raise Refusal("workbook.too_much_text", file=name, limit=MAX_TEXT // 2**20)


def _from_zip(name: str, data: bytes) -> tuple[list[Sheet], list[str]]:
    extents = Extents()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = inside_zip.look_through(archive, name)
            names = {each.lower() for each in archive.namelist()}
            kinds = names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
            if not kinds or (kinds == {"content.xml"} and "mimetype" not in names):
                raise Refusal("workbook.unknown", file=name)
            if kinds == {"xl/workbook.bin"}:
                raise Refusal("workbook.binary", file=name)
            inside_zip.check_one_reading(archive, data)
            if len(kinds) > 1:  # calamine would take the one for the other
                raise ValueError("several workbooks in one")
            if kinds == {"content.xml"}:
                _check_size(name, *ods_extent.measure(archive, "content.xml", MAX_TEXT))
            else:
                extents = extents_of(name, archive, inside)
    except office_zip.BROKEN as e:
        raise Refusal("workbook.damaged", file=name) from e
    return _by_calamine(name, data, extents)


# ----------------------------------------------------------------------------------------------------------- the cells


def _by_calamine(name: str, data: bytes, extents: Extents) -> tuple[list[Sheet], list[str]]:
    sheets, hidden, left = [], [], MAX_ROOM
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            for meta in book.sheets_metadata:
                if meta.visible != calamine.SheetVisibleEnum.Visible:
                    hidden.append(meta.name)
                    continue
                if meta.typ not in (calamine.SheetTypeEnum.WorkSheet, calamine.SheetTypeEnum.MacroSheet):
                    continue
                extent = extents.of(meta.name)
                if extent.spread:
                    rows = _by_openpyxl(name, data, meta.name, left)
                    left -= sum(map(len, rows))
                    sheets.append(Sheet(meta.name, rows, (), extent.hidden_rows, True))
                    continue
                found = book.get_sheet_by_name(meta.name)
                rows = found.to_python(skip_empty_area=False)
                for (row, column), error in extent.errors.items():
                    if row < len(rows) and column < len(rows[row]):
                        rows[row][column] = error
                ranges = found.merged_cell_ranges or []
                sheets.append(Sheet(meta.name, rows, tuple((*a, *b) for a, b in ranges), extent.hidden_rows))
    except calamine.PasswordError:
        raise Refusal("workbook.encrypted", file=name) from None
    except calamine.ZipError:
        raise Refusal("workbook.damaged", file=name) from None
    except Refusal:
        raise
    except BaseException as e:
        # A damaged file may make the Rust library panic, which is no Exception and has no importable class.
        if isinstance(e, Exception) or type(e).__name__ == "PanicException":
            raise Refusal("workbook.damaged", file=name) from None
        raise
    return sheets, hidden


def _by_openpyxl(name: str, data: bytes, sheet: str, left: int) -> list[list[Cell]]:
    """The rows of a sheet that is spread too far, up to ``MAX_COLUMNS`` and to the first long empty run.

    Refuses more than ``left`` cells.
    """
    rows: list[list[Cell]] = []
    filled = 0
    nothing: list[Cell] = []
    import openpyxl  # here: seldom needed, and loading it takes a quarter of a second

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for values in book[sheet].iter_rows(values_only=True, max_col=MAX_COLUMNS):
            row = ["" if value is None else value for value in values]
            while row and row[-1] == "":
                row.pop()
            rows.append(row or nothing)
            left -= len(row)
            if left < 0:
                raise Refusal("workbook.too_many_cells", file=name, limit=MAX_ROOM)
            if row:
                filled = len(rows)
            elif len(rows) - filled > MAX_EMPTY_RUN:
                break
    except Refusal:
        raise
    except Exception as e:
        raise Refusal("workbook.damaged", file=name) from e
    return rows[:filled]
