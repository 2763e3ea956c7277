"""``sipas new``, ``operators``, ``units``, ``procedures``, ``batch``, ``status``, ``check``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sipas_desktop.store.keys import path_of
from tests.cli.calls import Sipas, row, write_csv, write_xlsx


def test_new_makes_a_survey_whose_maker_is_its_administrator(sipas: Sipas) -> None:
    made = sipas.done("new", sipas.survey, "--plan", "son-tay-2017", by="Chị Hoa")
    assert made == {"survey": str(sipas.survey), "plan": "son-tay-2017", "forms": ["phieu"]}
    listed = sipas.done("operators", sipas.survey, "list", by="Chị Hoa")
    assert listed == {"operators": [{"name": "Chị Hoa", "roles": ["administrator"]}]}


def test_new_never_writes_over_a_file(sipas: Sipas) -> None:
    sipas.survey.write_bytes(b"mine")
    assert sipas("new", sipas.survey, "--plan", "son-tay-2017").line
    assert sipas.survey.read_bytes() == b"mine"
    assert sipas("new", sipas.folder / "không có" / "a.sipas", "--plan", "son-tay-2017").line
    assert [path.name for path in sipas.folder.iterdir()] == [sipas.survey.name]


def test_operators_have_roles(survey: Sipas) -> None:
    listed = survey.done("operators", survey.survey, "list")["operators"]
    roles = {each["name"]: each["roles"] for each in listed}
    assert roles["Bình"] == ["adjudicator", "keyer"]
    assert roles["Giám sát"] == ["observer"]
    before = survey.facts()
    assert survey("operators", survey.survey, "add", "Lan", "--role", "office").line
    assert survey("operators", survey.survey, "add", " ", "--role", "office").line
    assert "Lan" in survey("operators", survey.survey, "add", "Nga", "--role", "keyer", by="Lan").line
    assert survey.facts() == before


@pytest.mark.parametrize("kind", ["units", "procedures"])
@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_catalogues_grow_from_a_sheet(survey: Sipas, kind: str, write: object) -> None:
    assert callable(write)
    known = survey.done(kind, survey.survey, "list")[kind]
    suffix = "csv" if write is write_csv else "xlsx"
    name = "Tên đơn vị" if kind == "units" else "Tên thủ tục"
    rows = [
        {"Mã": known[0]["code"], name: "Tên mới"},
        {"Mã": "901", name: "Một cửa phường Mới"},
        {"Mã": "902", name: ""},
    ]
    file = write(survey.folder / f"danh mục.{suffix}", rows)
    change = survey.done(kind, survey.survey, "import", file)
    assert (change["added"], change["changed"]) == (1, 1)
    (rejected,) = change["rejected"]
    assert rejected.keys() == {"row", "column", "found", "message"}
    assert rejected["row"] == 4
    listed = {each["code"]: each["name"] for each in survey.done(kind, survey.survey, "list")[kind]}
    assert listed["901"] == "Một cửa phường Mới"
    assert listed[known[0]["code"]] == "Tên mới"
    before = survey.facts()
    assert survey.done(kind, survey.survey, "import", file)["added"] == 0
    assert survey.facts() == before
    assert survey(kind, survey.survey, "import", file, by="Lan").code == 2


def test_a_batch_of_one_unit_spares_its_keyers_the_unit(survey: Sipas) -> None:
    survey.done("batch", survey.survey, "open", "L7", "--unit", "3")
    (serial,) = survey.printed(1)
    survey.done("receive", survey.survey, serial, "--batch", "L7")
    line = row(serial)
    del line["unit"]
    file = write_csv(survey.folder / "lần 1.csv", [line])
    assert survey.key("Lan", 1, file).json["keyed"] == 1
    refused = survey("batch", survey.survey, "close", "L7")
    assert refused.code == 2 and "1" in refused.line
    assert survey.key("Mai", 2, file).json["keyed"] == 1
    survey.done("batch", survey.survey, "close", "L7")
    (batch,) = survey.done("batch", survey.survey, "list")["batches"]
    assert (batch["code"], batch["unit"], batch["settled"], batch["closed"]) == ("L7", "3", 1, True)
    (ballot,) = survey.done("ballots", survey.survey, "list")["ballots"]
    assert ballot["unit"] == "3"
    assert survey("batch", survey.survey, "open", "L8", "--unit", "999").line
    assert survey("batch", survey.survey, "open", "L7").line


def test_status_counts_every_ballot_once(survey: Sipas) -> None:
    serials = survey.printed(5)
    survey.done("receive", survey.survey, *serials[:2], "--batch", "L1")
    survey.done("receive", survey.survey, serials[2], "--invalid", "torn")
    status = survey.done("status", survey.survey, by="Lan")
    assert {key: status[key] for key in ("printed", "issued", "returned", "valid", "settled")} == {
        "printed": 5,
        "issued": 3,
        "returned": 3,
        "valid": 2,
        "settled": 0,
    }
    assert status["states"]["stock"] == 2
    assert sum(status["states"].values()) == 5


def test_check_of_a_sound_survey(survey: Sipas) -> None:
    found = survey.done("check", survey.survey)
    assert found["ok"] is True
    assert found["problems"] == []
    assert len(found["head"]) == 64
    assert survey.done("check", survey.survey, "--head", found["head"])["ok"] is True


def test_check_with_the_head_of_a_document(survey: Sipas) -> None:
    head = survey.done("export", survey.survey, survey.folder / "gói.zip")["head"]
    survey.printed(1)  # the history goes on
    assert survey.done("check", survey.survey, "--head", head.upper())["ok"] is True
    other = survey("check", survey.survey, "--head", "0" * 64)
    assert other.code == 3
    assert other.json["ok"] is False
    assert other.line in other.json["problems"]


def test_check_sees_that_the_file_was_rolled_back(survey: Sipas) -> None:
    old = survey.folder / "cũ.sipas"
    shutil.copy(survey.survey, old)
    shutil.copy(path_of(survey.survey), path_of(old))
    survey.printed(1)
    head = survey.done("export", survey.survey, survey.folder / "gói.zip")["head"]
    assert survey.done("check", old)["ok"] is True  # by itself the old file is whole
    rolled_back = survey("check", old, "--head", head)
    assert (rolled_back.code, rolled_back.json["ok"]) == (3, False)


def _zero(path: Path) -> None:
    path.write_bytes(b"")


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _noise(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[20_000:20_004] = b"\x00\x01\x02\x03"
    path.write_bytes(content)


def _first_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[30] ^= 1
    path.write_bytes(content)


def _key_file(path: Path) -> None:
    path_of(path).write_text("{", encoding="utf-8")


def _title_in_key_file(path: Path) -> None:
    keys = path_of(path)
    keys.write_text(keys.read_text(encoding="utf-8").replace("Sơn Tây", "Sơn Đông"), encoding="utf-8")


@pytest.mark.parametrize("damage", [_zero, _truncate, _noise, _first_page, _key_file, _title_in_key_file])
def test_any_damage_is_exit_3_even_where_the_file_no_longer_opens(survey: Sipas, damage: object) -> None:
    assert callable(damage)
    survey.printed(30)
    damage(survey.survey)
    done = survey("check", survey.survey)
    assert done.code == 3
    assert done.json["ok"] is False
    assert done.json["problems"]
    assert done.err


def test_every_byte_of_the_file_counts(survey: Sipas) -> None:
    """One flipped bit in any page shows."""
    survey.printed(3)
    whole = survey.survey.read_bytes()
    copy = survey.folder / "bản sao.sipas"
    shutil.copy(path_of(survey.survey), path_of(copy))
    pages = len(whole) // 4096
    assert pages > 20
    for page in range(0, pages, 7):
        damaged = bytearray(whole)
        damaged[page * 4096 + 1234] ^= 0x10
        copy.write_bytes(damaged)
        assert survey("check", copy).code == 3, page
