"""Whether a font is embedded whole: which of its codes have a glyph, the letter that each is of, and how wide it is."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, NamedTuple

from sipas_desktop.paper.pdf_reader import PdfFile, Stream, Unreadable

_MAPPED: Final = re.compile(rb"<([0-9a-f]{4})><([0-9a-f]{4})>")


class Glyph(NamedTuple):
    """One letter, and how far a reader moves on after it, in ems."""

    letter: str
    advance: float


@dataclass(frozen=True)
class Font:
    """The glyphs by their codes (four hexadecimal digits); how high and how low its letters reach, in ems, upwards."""

    glyphs: Mapping[str, Glyph]
    ascent: float = 0
    descent: float = 0


def embedded(pdf: PdfFile, font: Any) -> Font:
    """The codes with a glyph of their own in the embedded program.

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
    first, widths = descendant["W"]  # 9.7.4.3: of the codes from the first one on
    glyphs = {}
    for code, letter in _MAPPED.findall(to_unicode.data):
        glyph, char = int(code, 16), chr(int(letter, 16))
        if 0 < glyph < len(drawn) and (drawn[glyph] or char.isspace()):
            if not first <= glyph < first + len(widths):
                raise Unreadable(f"font {name}: widths")
            glyphs[code.decode()] = Glyph(char, widths[glyph - first] / 1000)
    return Font(glyphs, descriptor["Ascent"] / 1000, descriptor["Descent"] / 1000)


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
