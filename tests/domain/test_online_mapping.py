"""Mappings of online sources: read, refused, written, guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.online_mapping import (
    EVERY,
    OnlineMapping,
    Rules,
    check_mapping,
    guess_target,
    guess_values,
    read_mapping,
    write_mapping,
)
from sipas_desktop.domain.toml_reader import BadFile
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.presets import find_preset
from tests.online import mapping_text

FORM = next(iter(find_preset("hue-2024").forms.values()))


def test_a_mapping_is_read() -> None:
    found = read_mapping(mapping_text(rules='official_accounts = ["@HUE.gov.vn"]\nstart = 2024-01-01'), "m.toml")
    assert (found.source, found.columns["Câu 1"], found.rules.accounts) == ("HueS", "Q1", frozenset({"@hue.gov.vn"}))
    assert found.code_of("Q1", "  RẤT  hài lòng ", rated=True) == "5"
    assert found.code_of("@unit", "rất hài lòng") is None
    check_mapping(found, FORM)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('"Mã hồ sơ" = "@dossier"', '"Mã xác thực" = "@dossier"'), "O002"),
        (('"@phone"', '"@telephone"'), "O001"),
        (('"@phone"', '"@dossier"'), "O003"),
        (('"@answered"', '"@channel"'), "O004"),
        (('source = "HueS"', 'source = " "'), "O005"),
        (("[rules]", '[rules]\nkeep = "both"'), "O001"),
        (("[rules]", "[rules]\nstart = 2024-02-01\nend = 2024-01-01"), "P008"),
        (("[rules]", "[rules]\nwhat = 1"), "F004"),
        (("format = 1", "format = 2"), "F005"),
        (("[columns]", "[columns"), "F000"),
    ],
)
def test_what_is_wrong_in_a_mapping_is_told(change: tuple[str, str], code: str) -> None:
    text = mapping_text()
    assert change[0] in text
    with pytest.raises(BadFile) as caught:
        read_mapping(text.replace(*change), "m.toml")
    assert code in {problem.code for problem in caught.value.problems}
    assert all(problem.line(lang) for problem in caught.value.problems for lang in ("vi", "en"))


@pytest.mark.parametrize("change", [('"Q1"', '"Q99"'), ('[values."*"]', '[values."QX"]')])
def test_a_question_that_the_form_does_not_have_is_refused(change: tuple[str, str]) -> None:
    with pytest.raises(Refusal) as caught:
        check_mapping(read_mapping(mapping_text().replace(*change), "m.toml"), FORM)
    assert caught.value.code == "online.unknown_question"


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("Thời gian trả lời", "@answered"),
        ("Dấu thời gian", "@answered"),
        ("Ngày nhận kết quả", "@resulted"),
        ("Mã hồ sơ", "@dossier"),
        ("SĐT", "@phone"),
        ("Địa chỉ thư điện tử", "@account"),
        ("Tên công chức tiếp nhận", "@officer"),
        ("Mã xác thực", ""),
        ("Mã OTP", ""),
        ("Câu 3", "Q3"),
        ("7.", "Q7"),
        ("Q10", "Q10"),
        ("Ghi chú nội bộ", ""),
    ],
)
def test_headings_are_guessed(heading: str, target: str) -> None:
    assert guess_target(heading, FORM) == target


def test_every_question_is_guessed_from_its_own_words() -> None:
    assert [guess_target(question.text, FORM) for question in FORM.rated] == [each.code for each in FORM.rated]
    assert guess_values(FORM)[EVERY]["hài lòng"] == "4"


TEXTS = st.text(min_size=1, max_size=12).map(normalise).filter(lambda text: text and "\x00" not in text)


@given(st.dictionaries(TEXTS, st.sampled_from(["Q1", "overall"]), max_size=1), st.dictionaries(TEXTS, TEXTS), TEXTS)
def test_what_is_written_is_read_back(columns: dict[str, str], values: dict[str, str], source: str) -> None:
    folded = {text.casefold(): code for text, code in values.items()}
    mapping = OnlineMapping(source, "", "hues", "", {"Ngày": "@answered"} | columns, {"*": folded}, Rules())
    try:
        found = read_mapping(write_mapping(mapping), "m.toml")
    except BadFile as bad:
        assert {problem.code for problem in bad.problems} <= {"O002"}  # noqa: PT017
        return
    assert (found.source, found.columns, found.rules) == (source, mapping.columns, Rules())
    assert found.values["*"] == {normalise(text).casefold(): code for text, code in folded.items()}
