"""``sipas sample … draw``, ``replace``, ``export``: the same frame and seed give the same lists, for anybody."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import random
import re
from pathlib import Path

import pytest

from tests.cli.calls import Sipas

HEADER = ("Họ và tên", "Cơ quan giải quyết", "Lĩnh vực", "Thủ tục hành chính", "Mã hồ sơ", "Ngày tiếp nhận")
DOCS = Path(__file__).parents[2] / "docs" / "sampling.md"


def rows(count: int) -> list[tuple[str, ...]]:
    units = ("Sở Xây dựng", "Sở Tư pháp", "Sở Y tế")
    return [
        (f"Nguyễn Văn {chr(65 + n % 23)}{n}", units[n % 3], f"Lĩnh vực {n % 2}", f"Thủ tục {n % 5}", code, "05/9/2024")
        for n, code in enumerate(f"H57-240905-{n:04}" for n in range(count))
    ]


def frame(folder: Path, count: int = 40, shuffled: bool = False) -> Path:
    listed = rows(count)
    if shuffled:
        random.shuffle(listed)
    path = folder / f"dàn mẫu {count} {shuffled}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *listed])
    return path


@pytest.fixture
def hue(sipas: Sipas) -> Sipas:
    """A new survey of Huế's plan, with a frame."""
    sipas.done("new", sipas.survey, "--plan", "hue-2024")
    sipas.done("sample", sipas.survey, "import", frame(sipas.folder), "--list", "frame")
    return sipas


def test_a_draw_says_all_that_it_rests_on(hue: Sipas) -> None:
    drawn = hue.done("sample", hue.survey, "draw", "--seed", 7, "--method", "simple", "--official", 9, "--reserve", 4)
    assert (drawn["official"], drawn["reserve"], drawn["seed"], drawn["method"]) == (9, 4, 7, "simple")
    assert (drawn["rows"], drawn["basis"], drawn["by"], drawn["already"]) == (40, "given", None, False)
    lists, tsv = hue.folder / "lists.xlsx", hue.folder / "FRAME.tsv"
    assert hue.done("sample", hue.survey, "export", lists, "--frame", tsv) == {"official": 9, "reserve": 4, "frame": 40}
    assert hashlib.sha256(tsv.read_bytes()).hexdigest() == drawn["frame_sha256"]
    before = hue.facts()
    again = hue.done("sample", hue.survey, "draw", "--seed", 7, "--method", "simple", "--official", 9, "--reserve", 4)
    assert again == drawn | {"already": True}
    assert hue("sample", hue.survey, "draw", "--seed", 8).code == 2
    assert hue.facts() == before


def test_the_manual_s_script_draws_the_same(hue: Sipas, monkeypatch: pytest.MonkeyPatch) -> None:
    hue.done("sample", hue.survey, "draw", "--seed", 2024, "--method", "simple", "--official", 9, "--reserve", 6)
    hue.done("sample", hue.survey, "export", hue.folder / "lists.xlsx", "--frame", hue.folder / "FRAME.tsv")
    (script,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(hue.folder)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(script, str(DOCS), "exec"), {})
    lines = [line.split("\t") for line in said.getvalue().splitlines()[1:]]
    for name in ("official", "reserve"):
        listed = [each["dossier"] for each in hue.done("sample", hue.survey, "list", "--members", name)["members"]]
        mine = [line[4] for line in lines if line[0] == name]
        assert sorted(listed) == sorted(mine) if name == "official" else listed == mine


@pytest.mark.parametrize("method", ["simple", "systematic", "stratified"])
def test_a_shuffled_frame_gives_the_same_bytes(sipas: Sipas, method: str) -> None:
    written = []
    for shuffled in (False, True):
        survey = sipas.folder / f"{shuffled}.sipas"
        sipas.done("new", survey, "--plan", "son-tay-2017")
        sipas.done("sample", survey, "import", frame(sipas.folder, shuffled=shuffled), "--list", "frame")
        sipas.done("sample", survey, "draw", "--seed", 5, "--method", method, "--by", "procedure", "--official", 11)
        out = sipas.folder / f"{shuffled}.xlsx"
        sipas.done("sample", survey, "export", out)
        written.append(out.read_bytes())
    assert written[0] == written[1]


def test_without_a_number_the_plan_s_rule_says_it(hue: Sipas) -> None:
    """Fewer than 100 transactions of a unit: all of them. None are left for the reserve, which is said."""
    done = hue("sample", hue.survey, "draw", "--seed", 1)
    drawn = done.json
    assert (drawn["official"], drawn["method"], drawn["basis"]) == (40, "stratified", "quota")
    assert drawn["shortfall"] == {"official": 0, "reserve": 8}
    assert "8" in done.line


