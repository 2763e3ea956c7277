"""A settings file of the window that somebody wrote by hand costs what it says, never the start of the program."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication

from sipas_desktop.gui.settings import LOCK_AFTER, Settings
from sipas_desktop.gui.theme import SIZES, Theme

HOSTILE: Final = {
    "numbers without end": f"size={'9' * 100_000}\nlock_after={'9' * 100_000}",
    "numbers below nothing": "size=-5\nlock_after=-1",
    "lists for texts": "size=1, 2, 3\nscheme=a, b\nlanguage=vi, en\nlock_after=1, 2\nsound=on, off",
    "recent surveys within each other": "recent=" + "[" * 100_000,
    "recent surveys that are none": 'recent="[1, [2], [3, 4, 5], {\\"a\\": 1}]"',
    "a recent survey that is a device": 'recent="[[\\"/dev/zero\\", \\"x\\"], [\\"\\\\u0000\\", \\"x\\"]]"',
    "objects that are not known": "geometry=@Variant(\\0\\0\\0\\x7f\\xff\\xff)\nrecent=@Invalid()\nsize=@Rect(1 2 3 4)",
    "no settings": "\x01\x02[[[[\n===\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_settings_cost_themselves_alone(qapp: QApplication, tmp_path: Path, name: str) -> None:
    file = tmp_path / "window.ini"
    file.write_text(f"[General]\n{HOSTILE[name]}\n", encoding="utf-8")
    settings = Settings(file)
    assert Theme(settings.scheme, settings.size).size in SIZES
    assert settings.lock_after == LOCK_AFTER
    assert settings.recent == []
    assert isinstance(settings.language, str) and isinstance(settings.sound, bool)
    assert settings.second_place is None and settings.geometry.size() < 1000
