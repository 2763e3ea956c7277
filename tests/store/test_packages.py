"""Packages of other offices: who may send them, what they bring, and that only their set decides what counts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path

import pytest

from sipas_desktop.domain.records import records_sha256
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.package import load_package
from sipas_desktop.jobs.packages import MergedPackages, merge_packages
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import Against
from sipas_desktop.store.workflow import Came, Entry
from tests.packages import Office
from tests.surveys import Station, station


@pytest.fixture
def offices(tmp_path: Path) -> tuple[Office, ...]:
    """Three communes."""
    return tuple(Office(tmp_path, unit) for unit in ("A", "B", "C"))


def registered(desk: Station, *offices: Office) -> Station:
    """The survey, in which the offices are registered under their units' codes."""
    for office in offices:
        workflow.register_office(desk.admin, office.unit, office.public)
    return desk


def merged(desk: Station, *paths: Path) -> MergedPackages:
    """What merging them brings."""
    return merge_packages(desk.admin, paths)


def came(done: MergedPackages) -> list[Came]:
    """What became of each package."""
    return [each.came for each in done.taken]


def standing(desk: Station) -> tuple[object, ...]:
    """All that must not hang on the order of merging."""
    admin = desk.admin
    units = {code: (found.ballots, found.index) for code, found in queries.figures_by_unit(admin).items()}
    lines = sorted(
        (line for line in queries.reached(admin) if line.printed or line.required),
        key=lambda line: (line.per, line.code),
    )
    sources = [(each.source, each.package, each.records) for each in queries.sources(admin)]
    records = sorted((each.source, each.unit, tuple(sorted(each.values.items()))) for each in queries.records(admin))
    return (
        records_sha256(each.values for each in queries.records(admin)), records, units, queries.figures(admin).ballots,
        queries.figures(admin).index, lines, sorted(sources), queries.package_conflicts(admin),
    )  # fmt: skip


def refused(desk: Station, *paths: Path) -> str:
    """The code of the refusal; nothing was changed."""
    before = facts(desk)
    with pytest.raises(Refusal) as caught:
        merged(desk, *paths)
    assert facts(desk) == before
    assert paths[-1].name in caught.value.words("vi")
    assert paths[-1].name in caught.value.words("en")
    return caught.value.code


def facts(desk: Station) -> int:
    with desk.admin.reading() as conn:
        return int(conn.exec_driver_sql("SELECT count(*) FROM fact").scalar_one())


