"""The index divided: against the survey's own records, cells without a name, small cells, known populations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

from bench import filler
from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.breakdown import (
    By,
    Division,
    Part,
    PopulationFrom,
    Unnamed,
    division_of,
    part_of_answer,
    part_of_code,
)
from sipas_desktop.domain.index_definitions import OF_BALLOTS
from sipas_desktop.domain.intervals import wilson
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.quota_cells import Count
from sipas_desktop.domain.records import Record, small_cells
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter
from sipas_desktop.store.queries.divisions import CodeByName
from tests.query_plans import steps_of
from tests.store.test_keying import refused
from tests.surveys import CHEAP, WHOLE, WHOLE_ANSWERS, Station, preset_with, station

UNIT, PROCEDURE, GROUP, WAVE, CHANNEL = map(Division, (By.UNIT, By.PROCEDURE, By.GROUP, By.WAVE, By.CHANNEL))
RATED = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "overall")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSurvey]:
    """A survey of 400 settled ballots with every kind of no answer."""
    path = tmp_path_factory.mktemp("filled") / "survey.sipas"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        filler.fill(path, 400)
        with filler.opened(path) as survey:
            yield survey


def said(record: Record, division: Division) -> Part:
    """The part of a division that a record says, read from the record alone."""
    if division.by is By.PROCEDURE:
        marks = {a.BLANK: Unnamed.BLANK, a.OVERMARKED: Unnamed.OVERMARKED, a.ILLEGIBLE: Unnamed.ILLEGIBLE,
                 a.WRITTEN: Unnamed.WRITTEN}  # fmt: skip
        value = record.values["procedure"]
        return Part(unnamed=marks[value]) if value in marks else Part(value)
    code = {By.UNIT: record.unit, By.GROUP: record.group, By.WAVE: record.wave, By.CHANNEL: record.channel}[division.by]
    return Part(code) if code else Part(unnamed=Unnamed.NONE)


def index_of(records: list[Record], definition: IndexDefinition) -> Fraction | None:
    """The index of a few records, ballot by ballot."""
    levels = [{code: int(r.values[code]) for code in RATED if r.values[code].isdigit()} for r in records]
    if definition is IndexDefinition.OVERALL:
        own = [each["overall"] >= 4 for each in levels if "overall" in each]
        return Fraction(100 * sum(own), len(own)) if own else None
    if definition is IndexDefinition.FULLY_SATISFIED:
        own = [min(each.values()) >= 4 for each in levels if each]
        return Fraction(100 * sum(own), len(own)) if own else None
    shares = []
    for code in RATED[:-1]:
        own = [each[code] >= 4 for each in levels if code in each]
        shares += [Fraction(100 * sum(own), len(own))] if own else []
    return sum(shares, Fraction(0)) / len(shares) if shares else None


@pytest.mark.parametrize(
    "definition", [IndexDefinition.OVERALL, IndexDefinition.FULLY_SATISFIED, IndexDefinition.MEAN_OF_CRITERIA]
)
@pytest.mark.parametrize(
    "divisions",
    [(each,) for each in (UNIT, PROCEDURE, GROUP, WAVE, CHANNEL)] + list(combinations((UNIT, PROCEDURE, GROUP), 2)),
    ids=str,
)
def test_every_cell_is_what_its_records_say(
    filled: OpenSurvey, divisions: tuple[Division, ...], definition: IndexDefinition
) -> None:
    cells: dict[tuple[Part, ...], list[Record]] = defaultdict(list)
    for record in queries.records(filled):
        cells[tuple(said(record, division) for division in divisions)].append(record)
    found = queries.figures_divided(filled, divisions, definition=definition)
    assert {cell.parts: cell.settled for cell in found.cells} == {parts: len(own) for parts, own in cells.items()}
    for cell in found.cells:
        if cell.suppressed:
            assert (cell.index, cell.questions, cell.factors, cell.interval) == (None, (), (), None)
            assert (cell.satisfied, cell.answered) == (0, 0)
        else:
            assert cell.settled >= found.limit == 5
            assert cell.index == index_of(cells[cell.parts], definition)
            if definition in OF_BALLOTS and cell.answered:
                assert cell.interval == wilson(cell.satisfied, cell.answered)
    if len(divisions) == 1:
        sizes = {cell.parts[0].key: cell.settled for cell in found.cells}
        assert {cell.parts[0].key for cell in found.cells if cell.suppressed} == small_cells(sizes)


def test_ballots_are_divided_among_those_that_the_filter_lets_through(filled: OpenSurvey) -> None:
    unit = queries.catalogue(filled, "unit")[0].code
    found = queries.figures_divided(filled, [UNIT], Filter(unit=unit))
    assert [cell.parts for cell in found.cells] == [(Part(unit),)]
    assert found.cells[0].index == queries.figures(filled, Filter(unit=unit)).index


def test_cells_stand_in_the_order_of_the_catalogue_and_those_without_a_name_last(filled: OpenSurvey) -> None:
    found = queries.figures_divided(filled, [PROCEDURE])
    codes = [cell.parts[0].code for cell in found.cells if cell.parts[0].unnamed is None]
    catalogue = [entry.code for entry in queries.catalogue(filled, "procedure")]
    assert codes == [code for code in catalogue if code in codes]
    unnamed = [cell.parts[0].unnamed is not None for cell in found.cells]
    assert any(unnamed)
    assert unnamed == sorted(unnamed)


@pytest.mark.parametrize("chosen", [Filter(), Filter(group="to-chuc-ca-nhan")])
def test_all_definitions_are_those_that_can_be_asked_for_one_by_one(filled: OpenSurvey, chosen: Filter) -> None:
    for each in queries.definitions(filled, chosen):
        alone = queries.figures(filled, chosen, each.definition)
        assert (each.index, each.satisfied, each.answered, each.interval, each.left_out) == (
            alone.index, alone.satisfied, alone.answered, alone.interval, alone.left_out
        )  # fmt: skip


def test_a_ballot_that_leaves_the_unit_open_is_a_cell_of_its_own(desk: Station) -> None:
    desk.settled(5, unit="2", overall="5")
    desk.settled(5, unit=a.BLANK, overall="1")
    named, open_ = queries.figures_divided(desk.admin, [UNIT]).cells
    assert (named.parts, named.index) == ((Part("2"),), 100)
    assert (open_.parts, open_.index) == ((Part(unnamed=Unnamed.NONE),), 0)


def test_answers_with_one_choice_divide_and_every_kind_of_no_answer_stands_apart(tmp_path: Path) -> None:
    with station(tmp_path, preset_with(tmp_path, WHOLE, "whole")) as desk:
        for age, overall in (("2", "5"), ("2", "4"), ("1", "1"), (a.BLANK, "3"), (a.OVERMARKED, "5")):
            (serial,) = desk.received(1, batch=None)
            for name, number in (("Lan", 1), ("Mai", 2)):
                answers = WHOLE_ANSWERS | {"age": Answer(age), "overall": Answer(overall)}
                workflow.key_ballot(desk[name], serial, number, answers)
        form = next(iter(desk.admin.forms.values()))
        found = queries.figures_divided(desk.admin, [division_of("age", form)])
        assert [(cell.parts[0].code, cell.parts[0].unnamed, cell.settled, cell.suppressed) for cell in found.cells] == [
            ("1", None, 1, True),
            ("2", None, 2, True),
            ("", Unnamed.BLANK, 1, True),
            ("", Unnamed.OVERMARKED, 1, True),
        ]
        assert found.suppressed == 4
        assert division_of("paid", form) == Division(By.ANSWER, "paid")
        for word in ("heard", "Q1", "cost", "nothing", "answer"):
            with refused("index.no_division"):
                division_of(word, form)
        with refused("index.no_division"):
            queries.figures_divided(desk.admin, [Division(By.ANSWER, "heard")])
        for divisions in ([], [UNIT, UNIT], [UNIT, GROUP, WAVE]):
            with refused("index.divisions"):
                queries.figures_divided(desk.admin, divisions)


def test_the_frame_tells_how_many_a_unit_has_else_its_transactions(desk: Station) -> None:
    unit, name = queries.catalogue(desk.admin, "unit")[0].code, queries.catalogue(desk.admin, "unit")[0].name
    procedure = queries.catalogue(desk.admin, "procedure")[0].code
    desk.settled(5, unit=unit, procedure=procedure, overall="5")
    desk.settled(1, unit=unit, procedure=procedure, overall="1")
    workflow.set_transactions(
        desk.admin,
        [Count(unit, procedure, 2015, 30), Count(unit, procedure, 2016, 10), Count("3", procedure, 2016, 5)],
        "0" * 64,
    )
    # Sơn Tây counts the average of the years.
    (only,) = queries.figures_divided(desk.admin, [UNIT]).cells
    assert (only.interval, only.population_from) == (wilson(5, 6, 20), PopulationFrom.TRANSACTIONS)
    (only,) = queries.figures_divided(desk.admin, [PROCEDURE, UNIT]).cells
    assert only.interval == wilson(5, 6, 20)
    (only,) = queries.figures_divided(desk.admin, [PROCEDURE]).cells
    assert only.interval == wilson(5, 6, 25)
    # How many of them came by one channel, or until a day, nobody counted.
    for divisions, chosen in (([UNIT, GROUP], Filter()), ([UNIT], Filter(unit=unit))):
        (only,) = queries.figures_divided(desk.admin, divisions, chosen).cells
        assert (only.interval, only.population_from) == (wilson(5, 6), None)
    members = [workflow.MemberData("frame", f"Người {n}", unit=name.upper()) for n in range(8)]
    workflow.import_sample(desk.admin, members, "0" * 64)
    (only,) = queries.figures_divided(desk.admin, [UNIT]).cells
    assert (only.interval, only.population_from) == (wilson(5, 6, 8), PopulationFrom.FRAME)


def test_fewer_people_than_ballots_are_not_believed(desk: Station) -> None:
    unit = queries.catalogue(desk.admin, "unit")[0].code
    desk.settled(5, unit=unit)
    workflow.set_transactions(desk.admin, [Count(unit, "", 2016, 4)], "0" * 64)
    (only,) = queries.figures_divided(desk.admin, [UNIT]).cells
    assert (only.interval, only.population_from) == (wilson(5, 5), None)


def test_each_group_has_the_figures_of_its_own_form_and_a_sector_is_what_the_ballot_names(tmp_path: Path) -> None:
    with station(tmp_path, "ben-tre-2021") as desk:
        agencies, people = desk.admin.plan.groups
        assert agencies.form != people.form
        for group, level, count in ((agencies, "5", 5), (people, "1", 6)):
            form = desk.admin.form_of_group(group.code)
            for number, serial in enumerate(desk.print(count, group=group.code)):
                workflow.receive(desk.admin, serial)
                answers = {
                    question.code: Answer(level) if question.scale else Answer(a.BLANK) for question in form.questions
                }
                if group is people:
                    answers["sector"] = Answer("1" if number else a.BLANK)
                for name, keying in (("Lan", 1), ("Mai", 2)):
                    workflow.key_ballot(desk[name], serial, keying, answers)
        found = queries.figures_divided(desk.admin, [GROUP])
        assert [(cell.parts, cell.index, cell.settled) for cell in found.cells] == [
            ((Part(agencies.code),), 100, 5),
            ((Part(people.code),), 0, 6),
        ]
        only_people = Filter(group=people.code)
        sectors = queries.figures_divided(desk.admin, [Division(By.SECTOR)], only_people)
        assert [(cell.parts[0], cell.settled) for cell in sectors.cells] == [
            (Part("1"), 5),
            (Part(unnamed=Unnamed.BLANK), 1),
        ]
        assert sectors.suppressed == 2  # the five would give the one away
        procedure = any(q.kind == "procedure" for q in desk.admin.form_of_group(agencies.code).questions)
        if not procedure:
            with refused("index.no_procedure"):
                queries.figures_divided(desk.admin, [PROCEDURE], Filter(group=agencies.code))


@pytest.mark.parametrize("divisions", [(UNIT,), (PROCEDURE, CHANNEL), (UNIT, Division(By.SECTOR))], ids=str)
def test_a_breakdown_reads_each_ballot_once_and_sorts_nothing(
    filled: OpenSurvey, divisions: tuple[Division, ...]
) -> None:
    filled.counted.clear()
    steps = steps_of(filled, lambda: queries.figures_divided(filled, divisions), "group_concat")
    assert any("settled USING PRIMARY KEY (serial=? AND question=?)" in step for step in steps)
    assert any("ballot USING INDEX ix_ballot_state_run_reason" in step for step in steps)
    assert not [step for step in steps if "TEMP B-TREE" in step or re.match("SCAN (ballot|settled)", step)]


def test_a_name_that_several_units_have_is_nobody_s() -> None:
    names = CodeByName([("1", "Xã Tân Tiến"), ("2", "Xã Tân Tiến"), ("3", "Xã Hoà An"), ("4", "Xã Hòa Ân")])
    assert names.get("Xã Tân Tiến") is None
    assert names.get("  XÃ HOÀ AN ") == "3"
    assert names.get("xã hòa ân") == "4"
    assert names.get("xa hoa an") is None
    assert names.get("Xã khác") is None


def test_a_code_is_a_code_though_an_answer_like_it_would_be_none() -> None:
    assert part_of_code("0") == Part("0")
    assert part_of_answer("0") == Part(unnamed=Unnamed.NO_OPINION)
    assert part_of_code("") == part_of_answer(None) == Part(unnamed=Unnamed.NONE)
