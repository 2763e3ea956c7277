"""Rows that one keying has a line higher or lower than the other: a keyer's eye slipped to the next row of the paper.

It is a remark for who settles the differences, never a decision: she looks at the paper either way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sipas_desktop.domain.answer import SKIPPED, Answer
from sipas_desktop.domain.form import BOX_KINDS, Form, Question

LEAST: Final = 3  # rows that differ: two beside each other may well be two slips


@dataclass(frozen=True)
class RowShift:
    """The two keyings are a row apart from the question ``first`` to the question ``last``; codes, paper's order."""

    first: str
    last: str


def row_shifts(form: Form, one: Mapping[str, Answer], other: Mapping[str, Answer]) -> tuple[RowShift, ...]:
    """Where the keyings ``one`` and ``other`` (question → answer) of a ballot look shifted against each other by a row.

    Only rows with the same boxes beside each other are looked at. There is a shift where what one keying has on a row
    stands in the other on the row below, row after row, and at least ``LEAST`` of these rows differ. The same
    whichever keying is named first.
    """
    found: list[tuple[int, int, int]] = []  # rows that differ, place of the first and of the last
    questions = [question for question in form.questions if question.code in one and question.code in other]
    for start, stop in _stretches(questions):
        codes = [question.code for question in questions[start:stop]]
        a, b = ([keyed[code].value for code in codes] for keyed in (one, other))
        for upper, lower in ((a, b), (b, a)):
            found += [(count, start + first, start + last) for count, first, last in _runs(upper, lower)]
    kept: list[tuple[int, int]] = []
    for _, first, last in sorted(found, key=lambda run: (-run[0], run[1])):
        if all(last < low or high < first for low, high in kept):
            kept.append((first, last))
    return tuple(RowShift(questions[first].code, questions[last].code) for first, last in sorted(kept))


def _stretches(questions: Sequence[Question]) -> Iterator[tuple[int, int]]:
    """Questions beside each other that have the same boxes."""
    start = 0
    for at in range(1, len(questions) + 1):
        if at == len(questions) or _boxes(questions[at]) != _boxes(questions[start]):
            if _boxes(questions[start]) and at - start >= LEAST:
                yield start, at
            start = at


def _boxes(question: Question) -> tuple[str, ...]:
    if question.kind not in BOX_KINDS:
        return ()
    return (question.kind, *(option.code for option in question.choices))


def _runs(upper: Sequence[str], lower: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Rows on which ``upper`` has what ``lower`` has a row further down: how many differ, the first and the last."""
    start = 0
    for at in range(len(upper)):
        goes_on = at + 1 < len(upper) and upper[at] == lower[at + 1] != SKIPPED
        if goes_on:
            continue
        differing = [row for row in range(start, at + 1) if upper[row] != lower[row]]
        if len(differing) >= LEAST:
            yield len(differing), differing[0], differing[-1]
        start = at + 1
