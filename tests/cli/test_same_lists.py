"""The same frame, seed and numbers give the same files byte by byte, on every system and in every locale.

The hashes stand here: the test that holds on Linux and on Windows shows that both draw the same. ``python -m
tests.cli.test_same_lists FOLDER ORDER`` draws in FOLDER, the rows of the frame in the order that the number ORDER
shuffles them to, and prints the hashes.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import locale
import os
import random
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.cli import main
from sipas_desktop.store import keys
from tests.surveys import CHEAP, PASSWORD

ROOT = Path(__file__).parents[2]
METHODS = ("simple", "systematic", "stratified")
HEADER = (
    "Họ và tên", "Địa chỉ", "Số điện thoại", "Cơ quan giải quyết", "Lĩnh vực", "Thủ tục hành chính", "Mã hồ sơ",
    "Ngày tiếp nhận", "Ngày trả kết quả",
)  # fmt: skip
GIVEN = ("An", "Ân", "Ăn", "Dũng", "Đũng", "Ơn", "Ôn", "On", "Hòa", "Hoà", "Hoạ", "Ước", "ước", "Ý", "Y", "Ỷ")
UNITS = ("Xã Ân Hòa", "Xã An Hòa", "Phường Đức", "Phường Dục", "UBND xã Ổi", "UBND xã Ói")
SECTORS = ("Đất đai", "Hộ tịch", "Ưu đãi người có công")

# Method → what is written → SHA-256.
DRAWN = {
    "simple": {
        "frame.tsv": "6e4f515c65e1036c1d0624d2e7ba2d1119b7063eb60ec0dfbe66641105c07584",
        "lists.csv": "510697183d13c6b928a60c4c29b82423ef14590e0d69790126a060112de3dadf",
        "lists.xlsx": "4670f002b4c2423a37002b0e8174ef772551a97fd06bd82b47aba854a7207615",
    },
    "systematic": {
        "frame.tsv": "6e4f515c65e1036c1d0624d2e7ba2d1119b7063eb60ec0dfbe66641105c07584",
        "lists.csv": "0490ce2424a71fbf972bc6edca1a426c4b17d158a49b597ee4c3a4b916306c82",
        "lists.xlsx": "b31d3a66ddf4fc23da4dcd7130eb8b010ad2f1e6c15a5d516330a4dd373716d4",
    },
    "stratified": {
        "frame.tsv": "6e4f515c65e1036c1d0624d2e7ba2d1119b7063eb60ec0dfbe66641105c07584",
        "lists.csv": "a8bfd9ea630e61b6966bfc36fcc788e1694d84fe967014f72e7e76c46b9f4253",
        "lists.xlsx": "47159d327214f111c03505812f08bbe6ccee74d0d1ae59f600f8955bc987a04d",
    },
}


def rows(count: int = 300) -> list[tuple[str, ...]]:
    """A frame that every locale would put in another order: tones, case, marks apart and together, words alike."""
    found = []
    for n in range(count):
        name = f"{'Nguyễn' if n % 2 else 'Đỗ'} Văn {GIVEN[n % 16]}"
        found.append(
            (
                unicodedata.normalize("NFD" if n % 3 else "NFC", name),
                f"Số {n % 7}, đường Lê Lợi",
                f"09{n:08}",
                UNITS[n % 6],
                SECTORS[n // 5 % 3],
                f"Thủ tục {'aAăâ'[n % 4]}{n % 5}",
                f"H57-240905-{n // 2:04}-{'ab'[n % 2]}",
                "05/9/2024",
                f"{10 + n % 20}/9/2024",
            )
        )
    return found


def called(*words: object) -> dict[str, Any]:
    """What ``sipas`` answers."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = main([*map(str, words), "--json"])
    assert code == 0, words
    answer: dict[str, Any] = json.loads(said.getvalue())
    return answer


def drawn(folder: Path, order: int) -> dict[str, dict[str, str]]:
    """Method → the files that the command writes → their hashes."""
    listed = rows()
    random.Random(order).shuffle(listed)
    source = folder / "dàn mẫu.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *listed])
    made = {}
    numbers = ("--seed", 20240905, "--official", 41, "--reserve", "30%", "--by", "sector")
    for method in METHODS:
        survey, out = folder / f"{method}.sipas", folder / method
        out.mkdir()
        called("new", survey, "--plan", "hue-2024")
        called("sample", survey, "import", source, "--list", "frame")
        called("sample", survey, "draw", "--method", method, *numbers)
        first = called("sample", survey, "list", "--members", "official")["members"][0]["number"]
        called("sample", survey, "replace", first, "--reason", "chuyển nơi ở")
        called("sample", survey, "export", out / "lists.xlsx", "--frame", out / "frame.tsv")
        called("sample", survey, "export", out / "lists.csv")
        made[method] = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}
    return made


def elsewhere(folder: Path, order: int, **environment: str) -> dict[str, dict[str, str]]:
    """The same in a process of its own with another environment."""
    around = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-m", "tests.cli.test_same_lists", str(folder), str(order)]
    done = subprocess.run(command, capture_output=True, env=around, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    made: dict[str, dict[str, str]] = json.loads(done.stdout)
    return made


@pytest.mark.parametrize("order", [0, 1])
def test_the_files_are_these_whatever_the_order_of_the_frame(tmp_path: Path, order: int) -> None:
    assert drawn(tmp_path, order) == DRAWN


@pytest.mark.parametrize("name", ["C", "C.UTF-8", "vi_VN.UTF-8", "tr_TR.UTF-8"])
def test_the_locale_has_no_part_in_it(tmp_path: Path, name: str) -> None:
    """Where the system does not have the locale, Python falls back on C: then the time zone alone differs."""
    environment = {"LC_ALL": name, "LANG": name, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "random"}
    assert elsewhere(tmp_path, 7, **environment) == DRAWN


def test_the_hashes_are_of_what_was_drawn() -> None:
    """Methods differ in their lists and not in their frame."""
    assert len({DRAWN[method]["frame.tsv"] for method in METHODS}) == 1
    for name in ("lists.xlsx", "lists.csv"):
        assert len({DRAWN[method][name] for method in METHODS}) == len(METHODS)


if __name__ == "__main__":
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")  # so that whatever compares by the locale would
    keys.COST = CHEAP
    os.environ["SIPAS_PASSWORD"] = PASSWORD
    sys.stdout.write(json.dumps(drawn(Path(sys.argv[1]), int(sys.argv[2])), indent=1))
