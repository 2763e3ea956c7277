"""The workbook's formulas: from the counts alone they give every share, mean and index that the report prints."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from sipas_desktop import paths
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.index import BallotCounts, compute
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.plan_file import load_plan
from sipas_desktop.paper.report_reached import UnitReached
from sipas_desktop.paper.report_xlsx import xlsx_bytes
from tests.paper.conftest import COUNTS

Make = Callable[..., Any]
PRESETS = sorted(folder.name for folder in paths.forms().iterdir() if (folder / "plan.toml").exists())
UNITS = (UnitReached("1", "Một cửa", 30, 40, 35, 32), UnitReached("2", "Phường Hai", None, 0, 3, 3))
_REF = re.compile(r"(?:'([^']+)'!)?\b([A-Z]{1,2}[0-9]+)\b")


def loaded(data: bytes, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def formulas_of(book: Workbook) -> dict[tuple[str, str], str]:
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def evaluate(book: Workbook, sheet: str, cell: str) -> Any:
    """The value of a cell by its formula: the few functions that the report uses, nothing else."""
    value = book[sheet][cell].value
    if book[sheet][cell].data_type != "f":
        return value
    named: dict[str, Any] = {}

    def name(found: re.Match[str]) -> str:
        named[f"v{len(named)}"] = evaluate(book, found[1] or sheet, found[2])
        return f"v{len(named) - 1}"

    text = _REF.sub(name, value.removeprefix("=")).replace("=0,", "==0,")
    text = re.sub(r"^IF\((v\d+==0),(\"–\"),(.*)\)$", r"(\2 if \1 else \3)", text)
    text = re.sub(r"^IFERROR\((.*),\"–\"\)$", r"\1", text)
    return eval(text, {"__builtins__": {}}, named | {"AVERAGE": average, "MAX": max})


def average(*values: Any) -> float:
    """As spreadsheets do: what is text does not count."""
    known = [value for value in values if not isinstance(value, str)]
    return sum(known) / len(known)


def address(book: Workbook, sheet: str, label: str, after: int) -> str:
    """The cell that stands ``after`` cells right of ``label``."""
    found = next(cell for row in book[sheet].iter_rows() for cell in row if cell.value == label)
    return str(book[sheet].cell(found.row, found.column + after).coordinate)


@pytest.mark.parametrize("definition", IndexDefinition)
def test_formulas_give_what_is_written_beside_them(sample: Make, definition: IndexDefinition) -> None:
    codes = [factor.code for factor in sample().form.factors]
    plan = {"index": definition, "weights": dict(zip(codes, [1.0, 0.5, 2, 0.333333333333, 1, 0.25], strict=True))}
    data = xlsx_bytes(sample(plan=plan, fully=(11, 30), reached=UNITS).content())
    book, values = loaded(data), loaded(data, values=True)
    formulas = formulas_of(book)
    assert len(formulas) > 70
    for sheet, cell in formulas:
        assert evaluate(book, sheet, cell) == pytest.approx(values[sheet][cell].value, rel=1e-12), (sheet, cell)
    index = next(cell for (sheet, cell) in formulas if sheet == "Tổng hợp")
    due = sample(plan=plan, fully=(11, 30)).figures.index
    assert values["Tổng hợp"][index].value == pytest.approx(float(due / 100))


@pytest.mark.parametrize("preset", [*PRESETS, "whole_form"])
def test_every_form_s_workbook_computes_itself(preset: str, sample: Make) -> None:
    if preset == "whole_form":  # several scales
        source = (Path(__file__).parent.parent / "data" / "whole_form.toml").read_text(encoding="utf-8")
        plan, forms = None, {"whole": read_form(source, "whole_form.toml")}
    else:
        plan, forms = load_plan(paths.forms() / preset)
    for form in forms.values():
        counts = {
            question.code: {level.code: 3 + number * place for place, level in enumerate(question.scale.levels)}
            for number, question in enumerate(form.rated)
            if question.scale
        }
        asked = {"index": plan.index, "weights": plan.weights} if plan else {"index": IndexDefinition.MEAN_SCORE}
        data = xlsx_bytes(sample(form=form, counts=counts, plan=asked).content())
        book, values = loaded(data), loaded(data, values=True)
        assert formulas_of(book)
        for sheet, cell in formulas_of(book):
            assert evaluate(book, sheet, cell) == pytest.approx(values[sheet][cell].value, rel=1e-12), (sheet, cell)


@pytest.mark.parametrize("definition", [IndexDefinition.OVERALL, IndexDefinition.POOLED, IndexDefinition.MEAN_SCORE])
def test_another_count_gives_the_figures_of_other_answers(sample: Make, definition: IndexDefinition) -> None:
    made = sample(plan={"index": definition})
    book = loaded(xlsx_bytes(made.content()))
    changed = COUNTS | {"Q1": COUNTS["Q1"] | {"5": 19}, "overall": COUNTS["overall"] | {"1": 9}}
    book["Câu hỏi"][address(book, "Câu hỏi", "Tiếp cận thông tin", 9)].value = 19
    book["Câu hỏi"][address(book, "Câu hỏi", "Toàn bộ quá trình", 1)].value = 9
    other = compute(made.form, definition, changed, made.figures.ballots)
    index = next(cell for (sheet, cell) in formulas_of(book) if sheet == "Tổng hợp")
    assert evaluate(book, "Tổng hợp", index) == pytest.approx(float((other.index or 0) / 100))
    factor = address(book, "Yếu tố", made.form.factors[0].title, 2)
    assert evaluate(book, "Yếu tố", factor) == pytest.approx(float((other.factors[0].satisfied_percent or 0) / 100))


def test_the_text_of_formulas(sample: Make) -> None:
    book = loaded(xlsx_bytes(sample(reached=UNITS).content()))
    row = book["Câu hỏi"]
    cell = address(book, "Câu hỏi", "Toàn bộ quá trình", 0)
    at = re.sub(r"\D", "", cell)
    assert row[f"D{at}"].value == f'=IF(M{at}=0,"–",(C{at})/M{at})'
    assert row[f"M{at}"].value == f"=C{at}+E{at}+G{at}+I{at}+K{at}"
    assert row[f"N{at}"].value == f'=IF(M{at}=0,"–",(I{at}+K{at})/M{at})'
    assert row[f"O{at}"].value == f'=IF(M{at}=0,"–",(1*C{at}+2*E{at}+3*G{at}+4*I{at}+5*K{at})/M{at})'
    assert book["Thu phiếu"]["G6"].value == "=MAX(0,F6-E6)"
    assert book["Thu phiếu"]["H6"].value == '=IF(C6=0,"–",(D6)/C6)'
    assert (book["Thu phiếu"]["F7"].value, book["Thu phiếu"]["G7"].value) == ("–", "–")


def test_what_nobody_answered_is_a_dash_and_no_formula(sample: Make) -> None:
    made = sample(counts=COUNTS | {"Q1": {".": 31}})
    book = loaded(xlsx_bytes(made.content()))
    cells = [book["Câu hỏi"][address(book, "Câu hỏi", "Tiếp cận thông tin", after)] for after in (2, 12, 13)]
    assert [(cell.value, cell.data_type) for cell in cells] == [("–", "s")] * 3


def test_heads_stay_where_a_sheet_has_one_table(sample: Make) -> None:
    book = loaded(xlsx_bytes(sample(reached=UNITS).content()))
    kept = {sheet.title: (sheet.freeze_panes, sheet.print_title_rows) for sheet in book.worksheets}
    assert kept == {
        "Tổng hợp": (None, None),
        "Câu hỏi": ("C7", "$5:$6"),
        "Không trả lời": ("A6", "$5:$5"),
        "Yếu tố": ("A6", "$5:$5"),
        "Đơn vị": ("A6", "$5:$5"),
        "Thu phiếu": ("A6", "$5:$5"),
        "Chất lượng": (None, None),
    }


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_computes_the_same(sample: Make, tmp_path: Path) -> None:
    data = xlsx_bytes(sample(reached=UNITS).content())
    bare = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():  # without the values that stand beside the formulas
            member = source.read(name)
            if name.startswith("xl/worksheets/"):
                member = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", member)
            target.writestr(name, member)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(bare)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    computed = loaded((tmp_path / "out" / "bare.xlsx").read_bytes(), values=True)
    printed = loaded(data, values=True)
    for sheet, cell in formulas_of(loaded(data)):
        assert computed[sheet][cell].value == pytest.approx(printed[sheet][cell].value, rel=1e-12), (sheet, cell)


def test_ballots_of_nothing_are_no_share(sample: Make) -> None:
    ballots = BallotCounts(0, 0, 31, {}, 31, 31, online=31)
    data = xlsx_bytes(sample(ballots=ballots).content())
    book, values = loaded(data), loaded(data, values=True)
    for sheet, cell in formulas_of(book):
        assert evaluate(book, sheet, cell) == pytest.approx(values[sheet][cell].value, rel=1e-12)
