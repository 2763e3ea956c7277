"""What a cell that holds a number of things means: 1.234, "1 234", "12 hồ sơ", "–"."""

from __future__ import annotations

import re
from typing import Final

from sipas_desktop.domain.cleaning import text

_DIGITS: Final = re.compile(r"\d{1,9}", re.ASCII)
_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*", re.ASCII)
_POINT_ZERO: Final = re.compile(r"\d{1,9}[.,]0{1,2}", re.ASCII)
_WITH_WORDS: Final = re.compile(r"([\d.,\s]*\d)\s*(?:hồ sơ|lượt|hs|giao dịch|phiếu)(?:\s+\w+){0,2}", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<!\d)(?:199\d|20\d\d)(?!\d)", re.ASCII)
MOST: Final = 10**9


def whole_number(value: object) -> tuple[int | None, str]:
    """The cell as a number of things; None where it is none.

    Codes: ``count_tidied`` (read, but written otherwise: dots for thousands, a word behind it); ``count_missing``,
    ``count_unreadable``, ``count_negative``, ``count_broken`` (no whole number), ``cell_error``: no number.
    """
    if isinstance(value, bool):
        return None, "count_unreadable"
    if isinstance(value, (int, float)):
        if value != value // 1:
            return None, "count_broken"
        if value < 0:
            return None, "count_negative"
        return (int(value), "") if value <= MOST else (None, "count_unreadable")
    if value is not None and not isinstance(value, str):
        return None, "count_unreadable"  # Excel made a date of it
    clean, code = text(value)
    if not clean:
        return None, code if code == "cell_error" else "count_missing"
    if re.fullmatch(r"[-–−]\s?\d.*", clean):
        return None, "count_negative"
    found = _WITH_WORDS.fullmatch(clean)
    bare = (found[1] if found else clean).strip()
    if _POINT_ZERO.fullmatch(bare):
        bare = re.split("[.,]", bare)[0]
    elif _GROUPED.fullmatch(bare):
        bare = re.sub(r"[.,\s]", "", bare)
    if not _DIGITS.fullmatch(bare):
        return None, "count_broken" if re.fullmatch(r"\d+[.,]\d+", bare) else "count_unreadable"
    return int(bare), "" if bare == value else "count_tidied"


def years_in(value: str) -> list[int]:
    """The years, 1990 to 2099, that ``value`` names, each once."""
    return list(dict.fromkeys(int(year) for year in _YEAR.findall(value)))
