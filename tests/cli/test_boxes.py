"""Ballot boxes by ``sipas`` alone: opened, received from, the record printed, corrected."""

from __future__ import annotations

import docx

from tests.cli.calls import Sipas
from tests.paper.geometry import pages_of

PEOPLE = ("--people", "Bà Âu Thị Bưởi, Phó Chủ tịch UBND", "Ông Trần Ỷ, Ủy ban Mặt trận Tổ quốc")
COUNTS = ("--papers", 6, "--valid", 5)


def test_a_box_from_its_seal_to_the_signatures(survey: Sipas) -> None:
    path, serials = survey.survey, survey.printed(6)
    box = ("boxes", path, "open", "Hòm số 2", "--seal", "NP-017", *PEOPLE, *COUNTS, "--batch", "H2")
    number = survey.done(*box, "--day", "2017-08-31", by="Hà")["number"]
    survey.done("receive", path, *serials[:4], "--batch", "H2")
    survey.done("receive", path, serials[4], "--batch", "H2", "--invalid", "torn")
    (found,) = survey.done("boxes", path, "list")["boxes"]
    assert (found["received"], found["received_valid"], found["missing"], found["differs"]) == (5, 4, 1, True)
    assert found["people"] == list(PEOPLE[1:])
    pdf, word = survey.folder / "biên bản.pdf", survey.folder / "biên bản.docx"
    made = survey.done("boxes", path, "record", number, pdf)
    text = " ".join(" ".join(page.words for page in pages_of(pdf)).split())
    for said in (
        "Mở hòm phiếu", "Hòm số 2", "ngày 31/8/2017", "Số niêm phong: NP-017", "còn nguyên vẹn", *PEOPLE[1:],
        "05 phiếu hợp lệ, 01 phiếu hỏng", "Còn 01 phiếu chưa nhận vào phần mềm", made["head"][:20],
    ):  # fmt: skip
        assert said in text, said
    assert survey.done("check", path, "--head", made["head"])["ok"]
    survey.done("receive", path, serials[5], "--batch", "H2")
    refused = survey(*box[:-4], "--valid", 5, "--batch", "H3", "--broken", "--correct", number)
    assert refused.code == 2 and "--note" in refused.line
    survey.done(*box, "--broken", "--note", "rách một góc", "--correct", number)
    (found,) = survey.done("boxes", path, "list")["boxes"]
    assert (found["missing"], found["differs"], found["whole"], found["note"]) == (0, False, False, "rách một góc")
    survey.done("boxes", path, "record", number, word)
    text = " ".join(each.text for each in docx.Document(str(word)).paragraphs)
    assert "KHÔNG CÒN NGUYÊN VẸN" in text and "rách một góc" in text and "Mọi phiếu trong hòm đã được nhận" in text
    assert survey("boxes", path, "record", 9, pdf).code == 2
    assert survey("boxes", path, "list", by="Lan").code == 2
