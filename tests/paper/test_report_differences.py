"""Two reports side by side: each changed figure is named, alone, by its table, row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from sipas_desktop.paper.report_differences import Difference, Kind, differences, only_at
from sipas_desktop.paper.report_model import (
    Block,
    Chart,
    FactorBars,
    Figure,
    Heading,
    LevelBars,
    Paragraph,
    ReportContent,
    Run,
    Table,
)
from sipas_desktop.paper.report_pdf import pdf_bytes, pdf_with_places
from sipas_desktop.paper.report_places import Placed
from sipas_desktop.paper.report_words import Pages

Make = Callable[..., Any]
OTHER = str.maketrans("0123456789", "1234567890")


def beside(due: tuple[bytes, list[Placed]], found: ReportContent) -> list[Difference]:
    expected, placed = due
    with Pages(expected) as ours, Pages(pdf_bytes(found)) as theirs:
        return differences(ours, placed, theirs)


def compared(due: ReportContent, found: ReportContent) -> list[Difference]:
    return beside(pdf_with_places(due), found)


def with_block(content: ReportContent, old: Block, new: Block) -> ReportContent:
    """The section with one block changed."""
    return only(content, *(new if each is old else each for each in content.body))


def with_figure(table: Table, row: int, column: int, part: int, text: str) -> Table:
    figures = list(table.rows[row].cells[column])
    figures[part] = replace(figures[part], text=text)
    cells = list(table.rows[row].cells)
    cells[column] = tuple(figures)
    rows = list(table.rows)
    rows[row] = replace(rows[row], cells=tuple(cells))
    return replace(table, rows=tuple(rows))


def figures_of(table: Table) -> Iterator[tuple[int, int, int, Figure]]:
    """Row, column, part and figure of all that has a digit."""
    for row, each in enumerate(table.rows):
        for column, cell in enumerate(each.cells):
            for part, figure in enumerate(cell):
                if any(letter.isdigit() for letter in figure.text) and len(figure.text.split()) == 1:
                    yield row, column, part, figure


def only(content: ReportContent, *blocks: Block) -> ReportContent:
    """The section with just these blocks: a short one is laid out in no time."""
    return replace(content, body=blocks)


@pytest.mark.parametrize("section", [True, False])
def test_the_same_report_differs_in_nothing(sample: Make, section: bool) -> None:
    content = sample(section=section).content()
    assert compared(content, content) == []


@pytest.mark.parametrize("key", ["ballots", "levels", "unanswered", "factors", "units", "quality", "provenance"])
def test_each_figure_of_a_table_is_named_alone(sample: Make, key: str) -> None:
    content = sample(section=True).content()
    (table,) = content.tables(key)
    short = only(content, Heading(1, "I. Bảng"), table)
    due, tried = pdf_with_places(short), 0
    for row, column, part, figure in figures_of(table):
        text = figure.text.translate(OTHER)
        (found,) = beside(due, only(content, Heading(1, "I. Bảng"), with_figure(table, row, column, part, text)))
        tried += 1
        if len(figure.text) < 40:  # a longer one is broken in two words
            assert (found.kind, found.printed, found.expected) == (Kind.PRINTED, text, figure.text)
        names = [table.caption, table.columns[column].head]
        if len(table.columns[column].parts) > 1:
            names.append(table.columns[column].parts[part])
        assert all(name in found.where for name in names)
        assert found.table == key
    assert tried >= 2


def test_a_figure_is_named_in_a_whole_report_as_in_a_short_one(sample: Make) -> None:
    content = sample(section=True).content()
    (table,) = content.tables("units")
    (found,) = compared(content, with_block(content, table, with_figure(table, 1, 3, 0, "97,77%")))
    assert (found.printed, found.expected) == ("97,77%", "77,78%")
    assert found.where == f"{table.caption} › Phường Lê Lợi › Chỉ số hài lòng"


def test_neighbours_that_change_places_are_two_figures(sample: Make) -> None:
    content = sample(section=True).content()
    (table,) = content.tables("ballots")
    first, second = table.rows[0].cells[2][0].text, table.rows[2].cells[2][0].text
    assert first != second
    swapped = with_figure(with_figure(table, 0, 2, 0, second), 2, 2, 0, first)
    found = compared(content, with_block(content, table, swapped))
    assert [(each.printed, each.expected) for each in found] == [(second, first), (first, second)]


def test_a_changed_word_is_named_by_the_words_around_it(sample: Make) -> None:
    content = sample(section=True).content()
    for block in [each for each in content.blocks if isinstance(each, Paragraph)]:
        words = block.text.split(" ")
        place = max(range(len(words)), key=lambda at: len(words[at]))
        changed = " ".join((*words[:place], words[place] + "x", *words[place + 1 :]))
        short = only(content, block)
        (found,) = compared(short, only(content, replace(block, runs=(Run(changed),))))
        assert "x" in found.printed and found.kind is Kind.PRINTED
        assert found.expected.split()[0] in found.where


def test_a_sentence_that_grew_moves_nothing_else(sample: Make) -> None:
    content = sample(section=True).content()
    block = next(each for each in content.body if isinstance(each, Paragraph) and len(each.text) > 150)
    more = "Thêm một câu dài mà dữ liệu không hề nói đến, để các dòng sau phải dời xuống. " * 4
    found = compared(content, with_block(content, block, replace(block, runs=(*block.runs, Run(" " + more)))))
    added = " ".join(each.printed for each in found)
    assert sorted(added.split()) == sorted(more.split())
    assert all(not each.expected for each in found)


def test_a_label_of_a_chart_is_named_by_the_chart(sample: Make) -> None:
    content = sample(section=True).content()
    for chart in [each for each in content.blocks if isinstance(each, Chart)]:
        data = chart.data
        if isinstance(data, FactorBars):
            bars = (replace(data.bars[0], text="11,11%"), *data.bars[1:])
            other = replace(chart, data=replace(data, bars=bars))
        else:
            assert isinstance(data, LevelBars)
            texts = tuple("11,1" if text == max(data.bars[0].texts) else text for text in data.bars[0].texts)
            other = replace(chart, data=replace(data, bars=(replace(data.bars[0], texts=texts), *data.bars[1:])))
        (found,) = compared(content, with_block(content, chart, other))
        assert found.where.startswith(chart.caption)
        assert "11,1" in found.printed


def test_a_bar_that_is_longer_than_its_figure_says_is_seen(sample: Make) -> None:
    content = sample(section=True).content()
    (chart,) = content.charts("factors")
    data = chart.data
    assert isinstance(data, FactorBars)
    bars = (replace(data.bars[0], share=(data.bars[0].share or Fraction(0)) / 2), *data.bars[1:])
    (found,) = compared(content, with_block(content, chart, replace(chart, data=replace(data, bars=bars))))
    assert found.kind is Kind.DRAWN


def test_a_table_over_two_pages_names_its_rows_on_both(sample: Make) -> None:
    content = sample(section=True).content()
    (table,) = content.tables("levels")
    rows = tuple(replace(row, key=f"{row.key}-{n}") for n in range(8) for row in table.rows)
    long = replace(table, rows=rows)
    found = compared(only(content, long), only(content, with_figure(long, len(rows) - 2, 2, 0, "99")))
    assert [(each.page, each.printed) for each in found] == [(found[0].page, "99")]
    assert found[0].page > 1 and found[0].where.startswith(table.caption)


# -------------------------------------------------------------------------------- where the found one says more


def just(due: ReportContent, found: ReportContent) -> list[Difference]:
    """What differs at the places of ``due``, the report that is known in part."""
    expected, placed = pdf_with_places(due)
    with Pages(expected) as ours, Pages(pdf_bytes(found)) as theirs:
        return differences(ours, placed, theirs, only_at({each.place for each in placed}))


def test_a_figure_is_not_taken_for_the_same_one_in_the_chart_beside_it(sample: Make) -> None:
    content = sample(section=True).content()
    (table,), (chart,) = content.tables("factors"), content.charts("factors")
    assert isinstance(chart.data, FactorBars)
    last, column = len(table.rows) - 1, len(table.columns) - 2
    bars = tuple(replace(bar, text=table.rows[last].cells[column][0].text) for bar in chart.data.bars)
    same = replace(chart, data=replace(chart.data, bars=bars))
    assert just(only(content, table), only(content, table, same)) == []
    for row, at, part, figure in figures_of(table):
        altered = with_figure(table, row, at, part, figure.text.translate(OTHER))
        (found,) = just(only(content, table), only(content, altered, same))
        assert (found.printed, found.expected) == (figure.text.translate(OTHER), figure.text)
        assert found.where.startswith(f"{table.caption} › ")


def test_a_remark_that_quotes_a_sentence_stands_in_nobodys_way(sample: Make) -> None:
    content = sample(section=True).content()
    (table,) = content.tables("ballots")
    said = next(each for each in content.body if isinstance(each, Paragraph) and any(map(str.isdigit, each.text)))
    other = Paragraph((Run("Một nhận xét khác của cơ quan."),))
    due = only(content, said, table)
    assert just(due, only(content, other, said, other, said, table, said)) == []
    figure = max((word for word in said.text.split() if word[0].isdigit()), key=len)
    altered = replace(said, runs=(Run(said.text.replace(figure, figure.translate(OTHER))),))
    found = just(due, only(content, other, altered, table, said))
    assert found and {each.expected for each in found} <= {figure, *said.text.split()}


def test_a_sentence_that_is_not_there_is_missed(sample: Make) -> None:
    content = sample(section=True).content()
    (table,) = content.tables("ballots")
    said = Paragraph((Run("Thu về 12 phiếu."),))
    assert just(only(content, said, table), only(content, table))
    assert just(only(content, said, table), only(content, table, said))
    scattered = Paragraph((Run("Thu hồi. Về đâu? Năm 12 có phiếu. Thu một lần, về hai lần, 12 lần, phiếu."),))
    (found,) = just(only(content, said), only(content, scattered))
    assert found.expected


def test_a_table_over_other_pages_than_due_is_the_same(sample: Make) -> None:
    content = sample(section=True).content()
    (table,) = content.tables("levels")
    rows = tuple(replace(row, key=f"{row.key}-{n}") for n in range(8) for row in table.rows)
    long, said = replace(table, rows=rows), Paragraph((Run("Nhận xét dài. " * 200),))
    assert just(only(content, long), only(content, said, long)) == []
    (found,) = just(only(content, long), only(content, said, with_figure(long, len(rows) - 2, 2, 0, "99")))
    assert found.printed == "99"
