"""Fieldwork by ``sipas`` alone: the list, who visits whom, ballots issued and reported, the reserve, the paper."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import keys, workflow
from sipas_desktop.store.workflow import MemberData
from tests.cli.calls import CLERKS, PASSWORD, Sipas
from tests.surveys import CHEAP

UNITS = ("Phường Xuân Phú", "Phường Vỹ Dạ")
NAMES = ("Trần Văn Ba", "Lê Thị Tư", "Phạm Năm")


@pytest.fixture(scope="module")
def _hue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hue") / "made.sipas"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        with new_survey(path, find_preset("hue-2024"), "admin", PASSWORD) as admin:
            for name, roles in CLERKS.items():
                workflow.add_operator(admin, name, roles, PASSWORD)
            listed = [
                MemberData(kind, f"{who} {n}", f"{n} Lê Lợi", unit=UNITS[n % 2])
                for kind, who, count in (("official", "Người", 12), ("reserve", "Dự phòng", 4))
                for n in range(count)
            ]
            workflow.import_sample(admin, listed, "0" * 64)
    return path


@pytest.fixture
def hue(sipas: Sipas, _hue: Path) -> Sipas:
    """A survey of Huế with a sample of two units, and the post's list taken in."""
    shutil.copy(_hue, sipas.survey)
    shutil.copy(keys.path_of(_hue), keys.path_of(sipas.survey))
    listed = sipas.folder / "điều tra viên.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH ĐIỀU TRA VIÊN"])
    sheet.append(["STT", "Mã", "Họ và tên", "Đơn vị phụ trách", "Số điện thoại", "Ghi chú"])
    for number, (name, area) in enumerate(zip(NAMES, (UNITS[0], UNITS[1], ""), strict=True), start=1):
        sheet.append([number, f"B{number}", name, area, 912000000 + number, "xe máy"])
    sheet.append([4, "B1", "Trùng Mã", "", "", ""])
    book.save(listed)
    done = sipas.done("interviewers", sipas.survey, "import", listed)
    assert (done["added"], done["found"], [note["row"] for note in done["rejected"]]) == (3, 3, [6])
    return sipas


def adds_up(hue: Sipas) -> dict[str, int]:
    status: dict[str, int] = hue.done("status", hue.survey)
    ended = ("out", "refused", "not_met", "undelivered", "lost")
    assert status["printed"] == status["stock"] + status["spoiled"] + status["issued"]
    assert status["issued"] == status["returned"] + sum(status[state] for state in ended)
    rows = hue.done("status", hue.survey, "--by", "interviewer")["rows"]
    assert all(row["issued"] == row["returned"] + sum(row[state] for state in ended) for row in rows)
    assert status["issued"] == sum(row["issued"] for row in rows)
    return status


