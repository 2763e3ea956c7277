"""Hand-overs by ``sipas`` alone: opened, scanned by both sides, explained, closed, the slip; late by the plan."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from sipas_desktop.domain import serial
from sipas_desktop.jobs.presets import find_preset, new_survey
from sipas_desktop.store import keys, workflow
from tests.cli.calls import CLERKS, PASSWORD, Sipas
from tests.paper.geometry import pages_of
from tests.surveys import CHEAP

PARTIES = ("--giver", "Phòng Hành chính và Bổ trợ tư pháp", "--receiver", "Văn phòng Sở")


@pytest.fixture
def counter(sipas: Sipas, monkeypatch: pytest.MonkeyPatch) -> Sipas:
    """A survey of Hà Tĩnh's plan with twelve ballots of two units."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with new_survey(sipas.survey, find_preset("ha-tinh-2024"), "admin", PASSWORD) as admin:
        for name, roles in CLERKS.items():
            workflow.add_operator(admin, name, roles, PASSWORD)
        units = [
            workflow.Entry("T1", "Trung tâm Phục vụ hành chính công tỉnh"),
            workflow.Entry("T2", "Phòng Công chứng"),
        ]
        workflow.set_catalogue(admin, "unit", units)
        for unit in ("T1", "T2"):
            run = workflow.reserve_run(admin, count=6, unit=unit)
            workflow.publish_run(admin, run, "0" * 64, 6)
    return sipas


def serials(sipas: Sipas) -> list[str]:
    return [each["serial"] for each in sipas.done("ballots", sipas.survey, "list")["ballots"]]


def test_from_the_counter_to_the_office_four_days_late(counter: Sipas) -> None:
    path, listed = counter.survey, serials(counter)
    number = counter.done(
        "handover", path, "open", "to_office", *PARTIES, "--day", "2024-04-09", "--milestone", "ban-giao-quy-1", by="Hà"
    )["number"]
    file = counter.folder / "giao.csv"
    file.write_text("serial\n" + "\n".join(listed[:9]) + "\n", encoding="utf-8")
    assert counter.done("handover", path, "scan", number, "given", "--from", file)["scanned"] == 9
    assert counter.done("handover", path, "scan", number, "given", "--from", file)["already"] == 9
    done = counter.done("handover", path, "scan", number, "taken", *listed[1:9], listed[11], "123")
    assert (done["scanned"], [each["serial"] for each in done["refused"]]) == (9, ["123"])
    before = counter.facts()
    refused = counter("handover", path, "close", number)
    assert refused.code == 2 and serial.show(listed[0]) in refused.line and counter.facts() == before
    opened = counter.done("handover", path, "list")["handovers"][0]
    assert [each["reason"] for each in opened["missing"] + opened["extra"]] == ["", ""]
    counter.done("handover", path, "explain", number, listed[0], "--reason", "Công dân chưa trả")
    assert counter("handover", path, "close", number).code == 2
    counter.done("handover", path, "explain", number, listed[11], "--reason", "Kẹp nhầm vào tập")
    closed = counter.done("handover", path, "close", number)
    assert (closed["given"], closed["taken"]) == (9, 9)
    assert (closed["deadline"], closed["days_late"]) == ("2024-04-05", 4)
    assert closed["missing"] == [{"serial": listed[0], "reason": "Công dân chưa trả"}]
    assert closed["extra"] == [{"serial": listed[11], "reason": "Kẹp nhầm vào tập"}]
    assert counter.done("status", path, by="Lan")["late_handovers"] == 1
    (mark,) = [
        each for each in counter.done("milestones", path, "list")["milestones"] if each["code"] == "ban-giao-quy-1"
    ]
    assert (mark["done"], mark["done_on"], mark["days_late"]) == (True, "2024-04-09", 4)
    pdf, word = counter.folder / "biên bản.pdf", counter.folder / "biên bản.docx"
    made = counter.done("handover", path, "slip", number, pdf)
    text = " ".join(" ".join(page.words for page in pages_of(pdf)).split())
    for said in (
        "QUÁ HẠN 4 NGÀY", "Văn phòng Sở", "Công dân chưa trả", "Kẹp nhầm vào tập", "thiếu 1, thừa 1",
        "Phòng Công chứng", "Tổng số phiếu giao nhận: 09 phiếu", "ĐẠI DIỆN BÊN GIAO", "ĐẠI DIỆN BÊN NHẬN",
        made["head"][:20],
    ):  # fmt: skip
        assert said in text, said
    assert counter.done("check", path, "--head", made["head"])["ok"]
    assert counter.done("handover", path, "slip", number, word)["pages"] == 0
    assert "QUÁ HẠN 4 NGÀY" in " ".join(each.text for each in docx.Document(str(word)).paragraphs)


def test_to_the_post_and_what_it_has(counter: Sipas) -> None:
    path, listed = counter.survey, serials(counter)
    number = counter.done("handover", path, "open", "to_post", "--giver", "Sở", "--receiver", "Bưu điện")["number"]
    for side in ("given", "taken"):
        counter.done("handover", path, "scan", number, side, *listed[:8])
    assert counter.done("handover", path, "scan", number, "given", listed[7], "--undo")["scanned"] == 1
    assert counter("handover", path, "close", number).code == 2
    assert counter.done("handover", path, "scan", number, "taken", listed[7], "--undo")["scanned"] == 1
    assert counter.done("handover", path, "list")["with_post"] == 0
    assert counter.done("handover", path, "close", number)["deadline"] is None
    assert counter.done("handover", path, "list")["with_post"] == 7
    counter.done("receive", path, listed[0])
    assert counter.done("handover", path, "list")["with_post"] == 6
    out: Path = counter.folder / "biên bản.pdf"
    counter.done("handover", path, "slip", number, out)
    assert "Hạn giao nhận" not in " ".join(page.words for page in pages_of(out))
    for words in (
        ("close", 1), ("close", 9), ("slip", 9, out), ("slip", 1, counter.folder / "x.txt"), ("scan", 1, "taken"),
        ("open", "to_post", "--giver", "Sở", "--receiver", "Sở", "--day", "hôm nay"),
        ("open", "lên", "--giver", "Sở", "--receiver", "Sở"), ("scan", 1, "cả hai", listed[0]),
    ):  # fmt: skip
        assert counter("handover", path, *words).code == 2, words
    assert counter("handover", path, "list", by="Lan").code == 2
