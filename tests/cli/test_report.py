"""``sipas report``: remarks, the notice, the plan's own reports; and the command as it always was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest

from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import keys
from tests.cli.calls import PASSWORD, Sipas, row, write_csv
from tests.surveys import CHEAP

WORDS = "Một là, thêm người.\nHai là, niêm yết thủ tục."
DRAFTED = "(Dự thảo do phần mềm lập từ số liệu"


def settle(survey: Sipas, number: int, **changed: str) -> None:
    serials = survey.received(number)
    for by, pass_no in (("Lan", 1), ("Mai", 2)):
        keyed = write_csv(survey.folder / f"{pass_no}.csv", [row(serial, **changed) for serial in serials])
        assert survey.key(by, pass_no, keyed).code == 0


@pytest.fixture
def settled(survey: Sipas) -> Sipas:
    """Six settled ballots of which one criterion is under the target."""
    settle(survey, 4)
    settle(survey, 2, Q2="2")
    return survey


def report(survey: Sipas, *words: object, by: str = "admin") -> Any:
    return survey.done("report", survey.survey, *words, by=by)


def written(survey: Sipas, *words: object) -> str:
    """The words of a Word document made so."""
    out = survey.folder / "báo cáo.docx"
    report(survey, out, *words)
    document = docx.Document(str(out))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def text_file(survey: Sipas, text: str = WORDS) -> Path:
    path = survey.folder / "nhận xét.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_remark_stays_whatever_the_figures_become(settled: Sipas) -> None:
    assert DRAFTED in written(settled)
    found = report(settled, "remarks", "set", "proposals", "--from", text_file(settled), by="Hà")
    assert [(each["section"], each["about"], each["text"]) for each in found["remarks"]] == [("proposals", {}, WORDS)]
    first = written(settled)
    settle(settled, 3, Q3="1")
    second = written(settled)
    for text in (first, second):
        assert WORDS.splitlines()[0] in text and WORDS.splitlines()[1] in text
        assert text.count(DRAFTED) == 1  # of the shortcomings
    assert "06 phiếu" in first and "09 phiếu" in second
    report(settled, "remarks", "clear", "proposals")
    assert WORDS.splitlines()[0] not in written(settled)
    assert report(settled, "remarks")["remarks"] == report(settled, "remarks", "list")["remarks"] == []


def test_a_draft_follows_the_figures(settled: Sipas) -> None:
    found = report(settled, "remarks", "draft", "shortcomings")
    assert found["draft"].splitlines()[-1].startswith("- Có 01 trong 06 tiêu chí có tỷ lệ hài lòng dưới mức 80%")
    assert "66,67%" in found["draft"]
    proposed = report(settled, "remarks", "draft", "proposals")["draft"]
    path = text_file(settled, proposed)
    report(settled, "remarks", "set", "proposals", "--from", path)
    assert written(settled).count(DRAFTED) == 1 and proposed.splitlines()[0] in written(settled)


def test_a_remark_belongs_to_one_report(settled: Sipas) -> None:
    path = text_file(settled)
    report(settled, "remarks", "set", "results", "--from", path, "--until", "2099-12-31")
    assert WORDS.splitlines()[0] not in written(settled)
    assert WORDS.splitlines()[0] in written(settled, "--until", "2099-12-31")
    (held,) = report(settled, "remarks", "list")["remarks"]
    assert held["about"] == {"until": "2099-12-31"}
    assert report(settled, "remarks", "list", "--channel", "hom-phieu")["remarks"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("remarks", "add", "results"),
        ("remarks", "set", "results"),
        ("remarks", "set", "--from", "FILE"),
        ("remarks", "clear", "results", "--from", "FILE"),
        ("remarks", "list", "results"),
        ("remarks", "draft"),
        ("remarks", "draft", "results"),
        ("remarks", "set", "Kết quả", "--from", "FILE"),
        ("remarks", "clear", "results"),
        ("remarks", "set", "results", "--from", "LATIN"),
        ("remarks", "set", "results", "--from", "không có.txt"),
        ("OUT", "set"),
        ("OUT", "--section", "--notice"),
        ("OUT", "--planned", "nam"),
        ("XLSX", "--notice"),
    ],
)
def test_what_is_refused_says_why_in_one_line(settled: Sipas, words: tuple[str, ...]) -> None:
    latin = settled.folder / "cũ.txt"
    latin.write_bytes("Đề nghị".encode("cp1258", "replace") + b"\xff")
    named = {
        "FILE": text_file(settled),
        "LATIN": latin,
        "OUT": settled.folder / "a.pdf",
        "XLSX": settled.folder / "a.xlsx",
    }
    before = settled.facts()
    done = settled("report", settled.survey, *(named.get(word, word) for word in words))
    assert (done.code, done.out) == (2, "") and done.line
    assert settled.facts() == before


def test_only_the_office_writes_and_reads_remarks(settled: Sipas) -> None:
    path = text_file(settled)
    for by in ("Lan", "Hòa", "Giám sát"):
        assert settled("report", settled.survey, "remarks", "set", "results", "--from", path, by=by).code == 2
        assert settled("report", settled.survey, "remarks", "list", by=by).code == 2


def test_the_notice_is_one_page_with_index_and_factors(settled: Sipas) -> None:
    out = settled.folder / "thông báo.pdf"
    report(settled, "remarks", "set", "notice", "--from", text_file(settled, "Góp ý về Phòng Nội vụ thị xã."))
    made = report(settled, out, "--notice")
    document = pypdfium2.PdfDocument(out)
    assert len(document) == 1
    text = " ".join(document[0].get_textpage().get_text_range().split())
    document.close()
    for part in ("THÔNG BÁO", "/TB-UBND", "Chỉ số hài lòng chung: 100,00%", "Góp ý về Phòng Nội vụ thị xã.", "./."):
        assert part in text
    assert made["head"] in text
    assert settled.done("check", settled.survey, "--head", made["head"])["ok"]
    assert "THÔNG BÁO" in written(settled, "--notice")


def test_too_few_ballots_are_not_published(survey: Sipas) -> None:
    settle(survey, 4)
    done = survey("report", survey.survey, survey.folder / "a.pdf", "--notice")
    assert (done.code, done.out) == (2, "") and "5" in done.line
    assert not (survey.folder / "a.pdf").exists()


def test_the_plans_reports_have_their_own_ballots_and_form(sipas: Sipas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with new_survey(sipas.survey, find_preset("da-nang-2021"), "admin", PASSWORD):
        pass
    path = text_file(sipas)
    found = report(sipas, "remarks", "set", "proposals", "--from", path, "--planned", "sau-thang")
    assert found["remarks"][0]["about"] == {"until": "2021-06-14"}
    for more in ("--wave", "--until", "--group"):
        done = sipas("report", sipas.survey, sipas.folder / "a.pdf", "--planned", "nam", more, "2021-06-14")
        assert done.code == 2 and done.line
