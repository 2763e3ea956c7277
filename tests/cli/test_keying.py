"""``sipas key``, ``differences``, ``adjudicate``: two silent passes, three people, nothing half-done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.store import workflow
from tests.cli.calls import Sipas, row, write_csv, write_xlsx

Write = Callable[..., Path]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_both_passes_from_files(survey: Sipas, write: Write) -> None:
    suffix = "csv" if write is write_csv else "xlsx"
    serials = survey.received(3)
    lines = [
        row(serials[0], Q1="5", Q2=".", Q3="*", Q4="?", procedure="Xin xác nhận hộ nghèo", comment="Chờ hơi lâu"),
        row(serials[1]),
        row(serials[2], unit=".", procedure="*"),
    ]
    first = survey.key("Lan", 1, write(survey.folder / f"nhập lần 1.{suffix}", lines))
    assert first.json == {"keyed": 3, "already": 0, "refused": []}
    assert first.err == ""
    second = survey.key("Mai", 2, write(survey.folder / f"nhập lần 2.{suffix}", lines))
    assert second.json == {"keyed": 3, "already": 0, "refused": []}
    found = survey.done("differences", survey.survey, by="Hòa")
    assert found == {"compared": 3, "agreed": 3, "discrepancies": []}
    assert survey.done("status", survey.survey)["settled"] == 3
    (q1, q2, q3, q4) = survey.done("index", survey.survey)["questions"][:4]
    assert q1["counts"] == {"1": 0, "2": 0, "3": 0, "4": 2, "5": 1}
    assert [each[kind] for each, kind in ((q2, "blank"), (q3, "overmarked"), (q4, "illegible"))] == [1, 1, 1]
    assert survey.done("check", survey.survey)["ok"] is True


def test_the_second_pass_is_silent(survey: Sipas) -> None:
    """Agreeing or not, the second keyer is told the same; and keyers may not look at what differs."""
    serials = survey.received(2)
    survey.key("Lan", 1, write_csv(survey.folder / "1.csv", [row(serial) for serial in serials]))
    agreeing = survey.key("Mai", 2, write_csv(survey.folder / "2a.csv", [row(serials[0])]))
    differing = survey.key("Mai", 2, write_csv(survey.folder / "2b.csv", [row(serials[1], Q1="1")]))
    assert (agreeing.code, agreeing.out, agreeing.err) == (differing.code, differing.out, differing.err)
    refused = survey("differences", survey.survey, by="Mai")
    assert (refused.code, refused.out) == (2, "")


def test_the_first_keyer_may_not_key_the_second_pass(survey: Sipas) -> None:
    serials = survey.received(2)
    file = write_csv(survey.folder / "1.csv", [row(serial) for serial in serials])
    survey.key("Lan", 1, file)
    before = survey.facts()
    refused = survey.key("Lan", 2, file)
    assert refused.code == 2
    assert refused.json["keyed"] == 0
    assert [each["serial"] for each in refused.json["refused"]] == serials
    assert len(refused.err.splitlines()) == 2
    assert survey.facts() == before


def test_the_second_pass_waits_for_the_first(survey: Sipas) -> None:
    serials = survey.received(1)
    before = survey.facts()
    file = write_csv(survey.folder / "2.csv", [row(serials[0])])
    assert survey.key("Mai", 2, file).line
    assert survey.facts() == before


def _differing(survey: Sipas, keyer: str = "Lan") -> tuple[str, str]:
    """Two ballots whose Q1 was keyed 4 and 5, and 4 and 3."""
    one, two = survey.received(2)
    survey.key(keyer, 1, write_csv(survey.folder / "1.csv", [row(one), row(two)]))
    survey.key("Mai", 2, write_csv(survey.folder / "2.csv", [row(one, Q1="5"), row(two, Q1="3")]))
    return one, two


def _decisions(survey: Sipas, *rows: tuple[str, str, str, str]) -> Path:
    names = ("serial", "question", "value", "reason")
    return write_csv(survey.folder / "chốt.csv", [dict(zip(names, each, strict=True)) for each in rows])


def _decide(survey: Sipas, file: Path, by: str = "Hòa") -> object:
    return survey("adjudicate", survey.survey, "--from", file, by=by)


def test_differences_are_listed_without_saying_who_keyed_what(survey: Sipas) -> None:
    one, two = _differing(survey)
    found = survey.done("differences", survey.survey, by="Hòa")
    assert (found["compared"], found["agreed"]) == (2, 0)
    by_serial = {each["serial"]: each for each in found["discrepancies"]}
    assert {by_serial[one]["a"], by_serial[one]["b"]} == {"4", "5"}
    assert {by_serial[two]["a"], by_serial[two]["b"]} == {"4", "3"}
    assert {each["question"] for each in found["discrepancies"]} == {"Q1"}
    assert all("operator" not in each and "pass" not in each for each in found["discrepancies"])
    assert [each["position"] for each in found["discrepancies"]] == [1, 2]


def test_adjudication_settles(survey: Sipas) -> None:
    one, two = _differing(survey)
    file = _decisions(survey, (one, "Q1", "5", ""), (two, "Q1", "2", "giấy ghi mức 2"))
    done = survey.done("adjudicate", survey.survey, "--from", file, by="Hòa")
    assert done == {"decided": 2, "already": 0, "settled": 2, "refused": []}
    counts = survey.done("index", survey.survey)["questions"][0]["counts"]
    assert (counts["5"], counts["2"]) == (1, 1)
    before = survey.facts()
    again = survey.done("adjudicate", survey.survey, "--from", file, by="Hòa")
    assert (again["decided"], again["already"], again["refused"]) == (0, 2, [])
    assert survey.facts() == before


def test_a_third_value_needs_a_reason(survey: Sipas) -> None:
    one, _ = _differing(survey)
    before = survey.facts()
    refused = survey("adjudicate", survey.survey, "--from", _decisions(survey, (one, "Q1", "1", " ")), by="Hòa")
    assert (refused.code, refused.json["settled"]) == (2, 0)
    assert refused.line == f"{one}: {refused.json['refused'][0]['message']}"
    assert survey.facts() == before


def test_who_keyed_the_ballot_may_not_adjudicate_it(survey: Sipas) -> None:
    one, _ = _differing(survey, keyer="Bình")
    before = survey.facts()
    refused = survey("adjudicate", survey.survey, "--from", _decisions(survey, (one, "Q1", "5", "")), by="Bình")
    assert (refused.code, refused.json["decided"]) == (2, 0)
    assert refused.line
    assert survey.facts() == before


def test_who_adjudicated_a_ballot_may_not_key_it(survey: Sipas) -> None:
    one, two = _differing(survey)
    survey.done("adjudicate", survey.survey, "--from", _decisions(survey, (one, "Q1", "5", "")), by="Bình")
    before = survey.facts()
    for number in (1, 2):
        assert survey.key("Bình", number, write_csv(survey.folder / "3.csv", [row(one)])).code == 2
    assert survey.facts() == before
    assert two


@pytest.mark.parametrize(
    ("by", "verb"), [("Hòa", "key"), ("Hà", "key"), ("Giám sát", "key"), ("admin", "key"), ("Lan", "adjudicate")]
)
def test_a_wrong_role_is_refused_before_the_file_is_looked_at(survey: Sipas, by: str, verb: str) -> None:
    before = survey.facts()
    passes = ("--pass", 1) if verb == "key" else ()
    refused = survey(verb, survey.survey, *passes, "--from", survey.folder / "không có.csv", by=by)
    assert (refused.code, refused.out) == (2, "")
    assert f"“{by}”" in refused.line
    assert survey.facts() == before


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"Q1": "6"}, "Q1"),
        ({"Q1": ""}, "Q1"),  # not keyed yet, which is not blank
        ({"Q1": "0"}, "Q1"),  # this form offers no "no opinion"
        ({"serial": ""}, "serial"),
        ({"serial": "4.8213E+11"}, "serial"),
        ({"Q9": "4"}, "Q9"),
    ],
)
def test_a_fault_anywhere_in_the_file_means_that_nothing_is_written(
    survey: Sipas, changed: dict[str, str], column: str
) -> None:
    one, two = survey.received(2)
    before = survey.facts()
    extra = {"Q9": "4"} if "Q9" in changed else {}
    file = write_csv(survey.folder / "1.csv", [row(one, **extra), row(two) | changed])
    refused = survey.key("Lan", 1, file)
    assert (refused.code, refused.out) == (2, "")
    assert "1.csv" in refused.line and f"“{column}”" in refused.line
    assert survey.facts() == before


def test_a_missing_column_is_named(survey: Sipas) -> None:
    (one,) = survey.received(1)
    line = row(one)
    del line["overall"]
    refused = survey.key("Lan", 1, write_csv(survey.folder / "1.csv", [line]))
    assert refused.code == 2
    assert "“overall”" in refused.line


def test_one_bad_ballot_holds_up_no_other(survey: Sipas) -> None:
    good, not_back = survey.printed(2)
    survey.done("receive", survey.survey, good)
    done = survey.key("Lan", 1, write_csv(survey.folder / "1.csv", [row(not_back), row(good)]))
    assert done.code == 0
    assert done.json["keyed"] == 1
    (refused,) = done.json["refused"]
    assert refused["serial"] == not_back
    assert done.line == f"{not_back}: {refused['message']}"


def test_an_interrupted_run_is_simply_run_again(survey: Sipas) -> None:
    serials = survey.received(3)
    survey.key("Lan", 1, write_csv(survey.folder / "phần đầu.csv", [row(serials[0])]))
    whole = write_csv(survey.folder / "cả tệp.csv", [row(serial) for serial in serials])
    assert survey.key("Lan", 1, whole).json == {"keyed": 2, "already": 1, "refused": []}
    assert survey.key("Lan", 1, whole).json == {"keyed": 0, "already": 3, "refused": []}
    changed = survey.key("Lan", 1, write_csv(survey.folder / "khác.csv", [row(serials[0], Q1="1")]))
    assert changed.code == 2
    assert changed.json["already"] == 0


def test_a_run_that_is_stopped_half_way_is_run_again(survey: Sipas, monkeypatch: pytest.MonkeyPatch) -> None:
    serials = survey.received(4)
    file = write_csv(survey.folder / "1.csv", [row(serial) for serial in serials])
    left = iter(range(2))
    own = workflow.key_ballot

    def until_stopped(*words: Any) -> bool:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return own(*words)

    with monkeypatch.context() as patch:
        patch.setattr(workflow, "key_ballot", until_stopped)
        stopped = survey.key("Lan", 1, file)
    assert (stopped.code, stopped.out) == (130, "")
    assert "đã dừng" in stopped.line
    assert survey.key("Lan", 1, file).json == {"keyed": 2, "already": 2, "refused": []}
    assert survey.done("check", survey.survey)["ok"] is True


def test_serials_are_read_as_people_write_them(survey: Sipas) -> None:
    one, two = survey.received(2)
    file = write_csv(survey.folder / "1.csv", [row(one[5:]), row(f"{two[:5]} {two[5:11]} {two[11]}")])
    assert survey.key("Lan", 1, file).json["keyed"] == 2


def test_differences_of_spelling_alone_are_decided_at_once(survey: Sipas) -> None:
    serials = survey.received(3)
    for name, number, words in (("Lan", 1, ("Hòa giải", "má", "Chờ lâu")), ("Mai", 2, ("Hoà giải", "mà", "chờ lâu"))):
        lines = [row(serial, comment=word) for serial, word in zip(serials, words, strict=True)]
        survey.key(name, number, write_csv(survey.folder / f"{number}.csv", lines))
    before = survey.facts()
    shown = survey.done("adjudicate", survey.survey, "--spelling", "--dry-run", by="Hòa")
    assert shown["found"] == 2 and survey.facts() == before
    assert [(each["serial"], each["taken"]) for each in shown["fields"]] == [
        (serials[0], "Hoà giải"),
        (serials[2], "Chờ lâu"),
    ]
    assert {shown["fields"][0]["a"], shown["fields"][0]["b"]} == {"Hòa giải", "Hoà giải"}
    for by in ("Lan", "Hà"):
        refused = survey("adjudicate", survey.survey, "--spelling", by=by)
        assert refused.code == 2 and refused.out == ""
    done = survey.done("adjudicate", survey.survey, "--spelling", by="Hòa")
    assert done == {"decided": 2, "already": 0, "settled": 2, "refused": []}
    again = survey.done("adjudicate", survey.survey, "--spelling", by="Hòa")  # nothing left is no fault
    assert again == {"decided": 0, "already": 0, "settled": 0, "refused": []}
    assert survey("adjudicate", survey.survey, "--from", "x.csv", "--dry-run", by="Hòa").code == 2
    assert survey("adjudicate", survey.survey, by="Hòa").code == 2
    assert survey.done("check", survey.survey)["ok"] is True


def test_what_differs_is_sent_back_to_a_third_clerk(survey: Sipas) -> None:
    serials = survey.received(3)
    survey.key("Lan", 1, write_csv(survey.folder / "1.csv", [row(serial) for serial in serials]))
    lines = [row(serials[0], Q1="1", Q3="2"), row(serials[1], Q2="1"), row(serials[2])]
    survey.key("Mai", 2, write_csv(survey.folder / "2.csv", lines))
    assert survey("rekey", survey.survey, "ask", "--all", by="Lan").code == 2
    assert survey("rekey", survey.survey, "ask", by="Hà").code == 2
    assert survey("rekey", survey.survey, "ask", serials[0], "--all", by="Hà").code == 2
    refused = survey("rekey", survey.survey, "ask", serials[2], by="Hà")
    assert refused.code == 2 and refused.json["refused"][0]["serial"] == serials[2]
    assert survey.done("rekey", survey.survey, "ask", "--all", by="Hà") == {"asked": 2, "already": 0, "refused": []}
    again = survey.done("rekey", survey.survey, "ask", serials[0], by="Hà")
    assert again == {"asked": 0, "already": 1, "refused": []}
    assert survey.done("rekey", survey.survey, "withdraw", serials[1], by="Hà")["withdrawn"] == 1
    listed = survey.done("rekey", survey.survey, "list", by="Bình")["ballots"]
    assert [(each["serial"], each["questions"]) for each in listed] == [(serials[0], ["Q1", "Q3"])]
    assert survey.done("rekey", survey.survey, "list", by="Lan")["ballots"] == []
    own = survey("key", survey.survey, "--pass", 3, "--from", survey.folder / "1.csv", by="Lan")
    assert own.code == 2 and own.json["keyed"] == 0
    path = survey.folder / "3.csv"
    path.write_text(f"serial,Q1,Q2,Q3\n{serials[0]},4,,5\n", encoding="utf-8")
    third = survey("key", survey.survey, "--pass", 3, "--from", path, by="Bình")
    assert third.json == {"keyed": 1, "already": 0, "refused": []}
    found = survey.done("differences", survey.survey, by="Hòa")["discrepancies"]
    told = {(each["serial"], each["question"]): each["third"] for each in found}
    assert told == {(serials[0], "Q1"): "4", (serials[0], "Q3"): "5", (serials[1], "Q2"): None}
    assert survey.done("rekey", survey.survey, "withdraw", "--all", by="Hà")["withdrawn"] == 0
    assert survey.done("check", survey.survey)["ok"] is True