def rows(desk: Station, table: str) -> int:
    with desk.admin.reading() as conn:
        return int(conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


# -- what a package brings ---------------------------------------------------------------------------------------------


def test_records_and_counts_of_packages_are_in_all_figures(desk: Station, offices: tuple[Office, ...]) -> None:
    a, b, _ = offices
    registered(desk, a, b)
    done = merged(desk, a.package("45552"), b.package("11"))
    assert (done.added, done.already_there, done.conflicts) == (7, 0, ())
    found = queries.figures(desk.admin)
    assert (found.ballots.settled, found.ballots.brought, found.satisfied, found.answered) == (7, 7, 4, 7)
    assert (found.ballots.printed, found.ballots.issued, found.ballots.returned) == (13, 11, 9)
    assert (found.ballots.invalid, found.ballots.valid) == ({"blank": 2}, 7)
    units = queries.figures_by_unit(desk.admin)
    assert {code: each.index for code, each in units.items()} == {"A": 80, "B": 0}
    assert units["A"].ballots.printed == 8
    lines = {line.code: line for line in queries.reached(desk.admin) if line.per == "unit" and line.printed}
    assert [(line.required, line.issued, line.returned, line.valid, line.settled, line.missing) for line in
            lines.values()] == [(30, 7, 6, 5, 5, 25), (30, 4, 3, 2, 2, 28)]  # fmt: skip
    assert {entry.code for entry in queries.catalogue(desk.admin, "unit")} >= {"A", "B"}
    process = queries.process(desk.admin)
    assert (process.brought, process.double_keyed, process.fields) == (7, 0, 0)
    ledger = queries.ledger(desk.admin)
    assert (ledger.brought, ledger.printed, ledger.settled) == (7, 0, 0)
    assert queries.ballots(desk.admin) == []
    assert queries.runs(desk.admin) == []
    assert queries.check_survey(desk.admin).problems == ()


def test_packages_stand_beside_ballots_of_the_survey_itself(desk: Station, offices: tuple[Office, ...]) -> None:
    desk.settled(2, unit="1", overall="2")
    first = desk.print(3)
    registered(desk, offices[0])
    merged(desk, offices[0].package("55"))
    found = queries.figures(desk.admin)
    assert (found.ballots.settled, found.ballots.brought, found.satisfied) == (4, 2, 2)
    assert (queries.process(desk.admin).double_keyed, queries.process(desk.admin).keyers) == (2, 2)
    assert len(queries.ballots(desk.admin)) == 5
    again = desk.print(1)
    assert int(again[0][5:11]) == int(first[-1][5:11]) + 1  # packages take no running numbers
    assert queries.check_survey(desk.admin).problems == ()


def test_filters_and_days(desk: Station, offices: tuple[Office, ...]) -> None:
    import datetime

    registered(desk, *offices)
    merged(desk, *(office.package("45") for office in offices))
    f = queries.Filter
    day = datetime.date(2017, 11, 2)
    assert queries.figures(desk.admin, f(unit="A")).ballots.settled == 2
    assert queries.figures(desk.admin, f(until=day)).ballots.settled == 6
    assert queries.figures(desk.admin, f(until=day - datetime.timedelta(1))).ballots.settled == 0
    assert queries.figures(desk.admin, f(until=day - datetime.timedelta(1))).answered == 0
    by_channel = queries.figures(desk.admin, f(channel="hom-phieu")).ballots
    assert (by_channel.printed, by_channel.returned, by_channel.settled) == (0, 6, 6)


# -- who may send them -------------------------------------------------------------------------------------------------


def test_an_unregistered_office_is_refused_with_its_fingerprint(desk: Station, offices: tuple[Office, ...]) -> None:
    a = offices[0]
    path = a.package("4")
    assert refused(desk, path) == "package.unknown_key"
    with pytest.raises(Refusal) as caught:
        merged(desk, path)
    registered(desk, a)
    (known,) = queries.offices(desk.admin)
    assert known.fingerprint in caught.value.words("en")
    assert came(merged(desk, path)) == [Came.ADDED]
    workflow.remove_office(desk.admin, a.public)
    assert queries.offices(desk.admin) == []
    assert refused(desk, a.package("4")) == "package.unknown_key"
    assert queries.figures(desk.admin).ballots.settled == 1  # what was merged stays
    assert queries.check_survey(desk.admin).problems == ()


def test_offices_not_known_yet_are_registered_on_demand(desk: Station, offices: tuple[Office, ...]) -> None:
    a, b, _ = offices
    merge_packages(desk.admin, [a.package("4"), b.package("5")], register=True)
    assert [each.name for each in queries.offices(desk.admin)] == ["Phường A", "Phường B"]
    workflow.remove_office(desk.admin, a.public)
    with pytest.raises(Refusal) as caught:  # somebody took it off the list: that is not undone by the way
        merge_packages(desk.admin, [a.package("4")], register=True)
    assert caught.value.code == "package.unknown_key"


def test_an_office_speaks_for_its_units_only(desk: Station, offices: tuple[Office, ...]) -> None:
    a, b, _ = offices
    workflow.set_catalogue(desk.admin, "unit", [Entry("A", "Phường A"), Entry("B", "Xã B")])
    workflow.register_office(desk.admin, "Phường A", a.public, ["A"])
    assert came(merged(desk, a.package("44"))) == [Came.ADDED]
    assert refused(desk, Office(a.folder, "B", a.private).package("44")) == "package.other_units"
    town = Office(a.folder, "A", a.private, survey_id="7" * 32)
    assert refused(desk, town.holding("", [b.package("5")])) == "package.other_units"
    with pytest.raises(Refusal) as caught:
        workflow.register_office(desk.admin, "Xã D", b.public, ["D"])
    assert caught.value.code == "catalogues.unknown_unit"
    assert queries.check_survey(desk.admin).problems == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"survey_id": "own"}, "package.own"),
        ({"plan": "da-nang-2021"}, "package.other_plan"),
    ],
)
def test_packages_that_do_not_fit(
    desk: Station, offices: tuple[Office, ...], change: dict[str, str], code: str
) -> None:
    import dataclasses

    from sipas_desktop import paths
    from sipas_desktop.domain.plan_file import load_plan

    a = offices[0]
    registered(desk, a)
    content = a.content("44")
    if "survey_id" in change:
        content = dataclasses.replace(content, survey_id=desk.admin.about.id)
    else:
        content = dataclasses.replace(content, plan=load_plan(paths.forms() / change["plan"])[0])
    assert refused(desk, a.write(content)) == code


