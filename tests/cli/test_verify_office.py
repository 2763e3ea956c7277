"""``sipas report --verify`` on Word documents and workbooks: as they were made, edited by the office, doctored."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from tests.cli.calls import Sipas
from tests.cli.reports import verified
from tests.cli.test_verify import LEVELS, settle


@pytest.fixture(scope="session")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office") / "once"


@pytest.fixture
def settled(survey: Sipas, _once: Path) -> Sipas:
    """A survey with some settled ballots and its report as a document and as a workbook."""
    if _once.exists():
        shutil.copytree(_once, survey.folder, dirs_exist_ok=True)
    else:
        settle(survey, LEVELS)
        for kind in ("docx", "xlsx"):
            survey.done("report", survey.survey, survey.folder / f"báo cáo.{kind}", by="Hà")
        shutil.copytree(survey.folder, _once)
    return survey


def report_of(survey: Sipas, kind: str) -> Path:
    return survey.folder / f"báo cáo.{kind}"


def edit(file: Path, change: Callable[[Any], None]) -> None:
    """Open the document as python-docx does, change it, save it."""
    document = docx.Document(str(file))
    change(document)
    document.save(str(file))


def rewrite(file: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change the parts of the file."""
    with zipfile.ZipFile(file) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)


def replace(part: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[part], (part, old)
        parts[part] = parts[part].replace(old.encode(), new.encode())

    return change


def said(differs: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(each["printed"], each["expected"]) for each in differs}


def part_with(file: Path, folder: str, words: str) -> str:
    with zipfile.ZipFile(file) as source:
        return next(
            name for name in source.namelist() if name.startswith(folder) and words.encode() in source.read(name)
        )


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_report_passes_its_own_check(settled: Sipas, kind: str) -> None:
    found = settled.done("report", settled.survey, "--verify", report_of(settled, kind), by="Hà")
    assert (found["ok"], found["differs"], found["not_checked"], found["own"]) == (True, [], [], [])
    assert found["same_bytes"]
    assert found["figures"]["compared"] == found["figures"]["due"] > 60


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("options", [("--section",), ("--until", "2099-12-31"), ("--definition", "pooled")])
def test_parts_and_forms_of_a_report_pass_too(settled: Sipas, kind: str, options: tuple[str, ...]) -> None:
    out = settled.folder / f"phần.{kind}"
    settled.done("report", settled.survey, out, *options)
    found = settled.done("report", settled.survey, "--verify", out)
    assert (found["ok"], found["not_checked"], found["own"]) == (True, [], [])


def test_a_notice_passes(settled: Sipas) -> None:
    out = settled.folder / "thông báo.docx"
    settled.done("report", settled.survey, out, "--notice")
    assert settled.done("report", settled.survey, "--verify", out)["ok"]


def office(document: Any) -> None:
    """What an office does before it signs: remarks, other words, a table of its own, no word of drafts."""
    sentence = next(each for each in document.paragraphs if "75,00%" in each.text)
    text = sentence.text
    for run in sentence.runs[1:]:
        run.text = ""
    sentence.runs[0].text = "Nhìn chung, " + text[0].lower() + text[1:].replace("75,00%", "75,00 %")
    document.add_paragraph("Ủy ban nhân dân phường đã họp 3 lần để xem xét kết quả.")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Biện pháp", "Số lần"
    table.cell(1, 0).text, table.cell(1, 1).text = "Nhắc nhở", "12"
    draft = next(each for each in document.paragraphs if each.text.startswith("(Dự thảo"))
    draft.text = "Ủy ban nhân dân phường nhận thấy:"


def test_what_the_office_writes_is_not_judged_and_the_figures_hold(settled: Sipas) -> None:
    out = report_of(settled, "docx")
    edit(out, office)
    found = settled.done("report", settled.survey, "--verify", out)
    assert (found["ok"], found["differs"], found["same_bytes"]) == (True, [], False)
    assert found["figures"]["compared"] == found["figures"]["due"]
    assert any("họp 3 lần" in each for each in found["own"]) and any("Nhắc nhở" in each for each in found["own"])
    lines = settled.run("report", settled.survey, "--verify", out).out.splitlines()
    assert lines[0] == "Các số liệu so được trong báo cáo đều khớp với dữ liệu."
    assert f"{found['figures']['compared']} trên {found['figures']['due']}" in lines[1]


def test_every_altered_figure_of_an_edited_document_is_named(settled: Sipas) -> None:
    out = report_of(settled, "docx")
    edit(out, office)
    rewrite(out, replace("word/document.xml", "75,00", "95,00"))
    differs = verified(settled, out)
    assert said(differs) == {("95,00%", "75,00%")}
    assert len(differs) > 3
    assert any(each["where"].startswith("Bảng") and " › " in each["where"] for each in differs)
    assert any(each["where"].startswith("“Tỷ lệ hài lòng: 95") for each in differs)


def test_figures_that_are_all_gone_from_a_table_and_rows_that_are_too_many_are_named(settled: Sipas) -> None:
    out = report_of(settled, "docx")

    def change(document: Any) -> None:
        table = next(each for each in document.tables if each.cell(0, 0).text == "Yếu tố" or len(each.columns) > 4)
        row = table.add_row()
        row.cells[0].text, row.cells[1].text = "Câu 99", "31"
        row.cells[-1].text = "88,00%"

    edit(out, change)
    differs = verified(settled, out)
    assert len(differs) == 1 and "88,00%" in differs[0]["printed"] and not differs[0]["expected"]


def test_a_deleted_draft_is_no_difference_but_counts_as_not_compared(settled: Sipas) -> None:
    out = report_of(settled, "docx")
    gone: list[str] = []

    def change(document: Any) -> None:
        at = next(n for n, each in enumerate(document.paragraphs) if each.text.startswith("(Dự thảo"))
        draft = document.paragraphs[at + 1]
        gone.append(draft.text)
        draft._p.getparent().remove(draft._p)

    edit(out, change)
    found = settled.done("report", settled.survey, "--verify", out)
    assert any(letter.isdigit() for letter in gone[0])
    assert found["ok"] and found["not_checked"]
    assert found["figures"]["compared"] < found["figures"]["due"]


def test_hidden_and_deleted_words_do_not_stand_in_for_what_is_shown(settled: Sipas) -> None:
    out = report_of(settled, "docx")

    def change(document: Any) -> None:
        for table in document.tables:
            for cell in (cell for row in table.rows for cell in row.cells if cell.text.startswith("Đầu chuỗi")):
                row = next(row for row in table.rows if cell._tc in row._tr)
                shown = row.cells[1].paragraphs[0]
                shown.runs[0].font.hidden = True
                shown.add_run("0" * 64)

    edit(out, change)
    differs = verified(settled, out)
    assert [(each["printed"], len(each["expected"])) for each in differs] == [("0" * 64, 64)]


def test_a_document_without_its_hashes_is_tied_to_nothing(settled: Sipas) -> None:
    out = report_of(settled, "docx")

    def change(document: Any) -> None:
        table = next(each for each in document.tables if each.cell(0, 0).text == "Nội dung")
        table._tbl.getparent().remove(table._tbl)

    edit(out, change)
    assert any(len(each["expected"]) == 64 and not each["printed"] for each in verified(settled, out))


def test_what_a_chart_of_a_document_draws_is_compared(settled: Sipas) -> None:
    out = report_of(settled, "docx")
    chart = part_with(out, "word/charts/", "0.75<")
    rewrite(out, replace(chart, ">0.75<", ">0.95<"))
    differs = verified(settled, out)
    assert said(differs) == {("95%", "75%")}
    assert all(each["where"].startswith("Biểu đồ") for each in differs)


def test_a_report_that_the_history_left_behind_still_holds_and_a_forged_head_does_not(settled: Sipas) -> None:
    settle(settled, ["1"] * 9, "sau")
    for kind in ("xlsx", "docx"):
        found = settled.done("report", settled.survey, "--verify", report_of(settled, kind))
        assert found["ok"] and found["since"] > 9
    out = report_of(settled, "docx")
    head = found["head"]
    forged = ("1" if head[0] != "1" else "2") + head[1:]

    def change(parts: dict[str, bytes]) -> None:
        for name in parts:
            parts[name] = parts[name].replace(head.encode(), forged.encode())

    rewrite(out, change)
    differs = verified(settled, out)
    assert {(each["printed"], each["expected"]) for each in differs if each["where"]} >= {(forged, head)}


# --------------------------------------------------------------------------------------------------------- workbooks


def sheets_of(file: Path) -> dict[str, str]:
    """Sheet → its part."""
    book = openpyxl.load_workbook(file)
    return {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(book.sheetnames, start=1)}


def test_a_changed_count_and_a_changed_share_are_named(settled: Sipas) -> None:
    out = report_of(settled, "xlsx")
    sheet = sheets_of(out)["Tổng hợp"]
    with zipfile.ZipFile(out) as source:
        assert "<v>0.75</v>" in source.read(sheet).decode()
    rewrite(out, replace(sheet, "<v>0.75</v>", "<v>0.95</v>"))
    differs = verified(settled, out)
    assert said(differs) == {("95,00%", "75,00%")}


def test_a_formula_that_was_changed_beside_its_right_value_is_named(settled: Sipas) -> None:
    out = report_of(settled, "xlsx")
    sheet = sheets_of(out)["Tổng hợp"]
    rewrite(out, replace(sheet, "<f>", "<f>0.2+"))
    differs = verified(settled, out)
    assert {each["kind"] for each in differs} == {"formula"}
    assert all(each["printed"].startswith("0.2+") for each in differs)


def test_a_constant_in_the_place_of_a_formula_passes_only_where_it_is_its_value(settled: Sipas) -> None:
    out = report_of(settled, "xlsx")
    book = openpyxl.load_workbook(out, data_only=True)
    book.save(out)
    assert settled.done("report", settled.survey, "--verify", out)["ok"]
    cell = next(cell for row in book["Tổng hợp"].iter_rows() for cell in row if cell.value == 0.75)
    cell.value = 0.7500001
    book.save(out)
    assert said(verified(settled, out)) == {("75,00001%", "75,00%")}


def test_a_workbook_that_a_program_without_arithmetic_saved_holds_by_its_formulas(settled: Sipas) -> None:
    out = report_of(settled, "xlsx")
    book = openpyxl.load_workbook(out)
    book.save(out)
    found = settled.done("report", settled.survey, "--verify", out)
    assert (found["ok"], found["differs"]) == (True, [])
    sheet = book["Câu hỏi"]
    cell = next(
        cell for row in sheet.iter_rows(min_row=6) for cell in row if isinstance(cell.value, int) and cell.value > 3
    )
    cell.value += 2
    book.save(out)
    assert verified(settled, out)[0]["kind"] == "printed"


def test_a_number_format_that_shows_another_number_is_named(settled: Sipas) -> None:
    out = report_of(settled, "xlsx")
    book = openpyxl.load_workbook(out)
    cell = next(cell for row in book["Tổng hợp"].iter_rows() for cell in row if cell.number_format == "0.00%")
    cell.number_format = '"95,00%"'
    book.save(out)
    assert [each["kind"] for each in verified(settled, out)] == ["format"]


def test_rows_and_sheets_of_the_office_move_nothing(settled: Sipas) -> None:
    out = report_of(settled, "xlsx")
    book = openpyxl.load_workbook(out, data_only=True)
    for sheet in book.worksheets:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_rows(3, 2)
        sheet.cell(3, 1).value = "Ghi chú 2026 của cơ quan"
    book.create_sheet("Của cơ quan").append(["Tổng", 5])
    book.save(out)
    found = settled.done("report", settled.survey, "--verify", out)
    assert (found["ok"], found["differs"]) == (True, [])
    assert found["figures"]["compared"] == found["figures"]["due"]
    assert "Của cơ quan" in found["own"] and any("Ghi chú 2026" in each for each in found["own"])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_report_that_another_office_suite_saved_anew_holds(settled: Sipas, kind: str, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    source = tmp_path / f"r.{kind}"
    shutil.copy(report_of(settled, kind), source)
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    found = settled.done("report", settled.survey, "--verify", tmp_path / "out" / source.name)
    assert (found["ok"], found["differs"], found["own"]) == (True, [], [])
    assert found["figures"]["compared"] > 0.9 * found["figures"]["due"]


# ---------------------------------------------------------------------------------------------- files meant to do harm


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><w>&b;</w>'
DEEP = b"<w>" * 100_000 + b"</w>" * 100_000
HARM: dict[str, bytes | None] = {
    "entities": LAUGHS,
    "entities in another encoding": LAUGHS.decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16"),
    "deep": DEEP,
    "huge": b"<w>" + b" " * (60 * 2**20) + b"</w>",
    "cut off": b"<w:document",
    "not XML": b"\x00\xff\x00",
    "no such encoding": b'<?xml version="1.0" encoding="klingon"?><w/>',
    "missing": None,
}


@pytest.mark.parametrize("harm", HARM)
@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("docx", "word/document.xml"),
        ("docx", "docProps/custom.xml"),
        ("docx", "_rels/.rels"),
        ("docx", "word/charts/chart1.xml"),
        ("xlsx", "xl/workbook.xml"),
        ("xlsx", "xl/worksheets/sheet2.xml"),
        ("xlsx", "xl/styles.xml"),
        ("xlsx", "xl/charts/chart1.xml"),
    ],
)
def test_a_part_that_is_meant_to_do_harm_gets_one_clear_line(settled: Sipas, kind: str, part: str, harm: str) -> None:
    out = report_of(settled, kind)

    def change(parts: dict[str, bytes]) -> None:
        assert part in parts
        data = HARM[harm]
        if data is None:
            del parts[part]
        else:
            parts[part] = data

    rewrite(out, change)
    told = settled("report", settled.survey, "--verify", out)
    if harm == "missing" and "charts" in part:
        assert told.code == 0  # a chart that the office took out
    else:
        assert told.code == 2
        assert "Traceback" not in told.err and told.line


