"""What each step of the work costs, by ballot, as the survey's file grows; and how much memory it takes.

The files are those of ``bench.filler``: every answer a fact, chains whole, two keyings of each ballot, so that a check
would pass. Each job runs in a process of its own, on a file just opened, by the verbs and questions that the window
calls; the least of ``TURNS`` turns counts. Steps (opening, receiving, keying, deciding) are told for one, what goes
over all ballots is divided by their number. The sizes are the page's; ``SIPAS_MILLION=1`` adds a million, whose file of
7 GB takes nine minutes of processor time to lay down. A survey numbers its ballots up to 999,999: the million has some
less.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from bench import filler
from bench.peak import ROOT
from sipas_desktop.domain.serial import LAST_RUNNING

ASKED: Final = "SIPAS_MILLION"
MILLION: Final = 1_000_000
TURNS: Final = 2
SPARE: Final = 2_000  # numbers for what the jobs print
DIFFERING: Final = 300  # ballots that wait for the adjudicator
BASE: Final = 10_000
MOST_GROWTH: Final = 1.5
MOST_MIB: Final = 400
OPENING: Final = ("open, keyer", "open, office")
STEPS: Final = (*OPENING, "receive", "key, first pass", "key, second pass", "first differences",
                "adjudicate")  # fmt: skip
OF_ALL: Final = ("compare all", "survey beside another", "index", "index of each unit", "index up to a day",
                 "report, PDF", "report, Word", "report, workbook")  # fmt: skip
BESIDE: Final = ("merge a package",)  # told, without a bound
LONG: Final = ("backup", "check")  # up to 10,000: a check of the million takes an hour


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """For each job and size: ms of processor time a step, or µs a ballot, beside the same at 10,000; peak memory."""
    sizes = (*sizes, MILLION) if os.environ.get(ASKED) else tuple(sizes)
    with tempfile.TemporaryDirectory(prefix="sipas-bench-") as folder:
        files = {size: _laid_down(Path(folder), size) for size in sizes}
        base = BASE if BASE in files else min(files)
        rows = [
            {
                "name": "bytes a ballot", "size": size, "value": path.stat().st_size / size, "unit": "bytes",
                "peer": "", "peer_value": 0.0, "ratio": 0.0, "bound": "", "holds": True,
            }
            for size, path in files.items()
        ]  # fmt: skip
        for job in (*STEPS, *OF_ALL, *BESIDE):
            rows += _rows(job, {size: _least(job, path) for size, path in files.items()}, base)
        for job in LONG:
            rows += _rows(job, {size: _least(job, path, 1) for size, path in files.items() if size <= BASE}, base)
        return rows


def _laid_down(folder: Path, size: int) -> Path:
    path = folder / str(size) / "survey.sipas"
    path.parent.mkdir()
    settled = min(size, LAST_RUNNING - SPARE - filler.WAITING - DIFFERING)
    filler.fill(path, settled, filler.WAITING, DIFFERING)
    return path


def _least(job: str, path: Path, turns: int | None = None) -> tuple[float, float]:
    """Seconds of processor time for one step or ballot, the least of some turns; the highest peak memory in MiB."""
    taken = [_took(job, path) for _ in range(turns or TURNS)]
    return min(seconds for seconds, _ in taken), max(peak for _, peak in taken)


def _took(job: str, path: Path) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.scale_jobs", job, str(path)],
        cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    _, cpu, count, peak = map(float, done.stdout.split()[-4:])
    return cpu / count, peak


def _rows(job: str, found: dict[int, tuple[float, float]], base: int) -> list[dict[str, Any]]:
    step = job in STEPS or job in BESIDE
    scale, unit = (1e3, "ms CPU") if step else (1e6, "µs CPU")
    then, peak_then = found[base]
    rows = []
    for size, (seconds, peak) in found.items():
        bounded = size > base and job not in BESIDE
        growth = seconds / then
        # Who opens a file opens all of it: what counts is the time for each of its ballots.
        grown = growth * base / size if job in OPENING else growth
        bound = f"≤ {MOST_GROWTH} × peer" + (", by ballots in the file" if job in OPENING else "")
        rows.append({
            "name": f"{job}, {'one' if step else 'a ballot'}", "size": size, "value": seconds * scale, "unit": unit,
            "peer": f"the same at {base}", "peer_value": then * scale, "ratio": growth,
            "bound": bound if bounded else "", "holds": not bounded or grown <= MOST_GROWTH,
        })  # fmt: skip
        rows.append({
            "name": f"peak memory: {job}", "size": size, "value": peak, "unit": "MiB",
            "peer": f"the same at {base}", "peer_value": peak_then, "ratio": peak / peak_then,
            "bound": f"≤ {MOST_MIB} MiB", "holds": peak <= MOST_MIB,
        })  # fmt: skip
    return rows
