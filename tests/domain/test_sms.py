"""Sizes of short messages against 3GPP TS 23.038 and 23.040, accents, and the text for one person."""

from __future__ import annotations

import unicodedata

import pytest

from sipas_desktop.domain.sms import EXTENSION, FIELDS, GSM, Encoding, Size, filled, plain, size, unknown_fields
from sipas_desktop.domain.vietnamese import VIETNAMESE_LETTERS

GSM7, UCS2 = Encoding.GSM7, Encoding.UCS2
CASES = [
    ("", GSM7, 0, 0),
    ("a", GSM7, 1, 1),
    ("a" * 160, GSM7, 160, 1),
    ("a" * 161, GSM7, 161, 2),
    ("a" * 306, GSM7, 306, 2),
    ("a" * 307, GSM7, 307, 3),
    ("a" * 459, GSM7, 459, 3),
    ("a" * 460, GSM7, 460, 4),
    ("€" * 80, GSM7, 160, 1),
    ("a" * 159 + "€", GSM7, 161, 2),
    ("€" * 81, GSM7, 162, 2),
    ("€" * 153, GSM7, 306, 3),  # 76 in a part: the last septet of each stays empty
    ("a" * 152 + "€" + "a" * 151, GSM7, 305, 2),
    ("a" * 152 + "€" + "a" * 152, GSM7, 306, 3),  # as many septets as fit two parts, but none is split
    ("[]{}\\~^|\f", GSM7, 18, 1),
    ("à è é ì ò ù", GSM7, 11, 1),  # Vietnamese letters that the alphabet happens to have
    ("á", UCS2, 1, 1),
    ("`", UCS2, 1, 1),
    ("ç", UCS2, 1, 1),  # only the capital one is in the alphabet
    ("\x1b", UCS2, 1, 1),
    ("đ" * 70, UCS2, 70, 1),
    ("đ" * 71, UCS2, 71, 2),
    ("đ" * 134, UCS2, 134, 2),
    ("đ" * 135, UCS2, 135, 3),
    ("€" * 70 + "đ", UCS2, 71, 2),  # in UCS-2 it is one unit like any other
    ("😀" * 35, UCS2, 70, 1),
    ("😀" * 36, UCS2, 72, 2),
    ("😀" * 67, UCS2, 134, 3),  # 33 in a part
    ("đ" * 66 + "😀" + "đ" * 65, UCS2, 133, 2),
    ("đ" * 66 + "😀" + "đ" * 66, UCS2, 134, 3),
]


@pytest.mark.parametrize(("text", "encoding", "units", "segments"), CASES)
def test_a_message_is_as_long_as_the_standard_says(text: str, encoding: Encoding, units: int, segments: int) -> None:
    assert size(text) == Size(encoding, units, segments)


def test_the_alphabet_is_that_of_the_standard() -> None:
    """TS 23.038, 6.2.1: 127 signs beside the escape; 6.2.1.1: nine more and a page break."""
    assert (len(GSM), len(EXTENSION), GSM & EXTENSION) == (127, 10, frozenset())
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 \n\r@£$¥_Δ¤¡¿§") <= GSM
    assert {letter for letter in VIETNAMESE_LETTERS if letter in GSM and not letter.isascii()} == set("àèéìòùÉñÑ")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_go_from_every_letter_and_nothing_else_does(form: str) -> None:
    bare = plain(unicodedata.normalize(form, " ".join(VIETNAMESE_LETTERS))).replace(" ", "")
    assert bare.isascii() and len(bare) == len(VIETNAMESE_LETTERS)
    for letter, plain_letter in zip(VIETNAMESE_LETTERS, bare, strict=True):
        base = {"đ": "d", "Đ": "D"}.get(letter, unicodedata.normalize("NFD", letter)[0])
        assert plain_letter == base
    assert plain(unicodedata.normalize(form, "Đỗ Thị Hường, UBND xã “Quảng Điền” – 50%…")) == (
        'Do Thi Huong, UBND xa "Quang Dien" - 50%...'
    )


VALUES = {"name": "Đặng Thị Ngọc", "unit": "UBND xã Phú Đa", "procedure": "", "owner": "Sở Nội vụ", "number": "17"}


def test_a_text_is_filled_with_or_without_accents() -> None:
    template = "{owner}: Ông/Bà {name} ({number}) trả lời về {unit} {procedure}?"
    assert filled(template, VALUES, accents=True) == (
        "Sở Nội vụ: Ông/Bà Đặng Thị Ngọc (17) trả lời về UBND xã Phú Đa ?"
    )
    without = filled(unicodedata.normalize("NFD", template), VALUES, accents=False)
    assert without == "So Noi vu: Ong/Ba Dang Thi Ngoc (17) tra loi ve UBND xa Phu Da ?"
    assert size(without).encoding is GSM7
    apart = filled("{name}", VALUES | {"name": unicodedata.normalize("NFD", "Đặng Thị Ngọc")}, accents=True)
    assert size(apart).units == len("Đặng Thị Ngọc")


def test_braces_in_a_name_stay_what_they_are() -> None:
    assert filled("{name}", VALUES | {"name": "A {unit} {0} {{"}, accents=False) == "A {unit} {0} {{"


def test_what_a_text_may_speak_of() -> None:
    assert unknown_fields(" ".join(f"{{{name}}}" for name in FIELDS)) == ()
    assert unknown_fields("{serial} {phone} {name}") == ("serial", "phone")
    for broken in ("{name", "name}", "{name!r}", "{name:>9}"):
        with pytest.raises(ValueError):
            unknown_fields(broken)
