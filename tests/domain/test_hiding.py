"""What is hidden in an answer's words, by table: numbers in all their ways of writing, names; and what has to stay."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop import paths
from sipas_desktop.domain.hiding import Hidden, hide, read_family_names
from sipas_desktop.domain.toml_reader import BadFile

FILE = paths.resources() / "family_names.toml"
KNOWN = read_family_names(FILE.read_text(encoding="utf-8"), FILE.name)
SHOWN = {
    Hidden.NAME: "[tên]", Hidden.PHONE: "[đt]", Hidden.EMAIL: "[thư]", Hidden.DOSSIER: "[hồ sơ]", Hidden.NUMBER: "[số]",
}  # fmt: skip


def hidden(text: str) -> str:
    return hide(text, KNOWN, SHOWN)


@pytest.mark.parametrize(
    "written",
    [
        "0912345678", "0912 345 678", "0912.345.678", "0912-345-678", "091 234 5678", "0 9 1 2 3 4 5 6 7 8",
        "+84912345678", "+84 912 345 678", "(+84) 912.345.678", "84912345678", "0084 912 345 678",
        "02343822123", "0234 3822 123", "(0234) 3822123", "0234.3.822.123", "024 3825 3536", "(024) 38253536",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "gọi {} nhé", "ĐT:{}.", "liên hệ {}, cảm ơn"])
def test_a_telephone_number_is_hidden_however_it_is_written(written: str, around: str) -> None:
    found = hidden(around.format(written))
    assert found == around.format("[đt]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("thư an.nguyen+1@gmail.com nhé", "thư [thư] nhé"),
        ("gửi lan@xa-tan-tien.gov.vn.", "gửi [thư]."),
        ("mã H29.19-240905-0001 chậm", "mã [hồ sơ] chậm"),
        ("hồ sơ 000.00.04.G22-240905-0001", "hồ sơ [hồ sơ]"),
        ("căn cước 001085012345", "căn cước [số]"),
        ("căn cước 001 085 012 345", "căn cước [số]"),
        ("tài khoản 19033456789012", "tài khoản [số]"),
        ("CMND 191234567", "CMND [số]"),
    ],
)
def test_other_numbers_and_addresses_are_hidden(text: str, shown: str) -> None:
    assert hidden(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ông Nguyễn Văn An làm tốt", "Ông [tên] làm tốt"),
        ("ông Bình gắt gỏng", "ông [tên] gắt gỏng"),
        ("chị Lan ở quầy số 3 rất tốt", "chị [tên] ở quầy số 3 rất tốt"),
        ("Cảm ơn cô Hòa, chú Tư và em Mận.", "Cảm ơn cô [tên], chú [tên] và em [tên]."),
        ("đồng chí Trần Thị Bích Ngọc hướng dẫn", "đồng chí [tên] hướng dẫn"),
        ("đ/c Hùng nói", "đ/c [tên] nói"),
        ("Ô. Bình nói", "Ô. [tên] nói"),
        ("cán bộ Lê Thị Hoa vắng mặt", "cán bộ [tên] vắng mặt"),
        ("Nguyễn Văn An", "[tên]"),
        ("do Trần Bình ký", "do [tên] ký"),
        ("Tôi là Phạm Thị Hồng Nhung, ở xã Tân Tiến", "Tôi là [tên], ở xã Tân Tiến"),
        ("Nguyễn Văn An Trần Thị Bình làm chậm", "[tên] làm chậm"),
        ("Nguyễn Văn An, Lê Bình: chậm", "[tên], [tên]: chậm"),
        ("NGUYỄN VĂN AN LÀM CHẬM QUÁ", "[tên] CHẬM QUÁ"),
        ("tên tôi là An", "tên tôi là [tên]"),
        ("Chủ tịch Nguyễn Văn A", "Chủ tịch [tên]"),
        ("bà  Hồ Thị Kỷ", "bà  [tên]"),
        (unicodedata.normalize("NFD", "ông Đặng Bằng"), "ông [tên]"),
        ("Lê Thị Hoa Sở Tư pháp", "[tên] Sở Tư pháp"),
        ("cảm ơn a Nam, c Hà", "cảm ơn a [tên], c [tên]"),
        ("cô giáo Vy, trưởng thôn Bình", "cô giáo [tên], trưởng thôn [tên]"),
        ("Tôi là Nguyễn A. Tôi mong", "Tôi là [tên]. Tôi mong"),
        ("ông Hà Nam Ninh", "ông [tên]"),
    ],
)
def test_names_of_people_are_hidden(text: str, shown: str) -> None:
    assert hidden(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Sở Tư pháp", "Ủy ban nhân dân xã Tân Tiến", "UBND phường Lê Lợi làm nhanh", "Bộ phận Một cửa",
        "Văn phòng Đăng ký đất đai", "ở Hà Nội", "tỉnh Thái Nguyên", "Thành phố Hồ Chí Minh", "TP. Hồ Chí Minh",
        "thị xã Sơn Tây", "đường Nguyễn Huệ", "thôn Trần Phú", "tỉnh Bà Rịa - Vũng Tàu",
        "Trung tâm Phục vụ hành chính công",
        "Hồ sơ chậm", "HỒ SƠ CHẬM", "Kính gửi Ông Bà", "Anh chị cán bộ vui vẻ", "Chờ lâu quá.", "Chủ tịch UBND xã",
        "Cảm ơn chị. Bình thường thì nhanh.", "Công an phường", "Phòng Tài nguyên và Môi trường", "Việt Nam",
        "ngày 05-09-2024", "ngày 05.09.2024", "ngày 05/09/2024", "năm 2023-2024", "1.500.000 đồng", "15.000.000 đồng",
        "quầy 3, số 15", "8h00-11h30", "7:30", "điều 12 khoản 3", "nộp 3 lần", "", " ", "Lê thê", "Thái độ tốt",
        "Đoàn Thanh niên giúp", "Cán bộ Hộ tịch thái độ chưa tốt",
        "Cán bộ Địa chính xã, công chức Tư pháp", "nhân viên Bưu điện", "Anh Phó Chủ tịch xã", "Bí thư Đoàn Thanh niên",
        "Giám đốc Sở Xây dựng", "trường THPT Nguyễn Trãi", "Bệnh viện Bạch Mai", "Y tế xã", "Mai tôi lại đến",
    ],
)  # fmt: skip
def test_what_is_nobodys_stays(text: str) -> None:
    assert hidden(text) == text


@given(st.text(max_size=80))
def test_hiding_never_fails_and_hides_once_for_all(text: str) -> None:
    once = hidden(text)
    assert hidden(once) == once


@given(st.lists(st.sampled_from("0123456789"), min_size=9, max_size=12), st.lists(st.sampled_from(["", " ", ".", "-"])))
def test_no_nine_digits_in_a_row_stay(digits: list[str], between: list[str]) -> None:
    written = "".join(
        digit + (between[place % len(between)] if between else "") for place, digit in enumerate(digits)
    ).strip(" .-")
    shown = hidden(f"gọi {written} nhé")
    money = re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+", written)
    assert money or re.search(r"\d", shown) is None


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxy ,.!?áàảãạ", max_size=60))
def test_small_letters_without_digits_stay(text: str) -> None:
    assert hidden(text) == text


def test_the_list_is_data_with_its_source() -> None:
    assert {"nguyễn", "trần", "lê"} <= KNOWN.names and "hà nội" in KNOWN.others
    with pytest.raises(BadFile):
        read_family_names('names = ["lê"]\n', "own.toml")
