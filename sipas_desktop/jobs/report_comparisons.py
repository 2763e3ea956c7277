"""What the report sets beside each other: the units ranked, and a wave beside the one before."""

from __future__ import annotations

from dataclasses import replace

from sipas_desktop.domain.index_definitions import OF_BALLOTS
from sipas_desktop.domain.plan import IndexDefinition, Wave
from sipas_desktop.domain.survey_change import Side
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.jobs.compare import Told, compare, side_of_survey
from sipas_desktop.jobs.unit_ranking import ranked_units
from sipas_desktop.paper.report_change import Changed
from sipas_desktop.paper.report_ranking import Ranked
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter


def ranked_part(survey: OpenSurvey, chosen: Filter, definition: IndexDefinition | None) -> Ranked | None:
    """The units ranked; None for one unit alone, or an index without intervals, by which nobody is ranked."""
    if chosen.unit is not None or (definition or survey.plan.index) not in OF_BALLOTS:
        return None
    ranks, left, answered = ranked_units(survey, chosen, definition)
    if len(ranks) < 2:
        return None
    unranked = sum(not cell.parts[0].unnamed for cell in left)
    return Ranked(ranks, catalogue_names(survey)["unit"], answered, unranked, survey.plan.small_cell)


def changed_part(survey: OpenSurvey, chosen: Filter, definition: IndexDefinition | None) -> Changed | None:
    """The chosen wave beside the one before; without one the last two that have enough settled ballots.

    None where there are no two such waves: the share of fewer ballots is shown nowhere.
    """
    waves = survey.plan.waves
    if chosen.wave is not None:
        place = [wave.code for wave in waves].index(chosen.wave)
        waves = waves[max(0, place - 1) : place + 1]
    found: list[tuple[Wave, tuple[Told, Side]]] = []
    for wave in reversed(waves):
        told, side = side_of_survey(survey, replace(chosen, wave=wave.code))
        if told.settled >= survey.plan.small_cell:
            found.append((wave, (told, side)))
        elif chosen.wave is not None:
            return None
        if len(found) == 2:
            (now, now_side), (before, before_side) = found
            change = compare(now_side, before_side, survey, definition)
            return Changed(before.title, now.title, now_side[1].form, change)
    return None


def waves_compared(survey: OpenSurvey, chosen: Filter, before: str, definition: IndexDefinition) -> Changed | None:
    """The chosen ballots beside those of the wave ``before``; None where either side has too few."""
    other = side_of_survey(survey, replace(chosen, wave=before))
    found = compared(survey, chosen, other, definition)
    titles = {wave.code: wave.title for wave in survey.plan.waves}
    if found is None:
        return None
    now = titles[chosen.wave] if chosen.wave else found.now
    return replace(found, before=titles[before], now=now)


def compared(
    survey: OpenSurvey, chosen: Filter, before: tuple[Told, Side], definition: IndexDefinition
) -> Changed | None:
    """The chosen ballots beside another side; None where either has too few settled ballots to show."""
    now = side_of_survey(survey, chosen)
    if min(now[0].settled, before[0].settled) < survey.plan.small_cell:
        return None
    return Changed(before[0].title, now[0].title, now[1].form, compare(now, before, survey, definition))
