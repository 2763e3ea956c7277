"""``sipas batches`` and ``sipas ballots ledger``: who has which batch, what was counted, what waits."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calls import Sipas, row, write_csv


def serials_file(path: Path, serials: list[str]) -> Path:
    path.write_text("\n".join(serials), encoding="utf-8")
    return path


def test_claimed_given_back_and_taken_over(survey: Sipas) -> None:
    one, two = survey.received(2)
    made = survey.done("batches", survey.survey, "claim", "--pass", 1, by="Lan")
    papers = [{"serial": serial, "position": place, "done": False} for place, serial in enumerate((one, two), start=1)]
    assert made == {"batch": "L1", "pass": 1, "new": True, "papers": papers}
    assert not survey.done("batches", survey.survey, "claim", "L1", "--pass", 1, by="Lan")["new"]
    refused = survey("batches", survey.survey, "claim", "L1", "--pass", 1, by="Mai")
    assert refused.code == 2 and "Lan" in refused.line
    file = write_csv(survey.folder / "nhập.csv", [row(one), row(two)])
    assert survey.key("Mai", 1, file).code == 2  # both are Lan's
    survey.done("batches", survey.survey, "give-back", "L1", "--pass", 1, by="Lan")
    survey.done("batches", survey.survey, "claim", "L1", "--pass", 1, by="Lan")
    done = survey.done("batches", survey.survey, "take-over", "L1", "--pass", 1, "--to", "Mai", by="Hà")
    assert done == {"batch": "L1", "pass": 1, "from": "Lan", "to": "Mai", "set_aside": []}
    assert survey.key("Mai", 1, file).json["keyed"] == 2
    refused = survey("batches", survey.survey, "claim", "--pass", 2, by="Mai")
    assert refused.code == 2 and "lần 2" in refused.line
    (view,) = survey.done("batches", survey.survey, "list")["batches"]
    assert (view["stage"], view["first"]["operator"], view["second"]["operator"]) == ("first_keyed", "Mai", "")
    assert survey("batches", survey.survey, "take-over", "L1", "--pass", 1, by="Lan").code == 2
    assert survey("batches", survey.survey, "set-aside", one, "--pass", 2, by="Hà").code == 2
    assert survey.done("check", survey.survey)["ok"]


def test_counted(survey: Sipas) -> None:
    one, two = survey.received(2)
    (spare,) = survey.printed(1)
    file = serials_file(survey.folder / "đếm.txt", [one, spare])
    found = survey.done("batches", survey.survey, "count", "L1", "--from", file, by="Lan")
    assert found == {"batch": "L1", "papers": 2, "missing": [two], "extra": [spare]}
    (view,) = survey.done("batches", survey.survey, "list")["batches"]
    assert (view["papers"], view["missing"], view["extra"]) == (2, [two], [spare])
    listed = survey.done("ballots", survey.survey, "ledger", by="Hòa")
    assert [(each["serial"], each["reason"]) for each in listed["listed"]] == [(two, "missing"), (spare, "extra")]
    assert (listed["printed"], listed["states"]) == (3, {"stock": 1, "valid": 2})
    assert survey("ballots", survey.survey, "ledger", by="Lan").code == 2
    assert survey.done("batches", survey.survey, "count", "L1", "--papers", 2)["papers"] == 2
    before = survey.facts()
    assert survey("batches", survey.survey, "count", "L1").code == 2
    assert survey.facts() == before


def test_the_cover(survey: Sipas) -> None:
    survey.received(3)
    out = survey.folder / "bìa.pdf"
    made = survey.done("batches", survey.survey, "cover", "L1", out, by="Lan")
    assert (made["pages"], made["ballots"]) == (1, 3) and out.read_bytes().startswith(b"%PDF")
    assert survey("batches", survey.survey, "cover", "L9", survey.folder / "khác.pdf").code == 2
    assert not (survey.folder / "khác.pdf").exists()
