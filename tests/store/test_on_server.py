"""A survey on a PostgreSQL server: made, opened, written by several at once, cut off in the middle, never twice."""

from __future__ import annotations

import importlib
import pkgutil
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from sipas_desktop import store
from sipas_desktop.domain.answer import Answer
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.place import ServerAddress
from sipas_desktop.store import models as m
from sipas_desktop.store import queries, server_schema, server_survey, server_writer, workflow
from sipas_desktop.store.database import OpenSurvey, open_survey, survey_id_of, title_of
from sipas_desktop.store.migrations import SCRIPTS, VERSION
from sipas_desktop.store.server import by_driver
from sipas_desktop.store.server_writer import SURVEY_LOCK
from sipas_desktop.store.statements import Statement
from tests.server import server, why_no_server
from tests.surveys import PASSWORD, Station, station

pytestmark = pytest.mark.skipif(bool(why_no_server()), reason=why_no_server() or "-")


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Station]:
    """A new survey with its clerks, in a database of its own."""
    with station(tmp_path, at=server().new_database()) as here:
        yield here


def place_of(here: Station) -> ServerAddress:
    assert isinstance(here.path, ServerAddress)
    return here.path


def cut_off(survey: OpenSurvey) -> None:
    """The server ends the process that serves the survey's writer."""
    database = survey.place.name
    server().run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{database}' AND pid <> pg_backend_pid()"
    )


def facts(survey: OpenSurvey) -> list[tuple[Any, ...]]:
    with survey.reading() as conn:
        return [tuple(row) for row in conn.execute(select(m.fact.c.n, m.fact.c.kind).order_by(m.fact.c.seq))]


def refused(verb: Any, *args: Any) -> str:
    with pytest.raises(Refusal) as caught:
        verb(*args)
    return caught.value.code


# -- made and opened ---------------------------------------------------------------------------------------------------


def test_a_survey_from_paper_to_a_checked_index(there: Station) -> None:
    serials = there.settled(3)
    there.key("Lan", 1, there.received(1, batch=None)[0], Q1="2")
    assert queries.figures(there.admin).ballots.settled == 3
    for checked in (queries.check_survey(there.admin), queries.quick_check(there.admin)):
        assert checked.problems == () and checked.head == queries.current_head(there.admin)
    assert {row.serial for row in queries.ballots(there.admin) if row.state == "settled"} == set(serials)


def test_it_is_opened_by_name_and_password_and_says_who_it_is(there: Station) -> None:
    place = place_of(there)
    assert title_of(place) == there.admin.about.title
    assert survey_id_of(place) == there.admin.about.id
    assert refused(open_survey, place, "Lan", "sai") == "keys.wrong_password"
    workflow.change_password(there["Lan"], PASSWORD, "mật khẩu mới")
    with open_survey(place, "Lan", "mật khẩu mới") as survey:
        assert survey.operator.name == "Lan" and survey.on_server
    workflow.remove_operator(there.admin, "Mai")
    assert refused(open_survey, place, "Mai", PASSWORD) == "keys.wrong_password"


def test_a_taken_database_is_refused_and_stays_as_it_was(there: Station) -> None:
    place, before = place_of(there), facts(there.admin)
    assert refused(new_survey, place, find_preset("son-tay-2017"), "admin", PASSWORD) == "server.taken"
    assert facts(there.admin) == before


def test_what_was_begun_and_not_finished_leaves_the_database_empty() -> None:
    place = server().new_database()
    assert refused(new_survey, place, find_preset("son-tay-2017"), "admin", "ab") == "keys.short_password"
    assert refused(open_survey, place, "admin", PASSWORD) == "server.no_survey"
    assert server().run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", place.database) == [(0,)]
    new_survey(place, find_preset("son-tay-2017"), "admin", PASSWORD).close()
    open_survey(place, "admin", PASSWORD).close()


def test_other_data_are_not_written_over() -> None:
    place = server().new_database()
    server().run("CREATE TABLE theirs (a integer)", place.database)
    assert refused(new_survey, place, find_preset("son-tay-2017"), "admin", PASSWORD) == "server.taken"


def test_what_only_a_file_has_says_so(there: Station) -> None:
    assert refused(lambda: there.admin.path) == "server.file_only"
    assert there.admin.beside("báo cáo.pdf").name == "báo cáo.pdf"


def test_a_table_that_is_not_ours_and_a_trigger_are_told(there: Station) -> None:
    server().run("CREATE TABLE theirs (a integer)", place_of(there).database)
    server().run("DROP INDEX ix_ballot_state_run_reason", place_of(there).database)
    told = [problem for problem in queries.check_survey(there.admin).problems if problem[0] == "check.schema"]
    assert {params["name"] for _, params in told} == {"theirs", "ballot.ix_ballot_state_run_reason"}


