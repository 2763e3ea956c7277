"""The registry of units: from when to when each was what it was, above whom it stood, which units it came from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from sipas_desktop.domain.answer import RESERVED
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.unit import Key, Unit, circle
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.on_registry import UNIT
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.registry_rows import units_of
from sipas_desktop.store.workflow.catalogues import FACT_ENTRIES, CatalogueChange, Entry, name_entries, usable
from sipas_desktop.store.workflow.permission import acting


def set_units(survey: OpenSurvey, units: Sequence[Unit], entries: Sequence[Entry] = ()) -> CatalogueChange:
    """Register ``units``; a known (code, valid from) is changed. ``entries`` are named in the catalogue first.

    The catalogue is what is keyed; the registry may hold units that were before or come after. All of it or nothing.
    Raises ``Refusal`` for a code that means something else on a ballot, a key that stands twice, a last day before the
    first, a unit above or before it that is not known, and a circle of units above each other.
    """
    with acting(survey, Verb.SET_CATALOGUE) as tx:
        if entries:
            name_entries(tx, "unit", usable(entries))
        return _register(tx, units)


def _register(tx: Transaction, units: Sequence[Unit]) -> CatalogueChange:
    units = [replace(unit, predecessors=tuple(sorted(set(unit.predecessors)))) for unit in units]
    held = {unit.key: unit for unit in units_of(tx.conn)}
    facts = {(row.code, row.valid_from): row.fact for row in tx.conn.execute(select(m.unit))}
    c = m.catalogue.c
    keyed = set(tx.conn.execute(select(c.code).where(c.kind == "unit")).scalars())
    _check(units, held, keyed)
    news = [unit for unit in units if held.get(unit.key) != unit]
    for start in range(0, len(news), FACT_ENTRIES):
        chunk = news[start : start + FACT_ENTRIES]
        tx.append(FactKind.UNITS_SET, entries=[_said(tx, unit, facts) for unit in chunk])
    changed = sum(unit.key in held for unit in news)
    return CatalogueChange(len(news) - changed, changed, len(units) - len(news))


def _said(tx: Transaction, unit: Unit, facts: Mapping[Key, int]) -> dict[str, Any]:
    said: dict[str, Any] = {name: getattr(unit, name) for name in UNIT}
    said["predecessors"] = [list(key) for key in unit.predecessors]
    said["supersedes"] = ref_of(tx.conn, facts[unit.key]) if unit.key in facts else None
    return said


def _check(units: Sequence[Unit], held: Mapping[Key, Unit], keyed: set[str]) -> None:
    seen: set[Key] = set()
    for unit in units:
        if not unit.code or not unit.name or unit.code in RESERVED or unit.key in seen:
            raise Refusal("catalogues.bad_code", found=unit.code, name=unit.name)
        seen.add(unit.key)
        for day in (unit.valid_from, unit.valid_until):
            if day and not _is_day(day):
                raise Refusal("units.bad_day", found=day, name=unit.name)
        if unit.valid_until and unit.valid_until < unit.valid_from:
            raise Refusal("units.ends_early", found=unit.valid_until, name=unit.name)
    keys = held.keys() | seen | {(code, "") for code in keyed}
    codes = {code for code, _ in keys}
    for unit in units:
        if unit.parent and unit.parent not in codes:
            raise Refusal("units.unknown_parent", found=unit.parent, name=unit.name)
        for key in unit.predecessors:
            if key not in keys or key == unit.key:
                raise Refusal("units.unknown_predecessor", found=key[0], name=unit.name)
    newest: dict[str, Unit] = {}
    for unit in sorted([*held.values(), *units], key=lambda unit: unit.valid_from):
        newest[unit.code] = unit
    if code := circle({code: unit.parent for code, unit in newest.items()}):
        raise Refusal("units.circle", found=code, name=newest[code].name)


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
