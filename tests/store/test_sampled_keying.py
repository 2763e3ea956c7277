"""Sampled double keying in the survey file: what one keying settles, what needs two, and who may ask for the second."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.batch import Stage
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.keying_sample import Judged, is_drawn
from sipas_desktop.domain.records import records_sha256
from sipas_desktop.store import migrations, queries, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.on_sampled_keying import seed_of
from tests.stations import refuses
from tests.surveys import PASSWORD, Station, copied_station, drop_since, sampled_plan, station

# So few ballots as a test can key: two to learn on, and a bound that thirty right fields are below.
QUICK = 'mode = "sampled"\none_in = 3\nlearn = 2\nlimit = 150.0'
ENOUGH = 40  # ballots: that none of them is drawn, or all are, happens once in ten million runs


@pytest.fixture
def sampled(tmp_path: Path) -> Iterator[Station]:
    """A survey that samples, with its clerks."""
    with copied_station(tmp_path, sampled_plan(tmp_path / "plans", QUICK)) as here:
        yield here


def drawn_of(desk: Station, name: str, serials: tuple[str, ...]) -> set[str]:
    """Those of ``serials`` that are keyed twice where ``name`` keys them first."""
    with desk.admin.reading() as conn:
        seed = seed_of(conn)
    assert seed is not None
    return {serial for serial in serials if is_drawn(seed[1], name, serial, desk.admin.plan.keying.one_in)}


def learned(desk: Station) -> None:
    """Lan and Mai have keyed enough, without an error."""
    desk.settled(desk.admin.plan.keying.learn)


def state(desk: Station, serial: str) -> State:
    """The state of a ballot as the office sees it."""
    found = queries.ballot(desk.admin, serial)
    assert found is not None
    return found.state


def states(desk: Station, serials: tuple[str, ...]) -> dict[str, State]:
    """Serial → state."""
    return {serial: state(desk, serial) for serial in serials}


def keyed_once(desk: Station, count: int = ENOUGH, batch: str | None = "L1") -> tuple[tuple[str, ...], set[str]]:
    """Ballots that Lan keyed after she had learned, and which of them are drawn."""
    learned(desk)
    serials = desk.received(count, batch)
    for serial in serials:
        desk.key("Lan", 1, serial)
    return serials, drawn_of(desk, "Lan", serials)


def sound(desk: Station) -> None:
    """The check finds nothing."""
    assert queries.check_survey(desk.admin).problems == ()


def test_the_seed_is_recorded_once_before_the_first_ballots_are_printed(sampled: Station) -> None:
    sampled.print(1)
    sampled.print(1)
    with sampled.admin.reading() as conn:
        kinds = list(conn.execute(m.fact.select().order_by(m.fact.c.seq)).mappings())
        seeds = [row["seq"] for row in kinds if row["kind"] == FactKind.KEYING_SEEDED]
        printed = [row["seq"] for row in kinds if row["kind"] == FactKind.BALLOTS_PRINTED]
    assert len(seeds) == 1 and seeds[0] == printed[0] - 1
    sound(sampled)


def test_a_survey_in_full_mode_has_no_seed(desk: Station) -> None:
    desk.print(1)
    with desk.admin.reading() as conn:
        assert seed_of(conn) is None


def test_one_keying_settles_just_the_ballots_that_are_not_drawn(sampled: Station) -> None:
    serials, drawn = keyed_once(sampled)
    assert 0 < len(drawn) < ENOUGH
    expected = {each: State.FIRST_KEYED if each in drawn else State.SINGLE_KEYED for each in serials}
    assert states(sampled, serials) == expected
    sound(sampled)


def test_single_keyed_ballots_count_and_are_told_apart(sampled: Station) -> None:
    serials, drawn = keyed_once(sampled)
    single = len(serials) - len(drawn)
    ledger = queries.ledger(sampled.admin)
    assert (ledger.settled, ledger.single_keyed) == (2 + single, single)
    figures = queries.figures(sampled.admin).ballots
    assert (figures.settled, figures.single_keyed) == (2 + single, single)
    process = queries.process(sampled.admin)
    fields = len(next(iter(sampled.admin.forms.values())).questions)
    assert (process.double_keyed, process.single_keyed, process.fields) == (2, single, 2 * fields)
    assert process.unsettled == len(drawn)
    assert process.sampled is not None and process.sampled.fallen_back == 0
    assert [each.single_keyed for each in queries.batches(sampled.admin)] == [single]
    compared = queries.comparison(sampled["Hòa"])
    assert (compared.compared, compared.agreed) == (2, 2)
    assert len(queries.records(sampled.admin)) == 2 + single


def test_an_operator_learns_until_so_many_of_her_ballots_are_judged(sampled: Station) -> None:
    """However many she has keyed: what nobody has keyed again tells nothing of her errors."""
    serials = sampled.received(ENOUGH)
    for serial in serials:
        sampled.key("Lan", 1, serial)
    assert set(states(sampled, serials).values()) == {State.FIRST_KEYED}


def test_too_many_errors_have_all_of_hers_keyed_twice_until_they_are_few_again(sampled: Station) -> None:
    learned(sampled)
    wrong = sampled.received(1)[0]
    sampled.key("Mai", 1, wrong, **{f"Q{n}": "1" for n in range(1, 6)})
    if state(sampled, wrong) is State.SINGLE_KEYED:
        workflow.demand_second(sampled["Hòa"], wrong)
    sampled.key("Lan", 2, wrong)
    for question in [each.question for each in queries.open_discrepancies(sampled["Hòa"])]:
        workflow.adjudicate(sampled["Hòa"], wrong, question, Answer("4"))
    serials = sampled.received(ENOUGH)
    for serial in serials[:20]:
        sampled.key("Mai", 1, serial)
    assert set(states(sampled, serials[:20]).values()) == {State.FIRST_KEYED}
    told = {each.name: each for each in queries.sampled_keying(sampled.admin).operators}
    assert told["Mai"].all_twice and told["Mai"].judged.errors == 5 and not told["Mai"].learning
    assert not told["Lan"].all_twice and told["Lan"].judged.errors == 0
    assert queries.process(sampled.admin).sampled.fallen_back == 1  # type: ignore[union-attr]
    for serial in serials[:20]:
        sampled.key("Lan", 2, serial)
    for serial in serials[20:]:
        sampled.key("Mai", 1, serial)
    assert State.SINGLE_KEYED in states(sampled, serials[20:]).values()
    sound(sampled)


def test_an_error_is_hers_whose_answer_was_not_settled(sampled: Station) -> None:
    one, both = sampled.received(2)
    for serial, first, second, right in ((one, "5", "4", "4"), (both, "5", "3", "4")):
        sampled.key("Lan", 1, serial, Q1=first)
        sampled.key("Mai", 2, serial, Q1=second)
        workflow.adjudicate(sampled["Hòa"], serial, "Q1", Answer(right), "theo phiếu")
    told = {each.name: each.judged for each in queries.sampled_keying(sampled.admin).operators}
    fields = 2 * len(next(iter(sampled.admin.forms.values())).questions)
    assert told == {"Lan": Judged(2, fields, 2), "Mai": Judged(2, fields, 1)}
    workflow.adjudicate(sampled["Hòa"], one, "Q1", Answer("5"), "xem lại phiếu")
    told = {each.name: each.judged for each in queries.sampled_keying(sampled.admin).operators}
    assert told == {"Lan": Judged(2, fields, 1), "Mai": Judged(2, fields, 2)}
    workflow.reopen_keying(sampled["Lan"], one, 1)
    told = {each.name: each.judged for each in queries.sampled_keying(sampled.admin).operators}
    assert told == {"Lan": Judged(1, fields // 2, 1), "Mai": Judged(1, fields // 2, 1)}
    sound(sampled)


def test_its_keyer_corrects_a_single_keyed_ballot(sampled: Station) -> None:
    serials, drawn = keyed_once(sampled)
    serial = next(each for each in serials if each not in drawn)
    workflow.reopen_keying(sampled["Lan"], serial, 1)
    assert state(sampled, serial) is State.FIRST_KEYING
    assert len(queries.records(sampled.admin)) == 2 + len(serials) - len(drawn) - 1
    sampled.key("Lan", 1, serial, Q1="1")
    assert state(sampled, serial) is State.SINGLE_KEYED
    assert [each.values["Q1"] for each in queries.records(sampled.admin) if each.serial == serial] == ["1"]
    sound(sampled)


def test_a_demanded_second_keying_takes_the_answers_back_until_it_is_compared(sampled: Station) -> None:
    serials, drawn = keyed_once(sampled)
    serial = next(each for each in serials if each not in drawn)
    before = len(queries.records(sampled.admin))
    assert workflow.demand_second(sampled["Hòa"], serial).ballots == (serial,)
    assert state(sampled, serial) is State.FIRST_KEYED
    assert len(queries.records(sampled.admin)) == before - 1
    # Not even her correction makes one keying enough again.
    workflow.reopen_keying(sampled["Lan"], serial, 1)
    sampled.key("Lan", 1, serial)
    assert state(sampled, serial) is State.FIRST_KEYED
    sampled.key("Mai", 2, serial)
    assert state(sampled, serial) is State.SETTLED
    refuses("receive.not_now", lambda: workflow.demand_second(sampled["Hòa"], serial))
    sound(sampled)


def test_the_second_keyings_of_a_batch_or_an_operator_are_demanded_together(sampled: Station) -> None:
    serials, drawn = keyed_once(sampled, batch="L1")
    others = sampled.received(ENOUGH, "L2")
    for serial in others:
        sampled.key("Mai", 1, serial)
    today = datetime.datetime.now(datetime.UTC).date()
    refuses("receive.no_batch", lambda: workflow.demand_second_of_batch(sampled["Hà"], "L9"))
    refuses("operators.not_listed", lambda: workflow.demand_second_of_operator(sampled["Hà"], "Ai", today))
    later = today + datetime.timedelta(days=2)
    assert workflow.demand_second_of_operator(sampled["Hà"], "Lan", later).ballots == ()
    done = workflow.demand_second_of_batch(sampled["Hà"], "L1")
    assert set(done.ballots) == set(serials) - drawn
    assert set(states(sampled, serials).values()) == {State.FIRST_KEYED}
    assert State.SINGLE_KEYED in states(sampled, others).values()
    for name, number in (("Lan", 0), ("Mai", len(others) - len(drawn_of(sampled, "Mai", others)))):
        found = workflow.demand_second_of_operator(sampled["Hà"], name, today - datetime.timedelta(days=1))
        assert len(found.ballots) == number
    assert queries.ledger(sampled.admin).single_keyed == 0
    sound(sampled)


def test_in_a_closed_batch_nothing_is_keyed_again(sampled: Station) -> None:
    serials, drawn = keyed_once(sampled)
    for serial in drawn:
        sampled.key("Mai", 2, serial)
    workflow.close_batch(sampled["Hà"], "L1")
    single = next(each for each in serials if each not in drawn)
    refuses("receive.batch_closed", lambda: workflow.demand_second(sampled["Hòa"], single))
    refuses("receive.batch_closed", lambda: workflow.demand_second_of_batch(sampled["Hòa"], "L1"))
    long_ago = datetime.date(2020, 1, 1)
    found = workflow.demand_second_of_operator(sampled["Hòa"], "Lan", long_ago)
    assert (found.ballots, found.closed) == ((), len(serials) - len(drawn))
    sound(sampled)


def test_nobody_keys_a_second_time_what_one_keying_settled(sampled: Station) -> None:
    serials, drawn = keyed_once(sampled)
    single = next(each for each in serials if each not in drawn)
    refuses("keying.once", lambda: workflow.start_keying(sampled["Mai"], single, 2))


def test_a_form_in_full_mode_is_keyed_twice_in_a_plan_that_samples(tmp_path: Path) -> None:
    said = f'{QUICK}\n[keying.forms]\nphieu = "full"'
    with copied_station(tmp_path, sampled_plan(tmp_path / "plans", said)) as desk:
        learned(desk)
        serials = desk.received(ENOUGH)
        for serial in serials:
            desk.key("Lan", 1, serial)
        assert set(states(desk, serials).values()) == {State.FIRST_KEYED}
        assert queries.process(desk.admin).sampled is None


def test_both_modes_settle_the_same_records(tmp_path: Path, sampled: Station) -> None:
    serials, drawn = keyed_once(sampled)
    for serial in drawn:
        sampled.key("Mai", 2, serial)
    (tmp_path / "full").mkdir()
    with station(tmp_path / "full") as full:
        full.settled(2 + len(serials))
        wanted = records_sha256(each.values for each in queries.records(full.admin))
    assert records_sha256(each.values for each in queries.records(sampled.admin)) == wanted


def test_a_file_of_the_version_before_is_brought_up_with_the_errors_counted(desk: Station) -> None:
    said = {"comment": Answer("+", "chờ lâu")}
    first, second, third = desk.received(3)
    for serial, ours, theirs in ((first, "5", "4"), (second, "4", "4"), (third, "3", "1")):
        workflow.key_ballot(desk["Lan"], serial, 1, desk.answers(Q1=ours) | said)
        workflow.key_ballot(desk["Mai"], serial, 2, desk.answers(Q1=theirs) | said)
    workflow.adjudicate(desk["Hòa"], first, "Q1", Answer("4"))
    told = queries.sampled_keying(desk.admin).operators
    assert [each.judged.errors for each in told] == [1, 0]
    before = migrations.SCRIPTS.index("0005_sampled_keying.sql")
    with desk.admin.writing() as tx:
        drop_since(tx.conn, before)
        tx.conn.exec_driver_sql(f"PRAGMA user_version = {before}")
    desk.close()
    with open_survey(desk.path, "admin", PASSWORD) as brought_up:
        assert queries.check_survey(brought_up).problems == ()
        assert queries.sampled_keying(brought_up).operators == told


def test_records_say_how_many_keyings_they_rest_on(sampled: Station) -> None:
    serials, drawn = keyed_once(sampled)
    keyed = {each.serial: each.keyed for each in queries.records(sampled.admin)}
    assert {serial: keyed[serial] for serial in serials if serial not in drawn} == dict.fromkeys(
        set(serials) - drawn, 1
    )
    assert sorted(keyed.values(), reverse=True)[:2] == [2, 2] and list(keyed.values()).count(2) == 2


def test_a_batch_is_keyed_twice_only_where_it_is_drawn(sampled: Station) -> None:
    serials, drawn = keyed_once(sampled, batch="L5")
    (batch,) = (each for each in queries.batch_standings(sampled.admin) if each.code == "L5")
    assert (batch.stage, batch.second) == (Stage.FIRST_KEYED, ENOUGH - len(drawn))
    assert queries.next_batch(sampled["Mai"], 2) == "L5"
    workflow.claim_batch(sampled["Mai"], "L5", 2)

    def waiting() -> set[str]:
        return {each.serial for each in queries.batch_at_desk(sampled["Mai"], "L5", 2).papers if each.waits}

    assert waiting() == drawn
    for serial in sorted(drawn):
        sampled.key("Mai", 2, serial)
    (batch,) = (each for each in queries.batch_standings(sampled.admin) if each.code == "L5")
    assert (batch.stage, batch.settled) == (Stage.SETTLED, len(serials))
    again = min(set(serials) - drawn)
    workflow.demand_second(sampled.admin, again)
    assert waiting() == {again}
    sound(sampled)
