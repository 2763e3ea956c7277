"""The index of a survey, read from the counts of each print run, beside pandas over the same file's settled answers.

The two give the same. "Counted" is the index up to a day, which no count is kept for, of a survey that was just opened,
so that none of its ballots are held.
"""

from __future__ import annotations

import contextlib
import datetime
import statistics
import time
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import pandas

from bench import filler, million
from sipas_desktop.domain.breakdown import By, Division
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.jobs.report import records_hash
from sipas_desktop.store import queries

FASTER_THAN_PEER: Final = 10
BOUND_FROM: Final = 100_000  # ballots; the smallest survey of a run is over before pandas has begun
ROUNDS: Final = 5
PEER: Final = "pandas.read_sql of the settled answers, groupby"

Result = TypeVar("Result")


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """For each of ``sizes`` (settled ballots): ms for figures, of each unit, of units and procedures, for the hash."""
    rows = [row for size in sizes for row in _measure(filler.filled(size), size)]
    return rows + (million.rows() if max(sizes) >= BOUND_FROM else [])


def _measure(path: Path, size: int) -> list[dict[str, Any]]:
    own: tuple[list[float], ...] = ([], [])  # on a file just opened, where every page must be decrypted; then again
    peer: tuple[list[float], ...] = ([], [])
    for _ in range(ROUNDS):  # in turns, so that what else the machine does strikes both
        with filler.opened(path) as survey, contextlib.closing(million.connect(path)) as connection:
            form = survey.form_of_group(survey.plan.groups[0].code)  # read once, when the window shows the survey
            for times, theirs in zip(own, peer, strict=True):
                figures = _timed(times, partial(queries.figures, survey))
                shares = _timed(theirs, partial(_pandas_shares, connection, form))
    if _shares(figures) != shares:
        raise AssertionError(f"pandas counts {shares}, the program {_shares(figures)}")
    bound = f"≥ {FASTER_THAN_PEER} × peer" if size >= BOUND_FROM else ""
    by_unit: list[float] = []
    by_two: list[float] = []
    records: list[float] = []
    counted: list[float] = []
    until_now = queries.Filter(until=datetime.date.max)
    with filler.opened(path) as survey:
        again_counted = _timed(counted, partial(queries.figures, survey, until_now))
    with filler.opened(path) as survey:
        _timed(by_unit, partial(queries.figures_by_unit, survey))
        divided = _timed(by_two, partial(queries.figures_divided, survey, [Division(By.UNIT), Division(By.PROCEDURE)]))
        _timed(records, partial(records_hash, survey))
    if _shares(again_counted) != shares:
        raise AssertionError(f"counted one by one: {_shares(again_counted)}, kept {shares}")
    if sum(cell.settled for cell in divided.cells) != figures.ballots.settled:
        raise AssertionError("the cells of units and procedures are not all ballots")
    (first, again), (peer_first, peer_again) = map(_medians, (own, peer))
    return [
        _row("index figures", size, again, PEER, peer_again, peer_again / again, bound),
        _row("index figures, file just opened", size, first, PEER, peer_first, peer_first / first, bound),
        _row("index figures, counted", size, counted[0]),
        _row("index figures of each unit", size, by_unit[0]),
        _row("index figures of each unit and procedure", size, by_two[0]),
        _row("hash of the records", size, records[0]),
    ]


def _medians(rounds: tuple[list[float], ...]) -> tuple[float, ...]:
    return tuple(map(statistics.median, rounds))


def _row(
    name: str, size: int, value: float, peer: str = "", peer_value: float = 0.0, ratio: float = 0.0, bound: str = ""
) -> dict[str, Any]:
    return {
        "name": name, "size": size, "value": value * 1000, "unit": "ms", "peer": peer, "peer_value": peer_value * 1000,
        "ratio": ratio, "bound": bound, "holds": not bound or ratio >= FASTER_THAN_PEER,
    }  # fmt: skip


def _timed(times: list[float], work: Callable[[], Result]) -> Result:
    """What ``work`` returns; its seconds are added to ``times``."""
    start = time.perf_counter()
    result = work()
    times.append(time.perf_counter() - start)
    return result


def _shares(figures: IndexFigures) -> dict[str, tuple[int, int]]:
    """Question → (satisfied ballots, ballots with a level)."""
    return {question.code: (question.satisfied, question.answered) for question in figures.questions}


# The peer: what an analyst would do with the same file and key.


def _pandas_shares(connection: Any, form: Form) -> dict[str, tuple[int, int]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that it was not made by SQLAlchemy, which would be slower
        settled = pandas.read_sql("SELECT serial, question, value FROM settled", connection)
    return million.shares_of(settled.groupby(["question", "value"]).size(), form)
