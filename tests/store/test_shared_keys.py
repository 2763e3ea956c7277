"""A file that travels is opened by the same person with the same password, and by nobody else."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from sipas_desktop.errors import Damaged
from sipas_desktop.store import keys, workflow
from sipas_desktop.store.database import open_like, open_survey
from tests.store.test_keying import refused
from tests.surveys import CHEAP, PASSWORD, Station


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The office's survey: only its key file, with two operators of two passwords."""
    path = tmp_path / "văn phòng.sipas"
    key = keys.create(path, "1" * 32, "Khảo sát", "Lan", "mật khẩu của Lan").key
    keys.put(path, key, keys.prepare(path, key, "Mai", "mật khẩu của Mai"))
    return path


def test_the_same_passwords_open_another_file_with_another_key(office: Path, tmp_path: Path) -> None:
    station = tmp_path / "trạm.sipas"
    key = keys.unlock(office, "Lan", "mật khẩu của Lan")
    new = keys.share(office, key, station, ["Lan", "Mai"], "Khảo sát, trạm 1")
    assert new != key
    for name in ("Lan", "Mai"):
        assert keys.unlock(station, name, f"mật khẩu của {name}") == new
        assert keys.unlock(office, name, f"mật khẩu của {name}") == key
        with refused("keys.wrong_password"):
            keys.unlock(station, name, "mật khẩu khác")
    assert keys.title_of(station) == "Khảo sát, trạm 1"


def test_only_who_is_named_travels(office: Path, tmp_path: Path) -> None:
    station = tmp_path / "trạm.sipas"
    key = keys.unlock(office, "Lan", "mật khẩu của Lan")
    keys.share(office, key, station, ["Mai"], "Trạm")
    with refused("keys.wrong_password"):
        keys.unlock(station, "Lan", "mật khẩu của Lan")
    with refused("keys.no_slot"):
        keys.share(office, key, tmp_path / "khác.sipas", ["Lan", "Hoa"], "Khác")
    assert not keys.path_of(tmp_path / "khác.sipas").exists()


def test_a_station_cannot_open_the_office(office: Path, tmp_path: Path) -> None:
    station = tmp_path / "trạm.sipas"
    key = keys.unlock(office, "Lan", "mật khẩu của Lan")
    new = keys.share(office, key, station, ["Lan"], "Trạm")
    assert key.hex() not in keys.path_of(station).read_text(encoding="utf-8")
    keys.path_of(office).write_bytes(keys.path_of(station).read_bytes())  # the station's key file in the office's place
    assert keys.unlock(office, "Lan", "mật khẩu của Lan") == new != key


def test_a_new_password_here_keeps_the_key_pair_that_the_station_was_made_for(office: Path, tmp_path: Path) -> None:
    station = tmp_path / "trạm.sipas"
    key = keys.unlock(office, "Lan", "mật khẩu của Lan")
    new = keys.share(office, key, station, ["Lan", "Mai"], "Trạm")
    keys.put(office, key, keys.prepare_rewrap(office, "Lan", "mật khẩu của Lan", "câu mới của Lan"))
    here = keys.sign_in(office, "Lan", "câu mới của Lan")
    assert here.key == key
    assert keys.sign_in_like(station, here).key == new
    assert keys.unlock(station, "Lan", "mật khẩu của Lan") == new  # the station has not heard of it
    with refused("keys.wrong_password"):
        keys.unlock(office, "Lan", "mật khẩu của Lan")


def test_a_slot_made_anew_is_not_the_station_s(office: Path, tmp_path: Path) -> None:
    station = tmp_path / "trạm.sipas"
    key = keys.unlock(office, "Lan", "mật khẩu của Lan")
    keys.share(office, key, station, ["Mai"], "Trạm")
    stale = keys.prepare_rewrap(office, "Mai", "mật khẩu của Mai", "câu mới của Mai")
    keys.put(office, key, keys.prepare(office, key, "Mai", "đặt lại cho Mai"))
    with refused("keys.no_slot"):
        keys.sign_in_like(station, keys.sign_in(office, "Mai", "đặt lại cho Mai"))
    with refused("keys.wrong_password"):  # her old password must not come back over the new one
        keys.put(office, key, stale)


@pytest.mark.parametrize("part", ["public", "ephemeral", "sealed", "wrapped"])
def test_a_slot_put_into_another_s_place_is_damage(office: Path, part: str) -> None:
    path = keys.path_of(office)
    content = json.loads(path.read_text(encoding="utf-8"))
    one, other = content["slots"].values()
    one[part], other[part] = other[part], one[part]
    content["sum"] = keys._sum(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(Damaged) if part != "wrapped" else refused("keys.wrong_password"):
        keys.unlock(office, "Lan", "mật khẩu của Lan")


def test_a_changed_file_is_not_sealed_anew(office: Path, tmp_path: Path) -> None:
    """Whoever writes into the key file without the key gets no hand-out and no new mac for it."""
    key = keys.unlock(office, "Lan", "mật khẩu của Lan")
    path = keys.path_of(office)
    content = json.loads(path.read_text(encoding="utf-8"))
    for slot in content["slots"].values():
        slot["public"] = "09" + "00" * 31
    content["sum"] = keys._sum(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    before = path.read_bytes()
    for act in (
        lambda: keys.share(office, key, tmp_path / "trạm.sipas", ["Lan"], "Trạm"),
        lambda: keys.prepare(office, key, "Hoa", PASSWORD),
        lambda: keys.drop(office, key, "Mai"),
    ):
        with refused("keys.tampered"):
            act()
    assert path.read_bytes() == before


def test_the_survey_opens_its_other_file_without_asking_again(desk: Station, tmp_path: Path) -> None:
    copy = tmp_path / "bản khác.sipas"
    with desk.admin.reading() as conn:
        conn.exec_driver_sql("SELECT 1")
    desk.close()
    copy.write_bytes(desk.path.read_bytes())
    keys.path_of(copy).write_bytes(keys.path_of(desk.path).read_bytes())
    with open_survey(desk.path, "Mai", PASSWORD) as mai, open_like(mai, copy) as other:
        assert other.path == copy
        assert other.operator.name == "Mai"


def _add_ten(path: Path, start: str) -> None:
    keys.COST = CHEAP
    with open_survey(path, "admin", PASSWORD) as admin:
        for number in range(10):
            workflow.add_operator(admin, f"Người {start}{number}", ["keyer"], PASSWORD)


def test_two_administrators_at_once_lose_no_slot(desk: Station) -> None:
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=_add_ten, args=(desk.path, start)) for start in "AB"]
    for each in both:
        each.start()
    for each in both:
        each.join(60)
    assert [each.exitcode for each in both] == [0, 0]
    for start in "AB":
        for number in range(10):
            open_survey(desk.path, f"Người {start}{number}", PASSWORD).close()
