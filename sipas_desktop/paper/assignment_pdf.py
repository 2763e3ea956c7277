"""The interviewer's list: whom to bring a ballot, what came of it, who signed for it. One part for each unit."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer
from reportlab.platypus import Paragraph as Flow
from reportlab.platypus import Table as FlowTable

from sipas_desktop.domain.post import Addressee
from sipas_desktop.domain.vietnamese import count
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import report_fonts
from sipas_desktop.paper.document_pdf import About, FirstPage, PdfDocument, Sheet
from sipas_desktop.paper.letter_pdf import refuse_missing
from sipas_desktop.paper.report_fonts import BOLD, ITALIC, REGULAR, one_at_a_time
from sipas_desktop.paper.report_pdf import escape, style

SHEET = Sheet((A4[1], A4[0]), left=20 * mm, right=12 * mm, top=18 * mm, bottom=15 * mm)
SIZE = 10.5
TITLE = style("title", fontName=BOLD, fontSize=14, alignment=TA_CENTER)
ABOUT = style("about", fontName=ITALIC, fontSize=12, alignment=TA_CENTER, spaceAfter=6)
LINE = style("line", fontSize=12, spaceAfter=6)
HEAD = style("head", fontName=BOLD, fontSize=SIZE - 1, alignment=TA_CENTER)
CELL = style("cell", fontSize=SIZE, alignment=TA_LEFT)
MIDDLE = style("middle", fontSize=SIZE, alignment=TA_CENTER)
SIGN = style("sign", fontName=BOLD, fontSize=12, alignment=TA_CENTER)
HOW = style("how", fontName=ITALIC, fontSize=11, alignment=TA_CENTER)
KEPT = 2  # rows that go with the signatures onto a new page
LONGEST = 500  # letters of a name or address: more would not fit into a row of one page
ROOM_TO_SIGN = 22 * mm
OUTCOMES = ("Đã thu", "Từ chối", "Không gặp", "Không phát được")
PERSONAL = "Có dữ liệu cá nhân: chỉ người phát, thu phiếu được giữ; nộp lại cùng phiếu, không sao chụp."

TO_ASK = "Trước khi ghi số điện thoại, hỏi:"


@dataclass(frozen=True)
class AssignmentPart:
    """One unit's part of the list; ``named``: its members have names, else it is of ballots handed out by number."""

    unit: str
    rows: tuple[Addressee, ...]
    named: bool
    interviewer: str = ""  # "" is written by hand
    consents: tuple[str, ...] = ()  # what is asked before a telephone number is noted


def assignment_pdf(
    parts: Sequence[AssignmentPart],
    about: About,
    *,
    phones: bool = False,
    heard: Callable[[int], None] | None = None,
) -> tuple[bytes, int]:
    """The lists as a PDF, each part counted from page 1, and its pages. Raises ``Refusal`` where there is nobody."""
    if not parts:
        raise Refusal("papers.nobody")
    report_fonts.register()
    story: list[Flowable] = []
    for part in parts:
        _refuse_too_long(part)
        refuse_missing(
            [
                part.unit,
                part.interviewer,
                *part.consents,
                *(text for row in part.rows for text in (row.name, row.address, row.phone)),
            ]
        )
        story += [PageBreak()] if story else []
        story += [FirstPage(), *_part(part, about.title, phones)]
    buffer = io.BytesIO()
    note = PERSONAL if any(part.named for part in parts) else ""
    document = PdfDocument(buffer, about, SHEET, note, heard)
    with one_at_a_time:
        document.build(story)
    return buffer.getvalue(), document.page


def _refuse_too_long(part: AssignmentPart) -> None:
    """A row is never broken over two pages: Raises ``Refusal`` where it would not fit on one."""
    for row in part.rows:
        if max(len(row.name), len(row.address)) > LONGEST:
            raise Refusal("papers.no_room", number=row.number)


