"""Arguments that make the system refuse, and such as no keyboard types: exit code 2 and one line, never a bug."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.calls import Done, Sipas

LONG = "x" * 300  # no system has names that long
BROKEN = "\udcff"  # how Python hands over a byte that is no UTF-8


@pytest.mark.parametrize(
    "words",
    [
        ("check", LONG),
        ("new", LONG, "--plan", "son-tay-2017"),
        ("new", "", "--plan", "son-tay-2017"),
        ("new", "a\0b", "--plan", "son-tay-2017"),
        ("new", "x.sipas", "--plan", LONG),
        ("new", "x.sipas", "--plan", "son-tay-2017", "--title", BROKEN),
        ("new", "x.sipas", "--plan", "son-tay-2017", "--title", "a\0b"),
        ("form", "check", LONG),
        ("demo", LONG),
    ],
)
def test_a_call_without_a_survey_is_refused(
    run: Callable[..., Done], words: tuple[str, ...], tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    done = run(*words)
    assert (done.code, done.out) == (2, ""), done.err
    assert done.line


@pytest.mark.parametrize(
    ("verb", "rest"),
    [
        ("ballots", ("print", LONG, "--count", 1)),
        ("ballots", ("print", "", "--count", 1)),
        ("ballots", ("print", "a.pdf", "--count", 1, "--unit", BROKEN)),
        ("ballots", ("print", "a.pdf", "--count", 1, "--wave", BROKEN)),
        ("batch", ("open", BROKEN)),
        ("batch", ("close", BROKEN)),
        ("operators", ("add", BROKEN, "--role", "keyer")),
        ("units", ("import", LONG)),
        ("sample", ("import", LONG)),
        ("receive", ("--from", LONG)),
        ("records", (LONG + ".csv",)),
        ("export", (LONG + ".zip",)),
        ("index", ("--unit", BROKEN)),
        ("index", ("--group", BROKEN)),
        ("receive", (BROKEN,)),
        ("receive", ("482130000017", "--batch", "")),
        ("receive", ("482130000017", "--batch", BROKEN)),
    ],
)
def test_a_call_on_a_survey_is_refused(survey: Sipas, verb: str, rest: tuple[object, ...]) -> None:
    done = survey(verb, survey.survey, *rest)
    assert done.code == 2, done.err
    assert done.line
    if done.out:  # a bulk verb lists what it refused
        assert done.json["refused"]


def test_a_head_or_a_name_that_is_no_text(survey: Sipas) -> None:
    for head in (BROKEN, "zz" * 32, "0" * 63):
        assert survey("check", survey.survey, "--head", head).code == 2
    assert survey("status", survey.survey, by=BROKEN).code == 2


def test_a_folder_is_no_file_to_print_to(survey: Sipas) -> None:
    refused = survey("ballots", survey.survey, "print", survey.folder, "--count", 2)
    assert refused.code == 2
    assert "tên này là của một thư mục" in refused.line
    assert survey.done("status", survey.survey)["printed"] == 0
