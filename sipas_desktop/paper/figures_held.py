"""Figures of a report in what an office has edited: whether they hold, however the words around them read now."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from sipas_desktop.paper.report_differences import Difference

MOST: Final = 90  # letters of a sentence that is quoted
LIKE: Final = 0.5  # of their words two sentences must share to be the same one, reworded
_MARKS: Final = "()[]“”\"'.,;:!?"
_NUMBERED: Final = re.compile(r"^\s*(?:\d+[.)]|[-+•])\s+")
_ENDS: Final = re.compile(r"(?<=[.;!?])\s+")
_SAME: Final = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", "\u00a0": " ", "\u202f": " ", "\u00ad": ""})


@dataclass(frozen=True)
class Held:
    """What came of it. ``compared`` of ``due`` figures were found; ``missing``: parts of the report that stand nowhere;
    ``own``: what the office wrote beside it, as far as there are figures in it.
    """

    differs: tuple[Difference, ...]
    compared: int
    due: int
    missing: tuple[str, ...]
    own: tuple[str, ...]


def plain(text: str) -> str:
    """``text`` with single spaces, and with one kind of dash and of letters."""
    folded = " ".join(unicodedata.normalize("NFC", text).translate(_SAME).split())
    return re.sub(r"(?<=\d) %", "%", folded)


def figures_of(text: str) -> list[str]:
    """All that is written with digits, without the marks around it; not the number of a list."""
    words = (word.strip(_MARKS) for word in plain(_NUMBERED.sub("", text, count=1)).split())
    return [word for word in words if any(letter.isdigit() for letter in word)]


def shortened(text: str) -> str:
    """``text`` as it is quoted."""
    text = plain(text)
    return text if len(text) <= MOST else text[:MOST].rstrip() + "…"


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph; an office joins and parts paragraphs."""
    return [each for each in _ENDS.split(plain(_NUMBERED.sub("", paragraph, count=1))) if each]


def sentences_held(due: Sequence[str], found: Sequence[str]) -> Held:
    """Each sentence of ``due`` that has figures, beside the one of ``found`` that is it, reworded or not."""
    mine, others = (
        [each for text in due for each in sentences(text)],
        [each for text in found for each in sentences(text)],
    )
    pairs = _paired([_masked(each) for each in mine], [_masked(each) for each in others], mine, others)
    differs: list[Difference] = []
    missing, own, compared, asked = [], [], 0, 0
    for at, sentence in enumerate(mine):
        wanted = figures_of(sentence)
        asked += len(wanted)
        if not wanted:
            continue
        if at not in pairs:
            missing.append(f"“{shortened(sentence)}”")
            continue
        other = others[pairs[at]]
        compared += len(wanted)
        changes, added = _changed(wanted, figures_of(other))
        differs += (_difference(f"“{shortened(other)}”", printed, expected) for printed, expected in changes)
        if added:
            own.append(f"“{shortened(other)}” ({' '.join(added)})")
    taken = set(pairs.values())
    own += [f"“{shortened(each)}”" for at, each in enumerate(others) if at not in taken and figures_of(each)]
    return Held(tuple(differs), compared, asked, tuple(missing), tuple(own))


def _difference(where: str, printed: str, expected: str, table: str = "") -> Difference:
    from sipas_desktop.paper.report_differences import Kind

    return Difference(Kind.PRINTED, 0, where, printed, expected, table)


def _changed(wanted: Sequence[str], found: Sequence[str]) -> tuple[list[tuple[str, str]], list[str]]:
    """Figures that are other ones or gone, as (printed, expected); and those that were only added."""
    changes: list[tuple[str, str]] = []
    added: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        if tag == "insert":
            added += found[j1:j2]
        elif tag != "equal":
            both = min(i2 - i1, j2 - j1)
            changes += zip(found[j1 : j1 + both], wanted[i1 : i1 + both], strict=True)
            changes += (("", each) for each in wanted[i1 + both : i2])
            added += found[j1 + both : j2]
    return changes, added


def _masked(sentence: str) -> tuple[str, ...]:
    """Its words, with every figure as the same sign."""
    words = (word.strip(_MARKS).casefold() for word in sentence.split())
    return tuple("#" if any(letter.isdigit() for letter in word) else word for word in words if word)


def _paired(
    mine: Sequence[tuple[str, ...]], others: Sequence[tuple[str, ...]], exact: Sequence[str], found: Sequence[str]
) -> dict[int, int]:
    """Which sentence is which: the same ones first, then those with the same words in their order, then the likest."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()

    def pair(one: int, other: int) -> None:
        pairs[one] = other
        taken.add(other)

    for a, b, length in _blocks(exact, found):
        for step in range(length):
            pair(a + step, b + step)
    left = [at for at in range(len(mine)) if at not in pairs]
    free = [at for at in range(len(others)) if at not in taken]
    for a, b, length in _blocks([mine[at] for at in left], [others[at] for at in free]):
        for step in range(length):
            pair(left[a + step], free[b + step])
    scored = []
    counted = {at: Counter(others[at]) for at in range(len(others)) if at not in taken}
    for at, words in enumerate(mine):
        if at in pairs:
            continue
        own = Counter(words)
        for other, its in counted.items():
            like = 2 * sum((own & its).values()) / max(own.total() + its.total(), 1)
            if like >= LIKE:
                scored.append((-like, at, other))
    for _, at, other in sorted(scored):
        if at not in pairs and other not in taken:
            pair(at, other)
    return pairs


def _blocks(one: Sequence[object], other: Sequence[object]) -> Iterator[tuple[int, int, int]]:
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        yield block.a, block.b, block.size
