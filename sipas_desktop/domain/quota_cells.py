"""All least numbers of a survey: one for each unit, procedure, sector, group or wave that the plan's rules speak of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from sipas_desktop.domain.quota import Required, required
from sipas_desktop.domain.quota_rule import Per, Quota
from sipas_desktop.domain.vietnamese import decimal, rounded
from sipas_desktop.errors import words


@dataclass(frozen=True)
class Count:
    """``count`` transactions of ``procedure`` at ``unit`` in ``year``; codes, "" where it is of all of them."""

    unit: str
    procedure: str
    year: int
    count: int

    @property
    def key(self) -> tuple[str, str, int]:
        """What no other count has."""
        return self.unit, self.procedure, self.year


@dataclass(frozen=True)
class Surveyed:
    """What a survey asks about: codes of ``groups``, ``waves`` and ``sectors`` of its plan; of its catalogues
    ``units`` with their kinds and ``procedures``; ``of_unit`` and ``of_procedure`` give their sectors, "" for none."""

    groups: Sequence[str]
    waves: Sequence[str]
    sectors: Sequence[str]
    units: Mapping[str, str]
    procedures: Collection[str]
    of_unit: Mapping[str, str]
    of_procedure: Mapping[str, str]

    def sector(self, unit: str, procedure: str) -> str:
        """The sector of a procedure at a unit."""
        return self.of_procedure.get(procedure, "") or self.of_unit.get(unit, "")


@dataclass(frozen=True)
class Cell:
    """One least number. A code is "" where the number is for all of its kind.

    ``years`` are those whose transactions were counted, ``exact`` their average before it was rounded, if it is one.
    """

    group: str
    wave: str
    sector: str
    unit: str
    procedure: str
    required: Required
    years: tuple[int, ...] = ()
    exact: Fraction | None = None

    def words(self, lang: str = "vi", titles: Mapping[str, str] | None = None) -> str:
        """The rule in words, and of which years the transactions are an average."""
        said = self.required.words(lang, titles)
        if self.exact is None or len(self.years) < 2:
            return said
        exact = decimal(self.exact, 2) if lang == "vi" else f"{float(rounded(self.exact, 2)):.2f}"
        years = ", ".join(map(str, self.years))
        average = words("quota.average", lang, years=years, exact=exact, transactions=self.required.transactions)
        return f"{said}; {average}"


def cells(quotas: Sequence[Quota], surveyed: Surveyed, counts: Iterable[Count]) -> tuple[Cell, ...]:
    """The least numbers of every rule in its order; then, without a number, each group and wave that has no rule.

    A unit's years are those for which it gave any count: a procedure that it did not list in one of them had none.
    Counts by procedure go before a count of the whole unit, counts by unit before one of all. An average is rounded
    half up, once, after everything that one number is for was added.
    """
    finest = _finest(counts)
    found = [cell for quota in quotas for cell in _of_rule(quota, surveyed, finest)]
    if not quotas:
        places = sorted({(each.unit, each.procedure) for each in finest}) or [("", "")]
        return tuple(Cell("", "", "", *place, Required(None, None)) for place in places)
    found += [Cell(code, "", "", "", "", Required(None, None)) for code in _without(surveyed.groups, quotas, "groups")]
    found += [Cell("", code, "", "", "", Required(None, None)) for code in _without(surveyed.waves, quotas, "waves")]
    return tuple(found)


def transactions_of(
    per: tuple[Per, ...], surveyed: Surveyed, counts: Iterable[Count], *, average: bool = False
) -> dict[tuple[str, str, str], int]:
    """(sector, unit, procedure) → transactions, "" where ``per`` does not ask for it: summed as a rule would, over a
    unit's latest year, or as the ``average`` of its years."""
    sums, _ = _sums(Quota("", per=per, average=average), surveyed, _finest(counts))
    return {place: int(rounded(exact)) for place, exact in sums.items()}


def _without(codes: Sequence[str], quotas: Sequence[Quota], limit: str) -> list[str]:
    limits = [getattr(quota, limit) for quota in quotas]
    return [code for code in codes if not any(not limit or code in limit for limit in limits)]


def _finest(counts: Iterable[Count]) -> list[Count]:
    counts = list(counts)
    by_unit = {each.year for each in counts if each.unit}
    by_procedure = {(each.unit, each.year) for each in counts if each.procedure}
    return [
        each
        for each in counts
        if (each.unit or each.year not in by_unit) and (each.procedure or (each.unit, each.year) not in by_procedure)
    ]


Place = tuple[str, str, str]  # sector, unit, procedure; "" where the rule does not ask for it


