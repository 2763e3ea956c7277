"""Vietnamese text, numbers and dates: one way to clean, match, sort and print them.

Nothing here asks the operating system or its locale, so that a list has the same order, and a figure the same digits,
on every station. ``legacy`` tells text in the encodings from before Unicode.
"""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Final

Number = int | float | Decimal | Fraction

# ------------------------------------------------------------------------------------------------ cleaning and matching

_HORN, _CIRCUMFLEX, _BREVE = "\u031b", "\u0302", "\u0306"
TONES: Final = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # huyền, hỏi, ngã, sắc, nặng; ngang has no mark
_QUALITY: Final = frozenset({_HORN, _CIRCUMFLEX, _BREVE})  # marks that make another letter (ơ, â, ă), not a tone

# Invisible: zero-width spaces and joiners, direction marks, soft hyphen, byte order mark, control characters.
_INVISIBLE = {
    *range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0),
    0xAD, 0x034F, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF,
}  # fmt: skip
_CLEAN: Final[dict[int, str | None]] = dict.fromkeys(_INVISIBLE) | {
    0x00D0: "Đ",  # the Icelandic and the African letter that look the same as Đ and stand for it in converted files
    0x0189: "Đ",
}
_MARKS = re.compile("[\u0300-\u036f]+")
_LOOK_CLOSER = re.compile("[\u0300-\u036f\u00d0\u0189]")


def _hats_first(marks: re.Match[str]) -> str:
    return "".join(sorted(marks[0], key=lambda mark: mark not in _QUALITY))


def normalise(text: str) -> str:
    """``text`` as the program stores it: NFC, one space between words, no invisible characters, trimmed.

    Used on everything that comes in from a file or a text field. Case, tones and their placement stay as written. Ask
    ``legacy.detect_legacy`` before, for text in TCVN3 uses the soft hyphen as a letter.
    """
    # Most text is fine as it is, and an import of 100,000 rows asks a million times: cheap questions first.
    plain = text.isprintable() and "  " not in text and text == text.strip()
    if plain and (text.isascii() or (not _LOOK_CLOSER.search(text) and unicodedata.is_normalized("NFC", text))):
        return text
    text = " ".join(text.translate(_CLEAN).split())
    # Some keyboards put the tone before the hat (e, sắc, ^), which NFC alone does not join into one letter.
    return unicodedata.normalize("NFC", _MARKS.sub(_hats_first, unicodedata.normalize("NFD", text)))


_D_STROKE: Final = {ord("đ"): "d", ord("Đ"): "D", ord("ð"): "d"}


def strip_marks(text: str) -> str:
    """``text`` without tones, hats and horns, Đ as D; case stays: "Nguyễn Đức" → "Nguyen Duc"."""
    text = normalise(text)
    if text.isascii():
        return text
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare.translate(_D_STROKE))


def fold(text: str) -> str:
    """``text`` for matching only, never for storing: lower case without marks, so "Hoà" and "HÒA" are equal."""
    return strip_marks(text).lower()


# ------------------------------------------------------------------------------------------------------------- sorting

ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PUNCTUATION = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_WORD_END, _NEXT_WORD, _TEXT_END = "\x02", "\x03", "\x01"

# Weights as characters: punctuation from 0x04, digits as they are, letters from "A"; other scripts stay above.
_WEIGHT: dict[int, str] = {ord(sign): chr(0x04 + place) for place, sign in enumerate(_PUNCTUATION)}
_WEIGHT |= {ord(letter): chr(ord("A") + place) for place, letter in enumerate(ALPHABET)}
_TONE_OF: dict[str, str] = {}


def _fill_letters() -> None:
    for letter in ALPHABET:
        for number, tone in enumerate(TONES, start=2):
            composed = unicodedata.normalize("NFC", letter + tone)
            if len(composed) == 1:
                _WEIGHT[ord(composed)] = _WEIGHT[ord(letter)]
                _TONE_OF[composed] = str(number)


_fill_letters()
# Every letter of the alphabet with every tone, small and capital, in NFC.
VIETNAMESE_LETTERS: Final = "".join(letter + letter.upper() for letter in [*ALPHABET, *_TONE_OF])
_OTHER_MARKED = re.compile("[\u0080-\u02af\u0300-\u036f\u1e00-\u1eff]")


