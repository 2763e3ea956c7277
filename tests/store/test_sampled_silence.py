"""Sampled double keying is silent: nothing tells who keyed a ballot whether it is drawn, and the mode shows nowhere."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.roles import Role
from sipas_desktop.domain.standing import Why
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import settling
from tests.store.test_sampled_keying import QUICK, sampled, state
from tests.store.test_silence import ASKED, OF_ONE_BALLOT, answer
from tests.surveys import Station, sampled_plan, station

__all__ = ["sampled"]  # the fixture
Ask = Callable[[OpenSurvey, str], object]
MORE: tuple[Ask, ...] = (
    lambda survey, serial: workflow.reopen_keying(survey, serial, 2),
    lambda survey, serial: workflow.key_ballot(survey, serial, 1, {}),
    lambda survey, serial: workflow.demand_second(survey, serial),
    lambda survey, _: queries.sampled_keying(survey),
    lambda survey, _: queries.history(survey),
    lambda survey, _: queries.batch_at_work(survey),
)

# Of her own figures: what she typed herself, which is more each time she keys the ballot again.
TYPED = re.compile(r"fields=\d+, keystrokes=\d+, seconds=[\d.]+, keystrokes_an_hour=[^,]+, corrections=\d+")


def key_again(desk: Station, monkeypatch: pytest.MonkeyPatch, serial: str, *, single: bool) -> None:
    """Lan keys the ballot, which is drawn or is not."""
    monkeypatch.setattr(settling, "may_be_single", lambda *_: single)
    found = queries.ballot(desk.admin, serial)
    if found is not None and found.state is not State.VALID:
        workflow.reopen_keying(desk["Lan"], serial, 1)
    desk.key("Lan", 1, serial)
    assert state(desk, serial) is (State.SINGLE_KEYED if single else State.FIRST_KEYED)


@pytest.mark.parametrize("ask", [*ASKED, *MORE])
def test_its_keyer_hears_the_same_of_a_ballot_that_is_drawn_and_of_one_that_is_not(
    sampled: Station, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    (serial,) = sampled.received(1)
    heard = []
    for single in (True, False):
        key_again(sampled, monkeypatch, serial, single=single)
        heard.append(answer(ask, sampled["Lan"], serial))
    for second in ("1", "4"):  # differing, then settled: that was a second keying, of which she hears nothing
        if second == "4":
            workflow.reopen_keying(sampled["Mai"], serial, 2)
        sampled.key("Mai", 2, serial, Q1=second)
        heard.append(answer(ask, sampled["Lan"], serial))
    assert state(sampled, serial) is State.SETTLED
    assert {TYPED.sub("", told) for told in heard} == {TYPED.sub("", heard[0])}


OF_HER_OWN: tuple[Ask, ...] = (
    lambda survey, serial: workflow.demand_second(survey, serial),
    lambda survey, _: workflow.demand_second_of_batch(survey, "L1"),
    lambda survey, _: workflow.demand_second_of_operator(survey, "Lan", datetime.date(2024, 1, 1)),
)


@pytest.mark.parametrize("ask", [*OF_ONE_BALLOT, *OF_HER_OWN])
def test_more_roles_tell_her_no_more_of_her_own_ballot(
    sampled: Station, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    workflow.set_roles(sampled.admin, "Lan", ["keyer", "adjudicator", "office", "observer"])
    (serial,) = sampled.received(1)
    heard = []
    for single in (True, False):
        key_again(sampled, monkeypatch, serial, single=single)
        heard.append(answer(ask, sampled["Lan"], serial))
    sampled.key("Mai", 2, serial)
    heard.append(answer(ask, sampled["Lan"], serial))
    assert set(heard) == {heard[0]}


def test_the_history_of_her_own_ballot_does_not_tell_her_either(
    sampled: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    workflow.set_roles(sampled.admin, "Lan", ["keyer", "office"])
    one, other, demanded = sampled.received(3)
    for serial, single in ((one, True), (other, False), (demanded, True)):
        key_again(sampled, monkeypatch, serial, single=single)
    sampled.key("Mai", 2, other)
    workflow.demand_second(sampled["Hòa"], demanded)
    told = []
    for serial in (one, other, demanded):
        page = queries.history(sampled["Lan"], queries.HistoryFilter(serial=serial))
        told.append([(row.kind, row.what, row.after, row.pass_no) for row in page.rows])
    assert told[0] == told[1] == told[2]


def test_no_page_of_the_history_shows_the_seed(sampled: Station) -> None:
    sampled.print(1)
    rows = [row for row in queries.history(sampled.admin).rows if row.kind == "keying_seeded"]
    assert len(rows) == 1 and not rows[0].after and not rows[0].what
    whole = queries.fact_whole(sampled.admin, rows[0].ref)
    told = queries.sampled_keying(sampled.admin).seed_sha256
    assert whole is not None and [each.name for each in whole.particulars] == ["seed_sha256"]
    assert [each.values for each in whole.particulars] == [(told,)]


def heard_of_first_keyings(folder: Path, keying: str, ask: Ask, due: State) -> list[str]:
    """What two keyers hear before and after one of them keyed a ballot, with nothing in it that is the survey's own."""
    folder.mkdir()
    heard = []
    with station(folder, sampled_plan(folder / "plans", keying)) as desk:
        (serial,) = desk.received(1)
        desk.key("Lan", 1, serial)
        assert state(desk, serial) is due
        for _ in range(2):
            heard.append(answer(ask, desk["Lan"], serial))
            workflow.reopen_keying(desk["Lan"], serial, 1)
            heard.append(answer(ask, desk["Lan"], serial))
            desk.key("Lan", 1, serial, Q1="1")
        number = desk.admin.about.number
    heard = [said.replace(serial, "S").replace(serials.show(serial), "S").replace(number, "N") for said in heard]
    return [re.sub(r"started=\d+|ref='\w+:\d+'", "", said) for said in heard]  # places in the file, which nobody sees


@pytest.mark.parametrize("ask", ASKED)
def test_who_keys_first_hears_the_same_in_both_modes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask) -> None:
    monkeypatch.setattr(settling, "may_be_single", lambda *_: True)
    full = heard_of_first_keyings(tmp_path / "full", "twice = 100", ask, State.FIRST_KEYED)
    assert heard_of_first_keyings(tmp_path / "sampled", QUICK, ask, State.SINGLE_KEYED) == full


def test_nobody_is_told_that_her_ballot_waits_for_a_second_keying_or_is_missing_there(
    sampled: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who keys and leads the work sees a paper that is missing, and no more; who did not key it sees it all."""
    (serial,) = sampled.received(1)
    key_again(sampled, monkeypatch, serial, single=False)
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=3)

    def told(name: str) -> list[Why]:
        return [each.why for each in queries.standing(sampled[name], later)]

    workflow.count_batch(sampled.admin, "L1", scanned=[])
    for name, missing in (("Lan", ()), ("Hòa", (serial,))):
        assert [each.missing for each in queries.batch_standings(sampled[name])] == [missing]
        assert [each.missing for each in queries.batch_at_desk(sampled[name], "L1", 2).papers] == [bool(missing)]
    workflow.count_batch(sampled.admin, "L1", scanned=[serial])
    workflow.set_roles(sampled.admin, "Lan", [Role.KEYER.value, Role.ADJUDICATOR.value])
    assert (told("Lan"), told("Hòa")) == ([], [Why.KEYED_ONCE])
    workflow.start_keying(sampled["Mai"], serial, 2)
    assert (told("Lan"), told("Hòa")) == ([], [Why.IN_PROGRESS])
