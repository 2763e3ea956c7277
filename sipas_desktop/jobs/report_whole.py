"""What a report says beside its own figures: the wave before, units and fieldwork of the whole survey."""

from __future__ import annotations

from dataclasses import replace

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.paper.report_before import Before
from sipas_desktop.paper.report_excluded import Field
from sipas_desktop.paper.report_reached import UnitReached
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter


def wave_before(survey: OpenSurvey, chosen: Filter, definition: IndexDefinition | None) -> Before | None:
    """The figures of the wave before the chosen one, on the same part of the survey.

    None where no wave is chosen, it is the first, or so few ballots of the one before are settled that their share
    is shown nowhere.
    """
    codes = [wave.code for wave in survey.plan.waves]
    if chosen.wave not in codes[1:]:
        return None
    wave = survey.plan.waves[codes.index(chosen.wave) - 1]
    figures = queries.figures(survey, replace(chosen, wave=wave.code, until=None), definition)
    return Before(wave.title, figures) if figures.ballots.settled >= survey.plan.small_cell else None


def is_whole(survey: OpenSurvey, chosen: Filter) -> bool:
    """Whether the report is about all ballots: a group may be named where there is one."""
    return chosen == Filter() or (chosen == Filter(group=chosen.group) and len(survey.plan.groups) == 1)


def units_reached(survey: OpenSurvey, chosen: Filter) -> tuple[UnitReached, ...]:
    """Every unit beside what the plan requires of it; none where the report is about a part of the survey."""
    if not is_whole(survey, chosen):
        return ()
    names = {entry.code: entry.name for entry in queries.catalogue(survey, "unit")}
    return tuple(
        UnitReached(
            each.code,
            names.get(each.code, each.code),
            each.required,
            each.issued,
            each.returned,
            each.counted,
        )
        for each in queries.reached(survey)
        if each.per == Per.UNIT and (each.code or not each.is_empty)
    )


def fieldwork_of(survey: OpenSurvey, chosen: Filter) -> Field | None:
    """Ballots that never came back as answers; None where the report is about a part of the survey."""
    if not is_whole(survey, chosen):
        return None
    ledger = queries.ledger(survey)
    states = ledger.states
    return Field(
        spoiled=states[State.SPOILED],
        refused=states[State.REFUSED],
        not_met=states[State.NOT_MET],
        undelivered=states[State.UNDELIVERED],
        lost=states[State.LOST],
        out=states[State.OUT],
        voided=states[State.VOIDED],
        labels_left=ledger.labels_left,
    )
