"""Files damaged at random: a list or a refusal, never anything else."""

from __future__ import annotations

import contextlib
import datetime
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from sipas_desktop.errors import LANGUAGES, Refusal
from sipas_desktop.exchange.sample_list import read_sample_list

DATA = Path(__file__).resolve().parent.parent / "data"
ROUNDS = 60  # of each kind
WORDS = (
    b'"',
    b"<",
    b"&",
    b"\0",
    b"\xff",
    b"9999999999",
    b"-1",
    b"XFD1048576",
    b"1e309",
    b"</row>",
    b"NaN",
    "Ễ".encode(),
)


def workbook() -> bytes:
    """A small list with a merged header, dates and numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["DANH SÁCH MẪU DỰ PHÒNG"])
    sheet.append(["STT", "Họ và tên", "Địa chỉ", "Số điện thoại", "Mã hồ sơ", "Ngày tiếp nhận"])
    for number in range(1, 9):
        day = datetime.date(2024, 3, number)
        sheet.append([number, "Nguyễn Thị An", "Tổ 1", 912345670 + number, f"H57.18-240305-{number:04}", day])
    sheet.merge_cells("A1:F1")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv() -> bytes:
    """The same as text."""
    rows = "".join(f"{n};Nguyễn Thị An;Tổ 1;91234567{n};H57.18-240305-{n:04};0{n}/03/2024\r\n" for n in range(1, 9))
    return ("STT;Họ và tên;Địa chỉ;Số điện thoại;Mã hồ sơ;Ngày tiếp nhận\r\n" + rows).encode("utf-8-sig")


def page() -> bytes:
    """The same as an HTML page."""
    rows = csv().decode("utf-8-sig").splitlines()
    cells = "".join(f"<tr><td rowspan=1>{row.replace(';', '</td><td colspan=1>')}</td></tr>" for row in rows)
    return f"<html><table>{cells}</table></html>".encode()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """``data`` with bytes changed, a piece cut out, doubled, or replaced by something nasty."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(out) + 1)
        way = chance.randrange(5)
        if way == 0:
            out[at : at + 1] = bytes([chance.randrange(256)])
        elif way == 1:
            del out[at : at + chance.choice((1, 10, 1000))]
        elif way == 2:
            out[at:at] = out[at : at + chance.choice((1, 10, 300))]
        elif way == 3:
            out[at : at + chance.randrange(12)] = chance.choice(WORDS)
        else:
            del out[at:]
    return bytes(out)


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """The zip ``data`` with one or two of its parts damaged, the zip itself sound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        hit = chance.sample(names, chance.choice((1, 2)))
        for name in old.namelist():
            if name not in hit:
                new.writestr(name, old.read(name))
            elif chance.random() < 0.9:  # else it is missing
                new.writestr(name, damaged(old.read(name), chance))
    return out.getvalue()


KINDS: dict[str, tuple[Callable[[], bytes], Callable[[bytes, random.Random], bytes]]] = {
    "xlsx": (workbook, damaged),
    "xlsx inside": (workbook, damaged_inside),
    "ods inside": ((DATA / "reserve_list.ods").read_bytes, damaged_inside),
    "xls": ((DATA / "reserve_list.xls").read_bytes, damaged),
    "csv": (csv, damaged),
    "html": (page, damaged),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_gives_a_list_or_a_refusal(kind: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    make, damage = KINDS[kind]
    whole = make()
    path = tmp_path / "danh sách.dat"
    chance = random.Random(kind)
    read = refused = 0
    for _ in range(ROUNDS):
        path.write_bytes(damage(whole, chance))
        try:
            notes = read_sample_list(path, "frame", today=datetime.date(2024, 12, 31)).corrected
            said = [note.words(lang) for note in notes for lang in LANGUAGES]
            read += 1
        except Refusal as refusal:
            said = [refusal.words(lang) for lang in LANGUAGES]
            refused += 1
        assert all(said)
    assert read + refused == ROUNDS
    assert refused, "some damage must be beyond reading"
    capfd.readouterr()  # what the reader's library prints when it panics


@pytest.mark.parametrize(
    "place", ['r="C4999999999999999999999"', 'r="ABCD3"', "r='XFD1048576'", 'r="xfd1048576"', 'r="C99999999"', "r='3'"]
)
def test_a_cell_outside_every_sheet_does_not_take_the_program_with_it(tmp_path: Path, place: str) -> None:
    """The library that reads cells makes room for all up to the farthest, and a failed allocation ends the process."""
    source, path = io.BytesIO(workbook()), tmp_path / "danh sách.xlsx"
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(path, "w") as after:
        for part in before.infolist():
            data = before.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                assert b'r="C3"' in data
                data = data.replace(b'r="C3"', place.encode())
            after.writestr(part.filename, data)
    with contextlib.suppress(Refusal):
        assert read_sample_list(path, "official").members
