"""Names from outside that look like HTML are shown letter by letter: in labels and beside the pointer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import Qt, QTextDocument  # mightBeRichText is QtGui's
from PySide6.QtWidgets import QApplication, QLabel

import sipas_desktop.gui
from sipas_desktop.gui.theme import Theme
from sipas_desktop.gui.tips import tip

HOSTILE = (
    "<b>Sở Nội vụ</b>",
    "<img src='file:///etc/passwd'>",
    "<a href='http://127.0.0.1:9'>x</a> & y\n<i>z",
    "'; DROP TABLE fact; --",
    "UBND xã < 5 & > 3",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_beside_the_pointer_a_name_stays_as_it_is(qapp: QApplication, name: str) -> None:
    shown = QTextDocument()
    if Qt.mightBeRichText(tip(name)):  # type: ignore[attr-defined]
        shown.setHtml(tip(name))
    else:
        shown.setPlainText(tip(name))
    assert shown.toPlainText() == name
    assert "<img" not in tip(name) and "<a " not in tip(name)


def test_every_label_of_the_program_is_plain_text(qapp: QApplication, qtbot: Any) -> None:
    before = qapp.styleSheet()
    theme = Theme("light", "normal")
    try:
        theme.apply()
        label = QLabel(HOSTILE[0])
        qtbot.addWidget(label)
        label.show()
        assert label.textFormat() is Qt.TextFormat.PlainText
    finally:
        qapp.setStyleSheet(before)


def test_what_is_shown_beside_the_pointer_is_words_of_the_program_or_goes_through_tip() -> None:
    """``self.tr`` and names of controls are the program's own; all else may have come from outside."""
    own = re.compile(
        r"setToolTip\((?:\d, )?(?:tip\(|self\.tr\(|self\.kind\.accessibleName|self\.words if"
        r"|about\)|words\)|f\"\{place)"
    )
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(Path(sipas_desktop.gui.__file__).parent.glob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "setToolTip(" in line and not own.search(line)
    ]
    assert found == []


def test_nothing_in_the_window_shows_html() -> None:
    for path in Path(sipas_desktop.gui.__file__).parent.glob("*.py"):
        source = path.read_text(encoding="utf-8").replace("mightBeRichText", "")
        assert not re.search(r"QMessageBox|setHtml|QTextBrowser|RichText\b", source), path.name
