"""Writes whom phúc tra asks: messages for a gateway (phone, text, id), or a list for those who call or visit.

CSV as gateways take it: UTF-8, commas, a first row of plain names, ``\\r\\n``. A byte order mark stands before it only
where something in it is not ASCII: Excel needs the mark then, and a gateway that does not know it would read the first
column's name wrong. In a message's text signs that a spreadsheet takes for a formula are left out at the beginning: the
usual apostrophe would be sent along. Other cells get the apostrophe. XLSX says of each cell that it is text.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sipas_desktop.beside import beside
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.plain_workbook import Sheet, write_workbook

MESSAGES: Final = ("phone", "text", "id")
TO_ASK: Final = ("id", "phone", "name", "unit", "procedure", "address", "result")
_WIDTHS: Final = {
    "phone": 16,
    "text": 100,
    "id": 8,
    "name": 32,
    "unit": 30,
    "procedure": 40,
    "address": 36,
    "result": 16,
}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Line:
    """One person to ask; ``id`` is the number of her ballot's recheck, never its serial."""

    id: int
    phone: str
    text: str = ""
    name: str = ""
    unit: str = ""
    procedure: str = ""
    address: str = ""
    result: str = ""  # filled in by who asks


def without_formula(text: str) -> str:
    """``text`` of a message as no spreadsheet takes it for a formula, and no gateway sends a sign too many."""
    return text.lstrip("=+-@\t\r ")


@contextmanager
def recheck_list(out: Path, lines: Sequence[Line], columns: Sequence[str]) -> Iterator[str]:
    """Write ``columns`` of ``lines`` to the .csv or .xlsx file ``out``; yields its SHA-256 before it is there.

    Where the block fails there is no file. Raises ``Refusal`` for another kind of file and where it cannot be written.
    """
    table = [tuple(columns), *(tuple(str(getattr(line, column)) for column in columns) for line in lines)]
    match out.suffix.lower():
        case ".csv":
            data = _csv(table)
        case ".xlsx":
            made = io.BytesIO()
            name = "SMS" if "text" in columns else "Phúc tra"
            write_workbook(made, [Sheet(name, table, [_WIDTHS[column] for column in columns])])
            data = made.getvalue()
        case _:
            raise Refusal("recheck.list_suffix", file=out.name)
    with beside(out) as part:
        part.write_bytes(data)
        yield hashlib.sha256(data).hexdigest()


def _csv(table: Sequence[Sequence[str]]) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made).writerows([[_cell(cell) for cell in row] for row in table])
    text = made.getvalue()
    return text.encode("ascii") if text.isascii() else text.encode("utf-8-sig")


def _cell(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
