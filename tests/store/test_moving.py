"""A survey moved from its file to a server and back: every row, every head, one living survey at every moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from sipas_desktop.domain.answer import WRITTEN, Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.jobs.report import records_hash
from sipas_desktop.place import ServerAddress
from sipas_desktop.store import models as m
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.backups import folder_beside, listed
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.row_copies import as_numbered, copy_rows, without_gaps
from sipas_desktop.store.workflow import moving
from tests.server import server, why_no_server
from tests.surveys import ON_SERVER, PASSWORD, Station, copied_station, station

pytestmark = [
    pytest.mark.skipif(bool(why_no_server()), reason=why_no_server() or "-"),
    pytest.mark.skipif(ON_SERVER, reason="its surveys begin in a file"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Station]:
    """A survey in a file with something of most kinds: settled, differing, half keyed, in a batch."""
    with copied_station(tmp_path) as here:
        here.settled(2)
        (written,) = here.received(1, batch=None)
        for name, pass_no in (("Lan", 1), ("Mai", 2)):
            words = {"comment": Answer(WRITTEN, "Cán bộ rất tận tình, ghi chú có dấu")}
            workflow.key_ballot(here[name], written, pass_no, here.answers() | words)
        first, second = here.received(2)
        here.key("Lan", 1, first, Q1="2")
        here.key("Mai", 2, first)
        workflow.start_keying(here["Lan"], second, 1)
        yield here


def seen(survey: OpenSurvey) -> tuple[Any, ...]:
    """What must stay: heads, records, figures, and what a check says."""
    with survey.reading() as conn:
        heads = all_heads(conn)
    return heads, records_hash(survey), queries.figures(survey).index, queries.check_survey(survey).problems


def refused(verb: Any, *args: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        verb(*args)
    return caught.value


def test_there_and_back_nothing_is_lost(desk: Station, tmp_path: Path) -> None:
    assert isinstance(desk.path, Path)
    before, there, back = seen(desk.admin), server().new_database(), tmp_path / "về lại.sipas"
    assert before[3] == ()
    heard: list[tuple[int, int]] = []
    done = workflow.move_survey(desk.admin, there, lambda rows, total: heard.append((rows, total)))
    assert heard[-1] == (done.rows, done.rows) and done.head == queries.current_head(desk.admin) and not done.already
    assert len(listed(folder_beside(desk.path), desk.path)) == 1
    with open_survey(there, "admin", PASSWORD) as survey:
        assert seen(survey)[:3] == before[:3]
    with open_survey(there, "admin", PASSWORD) as survey, open_survey(there, "Lan", PASSWORD) as lan:
        workflow.record_answer(lan, workflow.start_keying(lan, half_keyed(survey), 1), "Q1", Answer("3"))
        between = seen(survey)
        assert between[3] == () and len(between[0]) == len(before[0]) + 1  # Lan's new session
        back_done = workflow.move_survey(survey, back)
        assert back_done.facts == done.facts + 3  # signed in, resumed, one answer
    with open_survey(back, "admin", PASSWORD) as survey:
        assert seen(survey) == between


def test_straight_back_to_where_it_was_is_refused_and_it_can_still_be_opened(desk: Station, tmp_path: Path) -> None:
    assert isinstance(desk.path, Path)
    there = server().new_database()
    workflow.move_survey(desk.admin, there)
    with open_survey(there, "admin", PASSWORD) as survey:
        assert refused(workflow.move_survey, survey, desk.path).code == "move.was_there"
        workflow.move_survey(survey, tmp_path / "về lại.sipas")
    with open_survey(tmp_path / "về lại.sipas", "admin", PASSWORD) as survey:
        assert refused(workflow.move_survey, survey, there).code == "move.was_there"
        assert queries.check_survey(survey).problems == ()


def half_keyed(survey: OpenSurvey) -> str:
    """The ballot whose first pass Lan began."""
    with survey.reading() as conn:
        return str(conn.execute(select(m.keying.c.serial).where(m.keying.c.completed.is_(None))).scalar_one())


def test_who_has_the_old_one_open_records_nothing_more_and_nobody_opens_it(desk: Station) -> None:
    there = server().new_database()
    lan = desk["Lan"]
    keying = workflow.start_keying(lan, half_keyed(desk.admin), 1)
    workflow.move_survey(desk.admin, there)
    assert refused(workflow.record_answer, lan, keying, "Q1", Answer("3")).code == "move.moved_meanwhile"
    told = refused(open_survey, desk.path, "Lan", PASSWORD)
    assert told.code == "move.moved" and told.params["place"] == str(there)
    assert there.password and there.password not in str(told.params)


def test_nor_on_the_server_after_it_moved_into_a_file(tmp_path: Path) -> None:
    with station(tmp_path, at=server().new_database()) as here:
        (serial,) = here.received(1, batch=None)
        keying = workflow.start_keying(here["Lan"], serial, 1)
        workflow.move_survey(here.admin, tmp_path / "mới.sipas")
        assert refused(workflow.record_answer, here["Lan"], keying, "Q1", Answer("3")).code == "move.moved_meanwhile"
        assert refused(open_survey, here.path, "Lan", PASSWORD).params["place"] == str(tmp_path / "mới.sipas")
    with open_survey(tmp_path / "mới.sipas", "Lan", PASSWORD) as survey:
        assert workflow.start_keying(survey, serial, 1).ref == keying.ref


def test_numbers_that_a_server_left_unused_are_closed_up_in_a_file(tmp_path: Path) -> None:
    """What was taken back leaves its number unused there; in a file that would be a missing fact."""
    with station(tmp_path, at=server().new_database()) as here:
        for _ in range(3):
            with suppress(ZeroDivisionError), here.admin.writing() as tx:
                tx.append(FactKind.BATCH_OPENED, batch="x", unit=None)
                raise ZeroDivisionError
            here.settled(1)
        with here.admin.reading() as conn:
            seqs = list(conn.execute(select(m.fact.c.seq).order_by(m.fact.c.seq)).scalars())
        assert seqs != list(range(1, len(seqs) + 1)), "there are gaps to close"
        before = seen(here.admin)
        workflow.move_survey(here.admin, tmp_path / "mới.sipas")
    with open_survey(tmp_path / "mới.sipas", "admin", PASSWORD) as survey:
        assert seen(survey) == before
        with survey.reading() as conn:
            now = list(conn.execute(select(m.fact.c.seq).order_by(m.fact.c.seq)).scalars())
        assert now == list(range(1, len(seqs) + 1))


@pytest.mark.parametrize("away", ["to a server", "to a file"])
def test_a_move_that_is_broken_off_leaves_the_survey_where_it_was(
    away: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = server().new_database()
    with station(tmp_path, at=database if away == "to a file" else None) as here:
        here.settled(1)
        target = tmp_path / "mới.sipas" if away == "to a file" else server().new_database()
        before, files = seen(here.admin), set(tmp_path.iterdir())

        def differs(*_: Any) -> str:
            return "answer"

        with monkeypatch.context() as broken:
            broken.setattr(moving, "first_difference", differs)
            with pytest.raises(Damaged):
                workflow.move_survey(here.admin, target)
        backups = {folder_beside(here.path)} if isinstance(here.path, Path) else set()
        assert set(tmp_path.iterdir()) - files == backups
        here.settled(1)  # work goes on
        assert seen(here.admin)[3] == () and seen(here.admin)[0] != before[0]
        workflow.move_survey(here.admin, target)
    with open_survey(target, "admin", PASSWORD) as survey:
        assert queries.figures(survey).ballots.settled == 2


@pytest.mark.parametrize("away", ["to a server", "to a file"])
def test_a_move_that_ended_before_the_old_place_knew_is_finished(
    away: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = server().new_database()
    with station(tmp_path, at=database if away == "to a file" else None) as here:
        here.settled(1)
        target = tmp_path / "mới.sipas" if away == "to a file" else server().new_database()

        def cut(*_: Any) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr(moving, "mark_moved", cut)
            with pytest.raises(KeyboardInterrupt):
                workflow.move_survey(here.admin, target)
        assert workflow.move_survey(here.admin, target).already
        assert refused(open_survey, here.path, "admin", PASSWORD).code == "move.moved"


def test_a_place_that_is_taken_is_refused(desk: Station, tmp_path: Path) -> None:
    with station(tmp_path / "khác", at=server().new_database()) as other:
        assert isinstance(other.path, ServerAddress)
        assert refused(workflow.move_survey, desk.admin, other.path).code == "move.taken"
        assert refused(workflow.move_survey, other.admin, desk.path).code == "file.exists"
        assert refused(workflow.move_survey, other.admin, tmp_path / "không" / "a.sipas").code == "file.no_folder"
        assert refused(workflow.move_survey, desk.admin, tmp_path / "a.sipas").code == "move.same_kind"
    assert seen(desk.admin)[3] == ()


def test_another_row_anywhere_is_seen(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison is not of the number of rows alone: one letter of one answer is enough."""

    def with_a_slip(source: Connection, target: Connection, *rest: Any) -> int:
        rows = copy_rows(source, target, *rest)
        one = target.execute(select(m.answer.c.keying, m.answer.c.question)).first()
        assert one is not None
        own = (m.answer.c.keying == one.keying) & (m.answer.c.question == one.question)
        target.execute(update(m.answer).where(own).values(value="5"))
        return rows

    monkeypatch.setattr(moving, "copy_rows", with_a_slip)
    with pytest.raises(Damaged) as caught:
        workflow.move_survey(desk.admin, server().new_database())
    assert caught.value.params["table"] == "answer"


def test_numbers_are_closed_up_in_their_order(desk: Station) -> None:
    class Few:
        def execute(self, _: Any) -> list[tuple[int, int]]:
            return [(1, 3), (5, 6), (9, 12)]  # 1, 2, 5, 9, 10, 11 are missing

    number = without_gaps(Few())  # type: ignore[arg-type]
    assert [number(seq) for seq in (3, 4, 6, 7, 8, 12, 13)] == [1, 2, 3, 4, 5, 6, 7]
    with desk.admin.reading() as conn:
        dense = without_gaps(conn)
    assert all(dense(seq) == as_numbered(seq) == seq for seq in (1, 7, 100))
