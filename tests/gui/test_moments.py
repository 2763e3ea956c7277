"""Times on the pages are Vietnam's, written as people there write them."""

from __future__ import annotations

from sipas_desktop.gui.moments import day, moment


def test_a_late_evening_in_utc_is_the_next_morning_in_vietnam() -> None:
    assert moment("2017-10-31T20:05:09.123+00:00") == "01/11/2017 03:05"
    assert moment("2017-10-31T20:05:09.123+00:00", seconds=True) == "01/11/2017 03:05:09"
    assert day("2017-10-31T20:05:09.123+00:00") == "01/11/2017"


def test_what_has_not_happened_has_no_time() -> None:
    assert moment("") == day("") == ""
