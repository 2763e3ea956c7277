"""Facts lost from the middle of a survey: what does not hang on them is kept, and the check knows what is missing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import FactKind, survey_head
from sipas_desktop.domain.form import Kind
from sipas_desktop.errors import LANGUAGES, words
from sipas_desktop.jobs.handouts import merge_files, return_to
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.backups import back_up
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.gaps import Gap, LostHead, salvages_in
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.restoring import restore
from sipas_desktop.store.salvage import salvage
from sipas_desktop.store.workflow.recovery import record_salvaged
from tests.lost import change, copied, lose, places
from tests.stations import hand_out, merge, outcome, refuses
from tests.surveys import CHEAP, PASSWORD, Station, opened_station, station


def worked(desk: Station) -> tuple[str, ...]:
    """Eight ballots in a batch, keyed by two clerks in two sittings each; the survey is closed then."""
    serials = desk.received(8)
    for part in (serials[:4], serials[4:]):
        here = opened_station(desk.path)
        for serial in part:
            here.key("Lan", 1, serial)
            here.key("Mai", 2, serial)
        here.close()
    desk.close()
    return serials


def states(survey: OpenSurvey) -> dict[str, object]:
    return {each.serial: each.state for each in queries.ballots(survey)}


def subjects(path: Path, gone: Iterable[int]) -> set[str]:
    with open_survey(path, "admin", PASSWORD) as survey, survey.reading() as conn:
        listed = ", ".join(map(str, gone))
        return {subject for (subject,) in conn.exec_driver_sql(f"SELECT subject FROM fact WHERE seq IN ({listed})")}


def test_what_does_not_hang_on_lost_facts_is_kept_whole(desk: Station) -> None:
    worked(desk)
    with open_survey(desk.path, "admin", PASSWORD) as survey:
        before = states(survey)
    everything = places(desk.path)
    start = places(desk.path, "kind = 'ballot_received'")[0]
    opened = set(places(desk.path, "kind = 'session_opened'"))
    told: set[str] = set()
    for first in range(start, len(everything) - 5, len(everything) // 12):
        gone = range(first, first + 5)
        _, found = lose(desk.path, gone, str(first))
        assert (found.problems, found.unread) == ((), 5)
        assert found.facts + found.left_out + found.unread == len(everything)
        assert sum(cut.found for cut in found.cut) == found.left_out
        touched = subjects(desk.path, gone) | set(found.ballots)
        with open_survey(found.path, "admin", PASSWORD) as survey:
            after = states(survey)
            assert {serial: after[serial] for serial in before if serial not in touched} == {
                serial: state for serial, state in before.items() if serial not in touched
            }
            if opened.isdisjoint(gone):  # that says who worked: the whole sitting hangs on it
                assert touched == subjects(desk.path, gone)
            checked = queries.check_survey(survey)
            assert checked.ok
            told |= {code for code, _ in checked.remarks}
            assert queries.quick_check(survey).ok
            assert all(words(code, lang, **params) for code, params in checked.remarks for lang in LANGUAGES)
    assert told == {"check.salvaged", "check.named_gap", "check.named_head"}


@pytest.fixture(scope="module")
def salvaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A salvaged survey with a gap in the second keyer's first sitting."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        with station(tmp_path_factory.mktemp("salvaged")) as desk:
            worked(desk)
        middle = places(desk.path, "kind = 'answers_keyed'")[3]
        found = lose(desk.path, [middle], "mất")[1]
        with open_survey(found.path, "admin", PASSWORD) as survey:
            checked = queries.check_survey(survey)
        assert (checked.ok, [code for code, _ in checked.remarks]) == (True, ["check.salvaged", "check.named_gap"])
        return found.path


@pytest.fixture
def holed(salvaged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    for path in (salvaged, keys.path_of(salvaged)):
        shutil.copyfile(path, tmp_path / path.name)
    return tmp_path / salvaged.name


def gaps_named(path: Path) -> list[list[list[Any]]]:
    """The gaps that each fact ``salvaged`` names."""
    with open_survey(path, "admin", PASSWORD) as survey, survey.reading() as conn:
        return [json.loads(payload)["gaps"] for _, _, payload in salvages_in(conn)]


def gap_in(path: Path) -> tuple[int, int, int]:
    """Place, session's number and n of the first fact after the gap."""
    (((session, _, _, n, *_),),) = gaps_named(path)
    with open_survey(path, "admin", PASSWORD) as survey, survey.reading() as conn:
        seq, no = conn.exec_driver_sql(
            "SELECT f.seq, f.session_no FROM fact f JOIN session s ON s.no = f.session_no WHERE s.id = ? AND f.n = ?",
            (session, n),
        ).one()
    return seq, no, n


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM fact WHERE seq = {seq}",  # the gap grows
        "DELETE FROM fact WHERE seq = {seq} + 1",
        "DELETE FROM fact WHERE seq = {seq} - 1",
        "UPDATE fact SET at = '2020-01-01T00:00:00.000+00:00' WHERE seq = {seq}",  # its hash has no fact before it
        "UPDATE fact SET payload = payload || ' ' WHERE seq = {seq}",
        "UPDATE fact SET hash = zeroblob(32) WHERE seq = {seq}",
        "UPDATE fact SET n = n - 1 WHERE seq = {seq}",
        "UPDATE fact SET payload = json_set(payload, '$.gaps', json('[]')) WHERE kind = 'salvaged'",
        "DELETE FROM fact WHERE kind = 'salvaged'",
    ],
)
def test_a_gap_that_nobody_named_is_found_beside_one_that_is(holed: Path, statement: str) -> None:
    seq, *_ = gap_in(holed)
    copy = copied(holed, "sửa.sipas")
    change(copy, statement.format(seq=seq))
    with open_survey(copy, "admin", PASSWORD) as survey:
        assert {code for code, _ in queries.check_survey(survey).problems} & {"check.gap", "check.changed"}
        assert {code for code, _ in queries.quick_check(survey).problems} & {"check.gap", "check.changed"}


