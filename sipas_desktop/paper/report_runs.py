"""Words of two reports beside each other: in which spans they differ; whether rows and sentences stand together in one
that may say more before and after each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

SAME_LAYOUT: Final = 0.6  # of the words must be the same for the others to be taken one by one


def place_of(run: Sequence[str], words: Sequence[str], start: int) -> int | None:
    """From which word on, ``start`` or later, the run stands, together as it is; else what is most like it.

    None where nothing is much like it. A copy of its words that are not together stands in for none of them.
    """
    length, best, most = len(run), None, -1
    for at in range(start, len(words) - length + 1):
        same = sum(a == b for a, b in zip(run, words[at : at + length], strict=True))
        if same == length:
            return at
        if same > most:
            best, most = at, same
    return best if most >= SAME_LAYOUT * length else None


def alike(mine: Sequence[str], other: Sequence[str]) -> bool:
    """Whether so much is the same, word for word, that each other word stands in the place of the due one."""
    pairs = list(zip(mine, other, strict=False))
    same = sum(a == b for a, b in pairs)
    return len(mine) == len(other) and same >= SAME_LAYOUT * len(mine)


def spans(mine: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """What is not the same, as spans of both sides."""
    if alike(mine, other):
        yield from one_by_one(mine, other, 0, 0)
        return
    matcher = SequenceMatcher(None, mine, other, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "replace" and i2 - i1 == j2 - j1:
            yield from one_by_one(mine[i1:i2], other[j1:j2], i1, j1)
        elif tag != "equal":
            yield i1, i2, j1, j2


def one_by_one(mine: Sequence[str], other: Sequence[str], i: int, j: int) -> Iterator[tuple[int, int, int, int]]:
    """Runs of words that differ, side by side."""
    start = None
    for at, (a, b) in enumerate(zip(mine, other, strict=True)):
        if a == b and start is not None:
            yield i + start, i + at, j + start, j + at
            start = None
        elif a != b and start is None:
            start = at
    if start is not None:
        yield i + start, i + len(mine), j + start, j + len(other)
