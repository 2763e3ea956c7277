"""Zips and key files that somebody made up: refused soon, with nothing left beside the survey.

The same way in serves returns (``merge``), backups (``restore``) and what is listed of a folder.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from sipas_desktop.cli.main import main
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.store import backups, keys
from sipas_desktop.store.database import open_by_badge, open_survey
from sipas_desktop.store.restoring import restore
from tests.surveys import CHEAP, PASSWORD, Station, station

BOMB: Final = 64 << 20  # bytes of nothing, which deflate to a thousandth
NAMES: Final = ("tram-1.sipas", "tram-1.sipas.keys")


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return held.getvalue()


def crowded() -> bytes:
    """A table of contents that is larger than any of ours."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(400):
            entry = zipfile.ZipInfo(f"{number:04d}" + "x" * 6000)
            archive.writestr(entry, b"")
    return held.getvalue()


def encrypted() -> bytes:
    made = bytearray(zipped(*((name, b"x" * 600) for name in NAMES)))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = made.find(sign)
        while start >= 0:
            made[start + place] |= 1
            start = made.find(sign, start + 4)
    return bytes(made)


HOSTILE: Final[dict[str, Callable[[], bytes]]] = {
    "nothing": lambda: b"",
    "no zip": lambda: b"PK\x03\x04" + b"\xff" * 5000,
    "bomb": lambda: zipped((NAMES[0], bytes(BOMB)), (NAMES[1], b"{}"), method=zipfile.ZIP_DEFLATED),
    "bomb of keys": lambda: zipped((NAMES[0], b"x" * 600), (NAMES[1], bytes(BOMB)), method=zipfile.ZIP_DEFLATED),
    "lzma": lambda: zipped(*((name, b"x" * 600) for name in NAMES), method=zipfile.ZIP_LZMA),
    "crowded": crowded,
    "encrypted": encrypted,
    "upwards": lambda: zipped(*((f"../{name}", b"x" * 600) for name in NAMES)),
    "absolute": lambda: zipped(*((f"/srv/{name}", b"x" * 600) for name in NAMES)),
    "drive": lambda: zipped(*((f"C:\\{name}", b"x" * 600) for name in NAMES)),
    "dots": lambda: zipped(("..", b"x" * 600), ("...keys", b"{}")),
    "no name": lambda: zipped((".", b"x" * 600), (".keys", b"{}")),
    "three": lambda: zipped(*((name, b"x" * 600) for name in (*NAMES, "autorun.inf"))),
    "nested": lambda: zipped(("in.zip", zipped(*((name, b"x") for name in NAMES)))),
    "a key file too long": lambda: zipped((NAMES[0], b"x" * 600), (NAMES[1], b" " * (keys.MOST_BYTES + 1))),
    "a key file that is deep": lambda: zipped((NAMES[0], b"x" * 600), (NAMES[1], b"[" * 200_000)),
    "a key file of one number": lambda: zipped((NAMES[0], b"x" * 600), (NAMES[1], b"9" * 1_000_000)),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One survey for all zips, since none of them changes it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        with station(tmp_path_factory.mktemp("office")) as desk:
            return desk.path


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_zip_that_somebody_made_up_gets_anywhere(
    office: Path, hostile: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = backups.folder_beside(office)
    folder.mkdir(exist_ok=True)
    brought = folder / f"{office.stem} 2026-01-02 03.04.05{backups.SUFFIX}"
    brought.write_bytes(HOSTILE[hostile]())
    assert len(backups.listed(folder, office)) <= 1
    lying = sorted(path.name for path in office.parent.iterdir())
    monkeypatch.setenv("SIPAS_PASSWORD", PASSWORD)
    for command in (
        ["merge", str(office), str(brought)],
        ["restore", str(brought), str(office.with_name("mới.sipas"))],
    ):
        assert main(command) in (2, 3)
        told = capsys.readouterr().err.strip()
        assert told and len(told.splitlines()) == 1
    assert sorted(path.name for path in office.parent.iterdir()) == lying


def test_a_zip_that_swells_is_given_up_before_it_fills_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = tmp_path / "bom.zip"
    bomb.write_bytes(HOSTILE["bomb"]())
    monkeypatch.setattr(backups.trickle, "PAUSE_SECONDS", 0)
    with pytest.raises(Damaged):
        backups.unpack(bomb, tmp_path / "part")
    written = [path.stat().st_size for path in tmp_path.iterdir() if path != bomb]
    assert sum(written) <= 2 * bomb.stat().st_size + 2 * backups.CHUNK < BOMB


def test_a_zip_changed_anywhere_is_a_zip_or_refused(desk: Station, tmp_path: Path) -> None:
    """Lies about sizes, places and methods: in every header, and in the end of the zip."""
    backup = backups.back_up(desk.admin, [tmp_path / "sao"]).paths[0]
    whole = backup.read_bytes()
    headers = [place for place in range(len(whole)) if whole[place : place + 2] == b"PK" and whole[place + 2] < 8]
    chance = random.Random(5)
    for number in range(80):
        changed = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            place = chance.choice(headers) + chance.randrange(60)
            if place < len(changed):
                changed[place] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
        backup.write_bytes(changed)
        part = tmp_path / f"part {number}"
        backups.listed(backup.parent, desk.path)
        try:
            backups.unpack(backup, part)
        except Refusal:
            continue
        finally:
            for left in tmp_path.glob("part *"):
                left.unlink()


@pytest.mark.parametrize(
    ("particular", "value"),
    [
        ("memory", 512 * 1024),
        ("time", 100_000),
        ("lanes", 1 << 24),
        ("time", -1),
        ("memory", True),
        ("salt", "zz"),
        ("wrapped", None),
        ("nonce", ""),
    ],
)
def test_a_slot_that_asks_for_too_much_is_no_slot(desk: Station, particular: str, value: object) -> None:
    """Who changes a key file can make its sum right; working the slot out would take all memory, or a day."""
    desk.close()
    path = keys.path_of(desk.path)
    content = json.loads(path.read_text(encoding="utf-8"))
    for slot in content["slots"].values():
        slot[particular] = value
    path.write_text(json.dumps(content | {"sum": keys._sum(content)}), encoding="utf-8")
    with pytest.raises(Damaged):
        open_survey(desk.path, "admin", PASSWORD)


def test_a_badge_meets_a_key_file_without_a_salt(desk: Station) -> None:
    desk.close()
    path = keys.path_of(desk.path)
    content = json.loads(path.read_text(encoding="utf-8")) | {"salt": "muối"}
    path.write_text(json.dumps(content | {"sum": keys._sum(content)}), encoding="utf-8")
    with pytest.raises(Damaged):
        open_by_badge(desk.path, "0" * 40, "1234")


def test_a_backup_with_a_trigger_in_it_takes_no_survey_s_place(desk: Station, tmp_path: Path) -> None:
    with desk.admin.writing() as tx:
        tx.conn.exec_driver_sql("CREATE TRIGGER t AFTER INSERT ON fact BEGIN DELETE FROM personal; END")
    backup = backups.back_up(desk.admin, [tmp_path / "sao"]).paths[0]
    with pytest.raises(Damaged) as caught:
        restore(backup, tmp_path / "mới.sipas", "admin", PASSWORD)
    assert caught.value.code == "check.schema"
    assert not (tmp_path / "mới.sipas").exists()
