"""From the start of the process to a painted window that takes input, beside an empty window of Qt."""

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
    """Milliseconds to the welcome page; for each of ``sizes`` (settled ballots), from password to keying page.

    The second has no bound: most of it is the password's hash, which is made to be slow.
    """
    seconds = _medians({0: ("welcome",), **{size: _keying(size) for size in sizes}})
    floor, welcome = seconds.pop(-1), seconds.pop(0)
    ratio = welcome / floor
    rows = [
        _row("start to the welcome page", 0, welcome, PEER, floor, ratio, f"≤ {MOST_OF_FLOOR} × peer"),
        *(_row("sign-in to the keying page", size, own) for size, own in seconds.items()),
    ]
    rows[0]["holds"] = ratio <= MOST_OF_FLOOR
    return rows


def _keying(size: int) -> tuple[str, ...]:
    return ("keying", str(filler.filled(size)), filler.FIRST, filler.PASSWORD)


def _row(
    name: str, size: int, value: float, peer: str = "", peer_value: float = 0.0, ratio: float = 0.0, bound: str = ""
) -> dict[str, Any]:
    return {
        "name": name, "size": size, "value": value * 1000, "unit": "ms", "peer": peer, "peer_value": peer_value * 1000,
        "ratio": ratio, "bound": bound, "holds": True,
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
