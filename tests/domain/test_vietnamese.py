"""Vietnamese text, order, numbers and dates."""

from __future__ import annotations

import datetime
import random
import unicodedata
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain import vietnamese as v

LETTERS = st.sampled_from("aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ")
WORD = st.text(LETTERS | LETTERS.map(str.upper), min_size=1, max_size=6)
PHRASE = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
ANY = PHRASE | st.text(max_size=20)

TONE_ORDER = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]


def shuffled(words: list[str]) -> list[str]:
    return random.Random(5).sample(words, len(words))


def textbook_key(phrase: str) -> list[tuple[list[int], list[int]]]:
    """The order as a schoolbook says it, letter by letter, written without looking at the module."""
    alphabet = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    words = []
    for word in phrase.lower().split():
        letters, tones = [], []
        for letter in word:
            marks = unicodedata.normalize("NFD", letter)
            tone = next((m for m in marks[1:] if m in TONE_ORDER), "")
            letters.append(alphabet.index(unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks)))
            if tone:
                tones.append(TONE_ORDER.index(tone))
        words.append((letters, tones))
    return words


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Nguyễn\u00a0 Văn\tAn ", "Nguyễn Văn An"),
        (unicodedata.normalize("NFD", "Thừa Thiên Huế"), "Thừa Thiên Huế"),
        ("Trần\u200b Thị\ufeff Bé", "Trần Thị Bé"),
        ("dòng một\r\ndòng hai", "dòng một dòng hai"),
        ("e\u0301\u0302", "ế"),
        ("\u00d0ặng \u0189ức", "Đặng Đức"),
        ("co\u00adlon\x00", "colon"),
        ("", ""),
        ("\u3000 \u2003", ""),
    ],
)
def test_normalise(raw: str, clean: str) -> None:
    assert v.normalise(raw) == clean


@given(ANY)
def test_normalise_is_idempotent_and_nfc(text: str) -> None:
    once = v.normalise(text)
    assert v.normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == " ".join(once.split())


@given(PHRASE)
def test_decomposed_text_is_the_same_text(phrase: str) -> None:
    decomposed = unicodedata.normalize("NFD", phrase)
    assert v.normalise(decomposed) == phrase
    assert v.fold(decomposed) == v.fold(phrase)
    assert v.sort_key(decomposed) == v.sort_key(phrase)


def test_fold_ignores_case_tones_and_their_place() -> None:
    assert v.fold("HÒA") == v.fold("hoà") == "hoa"
    assert v.fold("  Đặng  Thị Nguyệt ") == "dang thi nguyet"
    assert v.strip_marks("Nguyễn Đức") == "Nguyen Duc"
    assert v.strip_marks("Ưu đãi, § 5 · 2²") == "Uu dai, § 5 · 2²"


@given(PHRASE)
def test_fold_leaves_no_mark(phrase: str) -> None:
    assert v.fold(phrase).isascii()


def test_sorts_letters_then_tones() -> None:
    order = "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y"
    assert " ".join(sorted(shuffled(order.split()), key=v.sort_key)) == order
    assert " ".join(sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=v.sort_key)) == "ma mà mả mã má mạ"
    order = "Ba, Ba Bể, Bà, Bả, Bác, Bạc, Bắc, Da, Dũng, Đa, Hoa Bình, Hoà, Hòa, Hòa An, Hoá"
    assert ", ".join(sorted(shuffled(order.split(", ")), key=v.sort_key)) == order


def test_lower_case_and_shorter_first_and_digits_before_letters() -> None:
    assert sorted(["Lan", "lan", "lan anh", "10", "an"], key=v.sort_key) == ["10", "an", "lan", "Lan", "lan anh"]


def test_letters_of_other_languages_sort_as_their_bare_letter() -> None:
    assert sorted(["Muz", "Müller", "Mua"], key=v.sort_key) == ["Mua", "Müller", "Muz"]


