"""A workbook with every kind of dirt: each correction and rejection is listed, and the same file twice adds nothing.

``python -m tests.jobs.test_dirty_list OUT.xlsx 50000`` writes a large one.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from sipas_desktop.exchange.plain_workbook import Sheet, write_workbook
from sipas_desktop.jobs.samples import accept_sample, preview_sample
from sipas_desktop.store import keys, queries
from tests.surveys import CHEAP, station

HEADER = ("STT", "Họ và tên", "Địa chỉ", "Số điện thoại", "Cơ quan giải quyết", "Mã hồ sơ", "Ngày tiếp nhận")
KINDS = 12


def dirty(number: int) -> tuple[str | int, ...]:
    """Row ``number``: every twelfth row has the same kind of dirt."""
    name, phone, unit, code, day = (
        "Nguyễn Văn Ấn",
        f"09{number:08}",
        "Sở Xây dựng",
        f"H57.1-240801-{number:06}",
        "05/9/2024",
    )
    match number % KINDS:
        case 0:
            name = unicodedata.normalize("NFD", name)
        case 1:
            name = f"  {name}   "
        case 2:
            name = "NguyÔn V¨n An"
        case 3:
            name = "Nguyeãn Vaên An"
        case 4:
            phone = phone[1:]
        case 5:
            phone = f"+84{phone[1:]}"
        case 6:
            day = "45540"
        case 7:
            code = f"H57.1-240801-{number - 7:06}"
        case 8:
            name = ""
        case 9:
            unit = f"\N{ZERO WIDTH SPACE}{unit} "
        case 10:
            day, phone = "31/02/2024", "không có"
    return (number, name, f"Số {number} Lê Lợi", phone, unit, code, day)


def write(path: Path, count: int) -> Path:
    """``count`` rows under one header."""
    write_workbook(path, [Sheet("Danh sách", [HEADER, *(dirty(number) for number in range(count))])])
    return path


def test_all_is_listed_and_twice_is_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    each = 50
    path = write(tmp_path / "bẩn.xlsx", KINDS * each)
    with station(tmp_path) as desk:
        preview = preview_sample(desk.admin, path, "frame")
        rejected = Counter(note.message for note in preview.rejected)
        assert rejected == {
            "sample.legacy_text": 2 * each, "sample.duplicate": each, "sample.name_missing": each,
        }  # fmt: skip
        corrected = Counter(note.message for note in preview.corrected)
        for code, least in (("text_tidied", 3), ("phone_zero_restored", 1), ("phone_country_code", 1)):
            assert corrected[f"sample.{code}"] == least * each, corrected
        for code in ("date_from_serial", "date_unreadable", "phone_unreadable"):
            assert corrected[f"sample.{code}"] == each, corrected
        assert all(note.row > 1 and note.column for note in preview.rejected)
        assert accept_sample(desk.admin, preview) == len(preview.members) == (KINDS - 4) * each
        again = preview_sample(desk.admin, path, "frame")
        assert again.members == ()
        assert queries.sample_counts(desk.admin).frame == (KINDS - 4) * each


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
