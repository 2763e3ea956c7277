"""Hand-outs: what travels, who may key what where, and what becomes of a hand-out that does not come home."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import literal, select

from sipas_desktop.domain.ballot import State
from sipas_desktop.errors import Refusal
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.workflow import Entry, handing_out
from tests.stations import hand_out, merge, refuses
from tests.surveys import Station


def states(survey: Station) -> list[State]:
    return [each.state for each in queries.ballots(survey.admin)]


def test_one_station_keys_all_and_comes_home(desk: Station, tmp_path: Path) -> None:
    serials = desk.received(3)
    post = hand_out(desk, tmp_path, ["L1"])
    assert states(post) == [State.VALID] * 3
    for serial in serials:
        post.key("Lan", 1, serial)
        post.key("Mai", 2, serial, Q1="5" if serial == serials[0] else "4")
    workflow.adjudicate(post["Hòa"], serials[0], "Q1", post.answers()["Q2"])
    assert queries.check_survey(post.admin).ok
    post.close()
    done = merge(desk, post)
    assert done.added > 0 and done.serials == set(serials)
    assert states(desk) == [State.SETTLED] * 3
    assert queries.check_survey(desk.admin).problems == ()
    again = merge(desk, post)
    assert again.added == 0 and again.already_there == done.added + done.already_there
    assert [each.away for each in queries.handouts(desk.admin)] == [0]


def test_the_hand_out_is_a_session_of_two_facts_in_both_files(desk: Station, tmp_path: Path) -> None:
    desk.received(1)
    post = hand_out(desk, tmp_path, ["L1"])
    query = (
        "SELECT f.hash FROM fact f WHERE f.session_no ="
        " (SELECT session_no FROM fact WHERE kind = 'handed_out') ORDER BY f.n"
    )
    held = []
    for survey in (desk.admin, post.admin):
        with survey.reading() as conn:
            held.append([row[0] for row in conn.exec_driver_sql(query)])
    post.close()
    assert held[0] == held[1] and len(held[0]) == 2


def test_the_same_people_with_the_same_passwords_and_roles(desk: Station, tmp_path: Path) -> None:
    desk.received(1)
    post = hand_out(desk, tmp_path, ["L1"], operators=["Lan"])
    assert {each.name for each in queries.operators(post.admin)} == {"admin", "Lan"}
    assert post["Lan"].operator.roles == desk["Lan"].operator.roles
    refuses("keys.wrong_password", lambda: post["Mai"])
    post.close()


def test_no_answer_travels_with_the_second_pass_but_the_name_of_who_keyed_the_first(
    desk: Station, tmp_path: Path
) -> None:
    serials = desk.received(2)
    desk.key("Lan", 1, serials[0])
    post = hand_out(desk, tmp_path, ["L1"], (2,))
    with post.admin.reading() as conn:
        for table in ("answer", "keying", "personal", "sample_member", "link"):
            assert conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
    assert states(post) == [State.FIRST_ELSEWHERE] * 2
    progress = queries.keying_progress(post["Lan"])
    assert (progress.waiting_first, progress.waiting_second) == (0, 1)
    assert queries.keying_progress(post["Mai"]).waiting_second == 2
    refuses("keying.own_first", lambda: post.key("Lan", 2, serials[0]))
    refuses("handout.elsewhere", lambda: post.key("Mai", 1, serials[0]))
    post.key("Mai", 2, serials[0])
    assert states(post) == [State.FIRST_ELSEWHERE] * 2
    workflow.reopen_keying(post["Mai"], serials[0], 2)
    post.key("Mai", 2, serials[0])
    assert queries.check_survey(post.admin).problems == ()
    post.close()
    merge(desk, post)
    assert states(desk) == [State.SETTLED, State.VALID]
    assert queries.check_survey(desk.admin).problems == ()


def test_the_office_leaves_alone_what_is_away(desk: Station, tmp_path: Path) -> None:
    first, second = desk.received(2)
    (stock,) = desk.print(1)
    post = hand_out(desk, tmp_path, ["L1"], (1,), serials_from=stock, name="Bưu điện thị xã")
    refuses("handout.away", lambda: desk.key("Lan", 1, first))
    refuses("handout.away", lambda: workflow.withdraw_receipt(desk.admin, first))
    refuses("handout.away", lambda: workflow.set_validity(desk.admin, second, "blank"))
    refuses("handout.away", lambda: workflow.receive(desk.admin, stock))
    refuses("handout.nothing", lambda: workflow.hand_out(desk.admin, batches=["L1"], passes=(1, 2)))
    assert queries.keying_progress(desk["Lan"]).waiting_first == 0
    other = hand_out(desk, tmp_path, ["L1"], (2,))  # the other pass may go to another station meanwhile
    assert [each.number for each in queries.handouts(desk.admin)] == [1, 2]
    post.close()
    other.close()


def test_the_post_receives_what_was_in_stock_in_batches_of_its_own(desk: Station, tmp_path: Path) -> None:
    desk.received(1)
    stock = desk.print(4)
    posts = [hand_out(desk, tmp_path, [], serials_from=pair[0], serials_to=pair[1]) for pair in (stock[:2], stock[2:])]
    for post, pair in zip(posts, (stock[:2], stock[2:]), strict=True):
        for serial in pair:
            got = workflow.receive(post["Lan"], serial, batch="B1")
            assert got.batch == f"T{post.admin.about.station}-B1"
        post.key("Lan", 1, pair[0])
        post.key("Mai", 2, pair[0])
        post.close()
    refuses("handout.batch_of_station", lambda: workflow.open_batch(desk.admin, "T2-B1"))
    for post in posts:
        merge(desk, post)
    assert states(desk) == [State.VALID, State.SETTLED, State.VALID, State.SETTLED, State.VALID]
    assert [batch.code for batch in queries.batches(desk.admin)] == ["L1", "T1-B1", "T2-B1"]
    assert [each.away for each in queries.handouts(desk.admin)] == [1, 1]  # not keyed there yet
    assert queries.check_survey(desk.admin).problems == ()


def test_a_station_is_no_office(desk: Station, tmp_path: Path) -> None:
    (serial,) = desk.received(1)
    post = hand_out(desk, tmp_path, ["L1"])
    admin = post.admin
    for act in (
        lambda: workflow.set_roles(admin, "Lan", ["adjudicator"]),
        lambda: workflow.set_catalogue(admin, "unit", [Entry("77", "Nơi mới")]),
        lambda: workflow.reserve_run(admin, count=1),
        lambda: workflow.close_batch(admin, "L1"),
        lambda: workflow.hand_out(admin, batches=["L1"]),
        lambda: workflow.take_back(admin, 1, "mất máy"),
        lambda: workflow.settle_conflict(admin, serial, []),
    ):
        refuses("handout.office_only", act)
    refuses("handout.received_there", lambda: workflow.withdraw_receipt(admin, serial))
    post.close()


def test_what_is_complete_comes_home_the_rest_stays_and_comes_with_the_next_return(
    desk: Station, tmp_path: Path
) -> None:
    first, second = desk.received(2)
    post = hand_out(desk, tmp_path, ["L1"])
    post.key("Lan", 1, first)
    keying = workflow.start_keying(post["Mai"], first, 2)
    workflow.record_answer(post["Mai"], keying, "Q1", post.answers()["Q1"])
    merge(desk, post)
    assert states(desk) == [State.SECOND_KEYING, State.VALID]
    refuses("handout.keyed_there", lambda: workflow.start_keying(desk["Mai"], first, 2))
    refuses("handout.keyed_there", lambda: workflow.reopen_keying(desk["Lan"], first, 1))
    refuses("handout.away", lambda: desk.key("Lan", 1, second))
    assert queries.check_survey(desk.admin).problems == ()
    post.key("Mai", 2, first)
    post.key("Lan", 1, second)
    post.close()
    merge(desk, post)
    assert states(desk) == [State.SETTLED, State.FIRST_KEYED]
    assert queries.check_survey(desk.admin).problems == ()


def test_a_lost_hand_out_is_taken_back_and_made_again(desk: Station, tmp_path: Path) -> None:
    (serial,) = desk.received(1)
    made = workflow.hand_out(desk.admin, batches=["L1"])
    for name in ("một", "hai"):
        assert workflow.write_station(desk.admin, made.id, tmp_path / f"{name}.sipas") == made.number
    refuses("handout.reason", lambda: workflow.take_back(desk.admin, made.number, " "))
    refuses("handout.unknown", lambda: workflow.take_back(desk.admin, 7, "mất máy"))
    workflow.take_back(desk.admin, made.number, "mất máy")
    refuses("handout.taken_back", lambda: workflow.take_back(desk.admin, made.number, "mất máy"))
    refuses("handout.taken_back", lambda: workflow.write_station(desk.admin, made.id, tmp_path / "ba.sipas"))
    desk.key("Lan", 1, serial)
    assert queries.check_survey(desk.admin).problems == ()


def test_a_half_done_keying_of_a_station_that_was_taken_back_does_not_count(desk: Station, tmp_path: Path) -> None:
    (serial,) = desk.received(1)
    post = hand_out(desk, tmp_path, ["L1"])
    workflow.start_keying(post["Lan"], serial, 1)
    merge(desk, post)
    assert states(desk) == [State.FIRST_KEYING]
    workflow.take_back(desk.admin, 1, "máy hỏng")
    assert states(desk) == [State.VALID]
    desk.key("Mai", 1, serial)
    assert queries.check_survey(desk.admin).problems == ()
    post.close()


@pytest.mark.parametrize("passes", [(), (3,)])
def test_passes_are_one_two_or_both(desk: Station, passes: tuple[int, ...]) -> None:
    desk.received(1)
    refuses("handout.passes", lambda: workflow.hand_out(desk.admin, batches=["L1"], passes=passes))


def test_a_batch_that_is_taken_while_it_is_looked_at(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a server several write at once: a claim may be seen later than facts with higher numbers."""
    desk.received(2, batch="L1")
    own = desk.admin.another_session

    def taken_first(*args: Any, **how: Any) -> Any:
        workflow.claim_batch(desk["Lan"], "L1", 1)
        return own(*args, **how)

    monkeypatch.setattr(handing_out, "_NEWEST", select(literal(1)))
    monkeypatch.setattr(desk.admin, "another_session", taken_first)
    with pytest.raises(Refusal) as caught:
        workflow.hand_out(desk.admin, batches=["L1"])
    assert caught.value.code == "batch.taken"


def test_what_cannot_be_handed_out(desk: Station) -> None:
    desk.received(1)
    (stock,) = desk.print(1)
    refuses("receive.no_batch", lambda: workflow.hand_out(desk.admin, batches=["L9"]))
    refuses("operators.not_listed", lambda: workflow.hand_out(desk.admin, batches=["L1"], operators=["Ai"]))
    refuses("handout.first_too", lambda: workflow.hand_out(desk.admin, serials_from=stock, passes=(2,)))
    assert queries.handouts(desk.admin) == []
