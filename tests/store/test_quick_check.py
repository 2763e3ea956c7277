"""The look at a survey just opened: it finds what is wrong at the ends of the chains, and reads a bounded part."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from sipas_desktop.errors import LANGUAGES, Damaged, words
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import open_survey, open_with_key
from tests.surveys import PASSWORD, Station


def found(desk: Station) -> list[str]:
    """The codes of what is found."""
    problems = queries.quick_check(desk.admin).problems
    assert all(words(code, lang, **params) for code, params in problems for lang in LANGUAGES)
    return [code for code, _ in problems]


def test_a_whole_survey_passes_with_the_head_of_the_full_check(desk: Station) -> None:
    desk.settled(2)
    quick, full = queries.quick_check(desk.admin), queries.check_survey(desk.admin)
    assert (quick.ok, quick.head, quick.facts) == (True, full.head, full.facts)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE fact SET at = '2017' WHERE seq = (SELECT max(seq) FROM fact)", "check.changed"),
        ("UPDATE fact SET hash = 'text' WHERE seq = (SELECT max(seq) FROM fact)", "check.changed"),
        ("DELETE FROM fact WHERE seq = (SELECT max(seq) - 3 FROM fact)", "check.order"),
        ("UPDATE seen_head SET hash = 'x' WHERE session_no = (SELECT max(session_no) FROM seen_head)", "check.gone"),
        ("CREATE TRIGGER praise AFTER INSERT ON fact BEGIN UPDATE settled SET value = '5'; END", "check.schema"),
    ],
)
def test_what_is_wrong_at_the_end_is_found(desk: Station, statement: str, code: str) -> None:
    desk.settled(1)
    workflow.record_head(desk["Hà"], "report")
    with desk.admin.writing() as tx:
        tx.conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        tx.conn.execute(text(statement))
    assert code in found(desk)


def test_it_reads_no_more_of_a_file_that_has_grown(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    for bound in ("NEWEST", "SAMPLES"):
        monkeypatch.setattr(f"sipas_desktop.store.queries.quick_look.{bound}", 5)
    desk.settled(3)
    result = queries.quick_check(desk.admin)
    with desk.admin.reading() as conn:
        sessions = conn.execute(text("SELECT count(*) FROM session")).scalar_one()
    assert result.ok
    assert result.facts <= 5 + 5 + sessions < queries.check_survey(desk.admin).facts


def test_a_damaged_page_that_it_reads_is_damage_and_another_no_bug(desk: Station) -> None:
    desk.settled(2)
    with desk.admin.reading() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    key = desk.admin.file_key
    desk.close()
    whole = desk.path.read_bytes()
    seen = 0
    for page in range(len(whole) // 4096):
        content = bytearray(whole)
        content[page * 4096 + 99] ^= 1
        desk.path.write_bytes(content)
        try:
            with open_with_key(desk.path, key, "admin") as survey:
                assert queries.quick_check(survey).ok
        except Damaged:
            seen += 1
    assert seen > 10  # tables and indexes that it passes by are left to the full check


def test_who_opens_it_again_finds_it_whole(desk: Station) -> None:
    desk.settled(1)
    with open_survey(desk.path, "Lan", PASSWORD) as survey:
        assert queries.quick_check(survey).ok
