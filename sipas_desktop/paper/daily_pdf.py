"""The lead's page of a day on A4, upright, black and grey."""

from __future__ import annotations

import io

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.platypus import Flowable, Spacer
from reportlab.platypus import Paragraph as Flow

from sipas_desktop.domain.progress import DayProgress
from sipas_desktop.domain.vietnamese import date_numeric
from sipas_desktop.paper import report_fonts
from sipas_desktop.paper.daily_content import METHOD, DailyPage, summary, tables
from sipas_desktop.paper.document_pdf import About, PdfDocument, Sheet
from sipas_desktop.paper.letter_pdf import refuse_missing
from sipas_desktop.paper.progress_chart import Words, draw_progress
from sipas_desktop.paper.report_fonts import BOLD, ITALIC, one_at_a_time
from sipas_desktop.paper.report_pdf import NOTE, escape, flow_of, style

SHEET = Sheet()
OWNER = style("owner", fontName=BOLD, fontSize=12, alignment=TA_CENTER)
TITLE = style("title", fontName=BOLD, fontSize=15, alignment=TA_CENTER, spaceBefore=8, spaceAfter=3)
ABOUT = style("about", fontName=ITALIC, fontSize=12, alignment=TA_CENTER, spaceAfter=8)
LINE = style("line", fontSize=12.5, alignment=TA_JUSTIFY, spaceAfter=4)


def daily_pdf(page: DailyPage, program: str) -> tuple[bytes, int]:
    """The page as a PDF, and how many sheets it takes. Raises ``Refusal`` for a letter that the typeface lacks."""
    report_fonts.register()
    made = tables(page)
    texts = [figure.text for table in made for row in table.rows for cell in row.cells for figure in cell]
    refuse_missing([page.survey, page.owner, page.part, *texts])
    about = About(f"Tiến độ thu phiếu ngày {date_numeric(page.day)}", page.owner, page.survey, program, page.day)
    buffer = io.BytesIO()
    document = PdfDocument(buffer, about, SHEET)
    with one_at_a_time:
        document.build(_story(page))
    return buffer.getvalue(), document.page


def _story(page: DailyPage) -> list[Flowable]:
    part = f" – {page.part}" if page.part else ""
    story: list[Flowable] = [
        Flow(escape(page.owner.upper()), OWNER),
        Flow(f"TIẾN ĐỘ THU PHIẾU ĐẾN HẾT NGÀY {date_numeric(page.day)}", TITLE),
        Flow(escape(f"({page.survey}{part})"), ABOUT),
        *(Flow(escape(line), LINE) for line in summary(page)),
    ]
    if page.days:
        days = [DayProgress(each.day, each.total, 0) for each in page.days if each.returned]
        if days:
            words = Words("Đã thu", "", "Yêu cầu")
            story += [Spacer(0, 6), draw_progress(days, page.span, page.required, words)]
    story += flow_of(tables(page))
    if page.forecast is not None:
        story.append(Flow(escape(METHOD), NOTE))
    return story
