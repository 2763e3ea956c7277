"""``sipas report --verify``: a report that is right, one that was doctored, one that the history left behind."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import Sipas, row, write_csv
from tests.cli.reports import doctor, reported, verified

LEVELS = ["5"] * 4 + ["4"] * 5 + ["3"] * 2 + ["1"]


def settle(survey: Sipas, levels: list[str], name: str = "lần") -> list[str]:
    """Ballots whose overall question holds ``levels``, keyed twice alike."""
    serials = survey.received(len(levels))
    rows = [row(serial, overall=level) for serial, level in zip(serials, levels, strict=True)]
    file = write_csv(survey.folder / f"{name}.csv", rows)
    for keyer, number in (("Lan", 1), ("Mai", 2)):
        assert survey.key(keyer, number, file).json["keyed"] == len(levels)
    return serials


@pytest.fixture(scope="session")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the survey lies that the first test settled."""
    return tmp_path_factory.mktemp("settled") / "once"


@pytest.fixture
def settled(survey: Sipas, _once: Path) -> Sipas:
    """A survey with some settled ballots, keyed once and copied by each test."""
    if _once.exists():
        shutil.copytree(_once, survey.folder, dirs_exist_ok=True)
    else:
        settle(survey, LEVELS)
        shutil.copytree(survey.folder, _once)
    return survey


@pytest.mark.parametrize("options", [(), ("--section",), ("--until", "2099-12-31"), ("--definition", "overall")])
def test_a_report_passes_its_own_check(settled: Sipas, options: tuple[str, ...]) -> None:
    out = reported(settled, *options)
    found = settled.done("report", settled.survey, "--verify", out, by="Hà")
    assert (found["ok"], found["differs"], found["not_checked"], found["same_bytes"]) == (True, [], [], True)
    assert len(found["head"]) == 64


def test_the_words_of_the_command_may_stand_in_either_order(settled: Sipas) -> None:
    out = reported(settled)
    told = settled.run("report", "--verify", out, settled.survey)
    assert (told.code, told.out.splitlines()) == (
        0,
        ["Báo cáo đúng với dữ liệu: mọi chữ và số trên các trang đều khớp."],
    )


def test_a_report_stays_right_when_the_history_goes_on(settled: Sipas) -> None:
    out = reported(settled)
    settle(settled, ["1"] * 9, "sau")
    found = settled.done("report", settled.survey, "--verify", out)
    assert found["ok"] and found["since"] > 9
    later = settled.folder / "sau.pdf"
    settled.done("report", settled.survey, later)
    assert settled.done("report", settled.survey, "--verify", later)["ok"]
    assert later.read_bytes() != out.read_bytes()


def test_a_doctored_report_is_told_from_one_that_the_history_left_behind(settled: Sipas) -> None:
    out = reported(settled)
    settle(settled, ["1"] * 9, "sau")
    doctor(out, "75,00%", "95,00%")
    told = settled("report", settled.survey, "--verify", out, "--json")
    assert told.code == 3
    differs = told.json["differs"]
    assert {(each["printed"].strip(".,"), each["expected"].strip(".,")) for each in differs} == {("95,00%", "75,00%")}
    assert len(differs) > 3


def reorder(file: Path, order: Callable[[list[bytes]], list[bytes]]) -> None:
    """Let the page tree name its pages in another order, or some of them; nothing else of the file moves."""
    data = file.read_bytes()
    tree = re.search(rb"/Count (\d+) /Kids \[ ((?:\d+ 0 R ?)+)\]", data)
    assert tree is not None
    pages = order(re.findall(rb"\d+ 0 R", tree[2]))
    made = b"/Count %d /Kids [ %s ]" % (len(pages), b" ".join(pages))
    assert len(made) <= len(tree[0])
    file.write_bytes(data.replace(tree[0], made.ljust(len(tree[0]))))


def test_a_page_that_was_cut_out_is_missing(settled: Sipas) -> None:
    out = reported(settled)
    reorder(out, lambda pages: [*pages[:2], *pages[3:]])
    assert [(each["kind"], each["page"]) for each in verified(settled, out)] == [("page_missing", 3)]


def test_a_page_that_stands_twice_is_too_many(settled: Sipas) -> None:
    out = reported(settled)
    reorder(out, lambda pages: [*pages[:3], pages[0], *pages[4:]])
    kinds = sorted((each["kind"], each["page"]) for each in verified(settled, out))
    assert kinds == [("page_added", 4), ("page_missing", 4)]