def test_a_fact_that_names_gaps_wrongly_is_found(holed: Path) -> None:
    with open_survey(holed, "admin", PASSWORD) as survey, survey.reading() as conn:
        session, (n, digest) = next(iter(all_heads(conn).items()))
    wrong = (Gap(session, n - 1, digest, n, "0" * 64, "0" * 64), LostHead(session, session, n, digest))
    for number, named in enumerate(wrong):
        copy = copied(holed, f"{number}.sipas")
        with open_survey(copy, "admin", PASSWORD) as survey:
            record_salvaged(survey, "x", facts=1, unread=0, left_out=0, kept={}, backup=None, missing=[named])
            assert [code for code, _ in queries.check_survey(survey).problems] == ["check.illegal"]


def test_printed_heads_tell_what_they_saw(desk: Station) -> None:
    desk.settled(1)
    heads = []
    for _ in range(2):
        with desk.admin.reading() as conn:
            seen = all_heads(conn)
        with desk.admin.writing() as tx:
            listed = {session: list(head) for session, head in seen.items()}
            tx.append(FactKind.HEAD_PRINTED, "", on="report", head=survey_head(seen), heads=listed)
        heads.append(survey_head(seen))
        desk.settled(1)
    desk.close()
    seen_by_second = places(desk.path, "kind = 'head_printed'")[1] - 1
    with open_survey(lose(desk.path, [seen_by_second], "mất")[1].path, "admin", PASSWORD) as survey:
        assert queries.check_survey(survey, heads[0]).ok
        assert [code for code, _ in queries.check_survey(survey, heads[1]).problems] == ["check.head_unknown"]


def test_a_whole_session_may_be_lost_that_others_saw(desk: Station) -> None:
    worked(desk)
    opened = places(desk.path, "kind = 'session_opened'")
    _, found = lose(desk.path, [opened[3]], "mất")
    with open_survey(found.path, "admin", PASSWORD) as survey:
        checked = queries.check_survey(survey)
        assert checked.ok
        assert "check.named_head" in [code for code, _ in checked.remarks]
        assert queries.quick_check(survey).ok
    assert found.facts > found.left_out


def test_a_salvaged_survey_is_worked_on_and_salvaged_again(holed: Path) -> None:
    before = {serial: state for serial, state in states_of(holed).items() if state == "settled"}
    here = opened_station(holed)
    (serial,) = here.received(1, batch=None)
    here.key("Lan", 1, serial)
    here.close()
    found = lose(holed, places(holed)[-4:-2], "nữa")[1]
    assert found.problems == ()
    assert before.items() <= states_of(found.path).items()


def states_of(path: Path) -> dict[str, object]:
    with open_survey(path, "admin", PASSWORD) as survey:
        return states(survey)


def test_what_a_fact_that_was_left_out_said_is_forgotten(desk: Station) -> None:
    """Judged in part before it turned out to hang on a lost one: the next that builds on it hangs on it, too."""
    (serial,) = desk.received(1)
    keying = workflow.start_keying(desk["Lan"], serial, 1)
    first, second = [question.code for question in keying.questions if question.kind is Kind.RATED][:2]
    for question in (first, second):
        workflow.record_answer(desk["Lan"], keying, question, Answer("3"))
    with desk["Lan"].writing() as tx:
        answers = "SELECT seq FROM fact WHERE kind = 'answers_keyed' ORDER BY seq"
        one, lost = (ref_of(tx.conn, seq) for (seq,) in tx.conn.exec_driver_sql(answers).all())
        said = {"answers": {each: {"value": "4"} for each in (first, second)}, "supersedes": {first: one, second: lost}}
        tx.append(FactKind.ANSWERS_KEYED, serial, keying=keying.ref, **said)
    workflow.record_answer(desk["Lan"], keying, first, Answer("5"))
    desk.close()
    found = lose(desk.path, places(desk.path, "kind = 'answers_keyed'")[1:2], "mất")[1]
    assert (found.problems, found.left_out) == ((), 2)


