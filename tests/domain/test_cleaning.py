"""What one cell of an office's list means."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain import cleaning, vietnamese
from sipas_desktop.errors import LANGUAGES, words

CELLS = st.one_of(
    st.text(max_size=30),
    st.text("0123456789+.,-/() EeOo", max_size=20),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
MOBILE = st.from_regex(r"0[35789][0-9]{8}", fullmatch=True)
DAYS = st.dates(cleaning.EARLIEST, cleaning.LATEST)


# ---------------------------------------------------------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("cell", "clean", "code"),
    [
        ("Tổ 1", "Tổ 1", ""),
        (" Tổ  1\u00a0", "Tổ 1", "text_tidied"),
        ("'0123", "0123", "text_tidied"),
        ("#REF!", "", "cell_error"),
        ("#N/A", "", "cell_error"),
        ("#1 Lê Lợi", "#1 Lê Lợi", ""),
        (12.0, "12", ""),
        (12, "12", ""),
        (datetime.datetime.fromisoformat("2024-05-12"), "12/05/2024", "date_as_text"),
        (None, "", ""),
    ],
)
def test_text(cell: object, clean: str, code: str) -> None:
    assert cleaning.text(cell) == (clean, code)


@given(st.text(st.sampled_from("#'aZ0~ ăẫỹĐưÐ\u0301\u00a0"), max_size=12) | st.text(max_size=12))
def test_plain_text_is_left_as_it_is(text: str) -> None:
    if cleaning.is_plain(text):
        assert cleaning.text(text) == (text, "")


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Trần Thị Bình", ("Trần Thị Bình", "")),
        ("", ("", "name_missing")),
        ("  ", ("", "name_missing")),
        (12.0, ("", "name_without_letters")),
        ("---", ("", "name_without_letters")),
        ("#NAME?", ("", "cell_error")),
    ],
)
def test_name(cell: object, found: tuple[str, str]) -> None:
    assert cleaning.name(cell) == found


# --------------------------------------------------------------------------------------------------------------- phones


@pytest.mark.parametrize(
    ("cell", "phone", "code"),
    [
        ("0912345678", "0912345678", ""),
        ("02343823456", "02343823456", ""),
        ("19001009", "19001009", ""),
        (912345678.0, "0912345678", "phone_zero_restored"),
        (912345678, "0912345678", "phone_zero_restored"),
        ("912345678", "0912345678", "phone_zero_restored"),
        ("912345678.0", "0912345678", "phone_zero_restored"),
        ("9.12345678E+8", "0912345678", "phone_zero_restored"),
        ("2343823456", "02343823456", "phone_zero_restored"),
        ("+84 912 345 678", "0912345678", "phone_country_code"),
        ("84912345678", "0912345678", "phone_country_code"),
        (84912345678.0, "0912345678", "phone_country_code"),
        ("0084 912345678", "0912345678", "phone_country_code"),
        ("+84 (0)912 345 678", "0912345678", "phone_country_code"),
        ("0912.345.678", "0912345678", "phone_tidied"),
        ("0912 345 678", "0912345678", "phone_tidied"),
        ("'0912345678", "0912345678", "phone_tidied"),
        ("\u202d0912345678\u202c", "0912345678", "phone_tidied"),
        ("ĐT: 0912345678", "0912345678", "phone_tidied"),
        ("O912345678", "0912345678", "phone_tidied"),
        ("0234.3823456 (máy lẻ 12)", "02343823456", "phone_tidied"),
        ("0912345678 / 0987654321", "0912345678", "phone_first_of_several"),
        ("0912345678\n0987654321", "0912345678", "phone_first_of_several"),
        ("0912345678 0987654321", "0912345678", "phone_first_of_several"),
        ("01234567890", "01234567890", "phone_old"),
        (1234567890.0, "01234567890", "phone_old"),
        ("3823456", "3823456", "phone_odd"),
        ("0433823456", "0433823456", "phone_odd"),
        ("không có", "", "phone_unreadable"),
        ("12", "", "phone_unreadable"),
        ("1.2E+11", "", "phone_unreadable"),
        (float("nan"), "", "phone_unreadable"),
        (True, "", "phone_unreadable"),
        ("#VALUE!", "", "cell_error"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_phone(cell: object, phone: str, code: str) -> None:
    assert cleaning.phone(cell) == (phone, code)


@given(MOBILE, st.sampled_from(["", " ", ".", "-"]))
def test_a_phone_survives_every_way_of_writing(number: str, sign: str) -> None:
    spaced = sign.join((number[:4], number[4:7], number[7:]))
    for cell in (
        spaced,
        number[1:],
        float(number),
        int(number),
        f"+84{number[1:]}",
        f"84{number[1:]}",
        f"{spaced} (vợ)",
    ):
        assert cleaning.phone(cell)[0] == number


@given(CELLS)
def test_phones_are_digits_and_stay_as_they_are(cell: object) -> None:
    phone, code = cleaning.phone(cell)
    assert phone == "" or (phone.isdigit() and phone.isascii() and 7 <= len(phone) <= 11)
    again, why = cleaning.phone(phone)
    assert again == phone
    assert why in ("", "phone_old", "phone_odd")
    assert why == "" or why == code


# ---------------------------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("cell", "day", "code"),
    [
        ("05/09/2024", (2024, 9, 5), ""),
        ("5-9-2024", (2024, 9, 5), ""),
        ("5.9.2024", (2024, 9, 5), ""),
        ("2024-09-05", (2024, 9, 5), ""),
        ("2024-09-05T08:00:00", (2024, 9, 5), ""),
        ("05/09/2024 14:30", (2024, 9, 5), ""),
        ("14:30:15 05/09/2024", (2024, 9, 5), ""),
        ("08 giờ 30 phút 05/09/2024", (2024, 9, 5), ""),
        ("05/09/2024 8h30", (2024, 9, 5), ""),
        ("ngày 05 tháng 9 năm 2024", (2024, 9, 5), ""),
        ("05 tháng 09, 2024", (2024, 9, 5), ""),
        (datetime.datetime.fromisoformat("2024-09-05T08:30"), (2024, 9, 5), ""),
        (datetime.date(2024, 9, 5), (2024, 9, 5), ""),
        (45540.0, (2024, 9, 5), "date_from_serial"),
        (45540.4, (2024, 9, 5), "date_from_serial"),
        ("45540", (2024, 9, 5), "date_from_serial"),
        ("20240905", (2024, 9, 5), "date_compact"),
        (20240905.0, (2024, 9, 5), "date_compact"),
        ("5/9/24", (2024, 9, 5), "date_two_digit_year"),
        ("09/25/2024", (2024, 9, 25), "date_month_first"),
        ("31/02/2024", None, "date_unreadable"),
        ("13/13/2024", None, "date_unreadable"),
        ("9/2024", None, "date_unreadable"),
        ("hôm qua", None, "date_unreadable"),
        (float("nan"), None, "date_unreadable"),
        (float("inf"), None, "date_unreadable"),
        (True, None, "date_unreadable"),
        ("05/09/1024", None, "date_out_of_range"),
        (1.0, None, "date_out_of_range"),
        ("#REF!", None, "cell_error"),
        ("", None, ""),
        (None, None, ""),
    ],
)
def test_day(cell: object, day: tuple[int, int, int] | None, code: str) -> None:
    assert cleaning.day(cell) == (datetime.date(*day) if day else None, code)


@given(DAYS)
def test_a_date_survives_every_way_of_writing(day: datetime.date) -> None:
    serial = (day - datetime.date(1899, 12, 30)).days
    written = (
        vietnamese.date_short(day), vietnamese.date_numeric(day), vietnamese.date_document(day), day.isoformat(),
        f"{day.day}-{day.month}-{day.year}", f"{day:%Y%m%d}", serial, float(serial), str(serial), day,
    )  # fmt: skip
    for cell in written:
        assert cleaning.day(cell)[0] == day


@given(CELLS)
def test_a_day_lies_in_range(cell: object) -> None:
    found, _ = cleaning.day(cell)
    assert found is None or cleaning.EARLIEST <= found <= cleaning.LATEST


# -------------------------------------------------------------------------------------------------------- dossier codes


@pytest.mark.parametrize(
    ("cell", "dossier", "code"),
    [
        ("000.00.04.G22-210305-0001", "000.00.04.G22-210305-0001", ""),
        ("H57.18-240305-0001", "H57.18-240305-0001", ""),
        (" 000.00.04.G22 – 210305 - 0001", "000.00.04.G22-210305-0001", "text_tidied"),
        ("123/2024", "123/2024", "dossier_odd"),
        (120000000005.0, "120000000005", "dossier_was_number"),
        ("1.23456789012E+11", "123456789012", "dossier_was_number"),
        ("1.2E+11", "", "dossier_digits_lost"),
        (1.2e20, "", "dossier_digits_lost"),
        ("#REF!", "", "cell_error"),
        ("", "", ""),
    ],
)
def test_dossier(cell: object, dossier: str, code: str) -> None:
    assert cleaning.dossier(cell) == (dossier, code)


def test_dossier_key_ignores_case_and_spaces() -> None:
    assert cleaning.dossier_key("h57 18-1") == cleaning.dossier_key("H5718-1")


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Chính thức", "official"),
        ("DANH SÁCH MẪU DỰ PHÒNG", "reserve"),
        ("DP", "reserve"),
        ("Dàn mẫu", "frame"),
        ("chính thức và dự phòng", None),
        ("", None),
        (3.0, None),
    ],
)
def test_list_kind(cell: object, kind: str | None) -> None:
    assert cleaning.list_kind(cell) == kind


# ----------------------------------------------------------------------------------------------------------- every rule


@given(CELLS)
def test_no_rule_raises_and_every_code_has_words(cell: object) -> None:
    codes = {rule(cell)[1] for rule in (cleaning.text, cleaning.name, cleaning.phone, cleaning.day, cleaning.dossier)}
    cleaning.list_kind(cell)
    for code in codes - {""}:
        for lang in LANGUAGES:
            assert words(f"sample.{code}", lang, found="x", result="y")


@pytest.mark.parametrize(
    ("cell", "consents", "code"),
    [
        *((yes, True, "") for yes in ("x", "X", " có ", "Co", "Đồng ý", "1", 1, 1.0, True, "yes", "✓")),
        *((no, False, "") for no in ("", None, "không", "Không đồng ý", "0", 0, False, "no", "-")),
        ("để hỏi lại", False, "consent_unknown"),
        ("0912345678", False, "consent_unknown"),
    ],
)
def test_who_does_not_say_yes_does_not_consent(cell: object, consents: bool, code: str) -> None:
    assert cleaning.consent(cell) == (consents, code)
