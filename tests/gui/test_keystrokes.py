"""Every keystroke script, through the real window and a real survey."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.plan_file import load_plan, read_plan
from sipas_desktop.gui import app as program
from sipas_desktop.gui.access import store_access
from sipas_desktop.gui.settings import Settings
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.database import create_survey
from sipas_desktop.store.workflow import Entry
from tests.gui.keystrokes import Play
from tests.surveys import CHEAP, CLERKS, PASSWORD, Station

HERE = Path(__file__).resolve().parent
SCRIPTS = sorted((HERE / "scripts").glob("*.keys"))
FORMS = {
    "every": "tests/data/every_kind.toml",
    "whole": "tests/data/whole_form.toml",
    "phieu": "forms/quoc-gia-2023/phieu.toml",
}
UNITS = {"1": "UBND phường Lê Lợi", "2": "UBND xã Đường Lâm", "12": "UBND xã Cổ Đông"}
PROCEDURES = {
    "1": "Chứng thực bản sao từ bản chính",
    "2": "Chứng thực chữ ký",
    "3": "Đăng ký khai sinh",
    "12": "Cấp giấy phép xây dựng nhà ở",
}


def make_survey(path: Path, root: Path, form: str) -> Station:
    """A survey on the plan of Sơn Tây, asked with its own form or with one of ``FORMS``."""
    plan, forms = load_plan(root / "forms" / "son-tay-2017")
    if form:
        other = read_form((root / FORMS[form]).read_text(encoding="utf-8"), f"{form}.toml")
        plan = read_plan(plan.source.replace('form = "phieu"', f'form = "{form}"'), "plan.toml")
        forms = {form: other}
    admin = create_survey(path, plan, forms, "admin", PASSWORD)
    for name, roles in CLERKS.items():
        workflow.add_operator(admin, name, roles, PASSWORD)
    for kind, entries in (("unit", UNITS), ("procedure", PROCEDURES)):
        workflow.set_catalogue(admin, kind, [Entry(code, name) for code, name in entries.items()])
    return Station(path, admin, {})


@pytest.fixture
def play(
    request: pytest.FixtureRequest, qapp: QApplication, qtbot: Any, tmp_path: Path, root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Play]:  # fmt: skip
    monkeypatch.setattr(keys, "COST", CHEAP)
    lines = request.param.read_text(encoding="utf-8").splitlines()
    form = next((line.removeprefix("form ") for line in lines if line.startswith("form ")), "")
    desk = make_survey(tmp_path / "khảo sát.sipas", root, form)
    settings = Settings(tmp_path / "window.ini")
    settings.scheme = "light"
    running = program.Program(qapp, store_access(), settings)
    running.window.show()
    yield Play(SimpleNamespace(window=running.window), desk)
    assert queries.check_survey(desk.admin).ok
    running.window.close()
    running.window.deleteLater()
    running.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # else each test styles all windows before it
    desk.close()


@pytest.mark.parametrize("play", SCRIPTS, ids=[path.stem for path in SCRIPTS], indirect=True)
def test_script(play: Play, request: pytest.FixtureRequest) -> None:
    play.run(request.node.callspec.params["play"])


def test_there_are_scripts() -> None:
    assert len(SCRIPTS) >= 20
