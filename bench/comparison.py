"""Comparing the passes of 33,900 ballots of 25 questions (the national survey's size), and opening what differs.

pandas' ``DataFrame.compare`` over the same answers gives the same discrepancies. On the page of differences the first
one of 33,900 ballots is there within a frame of a screen (16.7 ms), as if few ballots waited: from the file to the
painted page, beside the repaint of the same page with nothing read. All in processor time.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import pandas
from PySide6.QtWidgets import QApplication

from bench import filler
from bench.double_keying import CODES
from sipas_desktop.domain.answer import BLANK, Answer
from sipas_desktop.domain.comparison import compare
from sipas_desktop.gui import app as program
from sipas_desktop.gui.access import signed, store_access
from sipas_desktop.gui.differences import DifferencesPage
from sipas_desktop.gui.settings import Settings
from sipas_desktop.store import queries

BALLOTS: Final = 33_900
FEW: Final = 60
ROUNDS: Final = 30
RATE: Final = 0.0029
FRAME_MS: Final = 16.7
MOST_GROWTH: Final = 3.0  # of what takes under a millisecond
SEED: Final = 2023

Passes = list[dict[str, Answer]]


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """Comparing, beside pandas; the first discrepancy on the page and in the file. The size is always the same."""
    rows = [_compared()]
    few, _, _ = _opened(FEW)
    many, page, repaint = _opened(BALLOTS)
    rows.append(
        _row("first discrepancy on the page", page, "ms CPU", "repaint of the page", repaint, f"≤ {FRAME_MS} ms")
    )
    rows[-1]["holds"] = page <= FRAME_MS
    growth = f"≤ {MOST_GROWTH:.0f} × peer"
    rows.append(_row("first discrepancy in the file", many, "ms CPU", f"the same of {FEW} ballots", few, growth))
    rows[-1]["holds"] = many <= MOST_GROWTH * few
    return rows


def _row(name: str, value: float, unit: str, peer: str, peer_value: float, bound: str) -> dict[str, Any]:
    return {
        "name": name, "size": BALLOTS, "value": value, "unit": unit, "peer": peer, "peer_value": peer_value,
        "ratio": value / peer_value, "bound": bound, "holds": True,
    }  # fmt: skip


# -- the rule, beside pandas ------------------------------------------------------------------------------------------


def passes(ballots: int, chance: random.Random) -> tuple[Passes, Passes]:
    """Two keyings of each ballot, with mistakes in both, and marks among the values."""
    values = [Answer(code) for code in ("1", "2", "3", "4", "5", "0", BLANK)]
    first = [dict(zip(CODES, chance.choices(values, k=len(CODES)), strict=True)) for _ in range(ballots)]
    second = [dict(each) for each in first]
    for keyed in (first, second):
        for ballot in keyed:
            for code in CODES:
                if chance.random() < RATE:
                    ballot[code] = chance.choice(values)
    return first, second


def found_by_rule(first: Passes, second: Passes) -> set[tuple[int, str, str, str]]:
    """(ballot, question, first value, second value) of each discrepancy."""
    return {
        (number, each.question, each.a.value, each.b.value)
        for number, (one, two) in enumerate(zip(first, second, strict=True))
        for each in compare(one, two)
    }


def frame(keyed: Passes) -> pandas.DataFrame:
    """A pass as pandas has it: a row a ballot, a column a question."""
    return pandas.DataFrame([[ballot[code].value for code in CODES] for ballot in keyed], columns=list(CODES))


def found_by_pandas(first: pandas.DataFrame, second: pandas.DataFrame) -> set[tuple[int, str, str, str]]:
    """The same of two frames."""
    differing = first.compare(second)
    found = set()
    for code in differing.columns.get_level_values(0).unique():
        pairs = differing[code].dropna()
        found |= {(int(number), str(code), str(one), str(two)) for number, one, two in pairs.itertuples()}
    return found


def _compared() -> dict[str, Any]:
    first, second = passes(BALLOTS, random.Random(SEED))
    own, found = _timed(lambda: found_by_rule(first, second))
    frames = frame(first), frame(second)
    peer, theirs = _timed(lambda: found_by_pandas(*frames))
    if found != theirs:
        raise AssertionError(f"pandas finds {len(theirs)} discrepancies, the program {len(found)}")
    return _row("passes compared", own, "s CPU", "pandas.DataFrame.compare, frames ready", peer, "")


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of processor time, which other work on the machine does not stretch; what ``work`` returns."""
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


# -- on the page -------------------------------------------------------------------------------------------------------


def _opened(ballots: int) -> tuple[float, float, float]:
    """Median ms until the first of ``ballots`` discrepancies is read; is on the page; and of repainting the page."""
    with tempfile.TemporaryDirectory(prefix="sipas-bench-") as folder:
        path = Path(folder) / "survey.sipas"
        filler.fill(path, FEW, 0, ballots)
        survey = filler.opened(path, filler.ADJUDICATOR)
        app = program.make_app()
        running = program.Program(app, store_access(), Settings(Path(folder) / "window.ini"))
        window = running.window
        window.sound.on = False
        window.show()
        window.sign_in(signed(survey))
        window.go("differences")
        QApplication.processEvents()
        page = window.page
        assert isinstance(page, DifferencesPage)
        read, shown, painted = [], [], []
        for _ in range(ROUNDS):
            read.append(_timed(lambda: queries.next_discrepancy(survey))[0])
            page.found = None
            shown.append(_timed(lambda: (page.refresh(), page.repaint(), QApplication.processEvents()))[0])
            assert page.found is not None
            painted.append(_timed(lambda: (page.update(), page.repaint(), QApplication.processEvents()))[0])
        window.close()
        window.deleteLater()
        running.deleteLater()
        QApplication.processEvents()
    return tuple(1000 * statistics.median(times) for times in (read, shown, painted))  # type: ignore[return-value]
