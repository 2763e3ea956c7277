"""Fills the cells of an Excel template in place: whatever else stands in it, and how it looks and prints, stays.

What openpyxl would drop without a word (charts, pictures, macros) is refused, so that a filled template never lacks
something that the office above put there. A formula is never overwritten; all are computed anew when it is opened.
"""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sipas_desktop import office_zip
from sipas_desktop.beside import beside
from sipas_desktop.domain.template import Figures, Percent, Place, TemplateMapping, Value, check_names, ordered
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.inside_zip import Inside, look_through
from sipas_desktop.exchange.sheet_extent import parsed
from sipas_desktop.exchange.xlsx_extents import MAX_LOOKS

MAX_BYTES: Final = 64 * 2**20  # of the file, packed and unpacked
MAX_CELLS: Final = 300_000  # openpyxl, which keeps how all of it looks, takes half a kilobyte for one
MAX_TEXTS: Final = 16 * 2**20  # bytes of the shared texts: each takes more as an object than it has letters
# Parts of a workbook that openpyxl does not keep → the word for them.
_LOST: Final = (
    ("xl/charts/", "charts"),
    ("xl/media/", "pictures"),
    ("xl/drawings/drawing", "drawings"),
    ("xl/vbaProject", "macros"),
    ("xl/pivotTables/", "pivots"),
)
# What openpyxl raises for what is no workbook, beside what reading a zip of XML does; a SyntaxError is its parser's.
_BROKEN: Final = (*office_zip.BROKEN, TypeError, AttributeError, SyntaxError, InvalidFileException)


def fill_template(template: Path, mapping: TemplateMapping, figures: Figures, out: Path, mapping_file: str) -> int:
    """Write ``template`` with the cells of ``mapping`` filled to ``out``; how many cells.

    Raises ``Refusal`` for an unknown name, sheet or cell, a cell that holds a formula or lies inside a merged one, rows
    that would run over something, and a template with parts that would be lost.
    """
    check_names(mapping, figures, mapping_file)
    book = _opened(template)
    written: dict[tuple[str, str], Any] = {}
    for cell, place, value, model in _cells(book, mapping, figures, mapping_file):
        if model is not None and not cell.has_style:
            cell._style = copy.copy(model._style)
        cell.value = _shown(cell, value)
        written[place.sheet, place.cell] = cell.value
    book.calculation.fullCalcOnLoad = True
    with beside(out) as part:
        book.save(part)
        _read_back(part, written, out.name)
    return len(written)


def _opened(template: Path) -> Workbook:
    try:
        if template.stat().st_size > MAX_BYTES:
            raise Refusal("template.cannot_read", file=template.name)
        with template.open("rb") as stream:  # openpyxl would leave open what it cannot read
            with zipfile.ZipFile(stream) as archive:
                inside = look_through(archive, template.name, unpacked=MAX_BYTES)
                _check_size(template.name, archive, inside)
                names = archive.namelist()
            for start, part in _LOST:
                if any(name.startswith(start) for name in names):
                    raise Refusal("template.would_lose", file=template.name, part=f"@template.part_{part}")
            stream.seek(0)
            return openpyxl.load_workbook(stream)
    except FileNotFoundError:
        raise Refusal("package.missing", file=template.name) from None
    except _BROKEN:
        raise Refusal("template.cannot_read", file=template.name) from None


def _check_size(name: str, archive: zipfile.ZipFile, inside: Inside) -> None:
    """openpyxl makes an object of each cell, of each one that a merged area or a link covers, and of every look."""
    left, elements = MAX_CELLS, MAX_CELLS * 8
    for part in inside.sheets:
        extent = parsed(archive, part)
        left, elements = left - extent.cells - extent.covered, elements - extent.elements
    texts = inside.texts.file_size if inside.texts else 0
    if min(left, elements) < 0 or inside.others > MAX_LOOKS or texts > MAX_TEXTS:
        raise Refusal("workbook.too_many_cells", file=name, limit=MAX_CELLS)


def _cells(
    book: Workbook, mapping: TemplateMapping, figures: Figures, file: str
) -> Iterator[tuple[Cell, Place, Value, Cell | None]]:
    """Each cell that is written, what goes into it, and the cell that it looks like where it has no look of its own."""
    for place, name in mapping.cells.items():
        yield _cell(book, place, f"{place.sheet}!{place.cell}", file), place, figures.values[name], None
    for number, rows in enumerate(mapping.rows, start=1):
        models: dict[str, Cell] = {}
        for step, line in enumerate(ordered(rows, figures)):
            for column, name in rows.columns.items():
                place = Place(rows.sheet, column, rows.first + step)
                cell = _cell(book, place, f"rows[{number}].{column}", file)
                if cell.value is not None:
                    raise Refusal("template.in_the_way", file=file, key=f"rows[{number}]", cell=place.cell)
                yield cell, place, line.get(name), models.setdefault(column, cell) if step else None
                models.setdefault(column, cell)


def _cell(book: Workbook, place: Place, key: str, file: str) -> Cell:
    if place.sheet not in book.sheetnames:
        raise Refusal("template.no_sheet", file=file, key=key, sheets=", ".join(book.sheetnames))
    sheet = book[place.sheet]
    if not isinstance(sheet, Worksheet):
        raise Refusal("template.no_sheet", file=file, key=key, sheets=", ".join(book.sheetnames))
    cell = sheet[place.cell]
    if isinstance(cell, MergedCell):
        raise Refusal("template.merged", file=file, key=key, cell=place.cell)
    if cell.data_type == "f":
        raise Refusal("template.formula", file=file, key=key, cell=place.cell)
    return cell


def _shown(cell: Cell, value: Value) -> int | float | str | None:
    if isinstance(value, Percent):
        share = "%" in (cell.number_format or "")
        return float(value.value / 100 if share else value.value)
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, str) and value.startswith("="):
        return f" {value}"  # a name is never a formula
    return value


def _read_back(path: Path, written: dict[tuple[str, str], Any], file: str) -> None:
    with path.open("rb") as stream:
        book = openpyxl.load_workbook(stream)
    for (sheet, cell), value in written.items():
        if book[sheet][cell].value != value:
            raise Refusal("template.check_failed", file=file, cell=cell)
