"""Design weights from the draws of a survey: by the member of a linked ballot, by the unit of any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.design_weights import StratumShare, effective_size
from sipas_desktop.domain.plan import Weighting
from sipas_desktop.jobs.results import weighted_beside
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import Filter
from sipas_desktop.store.workflow import MemberData, Wanted
from tests.online import Day, take
from tests.surveys import Station, plan_with, station


def _frame(desk: Station, **units: int) -> None:
    members = [
        MemberData("frame", f"Người {unit} {n}", unit=unit, dossier=f"{unit}-{n}")
        for unit, count in units.items()
        for n in range(count)
    ]
    workflow.import_sample(desk.admin, members, "0" * 64)


def test_a_linked_ballot_stands_for_the_stratum_of_its_member(tmp_path: Path) -> None:
    with station(tmp_path, "hue-2024") as desk:
        _frame(desk, A=30, B=6)
        workflow.draw_sample(desk["Hà"], Wanted(2024, "stratified", "unit", {"A": 3, "B": 3}, 0))
        run = workflow.reserve_run(desk.admin)
        workflow.publish_run(desk.admin, run, "0" * 64, 6)
        with desk.admin.reading() as conn:
            linked = "SELECT l.serial, s.unit FROM link l JOIN sample_member s ON s.id = l.member"
            units = dict(tuple(row) for row in conn.exec_driver_sql(linked))
        for serial in run.serials:
            workflow.receive(desk.admin, serial, channel="buu-dien")
            for name, number in (("Lan", 1), ("Mai", 2)):
                desk.key(name, number, serial, overall="5" if units[serial] == "A" else "1")
        take(desk, Day("2024-09-10", "1"))  # online: drawn by nobody
        assert queries.figures(desk.admin).index == pytest.approx(300 / 7)
        found = queries.figures_weighted(desk.admin)
        assert found is not None
        assert [(each.name, each.rows, each.settled, each.weight) for each in found.strata] == [
            ("A", 30, 3, 10), ("B", 6, 3, 2)
        ]  # fmt: skip
        assert (found.index, found.outside, found.silent) == (pytest.approx(3000 / 36), 1, ())
        assert found.effective_size == effective_size([StratumShare(30, 3, 3, 3), StratumShare(6, 3, 0, 3)])
        assert found.interval is not None
        assert found.interval.population == 36


def test_another_ballot_stands_for_the_unit_that_it_names(desk: Station) -> None:
    two, three = queries.catalogue(desk.admin, "unit")[1:3]
    members = [
        MemberData("frame", f"Người {unit.code} {n}", unit=unit.name)
        for unit, count in ((two, 20), (three, 5))
        for n in range(count)
    ]
    workflow.import_sample(desk.admin, members, "0" * 64)
    assert queries.figures_weighted(desk.admin) is None
    workflow.draw_sample(desk["Hà"], Wanted(1, "stratified", "unit", 10, 0))
    desk.settled(2, unit=two.code, overall="5")
    desk.settled(1, unit=two.code, overall=a.BLANK)
    desk.settled(1, unit=a.BLANK, overall="1")
    found = queries.figures_weighted(desk.admin)
    assert found is not None
    assert {(each.name, each.rows, each.settled) for each in found.strata} == {
        (two.name, 20, 3), (three.name, 5, 0)
    }  # fmt: skip
    assert [each.name for each in found.silent] == [three.name]
    assert (found.index, found.outside) == (100, 1)
    # Sơn Tây's plan does not weigh: it is there for who asks, and no figure says it.
    assert weighted_beside(desk.admin, Filter()) is None


def test_a_plan_that_weighs_has_it_beside_the_figures_of_the_whole_survey(tmp_path: Path) -> None:
    plan = plan_with(tmp_path, "son-tay-2017", 'definition = "overall"', 'definition = "overall"\nweighting = "design"')
    with station(tmp_path, plan) as desk:
        assert desk.admin.plan.weighting is Weighting.DESIGN
        assert weighted_beside(desk.admin, Filter()) is None
        _frame(desk, A=4, B=4)
        workflow.draw_sample(desk["Hà"], Wanted(1, "stratified", "unit", 2, 0))
        found = weighted_beside(desk.admin, Filter())
        assert found is not None
        assert (found.index, len(found.silent)) == (None, 2)
        assert weighted_beside(desk.admin, Filter(wave="x")) is None


def test_a_simple_draw_weighs_nothing(desk: Station) -> None:
    _frame(desk, A=4, B=4)
    workflow.draw_sample(desk["Hà"], Wanted(1, "simple", "unit", 2, 0))
    assert queries.figures_weighted(desk.admin) is None
