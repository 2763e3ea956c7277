"""Topics of open answers as facts: who had which, undone, what is refused, what the check finds, what history tells."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.topics import Topic
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, migrations, queries, workflow
from sipas_desktop.store.queries import Filter
from tests.surveys import CHEAP, Station, copied_station, opened_station, station

TOPICS = [Topic("1", "Thời gian chờ"), Topic("tt", "Thái độ"), Topic("3", "Cơ sở vật chất")]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path) as found:
        yield found


def written(desk: Station, *texts: str) -> list[str]:
    """Serials of settled ballots on which ``texts`` are written."""
    serials = desk.received(len(texts), batch=None)
    for serial, text in zip(serials, texts, strict=True):
        for name, pass_no in (("Lan", 1), ("Mai", 2)):
            answers = desk.answers() | {"comment": Answer(a.WRITTEN, text)}
            workflow.key_ballot(desk[name], serial, pass_no, answers)
    return list(serials)


def by_text(desk: Station) -> dict[str, queries.Comment]:
    return {each.text: each for each in queries.comments(desk.admin, "comment")}


def facts(desk: Station, kind: FactKind) -> list[dict[str, Any]]:
    with desk.admin.reading() as conn:
        rows = conn.exec_driver_sql("SELECT payload FROM fact WHERE kind = ? ORDER BY seq", (kind.value,)).scalars()
        return [json.loads(row) for row in rows]


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.words("vi") and caught.value.words("en")
    return caught.value.code


def test_an_answer_gets_several_topics_and_loses_them_again(here: Station) -> None:
    written(here, "chờ lâu, cán bộ gắt", "phòng nóng")
    workflow.set_topics(here["Hà"], "comment", TOPICS)
    slow = by_text(here)["chờ lâu, cán bộ gắt"].id
    assert workflow.sort_comment(here["Hà"], slow, ["tt", "1"]) == ()
    assert by_text(here)["chờ lâu, cán bộ gắt"].topics == ("1", "tt")
    before = workflow.sort_comment(here["Hà"], slow, ["3"])
    assert before == ("1", "tt")
    assert workflow.sort_comment(here["Hà"], slow, before) == ("3",)
    assert by_text(here)["chờ lâu, cán bộ gắt"].topics == ("1", "tt")
    assert len(facts(here, FactKind.COMMENT_SORTED)) == 3
    workflow.sort_comment(here["Hà"], slow, before)  # nothing new: no fact
    assert len(facts(here, FactKind.COMMENT_SORTED)) == 3
    assert queries.check_survey(here.admin).problems == ()


def test_no_fact_about_topics_holds_a_word_of_an_answer_or_a_serial(here: Station) -> None:
    serials = written(here, "chờ lâu")
    workflow.set_topics(here.admin, "comment", TOPICS)
    workflow.sort_comment(here.admin, by_text(here)["chờ lâu"].id, ["1"])
    told = json.dumps([facts(here, FactKind.COMMENT_SORTED), facts(here, FactKind.TOPICS_SET)], ensure_ascii=False)
    assert "chờ lâu" not in told and serials[0] not in told
    with here.admin.reading() as conn:
        kinds = (FactKind.COMMENT_SORTED.value, FactKind.TOPICS_SET.value)
        subjects = conn.exec_driver_sql("SELECT DISTINCT subject FROM fact WHERE kind IN (?, ?)", kinds).scalars()
        assert list(subjects) == [""]


def test_counts_are_of_the_ballots_that_the_filter_lets_through(here: Station) -> None:
    written(here, "chờ lâu", "chờ quá lâu, gắt", "cảm ơn")
    assert queries.topic_counts(here.admin) == []
    workflow.set_topics(here.admin, "comment", TOPICS)
    found = by_text(here)
    workflow.sort_comment(here.admin, found["chờ lâu"].id, ["1"])
    workflow.sort_comment(here.admin, found["chờ quá lâu, gắt"].id, ["1", "tt"])
    (counts,) = queries.topic_counts(here.admin)
    assert (counts.answers, counts.unsorted, dict(counts.counts)) == (3, 1, {"1": 2, "tt": 1, "3": 0})
    (none,) = queries.topic_counts(here.admin, Filter(channel=here.admin.plan.channels[-1].code))
    assert none.answers in (0, 3)  # the channel that all of them came by, or another
    assert sum(none.counts.values()) in (0, 3)


def test_words_that_were_keyed_anew_are_sorted_anew(here: Station) -> None:
    (serial,) = written(here, "chờ lâu")
    workflow.set_topics(here.admin, "comment", TOPICS)
    old = by_text(here)["chờ lâu"].id
    workflow.sort_comment(here.admin, old, ["1"])
    keying = workflow.reopen_keying(here["Mai"], serial, 2)
    workflow.record_answer(here["Mai"], keying, "comment", Answer(a.WRITTEN, "chờ rất lâu"))
    workflow.complete_keying(here["Mai"], keying)
    assert by_text(here) == {}
    assert refused(lambda: workflow.sort_comment(here.admin, old, ["tt"])) == "topics.comment"
    workflow.set_topics(here.admin, "comment", TOPICS[1:])  # no settled answer has it now
    assert queries.check_survey(here.admin).problems == ()


def test_what_is_refused_changes_nothing(here: Station) -> None:
    written(here, "chờ lâu")
    workflow.set_topics(here.admin, "comment", TOPICS)
    own = by_text(here)["chờ lâu"].id
    workflow.sort_comment(here.admin, own, ["1"])
    before = queries.current_head(here.admin)
    tried: list[tuple[str, Callable[[], Any]]] = [
        ("topics.question", lambda: workflow.set_topics(here.admin, "Q1", TOPICS)),
        ("topics.list", lambda: workflow.set_topics(here.admin, "comment", [*TOPICS, Topic("1", "Khác")])),
        ("topics.list", lambda: workflow.set_topics(here.admin, "comment", [*TOPICS, Topic("4", "thái độ")])),
        ("topics.list", lambda: workflow.set_topics(here.admin, "comment", [*TOPICS, Topic("4 5", "Khác")])),
        ("topics.list", lambda: workflow.set_topics(here.admin, "comment", [*TOPICS, Topic("4", " ")])),
        ("topics.list", lambda: workflow.set_topics(here.admin, "comment", [*TOPICS, Topic("4", "x" * 101)])),
        ("topics.in_use", lambda: workflow.set_topics(here.admin, "comment", TOPICS[1:])),
        ("topics.comment", lambda: workflow.sort_comment(here.admin, "0" * 32, ["1"])),
        ("topics.unknown", lambda: workflow.sort_comment(here.admin, own, ["9"])),
        ("operators.not_allowed", lambda: workflow.sort_comment(here["Giám sát"], own, [])),
        ("operators.not_allowed", lambda: workflow.set_topics(here["Hòa"], "comment", [])),
    ]
    assert [refused(act) for _, act in tried] == [code for code, _ in tried]
    assert queries.current_head(here.admin) == before


def test_the_history_says_what_changed_and_no_words(here: Station) -> None:
    written(here, "chờ lâu")
    workflow.set_topics(here.admin, "comment", TOPICS[:2])
    workflow.set_topics(here.admin, "comment", TOPICS[:1])
    own = by_text(here)["chờ lâu"].id
    workflow.sort_comment(here.admin, own, ["1"])
    workflow.sort_comment(here.admin, own, [])
    rows = queries.history(here["Giám sát"]).rows[:4]
    assert [(row.kind, row.what, row.before, row.after) for row in rows if row.kind != "session_opened"][:4] == [
        (FactKind.COMMENT_SORTED, "comment", "1", ""),
        (FactKind.COMMENT_SORTED, "comment", None, "1"),
        (FactKind.TOPICS_SET, "comment", "1 Thời gian chờ; tt Thái độ", "1 Thời gian chờ"),
        (FactKind.TOPICS_SET, "comment", None, "1 Thời gian chờ; tt Thái độ"),
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"question": "Q1"},
        {"question": "unit"},
        {"topics": ["tt", "1"]},  # not in the office's order
        {"topics": ["1", "1"]},
        {"topics": ["9"]},
        {"supersedes": "x:1"},
    ],
)
def test_the_check_finds_a_sorting_that_would_have_been_refused(here: Station, changed: dict[str, Any]) -> None:
    written(here, "chờ lâu")
    workflow.set_topics(here.admin, "comment", TOPICS)
    own = by_text(here)["chờ lâu"].id
    said = {"written": own, "question": "comment", "topics": ["1"], "supersedes": None} | changed
    with here.admin.writing() as tx:
        tx.append(FactKind.COMMENT_SORTED, **said)
    assert not queries.check_survey(here.admin).ok


def test_the_check_finds_that_words_were_sorted_that_are_settled_nowhere(here: Station) -> None:
    workflow.set_topics(here.admin, "comment", TOPICS)
    with here.admin.writing() as tx:
        said = {"records": 1, "sha256": "0" * 64, "reason": tx.personal("vì sao")}
        own = tx.personal("chờ lâu")
        tx.append(FactKind.RECORDS_TAKEN, **said, allowed_by=own)
        tx.append(FactKind.COMMENT_SORTED, written=own["ref"], question="comment", topics=["1"], supersedes=None)
    assert not queries.check_survey(here.admin).ok


@pytest.mark.parametrize(
    "changed",
    [
        {"question": "Q1"},
        {"topics": [{"code": "1", "title": "Thời gian chờ"}, {"code": "1b", "title": "thời gian chờ"}]},
        {"topics": [{"code": "1 2", "title": "Thời gian chờ"}]},
        {"topics": [{"code": "9", "title": "Khác"}]},  # gone is one that is in use
        {"topics": [{"code": "1", "title": "Thời gian chờ", "more": ""}]},
        {"supersedes": None},
    ],
)
def test_the_check_finds_a_list_that_would_have_been_refused(here: Station, changed: dict[str, Any]) -> None:
    written(here, "chờ lâu")
    workflow.set_topics(here.admin, "comment", TOPICS)
    workflow.sort_comment(here.admin, by_text(here)["chờ lâu"].id, ["1"])
    with here.admin.reading() as conn:
        ref = conn.exec_driver_sql(
            "SELECT session.id || ':' || fact.n FROM fact JOIN session ON session.no = fact.session_no"
            " WHERE kind = 'topics_set'"
        ).scalar_one()
    topics = [{"code": "1", "title": "Thời gian"}]
    with here.admin.writing() as tx:
        tx.append(FactKind.TOPICS_SET, **({"question": "comment", "topics": topics, "supersedes": ref} | changed))
    assert not queries.check_survey(here.admin).ok


@pytest.mark.parametrize(
    "behind",
    ["UPDATE sorted_comment SET topics = 'tt'", "DELETE FROM topic WHERE code = '3'", "DELETE FROM sorted_comment"],
)
def test_a_change_behind_the_facts_is_found(here: Station, behind: str) -> None:
    written(here, "chờ lâu")
    workflow.set_topics(here.admin, "comment", TOPICS)
    workflow.sort_comment(here.admin, by_text(here)["chờ lâu"].id, ["1"])
    with here.admin.writing() as tx:
        tx.conn.exec_driver_sql(behind)
    assert not queries.check_survey(here.admin).ok


def test_a_file_from_before_topics_is_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    at = migrations.SCRIPTS.index("0014_topics.sql")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "SCRIPTS", migrations.SCRIPTS[:at])
        patch.setattr(migrations, "VERSION", at)
        with station(tmp_path) as old:
            written(old, "chờ lâu")
            path = old.path
    now = opened_station(path)
    workflow.set_topics(now.admin, "comment", TOPICS)
    workflow.sort_comment(now.admin, by_text(now)["chờ lâu"].id, ["1"])
    assert queries.check_survey(now.admin).problems == ()
    now.close()


def test_who_allowed_records_to_go_out_is_written_down(here: Station) -> None:
    written(here, "chờ lâu")
    workflow.record_taken(here["Hà"], 1, "0" * 64, " Ông Trần  Văn Bình, Phó Chủ tịch ", "thanh tra yêu cầu")
    (said,) = facts(here, FactKind.RECORDS_TAKEN)
    assert "Bình" not in json.dumps(said, ensure_ascii=False) and said["records"] == 1
    row = next(row for row in queries.history(here["Giám sát"]).rows if row.kind == FactKind.RECORDS_TAKEN)
    assert (row.operator, row.what, row.after, row.why) == (
        "Hà", "Ông Trần Văn Bình, Phó Chủ tịch", "1", "thanh tra yêu cầu",
    )  # fmt: skip
    for by, reason in (("", "vì sao"), ("Ông Bình", " "), ("x" * 301, "vì sao")):
        assert refused(lambda by=by, reason=reason: workflow.record_taken(here.admin, 1, "0" * 64, by, reason)) == (
            "records.not_allowed"
        )
    assert queries.check_survey(here.admin).problems == ()
