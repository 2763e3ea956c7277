"""Backups: whole or not there, encrypted, readable by who could read the survey, kept by the rule."""

from __future__ import annotations

import datetime
import shutil
import threading
import zipfile
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.store import backups, keys, migrations, queries, workflow
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.facts import all_heads
from sipas_desktop.store.restoring import look_into, lost_by, restore
from tests.surveys import PASSWORD, Station

TEXT = "Chờ lâu quá"


def heads_of(desk: Station) -> backups.Heads:
    with desk.admin.reading() as conn:
        return all_heads(conn)


def test_a_backup_is_one_file_with_all_that_was_there(desk: Station, tmp_path: Path) -> None:
    desk.settled(2)
    made = backups.back_up(desk.admin, [tmp_path / "nơi" / "sao lưu"])
    assert made.sha256 == backups.sha256_of(made.paths[0])
    assert [path.name for path in made.paths[0].parent.iterdir()] == [made.paths[0].name]
    assert look_into(made.paths[0], desk.path, "Lan", PASSWORD) == heads_of(desk)
    assert made.facts == sum(n for n, _ in heads_of(desk).values())
    assert not [path for path in desk.path.parent.iterdir() if ".part" in path.name]


def test_nothing_can_be_read_from_it_without_a_password(desk: Station, tmp_path: Path) -> None:
    serial = desk.received(1)[0]
    desk.key("Lan", 1, serial)
    made = backups.back_up(desk.admin, [tmp_path / "b"]).paths[0]
    raw = made.read_bytes()
    for word in ('"Lan"', "Giám sát", "Một cửa", serial, "answers_keyed", "SQLite format 3"):
        assert word.encode() not in raw
    with pytest.raises(Refusal) as caught:
        look_into(made, desk.path, "Lan", "sai mật khẩu")
    assert caught.value.code == "keys.wrong_password"


def test_others_key_while_it_is_made(desk: Station, tmp_path: Path) -> None:
    """What it holds is what the survey held at one moment, whatever was appended meanwhile."""
    serials = desk.received(12)
    stop = threading.Event()

    def keys_on() -> None:
        for serial in serials:
            if stop.is_set():
                return
            desk.key("Lan", 1, serial)

    typist = threading.Thread(target=keys_on)
    typist.start()
    made = [backups.back_up(desk.admin, [tmp_path / "b"]).paths[0] for _ in range(3)]
    stop.set()
    typist.join()
    for number, each in enumerate(made):
        copy = tmp_path / f"{number}.sipas"
        restore(each, copy, "admin", PASSWORD)
        with open_survey(copy, "admin", PASSWORD) as survey:
            assert queries.check_survey(survey).ok


