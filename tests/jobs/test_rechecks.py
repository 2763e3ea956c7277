"""Phúc tra with files, in a survey: the list that goes out, the replies that come in, and nothing of it upward."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.domain.sms import Encoding, Numbers, size
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.list_template import write_template
from sipas_desktop.exchange.plain_workbook import Sheet, write_workbook
from sipas_desktop.jobs.rechecks import export_recheck, import_replies
from sipas_desktop.jobs.results import export_package
from sipas_desktop.jobs.samples import accept_sample, preview_sample
from sipas_desktop.store import keys, queries, workflow
from tests.surveys import CHEAP, Station, copied_station, plan_with, station

PEOPLE = 12


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, "hue-2024") as found:
        yield found


def listed(desk: Station, folder: Path) -> None:
    """A list as an agency sends it; every third person does not say that she may be called."""
    consent = "Đồng ý liên hệ qua điện thoại"
    rows: list[tuple[str | int, ...]] = [("STT", "Họ và tên", "Số điện thoại", "Cơ quan", "Mã hồ sơ", consent)]
    for number in range(1, PEOPLE + 1):
        name = '=CMD("x")' if number == 1 else f"Đỗ Thị Số {number}"
        rows.append((number, name, f"09120000{number:02}", "UBND xã Phú Đa", f"H{number}", "x" if number % 3 else ""))
    path = folder / "danh sách.xlsx"
    write_workbook(path, [Sheet("Chính thức", rows)])
    preview = preview_sample(desk.admin, path, "official")
    assert [member.consent for member in preview.members] == [bool(number % 3) for number in range(1, PEOPLE + 1)]
    accept_sample(desk.admin, preview)


def drawn(desk: Station, folder: Path) -> dict[int, queries.Contact]:
    """All who may be called are drawn; by number."""
    listed(desk, folder)
    for serial in desk.print(PEOPLE):
        workflow.receive(desk.admin, serial)
    workflow.draw_recheck(desk.admin, 11, number=PEOPLE)
    return {contact.number: contact for contact in queries.recheck_contacts(desk.admin)}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def test_a_list_names_those_who_consented_and_no_serial(here: Station, tmp_path: Path) -> None:
    people = drawn(here, tmp_path)
    out = tmp_path / "sms.csv"
    made = export_recheck(here["Hà"], out)
    rows = rows_of(out)
    assert [int(row["id"]) for row in rows] == sorted(people) == list(range(1, 9))
    assert {row["phone"] for row in rows} == {"84" + each.phone[1:] for each in people.values()}
    assert made.people == 8 and made.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert made.segments == sum(size(row["text"]).segments for row in rows) and made.encodings == {Encoding.GSM7: 8}
    assert made.longest == max(size(row["text"]).segments for row in rows)
    whole = out.read_text(encoding="utf-8")
    for contact in people.values():
        assert contact.serial not in whole
    assert "Do Thi So" in whole and whole.isascii()
    assert [row.sent != "" for row in queries.rechecks(here["Hà"])] == [True] * 8
    assert queries.check_survey(here.admin).problems == ()


def test_a_list_with_accents_costs_more_and_a_workbook_keeps_the_zero(here: Station, tmp_path: Path) -> None:
    drawn(here, tmp_path)
    plain = export_recheck(here["Hà"], tmp_path / "a.csv")
    with pytest.raises(Refusal) as caught:
        export_recheck(here["Hà"], tmp_path / "b.xlsx")
    assert caught.value.code == "recheck.nobody_to_ask" and not (tmp_path / "b.xlsx").exists()
    rich = export_recheck(here["Hà"], tmp_path / "b.xlsx", numbers=Numbers.NATIONAL, accents=True, again=True)
    assert rich.encodings == {Encoding.UCS2: 8} and rich.segments > plain.segments
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    assert sheet is not None
    phones = [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert all(phone.startswith("09") and len(phone) == 10 for phone in phones)


def test_callers_get_a_list_to_fill_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, plan_with(tmp_path, "hue-2024", 'channel = "sms"', 'channel = "phone"')) as desk:
        people = drawn(desk, tmp_path)
        made = export_recheck(desk.admin, tmp_path / "gọi.csv")
        rows = rows_of(tmp_path / "gọi.csv")
        assert (made.people, made.segments, made.longest) == (8, 0, 0)
        (odd,) = [row["name"] for row in rows if "CMD" in row["name"]]
        assert odd == '\'=CMD("x")'
        for row, result in zip(rows, ("confirmed", "không", "unreached", "từ chối", "gì?", "", "", ""), strict=True):
            row["result"] = result
        filled = io.StringIO(newline="")
        writer = csv.DictWriter(filled, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        (tmp_path / "đã gọi.csv").write_text(filled.getvalue(), encoding="utf-8")
        came = import_replies(desk.admin, tmp_path / "đã gọi.csv")
        assert (came.taken, [note.message for note in came.rejected]) == (4, ["recheck.row_result"])
        states = {row.number: row.result for row in queries.rechecks(desk.admin)}
        assert [states[int(row["id"])] for row in rows[:5]] == [
            Result.CONFIRMED, Result.FAILED, Result.UNREACHED, Result.REFUSED, None,
        ]  # fmt: skip
        assert len(people) == 8


def test_who_does_not_reply_to_a_message_is_called(here: Station, tmp_path: Path) -> None:
    """All of whom nothing is known or who were not reached, with the number as the list of members has it."""
    people = drawn(here, tmp_path)
    export_recheck(here["Hà"], tmp_path / "sms.csv")
    for number, result in ((1, Result.CONFIRMED), (2, Result.FAILED), (3, Result.REFUSED), (4, Result.UNREACHED)):
        workflow.answer_recheck(here["Hà"], people[number].serial, result)
    workflow.answer_recheck(here["Hà"], people[5].serial, Result.UNCLEAR, "hả?")
    members = {member.serial: member.position for member in queries.sample_members(here.admin)}
    workflow.set_consent(here.admin, [members[people[6].serial]], given=False)
    export_recheck(here["Hà"], tmp_path / "tiếp.csv", calls=True)  # by the plan's rules: who was called is not next
    assert [int(row["id"]) for row in rows_of(tmp_path / "tiếp.csv")] == [7, 8]
    made = export_recheck(here["Hà"], tmp_path / "gọi.csv", calls=True, again=True)
    rows = rows_of(tmp_path / "gọi.csv")
    assert [int(row["id"]) for row in rows] == [4, 7, 8]
    assert list(rows[0]) == ["id", "phone", "name", "unit", "procedure", "address", "result"]
    assert [row["phone"] for row in rows] == [people[number].phone for number in (4, 7, 8)]
    assert (made.people, made.segments, made.encodings) == (3, 0, {})
    assert made.sha256 == hashlib.sha256((tmp_path / "gọi.csv").read_bytes()).hexdigest()
    text = (tmp_path / "gọi.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "đã gọi.csv").write_text(text.replace(",\n", ",đúng\n"), encoding="utf-8")
    assert import_replies(here["Hà"], tmp_path / "đã gọi.csv").taken == 3
    for again, code in ((False, "recheck.nobody_to_call"), (True, "recheck.nobody_to_ask")):
        with pytest.raises(Refusal) as caught:
            export_recheck(here["Hà"], tmp_path / "nữa.csv", calls=True, again=again)
        assert caught.value.code == code and not (tmp_path / "nữa.csv").exists()
    assert queries.check_survey(here.admin).problems == ()


@pytest.mark.parametrize(("channel", "refused"), [("phone", ""), ("visit", "recheck.calls_by_visit")])
def test_a_list_of_calls_by_another_channel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, channel: str, refused: str
) -> None:
    """By telephone it is the list that is made anyhow, landlines with it; whom a visit concerns did not consent."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, plan_with(tmp_path, "hue-2024", 'channel = "sms"', f'channel = "{channel}"')) as desk:
        member = workflow.MemberData("official", "Đỗ Thị Ba", phone="02343822222", unit="UBND xã", consent=not refused)
        workflow.import_sample(desk.admin, [member], "0" * 64)
        workflow.receive(desk.admin, *desk.print(1))
        workflow.draw_recheck(desk.admin, 11, number=1)
        before, out = queries.rechecks(desk.admin), tmp_path / "gọi.csv"
        if refused:
            with pytest.raises(Refusal) as caught:
                export_recheck(desk.admin, out, calls=True)
            assert caught.value.code == refused
            assert not out.exists() and queries.rechecks(desk.admin) == before
        else:
            export_recheck(desk.admin, out)
            export_recheck(desk.admin, tmp_path / "lại.csv", calls=True)
            assert out.read_bytes() == (tmp_path / "lại.csv").read_bytes()
            assert rows_of(out)[0]["phone"] == "02343822222"


