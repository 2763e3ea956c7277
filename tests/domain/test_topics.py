"""Lists of topics: what can be one, and which code the next topic gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.topics import LONGEST, MOST, Topic, is_list, next_code

GOOD = Topic("1", "Thời gian chờ")


@pytest.mark.parametrize(
    "other",
    [
        Topic("1", "Khác"), Topic("2", "thời GIAN chờ"), Topic("", "Khác"), Topic("a b", "Khác"), Topic("a;b", "Khác"),
        Topic("x" * 21, "Khác"), Topic("2", ""), Topic("2", " Khác"), Topic("2", "Khác  nữa"), Topic("2", "Khác\n"),
        Topic("2", "x" * (LONGEST + 1)),
    ],
)  # fmt: skip
def test_what_is_no_list(other: Topic) -> None:
    assert not is_list([GOOD, other])


def test_what_is_a_list() -> None:
    assert is_list([]) and is_list([GOOD, Topic("thái-độ", "Thái độ"), Topic("x.1", "x" * LONGEST)])
    full = [Topic(str(number), f"Chủ đề {number}") for number in range(MOST + 1)]
    assert is_list(full[1:]) and not is_list(full)


@given(st.lists(st.sampled_from([str(number) for number in range(1, MOST + 1)]), max_size=MOST - 1, unique=True))
def test_one_more_topic_always_has_a_code_of_its_own(codes: list[str]) -> None:
    topics = [Topic(code, f"Chủ đề {code}") for code in codes]
    one = Topic(next_code(topics), "Một chủ đề nữa")
    assert is_list([*topics, one]) and one.code not in codes
