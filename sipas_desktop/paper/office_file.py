"""A Word document or a workbook that somebody sends, opened as what it is: a zip of XML that may be meant to do harm.

Nothing is unpacked to the disk. Parts are read up to a bound and parsed as a stream; a document type, which is where
entities grow, is in no such file and is refused. What names which part is followed as Word and Excel follow it, so that
what is read is what they show.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from xml.etree import ElementTree

MOST_PART: Final = 48 * 2**20  # bytes of a part that is read
MOST_ALL: Final = 192 * 2**20  # of all parts together, unpacked
MOST_PARTS: Final = 5_000
MOST_DEEP: Final = 500  # elements within each other
PIECE: Final = 250  # letters of a property: Word keeps no more than 255
PROPERTY: Final = "sipas-report-"  # and a number from 1 on
DOCUMENT: Final = "/officeDocument"
CUSTOM: Final = "/custom-properties"

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    OSError,
    EOFError,
    ValueError,
    LookupError,  # also an encoding that there is not
    NotImplementedError,  # a way of packing that Python does not know
    RuntimeError,  # a part that is locked by a password
    OverflowError,
)


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
            parts = self._zip.infolist()
        except _BROKEN as error:
            raise NotOffice(str(error)) from None
        self._names = {part.filename for part in parts}
        if len(self._names) != len(parts) or len(parts) > MOST_PARTS:
            raise NotOffice("a name that stands twice, or too many")
        if sum(part.file_size for part in parts) > MOST_ALL:
            raise NotOffice("too large unpacked")

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self._names

    def read(self, part: str) -> bytes:
        """The bytes of a part."""
        try:
            if self._zip.getinfo(part).file_size > MOST_PART:
                raise NotOffice(f"{part} is too large")
            with self._zip.open(part) as stream:
                data = stream.read(MOST_PART + 1)
        except _BROKEN as error:
            raise NotOffice(str(error)) from None
        if len(data) > MOST_PART:
            raise NotOffice(f"{part} is too large")
        return data

    def hear(self, part: str, listener: Listener) -> None:
        """Tell the listener the part's elements."""
        parser = ElementTree.XMLParser(target=_Target(listener))
        try:
            parser.feed(self.read(part))
            parser.close()
        except _BROKEN as error:
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


class _Target:
    """Between the parser and a listener."""

    def __init__(self, listener: Listener) -> None:
        self._listener, self._deep = listener, 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._deep += 1
        if self._deep > MOST_DEEP:
            raise ValueError("elements within each other without end")
        self._listener.begin(_local(tag), {_local(name): value for name, value in attributes.items()})

    def end(self, tag: str) -> None:
        self._deep -= 1
        self._listener.finish(_local(tag))

    def data(self, words: str) -> None:
        self._listener.text(words)

    def doctype(self, *_: Any) -> None:
        raise ValueError("a document type")

    def close(self) -> None:
        pass


def _local(name: str) -> str:
    return name.rpartition("}")[2]


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
