"""The units of a survey ranked, and those that are not, with why."""

from __future__ import annotations

from typing import Any

from sipas_desktop.domain.breakdown import By, CellFigures, Division
from sipas_desktop.domain.change import Share
from sipas_desktop.domain.index_definitions import OF_BALLOTS
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.ranking import Rank, ranking
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.numbers import as_interval, as_number
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter

UNITS = Division(By.UNIT)


def ranked_units(
    survey: OpenSurvey, chosen: Filter, definition: IndexDefinition | None = None
) -> tuple[tuple[Rank, ...], tuple[CellFigures, ...], dict[str, int]]:
    """The units by their index; the cells that have no rank: no unit named, suppressed, nothing answered; and the
    ballots that answered in each unit that has one.

    Raises ``Refusal`` for an index that is no share of ballots: without intervals nobody is ranked.
    """
    definition = definition or survey.plan.index
    if definition not in OF_BALLOTS:
        raise Refusal("index.no_ranking", found=definition.value, expected=" ".join(OF_BALLOTS))
    cells = queries.figures_divided(survey, [UNITS], chosen, definition).cells
    shares = {}
    left = []
    for cell in cells:
        if cell.suppressed or not cell.answered or cell.parts[0].unnamed:
            left.append(cell)
        else:
            population = cell.interval.population if cell.interval else None
            shares[cell.parts[0].code] = Share(cell.satisfied, cell.answered, population)
    return ranking(shares), tuple(left), {code: share.answered for code, share in shares.items()}


def ranking_json(ranks: tuple[Rank, ...], left: tuple[CellFigures, ...], names: dict[str, str]) -> dict[str, Any]:
    """``ranking`` and ``not_ranked``; ``names``: code of a unit → its name."""
    return {
        "ranking": [
            {
                "unit": each.code,
                "name": names.get(each.code, each.code),
                "index": as_number(each.index),
                "interval": as_interval(each.interval),
                "rank": each.rank,
                "rank_low": each.low,
                "rank_high": each.high,
                "group": each.group,
            }
            for each in ranks
        ],
        "not_ranked": [{"unit": cell.parts[0].code, "settled": cell.settled, "why": _why(cell)} for cell in left],
    }


def _why(cell: CellFigures) -> str:
    if cell.parts[0].unnamed:
        return "no_unit"
    return "suppressed" if cell.suppressed else "nothing_answered"
