"""Every kind of command on a disk that fails at any point of its writing: one line, nothing by halves, once more works.

Full disk, used-up quota, a disk that has become read-only, a drive that fails. The calls are processes of their own
under a library that lets writing fail (``failing_disk.c``).
"""

from __future__ import annotations

import errno
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import Workbook

from sipas_desktop.errors import OF_THE_MACHINE, words
from sipas_desktop.store import keys, queries
from sipas_desktop.store.database import open_survey
from tests.cli.calls import row, write_csv
from tests.faults.disk import COMPILER, Called, FailingDisk, failing_disk
from tests.surveys import CHEAP, PASSWORD, station

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the disk is a library for LD_PRELOAD on Linux"),
    pytest.mark.skipif(COMPILER is None, reason="no C compiler to build it with"),
]

# What each number of the system is told as: codes of the survey's file and of any other file.
FAULTS = {
    "full": (errno.ENOSPC, {"file.disk_full", "file.no_room"}),
    "quota": (errno.EDQUOT, {"file.disk_full", "file.no_room"}),
    "too-large": (errno.EFBIG, {"file.disk_full", "file.no_room"}),
    "read-only": (errno.EROFS, {"file.read_only", "file.cannot_write", "file.system"}),
    "pulled-out": (errno.EIO, {"file.drive", "file.cannot_write", "file.system"}),
}
POINTS = 3  # of the writing of a command at which the disk is full, beside its first byte and its last
NEW_FILES = {"handout", "new"}  # whole tables are made there: at more points
OTHERS = {"keying", "print", "backup"}  # in the middle of their writing each other fault strikes, too


@dataclass(frozen=True)
class Verb:
    """A command in a folder that has ``khảo sát.sipas``, and whose it is."""

    words: tuple[str, ...]
    who: str = "admin"


VERBS = {
    "sign-in": Verb(("status", "khảo sát.sipas")),
    "keying": Verb(("key", "khảo sát.sipas", "--pass", "1", "--from", "nhập.csv"), "Lan"),
    "receiving": Verb(("receive", "khảo sát.sipas", "--from", "số.txt")),
    "sample": Verb(("sample", "khảo sát.sipas", "import", "danh sách.xlsx")),
    "print": Verb(("ballots", "khảo sát.sipas", "print", "phiếu.pdf", "--count", "30")),
    "operator": Verb(("operators", "khảo sát.sipas", "add", "Ngọc", "--role", "keyer")),
    "export": Verb(("records", "khảo sát.sipas", "kết quả.xlsx")),
    "handout": Verb(("handout", "khảo sát.sipas", "trạm.zip", "--batches", "L1")),
    "backup": Verb(("backup", "khảo sát.sipas", "sao lưu")),
    "restore": Verb(("restore", "cũ.zip", "khảo sát.sipas", "--replace")),
    "new": Verb(("new", "mới.sipas", "--plan", "son-tay-2017")),
}

# A hand-out is a fact before its file is made: the refusal says so, and how the file is made.
FILE_AGAIN = Verb(("handout", "khảo sát.sipas", "trạm.zip", "--again", "1"))
HANDED_OUT = "đã ghi nhận lần giao 1"


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FailingDisk]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIPAS_PASSWORD", PASSWORD)
        patch.setenv("SIPAS_NEW_PASSWORD", PASSWORD)
        with failing_disk(tmp_path_factory.mktemp("library")) as found:
            yield found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a survey in the middle of its work, and the files that the verbs read."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        with station(folder) as desk:
            desk.settled(2)
            serials = desk.received(3)
            more = desk.print(3)
    (folder / "số.txt").write_text("\n".join(more), encoding="utf-8")
    write_csv(folder / "nhập.csv", [row(serial) for serial in serials])
    book = Workbook()
    assert book.active is not None
    book.active.append(["STT", "Họ và tên", "Địa chỉ", "Số điện thoại"])
    for number in range(1, 60):
        book.active.append([number, f"Nguyễn Văn An {number}", "Thôn Đông", f"09120000{number:02}"])
    book.save(folder / "danh sách.xlsx")
    return folder


@pytest.fixture
def place(made: Path, disk: FailingDisk, tmp_path: Path) -> Path:
    """A copy of it for one test, with a backup."""
    folder = tmp_path / "Thư mục"
    shutil.copytree(made, folder)
    assert call(disk, folder, Verb(("backup", "khảo sát.sipas", "."))).code == 0
    next(folder.glob("*.zip")).rename(folder / "cũ.zip")
    return folder


def call(disk: FailingDisk, folder: Path, verb: Verb, **fault: int) -> Called:
    return disk(*verb.words, "--operator", verb.who, "--lang", "vi", folder=folder, **fault)


def codes_of(line: str) -> set[str]:
    """The refusals of the machine that ``line`` words."""
    found = set()
    for code in (*OF_THE_MACHINE, "file.cannot_write"):
        pattern = re.sub(r"\\{\w+\\}", ".+", re.escape(words_of(code)))
        if re.search(pattern, line):
            found.add(code)
    return found


def words_of(code: str) -> str:
    names = {name: f"{{{name}}}" for name in ("path", "file", "detail")}
    return words(code, "vi", **names)


def points(name: str, written: int) -> list[tuple[str, int]]:
    """Which fault strikes after how many of the bytes that a command writes."""
    number = 2 * POINTS if name in NEW_FILES else POINTS
    full = {0, *(written * at // number for at in range(1, number)), written - 1}
    others = [fault for fault in FAULTS if fault != "full" and name in OTHERS]
    return [("full", at) for at in sorted(full)] + [(fault, written // 2) for fault in others]


@pytest.mark.parametrize("name", VERBS)
def test_wherever_it_fails(name: str, disk: FailingDisk, place: Path, tmp_path: Path) -> None:
    whole = tmp_path / "đủ chỗ"
    shutil.copytree(place, whole)
    done = call(disk, whole, VERBS[name])
    assert done.code == 0, done.err
    refused = 0
    for fault, point in points(name, done.written):
        number, told = FAULTS[fault]
        folder = tmp_path / f"{fault} {point}"
        shutil.copytree(place, folder)
        called = call(disk, folder, VERBS[name], after=point, errno=number)
        if called.code == 0:  # what was left to write at the end goes into the file at the next opening
            continue
        refused += 1
        where = f"{name}, {fault}, after {point} of {done.written} bytes: {called}"
        assert called.code == 2 and called.err.count("\n") == 1, where
        assert codes_of(called.err) & told, where
        assert "i/o" not in called.err.lower(), where
        assert not list(folder.rglob("*.part*")), where
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(keys, "COST", CHEAP)
            with open_survey(folder / "khảo sát.sipas", "admin", PASSWORD) as survey:
                assert queries.check_survey(survey).ok, where
        if (folder / "mới.sipas").exists():  # made whole; its maker's session could not begin
            assert call(disk, folder, Verb(("check", "mới.sipas"))).code == 0, where
            continue
        again = call(disk, folder, FILE_AGAIN if HANDED_OUT in called.err else VERBS[name])
        assert again.code == 0, f"{where}; then {again}"
        shutil.rmtree(folder)
    assert refused, "it never failed"
