"""``sipas handout``, ``merge``, ``conflicts``: a station without network by the command line alone."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from tests.cli.calls import Sipas, row, write_csv
from tests.surveys import PASSWORD


@pytest.fixture
def office(survey: Sipas) -> tuple[Sipas, list[str]]:
    """A survey with three received ballots in batch L1."""
    serials = survey.printed(3)
    survey.done("receive", survey.survey, *serials, "--batch", "L1")
    return survey, serials


def unpacked(sipas: Sipas, archive: Path, folder: str) -> Sipas:
    """The station's computer: a folder with the file that was handed out, unpacked."""
    target = sipas.folder / folder
    with zipfile.ZipFile(archive) as file:
        file.extractall(target)
        name = next(name for name in file.namelist() if name.endswith(".sipas"))
    station = Sipas(sipas.run, target)
    (target / name).rename(station.survey)
    (target / f"{name}.keys").rename(station.survey.with_name(station.survey.name + ".keys"))
    return station


def test_out_keyed_and_home(office: tuple[Sipas, list[str]]) -> None:
    sipas, serials = office
    out = sipas.folder / "giao bưu điện.zip"
    made = sipas.done("handout", sipas.survey, out, "--batches", "L1", "--name", "Bưu điện thị xã")
    assert (made["handout"], made["ballots"], made["skipped"]) == (1, 3, 0)
    post = unpacked(sipas, out, "bưu điện")
    for number, by in ((1, "Lan"), (2, "Mai")):
        rows = [row(serial, Q1="5") if number == 2 and serial == serials[0] else row(serial) for serial in serials]
        assert post.key(by, number, write_csv(post.folder / f"{number}.csv", rows)).json["keyed"] == 3
    home = sipas.folder / "trả.zip"
    assert post.done("handout", post.survey, "--return", home)["handout"] == 1
    done = sipas.done("merge", sipas.survey, home)
    assert done["added"] > 0 and done["already_there"] == 2 and done["conflicts"] == [] and done["ballots"] == 3
    assert sipas.done("merge", sipas.survey, home, post.survey)["added"] == 0
    assert sipas.done("records", sipas.survey) == {"records": 2, "open": 1}
    (view,) = sipas.done("handout", sipas.survey, "--list")["handouts"]
    assert (view["away"], view["taken_back"], bool(view["merged"])) == (0, "", True)
    assert sipas.done("check", sipas.survey)["ok"]


