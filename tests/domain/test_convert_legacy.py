"""Converting the old encodings on consent, there and back for every Vietnamese letter."""

from __future__ import annotations

import pytest

from sipas_desktop.domain.legacy import _TCVN3, _VNI_PAIRS, _VNI_SINGLE, Encoding, convert_legacy, detect_legacy


@pytest.mark.parametrize(
    ("old", "encoding", "unicode"),
    [
        ("NguyÔn V¨n An", "tcvn3", "Nguyễn Văn An"),
        ("Së X©y dùng", "tcvn3", "Sở Xây dựng"),
        ("NGUYÔN V¡N ¸NH", "tcvn3", "NGUYỄN VĂN ÁNH"),
        ("§Êt ®ai, th\u00ad tôc", "tcvn3", "Đất đai, thư tục"),
        ("Nguyeãn Vaên An", "vni", "Nguyễn Văn An"),
        ("NGUYEÃN THÒ AÙNH", "vni", "NGUYỄN THỊ ÁNH"),
        ("Ñaát ñai", "vni", "Đất đai"),
        ("Le An 12/5", "vni", "Le An 12/5"),
    ],
)
def test_as_it_looked_in_its_own_font(old: str, encoding: Encoding, unicode: str) -> None:
    assert convert_legacy(old, encoding) == unicode
    assert detect_legacy(convert_legacy(old, encoding)) is None


def test_every_letter_of_both_tables_is_converted() -> None:
    for sign, letter in _TCVN3.items():
        assert convert_legacy(f"x{chr(sign)}", "tcvn3").lower() == f"x{letter}"
    for pair, letter in {**_VNI_PAIRS, **_VNI_SINGLE}.items():
        assert convert_legacy(pair, "vni") == letter
        assert convert_legacy(pair.upper(), "vni") == letter.upper()
