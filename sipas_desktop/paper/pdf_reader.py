"""Reads a finished PDF back, object by object: its table, its page tree, its fonts. It knows nothing of the writer.

It reads what a plain file of PDF 1.4 may hold (no object streams, no compression) and raises ``Unreadable`` for all
else. Memory: 8 bytes an object. Numbers in comments are sections of ISO 32000-1.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, NamedTuple

_CHUNK: Final = 2048  # bytes: more than a page of a ballot
_TAIL: Final = 1024  # 7.5.5: the end of the file tells where the table is
_ENTRY: Final = 20  # 7.5.4: bytes of an entry of the table
_DEPTH: Final = 12  # nodes of the page tree above a page: 64 kids each are far more pages than there are serials
_TOKEN: Final = re.compile(
    rb"\s*(?:(?P<open><<)|(?P<close>>>)|(?P<from>\[)|(?P<to>\])|/(?P<name>[A-Za-z0-9+_.-]+)|(?P<ref>\d+) 0 R\b"
    rb"|<(?P<hex>[0-9A-Fa-f]*)>|\((?P<text>[^()\\]*)\)|(?P<number>-?(?:\d+\.?\d*|\.\d+))|(?P<word>true|false|null))"
)
_END_OF_STREAM: Final = b"\nendstream\nendobj\n"
_HEAD: Final = re.compile(rb"(\d+) 0 obj\n")


class Unreadable(ValueError):
    """The file is not such a PDF; the text says where, for who looks at the file."""


class Ref(NamedTuple):
    """Stands for the object of that number."""

    number: int


class Name(str):
    """A name (7.3.5), without its slash."""

    __slots__ = ()


@dataclass(frozen=True)
class Stream:
    """A dictionary with the bytes that follow it."""

    entries: dict[str, Any]
    data: bytes


class PdfFile:
    """An open file, which the caller closes. Raises ``Unreadable`` where its table is not whole."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        size = file.seek(0, 2)
        file.seek(0)
        if not file.read(8).startswith(b"%PDF-1."):
            raise Unreadable("header")
        file.seek(max(0, size - _TAIL))
        end = re.search(rb"startxref\n(\d+)\n%%EOF\n$", file.read())
        if end is None:
            raise Unreadable("end of the file")
        self._offsets = self._table(int(end[1]))
        self.trailer = self._trailer()

    def __len__(self) -> int:
        """How many objects the file has."""
        return len(self._offsets) - 1

    def get(self, value: Any) -> Any:
        """``value``, or the object that it refers to. Raises ``Unreadable``."""
        return self._read(value)[0] if isinstance(value, Ref) else value

    def raw(self, ref: Ref) -> bytes:
        """The object that ``ref`` refers to as it stands in the file. Raises ``Unreadable``."""
        return self._read(ref)[1]

    def _read(self, ref: Ref) -> tuple[Any, bytes]:
        if not 1 <= ref.number < len(self._offsets):
            raise Unreadable(f"object {ref.number}")
        try:
            return self._object(ref.number)
        except (IndexError, ValueError, RecursionError) as error:
            raise Unreadable(f"object {ref.number}") from error

    def pages(self) -> Iterator[tuple[Ref, dict[str, Any], dict[str, Any]]]:
        """Each page and what it inherits from the nodes above it, in their order. Raises ``Unreadable``."""
        root = self.get(self.trailer["Root"])
        yield from self._kids(root["Pages"], None, {}, 0)

    @property
    def nodes(self) -> int:
        """How many nodes of the page tree ``pages`` has come by."""
        return self._nodes

    _nodes = 0

    def _kids(
        self, ref: Ref, parent: Ref | None, inherited: dict[str, Any], depth: int
    ) -> Iterator[tuple[Ref, dict[str, Any], dict[str, Any]]]:
        node = self.get(ref)
        if not isinstance(node, dict) or node.get("Parent") != parent or depth > _DEPTH:
            raise Unreadable(f"page tree at object {ref.number}")
        if node.get("Type") == "Page":
            yield ref, node, inherited
            return
        if node.get("Type") != "Pages":
            raise Unreadable(f"page tree at object {ref.number}")
        self._nodes += 1
        own = inherited | {key: node[key] for key in ("MediaBox", "Resources") if key in node}
        counted = 0
        for kid in node["Kids"]:
            for page in self._kids(kid, ref, own, depth + 1):
                counted += 1
                yield page
        if counted != node["Count"]:
            raise Unreadable(f"page tree at object {ref.number}")

    def _table(self, start: int) -> array[int]:
        self._file.seek(start)
        head = re.fullmatch(rb"xref\n0 (\d+)\n", self._file.readline() + self._file.readline())
        if head is None or self._file.read(_ENTRY) != b"0000000000 65535 f \n":
            raise Unreadable("table of objects")
        offsets = array("Q", [0])
        left = int(head[1]) - 1
        while left > 0:
            rows = self._file.read(_ENTRY * min(left, 1000))
            if not re.fullmatch(rb"(?:\d{10} 00000 n \n)+", rows):
                raise Unreadable("table of objects")
            offsets.extend(int(rows[at : at + 10]) for at in range(0, len(rows), _ENTRY))
            left -= len(rows) // _ENTRY
        return offsets

    def _trailer(self) -> dict[str, Any]:
        if self._file.readline() != b"trailer\n":
            raise Unreadable("trailer")
        found, _ = _value(self._file.readline(), 0)
        if not isinstance(found, dict) or found.get("Size") != len(self._offsets) or "Root" not in found:
            raise Unreadable("trailer")
        return found

    def _object(self, number: int) -> tuple[Any, bytes]:
        self._file.seek(self._offsets[number])
        data = self._file.read(_CHUNK)
        while True:
            head = _HEAD.match(data)
            if head is None or int(head[1]) != number:
                raise Unreadable(f"object {number}")
            try:
                found, at = _value(data, head.end())
                needed = at + len(b"stream\n") + len(_END_OF_STREAM)
                if isinstance(found, dict) and data.startswith(b"stream\n", at):
                    needed += found["Length"]
                if needed > len(data) and (more := self._file.read(needed - len(data))):
                    data += more
                return _ended(found, data, at, number)
            except Unreadable:
                more = self._file.read(len(data))
                if not more or len(data) > 1 << 24:
                    raise
                data += more


