"""The proof of a finished file: each fault that a page can have is found, and the page is named."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sipas_desktop.domain import serial
from sipas_desktop.errors import LANGUAGES, Refusal
from sipas_desktop.paper import codes, proof
from sipas_desktop.paper.ballot import BallotSheet, print_ballots
from sipas_desktop.paper.pdf_reader import PdfFile, Stream, Unreadable
from sipas_desktop.paper.proof import Proof, ballot_pages, prove
from tests.paper.every_kind import every_kind
from tests.paper.test_ballot import son_tay

SERIALS = [serial.make("48213", n) for n in range(1, 6)]
Change = Callable[[bytes], bytes]


def run(path: Path, *, reprint: bool = False) -> Path:
    """Five ballots of one page, with whom they are for."""
    sheets = [BallotSheet(each, ("Nguyễn Thị Hoà", "Thôn 3, xã Đường Lâm"), reprint=reprint) for each in SERIALS]
    print_ballots(son_tay(), sheets, path, title="Phiếu")
    return path


def proven(path: Path, **how: Any) -> Proof:
    return prove(path, ballot_pages(SERIALS, 1, son_tay().version, **how), len(SERIALS))


def on_page(number: int, old: bytes, new: bytes) -> Change:
    """``old`` becomes ``new``, of the same length, in the content of a page and nowhere else."""

    def change(data: bytes) -> bytes:
        (start,) = (m.start() for m in re.finditer(re.escape(qr(number)), data))
        start = data.rindex(b" 0 obj", 0, start)
        end = data.index(b"endobj", start)
        content = data[start:end]
        assert old in content and len(old) == len(new)
        return data[:start] + content.replace(old, new, 1) + data[end:]

    return change


def anywhere(old: bytes, new: bytes) -> Change:
    def change(data: bytes) -> bytes:
        assert old in data and len(old) == len(new)
        return data.replace(old, new)

    return change


def qr(page: int) -> bytes:
    return codes.qr_rows(serial.page_code(SERIALS[page - 1], 1, son_tay().version)).encode()


def bars(page: int) -> bytes:
    return codes.bar_row(SERIALS[page - 1]).encode()


def test_a_whole_file_is_proven(tmp_path: Path) -> None:
    found = proven(run(tmp_path / "phiếu.pdf"))
    assert (found.pages, found.drawn) == (5, 2), "the first and the last page are drawn"
    proven(run(tmp_path / "lại.pdf", reprint=True), reprint=True)


def test_ballots_of_several_pages_are_proven(tmp_path: Path) -> None:
    out = tmp_path / "nhiều trang.pdf"
    printed = print_ballots(every_kind(), [BallotSheet(each) for each in SERIALS], out, title="Phiếu")
    assert printed.each > 1 and printed.each * printed.ballots == printed.pages
    due = ballot_pages(SERIALS, printed.each, every_kind().version)
    assert prove(out, due, printed.pages).pages == printed.pages


@pytest.mark.parametrize(
    ("change", "code", "page"),
    [
        pytest.param(on_page(3, qr(3), qr(2)), "proof.code", 3, id="the QR code of another ballot"),
        pytest.param(on_page(3, qr(3), b"f" * 126), "proof.code", 3, id="no ink in the QR code"),
        pytest.param(on_page(4, bars(4), bars(5)), "proof.code", 4, id="the bars of another ballot"),
        pytest.param(on_page(2, b"/P1 Do", b"/P1 BT"), "proof.content", 2, id="an operator out of place"),
        pytest.param(on_page(2, b"/P1 Do", b"      "), "proof.shared", 2, id="the form itself is missing"),
        pytest.param(on_page(2, b"/P1 Do", b"/P2 Do"), "proof.shared", 2, id="another page of the form"),
        pytest.param(on_page(5, b"522.52 7", b"922.52 7"), "proof.outside", 5, id="the QR code is off the paper"),
        pytest.param(on_page(5, b"30.24 0 0 30.24", b"00.24 0 0 00.24"), "proof.picture", 5, id="too small to read"),
        pytest.param(on_page(5, b"/H 21/IM true", b"/H 20/IM true"), "proof.content", 5, id="half an image"),
        pytest.param(on_page(1, b"Tj ET", b"Tj Et"), "proof.content", 1, id="an unknown operator"),
        pytest.param(anywhere(b"/FontFile2", b"/FontFileX"), "proof.not_whole", None, id="fonts not embedded"),
        pytest.param(anywhere(b"/Lang(vi-VN)", b"/AA 9 0 R   "), "proof.not_whole", None, id="something that acts"),
        pytest.param(anywhere(b"/Count 5", b"/Count 4"), "proof.not_whole", None, id="another number in the tree"),
        pytest.param(lambda data: data[:-400], "proof.not_whole", None, id="cut off"),
        pytest.param(lambda data: data + b"1 0 obj\nnull\nendobj\n", "proof.not_whole", None, id="appended to"),
        pytest.param(lambda data: b"", "proof.not_whole", None, id="empty"),
    ],
)
def test_a_fault_is_found_and_its_page_named(tmp_path: Path, change: Change, code: str, page: int | None) -> None:
    path = run(tmp_path / "phiếu.pdf")
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(Refusal) as refusal:
        proven(path)
    assert (refusal.value.code, refusal.value.params.get("page")) == (code, page)
    for lang in LANGUAGES:
        assert page is None or f" {page}" in refusal.value.words(lang)


def digits_of(data: bytes, page: int) -> re.Match[bytes]:
    """The hexadecimal text that shows the serial: the first one of the page."""
    end = data.index(bars(page))
    found = re.compile(rb"Td<([0-9a-f]+)>Tj").search(data, data.rindex(b"/P1 Do", 0, end), end)
    assert found is not None
    return found


def test_other_digits_than_the_codes_say_are_found(tmp_path: Path) -> None:
    path = run(tmp_path / "phiếu.pdf")
    data = path.read_bytes()
    own, other = digits_of(data, 2), digits_of(data, 3)
    path.write_bytes(data[: own.start(1)] + other[1] + data[own.end(1) :])
    with pytest.raises(Refusal) as refusal:
        proven(path)
    assert refusal.value.code == "proof.digits"
    assert refusal.value.params == {"page": 2, "found": serial.show(SERIALS[2]), "expected": serial.show(SERIALS[1])}


@pytest.mark.parametrize("glyph", [b"0000", b"7fff"])
def test_a_missing_glyph_is_found(tmp_path: Path, glyph: bytes) -> None:
    path = run(tmp_path / "phiếu.pdf")
    data = path.read_bytes()
    shown = digits_of(data, 4)
    path.write_bytes(data[: shown.start(1)] + glyph + data[shown.start(1) + 4 :])
    with pytest.raises(Refusal) as refusal:
        proven(path)
    assert (refusal.value.code, refusal.value.params) == ("proof.letter", {"page": 4})


def test_a_glyph_without_an_outline_is_a_missing_one(tmp_path: Path) -> None:
    path = run(tmp_path / "phiếu.pdf")
    data = path.read_bytes()
    with path.open("rb") as file:
        pdf = PdfFile(file)
        programs = [pdf.get(ref) for ref in range_of(pdf)]
    program = next(each.data for each in programs if isinstance(each, Stream) and "Length1" in each.entries)
    tables = {}
    for at in range(12, 12 + 16 * struct.unpack_from(">H", program, 4)[0], 16):
        tag, _, start, length = struct.unpack_from(">4sLLL", program, at)
        tables[tag] = start, length
    start, length = tables[b"loca"]
    wiped = program[:start] + b"\0" * length + program[start + length :]
    path.write_bytes(data.replace(program, wiped))
    with pytest.raises(Refusal) as refusal:
        proven(path)
    assert refusal.value.code == "proof.not_whole"


def range_of(pdf: PdfFile) -> list[Any]:
    from sipas_desktop.paper.pdf_reader import Ref

    return [Ref(number) for number in range(1, len(pdf) + 1)]


@pytest.mark.parametrize("due", [4, 6])
def test_pages_too_many_or_too_few_are_found(tmp_path: Path, due: int) -> None:
    path = run(tmp_path / "phiếu.pdf")
    wanted = [serial.make("48213", n) for n in range(1, due + 1)]
    with pytest.raises(Refusal) as refusal:
        prove(path, ballot_pages(wanted, 1, 1), due)
    assert refusal.value.code == "proof.pages"
    assert (refusal.value.params["found"], refusal.value.params["expected"]) == (5, due)


def test_every_so_many_pages_are_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = run(tmp_path / "phiếu.pdf")
    path.write_bytes(on_page(3, b"30.24 0 0 30.24", b"00.24 0 0 00.24")(path.read_bytes()))
    proven(path)  # page 3 is not among the drawn ones
    monkeypatch.setattr(proof, "EVERY", 2)
    with pytest.raises(Refusal) as refusal:
        proven(path)
    assert (refusal.value.code, refusal.value.params["page"]) == ("proof.picture", 3)


def test_who_hears_how_far_it_is_may_stop_it(tmp_path: Path) -> None:
    heard: list[int] = []
    prove(run(tmp_path / "phiếu.pdf"), ballot_pages(SERIALS, 1, 1), 5, heard.append)
    assert heard[0] == 0 and heard[-1] == 5

    def stop(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prove(tmp_path / "phiếu.pdf", ballot_pages(SERIALS, 1, 1), 5, stop)


def test_the_reader_says_where_a_file_is_not_what_it_should_be() -> None:
    for data in (b"", b"%PDF-1.4\n", b"x" * 5000, b"%PDF-1.4\nxref\n0 1\nstartxref\n9\n%%EOF\n"):
        with pytest.raises(Unreadable):
            PdfFile(io.BytesIO(data))


def test_letters_whose_width_is_not_told_are_found(tmp_path: Path) -> None:
    path = run(tmp_path / "phiếu.pdf")
    data = path.read_bytes()
    for old, new in ((b"/W[1[", b"/W[9["), (b"/W[1[", b"/W[[["), (b"/W[1[", b"/X[1[")):
        path.write_bytes(data.replace(old, new))
        with pytest.raises(Refusal) as refusal:
            proven(path)
        assert refusal.value.code == "proof.not_whole"
