"""Where every box of a form stands on its pages, so that scans can be read later: the JSON of docs/ballot-paper.md.

It follows from the form and the print style alone; a print run keeps its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.print_style import PrintStyle
from sipas_desktop.paper import codes
from sipas_desktop.paper.frame import Frame
from sipas_desktop.paper.layout import Layout, Page, lay_out
from sipas_desktop.paper.marks import Block, Box, Dots, Ring
from sipas_desktop.paper.pdf import POINTS_PER_MM

FORMAT: Final = 1


def box_map(form: Form, style: PrintStyle, layout: Layout | None = None) -> dict[str, Any]:
    """Corner marks, QR codes, boxes, rings and dotted lines of each page; mm from the upper left corner of the page.

    ``layout`` is that of ``form`` in ``style``, where it is known. Raises as ``lay_out``.
    """
    layout = layout or lay_out(form, style)
    frame = layout.pages[0].frame
    return {
        "format": FORMAT,
        "form": {"code": form.code, "version": form.version, "sha256": form.sha256},
        "style": style.said(),
        "paper": {"width": _mm(frame.width), "height": _mm(frame.height)},
        "corners": [_rectangle(mark, frame) for mark in frame.corners],
        "pages": [_page(n, page) for n, page in enumerate(layout.pages, start=1)],
    }


def box_map_text(found: dict[str, Any]) -> str:
    """``found`` as it is written to a file; ``box_map_sha256`` is over this."""
    return json.dumps(found, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def box_map_sha256(form: Form, style: PrintStyle, layout: Layout | None = None) -> str:
    """The SHA-256 over the map as it is written to a file. Raises as ``lay_out``."""
    return hashlib.sha256(box_map_text(box_map(form, style, layout)).encode()).hexdigest()


def _page(n: int, page: Page) -> dict[str, Any]:
    questions: dict[str, dict[str, Any]] = {}
    for mark in page.marks:
        if not isinstance(mark, Box | Ring | Dots) or not mark.code:
            continue
        own = questions.setdefault(mark.code, {"code": mark.code, "boxes": [], "lines": []})
        if isinstance(mark, Dots):
            y = _mm(page.frame.height - mark.y)
            own["lines"].append({"x": _mm(mark.x), "y": y, "width": _mm(mark.x2 - mark.x)})
        else:
            shape = "box" if isinstance(mark, Box) else "ring"
            own["boxes"].append({"value": mark.value, "shape": shape, **_rectangle(mark, page.frame)})
    x, y = page.frame.qr_at
    qr = _rectangle(Block(x, y, codes.QR_SIDE, codes.QR_SIDE), page.frame)
    return {"page": n, "qr": qr, "questions": list(questions.values())}


def _rectangle(mark: Box | Ring | Block, frame: Frame) -> dict[str, float]:
    width, height = (mark.side, mark.side) if isinstance(mark, Box) else (mark.width, mark.height)
    top = frame.height - mark.y - height
    return {"x": _mm(mark.x), "y": _mm(top), "width": _mm(width), "height": _mm(height)}


def _mm(points: float) -> float:
    """Millimetres to the hundredth: half a dot of a 1200-dpi printer."""
    return round(points / POINTS_PER_MM, 2)