def test_another_version_of_a_form_is_refused(desk: Station, offices: tuple[Office, ...]) -> None:
    import dataclasses

    from sipas_desktop.domain.form_file import read_form
    from tests.packages import FORM

    a = offices[0]
    registered(desk, a)
    second = read_form(FORM.source.replace("version = 1", "version = 2"), "phieu")
    content = a.content("44")
    assert refused(desk, a.write(dataclasses.replace(content, forms=(FORM, second)))) == "package.other_form"


def test_all_are_looked_at_before_the_first_is_merged(desk: Station, offices: tuple[Office, ...]) -> None:
    a, b, _ = offices
    registered(desk, a)
    assert refused(desk, a.package("4"), b.package("5")) == "package.unknown_key"


# -- later and earlier packages ----------------------------------------------------------------------------------------


def test_a_later_package_takes_the_place_of_the_earlier(desk: Station, offices: tuple[Office, ...]) -> None:
    a = registered(desk, offices[0]) and offices[0]
    first, second, third = a.package("111"), a.package("55"), a.package("4")
    assert came(merged(desk, first)) == [Came.ADDED]
    assert came(merged(desk, third)) == [Came.REPLACED]
    assert came(merged(desk, second)) == [Came.OLDER]
    assert came(merged(desk, first, second, third)) == [Came.KNOWN] * 3
    (source,) = queries.sources(desk.admin)
    assert (source.records, source.packages, source.units) == (1, 3, ("A",))
    assert queries.figures(desk.admin).ballots.printed == 4
    assert (rows(desk, "ballot"), rows(desk, "print_run"), rows(desk, "settled")) == (1, 1, 10)  # nothing is left over
    assert rows(desk, "package_file") == 3  # and nothing is lost
    assert queries.check_survey(desk.admin).problems == ()
    assert queries.package_conflicts(desk.admin) == []


def test_a_package_without_ballots_takes_the_place_as_well(desk: Station, offices: tuple[Office, ...]) -> None:
    a = registered(desk, offices[0]) and offices[0]
    merged(desk, a.package("44"), a.package(""))
    assert (queries.figures(desk.admin).ballots.settled, rows(desk, "ballot")) == (0, 0)
    assert queries.check_survey(desk.admin).problems == ()


def test_a_copy_that_was_worked_on_shows(desk: Station, offices: tuple[Office, ...]) -> None:
    import dataclasses

    a = registered(desk, offices[0]) and offices[0]
    first, content = a.content("44"), a.content("55")
    other = dataclasses.replace(content, heads={"ee" * 16: (200, "ab" * 32)})  # it does not know the first's session
    merged(desk, a.write(first, "1.zip"), a.write(other, "2.zip"))
    (found,) = queries.package_conflicts(desk.admin)
    assert (found.what, len(found.sources)) == (Against.FORKED, 2)
    assert queries.figures(desk.admin).ballots.settled == 2


def test_two_sources_of_one_unit_are_told(desk: Station, offices: tuple[Office, ...]) -> None:
    a = offices[0]
    other = Office(a.folder, "A")
    registered(desk, a)
    workflow.register_office(desk.admin, "A 2", other.public)
    done = merged(desk, a.package("44"), other.write(other.content("5"), "khác.zip"))
    (found,) = done.conflicts
    assert (found.what, found.about, found.sources) == (Against.UNIT_TWICE, "A", ("Khảo sát A", "Khảo sát A"))


def test_one_code_with_two_names_is_told(desk: Station, offices: tuple[Office, ...]) -> None:
    workflow.set_catalogue(desk.admin, "unit", [Entry("A", "Xã khác hẳn")])
    registered(desk, offices[0])
    (found,) = merged(desk, offices[0].package("44")).conflicts
    assert (found.what, found.about, found.sources) == (Against.UNIT_NAMES, "A", ("Phường A", "Xã khác hẳn"))


# -- the union ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def several(tmp_path: Path) -> Iterator[list[Station]]:
    """As many provinces as a test asks for: the list grows by itself."""

    class Provinces(list[Station]):
        def new(self, *offices: Office) -> Station:
            folder = tmp_path / f"tỉnh {len(self)}"
            folder.mkdir()
            self.append(stack.enter_context(station(folder)))
            return registered(self[-1], *offices)

    with ExitStack() as stack:
        yield Provinces()


