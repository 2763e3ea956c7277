"""The settled ballots tallied by run, unit and channel, held while the file stays as it is.

Whoever looks at one unit after another, and at every definition of each, has every ballot read once and not each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, literal, select

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.breakdown import By
from sipas_desktop.domain.form import Form
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries.chosen import UNIT, Filter, of_runs
from sipas_desktop.store.queries.tallies import Cell, Tally, tallies
from sipas_desktop.store.statements import Statement

WHOLE: Final = ""  # the one cell of a count that is not divided
MOST: Final = 2_000  # cells, some 10 kB each: of more, memory would be the price
_RUN, _UNIT, _CHANNEL = range(3)
_PLACES: Final = {By.UNIT: _UNIT, By.CHANNEL: _CHANNEL}
_HEAD: Final = Statement(select(m.fact.c.seq, m.fact.c.hash).order_by(m.fact.c.seq.desc()).limit(1))


@dataclass(frozen=True)
class _Held:
    head: tuple[int, str]  # of the file that was tallied: what counts changes by facts alone
    cells: Mapping[Cell, Tally]


_held: Final[WeakKeyDictionary[OpenSurvey, dict[str, _Held]]] = WeakKeyDictionary()  # by the form's code


def held_tallies(
    survey: OpenSurvey, conn: Connection, form: Form, chosen: Filter, by: By | None = None
) -> dict[str, Tally] | None:
    """The cell (the unit or channel, ``WHOLE``) → its settled ballots; None: they are to be counted one by one.

    Every ballot is read where nothing is held yet and ``chosen`` lets all units and channels through.
    """
    if chosen.until is not None or (by is not None and by not in _PLACES):
        return None
    cells = _cells(survey, conn, form, make=chosen.unit is None and chosen.channel is None)
    if cells is None:
        return None
    asked = of_runs(chosen, form, literal(State.SETTLED.value))
    runs = set(conn.execute(select(m.print_run.c.id).where(*asked)).scalars())
    found: dict[str, Tally] = {}
    for cell, tally in cells.items():
        own = WHOLE if by is None else cell[_PLACES[by]]
        if own is None or cell[_RUN] not in runs:
            continue
        if chosen.unit in (None, cell[_UNIT]) and chosen.channel in (None, cell[_CHANNEL]):
            found.setdefault(own, Tally()).add(tally)
    return found


def _cells(survey: OpenSurvey, conn: Connection, form: Form, *, make: bool) -> Mapping[Cell, Tally] | None:
    row = _HEAD.first(conn)
    assert row is not None  # a survey begins with a fact
    head = (int(row[0]), str(row[1]))
    of_survey = _held.setdefault(survey, {})
    held = of_survey.get(form.code)
    if held is not None and held.head == head:
        return held.cells
    of_survey.pop(form.code, None)
    if not make:
        return None
    cells = tallies(conn, form, Filter(), [m.print_run.c.id, UNIT, m.ballot.c.channel])
    if len(cells) > MOST:
        return cells
    for tally in cells.values():
        tally.share_words()
    of_survey[form.code] = _Held(head, cells)
    return cells
