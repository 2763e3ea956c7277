"""The measure itself: it sees lines that run into each other and lines outside the margins."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from tests.paper.geometry import pages_of


def page(*lines: tuple[float, float]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(400, 200))
    for x, y in lines:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(x, y, "Some words")
    canvas.save()
    return buffer.getvalue()


def test_what_overlaps_is_seen() -> None:
    (apart,) = pages_of(page((100, 100), (100, 80), (220, 100)))
    assert apart.overlaps == [] and len(apart.boxes) >= 2
    (together,) = pages_of(page((100, 100), (110, 94)))
    assert together.overlaps != []


def test_what_leaves_the_margins_is_seen() -> None:
    (inside,) = pages_of(page((100, 100)))
    assert inside.within(10, 10, 10, 10)
    for x, y in ((10, 100), (380, 100), (100, 5), (100, 195)):
        assert not pages_of(page((x, y)))[0].within(10, 10, 10, 10), (x, y)
