"""Remarks: what a report is about in one spelling, and how a text is kept."""

from __future__ import annotations

import datetime
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop import paths
from sipas_desktop.domain.plan_file import load_plan
from sipas_desktop.domain.remark import About, is_of_plan, is_printable, is_tidy, read_about, tidied

DAY = datetime.date(2021, 6, 14)


@pytest.mark.parametrize(
    ("about", "key"),
    [
        (About(), "{}"),
        (About(wave="quy-1"), '{"wave":"quy-1"}'),
        (About(until=DAY, channel="cong-dvc"), '{"channel":"cong-dvc","until":"2021-06-14"}'),
        (About("nhom-1", "Một cửa"), '{"group":"nhom-1","unit":"Một cửa"}'),
    ],
)
def test_what_a_report_is_about_has_one_spelling(about: About, key: str) -> None:
    assert about.key == key
    assert read_about(about.said) == about


@pytest.mark.parametrize(
    "said",
    [
        {"until": "14/06/2021"},
        {"until": "2021-W24-1"},
        {"until": "20210614"},
        {"wave": ""},
        {"wave": 1},
        {"wave": None},
        {"officer": "A"},
        {"group": "g", "sector": "s"},
    ],
)
def test_what_no_program_wrote_is_not_read(said: dict[str, Any]) -> None:
    assert read_about(said) is None


@pytest.mark.parametrize(
    ("about", "right"),
    [
        (About(), True),
        (About(wave="quy-1"), True),
        (About(until=DAY, unit="bất kỳ"), True),  # units are the catalogue's
        (About(wave="quy-5"), False),
        (About(group="quy-1"), False),
        (About(channel="quy-1"), False),
    ],
)
def test_group_wave_and_channel_are_of_the_plan(about: About, right: bool) -> None:
    plan, _ = load_plan(paths.forms() / "ha-tinh-2024")
    assert is_of_plan(about, plan) is right


def test_a_text_is_kept_as_paragraphs_without_stray_spaces() -> None:
    typed = "  Một là,   thêm người.\r\n\r\n\tHai là, sửa “Quy chế”. \n"
    assert tidied(typed) == "Một là, thêm người.\nHai là, sửa “Quy chế”."
    assert tidied(unicodedata.normalize("NFD", "Kiến nghị")) == "Kiến nghị"


@given(st.text())
def test_keeping_a_kept_text_changes_nothing(typed: str) -> None:
    kept = tidied(typed)
    assert tidied(kept) == kept
    assert is_tidy(kept) is (bool(kept) and is_printable(kept))


@pytest.mark.parametrize("text", ["a\x00b", "a\x01b", "a\x1bb", "a\ud800b", "a\uffffb", "a\x7fb"])
def test_what_no_document_holds_is_not_kept(text: str) -> None:
    assert not is_tidy(text)


@pytest.mark.parametrize("text", ["Đề nghị – “thêm” 10 %", "một\nhai", "a\u200bb", "1…2", "😀"])
def test_what_people_write_is_kept(text: str) -> None:
    assert is_tidy(text)


def test_a_text_that_is_too_long_is_not_kept() -> None:
    assert is_tidy("a" * 20_000) and not is_tidy("a" * 20_001)
