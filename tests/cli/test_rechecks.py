"""``sipas recheck``: drawn, listed, answered, told; what is refused, in one line."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from tests.cli.calls import Sipas

COUNTS = {"answered", "askable", "drawn", "confirmed", "failed", "refused", "unreached", "unclear", "waiting"}
PEOPLE = 10


@pytest.fixture
def hue(sipas: Sipas) -> Sipas:
    """A survey of Huế's plan in which ten people answered, of whom eight may be called."""
    sipas.done("new", sipas.survey, "--plan", "hue-2024")
    lines = ["STT,Họ và tên,Số điện thoại,Cơ quan giải quyết,Mã hồ sơ,Đồng ý liên hệ"]
    lines += [
        f"{n},Đỗ Thị Số {n},09120000{n:02},UBND xã Phú Đa,H{n},{'x' if n <= 8 else ''}" for n in range(1, PEOPLE + 1)
    ]
    people = sipas.folder / "danh sách.csv"
    people.write_text("\n".join(lines), encoding="utf-8")
    sipas.done("sample", sipas.survey, "import", people, "--list", "official")
    sipas.done("ballots", sipas.survey, "print", sipas.folder / "phiếu.pdf")
    ballots = sipas.done("ballots", sipas.survey, "list")["ballots"]
    sipas.done("receive", sipas.survey, *(each["serial"] for each in ballots))
    return sipas


def replies(folder: Path, *rows: tuple[object, ...]) -> Path:
    path = folder / "trả lời.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("id", "phone", "text"), *rows])
    return path


def test_from_the_draw_to_what_is_due(hue: Sipas) -> None:
    drawn = hue.done("recheck", hue.survey, "draw", "--seed", 3, "--percent", 60)
    assert set(drawn) == COUNTS | {"now", "how", "seed", "short", "serials", "finds_percent"}
    assert (drawn["answered"], drawn["askable"], drawn["drawn"], drawn["now"]) == (10, 8, 6, 6)
    assert (drawn["how"], drawn["seed"], drawn["short"], drawn["waiting"]) == ("random", 3, 0, 6)
    out = hue.folder / "sms.csv"
    made = hue.done("recheck", hue.survey, "export", out)
    assert set(made) == COUNTS | {"people", "segments", "longest", "encodings", "sha256"}
    assert (made["people"], made["encodings"]) == (6, {"gsm7": 6})
    text = out.read_text(encoding="utf-8")
    assert text.count("\n") == 7 and text.isascii() and "Do Thi So" in text
    came = hue.done("recheck", hue.survey, "import", replies(hue.folder, (1, "", "Đúng"), (2, "", "2"), (3, "", "hả")))
    assert set(came) == COUNTS | {"taken", "already", "differs", "results", "rejected"}
    assert (came["confirmed"], came["failed"], came["unclear"], came["waiting"], came["taken"]) == (1, 1, 1, 3, 3)
    assert hue.done("recheck", hue.survey, "set", "confirmed", "#3")["changed"] == 1
    assert hue.done("recheck", hue.survey, "set", "confirmed", "#3")["already"] == 1
    left = hue.done("recheck", hue.survey, "set", "unreached", "--waiting")
    assert (left["changed"], left["unreached"], left["waiting"]) == (3, 3, 0)
    found = hue.done("recheck", hue.survey, "list")
    assert (found["confirmed"], found["failed"], found["void"]) == (2, 1, 0)
    assert found["passed_percent"] == pytest.approx(200 / 3) and found["interval"][0] < 66 < found["interval"][1]
    failed = next(each["serial"] for each in found["rechecks"] if each["result"] == "failed")
    assert found["due"] == [{"then": "void", "serial": failed, "interviewer": None, "ballots": 1}]
    assert found["false_alarm_percent"] == 5 and found["interviewers"][0]["flagged"] is None  # nobody is known
    assert [each["seed"] for each in found["draws"]] == [3] and found["interviewers"][0]["drawn"] == 6
    left = hue.done("recheck", hue.survey, "list", "--result", "unreached")
    assert [each["number"] for each in left["rechecks"]] == [4, 5, 6]
    assert hue.done("recheck", hue.survey, "export", hue.folder / "lại.xlsx", "--again", "--accents")["people"] == 3
    assert hue.done("check", hue.survey)["ok"]


def test_who_did_not_reply_to_messages_is_called(hue: Sipas) -> None:
    hue.done("recheck", hue.survey, "draw", "--seed", 3, "--number", 6)
    messages = hue.done("recheck", hue.survey, "export", hue.folder / "sms.csv")
    hue.done("recheck", hue.survey, "import", replies(hue.folder, (1, "", "Đúng"), (2, "", "2"), (3, "", "hả")))
    out = hue.folder / "gọi.xlsx"
    made = hue.done("recheck", hue.survey, "export", out, "--calls")
    assert made.keys() == messages.keys()
    assert (made["people"], made["segments"], made["encodings"], made["waiting"]) == (3, 0, {}, 3)
    told = hue.done("history", hue.survey, "--kind", "rechecking")["facts"]
    assert len({each["ref"] for each in told if each["kind"] == "recheck_sent"}) == 2  # as of any other list
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == ("id", "phone", "name", "unit", "procedure", "address", "result")
    assert [row[0] for row in rows] == ["4", "5", "6"]
    assert all(str(row[1]).startswith("09120000") and not row[-1] for row in rows)
    for cell in sheet["G"][1:]:
        cell.value = "confirmed"
    assert sheet.parent is not None
    sheet.parent.save(out)
    assert hue.done("recheck", hue.survey, "import", out)["confirmed"] == 4
    assert "chưa cần gọi ai" in hue("recheck", hue.survey, "export", out, "--calls").line
    assert "không còn ai để hỏi" in hue("recheck", hue.survey, "export", out, "--calls", "--again").line
    assert hue.done("check", hue.survey)["ok"]


