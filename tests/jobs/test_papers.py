"""The rest of the paper, made from surveys: who is on it, in which order, what is left out, how it stands on pages."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from sipas_desktop.domain import serial
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.post import Letter, LetterKind
from sipas_desktop.domain.vietnamese import sort_key
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.ballots import print_labels, print_run
from sipas_desktop.jobs.papers import (
    Papered,
    Wanted,
    addressees,
    letter_text,
    make_assignment,
    make_envelopes,
    make_letters,
    make_return_envelopes,
)
from sipas_desktop.jobs.slips import Part, make_handover, make_instructions
from sipas_desktop.paper.envelope import EnvelopeSize
from sipas_desktop.store import keys, queries, workflow
from sipas_desktop.store.workflow import MemberData
from tests.paper.geometry import fonts_of, pages_of
from tests.stations import hand_out, merge
from tests.surveys import CHEAP, Station, copied_station, station

LONG = ("Công ty trách nhiệm hữu hạn một thành viên thương mại dịch vụ xuất nhập khẩu Phước Thạnh " * 3)[:200].strip()
NAMES = ("Đặng Văn Ất", "Âu Thị Bưởi", "Trần Ỷ", "An Văn Ạ", "Ổ Kim", LONG, "Ngô Ẵm", "Zí")
UNITS = ("Sở Xây dựng", "Sở Tư pháp")
PHONE = "0912345678"


def folder(parent: Path) -> Path:
    """A folder of its own for each survey of a test."""
    own = parent / f"khảo sát {len(list(parent.iterdir()))}"
    own.mkdir()
    return own


@pytest.fixture
def hue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey of Huế's plan: sixteen members of two units, each with a ballot, five of which are back."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(tmp_path, "hue-2024") as here:
        members = [
            MemberData(
                "official", name if n < 8 else f"{name[:150]} {n}", address=LONG if name == LONG else f"{n} Lê Lợi",
                unit=UNITS[n % 2], procedure="Cấp phép", dossier=f"D-{n}", phone=PHONE,
            )
            for n, name in enumerate(NAMES * 2)
        ]  # fmt: skip
        workflow.import_sample(here.admin, members, "0" * 64)
        print_run(here.admin, tmp_path / "phiếu.pdf")
        own = {
            unit: [each.serial for each in queries.sample_members(here.admin) if each.unit == unit] for unit in UNITS
        }
        for each in (*own[UNITS[0]][:2], *own[UNITS[1]][:3]):
            workflow.receive(here["Hà"], each)
        yield here


@pytest.fixture
def ben_tre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey of Bến Tre's plan: agencies by name, people by number."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(folder(tmp_path), "ben-tre-2021") as here:
        print_run(here.admin, tmp_path / "phiếu.pdf", count=9, group="nhom-2")
        yield here


@pytest.fixture
def son_tay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Station]:
    """A survey of Sơn Tây's plan: a ballot box, nine ballots, five of them back, one not valid."""
    monkeypatch.setattr(keys, "COST", CHEAP)
    with copied_station(folder(tmp_path), "son-tay-2017") as here:
        print_run(here.admin, tmp_path / "phiếu.pdf", count=9, unit="1")
        print_labels(here.admin, tmp_path / "tem.pdf", count=4)
        serials = [each.serial for each in queries.ballots(here.admin)]
        for each in (*serials[:3], serials[6]):
            workflow.receive(here["Hà"], each)
        workflow.receive(here["Hà"], serials[7], reason="torn")
        yield here


def words(path: Path) -> str:
    return " ".join(page.words for page in pages_of(path))


def squeezed(text: str) -> str:
    return "".join(text.split())


def check(path: Path, made: Papered, left: float = 30, bottom: float = 8, right: float = 15, top: float = 10) -> None:
    """The file is what its hash says, its typeface is embedded, and every line has a place of its own."""
    assert made.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    pages = pages_of(path)
    assert made.pages == len(pages)
    for page in pages:
        assert page.within(left, bottom, right, top), page.words[:80]
        assert page.overlaps == [], page.words[:80]
    assert b"Helvetica" not in fonts_of(path) and b"/FontFile2" in fonts_of(path)


# -- to whom ----------------------------------------------------------------------------------------------------------


def test_members_stand_in_vietnamese_order_with_the_same_numbers_everywhere(hue: Station) -> None:
    found = addressees(hue.admin, Wanted())
    assert [each.number for each in found] == list(range(1, 17))
    keys_ = [(sort_key(each.unit), sort_key(each.name)) for each in found]
    assert keys_ == sorted(keys_) and found[0].name.startswith("An Văn Ạ")
    assert {each.serial for each in found} == {serial.show(each.serial) for each in queries.ballots(hue.admin)}
    of_unit = addressees(hue.admin, Wanted(unit="sở xây dựng"))
    assert [each for each in found if each.unit == "Sở Xây dựng"] == of_unit
    waiting = addressees(hue.admin, Wanted(), waiting=True)
    assert len(waiting) == 11 and set(waiting) < set(found)


