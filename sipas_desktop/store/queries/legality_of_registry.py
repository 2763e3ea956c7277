"""Whether a fact about units or transactions could have happened: what it says is of its kind, and what it replaces."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.store.on_registry import TRANSACTIONS_FACT, UNIT, UNIT_FACT
from sipas_desktop.store.queries.legality_of_merges import unless
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.transactions import MOST, YEARS

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]

_OF_UNIT: Final = {*UNIT, "predecessors", "supersedes"}
_OF_TRANSACTIONS: Final = {"unit", "procedure", "year", "count", "supersedes"}


def judges(conn: Connection) -> dict[str, Judge]:
    """Kind → what judges its facts before they are projected into the replay ``conn``."""
    return {
        FactKind.UNITS_SET: lambda fact, said, operator: unless(said["entries"] and _units(conn, said["entries"])),
        FactKind.TRANSACTIONS_SET: lambda fact, said, operator: unless(
            said["entries"] and _transactions(conn, said["entries"])
        ),
    }


def _units(conn: Connection, entries: list[Said]) -> bool:
    keys = {(entry["code"], entry["valid_from"]) for entry in entries}
    return len(keys) == len(entries) and all(_is_unit(conn, entry) for entry in entries)


def _is_unit(conn: Connection, entry: Said) -> bool:
    if entry.keys() != _OF_UNIT or not all(isinstance(entry[name], str) for name in UNIT):
        return False
    own, since, until = entry["code"], entry["valid_from"], entry["valid_until"]
    texts = [part for pair in entry["predecessors"] for part in pair]
    earlier = all(len(pair) == 2 for pair in entry["predecessors"]) and all(isinstance(text, str) for text in texts)
    dated = _is_day(since) and _is_day(until) and (not until or since <= until)
    known = UNIT_FACT.scalar(conn, own=own, since=since)
    named = entry["supersedes"] == (None if known is None else ref_of(conn, known))
    return bool(own and entry["name"] and earlier and dated and named and entry["parent"] != own)


def _is_day(text: str) -> bool:
    return not text or datetime.date.fromisoformat(text).isoformat() == text


def _transactions(conn: Connection, entries: list[Said]) -> bool:
    keys = {(entry["unit"], entry["procedure"], entry["year"]) for entry in entries}
    return len(keys) == len(entries) and all(_is_count(conn, entry) for entry in entries)


def _is_count(conn: Connection, entry: Said) -> bool:
    if entry.keys() != _OF_TRANSACTIONS:
        return False
    if not all(type(entry[name]) is int for name in ("year", "count")):
        return False
    if not all(type(entry[name]) is str for name in ("unit", "procedure")):
        return False
    known = TRANSACTIONS_FACT.scalar(conn, of=entry["unit"], what=entry["procedure"], when=entry["year"])
    named = entry["supersedes"] == (None if known is None else ref_of(conn, known))
    return named and entry["year"] in YEARS and 0 <= entry["count"] <= MOST