def _ended(found: Any, data: bytes, at: int, number: int) -> tuple[Any, bytes]:
    if data.startswith(b"\nendobj\n", at):
        return found, data[: at + len(b"\nendobj\n")]
    if isinstance(found, dict) and data.startswith(b"stream\n", at):
        start = at + len(b"stream\n")
        end = start + found["Length"]
        if data.startswith(_END_OF_STREAM, end):
            return Stream(found, data[start:end]), data[: end + len(_END_OF_STREAM)]
    raise Unreadable(f"object {number}")


def _value(data: bytes, at: int) -> tuple[Any, int]:
    """The value that begins at ``at``, and where it ends."""
    token = _TOKEN.match(data, at)
    if token is None:
        raise Unreadable(f"byte {at}")
    at, kind = token.end(), token.lastgroup
    match kind:
        case "ref":
            return Ref(int(token["ref"])), at
        case "name":
            return Name(token["name"].decode()), at
        case "number":
            return (float if b"." in token["number"] else int)(token["number"]), at
        case "hex":
            return bytes.fromhex(token["hex"].decode()), at
        case "text":
            return token["text"], at
        case "word":
            return {b"true": True, b"false": False}.get(token["word"]), at
        case "from":
            several: list[Any] = []
            while (end := re.compile(rb"\s*\]").match(data, at)) is None:
                each, at = _value(data, at)
                several.append(each)
            return several, end.end()
        case "open":
            entries: dict[str, Any] = {}
            while (end := re.compile(rb"\s*>>").match(data, at)) is None:
                key, at = _value(data, at)
                if not isinstance(key, Name) or key in entries:
                    raise Unreadable(f"byte {at}")
                entries[str(key)], at = _value(data, at)
            return entries, end.end()
    raise Unreadable(f"byte {at}")