def test_agencies_and_blank_ones_where_there_is_no_list(ben_tre: Station, son_tay: Station) -> None:
    agencies = addressees(ben_tre.admin, Wanted())
    assert len(agencies) == 26 and agencies[0].name == "Văn phòng Ủy ban nhân dân tỉnh"
    assert [each.name for each in addressees(ben_tre.admin, Wanted(group="nhom-2", count=3))] == ["", "", ""]
    assert [each.name for each in addressees(son_tay.admin, Wanted())] == [""]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (Wanted(unit="Sở Y tế"), "papers.nobody"),
        (Wanted(group="x"), "plan.unknown_group"),
        (Wanted(count=0), "papers.count"),
        (Wanted(count=1001), "papers.count"),
    ],
)
def test_nobody_and_nonsense_are_refused(hue: Station, tmp_path: Path, wanted: Wanted, code: str) -> None:
    for kind in LetterKind:
        with pytest.raises(Refusal) as refused:
            make_letters(hue.admin, tmp_path / "x.pdf", kind, wanted)
        assert refused.value.code == code
    with pytest.raises(Refusal) as refused:
        make_envelopes(hue.admin, tmp_path / "x.pdf", wanted, EnvelopeSize.C5)
    assert refused.value.code == code
    assert not (tmp_path / "x.pdf").exists() and list(tmp_path.glob(".*.part")) == []


