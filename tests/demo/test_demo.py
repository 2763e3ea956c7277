"""``sipas demo``: every injected difference is found, what stays undetected is what both clerks got wrong alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.cli import main
from sipas_desktop.demo import people
from sipas_desktop.demo.chance import Chance
from sipas_desktop.demo.run import PASSWORD, mark, run_demo
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import Form
from sipas_desktop.jobs.presets import find_preset
from sipas_desktop.store import keys, queries
from sipas_desktop.store.database import open_survey
from tests.surveys import CHEAP

FILES = {"survey", "ballots", "report_pdf", "report_docx", "report_xlsx", "package"}


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)


def demo(capsys: pytest.CaptureFixture[str], folder: Path, **options: object) -> dict[str, Any]:
    """The JSON of one demonstration."""
    words = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    assert main(["demo", str(folder), *words, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def keyed(form: Form, seed: int, rate: float, ballots: int, catalogues: dict[str, list[str]]) -> tuple[int, int]:
    """(fields that the clerks key differently, fields that both key alike and wrong), without any survey."""
    chance = Chance(seed)
    different = alike_and_wrong = 0
    for number in range(ballots):
        right = people.respondent(form, chance, number, catalogues)
        for question in form.questions:
            two: list[Answer] = []
            for clerk in (1, 2):
                slips = chance.share("slip", clerk, number, question.code) < rate
                wrong = people.slip(question, right[question.code], chance, clerk, number, question.code)
                two.append(wrong if slips else right[question.code])
            different += two[0] != two[1]
            alike_and_wrong += two[0] == two[1] != right[question.code]
    return different, alike_and_wrong


def test_what_the_comparison_finds_and_what_it_cannot_find(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    made = demo(capsys, tmp_path / "trình diễn", plan="son-tay-2017", ballots=120, seed=7, error_rate=0.05)
    form = find_preset("son-tay-2017").plan
    preset = find_preset("son-tay-2017")
    with open_survey(Path(made["files"]["survey"]), "admin", PASSWORD) as survey:
        catalogues = {kind: [entry.code for entry in queries.catalogue(survey, kind)] for kind in ("unit", "procedure")}
        assert queries.check_survey(survey).ok
        assert queries.ledger(survey).settled == 120
    different, alike = keyed(preset.forms[form.groups[0].form], 7, 0.05, 120, catalogues)
    assert different > 50
    assert made["injected"] == made["discrepancies"] == made["adjudicated"] == different
    assert made["undetected"] == alike
    assert made["files"].keys() == FILES
    for path in made["files"].values():
        assert Path(path).stat().st_size > 1000


def test_clerks_who_make_the_same_mistake_are_not_found_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With slips that are always the same, whatever both clerks get wrong stays, and is counted."""
    own = people.slip
    monkeypatch.setattr("sipas_desktop.demo.run.slip", lambda question, right, chance, *_: own(question, right, chance))
    made = demo(capsys, tmp_path / "a", ballots=30, seed=7, error_rate=0.5)
    with open_survey(Path(made["files"]["survey"]), "admin", PASSWORD) as survey:
        marked = mark(survey, Chance(7), 0.5)
    wrong = sum(each.first[code] == each.second[code] != right for each in marked for code, right in each.right.items())
    assert wrong > 20
    assert made["undetected"] == wrong
    assert made["discrepancies"] == sum(len(each.differing) for each in marked)


def test_the_seed_says_it_all(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    same = [demo(capsys, tmp_path / str(number), ballots=25, seed=3) for number in range(2)]
    other = demo(capsys, tmp_path / "khác", ballots=25, seed=4)
    assert same[0]["index"] == same[1]["index"]
    assert same[0]["records_sha256"] == same[1]["records_sha256"]
    assert other["records_sha256"] != same[0]["records_sha256"]


def test_linked_ballots_hold_what_the_list_says(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The order of linked serials is left to chance, the records follow from the seed all the same."""
    same = [
        demo(capsys, tmp_path / str(number), plan="hue-2024", ballots=25, seed=7, error_rate=0.05)
        for number in range(2)
    ]
    made = same[0]
    assert made["injected"] == made["discrepancies"] == made["adjudicated"] > 10
    assert same[0]["records_sha256"] == same[1]["records_sha256"]
    with open_survey(Path(made["files"]["survey"]), "admin", PASSWORD) as survey:
        names = {entry.code: entry.name for entry in queries.catalogue(survey, "unit")}
        members = {member.serial: member.unit for member in queries.sample_members(survey, "official")}
        for record in queries.records(survey):
            if record.channel == "hues":
                continue  # nobody's ballot: it came online
            assert names[record.unit] == members[record.serial]
        assert queries.sample_counts(survey).with_ballot == 25
        brought = queries.field_counts(survey)
        assert len(brought) == 6 and sum(each.issued for each in brought) == 25


def test_a_folder_with_a_demonstration_is_left_alone(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    demo(capsys, tmp_path / "a", ballots=2)
    before = {path: path.read_bytes() for path in (tmp_path / "a").iterdir()}
    assert main(["demo", str(tmp_path / "a"), "--ballots", "2", "--json"]) == 2
    assert {path: path.read_bytes() for path in (tmp_path / "a").iterdir()} == before


@pytest.mark.parametrize("words", [["--ballots", "0"], ["--error-rate", "1.5"], ["--plan", "không có"]])
def test_a_demonstration_that_cannot_be(capsys: pytest.CaptureFixture[str], tmp_path: Path, words: list[str]) -> None:
    assert main(["demo", str(tmp_path / "a"), *words, "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert not (tmp_path / "a").exists()


def test_a_demonstration_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_demo(tmp_path / "a", ballots=3, progress=stop)
    assert not (tmp_path / "a").exists()
    assert run_demo(tmp_path / "a", ballots=3).ballots == 3  # and so it can be made again


def test_a_place_where_no_folder_can_be_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "tệp").write_text("x", encoding="utf-8")
    assert main(["demo", str(tmp_path / "tệp" / "a"), "--ballots", "1"]) == 2
    assert "không phải thư mục" in capsys.readouterr().err


def test_the_password_is_said_where_none_is_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["demo", str(tmp_path / "a"), "--ballots", "1"]) == 0
    assert PASSWORD in capsys.readouterr().err
    monkeypatch.setenv("SIPAS_PASSWORD", "mật khẩu riêng")
    made = demo(capsys, tmp_path / "b", ballots=1)
    with open_survey(Path(made["files"]["survey"]), "Trần Thị Lan", "mật khẩu riêng"):
        pass
