"""Options that are bands of numbers ("Từ 18 đến dưới 30 tuổi"): whether they overlap or leave numbers out.

Read from the printed words, since the words are what the respondent goes by. Whole numbers are meant: ages, years,
visits, dossiers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sipas_desktop.domain.vietnamese import fold

NO_END = 10**9
_NUMBER = r"(\d{1,3}(?:\.\d{3})+|\d+)"
_UNIT = r"(?: (?:tuoi|nam|lan|ngay|gio|ho so|nguoi|trieu dong|dong|thang))?"
_FROM = rf"(tu |tren )?{_NUMBER}{_UNIT}"
_BANDS = (
    (re.compile(rf"(?:duoi|it hon|nho hon|<) ?{_NUMBER}{_UNIT}"), lambda m: (0, _int(m[1]) - 1)),
    (re.compile(rf"(?:den|toi da|khong qua|≤|<=) ?{_NUMBER}{_UNIT}"), lambda m: (0, _int(m[1]))),
    (re.compile(rf"(?:tren|hon|>) ?{_NUMBER}{_UNIT}"), lambda m: (_int(m[1]) + 1, NO_END)),
    (re.compile(rf"(?:tu|≥|>=) ?{_NUMBER}{_UNIT}(?: (?:tro len|tro di))?"), lambda m: (_int(m[1]), NO_END)),
    (re.compile(rf"{_NUMBER}{_UNIT} (?:tro len|tro di)"), lambda m: (_int(m[1]), NO_END)),
    (re.compile(rf"{_NUMBER}{_UNIT} tro xuong"), lambda m: (0, _int(m[1]))),
    (
        re.compile(rf"{_FROM} ?(?:-|–|—|den|toi) ?(duoi )?{_NUMBER}{_UNIT}"),
        lambda m: (_int(m[2]) + (m[1] == "tren "), _int(m[4]) - bool(m[3])),
    ),
    (re.compile(rf"{_NUMBER}{_UNIT}"), lambda m: (_int(m[1]), _int(m[1]))),
)


def band_of(label: str) -> tuple[int, int] | None:
    """The first and the last number of a band, both included; None where ``label`` is none."""
    words = " ".join(fold(label).strip(" .:;").split())
    for pattern, ends in _BANDS:
        if match := pattern.fullmatch(words):
            return ends(match)
    return None


def _int(digits: str) -> int:
    return int(digits.replace(".", "")[:9])


def band_faults(labels: Sequence[str]) -> Iterator[tuple[str, tuple[tuple[str, Any], ...]]]:
    """(message, its parameters) of each overlap and each hole between the bands among ``labels``.

    Fewer than two options that are wider than one number are no bands: "1 lần", "2 lần" need not be complete.
    """
    bands = sorted((band, label) for label in labels if (band := band_of(label)) is not None)
    if sum(low < high for (low, high), _ in bands) < 2:
        return
    (_, last), widest = bands[0]
    for (low, high), label in bands[1:]:
        if low <= last:
            shared = str(low) if low == min(last, high) else f"{low}–{min(last, high)}"
            if min(last, high) >= NO_END:
                shared = f"{low}–…"
            yield "form.bands_overlap", (("first", widest), ("second", label), ("found", shared))
        elif low > last + 1:
            missing = str(last + 1) if low == last + 2 else f"{last + 1}–{low - 1}"
            yield "form.bands_hole", (("first", widest), ("second", label), ("found", missing))
        if high > last:
            last, widest = high, label
