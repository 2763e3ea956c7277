"""The record of a ballot box that was opened (biên bản mở hòm phiếu): seal, who was there, what was counted."""

from __future__ import annotations

from dataclasses import dataclass

from sipas_desktop.domain.box import BoxData
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.vietnamese import count, count_in_text, date_numeric
from sipas_desktop.paper.report_model import (
    Align,
    Block,
    Column,
    Figure,
    Heading,
    Paragraph,
    Provenance,
    ReportContent,
    Row,
    Run,
    Style,
    Table,
)
from sipas_desktop.paper.short_document import MINUTES, how_to_check, item, short_document

ROOM = "\N{NO-BREAK SPACE}"
DOTS = "…" * 4


@dataclass(frozen=True)
class BoxTold:
    """One opening as its record prints it; ``unit`` by name, "" where the box is of none."""

    number: int
    data: BoxData
    unit: str
    received: int  # ballots received into its batch so far
    counted: int  # of these, valid


def box_record(plan: Plan, told: BoxTold, provenance: Provenance) -> ReportContent:
    """The record as a document."""
    table = _counts(told)
    body: list[Block] = [
        *_occasion(told, provenance),
        Heading(1, "II. TÌNH TRẠNG HÒM PHIẾU"),
        *_seal(told.data),
        Heading(1, "III. KẾT QUẢ KIỂM ĐẾM"),
        item(
            f"Trong hòm có {count_in_text(told.data.papers)} phiếu; xem bằng mắt: {count_in_text(told.data.valid)} "
            f"phiếu hợp lệ, {count_in_text(told.data.spoiled)} phiếu hỏng, không hợp lệ."
        ),
        table,
        item(_difference(told)),
        Heading(1, "IV. THÔNG TIN KIỂM CHỨNG"),
        *how_to_check(provenance),
        item("Biên bản được đọc lại cho những người có mặt cùng nghe, thống nhất và ký tên tại mục I./."),
    ]
    return short_document(plan, MINUTES, "Mở hòm phiếu: ", body, table, provenance, done=told.data.day)


def _occasion(told: BoxTold, provenance: Provenance) -> list[Block]:
    data = told.data
    unit = f" của {told.unit}" if told.unit else ""
    day = date_numeric(data.day or provenance.printed)
    return [
        Heading(1, "I. THỜI GIAN, THÀNH PHẦN"),
        item(f"Thời gian: {DOTS} giờ {DOTS} phút, ngày {day}."),
        item(f"Địa điểm: {DOTS * 7}"),
        item(f"Đã mở hòm phiếu “{data.box}”{unit} (biên bản số {told.number} của cuộc khảo sát) trước sự có mặt của:"),
        _present(data),
    ]


def _present(data: BoxData) -> Table:
    """A row for each of those who were there, with room to sign."""
    columns = (Column("STT", 12, Align.CENTRE), Column("Họ và tên, chức vụ", 93), Column("Ký tên", 60))
    room = (Figure(ROOM), Figure(ROOM))  # two lines, to sign on
    rows = [
        Row(str(number), ((Figure(str(number)),), (Figure(who),), room))
        for number, who in enumerate(data.people, start=1)
    ]
    return Table("present", "Người có mặt", columns, tuple(rows))


def _seal(data: BoxData) -> list[Block]:
    state = "còn nguyên vẹn" if data.whole else "KHÔNG CÒN NGUYÊN VẸN"
    blocks: list[Block] = [
        Paragraph(
            (Run(f"Số niêm phong: {data.seal}. Niêm phong khi mở: "), Run(state, bold=True), Run(".")), Style.ITEM
        )
    ]
    if data.note:
        blocks.append(item(f"Ghi nhận: {data.note.rstrip('.')}."))
    return blocks


def _counts(told: BoxTold) -> Table:
    """What was counted at the box beside what was received from it."""
    data = told.data
    columns = (
        Column("", 60),
        Column("Kiểm đếm tại hòm", 35, Align.RIGHT),
        Column(f"Đã nhận, lô {data.batch}", 35, Align.RIGHT),
        Column("Chênh lệch", 35, Align.RIGHT),
    )
    rows = [
        _row(key, name, at_box, received, strong=key == "all")
        for key, name, at_box, received in (
            ("valid", "Phiếu hợp lệ", data.valid, told.counted),
            ("spoiled", "Phiếu hỏng, không hợp lệ", data.spoiled, told.received - told.counted),
            ("all", "Cộng", data.papers, told.received),
        )
    ]
    return Table("counts", "Số phiếu trong hòm", columns, tuple(rows))


def _row(key: str, name: str, at_box: int, received: int, *, strong: bool) -> Row:
    gap = at_box - received
    cells = (name, count(at_box), count(received), f"−{count(-gap)}" if gap < 0 else count(gap))
    return Row(key, tuple((Figure(cell),) for cell in cells), strong)


def _difference(told: BoxTold) -> str:
    gap = told.data.papers - told.received
    if gap > 0:
        return f"Còn {count_in_text(gap)} phiếu chưa nhận vào phần mềm khi in biên bản này."
    if gap < 0:
        return f"Số phiếu đã nhận vào phần mềm nhiều hơn số phiếu kiểm đếm {count_in_text(-gap)} phiếu."
    return "Mọi phiếu trong hòm đã được nhận vào phần mềm."
