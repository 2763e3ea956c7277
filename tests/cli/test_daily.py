"""``sipas daily`` and ``sipas status --by day|channel``."""

from __future__ import annotations

from tests.cli.calls import Sipas

KEYS = {
    "day", "wave", "deadline", "required", "returned", "returned_today", "valid", "online", "counted", "missing",
    "to_come", "forecast", "sha256",
}  # fmt: skip


def test_where_fieldwork_stands_and_the_page(survey: Sipas) -> None:
    serials = survey.received(5)
    survey.done("cleaning", survey.survey, "decide", serials[0], "blank")
    survey.printed(3)
    found = survey.done("daily", survey.survey, by="Hà")
    assert set(found) == KEYS
    assert (found["returned"], found["returned_today"], found["valid"], found["counted"]) == (5, 5, 4, 4)
    assert (found["to_come"], found["deadline"], found["forecast"], found["sha256"]) == (3, "2017-10-31", None, None)
    for kind, begins in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        out = survey.folder / f"tiến độ.{kind}"
        made = survey.done("daily", survey.survey, out, by="Hà")
        assert len(made["sha256"]) == 64 and out.read_bytes().startswith(begins)
    before = survey.facts()
    refused = survey("daily", survey.survey, survey.folder / "tiến độ.docx", by="Hà")
    assert refused.code == 2 and ".pdf hoặc .xlsx" in refused.line
    assert survey.facts() == before
    assert "Đã thu 5 phiếu" in survey.run("daily", survey.survey, "--operator", "Hà").out


def test_of_an_earlier_day(survey: Sipas) -> None:
    survey.received(3)
    found = survey.done("daily", survey.survey, survey.folder / "hôm ấy.pdf", "--day", "2017-07-05", by="Hà")
    assert set(found) == KEYS
    assert (found["day"], found["returned"], found["to_come"], found["forecast"]) == ("2017-07-05", 0, None, None)
    for typed in ("5/7", "2999-01-01"):
        refused = survey("daily", survey.survey, "--day", typed, by="Hà")
        assert refused.code == 2 and typed in refused.line


def test_by_day_and_by_channel(survey: Sipas) -> None:
    survey.received(4)
    days = survey.done("status", survey.survey, "--by", "day", by="Giám sát")
    assert days["by"] == "day"
    assert days["rows"][0] == {"day": "2017-07-03", "returned": 0, "total": 0, "working_day": True}  # 1 July: Saturday
    assert (days["rows"][-1]["returned"], days["rows"][-1]["total"]) == (4, 4)
    channels = survey.done("status", survey.survey, "--by", "channel", by="Giám sát")["rows"]
    assert set(channels[0]) == {"code", "title", "returned", "valid", "online"}
    assert sum(each["returned"] for each in channels) == 4


def test_a_keyer_sees_neither(survey: Sipas) -> None:
    for words in (("daily", survey.survey), ("status", survey.survey, "--by", "day")):
        assert survey(*words, by="Lan").code == 2