def _part(part: AssignmentPart, survey: str, phones: bool) -> list[Flowable]:
    dots = "…" * 14
    unit = escape(part.unit or dots)
    who = f"<b>{escape(part.interviewer)}</b>" if part.interviewer else dots
    begin: list[Flowable] = [
        Flow("DANH SÁCH PHÁT, THU PHIẾU KHẢO SÁT", TITLE),
        Flow(escape(f"({survey})"), ABOUT),
        Flow(f"Cơ quan, đơn vị: <b>{unit}</b>. Điều tra viên: {who}. Từ ngày {dots[:6]} đến ngày {dots[:6]}", LINE),
        *(Flow(escape(f"{TO_ASK} {words}"), LINE) for words in part.consents),
    ]
    total = f"Cộng: {count(len(part.rows))} phiếu. Đã thu: {dots[:8]}. Từ chối: {dots[:8]}. Không gặp: {dots[:8]}. "
    end: list[Flowable] = [Spacer(0, 6), Flow(f"{total}Không phát được: {dots[:8]}.", LINE), _signatures()]
    return [*begin, *_tables(part, phones, _height(begin), _height(end)), CondPageBreak(_height(end)), *end]


def _height(flowables: Sequence[Flowable]) -> float:
    return sum(each.wrap(SHEET.width, SHEET.height)[1] + each.getSpaceAfter() for each in flowables)


def _tables(part: AssignmentPart, phones: bool, before: float, after: float) -> list[Flowable]:
    """The table; in two, the last rows on a new page, where else the signatures would stand alone on theirs."""
    whole = _table(part, phones)
    whole.wrap(SHEET.width, SHEET.height)
    heads = len(whole._rowHeights) - len(part.rows)
    head = sum(whole._rowHeights[:heads])
    room = SHEET.height - before - head
    for height in whole._rowHeights[heads:]:
        room = (SHEET.height - head if height > room else room) - height
    if room >= after or len(part.rows) <= KEPT:
        return [whole]
    first, last = part.rows[:-KEPT], part.rows[-KEPT:]
    return [_table(replace(part, rows=first), phones), PageBreak(), _table(replace(part, rows=last), phones)]


def _table(part: AssignmentPart, phones: bool) -> FlowTable:
    columns: list[tuple[str, float, str]] = [("STT", 11, "number"), ("Số phiếu", 33, "serial")]
    if part.named:
        columns += [("Họ và tên / Tên tổ chức", 52, "name"), ("Địa chỉ", 58, "address")]
        columns += [("Điện thoại", 25, "phone")] if phones else []
    columns += [("Ngày phát", 19, ""), *((outcome, 17, "") for outcome in OUTCOMES)]
    columns += [("Người nhận ký", 30, "")] if part.named else []
    columns.append(("Ghi chú", 22, ""))
    scale = SHEET.width / sum(wide for _, wide, _ in columns)
    first = [Flow(f"<b>{escape(part.unit)}</b>", CELL), *[""] * (len(columns) - 1)]
    rows: list[list[Flowable | str]] = [first] if part.unit else []
    rows.append([Flow(escape(head), HEAD) for head, _, _ in columns])
    heads = len(rows)
    for row in part.rows:
        cells = {"number": str(row.number), "serial": row.serial, "name": row.name, "address": row.address}
        cells |= {"phone": row.phone, "": ""}
        rows.append(
            [Flow(escape(cells[key]), MIDDLE if key in ("number", "serial") else CELL) for _, _, key in columns]
        )
    flow = FlowTable(rows, [wide * scale for _, wide, _ in columns], repeatRows=heads, splitInRow=0)
    flow.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("GRID", (0, 0), (-1, -1), 0.5, black),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, heads), (-1, -1), 6),
            ("BOTTOMPADDING", (0, heads), (-1, -1), 6.5),
            ("TOPPADDING", (0, 0), (-1, heads - 1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, heads - 1), 3.5),
            *([("SPAN", (0, 0), (-1, 0))] if part.unit else []),
        ]
    )
    return flow


def _signatures() -> FlowTable:
    rows = [
        [Flow("Người giao phiếu", SIGN), Flow("Điều tra viên", SIGN), Flow("Người nhận lại phiếu", SIGN)],
        [Flow("(Ký, ghi rõ họ tên, ngày)", HOW) for _ in range(3)],
        ["", "", ""],
    ]
    flow = FlowTable(rows, [SHEET.width / 3] * 3, [None, None, ROOM_TO_SIGN])
    flow.setStyle([("FONTNAME", (0, 0), (-1, -1), REGULAR)])
    return flow
