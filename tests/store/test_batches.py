"""Batches at work: claimed, given back, taken over, counted; two stations; what a check sees of it all."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.batch import Stage
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.standing import Why
from sipas_desktop.errors import Refusal
from sipas_desktop.store import migrations, queries, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import keyings
from sipas_desktop.store.batch_rows import tallies, tally
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.references import ref_of
from tests.stations import hand_out, merge, refuses
from tests.surveys import PASSWORD, Station


def standing_of(desk: Station, code: str = "L1", by: str = "Hà") -> queries.BatchStanding:
    return next(each for each in queries.batch_standings(desk[by]) if each.code == code)


def stage(desk: Station, code: str = "L1", by: str = "Hà") -> Stage:
    """The stage that she sees; counted by the database it is what the ballots one by one add up to."""
    with desk.admin.reading() as conn:
        counted = tallies(conn)
        one_by_one = {
            each: replace(found, claimed=held.claimed)
            for each, held in counted.items()
            if (found := tally(conn, each)) is not None
        }
    assert one_by_one == counted
    return standing_of(desk, code, by).stage


def listed(desk: Station, days: float = 0, by: str = "Hòa") -> list[tuple[str, Why]]:
    """Who waits, as the lead sees it so many days later."""
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)
    return [(each.serial, each.why) for each in queries.standing(desk[by], later)]


def facts(desk: Station, kind: FactKind) -> int:
    with desk.admin.reading() as conn:
        return len(conn.execute(select(m.fact.c.seq).where(m.fact.c.kind == kind.value)).all())


def state(survey: OpenSurvey, serial: str) -> State:
    with survey.reading() as conn:
        return State(conn.execute(select(m.ballot.c.state).where(m.ballot.c.serial == serial)).scalar_one())


def test_a_batch_from_receipt_to_its_end(desk: Station) -> None:
    one, two = desk.received(2)
    seen = [stage(desk)]
    workflow.claim_batch(desk["Lan"], "L1", 1)
    seen.append(stage(desk))
    assert standing_of(desk).holders == ("Lan", "")
    desk.key("Lan", 1, one)
    seen.append(stage(desk))
    desk.key("Lan", 1, two)
    seen.append(stage(desk))
    workflow.claim_batch(desk["Mai"], "L1", 2)
    desk.key("Mai", 2, one)
    desk.key("Mai", 2, two, Q1="1")
    seen.append(stage(desk))
    assert stage(desk, by="Lan") is Stage.SECOND_KEYED
    workflow.adjudicate(desk["Hòa"], two, "Q1", desk.answers(Q1="1")["Q1"])
    seen.append(stage(desk))
    workflow.close_batch(desk["Hà"], "L1")
    seen.append(stage(desk))
    assert stage(desk, by="Mai") is Stage.SECOND_KEYED
    assert seen == [
        Stage.RECEIVED, Stage.ASSIGNED, Stage.ASSIGNED, Stage.FIRST_KEYED, Stage.COMPARED, Stage.SETTLED, Stage.CLOSED,
    ]  # fmt: skip
    refuses("receive.batch_closed", lambda: workflow.claim_batch(desk["Lan"], "L1", 1))
    assert queries.check_survey(desk.admin).problems == ()


def test_who_keyed_any_of_it_first_never_has_its_second_pass(desk: Station) -> None:
    one, two = desk.received(2)
    desk.key("Lan", 1, one)
    desk.key("Mai", 1, two)
    for name in ("Lan", "Mai"):
        refuses("batch.own_other", lambda name=name: workflow.claim_batch(desk[name], "L1", 2))  # type: ignore[misc]
        refuses("batch.none_waits", lambda name=name: queries.next_batch(desk[name], 2))  # type: ignore[misc]
    workflow.add_operator(desk.admin, "Nga", ["keyer"], PASSWORD)
    assert queries.next_batch(desk["Nga"], 2) == "L1"
    refuses("batch.own_other", lambda: workflow.take_over_batch(desk["Hà"], "L1", 2, "Lan"))
    assert workflow.claim_batch(desk["Nga"], "L1", 2)


def test_a_set_aside_first_keying_bars_her_from_the_second(desk: Station) -> None:
    (one,) = desk.received(1)
    workflow.start_keying(desk["Lan"], one, 1)
    workflow.set_aside_keying(desk["Hòa"], one, 1)
    desk.key("Mai", 1, one)
    refuses("batch.own_other", lambda: workflow.claim_batch(desk["Lan"], "L1", 2))
    refuses("keying.other_part", lambda: workflow.start_keying(desk["Lan"], one, 2))


def test_the_next_batch_is_the_one_received_first(desk: Station) -> None:
    late = desk.print(1)
    for code in ("Z", "B", "A"):
        desk.received(1, batch=code)
    workflow.receive(desk.admin, late[0], batch="Z")
    assert queries.next_batch(desk["Lan"], 1) == "Z"
    workflow.claim_batch(desk["Lan"], "Z", 1)
    assert queries.next_batch(desk["Mai"], 1) == "B"
    assert queries.batches_held(desk["Lan"]) == [("Z", 1)]
    refuses("batch.none_waits", lambda: queries.next_batch(desk["Mai"], 2))
    workflow.count_batch(desk["Hà"], "B", scanned=[])
    assert queries.next_batch(desk["Mai"], 1) == "A"  # of B no paper is there


def test_a_batch_is_one_persons(desk: Station) -> None:
    one, _ = desk.received(2)
    assert workflow.claim_batch(desk["Lan"], "L1", 1)
    assert not workflow.claim_batch(desk["Lan"], "L1", 1)
    assert facts(desk, FactKind.BATCH_CLAIMED) == 1
    refuses("batch.taken", lambda: workflow.claim_batch(desk["Mai"], "L1", 1))
    refuses("batch.taken", lambda: workflow.start_keying(desk["Mai"], one, 1))
    refuses("batch.taken", lambda: desk.key("Mai", 1, one))
    refuses("batch.not_yours", lambda: workflow.give_back_batch(desk["Mai"], "L1", 1))
    refuses("batch.first_open", lambda: workflow.claim_batch(desk["Mai"], "L1", 2))
    refuses("receive.no_batch", lambda: workflow.claim_batch(desk["Mai"], "L9", 1))
    workflow.give_back_batch(desk["Lan"], "L1", 1)
    refuses("batch.not_yours", lambda: workflow.give_back_batch(desk["Lan"], "L1", 1))
    desk.key("Mai", 1, one)
    desk.key("Lan", 1, _)
    refuses("batch.nothing_left", lambda: workflow.claim_batch(desk["Lan"], "L1", 1))


def test_a_late_ballot_is_keyed_by_who_has_the_batch(desk: Station) -> None:
    (one,) = desk.received(1)
    workflow.claim_batch(desk["Lan"], "L1", 1)
    desk.key("Lan", 1, one)
    (late,) = desk.received(1)
    refuses("batch.taken", lambda: desk.key("Mai", 1, late))
    workflow.take_over_batch(desk["Hà"], "L1", 1)
    desk.key("Mai", 1, late)


def test_without_a_batch_nobody_asks(desk: Station) -> None:
    (one,) = desk.received(1, batch=None)
    desk.key("Lan", 1, one)
    desk.key("Mai", 2, one)
    assert state(desk.admin, one) is State.SETTLED


# ------------------------------------------------------------------------------------------------------- taken over


def test_a_half_keyed_ballot_is_taken_over_and_nothing_is_lost(desk: Station) -> None:
    one, two = desk.received(2)
    workflow.claim_batch(desk["Lan"], "L1", 1)
    keying = workflow.start_keying(desk["Lan"], one, 1)
    workflow.record_answer(desk["Lan"], keying, "Q1", desk.answers(Q1="5")["Q1"])
    workflow.remove_operator(desk.admin, "Lan")
    with desk.admin.reading() as conn:
        held = keyings(conn, one)[1].started
    done = workflow.take_over_batch(desk["Hòa"], "L1", 1, "Mai")
    assert (done.holder, done.aside) == ("Lan", (one,))
    assert state(desk.admin, one) is State.VALID
    assert standing_of(desk).holders == ("Mai", "")
    desk.key("Mai", 1, one)
    desk.key("Mai", 1, two)
    with desk.admin.reading() as conn:
        kept = conn.execute(select(m.answer.c.value).where(m.answer.c.keying == held)).scalars().all()
        assert keyings(conn, one)[1].operator == "Mai"
    assert kept == ["5"]
    assert facts(desk, FactKind.KEYING_SET_ASIDE) == 1
    assert queries.check_survey(desk.admin).problems == ()


def test_her_window_learns_that_the_ballot_is_gone(desk: Station) -> None:
    (one,) = desk.received(1)
    keying = workflow.start_keying(desk["Lan"], one, 1)
    assert workflow.take_over_batch(desk["Hà"], "L1", 1).aside == (one,)
    refuses("keying.set_aside", lambda: workflow.record_answer(desk["Lan"], keying, "Q1", desk.answers()["Q1"]))
    refuses("keying.set_aside", lambda: workflow.complete_keying(desk["Lan"], keying))
    refuses("keying.other_part", lambda: workflow.start_keying(desk["Lan"], one, 1))
    refuses("keying.not_yours", lambda: workflow.reopen_keying(desk["Lan"], one, 1))
    refuses("batch.nobody", lambda: workflow.take_over_batch(desk["Hà"], "L1", 1))


def test_the_second_pass_is_taken_over_too(desk: Station) -> None:
    one, two = desk.received(2)
    workflow.add_operator(desk.admin, "Nga", ["keyer"], PASSWORD)
    for serial in (one, two):
        desk.key("Lan", 1, serial)
    workflow.claim_batch(desk["Mai"], "L1", 2)
    workflow.start_keying(desk["Mai"], two, 2)
    assert workflow.take_over_batch(desk["Hà"], "L1", 2, "Nga").aside == (two,)
    assert state(desk.admin, two) is State.FIRST_KEYED
    desk.key("Nga", 2, one)
    desk.key("Nga", 2, two)
    assert state(desk.admin, two) is State.SETTLED
    assert queries.check_survey(desk.admin).problems == ()


def test_her_own_open_ballots_stay_hers_when_the_batch_becomes_hers(desk: Station) -> None:
    one, two = desk.received(2)
    workflow.start_keying(desk["Mai"], one, 1)
    workflow.claim_batch(desk["Lan"], "L1", 1)
    workflow.start_keying(desk["Lan"], two, 1)
    assert workflow.take_over_batch(desk["Hà"], "L1", 1, "Mai").aside == (two,)
    desk.key("Mai", 1, one)
    assert state(desk.admin, one) is State.FIRST_KEYED
    refuses("batch.hers_already", lambda: workflow.take_over_batch(desk["Hà"], "L1", 1, "Mai"))


def test_a_reopened_first_keying_is_set_aside_beside_a_second(desk: Station) -> None:
    (one,) = desk.received(1)
    desk.key("Lan", 1, one)
    desk.key("Mai", 2, one)
    workflow.reopen_keying(desk["Lan"], one, 1)
    workflow.set_aside_keying(desk["Hòa"], one, 1)
    assert state(desk.admin, one) is State.FIRST_ELSEWHERE
    assert stage(desk) is Stage.ASSIGNED
    workflow.add_operator(desk.admin, "Nga", ["keyer"], PASSWORD)
    desk.key("Nga", 1, one)
    assert state(desk.admin, one) is State.SETTLED
    assert queries.check_survey(desk.admin).problems == ()


def test_only_a_keyer_gets_a_batch(desk: Station) -> None:
    desk.received(1)
    workflow.claim_batch(desk["Lan"], "L1", 1)
    refuses("operators.not_allowed", lambda: workflow.take_over_batch(desk["Hà"], "L1", 1, "Hòa"))
    refuses("operators.not_listed", lambda: workflow.take_over_batch(desk["Hà"], "L1", 1, "Ai đó"))
    refuses("receive.no_batch", lambda: workflow.take_over_batch(desk["Hà"], "L9", 1))
    refuses("batch.not_open", lambda: workflow.set_aside_keying(desk["Hà"], desk.received(1)[0], 1))


# ---------------------------------------------------------------------------------------------------------- counted


def test_missing_and_extra_papers_stay_until_they_are_explained(desk: Station) -> None:
    one, two, three = desk.received(3)
    other, spare = desk.received(1, batch="L2")[0], desk.print(1)[0]
    found = workflow.count_batch(desk["Lan"], "L1", scanned=[one, one, other, spare])
    assert (found.papers, set(found.missing), set(found.extra)) == (3, {two, three}, {other, spare})
    view = standing_of(desk)
    assert (view.papers, set(view.missing), set(view.extra), view.surplus) == (3, {two, three}, {other, spare}, 0)
    assert set(listed(desk)) == {(two, Why.MISSING), (three, Why.MISSING), (other, Why.EXTRA), (spare, Why.EXTRA)}
    workflow.withdraw_receipt(desk["Hà"], two)  # it never came back
    workflow.receive(desk["Hà"], spare, batch="L1")
    view = standing_of(desk)
    assert (view.missing, view.extra) == ((three,), (other,))
    workflow.count_batch(desk["Lan"], "L1", scanned=[one, three, spare])
    assert listed(desk) == [] and standing_of(desk).missing == standing_of(desk).extra == ()
    assert queries.check_survey(desk.admin).problems == ()


def test_a_missing_paper_that_is_keyed_after_all_is_there(desk: Station) -> None:
    one, two = desk.received(2)
    workflow.count_batch(desk["Hà"], "L1", scanned=[])
    assert [each.missing for each in queries.batch_at_desk(desk["Lan"], "L1", 1).papers] == [True, True]
    desk.key("Lan", 1, one)
    assert [each.missing for each in queries.batch_at_desk(desk["Lan"], "L1", 1).papers] == [False, True]
    assert listed(desk) == [(two, Why.NOT_KEYED), (two, Why.MISSING)]
    assert standing_of(desk).missing == (two,)


def test_a_number_alone_is_compared_with_the_ballots(desk: Station) -> None:
    desk.received(2)
    workflow.count_batch(desk["Hà"], "L1", papers=3)
    assert standing_of(desk).surplus == 1
    desk.received(1)
    assert standing_of(desk).surplus == 0


def test_a_count_of_nothing_known_is_refused(desk: Station) -> None:
    (one,) = desk.received(1)
    stranger = desk.print(1)[0]
    refuses("receive.no_batch", lambda: workflow.count_batch(desk["Hà"], "L9", papers=1))
    refuses("batch.papers", lambda: workflow.count_batch(desk["Hà"], "L1"))
    refuses("batch.papers", lambda: workflow.count_batch(desk["Hà"], "L1", papers=-1))
    with pytest.raises(Refusal):
        workflow.count_batch(desk["Hà"], "L1", scanned=[one, stranger[:-1] + str((int(stranger[-1]) + 1) % 10)])
    assert facts(desk, FactKind.BATCH_COUNTED) == 0


# ------------------------------------------------------------------------------------------------------ what waits


def test_what_waits_too_long_is_listed_and_why(desk: Station) -> None:
    once, twice, half, fresh, differs = desk.received(5)
    desk.key("Lan", 1, once)
    desk.key("Lan", 1, twice)
    desk.key("Mai", 2, twice)
    workflow.start_keying(desk["Lan"], half, 1)
    desk.key("Lan", 1, differs)
    desk.key("Mai", 2, differs, Q1="1")
    assert listed(desk) == []
    assert listed(desk, 2.1) == [(once, Why.KEYED_ONCE), (half, Why.IN_PROGRESS)]
    assert listed(desk, 7.1) == [(once, Why.KEYED_ONCE), (half, Why.IN_PROGRESS), (differs, Why.DIFFERING)]
    desk.key("Lan", 1, half)
    assert (fresh, Why.NOT_KEYED) in listed(desk)  # the rest of its batch is keyed


def test_one_keyed_once_in_a_batch_that_is_finished_is_listed_at_once(desk: Station) -> None:
    one, two = desk.received(2)
    for serial in (one, two):
        desk.key("Lan", 1, serial)
    desk.key("Mai", 2, one)
    assert listed(desk) == [(two, Why.KEYED_ONCE)]


def test_nobody_hears_of_a_difference_on_her_own_ballot(desk: Station) -> None:
    (one,) = desk.received(1)
    desk.key("Lan", 1, one)
    desk.key("Mai", 2, one, Q1="1")
    workflow.set_roles(desk.admin, "Lan", ["keyer", "adjudicator"])
    assert listed(desk, 8) == [(one, Why.DIFFERING)]
    assert listed(desk, 8, by="Lan") == []


def test_the_history_tells_who_had_a_batch(desk: Station) -> None:
    (one,) = desk.received(1)
    workflow.claim_batch(desk["Lan"], "L1", 1)
    workflow.start_keying(desk["Lan"], one, 1)
    workflow.take_over_batch(desk["Hà"], "L1", 1, "Mai")
    workflow.take_over_batch(desk["Hà"], "L1", 1)
    workflow.count_batch(desk["Hà"], "L1", papers=1)
    told = [
        (row.kind, row.operator, row.what, row.before, row.after, row.pass_no)
        for row in queries.history(desk["Hà"]).rows
        if row.kind.startswith("batch_") or row.kind == FactKind.KEYING_SET_ASIDE
    ]
    assert told == [
        ("batch_counted", "Hà", "L1", None, "1", None),
        ("batch_taken_over", "Hà", "L1", "Mai", None, 1),
        ("batch_taken_over", "Hà", "L1", "Lan", "Mai", 1),
        ("keying_set_aside", "Hà", "", None, None, 1),
        ("batch_claimed", "Lan", "L1", None, None, 1),
        ("batch_opened", "admin", "L1", None, None, None),
    ]


# ------------------------------------------------------------------------------------------------------- two files


def test_a_batch_that_somebody_has_is_not_handed_out(desk: Station, tmp_path: Path) -> None:
    desk.received(2)
    workflow.claim_batch(desk["Lan"], "L1", 1)
    refuses("batch.taken", lambda: workflow.hand_out(desk.admin, batches=["L1"]))
    workflow.give_back_batch(desk["Lan"], "L1", 1)
    post = hand_out(desk, tmp_path, ["L1"])
    refuses("batch.nothing_left", lambda: workflow.claim_batch(desk["Lan"], "L1", 1))
    refuses("batch.none_waits", lambda: queries.next_batch(desk["Lan"], 1))
    assert standing_of(desk).away == 4
    assert workflow.claim_batch(post["Mai"], "L1", 1)
    post.close()


def test_claims_of_two_files_do_no_harm(desk: Station, tmp_path: Path) -> None:
    """The first pass at a station and, since that was taken back, in the office: only ballots keyed twice clash."""
    one, two = desk.received(2)
    post = hand_out(desk, tmp_path, ["L1"], passes=(1,))
    workflow.claim_batch(post["Mai"], "L1", 1)
    post.key("Mai", 1, one)
    workflow.count_batch(post["Mai"], "L1", scanned=[one])
    workflow.take_back(desk.admin, 1, "máy hỏng")
    workflow.claim_batch(desk["Lan"], "L1", 1)
    desk.key("Lan", 1, two)
    merge(desk, post)
    assert standing_of(desk).holders == ("Lan", "")
    assert (standing_of(desk).papers, queries.conflicts(desk.admin)) == (None, ())
    assert [state(desk.admin, serial) for serial in (one, two)] == [State.FIRST_KEYED, State.FIRST_KEYED]
    assert queries.check_survey(desk.admin).problems == ()
    post.close()


def test_a_keying_set_aside_at_a_station_is_aside_in_the_office(desk: Station, tmp_path: Path) -> None:
    (one,) = desk.received(1)
    post = hand_out(desk, tmp_path, ["L1"], passes=(1,))
    workflow.claim_batch(post["Lan"], "L1", 1)
    workflow.start_keying(post["Lan"], one, 1)
    merge(desk, post)
    refuses("handout.keyed_there", lambda: workflow.set_aside_keying(desk["Hòa"], one, 1))
    assert workflow.take_over_batch(post["Hòa"], "L1", 1, "Mai").aside == (one,)
    post.key("Mai", 1, one)
    merge(desk, post)
    assert queries.conflicts(desk.admin) == ()
    assert state(desk.admin, one) is State.FIRST_KEYED
    assert queries.check_survey(desk.admin).problems == ()
    post.close()


def test_a_second_pass_set_aside_at_its_station_waits_there_again(desk: Station, tmp_path: Path) -> None:
    (one,) = desk.received(1)
    desk.key("Lan", 1, one)
    post = hand_out(desk, tmp_path, ["L1"], passes=(2,))
    assert stage(post) is Stage.FIRST_KEYED  # the first is done elsewhere
    refuses("batch.own_other", lambda: workflow.claim_batch(post["Lan"], "L1", 2))
    workflow.claim_batch(post["Mai"], "L1", 2)
    workflow.start_keying(post["Mai"], one, 2)
    assert stage(post) is Stage.FIRST_KEYED
    workflow.set_aside_keying(post["Hòa"], one, 2)
    assert state(post.admin, one) is State.FIRST_ELSEWHERE
    assert queries.check_survey(post.admin).problems == ()
    merge(desk, post)
    assert state(desk.admin, one) is State.FIRST_KEYED
    post.close()


def test_a_station_sets_no_keying_of_the_office_aside(desk: Station, tmp_path: Path) -> None:
    """Its file, written by somebody who has its key; the second pass is at the station, the first is keyed here."""
    (one,) = desk.received(1)
    workflow.start_keying(desk["Lan"], one, 1)
    with desk.admin.reading() as conn:
        ours = ref_of(conn, keyings(conn, one)[1].started)
    post = hand_out(desk, tmp_path, ["L1"], passes=(2,))
    with post["Hòa"].writing() as tx, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sipas_desktop.store.facts.project", lambda *_: None)
        tx.append(FactKind.KEYING_SET_ASIDE, one, keying=ours)
    assert not queries.check_survey(post.admin).ok
    post.close()


# ----------------------------------------------------------------------------------------------------- older files


def test_a_file_without_these_tables_gets_them() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as conn:
        for statement in migrations.script(migrations.SCRIPTS[0]):
            conn.exec_driver_sql(statement)
        conn.exec_driver_sql(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
        conn.exec_driver_sql("PRAGMA user_version = 1")
        conn.commit()
        assert migrations.migrate(conn) == migrations.VERSION - 1
        assert migrations.strange_in(conn) == []
    engine.dispose()
