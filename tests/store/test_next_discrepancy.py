"""The first discrepancy is found without going through all of them, and is the first of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.store import keys, migrations, queries, workflow
from tests.query_plans import steps_of
from tests.surveys import CHEAP, Station, opened_station, station


def differing(desk: Station, batch: str | None, count: int, first: str = "Lan") -> list[str]:
    serials = list(desk.received(count, batch=batch))
    for serial in serials:
        desk.key(first, 1, serial, Q1="5", Q2="5")
        desk.key("Mai", 2, serial, Q1="1", Q2="1")
    return serials


def test_one_after_the_other_in_the_order_of_all(desk: Station) -> None:
    differing(desk, "L2", 2)
    desk.settled(1)
    differing(desk, "L1", 3)
    loose = differing(desk, None, 2)
    hoa = desk["Hòa"]
    seen = []
    while (found := queries.next_discrepancy(hoa)) is not None:
        assert found == queries.open_discrepancies(hoa)[0]
        seen.append((found.batch, found.position, found.question))
        left = queries.differences_left(hoa)
        assert (left.waiting, left.own) == (len({each.serial for each in queries.open_discrepancies(hoa)}), 0)
        workflow.adjudicate(hoa, found.serial, found.question, Answer("5"))
    assert seen[: 2 * len(loose)] == [("", None, "Q1"), ("", None, "Q2")] * len(loose)
    places = [("L1", 1), ("L1", 2), ("L1", 3), ("L2", 1), ("L2", 2)]
    assert seen[2 * len(loose) :] == [(*place, question) for place in places for question in ("Q1", "Q2")]


def test_what_she_keyed_herself_is_passed_over(desk: Station) -> None:
    workflow.set_roles(desk.admin, "Hòa", ["keyer", "adjudicator"])
    own = [*differing(desk, None, 1, "Hòa"), *differing(desk, "L1", 2, "Hòa")]
    (others,) = differing(desk, "L2", 1)
    found = queries.next_discrepancy(desk["Hòa"])
    assert found is not None and found.serial == others
    left = queries.differences_left(desk["Hòa"])
    assert (left.waiting, left.own) == (1, len(own))


@pytest.mark.parametrize("asked", [queries.next_discrepancy, queries.open_discrepancies], ids=["next", "all"])
def test_they_are_read_in_their_order_and_not_sorted(desk: Station, asked: Any) -> None:
    differing(desk, "L1", 1)
    steps = steps_of(desk["Hòa"], lambda: asked(desk["Hòa"]), "print_run")
    assert any("ballot USING INDEX ix_ballot_state_batch_position_serial (state=?)" in step for step in steps)
    assert not [step for step in steps if "TEMP B-TREE" in step or step.startswith("SCAN")]


def test_a_file_from_before_the_index_gets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    before = migrations.SCRIPTS.index("0018_differing.sql")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "SCRIPTS", migrations.SCRIPTS[:before])
        patch.setattr(migrations, "VERSION", before)
        with station(tmp_path) as old:
            last = differing(old, "L2", 1)
            first = differing(old, "L1", 2)
            path = old.path
    now = opened_station(path)
    assert list(dict.fromkeys(each.serial for each in queries.open_discrepancies(now["Hòa"]))) == [*first, *last]
    assert queries.check_survey(now.admin).problems == ()
    now.close()
