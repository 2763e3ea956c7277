"""``sipas sample … erase``: a person is erased on request, and the command tells what is out of its reach."""

from __future__ import annotations

import csv

import pytest

from tests.cli.calls import Sipas

HEADER = ("Họ và tên", "Cơ quan giải quyết", "Số điện thoại", "Mã hồ sơ")
PEOPLE = [("Nguyễn Văn An", "Sở Y tế", "0912345671", "H57-1"), ("Trần Thị Bảy", "Sở Y tế", "0912345672", "H57-2")]


@pytest.fixture
def hue(sipas: Sipas) -> Sipas:
    """A survey with a ready list of two."""
    path = sipas.folder / "danh sách.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *PEOPLE])
    sipas.done("new", sipas.survey, "--plan", "hue-2024")
    sipas.done("sample", sipas.survey, "import", path)
    return sipas


def test_erasing(hue: Sipas) -> None:
    hue.done("backup", hue.survey, hue.folder / "bản sao")
    gone = hue.done("sample", hue.survey, "erase", 1, "--reason", "người dân yêu cầu")
    assert gone == {"number": 1, "rows": 1, "texts": 0, "already": False, "clean": True, "backups": 0}
    (first, second) = hue.done("sample", hue.survey, "list", "--members", "official")["members"]
    assert (first["name"], first["dossier"], first["unit"]) == ("", "", "Sở Y tế")
    assert second["name"] == "Trần Thị Bảy"
    assert hue.done("check", hue.survey)["ok"]
    told = hue("sample", hue.survey, "erase", 1, "--reason", "lần nữa")
    assert told.code == 0 and "personal-data.md" in told.err and "Nguyễn" not in told.err + told.out


@pytest.mark.parametrize(("number", "reason"), [(1, ""), (1, "ông NGUYỄN VĂN AN xin"), (9, "yêu cầu")])
def test_what_is_refused_changes_nothing(hue: Sipas, number: int, reason: str) -> None:
    before = hue.facts()
    assert hue("sample", hue.survey, "erase", number, "--reason", reason).code == 2
    assert hue.facts() == before
