"""A zip of XML that somebody sends, a workbook or a document: opened as what it is, which may be meant to do harm.

Nothing is unpacked to the disk. Parts are read a piece at a time up to a bound and parsed as a stream. A document type,
which is where entities grow, is in no such file and is refused; so is an encoding other than UTF-8, in which one reader
may see what another does not.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final
from xml.etree import ElementTree
from xml.parsers import expat

MOST_PARTS: Final = 5_000  # a workbook of 200 sheets with notes and pictures has some 800
MOST_DEEP: Final = 500  # elements within each other
PIECE: Final = 2**20
_PARSED: Final = 8 * PIECE  # at once: what is not whole yet is looked at again with each piece that comes

BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, expat.ExpatError, ElementTree.ParseError, OSError, EOFError, ValueError),
    LookupError,  # also an encoding that there is not
    NotImplementedError,  # a way of packing that Python does not know
    RuntimeError,  # a part that is locked by a password
    OverflowError,
)

Begin = Callable[[str, Mapping[str, str]], object]


def parts_of(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The parts of ``archive``. Raises ``ValueError`` for too many, and where one stands twice, in whatever case."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or len(set(map(plain_name, parts))) != len(parts):
        raise ValueError("too many parts, or one that stands twice")
    return parts


def plain_name(part: zipfile.ZipInfo) -> str:
    """The part's name as the most tolerant reader takes it."""
    return part.filename.lower().replace("\\", "/").lstrip("/")


def pieces(archive: zipfile.ZipFile, part: str | zipfile.ZipInfo, most: int, size: int = PIECE) -> Iterator[bytes]:
    """A part's bytes, ``size`` at a time. Raises ``ValueError`` where there are more than ``most``, and ``BROKEN``."""
    if archive.getinfo(part if isinstance(part, str) else part.filename).file_size > most:
        raise ValueError("a part that is too large")
    with archive.open(part) as stream:
        while piece := stream.read(size):
            most -= len(piece)
            if most < 0:
                raise ValueError("a part that is larger than it says")
            yield piece


def elements(
    xml: Iterable[bytes],
    begin: Begin,
    finish: Callable[[str], object] | None = None,
    text: Callable[[str], object] | None = None,
    *,
    spaces: bool = True,
) -> None:
    """Tell of the elements of ``xml`` as they come, and of the text within them.

    Names are ``namespace}name``; without ``spaces`` as they are written. Raises ``ValueError`` for a document type,
    another encoding and elements within each other without end, ``expat.ExpatError`` for what is no XML, and what the
    callers raise.
    """
    deep = 0

    def started(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal deep
        deep += 1
        if deep > MOST_DEEP:
            raise ValueError("elements within each other without end")
        begin(name, attributes)

    def ended(name: str) -> None:
        nonlocal deep
        deep -= 1
        if finish is not None:
            finish(name)

    elements_to(xml, started, ended, text, spaces=spaces)


def elements_to(
    xml: Iterable[bytes],
    begin: Begin,
    finish: Callable[[str], object],
    text: Callable[[str], object] | None,
    *,
    spaces: bool,
) -> None:
    """As ``elements``, for who counts herself how deep they lie within each other: a call less for each of millions."""
    parser = expat.ParserCreate("utf-8", "}") if spaces else expat.ParserCreate("utf-8")
    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    parser.XmlDeclHandler = _declaration
    parser.StartDoctypeDeclHandler = _document_type
    parser.EntityDeclHandler = _document_type
    if text is not None:
        parser.buffer_text = True
        parser.CharacterDataHandler = text
    waiting = bytearray()
    for piece in xml:
        waiting += piece
        if len(waiting) >= _PARSED:
            parser.Parse(bytes(waiting), False)
            waiting.clear()
    parser.Parse(bytes(waiting), True)


def _declaration(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii"):
        raise ValueError("another encoding")


def _document_type(*_: Any) -> None:
    raise ValueError("a document type")


def local(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition("}")[2]
