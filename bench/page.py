"""``docs/benchmarks.md``: a section for each benchmark, with the machine and the commit that it was measured on."""

from __future__ import annotations

import datetime
import importlib
import os
import platform
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "benchmarks.md"
HEAD: Final = ("what", "size", "value", "peer", "peer's value", "ratio", "bound", "holds")
TOP: Final = """# Benchmarks

Written by `make bench`; do not edit. A figure stands beside a peer that was measured in the same run, so the
ratio says more than the seconds. Sizes are ballots, or rows of a list. Each section says where and when it was
measured.
"""

Row = dict[str, Any]


def put(name: str, titles: Mapping[str, str], rows: Sequence[Row], seconds: float, path: Path = PAGE) -> None:
    """Writes the section of the benchmark ``name`` anew; the others stay. ``titles``: of all, in their order."""
    held = path.read_text(encoding="utf-8") if path.exists() else ""
    sections = {part.splitlines()[0]: part.strip() for part in re.split(r"^## ", held, flags=re.MULTILINE)[1:]}
    sections[titles[name]] = _section(name, titles[name], rows, seconds)
    known = (sections[title] for title in titles.values() if title in sections)
    path.write_text("\n## ".join([TOP, *(f"{each}\n" for each in known)]), encoding="utf-8", newline="\n")


def _section(name: str, title: str, rows: Sequence[Row], seconds: float) -> str:
    about = (importlib.import_module(f"bench.{name}").__doc__ or "").strip()
    lines = [title, "", about, "", _circumstances(seconds), ""]
    lines += [f"| {' | '.join(HEAD)} |", "|---|--:|--:|---|--:|--:|---|---|"]
    return "\n".join([*lines, *(f"| {' | '.join(cells(row))} |" for row in rows)])


def _circumstances(seconds: float) -> str:
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {_memory()}"
    day = f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}"
    took = f"{seconds / 60:.0f} minutes" if seconds >= 90 else f"{seconds:.0f} seconds"
    return f"Measured on {day} at {_commit()}, in {took}; {machine}, Python {platform.python_version()}."


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


def aligned(rows: Sequence[Row]) -> str:
    """The rows for the terminal."""
    table = [HEAD, *(cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip() for line in table
    )
