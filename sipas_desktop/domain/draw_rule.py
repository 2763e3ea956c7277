"""What a plan's rules ask a draw for: one number of all, or one of each stratum, and what it was counted from.

A rule with brackets is over yearly transactions. Where the survey has them (``Known.cells``), they are used; what they
say nothing of counts each row of the frame as one transaction. A rule of fixed numbers is used where its numbers are
for what the strata are made by, or for the whole of a draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sipas_desktop.domain.quota import required
from sipas_desktop.domain.quota_cells import Cell
from sipas_desktop.domain.quota_rule import Per, Quota
from sipas_desktop.domain.sampling import FrameRow, allocate, strata_sizes, stratum_key
from sipas_desktop.domain.vietnamese import normalise, sort_key

_COLUMN: Final = {Per.UNIT: "unit", Per.SECTOR: "sector", Per.PROCEDURE: "procedure"}
_ONE_DRAW: Final = frozenset({Per.WAVE, Per.GROUP})  # a frame has no column for them: a draw is for one of them


def _as_it_is(_kind: str, name: str) -> str:
    return normalise(name)


@dataclass(frozen=True)
class Known:
    """What a survey knows beside the frame.

    ``cells`` are its least numbers, ``titles`` say code → title of its units, sectors and procedures; ``code`` tells
    the code of a name as the frame writes it (kind, name → code), "" for none; ``kinds`` are those of its units.
    """

    cells: Sequence[Cell] = ()
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    code: Callable[[str, str], str] = _as_it_is
    kinds: Mapping[str, str] = field(default_factory=dict)

    def title(self, kind: str, code: str) -> str:
        """The title of ``code``, else the code."""
        return self.titles.get(kind, {}).get(code, code)


@dataclass(frozen=True)
class RuleNumbers:
    """What the rule asks for.

    ``official`` is one number, or one for each stratum of ``by``. ``basis``: ``fixed`` the rule's own numbers,
    ``transactions`` counted from those of the survey, ``quota`` from the frame's rows alone. ``counted``: stratum →
    transactions of the survey ("" of all of them), also of strata without a row in the frame; ``years`` are theirs.
    """

    official: int | dict[str, int]
    by: str
    basis: str
    counted: Mapping[str, int] = field(default_factory=dict)
    years: tuple[int, ...] = ()


def rule_numbers(
    quotas: Sequence[Quota], frame: Iterable[FrameRow], by: str | None, known: Known
) -> RuleNumbers | None:
    """What the first rule that is for a draw asks of ``frame``; None where there is none, or it states no number.

    ``by`` is the column that makes the strata; None: the one that the rule gives its numbers for.
    """
    rows = list({row.key: row for row in frame}.values())
    for quota in quotas:
        if quota.brackets and set(quota.per) <= _COLUMN.keys():
            return _of_brackets(quota, rows, by, known)
        found = None if quota.brackets else _fixed(quota, rows, by, known, alone=len(quotas) == 1)
        if found is not None:
            return found
    return None


def not_in_frame(official: int | Mapping[str, int], counted: Mapping[str, int]) -> dict[str, int]:
    """Stratum → transactions of those that have transactions and no row in the frame, so nothing is asked of them."""
    if isinstance(official, int):
        return {}
    names = {stratum_key(name) for name in official}
    return {name: counted[name] for name in sorted(counted, key=sort_key) if stratum_key(name) not in names}


# -- fixed numbers -----------------------------------------------------------------------------------------------------


def _fixed(quota: Quota, rows: list[FrameRow], by: str | None, known: Known, alone: bool) -> RuleNumbers | None:
    columns = [_COLUMN[per] for per in quota.per if per in _COLUMN]
    if not columns:  # of all, or of one wave or group; where there are several such rules nobody says which is meant
        whole = quota.count is not None and (alone or not quota.per) and set(quota.per) <= _ONE_DRAW
        return RuleNumbers(quota.count or 0, by or "unit", "fixed") if whole else None
    if len(columns) < len(quota.per) or (by is not None and by not in columns):
        return None
    by = by or columns[0]
    if quota.table:
        strata = _Strata(rows, by, known)
        if not any(strata.names(code) for code, _ in quota.table):
            return None  # the frame does not say what the table is about
        # What the table does not name is asked for nothing; what it names and the frame lacks falls short.
        asked = dict.fromkeys(strata.sizes, 0)
        for code, number in quota.table:
            asked |= strata.share(code, number)
        return RuleNumbers(asked, by, "fixed")
    held = [row for row in rows if _holds(quota, row, known)]
    asked = dict.fromkeys(strata_sizes(rows, by), 0)
    for stratum, _ in _cells(held, columns, by, asked):
        asked[stratum] += quota.count or 0
    return RuleNumbers(asked, by, "fixed")


def _holds(quota: Quota, row: FrameRow, known: Known) -> bool:
    """Whether the rule speaks of the row's sector and of its kind of unit."""
    sector = known.code("sector", row.sector) if quota.sectors else None
    kind = known.kinds.get(known.code("unit", row.unit), "") if quota.kinds else None
    return quota.holds_for(None, None, sector, kind)


