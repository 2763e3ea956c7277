"""The window on a survey in a database on a server: its address is typed, one keys there, nothing of it is kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from sipas_desktop.gui.access import store_access
from sipas_desktop.gui.administration import AdministrationPage
from sipas_desktop.gui.app import Program
from sipas_desktop.gui.settings import Settings
from sipas_desktop.place import ServerAddress
from sipas_desktop.store import keys, queries
from tests.server import PASSWORD as OF_DATABASE
from tests.server import server, why_no_server
from tests.surveys import CHEAP, PASSWORD, station

pytestmark = pytest.mark.skipif(bool(why_no_server()), reason=why_no_server() or "-")


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ServerAddress:
    """A survey with its clerks on a server, whose password stands where libpq looks for it."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    monkeypatch.setenv("PGPASSWORD", OF_DATABASE)
    at = server().new_database()
    with station(tmp_path, at=at) as here:
        here.received(1)
    return at


def test_one_signs_in_by_its_address_and_its_password_is_not_remembered(
    qapp: Any, qtbot: Any, tmp_path: Path, address: ServerAddress
) -> None:
    file = tmp_path / "window.ini"
    program = Program(qapp, store_access(), Settings(file))
    try:
        program.window.show()
        assert program.welcome is not None
        form = program.welcome.sign_in_form
        form.ask_server.click()
        qtbot.keyClicks(form.address, "postgresql://sipas")
        qtbot.keyClick(form.address, Qt.Key.Key_Return)
        assert form.path is None
        form.address.setText(str(address).replace("sipas@", "sipas:b%C3%AD@", 1))
        qtbot.keyClick(form.address, Qt.Key.Key_Return)
        assert form.path == address and form.address.isHidden()
        form.address.setText(str(address))
        qtbot.keyClick(form.address, Qt.Key.Key_Return)  # the same one, by the right password
        assert form.recent.count() == 1
        form.name.setText("admin")
        form.password.setText(PASSWORD)
        form.enter.click()
        qtbot.waitUntil(lambda: program.welcome is None, timeout=20_000)
        signed = program.window.desk.survey
        assert signed.on_server and queries.check_survey(signed).problems == ()
        program.window.go("administration")
        page = program.window.page
        assert isinstance(page, AdministrationPage)
        assert "Backups" not in [
            page.tabs.tabText(at) for at in range(page.tabs.count())
        ]  # its administrator makes them
    finally:
        program.window.close()
        program.words.remove()
        program.deleteLater()
    settings = Settings(file)
    assert [place for place, _ in settings.recent] == [address]
    settings._store.sync()
    kept = file.read_text(encoding="utf-8") + os.environ.get("XDG_DATA_HOME", "")
    assert OF_DATABASE not in kept and "b%C3%AD" not in kept and "%25C3%25AD" not in kept
