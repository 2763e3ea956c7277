"""A run of ballots as a PDF: its words, codes and fonts; that a stopped run is no document; that memory is flat."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from sipas_desktop import paths
from sipas_desktop.domain import serial
from sipas_desktop.domain.form import Form, Heading
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.errors import Refusal
from sipas_desktop.paper.ballot import BallotSheet, print_ballots, specimen
from sipas_desktop.paper.labels import SHEET_3X7, SHEET_3X8, labels
from sipas_desktop.paper.pdf import PdfWriter
from tests.paper.every_kind import every_kind

TITLE = "Phiếu khảo sát, thị xã Sơn Tây"


def son_tay() -> Form:
    path = paths.forms() / "son-tay-2017" / "phieu.toml"
    return read_form(path.read_text(encoding="utf-8"), path.name)


def sheets(count: int) -> Iterator[BallotSheet]:
    return (BallotSheet(serial.make("48213", n)) for n in range(1, count + 1))


def printed(form: Form, run: list[BallotSheet]) -> bytes:
    out = io.BytesIO()
    print_ballots(form, run, out, title=TITLE, author="UBND thị xã Sơn Tây")
    return out.getvalue()


def page_text(data: bytes, page: int = 0) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return " ".join(document[page].get_textpage().get_text_bounded().split())
    finally:
        document.close()


def wanted_words(form: Form) -> list[str]:
    """Everything that the form's file says is printed, in the order of the paper."""
    words = [*form.title, form.subtitle, *re.split(r"\{\w+\}", " ".join(form.opening)), form.instruction, *form.columns]
    for row in form.body:
        words += [row.number, row.text]
        if not isinstance(row, Heading):
            words += [option.label for option in row.choices]
            words += [row.no_opinion] if row.no_opinion else []
    return [" ".join(part.split()) for part in words if part.strip()]


def assert_in_order(words: list[str], text: str) -> None:
    at = 0
    for part in words:
        found = text.find(part, at)
        assert found >= 0, f"{part!r} is not in {text[at : at + 200]!r}"
        at = found + len(part)


def test_every_word_of_the_form_is_there_in_its_order() -> None:
    form = son_tay()
    assert_in_order(wanted_words(form), page_text(printed(form, list(sheets(1)))))


def test_every_word_of_every_kind_is_there_in_its_order() -> None:
    form = every_kind()
    data = printed(form, list(sheets(1)))
    first, second = page_text(data, 0), page_text(data, 1)
    body = second.partition(" ".join(form.columns))[2]
    assert_in_order(wanted_words(form), f"{first} {body}")


@pytest.mark.skipif(sys.platform == "win32", reason="poppler is a Linux package; pdfium reads the same words above")
def test_pdftotext_finds_every_question_word_for_word(tmp_path: Path) -> None:
    path = tmp_path / "phiếu.pdf"
    path.write_bytes(printed(son_tay(), list(sheets(2))))
    raw = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True).stdout.decode()
    for page in raw.split("\f")[:2]:
        assert_in_order(wanted_words(son_tay()), " ".join(page.split()))


def test_two_hundred_ballots_read_back_from_their_pages() -> None:
    data = printed(son_tay(), list(sheets(200)))
    document = pypdfium2.PdfDocument(data)
    bars, squares = [], []
    for page in document:
        height = page.get_height()
        # Codes stand in the upper 35 mm: that is enough to render.
        image = page.render(scale=150 / 72, crop=(0, height - 100, 0, 0), grayscale=True).to_numpy()
        found = {code.format: code.text for code in zxingcpp.read_barcodes(image)}
        squares.append(found.get(zxingcpp.BarcodeFormat.QRCode))
        bars.append(found.get(zxingcpp.BarcodeFormat.Code128))
    document.close()
    wanted = [sheet.serial for sheet in sheets(200)]
    assert squares == [serial.page_code(each, 1, son_tay().version) for each in wanted]
    assert [serial.read(str(square), "48213") for square in squares] == wanted
    assert bars == wanted


def test_codes_read_back_from_a_whole_page_of_two() -> None:
    document = pypdfium2.PdfDocument(printed(every_kind(), list(sheets(1))))
    assert len(document) == 2
    own, version = serial.make("48213", 1), every_kind().version
    for n, page in enumerate(document, start=1):
        image = page.render(scale=150 / 72, grayscale=True).to_numpy()
        found = [code.text for code in zxingcpp.read_barcodes(image)]
        assert sorted(found) == sorted([own, serial.page_code(own, n, version)])
        assert {serial.read(text, "48213") for text in found} == {own}
    document.close()


def test_the_serial_is_printed_in_groups_on_every_page() -> None:
    data = printed(every_kind(), list(sheets(1)))
    for page in range(2):
        assert serial.show(serial.make("48213", 1)) in page_text(data, page)