def test_the_plan_s_rule_is_of_transactions_where_there_are_any(hue: Sipas) -> None:
    """The frame has 13 rows of an agency with 1,500 transactions: 200 are asked for, and what is missing is said."""
    path = hue.folder / "giao dịch.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = [(name, "Thủ tục", 2023, 1500) for name in ("Sở Xây dựng", "Sở Nội vụ")]
        csv.writer(file).writerows([("Đơn vị", "Thủ tục", "Năm", "Số lượt giao dịch"), *rows])
    hue.done("transactions", hue.survey, "import", path, "--add-procedures")
    done = hue("sample", hue.survey, "draw", "--seed", 1)
    drawn = done.json
    assert (drawn["basis"], drawn["years"], drawn["transactions"]) == ("transactions", [2023], 1500)
    told = {
        each["name"]: (each["transactions"], each["rows"], each["asked"], each["official"]) for each in drawn["strata"]
    }
    assert told == {
        "Sở Tư pháp": (None, 13, 13, 13), "Sở Xây dựng": (1500, 14, 200, 14), "Sở Y tế": (None, 13, 13, 13),
    }  # fmt: skip
    assert drawn["not_in_frame"] == {"Sở Nội vụ": 1500}
    assert "Sở Xây dựng" in done.err and "Sở Nội vụ" in done.err
    assert hue.done("sample", hue.survey, "draw", "--seed", 1) == drawn | {"already": True}
    assert hue.done("check", hue.survey)["ok"]


def test_lists_are_read_back_as_what_they_are(hue: Sipas) -> None:
    hue.done("sample", hue.survey, "draw", "--seed", 3, "--official", 6, "--reserve", 3)
    out = hue.folder / "lists.xlsx"
    hue.done("sample", hue.survey, "export", out)
    other = hue.folder / "khác.sipas"
    hue.done("new", other, "--plan", "hue-2024")
    hue.done("sample", other, "import", out, "--list", "official")
    assert hue.done("sample", other, "list") == {
        "frame": 0, "official": 6, "reserve": 3, "replaced": 0, "with_ballot": 0,
    }  # fmt: skip
    assert hue.done("check", other)["ok"]


def test_the_csv_says_which_list_and_is_read_back(hue: Sipas) -> None:
    hue.done("sample", hue.survey, "draw", "--seed", 3, "--official", 6, "--reserve", 3)
    out = hue.folder / "lists.csv"
    assert hue.done("sample", hue.survey, "export", out) == {"official": 6, "reserve": 3}
    assert out.read_bytes().startswith("\ufeffDanh sách,STT,".encode()), "a byte order mark, for Excel on Windows"
    with out.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["Danh sách"], line["STT"]) for line in lines] == [
        *(("Chính thức", str(n)) for n in range(1, 7)), *(("Dự phòng", str(n)) for n in range(1, 4)),
    ]  # fmt: skip
    listed = hue.done("sample", hue.survey, "list", "--members", "reserve")["members"]
    assert [line["Mã hồ sơ"] for line in lines[6:]] == [each["dossier"] for each in listed]
    other = hue.folder / "khác.sipas"
    hue.done("new", other, "--plan", "hue-2024")
    hue.done("sample", other, "import", out, "--list", "frame")
    assert hue.done("sample", other, "list") == {
        "frame": 0, "official": 6, "reserve": 3, "replaced": 0, "with_ballot": 0,
    }  # fmt: skip
    assert hue("sample", hue.survey, "export", hue.folder / "lists.tsv").code == 2


def test_the_reserve_is_called_up_with_a_reason(hue: Sipas) -> None:
    hue.done("sample", hue.survey, "draw", "--seed", 3, "--official", 6, "--reserve", "50%")
    official = hue.done("sample", hue.survey, "list", "--members", "official")["members"]
    reserve = hue.done("sample", hue.survey, "list", "--members", "reserve")["members"]
    number = official[0]["number"]
    assert hue("sample", hue.survey, "replace", number).code == 2
    done = hue.done("sample", hue.survey, "replace", number, "--reason", "chuyển nơi ở")
    assert done == {"number": number, "by": reserve[0]["number"], "reserve": 2}
    gone = hue.done("sample", hue.survey, "list", "--members", "replaced")["members"]
    assert [each["number"] for each in gone] == [number]
    assert hue.done("check", hue.survey)["ok"]
    told = hue.done("history", hue.survey, "--kind", "preparing")["facts"][0]
    assert (told["kind"], told["before"], told["after"]) == ("member_replaced", str(number), str(reserve[0]["number"]))
    assert told["why"] == "chuyển nơi ở"


@pytest.mark.parametrize("asked", [("--reserve", "nửa"), ("--official", "-1"), ("--seed", "-4"), ("--reserve", "5.5")])
def test_odd_numbers_are_refused(hue: Sipas, asked: tuple[str, str]) -> None:
    before = hue.facts()
    done = hue("sample", hue.survey, "draw", "--seed", 3, *asked)
    assert done.code == 2 and done.line
    assert hue.facts() == before
