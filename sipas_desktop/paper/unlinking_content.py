"""The certificate that links were destroyed (biên bản hủy liên kết): what is gone, what stays, what is to go too."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.vietnamese import count, count_in_text, date_numeric
from sipas_desktop.paper.report_head import signature_of
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

DOTS = "…" * 14
_OVER = "Phúc tra đã xong: không còn phiếu nào chờ kết quả, không còn câu trả lời nào chưa đọc."
ROOM = "\N{NO-BREAK SPACE}"
_GONE = (
    "1. Bảng liên kết giữa số phiếu và người trong danh sách mẫu, cùng các số ngẫu nhiên (salt) của từng liên kết. Mã "
    "băm chung của mỗi đợt in còn trong lịch sử nhưng không còn gì để dò ngược ra người.",
    "2. Việc phân công điều tra viên cho từng người, đồng ý nhận điện thoại, tin nhắn phúc tra của từng người.",
    "3. Lời trả lời phúc tra chưa rõ và mã hồ sơ của các câu trả lời trực tuyến.",
)
_STAYS = (
    "1. Danh sách mẫu (họ tên, địa chỉ, điện thoại, mã hồ sơ), không kèm số phiếu; muốn xóa từng người thì dùng lệnh "
    "xóa theo yêu cầu.",
    "2. Phiếu và câu trả lời, không kèm người trả lời; kết quả phúc tra theo số phiếu; chỉ số và số liệu báo cáo không "
    "thay đổi.",
    "3. Của mỗi phiếu: đợt in, tầng chọn mẫu, điều tra viên, có hỏi lại được hay không, để tính lại số liệu.",
    "4. Lịch sử: ngày, giờ và thứ tự phát, thu từng phiếu; danh sách giao cho từng điều tra viên (theo mã ngẫu nhiên). "
    "Nơi phiếu được phát đúng theo thứ tự danh sách, người có khóa của tệp và danh sách gốc có thể suy đoán.",
    "5. Lời người dân tự viết trên phiếu, kể cả khi họ tự ghi tên.",
)
_ALSO = (
    "Bản sao khác của tệp khảo sát; tệp danh sách đã nhập hoặc đã xuất có số phiếu; danh sách giao điều tra viên, thư, "
    "phong bì, danh sách phúc tra đã in hoặc đã gửi; cuống phiếu, nhãn ghi cả tên và số phiếu."
)


@dataclass(frozen=True)
class Copy:
    """A backup that was made before: it still holds the links."""

    name: str
    at: datetime.datetime  # Vietnam


@dataclass(frozen=True)
class PrintedFile:
    """A file of printed ballots, each with the name that it is for."""

    first: str  # serials as they are shown
    last: str
    ballots: int
    sha256: str


@dataclass(frozen=True)
class UnlinkingTold:
    """What the certificate tells; ``at`` is the time in Vietnam. ``few``: ballots whose group is under ``under``."""

    survey: str  # its number
    at: datetime.datetime
    operator: str
    reason: str
    links: int
    undecided: int
    few: int
    under: int
    head_before: str
    rechecked: bool  # somebody was drawn for phúc tra
    copies: Sequence[Copy]
    printed: Sequence[PrintedFile]


def certificate(plan: Plan, told: UnlinkingTold, provenance: Provenance) -> ReportContent:
    """The certificate as a document."""
    table = _result(told)
    body: list[Block] = [
        *_occasion(told),
        Heading(1, "II. KẾT QUẢ"),
        table,
        item("Đã hủy, không khôi phục được trong tệp khảo sát:"),
        *map(item, _GONE),
        Heading(1, "III. NHỮNG GÌ CÒN LẠI"),
        *map(item, _STAYS),
        *_few(told),
        Heading(1, "IV. BẢN SAO PHẢI HỦY"),
        *_copies(told),
        Heading(1, "V. THÔNG TIN KIỂM CHỨNG"),
        item("Mã lịch sử ngay trước khi hủy:"),
        Paragraph((Run(told.head_before),), Style.COMMAND),
        *how_to_check(provenance),
        item("Biên bản được đọc lại cho những người có mặt cùng nghe, thống nhất và ký tên tại mục I./."),
    ]
    signed = signature_of(plan.document)
    return short_document(
        plan,
        MINUTES,
        "Hủy liên kết giữa phiếu và danh sách mẫu của ",
        body,
        table,
        provenance,
        done=told.at.date(),
        signature=replace(signed, recipients=signed.recipients[-1:]),  # it is kept, not sent
    )


def _occasion(told: UnlinkingTold) -> list[Block]:
    when = f"{told.at:%H} giờ {told.at:%M} phút, ngày {date_numeric(told.at.date())}"
    return [
        Heading(1, "I. THỜI GIAN, THÀNH PHẦN, LÝ DO"),
        item(f"Thời gian hủy: {when}."),
        item(f"Địa điểm: {DOTS * 2}"),
        item(f"Cuộc khảo sát mã số {told.survey}. Lý do: {told.reason.rstrip('.')}."),
        *([item(_OVER)] if told.rechecked else []),
        _present(told),
    ]


def _present(told: UnlinkingTold) -> Table:
    """Who did it, who saw it, with room to sign."""
    columns = (Column("Vai trò", 62), Column("Họ và tên, chức vụ", 63), Column("Ký tên", 40))
    roles = ("Người hủy trên phần mềm", "Người chứng kiến", "Người lập biên bản")
    room = (Figure(ROOM), Figure(ROOM))  # two lines, to sign on
    rows = [
        Row(f"{place}", ((Figure(role),), (Figure(told.operator if place == 0 else ""),), room))
        for place, role in enumerate(roles)
    ]
    return Table("present", "Thành phần", columns, tuple(rows))


def _result(told: UnlinkingTold) -> Table:
    columns = (Column("Nội dung", 125), Column("Số lượng", 40, Align.RIGHT))
    rows = (
        ("links", "Liên kết giữa phiếu và người trong danh sách mẫu đã hủy", told.links),
        ("undecided", "Trong đó phiếu còn trong kho, đang phát hoặc chưa gặp người khi hủy", told.undecided),
        ("left", "Liên kết còn lại trong tệp khảo sát", 0),
    )
    lines = (Row(key, ((Figure(name),), (Figure(count(number)),))) for key, name, number in rows)
    return Table("links", "Liên kết", columns, tuple(lines))


def _few(told: UnlinkingTold) -> list[Block]:
    if not told.few:
        return []
    text = (
        f"Lưu ý: {count_in_text(told.few)} phiếu thuộc nhóm (cùng đợt in, tầng và điều tra viên) có dưới "
        f"{count_in_text(told.under)} phiếu; người biết danh sách mẫu có thể nhận ra người trả lời qua nhóm đó."
    )
    return [item(text)]


def _copies(told: UnlinkingTold) -> list[Block]:
    blocks: list[Block] = []
    if told.copies:
        three = (Column("STT", 12, Align.CENTRE), Column("Bản sao lưu lập trước khi hủy", 113), Column("Đã hủy", 40))
        rows = [
            Row(f"{place}", ((Figure(f"{place}"),), (Figure(each.name),), (Figure(ROOM),)))
            for place, each in enumerate(told.copies, start=1)
        ]
        blocks += [item("1. Bản sao lưu mà phần mềm thấy được, còn nguyên liên kết:")]
        blocks += [Table("copies", "Bản sao lưu", three, tuple(rows))]
    else:
        blocks.append(item("1. Phần mềm không thấy bản sao lưu nào lập trước khi hủy ở nơi thường lưu."))
    columns = (
        Column("Số phiếu", 58),
        Column("Số lượng", 20, Align.RIGHT),
        Column("16 số đầu mã băm SHA-256 của tệp", 57),
        Column("Đã hủy", 30),
    )
    rows = [
        Row(
            each.first,
            (
                (Figure(f"{each.first} – {each.last}"),),
                (Figure(count(each.ballots)),),
                (Figure(each.sha256[:16]),),
                (Figure(ROOM),),
            ),
        )
        for each in told.printed
    ]
    blocks += [item("2. Tệp phiếu đã in, có cả tên người và số phiếu:")]
    blocks += [Table("printed", "Tệp phiếu đã in", columns, tuple(rows))]
    return [*blocks, item(f"3. {_ALSO}")]
