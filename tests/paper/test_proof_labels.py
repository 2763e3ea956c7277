"""The proof of label sheets, in every format: each code and each digit is on its own label, or the label is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sipas_desktop.domain import serial
from sipas_desktop.domain.label_sheet import LabelSheet
from sipas_desktop.errors import LANGUAGES, Refusal
from sipas_desktop.jobs.label_sheets import find_label_sheet, label_sheets
from sipas_desktop.paper import codes, labels, proof
from sipas_desktop.paper.proof import label_pages, prove

SHEETS = label_sheets()
Change = Callable[[bytes], bytes]


def serials(count: int) -> list[str]:
    return [serial.make("48213", n) for n in range(1, count + 1)]


def printed(out: Path, run: list[str], sheet: LabelSheet, start: int = 1) -> int:
    return labels.labels(run, out, title="Tem", sheet=sheet, start=start).pages


def refused(path: Path, run: list[str], sheet: LabelSheet, pages: int, start: int = 1) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        prove(path, label_pages(run, sheet, start), pages)
    assert all(refusal.value.words(lang) for lang in LANGUAGES)
    return refusal.value


@pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.code for sheet in SHEETS])
def test_every_format_is_proven_from_every_label_on(
    tmp_path: Path, sheet: LabelSheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "EVERY", 2)  # of two and three pages two are drawn and read from their pictures
    out, run = tmp_path / "tem.pdf", serials(sheet.count + 3)
    for start in (1, 2, sheet.count // 2, sheet.count):
        pages = printed(out, run, sheet, start)
        assert pages == -(-(len(run) + start - 1) // sheet.count)
        assert prove(out, label_pages(run, sheet, start), pages).drawn == 2


@pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.code for sheet in SHEETS])
def test_another_first_label_or_another_sheet_is_found(tmp_path: Path, sheet: LabelSheet) -> None:
    out, run = tmp_path / "tem.pdf", serials(3)
    printed(out, run, sheet, 2)
    found = refused(out, run, sheet, 1, start=1)
    assert (found.code, found.params["page"], found.params["serial"]) == ("proof.label", 1, serial.show(run[0]))
    found = refused(out, run, replace(sheet, left=sheet.left + 30), 1, start=2)
    assert (found.code, found.params["serial"]) == ("proof.label", serial.show(run[0]))


def test_one_label_too_few_or_too_many_is_found(tmp_path: Path) -> None:
    out, run, sheet = tmp_path / "tem.pdf", serials(30), SHEETS[0]
    printed(out, run, sheet)
    found = refused(out, run[:-1], sheet, 2)
    assert (found.code, found.params["page"]) == ("proof.code", 2)
    found = refused(out, serials(31), sheet, 2)
    assert (found.code, found.params["page"]) == ("proof.code", 2)


def shifted(pattern: bytes, by: float) -> Change:
    """The number that ``pattern`` finds first, a place on the paper, goes ``by`` points to the right."""

    def change(data: bytes) -> bytes:
        found = re.search(pattern, data)
        assert found is not None
        new = f"{float(found[1]) + by:.6f}"[: len(found[1])].encode()
        return data[: found.start(1)] + new + data[found.end(1) :]

    return change


@pytest.mark.parametrize("code", ["24-70x37", "65-38x21"])
@pytest.mark.parametrize("by", [60.0, -60.0])
@pytest.mark.parametrize("what", ["the QR code", "the bars", "the digits"])
def test_a_code_or_digits_beside_their_label_or_over_each_other_are_found(
    tmp_path: Path, code: str, what: str, by: float
) -> None:
    sheet, run, out = find_label_sheet(code), serials(9), tmp_path / "tem.pdf"
    if what == "the bars" and not labels.has_bars(sheet):
        pytest.skip("small labels have none")
    printed(out, run, sheet, 2)
    wide = {"the QR code": codes.QR_SIDE, "the bars": codes.BAR_WIDTH}.get(what, 0)
    patterns = rb"q %s 0 0 [\d.]+ ([\d.]+) " % f"{wide:g}".encode(), rb"BT/Regular [\d.]+ Tf ([\d.]+) "
    out.write_bytes(shifted(patterns[what == "the digits"], by)(out.read_bytes()))
    found = refused(out, run, sheet, 1, start=2)
    assert (found.code, found.params) == ("proof.label", {"page": 1, "serial": serial.show(run[0])})


def test_digits_that_run_into_the_next_label_are_found(tmp_path: Path) -> None:
    sheet, run, out = find_label_sheet("65-38x21"), serials(2), tmp_path / "tem.pdf"
    printed(out, run, sheet, 6)  # in the second row: the letters stay on the paper
    data = out.read_bytes()
    out.write_bytes(data.replace(b"BT/Regular 11 Tf", b"BT/Regular 40 Tf", 1))
    assert refused(out, run, sheet, 1, start=6).code == "proof.label"


def test_the_digits_of_another_label_are_found(tmp_path: Path) -> None:
    sheet, run, out = find_label_sheet("65-38x21"), serials(2), tmp_path / "tem.pdf"
    printed(out, run, sheet)
    data = out.read_bytes()
    texts = list(re.finditer(rb"Td<([0-9a-f]+)>Tj", data))
    own, other = texts[1], texts[3]  # the second line of the first two labels
    out.write_bytes(data[: own.start(1)] + other[1] + data[own.end(1) :])
    found = refused(out, run, sheet, 1)
    assert found.code == "proof.digits" and found.params["expected"] == serial.show(run[0])
