"""How fast ballots print, how many bytes and how much memory they take, beside one platypus document a ballot.

A run is written to a disk file and every page of that proven, as an office's is; the proof is in the speed, and timed
apart too. Free software for paper surveys, auto-multiple-choice, prints 200 copies of a like questionnaire in the same
run, where it is installed.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
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

from bench import amc
from bench.peak import own_peak, peak_of
from sipas_desktop import paths
from sipas_desktop.domain import serial
from sipas_desktop.domain.form import Form, Heading, Question
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.paper.ballot import BallotSheet, print_ballots
from sipas_desktop.paper.proof import ballot_pages, prove

FASTER_THAN_PEER: Final = 35
FASTER_THAN_AMC: Final = 50
BOUND_FROM: Final = 10_000  # ballots: what a run takes whatever its size weighs little from here on
BYTES_A_PAGE: Final = 1050
PROVEN_A_SECOND: Final = 200  # pages
FEW, MANY = 1_000, 50_000  # ballots whose memory is compared
MEMORY_GROWTH: Final = 1.2
PEER_BALLOTS: Final = 60
PEER: Final = "one platypus document a ballot"


def run(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """Rows for each of ``sizes`` (ballots): ballots a second, pages proven a second, bytes a page; then memory."""
    form = _form()
    peer_speed, peer_bytes = _measure_peer(form)
    amc_speed = amc.copies_a_second(form) if amc.is_there() else None
    rows = []
    for size in sizes:
        run = _measure(form, size)
        times = run.speed / peer_speed
        bound = f"≥ {FASTER_THAN_PEER} × peer" if size >= BOUND_FROM else ""
        rows.append(
            _row("ballots printed and proven", size, run.speed, "ballots/s", PEER, peer_speed, times, bound,
                 not bound or times >= FASTER_THAN_PEER)
        )  # fmt: skip
        rows.append(_against_amc(size, run.speed, amc_speed))
        rows.append(
            _row("pages proven", size, run.proven, "pages/s", "printed in the same run", run.printed,
                 run.proven / run.printed, f"≥ {PROVEN_A_SECOND} pages/s", run.proven >= PROVEN_A_SECOND)
        )  # fmt: skip
        rows.append(
            _row("bytes a page", size, run.page_bytes, "bytes", PEER, peer_bytes, peer_bytes / run.page_bytes,
                 f"≤ {BYTES_A_PAGE}" if size >= FEW else "", size < FEW or run.page_bytes <= BYTES_A_PAGE)
        )  # fmt: skip
    few, many = (FEW, MANY) if max(sizes) >= FEW else (min(sizes), max(sizes))
    first, last = (peak_of("bench.ballots", str(size)) for size in (few, many))
    rows.append(
        _row("peak memory of printing and proof", many, last, "MiB", f"the same for {few}", first, last / first,
             f"≤ {MEMORY_GROWTH} × {few} ballots", last <= MEMORY_GROWTH * first)
    )  # fmt: skip
    return rows


def _against_amc(size: int, speed: float, amc_speed: float | None) -> dict[str, Any]:
    name = "ballots printed and proven"
    if amc_speed is None:
        return _row(name, size, speed, "ballots/s", "", 0.0, 0.0, "", True) | {
            "name": f"{name}; {amc.COMMAND} is not installed here"
        }
    times, bound = speed / amc_speed, f"≥ {FASTER_THAN_AMC} × peer" if size >= BOUND_FROM else ""
    peer = f"{amc.COMMAND}, {amc.COPIES} copies"
    return _row(name, size, speed, "ballots/s", peer, amc_speed, times, bound, not bound or times >= FASTER_THAN_AMC)


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


@dataclass(frozen=True)
class _Run:
    """What was measured of one run; speeds a second."""

    speed: float  # ballots, printed and proven
    printed: float  # pages
    proven: float  # pages
    page_bytes: float


def _measure(form: Form, size: int) -> _Run:
    """One run into a file and its proof, layout and fonts included."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "ballots.pdf"
        start = time.perf_counter()
        printed = print_ballots(form, _sheets(size), out, title="Phiếu khảo sát")
        seconds = time.perf_counter() - start
        due = ballot_pages((sheet.serial for sheet in _sheets(size)), printed.each, form.version)
        proof = prove(out, due, printed.pages)
        return _Run(
            size / (seconds + proof.seconds),
            printed.pages / seconds,
            proof.pages / proof.seconds,
            out.stat().st_size / printed.pages,
        )


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
    _measure(_form(), int(sys.argv[1]))
    print(own_peak())