def _of_rule(quota: Quota, surveyed: Surveyed, counts: Sequence[Count]) -> list[Cell]:
    sums, years = _sums(quota, surveyed, counts)
    groups = _each(quota, Per.GROUP, quota.groups, surveyed.groups)
    waves = _each(quota, Per.WAVE, quota.waves, surveyed.waves)
    # A fixed number of one group is not of the people whose transactions were counted.
    compares = bool(quota.brackets) or not quota.groups
    found = []
    for place, group, wave in product(_places(quota, surveyed, sums), groups, waves):
        exact = sums.get(place) if compares else None
        number = None if exact is None else int(rounded(exact))
        sector, unit, procedure = place
        by_per = {Per.GROUP: group, Per.WAVE: wave, Per.SECTOR: sector, Per.UNIT: unit, Per.PROCEDURE: procedure}
        asked = required(quota, number, by_per[quota.per[0]] if quota.table else "")
        average = exact if quota.average else None
        found.append(Cell(group, wave, *place, asked, years.get(place, ()) if exact is not None else (), average))
    return found


def _sums(
    quota: Quota, surveyed: Surveyed, counts: Sequence[Count]
) -> tuple[dict[Place, Fraction], dict[Place, tuple[int, ...]]]:
    given: dict[str, set[int]] = {}
    for each in counts:
        given.setdefault(each.unit, set()).add(each.year)
    sums: dict[Place, Fraction] = {}
    years: dict[Place, set[int]] = {}
    for each in counts:
        sector = surveyed.sector(each.unit, each.procedure)
        kind = surveyed.units.get(each.unit, "")
        if (quota.sectors and sector not in quota.sectors) or (quota.kinds and kind not in quota.kinds):
            continue
        of_unit = given[each.unit]
        place = _place(quota, sector, each.unit, each.procedure)
        share = Fraction(each.count, len(of_unit)) if quota.average else Fraction(each.count)
        counted = of_unit if quota.average else {max(of_unit)}
        sums[place] = sums.get(place, Fraction()) + (share if each.year in counted else 0)
        years.setdefault(place, set()).update(counted)
    return sums, {place: tuple(sorted(own)) for place, own in years.items()}


def _place(quota: Quota, sector: str, unit: str, procedure: str) -> Place:
    return (
        sector if Per.SECTOR in quota.per else "",
        unit if Per.UNIT in quota.per else "",
        procedure if Per.PROCEDURE in quota.per else "",
    )


def _places(quota: Quota, surveyed: Surveyed, sums: Mapping[Place, Fraction]) -> list[Place]:
    """Those with transactions, and those without that the rule speaks of all the same: nothing is left out silently."""
    units = [code for code, kind in surveyed.units.items() if not quota.kinds or kind in quota.kinds]
    asked: list[Place] = []
    if (quota.per and set(quota.per) <= {Per.GROUP, Per.WAVE}) or not quota.per:
        asked = [("", "", "")]
    elif Per.UNIT in quota.per:
        present = {unit for _, unit, _ in sums}
        asked = [("", unit, "") for unit in units if unit not in present]
    elif Per.SECTOR in quota.per and Per.PROCEDURE not in quota.per:
        asked = [(sector, "", "") for sector in quota.sectors or surveyed.sectors]
    elif Per.PROCEDURE in quota.per:
        present = {procedure for _, _, procedure in sums}
        asked = [("", "", procedure) for procedure in surveyed.procedures if procedure not in present]
    if quota.table:
        at = {Per.SECTOR: 0, Per.UNIT: 1, Per.PROCEDURE: 2}.get(quota.per[0])
        if at is not None:
            return [(*[""] * at, code, *[""] * (2 - at)) for code, _ in quota.table]  # type: ignore[misc]
    return sorted({*sums, *asked}, key=_order(surveyed))


def _order(surveyed: Surveyed):  # type: ignore[no-untyped-def]
    units = {code: number for number, code in enumerate(surveyed.units)}
    procedures = {code: number for number, code in enumerate(surveyed.procedures)}
    sectors = {code: number for number, code in enumerate(surveyed.sectors)}

    def key(place: Place) -> tuple[object, ...]:
        sector, unit, procedure = place
        return (
            units.get(unit, len(units)), sectors.get(sector, len(sectors)),
            procedures.get(procedure, len(procedures)), place,
        )  # fmt: skip

    return key


def _each(quota: Quota, per: Per, own: Sequence[str], of_plan: Sequence[str]) -> Sequence[str]:
    """The codes that a number is for: each of the rule's, else of the plan's; where it is for all of them, one cell."""
    if per in quota.per:
        return own or of_plan
    return own if len(own) == 1 else [""]
