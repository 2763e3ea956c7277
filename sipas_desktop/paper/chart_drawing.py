"""Any chart of a report as a drawing, and as a picture for documents whose program cannot draw it itself."""

from __future__ import annotations

import io
from typing import Final

import pypdfium2
from reportlab.graphics.shapes import Drawing

from sipas_desktop.paper.change_chart import draw_changes
from sipas_desktop.paper.charts import as_pdf, draw_factors, draw_levels
from sipas_desktop.paper.pdfium import ALONE
from sipas_desktop.paper.rank_chart import draw_ranks
from sipas_desktop.paper.report_model import ChangeBars, ChartData, FactorBars, LevelBars, RankBars
from sipas_desktop.paper.report_tables import LINE

DPI: Final = 300


def draw(data: ChartData, line: float = LINE) -> Drawing:
    """The drawing of ``data``, ``line`` millimetres wide."""
    match data:
        case LevelBars():
            return draw_levels([data], line)
        case FactorBars():
            return draw_factors(data, line)
        case RankBars():
            return draw_ranks(data, line)
        case ChangeBars():
            return draw_changes(data, line)


def as_png(drawing: Drawing, dpi: int = DPI) -> bytes:
    """``drawing`` as a grey picture."""
    with ALONE:
        document = pypdfium2.PdfDocument(as_pdf(drawing))
        try:
            image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
            buffer = io.BytesIO()
            image.save(buffer, "PNG", dpi=(dpi, dpi), optimize=True)
        finally:
            document.close()
    return buffer.getvalue()
