"""Whether a fact about units or transactions could have happened: what it says is of its kind, and what it replaces."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.sql import func

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.store import models as m
from sipas_desktop.store.on_registry import IMPORT, LAST_PUBLISHED, SAID_BY_IMPORT, TRANSACTIONS_FACT, UNIT, UNIT_FACT
from sipas_desktop.store.queries.legality_of_merges import unless
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.workflow.transactions import MOST, YEARS

Said = Mapping[str, Any]
Judge = Callable[[Fact, Said, str], str | None]

_OF_UNIT: Final = {*UNIT, "predecessors", "supersedes"}
_OF_TRANSACTIONS: Final = {"unit", "procedure", "year", "count", "supersedes"}
_NEW_IMPORT: Final = re.compile(r"[0-9a-f]{32}")  # never the ref of a fact that says all by itself
_ROWS = Statement(select(func.count()).where(m.transactions.c["import"] == bindparam("import_")))


def judges(conn: Connection) -> dict[str, Judge]:
    """Kind → what judges its facts before they are projected into the replay ``conn``."""
    return {
        FactKind.UNITS_SET: lambda fact, said, operator: unless(said["entries"] and _units(conn, said["entries"])),
        FactKind.TRANSACTIONS_SET: lambda fact, said, operator: unless(
            said["entries"] and _transactions(conn, fact, said)
        ),
        FactKind.TRANSACTIONS_IMPORTED: lambda fact, said, operator: unless(_imported(conn, fact, said)),
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


def _transactions(conn: Connection, fact: Fact, said: Said) -> bool:
    entries = said["entries"]
    keys = {(entry["unit"], entry["procedure"], entry["year"]) for entry in entries}
    if len(keys) != len(entries) or not all(_is_count(conn, entry) for entry in entries):
        return False
    if "import" not in said:
        return True
    own = {"import_": said["import"]}
    if IMPORT.first(conn, **own) is None:
        return _NEW_IMPORT.fullmatch(said["import"]) is not None
    twice = (SAID_BY_IMPORT.first(conn, of=unit, what=what, when=when, **own) for unit, what, when in keys)
    return _is_running(conn, fact, said["import"]) and not any(twice)


def _imported(conn: Connection, fact: Fact, said: Said) -> bool:
    """Who began the import ends it, with as many rows as were said, and nothing else came to count meanwhile."""
    return _is_running(conn, fact, said["import"]) and _ROWS.scalar(conn, import_=said["import"]) == said["rows"]


def _is_running(conn: Connection, fact: Fact, own: str) -> bool:
    begun, published = IMPORT.first(conn, import_=own) or (None, None)
    if begun is None or published is not None or ref_of(conn, begun).partition(":")[0] != fact.session:
        return False
    return bool((LAST_PUBLISHED.scalar(conn) or 0) < begun)


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
