"""The key file: whatever is wrong with it is damage, told apart from a wrong password."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.store import keys
from tests.store.test_keying import refused
from tests.surveys import PASSWORD

ODD = (None, 0, -1, 2**40, 1.5, "", "zz", "é", "00", "\udcff", [], {}, True)
COSTS = ("time", "memory", "lanes")


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """Where a survey would be whose key file is there."""
    path = tmp_path / "khảo sát.sipas"
    keys.create(path, "1" * 32, "Khảo sát", "Lan", PASSWORD)
    return path


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_bit_is_damage(survey: Path, data: st.DataObject) -> None:
    whole = keys.path_of(survey).read_bytes()
    try:
        changed = bytearray(whole)
        changed[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
        keys.path_of(survey).write_bytes(changed)
        if json.loads(whole) != _loaded(changed):
            with pytest.raises(Damaged):
                keys.unlock(survey, "Lan", PASSWORD)
    finally:
        keys.path_of(survey).write_bytes(whole)


def _loaded(content: bytes) -> object:
    try:
        return json.loads(content)
    except ValueError:
        return None


PARTS = ("survey", "title", "salt", "slots", "badges", "mac", "sum", "format", *COSTS, "nonce", "wrapped")
SEALED = ("public", "ephemeral", "sealed")


@pytest.mark.parametrize("part", PARTS + SEALED)
def test_any_odd_part_is_damage_even_under_a_right_sum(survey: Path, part: str) -> None:
    path = keys.path_of(survey)
    whole = json.loads(path.read_text(encoding="utf-8"))
    for odd in ODD:
        content = json.loads(json.dumps(whole))
        (slot,) = content["slots"].values()
        (slot if part in slot else content)[part] = odd
        if content == whole:
            continue
        if part != "sum":
            content["sum"] = "0" * 64 if odd == "\udcff" else keys._sum(content)
        path.write_text(json.dumps(content), encoding="utf-8")
        with pytest.raises(Refusal) as found:
            keys.unlock(survey, "Lan", PASSWORD)
        usable = part in COSTS and isinstance(odd, int) and odd is not None  # another cost gives another key
        expected = {"keys.damaged", "keys.tampered"} | ({"keys.wrong_password"} if usable else set())
        expected |= {"file.newer"} if part == "format" else set()
        expected |= {"keys.wrong_password"} if part in ("salt", "survey", "wrapped", "nonce", "slots") else set()
        assert found.value.code in expected, (part, odd)


@pytest.mark.parametrize("content", ["", "null", "[]", "1", "[" * 100_000, '{"slots":' + "[" * 100_000])
def test_what_is_no_key_file_is_damage(survey: Path, content: str) -> None:
    keys.path_of(survey).write_text(content, encoding="utf-8")
    with pytest.raises(Damaged):
        keys.unlock(survey, "Lan", PASSWORD)


def test_a_full_disk_leaves_the_old_key_file(survey: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    key = keys.unlock(survey, "Lan", PASSWORD)
    monkeypatch.setattr(json, "dump", full)
    with pytest.raises(OSError, match="No space"):
        keys.put(survey, key, keys.prepare(survey, key, "Mai", PASSWORD))
    assert keys.unlock(survey, "Lan", PASSWORD) == key
    assert [path.name for path in survey.parent.iterdir()] == [keys.path_of(survey).name]


def test_a_name_that_is_no_text_is_refused(survey: Path) -> None:
    with refused("file.not_text"):
        keys.unlock(survey, "Lan\udcff", PASSWORD)
    with refused("keys.wrong_password"):
        keys.unlock(survey, "Lan", PASSWORD + "\udcff")
