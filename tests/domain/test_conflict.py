"""What stands against each other on a ballot, whatever the order in which it arrived."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.conflict import Against, Deed, DeedKind, conflicts_among

RECEIPT = Deed("a:1", DeedKind.RECEIPT, "Hà")
FIRST, SECOND = Deed("b:1", DeedKind.KEYING, "Lan", "1"), Deed("c:1", DeedKind.KEYING, "Mai", "2")
DECISION = Deed("d:1", DeedKind.DECISION, "Hòa", "Q1 7 9")
WHOLE = [RECEIPT, FIRST, SECOND, DECISION]

deeds = st.builds(
    Deed,
    ref=st.text("abc", min_size=1, max_size=6),
    kind=st.sampled_from(DeedKind),
    operator=st.sampled_from(["Lan", "Mai", "Hòa"]),
    about=st.sampled_from(["1", "2"]),
    counts=st.booleans(),
)


def what(*more: Deed, without: Deed | None = None) -> list[Against]:
    return [each.what for each in conflicts_among([*(deed for deed in WHOLE if deed != without), *more])]


def test_three_people_and_one_receipt_agree() -> None:
    assert what() == []
    assert what(without=DECISION) == [] and conflicts_among([]) == () and conflicts_among([RECEIPT]) == ()


def test_each_conflict_is_named() -> None:
    assert what(Deed("e:1", DeedKind.RECEIPT, "Tâm")) == [Against.RECEIVED_TWICE]
    assert what(Deed("e:1", DeedKind.KEYING, "Tâm", "2")) == [Against.KEYED_TWICE]
    assert what(Deed("e:1", DeedKind.DECISION, "Tâm", "Q1 7 9")) == [Against.DECIDED_TWICE]
    assert what(Deed("e:1", DeedKind.DECISION, "Tâm", "Q2 8 9")) == []
    assert what(without=RECEIPT) == [Against.NOT_RECEIVED]
    assert what(Deed("e:1", DeedKind.KEYING, "Lan", "2"), without=SECOND) == [Against.SAME_PERSON]
    assert what(Deed("e:1", DeedKind.KEYING, "Hòa", "2"), without=SECOND) == [Against.DECIDED_BY_KEYER]
    invalid = Deed("a:1", DeedKind.RECEIPT, "Hà", counts=False)
    assert what(invalid, without=RECEIPT) == [Against.NOT_RECEIVED]


@given(st.lists(deeds, max_size=6, unique_by=lambda deed: deed.ref), st.randoms())
def test_the_order_of_arrival_says_nothing(held: list[Deed], random: object) -> None:
    shuffled = list(held)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert conflicts_among(shuffled) == conflicts_among(held)


@given(st.lists(deeds, max_size=6, unique_by=lambda deed: deed.ref))
def test_nobody_keeps_two_parts_and_no_pass_two_keyings_where_nothing_is_in_conflict(held: list[Deed]) -> None:
    if conflicts_among(held):
        return
    keyings = [deed for deed in held if deed.kind is DeedKind.KEYING]
    assert len({deed.about for deed in keyings}) == len(keyings)
    people = [deed.operator for deed in keyings]
    assert len(set(people)) == len(people)
    assert not set(people) & {deed.operator for deed in held if deed.kind is DeedKind.DECISION}
    assert not keyings or any(deed.counts for deed in held if deed.kind is DeedKind.RECEIPT)
