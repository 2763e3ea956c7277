"""Spellings that may be taken as equal, and all that may not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain.answer import WRITTEN, Answer
from sipas_desktop.domain.spelling import modern_tones, spelled_alike, taken_spelling
from sipas_desktop.domain.vietnamese import VIETNAMESE_LETTERS, normalise


def words(text: str) -> Answer:
    return Answer(WRITTEN, text)


# As today's textbooks and dictionaries write them: nothing is moved.
RIGHT = [
    "hoà", "hoá", "khoẻ", "loè", "thuỷ", "thuý", "quý", "quỳ", "quỷ", "quả", "quốc", "quyển", "quét", "già",
    "giá", "giếng", "giờ", "gì", "gìn", "giặt", "toán", "hoàn", "khoảng", "khoác", "huỳnh", "huýt", "huế",
    "thuế", "tuấn", "thuở", "của", "mùa", "mía", "kìa", "cứu", "hưởng", "nước", "người", "cửa", "ngoài", "xoáy",
    "ngoáy", "cuối", "chuối", "tuổi", "nhiều", "kiểu", "muỗi", "yếu", "yến", "uống", "ước", "óng", "ổn", "ấm",
    "ắt", "mài", "máy", "sáu", "chèo", "đều", "dịu", "núi", "ngửi", "bưởi", "rượu", "hươu", "khuỷu", "nghĩa",
    "tiền", "bệnh", "nghệ", "phường", "Đặng", "Nguyễn", "Hoà", "Uý", "ỉu", "loét", "xoè", "ngoằn", "quáng",
    "quẩy", "quơ", "thuổng", "duyệt", "nguyệt", "chuyển", "Đoàn",
]  # fmt: skip


@pytest.mark.parametrize("word", RIGHT)
def test_what_is_written_as_in_textbooks_stays(word: str) -> None:
    assert modern_tones(word) == word
    assert modern_tones(word.upper()) == word.upper()


@pytest.mark.parametrize(
    ("habit", "modern"),
    [
        ("hòa", "hoà"), ("HÒA", "HOÀ"), ("khỏe", "khoẻ"), ("thủy", "thuỷ"), ("Thúy", "Thuý"), ("ủy ban", "uỷ ban"),
        ("tóan", "toán"), ("hòan", "hoàn"), ("khỏang", "khoảng"), ("qúy", "quý"), ("qủa", "quả"), ("gìa", "già"),
        ("cuả", "của"), ("muà", "mùa"), ("kià", "kìa"), ("nứơc", "nước"), ("ngừơi", "người"), ("thúê", "thuế"),
        ("hòa\u0301", "hòá"), ("chờ lâu", "chờ lâu"), ("Xã Hòa Khánh, thị xã Hòa An", "Xã Hoà Khánh, thị xã Hoà An"),
    ],
)  # fmt: skip
def test_tone_marks_go_where_textbooks_put_them(habit: str, modern: str) -> None:
    assert modern_tones(habit) == normalise(modern)


@pytest.mark.parametrize(
    ("a", "b"),
    [("hòa", "hoà"), ("Chờ lâu", "chờ lâu"), ("CHỜ LÂU", "Chờ lâu"), ("Chờlâu", "Chờ lâu"), ("TP.Huế", "tp. Huế"),
     ("Uỷ ban", "ủy ban"), ("tóan", "toán")],
)  # fmt: skip
def test_alike(a: str, b: str) -> None:
    assert spelled_alike(words(a), words(b)) and spelled_alike(words(b), words(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [("má", "mà"), ("ma", "má"), ("an", "ân"), ("dao", "đao"), ("ban", "bàn"), ("hoà", "hoá"), ("hoa", "hoà"),
     ("chờ lâu", "chờ lau"), ("ma á", "má a"), ("o", "ơ"), ("chờ lâu", "chờ lâu."), ("cô", "cố"), ("bà a", "ba à"),
     ("chờ lâu", "chờ lâu")],
)  # fmt: skip
def test_not_alike(a: str, b: str) -> None:
    assert not spelled_alike(words(a), words(b))


def test_answers_are_alike_only_with_words_and_the_same_code() -> None:
    assert spelled_alike(Answer("1;9", "Hòa"), Answer("1;9", "hoà"))
    assert not spelled_alike(Answer("1;9", "Hòa"), Answer("2;9", "hoà"))
    assert not spelled_alike(Answer("4"), Answer("5"))
    assert not spelled_alike(Answer("."), words("."))


@pytest.mark.parametrize(
    ("taken", "other"),
    [("hoà", "hòa"), ("hoà", "Hòa"), ("Chờ lâu", "chờ lâu"), ("Chờ lâu", "CHỜ LÂU"), ("Nguyễn Văn An", "Nguyễn văn an"),
     ("chờ lâu", "chờlâu"), ("toán", "Tóan"), ("quý", "QÚY")],
)  # fmt: skip
def test_the_spelling_that_is_taken_does_not_hang_on_the_order(taken: str, other: str) -> None:
    assert taken_spelling(words(taken), words(other)) == taken_spelling(words(other), words(taken)) == words(taken)


LETTERS = st.text(VIETNAMESE_LETTERS + "  .-1", max_size=12)


@given(LETTERS)
def test_moving_tones_keeps_every_letter_and_every_tone(text: str) -> None:
    moved, plain = modern_tones(text), normalise(text)
    assert len(moved) == len(plain) and modern_tones(moved) == moved
    assert sorted(unicodedata.normalize("NFD", moved)) == sorted(unicodedata.normalize("NFD", plain))


@given(LETTERS, LETTERS)
def test_one_of_the_two_is_taken(a: str, b: str) -> None:
    taken = taken_spelling(words(a), words(b))
    assert taken in (words(a), words(b)) and taken == taken_spelling(words(b), words(a))
