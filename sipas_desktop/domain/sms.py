"""The text of a short message: how many segments it takes, and what it says to one person.

Sizes are those of 3GPP TS 23.038 (the alphabets) and TS 23.040 (the parts of a long message): 160 septets of the
default alphabet or 70 units of UCS-2 in one message; in each part of several 153 or 67, since six bytes of each say
which part it is. A sign of the extension table takes two septets and a sign beyond the basic plane two units; neither
is split between two parts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sipas_desktop.domain.post import named_in
from sipas_desktop.domain.vietnamese import normalise, strip_marks

# TS 23.038, 6.2.1: the 128 places in their order. The escape, at 0x1B, stands for no sign of its own.
_DEFAULT: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM: Final = frozenset(_DEFAULT) - {"\x1b"}
EXTENSION: Final = frozenset("\f^{}\\[~]|€")  # 6.2.1.1: an escape before each

# What a text may speak of. A serial is not among them: who has the message must not learn whose ballot is whose.
FIELDS: Final = ("name", "unit", "procedure", "owner", "number")
_PLAIN: Final = str.maketrans({
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "•": "-", "×": "x", "\u00a0": " ",
})  # fmt: skip


class Encoding(StrEnum):
    """How a message is sent."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"


@dataclass(frozen=True)
class Size:
    """``units``: septets of the default alphabet, or 16-bit units of UCS-2. ``segments``: what a gateway bills."""

    encoding: Encoding
    units: int
    segments: int


_ROOM: Final[Mapping[Encoding, tuple[int, int]]] = {Encoding.GSM7: (160, 153), Encoding.UCS2: (70, 67)}


def size(text: str) -> Size:
    """The size of ``text`` as it stands: letters in NFD take more than in NFC. An empty text takes no segment."""
    if all(sign in GSM or sign in EXTENSION for sign in text):
        encoding, widths = Encoding.GSM7, [1 if sign in GSM else 2 for sign in text]
    else:
        encoding, widths = Encoding.UCS2, [1 if ord(sign) <= 0xFFFF else 2 for sign in text]
    alone, part = _ROOM[encoding]
    units = sum(widths)
    if units <= alone:
        return Size(encoding, units, 1 if units else 0)
    segments, left = 1, part
    for width in widths:
        if width > left:
            segments, left = segments + 1, part
        left -= width
    return Size(encoding, units, segments)


def plain(text: str) -> str:
    """``text`` without accents (đ as d) and with the quotation marks and dashes of a typewriter."""
    return normalise(strip_marks(text).translate(_PLAIN))


class Numbers(StrEnum):
    """How telephone numbers are written: as one dials them, or with the country's code and no plus sign."""

    NATIONAL = "0"
    INTERNATIONAL = "84"


_MOBILE: Final = re.compile(r"0[35789]\d{8}", re.ASCII)  # since 2018; a list keeps older ones as they are
# The same, as the patterns of a file and of a server are written.
MOBILE_GLOB: Final = "0[35789]" + "[0-9]" * 8
MOBILE_REGEX: Final = f"^{MOBILE_GLOB}$"
_PREFIXED: Final = re.compile(r"(?:\+|00)?84(?=[35789]\d{8}$)", re.ASCII)


def is_mobile(phone: str) -> bool:
    """Whether messages reach ``phone``, digits with the leading zero."""
    return _MOBILE.fullmatch(phone) is not None


def recipient(phone: str, numbers: Numbers) -> str:
    """``phone`` (digits with the leading zero) as a gateway takes it."""
    return phone if numbers is Numbers.NATIONAL else "84" + phone.removeprefix("0")


def sender(found: str) -> str:
    """The telephone number of a reply as lists hold it: +84 912 345 678, 84912345678 and 912345678 → 0912345678."""
    digits = re.sub(r"[^\d+]", "", found)
    digits = _PREFIXED.sub("0", digits)
    return "0" + digits if re.fullmatch(r"[35789]\d{8}", digits, re.ASCII) else digits


def unknown_fields(template: str) -> tuple[str, ...]:
    """The fields of ``template`` that there are not. Raises ``ValueError`` for a brace that does not close."""
    return tuple(name for name in named_in(template) if name not in FIELDS)


def filled(template: str, values: Mapping[str, str], *, accents: bool) -> str:
    """``template`` for one person, whose ``values`` have every field ("" = not known), on one line, in NFC."""
    text = template.format(**{name: values[name] for name in FIELDS})
    return unicodedata.normalize("NFC", normalise(text)) if accents else plain(text)