def _word_key(word: str) -> str:
    letters = word.translate(_WEIGHT)
    tones = ""
    if not word.isascii():
        if _OTHER_MARKED.search(letters):  # a letter of another language: sorted as its bare letter
            letters = "".join(
                c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c) or c in _QUALITY
            )
            letters = unicodedata.normalize("NFC", letters).translate(_WEIGHT)
        tones = "".join(_TONE_OF.get(letter, "") for letter in word)
    return letters + _WORD_END + tones


def sort_key(text: str) -> str:
    """A string whose plain code point order is the Vietnamese order of ``text``; it may be stored and indexed as it is.

    Word by word: first the letters of the word (a ă â b c d đ e ê … o ô ơ … u ư …), then its tone (ngang, huyền, hỏi,
    ngã, sắc, nặng), so that every "Hoa …" stands before any "Hòa …". Texts alike in all words go by case, lower first,
    then by where the tone is put. Different normalised texts never have the same key.
    """
    text = normalise(text)
    words = _NEXT_WORD.join([_word_key(word) for word in text.lower().split()])
    case = "".join(["1" if letter.isupper() else "0" for letter in text])
    return f"{words}{_TEXT_END}{case}{_TEXT_END}{text}"


def given_name_key(name: str) -> str:
    """The sort key of a person's name by given name (its last word), then family name, then middle names."""
    words = normalise(name).split(" ")
    return sort_key(" ".join(words[-1:] + words[:-1]))


# --------------------------------------------------------------------------------------------------- numbers and dates


def rounded(value: Number, decimals: int = 0) -> Fraction:
    """``value`` rounded half up (away from zero), exactly. A float counts as the decimal number it prints as."""
    exact = Fraction(Decimal(repr(value))) if isinstance(value, float) else Fraction(value)
    scale = 10**decimals
    units = (abs(exact) * scale * 2 + 1) // 2
    return Fraction(-units if exact < 0 else units, scale)


@functools.lru_cache(maxsize=4096, typed=True)  # a page of rates has the same ones many times
def _digits(value: Number, decimals: int) -> tuple[bool, str]:
    """Whether the rounded value is below zero, and its digits with dot for thousands and decimal comma."""
    exact = rounded(value, decimals)
    whole, rest = divmod(int(abs(exact) * 10**decimals), 10**decimals)
    digits = f"{whole:,}".replace(",", ".")
    return exact < 0, f"{digits},{rest:0{decimals}d}" if decimals else digits


def decimal(value: Number, decimals: int) -> str:
    """A number of a document: ``decimal(Fraction(12345, 10), 2)`` → "1.234,50"."""
    negative, digits = _digits(value, decimals)
    return f"-{digits}" if negative else digits


def percent(value: Number, decimals: int = 2) -> str:
    """A percentage of a document. ``value`` is in percent, 0–100: ``percent(Fraction(2600, 31))`` → "83,87%"."""
    return decimal(value, decimals) + "%"


def points(value: Number, decimals: int = 2) -> str:
    """A change in percentage points with its sign: "+1,25", "-0,50", "0,00". The unit is left to the sentence."""
    negative, digits = _digits(value, decimals)
    if negative:
        return f"-{digits}"
    return f"+{digits}" if digits.strip("0,") else digits


def count(number: int) -> str:
    """A count in a table: 1234 → "1.234"."""
    return decimal(number, 0)


def count_in_text(number: int) -> str:
    """A count in running text: below ten with a leading zero ("05"), as Nghị định 30/2020 writes; none is "0"."""
    return f"0{number}" if 0 < number < 10 else count(number)


def date_short(day: datetime.date) -> str:
    """dd/mm/yyyy, for the window and for tables."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def _document_month(month: int) -> str:
    return f"{month:02d}" if month <= 2 else str(month)


def date_document(day: datetime.date) -> str:
    """The date of a document: "ngày 05 tháng 9 năm 2024". Days below 10 and months 1 and 2 have a leading zero."""
    return f"ngày {day.day:02d} tháng {_document_month(day.month)} năm {day.year}"


def date_numeric(day: datetime.date) -> str:
    """A date in a document's running text, zeros as in ``date_document``: "05/9/2024"."""
    return f"{day.day:02d}/{_document_month(day.month)}/{day.year}"
