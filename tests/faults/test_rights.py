"""Files and folders that may not be written: the survey's, a target's, the person's own settings, the temporary one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.cli import main
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form_edit import draft_of
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.table_file import write_table
from sipas_desktop.gui import crash, form_drafts
from sipas_desktop.gui.access import store_access
from sipas_desktop.gui.settings import Settings
from sipas_desktop.jobs.ballots import print_run
from sipas_desktop.paths import own_data
from sipas_desktop.store import backups, keys, queries, workflow
from sipas_desktop.store.database import open_survey
from tests.faults.rights import read_only
from tests.surveys import PASSWORD, Station

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes of files are POSIX's")


def refused(code: str, verb: Callable[..., Any], *about: Any, **how: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        verb(*about, **how)
    assert caught.value.code == code, caught.value.words("en")
    return caught.value


@pytest.fixture
def closed(desk: Station) -> Station:
    """Nobody has the survey open: no log lies beside it."""
    desk.serials = desk.received(2)  # type: ignore[attr-defined]
    desk.close()
    desk.people.clear()
    return desk


def test_a_survey_in_a_folder_that_may_not_be_written(closed: Station) -> None:
    """As on a CD, or in another person's folder: said at the sign-in, works once the rights are there."""
    with read_only(closed.path.parent, closed.path, keys.path_of(closed.path)):
        refused("file.read_only", store_access().open, closed.path, "Lan", PASSWORD)
    closed.admin = open_survey(closed.path, "admin", PASSWORD)


def test_a_survey_file_that_may_not_be_written_is_looked_at_only(closed: Station) -> None:
    (closed.path.with_name(closed.path.name + "-wal")).touch()
    (closed.path.with_name(closed.path.name + "-wal")).unlink()
    with read_only(closed.path):
        entered = store_access().open(closed.path, "Lan", PASSWORD)
        with entered.survey as survey:
            assert queries.ledger(survey)
            refused("file.read_only", workflow.start_keying, survey, closed.serials[0], 1)  # type: ignore[attr-defined]
    closed.admin = open_survey(closed.path, "admin", PASSWORD)
    keying = workflow.start_keying(closed["Lan"], closed.serials[0], 1)  # type: ignore[attr-defined]
    workflow.record_answer(closed["Lan"], keying, keying.questions[0].code, Answer("."))


def test_a_key_file_that_may_not_be_replaced(desk: Station) -> None:
    before = queries.check_survey(desk.admin).facts
    with read_only(desk.path.parent):
        refused("file.system", workflow.add_operator, desk.admin, "Ngọc", ["keyer"], PASSWORD)
    assert queries.check_survey(desk.admin).facts == before
    workflow.add_operator(desk.admin, "Ngọc", ["keyer"], PASSWORD)


def test_targets_that_may_not_be_written(desk: Station, tmp_path: Path) -> None:
    folder = tmp_path / "ra"
    folder.mkdir()
    with read_only(folder):
        refused("file.cannot_write", print_run, desk.admin, folder / "phiếu.pdf", count=2)
        refused("file.cannot_write", write_table, folder / "bảng.xlsx", ["Cột"], [("1",)])
        told = refused("file.cannot_write", backups.back_up, desk.admin, [folder])
        assert "không có quyền" in told.words("vi")
    assert queries.check_survey(desk.admin).ok and not list(folder.iterdir())
    print_run(desk.admin, folder / "phiếu.pdf", count=2)


def test_a_persons_own_folders_that_may_not_be_written(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: Any
) -> None:
    """Settings, drafts, reports of bugs and the count of wrong passwords: none of them costs the day."""
    home = tmp_path / "home"
    home.mkdir()
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(variable, str(home))
    with read_only(home):
        settings = Settings(home / "sipas" / "window.ini")
        settings.size = 125
        settings.remember(desk.path, "Khảo sát")
        settings.save()
        assert settings.size == 125
        for _ in range(5):
            with pytest.raises(Refusal):
                open_survey(desk.path, "Lan", "sai")
        entered = store_access().open(desk.path, "Lan", PASSWORD)
        entered.survey.close()
        form = next(iter(desk.admin.forms.values()))
        held = form_drafts.begun(form)
        held.typed = draft_of(form.source.replace(form.title[0], "KHÁC"))
        refused("file.cannot_write", form_drafts.leave, "0" * 32, form.code, held, "Lan")
        with pytest.raises(OSError):
            crash.write(ValueError(), home / "reports")
    assert not own_data().exists()


def test_a_full_or_missing_temporary_folder(
    desk: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The check needs a scratch file: where there is no room for one it says so, and nothing else needs any."""
    desk.settled(1)
    gone = tmp_path / "không có"
    monkeypatch.setattr("tempfile.tempdir", str(gone))
    monkeypatch.setenv("SIPAS_PASSWORD", PASSWORD)
    assert main(["check", str(desk.path), "--lang", "vi"]) == 2
    assert "không có tệp hoặc thư mục này" in capsys.readouterr().err
    assert main(["status", str(desk.path)]) == 0
    assert main(["ballots", str(desk.path), "print", str(tmp_path / "phiếu.pdf"), "--count", "2"]) == 0
