"""``check`` finds what was changed behind the program's back, even with the key."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import OperationalError

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.toml_reader import sha256
from sipas_desktop.errors import LANGUAGES, Refusal, words
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import differences, keyings
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.references import ref_of
from tests.store.test_keying import refused
from tests.surveys import PASSWORD, Station


@pytest.fixture
def busy(desk: Station) -> Station:
    """A survey in which everything has happened once."""
    desk.settled(2)
    (serial,) = desk.received(1)
    words_written = {"comment": Answer("+", "chờ lâu")}
    workflow.key_ballot(desk["Lan"], serial, 1, desk.answers(Q1="5") | words_written)
    workflow.key_ballot(desk["Mai"], serial, 2, desk.answers(Q1="1") | words_written)
    workflow.adjudicate(desk["Hòa"], serial, "Q1", Answer("2"), "xem phiếu")
    members = [workflow.MemberData("official", f"Người {n}", dossier=f"H57-{n}") for n in range(3)]
    workflow.import_sample(desk.admin, members, "0" * 64)
    workflow.record_head(desk.admin, "report")
    assert queries.check_survey(desk.admin).ok
    return desk


def tamper(desk: Station, statement: str) -> list[str]:
    """Change the file by SQL with the key in hand; the codes of what ``check`` then finds."""
    with desk.admin.writing() as tx:
        tx.conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        changed = tx.conn.execute(text(statement)).rowcount
    assert changed, "the statement must change something"
    found = queries.check_survey(desk.admin)
    for code, params in found.problems:
        assert all(words(code, lang, **params) for lang in LANGUAGES)
    return [code for code, _ in found.problems]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE fact SET payload = replace(payload, '\"5\"', '\"4\"') WHERE kind = 'answers_keyed'", "check.changed"),
        ("UPDATE fact SET at = '2017-01-01T00:00:00.000+00:00' WHERE seq = 5", "check.changed"),
        ("UPDATE fact SET hash = zeroblob(32) WHERE seq = 7", "check.changed"),
        ("DELETE FROM fact WHERE seq = 9", "check.gap"),
        ("UPDATE document SET source = source || ' ' WHERE kind = 'form'", "check.document"),
        ("UPDATE personal SET value = 'rất nhanh'", "check.personal"),
        ("INSERT INTO personal VALUES ('x', 'y', 'z')", "check.stray_personal"),
        ("UPDATE sample_member SET name = 'Người khác' WHERE position = 2", "check.member"),
        ("DELETE FROM sample_member WHERE position = 2", "check.sample"),
        ("UPDATE settled SET value = '5' WHERE question = 'overall'", "check.projection"),
        ("UPDATE operator SET roles = 'administrator keyer' WHERE name = 'Lan'", "check.projection"),
        ("INSERT INTO operator VALUES ('Kẻ lạ', 'administrator', 1)", "check.projection"),
        ("UPDATE fact SET payload = 'no JSON' WHERE kind = 'answers_keyed'", "check.changed"),
        ("UPDATE fact SET payload = '[]' WHERE kind = 'adjudicated'", "check.changed"),
        ("UPDATE fact SET payload = x'00ff' WHERE kind = 'sample_imported'", "check.impossible"),
        ("UPDATE fact SET hash = 'text' WHERE seq = (SELECT max(seq) FROM fact)", "check.changed"),
        ("UPDATE fact SET n = 'x' WHERE seq = (SELECT max(seq) FROM fact)", "check.gap"),
        ("UPDATE personal SET salt = NULL, value = NULL", "check.personal"),
        ("UPDATE sample_member SET salt = NULL, name = 'Người khác'", "check.member"),
        ("UPDATE sample_member SET position = 4 - position", "check.member"),
        ("UPDATE document SET kind = 'plan' WHERE kind = 'form'", "check.document"),
        ("INSERT INTO document SELECT 'x', kind, code, source FROM document WHERE kind = 'form'", "check.document"),
        ("INSERT INTO link SELECT b.serial, m.id, 'x', 'y' FROM ballot b, sample_member m LIMIT 1", "check.links"),
    ],
)
def test_a_change_by_sql_is_called_what_it_is(busy: Station, statement: str, code: str) -> None:
    assert code in tamper(busy, statement)


def test_two_swapped_facts_are_found(busy: Station) -> None:
    swap = "UPDATE fact SET payload = (SELECT payload FROM fact f WHERE f.seq = 23 - fact.seq) WHERE seq IN (11, 12)"
    assert "check.changed" in tamper(busy, swap)


def test_a_printed_head_is_known_again_and_another_is_not(busy: Station) -> None:
    head = workflow.record_head(busy.admin, "package")
    busy.settled(1)
    assert queries.check_survey(busy.admin, head).ok
    assert queries.check_survey(busy.admin, head.upper()).ok
    found = queries.check_survey(busy.admin, "0" * 64)
    assert [code for code, _ in found.problems] == ["check.head_unknown"]


def test_a_rolled_back_file_shows_against_a_printed_head(busy: Station) -> None:
    with busy.admin.reading() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    busy.close()
    old = busy.path.read_bytes()
    with open_survey(busy.path, "admin", PASSWORD) as survey:
        head = workflow.record_head(survey, "report")
        assert queries.check_survey(survey, head).ok
    for path in busy.path.parent.glob(busy.path.name + "-*"):
        path.unlink()
    busy.path.write_bytes(old)
    with open_survey(busy.path, "admin", PASSWORD) as survey:
        assert queries.check_survey(survey).ok  # a cut tail does not show by itself: the docs say so
        assert not queries.check_survey(survey, head).ok


def test_the_cut_tail_of_a_session_shows_where_a_later_one_saw_it(busy: Station) -> None:
    """The projections are put right as well, as somebody with the key would do: only the tie is left to tell."""
    workflow.record_head(busy["Hà"], "report")
    with open_survey(busy.path, "admin", PASSWORD) as later:
        workflow.record_head(later, "report")
    own = "(SELECT session_no FROM opening WHERE operator = 'Hà')"
    last = f"(SELECT max(seq) FROM fact WHERE session_no = {own})"
    with busy.admin.writing() as tx:
        tx.conn.exec_driver_sql(f"DELETE FROM printed_head WHERE fact = {last}")
    assert tamper(busy, f"DELETE FROM fact WHERE seq = {last}")[0] == "check.tie"


def test_a_check_tells_how_far_it_is(busy: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipas_desktop.store.queries.check.TELL_EVERY", 1)
    told: list[tuple[int, int]] = []
    facts = queries.check_survey(busy.admin, progress=lambda done, total: told.append((done, total))).facts
    assert told == [(done, facts) for done in range(1, facts + 1)]


def test_a_document_that_no_fact_speaks_of_is_found(busy: Station) -> None:
    """Its hash holds and it names a form of the plan: the next ballots would be printed from it."""
    with busy.admin.reading() as conn:
        source = conn.execute(text("SELECT source FROM document WHERE kind = 'form'")).scalar_one() + "\n"
    with busy.admin.writing() as tx:
        tx.conn.execute(insert(m.document), {"sha256": sha256(source), "kind": "form", "code": "x", "source": source})
    ((code, told),) = queries.check_survey(busy.admin).problems
    assert code == "check.document" and told["document"] in Refusal(code, **told).words("vi")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER praise AFTER INSERT ON fact BEGIN UPDATE settled SET value = '5'; END",
        "DROP INDEX ix_keying_operator_completed",
        "CREATE TABLE more (a)",
    ],
)
def test_a_changed_structure_is_found(busy: Station, statement: str) -> None:
    with busy.admin.writing() as tx:
        tx.conn.exec_driver_sql(statement)
    found = queries.check_survey(busy.admin).problems
    assert {code for code, _ in found} == {"check.schema"}


Forged = tuple[str, FactKind, str, dict[str, object], str]


def test_facts_that_the_workflow_would_refuse_are_found(desk: Station) -> None:
    """Appended with the key in hand, hashes and projections right: only their meaning tells."""
    serial, other, third = desk.received(3)
    workflow.set_roles(desk.admin, "Lan", ["keyer", "adjudicator"])
    desk.key("Lan", 1, serial, Q1="5")
    desk.key("Mai", 2, serial, Q1="1")
    desk.key("Lan", 1, other)
    keying = workflow.start_keying(desk["Mai"], third, 1)
    workflow.record_answer(desk["Mai"], keying, "Q1", Answer("3"))
    found = queries.open_discrepancies(desk["Hòa"])
    with desk.admin.reading() as conn:
        a, b = (ref_of(conn, each.fact) for each in (differences(conn, serial)[0].a, differences(conn, serial)[0].b))
        of_mai = ref_of(conn, keyings(conn, serial)[2].started)
        completed = ref_of(conn, keyings(conn, serial)[2].completed or 0)
        first_of = {name: ref_of(conn, seq) for name, seq in conn.execute(select(m.operator.c.name, m.operator.c.fact))}
        batch = ref_of(conn, conn.execute(select(m.batch.c.fact)).scalar_one())
    decided = {
        "question": found[0].question, "answer": {"value": "5"}, "a": a, "b": b, "reason": None, "supersedes": None,
        "unsettles": None,
    }  # fmt: skip
    open_answers = {"keying": keying.ref, "supersedes": {}}
    received = {"channel": "hom-phieu", "batch": "L1", "position": 4, "reason": None, "photocopy": False}
    spare = desk.print(1)[0]
    taken = {"batch": "L1", "pass": 1, "supersedes": None}
    count: dict[str, object] = {"batch": "L1", "listed": True, "missing": [], "extra": [], "supersedes": None}
    count["papers"] = 0
    forged: list[Forged] = [
        ("Lan", FactKind.ADJUDICATED, serial, decided, "check.not_third"),
        ("Mai", FactKind.ADJUDICATED, other, decided, "check.no_role"),
        ("Hòa", FactKind.ADJUDICATED, serial, decided | {"a": b, "b": a}, "check.illegal"),
        ("Hòa", FactKind.ADJUDICATED, serial, decided | {"answer": {"value": "3"}}, "check.illegal"),
        ("Lan", FactKind.KEYING_STARTED, other, {"pass": 2}, "check.not_third"),
        ("Giám sát", FactKind.KEYING_STARTED, other, {"pass": 2}, "check.no_role"),
        (
            "Lan", FactKind.KEYING_REOPENED, serial, {"keying": of_mai, "supersedes": completed, "unsettles": None},
            "check.not_third",
        ),
        ("Hà", FactKind.VALIDITY_SET, serial, {"reason": "blank", "before": None}, "check.illegal"),
        ("Mai", FactKind.ANSWERS_KEYED, serial, {"keying": of_mai, "answers": {}, "supersedes": {}}, "check.illegal"),
        ("Mai", FactKind.ANSWERS_KEYED, third, open_answers | {"answers": {"Q2": {"value": "3"}}}, "check.illegal"),
        ("Mai", FactKind.KEYING_COMPLETED, third, {"keying": keying.ref}, "check.illegal"),
        ("Mai", FactKind.KEYING_RESUMED, serial, {"keying": of_mai}, "check.illegal"),
        ("Lan", FactKind.KEYING_RESUMED, third, {"keying": keying.ref}, "check.not_third"),
        ("Mai", FactKind.BATCH_CLOSED, "", {"batch": "L1", "supersedes": batch}, "check.no_role"),
        ("Hà", FactKind.BATCH_CLOSED, "", {"batch": "L1", "supersedes": batch}, "check.illegal"),
        ("Hà", FactKind.BATCH_OPENED, "", {"batch": "L2", "unit": "no such unit"}, "check.illegal"),
        ("Hà", FactKind.BALLOT_RECEIVED, spare, received | {"before": "out"}, "check.illegal"),
        ("Hà", FactKind.BALLOT_RECEIVED, spare, received | {"before": "stock", "position": 9}, "check.illegal"),
        ("Hà", FactKind.BALLOT_RECEIVED, spare, received | {"before": "stock", "channel": "x"}, "check.illegal"),
        ("Hà", FactKind.BALLOTS_REPRINTED, "", {"serials": [serial]}, "check.illegal"),
        (
            "Hà", FactKind.OPERATOR_SET, "", {"name": "Hà", "roles": ["administrator"], "supersedes": first_of["Hà"]},
            "check.no_role",
        ),
        (
            "admin", FactKind.OPERATOR_SET, "", {"name": "Hà", "roles": ["office"], "supersedes": None},
            "check.illegal",
        ),
        (
            "Hà", FactKind.CATALOGUE_SET, "",
            {"kind": "street", "entries": [{"code": "1", "name": "x"}], "supersedes": {}}, "check.illegal",
        ),
        ("Lan", FactKind.BATCH_CLAIMED, "", {"batch": "L1", "pass": 2}, "check.illegal"),
        ("Hà", FactKind.BATCH_CLAIMED, "", {"batch": "L1", "pass": 1}, "check.no_role"),
        ("Mai", FactKind.BATCH_GIVEN_BACK, "", {"batch": "L1", "pass": 1, "supersedes": batch}, "check.illegal"),
        ("Hà", FactKind.BATCH_TAKEN_OVER, "", taken | {"to": None}, "check.illegal"),
        ("Hà", FactKind.BATCH_TAKEN_OVER, "", taken | {"to": "Hòa"}, "check.illegal"),
        ("Hà", FactKind.BATCH_TAKEN_OVER, "", taken | {"to": "Lan", "supersedes": batch}, "check.illegal"),
        ("Mai", FactKind.BATCH_TAKEN_OVER, "", taken | {"to": "Mai"}, "check.no_role"),
        ("Hà", FactKind.BATCH_COUNTED, "", count | {"papers": 77}, "check.illegal"),
        ("Hà", FactKind.BATCH_COUNTED, "", count | {"missing": [spare], "papers": 1}, "check.illegal"),
        ("Hà", FactKind.BATCH_COUNTED, "", count | {"extra": [serial], "papers": 1}, "check.illegal"),
        ("Hà", FactKind.BATCH_COUNTED, "", count | {"listed": False, "extra": [spare]}, "check.illegal"),
        ("Hòa", FactKind.KEYING_SET_ASIDE, serial, {"keying": of_mai}, "check.illegal"),
        ("Hòa", FactKind.KEYING_SET_ASIDE, serial, {"keying": keying.ref}, "check.illegal"),
        ("Mai", FactKind.KEYING_SET_ASIDE, third, {"keying": keying.ref}, "check.no_role"),
        ("Hà", FactKind.HEAD_PRINTED, "", {"on": "report", "head": "0" * 64, "heads": {}}, "check.illegal"),
    ]  # fmt: skip
    assert queries.check_survey(desk.admin).ok
    with desk.admin.reading() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    desk.close()
    whole, sidecar = desk.path.read_bytes(), keys.path_of(desk.path).read_bytes()
    for number, (name, kind, subject, said, code) in enumerate(forged):
        copy = desk.path.with_name(f"{number}.sipas")
        copy.write_bytes(whole)
        keys.path_of(copy).write_bytes(sidecar)
        with open_survey(copy, name, PASSWORD) as forger:
            with forger.writing() as tx:
                if kind is FactKind.BALLOTS_REPRINTED:
                    said |= {"reason": tx.personal("rách")}
                if kind is FactKind.ANSWERS_KEYED and said["answers"]:
                    _ = tx.session_no  # another session of the keyer, which has not taken the claim over
                tx.append(kind, subject, **said)
            problems = queries.check_survey(forger).problems
            assert [found for found, _ in problems] == [code], (kind, said)
            assert problems[0][1]["operator"] == name
            assert all(name in words(code, lang, **problems[0][1]) for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("question", "given"),
    [
        ("Q1", {"value": "9"}),  # no level of the form
        ("Q99", {"value": "3"}),
        ("unit", {"value": "no such unit"}),
    ],
)
def test_an_answer_that_the_form_does_not_have_is_found(desk: Station, question: str, given: dict[str, str]) -> None:
    (serial,) = desk.received(1)
    keying = workflow.start_keying(desk["Lan"], serial, 1)
    workflow.record_answer(desk["Lan"], keying, "Q2", Answer("4"))
    assert queries.check_survey(desk.admin).ok
    with desk["Lan"].writing() as tx:
        tx.append(FactKind.ANSWERS_KEYED, serial, keying=keying.ref, answers={question: given}, supersedes={})
    assert [code for code, _ in queries.check_survey(desk.admin).problems] == ["check.illegal"]


def test_a_full_disk_is_no_fault_of_the_survey(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OperationalError("INSERT", None, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr("sipas_desktop.store.queries.replay.project", full)
    with refused("file.disk_full"):
        queries.check_survey(desk.admin)
