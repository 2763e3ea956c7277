"""What a Word document shows, in its order: paragraphs, tables, charts and pictures.

Deleted words that are only kept as a change, and hidden ones, are not shown; inserted ones are. Element names are those
of ECMA-376.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from sipas_desktop.paper.office_charts import ShownChart, read_chart
from sipas_desktop.paper.office_file import Heard, OfficeFile

_DELETED = ("del", "moveFrom")
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True)
class Grid:
    """A table: its cells row by row, and the words right above it."""

    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ShownDocument:
    """What a reader sees. ``pictures`` are the SHA-256 of their files."""

    paragraphs: tuple[str, ...]
    grids: tuple[Grid, ...]
    charts: tuple[ShownChart, ...]
    pictures: frozenset[str]


def read_docx(file: OfficeFile) -> ShownDocument:
    """What the document shows. Raises ``NotOffice``."""
    part = file.main()
    heard = _Document()
    file.hear(part, heard)
    relations = file.relations(part)
    referred = [relations[each].target for each in heard.charts if each in relations]
    charts = [read_chart(file, target) for target in referred if file.has(target)]
    seen = [relations[each].target for each in heard.pictures if each in relations]
    pictures = {hashlib.sha256(file.read(target)).hexdigest() for target in set(seen) if file.has(target)}
    return ShownDocument(tuple(heard.paragraphs), tuple(heard.grids), tuple(charts), frozenset(pictures))


@dataclass
class _Rows:
    """A table that is being read."""

    caption: str
    rows: list[tuple[str, ...]] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    cell: list[str] | None = None  # its paragraphs
    dropped: bool = False  # the row is deleted, or hidden


class _Document(Heard):
    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.grids: list[Grid] = []
        self.charts: list[str] = []
        self.pictures: list[str] = []
        self._open: list[str] = []
        self._tables: list[_Rows] = []
        self._words: list[list[str]] = []  # of the paragraphs that are open
        self._unseen = 0  # elements that are open and show nothing
        self._hidden = False  # the run
        self._says = False  # within the text of a run

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        above = self._open[-1] if self._open else ""
        self._open.append(name)
        if ((name in _DELETED and above == "trPr") or (name == "hidden" and above == "trPr")) and self._tables:
            self._tables[-1].dropped = True
        if name in _DELETED or name == "Fallback":
            self._unseen += 1
        if self._unseen:
            return
        match name:
            case "tbl":
                self._tables.append(_Rows(self._last()))
            case "tr" if self._tables:
                self._tables[-1].row, self._tables[-1].dropped = [], False
            case "tc" if self._tables:
                self._tables[-1].cell = []
            case "p":
                self._words.append([])
            case "r":
                self._hidden = False
            case "vanish" if self._open[-3:-1] == ["r", "rPr"]:
                self._hidden = attributes.get("val", "true") not in _OFF
            case "t":
                self._says = True
            case "br" | "cr":
                self._say("\n")
            case "tab" if above == "r":
                self._say(" ")
            case "noBreakHyphen":
                self._say("-")
            case "chart":
                self.charts.append(attributes.get("id", ""))
            case "blip":
                self.pictures.append(attributes.get("embed", ""))

    def finish(self, name: str) -> None:
        self._open.pop()
        if name in _DELETED or name == "Fallback":
            self._unseen -= 1
            return
        if self._unseen:
            return
        match name:
            case "t":
                self._says = False
            case "p" if self._words:
                self._end_paragraph("".join(self._words.pop()))
            case "tc" if self._tables and self._tables[-1].cell is not None:
                table = self._tables[-1]
                table.row.append("\n".join(table.cell or []))
                table.cell = None
            case "tr" if self._tables and not self._tables[-1].dropped:
                self._tables[-1].rows.append(tuple(self._tables[-1].row))
            case "tbl" if self._tables:
                table = self._tables.pop()
                self.grids.append(Grid(table.caption, tuple(table.rows)))

    def text(self, words: str) -> None:
        if self._says and not self._unseen:
            self._say(words)

    def _say(self, words: str) -> None:
        if self._words and not self._hidden:
            self._words[-1].append(words)

    def _end_paragraph(self, words: str) -> None:
        if self._tables and self._tables[-1].cell is not None:
            self._tables[-1].cell.append(words)
        else:
            self.paragraphs.append(words)

    def _last(self) -> str:
        return next((each for each in reversed(self.paragraphs[-3:]) if each.strip()), "")
