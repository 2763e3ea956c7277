"""``sipas operators`` and ``recovery``: accounts that come and go, passwords, badges, the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from sipas_desktop.store.database import open_by_badge
from sipas_desktop.store.keys import path_of
from tests.cli.calls import Done, Sipas

Env = Callable[[str, str], None]


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Env:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "own"))
    return monkeypatch.setenv


def names(listed: dict[str, list[dict[str, str]]]) -> list[str]:
    return [each["name"] for each in listed["operators"]]


def code_on(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    (found,) = zxingcpp.read_barcodes(document[0].render(scale=150 / 72, grayscale=True).to_numpy())
    document.close()
    return str(found.text)


def test_roles_change_and_accounts_go(survey: Sipas) -> None:
    listed = survey.done("operators", survey.survey, "roles", "Lan", "--role", "observer", "--role", "keyer")
    assert {"name": "Lan", "roles": ["keyer", "observer"]} in listed["operators"]
    assert "Lan" not in names(survey.done("operators", survey.survey, "remove", "Lan"))
    before = survey.facts()
    assert survey("status", survey.survey, by="Lan").code == 2
    for words in (("remove", "Lan"), ("remove", "admin"), ("roles", "Lan", "--role", "keyer"), ("remove", "Ai đó")):
        refused = survey("operators", survey.survey, *words)
        assert refused.code == 2 and refused.line
    assert survey("operators", survey.survey, "remove", "Mai", by="Hà").code == 2
    assert survey.facts() == before


def test_an_administrator_may_go_when_another_stays(survey: Sipas) -> None:
    survey.done("operators", survey.survey, "add", "Chị Hoa", "--role", "administrator")
    assert survey.done("operators", survey.survey, "remove", "admin") == {"operators": []}
    assert survey("status", survey.survey).code == 2
    assert survey.done("check", survey.survey, by="Chị Hoa")["ok"]


def test_passwords_change(survey: Sipas, env: Env) -> None:
    env("SIPAS_NEW_PASSWORD", "câu mới của Lan")
    assert survey.done("operators", survey.survey, "password", by="Lan") == {"operator": "Lan"}
    assert survey("status", survey.survey, by="Lan").code == 2
    env("SIPAS_NEW_PASSWORD", "câu đặt lại")
    assert survey.done("operators", survey.survey, "password", "Lan") == {"operator": "Lan"}
    assert survey("operators", survey.survey, "password", "Lan", by="Mai").code == 2
    env("SIPAS_NEW_PASSWORD", "abc")
    assert survey("operators", survey.survey, "password", by="Mai").code == 2
    env("SIPAS_PASSWORD", "câu đặt lại")
    survey.done("status", survey.survey, by="Lan")


def test_wrong_passwords_are_told_to_wait(survey: Sipas, env: Env) -> None:
    env("SIPAS_PASSWORD", "không phải")
    for _ in range(3):
        assert survey("status", survey.survey).code == 2
    told = survey("status", survey.survey)
    assert told.code == 2
    assert "giây" in told.line


def test_a_badge_is_printed_and_taken_back(survey: Sipas, env: Env) -> None:
    out = survey.folder / "thẻ.pdf"
    env("SIPAS_NEW_PIN", "24")
    assert survey("operators", survey.survey, "badge", "Lan", out).code == 2
    assert not out.exists()
    env("SIPAS_NEW_PIN", "2468")
    assert survey("operators", survey.survey, "badge", "Ai đó", out).code == 2
    assert survey("operators", survey.survey, "badge", "Lan", survey.folder / "không có" / "a.pdf").code == 2
    printed = survey.done("operators", survey.survey, "badge", "Lan", out)
    assert printed.keys() == {"operator", "sha256"}
    code = code_on(out)
    with open_by_badge(survey.survey, code, "2468") as opened:
        assert opened.operator.name == "Lan"
    survey.done("operators", survey.survey, "badge", "Lan", "--remove")
    assert survey("operators", survey.survey, "badge", "Lan", "--remove").code == 2


def test_a_lost_key_file_comes_back_from_the_sheet(survey: Sipas, env: Env, run: Callable[..., Done]) -> None:
    out = survey.folder / "phiếu khôi phục.pdf"
    assert survey("recovery", survey.survey, "print", out, by="Hà").code == 2
    assert not out.exists()
    assert survey.done("recovery", survey.survey, "print", out)["pages"] == 1
    code = code_on(out)
    path_of(survey.survey).unlink()
    assert survey("status", survey.survey).code == 2
    env("SIPAS_NEW_PASSWORD", "một câu mới")
    assert survey("recovery", survey.survey, "restore").code == 2  # no code, and nobody to ask
    env("SIPAS_RECOVERY", code[:-1] + str((int(code[-1]) + 1) % 10))
    assert "13" in survey("recovery", survey.survey, "restore").line
    env("SIPAS_RECOVERY", code)
    assert survey("recovery", survey.survey, "restore", by="Lan").code == 2
    assert not path_of(survey.survey).exists()
    assert "admin" in names(survey.done("recovery", survey.survey, "restore"))
    env("SIPAS_PASSWORD", "một câu mới")
    assert survey.done("check", survey.survey)["ok"]
    assert code not in run("recovery", survey.survey, "restore").out