def test_the_plan_s_rules_are_done_when_somebody_says_so(hue: Sipas) -> None:
    hue.done("recheck", hue.survey, "draw", "--seed", 3, "--number", 3)
    hue.done("recheck", hue.survey, "set", "failed", "#1", "#2")
    done = hue.done("recheck", hue.survey, "apply")
    assert set(done) == COUNTS | {"void", "replaced", "now", "refused", "due"}
    assert len(done["void"]) == 2 and (done["replaced"], done["now"], done["refused"], done["due"]) == ([], 0, [], [])
    states = {each["serial"]: each for each in hue.done("ballots", hue.survey, "list")["ballots"]}
    assert [(states[serial]["state"], states[serial]["validity"]) for serial in done["void"]] == [
        ("voided", "recheck"), ("voided", "recheck"),
    ]  # fmt: skip
    assert hue.done("recheck", hue.survey, "apply")["void"] == []
    assert hue.done("recheck", hue.survey, "list")["void"] == 2
    assert hue.done("check", hue.survey)["ok"]


def test_a_targeted_draw_and_consent(hue: Sipas) -> None:
    assert hue.done("recheck", hue.survey, "consent", 9, 10, 1) == {"changed": 2, "already": 1}
    assert hue.done("recheck", hue.survey, "consent", 2, "--withdrawn")["changed"] == 1
    serials = [each["serial"] for each in hue.done("ballots", hue.survey, "list")["ballots"]]
    drawn = hue.done("recheck", hue.survey, "draw", "--seed", 1, "--number", 99, "--minimum", 0)
    assert (drawn["askable"], drawn["drawn"], drawn["short"]) == (9, 9, 90)
    (left,) = set(serials) - set(drawn["serials"])
    assert "không đồng ý" in hue("recheck", hue.survey, "draw", left, "--reason", "trùng nét chữ").line
    hue.done("recheck", hue.survey, "consent", 2)
    one = hue.done("recheck", hue.survey, "draw", left, "--reason", "trùng nét chữ")
    assert (one["how"], one["serials"], one["seed"]) == ("serials", [left], None)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("draw",), "đúng một cách"),
        (("draw", "--seed", "1", "--interviewer", "A"), "đúng một cách"),
        (("draw", "--interviewer", "A", "--number", "1"), "chỉ dùng khi chọn ngẫu nhiên"),
        (("draw", "--interviewer", "A", "--reason", "x"), "không có phiếu nào để chọn"),
        (("draw", "--seed", "1", "--minimum", "0"), "không nêu tỷ lệ"),
        (("draw", "--seed", "1", "--percent", "101"), "101"),
        (("export", "a.csv"), "không còn ai để hỏi"),
        (("import", "không có.csv"), "không có.csv"),
        (("set", "fine", "#1"), "fine"),
        (("set", "failed", "#1"), "#1"),
        (("set", "failed"), "--waiting"),
        (("set", "failed", "--waiting"), "--waiting"),
        (("consent", "99"), "99"),
    ],
)
def test_refused_in_one_line(hue: Sipas, words: tuple[str, ...], told: str) -> None:
    before = hue.facts()
    called = hue("recheck", hue.survey, *words)
    assert called.code == 2 and told in called.line
    assert hue.facts() == before


def test_a_row_that_is_nobody_s_is_told_and_the_others_are_taken(hue: Sipas) -> None:
    hue.done("recheck", hue.survey, "draw", "--seed", 1, "--number", 2)
    path = replies(hue.folder, (1, "", "1"), (77, "", "1"), ("", "0999999999", "1"))
    looked = hue.done("recheck", hue.survey, "import", path, "--dry-run")
    assert looked["confirmed"] == 0 and looked["results"]["confirmed"] == 1
    called = hue.run("recheck", hue.survey, "import", path)
    assert called.code == 0 and called.out == "confirmed\t1\n"
    assert called.err.splitlines()[0].startswith("3\tid\t77\t") and len(called.err.splitlines()) == 2
    again = hue.done("recheck", hue.survey, "import", replies(hue.folder, (1, "", "2")))
    assert (again["differs"], again["taken"], again["confirmed"]) == ([1], 0, 1)


def test_who_has_another_role_gets_neither_numbers_nor_lists(hue: Sipas) -> None:
    hue.done("operators", hue.survey, "add", "Lan", "--role", "keyer", "--role", "adjudicator", "--role", "observer")
    for words in (("list",), ("draw", "--seed", "1", "--number", "1"), ("export", hue.folder / "a.csv")):
        assert hue("recheck", hue.survey, *words, by="Lan").code == 2
    assert not (hue.folder / "a.csv").exists()
