"""Telling text in TCVN3 and VNI from Unicode."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipas_desktop.domain import legacy

SYLLABLES = [
    "An",
    "Ánh",
    "Bình",
    "Cúc",
    "Dương",
    "Đặng",
    "Đức",
    "Giang",
    "Hải",
    "Hạnh",
    "Hoà",
    "Hòa",
    "Hương",
    "Khương",
    "Lệ",
    "Linh",
    "Mỹ",
    "Nghĩa",
    "Nguyễn",
    "Nguyệt",
    "Nhân",
    "Phượng",
    "Quyền",
    "Quỳnh",
    "Sơn",
    "Tuyết",
    "Thuỷ",
    "Thúy",
    "Trường",
    "Uyên",
    "Vân",
    "Việt",
    "Xuân",
    "Yến",
    "xã",
    "phường",
    "số",
    "tổ",
    "ấp",
    "thôn",
    "đường",
    "thị",
    "trấn",
    "huyện",
    "giấy",
    "phép",
]
TEXT = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("NguyÔn V¨n An", "tcvn3"),
        ("Hµ Néi", "tcvn3"),
        ("D\u00ad¬ng ThÞ Hång", "tcvn3"),
        ("TRÇN V¡N §øC", "tcvn3"),
        ("UBND x· T©n TiÕn, sè 5", "tcvn3"),
        ("Nguyeãn Vaên Haûi", "vni"),
        ("Traàn Thò Höông", "vni"),
        ("Ñaëng Vaên Ñöùc", "vni"),
        ("LEÂ THÒ HOÀNG", "vni"),
    ],
)
def test_detects(text: str, encoding: str) -> None:
    assert legacy.detect_legacy(text) == encoding


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tran Van An",
        "São Paulo",
        "Müller & Söhne",
        "Café Noël",
        "Windows® ©2024",
        "5µm",
        "Bùi Tú",
        "Krông Búk",
        "•·",
    ],
)
def test_leaves_other_text_alone(text: str) -> None:
    assert legacy.detect_legacy(text) is None


@given(TEXT | TEXT.map(str.upper) | TEXT.map(str.lower))
def test_never_takes_unicode_for_legacy(text: str) -> None:
    assert legacy.detect_legacy(text) is None


@given(st.text(max_size=30))
def test_takes_any_text(text: str) -> None:
    assert legacy.detect_legacy(text) in (None, "tcvn3", "vni")
