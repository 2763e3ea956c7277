"""The survey's files moved, deleted or replaced while it is open: nothing more is acknowledged, and nothing is lost.

Windows does not let it happen to a file that a program has open.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from sipas_desktop.domain.answer import Answer
from sipas_desktop.errors import Refusal
from sipas_desktop.gui.access import store_access
from sipas_desktop.gui.app import Program
from sipas_desktop.gui.settings import Settings
from sipas_desktop.store import backups, keys, queries, workflow
from sipas_desktop.store.database import open_survey
from sipas_desktop.store.restoring import restore
from sipas_desktop.store.workflow import Keying
from tests.surveys import PASSWORD, Station

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a file that is open cannot be moved there")


def refused(code: str, verb: Callable[..., Any], *about: Any) -> None:
    """``verb`` raises the refusal with that code."""
    with pytest.raises(Refusal) as caught:
        verb(*about)
    assert caught.value.code == code


def begun(desk: Station) -> tuple[Keying, list[str]]:
    """Lan's open keying with one answer, and the questions that come next."""
    keying = workflow.start_keying(desk["Lan"], desk.received(1)[0], 1)
    first, *others = [question.code for question in keying.questions]
    workflow.record_answer(desk["Lan"], keying, first, Answer("."))
    return keying, others


def held_after(desk: Station, keying: Keying) -> dict[str, Answer]:
    """What the file holds of the keying once everybody has left and Lan is back."""
    desk.close()
    desk.people.clear()
    desk.admin = open_survey(desk.path, "admin", PASSWORD)
    assert queries.check_survey(desk.admin).ok
    return dict(workflow.start_keying(desk["Lan"], keying.serial, 1).answers)


def test_moved_and_put_back(desk: Station, tmp_path: Path) -> None:
    keying, (second, third, *_) = begun(desk)
    away = tmp_path / "nơi khác.sipas"
    desk.path.rename(away)
    for _ in range(2):
        refused("file.moved", workflow.record_answer, desk["Lan"], keying, second, Answer("."))
    assert not desk.path.exists(), "an empty file took its name"
    alone = tmp_path / "chép đi"  # by who takes it elsewhere, without the log
    alone.mkdir()
    shutil.copyfile(away, alone / "a.sipas")
    shutil.copyfile(keys.path_of(desk.path), keys.path_of(alone / "a.sipas"))
    with open_survey(alone / "a.sipas", "Lan", PASSWORD) as survey:
        assert list(workflow.start_keying(survey, keying.serial, 1).answers) == [keying.questions[0].code]
    away.rename(desk.path)
    workflow.record_answer(desk["Lan"], keying, second, Answer("?"))
    workflow.record_answer(desk["Lan"], keying, third, Answer("4"))
    held = held_after(desk, keying)
    assert [held[code].value for code in (keying.questions[0].code, second, third)] == [".", "?", "4"]


def test_what_only_reads_makes_no_empty_file_in_its_place(desk: Station, tmp_path: Path) -> None:
    begun(desk)
    desk.path.rename(tmp_path / "nơi khác.sipas")
    refused("file.moved", _read_by_many, desk)
    assert not desk.path.exists()


def _read_by_many(desk: Station) -> None:
    with desk.admin.reading(), desk.admin.reading(), desk.admin.reading(), desk.admin.reading():
        pass


def test_replaced_by_a_copy(desk: Station, tmp_path: Path) -> None:
    """As by who restores a backup by hand: what is keyed would go into the file that has no name any more."""
    keying, (second, *_) = begun(desk)
    copy = tmp_path / "bản chép"
    shutil.copyfile(desk.path, copy)
    away = tmp_path / "cũ.sipas"
    desk.path.rename(away)
    copy.rename(desk.path)
    refused("file.moved", workflow.record_answer, desk["Lan"], keying, second, Answer("."))
    desk.path.unlink()
    away.rename(desk.path)
    workflow.record_answer(desk["Lan"], keying, second, Answer("."))
    assert second in held_after(desk, keying)


