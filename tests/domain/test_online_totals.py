"""Which least numbers of a plan the totals of an online source count towards."""

from __future__ import annotations

import pytest

from sipas_desktop.domain.online_totals import CountedTotal, totals_of, towards
from sipas_desktop.domain.quota import Required
from sipas_desktop.domain.quota_cells import Cell
from sipas_desktop.domain.quota_rule import Per, Quota


def cell(quota: Quota | None, required: int = 60, **of: str) -> Cell:
    """A number of a rule for ``of``."""
    codes = {"group": "", "wave": "", "sector": "", "unit": "", "procedure": "", **of}
    return Cell(**codes, required=Required(None, required, quota))


TAKES = Quota("quý", count=60, per=(Per.WAVE,), totals=True)
TAKES_NONE = Quota("quý", count=60, per=(Per.WAVE,))
OF_Q1 = CountedTotal("dan", "xa-1", "commune", "q1", 40)
OF_ALL = CountedTotal("dan", "", "", "", 7)


@pytest.mark.parametrize(
    ("number", "total", "expected"),
    [
        (cell(TAKES, wave="q1"), OF_Q1, 40),
        (cell(TAKES, wave="q2"), OF_Q1, 0),
        (cell(TAKES, wave="q1"), OF_ALL, 0),  # one of all waves is no wave's
        (cell(TAKES), OF_ALL, 7),
        (cell(TAKES), OF_Q1, 40),
        (cell(TAKES, unit="xa-1"), OF_Q1, 40),
        (cell(TAKES, unit="xa-2"), OF_Q1, 0),
        (cell(TAKES, group="co-quan"), OF_Q1, 0),
        (cell(TAKES, sector="1"), OF_Q1, 0),
        (cell(TAKES, procedure="1"), OF_Q1, 0),
        (cell(TAKES_NONE, wave="q1"), OF_Q1, 0),
        (cell(None), OF_ALL, 0),
        (cell(Quota("q", count=1, groups=("dan",), totals=True)), OF_Q1, 40),
        (cell(Quota("q", count=1, groups=("khac", "hai"), totals=True)), OF_Q1, 0),
        (cell(Quota("q", count=1, waves=("q2", "q3"), totals=True)), OF_Q1, 0),
        (cell(Quota("q", count=1, kinds=("commune",), totals=True)), OF_Q1, 40),
        (cell(Quota("q", count=1, kinds=("commune",), totals=True)), OF_ALL, 0),
    ],
)
def test_a_total_counts_for_just_what_it_was_entered_for(number: Cell, total: CountedTotal, expected: int) -> None:
    assert towards(number, [total]) == expected


def test_a_total_counts_once_and_never_for_a_rule_that_takes_none() -> None:
    twice = [cell(TAKES, 20, wave="q1"), cell(TAKES, 10, wave="q1", group="dan")]
    assert totals_of(twice, Per.WAVE, "q1", [OF_Q1, OF_ALL]) == 40
    mixed = [cell(TAKES, 20, wave="q1"), cell(TAKES_NONE, 60, wave="q1")]
    assert totals_of(mixed, Per.WAVE, "q1", [OF_Q1]) == 20  # the 60 are still to come
    assert totals_of(mixed, Per.WAVE, "q2", [OF_Q1]) == totals_of(mixed, Per.WAVE, "", [OF_Q1]) == 0
