"""How fast ballots print, how many bytes and how much memory they take, beside one platypus document a ballot."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qr import QrCode
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from bench.peak import own_peak, peak_of
from sipas_desktop import paths
from sipas_desktop.domain import serial
from sipas_desktop.domain.form import Form, Heading, Question
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.paper.ballot import BallotSheet, print_ballots

FASTER_THAN_PEER: Final = 25
BYTES_A_PAGE: Final = 1100
MEMORY_GROWTH: Final = 1.1  # the largest run to the smallest; 16 bytes a page are kept
PEER_BALLOTS: Final = 60
PEER: Final = "one platypus document a ballot"


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """Three rows for each of ``sizes`` (ballots): ballots a second, bytes a page, peak memory in MiB."""
    form = _form()
    peer_speed, peer_bytes = _measure_peer(form)
    rows = []
    for size in sizes:
        speed, page_bytes = _measure(form, size)
        times = speed / peer_speed
        rows.append(
            _row("ballots printed", size, speed, "ballots/s", PEER, peer_speed, times, f"≥ {FASTER_THAN_PEER} × peer",
                 times >= FASTER_THAN_PEER)
        )  # fmt: skip
        rows.append(
            _row("bytes a page", size, page_bytes, "bytes", PEER, peer_bytes, peer_bytes / page_bytes,
                 f"≤ {BYTES_A_PAGE}", page_bytes <= BYTES_A_PAGE)
        )  # fmt: skip
    peaks = {size: peak_of("bench.ballots", str(size)) for size in sizes}
    for size, peak in peaks.items():
        first = peaks[sizes[0]]
        rows.append(
            _row("peak memory of printing", size, peak, "MiB", f"the same for {sizes[0]}", first, peak / first,
                 f"≤ {MEMORY_GROWTH} × smallest run", peak <= MEMORY_GROWTH * first)
        )  # fmt: skip
    return rows


def _row(
    name: str, size: int, value: float, unit: str, peer: str, peer_value: float, ratio: float, bound: str, holds: bool
) -> dict[str, Any]:
    return {
        "name": name, "size": size, "value": value, "unit": unit, "peer": peer, "peer_value": peer_value,
        "ratio": ratio, "bound": bound, "holds": holds,
    }  # fmt: skip


def _form() -> Form:
    path = paths.forms() / "son-tay-2017" / "phieu.toml"
    return read_form(path.read_text(encoding="utf-8"), path.name)


def _sheets(count: int) -> Iterator[BallotSheet]:
    return (BallotSheet(serial.make(str(48213 + n // 900_000), n % 900_000 + 1)) for n in range(count))


class _Counter(io.RawIOBase):
    """A file that counts what is written and keeps nothing, so that the disk is not measured."""

    size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.size += len(data)
        return len(data)


def _measure(form: Form, size: int) -> tuple[float, float]:
    """Ballots a second and bytes a page, layout and fonts included."""
    out = _Counter()
    start = time.perf_counter()
    printed = print_ballots(form, _sheets(size), out, title="Phiếu khảo sát")  # type: ignore[arg-type]
    return size / (time.perf_counter() - start), out.size / printed.pages


# The peer: what a program would do that lays every ballot out with platypus. Same words, fonts, codes and boxes.


class _Boxed(Flowable):  # type: ignore[misc]
    """A box to tick and its words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def wrap(self, room: float, _: float) -> tuple[float, float]:
        return room, 12.3

    def draw(self) -> None:
        self.canv.setLineWidth(0.8)
        self.canv.rect(0, 2, 9, 9)
        self.canv.setFont("Peer", 11)
        self.canv.drawString(14, 2.5, self.words)


def _measure_peer(form: Form) -> tuple[float, float]:
    """Ballots a second and bytes a ballot of the peer, after one ballot to warm up."""
    for name, face in (("Peer", "Regular"), ("Peer-Bold", "Bold"), ("Peer-Italic", "Italic")):
        pdfmetrics.registerFont(TTFont(name, str(paths.resources() / "fonts" / f"LiberationSerif-{face}.ttf")))
    serials = [sheet.serial for sheet in _sheets(PEER_BALLOTS + 1)]
    _peer_ballot(form, serials[0])
    start = time.perf_counter()
    size = sum(len(_peer_ballot(form, each)) for each in serials[1:])
    return PEER_BALLOTS / (time.perf_counter() - start), size / PEER_BALLOTS


def _peer_ballot(form: Form, number: str) -> bytes:
    plain = ParagraphStyle("plain", fontName="Peer", fontSize=12, leading=13.4)
    bold = ParagraphStyle("bold", plain, fontName="Peer-Bold")
    title = ParagraphStyle("title", bold, fontSize=13, leading=14.6, alignment=TA_CENTER)
    italic = ParagraphStyle("italic", plain, fontName="Peer-Italic", alignment=TA_CENTER)
    bars = Code128(number, barWidth=0.96, barHeight=19, quiet=0)
    square = QrCode(number, width=30, height=30, qrBorder=0)
    codes = Table([["", [bars, Paragraph(serial.show(number), plain)], square]],
                  colWidths=[330, 110, 50])  # fmt: skip
    story: list[Flowable] = [codes, *(Paragraph(line, title) for line in form.title), Paragraph(form.subtitle, italic)]
    for line in form.opening:
        story += [Paragraph(line.partition("{")[0], plain), HRFlowable("100%", dash=(0.5, 2.6))]
    story += [Paragraph(form.instruction, plain), Spacer(1, 6)]
    body: list[list[Any]] = [[Paragraph(head, bold) for head in form.columns]]
    spans = []
    for row in form.body:
        style = bold if isinstance(row, Heading) or row.overall else plain
        text: list[Flowable] = [Paragraph(row.text, style)]
        if isinstance(row, Question) and row.choices:
            body.append([Paragraph(row.number, style), text, [_Boxed(option.label) for option in row.choices]])
            continue
        spans.append(("SPAN", (1, len(body)), (2, len(body))))
        if isinstance(row, Question):
            text += [HRFlowable("100%", dash=(0.5, 2.6), spaceBefore=16) for _ in range(row.lines)]
        body.append([Paragraph(row.number, style), text, ""])
    grid = [("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5)]  # fmt: skip
    story.append(Table(body, colWidths=[30, 340, 125], repeatRows=1, style=TableStyle([*grid, *spans])))
    out = io.BytesIO()
    document = SimpleDocTemplate(out, pagesize=A4, leftMargin=20 * mm, rightMargin=15 * mm, topMargin=12 * mm,
                                 bottomMargin=12 * mm, title=" ".join(form.title))  # fmt: skip
    document.build(story, onFirstPage=_peer_page_number)
    return out.getvalue()


def _peer_page_number(canvas: Canvas, _: SimpleDocTemplate) -> None:
    canvas.setFont("Peer", 10)
    canvas.drawCentredString(A4[0] / 2, 28, "Trang 1/1")


if __name__ == "__main__":
    print_ballots(_form(), _sheets(int(sys.argv[1])), _Counter(), title="Phiếu khảo sát")  # type: ignore[arg-type]
    print(own_peak())
