"""A Word document or a workbook that somebody sends, as far as a report has to be found in it.

It is opened as ``office_zip`` opens one. What names which part is followed as Word and Excel follow it, so that what is
read is what they show.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from sipas_desktop import office_zip

MOST_PART: Final = 48 * 2**20  # bytes of a part that is read
MOST_ALL: Final = 192 * 2**20  # of all parts together, unpacked
PIECE: Final = 250  # letters of a property: Word keeps no more than 255
PROPERTY: Final = "sipas-report-"  # and a number from 1 on
DOCUMENT: Final = "/officeDocument"
CUSTOM: Final = "/custom-properties"


class NotOffice(Exception):
    """What cannot be read as an office file."""


class Listener(Protocol):
    """Hears of a part's elements as they come, with their names without namespaces."""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def finish(self, name: str) -> None:
        """It ends."""

    def text(self, words: str) -> None:
        """Text within the last one that began and did not end."""


@dataclass(frozen=True)
class Relation:
    """What a part refers to: ``kind`` is how, by the end of its name."""

    kind: str
    target: str


class OfficeFile:
    """The parts of such a file. Every method raises ``NotOffice``."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = office_zip.parts_of(self._zip)
        except office_zip.BROKEN as error:
            raise NotOffice(str(error)) from None
        self._names = {part.filename for part in parts}
        if sum(part.file_size for part in parts) > MOST_ALL:
            raise NotOffice("too large unpacked")

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self._names

    def read(self, part: str) -> bytes:
        """The bytes of a part."""
        try:
            return b"".join(office_zip.pieces(self._zip, part, MOST_PART))
        except office_zip.BROKEN as error:
            raise NotOffice(f"{part}: {error}") from None

    def hear(self, part: str, listener: Listener) -> None:
        """Tell the listener the part's elements."""
        local = office_zip.local

        def begin(name: str, attributes: Mapping[str, str]) -> None:
            listener.begin(local(name), {local(key): value for key, value in attributes.items()})

        def finish(name: str) -> None:
            listener.finish(local(name))

        try:
            office_zip.elements(office_zip.pieces(self._zip, part, MOST_PART), begin, finish, listener.text)
        except office_zip.BROKEN as error:
            raise NotOffice(f"{part}: {error}") from None

    def relations(self, part: str = "") -> dict[str, Relation]:
        """What ``part``, or the file as a whole, refers to within the file, by its id."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(listed):
            return {}
        found = _Relations(folder)
        self.hear(listed, found)
        return found.found

    def main(self) -> str:
        """The part that the file is about: the document, or the workbook."""
        for relation in self.relations().values():
            if relation.kind.endswith(DOCUMENT):
                return relation.target
        raise NotOffice("it is about nothing")

    def told(self) -> str:
        """What the program wrote into the file of how the report was made; "" where nothing is."""
        pieces = _Properties()
        for relation in self.relations().values():
            if relation.kind.endswith(CUSTOM) and self.has(relation.target):
                self.hear(relation.target, pieces)
        return "".join(pieces.found[name] for name in sorted(pieces.found, key=lambda each: (len(each), each)))


def pieces_of(text: str) -> Iterator[tuple[str, str]]:
    """The properties that hold ``text``: name and value of each."""
    for number, start in enumerate(range(0, len(text), PIECE), start=1):
        yield f"{PROPERTY}{number}", text[start : start + PIECE]


class Heard:
    """A listener that hears nothing; what it has to hear is overridden."""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def finish(self, name: str) -> None:
        """It ends."""

    def text(self, words: str) -> None:
        """Text within it."""


class _Relations(Heard):
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.found: dict[str, Relation] = {}

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", ""))).lstrip("/")
            self.found[attributes.get("Id", "")] = Relation(attributes.get("Type", ""), target)


class _Properties(Heard):
    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._name = ""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "property":
            self._name = attributes.get("name", "")

    def finish(self, name: str) -> None:
        if name == "property":
            self._name = ""

    def text(self, words: str) -> None:
        if self._name.startswith(PROPERTY):
            self.found[self._name] = self.found.get(self._name, "") + words
