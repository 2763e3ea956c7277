"""Runs every benchmark, prints the figures, writes ``docs/benchmarks.md``; exit 1 where a bound does not hold."""

from __future__ import annotations

import argparse
import datetime
import importlib
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "benchmarks.md"
SIZES: Final = (1_000, 10_000, 100_000)
MODULES: Final = {  # in the order of the work; the docstring of each says what it measures
    "ballots": "Printing ballots",
    "sample_import": "Reading a sample list",
    "keystroke": "Keying",
    "keying_day": "Keying for a day",
    "beside": "Keying beside long work",
    "double_keying": "What double keying finds",
    "comparison": "Comparing and settling",
    "invented": "Invented ballots",
    "index": "Index",
    "startup": "Start",
    "check": "Full check",
    "memory": "Memory",
}
HEAD: Final = ("what", "size", "value", "peer", "peer's value", "ratio", "bound", "holds")

Row = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="ballots, joined by commas (%(default)s)")
    parser.add_argument("--only", choices=MODULES, action="append", help="only this benchmark; the page is not written")
    asked = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found: dict[str, list[Row]] = {}
    began = time.monotonic()
    for name in asked.only or MODULES:
        start = time.monotonic()
        print(f"{name} …", file=sys.stderr, flush=True)
        found[name] = importlib.import_module(f"bench.{name}").run(asked.sizes)
        print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    for name, rows in found.items():
        print(f"\n{MODULES[name]}\n{_aligned(rows)}")
    if not asked.only:
        PAGE.write_text(_page(found, time.monotonic() - began), encoding="utf-8", newline="\n")
    failed = [row for rows in found.values() for row in rows if not row["holds"]]
    for row in failed:
        print(f"does not hold: {row['name']}, {row['size']}: {row['bound']}", file=sys.stderr)
    return 1 if failed else 0


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(part) for part in text.split(",")))


def cells(row: Row) -> tuple[str, ...]:
    """A row in words, one for each of ``HEAD``."""
    peer = bool(row["peer"])
    return (
        row["name"],
        f"{row['size']:,}" if row["size"] else "",
        f"{_number(row['value'])} {row['unit']}",
        row["peer"],
        f"{_number(row['peer_value'])} {row['unit']}" if peer else "",
        f"{row['ratio']:.2f}" if peer else "",
        row["bound"],
        ("yes" if row["holds"] else "NO") if row["bound"] else "",
    )


def _number(value: float) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"


def _aligned(rows: list[Row]) -> str:
    table = [HEAD, *(cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip() for line in table
    )


def _page(found: dict[str, list[Row]], seconds: float) -> str:
    """``docs/benchmarks.md``."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; do not edit. A figure stands beside a peer that was measured in the same run, so the",
        "ratio says more than the seconds. Sizes are ballots, or rows of a list.",
        "",
        *(f"- {name}: {value}" for name, value in _circumstances(seconds).items()),
    ]
    for name, rows in found.items():
        module = importlib.import_module(f"bench.{name}")
        lines += ["", f"## {MODULES[name]}", "", (module.__doc__ or "").strip(), ""]
        lines += [f"| {' | '.join(HEAD)} |", "|---|--:|--:|---|--:|--:|---|---|"]
        lines += [f"| {' | '.join(cells(row))} |" for row in rows]
    return "\n".join(lines) + "\n"


def _circumstances(seconds: float) -> dict[str, str]:
    return {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {_memory()}",
        "Python": platform.python_version(),
        "program": _commit(),
        "date": f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}",
        "whole run": f"{seconds / 60:.0f} minutes",
    }


def _memory() -> str:
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError):  # not on Windows
        return "memory unknown"
    return f"{total / 2**30:.0f} GiB of memory"


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()

    try:
        changed = git("status", "--porcelain", "--untracked-files=no", "--", "sipas_desktop", "bench")
        return f"commit {git('rev-parse', '--short', 'HEAD')}{' with changes' if changed else ''}"
    except (OSError, subprocess.CalledProcessError):
        return "not from a repository"


if __name__ == "__main__":
    sys.exit(main())
