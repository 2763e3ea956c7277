"""``sipas history``: one JSON object, a table for people, filters, refusals."""

from __future__ import annotations

import pytest

from tests.cli.calls import Sipas, row, write_csv

COLUMNS = {"ref", "at", "operator", "kind", "serial", "what", "before", "after", "why", "pass"}


@pytest.fixture
def keyed(survey: Sipas) -> Sipas:
    """A ballot keyed twice, differently."""
    (serial,) = survey.received(1)
    assert survey.key("Lan", 1, write_csv(survey.folder / "a.csv", [row(serial)])).code == 0
    assert survey.key("Mai", 2, write_csv(survey.folder / "b.csv", [row(serial, Q1="1")])).code == 0
    return survey


def test_the_history_as_json(keyed: Sipas) -> None:
    found = keyed.done("history", keyed.survey)
    assert found["head"] == keyed.done("check", keyed.survey)["head"]
    assert all(set(fact) == COLUMNS for fact in found["facts"])
    assert [fact["kind"] for fact in found["facts"][-2:]][-1] == "session_opened"
    second = [fact for fact in found["facts"] if fact["what"] == "Q1" and fact["operator"] == "Mai"]
    assert [(fact["before"], fact["after"], fact["pass"]) for fact in second] == [(None, "1", 2)]


def test_filters_and_the_most(keyed: Sipas) -> None:
    facts = keyed.done("history", keyed.survey, "--by", "Lan", "--kind", "keying", "--question", "Q1")["facts"]
    assert [(fact["operator"], fact["what"], fact["after"]) for fact in facts] == [("Lan", "Q1", "4")]
    serial = facts[0]["serial"]
    about = keyed.done("history", keyed.survey, "--ballot", serial, "--most", 3)["facts"]
    assert len(about) == 3
    assert {fact["serial"] for fact in about} == {serial}
    assert keyed.done("history", keyed.survey, "--until", "2001-01-01")["facts"] == []
    words = keyed.done("history", keyed.survey, "--words", "giam SAT", "--since", "2001-01-01")["facts"]
    assert [(fact["kind"], fact["what"]) for fact in words] == [("operator_set", "Giám sát")]


def test_the_table_has_a_line_for_each(keyed: Sipas) -> None:
    done = keyed.run("history", keyed.survey, "--question", "Q1", "--lang", "vi")
    lines = [line.split("\t") for line in done.out.splitlines()]
    assert [(line[1], line[2], line[4], line[6]) for line in lines] == [
        ("Mai", "nhập câu trả lời", "Q1 (2)", "1"),
        ("Lan", "nhập câu trả lời", "Q1 (1)", "4"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("--kind", "keys"),
        ("--since", "31/10/2017"),
        ("--most", 0),
        ("--by", "Không ai"),
        ("--question", "Q77"),
        ("--ballot", "1"),
    ],
)
def test_what_is_not_understood_is_refused_in_one_line(survey: Sipas, words: tuple[object, ...]) -> None:
    done = survey("history", survey.survey, *words)
    assert done.code == 2
    assert done.line


def test_keyers_and_adjudicators_see_no_history(keyed: Sipas) -> None:
    for name in ("Lan", "Hòa"):
        assert keyed("history", keyed.survey, by=name).code == 2
    for name in ("Hà", "Giám sát"):
        assert keyed("history", keyed.survey, by=name).code == 0
