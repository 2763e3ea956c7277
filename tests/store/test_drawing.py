"""The draw as a fact: checked by drawing again, made again only in time, and the reserve called up in order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sipas_desktop.domain.sampling import METHODS
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.workflow import MemberData, Wanted
from tests.surveys import CHEAP, Station, station

UNITS = ("Sở A", "Sở B", "Sở C")


def member(number: int, list_name: str = "frame", unit: str | None = None) -> MemberData:
    unit = UNITS[number % 3] if unit is None else unit
    return MemberData(list_name, f"Người {number}", unit=unit, dossier=f"H57-{number}")


def frame(desk: Station, numbers: range = range(30)) -> None:
    workflow.import_sample(desk.admin, [member(number) for number in numbers], "0" * 64)


def names(desk: Station, list_name: str) -> list[str]:
    return [row.name for row in queries.sample_members(desk.admin, list_name)]


def problems(desk: Station) -> tuple[object, ...]:
    return queries.check_survey(desk.admin).problems


def refused(code: str, act: object, *args: object, **how: object) -> None:
    with pytest.raises(Refusal) as refusal:
        act(*args, **how)  # type: ignore[operator]
    assert refusal.value.code == code


def made_cheap(factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Path:
    """A folder for a survey whose passwords cost nothing: Hypothesis makes many."""
    patch.setattr(keys, "COST", CHEAP)
    return factory.mktemp("mẫu")


LISTS = ("official", "reserve", "replaced")
WANTED = Wanted(2024, "stratified", "unit", 9, 6)


def test_a_draw_makes_the_lists_and_the_check_draws_again(desk: Station) -> None:
    frame(desk)
    assert not queries.has_official_members(desk.admin)
    made = workflow.draw_sample(desk["Hà"], WANTED)
    assert (made.drawn.official, made.drawn.reserve, made.already) == (9, 6, False)
    counts = queries.sample_counts(desk.admin)
    assert (counts.frame, counts.official, counts.reserve, counts.replaced) == (30, 9, 6, 0)
    official, reserve = names(desk, "official"), names(desk, "reserve")
    assert len({*official, *reserve}) == 15
    (view,) = queries.draws(desk.admin)
    assert (view.seed, view.method, view.official, view.reserve, view.counts) == (2024, "stratified", 9, 6, True)
    assert [(each.name, each.rows, each.official, each.reserve) for each in view.strata] == [
        (unit, 10, 3, 2) for unit in UNITS
    ]
    assert problems(desk) == ()
    with desk.admin.writing() as tx:
        tx.conn.exec_driver_sql("UPDATE drawn SET list = 'official' WHERE list = 'reserve' AND place = 1")
    assert {code for code, _ in problems(desk)} == {"check.projection"}  # type: ignore[misc]


def test_the_order_of_the_file_and_several_files_draw_the_same(
    desk: Station, tmp_path_factory: pytest.TempPathFactory
) -> None:
    frame(desk)
    workflow.draw_sample(desk.admin, WANTED)
    with station(tmp_path_factory.mktemp("khác")) as other:
        for part in (range(29, 14, -1), range(15)):
            workflow.import_sample(other.admin, [member(number) for number in part], "0" * 64)
        workflow.draw_sample(other.admin, WANTED)
        for list_name in ("official", "reserve"):
            assert names(other, list_name) == names(desk, list_name)
        assert queries.draws(other.admin)[0].frame_sha256 == queries.draws(desk.admin)[0].frame_sha256


def test_the_same_draw_twice_is_one_and_another_needs_a_reason(desk: Station) -> None:
    frame(desk)
    first = workflow.draw_sample(desk.admin, WANTED)
    again = workflow.draw_sample(desk.admin, WANTED)
    assert (again.id, again.already, again.drawn) == (first.id, True, first.drawn)
    other = Wanted(7, "simple", "unit", 5, 5)
    refused("draw.drawn_before", workflow.draw_sample, desk.admin, other)
    refused("draw.reason", workflow.draw_sample, desk.admin, other, again=True, reason=" ")
    workflow.draw_sample(desk.admin, other, again=True, reason="đặt nhầm số lượng")
    assert queries.sample_counts(desk.admin).official == 5 and queries.has_official_members(desk.admin)
    assert [(view.counts, view.reason) for view in queries.draws(desk.admin)] == [
        (False, ""),
        (True, "đặt nhầm số lượng"),
    ]
    assert problems(desk) == ()


def test_what_came_later_is_drawn_by_itself(desk: Station) -> None:
    frame(desk, range(12))
    workflow.draw_sample(desk.admin, Wanted(1, "simple", "unit", 4, 2))
    frame(desk, range(12, 20))
    assert len(workflow.frame_to_draw(desk.admin)) == 8
    workflow.draw_sample(desk.admin, Wanted(1, "simple", "unit", 3, 1))
    counts = queries.sample_counts(desk.admin)
    assert (counts.official, counts.reserve) == (7, 3)
    workflow.draw_sample(desk.admin, Wanted(2, "simple", "unit", 1, 1), again=True, reason="thừa")
    assert queries.sample_counts(desk.admin).official == 5, "only the last draw is made again"
    assert problems(desk) == ()


def test_no_draw_again_once_ballots_were_printed(desk: Station) -> None:
    frame(desk)
    workflow.draw_sample(desk.admin, WANTED)
    desk.print(3)
    refused("draw.used", workflow.draw_sample, desk.admin, Wanted(5, "simple", "unit", 5, 5), again=True, reason="khác")
    assert queries.draws(desk.admin)[0].counts
    assert problems(desk) == ()


def test_linked_ballots_are_printed_for_who_is_official_now(tmp_path_factory: pytest.TempPathFactory) -> None:
    with station(tmp_path_factory.mktemp("huế"), "hue-2024") as desk:
        frame(desk)
        workflow.draw_sample(desk.admin, WANTED)
        gone = queries.sample_members(desk.admin, "official")[0]
        come = workflow.replace_member(desk.admin, gone.position, "chuyển nơi ở")
        run = workflow.reserve_run(desk.admin)
        workflow.publish_run(desk.admin, run, "0" * 64, len(run.serials))
        printed = [person.name for person in run.recipients]
        assert printed == names(desk, "official")
        assert gone.name not in printed
        serial = next(row.serial for row in queries.sample_members(desk.admin) if row.position == come)
        workflow.receive(desk.admin, serial)
        refused("draw.has_answered", workflow.replace_member, desk.admin, come, "thay nữa")
        assert problems(desk) == ()


def test_the_reserve_comes_in_order_and_of_the_same_stratum(desk: Station) -> None:
    frame(desk)
    workflow.draw_sample(desk.admin, WANTED)
    official = {row.position: row.unit for row in queries.sample_members(desk.admin, "official")}
    waiting = [(row.position, row.unit) for row in queries.sample_members(desk.admin, "reserve")]
    of_a = [position for position, unit in official.items() if unit == "Sở A"]
    due = [position for position, unit in waiting if unit == "Sở A"]
    refused("draw.why_replaced", workflow.replace_member, desk.admin, of_a[0], " ")
    refused("draw.own_stratum_first", workflow.replace_member, desk.admin, of_a[0], "đi vắng", elsewhere=True)
    assert [workflow.replace_member(desk.admin, position, "đi vắng") for position in of_a[:2]] == due
    refused("draw.nobody_left", workflow.replace_member, desk.admin, due[0], "đi vắng")
    refused("draw.not_official", workflow.replace_member, desk.admin, of_a[0], "đi vắng")
    refused("draw.not_official", workflow.replace_member, desk.admin, 9999, "đi vắng")
    other = workflow.replace_member(desk.admin, due[0], "mất liên lạc", elsewhere=True)
    assert other in [position for position, unit in waiting if unit != "Sở A"]
    told = [(each.position, each.by, each.reason) for each in queries.replacements(desk.admin)]
    assert told == [(of_a[0], due[0], "đi vắng"), (of_a[1], due[1], "đi vắng"), (due[0], other, "mất liên lạc")]
    counts = queries.sample_counts(desk.admin)
    assert (counts.official, counts.reserve, counts.replaced) == (9, 3, 3)
    refused("draw.used", workflow.draw_sample, desk.admin, Wanted(1, "simple", "unit", 1, 1), again=True, reason="khác")
    assert problems(desk) == ()
    with desk.admin.writing() as tx:
        spare = (
            "SELECT member FROM drawn WHERE list = 'reserve' AND member NOT IN (SELECT \"by\" FROM replacement) LIMIT 1"
        )
        tx.conn.exec_driver_sql(
            f'UPDATE replacement SET "by" = ({spare}) WHERE fact = (SELECT min(fact) FROM replacement)'
        )
    assert problems(desk) != ()


@settings(max_examples=12, deadline=None)
@given(
    st.integers(0, 10**18 - 1),
    st.sampled_from(METHODS),
    st.integers(4, 24),
    st.integers(1, 8),
    st.integers(0, 8),
    st.lists(st.tuples(st.integers(0, 99), st.booleans()), min_size=1, max_size=12),
)
@example(
    1, "stratified", 18, 6, 6, [(0, False), (0, False), (1, True), (0, True), (0, True)]
)  # the first uses its own up
def test_whoever_is_replaced_the_next_in_order_comes(
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    method: str,
    rows: int,
    official: int,
    reserve: int,
    steps: list[tuple[int, bool]],
) -> None:
    """Against a model that is a queue for each stratum; nobody comes twice, and nobody stands on both lists."""
    with pytest.MonkeyPatch.context() as patch, station(made_cheap(tmp_path_factory, patch)) as desk:
        frame(desk, range(rows))
        workflow.draw_sample(desk.admin, Wanted(seed, method, "unit", official, reserve))
        queues: dict[int | None, list[int]] = {}
        stratum = {}
        for row in queries.sample_members(desk.admin):
            stratum[row.position] = row.stratum
            if row.list == "reserve":  # they come in the order of strata, then places
                queues.setdefault(row.stratum, []).append(row.position)
        standing = [row.position for row in queries.sample_members(desk.admin, "official")]
        gone: list[int] = []
        for number, elsewhere in steps:
            out = standing[number % len(standing)]
            own = queues.get(stratum[out], [])
            due = own[0] if own and not elsewhere else None
            if not own and elsewhere:
                # Of the other strata the one that lost fewest so far stands first: the lowest place, then the stratum.
                places = {row.position: row.place for row in queries.sample_members(desk.admin)}
                left = [(places[queue[0]], part or 0, queue[0]) for part, queue in queues.items() if queue]
                due = min(left)[2] if left else None
            if due is None:
                with pytest.raises(Refusal):
                    workflow.replace_member(desk.admin, out, "đi vắng", elsewhere=elsewhere)
                continue
            assert workflow.replace_member(desk.admin, out, "đi vắng", elsewhere=elsewhere) == due
            queues[stratum[due]].remove(due)
            standing[standing.index(out)] = due
            gone.append(out)
            lists = {name: [row.position for row in queries.sample_members(desk.admin, name)] for name in LISTS}
            assert sorted(lists["official"]) == sorted(standing)
            assert sorted(lists["reserve"]) == sorted(each for queue in queues.values() for each in queue)
            assert sorted(lists["replaced"]) == sorted(gone)
            everybody = [each for listed in lists.values() for each in listed]
            assert len(set(everybody)) == len(everybody)
        assert problems(desk) == ()


def test_ready_lists_have_a_reserve_too(desk: Station) -> None:
    """Huế: the agencies make both lists themselves."""
    lists = [member(1, "official", "Sở A"), member(2, "official", "Sở B"), member(3, "reserve", "Sở B")]
    workflow.import_sample(desk.admin, [*lists, member(4, "reserve", "Sở B")], "0" * 64)
    refused("draw.nobody_left", workflow.replace_member, desk.admin, 1, "giải thể")
    assert workflow.replace_member(desk.admin, 2, "giải thể") == 3
    assert workflow.replace_member(desk.admin, 1, "giải thể", elsewhere=True) == 4
    refused("draw.nobody_at_all", workflow.replace_member, desk.admin, 3, "giải thể", elsewhere=True)
    assert names(desk, "official") == ["Người 3", "Người 4"]
    assert problems(desk) == ()


def test_a_draw_that_is_stopped_leaves_nothing(desk: Station) -> None:
    frame(desk, range(600))

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workflow.draw_sample(desk.admin, Wanted(1, "simple", "unit", 300, 200), progress=stop)
    with desk.admin.reading() as conn:
        for table in ("drawn", "draw"):
            assert conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
    assert workflow.draw_sample(desk.admin, Wanted(1, "simple", "unit", 300, 200)).drawn.official == 300
    assert problems(desk) == ()


def test_the_history_tells_it_without_names(desk: Station) -> None:
    frame(desk)
    workflow.draw_sample(desk.admin, WANTED)
    workflow.replace_member(desk.admin, queries.sample_members(desk.admin, "official")[0].position, "đi vắng")
    rows = queries.history(desk["Giám sát"], queries.HistoryFilter()).rows
    kinds = {row.kind: row for row in rows}
    assert (kinds["sample_drawn"].what, kinds["sample_drawn"].after) == ("stratified", "9 + 6")
    assert kinds["member_replaced"].why == "đi vắng"
    for row in rows:
        whole = queries.fact_whole(desk["Giám sát"], row.ref)
        assert whole is None or "Người" not in str([part.values for part in whole.particulars if part.name != "reason"])


def test_nothing_to_draw_from(desk: Station) -> None:
    refused("draw.no_frame", workflow.draw_sample, desk.admin, WANTED)
    refused("draw.none_before", workflow.draw_sample, desk.admin, WANTED, again=True, reason="x")
    refused("draw.no_frame", workflow.frame_to_draw, desk.admin)


@pytest.mark.parametrize(
    "said",
    [
        {"basis": "roulette"},
        {"basis": "transactions"},
        {"basis": "transactions", "counted": {"Sở A": -1}},
        {"basis": "transactions", "counted": {"Sở A": True}},
        {"basis": "transactions", "counted": {"Sở A": 9}, "years": ("2023",)},
    ],
)
def test_a_draw_that_does_not_say_what_was_counted_is_no_draw(desk: Station, said: dict[str, Any]) -> None:
    """As somebody would write it who has the key and not this program."""
    frame(desk)
    workflow.draw_sample(desk.admin, replace(WANTED, basis="transactions", counted={"Sở A": 9}, years=(2023,)))
    assert problems(desk) == ()
    frame(desk, range(30, 60))
    workflow.draw_sample(desk.admin, replace(WANTED, **said))
    assert {code for code, _ in problems(desk)} == {"check.illegal"}  # type: ignore[misc]