# -- not reached -------------------------------------------------------------------------------------------------------


def test_each_reason_why_nobody_is_reached_is_told_apart() -> None:
    one = server()
    place = one.new_database()
    gone = ServerAddress(place.host, 1, place.database, place.user, (), place.password)
    wrong = ServerAddress(place.host, place.port, place.database, place.user, (), "sai")
    none = ServerAddress(place.host, place.port, place.database, place.user)
    missing = one.address("không có")
    away = ServerAddress("may-chu.invalid", 5432, "d", "u")
    for address, code in (
        (gone, "server.gone"),
        (wrong, "server.password"),
        (none, "server.no_password"),
        (missing, "server.no_database"),
        (place, "server.no_survey"),
        (away, "server.unknown_host"),
    ):
        assert refused(open_survey, address, "admin", PASSWORD) == code


def test_the_servers_certificate_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    one = server()
    name = one.new_database().database
    other = tmp_path / "other.crt"
    from tests.server import make_certificates

    make_certificates(other, tmp_path / "server.crt", tmp_path / "server.key")
    root, verify = str(one.root_certificate), "verify-full"
    for host, options, code in (
        ("localhost", {"sslrootcert": root}, "server.no_survey"),
        ("127.0.0.1", {"sslrootcert": root}, "server.certificate_name"),
        ("localhost", {"sslrootcert": str(other)}, "server.certificate"),
        ("localhost", {"sslrootcert": str(tmp_path / "none.crt")}, "server.no_root"),
        ("localhost", {}, "server.no_root"),
    ):
        address = one.address(name, host, sslmode=verify, **options)
        assert refused(open_survey, address, "admin", PASSWORD) == code


# -- cut off -----------------------------------------------------------------------------------------------------------


def test_the_writer_comes_back_by_itself(there: Station) -> None:
    lan, (serial,) = there["Lan"], there.received(1)
    keying = workflow.start_keying(lan, serial, 1)
    cut_off(lan)
    workflow.record_answer(lan, keying, "Q1", Answer("4"))
    assert workflow.start_keying(lan, serial, 1).answers == {"Q1": Answer("4")}


def test_a_verb_that_is_cut_off_in_the_middle_has_changed_nothing(there: Station) -> None:
    lan, (serial,) = there["Lan"], there.received(1)
    keying = workflow.start_keying(lan, serial, 1)
    before = facts(there.admin)

    def cut() -> None:
        with lan.writing() as tx:
            tx.append(workflow.keying.FactKind.KEYING_RESUMED, serial, keying=keying.ref)
            cut_off(lan)
            tx.append(workflow.keying.FactKind.KEYING_RESUMED, serial, keying=keying.ref)

    assert refused(cut) == "server.lost"
    assert facts(there.admin) == before
    workflow.record_answer(lan, keying, "Q1", Answer("4"))
    assert queries.check_survey(there.admin).problems == ()


