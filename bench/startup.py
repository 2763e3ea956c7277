"""From the start of the process to a painted window that takes input, beside an empty window of Qt.

The first page that takes input is the welcome page. What a clerk starts the program for is the keying page: the same
bound holds for both waits together, to the welcome page and from her password to the first ballot; only the time that
she types is left out.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bench import filler

MOST_OF_FLOOR: Final = 4
ROUNDS: Final = 9
LONGEST: Final = 120  # seconds; nobody waits for a window that never comes
PROGRAM: Final = Path(__file__).with_name("first_paint.py")
PEER: Final = "a process that shows an empty QMainWindow"


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """Milliseconds to the welcome page; for each of ``sizes`` (settled ballots), those and from password to keying."""
    seconds = _medians({0: ("welcome",), **{size: _keying(size) for size in sizes}})
    floor, welcome = seconds.pop(-1), seconds.pop(0)
    rows = [_row("start to the welcome page", 0, welcome, floor)]
    for size, keying in seconds.items():
        rows.append(_row("start to the keying page, typing apart", size, welcome + keying, floor))
    return rows


def _keying(size: int) -> tuple[str, ...]:
    return ("keying", str(filler.filled(size)), filler.FIRST, filler.PASSWORD)


def _row(name: str, size: int, seconds: float, floor: float) -> dict[str, Any]:
    ratio = seconds / floor
    return {
        "name": name, "size": size, "value": seconds * 1000, "unit": "ms", "peer": PEER, "peer_value": floor * 1000,
        "ratio": ratio, "bound": f"≤ {MOST_OF_FLOOR} × peer", "holds": ratio <= MOST_OF_FLOOR,
    }  # fmt: skip


def _medians(commands: Mapping[int, tuple[str, ...]]) -> dict[int, float]:
    """Median seconds of the floor (under -1) and of each command, run in turns; the first turn is for the caches."""
    turns: dict[int, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="sipas-bench-") as home:
        for _ in range(1 + ROUNDS):
            for name, command in {-1: ("floor",), **commands}.items():
                turns.setdefault(name, []).append(_seconds(command, home))
    return {name: statistics.median(seconds[1:]) for name, seconds in turns.items()}


def _seconds(command: tuple[str, ...], home: str) -> float:
    """Seconds from just before the process starts, or from where it says, until its window is there."""
    own = {
        # The person's settings, and the windows of earlier turns, are out of it.
        "HOME": home, "XDG_CONFIG_HOME": home, "APPDATA": home, "LOCALAPPDATA": home,
        "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    # Compiled modules are kept, as they are where the program is installed.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, str(PROGRAM), *command], env=kept | own, check=True, stdout=subprocess.PIPE, text=True,
        timeout=LONGEST,
    )  # fmt: skip
    *began, ready = (float(word) for word in done.stdout.split())
    return ready - (began[0] if began else start)
