"""The catalogue behind a unit or procedure field: found by code, by words without accents, or kept as words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.vietnamese import fold, normalise
from sipas_desktop.store.queries import CatalogueEntry


@dataclass(frozen=True)
class Outcome:
    """What Enter would take: an entry, or words ("other"); with neither, a code that the catalogue does not have."""

    entry: CatalogueEntry | None = None
    words: str = ""
    unknown: str = ""

    @property
    def answer(self) -> Answer | None:
        """The answer, where there is one."""
        if self.entry is not None:
            return Answer(self.entry.code)
        return Answer(a.WRITTEN, self.words) if self.words else None


class Catalogue:
    """The entries in the office's own order, ready for search."""

    def __init__(self, entries: Sequence[CatalogueEntry]) -> None:
        self.entries = tuple(entries)
        self.by_code = {entry.code: entry for entry in self.entries}
        self._folded = [(fold(entry.code), fold(entry.name), entry) for entry in self.entries]
        alike = Counter(code for code, _, _ in self._folded)
        self._by_code_in_any_case = {code: entry for code, _, entry in self._folded if alike[code] == 1}
        self._by_name = {name: entry for _, name, entry in reversed(self._folded)}

    def name_of(self, code: str) -> str:
        """The entry's name; "" for an unknown code."""
        entry = self.by_code.get(code)
        return entry.name if entry is not None else ""

    def search(self, typed: str) -> list[CatalogueEntry]:
        """The entries that ``typed`` may mean: codes that begin so, then names that hold all its words, unaccented."""
        wanted = fold(typed)
        if not wanted:
            return list(self.entries)
        words = wanted.split()
        by_code = [entry for code, _, entry in self._folded if code.startswith(wanted)]
        begins: list[CatalogueEntry] = []
        holds: list[CatalogueEntry] = []
        for code, name, entry in self._folded:
            if not code.startswith(wanted) and all(word in name for word in words):
                (begins if name.startswith(wanted) else holds).append(entry)
        return by_code + begins + holds

    def outcome(self, typed: str) -> Outcome:
        """What ``typed`` would be taken as. Digits that are no code are a slip of the finger, not words."""
        text = normalise(typed)
        if not text:
            return Outcome()
        folded = fold(text)
        entry = self.by_code.get(text) or self._by_code_in_any_case.get(folded) or self._by_name.get(folded)
        if entry is not None:
            return Outcome(entry)
        if self.entries and text.isdecimal():
            return Outcome(unknown=text)
        return Outcome(words=text)
