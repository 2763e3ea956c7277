"""What the command line leaves behind: no secret in an argument, no name in a file's name or a log, no core dump."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from sipas_desktop.cli.main import make_parser
from tests.cli.calls import CLERKS, Sipas, row, write_csv

MEMBERS = ("Đỗ Thị Ốc", "Lê Văn Ươm", "Phạm Ỷ")
SECRETS = ("password", "mat-khau", "pin", "secret", "passphrase")


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The names of all options and arguments of ``parser`` and of its commands."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from options(command)
        else:
            yield from action.option_strings or [action.dest]


def test_no_secret_is_an_argument() -> None:
    """The shell keeps what was typed, and every process list shows it: passwords come by prompt or environment."""
    found = {name.lstrip("-").lower() for name in options(make_parser())}
    assert len(found) > 50
    assert not {name for name in found if any(word in name.split("-") for word in SECRETS)}, found


def test_files_are_named_after_nobody(survey: Sipas) -> None:
    """Ballots, labels, sheets, lists, backups, hand-outs, reports: numbers, codes and days."""
    sipas, path, folder = survey, survey.survey, survey.folder
    book = Workbook()
    assert book.active is not None
    book.active.append(["STT", "Họ và tên", "Địa chỉ", "Số điện thoại"])
    for number, name in enumerate(MEMBERS, start=1):
        book.active.append([number, name, "Thôn Đông", f"091200000{number}"])
    book.save(folder / "danh sách.xlsx")
    sipas.done("sample", path, "import", folder / "danh sách.xlsx", "--notes", folder / "ghi chú.xlsx")
    serials = sipas.received(3)
    sipas.key("Lan", 1, write_csv(folder / "nhập.csv", [row(serial) for serial in serials]))
    sipas.key("Mai", 2, folder / "nhập.csv")
    asked = {each.name for each in folder.iterdir()}
    sipas.done("backup", path, folder / "sao lưu")
    sipas.done("sample", path, "templates", folder / "mẫu")
    sipas.done("records", path, folder / "kết quả.csv")
    sipas.done("report", path, folder / "báo cáo.docx")
    made = {each.name for each in folder.rglob("*")} - asked
    assert len(made) >= 5, made
    for name in made:
        assert not any(person in name for person in (*MEMBERS, *CLERKS, "091200000")), name


@pytest.mark.skipif(sys.platform == "win32", reason="core dumps are POSIX's")
def test_no_core_dump_is_left(tmp_path: Path) -> None:
    begin = "import resource as r; r.setrlimit(r.RLIMIT_CORE, (4096, 4096)); "
    end = "; print(*r.getrlimit(r.RLIMIT_CORE))"
    for start in (
        "from sipas_desktop.cli import main; main(['plans', '--json'])",
        "import sipas_desktop.__main__ as m; m._has_display = lambda: False; m.main([])",
    ):
        done = subprocess.run([sys.executable, "-c", begin + start + end], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1].split()[0] == "0", done
