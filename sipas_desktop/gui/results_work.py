"""What each tab of the results has worked out for it: the work, for a thread, and where its result goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sipas_desktop.gui.latest import Done, Work
from sipas_desktop.store import queries

if TYPE_CHECKING:
    from sipas_desktop.gui.results import ResultsPage


def definitions(page: ResultsPage) -> tuple[Work, Done]:
    """Every definition side by side."""
    survey, chosen = page.desk.survey, page.filter.chosen

    def work() -> Any:
        return queries.definitions(survey, chosen)

    def done(found: Any) -> None:
        page.index.definitions.fill(found, survey.plan)

    return work, done


def divided(page: ResultsPage) -> tuple[Work, Done]:
    """The cells of the divisions that are chosen."""
    survey, chosen, definition = page.desk.survey, page.filter.chosen, page.filter.definition
    divisions = page.divided.divisions

    def work() -> Any:
        from sipas_desktop.jobs.breakdowns import PartNames

        return queries.figures_divided(survey, divisions, chosen, definition), PartNames(survey)

    def done(found: Any) -> None:
        page.divided.fill(found[0], found[1], survey.plan.decimals)

    return work, done


def ballots(page: ResultsPage, cell: Any, name: str) -> tuple[Work, Done]:
    """The ballots behind ``cell``."""
    survey, chosen, divisions = page.desk.survey, page.filter.chosen, page.divided.divisions

    def work() -> Any:
        from sipas_desktop.jobs.breakdowns import PartNames

        return queries.ballots_of_cell(survey, divisions, cell.parts, chosen), PartNames(survey)

    def done(found: Any) -> None:
        page.divided.show_ballots(found[0], found[1], name)

    return work, done


def ranked(page: ResultsPage) -> tuple[Work, Done]:
    """The units ranked."""
    survey, chosen, definition = page.desk.survey, page.filter.chosen, page.filter.definition

    def work() -> Any:
        from sipas_desktop.jobs.report_comparisons import ranked_part
        from sipas_desktop.paper import chart_drawing  # noqa: F401 (what draws takes long to load: not in the window)

        return ranked_part(survey, chosen, definition)

    def done(found: Any) -> None:
        page.ranking.fill(found, survey.plan.decimals)

    return work, done


def compared(page: ResultsPage) -> tuple[Work, Done]:
    """What changed against the other side that is chosen."""
    survey = page.desk.survey
    reading = page.compare.reading(survey, page.filter.chosen, page.filter.definition)

    def work() -> Any:
        from sipas_desktop.paper import chart_drawing  # noqa: F401 (as above)

        return None if reading is None else reading()

    def done(found: Any) -> None:
        page.compare.fill(found, survey.plan.decimals)

    return work, done


def units(page: ResultsPage) -> tuple[Work, Done]:
    """The index of each unit."""
    survey, chosen, definition = page.desk.survey, page.filter.chosen, page.filter.definition

    def work() -> Any:
        return queries.figures_by_unit(survey, chosen, definition), queries.catalogue(survey, "unit")

    def done(found: Any) -> None:
        page.units.fill(found[0], found[1], survey.plan.decimals, survey.plan.small_cell)

    return work, done


def officers(page: ResultsPage) -> tuple[Work, Done]:
    """The index of each officer whom online answers name."""
    survey, chosen, definition = page.desk.survey, page.filter.chosen, page.filter.definition

    def work() -> Any:
        from sipas_desktop.jobs.online_results import by_officer

        return by_officer(survey, chosen, definition)

    def done(found: Any) -> None:
        if page.officers is not None:
            page.officers.fill(found, survey.plan.decimals, survey.plan.small_cell)

    return work, done
