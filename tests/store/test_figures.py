"""Figures from settled ballots: counts, filters, interval, the kinds of no answer."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import Filter
from tests.store.test_keying import refused
from tests.surveys import Station


def test_every_kind_of_no_answer_is_counted_apart(desk: Station) -> None:
    for value in ("5", "4", "3", a.BLANK, a.OVERMARKED, a.ILLEGIBLE):
        desk.settled(1, overall=value)
    figures = queries.figures(desk.admin)
    overall = next(question for question in figures.questions if question.code == "overall")
    assert overall.counts == {"1": 0, "2": 0, "3": 1, "4": 1, "5": 1}
    assert (overall.blank, overall.overmarked, overall.illegible, overall.no_opinion) == (1, 1, 1, 0)
    assert (overall.answered, overall.satisfied) == (3, 2)
    assert figures.index == Fraction(200, 3)


def test_only_settled_ballots_count(desk: Station) -> None:
    desk.settled(2, overall="5")
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, overall="1")
    assert queries.figures(desk.admin).index == 100
    desk.key("Mai", 2, serial, overall="2")
    assert queries.figures(desk.admin).index == 100
    counts = queries.process(desk.admin)
    assert (counts.double_keyed, counts.differing, counts.unsettled) == (2, 1, 1)


def test_units_come_from_the_ballot(desk: Station) -> None:
    desk.settled(2, unit="2", overall="5")
    desk.settled(1, unit="3", overall="1")
    assert queries.figures(desk.admin, Filter(unit="2")).index == 100
    assert queries.figures(desk.admin, Filter(unit="3")).index == 0
    by_unit = queries.figures_by_unit(desk.admin)
    assert {unit: figures.ballots.settled for unit, figures in by_unit.items()} == {"2": 2, "3": 1}


def test_until_is_the_day_of_receipt(desk: Station) -> None:
    desk.settled(1)
    vietnam = datetime.timezone(datetime.timedelta(hours=7))
    today = datetime.datetime.now(vietnam).date()
    assert queries.figures(desk.admin, Filter(until=today)).ballots.settled == 1
    assert queries.figures(desk.admin, Filter(until=today - datetime.timedelta(days=1))).ballots.settled == 0


def test_the_frame_makes_the_population_known(desk: Station) -> None:
    for value in "54321":
        desk.settled(1, overall=value)
    wide = queries.figures(desk.admin).interval
    members = [workflow.MemberData("frame", f"Người {n}") for n in range(8)]
    workflow.import_sample(desk.admin, members, "0" * 64)
    narrow = queries.figures(desk.admin).interval
    assert wide is not None and narrow is not None
    assert (wide.population, narrow.population) == (None, 8)
    assert wide.low < narrow.low < narrow.high < wide.high


@pytest.mark.parametrize("definition", list(IndexDefinition))
def test_every_definition_gives_a_figure(desk: Station, definition: IndexDefinition) -> None:
    desk.settled(2, overall="5")
    desk.settled(1, Q1="1", overall="2")
    index = queries.figures(desk.admin, definition=definition).index
    expected = {
        IndexDefinition.OVERALL: Fraction(200, 3),
        IndexDefinition.POOLED: Fraction(1700, 18),
        IndexDefinition.MEAN_OF_CRITERIA: Fraction(1700, 18),
        IndexDefinition.WEIGHTED_FACTORS: None,  # the plan gives no weights
        IndexDefinition.MEAN_SCORE: Fraction(6900, 90),
        IndexDefinition.FULLY_SATISFIED: Fraction(200, 3),
    }
    assert index == expected[definition]


def test_results_are_not_for_keyers(desk: Station) -> None:
    with refused("operators.not_allowed"):
        queries.figures(desk["Lan"])
    with refused("operators.not_allowed"):
        queries.records(desk["Lan"])
    with refused("plan.unknown_group"):
        queries.figures(desk.admin, Filter(group="không có"))
    with refused("plan.unknown_wave"):
        queries.figures(desk.admin, Filter(wave="quý 5"))


@pytest.mark.parametrize("definition", list(IndexDefinition))
def test_the_figures_of_all_units_at_once_are_those_of_each(desk: Station, definition: IndexDefinition) -> None:
    desk.settled(2, unit="2", overall="5")
    desk.settled(1, unit="2", overall=a.BLANK, Q3="1")
    desk.settled(1, unit="3", overall="1")
    desk.settled(1, unit=a.ILLEGIBLE)
    (serial,) = desk.received(1)
    desk.key("Lan", 1, serial, unit="4")
    together = queries.figures_by_unit(desk.admin, definition=definition)
    one_by_one = {unit: queries.figures(desk.admin, Filter(unit=unit), definition) for unit in ("2", "3")}
    assert together == one_by_one