def test_a_zip_that_claims_more_than_it_may_hold_or_says_a_name_twice_is_refused(settled: Sipas) -> None:
    out = report_of(settled, "docx")
    with zipfile.ZipFile(out, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr("word/document.xml", b"<w/>")
    assert settled("report", settled.survey, "--verify", out).code == 2
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for number in range(5):
            target.writestr(f"word/media/{number}", b"\0" * (40 * 2**20))
    out.write_bytes(bomb.getvalue())
    told = settled("report", settled.survey, "--verify", out)
    assert told.code == 2 and "DOCX" in told.line


@pytest.mark.parametrize("content", [b"PK\3\4 nothing", b"PK", b"PK\5\6" + b"\0" * 18])
def test_a_zip_of_nothing_is_refused(settled: Sipas, content: bytes) -> None:
    file = settled.folder / "rỗng.docx"
    file.write_bytes(content)
    assert settled("report", settled.survey, "--verify", file).code == 2


def test_a_document_of_somebody_else_is_refused(settled: Sipas) -> None:
    file = settled.folder / "khác.docx"
    docx.Document().save(str(file))
    told = settled("report", settled.survey, "--verify", file)
    assert told.code == 2 and "không phải là báo cáo" in told.line


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_package_tells_the_figures_of_a_document_and_a_workbook(settled: Sipas, kind: str) -> None:
    package, out = settled.folder / "gói.zip", report_of(settled, kind)
    settled.done("export", settled.survey, package, by="Hà")
    found = settled.done("report", package, "--verify", out)
    assert (found["ok"], found["differs"]) == (True, [])
    assert found["figures"]["compared"] > 50
    assert any("nhập và đối chiếu" in each for each in found["not_checked"])
    part = "word/document.xml" if kind == "docx" else sheets_of(out)["Tổng hợp"]
    old, new = ("(75,00%)", "(95,00%)") if kind == "docx" else ("<v>0.75</v>", "<v>0.95</v>")
    rewrite(out, replace(part, old, new))  # in the document, that of the draft
    told = settled("report", package, "--verify", out)
    assert told.code == 3 and said(told.json["differs"]) == {("95,00%", "75,00%")}
