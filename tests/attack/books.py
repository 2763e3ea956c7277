"""Hostile workbooks: a few bytes that ask a reader for more memory than there is, however they are written."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tests.attack.forge import Make, Part, again, sheet, text, workbook, zipped
from tests.attack.old_book import cell, compound, old_book, record, shared

Refused = tuple[Make, tuple[str, ...]]
_FAR: Final = b"XFD1048570"
_PREFIX: Final = b"averylongprefix"
_MERGED: Final = [b'<mergeCell ref="A1:B2"/>' * 1000] * 400
_FAR_SHEET: Final = b'<worksheet><sheetData><row><c r="%s"><v>1</v></c></row></sheetData></worksheet>' % _FAR
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELLS: Final = ("workbook.too_many_cells",)
_TEXT: Final = ("workbook.too_much_text",)
_READ: Final = ("sample.", "units.", "keyed.", "recheck.", "online.", "interviewers.", "transactions.", "table.")
_READ_TOO: Final = ("catalogue.", "receive.", "adjudication.", "workbook.", "cli.", "serial.")


def _written(tag: bytes, end: bytes = b"c") -> Make:
    """A cell far outside, written as ``tag``."""
    return zipped(workbook(sheet=sheet(b'<row r="2"><%s><v>1</v></%s></row>' % (tag, end))))


@again
def _implied(rows: int, columns: int) -> Iterator[bytes]:
    """Cells that do not say where they stand: ``rows`` of one, the last of ``columns``."""
    yield b"<row><c><v>1</v></c></row>" * rows + b"<row>" + b"<c><v>1</v></c>" * columns + b"</row>"


def _two_ends(rows: int) -> bytes:
    line = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="IV{0}"><v>1</v></c></row>'
    return "".join(line.format(row) for row in range(2, rows)).encode()


def _shown(times: int, value: bytes = b' t ="s"><v>0</v>') -> bytes:
    return b"".join(b'<row r="%d"><c r="C%d"%s</c></row>' % (row, row, value) for row in range(2, times))


def _before(make: Make, first: bytes = b"x") -> Make:
    """The file with something ``first``."""

    def both(path: Path) -> None:
        make(path)
        path.write_bytes(first + path.read_bytes())

    return both


_FAR_CELLS: Final = {
    "a far cell as everybody writes it": _written(b'c r="%s"' % _FAR),
    "a far cell with a blank before the sign": _written(b'c r ="%s"' % _FAR),
    "a far cell with lines about the sign": _written(b'c\nr\n=\n"%s"' % _FAR),
    "a far cell in other marks": _written(b"c r='%s'" % _FAR),
    "a far cell with a long prefix": _written(
        b'averylongprefix:c xmlns:averylongprefix="x" r="%s"' % _FAR, b"averylongprefix:c"
    ),
    "cells without places": zipped(workbook(sheet=sheet(_implied(400, 16_000)))),
}
BOOKS: Final[dict[str, Refused]] = {
    **{name: (make, (*_READ, *_READ_TOO)) for name, make in _FAR_CELLS.items()},
    "a cell in a row of nine digits": (_written(b'c r="A999999999"'), ("workbook.damaged",)),
    "two cells a row, far from each other": (zipped(workbook(sheet=sheet(_two_ends(20_000)))), _CELLS),
    "5,000,000 cells without places": (
        zipped(workbook(sheet=sheet(b"<row>", [b"<c/>" * 100_000] * 50, b"</row>"))),
        _CELLS,
    ),
    "400,000 merged areas": (
        zipped(workbook(sheet=sheet(b"</sheetData><mergeCells>", _MERGED, b"</mergeCells><sheetData>"))),
        ("workbook.too_many_merged",),
    ),
    "a long text, shown by cells written otherwise": (
        zipped(workbook(sheet=sheet(_shown(5000)), shared=b"<sst><si ><t>" + b"a" * 32_000 + b"</t></si></sst>")),
        _TEXT,
    ),
    "letters of four bytes among long texts": (
        zipped(
            workbook(
                sheet=sheet(_shown(3000, b' t="s"><v>0</v>')),
                shared=("<sst><si><t>" + "a" * 32_000 + "😀</t></si></sst>").encode(),
            )
        ),
        _TEXT,
    ),
    "one part as three hundred sheets": (
        zipped(
            workbook(
                sheet=sheet(b'<row r="2"><c r="Z90000"><v>1</v></c></row>'),
                book=b'<workbook xmlns:r="r"><sheets>'
                + b"".join(b'<sheet name="A%d" sheetId="%d" r:id="rId1"/>' % (each, each) for each in range(300))
                + b"</sheets></workbook>",
            )
        ),
        ("workbook.damaged",),
    ),
    "cells in what begins as no XML": (zipped(workbook(sheet=b"x" + _FAR_SHEET)), ("workbook.damaged",)),
    "a list of sheets of 20,000,000 elements": (
        zipped(workbook(book=[b"<workbook><sheets>", *[b"<a/>" * 100_000] * 200, b"</sheets></workbook>"])),
        ("workbook.damaged",),
    ),
    "two kinds of workbook in one": (
        zipped({**workbook(), "mimetype": b"x", "content.xml": b"<x/>"}),
        ("workbook.damaged",),
    ),
    "something before the zip's first part": (
        _before(zipped(workbook()), b"PK\3\4"),
        ("workbook.damaged",),
    ),
}


def _ods(inside: Part) -> Make:
    head = b'<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>'
    end = b"</table:table></office:spreadsheet></office:body></office:document-content>"
    rows: Iterable[bytes] = [inside] if isinstance(inside, bytes) else inside
    return zipped({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="m"/>',
        "content.xml": [head, b'<table:table table:name="A">', *rows, end],
    })  # fmt: skip


def _row(attributes: bytes, cells: bytes) -> bytes:
    return b"<table:table-row " + attributes + b">" + cells + b"</table:table-row>"


def _cell(attributes: bytes, inside: bytes = b"x") -> bytes:
    begin = b'<table:table-cell office:value-type="string" ' + attributes + b">"
    return begin + b"<text:p>" + inside + b"</text:p></table:table-cell>"


_EMPTY: Final = b"<table:table-cell/>"
_ROWS: Final = _row(b'table:number-rows-repeated="1048000"', _EMPTY)
_LONG_ROW: Final = _row(b"", _cell(b'table:number-columns-repeated="1000"'))
TABLES: Final[dict[str, Refused]] = {
    "rows repeated, with blanks about the sign": (
        _ods(_row(b'table:number-rows-repeated = "9000000"', _cell(b""))),
        _CELLS,
    ),
    "cells repeated, in other marks": (_ods(_row(b"", _cell(b"table:number-columns-repeated='90000000'"))), _CELLS),
    "empty cells repeated before an empty one": (
        _ods(_row(b"", b'<table:table-cell table:number-columns-repeated="900000000"/>' + _EMPTY)),
        _CELLS,
    ),
    "empty rows repeated before a long one": (
        _ods(_ROWS + _row(b"", _cell(b'table:number-columns-repeated="1000"'))),
        _CELLS,
    ),
    "5,000,000,000 blanks": (_ods(_row(b"", _cell(b"", b'<text:s text:c="5000000000"/>'))), _TEXT),
    "a long text in 30,000 rows": (
        _ods(_row(b'table:number-rows-repeated="30000"', _cell(b"", b"a" * 30_000))),
        _TEXT,
    ),
}
_NUMBER: Final = record(0x0203, struct.pack("<HHHd", 65_535, 255, 0, 1.0))
OLD: Final[dict[str, Refused]] = {
    "a long text in 60,000 cells": (old_book((cell(row, 0, 0) for row in range(60_000)), shared(b"a" * 32_000)), _TEXT),
    "a cell far outside, in a hundred sheets": (old_book([_NUMBER], times=100), _CELLS),
    "a zip behind nothing": (_before(zipped(workbook(sheet=_FAR_SHEET)), compound(b"", "None")), ("workbook.damaged",)),
    "65 MB": (text(_OLD + bytes(65 << 20)), ("workbook.too_big",)),
}
