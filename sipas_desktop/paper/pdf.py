"""Writes a PDF page by page: a page is in the file and out of memory before the next one comes.

reportlab's canvas keeps its whole document until it is saved (326 MB at 30,000 ballots). Here only the offsets of
the objects stay in memory, 16 bytes a page. Nothing is compressed, because zlib's output differs between builds of
Python and the same ballots must give the same file on every system. Numbers in comments are sections of ISO 32000-1.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from sipas_desktop import __version__
from sipas_desktop.paper.fonts import Face, FontsInUse, load

A4 = (595.28, 841.89)  # points
A5 = (419.53, 595.28)
POINTS_PER_MM = 72 / 25.4
_FAN_OUT = 64  # kids of a node of the page tree: 100,000 pages are three nodes deep
_FLUSH = 1 << 16


@contextmanager
def opened(out: BinaryIO | Path) -> Iterator[BinaryIO]:
    """``out`` open for writing; a file made here is removed again when the writing fails."""
    if not isinstance(out, Path):
        yield out
        return
    try:
        with out.open("wb") as file:
            yield file
    except BaseException:
        out.unlink(missing_ok=True)
        raise


def number(value: float) -> str:
    """``value`` as PDF writes numbers: at most three decimals, no exponent."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def text_string(text: str) -> bytes:
    """A text string for people (7.9.2.2), such as the title."""
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode() + b">"


@dataclass
class _Node:
    """A node of the page tree that still takes kids."""

    number: int
    kids: list[int] = field(default_factory=list)
    pages: int = 0


