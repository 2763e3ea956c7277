"""Runs every benchmark, prints the figures, writes ``docs/benchmarks.md``; exit 1 where a bound does not hold.

All of them take most of an hour on a machine that does nothing else. ``--only`` runs some; each has a section of the
page, which says at which commit it was measured. With other sizes than the page's nothing is written.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Final

from bench import page
from bench.page import Row

SIZES: Final = (1_000, 10_000, 100_000)
MODULES: Final = {  # in the order of the work; the docstring of each says what it measures
    "ballots": "Printing ballots",
    "sample_import": "Reading a sample list",
    "keystroke": "Keying",
    "keying_day": "Keying for a day",
    "beside": "Keying beside long work",
    "stations": "Stations on a server",
    "double_keying": "What double keying finds",
    "comparison": "Comparing and settling",
    "invented": "Invented ballots",
    "rechecked": "What phúc tra finds",
    "index": "Index",
    "results": "Results in the window",
    "startup": "Start",
    "fieldwork": "Fieldwork in the window",
    "check": "Full check",
    "province": "A province",
    "memory": "Memory",
    "scale": "Scale",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="ballots, joined by commas (%(default)s)")
    parser.add_argument(
        "--only", choices=MODULES, action="append", help="only this benchmark, and its section of the page"
    )
    asked = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    names = asked.only or list(MODULES)
    if len(names) > 1:  # each in a process of its own: what one leaves in memory is not in the way of the next
        sizes = ",".join(map(str, asked.sizes))
        command = [sys.executable, "-m", "bench", "--sizes", sizes, "--only"]
        return max(subprocess.call([*command, name], cwd=page.ROOT) for name in names)
    (name,) = names
    start = time.monotonic()
    print(f"{name} …", file=sys.stderr, flush=True)
    rows: list[Row] = importlib.import_module(f"bench.{name}").run(asked.sizes)
    took = time.monotonic() - start
    print(f"{name}: {took:.0f} s", file=sys.stderr, flush=True)
    if asked.sizes == SIZES:
        page.put(name, MODULES, rows, took)
    print(f"\n{MODULES[name]}\n{page.aligned(rows)}")
    failed = [row for row in rows if not row["holds"]]
    for row in failed:
        print(f"does not hold: {row['name']}, {row['size']}: {row['bound']}", file=sys.stderr)
    return 1 if failed else 0


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(part) for part in text.split(",")))


if __name__ == "__main__":
    sys.exit(main())
