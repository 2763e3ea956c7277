"""Pages are made while nobody types, each once; they read nothing of the survey until they are shown."""

import datetime
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from sipas_desktop.domain.roles import Role
from sipas_desktop.errors import Refusal
from sipas_desktop.gui import fieldwork, idle, latest, pages_ahead
from sipas_desktop.gui.access import NewSurvey, Signed, store_access
from sipas_desktop.gui.fieldwork import FieldworkPanel
from sipas_desktop.gui.idle import UNTOUCHED
from sipas_desktop.gui.pages_ahead import PagesAhead
from sipas_desktop.gui.places import PLACES, Place, places_for
from tests.gui.conftest import finish_work


def make_all(ahead: PagesAhead) -> tuple[str, ...]:
    """Makes what is wanted; returns the places."""
    made = ahead.waiting
    ahead.load().join()
    while ahead.waiting:
        ahead.make_next()
    return made


@pytest.mark.parametrize("roles", [set(Role), {Role.OFFICE}, {Role.OBSERVER}, {Role.KEYER}])
def test_by_themselves_in_the_order_of_the_work_unless_she_only_keys(
    with_example: None, shell: SimpleNamespace, qtbot: Any, monkeypatch: pytest.MonkeyPatch, roles: set[Role]
) -> None:
    for name in ("BEGIN_MS", "LOOK_MS"):
        monkeypatch.setattr(pages_ahead, name, 0)
    monkeypatch.setattr(idle, "UNTOUCHED", 0.0)
    shell.store.roles = frozenset(roles)
    shell.window.sign_in(shell.store.open(shell.store.path, "x", "mat khau"))
    ahead = shell.window.ahead
    expected = [place.id for place in places_for(frozenset(roles))][1:] if roles != {Role.KEYER} else []
    assert list(ahead.waiting) == expected
    qtbot.waitUntil(lambda: not ahead.waiting)
    assert list(ahead._made) == expected and not ahead._timer.isActive()
    assert len(shell.window.pages) == 1


@pytest.mark.parametrize(
    ("unused", "works", "made"),
    [
        (UNTOUCHED, "", 1),
        (UNTOUCHED / 2, "", 0),
        (UNTOUCHED, "beside", 0),
        (UNTOUCHED, "page", 0),
        (UNTOUCHED, "dialog", 0),
    ],
)
def test_one_at_a_look_where_nobody_types_and_nothing_works(
    signed_in: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, unused: float, works: str, made: int
) -> None:
    ahead = signed_in.window.ahead
    before = len(ahead.waiting)
    ahead.load().join()
    monkeypatch.setattr(type(signed_in.window.idle), "unused", unused)
    monkeypatch.setattr(latest, "working", lambda: works == "beside")
    monkeypatch.setattr(type(signed_in.window.page.task_line), "running", works == "page")
    monkeypatch.setattr(QApplication, "activeModalWidget", lambda: signed_in.window if works == "dialog" else None)
    ahead.look()
    assert before - len(ahead.waiting) == made == len(ahead._made)


def test_what_was_made_is_what_is_shown(signed_in: SimpleNamespace) -> None:
    window = signed_in.window
    window.go("print")
    assert "print" not in window.ahead.waiting, "it is there already"
    make_all(window.ahead)
    made = dict(window.ahead._made)
    assert set(made) | {"overview", "print"} == {place.id for place in PLACES}
    for place, page in made.items():
        window.go(place)
        assert window.page is page and page.title
    assert not window.ahead._made
    made["plan"].go.emit("sample")
    assert window.place == "sample", "it is heard as any page"


def test_what_cannot_be_made_is_told_to_who_asks_for_it(
    signed_in: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, ahead = signed_in.window, signed_in.window.ahead
    bugs: list[object] = []
    window.bug.connect(bugs.append)

    def refuse(_place: object) -> None:
        raise Refusal("server.away")

    monkeypatch.setattr(type(window.idle), "pausing", True)
    ahead.load().join()
    place = ahead.waiting[0]
    with monkeypatch.context() as patch:
        patch.setattr(ahead, "_make", refuse)
        ahead.look()
    assert place not in ahead.waiting and not ahead._made and not bugs
    window.go(place)
    assert window.place == place


def test_each_who_signs_in_has_her_modules_loaded(
    with_example: None, shell: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    load = Place.load
    monkeypatch.setattr(Place, "load", lambda place: (loaded.append(place.id), load(place))[1])
    for role in (Role.OBSERVER, Role.OFFICE):
        shell.store.roles = frozenset({role})
        shell.window.sign_in(shell.store.open(shell.store.path, "x", "mat khau"))
        loaded.clear()
        shell.window.ahead.load().join()
        assert tuple(loaded) == shell.window.ahead.waiting
        shell.window.sign_out()


def test_fieldwork_proposes_the_day_when_it_is_looked_at(
    shell: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [datetime.date(2026, 11, 30)]
    monkeypatch.setattr(fieldwork, "today", lambda: days[-1])
    made = store_access().create(NewSurvey(tmp_path / "a.sipas", "hue-2024", "Khảo sát", "Hà", "mat khau 2017"))
    shell.window.sign_in(replace(made, roles=frozenset(Role)))
    make_all(shell.window.ahead)
    for day, shown in ((datetime.date(2026, 12, 1), "1/12/2026"), (datetime.date(2026, 12, 2), "2/12/2026")):
        days.append(day)
        shell.window.go("fieldwork")
        finish_work()
        QApplication.processEvents()
        panel = shell.window.findChild(FieldworkPanel)
        assert panel.day.text().lstrip("0") == shown
        shell.window.go("overview")
    panel.day.setText("30/11/2026")
    shell.window.go("fieldwork")
    finish_work()
    QApplication.processEvents()
    assert panel.day.text() == "30/11/2026", "what she chose stays"


@pytest.mark.parametrize("end", ["sign_out", "toggle_language", "larger", "close"])
def test_what_nobody_looked_at_is_stopped_and_not_left(
    signed_in: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    window = signed_in.window
    called: list[str] = []
    make_all(window.ahead)
    for page in window.ahead._made.values():
        monkeypatch.setattr(page, "leave", lambda: called.append("leave"))
        monkeypatch.setattr(page, "stop", lambda: called.append("stop"))
    many = len(window.ahead._made)
    getattr(window, end)()
    assert called == ["stop"] * many and not window.ahead._made
    assert bool(window.ahead.waiting) == (end in {"toggle_language", "larger"}), "then they are made anew"


def test_none_reads_the_survey_before_it_is_shown(
    shell: SimpleNamespace, real_survey: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = shell.window
    window.sign_in(real_survey)
    read: list[str] = []
    for kind in type(real_survey.survey).__mro__:
        if "reading" in vars(kind):
            monkeypatch.setattr(kind, "reading", _noted(vars(kind)["reading"], window.ahead, read))
    make_all(window.ahead)
    # The form that the results begin with is compared with the one in force whenever they are counted.
    assert set(read) <= {"results"}
    for place in PLACES:
        window.go(place.id)
    assert len(set(read)) > 1, "reading is noted at all"


def _noted(reading: Any, ahead: PagesAhead, read: list[str]) -> Any:
    def note(self: Any, *given: Any) -> Any:
        left = {place.id for place in PLACES} - set(ahead._made) - set(ahead.waiting) - {"overview"}
        read.append(next(iter(left), "shown"))
        return reading(self, *given)

    return note
