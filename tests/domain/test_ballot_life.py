"""The page on a ballot's life draws and lists exactly the moves that the program allows."""

from __future__ import annotations

import re
from pathlib import Path

from sipas_desktop.domain.ballot import LEGAL, Move, State

WHOLE = (Path(__file__).resolve().parents[2] / "docs" / "ballot-life.md").read_text(encoding="utf-8")
PAGE = WHOLE.split("\n## A batch's life\n", 1)[0]


def test_the_table_is_the_programs() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \|([^|]*)\|$", PAGE, flags=re.MULTILINE)
    listed = {State(state): frozenset(map(Move, re.findall(r"`(\w+)`", moves))) for state, moves in rows}
    assert len(rows) == len(State)
    assert listed == LEGAL


def test_the_drawing_shows_every_move_and_no_other() -> None:
    arrows = re.findall(r"^    (\w+) --> (\w+): (\w+)$", PAGE, flags=re.MULTILINE)
    assert all(target in set(State) for _, target, _ in arrows)
    drawn: dict[State, set[Move]] = {state: set() for state in State}
    for state, _, move in arrows:
        drawn[State(state)].add(Move(move))
    assert drawn == LEGAL
