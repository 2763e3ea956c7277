"""Opens what an office sends (.xlsx, .xls, .ods, .csv) and gives its sheets as plain rows of cells.

python-calamine reads workbooks ten times as fast as openpyxl, but ends the whole program on a sheet with one stray
cell far outside (it allots the full rectangle), and does not tell error cells nor hidden rows. So each sheet's XML is
looked through first; a sheet that is too far spread is read by openpyxl, slowly but safely.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import python_calamine as calamine

from sipas_desktop.errors import Refusal
from sipas_desktop.exchange import delimited, html_table, inside_zip, old_excel

MAX_BYTES = 200 * 2**20  # of the file
MAX_CELL = 32_767  # letters: more fit into no cell of Excel
MAX_GROWN = 200 * 2**20  # bytes of the texts of a sheet, each copied into every cell that shows it
MAX_CELLS = 8_000_000  # of the rectangle that calamine allots for a sheet, about 32 bytes each
MAX_COLUMNS = 256  # read of a sheet that is spread too far
MAX_EMPTY_RUN = 5_000  # rows: after so many empty ones, nothing more is read of such a sheet
MAX_REPEATED = 20_000  # cells or rows that an .ods may write as one, with something in them

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


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


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
        if not old_excel.is_sound(data, MAX_CELLS * 2):  # an .xls sheet has at most 16,777,216
            raise Refusal("workbook.damaged", file=name)
        sheets, hidden = _by_calamine(name, data, {})
    else:
        text = delimited.decode(name, data)
        if text.lstrip()[:1] == "<":
            sheets, hidden = [Sheet("", html_table.read_table(name, text))], []
        else:
            sheets, hidden = [Sheet("", delimited.read_rows(name, text))], []
    for sheet in sheets:
        for number, row in enumerate(sheet.rows, start=1):
            if any(len(cell) > MAX_CELL for cell in row if type(cell) is str):
                raise Refusal("workbook.cell_too_long", file=name, row=number, limit=MAX_CELL)
    return Workbook(name, sha256, tuple(sheets), tuple(hidden))


# --------------------------------------------------------------------------------------------------- what is in the zip


_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,  # a way of packing that Python does not know
    KeyError,
)


@dataclass
class _Scan:
    """What the XML of one sheet tells beyond its cells' values."""

    spread: bool = False
    hidden_rows: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def _from_zip(name: str, data: bytes) -> tuple[list[Sheet], list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside_zip.look_through(archive, name)
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                scans = _scan_xlsx(name, archive, names)
            elif "content.xml" in names and "mimetype" in names:
                scans = {}
                _check_ods(name, archive)
            else:
                raise Refusal("workbook.binary" if "xl/workbook.bin" in names else "workbook.unknown", file=name)
    except _DAMAGED as e:
        raise Refusal("workbook.damaged", file=name) from e
    return _by_calamine(name, data, scans)


def _scan_xlsx(name: str, archive: zipfile.ZipFile, names: set[str]) -> dict[str, _Scan]:
    """By sheet name. Parts that are not there are left to calamine to complain about."""
    targets = {}
    for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels")):
        target = relation.get("Target", "")
        targets[relation.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    texts = next((part for part in names if part.lower() == "xl/sharedstrings.xml"), "")  # as calamine finds it
    shared = archive.read(texts) if texts else b""
    longest = inside_zip.longest_text(shared)
    scans = {}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iterfind(".//{*}sheets/{*}sheet"):
        relation_id = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        part = targets.get(relation_id, "")
        if part in names and sheet.get("state", "visible") == "visible":
            xml = archive.read(part)
            scans[sheet.get("name", "")] = _scan_sheet(xml)
            # A cell has four of these. Only where all of them could be too much, each is looked at.
            if xml.count(b"<") * longest > MAX_GROWN * 4 and inside_zip.grown(xml, shared) > MAX_GROWN:
                raise Refusal("workbook.unpacked_too_big", file=name, limit=MAX_GROWN // 2**20)
    return scans


# No \b before r: a fixed beginning is searched ten times as fast. Up to column Z and row 299,999 a sheet is small.
_FAR = re.compile(rb"""r=["'](?:[A-Za-z]{2,}\d|[A-Za-z]?(?:[3-9]\d{5}|\d{7}))""")
_COLUMN = re.compile(rb"""r=["']([A-Za-z]{1,3})\d""")
_ROW = re.compile(rb"""r=["'][A-Za-z]{0,3}(\d{1,7})["']""")
# No sheet has such a place. Calamine makes room up to it, finds none, and takes the whole program with it.
_NOWHERE = re.compile(rb"""\sr=["'](?:[A-Za-z]{4,}\d|[A-Za-z]{0,3}\d{8})""")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*\bhidden="(?:1|true)"')
_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<',
    re.DOTALL,
)


def _scan_sheet(xml: bytes) -> _Scan:
    scan = _Scan()
    if _FAR.search(xml):
        if _NOWHERE.search(xml):
            raise ValueError("a cell outside every sheet")
        columns = (
            max((_column_number(letters.decode().upper()) for letters in set(_COLUMN.findall(xml))), default=0) + 1
        )
        rows = max((int(row) for row in set(_ROW.findall(xml))), default=1)
        scan.spread = rows * columns > MAX_CELLS
    if b'hidden="' in xml:
        scan.hidden_rows = len(_HIDDEN_ROW.findall(xml))
    if b't="e"' in xml:
        for letters, row, value in _ERROR_CELL.findall(xml):
            scan.errors[int(row) - 1, _column_number(letters.decode())] = value.decode("utf-8", "replace")
    return scan


_REPEATED = re.compile(rb'number-(?:columns|rows)-repeated="(\d+)"')
_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*)>(.*?)</table:table-row>", re.DOTALL)
_ODS_CELL = re.compile(rb"<table:table-cell\b([^>]*)")


def _check_ods(name: str, archive: zipfile.ZipFile) -> None:
    """Refuses an .ods that writes a huge filled area as one repeated cell; empty repeated areas are usual."""
    for attributes, cells in _ODS_ROW.findall(archive.read("content.xml")):
        if b"office:value" not in cells and b"<text:p" not in cells:
            continue
        repeated = [int(n) for n in _REPEATED.findall(attributes)]
        repeated += [int(n) for cell in _ODS_CELL.findall(cells) if b"office:" in cell for n in _REPEATED.findall(cell)]
        if max(repeated, default=0) > MAX_REPEATED:
            raise Refusal("workbook.damaged", file=name)


# ----------------------------------------------------------------------------------------------------------- the cells


def _by_calamine(name: str, data: bytes, scans: dict[str, _Scan]) -> tuple[list[Sheet], list[str]]:
    sheets, hidden = [], []
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            for meta in book.sheets_metadata:
                if meta.visible != calamine.SheetVisibleEnum.Visible:
                    hidden.append(meta.name)
                    continue
                if meta.typ not in (calamine.SheetTypeEnum.WorkSheet, calamine.SheetTypeEnum.MacroSheet):
                    continue
                scan = scans.get(meta.name, _Scan())
                if scan.spread:
                    sheets.append(Sheet(meta.name, _by_openpyxl(name, data, meta.name), (), scan.hidden_rows, True))
                    continue
                found = book.get_sheet_by_name(meta.name)
                rows = found.to_python(skip_empty_area=False)
                for (row, column), error in scan.errors.items():
                    if row < len(rows) and column < len(rows[row]):
                        rows[row][column] = error
                ranges = found.merged_cell_ranges or []
                sheets.append(Sheet(meta.name, rows, tuple((*a, *b) for a, b in ranges), scan.hidden_rows))
    except calamine.PasswordError:
        raise Refusal("workbook.encrypted", file=name) from None
    except calamine.ZipError:
        raise Refusal("workbook.damaged", file=name) from None
    except BaseException as e:
        # A damaged file may make the Rust library panic, which is no Exception and has no importable class.
        if isinstance(e, Exception) or type(e).__name__ == "PanicException":
            raise Refusal("workbook.damaged", file=name) from None
        raise
    return sheets, hidden


def _by_openpyxl(name: str, data: bytes, sheet: str) -> list[list[Cell]]:
    """The rows of a sheet that is spread too far, up to ``MAX_COLUMNS`` and to the first long empty run."""
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
            if row:
                filled = len(rows)
            elif len(rows) - filled > MAX_EMPTY_RUN:
                break
    except Exception as e:
        raise Refusal("workbook.damaged", file=name) from e
    return rows[:filled]
