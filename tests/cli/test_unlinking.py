"""``sipas sample … unlink`` and ``certificate``: what is open is told, links go once, a paper names the rest."""

from __future__ import annotations

import csv
import datetime

import docx
import pytest

from sipas_desktop.domain.fact import VIETNAM
from tests.cli.calls import Sipas
from tests.paper.geometry import pages_of

PEOPLE = [(f"Người Thứ {n}", "Sở Y tế", f"091234567{n}", f"H57-{n}") for n in range(6)]


@pytest.fixture
def hue(sipas: Sipas) -> Sipas:
    """A survey with a ready list, whose ballots are printed; two are back and settled."""
    path = sipas.folder / "danh sách.csv"
    header = ("Họ và tên", "Cơ quan giải quyết", "Số điện thoại", "Mã hồ sơ")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *PEOPLE])
    sipas.done("new", sipas.survey, "--plan", "hue-2024")
    sipas.done("sample", sipas.survey, "import", path)
    sipas.done("ballots", sipas.survey, "print", sipas.folder / "phiếu.pdf")
    serials = [
        each["serial"] for each in sipas.done("sample", sipas.survey, "list", "--members", "official")["members"]
    ]
    sipas.done("receive", sipas.survey, *serials[:2])
    return sipas


def test_from_what_is_open_to_the_certificate(hue: Sipas) -> None:
    path = hue.survey
    sample = ("sample", path, "unlink")
    found = hue.done(*sample)
    number = found["number"]
    assert (found["links"], found["may"], found["needed"]["undecided"], found["destroyed"]) == (6, True, 4, None)
    facts = hue.facts()
    for told in ((), ("--even-so",), ("--confirm", number), ("--confirm", "00000", "--even-so")):
        assert hue(*sample, "--reason", "phúc tra đã xong", *told).code == 2
    assert hue("sample", path, "certificate", hue.folder / "sớm.pdf").code == 2
    assert hue.facts() == facts
    (hue.folder / f"{path.stem} sao luu").mkdir()
    hue.done("backup", path, hue.folder / f"{path.stem} sao luu")
    index = hue.done("index", path)
    gone = hue.done(*sample, "--reason", "phúc tra đã xong", "--confirm", number, "--even-so")
    assert (gone["links"], gone["undecided"], gone["clean"], gone["backups"]) == (6, 4, True, 1)
    assert hue.done("index", path) == index
    assert hue.done("check", path, "--head", gone["head"])["ok"]
    assert {each["serial"] for each in hue.done("sample", path, "list", "--members", "official")["members"]} == {""}
    again = hue(*sample, "--reason", "lần nữa", "--confirm", number)
    assert again.code == 2 and "đã được hủy" in again.err
    assert hue.done(*sample)["destroyed"]["reason"] == "phúc tra đã xong"
    pdf, word = hue.folder / "biên bản.pdf", hue.folder / "biên bản.docx"
    made = hue.done("sample", path, "certificate", pdf)
    text = " ".join(" ".join(page.words for page in pages_of(pdf)).split())
    for said in (
        "BIÊN BẢN", "Hủy liên kết giữa phiếu và danh sách mẫu", "Lý do: phúc tra đã xong", "NHỮNG GÌ CÒN LẠI", number,
        "sao-luu.zip", "Người chứng kiến", gone["head"][:20], made["head"][:20],
        f"tháng năm {(datetime.datetime.now(datetime.UTC) + VIETNAM).year}",
    ):  # fmt: skip
        assert said in text, said
    assert not any(name in text for name, *_ in PEOPLE)
    hue.done("sample", path, "certificate", word)
    assert any("NHỮNG GÌ CÒN LẠI" in each.text for each in docx.Document(str(word)).paragraphs)
    assert hue.done("check", path, "--head", made["head"])["ok"]


def test_a_report_of_before_still_holds(sipas: Sipas) -> None:
    """Of the whole job: the same figures and records, a package for the level above, a report of afterwards."""
    files = sipas.done("demo", sipas.folder / "mẫu", "--plan", "hue-2024", "--ballots", 24, "--seed", 3)["files"]
    path, report, later = files["survey"], sipas.folder / "trước.pdf", sipas.folder / "sau.pdf"
    before = sipas.done("report", path, report)["records_sha256"]
    index, asked = sipas.done("index", path), sipas.done("recheck", path, "list")
    found = sipas.done("sample", path, "unlink")
    gone = sipas.done("sample", path, "unlink", "--reason", "xong", "--confirm", found["number"], "--even-so")
    assert gone["links"] == found["links"] > 0
    assert sipas.done("check", path)["ok"]
    assert sipas.done("index", path) == index
    assert sipas.done("recheck", path, "list") == asked
    assert sipas.done("report", path, "--verify", report)["ok"]
    assert sipas.done("report", path, later)["records_sha256"] == before
    assert sipas.done("report", path, "--verify", later)["ok"]
    sipas.done("export", path, sipas.folder / "gói.zip")