# -- brackets ----------------------------------------------------------------------------------------------------------


def _of_brackets(quota: Quota, rows: list[FrameRow], by: str | None, known: Known) -> RuleNumbers | None:
    columns = [_COLUMN[per] for per in quota.per]
    by = by or (columns[0] if columns and "unit" not in columns else "unit")
    division = by if by in columns else columns[0] if columns else ""
    strata = _Strata(rows, division, known)
    asked: dict[str, int] = dict.fromkeys(strata.sizes, 0)
    counted: dict[str, int] = {}
    years: set[int] = set()
    cells = [each for each in known.cells if each.required.quota == quota and each.required.transactions is not None]
    if division and not all(getattr(cell, division) for cell in cells):
        cells = []  # some are of all units or procedures together: what one of them had cannot be told
    for cell in cells:
        transactions, number = cell.required.transactions or 0, cell.required.required
        code = getattr(cell, division) if division else ""
        for name, part in strata.share(code, transactions).items():
            counted[name] = counted.get(name, 0) + part
        years.update(cell.years)
        if not strata.names(code):
            continue  # it has no row in the frame: counted, for the minutes to say so, but not asked for
        if number is None:
            return None
        for name, part in strata.share(code, number).items():
            asked[name] += part
    basis = "quota" if counted.keys().isdisjoint(asked) else "transactions"
    if basis == "quota":
        counted, years = {}, set()
    held = [row for row in rows if _holds(quota, row, known)]
    for (name, _), size in _cells(held, columns, division, strata.sizes).items():
        if name in counted:
            continue
        number = required(quota, size).required
        if number is None:
            return None
        asked[name] += number
    if division == by:
        return RuleNumbers(asked, by, basis, counted, tuple(sorted(years)))
    counted = {"": sum(counted.get(name, 0) for name in asked)} if counted else {}
    return RuleNumbers(sum(asked.values()), by, basis, counted, tuple(sorted(years)))


class _Strata:
    """The strata of a frame by their codes; ``division`` "" makes one of all rows."""

    def __init__(self, rows: list[FrameRow], division: str, known: Known) -> None:
        self.sizes = strata_sizes(rows, division) if division else {"": len(rows)}
        self._division, self._known = division, known
        self._names: dict[str, list[str]] = {}
        for name in self.sizes:
            if not division or (code := known.code(division, name)):
                self._names.setdefault(code if division else "", []).append(name)

    def names(self, code: str) -> list[str]:
        """How the frame writes ``code``; perhaps in several ways, which are strata of their own."""
        return self._names.get(code, [])

    def share(self, code: str, number: int) -> dict[str, int]:
        """``number`` of ``code`` for its strata, in proportion to their rows; for its title where it has no row."""
        names = self.names(code) or [self._known.title(self._division, code)]
        weights = [self.sizes.get(name, 1) for name in names]
        return dict(zip(names, allocate(number, weights, [number] * len(names)), strict=True))


def _cells(
    rows: Iterable[FrameRow], columns: Sequence[str], division: str, names: Iterable[str]
) -> dict[tuple[str, tuple[str, ...]], int]:
    """Name of the division and what the rule states one number for → rows."""
    spelled = {stratum_key(name): name for name in names}
    counts: dict[tuple[str, tuple[str, ...]], int] = {}
    for row in rows:
        name = spelled[stratum_key(getattr(row, division) if division else "")]
        cell = (name, tuple(stratum_key(getattr(row, column)) for column in columns))
        counts[cell] = counts.get(cell, 0) + 1
    return counts
