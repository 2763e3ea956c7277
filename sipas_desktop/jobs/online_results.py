"""What results and report show of online answers: sources, totals, channels, officers."""

from __future__ import annotations

from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.jobs.catalogues import unit_name
from sipas_desktop.paper.report_online import Online, Part, Source, Total
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import By, Filter


def online_part(survey: OpenSurvey, chosen: Filter, definition: IndexDefinition | None) -> Online:
    """Of the chosen ballots; sources and totals of the whole survey. Empty where nothing came online."""
    sources = tuple(
        Source(
            each.source,
            each.origin,
            each.rows,
            each.added,
            each.excluded,
            each.duplicates,
            each.rejected,
            each.first_day,
            each.last_day,
            each.comments,
        )
        for each in queries.online_sources(survey)
    )
    totals = tuple(
        Total(each.source, each.origin, _about(survey, each), each.answers) for each in queries.online_totals(survey)
    )
    if not sources:
        return Online(totals=totals)
    return Online(sources, totals, by_channel(survey, chosen, definition), by_officer(survey, chosen, definition))


def _about(survey: OpenSurvey, total: queries.OnlineTotalView) -> str:
    wave = next((wave.title for wave in survey.plan.waves if wave.code == total.wave), total.wave)
    named = (unit_name(survey, total.unit) if total.unit else "", wave)
    return ", ".join(each for each in named if each) or "Toàn bộ"


def by_channel(survey: OpenSurvey, chosen: Filter, definition: IndexDefinition | None = None) -> tuple[Part, ...]:
    """The index of each channel that has a settled ballot, in the plan's order."""
    found = queries.figures_by(survey, By.CHANNEL, chosen, definition)
    return tuple(
        Part(channel.code, channel.title, found[channel.code].ballots.settled, found[channel.code].index)
        for channel in survey.plan.channels
        if channel.code in found
    )


def by_officer(survey: OpenSurvey, chosen: Filter, definition: IndexDefinition | None = None) -> tuple[Part, ...]:
    """The index of each officer whom a settled answer names, in the order of the survey's officers."""
    found = queries.figures_by(survey, By.OFFICER, chosen, definition)
    return tuple(
        Part(officer.code, officer.name, found[officer.code].ballots.settled, found[officer.code].index)
        for officer in queries.officers(survey)
        if officer.code in found
    )
