"""Which print runs there may be: numbers that nobody else has, spares of a unit, and one end for each run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.label_sheet import read_labels_on
from sipas_desktop.domain.print_order import SortedBy
from sipas_desktop.domain.print_style import may_be_printed
from sipas_desktop.domain.serial import LAST_RUNNING
from sipas_desktop.store import models as m
from sipas_desktop.store.queries.legality_of_merges import unless
from sipas_desktop.store.statements import Statement

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]

_OVERLAPPING = [
    Statement(
        select(table.c.first).where(
            table.c.first < bindparam("end"), table.c.first + table.c["count"] > bindparam("first")
        )
    )
    for table in (m.print_run, m.given_up)
]
_UNRELEASED = Statement(select(m.unreleased.c.run).where(m.unreleased.c.run == bindparam("run")))
_ORDERS = frozenset(SortedBy) - {SortedBy.LIST}
_FINISHED = [
    Statement(select(m.print_run.c.id).where(m.print_run.c.id == bindparam("run"))),
    Statement(select(m.given_up.c.run).where(m.given_up.c.run == bindparam("run"))),
]


def judges(conn: Connection) -> dict[str, Judge]:
    """Kind → what judges the facts that end a run before they are projected into the replay ``conn``."""
    return {
        FactKind.RUN_CLOSED: lambda fact, said, operator: unless(may_be_closed(conn, said)),
        FactKind.RUN_GIVEN_UP: lambda fact, said, operator: unless(may_be_given_up(conn, said)),
    }


def may_be_given_up(conn: Connection, said: Said) -> bool:
    """Whether no run of that id was printed or given up before, and its numbers are nobody else's."""
    return said["purpose"] in ("ballots", "labels") and is_free(conn, said)


def may_be_closed(conn: Connection, said: Said) -> bool:
    """Whether the run waits for its file's name."""
    return _UNRELEASED.first(conn, run=said["run"]) is not None


def is_free(conn: Connection, said: Said) -> bool:
    """Whether a run may end now, with just these numbers."""
    first, end = said["first"], said["first"] + said["count"]
    if not 1 <= first < end <= LAST_RUNNING + 1:
        return False
    if any(found.first(conn, run=said["run"]) is not None for found in _FINISHED):
        return False
    return all(found.first(conn, first=first, end=end) is None for found in _OVERLAPPING)


def may_look_so(said: Said) -> bool:
    """Whether ballots have a style, or as long ago none, and labels a sheet that has the label they begin at."""
    if "labels" in said and (said["purpose"] != "labels" or read_labels_on(said["labels"]) is None):
        return False
    return may_be_printed(said)


def may_have_spares(said: Said, to_people: bool) -> bool:
    """Spares are beside the ballots of a unit's people; a run speaks only of what is not so of every other."""
    if said.get("named", False) is not False or said.get("sorted_by", SortedBy.UNIT) not in _ORDERS:
        return False
    if "sorted_by" in said and not to_people:
        return False
    if "spares" not in said:
        return True
    spares = said["spares"]
    return to_people and type(spares) is int and 1 <= spares <= said["count"] and said["unit"] is not None
