"""Pages are made while nobody types, each once; they read nothing of the survey until they are shown."""

from types import SimpleNamespace
from typing import Any

import pytest

from sipas_desktop.domain.roles import Role
from sipas_desktop.gui import latest, pages_ahead
from sipas_desktop.gui.access import Signed
from sipas_desktop.gui.garbage import UNTOUCHED
from sipas_desktop.gui.pages_ahead import PagesAhead
from sipas_desktop.gui.places import PLACES, places_for


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
    for name in ("BEGIN_MS", "LOOK_MS", "UNTOUCHED"):
        monkeypatch.setattr(pages_ahead, name, 0)
    shell.store.roles = frozenset(roles)
    shell.window.sign_in(shell.store.open(shell.store.path, "x", "mat khau"))
    ahead = shell.window.ahead
    expected = [place.id for place in places_for(frozenset(roles))][1:] if roles != {Role.KEYER} else []
    assert list(ahead.waiting) == expected
    qtbot.waitUntil(lambda: not ahead.waiting)
    assert list(ahead._made) == expected and not ahead._timer.isActive()
    assert len(shell.window.pages) == 1


@pytest.mark.parametrize(
    ("unused", "working", "made"), [(UNTOUCHED, False, 1), (UNTOUCHED / 2, False, 0), (UNTOUCHED, True, 0)]
)
def test_one_at_a_look_where_nobody_types_and_nothing_works(
    signed_in: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, unused: float, working: bool, made: int
) -> None:
    ahead = signed_in.window.ahead
    before = len(ahead.waiting)
    ahead.load().join()
    monkeypatch.setattr(type(signed_in.window.idle), "unused", unused)
    monkeypatch.setattr(latest, "working", lambda: working)
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
