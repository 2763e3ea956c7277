"""Wrong passwords cost ever more time at this station, for this survey, also after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sipas_desktop.domain.secret_digits import recovery_code
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.store import keys, patience, workflow
from sipas_desktop.store.database import open_survey
from tests.store.test_keying import refused
from tests.surveys import PASSWORD, Station


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Clock]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "own"))
    it = Clock()
    monkeypatch.setattr(patience, "clock", it)
    return it


def wrong(desk: Station, name: str = "Lan") -> None:
    with refused("keys.wrong_password"):
        open_survey(desk.path, name, "không phải")


def test_the_delay_doubles_up_to_a_minute() -> None:
    assert [patience.delay_after(wrong) for wrong in range(12)] == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_third_wrong_password_makes_everybody_wait(desk: Station, clock: Clock) -> None:
    for name in ("Lan", "Mai", "không ai"):
        wrong(desk, name)
    with pytest.raises(Refusal) as caught:
        open_survey(desk.path, "Hòa", PASSWORD)
    assert (caught.value.code, caught.value.params) == ("keys.wait", {"seconds": 1})
    clock.now += 1
    wrong(desk)
    clock.now += 1.5
    with refused("keys.wait"):
        open_survey(desk.path, "Lan", PASSWORD)
    clock.now += 0.5
    open_survey(desk.path, "Lan", PASSWORD).close()
    wrong(desk)
    open_survey(desk.path, "Lan", PASSWORD).close()  # the right one has made good what was before it


def test_right_passwords_at_once_hold_nobody_up(desk: Station, clock: Clock, tmp_path: Path) -> None:
    with (
        patience.guess(desk.admin.about.id),
        patience.guess(desk.admin.about.id),
        patience.guess(desk.admin.about.id),
        patience.guess(desk.admin.about.id),
    ):
        open_survey(desk.path, "Lan", PASSWORD).close()
    assert not (tmp_path / "own").exists()  # a station where nobody errs remembers nothing


def test_waiting_itself_costs_nothing_more(desk: Station, clock: Clock) -> None:
    for _ in range(3):
        wrong(desk)
    for _ in range(9):
        with refused("keys.wait"):
            open_survey(desk.path, "Lan", "không phải")
    clock.now += 1
    open_survey(desk.path, "Lan", PASSWORD).close()


def test_a_clock_set_back_makes_nobody_wait_for_years(desk: Station, clock: Clock) -> None:
    for _ in range(3):
        wrong(desk)
    clock.now -= 10**8
    assert patience.seconds_left(desk.admin.about.id) == 1
    clock.now += 1
    open_survey(desk.path, "Lan", PASSWORD).close()


def test_another_survey_and_what_stands_in_the_folder(desk: Station, clock: Clock, tmp_path: Path) -> None:
    for _ in range(3):
        wrong(desk)
    assert patience.seconds_left("0" * 32) == 0
    (kept,) = (tmp_path / "own" / "sipas-desktop" / "sign-in").iterdir()
    text = kept.name + kept.read_text(encoding="utf-8")
    for secret in ("Lan", desk.admin.about.title, desk.admin.about.id, "không phải"):
        assert secret not in text


def test_a_damaged_key_file_is_no_wrong_password(desk: Station, clock: Clock) -> None:
    whole = keys.path_of(desk.path).read_bytes()
    keys.path_of(desk.path).write_bytes(whole[:-200])
    for _ in range(5):
        with pytest.raises(Damaged):
            open_survey(desk.path, "Lan", PASSWORD)
    keys.path_of(desk.path).write_bytes(whole)
    open_survey(desk.path, "Lan", PASSWORD).close()


@pytest.mark.parametrize("content", ["", "[]", '{"wrong": "x"}', '{"wrong": 1e999, "at": 0, "pins": {}}', "\x00"])
def test_a_damaged_memory_locks_nobody_out(desk: Station, clock: Clock, tmp_path: Path, content: str) -> None:
    wrong(desk)
    (kept,) = (tmp_path / "own" / "sipas-desktop" / "sign-in").iterdir()
    kept.write_text(content, encoding="utf-8")
    open_survey(desk.path, "Lan", PASSWORD).close()


def test_a_folder_that_cannot_be_written_locks_nobody_out(desk: Station, clock: Clock, tmp_path: Path) -> None:
    (tmp_path / "own").write_text("a file in the folder's place", encoding="utf-8")
    wrong(desk)
    open_survey(desk.path, "Lan", PASSWORD).close()


def test_guesses_at_the_old_password_and_the_recovery_code_count(desk: Station, clock: Clock) -> None:
    with refused("keys.wrong_password"):
        workflow.change_password(desk["Lan"], "không phải", "một câu mới")
    for _ in range(2):
        with refused("recovery.wrong_code"):
            workflow.restore_keys(desk.path, " ".join(recovery_code(b"1" * 32)), "admin", "một câu mới")
    with refused("keys.wait"):
        open_survey(desk.path, "Lan", PASSWORD)