def test_the_list_goes_out_as_it_came_in(hue: Sipas) -> None:
    rows = hue.done("interviewers", hue.survey, "list")["interviewers"]
    assert [(row["code"], row["name"], row["phone"]) for row in rows] == [
        (f"B{n}", name, f"091200000{n}") for n, name in enumerate(NAMES, start=1)
    ]
    for name in ("ra.xlsx", "ra.csv"):
        assert hue.done("interviewers", hue.survey, "export", hue.folder / name) == {"interviewers": 3}
        again = hue.done("interviewers", hue.survey, "import", hue.folder / name)
        assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 3)
    with (hue.folder / "ra.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file))[:5] == ["Mã", "Họ và tên", "Địa bàn", "Số điện thoại", "Ghi chú"]
    assert hue.done("interviewers", hue.survey, "remove", "B3") == {"removed": "B3"}
    assert [row["code"] for row in hue.done("interviewers", hue.survey, "list")["interviewers"]] == ["B1", "B2"]
    refused = hue("interviewers", hue.survey, "export", hue.folder / "ra.txt")
    assert refused.code == 2


def test_a_file_is_only_looked_at_first(hue: Sipas) -> None:
    listed = hue.folder / "thêm.csv"
    listed.write_text("Mã,Họ và tên\nB9,Vũ Chín\n", encoding="utf-8")
    looked = hue.done("interviewers", hue.survey, "import", listed, "--dry-run")
    assert (looked["added"], looked["found"]) == (0, 1)
    assert len(hue.done("interviewers", hue.survey, "list")["interviewers"]) == 3
    listed.write_text("Họ và tên,Tuổi\nVũ Chín,33\n", encoding="utf-8")
    assert "Mã" in hue("interviewers", hue.survey, "import", listed).line


def test_members_are_shared_out_by_area_and_moved(hue: Sipas) -> None:
    made = hue.done("interviewers", hue.survey, "assign")
    assert made == {"moved": 12, "assigned": {"B1": 4, "B2": 4, "B3": 4}, "nobodys": []}
    assert hue.done("interviewers", hue.survey, "assign")["moved"] == 0
    moved = hue.done("interviewers", hue.survey, "assign", "--to", "B3", "--members", 1, 2)
    assert moved["moved"] in (1, 2) and moved["assigned"]["B3"] == 4 + moved["moved"]
    again = hue.done("interviewers", hue.survey, "assign", "--again")
    assert again["assigned"] == {"B1": 4, "B2": 4, "B3": 4}
    route = hue.done("interviewers", hue.survey, "assign", "--again", "--by", "route")
    assert set(route["assigned"].values()) == {4}
    assert hue("interviewers", hue.survey, "assign", "--to", "B3").code == 2
    assert hue("interviewers", hue.survey, "assign", "--to", "B3", "--members", 99).code == 2
    assert hue("interviewers", hue.survey, "assign", by="Lan").code == 2


def test_from_the_cupboard_to_the_reserve(hue: Sipas) -> None:
    hue.done("interviewers", hue.survey, "assign")
    hue.done("ballots", hue.survey, "print", hue.folder / "phiếu.pdf")
    adds_up(hue)
    serials = [each["serial"] for each in hue.done("ballots", hue.survey, "list")["ballots"]]
    listed = hue.folder / "phát.csv"
    listed.write_text("serial\n" + "\n".join(serials[:10]) + "\n", encoding="utf-8")
    assert hue.done("issue", hue.survey, "--from", listed, "--day", "2024-09-09", by="Lan")["issued"] == 10
    assert hue.done("issue", hue.survey, "--from", listed, "--day", "2024-09-09", by="Lan")["already"] == 10
    assert adds_up(hue)["out"] == 10
    members = {each["number"]: each for each in hue.done("outcome", hue.survey, "list")["members"]}
    assert {each["outcome"] for each in members.values()} == {"issued", ""}
    out = [number for number, each in members.items() if each["outcome"] == "issued"]
    assert hue.done("outcome", hue.survey, "refused", "--members", *out[:2], "--day", "2024-09-10")["recorded"] == 2
    for day in (10, 11, 12):
        adds_up(hue)
        done = hue.done("outcome", hue.survey, "not_met", members[out[2]]["serial"], "--day", f"2024-09-{day}")
        assert done["recorded"] == 1
    assert hue.done("outcome", hue.survey, "dead", members[out[3]]["serial"], "--day", "2024-09-12")["recorded"] == 1
    assert hue.done("outcome", hue.survey, "lost", members[out[4]]["serial"], "--day", "2024-09-12")["recorded"] == 1
    assert hue.done("outcome", hue.survey, "withdraw", members[out[4]]["serial"])["withdrawn"] == 1
    refused = hue("outcome", hue.survey, "refused", members[out[0]]["serial"], "--day", "2024-09-11")
    assert refused.code == 2 and len(refused.json["refused"]) == 1
    steps = hue.done("outcome", hue.survey, "visits", members[out[2]]["serial"])["steps"]
    assert [step["step"] for step in steps] == ["issued", "not_met", "not_met", "not_met"]
    due = hue.done("sample", hue.survey, "replacements")
    assert sorted(each["number"] for each in due["due"]) == sorted(out[:4]) and due["replaced"] == 0
    made = hue.done("sample", hue.survey, "replacements", "--do")
    assert made["replaced"] + len(made["left"]) == 4 and made["replaced"] >= 2
    assert hue.done("sample", hue.survey, "replacements", "--do", "--elsewhere")["left"] == []
    assert hue.done("sample", hue.survey, "list")["official"] == 12
    assert hue.done("ballots", hue.survey, "print", hue.folder / "thêm.pdf")["ballots"] == 4
    assert hue.done("issue", hue.survey, "--members", *range(13, 17), "--day", "2024-09-13")["issued"] == 4
    back = [members[number]["serial"] for number in out[4:]]
    assert hue.done("receive", hue.survey, *back, by="Mai")["received"] == len(back)
    assert hue.done("ballots", hue.survey, "spoil", *serials[10:11], "--reason", "lem mực")["spoiled"] == 1
    assert hue.done("ballots", hue.survey, "void", back[0], "--reason", "recheck", by="Hòa")["voided"] == 1
    status = adds_up(hue)
    assert (status["spoiled"], status["returned"], status["valid"]) == (1, len(back), len(back) - 1)
    assert hue.done("check", hue.survey)["ok"]


def test_the_list_is_printed_for_each_interviewer(hue: Sipas) -> None:
    hue.done("interviewers", hue.survey, "assign")
    hue.done("ballots", hue.survey, "print", hue.folder / "phiếu.pdf")
    out = hue.folder / "danh sách.pdf"
    made = hue.done("paper", hue.survey, "assignment", out, "--by-interviewer")
    assert made["documents"] == 4  # the third has members of both units
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out))
    assert all(f"B{n} · {name}" in text for n, name in enumerate(NAMES, start=1))
    assert hue.done("paper", hue.survey, "assignment", out, "--interviewer", "B1")["documents"] == 1
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out))
    assert NAMES[0] in text and NAMES[1] not in text
    assert hue("paper", hue.survey, "assignment", out, "--interviewer", "B9").code == 2


def test_who_moved_or_is_dead_gets_no_reminder(hue: Sipas) -> None:
    hue.done("interviewers", hue.survey, "assign")
    hue.done("ballots", hue.survey, "print", hue.folder / "phiếu.pdf")
    hue.done("issue", hue.survey, "--members", *range(1, 13), "--day", "2024-09-09")
    for number, outcome in enumerate(("dead", "moved", "refused", "undelivered"), start=1):
        hue.done("outcome", hue.survey, outcome, "--members", number, "--day", "2024-09-10")
    assert hue.done("paper", hue.survey, "reminders", hue.folder / "nhắc.pdf")["documents"] == 9