def test_pages_that_changed_places_are_told_by_their_numbers(settled: Sipas) -> None:
    out = reported(settled)
    reorder(out, lambda pages: [pages[0], pages[2], pages[1], *pages[3:]])
    differs = verified(settled, out)
    assert [each["kind"] for each in differs] == ["page_moved"]
    assert {differs[0]["printed"], differs[0]["expected"]} == {"2", "3"}


def test_a_changed_letter_of_a_sentence_is_named_with_the_words_around_it(settled: Sipas) -> None:
    out = reported(settled)
    doctor(out, "sau", "sai", 1)
    differs = verified(settled, out)
    assert len(differs) == 1
    assert differs[0]["printed"] == differs[0]["expected"].replace("sau", "sai")
    assert differs[0]["expected"] in differs[0]["where"]


def test_what_is_drawn_over_the_words_is_seen(settled: Sipas) -> None:
    out = reported(settled)
    doctor(out, "re f", "re S", 1)
    assert [each["kind"] for each in verified(settled, out)] == ["drawn"]


def test_a_file_that_only_was_saved_anew_is_right(settled: Sipas) -> None:
    out = reported(settled)
    out.write_bytes(out.read_bytes() + b"\n% by another program\n")
    told = settled.run("report", settled.survey, "--verify", out)
    assert told.code == 0
    assert told.out.splitlines()[1:] == [
        "Tệp đã được lưu lại bằng phần mềm khác; điều nhìn thấy trên trang vẫn như cũ."
    ]


