"""Compares the two keyings of a ballot: only fields that differ go on to the adjudicator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sipas_desktop.domain.answer import Answer


@dataclass(frozen=True)
class Discrepancy:
    """One question that the two keyings answer differently."""

    question: str
    a: Answer
    b: Answer


def same(a: Answer, b: Answer) -> bool:
    """Whether two answers are alike. Words are compared as they are: a person decides whether spellings agree."""
    return a == b


def compare(first: Mapping[str, Answer], second: Mapping[str, Answer]) -> tuple[Discrepancy, ...]:
    """The discrepancies between two complete keyings of the same questions, in the order of ``first``.

    Raises ``ValueError`` where one of them lacks a question: an incomplete keying is never compared.
    """
    if first.keys() != second.keys():
        raise ValueError(f"keyings of different questions: {sorted(first.keys() ^ second.keys())}")
    return tuple(
        Discrepancy(question, answer, second[question])
        for question, answer in first.items()
        if not same(answer, second[question])
    )