def test_replies_are_taken_once_and_what_is_not_plain_waits_for_a_person(here: Station, tmp_path: Path) -> None:
    people = drawn(here, tmp_path)
    phone = {number: contact.phone for number, contact in people.items()}
    came = tmp_path / "trả lời.csv"
    lines = [
        "id,phone,text,time",
        f"1,{phone[1]},1,2024-10-01 08:00",
        f",84{phone[2][1:]},KHONG,2024-10-01 08:01",
        f",+84{phone[3][1:]},ai đấy?,2024-10-01 08:02",
        f",{phone[4]},2,2024-10-01 09:00",
        f",{phone[4]},1,2024-10-01 08:00",
        f",{phone[5]},có,",
        f",{phone[5]},1,",
        "99,,1,",
        ",0999999999,1,",
    ]
    came.write_text("\n".join(lines), encoding="utf-8")
    looked = import_replies(here["Hà"], came, dry_run=True)
    assert looked.taken == 5 and all(row.result is None for row in queries.rechecks(here["Hà"]))
    taken = import_replies(here["Hà"], came)
    assert (taken.taken, taken.already, taken.differs) == (5, 0, ())
    assert taken.results == {Result.CONFIRMED: 2, Result.FAILED: 1, Result.UNCLEAR: 2}
    assert [(note.row, note.message) for note in taken.rejected] == [
        (9, "recheck.row_unknown_id"), (10, "recheck.row_unknown_phone"),
    ]  # fmt: skip
    assert all(note.words(lang) for note in taken.rejected for lang in ("vi", "en"))
    rows = {row.number: row for row in queries.rechecks(here["Hà"])}
    assert (rows[3].reply, rows[4].reply, rows[5].result) == ("ai đấy?", "1 | 2", Result.CONFIRMED)
    again = import_replies(here["Hà"], came)
    assert (again.taken, again.already, again.differs) == (0, 5, ())
    came.write_text(f"phone,text\n{phone[1]},2\n", encoding="utf-8")
    assert import_replies(here["Hà"], came).differs == (1,)
    assert queries.recheck_figures(here["Giám sát"]).whole.count(Result.CONFIRMED) == 2
    assert queries.check_survey(here.admin).problems == ()


