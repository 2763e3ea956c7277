"""A workbook with every kind of dirt: each correction and rejection is listed, and the same file twice adds nothing.

``python -m tests.jobs.test_dirty_list OUT.xlsx 50000`` writes a large one.
"""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest

from sipas_desktop.exchange.plain_workbook import Sheet, write_workbook
from sipas_desktop.exchange.sample_list import SampleListPreview
from sipas_desktop.jobs.samples import accept_sample, preview_sample
from sipas_desktop.store import keys, queries
from tests.surveys import CHEAP, Station, station

FIELDS = ("stt", "name", "address", "phone", "unit", "dossier", "received", "resulted")
HEADER = (
    "STT", "Họ và tên", "Địa chỉ", "Số điện thoại", "Cơ quan giải quyết", "Mã hồ sơ", "Ngày tiếp nhận",
    "Ngày trả kết quả",
)  # fmt: skip
EACH = 20  # rows of each kind


@dataclass(frozen=True)
class Dirt:
    """One kind: the ``cell`` of ``field`` as the office wrote it, what is said of it, and ``taken`` as what.

    ``{n}`` in a cell is the row's number. ``taken`` is None where the row is rejected; ``code`` is "" where nothing is
    said.
    """

    kind: str
    field: str
    cell: str | int
    code: str
    taken: str | None


NAME = "Nguyễn Văn Ấn"
DIRT = (
    Dirt("clean", "name", NAME, "", NAME),
    Dirt("letters and marks apart (NFD)", "name", unicodedata.normalize("NFD", NAME), "text_tidied", NAME),
    Dirt("spaces", "name", f"  {NAME.replace(' ', '   ')} ", "text_tidied", NAME),
    Dirt("a space that does not break", "address", "Số 5\N{NO-BREAK SPACE}Lê Lợi", "text_tidied", "Số 5 Lê Lợi"),
    Dirt("a space of no width", "unit", "\N{ZERO WIDTH SPACE}Sở Xây dựng ", "text_tidied", "Sở Xây dựng"),
    Dirt("a line break", "address", "Số 5\nLê Lợi", "text_tidied", "Số 5 Lê Lợi"),
    Dirt("the tone on the other letter", "name", "Trần Thị Hoà", "", "Trần Thị Hoà"),  # folded for matching only
    Dirt("TCVN3 in the name", "name", "NguyÔn V¨n An", "legacy_text", None),
    Dirt("VNI in the name", "name", "Nguyeãn Vaên An", "legacy_text", None),
    Dirt("TCVN3 in the address", "address", "Sè 5 ®­êng Lª Lîi", "legacy_text", None),
    Dirt("VNI in the unit", "unit", "Sôû Xaây döïng", "legacy_text", None),
    Dirt("a phone without its zero", "phone", "912345678", "phone_zero_restored", "0912345678"),
    Dirt("a phone as a number", "phone", 912345678, "phone_zero_restored", "0912345678"),
    Dirt("a phone with the country", "phone", "+84912345678", "phone_country_code", "0912345678"),
    Dirt("a phone with dots", "phone", "0912.345.678", "phone_tidied", "0912345678"),
    Dirt("two phones", "phone", "0912345678 - 0987654321", "phone_first_of_several", "0912345678"),
    Dirt("an old phone", "phone", "01234567890", "phone_old", "01234567890"),
    Dirt("a phone of an old area", "phone", "0433823456", "phone_odd", "0433823456"),
    Dirt("too short for a phone", "phone", "09123456", "phone_unreadable", ""),
    Dirt("no phone", "phone", "không có", "phone_unreadable", ""),
    Dirt("a missing phone", "phone", "", "", ""),
    Dirt("a day as a number", "received", 45540, "date_from_serial", "2024-09-05"),
    Dirt("a day as a number in text", "received", "45540", "date_from_serial", "2024-09-05"),
    Dirt("a short year", "received", "05/9/24", "date_two_digit_year", "2024-09-05"),
    Dirt("the month first", "received", "8/25/2024", "date_month_first", "2024-08-25"),
    Dirt("a day without marks", "received", "20240905", "date_compact", "2024-09-05"),
    Dirt("a day that is none", "received", "31/02/2024", "date_unreadable", ""),
    Dirt("a day of another century", "received", "05/9/1824", "date_out_of_range", ""),
    Dirt("the result before the day received", "resulted", "01/9/2024", "date_before_received", "2024-09-01"),
    Dirt("a missing day", "received", "", "", ""),
    Dirt("a dossier code of another form", "dossier", "HS/{n}/2024", "dossier_odd", "HS/{n}/2024"),
    Dirt("a dossier code as a number", "dossier", 24080100, "dossier_was_number", "{number}"),
    Dirt("a dossier code with spaces", "dossier", " H57.1-240802-{n} ", "text_tidied", "H57.1-240802-{n}"),
    Dirt("a missing dossier code", "dossier", "", "dossier_missing", ""),
    Dirt("a repeated row", "dossier", "H57.1-240801-{clean}", "duplicate", None),
    Dirt("a repeated row in small letters", "dossier", "h57.1-240801-{clean}", "duplicate", None),
    Dirt("a missing name", "name", "", "name_missing", None),
    Dirt("a name without letters", "name", "12345", "name_without_letters", None),
    Dirt("a broken formula", "name", "#REF!", "cell_error", None),
    Dirt("a broken formula in the address", "address", "#N/A", "cell_error", ""),
    Dirt("a missing unit", "unit", "", "", ""),
)


