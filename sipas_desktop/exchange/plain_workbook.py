"""Writes an XLSX of plain tables: a bold frozen header, text as text, numbers as numbers, nothing else.

openpyxl, which writes the styled workbooks, needs half a minute for the records of 100,000 ballots and stamps each file
with the time; this writes them in seconds, row by row, and the same tables give the same bytes.
The parts are those of ECMA-376 (Office Open XML), part 1, chapter 18, with the strings shared.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final
from xml.sax.saxutils import escape

from sipas_desktop.exchange.workbook import column_letter

FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can state
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PART_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True)
class Sheet:
    """One table. ``rows`` begin with the header; ``widths`` are the columns' in characters, () for the usual one."""

    name: str
    rows: Iterable[Sequence[str | int | float]]
    widths: Sequence[int] = ()


def write_workbook(out: BinaryIO | Path, sheets: Sequence[Sheet], *, packed: bool = True) -> list[int]:
    """Write ``sheets`` to ``out``; the number of rows of each. Raises ``OSError`` where it cannot be written.

    Not ``packed``, the file is several times as large, and the same on every system: what zlib and zlib-ng, which
    Python has on Windows since 3.14, make of the same text differs.
    """
    strings: dict[str, int] = {}
    counts = []
    way = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", way) as archive:
        for name, text in _frame([sheet.name for sheet in sheets]).items():
            archive.writestr(_entry(name, way), text)
        for number, sheet in enumerate(sheets, start=1):
            entry = _entry(f"xl/worksheets/sheet{number}.xml", way)
            counts.append(_write_sheet(archive, entry, sheet, strings))
        with archive.open(_entry("xl/sharedStrings.xml", way), "w") as stream:
            stream.write(f'{_XML}<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">'.encode())
            for text in strings:
                shown = escape(_NOT_IN_XML.sub("", text))
                stream.write(f'<si><t xml:space="preserve">{shown}</t></si>'.encode())
            stream.write(b"</sst>")
    return counts


def _entry(name: str, way: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIXED_TIME)
    entry.create_system = 3  # the same byte on Windows and Linux
    entry.compress_type = way
    return entry


def _frame(names: Sequence[str]) -> dict[str, str]:
    """The parts around the sheets."""
    numbers = range(1, len(names) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_PART_TYPE}worksheet+xml"/>' for n in numbers
    )
    sheets = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    after = len(names) + 1
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_PART_TYPE}sheet.main+xml"/>{parts}'
        f'<Override PartName="/xl/styles.xml" ContentType="{_PART_TYPE}styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_PART_TYPE}sharedStrings+xml"/></Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
        f'<Relationship Id="rId{after}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId{after + 1}" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": _STYLES,
    }


def _write_sheet(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, sheet: Sheet, strings: dict[str, int]) -> int:
    columns: list[str] = []
    number = 0
    with archive.open(entry, "w") as stream:
        stream.write(
            f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f"{_column_widths(sheet.widths)}<sheetData>".encode()
        )
        for number, row in enumerate(sheet.rows, start=1):
            while len(columns) < len(row):
                columns.append(column_letter(len(columns)))
            style = ' s="1"' if number == 1 else ""
            cells = []
            for column, cell in zip(columns, row, strict=False):
                if isinstance(cell, int | float):
                    cells.append(f'<c r="{column}{number}"{style}><v>{cell}</v></c>')
                elif cell:
                    place = strings.setdefault(cell, len(strings))
                    cells.append(f'<c r="{column}{number}" t="s"{style}><v>{place}</v></c>')
            stream.write(f'<row r="{number}">{"".join(cells)}</row>'.encode())
        stream.write(b"</sheetData></worksheet>")
    return number


def _column_widths(widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    return f"<cols>{columns}</cols>" if columns else ""