def retell(file: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change what the file says of how it was made, and nothing that is seen."""
    data = file.read_bytes()
    told = re.search(rb"origin=(\{.*\})\) /ModDate", data)
    assert told is not None
    said = json.loads(told[1])
    change(said)
    file.write_bytes(data.replace(told[1], json.dumps(said, sort_keys=True, separators=(",", ":")).encode()))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("head", "0" * 64),
        ("printed", "2017-01-01"),
        ("program", "0.0.9"),
        ("definition", "pooled"),
        ("wanted", {"section": True}),
        ("chosen", {"until": "2099-01-01"}),
        ("chosen", {"channel": "hom-phieu"}),
    ],
)
def test_a_file_that_tells_another_thing_than_its_pages_does_not_pass(settled: Sipas, name: str, value: object) -> None:
    out = reported(settled)
    retell(out, lambda said: said.update({name: value}))
    assert verified(settled, out)


def test_a_head_that_the_history_does_not_have_is_told_even_where_the_pages_agree(settled: Sipas) -> None:
    out = reported(settled)
    head = settled.done("report", settled.survey, "--verify", out)["head"]
    forged = ("1" if head[0] != "1" else "2") + head[1:]
    out.write_bytes(out.read_bytes().replace(head.encode(), forged.encode()))
    differs = verified(settled, out)
    assert {each["kind"] for each in differs} <= {"head", "printed"}
    assert [each["printed"] for each in differs if each["kind"] == "head"] == [forged]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"survey": "0" * 32}, "khác"),
        ({"program": "999.1.0"}, "mới hơn"),
        ({"format_version": 2}, "mới hơn"),
        ({"definition": "none_such"}, "cách tính"),
        ({"chosen": {"colour": "red"}}, "phạm vi"),
        ({"chosen": {"until": "hôm qua"}}, "phạm vi"),
        ({"wanted": {"section": 1}}, "phạm vi"),
        ({"chosen": []}, "không phải là báo cáo"),
    ],
)
def test_what_cannot_be_made_again_is_refused(settled: Sipas, change: dict[str, Any], code: str) -> None:
    out = reported(settled)
    retell(out, lambda said: said.update(change))
    told = settled("report", settled.survey, "--verify", out)
    assert told.code == 2
    assert code in told.line


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\n", b"PK\3\4 nothing"])
def test_what_is_no_report_is_refused(settled: Sipas, content: bytes) -> None:
    file = settled.folder / "không phải.pdf"
    file.write_bytes(content)
    assert settled("report", settled.survey, "--verify", file).code == 2
    assert settled("report", settled.survey, "--verify", settled.folder / "không có.pdf").code == 2
    ballots = settled.folder / "phiếu.pdf"
    told = settled("report", settled.survey, "--verify", ballots)
    assert told.code == 2 and "không phải là báo cáo" in told.line


def test_a_report_needs_a_name_or_one_to_be_checked(settled: Sipas) -> None:
    assert settled("report", settled.survey).code == 2


def test_checking_writes_nothing(settled: Sipas) -> None:
    out = reported(settled)
    before = settled.facts(), out.read_bytes()
    settled.done("report", settled.survey, "--verify", out)
    assert (settled.facts(), out.read_bytes()) == before


@pytest.fixture
def package(settled: Sipas) -> Path:
    """The package of the survey."""
    out = settled.folder / "gói.zip"
    settled.done("export", settled.survey, out, by="Hà")
    return out


def test_a_package_tells_the_figures_of_a_report(settled: Sipas, package: Path) -> None:
    out = reported(settled)
    found = settled.done("report", package, "--verify", out)
    assert (found["ok"], found["differs"]) == (True, [])
    assert any("nhập và đối chiếu" in each for each in found["not_checked"])
    assert not any("mức độ hài lòng của từng câu hỏi" in each and "Bảng" in each for each in found["not_checked"])


@pytest.mark.parametrize("options", [("--section",), ("--unit", "2"), ("--definition", "fully_satisfied")])
def test_a_package_tells_the_figures_of_a_part(settled: Sipas, package: Path, options: tuple[str, ...]) -> None:
    out = reported(settled, *options)
    assert settled.done("report", package, "--verify", out)["ok"]


def test_a_doctored_figure_shows_against_a_package(settled: Sipas, package: Path) -> None:
    out = reported(settled)
    doctor(out, "(75,00%)", "(95,00%)")
    differs = verified(settled, out)
    told = settled("report", package, "--verify", out)
    assert told.code == 3
    changed = {(each["printed"].strip(".,"), each["expected"].strip(".,")) for each in told.json["differs"]}
    assert changed == {("95,00%", "75,00%")}
    assert [each["where"] for each in told.json["differs"]] == [
        each["where"] for each in differs if each in told.json["differs"]
    ]


def test_a_report_until_a_day_is_not_checked_against_a_package(settled: Sipas, package: Path) -> None:
    out = reported(settled, "--until", "2099-12-31")
    assert settled("report", package, "--verify", out).code == 2


def test_a_package_of_later_ballots_is_told_by_its_hash(settled: Sipas) -> None:
    out = reported(settled)
    settle(settled, ["1"], "sau")
    package = settled.folder / "sau.zip"
    settled.done("export", settled.survey, package)
    told = settled("report", package, "--verify", out)
    assert told.code == 3
    assert any("SHA-256 của các câu trả lời" in each["where"] for each in told.json["differs"])


def test_who_may_report_may_check_and_who_came_after_the_report_too(settled: Sipas) -> None:
    out = reported(settled)
    settle(settled, ["1"], "sau")
    settled.done("operators", settled.survey, "add", "Người mới", "--role", "office")
    found = settled.done("report", settled.survey, "--verify", out, by="Người mới")
    assert found["ok"] and found["since"] > 1
    refused = settled("report", settled.survey, "--verify", out, by="Lan")
    assert refused.code == 2 and "vai trò" in refused.line


def test_a_draft_follows_from_the_package_as_long_as_it_is_marked_as_one(settled: Sipas, package: Path) -> None:
    out = reported(settled)
    doctor(out, "\\(75,00%\\)", "\\(75,10%\\)")  # as the draft alone has the index
    told = settled("report", package, "--verify", out)
    assert told.code == 3
    assert [(each["printed"], each["expected"]) for each in told.json["differs"]] == [("75,10%", "75,00%")]
    words = settled.folder / "nhận xét.txt"
    words.write_text("- Còn 99% hồ sơ chờ lâu.", encoding="utf-8")
    settled.done("report", settled.survey, "remarks", "set", "shortcomings", "--from", words)
    written = reported(settled)
    assert settled.done("report", package, "--verify", written)["ok"]


def test_what_a_chart_says_follows_from_the_package(settled: Sipas, package: Path) -> None:
    out = reported(settled)
    checked = settled.done("report", package, "--verify", out)
    assert not any("Biểu đồ" in each and "mức độ hài lòng" in each for each in checked["not_checked"])
    doctor(out, "(33,33) Tj", "(83,33) Tj")  # a share within a bar
    told = settled("report", package, "--verify", out)
    assert told.code == 3
    assert [(each["printed"], each["expected"]) for each in told.json["differs"]] == [("83,33", "33,33")]
    assert told.json["differs"][0]["where"].startswith("Biểu đồ")
