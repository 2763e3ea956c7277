"""A clock set back and a file on a share: who signs in is told, and works on."""

from __future__ import annotations

import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from sipas_desktop import shares
from sipas_desktop.domain.answer import Answer
from sipas_desktop.gui.access import store_access
from sipas_desktop.gui.app import Program
from sipas_desktop.gui.settings import Settings
from sipas_desktop.jobs import backups, surroundings
from sipas_desktop.store import facts, queries, workflow
from sipas_desktop.store.drive import trouble_in
from tests.surveys import PASSWORD, Station


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def codes(desk: Station) -> list[str]:
    return [each.code for each in surroundings.oddities(desk.admin)]


@pytest.mark.parametrize(
    ("back", "told"),
    [(datetime.timedelta(minutes=5), []), (datetime.timedelta(days=400), ["file.clock_back"])],
    ids=["a few minutes", "a dead battery"],
)
def test_a_clock_set_back(
    desk: Station, monkeypatch: pytest.MonkeyPatch, back: datetime.timedelta, told: list[str]
) -> None:
    desk.received(1)
    monkeypatch.setattr(surroundings, "clock", lambda: now() - back)
    assert codes(desk) == told
    entered = store_access().open(desk.path, "Lan", PASSWORD)
    assert [each.code for each in entered.oddities] == told
    entered.survey.close()


def test_facts_of_a_clock_set_back_are_in_order(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clocks order nothing: the history holds, the newest is what came last."""
    desk.settled(1)

    class Earlier(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Earlier:
            return cls.fromtimestamp(now().timestamp(), tz) - datetime.timedelta(days=400)

    back = SimpleNamespace(datetime=Earlier, UTC=datetime.UTC)
    monkeypatch.setattr(facts, "datetime", back)
    serial = desk.received(1, batch=None)[0]
    desk.key("Lan", 1, serial)
    desk.key("Mai", 2, serial, Q1="2")
    monkeypatch.undo()
    workflow.adjudicate(desk["Hòa"], serial, "Q1", Answer("2"))
    assert [each.code for each in surroundings.oddities(desk.admin)] == []
    assert queries.check_survey(desk.admin).ok


def test_backups_go_on_behind_one_of_tomorrow(desk: Station) -> None:
    """Made before the clock was set back, it says nothing of what was appended since."""
    folder = backups.folder_beside(desk.path)
    backups.back_up(desk.admin, [folder], at=now() + datetime.timedelta(days=400))
    assert backups.is_due(desk.admin)
    made = backups.back_up_everywhere(desk.admin)
    assert made.paths[0].exists(), "the one just made is no older one to be let go of"
    assert not backups.is_due(desk.admin)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/lan/khảo sát.sipas", "ext4"),
        ("/mnt/phòng nội vụ/khảo sát.sipas", "cifs"),
        ("/mnt/phòng nội vụ/usb/khảo sát.sipas", "vfat"),
        ("/mnt/phòng/khảo sát.sipas", "ext4"),
    ],
)
def test_which_file_system_holds_a_file(tmp_path: Path, path: str, kind: str) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "25 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n"
        "30 25 0:40 / /mnt/phòng\\040nội\\040vụ rw shared:5 - cifs //may-chu/nv rw\n"
        "31 30 8:17 / /mnt/phòng\\040nội\\040vụ/usb rw - vfat /dev/sdb1 rw\n",
        encoding="utf-8",
    )
    assert shares._file_system(Path(path), mounts) == kind


def test_a_share_is_told(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes(desk) == []
    monkeypatch.setattr(shares, "_file_system", lambda path: "smb3")
    assert codes(desk) == ["file.on_share"]


def test_the_window_tells_both(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication, qtbot: Any
) -> None:
    """On the first page, once; she works on."""
    monkeypatch.setattr(shares, "_file_system", lambda path: "cifs")
    monkeypatch.setattr(surroundings, "clock", lambda: now() - datetime.timedelta(days=400))
    program = Program(qapp, store_access(), Settings(tmp_path / "window.ini"))
    program.window.show()
    program.window.sign_in(store_access().open(desk.path, "Hà", PASSWORD))
    page = program.window.page
    assert page is not None and page.notice.kind == "attention"
    assert "Đồng hồ máy này" in page.notice.words and "Tệp khảo sát nằm trên ổ mạng" in page.notice.words
    program.window.close()
    program.words.remove()
    program.window.deleteLater()
    program.deleteLater()


def test_a_share_that_shares_no_memory(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite says no more than "disk I/O error" there."""
    assert trouble_in(desk.path.parent).code == "file.drive"
    monkeypatch.setattr(shares, "_file_system", lambda path: "cifs")
    assert trouble_in(desk.path.parent).code == "file.on_share"
    assert not list(desk.path.parent.glob(".*.part"))