def test_who_served_her_before_is_ended_also_where_the_server_is_away_at_first(
    there: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cable that is out for some seconds: the server still holds what she was writing, with its locks."""
    lan, (serial,) = there["Lan"], there.received(1)
    keying = workflow.start_keying(lan, serial, 1)
    driver = server_writer.driver_of(lan._held)
    process = driver.info.backend_pid
    driver.execute("BEGIN; SELECT FROM keying FOR UPDATE")
    driver.close = lambda: None  # nothing reaches the server
    lan._held.invalidate()

    def nobody(_conn: object) -> None:
        raise Refusal("server.gone", server="x")

    with monkeypatch.context() as patched:
        patched.setattr(server_writer, "driver_of", nobody)
        assert refused(workflow.record_answer, lan, keying, "Q1", Answer("4")) == "server.gone"
    workflow.record_answer(lan, keying, "Q1", Answer("4"))
    assert server().run(f"SELECT count(*) FROM pg_stat_activity WHERE pid = {process}") == [(0,)]
    del driver.close
    driver.close()


def test_who_is_cut_off_amid_rows_sent_together_has_lost_the_connection(there: Station) -> None:
    """At times the driver says no more than that it cannot leave the mode in which it sends them."""

    def cut() -> None:
        with there.admin.writing() as tx, by_driver(tx.conn, "INSERT") as driver:
            driver.pgconn.enter_pipeline_mode()
            raise psycopg.OperationalError("cannot exit pipeline mode while busy")

    assert refused(cut) == "server.lost"
    workflow.add_operator(there.admin, "Ngọc", ["keyer"], PASSWORD)
    assert queries.check_survey(there.admin).problems == ()


@pytest.mark.parametrize("landed", [True, False])
def test_a_commit_that_nobody_answered_is_found_out(
    there: Station, landed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan, (serial,) = there["Lan"], there.received(1)
    keying = workflow.start_keying(lan, serial, 1)
    cut = cutting(lan, monkeypatch, before=not landed)
    if landed:  # she need not even know
        workflow.record_answer(lan, keying, "Q1", Answer("4"))
    else:
        assert refused(workflow.record_answer, lan, keying, "Q1", Answer("4")) == "server.lost"
        workflow.record_answer(lan, keying, "Q1", Answer("4"))
    assert cut == ["COMMIT"]
    workflow.record_answer(lan, keying, "Q2", Answer("3"))
    assert [kind for _, kind in facts(there.admin)].count("answers_keyed") == 2
    assert queries.check_survey(there.admin).problems == ()


@pytest.mark.parametrize("landed", [True, False])
def test_what_could_not_be_found_out_at_once_is_before_the_next_verb(
    there: Station, landed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    lan, (serial,) = there["Lan"], there.received(1)
    keying = workflow.start_keying(lan, serial, 1)
    with monkeypatch.context() as patched:
        patched.setattr(server_writer, "ASK_SECONDS", 0.0)
        patched.setattr(server_writer, "LOOK_SECONDS", 0.0)
        cut = cutting(lan, patched, before=not landed)

        own = server_writer.ServerWriter._find_out

        def nobody(writer: server_writer.ServerWriter) -> None:
            if cut:
                raise Refusal("server.gone", server="x")
            own(writer)

        patched.setattr(server_writer.ServerWriter, "_find_out", nobody)
        assert refused(workflow.record_answer, lan, keying, "Q1", Answer("4")) == "server.unknown"
    workflow.record_answer(lan, keying, "Q1", Answer("4"))
    assert workflow.start_keying(lan, serial, 1).answers == {"Q1": Answer("4")}
    assert [kind for _, kind in facts(there.admin)].count("answers_keyed") == 1
    assert queries.check_survey(there.admin).problems == ()


def cutting(survey: OpenSurvey, patched: pytest.MonkeyPatch, *, before: bool) -> list[str]:
    """The next COMMIT of ``survey`` is cut off, ``before`` it reaches the server or after; what was cut is listed."""
    driver = server_writer.driver_of(survey._held)
    own, cut = driver.execute, []

    def execute(statement: Any, *args: Any, **how: Any) -> Any:
        if statement == "COMMIT" and not cut:
            cut.append(statement)
            if not before:
                own(statement)
            cut_off(survey)
        return own(statement, *args, **how)

    patched.setattr(driver, "execute", execute, raising=False)
    return cut


# -- several at once ---------------------------------------------------------------------------------------------------


def test_answers_are_keyed_while_others_key_and_not_while_somebody_writes_alone(there: Station) -> None:
    first, second = there.received(2)
    lan, mai = there["Lan"], there["Mai"]
    of_lan, of_mai = workflow.start_keying(lan, first, 1), workflow.start_keying(mai, second, 1)
    with lan.writing(together=True):
        workflow.record_answer(mai, of_mai, "Q1", Answer("4"))  # would wait for ever
    waits = threading.Event()

    def key() -> None:
        workflow.record_answer(mai, of_mai, "Q2", Answer("4"))
        waits.set()

    with lan.writing():
        thread = threading.Thread(target=key)
        thread.start()
        assert not waits.wait(0.3)
    thread.join()
    assert waits.is_set()
    workflow.record_answer(lan, of_lan, "Q1", Answer("4"))
    assert queries.check_survey(there.admin).problems == ()


def test_of_two_who_take_one_batch_one_gets_it(there: Station) -> None:
    workflow.open_batch(there.admin, "L1")
    there.received(2, batch="L1")
    lan, mai = there["Lan"], there["Mai"]
    for clerk in (lan, mai):
        clerk.begin_session()
    statement = select(m.batch.c.code).where(m.batch.c.code == "L1").with_for_update()
    with lan.writing(together=True) as tx:
        assert tx.conn.execute(statement).scalar() == "L1"
        assert refused(workflow.claim_batch, mai, "L1", 1) == "batch.being_taken"
    assert workflow.claim_batch(lan, "L1", 1)
    assert refused(workflow.claim_batch, mai, "L1", 1) == "batch.taken"


def test_a_fact_seen_late_changes_no_figure_and_no_check(there: Station) -> None:
    first, second = there.received(2)
    lan, mai = there["Lan"], there["Mai"]
    of_lan, of_mai = workflow.start_keying(lan, first, 1), workflow.start_keying(mai, second, 1)
    with lan.writing(together=True) as tx:
        workflow.keying._append_answers(tx, of_lan, {"Q1": Answer("4")}, {})
        workflow.record_answer(mai, of_mai, "Q1", Answer("4"))  # numbered later, seen earlier
        before = queries.figures(there.admin)
        head = queries.current_head(there.admin)
    numbers = [n for n, _ in facts(there.admin)]
    assert queries.figures(there.admin) == before and queries.current_head(there.admin) != head
    assert queries.facts_held(there.admin) == len(numbers)
    assert queries.check_survey(there.admin).problems == ()


def test_nothing_that_is_counted_is_appended_together(there: Station) -> None:
    there["Lan"].begin_session()
    with pytest.raises(RuntimeError), there["Lan"].writing(together=True) as tx:
        tx.append(workflow.keying.FactKind.BATCH_OPENED, batch="L1", unit=None)
    workflow.open_batch(there.admin, "L1")


def test_what_was_erased_is_not_called_gone_while_somebody_reads_as_it_was_before(
    there: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_survey, "PATIENCE", 0.2)
    with there["Lan"].reading() as conn:
        conn.exec_driver_sql("SELECT count(*) FROM survey")  # not the table with people
        assert there.admin.clean_out() is False
    assert there.admin.clean_out() is True
    with psycopg.connect(**place_of(there).connecting) as other:  # type: ignore[arg-type]
        other.execute("SELECT pg_current_xact_id()")  # writes, without reading just now
        assert there.admin.clean_out() is False


def test_who_waits_too_long_is_told_that_somebody_writes(there: Station) -> None:
    import psycopg

    place = place_of(there)
    with psycopg.connect(**place.connecting) as other:  # type: ignore[arg-type]
        other.execute(f"SELECT pg_advisory_lock({SURVEY_LOCK})".encode())
        with there.admin.reading() as conn:
            conn.exec_driver_sql("SET lock_timeout = '100ms'")
        there.admin._held.exec_driver_sql("SET lock_timeout = '100ms'")
        there.admin._held.rollback()
        assert refused(workflow.open_batch, there.admin, "L9") == "server.busy"
    workflow.open_batch(there.admin, "L9")


def test_text_is_ordered_as_in_a_file(there: Station) -> None:
    codes = ["a", "B", "Đ", "ă", "10", "9", "Z", "z"]
    for code in codes:
        workflow.open_batch(there.admin, code)
    with there.admin.reading() as conn:
        found = list(conn.execute(select(m.batch.c.code).order_by(m.batch.c.code)).scalars())
    assert found == sorted(codes)


# -- versions ----------------------------------------------------------------------------------------------------------

CATALOGUE = (
    "SELECT table_name, column_name, data_type, is_nullable, collation_name FROM information_schema.columns "
    "WHERE table_schema = 'public' ORDER BY 1, 2",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
)


def test_the_migrated_tables_equal_the_models(there: Station) -> None:
    """A server's tables begin at the version that first knew servers; what is later, its scripts make."""
    first = Path(__file__).parent.parent / "data" / "on-server-0016.sql"
    old = server().new_database()
    for statement in first.read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            server().run(statement, old.database)
    for name in SCRIPTS[16:]:
        for statement in server_schema.script_there(name):
            server().run(statement, old.database)
    for query in CATALOGUE:
        assert server().run(query, old.database) == server().run(query, place_of(there).database)


def test_an_older_survey_is_brought_up_and_a_newer_one_refused(there: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    place, ha, serial = place_of(there), there["Hà"], there.print(1)[0]
    with monkeypatch.context() as patched:
        patched.setattr(server_schema, "VERSION", VERSION + 1)
        patched.setattr(server_writer, "VERSION", VERSION + 1)
        patched.setattr(server_schema, "SCRIPTS", (*SCRIPTS, "later.sql"))
        patched.setattr(server_schema, "script_there", lambda name: ["CREATE TABLE later (a text DEFAULT '100%')"])
        with open_survey(place, "Lan", PASSWORD) as survey:
            assert survey.operator.name == "Lan"
    assert refused(workflow.receive, ha, serial) == "file.newer"  # she has had it open since before
    assert server().run("SELECT version FROM sipas_schema", place.database) == [(VERSION + 1,)]
    assert server().run("SELECT count(*) FROM later", place.database) == [(0,)]
    assert refused(open_survey, place, "Lan", PASSWORD) == "file.newer"


def test_a_migration_that_fails_changes_nothing(there: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_of(there)
    with monkeypatch.context() as patched:
        patched.setattr(server_schema, "VERSION", VERSION + 1)
        patched.setattr(server_schema, "SCRIPTS", (*SCRIPTS, "later.sql"))
        patched.setattr(server_schema, "script_there", lambda name: ["CREATE TABLE later (a text)", "SELECT 1 / 0"])
        with pytest.raises(DBAPIError):
            open_survey(place, "Lan", PASSWORD)
    open_survey(place, "Lan", PASSWORD).close()
    assert server().run("SELECT to_regclass('later')", place.database) == [(None,)]


# -- statements --------------------------------------------------------------------------------------------------------


def statements() -> dict[str, Statement]:
    """Every statement that stands ready in a module of the store."""
    found = {}
    for each in pkgutil.walk_packages(store.__path__, "sipas_desktop.store."):
        module = importlib.import_module(each.name)
        for name, value in vars(module).items():
            held = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else [value]
            for place, one in enumerate(held):
                if isinstance(one, Statement):
                    found[f"{each.name}.{name}.{place}"] = one
    return found


def test_every_statement_is_one_that_the_server_understands(there: Station) -> None:
    import psycopg

    held = statements()
    assert len(held) > 200
    misunderstood = {}
    with psycopg.connect(**place_of(there).connecting) as conn:  # type: ignore[arg-type]
        for name, each in held.items():
            spelled = each._on_server
            names = set(re.findall(r"%\((\w+)\)s", spelled.sql))
            try:
                conn.execute(spelled.sql.encode(), dict.fromkeys(names) | spelled.constants)
            except psycopg.Error as error:
                if (error.sqlstate or "42").startswith("42"):  # no syntax, no such type: not a row that may not be
                    misunderstood[name] = str(error)
            conn.rollback()
    assert misunderstood == {}


# -- killed ------------------------------------------------------------------------------------------------------------


def test_a_server_that_was_killed_is_written_to_again_once_it_runs(there: Station) -> None:
    lan, (serial,) = there["Lan"], there.received(1)
    keying = workflow.start_keying(lan, serial, 1)
    workflow.record_answer(lan, keying, "Q1", Answer("4"))
    server().kill()
    try:
        for _ in range(2):
            assert refused(workflow.record_answer, lan, keying, "Q2", Answer("4")) in ("server.gone", "server.lost")
            assert refused(queries.current_head, lan) == "server.gone"
    finally:
        server().start()
    workflow.record_answer(lan, keying, "Q2", Answer("4"))
    assert workflow.start_keying(lan, serial, 1).answers == {"Q1": Answer("4"), "Q2": Answer("4")}
    assert queries.check_survey(there.admin).problems == ()


def test_who_reads_is_told_that_the_connection_broke_and_reads_again(there: Station) -> None:
    def read() -> None:
        with there.admin.reading() as conn:
            conn.execute(select(m.survey.c.id)).one()
            cut_off(there.admin)
            conn.execute(select(m.survey.c.id)).one()

    assert refused(read) == "server.lost"
    assert queries.check_survey(there.admin).problems == ()


def test_the_database_itself_gives_nothing_to_two(there: Station) -> None:
    """Whoever writes past this program: a ballot's pass, and a batch's, is held once."""
    import psycopg

    (serial,) = there.received(1)
    workflow.start_keying(there["Lan"], serial, 1)
    workflow.claim_batch(there["Lan"], "L1", 1)
    for table in ("claim", "batch_claim"):
        with pytest.raises(psycopg.errors.UniqueViolation):
            server().run(f"INSERT INTO {table} SELECT * FROM {table}", place_of(there).database)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        server().run("DELETE FROM ballot", place_of(there).database)


def test_what_is_empty_comes_first_as_in_a_file(there: Station) -> None:
    for code, unit in (("1", "2"), ("2", None), ("3", "1")):
        workflow.open_batch(there.admin, code, unit)
    unit, code = m.batch.c.unit, m.batch.c.code
    with there.admin.reading() as conn:
        assert list(conn.execute(select(unit).order_by(unit)).scalars()) == [None, "1", "2"]
        assert list(conn.execute(select(unit).order_by(unit.desc(), code)).scalars()) == ["2", "1", None]
        assert [row[0] for row in Statement(select(unit).order_by(unit)).rows(conn)] == [None, "1", "2"]
    keys_alone = Statement(select(code).order_by(code.desc()))._on_server.sql
    assert "NULLS" not in keys_alone  # an index serves it
