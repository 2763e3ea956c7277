"""The typeface of everything printed: Liberation Serif, measured and embedded glyph by glyph.

Liberation Serif has the metrics of Times New Roman, which Nghị định 30/2020 asks for, and every Vietnamese letter.
"""

from __future__ import annotations

import hashlib
import threading
import unicodedata
from enum import StrEnum
from functools import cache

from reportlab.pdfbase.ttfonts import TTFontFile

from sipas_desktop import paths

# The line box of the typeface's "hhea" table, the same as that of Times New Roman, in ems.
_ASCENT, _DESCENT = 0.891, 0.216
# makeSubset moves the parser's read position: two documents must not subset one face at the same time.
_subsetting = threading.Lock()


class Face(StrEnum):
    """A style of the typeface; the value is the end of its file's name."""

    REGULAR = "Regular"
    BOLD = "Bold"
    ITALIC = "Italic"


class MissingLetter(ValueError):
    """The typeface has no glyph for ``letter``."""

    def __init__(self, letter: str) -> None:
        super().__init__(letter)
        self.letter = letter


@cache
def load(face: Face) -> TTFontFile:
    """The parsed font file of ``face``."""
    return TTFontFile(str(paths.resources() / "fonts" / f"LiberationSerif-{face.value}.ttf"))


def clean(text: str) -> str:
    """``text`` as it can be printed: composed letters (NFC), every run of white space one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def width(text: str, face: Face, size: float) -> float:
    """How wide ``text`` prints, in points. Raises ``MissingLetter``."""
    widths = load(face).charWidths
    try:
        total: float = sum(widths[ord(char)] for char in text)
    except KeyError:
        raise MissingLetter(next(char for char in text if ord(char) not in widths)) from None
    return total * size / 1000


def ascent(size: float) -> float:
    """From the baseline to the top of the tallest letter box, in points."""
    return _ASCENT * size


def descent(size: float) -> float:
    """From the baseline to the foot of the lowest letter, in points, positive."""
    return _DESCENT * size


def wrap(text: str, face: Face, size: float, room: float) -> list[str]:
    """``text`` in lines no wider than ``room`` points; only a word that alone is wider is broken inside.

    Text without a word is one empty line.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, face, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        while width(word, face, size) > room:
            cut = _letters_that_fit(word, face, size, room)
            lines.append(word[:cut])
            word = word[cut:]
        line = word
    return [*lines, line]


def wrap_neatly(text: str, face: Face, size: float, room: float) -> list[str]:
    """``text`` in as few lines as ``wrap`` makes, but with a last line of at least a third of ``room`` if it can be."""
    lines = wrap(text, face, size, room)
    narrower = room
    neat = lines
    while len(neat) == len(lines) > 1 and narrower > room / 2:
        if width(neat[-1], face, size) >= room / 3:
            return neat
        narrower -= size / 2
        neat = wrap(text, face, size, narrower)
    return lines


def _letters_that_fit(word: str, face: Face, size: float, room: float) -> int:
    count = 1
    while count < len(word) and width(word[: count + 1], face, size) <= room:
        count += 1
    return count


class FontsInUse:
    """The glyphs that one document uses. Codes are two bytes and are dealt in the order of first use.

    The font programs are written when the document is complete, so they hold what was printed and nothing else,
    and any letter of the typeface may turn up on any page.
    """

    def __init__(self) -> None:
        # Code 0 is the glyph of a missing letter, as makeSubset has it.
        self._code_of_glyph: dict[Face, dict[int, int]] = {face: {0: 0} for face in Face}
        self._letters: dict[Face, dict[str, str]] = {face: {} for face in Face}

    def encode(self, text: str, face: Face) -> str:
        """``text`` as the hexadecimal string that shows it. Raises ``MissingLetter``."""
        letters = self._letters[face]
        try:
            return "".join([letters[char] for char in text])
        except KeyError:
            for char in text:
                if char not in letters:
                    letters[char] = self._new_code(char, face)
            return "".join([letters[char] for char in text])

    def _new_code(self, char: str, face: Face) -> str:
        glyph = load(face).charToGlyph.get(ord(char), 0)
        if glyph == 0:
            raise MissingLetter(char)
        codes = self._code_of_glyph[face]
        return f"{codes.setdefault(glyph, len(codes)):04x}"

    @property
    def faces(self) -> list[Face]:
        """The faces that the document uses."""
        return [face for face in Face if self._letters[face]]

    def letters(self, face: Face) -> str:
        """The letters in use, one for each code from 1 on."""
        first: dict[str, str] = {}
        for char, code in self._letters[face].items():
            first.setdefault(code, char)
        return "".join(first.values())

    def program(self, face: Face) -> bytes:
        """A TrueType font that holds just the glyphs in use, numbered by their codes."""
        with _subsetting:
            subset: bytes = load(face).makeSubset([ord(char) for char in self.letters(face)])
        return subset

    def postscript_name(self, face: Face) -> str:
        """The font's name in the document; the tag of six letters tells subsets apart (ISO 32000-1, 9.6.4)."""
        digest = hashlib.sha256(self.letters(face).encode()).digest()
        tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
        return f"{tag}+LiberationSerif" + ("" if face is Face.REGULAR else f"-{face.value}")