class PdfWriter:
    """One document. ``form`` and ``page`` as often as needed, then ``close``; objects are numbered as they come.

    ``size`` is that of every page, in points. ``duplex`` asks the printer for both sides of the sheet.
    """

    def __init__(self, out: BinaryIO, size: tuple[float, float] = A4, *, duplex: bool = False) -> None:
        self.fonts = FontsInUse()
        self.pages = 0
        self.size = 0
        self._page_size = f"[0 0 {size[0]} {size[1]}]"
        self._duplex = "/Duplex/DuplexFlipLongEdge" if duplex else ""
        self._out = out
        self._hash = hashlib.sha256()
        self._pending: list[bytes] = []
        self._pending_size = 0
        self._offsets = array("Q", [0])  # by object number
        self._levels: list[_Node | None] = []  # the open node of each level of the page tree, leaves first
        self._forms: dict[str, int] = {}
        # 7.5.2: the second line has four bytes above 127, so that nobody takes the file for text.
        self._write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        self._resources = self._reserve()

    @property
    def sha256(self) -> str:
        """Over all bytes so far; of the whole file after ``close``."""
        return self._hash.hexdigest()

    def form(self, name: str, content: str) -> None:
        """A drawing that pages show with ``/name Do`` (a form XObject, 8.10), as large as a page."""
        entries = f"/Type/XObject/Subtype/Form/BBox{self._page_size}/Resources {self._resources} 0 R"
        self._forms[name] = self._stream(content.encode("ascii"), entries)

    def image(self, name: str, width: int, height: int, grey: bytes) -> None:
        """A picture that drawings show with ``/name Do`` in the unit square (8.9.5), a byte a pixel from the top."""
        entries = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8"
        self._forms[name] = self._stream(grey, entries)

    def page(self, content: str) -> None:
        """The next page, drawn by ``content`` (ASCII operators)."""
        contents = self._stream(content.encode("ascii"))
        page = self._reserve()
        parent = self._open_node(0)
        self._object(page, f"<</Type/Page/Parent {parent.number} 0 R/Contents {contents} 0 R>>".encode())
        parent.kids.append(page)
        parent.pages += 1
        self.pages += 1

    def close(self, title: str, author: str, subject: str) -> None:
        """Writes what pages share, the metadata and the table of objects. The caller closes the file."""
        level = 0
        while level < len(self._levels) - 1:  # finishing a node may add a level
            self._finish_node(level)
            level += 1
        root = self._levels[level] if self._levels else None
        if root is None:
            raise ValueError("a document has at least one page")
        # 7.7.3.4: pages inherit their size and their resources from the root of the tree.
        shared = f"/MediaBox{self._page_size}/Resources {self._resources} 0 R"
        self._object(root.number, self._node_body(root, shared))
        self._write_resources()
        catalog = self._reserve()
        # PrintScaling None: a viewer that shrinks to fit would shrink the bar codes too.
        self._object(
            catalog,
            f"<</Type/Catalog/Pages {root.number} 0 R/Lang(vi-VN)"
            f"/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None{self._duplex}>>>>".encode(),
        )
        info = self._reserve()
        self._object(
            info,
            b"<</Title" + text_string(title) + b"/Author" + text_string(author) + b"/Subject" + text_string(subject)
            + b"/Creator" + text_string("SIPAS Desktop") + b"/Producer" + text_string(f"SIPAS Desktop {__version__}")
            + b">>",
        )  # fmt: skip
        self._write_table(catalog, info)

    def _reserve(self) -> int:
        self._offsets.append(0)
        return len(self._offsets) - 1

    def _write(self, data: bytes) -> None:
        self.size += len(data)
        self._pending.append(data)
        self._pending_size += len(data)
        if self._pending_size >= _FLUSH:
            self._flush()

    def _flush(self) -> None:
        data = b"".join(self._pending)
        self._pending.clear()
        self._pending_size = 0
        self._hash.update(data)
        self._out.write(data)

    def _object(self, number: int, body: bytes) -> None:
        self._offsets[number] = self.size
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def _stream(self, data: bytes, entries: str = "") -> int:
        number = self._reserve()
        self._object(number, b"<<%b/Length %d>>stream\n%b\nendstream" % (entries.encode(), len(data), data))
        return number

    def _open_node(self, level: int) -> _Node:
        if level == len(self._levels):
            self._levels.append(None)
        node = self._levels[level]
        if node is not None and len(node.kids) == _FAN_OUT:
            self._finish_node(level)
            node = None
        if node is None:
            node = self._levels[level] = _Node(self._reserve())
        return node

    def _finish_node(self, level: int) -> None:
        """Writes the open node of ``level``, if there is one, under a parent on the next level."""
        node = self._levels[level]
        if node is None:
            return
        parent = self._open_node(level + 1)
        self._object(node.number, self._node_body(node, f"/Parent {parent.number} 0 R"))
        parent.kids.append(node.number)
        parent.pages += node.pages
        self._levels[level] = None

    @staticmethod
    def _node_body(node: _Node, entries: str) -> bytes:
        kids = " ".join(f"{kid} 0 R" for kid in node.kids)
        return f"<</Type/Pages/Count {node.pages}/Kids[{kids}]{entries}>>".encode()

    def _write_resources(self) -> None:
        fonts = "".join(f"/{face.value} {self._write_font(face)} 0 R" for face in self.fonts.faces)
        forms = "".join(f"/{name} {number} 0 R" for name, number in self._forms.items())
        self._object(self._resources, f"<</Font<<{fonts}>>/XObject<<{forms}>>>>".encode())

    def _write_font(self, face: Face) -> int:
        """A composite font with two-byte codes that are glyph numbers (9.7)."""
        font, letters, name = load(face), self.fonts.letters(face), self.fonts.postscript_name(face)
        program = self.fonts.program(face)
        file = self._stream(program, f"/Length1 {len(program)}")
        box = " ".join(number(value) for value in font.bbox)
        descriptor = self._reserve()
        self._object(
            descriptor,
            f"<</Type/FontDescriptor/FontName/{name}/Flags {font.flags}/FontBBox[{box}]"
            f"/ItalicAngle {number(font.italicAngle)}/Ascent {number(font.ascent)}/Descent {number(font.descent)}"
            f"/CapHeight {number(font.capHeight)}/StemV {number(font.stemV)}/FontFile2 {file} 0 R>>".encode(),
        )
        widths = " ".join(number(font.charWidths[ord(char)]) for char in letters)
        descendant = self._reserve()
        self._object(
            descendant,
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {descriptor} 0 R/CIDToGIDMap/Identity"
            f"/DW {number(font.defaultWidth)}/W[1[{widths}]]>>".encode(),
        )
        to_unicode = self._stream(_to_unicode(letters))
        composite = self._reserve()
        self._object(
            composite,
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
            f"/DescendantFonts[{descendant} 0 R]/ToUnicode {to_unicode} 0 R>>".encode(),
        )
        return composite

    def _write_table(self, catalog: int, info: int) -> None:
        start = self.size
        count = len(self._offsets)
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for first in range(1, count, 1000):
            self._write("".join(f"{offset:010d} 00000 n \n" for offset in self._offsets[first : first + 1000]).encode())
        self._flush()
        # 14.4 wants an identifier made from the content: the same ballots, the same identifier.
        identifier = self._hash.hexdigest()[:32]
        self._write(
            f"trailer\n<</Size {count}/Root {catalog} 0 R/Info {info} 0 R/ID[<{identifier}><{identifier}>]>>\n"
            f"startxref\n{start}\n%%EOF\n".encode()
        )
        self._flush()


def _to_unicode(letters: str) -> bytes:
    """The map from codes back to letters, so that text can be searched and copied (9.10.3)."""
    lines = [f"<{code:04x}><{ord(char):04x}>" for code, char in enumerate(letters, start=1)]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]  # 100 is the most a block may have
    maps = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n"
        "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n"
        f"{maps}\nendcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n"
    ).encode()
