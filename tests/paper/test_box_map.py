"""Where boxes are said to stand is where they are printed; codes are read from a scan that is askew and blurred."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from sipas_desktop.domain import serial
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.print_style import PLAIN, Fold, Paper, PrintStyle
from sipas_desktop.paper.ballot import BallotSheet, print_ballots
from sipas_desktop.paper.box_map import box_map, box_map_sha256, box_map_text
from tests.paper.every_kind import every_kind
from tests.paper.test_ballot_layout import preset, son_tay, whole

DPI = 300
AGREES = 0.3  # mm
LINE = 0.8 / 72 * 25.4 / 2  # mm: a box's line reaches so far out of it
KNOWN = [
    (PLAIN, son_tay()), (PrintStyle(paper=Paper.A5, sides=2, punch=True), every_kind()),
    (PrintStyle(large=True), whole()), (PrintStyle(fold=Fold.DL, sides=2), preset("quoc-gia-2023")),
]  # fmt: skip


def printed(form: Form, style: PrintStyle, count: int = 1) -> bytes:
    out = io.BytesIO()
    print_ballots(
        form, [BallotSheet(serial.make("48213", n)) for n in range(1, count + 1)], out, title="t", style=style
    )
    return out.getvalue()


def ink(image: Image.Image, rectangle: dict[str, Any], around: float) -> tuple[float, ...]:
    """The rectangle that holds all ink in and within ``around`` mm of ``rectangle``: left, top, right, foot in mm."""
    scale = DPI / 25.4
    x, y = rectangle["x"] - around, rectangle["y"] - around
    box = (x, y, x + rectangle["width"] + 2 * around, y + rectangle["height"] + 2 * around)
    left, top, *_ = cut = [round(edge * scale) for edge in box]
    found = image.crop((cut[0], cut[1], cut[2], cut[3])).point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert found, rectangle
    return tuple((edge + (left, top)[n % 2]) / scale for n, edge in enumerate(found))


@pytest.mark.parametrize(("style", "form"), KNOWN, ids=["plain", "a5-duplex", "large-rings", "dl-duplex"])
def test_marks_and_boxes_stand_where_the_map_says(style: PrintStyle, form: Form) -> None:
    said = box_map(form, style)
    document = pypdfium2.PdfDocument(printed(form, style))
    checked = 0
    for page in said["pages"]:
        image = document[page["page"] - 1].render(scale=DPI / 72, grayscale=True).to_pil()
        assert image.width / DPI * 25.4 == pytest.approx(said["paper"]["width"], abs=0.1)
        assert len(said["corners"]) == 4
        wanted = [(corner, 0.0, 1.0) for corner in said["corners"]] + [(page["qr"], 0.0, 1.0)]
        wanted += [
            (box, LINE, 0.5) for each in page["questions"] for box in each["boxes"] if box["shape"] == "box"
        ]  # fmt: skip
        for rectangle, line, around in wanted:
            x, y = rectangle["x"], rectangle["y"]
            due = (x - line, y - line, x + rectangle["width"] + line, y + rectangle["height"] + line)
            assert ink(image, rectangle, around) == pytest.approx(due, abs=AGREES), rectangle
            checked += 1
        for ring in (box for each in page["questions"] for box in each["boxes"] if box["shape"] == "ring"):
            left, top, right, foot = ink(image, ring, 0)  # the code alone, in the middle of it
            assert (left + right) / 2 == pytest.approx(ring["x"] + ring["width"] / 2, abs=0.6)
            assert ring["y"] < (top + foot) / 2 < ring["y"] + ring["height"]
            checked += 1
    document.close()
    assert checked > 30


def test_every_box_has_its_code() -> None:
    for style, form in KNOWN:
        boxes = {
            (each["code"], box["value"])
            for page in box_map(form, style)["pages"]
            for each in page["questions"]
            for box in each["boxes"]
        }
        wanted = {(each.code, option.code) for each in form.questions for option in each.choices}
        wanted |= {(each.code, "0") for each in form.questions if each.no_opinion}
        assert boxes == wanted


def test_two_hundred_ballots_read_back_askew_and_blurred() -> None:
    form = son_tay()
    document = pypdfium2.PdfDocument(printed(form, PLAIN, 200))
    read: list[tuple[str, str]] = []
    for page in document:
        whole_page = page.render(scale=150 / 72, grayscale=True).to_pil()
        askew = whole_page.rotate(2, Image.Resampling.BILINEAR, expand=True, fillcolor=255)
        blurred = askew.filter(ImageFilter.GaussianBlur(0.6)).crop((0, 0, askew.width, 340))
        found = {code.format: code.text for code in zxingcpp.read_barcodes(blurred)}
        read.append((found.get(zxingcpp.BarcodeFormat.QRCode, ""), found.get(zxingcpp.BarcodeFormat.Code128, "")))
    document.close()
    wanted = [serial.make("48213", n) for n in range(1, 201)]
    assert [serial.read(square, "48213") for square, _ in read] == wanted
    assert [serial.read_page_code(square) for square, _ in read] == [
        serial.PageCode(each, 1, form.version) for each in wanted
    ]
    assert [bars for _, bars in read] == wanted


def test_every_page_says_which_it_is_when_the_whole_of_it_is_scanned() -> None:
    for style, form in KNOWN:
        document = pypdfium2.PdfDocument(printed(form, style))
        pages = len(box_map(form, style)["pages"])
        for n in range(pages):
            image = document[n].render(scale=150 / 72, grayscale=True).to_pil()
            askew = image.rotate(-2, Image.Resampling.BILINEAR, expand=True, fillcolor=255)
            found = zxingcpp.read_barcodes(
                askew.filter(ImageFilter.GaussianBlur(0.6)), formats=zxingcpp.BarcodeFormat.QRCode
            )
            assert [serial.read_page_code(code.text) for code in found] == [
                serial.PageCode(serial.make("48213", 1), n + 1, form.version)
            ]
        document.close()


def test_the_hash_is_that_of_the_file_and_tells_styles_apart() -> None:
    text = box_map_text(box_map(son_tay(), PLAIN))
    assert box_map_sha256(son_tay(), PLAIN) == hashlib.sha256(text.encode()).hexdigest()
    assert json.loads(text)["format"] == 1
    hashes = {box_map_sha256(form, style) for style, form in KNOWN}
    assert len(hashes) == len(KNOWN)
    out = io.BytesIO()
    made = print_ballots(son_tay(), [BallotSheet(serial.make("48213", 1))], out, title="t")
    assert made.boxes == box_map_sha256(son_tay(), PLAIN)
