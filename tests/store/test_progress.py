"""Ballots back and settled, by the day in Vietnam."""

from __future__ import annotations

import datetime

from sqlalchemy import text

from sipas_desktop.domain.progress import DayProgress
from sipas_desktop.store import queries
from tests.surveys import Station


def test_ballots_count_on_the_day_in_vietnam(desk: Station) -> None:
    serials = desk.settled(2)
    desk.received(1)
    with desk.admin.writing() as tx:
        tx.conn.execute(text("UPDATE ballot SET received_on = '2017-07-03'"))
        # Half past midnight on the fourth, in Vietnam.
        moved = text("UPDATE fact SET at = '2017-07-03T17:30:00.000+00:00' WHERE seq = (SELECT fact FROM settling "
                     "WHERE serial = :serial)")  # fmt: skip
        tx.conn.execute(moved, {"serial": serials[0]})
        moved = text("UPDATE fact SET at = '2017-07-03T16:30:00.000+00:00' WHERE seq = (SELECT fact FROM settling "
                     "WHERE serial = :serial)")  # fmt: skip
        tx.conn.execute(moved, {"serial": serials[1]})
    third, fourth = datetime.date(2017, 7, 3), datetime.date(2017, 7, 4)
    assert queries.progress_by_day(desk.admin) == (DayProgress(third, 3, 1), DayProgress(fourth, 3, 2))


def test_a_new_survey_has_no_days(desk: Station) -> None:
    assert queries.progress_by_day(desk.admin) == ()


def test_what_an_interrupted_import_left_is_not_counted(desk: Station) -> None:
    desk.settled(1)
    with desk.admin.writing() as tx:
        tx.conn.execute(text("UPDATE print_run SET published = NULL"))
    assert queries.progress_by_day(desk.admin) == ()
