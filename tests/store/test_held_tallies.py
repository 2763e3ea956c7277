"""Tallies that are held give the figures that counting every ballot gives, whatever happened to the ballots since."""

from __future__ import annotations

import contextlib
import datetime
import gc
import random
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from sys import modules

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.breakdown import By, Division
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.errors import Refusal
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store import models as m
from sipas_desktop.store.queries import Filter, held_ballots
from sipas_desktop.store.queries.held_ballots import ANSWERS, HeldBallots, unpacked
from tests.online import Day, take
from tests.stations import hand_out, merge
from tests.surveys import CHEAP, Station, opened_station, station

FIGURES, BREAKDOWN = (modules[f"sipas_desktop.store.queries.{name}"] for name in ("figures", "breakdown"))
FULLY = IndexDefinition.FULLY_SATISFIED
TODAY = datetime.date(2024, 10, 1)


def units(desk: Station) -> list[str]:
    """Two that the catalogue has."""
    return [entry.code for entry in queries.catalogue(desk.admin, "unit")[1:3]]


def filters(desk: Station) -> Iterator[Filter]:
    plan = desk.admin.plan
    for group in (None, *(each.code for each in plan.groups)):
        for channel in (None, *(each.code for each in plan.channels)):
            for unit in (None, *units(desk)):
                yield Filter(group=group, unit=unit, channel=channel)


def told(desk: Station, asked: Iterable[Filter] = ()) -> list[object]:
    """All that may come from ballots that are held."""
    found: list[object] = []
    for chosen in asked or filters(desk):
        found += [queries.figures(desk.admin, chosen, each) for each in (None, FULLY)]
        found.append(queries.definitions(desk.admin, chosen))
        found += [queries.figures_by(desk.admin, by, chosen) for by in (By.UNIT, By.CHANNEL)]
        for by in ((By.UNIT,), (By.CHANNEL, By.GROUP), (By.WAVE, By.UNIT)):
            found.append(queries.figures_divided(desk.admin, [Division(each) for each in by], chosen))
        found.append(queries.process(desk.admin, chosen))
    return found


def counted(desk: Station, asked: Iterable[Filter] = ()) -> list[object]:
    """The same, every ballot read each time."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (FIGURES, BREAKDOWN):
            patch.setattr(module, "held_tallies", lambda *_: None)
        patch.setattr(FIGURES, "held_standings", lambda *_: None)
        return told(desk, asked)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_to_ballots_the_figures_are_those_that_counting_gives(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with station(tmp_path, "hai-cap-2026") as desk:
        plan = desk.admin.plan
        assert len(plan.groups) == 2
        entries = [workflow.Entry(code, f"Đơn vị {code}") for code in "123"]
        workflow.set_catalogue(desk.admin, "unit", entries)
        rated = desk.admin.form_of_group(plan.groups[0].code).rated[0].code
        for _ in range(3):
            (serial,) = desk.print(1, group=chance.choice(plan.groups).code)
            workflow.receive(desk.admin, serial, channel=chance.choice(plan.channels).code)
            values = {"unit": chance.choice(units(desk)), rated: chance.choice("12345")}
            desk.key("Lan", 1, serial, **values)
            desk.key("Mai", 2, serial, **values | {rated: "4"})
            assert told(desk) == counted(desk)
            if values[rated] != "4":
                workflow.adjudicate(desk["Hòa"], serial, rated, Answer("5"), "nhìn lại phiếu")
                assert told(desk) == counted(desk)
                workflow.adjudicate(desk["Hòa"], serial, rated, Answer("1"), "xem lại phiếu")
                assert told(desk) == counted(desk)
        assert queries.figures(desk.admin).ballots.settled == 3


def test_a_ballot_that_came_since_is_counted(desk: Station) -> None:
    desk.settled(2, unit="2", overall="5")
    queries.definitions(desk.admin)
    assert queries.figures(desk.admin, Filter(unit="2")).index == 100
    desk.settled(2, unit="2", overall="1")
    assert queries.figures(desk.admin, Filter(unit="2")).index == 50


def reading(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Grows each time when every ballot is read."""
    read: list[object] = []
    count_all = HeldBallots._count_all
    monkeypatch.setattr(HeldBallots, "_count_all", lambda *given: read.append(given) or count_all(*given))
    return read


