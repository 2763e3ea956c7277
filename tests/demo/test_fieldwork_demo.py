"""The demonstration with a sample list: fieldwork and phúc tra at every stage, something left to do for every role."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipas_desktop.demo.fieldwork import INVENTS, OFFICIAL, SURVEY, make_fieldwork_demo
from sipas_desktop.demo.interviewers import COUNT
from sipas_desktop.demo.people import EVERYBODY, PASSWORD
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.gui.overview_steps import standing, steps
from sipas_desktop.store import keys, queries
from sipas_desktop.store.database import open_survey
from tests.surveys import CHEAP

UNDERWAY = (State.OUT, State.REFUSED, State.NOT_MET, State.UNDELIVERED)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One demonstration for all tests: they only read it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        return make_fieldwork_demo(tmp_path_factory.mktemp("demo") / "trình diễn")


def test_fieldwork_stands_at_every_stage(demo: Path) -> None:
    with open_survey(demo, "admin", PASSWORD) as survey:
        found, people = queries.ledger(survey), queries.field_counts(survey)
        assert all(found.states[state] > 0 for state in (*UNDERWAY, State.SPOILED, State.INVALID, State.SETTLED))
        assert found.issued == found.returned + sum(found.states[state] for state in UNDERWAY)
        assert sum(each.issued for each in people) == found.issued and len(people) == COUNT
        assert found.printed > OFFICIAL  # some members were replaced, and their replacements have ballots
        assert queries.replaceable(survey)  # and some wait for it
        assert [each.closed_on is None for each in queries.handovers(survey)] == [False, True]
        assert queries.check_survey(survey).ok


def test_phuc_tra_has_replies_and_asks_for_something(demo: Path) -> None:
    with open_survey(demo, "admin", PASSWORD) as survey:
        figures = queries.recheck_figures(survey)
        assert figures.whole.drawn > 15 and figures.whole.waiting > 0 and figures.due
        for result in (Result.CONFIRMED, Result.FAILED, Result.UNCLEAR):
            assert figures.whole.count(result) > 0


def test_cleaning_finds_who_fills_in_ballots_herself(demo: Path) -> None:
    with open_survey(demo, "admin", PASSWORD) as survey:
        found = queries.suspicious_ballots(survey, queries.Source.INTERVIEWER).flagged
        assert {each.source for each in found} == {INVENTS}
        assert {each.interviewer for each in queries.recheck_figures(survey).due} == {INVENTS}


def test_something_is_left_to_do_for_every_role(demo: Path) -> None:
    for person in EVERYBODY:
        with open_survey(demo, person.name, PASSWORD) as survey:
            assert steps(standing(survey, survey.operator.roles), survey.operator.roles), person.name


def test_it_is_made_once_and_the_same_each_time(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = demo.read_bytes()
    assert demo.name == SURVEY and make_fieldwork_demo(demo.parent) == demo and demo.read_bytes() == before
    monkeypatch.setattr(keys, "COST", CHEAP)
    counts = []
    for path in (demo, make_fieldwork_demo(tmp_path / "demo")):
        with open_survey(path, "admin", PASSWORD) as survey:
            people = [(each.code, each.states) for each in queries.field_counts(survey)]
            counts.append((people, [(q.code, q.counts, q.blank) for q in queries.figures(survey).questions]))
    assert counts[0] == counts[1]
