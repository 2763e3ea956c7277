"""The cells of a CSV or workbook as text, each row with the number that Excel shows beside it.

For files that another program or an Excel sheet filled with codes. Where ``workbook`` makes the best of what an office
sends, this is strict: a CSV is UTF-8 and closes its quotation marks, and nothing is left unread.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange import delimited, old_excel
from sipas_desktop.exchange.workbook import read_bytes, read_workbook

Row = tuple[int, list[str]]

_WORKBOOKS = (b"PK", old_excel.SIGNATURE)  # as ``workbook`` knows them
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS: Final = ",;\t"


def read_cells(path: Path) -> list[Row]:
    """All rows that are not empty: (row number from 1, cells trimmed and in NFC, whole numbers without ".0").

    Of a workbook the first visible sheet. Raises ``Refusal`` for a file that is missing, locked, too large, damaged, in
    another format or encoding, or empty.
    """
    content = read_bytes(path)
    if content.startswith(_WORKBOOKS):
        del content  # which ``workbook`` reads again
        rows = _workbook_rows(path)
    else:
        rows = _csv_rows(content, path.name)
    found = [(number, cells) for number, cells in enumerate(rows, start=1) if any(cells)]
    if not found:
        raise Refusal("keyed.no_rows", file=path.name)
    return found


def _workbook_rows(path: Path) -> Iterator[list[str]]:
    sheets = read_workbook(path).sheets
    if not sheets:
        raise Refusal("keyed.no_sheet", file=path.name)
    if sheets[0].cut:
        raise Refusal("keyed.far_cell", file=path.name)
    for row in sheets[0].rows:
        yield [_cell_text(cell) for cell in row]


def _csv_rows(content: bytes, file: str) -> Iterator[list[str]]:
    if len(content) > delimited.MAX_BYTES:
        raise Refusal("workbook.too_big", file=file, limit=delimited.MAX_BYTES // 2**20)
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
    reader = csv.reader(delimited.lines(text), delimiter=delimiter, strict=True)
    left = delimited.MAX_CELLS
    try:
        for cells in reader:
            left -= max(1, len(cells))
            if left < 0:
                raise Refusal("workbook.too_many_cells", file=file, limit=delimited.MAX_CELLS)
            yield [_clean(cell) for cell in cells]
    except csv.Error:
        raise Refusal("keyed.csv_syntax", file=file, line=reader.line_num) from None


def _clean(cell: str) -> str:
    # A NUL stays, so that the rule for answers refuses it; other invisible characters go.
    return cell if "\x00" in cell else normalise(cell)


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
