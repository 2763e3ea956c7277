"""Two ways in which a whole stretch of a ballot goes wrong: answers one row too high or low, and all answers alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.form import Form, Kind

LEAST_RUN: Final = 3  # rows
LEAST_WRONG: Final = 2  # of them: in a run of like answers any neighbour fits, and one slip is no shift
LEAST_ALIKE: Final = 3  # rated answers, below which "all alike" says nothing


def neighbouring(form: Form) -> tuple[tuple[str, ...], ...]:
    """The runs of rated questions that follow each other in the order of keying, nothing else between them."""
    runs: list[list[str]] = [[]]
    for question in form.questions:
        if question.kind is Kind.RATED:
            runs[-1].append(question.code)
        elif runs[-1]:
            runs.append([])
    return tuple(tuple(run) for run in runs if len(run) >= LEAST_RUN)


def is_shifted(runs: Sequence[Sequence[str]], keyed: Mapping[str, str], settled: Mapping[str, str]) -> bool:
    """Whether a keying looks as if its keyer had slipped by one row of the paper.

    That is: in a run of at least ``LEAST_RUN`` neighbouring rated questions each keyed value is the settled one of the
    row above (or in each that of the row below), and at least ``LEAST_WRONG`` of them are wrong. A heuristic of this
    program, not a proof: two answers exchanged in the middle of like ones look the same.
    """
    return any(_shifted(run, keyed, settled, by) for run in runs for by in (-1, 1))


def _shifted(run: Sequence[str], keyed: Mapping[str, str], settled: Mapping[str, str], by: int) -> bool:
    length = wrong = 0
    for place, code in enumerate(run):
        other = place + by
        value = keyed.get(code)
        if value is None or not 0 <= other < len(run) or value != settled.get(run[other]):
            length = wrong = 0
            continue
        length += 1
        wrong += value != settled.get(code)
        if length >= LEAST_RUN and wrong >= LEAST_WRONG:
            return True
    return False


def is_straight(values: Sequence[str]) -> bool:
    """Whether the rated answers ``values`` of a ballot are all alike; blank, over-marked, illegible rows never are.

    Skipped questions are not among ``values``.
    """
    return len(values) >= LEAST_ALIKE and len(set(values)) == 1 and values[0] not in a.MARKS
