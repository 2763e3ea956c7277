"""Where the rows of a form in editing stand, and which of them a message of the linter speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sipas_desktop.domain.form_edit import OPENING, Draft, Place
from sipas_desktop.domain.toml_reader import Problem

_AT: Final = re.compile(r"\[\[(\w+)\]\] (\d+)")
_NAMED: Final = re.compile(r"\[\[(\w+)\]\] (.+)")


def rows(draft: Draft) -> Iterator[Place]:
    """All rows of the paper in their order; those of a repeated block where the body names it first."""
    for at in range(len(draft.values.get(OPENING, ()))):
        yield (OPENING, at)
    blocks = {str(block.get("code")): at for at, block in enumerate(draft.values.get("blocks", ()))}
    for name in ("body", "interviewer"):
        for at, row in enumerate(draft.values.get(name, ())):
            yield (name, at)
            block = blocks.pop(str(row["block"]), None) if "block" in row else None
            yield from _block_rows(draft, block)
    for block in blocks.values():
        yield from _block_rows(draft, block)


def _block_rows(draft: Draft, block: int | None) -> Iterator[Place]:
    if block is not None:
        for at in range(len(draft.values["blocks"][block].get("rows", ()))):
            yield ("blocks", block, "rows", at)


def problems_by_place(draft: Draft, problems: Iterable[Problem]) -> dict[Place, tuple[Problem, ...]]:
    """``problems`` by the table that they speak of; () is the form as a whole."""
    codes: dict[str, Place] = {}
    for place in rows(draft):
        row = draft.at(place)
        for name in (row.get("text"), row.get("code")):
            if name:
                codes[str(name)] = place
    found: dict[Place, tuple[Problem, ...]] = {}
    for problem in problems:
        place = _place(draft, problem.where, codes)
        if place[:1] == ("blocks",) and any(_alike(problem, other) for other in found.get(place, ())):
            continue  # said of each repetition
        found[place] = (*found.get(place, ()), problem)
    return found


def _alike(one: Problem, other: Problem) -> bool:
    return (one.code, one.message, one.params) == (other.code, other.message, other.params)


def _place(draft: Draft, where: str, codes: dict[str, Place]) -> Place:
    if where in codes:
        return codes[where]
    if steps := _AT.findall(where):
        place: Place = tuple(step for name, number in steps for step in (name, int(number) - 1))
        while len(place) > 2 and place[-2] != "rows":  # an option, a level, a skip: shown at what it belongs to
            place = place[:-2]
        return place if _is_there(draft, place) else ()
    if match := _NAMED.fullmatch(where):
        for at, table in enumerate(draft.values.get(match[1], ())):
            if table.get("code") == match[2]:
                return (match[1], at)
    for at, block in enumerate(draft.values.get("blocks", ())):
        if match := re.fullmatch(rf"{re.escape(str(block.get('code')))}\d+_(.+)", where):
            for row, table in enumerate(block.get("rows", ())):
                if table.get("code") == match[1]:
                    return ("blocks", at, "rows", row)
    return ()


def _is_there(draft: Draft, place: Place) -> bool:
    try:
        draft.at(place)
    except (LookupError, AssertionError):
        return False
    return True
