"""Second keyings demanded on the page of the keyers: of a keyer since a day, of a batch, of one ballot."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.serial import show
from sipas_desktop.gui.operator_second import OF_BATCH, OF_KEYER, ONE
from sipas_desktop.gui.operators import OperatorsPage
from sipas_desktop.store import keys, queries, workflow
from tests.gui.stations import cheap_station, shown
from tests.gui.test_accessibility import controls, nameless, tab_walk
from tests.store.test_sampled_keying import QUICK, drawn_of, keyed_once, state
from tests.surveys import CHEAP, Station, copied_station, sampled_plan


@pytest.fixture
def sampled(qapp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, sampled_plan(tmp_path / "plans", QUICK)) as here:
        yield here


def looked(desk: Station, name: str, folder: Path, qtbot: Any) -> OperatorsPage:
    page = shown(OperatorsPage, desk[name], folder, qtbot)
    wait(page, qtbot)
    assert page.second is not None and page.second.isHidden()
    page.turn()
    assert page.details.isHidden() and page.second.isVisible()
    return page


def wait(page: OperatorsPage, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not page.task_line.running, timeout=20_000)


def ask(page: OperatorsPage, which: int, qtbot: Any, typed: str = "") -> None:
    second = page.second
    assert second is not None
    second.which.setCurrentIndex(which)
    (second.since if which == OF_KEYER else second.serial).setText(typed)
    second.demand.click()
    wait(page, qtbot)


def test_of_one_ballot_of_a_batch_and_of_a_keyer(sampled: Station, tmp_path: Path, qtbot: Any) -> None:
    serials, drawn = keyed_once(sampled, 12)
    single = [each for each in serials if each not in drawn]
    more = sampled.received(3, "L2")
    for serial in more:
        sampled.key("Lan", 1, serial)
    later = [each for each in more if each not in drawn_of(sampled, "Lan", more)]
    page = looked(sampled, "Hòa", tmp_path, qtbot)
    second = page.second
    assert second is not None
    assert f"keyed once: {len(single) + len(later)}" in second.told.text()
    assert "Lan: keyed once" in second.standing.text() and "a sample" in second.standing.text()
    ask(page, ONE, qtbot, single[0])
    assert page.notice.kind == "ok" and "1 ballot(s)" in page.notice.words
    assert state(sampled, single[0]) is State.FIRST_KEYED
    assert f"keyed once: {len(single) + len(later) - 1}" in second.told.text()
    ask(page, ONE, qtbot, single[0])  # it waits already
    assert page.notice.kind == "error" and show(single[0]) in page.notice.words
    second.which.setCurrentIndex(OF_BATCH)
    assert [second.batch.itemText(at) for at in range(second.batch.count())] == ["L1", "L2"]
    second.batch.setCurrentText("L1")
    ask(page, OF_BATCH, qtbot)
    assert page.notice.kind == "ok" and f"{len(single) - 1} ballot(s)" in page.notice.words
    assert {state(sampled, each) for each in single} == {State.FIRST_KEYED}
    assert {state(sampled, each) for each in later} <= {State.SINGLE_KEYED}
    assert second.batch.currentText() == "L1", "what was chosen stays chosen"
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)
    ask(page, OF_KEYER, qtbot, tomorrow.strftime("%d/%m/%Y"))
    assert page.notice.kind == "attention" and "0 ballot(s)" in page.notice.words
    ask(page, OF_KEYER, qtbot, "hôm qua")
    assert page.notice.kind == "attention" and "hôm qua" in page.notice.words
    ask(page, OF_KEYER, qtbot)
    assert {state(sampled, each) for each in later} <= {State.FIRST_KEYED}
    assert queries.check_survey(sampled.admin).ok


def test_nobody_demands_it_of_her_own(sampled: Station, tmp_path: Path, qtbot: Any) -> None:
    keyed_once(sampled, 3)
    workflow.set_roles(sampled.admin, "Lan", ["keyer", "adjudicator"])
    page = looked(sampled, "Lan", tmp_path, qtbot)
    assert page.second is not None and "Lan: " in page.second.standing.text()
    ask(page, OF_KEYER, qtbot)
    assert page.notice.kind == "error" and "somebody else" in page.notice.words


def test_every_control_has_a_name_and_is_reached_by_tab(sampled: Station, tmp_path: Path, qtbot: Any) -> None:
    keyed_once(sampled, 1)
    page = looked(sampled, "Hòa", tmp_path, qtbot)
    assert page.second is not None
    for which in (OF_KEYER, OF_BATCH, ONE):
        page.second.which.setCurrentIndex(which)
        assert nameless(page) == []
        assert [widget for widget in controls(page) if widget not in tab_walk(page)] == []


def test_where_all_is_keyed_twice_nothing_is_demanded(tmp_path: Path, qtbot: Any, monkeypatch: Any) -> None:
    with cheap_station(tmp_path, monkeypatch) as desk:
        page = shown(OperatorsPage, desk["Hòa"], tmp_path, qtbot)
        wait(page, qtbot)
        assert page.second is None
