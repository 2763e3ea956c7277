"""``sipas compare`` and ``sipas index --rank``: surveys, packages and waves beside each other, units by rank."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.change import Share, difference
from sipas_desktop.domain.package import MANIFEST, json_bytes
from sipas_desktop.domain.package_zip import SIGNATURE, zip_files
from sipas_desktop.signature import new_key, public_of, sign
from sipas_desktop.store import keys, workflow
from sipas_desktop.store.database import open_survey
from tests.cli.calls import CLERKS, PASSWORD, Sipas, row, write_csv


def settled(survey: Sipas, *ballots: dict[str, str]) -> None:
    serials = survey.received(len(ballots))
    rows = [row(serial, **changed) for serial, changed in zip(serials, ballots, strict=True)]
    file = write_csv(survey.folder / "lần 1.csv", rows)
    for name, number in (("Lan", 1), ("Mai", 2)):
        assert survey.key(name, number, file).json["keyed"] == len(ballots)


def before_and_now(survey: Sipas) -> Path:
    """A survey of before, 6 of 10 satisfied, and the test's own, 9 of 10; the first one's path."""
    before = survey.folder / "năm trước.sipas"
    shutil.copy(survey.survey, before)
    shutil.copy(keys.path_of(survey.survey), keys.path_of(before))
    settled(Sipas(survey.run, survey.folder), *[{"overall": "4"}] * 9, {"overall": "1", "Q1": "."})
    now = survey.survey.rename(survey.folder / "năm nay.sipas")
    keys.path_of(survey.survey).rename(keys.path_of(now))
    before.rename(survey.survey)
    keys.path_of(before).rename(keys.path_of(survey.survey))
    settled(survey, *[{"overall": "4"}] * 6, *[{"overall": "1"}] * 4)
    return now


def by_code(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {each["code"]: each for each in rows}


def test_with_another_survey_and_with_its_package_it_says_the_same(survey: Sipas) -> None:
    now = before_and_now(survey)
    found = survey.done("compare", now, survey.survey, by="Giám sát")
    low, high = found["index"].pop("interval")
    assert found["index"] == {"before": 60, "now": 90, "points": 30, "beyond_chance": False, "why": None}
    expected = difference(Share(9, 10), Share(6, 10))
    assert (low, high) == (expected.low, expected.high)
    assert (found["definition"], found["now"]["settled"], found["before"]["settled"]) == ("overall", 10, 10)
    assert by_code(found["questions"])["overall"]["points"] == 30
    assert by_code(found["factors"])["F1"]["points"] == 0
    assert found["not_compared"] == []
    package = survey.folder / "gói.zip"
    survey.done("export", survey.survey, package)
    assert survey.done("compare", now, package) == survey.done("compare", now, survey.survey)
    pooled = survey.done("compare", now, package, "--definition", "pooled")
    assert pooled["index"]["before"] == 100
    fully = survey.done("compare", now, package, "--definition", "fully_satisfied")
    assert (fully["index"]["before"], fully["index"]["points"], fully["index"]["why"]) == (None, None, "unknown")
    lines = survey.run("compare", now, package).out.splitlines()
    assert lines[0] == "index\t60,00%\t90,00%\t+30,00\t="


def test_two_waves_of_one_survey(sipas: Sipas) -> None:
    sipas.done("new", sipas.survey, "--plan", "ha-tinh-2024")
    with open_survey(sipas.survey, "admin", PASSWORD) as admin:
        for name, roles in CLERKS.items():
            workflow.add_operator(admin, name, roles, PASSWORD)
        first, second = (wave.code for wave in admin.plan.waves[:2])
        form = admin.form_of_group(admin.plan.groups[0].code)
        with open_survey(sipas.survey, "Lan", PASSWORD) as lan, open_survey(sipas.survey, "Mai", PASSWORD) as mai:
            for wave, levels in ((first, "5511"), (second, "5555")):
                run = workflow.reserve_run(admin, count=4, wave=wave)
                workflow.publish_run(admin, run, "0" * 64, 4)
                for serial, level in zip(run.serials, levels, strict=True):
                    workflow.receive(admin, serial)
                    answers = {q.code: Answer(level) if q.scale else Answer(a.BLANK) for q in form.questions}
                    for clerk, number in ((lan, 1), (mai, 2)):
                        workflow.key_ballot(clerk, serial, number, answers)
    found = sipas.done("compare", sipas.survey, "--wave", second, "--with-wave", first)
    assert (found["index"]["before"], found["index"]["now"], found["index"]["points"]) == (50, 100, 50)
    assert (found["before"]["wave"], found["now"]["wave"]) == (first, second)
    for words in ((), ("--wave", first), ("--wave", first, "--with-wave", first), ("--with-wave", "khác")):
        assert sipas("compare", sipas.survey, *words).line


def test_what_cannot_be_compared_is_refused(survey: Sipas) -> None:
    settled(survey, {"overall": "4"})
    package = survey.folder / "gói.zip"
    survey.done("export", survey.survey, package)
    for words in (
        (survey.folder / "không có.sipas",),
        (survey.folder / "không có.zip",),
        (package, "--with-wave", "quy-1"),
        (package, "--group", "to-chuc-ca-nhan"),
        (package, "--definition", "khác"),
    ):
        done = survey("compare", survey.survey, *words)
        assert (done.code, done.out) == (2, "")
        assert done.line
    assert survey("compare", survey.survey, package, by="Lan").code == 2


@pytest.mark.parametrize("broken", ["{}", '{"survey": []}', '{"survey": {"questions": [{"code": "Q1"}]}}', "[" * 9999])
def test_a_package_that_says_something_else_is_refused(survey: Sipas, broken: str) -> None:
    settled(survey, {"overall": "4"})
    package = survey.folder / "gói.zip"
    survey.done("export", survey.survey, package)
    _rewrite(package, broken)
    assert "index.json" in survey("compare", survey.survey, package).line


def _rewrite(package: Path, index: str) -> None:
    """The package with another index.json, as somebody with a key of her own would send it."""
    key = new_key()
    with zipfile.ZipFile(package) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["index.json"] = index.encode()
    manifest = json.loads(files[MANIFEST]) | {"public_key": public_of(key)}
    for entry in manifest["files"]:
        if entry["name"] == "index.json":
            entry |= {"bytes": len(files["index.json"]), "sha256": hashlib.sha256(files["index.json"]).hexdigest()}
    files[MANIFEST] = json_bytes(manifest)
    files[SIGNATURE] = sign(key, files[MANIFEST])
    package.write_bytes(zip_files(files))


def test_units_are_ranked_with_the_ranks_that_chance_leaves_open(survey: Sipas) -> None:
    ballots = [{"unit": "2", "overall": "4"}] * 6 + [{"unit": "3", "overall": "1"}] * 6
    ballots += [{"unit": "4", "overall": "4"}] * 5 + [{"unit": "4", "overall": "1"}]
    settled(survey, *ballots, *[{"unit": "."}] * 6)
    found = survey.done("index", survey.survey, "--rank", by="Giám sát")
    assert [(each["unit"], each["rank"], each["rank_low"], each["rank_high"]) for each in found["ranking"]] == [
        ("2", 1, 1, 2), ("4", 2, 1, 2), ("3", 3, 3, 3)
    ]  # fmt: skip
    assert [each["group"] for each in found["ranking"]] == [1, 1, 2]
    assert found["ranking"][0]["index"] == 100
    assert found["not_ranked"] == [{"unit": "", "settled": 6, "why": "no_unit"}]
    assert found["target"] == {"percent": 80, "standing": "below"}
    lines = survey.run("index", survey.survey, "--rank").out.splitlines()
    assert lines[1] == "1\t1-2\t2\t100,00%"
    refused = survey("index", survey.survey, "--rank", "--definition", "pooled")
    assert (refused.code, refused.out) == (2, "")
    assert "overall" in refused.line
