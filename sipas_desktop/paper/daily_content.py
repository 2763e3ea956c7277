"""The lead's page of a day: what is back, what is missing, where it goes; by unit, interviewer, channel and day.

Words and numbers only: ``daily_pdf`` sets them on paper, and a workbook has the same tables.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sipas_desktop.domain.pace import FieldDay, Forecast
from sipas_desktop.domain.vietnamese import count, date_numeric, decimal, percent
from sipas_desktop.paper.report_model import Align, Column, Figure, Row, Table

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
NONE = "–"
SUM = "Cộng"
PAST = (
    "Trang của ngày đã qua: phiếu đã thu tính đến hết ngày đó, hợp lệ hay không theo hiện nay; số theo đơn vị, theo "
    "điều tra viên, số còn có thể thu và dự báo chỉ có của hôm nay."
)
Cell = str | int | None


@dataclass(frozen=True)
class UnitLine:
    """One unit; ``required`` None where the plan states no number for it."""

    name: str
    required: int | None
    issued: int
    returned: int
    valid: int
    online: int
    missing: int | None


@dataclass(frozen=True)
class InterviewerLine:
    """One interviewer; ``name`` is "" for ballots of nobody in particular."""

    name: str
    assigned: int
    issued: int
    returned: int
    valid: int
    refused: int
    not_met: int
    due: int


@dataclass(frozen=True)
class ChannelLine:
    """One channel."""

    title: str
    returned: int
    valid: int
    online: int


@dataclass(frozen=True)
class DailyPage:
    """What the page says of ``day``. ``part``: the wave, "" = the whole survey; ``to_come`` None: the day is past."""

    survey: str
    owner: str
    part: str
    day: datetime.date
    span: tuple[datetime.date, datetime.date]
    required: int | None
    returned: int
    returned_today: int
    valid: int
    online: int
    counted: int
    missing: int | None
    to_come: int | None
    forecast: Forecast | None
    units: tuple[UnitLine, ...]
    interviewers: tuple[InterviewerLine, ...]
    channels: tuple[ChannelLine, ...]
    days: tuple[FieldDay, ...]


def summary(page: DailyPage) -> tuple[str, ...]:
    """The page's first lines: what is back, and what that lets expect."""
    online = f", trả lời trực tuyến được tính {count(page.online)}" if page.online else ""
    today = count(page.returned_today)
    left = "" if page.to_come is None else f" Còn có thể thu {count(page.to_come)} phiếu."
    lines = [f"Đã thu {count(page.returned)} phiếu (trong ngày {today}), hợp lệ {count(page.valid)}{online}.{left}"]
    if page.required is not None and page.missing is not None:
        need = f"còn thiếu {count(page.missing)}" if page.missing else "đã đủ"
        lines.append(f"Kế hoạch yêu cầu {count(page.required)}; được tính {count(page.counted)}, {need}.")
    last = date_numeric(page.span[1])
    if page.to_come is None:
        lines.append(f"Hạn thu phiếu {last}. {PAST}")
    elif page.day > page.span[1]:
        lines.append(f"Hạn thu phiếu {last} đã qua.")
    elif page.forecast is None:
        lines.append(f"Hạn thu phiếu {last}. Chưa đủ ba ngày làm việc có phiếu thu về để dự báo.")
    else:
        lines += _ahead(page, page.forecast, last)
    return tuple(lines)


def _ahead(page: DailyPage, ahead: Forecast, last: str) -> list[str]:
    expected, low, high = count(round(ahead.expected)), count(ahead.low), count(ahead.high)
    lines = [
        f"Hạn thu phiếu {last}, còn {count(ahead.left)} ngày làm việc. Tốc độ {decimal(ahead.pace, 1)} phiếu "
        f"hợp lệ mỗi ngày làm việc ({count(ahead.days)} ngày gần nhất): nếu giữ nguyên, đến hạn có khoảng "
        f"{expected} phiếu hợp lệ (khoảng 95%: {low} – {high})."
    ]
    if page.missing:
        need = (page.required or 0) - (page.counted - page.valid)
        if ahead.reached is not None:
            when = "kịp hạn" if ahead.reached <= ahead.deadline else "QUÁ HẠN"
            lines.append(f"Với tốc độ này, đủ số phiếu yêu cầu vào ngày {date_numeric(ahead.reached)} ({when}).")
        elif need > page.valid + (page.to_come or 0):
            lines.append("Số phiếu còn có thể thu KHÔNG ĐỦ để đạt yêu cầu: cần phát thêm hoặc dùng danh sách dự phòng.")
        else:
            lines.append("Với tốc độ này KHÔNG đạt được số phiếu yêu cầu.")
    if not ahead.sure:
        lines.append("Ngày nghỉ lễ của năm này chưa được kiểm tra: số ngày làm việc có thể khác.")
    return lines


