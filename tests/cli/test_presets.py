"""``sipas plans``, ``quota``, ``form check``, ``form preview``: what is there before any survey."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest

from sipas_desktop import paths
from tests.cli.calls import Sipas

FORM = paths.forms() / "son-tay-2017" / "phieu.toml"


def test_plans_lists_the_presets(sipas: Sipas) -> None:
    listed = {plan["id"]: plan for plan in sipas.done("plans")["plans"]}
    assert sorted(listed) == [
        "ben-tre-2021", "da-nang-2021", "ha-tinh-2024", "hai-cap-2026", "hue-2024", "quoc-gia-2023", "son-tay-2017",
    ]  # fmt: skip
    own = listed["son-tay-2017"]
    assert own["year"] == 2017
    assert own["title"].startswith("Khảo sát, đo lường sự hài lòng")
    assert own["forms"] == ["phieu"]
    assert own["groups"] == ["to-chuc-ca-nhan"]
    assert own["channels"] == ["hom-phieu"]
    assert own["waves"] == []
    assert listed["hue-2024"]["identity"] == "linked"


@pytest.mark.parametrize(("transactions", "required"), [(0, 0), (99, 30), (100, 20), (101, 21)])
def test_quota_by_the_rule_of_the_plan(sipas: Sipas, transactions: int, required: int) -> None:
    found = sipas.done("quota", "--plan", "son-tay-2017", "--transactions", transactions)
    assert found["required"] == required
    assert f"{30 if transactions < 100 else 20}%" in found["rule"]


@pytest.mark.parametrize(
    ("transactions", "required"), [(99, 99), (100, 100), (999, 100), (1000, 200), (4999, 200), (5000, 500)]
)
def test_quota_by_another_plans_rule(sipas: Sipas, transactions: int, required: int) -> None:
    assert sipas.done("quota", "--plan", "hue-2024", "--transactions", transactions)["required"] == required


def test_quota_outside_every_bracket_is_null_and_says_why(sipas: Sipas) -> None:
    folder = own_copy(sipas, "rieng", ("from = 0\n", "from = 50\n"))
    found = sipas.done("quota", "--plan", folder, "--transactions", 10)
    assert found["required"] is None
    assert "không quy định" in found["rule"]


def test_quota_knows_the_plans_groups_and_waves(sipas: Sipas) -> None:
    call = ("quota", "--plan", "son-tay-2017", "--transactions", 99)
    assert sipas.done(*call, "--group", "to-chuc-ca-nhan")["required"] == 30
    assert "to-chuc-ca-nhan" in sipas(*call, "--group", "khac").line
    assert "quy-1" in sipas(*call, "--wave", "quy-1").line
    assert sipas(*call[:-1], -1).code == 2


def own_copy(sipas: Sipas, name: str, *changes: tuple[str, str]) -> Path:
    """An office's own copy of the preset, with its id changed to the folder's name."""
    folder = sipas.folder / name
    shutil.copytree(paths.forms() / "son-tay-2017", folder)
    plan = folder / "plan.toml"
    text = plan.read_text(encoding="utf-8")
    for old, new in (('id = "son-tay-2017"', f'id = "{name}"'), *changes):
        assert old in text
        text = text.replace(old, new)
    plan.write_text(text, encoding="utf-8")
    return folder


def test_a_copied_plan_must_bear_its_folders_name(sipas: Sipas) -> None:
    folder = own_copy(sipas, "nam-2018")
    assert sipas.done("new", sipas.survey, "--plan", folder)["plan"] == "nam-2018"
    other = sipas.folder / "nam-2019"
    folder.rename(other)
    refused = sipas("new", sipas.folder / "khác.sipas", "--plan", other)
    assert refused.code == 2
    assert "nam-2018" in refused.line and "nam-2019" in refused.line


def test_a_plan_with_one_mistake_is_refused_in_one_line(sipas: Sipas) -> None:
    folder = own_copy(sipas, "sai", ("decimals = 2", "decimals = 9"))
    refused = sipas("new", sipas.survey, "--plan", folder)
    assert refused.code == 2
    assert "P006" in refused.line
    assert not sipas.survey.exists()


def test_form_check_finds_nothing_wrong_with_a_shipped_form(sipas: Sipas) -> None:
    assert sipas.done("form", "check", FORM) == {"errors": [], "warnings": []}


def test_form_check_lists_every_mistake(sipas: Sipas) -> None:
    bad = sipas.folder / "phieu.toml"
    text = (
        FORM.read_text(encoding="utf-8").replace('factor = "F6"', 'factor = "F9"').replace("version = 1", "version = 0")
    )
    bad.write_text(text, encoding="utf-8")
    done = sipas("form", "check", bad)
    assert done.code == 2
    found = done.json["errors"]
    assert {each["code"] for each in found} == {"F015", "F027"}
    assert all(each.keys() == {"code", "where", "message"} for each in found)
    assert [line.split()[0].rstrip(":") for line in done.err.splitlines()] == [each["code"] for each in found]


def test_form_check_warns_without_refusing(sipas: Sipas) -> None:
    odd = sipas.folder / "phieu.toml"
    odd.write_text(FORM.read_text(encoding="utf-8").replace("overall = true\n", ""), encoding="utf-8")
    assert [each["code"] for each in sipas.done("form", "check", odd)["warnings"]] == ["W001"]


def test_form_preview_prints_one_specimen(sipas: Sipas) -> None:
    out = sipas.folder / "mẫu phiếu.pdf"
    assert sipas.done("form", "preview", FORM, out)["pages"] == 1
    with pypdfium2.PdfDocument(out) as document:
        text = document[0].get_textpage().get_text_range()
    assert "Mức độ hài lòng của ông/bà về tiếp cận thông tin" in text
    assert "MẪU" in text


def test_a_preview_that_cannot_be_made_leaves_no_file(sipas: Sipas) -> None:
    out = sipas.folder / "mẫu.pdf"
    assert sipas("form", "preview", sipas.folder / "không có.toml", out).line
    assert sipas("form", "preview", FORM, sipas.folder / "không có" / "mẫu.pdf").line
    assert list(sipas.folder.iterdir()) == []


def test_a_form_file_that_cannot_be_read_says_why(sipas: Sipas) -> None:
    (sipas.folder / "cũ.toml").write_bytes("tiêu đề".encode("cp1258", "replace"))
    for name, why in (("không có.toml", "không có tệp"), (".", "thư mục"), ("cũ.toml", "UTF-8")):
        refused = sipas("form", "check", sipas.folder / name)
        assert refused.code == 2
        assert why in refused.line
