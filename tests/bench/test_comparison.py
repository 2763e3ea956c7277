"""The national survey's size, compared: the same discrepancies as pandas finds in the same data."""

from __future__ import annotations

import random

from bench.comparison import BALLOTS, found_by_pandas, found_by_rule, frame, passes
from bench.double_keying import CODES


def test_as_many_ballots_as_the_national_survey_has_give_what_pandas_gives() -> None:
    first, second = passes(BALLOTS, random.Random(5))
    found = found_by_rule(first, second)
    assert found == found_by_pandas(frame(first), frame(second))
    assert (len(first), len(CODES)) == (33_900, 25)
    assert 3_500 < len(found) < 4_800  # 847,500 fields, 2 × 2.9 mistakes in 1,000, one in seven by chance none