METHOD = (
    "Dự báo: trung bình số phiếu hợp lệ mỗi ngày làm việc gần đây nhân số ngày làm việc còn lại, với khoảng "
    "dự báo 95% theo phân phối Student; phiếu thu vào ngày nghỉ tính vào ngày làm việc trước đó. "
    "Dự báo coi các ngày tới giống các ngày đã qua."
)


def tables(page: DailyPage) -> tuple[Table, ...]:
    """The tables that have rows, in the page's order."""
    made = (_units(page.units), _interviewers(page.interviewers), _channels(page.channels), _days(page.days))
    return tuple(table for table in made if table.rows)


def _table(key: str, caption: str, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[Cell]]) -> Table:
    """The first column is words, the others are numbers; a row that begins with ``SUM`` is printed bold."""
    heads = tuple(
        Column(head, wide, Align.RIGHT if place else Align.LEFT) for place, (head, wide) in enumerate(columns)
    )
    made = [
        Row(str(number), tuple((_figure(cell),) for cell in row), strong=row[0] == SUM)
        for number, row in enumerate(rows, start=1)
    ]
    return Table(key, caption, heads, tuple(made))


def _figure(cell: Cell) -> Figure:
    if cell is None:
        return Figure(NONE)
    return Figure(count(cell), Fraction(cell)) if isinstance(cell, int) else Figure(cell)


def _units(lines: Sequence[UnitLine]) -> Table:
    columns = (
        ("Cơ quan, đơn vị", 56.0), ("Yêu cầu", 16.0), ("Phát ra", 16.0), ("Thu về", 16.0), ("Tỷ lệ thu", 19.0),
        ("Hợp lệ", 16.0), ("Trực tuyến", 18.0), ("Còn thiếu", 18.0),
    )  # fmt: skip
    told = [*lines, _whole(lines)] if len(lines) > 1 else lines
    rows: list[list[Cell]] = [
        [
            line.name or "(chưa rõ đơn vị)",
            line.required,
            line.issued,
            line.returned,
            _share(line.returned, line.issued),
            line.valid,
            line.online,
            line.missing,
        ]
        for line in told
    ]
    return _table("units", "Theo cơ quan, đơn vị", columns, rows)


def _whole(lines: Sequence[UnitLine]) -> UnitLine:
    sums = (sum(getattr(line, name) for line in lines) for name in ("issued", "returned", "valid", "online"))
    issued, returned, valid, online = sums
    required, missing = (_sum([getattr(line, name) for line in lines]) for name in ("required", "missing"))
    return UnitLine(SUM, required, issued, returned, valid, online, missing)


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _share(part: int, whole: int) -> str | None:
    """``part`` of ``whole`` in per cent; nothing where there is no whole."""
    return percent(Fraction(100 * part, whole), 1) if whole else None


def _interviewers(lines: Sequence[InterviewerLine]) -> Table:
    columns = (
        ("Điều tra viên", 52.0), ("Được giao", 18.0), ("Phát ra", 16.0), ("Thu về", 16.0), ("Tỷ lệ thu", 19.0),
        ("Hợp lệ", 16.0), ("Từ chối", 16.0), ("Không gặp", 18.0), ("Còn phải làm", 18.0),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [
            line.name or "(không theo người)",
            line.assigned,
            line.issued,
            line.returned,
            _share(line.returned, line.issued),
            line.valid,
            line.refused,
            line.not_met,
            line.due,
        ]
        for line in lines
    ]
    return _table("interviewers", "Theo điều tra viên", columns, rows)


def _channels(lines: Sequence[ChannelLine]) -> Table:
    columns = (("Kênh", 90.0), ("Thu về", 25.0), ("Hợp lệ", 25.0), ("Trực tuyến", 25.0))
    return _table(
        "channels", "Theo kênh", columns, [[each.title, each.returned, each.valid, each.online] for each in lines]
    )


def _days(days: Sequence[FieldDay]) -> Table:
    columns = (("Ngày", 90.0), ("Thu trong ngày", 37.0), ("Cộng dồn", 38.0))
    rows: list[list[Cell]] = []
    for each in days:
        off = "" if each.works else " (ngày nghỉ)"
        rows.append([f"{WEEKDAYS[each.day.weekday()]}, {date_numeric(each.day)}{off}", each.returned, each.total])
    return _table("days", "Theo ngày", columns, rows)