def test_any_order_gives_the_same(several: list[Station], offices: tuple[Office, ...]) -> None:
    a, b, _ = offices
    packages = [a.package("111"), a.package("455"), b.package("24"), b.package("5")]
    found = []
    for order in list(permutations(packages))[::4]:
        desk = several.new(a, b)  # type: ignore[attr-defined]
        for path in order:
            merged(desk, path)
        found.append(standing(desk))
        assert merged(desk, *order).added == 0  # idempotent
        assert standing(desk) == found[0]
        assert queries.check_survey(desk.admin).problems == ()
    assert len(found) == 6


@pytest.mark.parametrize("seed", range(6))
def test_any_grouping_gives_the_same(several: list[Station], tmp_path: Path, seed: int) -> None:
    """Random packages of communes and towns, merged one by one or through towns, in any order, some twice."""
    chance = random.Random(seed)
    communes = [Office(tmp_path, unit) for unit in "ABCD"]
    towns = [Office(tmp_path, unit) for unit in "ST"]
    packages: list[Path] = []
    for _ in range(7):
        office = chance.choice(communes)
        packages.append(office.package("".join(chance.choices("12345", k=chance.randrange(4)))))
    held: list[Path] = []
    for _ in range(3):
        newest = {load_package(path).manifest.survey_id: path for path in packages}
        inside = chance.sample(sorted(newest.values()), chance.randrange(1, len(newest) + 1))
        held.append(chance.choice(towns).holding(chance.choice(["", "4", "15"]), inside))
    everything = [*packages, *held]
    found = []
    for _ in range(2):
        desk = several.new(*communes, *towns)  # type: ignore[attr-defined]
        order = chance.sample(everything, len(everything)) + chance.sample(everything, 3)
        while order:
            merged(desk, *[order.pop() for _ in range(min(len(order), chance.randrange(1, 4)))])
        found.append(standing(desk))
        assert queries.check_survey(desk.admin).problems == ()
    assert found[0] == found[1]


def test_through_a_town_or_directly_nobody_counts_twice(several: list[Station], offices: tuple[Office, ...]) -> None:
    a, b, c = offices
    town = Office(a.folder, "T")
    first, other, old = a.package("45"), b.package("1"), c.package("222")
    new = c.package("55")
    with_town = town.holding("4", [first, other, old])
    through = several.new(town, c)  # type: ignore[attr-defined]
    done = merged(through, with_town, new)
    assert came(done) == [Came.ADDED] * 4 + [Came.REPLACED]
    by_hand = several.new(town, *offices)  # type: ignore[attr-defined]
    for path in (new, first, with_town, other, old):
        merged(by_hand, path)
    assert standing(through) == standing(by_hand)
    assert queries.figures(through.admin).ballots.settled == 6
    shown = {each.title: each.office for each in queries.sources(through.admin)}
    assert shown == {"Khảo sát T": "T", "Khảo sát A": "", "Khảo sát B": "", "Khảo sát C": "C"}
    for desk in (through, by_hand):
        assert queries.check_survey(desk.admin).problems == ()


# -- long work ---------------------------------------------------------------------------------------------------------