def test_only_the_office_makes_them(hue: Station, tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    for name in ("Lan", "Hòa"):
        for make in (
            lambda: make_envelopes(hue[name], out, Wanted(), EnvelopeSize.C5),  # noqa: B023
            lambda: make_return_envelopes(hue[name], out, EnvelopeSize.C5),  # noqa: B023
            lambda: make_letters(hue[name], out, LetterKind.COVER, Wanted()),  # noqa: B023
            lambda: make_assignment(hue[name], out),  # noqa: B023
            lambda: make_handover(hue[name], out),  # noqa: B023
            lambda: make_instructions(hue[name], out),  # noqa: B023
        ):
            with pytest.raises(Refusal):
                make()
    assert not out.exists()


# -- envelopes and letters --------------------------------------------------------------------------------------------


def test_an_envelope_for_each_member(hue: Station, tmp_path: Path) -> None:
    out, heard = tmp_path / "phong bì.pdf", []
    made = make_envelopes(hue.admin, out, Wanted(), EnvelopeSize.DL, lambda done, total: heard.append((done, total)))
    assert (made.documents, made.pages, made.personal) == (16, 16, True)
    check(out, made, 10, 10, 10, 10)
    assert heard[-1] == (16, 16)
    for page, to in zip(pages_of(out), addressees(hue.admin, Wanted()), strict=True):
        assert squeezed(to.name) in squeezed(page.words) and squeezed(to.address) in squeezed(page.words)
        assert to.serial not in page.words and PHONE not in page.words, "who carries it learns no more than he needs"
    assert "Có dữ liệu cá nhân".encode("utf-16-be").hex().encode() in out.read_bytes()


def test_a_return_envelope_has_the_place_of_the_stamp_and_no_name(ben_tre: Station, tmp_path: Path) -> None:
    out = tmp_path / "gửi lại.pdf"
    made = make_return_envelopes(ben_tre.admin, out, EnvelopeSize.C5, 3)
    assert (made.documents, made.pages, made.personal) == (3, 3, False)
    check(out, made, 10, 10, 10, 10)
    assert words(out).count("DÁN TEM") == 3 and words(out).count("Văn phòng Sở Tài nguyên") == 3


def test_a_letter_for_each_member_says_what_the_list_says(hue: Station, tmp_path: Path) -> None:
    out = tmp_path / "thư mời.pdf"
    day = datetime.date(2024, 9, 20)
    made = make_letters(hue.admin, out, LetterKind.COVER, Wanted(), deadline=day)
    assert (made.documents, made.pages, made.personal) == (16, 16, True)
    check(out, made)
    for page, to in zip(pages_of(out), addressees(hue.admin, Wanted()), strict=True):
        said = squeezed(page.words)
        for part in (
            to.name,
            to.unit,
            to.procedure,
            to.serial,
            "ngày 20 tháng 9 năm 2024",
            "CỘNG HÒA XÃ HỘI",
            "V/v mời",
        ):
            assert squeezed(part) in said, part
        assert "Về dữ liệu cá nhân" in page.words and "/SNV" in page.words and said.count("PHÓGIÁMĐỐCPHỤTRÁCH") == 1
        assert PHONE not in page.words


def test_only_who_has_not_answered_is_reminded(hue: Station, tmp_path: Path) -> None:
    out = tmp_path / "nhắc.pdf"
    made = make_letters(hue.admin, out, LetterKind.REMINDER, Wanted())
    check(out, made)
    back = [serial.show(each.serial) for each in queries.ballots(hue.admin) if each.validity]
    assert made.documents == 11 and len(back) == 5
    assert not [each for each in back if each in words(out)]


def test_a_letter_longer_than_a_page_counts_its_own_pages(ben_tre: Station, tmp_path: Path) -> None:
    text = tmp_path / "thư.toml"
    long = ", ".join(f'"Đoạn {n}. {LONG}."' for n in range(16))
    source = f'format = 1\nsubject = "V/v mời"\nto = "Kính gửi: {{name}}"\nparagraphs = [{long}]\nprivacy = "Hết."\n'
    text.write_text(source, encoding="utf-8")
    out = tmp_path / "x.pdf"
    made = make_letters(ben_tre.admin, out, LetterKind.COVER, Wanted(), text=text)
    assert (made.documents, made.pages, made.personal) == (26, 52, False)
    check(out, made)
    pages = pages_of(out)
    assert [page.words.endswith(" 2") for page in pages] == [False, True] * 26
    text.write_text(source.replace("{name}", "{tên}"), encoding="utf-8")
    with pytest.raises(Refusal):
        make_letters(ben_tre.admin, tmp_path / "y.pdf", LetterKind.COVER, Wanted(), text=text)
    with pytest.raises(Refusal) as refused:
        make_letters(ben_tre.admin, tmp_path / "y.pdf", LetterKind.COVER, Wanted(), text=tmp_path / "không có.toml")
    assert refused.value.code == "plan.file_missing"


def test_the_office_its_plan_or_the_program_words_a_letter_in_this_order(ben_tre: Station, tmp_path: Path) -> None:
    plan, own = ben_tre.admin.plan, Letter("V/v riêng", "Kính gửi: {name}", ("Mời.",), "Hết.")
    shipped = letter_text(plan, LetterKind.COVER)
    worded = replace(plan, letters={LetterKind.COVER: own})
    assert letter_text(worded, LetterKind.COVER) == own != shipped
    assert letter_text(worded, LetterKind.REMINDER) == letter_text(plan, LetterKind.REMINDER)
    file = tmp_path / "thư.toml"
    file.write_text('format = 1\nsubject = "a"\nto = "b"\nparagraphs = ["c"]\nprivacy = "d"\n', encoding="utf-8")
    assert letter_text(worded, LetterKind.COVER, file) == Letter("a", "b", ("c",), "d")
    file.write_bytes("Thư".encode("utf-16"))
    with pytest.raises(Refusal) as refused:
        letter_text(plan, LetterKind.COVER, file)
    assert refused.value.code == "plan.not_utf8"


# -- lists, slips, instructions ---------------------------------------------------------------------------------------


def test_the_interviewers_list_has_a_part_for_each_unit(hue: Station, tmp_path: Path) -> None:
    out = tmp_path / "phát thu.pdf"
    made = make_assignment(hue.admin, out)
    assert (made.documents, made.personal) == (2, True)
    check(out, made, 20, 8, 12, 8)
    pages = pages_of(out)
    assert all("Số phiếu" in page.words for page in pages if "1 " in page.words and "Cộng:" not in page.words)
    assert all("Có dữ liệu cá nhân" in page.words for page in pages)
    for to in addressees(hue.admin, Wanted()):
        home = [page for page in pages if to.serial in page.words]
        assert len(home) == 1 and squeezed(to.name) in squeezed(home[0].words) and to.unit in home[0].words
    assert PHONE not in words(out) and words(out).count("Cộng: 8 phiếu") == 2 and "Người nhận ký" in words(out)
    check(out, make_assignment(hue.admin, out, unit="Sở Tư pháp", phones=True), 20, 8, 12, 8)
    assert words(out).count(PHONE) == 8


def test_ballots_handed_out_by_number_have_no_names_and_a_box_has_no_list(
    ben_tre: Station, son_tay: Station, tmp_path: Path
) -> None:
    out = tmp_path / "phát thu.pdf"
    made = make_assignment(ben_tre.admin, out)
    check(out, made, 20, 8, 12, 8)
    assert not made.personal and "Người nhận ký" not in words(out) and "Địa chỉ" not in words(out)
    for each in queries.ballots(ben_tre.admin):
        assert serial.show(each.serial) in words(out)
    with pytest.raises(Refusal) as refused:
        make_assignment(son_tay.admin, tmp_path / "y.pdf")
    assert refused.value.code == "papers.anonymous"


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_slip_counts_ballots_and_names_their_serials(son_tay: Station, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"giao nhận.{kind}"
    made = make_handover(son_tay.admin, out)
    if kind == "pdf":
        check(out, made)
        said = squeezed(words(out))
    else:
        cells = [cell.text for table in docx.Document(str(out)).tables for row in table.rows for cell in row.cells]
        said = squeezed(" ".join([*(each.text for each in docx.Document(str(out)).paragraphs), *cells]))
    own = [serial.show(each.serial).split(" ", 1)[1] for each in queries.ballots(son_tay.admin)]
    for part in (
        "BIÊN BẢN", "/BB-UBND", "05 phiếu", f"{own[0]} – {own[2]}; {own[6]} – {own[7]}", made.head,
        "ĐẠI DIỆN BÊN GIAO", "ĐẠI DIỆN BÊN NHẬN",
    ):  # fmt: skip
        assert squeezed(part) in said, part
    assert queries.check_survey(son_tay.admin, made.head).problems == ()


def test_a_slip_of_printed_ballots_leaves_labels_and_returned_ones_out(son_tay: Station, tmp_path: Path) -> None:
    out = tmp_path / "giao.pdf"
    make_handover(son_tay.admin, out, returned=False)
    own = [serial.show(each.serial).split(" ", 1)[1] for each in queries.ballots(son_tay.admin)]
    assert squeezed(f"{own[3]} – {own[5]}; {own[8]}") in squeezed(words(out))
    assert "04 phiếu" in words(out)


def test_a_slip_of_linked_ballots_goes_by_the_units_of_the_list(hue: Station, tmp_path: Path) -> None:
    out = tmp_path / "giao.pdf"
    made = make_handover(hue.admin, out, Part(unit="Sở Tư pháp"))
    check(out, made)
    assert "Sở Tư pháp" in words(out) and "Sở Xây dựng" not in words(out)
    assert not [each.name for each in addressees(hue.admin, Wanted()) if each.name in words(out)]


@pytest.mark.parametrize(
    ("part", "name", "code"),
    [
        (Part(unit="không có"), "x.pdf", "papers.no_ballots"),
        (Part(batch="L9"), "x.pdf", "papers.no_ballots"),
        (Part(group="x"), "x.pdf", "plan.unknown_group"),
        (Part(wave="x"), "x.pdf", "plan.unknown_wave"),
        (Part(), "x.xlsx", "papers.suffix"),
        (Part(), "không có/x.pdf", "file.no_folder"),
    ],
)
def test_a_slip_that_cannot_be_made_leaves_no_head(
    son_tay: Station, tmp_path: Path, part: Part, name: str, code: str
) -> None:
    before = queries.current_head(son_tay.admin)
    with pytest.raises(Refusal) as refused:
        make_handover(son_tay.admin, tmp_path / name, part)
    assert refused.value.code == code
    assert queries.current_head(son_tay.admin) == before and not (tmp_path / name).exists()


PLANS = ("ben-tre-2021", "da-nang-2021", "ha-tinh-2024", "hai-cap-2026", "hue-2024", "quoc-gia-2023", "son-tay-2017")


@pytest.mark.parametrize("plan", PLANS)
def test_every_plan_has_instructions_of_one_to_two_pages(
    plan: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "COST", CHEAP)
    with station(tmp_path, plan) as here:
        out = tmp_path / "hướng dẫn.pdf"
        made = make_instructions(here.admin, out)
        check(out, made)
        assert made.pages <= 2
        said = squeezed(words(out))
        for reason in here.admin.plan.reasons:
            assert squeezed(reason.title) in said and squeezed(reason.rule) in said
        for channel in here.admin.plan.channels:
            assert squeezed(channel.title) in said
        if plan == "ha-tinh-2024":
            assert squeezed("Bàn giao phiếu khảo sát quý IV về Văn phòng Sở: trong 05 ngày làm việc") in said
        start, end = here.admin.plan.fieldwork
        assert str(end.year) in said and f"{start:%d}/" in said
        with pytest.raises(Refusal):
            make_instructions(here.admin, tmp_path / "x.txt")


def test_a_station_makes_its_own_slip_without_names_and_no_other_paper(hue: Station, tmp_path: Path) -> None:
    serials = [each.serial for each in queries.ballots(hue.admin) if each.state is State.STOCK][:3]
    workflow.open_batch(hue["Hà"], "L1")
    for each in serials:
        workflow.receive(hue["Hà"], each, batch="L1")
    there = hand_out(hue, tmp_path, ["L1"])
    out = tmp_path / "trạm.pdf"
    made = make_handover(there.admin, out)
    check(out, made)
    assert "03 phiếu" in words(out) and not made.personal
    for make in (make_assignment, make_instructions):
        with pytest.raises(Refusal) as refused:
            make(there.admin, tmp_path / "x.pdf")
        assert refused.value.code == "handout.office_only"
    merge(hue, there)
    assert queries.check_survey(hue.admin, made.head).ok, "the station's slip is part of the office's history"
    there.close()
