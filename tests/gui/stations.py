"""A page on a real survey, without the window around it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication

from sipas_desktop.gui.page import Desk, Page
from sipas_desktop.gui.settings import Settings
from sipas_desktop.gui.sound import Sound
from sipas_desktop.gui.theme import Theme
from sipas_desktop.store import keys
from sipas_desktop.store.database import OpenSurvey
from tests.surveys import CHEAP, Station, station

AnyPage = TypeVar("AnyPage", bound=Page)


@contextmanager
def cheap_station(folder: Path, monkeypatch: Any, plan: str = "son-tay-2017") -> Iterator[Station]:
    """A survey with its clerks, with passwords that cost nothing to check."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(folder, plan) as here:
        yield here


def shown(page_class: type[AnyPage], survey: OpenSurvey, folder: Path, qtbot: Any) -> AnyPage:
    """The page, made for whoever opened ``survey``, refreshed and on the screen."""
    theme = Theme("light")
    operator = survey.operator
    desk = Desk(
        survey, survey.about.title, operator.name, operator.roles, theme, Sound(False),
        Settings(folder / "window.ini"), "en",
    )  # fmt: skip
    page = page_class(desk)
    theme.setParent(page)
    # Held until it is closed: a page that Python lets go while it works in the background ends the whole program.
    qtbot.addWidget(page, before_close_func=lambda _: page)
    page.resize(1000, 700)
    page.show()
    page.refresh()
    QApplication.processEvents()
    return page
