"""A batch's stages walked through all that its ballots can add up to; who may have it; counts and covers."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain import batch as b
from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import COUNTED, State
from sipas_desktop.domain.batch import LEGAL, BatchMove, Paper, Stage, Tally, Wish

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "ballot-life.md").read_text(encoding="utf-8")
BATCH = PAGE.split("## A batch's life", 1)[1]
ORDER = list(Stage)
MOST = 3
TALLIES = [
    Tally(ballots, first, second, compared, settled, begun, claimed, closed)
    for ballots in range(MOST + 1)
    for first, second in itertools.product(range(ballots + 1), repeat=2)
    for compared in range(min(first, second) + 1)
    for settled in range(compared + 1)
    for begun, claimed, closed in itertools.product((False, True), repeat=3)
    if begun or not first + second
]


def test_every_stage_is_reached_and_every_move_is_legal_somewhere() -> None:
    assert {b.stage_of(tally) for tally in TALLIES} == set(Stage) == set(LEGAL)
    assert set().union(*LEGAL.values()) == set(BatchMove)


@pytest.mark.parametrize("name", ["first", "second", "compared", "settled"])
def test_work_done_never_leads_back(name: str) -> None:
    for tally in TALLIES:
        more = replace(tally, **{name: getattr(tally, name) + 1, "begun": True})
        if more in TALLIES:
            assert ORDER.index(b.stage_of(more)) >= ORDER.index(b.stage_of(tally)), (tally, more)


def test_a_stage_says_what_it_means() -> None:
    for tally in TALLIES:
        stage = b.stage_of(tally)
        all_first, all_second = tally.first == tally.ballots, tally.second == tally.ballots
        assert (stage is Stage.CLOSED) == tally.closed
        if stage is Stage.RECEIVED:
            assert (not tally.begun and not tally.claimed) or not tally.ballots
        if stage is Stage.ASSIGNED:
            assert not tally.ballots or not all_first
        if stage is Stage.FIRST_KEYED:
            assert all_first and not all_second
        if stage is Stage.SECOND_KEYED:
            assert all_first and all_second and tally.compared < tally.ballots
        if stage is Stage.COMPARED:
            assert tally.compared == tally.ballots > tally.settled
        if stage is Stage.SETTLED:
            assert tally.settled == tally.ballots > 0


@pytest.mark.parametrize("sampled", [False, True])
def test_who_only_keys_learns_of_no_difference_and_of_no_draw(sampled: bool) -> None:
    later = (Stage.SECOND_KEYED, Stage.COMPARED, Stage.SETTLED, Stage.CLOSED)
    seen = {b.seen_by_keyer(stage, sampled=sampled) for stage in later}
    assert seen == {Stage.FIRST_KEYED if sampled else Stage.SECOND_KEYED}
    assert all(b.seen_by_keyer(stage, sampled=sampled) is stage for stage in ORDER[:3])


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("pass_no", [1, 2])
@pytest.mark.parametrize("holder", ["", "Lan", "Mai"])
@pytest.mark.parametrize("keyed_other", [False, True])
@pytest.mark.parametrize(("waiting", "hers"), [(0, 0), (2, 0), (0, 1)])
def test_who_may_have_a_batch(
    stage: Stage, pass_no: int, holder: str, keyed_other: bool, waiting: int, hers: int
) -> None:
    why = b.why_not(Wish("Lan", pass_no, stage, holder, keyed_other, waiting, hers))
    first = pass_no == 1 and stage in (Stage.RECEIVED, Stage.ASSIGNED)
    fits = first or (pass_no == 2 and stage is Stage.FIRST_KEYED)
    assert (why == "") == (fits and holder != "Mai" and not keyed_other and bool(waiting + hers))
    if keyed_other and holder != "Mai" and stage is not Stage.CLOSED:
        assert why == "batch.own_other"


def test_a_paper_waits_for_a_pass_that_nobody_has() -> None:
    paper = Paper("1", 1, State.VALID, "", complete=False, away=False)
    assert paper.waits(1) and not paper.waits(2)
    assert replace(paper, state=State.FIRST_KEYED).waits(2)
    assert not replace(paper, away=True).waits(1)
    assert not replace(paper, keyer="Lan").waits(1)
    assert replace(paper, keyer="Lan", state=State.FIRST_KEYING).is_open
    assert not replace(paper, keyer="Lan", complete=True, state=State.FIRST_KEYED).is_open
    assert not replace(paper, keyer="Lan", state=State.VOIDED).is_open


def test_every_state_that_counts_says_how_far_it_is() -> None:
    assert set(b.FAR) == COUNTED


@given(st.sets(st.integers(1, 20)), st.lists(st.integers(1, 20)))
def test_a_count_adds_up(held: set[int], seen: list[int]) -> None:
    registered, scanned = {f"{each:02d}" for each in held}, [f"{each:02d}" for each in seen]
    found = b.counted(registered, scanned)
    assert found.papers == len(set(scanned)) == len(registered) - len(found.missing) + len(found.extra)
    assert set(found.missing) <= registered and not registered & set(found.extra)


@given(st.text(min_size=1, max_size=20).filter(lambda text: "\x00" not in text and text.isprintable()))
def test_a_cover_names_its_batch_and_is_no_serial(code: str) -> None:
    digits = b.cover_digits("48213", code)
    assert digits.isdecimal() and digits.isascii() and len(digits) > serials.LENGTH
    assert b.read_cover(f" {digits}\n", "48213") == code
    assert b.read_cover(digits, "48214") is None


@pytest.mark.parametrize(
    "typed", ["", "L1", "482130000017", "0000017", "0048213", "00482130000000000xx", "0048213" + "9" * 40]
)
def test_what_is_no_cover(typed: str) -> None:
    assert b.read_cover(typed, "48213") is None


def test_the_page_lists_and_draws_the_programs_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]*) \|$", BATCH, flags=re.MULTILINE)
    assert {Stage(name): frozenset(map(BatchMove, re.findall(r"`(\w+)`", moves))) for name, moves in rows} == LEGAL
    arrows = re.findall(r"^    (\w+) --> (\w+): (\w+)$", BATCH, flags=re.MULTILINE)
    assert {source for source, _, _ in arrows} | {target for _, target, _ in arrows} == set(Stage)
    for source, _, move in arrows:
        assert move == "ballots" or BatchMove(move) in LEGAL[Stage(source)]
