"""Merging stations: the same in every order, nothing twice, nothing by arriving last, nothing that was changed."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.conflict import Against
from sipas_desktop.errors import Refusal
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import open_like, open_survey
from sipas_desktop.store.workflow import merging
from tests.stations import copied, hand_out, merge, outcome, refuses
from tests.surveys import PASSWORD, Station, opened_station


def three_stations(desk: Station, folder: Path) -> tuple[list[Station], tuple[str, ...]]:
    """Pass 1 of a batch at one station, pass 2 at another, all of another batch at the third."""
    shared = desk.received(4, "L1")
    alone = desk.received(3, "L2")
    one = hand_out(desk, folder, ["L1"], (1,))
    two = hand_out(desk, folder, ["L1"], (2,))
    three = hand_out(desk, folder, ["L2"])
    for serial in shared[:3]:
        one.key("Lan", 1, serial, Q1="3" if serial == shared[0] else "4")
    for serial in shared[1:]:
        two.key("Mai", 2, serial)
    two.key("Lan", 2, shared[0])  # who keyed the first pass at the other station
    for serial in alone[:2]:
        three.key("Mai", 1, serial)
        three.key("Lan", 2, serial, Q2="2" if serial == alone[0] else "4")
    workflow.adjudicate(three["Hòa"], alone[0], "Q2", three.answers(Q2="5")["Q2"], "xem phiếu")
    workflow.set_validity(three["Hòa"], alone[2], "blank")
    stations = [one, two, three]
    for each in stations:
        each.close()
    return stations, (*shared, *alone)


def test_every_order_gives_the_same(desk: Station, tmp_path: Path) -> None:
    stations, _ = three_stations(desk, tmp_path)
    found = set()
    for number, order in enumerate(itertools.permutations(range(3))):
        office = copied(desk, tmp_path / str(number))
        for place in order:
            merge(office, stations[place])
        assert queries.check_survey(office.admin).problems == ()
        before = outcome(office.admin)
        assert [merge(office, each).added for each in stations] == [0, 0, 0]
        assert outcome(office.admin) == before
        found.add(repr(before))
        office.close()
    (only,) = found
    assert [only.count(f"<State.{state}:") for state in ("CONFLICT", "SETTLED", "FIRST_ELSEWHERE")] == [1, 4, 1]


def test_who_keyed_both_passes_at_two_stations_is_named(desk: Station, tmp_path: Path) -> None:
    stations, serials = three_stations(desk, tmp_path)
    for each in stations:
        merge(desk, each)
    (conflict,) = queries.conflicts(desk.admin)
    assert conflict.serial == serials[0]
    assert conflict.what == (Against.SAME_PERSON,) and conflict.operators == ("Lan",)
    assert [deed.station for deed in conflict.deeds if deed.in_conflict] in ([1, 2], [2, 1])
    kept = [deed.ref for deed in conflict.deeds if deed.about != "2"]
    refuses("conflict.own_part", lambda: settle_as_adjudicator(desk, "Lan", serials[0], kept))
    both = [deed.ref for deed in conflict.deeds]
    refuses("conflict.still", lambda: workflow.settle_conflict(desk["Hòa"], serials[0], both))
    refuses("conflict.no_deed", lambda: workflow.settle_conflict(desk["Hòa"], serials[0], ["x:1"]))
    assert not workflow.settle_conflict(desk["Hòa"], serials[0], kept)
    ballot = queries.ballot(desk.admin, serials[0])
    assert ballot is not None and ballot.state is State.FIRST_KEYED
    desk.key("Mai", 2, serials[0], Q1="3")
    ballot = queries.ballot(desk.admin, serials[0])
    assert ballot is not None and ballot.state is State.SETTLED
    assert queries.check_survey(desk.admin).problems == ()


def settle_as_adjudicator(desk: Station, name: str, serial: str, keep: list[str]) -> None:
    workflow.set_roles(desk.admin, name, ["keyer", "adjudicator"])
    workflow.settle_conflict(desk[name], serial, keep)


def keyed_at_home_too(desk: Station, folder: Path) -> tuple[Station, str]:
    """A hand-out that was taken back, keyed in the office, and came home all the same."""
    (serial,) = desk.received(1)
    post = hand_out(desk, folder, ["L1"])
    post.key("Lan", 1, serial)
    post.close()
    workflow.take_back(desk.admin, 1, "máy hỏng")
    desk.key("Mai", 1, serial, Q1="5")
    return post, serial


def test_two_keyings_of_one_pass_wait_for_somebody_to_say_which_counts(desk: Station, tmp_path: Path) -> None:
    post, serial = keyed_at_home_too(desk, tmp_path)
    merge(desk, post)
    (conflict,) = queries.conflicts(desk["Hòa"])
    assert conflict.what == (Against.KEYED_TWICE,) and conflict.operators == ("Lan", "Mai")
    assert queries.ledger(desk.admin).valid == 1 and queries.ledger(desk.admin).settled == 0
    with pytest.raises(Refusal):
        desk.key("Hòa", 2, serial)
    kept = [deed.ref for deed in conflict.deeds if deed.operator != "Mai"]
    workflow.settle_conflict(desk["Hòa"], serial, kept)
    refuses("receive.not_now", lambda: workflow.settle_conflict(desk["Hòa"], serial, kept))
    workflow.add_operator(desk.admin, "Tâm", ["keyer"], PASSWORD)
    desk.key("Tâm", 2, serial)  # as Lan keyed it
    assert [each.state for each in queries.ballots(desk.admin)] == [State.SETTLED]
    assert queries.check_survey(desk.admin).problems == ()


def test_two_decisions_on_one_discrepancy_are_a_conflict(desk: Station, tmp_path: Path) -> None:
    (serial,) = desk.received(1)
    post = hand_out(desk, tmp_path, ["L1"])
    post.key("Lan", 1, serial)
    post.key("Mai", 2, serial, Q1="1")
    merge(desk, post)
    workflow.adjudicate(desk["Hòa"], serial, "Q1", desk.answers(Q1="1")["Q1"])
    assert queries.ledger(desk.admin).settled == 1
    workflow.adjudicate(post["Hòa"], serial, "Q1", desk.answers()["Q1"])
    post.close()
    merge(desk, post)
    (conflict,) = queries.conflicts(desk.admin)
    assert conflict.what == (Against.DECIDED_TWICE,)
    assert queries.records(desk.admin) == []
    kept = [deed.ref for deed in conflict.deeds if deed.kind != "decision" or deed.station == 1]
    assert workflow.settle_conflict(desk.admin, serial, kept)
    assert queries.records(desk.admin)[0].values["Q1"] == "4"
    assert queries.check_survey(desk.admin).problems == ()


def test_a_ballot_received_in_two_places_is_a_conflict(desk: Station, tmp_path: Path) -> None:
    (serial,) = desk.print(1)
    post = hand_out(desk, tmp_path, [], serials_from=serial)
    workflow.receive(post["Lan"], serial, batch="B")
    post.close()
    workflow.take_back(desk.admin, 1, "máy hỏng")
    workflow.receive(desk.admin, serial, batch="L1")
    merge(desk, post)
    (conflict,) = queries.conflicts(desk.admin)
    assert conflict.what == (Against.RECEIVED_TWICE,) and conflict.operators == ("Lan", "admin")
    here = [deed.ref for deed in conflict.deeds if deed.station == 1]
    workflow.settle_conflict(desk.admin, serial, here)
    ballot = queries.ballot(desk.admin, serial)
    assert ballot is not None and (ballot.state, ballot.batch) == (State.VALID, "T1-B")
    assert queries.check_survey(desk.admin).problems == ()


def test_keyed_there_but_invalid_here_is_a_conflict(desk: Station, tmp_path: Path) -> None:
    (serial,) = desk.received(1)
    post = hand_out(desk, tmp_path, ["L1"])
    post.key("Lan", 1, serial)
    post.close()
    workflow.take_back(desk.admin, 1, "máy hỏng")
    workflow.set_validity(desk.admin, serial, "blank")
    merge(desk, post)
    (conflict,) = queries.conflicts(desk.admin)
    assert conflict.what == (Against.NOT_RECEIVED,)
    workflow.settle_conflict(desk.admin, serial, [deed.ref for deed in conflict.deeds if deed.kind == "receipt"])
    assert [each.validity for each in queries.ballots(desk.admin)] == ["blank"]
    assert queries.check_survey(desk.admin).problems == ()


def test_a_merge_that_is_broken_off_leaves_a_sound_file_and_goes_on(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stations, _ = three_stations(desk, tmp_path)
    whole = copied(desk, tmp_path / "whole")
    merge(whole, stations[2])
    monkeypatch.setattr(merging, "FACTS", 1)
    broken = copied(desk, tmp_path / "broken")

    class Stop(Exception):
        pass

    left = 0

    def stop(done: int, total: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Stop

    with open_like(broken.admin, stations[2].path) as station:
        for steps in (0, 3, 6):
            left = steps
            with pytest.raises(Stop):
                workflow.merge_return(broken.admin, station, "0" * 64, stop)
            assert queries.check_survey(broken.admin).problems == ()
            assert queries.handouts(broken.admin)[2].away == 3 and not queries.handouts(broken.admin)[2].merged
        workflow.merge_return(broken.admin, station, "0" * 64)
    assert outcome(broken.admin) == outcome(whole.admin)
    broken.close()
    whole.close()


def test_a_restored_station_that_keys_again_is_a_conflict_not_a_fork(desk: Station, tmp_path: Path) -> None:
    (serial,) = desk.received(1)
    post = hand_out(desk, tmp_path, ["L1"])
    old = copied(post, tmp_path / "old")
    old.key("Mai", 1, serial)
    old.close()
    post = opened_station(post.path)
    post.key("Lan", 1, serial)
    post.close()
    merge(desk, old)
    merge(desk, post)
    (conflict,) = queries.conflicts(desk.admin)
    assert conflict.what == (Against.KEYED_TWICE,)


def _sql(path: Path, *statements: str) -> None:
    with open_survey(path, "admin", PASSWORD) as survey, survey.writing() as tx:
        for statement in statements:
            tx.conn.exec_driver_sql(statement)


def test_a_rewritten_return_is_refused(desk: Station, tmp_path: Path) -> None:
    (serial,) = desk.received(1)
    post = hand_out(desk, tmp_path, ["L1"])
    post.key("Lan", 1, serial)
    merge(desk, post)
    post.close()
    before = queries.check_survey(desk.admin).facts
    _sql(post.path, "UPDATE fact SET hash = zeroblob(32) WHERE seq = (SELECT max(seq) FROM fact)")
    with open_like(desk.admin, post.path) as station:
        refuses("handout.fork", lambda: workflow.merge_return(desk.admin, station, "0" * 64))
    assert queries.check_survey(desk.admin).facts == before


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE fact SET hash = zeroblob(32) WHERE kind = 'handed_out'", "handout.forged"),
        ("UPDATE opening SET handout = NULL", "handout.forged"),
        ("UPDATE fact SET subject = '999999999999' WHERE kind = 'keying_started'", "handout.forged"),
        ("UPDATE form SET code = 'khác'", "handout.other_form"),
        ("UPDATE survey SET id = 'khác'", "handout.other_survey"),
        ("UPDATE survey SET handout = NULL", "handout.no_station"),
    ],
)
def test_a_forged_return_is_refused_whole(desk: Station, tmp_path: Path, statement: str, code: str) -> None:
    (serial,) = desk.received(1)
    post = hand_out(desk, tmp_path, ["L1"])
    post.key("Lan", 1, serial)
    post.close()
    _sql(post.path, statement)
    before = queries.check_survey(desk.admin).facts
    with open_like(desk.admin, post.path) as station, pytest.raises(Refusal) as caught:
        workflow.merge_return(desk.admin, station, "0" * 64)
    assert caught.value.code == code
    assert queries.check_survey(desk.admin).facts == before


def test_a_station_that_this_survey_never_made_is_refused(desk: Station, tmp_path: Path) -> None:
    desk.received(1)
    before = copied(desk, tmp_path / "before")
    office = opened_station(desk.path)
    post = hand_out(office, tmp_path, ["L1"])
    post.close()
    with open_like(before.admin, post.path) as station:
        refuses("handout.unknown", lambda: workflow.merge_return(before.admin, station, "0" * 64))
    before.close()
    office.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fact SET payload = replace(payload, '\"4\"', '\"5\"') WHERE kind = 'answers_keyed'",
        "UPDATE opening SET handout = NULL",
        "UPDATE opening SET handout = (SELECT id FROM handout) WHERE handout IS NULL",
        "UPDATE keying SET aside = 1",
        "UPDATE answer SET value = '5' WHERE value = '4'",
        "UPDATE handout SET merged = NULL",
        "UPDATE handout SET name = 'khác'",
        "DELETE FROM away",
        "UPDATE survey SET handout = (SELECT id FROM handout)",
        "UPDATE ballot SET state = 'conflict'",
    ],
)
def test_check_finds_what_was_changed_in_a_merged_file(desk: Station, tmp_path: Path, statement: str) -> None:
    first, _ = desk.received(2)
    post = hand_out(desk, tmp_path, ["L1"])
    post.key("Lan", 1, first)
    post.key("Mai", 2, first)
    post.close()
    merge(desk, post)
    assert queries.check_survey(desk.admin).problems == ()
    with desk.admin.writing() as tx:
        assert tx.conn.exec_driver_sql(statement).rowcount
    assert not queries.check_survey(desk.admin).ok