def test_metadata() -> None:
    document = pypdfium2.PdfDocument(printed(son_tay(), list(sheets(1))))
    about = document.get_metadata_dict()
    document.close()
    assert about["Title"] == TITLE
    assert about["Author"] == "UBND thị xã Sơn Tây"
    assert about["Subject"] == " ".join(son_tay().title)
    assert about["Producer"].startswith("SIPAS Desktop")
    assert not about["CreationDate"]  # a date would make the same ballots another file


def test_all_fonts_are_embedded_subsets_of_liberation_serif() -> None:
    data = printed(son_tay(), list(sheets(1)))
    names = set(re.findall(rb"/BaseFont/([^/]+)", data))
    assert {name.split(b"+")[1] for name in names} == {
        b"LiberationSerif", b"LiberationSerif-Bold", b"LiberationSerif-Italic",
    }  # fmt: skip
    assert data.count(b"/FontDescriptor/") == data.count(b"/FontFile2 ") == len(names)
    assert data.count(b"/ToUnicode ") == len(names)


VIETNAMESE = "".join(
    f"{letter}{letter.upper()}"
    for letter in "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
)


def test_every_vietnamese_letter_extracts_from_a_recipient_line() -> None:
    lines = (VIETNAMESE[:60], VIETNAMESE[60:120], VIETNAMESE[120:])
    text = page_text(printed(son_tay(), [BallotSheet(serial.make("48213", 1), lines)]))
    assert_in_order(list(lines), text)


def test_every_vietnamese_letter_has_a_picture_of_its_own() -> None:
    from sipas_desktop.paper.fonts import Face
    from sipas_desktop.paper.marks import Text, draw

    for face in Face:
        out = io.BytesIO()
        writer = PdfWriter(out)
        for letter in VIETNAMESE:
            writer.page(draw([Text(20, 30, letter, 60, face)], writer.fonts))
        writer.close("", "", "")
        document = pypdfium2.PdfDocument(out.getvalue())
        pictures = {}
        for letter, page in zip(VIETNAMESE, document, strict=True):
            image = page.render(crop=(0, 0, page.get_width() - 120, page.get_height() - 120), grayscale=True).to_numpy()
            assert (image < 128).sum() > 50, letter
            pictures[image.tobytes()] = letter
        document.close()
        assert len(pictures) == len(VIETNAMESE)


def test_recipient_and_known_unit_are_on_the_first_page() -> None:
    sheet = BallotSheet(
        serial.make("48213", 1),
        ("Bà Người Được Hỏi", "Tổ dân phố 3, phường Mẫu"),
        {"unit": "UBND phường Mẫu", "procedure": "Chứng thực bản sao"},
    )
    text = page_text(printed(son_tay(), [sheet, *list(sheets(2))[1:]]))
    for words in ("Bà Người Được Hỏi", "Tổ dân phố 3, phường Mẫu", "UBND phường Mẫu", "Chứng thực bản sao"):
        assert words in text
    assert "phường Mẫu" not in page_text(printed(son_tay(), [sheet, *list(sheets(2))[1:]]), 1)


def test_only_a_reprint_is_marked_as_one() -> None:
    run = [BallotSheet(serial.make("48213", 1)), BallotSheet(serial.make("48213", 2), reprint=True)]
    data = printed(every_kind(), run)
    assert ["BẢN IN LẠI" in page_text(data, page) for page in range(4)] == [False, False, True, True]


def test_a_specimen_is_marked_and_has_no_serial() -> None:
    out = io.BytesIO()
    made = specimen(son_tay(), out)
    assert (made.ballots, made.pages) == (1, 1)
    text = page_text(out.getvalue())
    assert "MẪU" in text
    assert_in_order(wanted_words(son_tay()), text)
    document = pypdfium2.PdfDocument(out.getvalue())
    assert not zxingcpp.read_barcodes(document[0].render(scale=150 / 72).to_numpy())
    document.close()


def test_the_same_run_gives_the_same_bytes_and_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "run.pdf"
    made = print_ballots(son_tay(), sheets(70), path, title=TITLE, author="UBND thị xã Sơn Tây")
    data = path.read_bytes()
    assert data == printed(son_tay(), list(sheets(70)))
    assert made.sha256 == hashlib.sha256(data).hexdigest()
    assert (made.ballots, made.pages) == (70, 70)
    assert data != printed(son_tay(), list(sheets(69)))
    # zlib's output depends on the build of Python: compressed, the hash would differ between systems.
    assert b"FlateDecode" not in data


def test_a_page_takes_no_more_room_than_promised() -> None:
    assert len(printed(son_tay(), list(sheets(1000)))) / 1000 <= 1050


