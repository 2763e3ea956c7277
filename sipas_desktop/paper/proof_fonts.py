"""Whether a font is embedded whole: which of its codes have a glyph, and the letter that each is of."""

from __future__ import annotations

import re
import struct
from itertools import pairwise
from typing import Any, Final

from sipas_desktop.paper.pdf_reader import PdfFile, Stream, Unreadable

_MAPPED: Final = re.compile(rb"<([0-9a-f]{4})><([0-9a-f]{4})>")


def embedded(pdf: PdfFile, font: Any) -> dict[str, str]:
    """Code (four hexadecimal digits) → letter, of the codes with a glyph of their own in the embedded program.

    The code 0 is the glyph of a missing letter and never among them. Raises ``Unreadable`` where no TrueType program
    is embedded.
    """
    composite = pdf.get(font)
    name = str(composite["BaseFont"])
    descendant = pdf.get(pdf.get(composite["DescendantFonts"])[0])
    descriptor = pdf.get(descendant["FontDescriptor"])
    program, to_unicode = pdf.get(descriptor.get("FontFile2")), pdf.get(composite["ToUnicode"])
    if not isinstance(program, Stream) or not isinstance(to_unicode, Stream):
        raise Unreadable(f"font {name}: not embedded")
    if composite["Encoding"] != "Identity-H" or descendant["CIDToGIDMap"] != "Identity":
        raise Unreadable(f"font {name}: encoding")
    try:
        drawn = _with_outline(program.data)
    except (struct.error, KeyError, IndexError) as fault:
        raise Unreadable(f"font {name}: program") from fault
    letters = {}
    for code, letter in _MAPPED.findall(to_unicode.data):
        glyph, char = int(code, 16), chr(int(letter, 16))
        if 0 < glyph < len(drawn) and (drawn[glyph] or char.isspace()):
            letters[code.decode()] = char
    return letters


def _with_outline(program: bytes) -> list[bool]:
    """Of each glyph of a TrueType program whether it draws anything: its "loca" table gives it a length."""
    tables = {}
    for at in range(12, 12 + 16 * struct.unpack_from(">H", program, 4)[0], 16):
        tag, _, start, length = struct.unpack_from(">4sLLL", program, at)
        if start + length > len(program):
            raise IndexError(tag)
        tables[tag] = start, length
    (glyphs,) = struct.unpack_from(">H", program, tables[b"maxp"][0] + 4)
    (long_offsets,) = struct.unpack_from(">h", program, tables[b"head"][0] + 50)
    places = struct.unpack_from(f">{glyphs + 1}{'L' if long_offsets else 'H'}", program, tables[b"loca"][0])
    if places[-1] * (1 if long_offsets else 2) > tables[b"glyf"][1]:
        raise IndexError("glyf")
    return [start < end for start, end in pairwise(places)]
