"""``sipas sample``: a list is looked at first, taken on consent, and never changes how far ballots are linked."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from openpyxl import Workbook, load_workbook

from tests.cli.calls import Sipas

HEADER = ("STT", "Họ và tên", "Địa chỉ", "Số điện thoại", "Cơ quan giải quyết", "Tên thủ tục hành chính", "Mã hồ sơ")


def _list(folder: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH MẪU ĐIỀU TRA"])
    sheet.append(HEADER)
    sheet.append(
        [1, "Nguyễn Văn An", "Thôn Đông", 912000001, "Sở Xây dựng", "Cấp giấy phép xây dựng", "H57.1-240801-01"]
    )
    sheet.append([2, "Trần Thị Bình", "Ngõ 5", "0912000002", "SỞ XÂY DỰNG", "Cấp giấy phép lạ", "H57.1-240801-02"])
    sheet.append([3, "Lê Thu Chi", "Ngõ 5", "0912000003", "Viện Xa Lạ", "", "H57.1-240801-02"])
    sheet.append([4, "Phạm Thị Dung", "Ngõ 6", "0912000004", "Viện Xa Lạ", "", "H57.1-240801-04"])
    path = folder / "danh sách mẫu.xlsx"
    book.save(path)
    return path


@pytest.fixture
def hue(sipas: Sipas) -> Sipas:
    """A new survey of Huế's plan, whose ballots are linked."""
    sipas.done("new", sipas.survey, "--plan", "hue-2024")
    return sipas


def test_a_dry_run_says_all_and_writes_nothing(hue: Sipas) -> None:
    file = _list(hue.folder)
    before = hue.facts()
    done = hue("sample", hue.survey, "import", file, "--dry-run")
    assert done.code == 0
    found = done.json
    assert (found["added"], found["found"]) == (0, 3)
    assert [(note["row"], note["found"]) for note in found["rejected"]] == [(5, "H57.1-240801-02")]
    assert all(note.keys() == {"row", "column", "found", "message"} for note in found["corrected"])
    assert "912000001" in [note["found"] for note in found["corrected"]]  # Excel dropped its leading zero
    assert hue.facts() == before
    assert hue.done("sample", hue.survey, "list")["official"] == 0


def test_names_without_a_code_are_told_before_printing(hue: Sipas) -> None:
    done = hue("sample", hue.survey, "import", _list(hue.folder))
    # "SỞ XÂY DỰNG" is the catalogue's "Sở Xây dựng".
    assert done.json["without_code"] == {"unit": ["Viện Xa Lạ"], "procedure": ["Cấp giấy phép lạ"]}
    assert "“Viện Xa Lạ”" in done.err and "“Cấp giấy phép lạ”" in done.err


def test_an_import_adds_members_to_the_list_that_is_named(hue: Sipas) -> None:
    file = _list(hue.folder)
    notes = hue.folder / "cần xem.xlsx"
    assert hue.done("sample", hue.survey, "import", file, "--list", "reserve", "--notes", notes)["added"] == 3
    assert hue.done("sample", hue.survey, "list") == {
        "frame": 0,
        "official": 0,
        "reserve": 3,
        "replaced": 0,
        "with_ballot": 0,
    }
    assert load_workbook(notes).sheetnames
    before = hue.facts()
    again = hue.done("sample", hue.survey, "import", file)  # run once more: all are there already, and that is no fault
    assert again["added"] == 0 and {note["row"] for note in again["rejected"]} == {3, 4, 5, 6}
    assert hue.facts() == before
    assert hue("sample", hue.survey, "import", hue.folder / "không có.xlsx").line
    assert hue.done("check", hue.survey)["ok"] is True


def test_a_linked_ballot_prints_its_recipient_with_unit_and_procedure(hue: Sipas) -> None:
    hue.done("sample", hue.survey, "import", _list(hue.folder))
    out = hue.folder / "phiếu.pdf"
    made = hue.done("ballots", hue.survey, "print", out)
    assert made["ballots"] == 3
    with pypdfium2.PdfDocument(out) as document:
        pages = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    assert made["pages"] == len(pages)
    (own,) = [page for page in pages if "Nguyễn Văn An" in page]
    assert "Thôn Đông" in own
    assert "Sở Xây dựng (mã 16)" in own
    assert "Cấp giấy phép xây dựng (mã 3)" in own
    (other,) = [page for page in pages if "Phạm Thị Dung" in page]
    assert "Viện Xa Lạ" in other and "(mã" not in other
    assert hue.done("sample", hue.survey, "list")["with_ballot"] == 3
    refused = hue("ballots", hue.survey, "print", hue.folder / "nữa.pdf")
    assert (refused.code, refused.out) == (2, "")
    assert not (hue.folder / "nữa.pdf").exists()


@pytest.mark.parametrize(("unit", "code", "people"), [("16", "16", 2), ("sở xây dựng", "16", 2), ("Viện Xa Lạ", "", 1)])
def test_linked_ballots_of_one_unit(hue: Sipas, unit: str, code: str, people: int) -> None:
    """By the code or by the name, however the list spells it."""
    hue.done("sample", hue.survey, "import", _list(hue.folder))
    made = hue.done("ballots", hue.survey, "print", hue.folder / "phiếu.pdf", "--unit", unit)
    assert made["ballots"] == people
    units = [each["unit"] for each in hue.done("ballots", hue.survey, "list")["ballots"]]
    assert units == [code or unit] * people
    assert hue("ballots", hue.survey, "print", hue.folder / "nữa.pdf", "--unit", unit).line


def test_a_linked_plan_without_a_list_prints_nothing(hue: Sipas) -> None:
    assert hue("ballots", hue.survey, "print", hue.folder / "phiếu.pdf", "--count", 5).line


def test_importing_a_list_never_links_ballots_of_another_plan(survey: Sipas) -> None:
    assert survey.done("sample", survey.survey, "import", _list(survey.folder))["added"] == 3
    assert survey("ballots", survey.survey, "print", survey.folder / "a.pdf").code == 2  # how many is still to be said
    out = survey.folder / "phiếu.pdf"
    survey.done("ballots", survey.survey, "print", out, "--count", 3)
    with pypdfium2.PdfDocument(out) as document:
        whole = "".join(page.get_textpage().get_text_range() for page in document)
    for name in ("Nguyễn Văn An", "Trần Thị Bình", "Phạm Thị Dung"):
        assert name not in whole
    assert survey.done("sample", survey.survey, "list")["with_ballot"] == 0
    assert survey.done("plans")["plans"][-1]["identity"] == "anonymous"


def test_who_may_import(survey: Sipas) -> None:
    file = _list(survey.folder)
    for name in ("Lan", "Hòa", "Giám sát"):
        assert survey("sample", survey.survey, "import", file, by=name).line
    assert survey("sample", survey.survey, "import", file, by="Hà").code == 0