@pytest.mark.parametrize("count", [1, 64, 65, 64 * 64, 64 * 64 + 1])
def test_the_page_tree_holds_every_page_in_order(count: int) -> None:
    out = io.BytesIO()
    writer = PdfWriter(out)
    for n in range(count):
        writer.page(f"{n} 0 m")
    writer.close("", "", "")
    data = out.getvalue()
    document = pypdfium2.PdfDocument(data)
    assert len(document) == writer.pages == count
    document[count - 1].close()
    document.close()
    assert [int(n) for n in re.findall(rb"stream\n(\d+) 0 m", data)] == list(range(count))
    assert max(len(kids.split(b" R")) - 1 for kids in re.findall(rb"/Kids\[([^]]*)\]", data)) <= 64
    leaves = re.findall(rb"/Count (\d+)/Kids\[[^]]*\]/Parent", data)
    assert len(leaves) == {1: 0, 64: 0, 65: 2, 64 * 64: 64, 64 * 64 + 1: 67}[count]


def test_the_table_of_objects_points_at_every_object() -> None:
    data = printed(every_kind(), list(sheets(70)))
    start = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    head, *lines = data[start:].split(b"trailer")[0].splitlines()[1:]
    first, count = map(int, head.split())
    assert first == 0 and len(lines) == count
    for n, line in enumerate(lines[1:], start=1):
        assert data[int(line[:10]) :].startswith(b"%d 0 obj\n" % n)


class StoppedError(Exception):
    """Raised by who hears how far the run is."""


def stop(done: int) -> None:
    """Stops a run after its first ballots."""
    if done:
        raise StoppedError


def test_a_cancelled_run_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "run.pdf"
    with pytest.raises(StoppedError):
        print_ballots(son_tay(), sheets(1000), path, title=TITLE, progress=stop)
    assert not path.exists()


def test_a_cancelled_stream_is_no_document() -> None:
    out = io.BytesIO()
    with pytest.raises(StoppedError):
        print_ballots(son_tay(), sheets(100), out, title=TITLE, progress=stop)
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(out.getvalue())


def test_progress_rises_to_the_number_of_ballots() -> None:
    done: list[int] = []
    print_ballots(son_tay(), sheets(130), io.BytesIO(), title=TITLE, progress=done.append)
    assert done == sorted(done)
    assert done[-1] == 130 and len(done) >= 3


def test_nothing_to_print_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.pdf"
    with pytest.raises(Refusal) as refused:
        print_ballots(son_tay(), [], path, title=TITLE)
    assert refused.value.code == "paper.nothing_to_print"
    assert not path.exists()


def test_a_name_that_cannot_be_printed_is_refused_without_showing_it() -> None:
    sheet = BallotSheet(serial.make("48213", 9), ("Ông Họ 漢 Tên",))
    with pytest.raises(Refusal) as refused:
        printed(son_tay(), [sheet])
    assert refused.value.code == "paper.letter_of_ballot"
    words = refused.value.words("vi")
    assert serial.show(sheet.serial) in words and "漢" in words and "Tên" not in words


def test_a_decomposed_name_prints_composed() -> None:
    sheet = BallotSheet(serial.make("48213", 9), ("Nguye\u0302\u0303n  Thi\u0323\tMâ\u0303u",))
    assert "Nguyễn Thị Mẫu" in page_text(printed(son_tay(), [sheet]))


class _Nowhere(io.RawIOBase):
    """Counts what is written and forgets it."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return len(data)  # type: ignore[arg-type]


def peak(count: int) -> int:
    tracemalloc.start()
    try:
        print_ballots(son_tay(), sheets(count), _Nowhere(), title=TITLE)  # type: ignore[arg-type]
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_run() -> None:
    form = son_tay()
    print_ballots(form, sheets(100), _Nowhere(), title=TITLE)  # type: ignore[arg-type]  # loads fonts
    small, large = peak(200), peak(2000)
    # 1,800 more pages: two offsets of 8 bytes each, and the array's spare room. Pages themselves take 600 bytes.
    assert large - small < 1800 * 40


@pytest.mark.parametrize("sheet", [SHEET_3X8, SHEET_3X7], ids=["3x8", "3x7"])
def test_labels_read_back_in_order(sheet: object) -> None:
    assert sheet in (SHEET_3X8, SHEET_3X7)
    size = SHEET_3X8 if sheet is SHEET_3X8 else SHEET_3X7
    wanted = [each.serial for each in sheets(30)]
    out = io.BytesIO()
    made = labels(wanted, out, title="Tem", sheet=size)
    assert (made.ballots, made.pages) == (30, 2)
    assert made.sha256 == hashlib.sha256(out.getvalue()).hexdigest()
    document = pypdfium2.PdfDocument(out.getvalue())
    for kind in (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128):
        read = []
        for page in document:
            image = page.render(scale=150 / 72, grayscale=True).to_numpy()
            found = zxingcpp.read_barcodes(image, formats=kind)
            rows = sorted(found, key=lambda code: (round(code.position.top_left.y / 100), code.position.top_left.x))
            read += [code.text for code in rows]
        assert read == wanted
    document.close()
    assert [
        number
        for number in wanted
        if serial.show(number) not in page_text(out.getvalue()) + page_text(out.getvalue(), 1)
    ] == []


def test_no_labels_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        labels([], io.BytesIO(), title="Tem")
    assert refused.value.code == "paper.no_labels"
