"""A file of units or procedures against what the survey has: looked at first, taken only on consent.

Units with days, a kind, a unit above them or units before them go into the registry as well; the catalogue, what is
keyed and what reports name, holds the units as they were at the survey's fieldwork.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.unit import Key, Unit, valid_between
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.exchange.catalogue import CatalogueKind, CatalogueRow, read_catalogue
from sipas_desktop.exchange.notes import CellNote
from sipas_desktop.jobs.unit_links import linked_units
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import CatalogueChange, Entry


@dataclass(frozen=True)
class FoundEntries:
    """What a file would change: ``added`` entries, ``changed`` ones with the name they have now, others unchanged.

    ``entries`` are to be named in the catalogue, ``units`` to be registered.
    """

    kind: CatalogueKind
    file: str
    added: tuple[Entry, ...]
    changed: tuple[tuple[Entry, str], ...]
    unchanged: int
    entries: tuple[Entry, ...] = field(repr=False)
    units: tuple[Unit, ...] = field(repr=False)
    corrected: tuple[CellNote, ...] = field(repr=False)
    rejected: tuple[CellNote, ...] = field(repr=False)

    @property
    def changes(self) -> int:
        """How many rows say something new."""
        return len(self.added) + len(self.changed)


def preview_entries(survey: OpenSurvey, path: Path, kind: CatalogueKind) -> FoundEntries:
    """What the file at ``path`` would change. Nothing is written. Raises ``Refusal``."""
    workflow.require(survey, Verb.SET_CATALOGUE)
    read = read_catalogue(path, kind)
    corrected, rejected = list(read.corrected), list(read.rejected)
    present = {entry.code: Entry(entry.code, entry.name, entry.sector) for entry in queries.catalogue(survey, kind)}
    rows = [(row, Entry(row.code, row.name, _sector(survey.plan, row, corrected))) for row in read.rows]
    if kind == "unit":
        lines, units = _units(survey, rows, present, rejected)
    else:
        lines, units = [_Line(entry, entry, _name(present, entry.code)) for _, entry in rows], ()
    registered = {unit.key for unit in units}
    added: list[Entry] = []
    changed: list[tuple[Entry, str]] = []
    entries: list[Entry] = []
    for line in lines:
        names = line.keyed is not None and _renames(line.keyed, present)
        if names and line.keyed is not None:
            entries.append(line.keyed)
        if not names and line.key not in registered:
            continue
        if line.before is None:
            added.append(line.shown)
        else:
            changed.append((line.shown, line.before))
    unchanged = len(lines) - len(added) - len(changed)
    changes = tuple(added), tuple(changed), unchanged
    return FoundEntries(kind, read.file, *changes, tuple(entries), units, tuple(corrected), tuple(rejected))


def accept_entries(survey: OpenSurvey, found: FoundEntries) -> CatalogueChange:
    """Take what was previewed, all of it or nothing. Raises ``Refusal``."""
    if found.units:
        workflow.set_units(survey, found.units, found.entries)
    elif found.entries:
        workflow.set_catalogue(survey, found.kind, found.entries)
    return CatalogueChange(len(found.added), len(found.changed), found.unchanged)


@dataclass(frozen=True)
class _Line:
    """One row that is taken: as it is ``shown`` and ``keyed`` (None: not at the fieldwork), and its name ``before``."""

    shown: Entry
    keyed: Entry | None
    before: str | None
    key: Key | None = None


def _units(
    survey: OpenSurvey,
    rows: Sequence[tuple[CatalogueRow, Entry]],
    present: Mapping[str, Entry],
    rejected: list[CellNote],
) -> tuple[list[_Line], tuple[Unit, ...]]:
    held = {unit.key: unit for unit in queries.registered_units(survey)}
    first, last = (day.isoformat() for day in survey.plan.fieldwork)
    now = valid_between(held.values(), first, last)
    found = linked_units(
        [row for row, _ in rows], held, {code: entry.name for code, entry in present.items()}, rejected
    )
    taken = []
    for (_, entry), unit in zip(rows, found, strict=True):
        if unit is None:
            continue
        if not _has_more(unit) and unit.code in now:  # a plain list of names: the unit as it is registered, renamed
            unit = replace(now[unit.code], name=unit.name)
        taken.append((entry, unit))
    news = tuple(unit for _, unit in taken if _has_more(unit) and held.get(unit.key) != unit)
    then = valid_between({**held, **{unit.key: unit for _, unit in taken}}.values(), first, last)
    lines = []
    for entry, unit in taken:
        keyed = then.get(unit.code)
        own = keyed is not None and keyed.key == unit.key
        before = held[unit.key].name if unit.key in held else _name(present, unit.code) if own else None
        name = Entry(unit.code, keyed.name, entry.sector) if keyed is not None else None
        lines.append(_Line(Entry(unit.code, unit.name, entry.sector), name if own else None, before, unit.key))
    return lines, news


def _has_more(unit: Unit) -> bool:
    """Whether the registry has anything to say of it that the catalogue does not."""
    return unit != Unit(unit.code, unit.name)


def _renames(entry: Entry, present: Mapping[str, Entry]) -> bool:
    now = present.get(entry.code)
    return now is None or now.name != entry.name or bool(entry.sector and now.sector != entry.sector)


def _name(present: Mapping[str, Entry], code: str) -> str | None:
    return present[code].name if code in present else None


def _sector(plan: Plan, row: CatalogueRow, corrected: list[CellNote]) -> str:
    """The code of the plan's sector that the row names; "" where the plan has none, or not this one."""
    if not plan.sectors or not row.sector:
        return ""
    found = [each.code for each in plan.sectors if fold(row.sector) in (fold(each.code), fold(each.title))]
    if not found:
        known = ", ".join(each.title for each in plan.sectors)
        column = row.columns.get("sector", "")
        note = CellNote(row.sheet, row.row, column, row.sector, "catalogue.unknown_sector", "", {"expected": known})
        corrected.append(note)
    return found[0] if found else ""