def test_a_merge_that_is_broken_off_leaves_nothing_that_counts(
    desk: Station, offices: tuple[Office, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sipas_desktop.store.workflow import packages

    a = registered(desk, offices[0]) and offices[0]
    path = a.package("4" * 120)
    with monkeypatch.context() as patch:
        patch.setattr(packages, "WORK_SECONDS", 0.0)

        def stop(seconds: float) -> None:
            if rows(desk, "ballot") >= 100:
                raise KeyboardInterrupt

        patch.setattr(packages.time, "sleep", stop)
        with pytest.raises(KeyboardInterrupt):
            merged(desk, path)
    assert rows(desk, "ballot") >= 100
    assert queries.figures(desk.admin).ballots.settled == 0
    assert queries.records(desk.admin) == []
    assert queries.check_survey(desk.admin).problems == ()
    assert queries.interrupted_runs(desk.admin) == []
    merged(desk, path)
    assert queries.figures(desk.admin).ballots.settled == 120
    assert (rows(desk, "ballot"), rows(desk, "print_run")) == (120, 1)
    assert queries.check_survey(desk.admin).problems == ()


def test_somebody_else_merges_the_same_meanwhile(
    desk: Station, offices: tuple[Office, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sipas_desktop.store.workflow import packages

    a = registered(desk, offices[0]) and offices[0]
    path = a.package("45")
    lay_down = packages.lay_down
    package = load_package(path)

    def slowly(*told: object) -> None:
        monkeypatch.setattr(packages, "lay_down", lay_down)
        workflow.merge_package(desk["Hà"], [package])
        lay_down(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(packages, "lay_down", slowly)
    with pytest.raises(Refusal) as caught:
        workflow.merge_package(desk.admin, [package])
    assert caught.value.code == "package.meanwhile"
    assert queries.figures(desk.admin).ballots.settled == 2
    merged(desk, path)
    assert rows(desk, "ballot") == 2
    assert queries.check_survey(desk.admin).problems == ()


# -- what check sees ---------------------------------------------------------------------------------------------------


def test_who_changes_something_behind_the_facts_is_found(desk: Station, offices: tuple[Office, ...]) -> None:
    a = registered(desk, offices[0]) and offices[0]
    merged(desk, a.package("4555"), a.package("4551"))
    for change in (
        "UPDATE settled SET value = '5' WHERE question = 'Q1' AND value = '1'",
        "UPDATE package SET counts = 0",
        "UPDATE package SET counts = 1",
        "UPDATE package_unit SET printed = 1",
        "UPDATE package_required SET required = 1",
        "UPDATE print_run SET published = NULL",
        "UPDATE office SET name = 'X'",
        "UPDATE office SET units = '[\"B\"]'",
        "DELETE FROM package_file",
        "UPDATE package_file SET content = CAST(substr(content, 1, 900) || x'00' || substr(content, 902) AS BLOB)",
        "INSERT INTO package_file VALUES ('aa', x'00')",
    ):
        with desk.admin.writing() as tx:
            tx.conn.exec_driver_sql("SAVEPOINT before")
            tx.conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            tx.conn.exec_driver_sql(change)
            found = _problems(desk, tx.conn)
            tx.conn.exec_driver_sql("ROLLBACK TO before")
        assert found, change
    assert queries.check_survey(desk.admin).problems == ()


def _problems(desk: Station, conn: object) -> tuple[object, ...]:
    """What a check of the file says as this transaction sees it."""
    before = getattr(desk.admin._shared, "conn", None)
    desk.admin._shared.conn = conn
    try:
        return queries.check_survey(desk.admin).problems
    finally:
        desk.admin._shared.conn = before


def test_the_office_s_own_key(desk: Station, several: list[Station]) -> None:
    assert queries.key_in_use(desk.admin) is None
    public = workflow.signing_key(desk["Hà"])
    assert workflow.signing_key(desk.admin) == public == queries.key_in_use(desk.admin)
    made = workflow.make_signing_key(desk.admin)
    assert made != public
    next_year = several.new()  # type: ignore[attr-defined]
    assert workflow.carry_signing_key(next_year.admin, desk.admin) == made
    with pytest.raises(Refusal) as caught:
        workflow.carry_signing_key(next_year.admin, desk.admin)
    assert caught.value.code == "signing.same"
    with pytest.raises(Refusal) as caught:
        workflow.carry_signing_key(desk.admin, several.new().admin)  # type: ignore[attr-defined]
    assert caught.value.code == "signing.none"
    with pytest.raises(Refusal) as caught:
        workflow.register_office(desk.admin, "Chúng tôi", made)
    assert caught.value.code == "offices.own_key"
    for here in (desk, next_year):
        assert queries.check_survey(here.admin).problems == ()
    with desk.admin.writing() as tx:
        tx.conn.exec_driver_sql("UPDATE signing_secret SET private = ?", ("11" * 32,))
    assert next(code for code, _ in queries.check_survey(desk.admin).problems) == "check.signing_key"


def test_keyers_and_observers_do_nothing_of_it(desk: Station, offices: tuple[Office, ...]) -> None:
    for name in ("Lan", "Hòa", "Giám sát"):
        with pytest.raises(Refusal):
            workflow.require(desk[name], Verb.SET_OFFICE_KEYS)
        with pytest.raises(Refusal):
            merge_packages(desk[name], [offices[0].package("4")])


# -- a source that is taken out ----------------------------------------------------------------------------------------


def test_a_source_that_was_taken_out_is_in_no_figure_and_stays_out(desk: Station, offices: tuple[Office, ...]) -> None:
    a, b, _ = offices
    registered(desk, a, b)
    right, wrong = a.package("455"), b.package("11")
    merged(desk, right)
    alone = standing(desk)
    merged(desk, wrong)
    source = b.source
    workflow.withdraw_source(desk.admin, source, "  Gộp nhầm   tệp thử ")
    assert standing(desk) == alone
    (out,) = queries.withdrawn_sources(desk.admin)
    assert (out.source, out.records, out.by, out.reason) == (source, 2, desk.admin.operator.name, "Gộp nhầm tệp thử")
    assert came(merged(desk, wrong)) == [Came.KNOWN]
    assert came(merged(desk, b.package("1144"))) == [Came.WITHDRAWN]
    assert standing(desk) == alone
    assert rows(desk, "package_unit") == 1
    assert queries.check_survey(desk.admin).problems == ()
    workflow.readmit_source(desk.admin, source, "Đã hỏi lại đơn vị")
    assert queries.withdrawn_sources(desk.admin) == []
    assert {each.source: each.records for each in queries.sources(desk.admin)}[source] == 4
    assert queries.figures(desk.admin).ballots.settled == 7
    assert came(merged(desk, b.package("5"))) == [Came.REPLACED]
    assert queries.check_survey(desk.admin).problems == ()


def test_only_what_counts_is_taken_out_and_only_what_is_out_is_taken_in(
    desk: Station, offices: tuple[Office, ...]
) -> None:
    a = offices[0]
    registered(desk, a)
    merged(desk, a.package("455"))
    source = a.source
    before = facts(desk)
    for act, name, reason, code in [
        (workflow.withdraw_source, "0" * 32, "nhầm", "package.not_counting"),
        (workflow.withdraw_source, source, "  ", "package.no_reason"),
        (workflow.withdraw_source, source, "n" * 301, "package.no_reason"),
        (workflow.readmit_source, source, "nhầm", "package.not_withdrawn"),
        (workflow.readmit_source, "0" * 32, "nhầm", "package.not_withdrawn"),
    ]:
        with pytest.raises(Refusal) as caught:
            act(desk.admin, name, reason)
        assert caught.value.code == code and caught.value.words("vi") and caught.value.words("en")
    assert facts(desk) == before
    workflow.withdraw_source(desk.admin, source, "nhầm")
    with pytest.raises(Refusal):
        workflow.withdraw_source(desk.admin, source, "nhầm")


@pytest.mark.parametrize("seed", range(6))
def test_union_with_withdrawals_hangs_on_no_order_and_no_repetition(
    several: list[Station], offices: tuple[Office, ...], tmp_path: Path, seed: int
) -> None:
    """Every desk merges the same packages, some twice or within a town's, in an order of its own, and takes one source
    out at a time of its own: all end the same, whatever still has the source."""
    chance = random.Random(seed)
    packages = [(office, office.package(levels)) for levels in ("45", "1") for office in offices]
    wrong, town = offices[seed % 3], Office(tmp_path, "S")
    packages.append((town, town.holding("4", [path for office, path in packages if office is wrong][1:])))
    found = []
    for _ in range(3):
        desk = several.new(*offices, town)  # type: ignore[attr-defined]
        order = [*packages, *chance.sample(packages, 3)]
        chance.shuffle(order)
        first = next(at for at, (office, _) in enumerate(order) if office is wrong)
        when = chance.randint(first, len(order) - 1)
        back = chance.random() < 0.5  # taken in again and out once more on the way
        for at, (_, path) in enumerate(order):
            merged(desk, path)
            if at == when:
                workflow.withdraw_source(desk.admin, wrong.source, "nhầm")
                if back:
                    workflow.readmit_source(desk.admin, wrong.source, "không nhầm")
                    workflow.withdraw_source(desk.admin, wrong.source, "vẫn nhầm")
        assert wrong.source not in {each.source for each in queries.sources(desk.admin)}
        assert queries.check_survey(desk.admin).problems == ()
        found.append(standing(desk))
    assert all(each == found[0] for each in found)
    for desk in several:
        workflow.readmit_source(desk.admin, wrong.source, "đúng rồi")
    assert all(standing(desk) == standing(several[0]) for desk in several)
    assert standing(several[0])[3].settled > found[0][3].settled  # type: ignore[attr-defined]
