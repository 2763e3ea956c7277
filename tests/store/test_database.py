"""The survey file: made, opened, refused; schema, key file, settings of the connection."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from sipas_desktop.domain.roles import ALLOWED, Role, Verb
from sipas_desktop.errors import Damaged
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import keys, migrations, models, workflow
from sipas_desktop.store.database import open_survey, title_of
from sipas_desktop.store.engine import make_engine
from tests.store.test_keying import refused
from tests.surveys import PASSWORD, Station


def schema(statements: list[str]) -> dict[str, str]:
    """Name → SQL of everything in a database that ``statements`` make, white space folded."""
    engine = create_engine("sqlite://")
    with engine.connect() as conn:
        for statement in statements:
            conn.exec_driver_sql(statement)
        rows = conn.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
    engine.dispose()
    return {name: " ".join(sql.split()).replace("( ", "(").replace(" )", ")") for name, sql in rows}


def test_the_migrated_schema_equals_the_models() -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as conn:
        models.metadata.create_all(conn)
        rows = conn.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
    engine.dispose()
    modelled = {name: " ".join(sql.split()).replace("( ", "(").replace(" )", ")") for name, sql in rows}
    migrated = schema([each for name in migrations.SCRIPTS for each in migrations.script(name)])
    assert migrated == modelled


def test_the_connection_is_durable_and_encrypted(desk: Station) -> None:
    with desk.admin.reading() as conn:
        read = {
            name: conn.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "application_id", "user_version", "temp_store")
        }
        assert conn.exec_driver_sql("PRAGMA cipher_version").scalar()
    assert read == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "application_id": migrations.APPLICATION_ID,
        "user_version": migrations.VERSION,
        "temp_store": 2,  # memory
    }


def test_nothing_can_be_read_without_a_password(desk: Station) -> None:
    serials = desk.settled(3, Q1="5")
    desk.close()
    held = b"".join(path.read_bytes() for path in desk.path.parent.iterdir())
    for secret in [*serials, "Giám sát", "Mức độ hài lòng của ông/bà", "UBND phường", "overall", "SQLite format 3"]:
        assert secret.encode() not in held
    assert title_of(desk.path).startswith("Khảo sát, đo lường sự hài lòng")


@pytest.mark.parametrize(("name", "password"), [("Lan", "sai mật khẩu"), ("Không ai", PASSWORD), ("", PASSWORD)])
def test_a_wrong_name_or_password_opens_nothing(desk: Station, name: str, password: str) -> None:
    with refused("keys.wrong_password"):
        open_survey(desk.path, name, password)


def test_names_are_the_same_however_they_are_typed(desk: Station) -> None:
    workflow.add_operator(desk.admin, " Nguyễn  Thị Hoà ", ["keyer"], "mật khẩu khác")
    import unicodedata

    with open_survey(desk.path, unicodedata.normalize("NFD", "Nguyễn Thị Hoà"), "mật khẩu khác") as survey:
        assert survey.operator.name == "Nguyễn Thị Hoà"


def test_a_newer_file_is_refused_and_left_alone(desk: Station) -> None:
    key = keys.unlock(desk.path, "admin", PASSWORD)
    desk.close()
    engine = make_engine(desk.path, key)
    with engine.connect() as conn:
        conn.exec_driver_sql(f"PRAGMA user_version = {migrations.VERSION + 1}")
    engine.dispose()
    with refused("file.newer"):
        open_survey(desk.path, "admin", PASSWORD)


def test_another_programs_file_is_refused(desk: Station) -> None:
    key = keys.unlock(desk.path, "admin", PASSWORD)
    desk.close()
    engine = make_engine(desk.path, key)
    with engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA application_id = 7")
    engine.dispose()
    with refused("file.foreign"):
        open_survey(desk.path, "admin", PASSWORD)


def test_missing_and_damaged_files_are_told_apart(desk: Station, tmp_path: Path) -> None:
    desk.close()
    with refused("file.missing"):
        open_survey(tmp_path / "không có.sipas", "admin", PASSWORD)
    desk.path.write_bytes(b"\0" * 4096)
    with pytest.raises(Damaged):
        open_survey(desk.path, "admin", PASSWORD)
    keys.path_of(desk.path).unlink()
    with refused("keys.missing"):
        open_survey(desk.path, "admin", PASSWORD)


def test_a_changed_key_file_shows(desk: Station) -> None:
    path = keys.path_of(desk.path)
    content = json.loads(path.read_text(encoding="utf-8"))
    changed = content | {"title": "Tên khác"}
    for forged, code in ((changed, "keys.damaged"), (changed | {"sum": keys._sum(changed)}, "keys.tampered")):
        path.write_text(json.dumps(forged), encoding="utf-8")
        with pytest.raises(Damaged) as found:
            open_survey(desk.path, "admin", PASSWORD)
        assert found.value.code == code
    content["slots"].popitem()
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(Damaged):
        open_survey(desk.path, "admin", PASSWORD)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(Damaged):
        open_survey(desk.path, "admin", PASSWORD)


def test_a_taken_name_is_refused_and_a_failed_start_leaves_nothing(tmp_path: Path, desk: Station) -> None:
    preset = find_preset("son-tay-2017")
    with refused("file.exists"):
        new_survey(desk.path, preset, "admin", PASSWORD)
    with refused("file.no_folder"):
        new_survey(tmp_path / "không có" / "a.sipas", preset, "admin", PASSWORD)
    with refused("keys.short_password"):
        new_survey(tmp_path / "b.sipas", preset, "admin", "abc")
    assert not list(tmp_path.glob("b.sipas*"))


def test_a_survey_keeps_an_administrator(desk: Station) -> None:
    with refused("operators.last_administrator"):
        workflow.set_roles(desk.admin, "admin", ["office"])
    workflow.set_roles(desk.admin, "Hà", ["administrator"])
    workflow.set_roles(desk.admin, "admin", ["office"])
    with refused("operators.not_allowed"):
        workflow.add_operator(desk.admin, "Thêm", ["keyer"], PASSWORD)


def test_roles_are_looked_up_at_every_verb(desk: Station) -> None:
    (serial,) = desk.received(1)
    lan = desk["Lan"]
    workflow.set_roles(desk.admin, "Lan", ["observer"])
    with refused("operators.not_allowed"):
        workflow.start_keying(lan, serial, 1)


@pytest.mark.parametrize("verb", list(Verb))
def test_every_verb_is_somebodys(verb: Verb) -> None:
    assert ALLOWED[verb] and ALLOWED[verb] <= set(Role)
