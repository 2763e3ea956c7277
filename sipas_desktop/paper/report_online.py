"""The report on online answers: where they come from, what was left out and why, channels, officers, totals."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sipas_desktop.domain.online import REASON_WORDS
from sipas_desktop.domain.records import SMALL_CELL, small_cells
from sipas_desktop.domain.vietnamese import count_in_text, date_numeric
from sipas_desktop.errors import words as message
from sipas_desktop.paper.report_model import Align, Column, Paragraph, Process, Row, Table
from sipas_desktop.paper.report_tables import HIDDEN, LINE, counted, rate, words
from sipas_desktop.paper.report_text import body


@dataclass(frozen=True)
class Source:
    """One import: rows = added + comments + excluded (reason → rows) + duplicates + rejected; days as ISO texts."""

    name: str
    origin: str
    rows: int
    added: int
    excluded: Mapping[str, int]
    duplicates: int
    rejected: int
    first_day: str
    last_day: str
    comments: int = 0


@dataclass(frozen=True)
class Total:
    """A source that gave totals only; ``about``: unit and wave in words, "" where it is of all."""

    name: str
    origin: str
    about: str
    answers: int


@dataclass(frozen=True)
class Part:
    """One channel or officer: settled answers and index in per cent."""

    code: str
    name: str
    settled: int
    index: Fraction | None


@dataclass(frozen=True)
class Online:
    """What a report says of online answers. ``sources`` are of the whole survey, whatever the report is about."""

    sources: tuple[Source, ...] = ()
    totals: tuple[Total, ...] = ()
    channels: tuple[Part, ...] = ()
    officers: tuple[Part, ...] = ()


def said(online: Online, process: Process) -> list[Paragraph]:
    """How many online answers are in the figures, and how many were left out, by reason."""
    if not online.sources:
        return []
    if process.online and not process.double_keyed + process.single_keyed + process.brought:
        begun = f"Toàn bộ {count_in_text(process.online)} phiếu đã chốt là phiếu trực tuyến."
    else:
        begun = f"Trong số phiếu đã chốt có {count_in_text(process.online)} phiếu trực tuyến."
    text = (
        f"{begun} Phiếu trực tuyến do người "
        "trả lời tự ghi vào phần mềm, không nhập lại từ giấy, nên không nhập hai lần và được đếm riêng."
    )
    left = excluded(online.sources)
    if left:
        parts = [f"{count_in_text(n)} {message(REASON_WORDS[reason], 'vi').lower()}" for reason, n in left.items()]
        text += (
            f" Đã loại {count_in_text(sum(left.values()))} câu trả lời trực tuyến, không đưa vào tính toán: "
            f"{'; '.join(parts)}."
        )
    if process.only_comments:
        text += (
            f" Ngoài ra có {count_in_text(process.only_comments)} ý kiến góp ý gửi trực tuyến không kèm câu trả lời "
            "đánh giá: được giữ làm ý kiến bằng lời, không tính là phiếu và không nằm trong mẫu số nào."
        )
    return [body(text)]


def excluded(sources: Sequence[Source]) -> dict[str, int]:
    """Reason → rows that were left out, over all sources, in the order in which the rules are tried."""
    summed = {reason: sum(source.excluded.get(reason, 0) for source in sources) for reason in REASON_WORDS}
    return {reason: number for reason, number in summed.items() if number}


def sources_table(online: Online, caption: str) -> Table:
    """One row an import: where every row of its file went."""
    commented = any(source.comments for source in online.sources)  # most plans have no such rows
    width = 16 if commented else 18
    columns = (
        Column("TT", 10, Align.CENTRE),
        Column("Nguồn, nơi cung cấp", LINE - 10 - (5 + commented) * width),
        Column("Số dòng của tệp", width, Align.RIGHT),
        Column("Được tính", width, Align.RIGHT),
        *([Column("Chỉ ghi ý kiến", width, Align.RIGHT)] if commented else []),
        Column("Bị loại", width, Align.RIGHT),
        Column("Trùng", width, Align.RIGHT),
        Column("Không đọc được", width, Align.RIGHT),
    )
    rows = []
    for place, source in enumerate(online.sources, start=1):
        name = f"{source.name} ({source.origin}; trả lời từ {_day(source.first_day)} đến {_day(source.last_day)})"
        left_out = (sum(source.excluded.values()), source.duplicates, source.rejected)
        numbers = (source.rows, source.added, *([source.comments] if commented else []), *left_out)
        rows.append(Row(f"source.{place}", (words(str(place)), words(name), *map(counted, numbers))))
    note = "Số liệu của mọi lần nạp tệp trong cuộc khảo sát. Mỗi dòng của tệp chỉ được đếm ở một cột."
    return Table("online", caption, columns, tuple(rows), note)


def _day(iso: str) -> str:
    return date_numeric(datetime.date.fromisoformat(iso))


def totals_table(online: Online, caption: str) -> Table:
    """Totals of sources that gave nothing else."""
    columns = (
        Column("TT", 12, Align.CENTRE),
        Column("Nguồn", 45),
        Column("Nơi cung cấp", LINE - 12 - 45 - 40 - 26),
        Column("Phạm vi", 40),
        Column("Số phiếu", 26, Align.RIGHT),
    )
    rows = tuple(
        Row(
            f"total.{place}",
            (words(str(place)), words(total.name), words(total.origin), words(total.about), counted(total.answers)),
        )
        for place, total in enumerate(online.totals, start=1)
    )
    note = (
        "Các nguồn này chỉ cung cấp số tổng, không có từng phiếu để kiểm tra, nên không nằm trong chỉ số và chỉ tính "
        "vào số phiếu tối thiểu khi kế hoạch quy định như vậy."
    )
    return Table("online_totals", caption, columns, rows, note)


def parts_table(
    key: str, head: str, parts: Sequence[Part], decimals: int, caption: str, limit: int = SMALL_CELL
) -> Table:
    """One row a channel or an officer; small cells as a star, as in the table of units."""
    hidden = small_cells({part.code: part.settled for part in parts}, limit)
    columns = (
        Column("TT", 12, Align.CENTRE),
        Column(head, LINE - 12 - 38 - 38),
        Column("Số phiếu đã chốt", 38, Align.RIGHT),
        Column("Chỉ số hài lòng", 38, Align.RIGHT),
    )
    rows = tuple(
        Row(
            part.code,
            (
                words(str(place)),
                words(part.name),
                counted(part.settled),
                (HIDDEN,) if part.code in hidden else rate(part.index, decimals),
            ),
        )
        for place, part in enumerate(parts, start=1)
    )
    note = f"(*) Không công bố tỷ lệ trên dưới {count_in_text(limit)} phiếu đã chốt." if hidden else ""
    return Table(key, caption, columns, rows, note)
