"""Tallies that are held give the figures that counting every ballot gives, whatever happened to the ballots since."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from sys import modules

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.breakdown import By
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import Filter, held_tallies
from tests.surveys import Station, station

FIGURES, BREAKDOWN = (modules[f"sipas_desktop.store.queries.{name}"] for name in ("figures", "breakdown"))
FULLY = IndexDefinition.FULLY_SATISFIED


def units(desk: Station) -> list[str]:
    """Two that the catalogue has."""
    return [entry.code for entry in queries.catalogue(desk.admin, "unit")[1:3]]


def filters(desk: Station) -> Iterator[Filter]:
    plan = desk.admin.plan
    for group in (None, *(each.code for each in plan.groups)):
        for channel in (None, *(each.code for each in plan.channels)):
            for unit in (None, *units(desk)):
                yield Filter(group=group, unit=unit, channel=channel)


def told(desk: Station) -> list[object]:
    """All that may come from tallies that are held."""
    found: list[object] = []
    for chosen in filters(desk):
        found += [queries.figures(desk.admin, chosen, each) for each in (None, FULLY)]
        found.append(queries.definitions(desk.admin, chosen))
        found += [queries.figures_by(desk.admin, by, chosen) for by in (By.UNIT, By.CHANNEL)]
    return found


def counted(desk: Station) -> list[object]:
    """The same, every ballot read each time."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (FIGURES, BREAKDOWN):
            patch.setattr(module, "held_tallies", lambda *_: None)
        return told(desk)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_to_ballots_the_figures_are_those_that_counting_gives(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with station(tmp_path, "hai-cap-2026") as desk:
        plan = desk.admin.plan
        assert len(plan.groups) == 2
        entries = [workflow.Entry(code, f"Đơn vị {code}") for code in "123"]
        workflow.set_catalogue(desk.admin, "unit", entries)
        rated = desk.admin.form_of_group(plan.groups[0].code).rated[0].code
        for _ in range(3):
            (serial,) = desk.print(1, group=chance.choice(plan.groups).code)
            workflow.receive(desk.admin, serial, channel=chance.choice(plan.channels).code)
            values = {"unit": chance.choice(units(desk)), rated: chance.choice("12345")}
            desk.key("Lan", 1, serial, **values)
            desk.key("Mai", 2, serial, **values | {rated: "4"})
            assert told(desk) == counted(desk)
            if values[rated] != "4":
                workflow.adjudicate(desk["Hòa"], serial, rated, Answer("5"), "nhìn lại phiếu")
                assert told(desk) == counted(desk)
                workflow.adjudicate(desk["Hòa"], serial, rated, Answer("1"), "xem lại phiếu")
                assert told(desk) == counted(desk)
        assert queries.figures(desk.admin).ballots.settled == 3


def test_a_ballot_that_came_since_is_counted(desk: Station) -> None:
    desk.settled(2, unit="2", overall="5")
    queries.definitions(desk.admin)
    assert queries.figures(desk.admin, Filter(unit="2")).index == 100
    desk.settled(2, unit="2", overall="1")
    assert queries.figures(desk.admin, Filter(unit="2")).index == 50


def test_every_ballot_is_read_once_for_all_units_channels_and_definitions(
    desk: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.settled(2, unit="2", overall="5")
    desk.settled(1, unit="3", overall="1")
    expected = counted(desk)
    queries.definitions(desk.admin)
    for module in (FIGURES, BREAKDOWN, held_tallies):
        monkeypatch.setattr(module, "tallies", None)  # whoever reads ballots now fails
    assert told(desk) == expected


def test_more_cells_than_are_held_are_counted_each_time(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.settled(2, unit="2", overall="5")
    desk.settled(1, unit="3", overall="1")
    monkeypatch.setattr(held_tallies, "MOST", 1)
    assert told(desk) == counted(desk)
    read = []
    tallies = held_tallies.tallies
    monkeypatch.setattr(held_tallies, "tallies", lambda *given: read.append(given) or tallies(*given))
    queries.definitions(desk.admin)
    queries.definitions(desk.admin)
    assert len(read) == 2
