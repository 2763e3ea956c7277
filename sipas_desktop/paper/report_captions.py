"""The captions of tables and charts in a printed report, as it shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sipas_desktop.paper.report_words import Pages, Word

_NUMBERED: Final = re.compile(r"((?:Bảng|Biểu đồ) \d+\.) ")
_MOST: Final = 60  # words of a caption and what follows it


@dataclass(frozen=True)
class Caption:
    """``number``: "Bảng 5."; ``line``: the words beside it on its line; ``follows``: these and what comes after."""

    number: str
    line: str
    follows: str


def captions(pages: Pages) -> list[Caption]:
    """All captions in their order, each number once."""
    found: dict[str, Caption] = {}
    for page in range(pages.count):
        for each in _of_page(pages.words(page)):
            found.setdefault(each.number, each)
    return list(found.values())


def without_number(caption: str) -> str:
    """What a caption says after its number."""
    return _NUMBERED.sub("", caption, count=1)


def number_of(caption: str) -> str:
    """The number of a caption, "" where it has none."""
    begun = _NUMBERED.match(caption)
    return begun[1] if begun else ""


def _of_page(words: Sequence[Word]) -> Iterator[Caption]:
    for at, word in enumerate(words):
        if at and _beside(words[at - 1], word):
            continue
        following = words[at : at + _MOST]
        number = number_of(" ".join(each.text for each in following))
        if number:
            skipped = len(number.split())
            line = [each.text for each in following[skipped:] if _beside(word, each)]
            yield Caption(number, " ".join(line), " ".join(each.text for each in following[skipped:]))


def _beside(one: Word, other: Word) -> bool:
    """Whether both stand on one line; a letter that reaches below it moves the middle of its word."""
    return abs(one.y - other.y) < 6