def test_a_bulk_verb_stops_and_goes_on(desk: Station, tmp_path: Path) -> None:
    serials = desk.print(3)
    away = tmp_path / "nơi khác.sipas"
    desk.path.rename(away)
    refused("file.moved", workflow.receive, desk.admin, serials[0])
    away.rename(desk.path)
    workflow.receive(desk.admin, serials[0])


def test_deleted_and_saved_from_the_open_window(desk: Station, tmp_path: Path) -> None:
    keying, (second, *_) = begun(desk)
    desk.path.unlink()
    refused("file.moved", workflow.record_answer, desk["Lan"], keying, second, Answer("."))
    made = backups.back_up(desk["Lan"], [tmp_path / "cứu"])
    desk.close()
    desk.people.clear()
    for ending in ("-wal", "-shm", ".keys"):
        Path(f"{desk.path}{ending}").unlink(missing_ok=True)
    restore(made.paths[0], desk.path, "admin", PASSWORD)
    desk.admin = open_survey(desk.path, "admin", PASSWORD)
    assert queries.check_survey(desk.admin).ok
    assert dict(workflow.start_keying(desk["Lan"], keying.serial, 1).answers) == {keying.questions[0].code: Answer(".")}


def test_the_log_deleted(desk: Station) -> None:
    """As by who tidies up beside the survey: what it held is in the survey all the same."""
    keying, (second, *_) = begun(desk)
    Path(f"{desk.path}-wal").unlink()
    for _ in range(2):
        refused("file.log_gone", workflow.record_answer, desk["Lan"], keying, second, Answer("."))
    refused("file.log_gone", desk.received, 1)
    killed = desk.path.parent / "sau khi tắt"  # even where the program never gets to close it
    killed.mkdir()
    for file in (desk.path, keys.path_of(desk.path)):
        shutil.copy(file, killed)
    with open_survey(killed / desk.path.name, "Lan", PASSWORD) as survey:
        assert list(workflow.start_keying(survey, keying.serial, 1).answers) == [keying.questions[0].code]
    held = held_after(desk, keying)
    assert list(held) == [keying.questions[0].code]
    workflow.record_answer(desk["Lan"], workflow.start_keying(desk["Lan"], keying.serial, 1), second, Answer("."))


def test_nothing_takes_the_name_of_a_survey_that_is_gone(desk: Station, tmp_path: Path) -> None:
    begun(desk)
    desk.path.rename(tmp_path / "nơi khác.sipas")
    refused("file.moved", backups.look_through, desk.admin)
    refused("file.moved", backups.back_up_file, desk.path, desk.admin.file_key, [tmp_path / "b"])
    assert not desk.path.exists()


def test_signing_out_of_a_deleted_survey_saves_it_first(
    desk: Station, tmp_path: Path, qapp: QApplication, qtbot: Any
) -> None:
    """As at the lock, when nobody is there: with the last window the deleted file is gone."""
    keying, _ = begun(desk)
    desk.close()
    desk.people.clear()
    program = Program(qapp, store_access(), Settings(tmp_path / "window.ini"))
    program.window.show()
    program.window.sign_in(store_access().open(desk.path, "Lan", PASSWORD))
    desk.path.unlink()
    program.window.lock()
    made = list((tmp_path / f"{desk.path.stem} sao luu").glob("*.zip"))
    assert len(made) == 1
    program.window.close()
    program.words.remove()
    for gone in (program.window, program):
        gone.deleteLater()
    keys.path_of(desk.path).unlink()
    restore(made[0], desk.path, "admin", PASSWORD)
    desk.admin = open_survey(desk.path, "admin", PASSWORD)
    assert list(workflow.start_keying(desk["Lan"], keying.serial, 1).answers) == [keying.questions[0].code]
