"""Two processes at once on one survey: bulk verbs beside each other, both printing, both backing up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import Workbook

from sipas_desktop.store import queries
from tests.surveys import PASSWORD, Station, opened_station


def at_once(desk: Station, *calls: tuple[str, ...]) -> list[tuple[int, str]]:
    """Exit code and standard error of ``sipas`` processes that were begun together."""
    desk.close()
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "sipas_desktop.cli", *call],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", cwd=desk.path.parent,
            env=os.environ | {"SIPAS_PASSWORD": PASSWORD, "SIPAS_LANG": "en"},
        )
        for call in calls
    ]  # fmt: skip
    told = [process.communicate() for process in running]
    return [(process.returncode, err) for process, (_, err) in zip(running, told, strict=True)]


def checked(desk: Station) -> Station:
    """The survey opened anew; its check passes."""
    again = opened_station(desk.path)
    desk.admin, desk.people = again.admin, again.people
    assert queries.check_survey(desk.admin).ok
    return desk


def test_both_print(desk: Station, tmp_path: Path) -> None:
    prints = [("ballots", str(desk.path), "print", f"{n}.pdf", "--count", "300") for n in (1, 2)]
    assert at_once(desk, *prints) == [(0, ""), (0, "")]
    with checked(desk).admin.reading() as conn:
        serials = [row[0] for row in conn.exec_driver_sql("SELECT serial FROM ballot")]
    assert len(serials) == len(set(serials)) == 600
    for n in (1, 2):
        with pypdfium2.PdfDocument(tmp_path / f"{n}.pdf") as pdf:
            assert len(pdf) >= 300
        assert not list(tmp_path.glob(".*.part*"))


def test_both_print_to_one_file(desk: Station, tmp_path: Path) -> None:
    """The later one takes the name; neither file is half of one and half of the other."""
    prints = [("ballots", str(desk.path), "print", "phiếu.pdf", "--count", "100")] * 2
    told = at_once(desk, *prints)
    assert {code for code, _ in told} <= {0, 2} and 0 in {code for code, _ in told}, told
    checked(desk)
    assert (tmp_path / "phiếu.pdf").read_bytes().endswith(b"%%EOF\n")


@pytest.mark.parametrize("verb", ["sample", "units"])
def test_both_import(desk: Station, tmp_path: Path, verb: str) -> None:
    book = Workbook()
    assert book.active is not None
    if verb == "sample":
        book.active.append(["STT", "Họ và tên", "Địa chỉ"])
        rows = [[n, f"Người thứ {n}", "Thôn Đông"] for n in range(1, 800)]
    else:
        book.active.append(["Mã", "Tên"])
        rows = [[f"M{n}", f"Xã số {n}"] for n in range(1, 800)]
    for each in rows:
        book.active.append(each)
    book.save(tmp_path / "danh sách.xlsx")
    told = at_once(desk, *[(verb, str(desk.path), "import", "danh sách.xlsx")] * 2)
    assert {code for code, _ in told} <= {0, 2} and 0 in {code for code, _ in told}, told
    assert all(code == 0 or err.count("\n") == 1 for code, err in told), told
    checked(desk)


def test_both_back_up_into_one_folder(desk: Station, tmp_path: Path) -> None:
    desk.settled(1)
    assert at_once(desk, *[("backup", str(desk.path), "sao lưu")] * 2) == [(0, ""), (0, "")]
    made = list((tmp_path / "sao lưu").iterdir())
    assert 1 <= len(made) <= 2 and all(each.suffix == ".zip" for each in made), made
    checked(desk)
