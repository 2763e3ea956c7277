"""The minutes of a draw say all that it takes to draw again, in both kinds of file, and become part of the history."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest

from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.minutes import make_minutes
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.workflow import MemberData, Wanted
from tests.surveys import CHEAP, Station, copied_station


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey of Huế's plan with a frame of sixty, thirteen of them drawn."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, "hue-2024") as here:
        members = [MemberData("frame", f"Công ty {n}", unit="Sở " + "AB"[n % 2], dossier=f"D-{n}") for n in range(60)]
        workflow.import_sample(here.admin, [*members, MemberData("frame", "Lặp"), MemberData("frame", "Lặp")], "0" * 64)
        workflow.draw_sample(here["Hà"], Wanted(815, "stratified", "unit", 11, 2))
        yield here


def pdf_words(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).split())


def docx_words(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).split())


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_they_say_what_was_drawn_from_what_and_how(desk: Station, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"biên bản.{kind}"
    made = make_minutes(desk.admin, out)
    assert made.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    said = pdf_words(out) if kind == "pdf" else docx_words(out)
    (drawn,) = queries.draws(desk.admin)
    for words in (
        "BIÊN BẢN",
        "/BB-SNV",
        "815",
        "61 dòng khác nhau",
        "01 dòng lặp lại",
        "phân tầng theo cơ quan, đơn vị",
        "11 người vào danh sách chính thức và 02 người vào danh sách dự phòng",
        "KT. GIÁM ĐỐC",
        "Người chứng kiến",
        drawn.frame_sha256,
        made.head,
    ):
        assert words in said, words
    assert "Công ty" not in said, "names only where the annex is asked for"
    assert queries.check_survey(desk.admin, made.head).problems == ()


def test_the_annex_has_the_lists(desk: Station, tmp_path: Path) -> None:
    out = tmp_path / "biên bản.pdf"
    make_minutes(desk.admin, out, annex=True)
    said = pdf_words(out)
    for name in ("official", "reserve"):
        for row in queries.sample_members(desk.admin, name):
            assert row.dossier in said


def test_a_draw_made_again_says_why_and_replacements_are_counted(desk: Station, tmp_path: Path) -> None:
    workflow.draw_sample(desk["Hà"], Wanted(816, "simple", "unit", 90, 2), again=True, reason="nhầm số lượng")
    out = tmp_path / "biên bản.docx"
    make_minutes(desk.admin, out)
    said = docx_words(out)
    assert "lần chọn thứ 2" in said and "Lý do: nhầm số lượng." in said
    assert "còn thiếu 29 người chính thức và 02 người dự phòng" in said
    make_minutes(desk.admin, out, 1)
    assert "lần chọn thứ 1" in docx_words(out)


def test_what_cannot_be_written_leaves_no_head(desk: Station, tmp_path: Path) -> None:
    before = queries.current_head(desk.admin)
    for out, number, code in (
        (tmp_path / "biên bản.txt", None, "draw.minutes_suffix"),
        (tmp_path / "không có" / "biên bản.pdf", None, "file.no_folder"),
        (tmp_path / "biên bản.pdf", 2, "draw.no_such"),
        (tmp_path / "biên bản.pdf", 0, "draw.no_such"),
    ):
        with pytest.raises(Refusal) as refused:
            make_minutes(desk.admin, out, number)
        assert refused.value.code == code
    assert queries.current_head(desk.admin) == before
