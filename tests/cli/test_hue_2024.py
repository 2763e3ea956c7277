"""Huế's survey of 2024 by ``sipas`` alone, from the calendar to the report; the ledger adds up after every step."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest

from tests.cli.calls import CLERKS, Sipas, write_csv

UNITS = {"U1": "UBND phường Xuân Phú", "U2": "UBND phường Vỹ Dạ", "U3": "UBND xã Phú Đa"}
PROCEDURES = {"P1": "Chứng thực bản sao từ bản chính", "P2": "Đăng ký khai sinh"}
INTERVIEWERS = {code: list(UNITS.values())[n % 3] for n, code in enumerate(("B1", "B2", "B3", "B4", "B5", "B6"))}
OFFICIAL, RESERVE = 400, 80
QUESTIONS = ("procedure", "unit", *(f"Q{n}" for n in range(1, 11)), "overall", "comment")
INVENTS = "B4"  # of her ballots some were never seen by those whose names they bear
UNDERWAY = ("out", "refused", "not_met", "undelivered", "lost")


def adds_up(hue: Sipas) -> dict[str, int]:
    """The ledger of docs/ballot-life.md, of the survey and of each interviewer."""
    status: dict[str, int] = hue.done("status", hue.survey)
    assert status["printed"] == status["stock"] + status["spoiled"] + status["issued"]
    assert status["issued"] == status["returned"] + sum(status[state] for state in UNDERWAY)
    rows = hue.done("status", hue.survey, "--by", "interviewer")["rows"]
    assert all(row["issued"] == row["returned"] + sum(row[state] for state in UNDERWAY) for row in rows)
    for total in ("issued", "returned", "valid", *UNDERWAY):
        assert status[total] == sum(row[total] for row in rows)
    units = hue.done("status", hue.survey, "--by", "unit")["rows"]
    for total in ("printed", "issued", "returned", "valid"):
        assert status[total] == sum(row[total] for row in units)
    return status


def lists(hue: Sipas) -> Path:
    """What the three units sent: who has phone and consent, and who has not."""
    book = hue.folder / "danh sách.csv"
    head = (
        "STT",
        "Họ và tên",
        "Số điện thoại",
        "Địa chỉ",
        "Cơ quan giải quyết",
        "Tên TTHC",
        "Mã hồ sơ",
        "Đồng ý liên hệ",
    )
    units, procedures = list(UNITS.values()), list(PROCEDURES.values())
    for kind, first, count in (("official", 1, OFFICIAL), ("reserve", OFFICIAL + 1, RESERVE)):
        with book.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(head)
            for n in range(first, first + count):
                where = (f"Nguyễn Văn Mẫu {n}", f"091{n:07}", f"{n} Lê Lợi", units[n % 3], procedures[n % 2])
                writer.writerow((n, *where, f"H57-24-{n:04}", "" if n % 9 == 0 else "x"))
        done = hue.done("sample", hue.survey, "import", book, "--list", kind, by="Hà")
        assert (done["added"], done["rejected"]) == (count, [])
    return book


def answers(serial: str, unit: str, invented: bool, chance: random.Random) -> dict[str, str]:
    """What the paper says; invented ones are copies of one another."""
    levels = ["4"] * 11 if invented else [str(min(5, max(1, round(chance.gauss(3.9, 0.9))))) for _ in range(11)]
    return dict(zip(("serial", *QUESTIONS), (serial, "P1", unit, *levels, "."), strict=True))


@pytest.fixture
def hue_2024(sipas: Sipas) -> Sipas:
    """The survey, its clerks, its three units and two procedures."""
    sipas.done("new", sipas.survey, "--plan", "hue-2024")
    for name, roles in CLERKS.items():
        sipas.done("operators", sipas.survey, "add", name, *(word for role in roles for word in ("--role", role)))
    for kind, entries in (("units", UNITS), ("procedures", PROCEDURES)):
        file = write_csv(sipas.folder / f"{kind}.csv", [{"Mã": code, "Tên": name} for code, name in entries.items()])
        assert sipas.done(kind, sipas.survey, "import", file)["rejected"] == []
    return sipas


def file_of(hue: Sipas, name: str, serials: Sequence[str]) -> Path:
    return write_csv(hue.folder / name, [{"serial": each} for each in serials])


def test_from_the_calendar_to_the_report(hue_2024: Sipas) -> None:
    hue, path, chance = hue_2024, hue_2024.survey, random.Random(2024)

    # Before: the calendar, lists, interviewers, who visits whom, ballots and the interviewers' lists on paper.
    calendar = hue.done("milestones", path, "list")["milestones"]
    assert {"phuc-tra", "bao-cao"} <= {each["code"] for each in calendar}
    lists(hue)
    post = write_csv(
        hue.folder / "điều tra viên.csv",
        [{"Mã": code, "Họ và tên": f"Trần Thị Bưu {code}", "Địa bàn": area} for code, area in INTERVIEWERS.items()],
    )
    assert hue.done("interviewers", path, "import", post, by="Hà")["added"] == 6
    given = hue.done("interviewers", path, "assign", by="Hà")["assigned"]
    assert sum(given.values()) == OFFICIAL and set(given.values()) == {66, 67}
    printed = hue.done("ballots", path, "print", hue.folder / "phiếu.pdf", "--order", "interviewer", by="Hà")
    assert printed["ballots"] == OFFICIAL
    hue.done("paper", path, "assignment", hue.folder / "phân công.pdf", "--by-interviewer", by="Hà")
    assert adds_up(hue)["stock"] == OFFICIAL

    # The office hands the ballots over to the post; one was spoiled.
    serials = [each["serial"] for each in hue.done("ballots", path, "list")["ballots"]]
    spoiled = serials.pop()
    hue.done("ballots", path, "spoil", spoiled, "--reason", "lem mực", by="Hà")
    parties = ("--giver", "Sở Nội vụ", "--receiver", "Bưu điện tỉnh")
    out = hue.done("handover", path, "open", "to_post", *parties, "--day", "2024-09-07", by="Hà")["number"]
    all_out = file_of(hue, "giao.csv", serials)
    hue.done("handover", path, "scan", out, "given", "--from", all_out, by="Hà")
    hue.done("handover", path, "scan", out, "taken", "--from", file_of(hue, "nhận.csv", serials[1:]), by="Hà")
    assert hue("handover", path, "close", out, by="Hà").code == 2  # one is missing, and nobody said why
    hue.done("handover", path, "explain", out, serials[0], "--reason", "để lại làm mẫu", by="Hà")
    hue.done("handover", path, "close", out, by="Hà")
    hue.done("handover", path, "slip", out, hue.folder / "biên bản.pdf", by="Hà")
    assert adds_up(hue)["spoiled"] == 1

    # Fieldwork: issued, refused, not met three times, moved; the reserve comes in their place.
    assert hue.done("issue", path, "--from", all_out, "--day", "2024-09-09", by="Hà")["issued"] == OFFICIAL - 1
    assert adds_up(hue)["out"] == OFFICIAL - 1
    members = hue.done("outcome", path, "list", by="Hà")["members"]
    out_now = [each for each in members if each["outcome"] == "issued"]
    gone, away = chance.sample(out_now, 30), []
    for outcome, some in (("refused", gone[:12]), ("moved", gone[12:18]), ("not_met", gone[18:])):
        file = file_of(hue, "kết quả.csv", [each["serial"] for each in some])
        for day in (10, 12, 14) if outcome == "not_met" else (11,):
            done = hue.done("outcome", path, outcome, "--from", file, "--day", f"2024-09-{day}", by="Hà")
            assert done["recorded"] == len(some)
            adds_up(hue)
        away += [each["serial"] for each in some]
    made = hue.done("sample", path, "replacements", "--do", by="Hà")
    assert (made["replaced"], made["left"]) == (30, [])
    assert hue.done("ballots", path, "print", hue.folder / "thêm.pdf", by="Hà")["ballots"] == 30
    added = [each["serial"] for each in hue.done("ballots", path, "list")["ballots"]][OFFICIAL:]
    hue.done("issue", path, "--from", file_of(hue, "phát.csv", added), "--day", "2024-09-16", by="Hà")
    assert adds_up(hue)["out"] == OFFICIAL - 1

    # They come home: handed over, received into batches; three are lost, four do not count.
    back = [each for each in (*serials, *added) if each not in away]
    lost, back = back[:3], back[3:]
    hue.done("outcome", path, "lost", "--from", file_of(hue, "mất.csv", lost), "--day", "2024-09-25", by="Hà")
    parties = ("--giver", "Bưu điện tỉnh", "--receiver", "Sở Nội vụ")
    home = hue.done("handover", path, "open", "to_office", *parties, "--day", "2024-09-26", by="Hà")["number"]
    everything = file_of(hue, "nộp.csv", back)
    for side in ("given", "taken"):
        hue.done("handover", path, "scan", home, side, "--from", everything, by="Hà")
    hue.done("handover", path, "close", home, by="Hà")
    hue.done("receive", path, *back[:4], "--batch", "L00", "--invalid", "blank", by="Hà")
    for start in range(4, len(back), 50):
        hue.done("receive", path, *back[start : start + 50], "--batch", f"L{start // 50 + 1:02}", by="Hà")
        adds_up(hue)
    status = adds_up(hue)
    assert (status["returned"], status["valid"], status["lost"]) == (len(back), len(back) - 4, 3)
    day = hue.done("status", path, "--by", "day", by="Hà")["rows"]
    assert sum(each["returned"] for each in day) == len(back)

    # Phúc tra: drawn by seed, asked by message; who never saw a ballot says so, and it does not count.
    interviewer = {
        each["serial"]: each["interviewer"] for each in hue.done("outcome", path, "list", by="Hà")["members"]
    }
    hers = [each for each in back[4:] if interviewer[each] == INVENTS]
    invented = set(chance.sample(hers, round(0.6 * len(hers))))
    drawn = hue.done("recheck", path, "draw", "--seed", 512, "--percent", 40, "--minimum", 5, by="Hà")
    asked = hue.folder / "tin nhắn.csv"
    made = hue.done("recheck", path, "export", asked, by="Hà")
    assert made["people"] == drawn["now"] and made["encodings"] == {"gsm7": drawn["now"]}
    checked = {each["number"]: each["serial"] for each in hue.done("recheck", path, "list", by="Hà")["rechecks"]}
    replies = [{"id": str(number), "text": "2" if serial in invented else "Có ạ"} for number, serial in checked.items()]
    came = hue.done("recheck", path, "import", write_csv(hue.folder / "trả lời.csv", replies), by="Hà")
    assert came["taken"] == drawn["now"] and came["failed"] == len(invented & set(checked.values())) > 0
    rates = {each["interviewer"]: each for each in hue.done("recheck", path, "list", by="Hà")["interviewers"]}
    assert rates[INVENTS]["interval"][1] < 100
    assert all(each["passed_percent"] == 100 for code, each in rates.items() if code != INVENTS)
    due = hue.done("recheck", path, "list", by="Hà")["due"]
    assert {each["interviewer"] for each in due if each["then"] == "recheck_all"} == {INVENTS}
    done = hue.done("recheck", path, "apply", by="Hà")
    assert len(done["void"]) == came["failed"]
    again = write_csv(
        hue.folder / "trả lời tiếp.csv",
        [
            {"id": str(each["number"]), "text": "2" if each["serial"] in invented else "1"}
            for each in hue.done("recheck", path, "list", by="Hà")["rechecks"]
            if each["result"] in ("", None, "waiting")
        ],
    )
    hue.done("recheck", path, "export", hue.folder / "tin nhắn tiếp.csv", by="Hà")
    hue.done("recheck", path, "import", again, by="Hà")
    hue.done("recheck", path, "apply", by="Hà")
    status = adds_up(hue)
    voided = status["states"]["voided"]
    assert came["failed"] < voided <= len(invented)

    # Keyed twice, compared, settled by a third; the index and the report.
    counted = [each for each in hue.done("ballots", path, "list")["ballots"] if each["validity"] == "valid"]
    counted = [each for each in counted if each["state"] == "valid"]
    codes = {name: code for code, name in UNITS.items()}
    listed = [*hue.done("sample", path, "list", "--members", "official", by="Hà")["members"]]
    unit = {each["serial"]: codes[each["unit"]] for each in listed}
    serials = [each["serial"] for each in counted]
    papers = [answers(serial, unit[serial], serial in invented, chance) for serial in serials]
    first, second = hue.folder / "lần 1.csv", hue.folder / "lần 2.csv"
    hue.done("key", path, "--pass", 1, "--from", write_csv(first, papers), by="Lan")
    slips = {number: paper["Q3"] for number, paper in enumerate(papers) if number % 90 == 7 and paper["Q3"] != "1"}
    second_pass = [
        paper | ({"Q3": "1" if paper["Q3"] != "1" else "2"} if n in slips else {}) for n, paper in enumerate(papers)
    ]
    assert hue.key("Mai", 2, write_csv(second, second_pass)).json["keyed"] == len(papers)
    assert hue.done("cleaning", path, by="Hà")["duplicates"] == []
    found = hue.done("differences", path, by="Hòa")
    assert (found["compared"], len(found["discrepancies"])) == (len(papers), len(slips))
    decided = [
        {"serial": each["serial"], "question": "Q3", "value": slips[number], "reason": ""}
        for number, each in enumerate(papers)
        if number in slips
    ]
    hue.done("adjudicate", path, "--from", write_csv(hue.folder / "chốt.csv", decided), by="Hòa")
    figures = hue.done("index", path, by="Hà")
    assert figures["ballots"]["settled"] == len(papers) == status["valid"]
    report = hue.folder / "báo cáo.pdf"
    hue.done("report", path, report, by="Hà")
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(report))
    told = re.sub(r"\s+", " ", text)
    assert "phúc tra" in told.lower() and "512" in told
    assert hue.done("check", path)["ok"]