def cells(number: int) -> dict[str, str | int]:
    """Row ``number`` of the list, the kinds of dirt by turns."""
    dirt = DIRT[number % len(DIRT)]
    own: dict[str, str | int] = {
        "stt": number + 1,
        "name": NAME,
        "address": f"Số {number} Lê Lợi",
        "phone": f"09{number:08}",
        "unit": "Sở Xây dựng",
        "dossier": f"H57.1-240801-{number:06}",
        "received": "05/9/2024",
        "resulted": "10/9/2024",
    }
    own[dirt.field] = filled(dirt.cell, number)
    return own


def filled(text: str | int, number: int) -> str | int:
    """``text`` with the numbers of row ``number`` and of the clean row before it; a number becomes its own."""
    if isinstance(text, int):
        return text + number if text == 24080100 else text
    clean = number - number % len(DIRT)
    return text.format(n=f"{number:06}", clean=f"{clean:06}", number=24080100 + number)


def write(path: Path, count: int) -> Path:
    """``count`` rows under one header."""
    rows = (tuple(cells(number).values()) for number in range(count))
    write_workbook(path, [Sheet("Danh sách", [HEADER, *rows])])
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """``EACH`` rows of each kind."""
    return write(tmp_path / "bẩn.xlsx", len(DIRT) * EACH)


def look(desk: Station, path: Path, convert: bool = False) -> SampleListPreview:
    return preview_sample(desk.admin, path, "frame", convert=convert)


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)


def test_each_is_listed_with_row_and_column_and_no_other(workbook: Path, tmp_path: Path) -> None:
    with station(tmp_path) as desk:
        preview = look(desk, workbook)
    notes = {(note.row, note.column[:1]): note for note in (*preview.rejected, *preview.corrected)}
    assert len(notes) == len(preview.rejected) + len(preview.corrected), "one remark on a cell"
    rejected = {note.row for note in preview.rejected}
    members = {member.row: member for member in preview.members}
    for number in range(len(DIRT) * EACH):
        dirt, row = DIRT[number % len(DIRT)], number + 2
        column = "ABCDEFGH"[FIELDS.index(dirt.field)]
        note = notes.pop((row, column), None)
        assert (note.message if note else "") == (f"sample.{dirt.code}" if dirt.code else ""), (dirt.kind, note)
        assert (row in rejected, row in members) == (dirt.taken is None, dirt.taken is not None), dirt.kind
        if dirt.taken is not None:
            value = getattr(members[row], dirt.field)
            taken = value if isinstance(value, str) else value.isoformat() if value else ""
            assert taken == filled(dirt.taken, number), dirt.kind
        if note is not None:
            assert note.found == str(cells(number)[dirt.field]), dirt.kind
            assert note.words("vi") and note.words("en")
    assert notes == {}, "nothing is said of what is fine"


def test_the_same_file_twice_adds_nothing(workbook: Path, tmp_path: Path) -> None:
    kept = sum(dirt.taken is not None for dirt in DIRT) * EACH
    with station(tmp_path) as desk:
        preview = look(desk, workbook)
        assert accept_sample(desk.admin, preview) == len(preview.members) == kept
        again = look(desk, workbook)
        assert again.members == ()
        known = {"sample.already_known", "sample.already_known_row"}
        assert sum(note.message in known for note in again.rejected) >= kept
        assert queries.sample_counts(desk.admin).frame == kept


def test_old_encodings_are_told_by_column_and_taken_on_consent(workbook: Path, tmp_path: Path) -> None:
    old = [dirt for dirt in DIRT if dirt.code == "legacy_text"]
    with station(tmp_path) as desk:
        (sheet,) = look(desk, workbook).sheets
        told = {(column.column[:1], column.encoding): (column.cells, column.found) for column in sheet.legacy}
        assert told == {
            ("ABCDEFGH"[FIELDS.index(dirt.field)], dirt.kind.split()[0].lower()): (EACH, dirt.cell) for dirt in old
        }
        converted = look(desk, workbook, convert=True)
    notes = [note for note in converted.corrected if note.message == "sample.legacy_converted"]
    assert len(notes) == len(old) * EACH and all(note.row > 1 and note.column for note in notes)
    results = {note.found: note.result for note in notes}
    assert results == {
        "NguyÔn V¨n An": "Nguyễn Văn An", "Nguyeãn Vaên An": "Nguyễn Văn An",
        "Sè 5 ®­êng Lª Lîi": "Số 5 đường Lê Lợi", "Sôû Xaây döïng": "Sở Xây dựng",
    }  # fmt: skip
    assert not any(note.message == "sample.legacy_text" for note in converted.rejected)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
