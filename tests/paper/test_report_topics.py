"""What the report says of open answers by topics: numbers that add up, a share of the answers, and no word of any."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.topics import Topic
from sipas_desktop.jobs.report import report_content
from sipas_desktop.paper.report_docx import write_docx
from sipas_desktop.paper.report_model import Paragraph
from sipas_desktop.paper.report_pdf import write_pdf
from sipas_desktop.paper.report_topics import SortedAnswers
from sipas_desktop.paper.report_xlsx import write_xlsx
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.queries import Filter
from tests.surveys import station

FOUND = SortedAnswers("Ý kiến khác", 8, 2, [("Thời gian chờ", 5), ("=Thái độ", 3), ("Cơ sở", 0)])


def test_numbers_and_shares_of_the_answers(sample: Callable[..., Any]) -> None:
    content = sample(topics=(FOUND,)).content()
    (table,) = content.tables("topics")
    assert table.caption.endswith(". Ý kiến theo chủ đề")
    cells = {row.key: [cell[0].text for cell in row.cells] for row in table.rows}
    assert cells == {
        "topic:1": ["Thời gian chờ", "5", "62,50%"], "topic:2": ["=Thái độ", "3", "37,50%"],
        "topic:3": ["Cơ sở", "0", "0,00%"], "unsorted": ["Chưa xếp chủ đề", "2", "25,00%"],
        "answers": ["Số phiếu có ghi ý kiến", "8", "100,00%"],
    }  # fmt: skip
    said = [block.text for block in content.blocks if isinstance(block, Paragraph)]
    assert any("xếp 06 trong 08 ý kiến" in text and "tỷ lệ tính trên số phiếu có ghi ý kiến" in text for text in said)


def test_nothing_is_said_without_topics_or_without_answers(sample: Callable[..., Any]) -> None:
    assert sample().content().tables("topics") == ()
    nothing = SortedAnswers("Ý kiến khác", 0, 0, [("Thời gian chờ", 0)])
    assert sample(topics=(nothing,)).content().tables("topics") == ()


def test_two_questions_have_a_table_each_with_its_name(sample: Callable[..., Any]) -> None:
    other = SortedAnswers("Đề nghị", 1, 1, [("Khác", 0)])
    captions = [table.caption for table in sample(topics=(FOUND, other)).content().tables("topics")]
    assert [caption.partition(". ")[2] for caption in captions] == [
        "Ý kiến theo chủ đề ở câu hỏi “Ý kiến khác”", "Ý kiến theo chủ đề ở câu hỏi “Đề nghị”",
    ]  # fmt: skip


def test_a_topic_is_no_formula_in_the_workbook(sample: Callable[..., Any], tmp_path: Path) -> None:
    content = sample(topics=(FOUND,)).content()
    write_pdf(content, tmp_path / "a.pdf")
    write_docx(content, tmp_path / "a.docx")
    write_xlsx(content, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    kinds = {
        cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line if cell.value == "=Thái độ"
    }
    assert kinds == {"s"}


def test_the_report_of_a_survey_counts_its_own_answers(tmp_path: Path) -> None:
    with station(tmp_path) as here:
        for serial, text in zip(here.received(2, batch=None), ("chờ lâu", "chị Lan gắt"), strict=True):
            for name, pass_no in (("Lan", 1), ("Mai", 2)):
                workflow.key_ballot(here[name], serial, pass_no, here.answers() | {"comment": Answer(a.WRITTEN, text)})
        assert report_content(here["Hà"], Filter(), head="").tables("topics") == ()
        workflow.set_topics(here["Hà"], "comment", [Topic("1", "Thời gian")])
        slow = next(each for each in queries.comments(here["Hà"], "comment") if each.text == "chờ lâu")
        workflow.sort_comment(here["Hà"], slow.id, ["1"])
        content = report_content(here["Hà"], Filter(), head="")
        (table,) = content.tables("topics")
        assert [row.cells[1][0].text for row in table.rows] == ["1", "1", "2"]
        assert "gắt" not in str(content) and "chờ lâu" not in str(content)
