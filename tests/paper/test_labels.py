"""Label sheets of every format: each code is read back from within its label, clear of the sheet's edge."""

from __future__ import annotations

import hashlib
import io

import pypdfium2
import pytest
import zxingcpp

from sipas_desktop.domain import serial
from sipas_desktop.domain.label_sheet import LabelSheet
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.label_sheets import find_label_sheet, label_sheets
from sipas_desktop.paper.labels import labels

SHEETS = label_sheets()
MM = 72 / 25.4
CLEAR = 5  # mm that printers leave white at the sheet's edge
A4_HEIGHT = 841.89
DPI = 200


def wanted(count: int) -> list[str]:
    return [serial.make("48213", number) for number in range(1, count + 1)]


def spots(document: pypdfium2.PdfDocument, kind: zxingcpp.BarcodeFormat) -> list[tuple[str, int, list[float]]]:
    """Every code with its page and its box in millimetres: left, top, right, bottom; in reading order."""
    found = []
    for number, page in enumerate(document):
        image = page.render(scale=DPI / 72, grayscale=True).to_numpy()
        for code in zxingcpp.read_barcodes(image, formats=kind):
            place = code.position
            corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
            xs, ys = [c.x / DPI * 25.4 for c in corners], [c.y / DPI * 25.4 for c in corners]
            found.append((code.text, number, [min(xs), min(ys), max(xs), max(ys)]))
    return sorted(found, key=lambda spot: (spot[1], round(spot[2][1] / 8), spot[2][0]))


def cell(sheet: LabelSheet, number: int) -> list[float]:
    row, column = divmod(number, sheet.columns)
    left, top = sheet.left + column * sheet.across, sheet.top + row * sheet.down
    return [left, top, left + sheet.width, top + sheet.height]


@pytest.mark.parametrize("sheet", SHEETS, ids=[sheet.code for sheet in SHEETS])
def test_every_code_is_read_back_from_within_its_label(sheet: LabelSheet) -> None:
    serials, out = wanted(sheet.count + 2), io.BytesIO()
    made = labels(serials, out, title="Tem", sheet=sheet)
    assert (made.ballots, made.pages) == (sheet.count + 2, 2)
    assert made.sha256 == hashlib.sha256(out.getvalue()).hexdigest()
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        kinds = [zxingcpp.BarcodeFormat.QRCode]
        if sheet.width >= 54:
            kinds.append(zxingcpp.BarcodeFormat.Code128)
        for kind in kinds:
            read = spots(document, kind)
            assert [text for text, _, _ in read] == serials
            for number, (_, _, box) in enumerate(read):
                within(box, cell(sheet, number % sheet.count))
        text = document[0].get_textpage()
        digits = [text.get_rect(n) for n in range(text.count_rects())]
        lines = 1 if sheet.width >= 54 else 2
        assert len(digits) >= sheet.count * lines, "no line of digits runs into another"
        for left, low, right, high in digits:
            box = [left / MM, (A4_HEIGHT - high) / MM, right / MM, (A4_HEIGHT - low) / MM]
            homes = [cell(sheet, n) for n in range(sheet.count)]
            assert sum(inside(box, home) for home in homes) == 1, box
            assert min(box[0], box[1], 210 - box[2], 297 - box[3]) >= CLEAR
        words = text.get_text_range().replace("\r\n", " ")
        assert all(serial.show(each) in words for each in serials[: sheet.count])


def inside(box: list[float], home: list[float]) -> bool:
    return box[0] >= home[0] and box[1] >= home[1] and box[2] <= home[2] and box[3] <= home[3]


def within(box: list[float], home: list[float]) -> None:
    assert inside(box, home), (box, home)
    assert min(box[0], box[1], 210 - box[2], 297 - box[3]) >= CLEAR
    assert min(box[0] - home[0], home[2] - box[2]) >= 2, "white paper at both sides"


def test_a_sheet_that_was_begun_goes_on_where_it_is_told() -> None:
    sheet, out = find_label_sheet("24-70x37"), io.BytesIO()
    assert labels(wanted(5), out, title="Tem", sheet=sheet, start=22).pages == 2
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        read = spots(document, zxingcpp.BarcodeFormat.QRCode)
    assert [(text, page) for text, page, _ in read] == list(zip(wanted(5), (0, 0, 0, 1, 1), strict=True))
    for (_, _, box), number in zip(read, (21, 22, 23, 0, 1), strict=True):
        within(box, cell(sheet, number))


@pytest.mark.parametrize("start", [0, 25, -1])
def test_a_label_that_the_sheet_does_not_have_is_refused(start: int) -> None:
    with pytest.raises(Refusal) as refused:
        labels(wanted(1), io.BytesIO(), title="Tem", sheet=SHEETS[0], start=start)
    assert refused.value.code == "labels.start"


def test_no_labels_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        labels([], io.BytesIO(), title="Tem", sheet=SHEETS[0])
    assert refused.value.code == "paper.no_labels"
