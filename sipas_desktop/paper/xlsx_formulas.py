"""Formulas in a workbook beside the values that they gave, so that a reader that computes nothing shows the figures.

openpyxl writes either a formula or a value. The cells are written as values; afterwards each formula is put before its
value in the sheet's XML (``<f>`` and ``<v>`` of a cell: ECMA-376, 18.3.1.4).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax import saxutils

from openpyxl.cell import Cell
from openpyxl.utils import quote_sheetname

from sipas_desktop.paper.report_model import Figure, Formula, Ref


class Formulas:
    """Where figures stand in a workbook, and which of them follow from others."""

    def __init__(self) -> None:
        self._places: dict[Ref, Cell] = {}
        self._waiting: list[tuple[Cell, Formula]] = []

    def placed(self, ref: Ref, cell: Cell, figure: Figure) -> None:
        """The figure stands in ``cell``. A table that stands in two places is referred to at its first."""
        self._places.setdefault(ref, cell)
        if figure.formula is not None:
            self._waiting.append((cell, figure.formula))

    def by_sheet(self) -> dict[str, dict[str, str]]:
        """Sheet → cell → its formula. One that refers to a figure that the workbook lacks stays a value."""
        found: dict[str, dict[str, str]] = {}
        for cell, formula in self._waiting:
            if all(ref in self._places for ref in formula.refs):
                names = [self._name(self._places[ref], cell) for ref in formula.refs]
                found.setdefault(cell.parent.title, {})[cell.coordinate] = formula.text.format(*names)
        return found

    @staticmethod
    def _name(cell: Cell, beside: Cell) -> str:
        if cell.parent is beside.parent:
            return str(cell.coordinate)
        return f"{quote_sheetname(cell.parent.title)}!{cell.coordinate}"


def with_formulas(data: bytes, sheets: list[str], formulas: Mapping[str, Mapping[str, str]]) -> dict[str, bytes]:
    """The members of the workbook ``data`` that change; ``sheets`` are its titles in their order."""
    changed = {}
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for number, title in enumerate(sheets, start=1):
            if own := formulas.get(title):
                name = f"xl/worksheets/sheet{number}.xml"
                changed[name] = _put(book.read(name).decode("utf-8"), own).encode("utf-8")
    return changed


def _put(xml: str, formulas: Mapping[str, str]) -> str:
    def put(found: re.Match[str]) -> str:
        formula = formulas.get(found["cell"])
        return found[0] if formula is None else f"{found['head']}<f>{saxutils.escape(formula)}</f><v>"

    return re.sub(r'(?P<head><c r="(?P<cell>[A-Z]+\d+)"[^>]*>)<v>', put, xml)