def test_what_comes_back_damaged_is_refused_with_its_first_problem(office: tuple[Sipas, list[str]]) -> None:
    sipas, _ = office
    out = sipas.folder / "giao.zip"
    sipas.done("handout", sipas.survey, out, "--batches", "L1")
    post = unpacked(sipas, out, "trạm")
    before = sipas.facts()
    content = bytearray(post.survey.read_bytes())
    content[len(content) // 2] ^= 1
    post.survey.write_bytes(content)
    done = sipas("merge", sipas.survey, post.survey)
    assert done.code == 2 and not done.out and sipas.facts() == before
    cut = sipas.folder / "cụt.zip"
    cut.write_bytes(out.read_bytes()[:-100])
    assert sipas("merge", sipas.survey, cut).code == 2
    for wrong in (sipas.survey, sipas.folder, sipas.folder / "không có.zip"):
        assert sipas("merge", sipas.survey, wrong).code == 2
    post.survey.with_name(post.survey.name + ".keys").unlink()
    assert sipas("merge", sipas.survey, post.survey).code == 2


def test_a_conflict_is_listed_and_settled(office: tuple[Sipas, list[str]]) -> None:
    sipas, serials = office
    out = sipas.folder / "giao.zip"
    sipas.done("handout", sipas.survey, out, "--batches", "L1")
    post = unpacked(sipas, out, "trạm")
    post.key("Lan", 1, write_csv(post.folder / "1.csv", [row(serials[0])]))
    assert sipas("handout", sipas.survey, "--take-back", "1").code == 2
    assert sipas.done("handout", sipas.survey, "--take-back", "1", "--reason", "mất máy")["taken_back"]
    sipas.key("Mai", 1, write_csv(sipas.folder / "1.csv", [row(serials[0])]))
    merged = sipas("merge", sipas.survey, post.survey, "--json")
    assert merged.json["conflicts"] == [{"serial": serials[0], "what": ["keyed_twice"], "operators": ["Lan", "Mai"]}]
    assert "Lan, Mai" in merged.err
    (conflict,) = sipas.done("conflicts", sipas.survey, "list")["conflicts"]
    assert [deed["kind"] for deed in conflict["deeds"]].count("keying") == 2
    kept = [deed["key"] for deed in conflict["deeds"] if deed["operator"] != "Mai"]
    everything = [deed["key"] for deed in conflict["deeds"]]
    assert sipas("conflicts", sipas.survey, "settle", serials[0], "--keep", *everything).code == 2
    assert sipas("conflicts", sipas.survey, "settle", serials[0], "--keep", "z").code == 2
    done = sipas.done("conflicts", sipas.survey, "settle", serials[0], "--keep", *kept)
    assert done == {"serial": serials[0], "settled": False, "state": "first_keyed"}
    assert sipas.done("conflicts", sipas.survey, "list") == {"conflicts": []}


def test_a_lost_file_is_made_again(office: tuple[Sipas, list[str]]) -> None:
    sipas, _ = office
    one, two = sipas.folder / "một.zip", sipas.folder / "hai.zip"
    sipas.done("handout", sipas.survey, one, "--batches", "L1")
    facts = sipas.facts()
    assert sipas.done("handout", sipas.survey, two, "--again", "1")["ballots"] == 3
    assert sipas.facts() == facts
    assert unpacked(sipas, two, "trạm").done("check", unpacked(sipas, one, "trạm khác").survey)["ok"]
    assert sipas("handout", sipas.survey, two, "--again", "9").code == 2


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["OUT.zip"],
        ["OUT.zip", "--serials", "123"],
        ["OUT.zip", "--batches", "L9"],
        ["không có/OUT.zip", "--batches", "L1"],
        ["--return", "OUT.zip"],
        ["OUT.zip", "--batches", "L1", "--pass", "3"],
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_nothing(office: tuple[Sipas, list[str]], words: list[str]) -> None:
    sipas, _ = office
    before, files = sipas.facts(), sorted(sipas.folder.iterdir())
    given = [str(sipas.folder / word) if word.endswith(".zip") else word for word in words]
    done = sipas("handout", sipas.survey, *given)
    assert done.code == 2 and done.err.strip() and not done.out
    assert (sipas.facts(), sorted(sipas.folder.iterdir())) == (before, files)


def test_a_search_of_what_travels_finds_nothing(office: tuple[Sipas, list[str]]) -> None:
    """Neither packed nor unpacked: no name, no answer, no question, not the batch."""
    sipas, serials = office
    out = sipas.folder / "giao.zip"
    sipas.done("handout", sipas.survey, out, "--batches", "L1", "--name", "Bưu điện thị xã")
    post = unpacked(sipas, out, "trạm")
    post.key("Lan", 1, write_csv(post.folder / "1.csv", [row(serials[0], comment="chờ rất lâu")]))
    home = sipas.folder / "trả.zip"
    post.done("handout", post.survey, "--return", home)
    words = ["Lan", "Mai", "Hòa", "Bưu điện", "chờ rất lâu", "thủ tục", "hài lòng", *serials, PASSWORD]
    for path in (out, home, *(path for path in post.folder.iterdir() if path.suffix != ".csv")):
        content = path.read_bytes()
        for word in words:
            for coded in (word.encode(), word.encode("utf-16-le")):
                found = content.count(coded)
                # The survey's title stands in the key file in the clear, as it does beside every survey.
                title = b"title" in content and "hài lòng".encode() == coded
                assert not found or title or len(coded) < 4, (path.name, word)


def test_the_files_themselves_are_a_return_as_well(office: tuple[Sipas, list[str]]) -> None:
    sipas, serials = office
    out = sipas.folder / "giao.zip"
    sipas.done("handout", sipas.survey, out, "--serials", f"{serials[0]}..{serials[0]}", "--batches", "L1")
    post = unpacked(sipas, out, "trạm")
    post.key("Lan", 1, write_csv(post.folder / "1.csv", [row(serials[0])]))
    stick = sipas.folder / "usb"
    shutil.copytree(post.folder, stick)
    before = {path.name: path.read_bytes() for path in stick.iterdir()}
    assert sipas.done("merge", sipas.survey, stick / post.survey.name)["added"] > 0
    assert {path.name: path.read_bytes() for path in stick.iterdir()} == before  # a stick may be read-only
