"""Facts carry universal time; a plan's last day ends at midnight in Vietnam."""

from __future__ import annotations

import pytest

from sipas_desktop.domain.fact import day_of


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2017-10-31T16:59:59.999+00:00", "2017-10-31"),
        ("2017-10-31T17:00:00.000+00:00", "2017-11-01"),
        ("2017-10-31T00:30:00.000+00:00", "2017-10-31"),  # half past seven in the morning
        ("2017-12-31T23:00:00.000+00:00", "2018-01-01"),
    ],
)
def test_the_day_of_a_fact_is_the_day_in_vietnam(at: str, day: str) -> None:
    assert day_of(at) == day
