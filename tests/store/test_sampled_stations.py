"""Sampled double keying with stations: they settle nothing singly, the office judges what they bring."""

from __future__ import annotations

from pathlib import Path

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.keying_sample import Judged
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.on_sampled_keying import seed_of
from sipas_desktop.store.workflow.settling import single_says
from tests.stations import hand_out, merge
from tests.store.test_sampled_keying import drawn_of, learned, sampled, sound, states
from tests.surveys import Station

__all__ = ["sampled"]  # the fixture
COUNT = 30


def test_a_station_has_no_seed_and_settles_nothing_singly(sampled: Station, tmp_path: Path) -> None:
    learned(sampled)
    serials = sampled.received(COUNT)
    there = hand_out(sampled, tmp_path, ["L1"], passes=[1])
    for serial in serials:
        there.key("Lan", 1, serial)
    with there.admin.reading() as conn:
        assert seed_of(conn) is None
    assert set(states(there, serials).values()) == {State.FIRST_KEYED}
    assert queries.check_survey(there.admin).ok
    there.close()


def test_a_station_that_settles_singly_all_the_same_is_found_out(sampled: Station, tmp_path: Path) -> None:
    """Its check finds it, so it is not merged."""
    learned(sampled)
    (serial,) = sampled.received(1)
    there = hand_out(sampled, tmp_path, ["L1"], passes=[1])
    there.key("Lan", 1, serial)
    (form,) = there.admin.forms.current().values()
    with there["Lan"].writing() as tx:
        said = single_says(form, there.admin.plan.keying, f"{'0' * 32}:1", Judged(2, 40, 0))
        tx.append(FactKind.BALLOT_SETTLED, serial, **said)
    assert [code for code, _ in queries.check_survey(there.admin).problems] == ["check.illegal"]
    there.close()


def test_the_office_judges_a_first_pass_when_it_comes_home(sampled: Station, tmp_path: Path) -> None:
    learned(sampled)
    serials = sampled.received(COUNT)
    drawn = drawn_of(sampled, "Lan", serials)
    there = hand_out(sampled, tmp_path, ["L1"], passes=[1])
    for serial in serials:
        there.key("Lan", 1, serial)
    merge(sampled, there)
    expected = {each: State.FIRST_KEYED if each in drawn else State.SINGLE_KEYED for each in serials}
    assert states(sampled, serials) == expected
    sound(sampled)
    # She corrects one of hers where she keyed it; merged again, it is settled anew.
    single = next(each for each in serials if each not in drawn)
    workflow.reopen_keying(there["Lan"], single, 1)
    there.key("Lan", 1, single, Q1="1")
    merge(sampled, there)
    assert states(sampled, serials) == expected
    assert [each.values["Q1"] for each in queries.records(sampled.admin) if each.serial == single] == ["1"]
    assert merge(sampled, there).added == 0
    sound(sampled)
    there.close()


def test_what_is_handed_out_for_both_passes_is_keyed_twice(sampled: Station, tmp_path: Path) -> None:
    learned(sampled)
    serials = sampled.received(COUNT)
    there = hand_out(sampled, tmp_path, ["L1"])
    for serial in serials:
        there.key("Lan", 1, serial)
    merge(sampled, there)
    assert set(states(sampled, serials).values()) == {State.FIRST_KEYED}
    for serial in serials:
        there.key("Mai", 2, serial)
    merge(sampled, there)
    assert set(states(sampled, serials).values()) == {State.SETTLED}
    sound(sampled)
    there.close()


def test_a_second_keying_of_a_station_that_was_given_up_makes_a_ballot_verified(
    sampled: Station, tmp_path: Path
) -> None:
    """Its second pass was handed out and taken back; the office let one keying settle it; then the return came."""
    learned(sampled)
    serials = sampled.received(COUNT)
    single = min(set(serials) - drawn_of(sampled, "Lan", serials))
    there = hand_out(sampled, tmp_path, ["L1"], passes=[2])
    there.key("Mai", 2, single)
    workflow.take_back(sampled.admin, 1, "mất máy")
    sampled.key("Lan", 1, single)
    assert states(sampled, (single,)) == {single: State.SINGLE_KEYED}
    merge(sampled, there)
    assert states(sampled, (single,)) == {single: State.SETTLED}
    told = {each.name: each.judged.ballots for each in queries.sampled_keying(sampled.admin).operators}
    assert told == {"Lan": 3, "Mai": 3}
    sound(sampled)
    there.close()


def test_a_rival_first_keying_is_a_conflict_of_a_single_keyed_ballot(sampled: Station, tmp_path: Path) -> None:
    learned(sampled)
    serials = sampled.received(COUNT)
    single = min(set(serials) - drawn_of(sampled, "Lan", serials))
    there = hand_out(sampled, tmp_path, ["L1"], passes=[1])
    there.key("Mai", 1, single)
    workflow.take_back(sampled.admin, 1, "mất máy")
    sampled.key("Lan", 1, single)
    assert states(sampled, (single,)) == {single: State.SINGLE_KEYED}
    merge(sampled, there)
    assert states(sampled, (single,)) == {single: State.CONFLICT}
    assert single not in {each.serial for each in queries.records(sampled.admin)}
    (conflict,) = queries.conflicts(sampled.admin)
    kept = [deed.ref for deed in conflict.deeds if deed.operator == "Lan" or deed.kind == "receipt"]
    workflow.settle_conflict(sampled["Hòa"], single, kept)
    assert states(sampled, (single,)) == {single: State.FIRST_KEYED}  # whoever settled it wants it compared
    sound(sampled)
    there.close()
