"""Transactions from a workbook: looked at first, taken only on consent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sipas_desktop.domain.quota_cells import Count
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import fold, normalise
from sipas_desktop.exchange.notes import CellNote
from sipas_desktop.exchange.transactions import TransactionsRow, read_transactions
from sipas_desktop.jobs.progress import Progress, of_total
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey


@dataclass(frozen=True)
class FoundTransactions:
    """What importing a file would take, correct and reject; ``unchanged`` counts are there already.

    ``missing`` are procedures that the catalogue does not have yet, by the code that they would get.
    """

    file: str
    sha256: str
    counts: tuple[Count, ...] = field(repr=False)
    added: tuple[Count, ...] = field(repr=False)
    changed: tuple[tuple[Count, int], ...] = field(repr=False)  # with the number that stands there now
    unchanged: int
    corrected: tuple[CellNote, ...] = field(repr=False)
    rejected: tuple[CellNote, ...] = field(repr=False)
    missing: Mapping[str, str] = field(repr=False)


def preview_transactions(
    survey: OpenSurvey, path: Path, year: int | None = None, *, add_procedures: bool = False
) -> FoundTransactions:
    """What the file at ``path`` would bring. Nothing is written.

    A unit or procedure is found by its code, else by its name; a row whose name is not known, or stands for several
    codes, is rejected. With ``add_procedures`` unknown procedures are to be added to the catalogue. Raises ``Refusal``.
    """
    workflow.require(survey, Verb.SET_TRANSACTIONS)
    read = read_transactions(path, year)
    units, procedures = _Codes(survey, "unit"), _Codes(survey, "procedure")
    rejected = list(read.rejected)
    missing: dict[str, str] = {}
    counts: dict[tuple[str, str, int], Count] = {}
    first: dict[tuple[str, str, int], TransactionsRow] = {}
    for row in read.rows:
        unit = units.code(row.unit_code, row.unit)
        procedure = procedures.code(row.procedure_code, row.procedure)
        if procedure is None and add_procedures and row.procedure and not procedures.several(row.procedure):
            procedure = procedures.add(row.procedure_code, row.procedure)
            missing[procedure] = normalise(row.procedure)
        if unit is None or procedure is None:
            rejected.append(_unknown(row, units, procedures, unit is None))
            continue
        count = Count(unit, procedure, row.year, row.count)
        if count.key in counts:
            rejected.append(row.note("transactions.duplicate", str(row.count), row=first[count.key].row))
            continue
        counts[count.key], first[count.key] = count, row
    held = {each.key: each.count for each in queries.transactions(survey)}
    added = tuple(each for key, each in counts.items() if key not in held)
    changed = tuple((each, held[key]) for key, each in counts.items() if held.get(key, each.count) != each.count)
    return FoundTransactions(
        read.file,
        read.sha256,
        tuple(counts.values()),
        added,
        changed,
        len(counts) - len(added) - len(changed),
        read.corrected,
        tuple(rejected),
        missing,
    )


def accept_transactions(
    survey: OpenSurvey, found: FoundTransactions, progress: Progress | None = None
) -> workflow.TransactionsChange:
    """Take what was previewed, with the procedures that were to be added.

    ``progress`` (counts written, counts in all) may raise to stop it: then nothing counts. Raises ``Refusal``.
    """
    procedures = [workflow.Entry(code, name) for code, name in found.missing.items()]
    total = len(found.added) + len(found.changed)
    return workflow.set_transactions(survey, found.counts, found.sha256, procedures, of_total(total, progress))


def _unknown(row: TransactionsRow, units: _Codes, procedures: _Codes, of_unit: bool) -> CellNote:
    kind, codes = ("unit", units) if of_unit else ("procedure", procedures)
    name, code = (row.unit, row.unit_code) if of_unit else (row.procedure, row.procedure_code)
    if several := codes.several(name):
        return row.note(f"transactions.several_{kind}", name, expected=", ".join(several))
    return row.note(f"transactions.not_a_{kind}", code or name)


class _Codes:
    """The codes of a catalogue, of the registry too where it is that of units; names as people write them."""

    def __init__(self, survey: OpenSurvey, kind: str) -> None:
        self._known: set[str] = set()
        self._by_name: dict[str, list[str]] = {}
        entries = [(entry.code, entry.name) for entry in queries.catalogue(survey, kind)]
        if kind == "unit":
            entries += [(unit.code, unit.name) for unit in queries.registered_units(survey)]
        for code, name in entries:
            self._take(code, name)
        self._highest = max((int(code) for code in self._known if code.isdecimal()), default=0)

    def _take(self, code: str, name: str) -> None:
        self._known.add(code)
        for key in {normalise(name).casefold(), fold(name)}:
            codes = self._by_name.setdefault(key, [])
            if code not in codes:
                codes.append(code)

    def code(self, code: str, name: str) -> str | None:
        """The code that is meant, "" where nothing is named; None where it is not known, or not only one."""
        if code in self._known:
            return code
        found = self._named(name)
        if len(found) == 1:
            return found[0]
        return "" if not code and not name else None

    def several(self, name: str) -> list[str]:
        """The codes that bear ``name``, where more than one does."""
        found = self._named(name)
        return found if len(found) > 1 else []

    def add(self, code: str, name: str) -> str:
        """The code of a new entry: its own, else the number after the highest."""
        if not code:
            self._highest += 1
            code = str(self._highest)
        self._take(code, name)
        return code

    def _named(self, name: str) -> list[str]:
        exact = self._by_name.get(normalise(name).casefold())
        return exact or self._by_name.get(fold(name), [])
