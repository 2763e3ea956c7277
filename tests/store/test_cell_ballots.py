"""The ballots behind a cell: those of the cell alone, none of a hidden one, none by what a ballot answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bench import filler
from sipas_desktop.domain.breakdown import By, Division, Part, Unnamed
from sipas_desktop.store import keys, queries
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter
from tests.surveys import CHEAP

UNIT, CHANNEL, PROCEDURE = Division(By.UNIT), Division(By.CHANNEL), Division(By.PROCEDURE)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenSurvey]:
    path = tmp_path_factory.mktemp("filled") / "survey.sipas"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        filler.fill(path, 90)
        with filler.opened(path) as survey:
            yield survey


@pytest.mark.parametrize("divisions", [[UNIT], [CHANNEL], [UNIT, CHANNEL]])
def test_every_published_cell_lists_its_ballots_and_no_hidden_one_does(
    filled: OpenSurvey, divisions: list[Division]
) -> None:
    cells = queries.figures_divided(filled, divisions).cells
    assert any(not cell.suppressed for cell in cells)
    seen: list[str] = []
    for cell in cells:
        ballots = queries.ballots_of_cell(filled, divisions, cell.parts)
        assert len(ballots) == (0 if cell.suppressed else cell.settled)
        seen += [each.serial for each in ballots]
        if UNIT in divisions and not cell.parts[0].unnamed:
            assert {each.unit for each in ballots} <= {cell.parts[0].code}
    assert len(seen) == len(set(seen))


def test_some_cell_of_this_survey_is_hidden(filled: OpenSurvey) -> None:
    assert any(cell.suppressed for cell in queries.figures_divided(filled, [UNIT]).cells)


def test_what_a_ballot_answers_is_told_by_no_list(filled: OpenSurvey) -> None:
    largest = max(queries.figures_divided(filled, [PROCEDURE]).cells, key=lambda cell: cell.settled)
    assert not largest.suppressed
    assert queries.ballots_of_cell(filled, [PROCEDURE], largest.parts) == ()


def test_the_filter_holds_and_a_cell_that_is_not_there_is_empty(filled: OpenSurvey) -> None:
    largest = max(queries.figures_divided(filled, [UNIT]).cells, key=lambda cell: cell.settled)
    found = queries.ballots_of_cell(filled, [UNIT], largest.parts)
    days = sorted(each.received for each in found if each.received)
    chosen = Filter(until=days[len(days) // 2])
    some = queries.ballots_of_cell(filled, [UNIT], largest.parts, chosen)
    assert set(some) == {each for each in found if each.received and each.received <= days[len(days) // 2]}
    other = replace(chosen, unit=largest.parts[0].code)
    assert queries.ballots_of_cell(filled, [UNIT], [Part(unnamed=Unnamed.NONE)], other) == ()
