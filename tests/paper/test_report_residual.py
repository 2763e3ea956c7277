"""What the report says of the error that double keying leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sipas_desktop.domain.residual import NotEstimated, Residual
from sipas_desktop.paper.report_model import Measure, Paragraph, ReportContent
from tests.paper.conftest import PROCESS

FOUND = Residual(847_500, 31.68, 19, 47, 12.56, 47)


def words(content: ReportContent) -> str:
    return "\n".join(block.text for block in content.blocks if isinstance(block, Paragraph))


def told(sample: Callable[..., Any], residual: Residual | NotEstimated | None) -> ReportContent:
    content: ReportContent = sample(process=replace(PROCESS, residual=residual)).content()
    return content


def test_the_estimate_its_interval_and_its_assumptions(sample: Callable[..., Any]) -> None:
    content = told(sample, FOUND)
    text = words(content)
    for part in (
        "847.500 trường", "khoảng 32 trường sai", "từ 19 đến 47 trường", "0,037 trên 1.000 trường",
        "người chốt đối chiếu quyết định đúng", "không biết giá trị nhập lần 1", "12,6 lần", "theo 47 trường",
        "không nằm trong ước tính",
    ):  # fmt: skip
        assert part in text, part
    (figure,) = content.tables("quality")[0].row("residual").cells[2]
    assert (figure.text, figure.measure) == ("0,037", Measure.DECIMAL)


def test_of_ballots_keyed_once_it_says_that_it_says_nothing(sample: Callable[..., Any]) -> None:
    apart = "chỉ nói về các phiếu đã nhập hai lần"
    assert apart not in words(told(sample, FOUND))
    once = sample(process=replace(PROCESS, residual=FOUND, single_keyed=12)).content()
    assert apart in words(once)


def test_without_more_than_chance(sample: Callable[..., Any]) -> None:
    text = words(told(sample, replace(FOUND, agreed=2.64, correlation=1.0)))
    assert "khoảng 2,6 trường" in text
    assert "không cho thấy hai người cùng nhập sai nhiều hơn ngẫu nhiên" in text
    assert "còn dưới 0,1 trường sai" in words(told(sample, replace(FOUND, agreed=0.006, correlation=1.0)))


@pytest.mark.parametrize("why", NotEstimated)
def test_why_there_is_none(sample: Callable[..., Any], why: NotEstimated) -> None:
    content = told(sample, why)
    assert "Không ước tính được số trường còn sai như vậy vì" in words(content)
    assert [row.key for row in content.tables("quality")[0].rows if row.key == "residual"] == []


def test_where_nothing_was_keyed_twice_nothing_is_said(sample: Callable[..., Any]) -> None:
    assert "ước tính" not in words(told(sample, None))