def test_every_ballot_is_read_once_for_all_units_channels_days_and_definitions(
    desk: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.settled(2, unit="2", overall="5")
    desk.settled(1, unit="3", overall="1")
    asked = [*filters(desk), Filter(until=datetime.date.max), Filter(unit="2", until=TODAY)]
    expected = counted(desk, asked)
    read = reading(monkeypatch)
    queries.definitions(desk.admin)
    for module in (FIGURES, BREAKDOWN):
        monkeypatch.setattr(module, "tallies", None)  # whoever reads ballots now fails
    monkeypatch.setattr(FIGURES, "_standings", None)
    assert told(desk, asked) == expected
    assert len(read) == 1


def test_after_facts_about_some_ballots_the_others_are_not_read(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.settled(2, unit="2", overall="5")
    serial, stays = desk.received(2)
    read = reading(monkeypatch)
    queries.definitions(desk.admin)
    for name, number in (("Lan", 1), ("Mai", 2)):
        desk.key(name, number, serial, unit="3", overall="1")
    workflow.set_validity(desk.admin, stays, "blank")
    workflow.write_remark(desk.admin, "results", "Nhận xét")
    workflow.record_head(desk.admin, "report")
    assert queries.figures(desk.admin, Filter(unit="3")).index == 0
    assert queries.figures(desk.admin).ballots.invalid == {"blank": 1}
    assert told(desk) == counted(desk)
    workflow.void_ballot(desk.admin, serial, "blank")
    assert told(desk) == counted(desk)
    assert len(read) == 1
    desk.print(3)  # more than some ballots
    assert told(desk) == counted(desk)
    assert len(read) == 2


def test_a_ballot_that_goes_back_into_stock_is_counted_there(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.settled(1, unit="2", overall="5")
    back, home = desk.print(2)
    read = reading(monkeypatch)
    queries.definitions(desk.admin)
    workflow.receive(desk.admin, back)
    workflow.issue(desk.admin, home)
    assert told(desk) == counted(desk)
    workflow.withdraw_receipt(desk.admin, back)
    workflow.withdraw_step(desk.admin, home)
    assert told(desk) == counted(desk)
    assert queries.figures(desk.admin).ballots.issued == 1
    assert len(read) == 1


@pytest.mark.parametrize("most", ["MOST_FACTS", "MOST_TOUCHED", "MOST_ROWS"])
def test_where_more_is_new_or_held_than_pays_all_are_counted_anew(
    desk: Station, monkeypatch: pytest.MonkeyPatch, most: str
) -> None:
    desk.settled(2, unit="2", overall="5")
    monkeypatch.setattr(held_ballots, most, 0)
    read = reading(monkeypatch)
    queries.definitions(desk.admin)
    desk.key("Lan", 1, *desk.received(1))
    queries.definitions(desk.admin)
    assert told(desk) == counted(desk)
    assert len(read) == 2


def test_where_days_make_too_many_places_they_alone_are_counted_each_time(
    desk: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    for serial, day in zip(desk.print(2), (TODAY, TODAY + datetime.timedelta(1)), strict=True):
        monkeypatch.setattr("sipas_desktop.store.on_ballot.day_of", lambda _, day=day: day.isoformat())
        workflow.receive(desk.admin, serial)
        for name, number in (("Lan", 1), ("Mai", 2)):
            desk.key(name, number, serial, unit="2")
    monkeypatch.setattr(held_ballots, "MOST", 1)
    read = reading(monkeypatch)
    for until in (None, TODAY, TODAY + datetime.timedelta(1)):
        asked = [Filter(until=until), Filter(unit="2", until=until)]
        assert told(desk, asked) == counted(desk, asked)
    assert len(read) == 2  # once with days


def test_more_places_than_are_held_are_counted_each_time(desk: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.settled(2, unit="2", overall="5")
    desk.settled(1, unit="3", overall="1")
    monkeypatch.setattr(held_ballots, "MOST", 1)
    read = reading(monkeypatch)
    assert told(desk) == counted(desk)
    assert not list(held(desk).sums())
    assert len(read) == 2  # found out once, with days and without


def test_nothing_is_held_of_a_survey_that_was_closed(desk: Station) -> None:
    desk.settled(1, unit="2", overall="5")
    with opened_station(desk.path).admin as survey:
        queries.definitions(survey)
        kept = weakref.ref(survey.counted[next(iter(survey.counted))])
        assert kept() is not None
    assert not survey.counted
    gc.collect()
    assert kept() is None


def held(desk: Station) -> HeldBallots:
    found = desk.admin.counted[desk.admin.form_of_group(desk.admin.plan.groups[0].code).code]
    assert isinstance(found, HeldBallots)
    return found


# -- whatever is done, in whatever order ------------------------------------------------------------------------------

DOSSIERS = 5


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Huế, which has online answers: people with dossiers whose ballots are printed, and some ballots of nobody."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        with station(tmp_path_factory.mktemp("held"), "hue-2024") as desk:
            entries = [workflow.Entry(code, f"Đơn vị {code}") for code in "12"]
            workflow.set_catalogue(desk.admin, "unit", entries)
            people = [workflow.MemberData("official", f"Người {n}", dossier=f"H57-{n}") for n in range(DOSSIERS)]
            workflow.import_sample(desk.admin, people, "0" * 64)
            workflow.publish_run(desk.admin, workflow.reserve_run(desk.admin), "0" * 64, DOSSIERS)
            workflow.open_batch(desk.admin, "L0", "1")
            workflow.open_batch(desk.admin, "L1")
            path = desk.path
        yield path


class Office:
    """Somebody who does anything with some ballots; what the workflow refuses does not happen."""

    def __init__(self, desk: Station, folder: Path, today: list[datetime.date]) -> None:
        self.desk, self.folder, self.today = desk, folder, today
        self.stations = 0

    def one(self, pick: int, *states: State) -> str:
        """A ballot that is in one of ``states``."""
        query = select(m.ballot.c.serial).where(m.ballot.c.state.in_([state.value for state in states]))
        with self.desk.admin.reading() as conn:
            found = list(conn.execute(query.order_by(m.ballot.c.serial)).scalars())
        if not found:
            raise Refusal("receive.unknown")
        return found[pick % len(found)]

    def keyed(self, serial: str, number: int, level: str, unit: str) -> None:
        ballot = queries.ballot(self.desk.admin, serial)
        assert ballot is not None
        own = "1" if ballot.batch == "L0" else unit  # all of that batch are of one unit
        self.desk.key(("Lan", "Mai")[number - 1], number, serial, Q1=level, unit=own)

    def do(self, verb: str, pick: int, other: int) -> None:
        with contextlib.suppress(Refusal):
            getattr(self, verb)(pick, other)

    def receive(self, pick: int, other: int) -> None:
        channel = [each.code for each in self.desk.admin.plan.channels if each.paper][other % 2 - 1]
        batch, reason = (None, "L0", "L1")[other % 3], "blank" if other % 7 == 0 else None
        serial = self.one(pick, State.STOCK, State.OUT)
        workflow.receive(self.desk["Hà"], serial, channel=channel, batch=batch, reason=reason)

    def settle(self, pick: int, other: int) -> None:
        serial = self.one(pick, State.VALID)
        for number in (1, 2):
            self.keyed(serial, number, "12345."[other % 6], "12"[other % 2])

    def key(self, pick: int, other: int) -> None:
        self.keyed(self.one(pick, State.VALID, State.FIRST_KEYED), 1 + pick % 2, "1245"[other % 4], "2")

    def differ(self, pick: int, other: int) -> None:
        serial = self.one(pick, State.VALID)
        for number in (1, 2):
            self.keyed(serial, number, "41"[number - 1], "2")

    def adjudicate(self, pick: int, other: int) -> None:
        serial = self.one(pick, State.DIFFERING, State.SETTLED)
        workflow.adjudicate(self.desk["Hòa"], serial, "Q1", Answer("145"[other % 3]), "xem phiếu")

    def reopen(self, pick: int, other: int) -> None:
        serial, number = self.one(pick, State.SETTLED, State.DIFFERING, State.FIRST_KEYED), 1 + other % 2
        workflow.reopen_keying(self.desk[("Lan", "Mai")[number - 1]], serial, number)

    def exclude(self, pick: int, other: int) -> None:
        serial = self.one(pick, State.VALID, State.INVALID)
        workflow.set_validity(self.desk["Hà"], serial, (None, "blank")[other % 2])

    def void(self, pick: int, other: int) -> None:
        workflow.void_ballot(self.desk.admin, self.one(pick, State.VALID, State.SETTLED, State.DIFFERING), "duplicate")

    def withdraw(self, pick: int, other: int) -> None:
        workflow.withdraw_receipt(self.desk["Hà"], self.one(pick, State.VALID, State.INVALID))

    def issue(self, pick: int, other: int) -> None:
        workflow.issue(self.desk.admin, self.one(pick, State.STOCK))

    def outcome(self, pick: int, other: int) -> None:
        workflow.set_outcome(self.desk.admin, self.one(pick, State.OUT), ("refused", "lost", "not_met")[other % 3])

    def step_back(self, pick: int, other: int) -> None:
        workflow.withdraw_step(self.desk.admin, self.one(pick, State.OUT, State.REFUSED, State.LOST, State.NOT_MET))

    def spoil(self, pick: int, other: int) -> None:
        workflow.spoil(self.desk.admin, self.one(pick, State.STOCK))

    def labels(self, pick: int, other: int) -> None:
        self.desk.print(2, labels=True)

    def online(self, pick: int, other: int) -> None:
        dossier = f"H57-{pick % DOSSIERS}" if other % 2 else ""
        take(self.desk, Day(f"2024-10-0{1 + pick % 9}", "15"[other % 2], dossier=dossier, unit="2"))

    def merge(self, pick: int, other: int) -> None:
        """The ballots of batches go to a station, where some of them are keyed, and come back."""
        self.stations += 1
        post = hand_out(self.desk, self.folder, ["L0", "L1"], (1, 2))
        there = Office(post, self.folder, self.today)
        for number in range(pick, pick + 3):
            there.do(("settle", "key", "receive", "exclude")[number % 4], number, other)
        merge(self.desk, post)
        post.close()

    def rename(self, pick: int, other: int) -> None:
        workflow.set_catalogue(self.desk.admin, "unit", [workflow.Entry(str(3 + pick % 3), f"Đơn vị {other}")])

    def remark(self, pick: int, other: int) -> None:
        workflow.write_remark(self.desk.admin, "results", f"Nhận xét {other}")

    def tomorrow(self, pick: int, other: int) -> None:
        self.today[0] += datetime.timedelta(1 + other % 2)


VERBS = sorted(name for name in vars(Office) if name not in ("do", "one", "keyed") and not name.startswith("_"))
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*VERBS, "receive", "receive", "settle", "settle"]), st.integers(0, 11), st.integers(0, 11)
    ),
    min_size=4,
    max_size=24,
)
FILTERS = st.builds(
    Filter,
    unit=st.sampled_from((None, "1", "2")),
    channel=st.sampled_from((None, "buu-dien")),
    until=st.none() | st.integers(-1, 5).map(lambda days: TODAY + datetime.timedelta(days)),
)


def as_held(desk: Station) -> tuple[object, object]:
    """All that is held, as it stands; and as it is when every ballot is read."""
    form = desk.admin.form_of_group(desk.admin.plan.groups[0].code)
    anew = HeldBallots()
    with desk.admin.reading() as conn:
        assert held(desk).is_at(conn, form, make=True)
        assert anew.is_at(conn, form, make=True)
    return spelt(held(desk)), spelt(anew)


def spelt(ballots: HeldBallots) -> object:
    found, answers = {}, ballots.answers()
    for place, total in ballots.sums():
        settled, fully, answering, *rest = unpacked(total, ANSWERS + len(answers))
        said = {answer: count for answer, count in zip(answers, rest, strict=True) if count}
        found[place] = settled, fully, answering, said
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS, chosen=st.lists(FILTERS, min_size=2, max_size=4))
def test_after_anything_each_filter_gives_what_counting_every_ballot_gives(
    template: Path, steps: list[tuple[str, int, int]], chosen: list[Filter]
) -> None:
    today = [TODAY]
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        for module in ("on_ballot", "on_merge"):
            patch.setattr(f"sipas_desktop.store.{module}.day_of", lambda _: today[0].isoformat())
        for file in template.parent.iterdir():
            shutil.copy(file, folder)
        desk = opened_station(Path(folder) / template.name)
        office = Office(desk, Path(folder), today)
        try:
            queries.definitions(desk.admin)
            for verb, pick, other in steps:
                office.do(verb, pick, other)
                followed, anew = as_held(desk)
                assert followed == anew
            asked = [Filter(), *chosen]
            assert told(desk, asked) == counted(desk, asked)
        finally:
            desk.close()
