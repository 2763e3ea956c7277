"""The page on facts names every kind of fact, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from sipas_desktop.domain.fact import FactKind

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "facts.md").read_text(encoding="utf-8")


def test_every_kind_of_fact_is_named() -> None:
    rows = PAGE.split("| kind | says |", 1)[1].split("\n\n", 1)[0]
    first_cells = [line.split("|")[1] for line in rows.splitlines() if line.startswith("| `")]
    assert sorted(re.findall(r"`(\w+)`", "".join(first_cells))) == sorted(FactKind)