@given(st.lists(PHRASE, max_size=12))
def test_sort_key_agrees_with_the_textbook(phrases: list[str]) -> None:
    ordered = sorted(phrases, key=v.sort_key)
    keys = [textbook_key(phrase) for phrase in ordered]
    assert keys == sorted(keys)


@given(ANY, ANY)
def test_sort_key_is_a_total_order(a: str, b: str) -> None:
    assert (v.sort_key(a) == v.sort_key(b)) == (v.normalise(a) == v.normalise(b))
    assert "\x00" not in v.sort_key(a)


@given(PHRASE, PHRASE)
def test_sort_key_has_the_same_order_as_bytes(a: str, b: str) -> None:
    """Databases compare the UTF-8 bytes."""
    assert (v.sort_key(a) < v.sort_key(b)) == (v.sort_key(a).encode() < v.sort_key(b).encode())


def test_given_name_key_sorts_by_last_word_then_family() -> None:
    names = ["Trần Văn An", "Lê Thị Bình", "Đỗ Bình", "Nguyễn An", "Phạm Ân"]
    assert sorted(names, key=v.given_name_key) == ["Nguyễn An", "Trần Văn An", "Phạm Ân", "Đỗ Bình", "Lê Thị Bình"]


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (Fraction(2600, 31), 2, "83,87%"),
        (Fraction(1000, 31), 2, "32,26%"),
        (Fraction(1600, 31), 1, "51,6%"),
        (Fraction(500, 31), 1, "16,1%"),
        (Fraction(1, 8), 2, "0,13%"),
        (Decimal("2.665"), 2, "2,67%"),
        (2.675, 2, "2,68%"),
        (100, 0, "100%"),
        (0, 2, "0,00%"),
        (Fraction(199, 2), 0, "100%"),
    ],
)
def test_percent_rounds_half_up(value: v.Number, decimals: int, printed: str) -> None:
    assert v.percent(value, decimals) == printed


@given(st.fractions(min_value=-10_000, max_value=10_000), st.integers(0, 4))
def test_rounding_is_within_half_a_unit_and_never_down_at_a_tie(value: Fraction, decimals: int) -> None:
    unit = Fraction(1, 10**decimals)
    error = abs(v.rounded(value, decimals)) - abs(value)
    assert -unit / 2 < error <= unit / 2


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=5), st.integers(0, 4))
def test_decimal_reads_back_as_the_rounded_value(value: Decimal, decimals: int) -> None:
    printed = v.decimal(value, decimals)
    assert Fraction(printed.replace(".", "").replace(",", ".")) == v.rounded(value, decimals)
    assert not (printed.startswith("-") and set(printed) <= set("-0,"))


def test_numbers_of_documents() -> None:
    assert v.decimal(Fraction(12345, 10), 2) == "1.234,50"
    assert v.count(1234567) == "1.234.567"
    assert v.count(999) == "999"
    assert [v.count_in_text(n) for n in (0, 5, 9, 10, 1234)] == ["0", "05", "09", "10", "1.234"]
    assert [v.points(x) for x in (1.25, Fraction(-1, 2), Decimal("-0.001"), 0)] == ["+1,25", "-0,50", "0,00", "0,00"]


def test_dates_of_documents() -> None:
    assert v.date_document(datetime.date(2024, 9, 5)) == "ngày 05 tháng 9 năm 2024"
    assert v.date_document(datetime.date(2025, 2, 15)) == "ngày 15 tháng 02 năm 2025"
    assert v.date_document(datetime.date(2024, 12, 31)) == "ngày 31 tháng 12 năm 2024"
    assert v.date_numeric(datetime.date(2024, 9, 5)) == "05/9/2024"
    assert v.date_numeric(datetime.date(2024, 1, 15)) == "15/01/2024"
    assert v.date_short(datetime.date(2024, 9, 5)) == "05/09/2024"