def test_a_backup_of_it_counts_the_facts_that_it_holds(holed: Path, tmp_path: Path) -> None:
    held = len(places(holed))
    with open_survey(holed, "admin", PASSWORD) as survey:
        made = back_up(survey, [tmp_path / "sao lưu"])
        assert made.facts == queries.check_survey(survey).facts == held
    assert restore(made.paths[0], tmp_path / "lại.sipas", "admin", PASSWORD).facts == held


# -- stations ----------------------------------------------------------------------------------------------------------


def test_a_return_that_lost_what_came_home_before_is_salvaged_with_that(desk: Station, tmp_path: Path) -> None:
    serials = desk.received(2, batch="L1")
    post = hand_out(desk, tmp_path, ["L1"])
    post.key("Lan", 1, serials[0])
    return_to(post.admin, tmp_path / "trả.zip")
    merge_files(desk.admin, [tmp_path / "trả.zip"])
    post.key("Lan", 1, serials[1])
    post.close()
    damaged, found = lose(post.path, places(post.path, "kind = 'answers_keyed'")[:1], "trạm")
    before = outcome(desk.admin)
    refuses("handout.lacks", lambda: merge_files(desk.admin, [found.path]))
    assert outcome(desk.admin) == before
    whole = salvage(damaged, tmp_path / "trạm cứu lại.sipas", "admin", PASSWORD, [tmp_path / "trả.zip"])
    assert (whole.unread, whole.left_out, whole.problems) == (0, 0, ())
    done = merge_files(desk.admin, [whole.path])
    assert done.added > 0 and [code for code, _ in done.salvaged] == ["check.salvaged"]
    assert queries.check_survey(desk.admin).problems == ()


def test_a_session_that_came_home_before_and_is_lost_is_missed(desk: Station, tmp_path: Path) -> None:
    (serial,) = desk.received(1, batch="L1")
    post = hand_out(desk, tmp_path, ["L1"])
    post.key("Lan", 1, serial)
    post.close()
    merge(desk, post)
    post = opened_station(post.path)
    workflow.record_head(post.admin, "report")  # a sitting that saw the one that is lost
    post.close()
    own = "SELECT session_no FROM opening WHERE operator = 'Lan'"
    found = lose(post.path, places(post.path, f"session_no IN ({own})"), "trạm")[1]
    assert found.problems == ()
    refuses("handout.lacks", lambda: merge_files(desk.admin, [found.path]))


def test_nothing_is_put_into_the_middle_of_what_was_merged(desk: Station, tmp_path: Path) -> None:
    serials = desk.received(2, batch="L1")
    post = hand_out(desk, tmp_path, ["L1"])
    for serial in serials:
        post.key("Lan", 1, serial)
    post.close()
    found = lose(post.path, places(post.path, "kind = 'answers_keyed'")[:1], "trạm")[1]
    merge_files(desk.admin, [found.path])
    refuses("handout.has_more", lambda: merge_files(desk.admin, [post.path]))
    assert merge_files(desk.admin, [found.path]).added == 0
    assert queries.check_survey(desk.admin).problems == ()


def test_a_gap_that_came_with_a_station_does_not_grow_in_the_office(desk: Station, tmp_path: Path) -> None:
    serials = desk.received(2, batch="L1")
    post = hand_out(desk, tmp_path, ["L1"])
    for serial in serials:
        post.key("Lan", 1, serial)
    post.close()
    found = lose(post.path, places(post.path, "kind = 'answers_keyed'")[:1], "trạm")[1]
    merge_files(desk.admin, [found.path])
    desk.close()
    (((session, after, _, _, _, _),),) = gaps_named(desk.path)
    copy = copied(desk.path, "bớt.sipas")
    change(
        copy,
        f"DELETE FROM fact WHERE n = {after} AND session_no IN (SELECT no FROM session WHERE id = '{session}')",
    )
    with open_survey(copy, "admin", PASSWORD) as survey:
        assert "check.gap" in {code for code, _ in queries.check_survey(survey).problems}


def test_a_station_s_salvaged_file_is_merged_with_its_gap(desk: Station, tmp_path: Path) -> None:
    serials = desk.received(4, batch="L1")
    post = hand_out(desk, tmp_path, ["L1"])
    for serial in serials:
        post.key("Lan", 1, serial)
    post.close()
    middle = places(post.path, "kind = 'answers_keyed'")[2]
    found = lose(post.path, [middle], "trạm")[1]
    assert found.problems == ()
    back = opened_station(found.path)
    try:
        assert queries.check_survey(back.admin).remarks
        merge(desk, back)
    finally:
        back.close()
    checked = queries.check_survey(desk.admin)
    assert checked.problems == ()
    assert [code for code, _ in checked.remarks] == ["check.salvaged", "check.named_gap"]
    workflow.receive(desk.admin, desk.print(1)[0], batch=None)
    assert queries.check_survey(desk.admin).ok