@pytest.mark.parametrize("spoil", ["key", "survey", "cut", "empty", "text", "another"])
def test_a_damaged_backup_is_never_restored(desk: Station, tmp_path: Path, spoil: str) -> None:
    made = backups.back_up(desk.admin, [tmp_path / "b"]).paths[0]
    raw = bytearray(made.read_bytes())
    match spoil:
        case "key":
            raw[raw.index(b'"slots"') + 40] ^= 1
        case "survey":
            raw[len(raw) // 2] ^= 1
        case "cut":
            raw = raw[: len(raw) * 2 // 3]
        case "empty":
            raw = bytearray()
        case "text":
            raw = bytearray("không phải".encode())
    made.write_bytes(bytes(raw))
    if spoil == "another":
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("a.txt", "x")
            archive.writestr("../b.txt", "x")
    target = tmp_path / "mới.sipas"
    with pytest.raises(Damaged):
        restore(made, target, "admin", PASSWORD)
    assert [path.name for path in tmp_path.iterdir() if path.is_file() and "mới" in path.name] == []


def test_a_damaged_survey_is_not_backed_up(desk: Station, tmp_path: Path) -> None:
    desk.settled(3)
    desk.close()
    raw = bytearray(desk.path.read_bytes())
    raw[-5000] ^= 1
    desk.path.write_bytes(bytes(raw))
    with open_survey(desk.path, "admin", PASSWORD) as survey, pytest.raises(Damaged):
        backups.back_up(survey, [tmp_path / "b"])
    assert not list(tmp_path.rglob("*.zip"))


def test_a_place_that_is_gone_holds_up_no_other(desk: Station, tmp_path: Path) -> None:
    gone = tmp_path / "tệp"
    gone.write_text("không phải thư mục", encoding="utf-8")
    made = backups.back_up(desk.admin, [gone, tmp_path / "b"])
    assert [path.parent.name for path in made.paths] == ["b"]
    assert [(path, refusal.code) for path, refusal in made.failed] == [(gone, "backup.no_place")]
    with pytest.raises(Refusal) as caught:
        backups.back_up(desk.admin, [gone])
    assert caught.value.code == "backup.no_place"


def test_a_full_disk_is_told_before_anything_is_written(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_room", lambda folder: 1000)
    with pytest.raises(Refusal) as caught:
        backups.back_up(desk.admin, [tmp_path / "b"])
    assert caught.value.code == "file.disk_full"
    assert not list((tmp_path / "b").iterdir())


def test_only_own_backups_are_listed_and_pruned(desk: Station, tmp_path: Path) -> None:
    """Another survey whose file has the same name keeps its backups in the same folder."""
    folder = tmp_path / "b"
    start = datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC)
    first = backups.back_up(desk.admin, [folder], start).paths[0]
    for hours in (0.5, 30, 31):
        shutil.copy(first, backups.back_up(desk.admin, [folder], start + datetime.timedelta(hours=hours)).paths[0])
    other = tmp_path / "khác" / desk.path.name
    other.parent.mkdir()
    restored = keys.path_of(other)
    keys.create(other, "0" * 32, "Khảo sát khác", "admin", PASSWORD)
    foreign = folder / f"{desk.path.stem} 2026-03-01 10.00.00{backups.SUFFIX}"
    with zipfile.ZipFile(foreign, "w") as archive:
        archive.write(restored, restored.name)
    (folder / "ghi chú.txt").touch()
    found = backups.listed(folder, desk.path)
    assert [backup.at.strftime("%d %H.%M") for backup in found] == ["03 15.00", "03 14.00", "02 08.30", "02 08.00"]
    assert backups.listed(tmp_path / "không có", desk.path) == ()
    gone = backups.prune(folder, desk.path, found[0].path)
    assert gone == (first,)  # the earlier one of its hour; each other is the last of its hour
    assert foreign.exists()


def test_restoring_sets_the_present_file_aside_and_the_history_says_so(desk: Station, tmp_path: Path) -> None:
    desk.settled(1)
    before = heads_of(desk)
    made = backups.back_up(desk.admin, [tmp_path / "b"])
    head = workflow.record_head(desk["Hà"], "report")
    desk.settled(2)
    later = heads_of(desk)
    lost = lost_by(desk.admin, look_into(made.paths[0], desk.path, "admin", PASSWORD))
    assert lost.ballots == 2
    assert lost.facts == sum(n for n, _ in later.values()) - made.facts
    assert lost.answers == 2 * 2 * len(desk.answers())
    assert lost.operators == ("Hà", "Lan", "Mai", "admin")
    desk.close()
    with pytest.raises(Refusal) as caught:
        restore(made.paths[0], desk.path, "admin", PASSWORD)
    assert caught.value.code == "file.exists"
    done = restore(made.paths[0], desk.path, "admin", PASSWORD, replace=True)
    assert done.aside is not None
    with open_survey(done.aside, "admin", PASSWORD) as aside, aside.reading() as conn:
        assert all_heads(conn) == later
    with open_survey(desk.path, "admin", PASSWORD) as survey:
        assert queries.check_survey(survey).ok
        assert [code for code, _ in queries.check_survey(survey, head).problems] == ["check.head_unknown"]
        with survey.reading() as conn:
            now = all_heads(conn)
            said = conn.exec_driver_sql("SELECT payload FROM fact WHERE kind = 'restored'").scalar_one()
        assert {session: now[session] for session in before} == before
        assert len(now) == len(before) + 1
        assert done.sha256 in said
        assert all(digest in said for _, digest in later.values())


def test_nobody_restores_over_a_survey_that_is_open(desk: Station, tmp_path: Path) -> None:
    made = backups.back_up(desk.admin, [tmp_path / "b"]).paths[0]
    desk.settled(1)
    before = heads_of(desk)
    with pytest.raises(Refusal) as caught:
        restore(made, desk.path, "admin", PASSWORD, replace=True)
    assert caught.value.code == "file.locked"
    assert heads_of(desk) == before
    assert desk.settled(1)  # the others key on in the same file


def test_only_an_administrator_restores(desk: Station, tmp_path: Path) -> None:
    made = backups.back_up(desk["Lan"], [tmp_path / "b"]).paths[0]
    target = tmp_path / "mới.sipas"
    with pytest.raises(Refusal) as caught:
        restore(made, target, "Lan", PASSWORD)
    assert caught.value.code == "operators.not_allowed"
    assert [path for path in tmp_path.iterdir() if path.stem.startswith("mới")] == []
    assert restore(made, target, "admin", PASSWORD).aside is None


def test_a_restore_that_cannot_end_leaves_the_present_file(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backups.back_up(desk.admin, [tmp_path / "b"]).paths[0]
    desk.settled(1)
    before = heads_of(desk)
    desk.close()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sipas_desktop.store.restoring.record_restored", full)
    with pytest.raises(Refusal):
        restore(made, desk.path, "admin", PASSWORD, replace=True)
    with open_survey(desk.path, "admin", PASSWORD) as survey, survey.reading() as conn:
        assert all_heads(conn) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["b", desk.path.name, keys.path_of(desk.path).name]
    )


def test_a_backup_is_made_before_a_migration(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.settled(1)
    before = heads_of(desk)
    desk.close()
    statements = {"more.sql": ["CREATE TABLE more (a TEXT)"]}
    version = migrations.VERSION
    known = migrations.script
    monkeypatch.setattr(migrations, "script", lambda name: statements.get(name) or known(name))
    monkeypatch.setattr(migrations, "SCRIPTS", (*migrations.SCRIPTS, "more.sql"))
    monkeypatch.setattr(migrations, "VERSION", version + 1)
    for _ in range(2):  # the second opening finds nothing to do
        with open_survey(desk.path, "admin", PASSWORD) as survey, survey.reading() as conn:
            assert conn.exec_driver_sql("PRAGMA user_version").scalar() == version + 1
    (made,) = backups.listed(backups.folder_beside(desk.path), desk.path)
    assert look_into(made.path, desk.path, "admin", PASSWORD) == before
    statements["more.sql"] = ["CREATE TABLE wrong ("]
    monkeypatch.setattr(migrations, "VERSION", version + 2)
    monkeypatch.setattr(migrations, "SCRIPTS", (*migrations.SCRIPTS, "more.sql"))
    with pytest.raises(DBAPIError), open_survey(desk.path, "admin", PASSWORD):
        pass
    assert len(backups.listed(backups.folder_beside(desk.path), desk.path)) == 2
