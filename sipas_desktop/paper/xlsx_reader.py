"""What the cells of a workbook hold: values, formulas with the values beside them, and how numbers are shown.

Cells are read as a stream, so that one that stands far outside costs nothing. Element names are those of ECMA-376.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sipas_desktop.paper.office_charts import ShownChart, read_chart
from sipas_desktop.paper.office_file import Heard, NotOffice, OfficeFile

MOST_CELLS: Final = 2_000_000  # of all sheets together
_BUILT_IN: Final = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"}
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_OFF: Final = ("0", "false")


@dataclass(frozen=True)
class ShownCell:
    """``value``: a number as text, or words (``words``). ``formula`` as it is written; ``shared``: with others.

    ``shown`` is the number format.
    """

    value: str
    words: bool
    formula: str
    shown: str
    shared: bool = False


@dataclass(frozen=True)
class ShownSheet:
    """A visible sheet: row → column's letters → cell, and its charts."""

    name: str
    rows: Mapping[int, Mapping[str, ShownCell]]
    charts: tuple[ShownChart, ...]


def read_xlsx(file: OfficeFile) -> list[ShownSheet]:
    """The visible sheets in their order. Raises ``NotOffice``."""
    part = file.main()
    relations = file.relations(part)
    listed, texts, styles = _Sheets(), _Texts(), _Styles()
    file.hear(part, listed)
    for relation in relations.values():
        if relation.kind.endswith("/sharedStrings"):
            file.hear(relation.target, texts)
        elif relation.kind.endswith("/styles"):
            file.hear(relation.target, styles)
    sheets, left = [], MOST_CELLS
    for name, relation_id in listed.found:
        if relation_id not in relations:
            raise NotOffice(f"the sheet {name} is not there")
        target = relations[relation_id].target
        cells = _Cells(texts.found, styles.formats(), left)
        file.hear(target, cells)
        left -= cells.count
        sheets.append(ShownSheet(name, cells.rows, tuple(_charts(file, target))))
    return sheets


def _charts(file: OfficeFile, sheet: str) -> list[ShownChart]:
    found = []
    for drawing in file.relations(sheet).values():
        if drawing.kind.endswith("/drawing"):
            for chart in file.relations(drawing.target).values():
                if chart.kind.endswith("/chart") and file.has(chart.target):
                    found.append(read_chart(file, chart.target))
    return found


class _Sheets(Heard):
    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            self.found.append((attributes.get("name", ""), attributes.get("id", "")))


class _Texts(Heard):
    """The shared words; how a word is spoken (rPh) is not shown."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._words: list[str] = []
        self._says, self._spoken = False, False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "si":
                self._words = []
            case "t":
                self._says = True
            case "rPh":
                self._spoken = True

    def finish(self, name: str) -> None:
        match name:
            case "si":
                self.found.append("".join(self._words))
            case "t":
                self._says = False
            case "rPh":
                self._spoken = False

    def text(self, words: str) -> None:
        if self._says and not self._spoken:
            self._words.append(words)


class _Styles(Heard):
    def __init__(self) -> None:
        self._codes: dict[str, str] = {str(number): code for number, code in _BUILT_IN.items()}
        self._used: list[str] = []
        self._within = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._within = True
        elif name == "xf" and self._within:
            self._used.append(attributes.get("numFmtId", "0"))

    def finish(self, name: str) -> None:
        if name == "cellXfs":
            self._within = False

    def formats(self) -> list[str]:
        """The number format of each style."""
        return [self._codes.get(number, number) for number in self._used]


class _Cells(Heard):
    def __init__(self, texts: list[str], formats: list[str], most: int) -> None:
        self.rows: dict[int, dict[str, ShownCell]] = {}
        self.count = 0
        self._texts, self._formats, self._most = texts, formats, most
        self._at: tuple[str, int] | None = None
        self._kind, self._style, self._shared = "", "", False
        self._value: list[str] = []
        self._formula: list[str] = []
        self._into: list[str] | None = None

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        match name:
            case "c":
                where = _CELL.fullmatch(attributes.get("r", ""))
                if where is None:
                    raise ValueError("a cell without a place")
                self._at = where[1], int(where[2])
                self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
                self._value, self._formula, self._shared = [], [], False
            case "f" if self._at:
                self._into, self._shared = self._formula, attributes.get("t") == "shared"
            case "v" | "t" if self._at:
                self._into = self._value

    def finish(self, name: str) -> None:
        if name in ("f", "v", "t"):
            self._into = None
        elif name == "c" and self._at is not None:
            column, row = self._at
            self._at = None
            value, formula = "".join(self._value), "".join(self._formula)
            if self._kind == "s" and value:
                value = self._texts[int(value)]
            if value or formula:
                self.count += 1
                if self.count > self._most:
                    raise ValueError("cells without end")
                words = self._kind in ("s", "str", "inlineStr", "e")
                place = int(self._style)
                shown = self._formats[place] if 0 <= place < len(self._formats) else "General"
                self.rows.setdefault(row, {})[column] = ShownCell(value, words, formula, shown, self._shared)

    def text(self, words: str) -> None:
        if self._into is not None:
            self._into.append(words)