def test_a_telephone_of_two_people_needs_the_number(here: Station, tmp_path: Path) -> None:
    members = [
        workflow.MemberData("official", f"Người {n}", phone="0912000000", unit="Xã", consent=True) for n in (1, 2)
    ]
    workflow.import_sample(here.admin, members, "0" * 64)
    for serial in here.print(2):
        workflow.receive(here.admin, serial)
    workflow.draw_recheck(here.admin, 1, number=2)
    (tmp_path / "a.csv").write_text("phone,text\n0912000000,1\n", encoding="utf-8")
    found = import_replies(here.admin, tmp_path / "a.csv")
    assert found.taken == 0 and [note.message for note in found.rejected] == ["recheck.row_several"]
    assert "1, 2" in found.rejected[0].words("vi")
    (tmp_path / "a.csv").write_text("id,phone,text\n2,0912000000,1\n", encoding="utf-8")
    assert import_replies(here.admin, tmp_path / "a.csv").taken == 1


def test_no_telephone_goes_upward(here: Station, tmp_path: Path) -> None:
    """The package, read back whole: no number, no name, no word of a reply."""
    people = drawn(here, tmp_path)
    export_recheck(here.admin, tmp_path / "sms.csv")
    unclear, *_ = people.values()
    workflow.answer_recheck(here.admin, unclear.serial, Result.UNCLEAR, "lời nhắn lạ")
    for contact in list(people.values())[:2]:
        here.key("Lan", 1, contact.serial)
        here.key("Mai", 2, contact.serial)
    out = tmp_path / "gói.zip"
    export_package(here.admin, out)
    with zipfile.ZipFile(out) as package:
        whole = b"".join(package.read(name) for name in package.namelist()) + out.read_bytes()
    for contact in people.values():
        for secret in (contact.phone, contact.phone[1:], contact.name, contact.serial):
            assert secret.encode() not in whole
    assert "lời nhắn lạ".encode() not in whole


def test_the_template_for_agencies_asks_for_consent(here: Station, tmp_path: Path) -> None:
    out = tmp_path / "mẫu.xlsx"
    write_template(out, "Khảo sát", ("01", "UBND xã Phú Đa"))
    book = openpyxl.load_workbook(out)
    sheet = book["Danh sách"]
    headings = [cell.value for cell in sheet[1]]
    for row, mark in ((2, "x"), (3, None)):
        sheet.cell(row, headings.index("Họ và tên / Tên tổ chức") + 1, f"Người {row}")
        sheet.cell(row, headings.index("Số điện thoại") + 1, f"091200000{row}")
        sheet.cell(row, headings.index("Danh sách (chính thức / dự phòng)") + 1, "chính thức")
        sheet.cell(row, headings.index("Đồng ý liên hệ") + 1, mark)
    book.save(out)
    preview = preview_sample(here.admin, out, "official")
    assert [(member.phone, member.consent) for member in preview.members] == [
        ("0912000002", True),
        ("0912000003", False),
    ]
