"""The first discrepancy is found without going through all of them, and is the first of them."""

from __future__ import annotations

from sipas_desktop.domain.answer import Answer
from sipas_desktop.store import queries, workflow
from tests.surveys import Station


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
