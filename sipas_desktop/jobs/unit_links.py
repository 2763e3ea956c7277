"""From the rows of a file of units to units: who stands above whom and who came from whom, by code or by name.

Names repeat (seven communes are called Tân Tiến), so a name that several units bear is told and not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sipas_desktop.domain.unit import Key, Unit
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.exchange.catalogue import CatalogueRow
from sipas_desktop.exchange.notes import CellNote


def linked_units(
    rows: Sequence[CatalogueRow], held: Mapping[Key, Unit], keyed: Mapping[str, str], rejected: list[CellNote]
) -> list[Unit | None]:
    """The unit of each row; None where it is added to ``rejected``.

    What a row refers to is looked for in the file, in the registry ``held`` and in the catalogue ``keyed`` (code →
    name). A row that refers to a rejected one is rejected too.
    """
    units: list[Unit | None] = [None] * len(rows)
    left = set(range(len(rows)))
    while True:
        known = _Known([rows[n] for n in sorted(left)], held, keyed)
        notes: dict[int, CellNote] = {}
        for n in sorted(left):
            found = known.unit(rows[n])
            if isinstance(found, CellNote):
                notes[n] = found
            else:
                units[n] = found
        if not notes:
            break
        rejected += [notes[n] for n in sorted(notes)]
        for n in notes:
            units[n] = None
        left -= notes.keys()
    return units


class _Known:
    """All units that a row may refer to."""

    def __init__(self, rows: Sequence[CatalogueRow], held: Mapping[Key, Unit], keyed: Mapping[str, str]) -> None:
        self._names: dict[Key, str] = {(code, ""): name for code, name in keyed.items()}
        for code, _ in list(held):  # of a registered code the registry knows better from when
            self._names.pop((code, ""), None)
        self._names |= {key: unit.name for key, unit in held.items()}
        self._names |= {(row.code, row.valid_from): row.name for row in rows}
        self._by_word: dict[str, list[Key]] = {}
        for key, name in self._names.items():
            for word in {key[0], fold(name)}:
                self._by_word.setdefault(word, []).append(key)

    def unit(self, row: CatalogueRow) -> Unit | CellNote:
        """The unit of a row, or why it is none."""
        parent = ""
        if row.parent:
            codes = sorted({code for code, _ in self._keys(row.parent) if code != row.code})
            if len(codes) != 1:
                return _note(row, "parent", row.parent, codes)
            parent = codes[0]
        earlier: set[Key] = set()
        for word in self._words(row.predecessors):
            keys = [key for key in self._keys(word) if key[1] < row.valid_from]
            codes = sorted({code for code, _ in keys})
            if len(codes) != 1:
                return _note(row, "predecessor", word, codes)
            earlier.add(max(keys))
        return Unit(row.code, row.name, row.valid_from, row.valid_until, row.kind, parent, tuple(sorted(earlier)))

    def _keys(self, word: str) -> list[Key]:
        return self._by_word.get(word) or self._by_word.get(fold(word), [])

    def _words(self, cell: str) -> list[str]:
        """The units that a cell names, between semicolons or commas; a name may have a comma itself."""
        parts = [part.strip() for part in re.split(r"[;\n]", cell) if part.strip()]
        return [
            word
            for part in parts
            for word in ([part] if self._keys(part) else [each.strip() for each in part.split(",") if each.strip()])
        ]


def _note(row: CatalogueRow, what: str, word: str, codes: Sequence[str]) -> CellNote:
    column = row.columns.get("parent" if what == "parent" else "predecessors", "")
    if codes:
        expected = ", ".join(codes)
        return CellNote(row.sheet, row.row, column, word, f"catalogue.several_{what}", "", {"expected": expected})
    return CellNote(row.sheet, row.row, column, word, f"catalogue.unknown_{what}")
