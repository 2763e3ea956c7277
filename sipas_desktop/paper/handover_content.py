"""The slip of a hand-over (biên bản giao nhận phiếu): how many ballots of which units, which serials, who signs."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from sipas_desktop.domain import serial
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


def _dots(length: int) -> str:
    """A line to write on: ``length`` of 36 is as wide as the page."""
    return "…" * length


@dataclass(frozen=True)
class Agreed:
    """A hand-over that both sides scanned: what its slip says beside the units.

    ``differences``: serial as it is shown, whether it is missing (else extra), why ("" = nobody said yet).
    """

    number: int
    day: datetime.date
    giver: str
    receiver: str
    closed: bool
    given: int
    taken: int
    differences: tuple[tuple[str, bool, str], ...] = ()
    deadline: datetime.date | None = None
    sure: bool = True  # the holidays of its year were checked
    late: int = 0  # days after its last day


@dataclass(frozen=True)
class HandedUnit:
    """One line of the slip. ``invalid`` of the ``serials`` are not counted; ``out`` more have not come back.

    In a hand-over that was scanned ``serials`` are those given; ``taken`` as many came, given or not.
    """

    unit: str  # its name, "" = ballots that name none
    serials: tuple[str, ...]
    invalid: int = 0
    out: int = 0
    taken: int = 0


@dataclass(frozen=True)
class Handed:
    """What is handed over. ``returned``: ballots that came back, from who collected them; else printed ones."""

    returned: bool
    units: tuple[HandedUnit, ...]
    part: str  # which part of the survey, in words; "" = all of it
    agreed: Agreed | None = None  # None: nobody scanned, the slip is filled in by hand

    @property
    def serials(self) -> list[str]:
        """All serials that are handed over."""
        return [each for unit in self.units for each in unit.serials]


def handover(plan: Plan, handed: Handed, provenance: Provenance) -> ReportContent:
    """The slip as a document."""
    what = "phiếu khảo sát đã thu" if handed.returned else "phiếu khảo sát đã in"
    total = len(handed.serials)
    table = _units(handed)
    body: list[Block] = [
        *_occasion(handed, what),
        Heading(1, "II. SỐ PHIẾU"),
        item(f"Tổng số phiếu giao nhận: {count_in_text(total)} phiếu, gồm các số ghi tại bảng sau (số đầu – số cuối)."),
        table,
    ]
    if total:
        shared = serial.show(handed.serials[0]).split(" ")[0]
        body.append(item(f"Mọi số phiếu bắt đầu bằng {shared}; bảng ghi các chữ số còn lại."))
    body += [
        *_counted(handed.agreed),
        item(f"Tình trạng bao bì, niêm phong: {_dots(19)}"),
        Heading(1, "III. THÔNG TIN KIỂM CHỨNG"),
        *how_to_check(provenance),
        item("Biên bản được lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản./."),
        _signatures(),
    ]
    done = handed.agreed.day if handed.agreed is not None else None
    return short_document(plan, MINUTES, f"Giao nhận {what}: ", body, table, provenance, done=done)


def _occasion(handed: Handed, what: str) -> list[Block]:
    """When, and the two sides: as they are known, else lines to write on."""
    agreed = handed.agreed
    scope = f" ({handed.part})" if handed.part else ""
    day = _dots(8) if agreed is None else date_numeric(agreed.day)
    first = f"Hôm nay, ngày {day}, tại {_dots(12)}, hai bên giao nhận {what}{scope} của cuộc khảo sát nói trên"
    blocks: list[Block] = [item(f"{first}." if agreed is None else f"{first} (lần giao nhận số {agreed.number}).")]
    if agreed is not None and agreed.deadline is not None:
        unsure = "" if agreed.sure else " (lịch nghỉ lễ của năm chưa được kiểm tra)"
        told = f"Hạn giao nhận theo kế hoạch: hết ngày {date_numeric(agreed.deadline)}{unsure}"
        late = Run(f"QUÁ HẠN {agreed.late} NGÀY.", bold=True) if agreed.late else Run("đúng hạn.")
        blocks.append(Paragraph((Run(f"{told} – "), late), Style.ITEM))
    giver, receiver = (_dots(26), _dots(26)) if agreed is None else (agreed.giver, agreed.receiver)
    return [
        *blocks,
        Heading(1, "I. HAI BÊN GIAO NHẬN"),
        item(f"1. Bên giao: {giver}"),
        item(f"Đại diện, chức vụ: {_dots(24)}"),
        item(f"2. Bên nhận: {receiver}"),
        item(f"Đại diện, chức vụ: {_dots(24)}"),
    ]


def _counted(agreed: Agreed | None) -> list[Block]:
    """What the receiving side found, and why it is not what was given."""
    if agreed is None:
        return [item(f"Số phiếu đếm được khi nhận: {_dots(8)}. Phiếu thiếu, thừa, rách:"), item(_dots(33))]
    missing = sum(is_missing for _, is_missing, _ in agreed.differences)
    extra = len(agreed.differences) - missing
    said = f"Bên nhận quét được {count_in_text(agreed.taken)} phiếu; thiếu {count(missing)}, thừa {count(extra)}"
    state = "" if agreed.closed else " (chưa chốt)"
    blocks: list[Block] = [item(f"{said}{state}.")]
    if agreed.differences:
        columns = (
            Column("STT", 11, Align.CENTRE),
            Column("Số phiếu", 40),
            Column("Thiếu, thừa", 24),
            Column("Lý do", 90),
        )
        rows = [
            Row(str(n), tuple((Figure(cell),) for cell in (str(n), shown, "thiếu" if lacks else "thừa", why or "…")))
            for n, (shown, lacks, why) in enumerate(_in_lines(agreed.differences), start=1)
        ]
        blocks.append(Table("differences", "Phiếu thiếu, thừa và lý do", columns, tuple(rows)))
    return blocks


def _in_lines(differences: Sequence[tuple[str, bool, str]]) -> Iterator[tuple[str, bool, str]]:
    """Serials that follow one another and differ alike for the same reason share a line: a bundle that stayed behind
    is thousands of ballots.
    """
    for (lacks, why), alike in itertools.groupby(differences, key=itemgetter(1, 2)):
        for first, last, many in serial.ranges([shown.replace(" ", "") for shown, _, _ in alike]):
            start, end = serial.show(first), serial.show(last)
            yield start if many == 1 else f"{start} – {end} ({count(many)} phiếu)", lacks, why


def _units(handed: Handed) -> Table:
    if handed.agreed is not None:
        return _scanned_units(handed)
    columns = [Column("STT", 11, Align.CENTRE), Column("Cơ quan, đơn vị", 50), Column("Số phiếu", 18, Align.RIGHT)]
    if handed.returned:
        columns += [Column("Không hợp lệ", 17, Align.RIGHT), Column("Chưa thu về", 17, Align.RIGHT)]
    columns.append(Column("Các số phiếu", 52))
    rows = [_row(handed, str(n), unit) for n, unit in enumerate(handed.units, start=1)]
    if len(rows) != 1:
        invalid, out = sum(unit.invalid for unit in handed.units), sum(unit.out for unit in handed.units)
        numbers = [len(handed.serials), *([invalid, out] if handed.returned else [])]
        cells = ["", "Cộng", *map(count, numbers), ""]
        rows.append(Row("all", tuple((Figure(cell),) for cell in cells), strong=True))
    return Table("units", "Số phiếu giao nhận", tuple(columns), tuple(rows))


def _scanned_units(handed: Handed) -> Table:
    """By unit: what one side gave, and what the other took."""
    columns = (
        Column("STT", 11, Align.CENTRE),
        Column("Cơ quan, đơn vị", 50),
        Column("Số giao", 18, Align.RIGHT),
        Column("Số nhận", 18, Align.RIGHT),
        Column("Các số phiếu giao", 68),
    )
    rows = []
    for n, unit in enumerate(handed.units, start=1):
        name = unit.unit or "(chưa ghi đơn vị)"
        cells = (str(n), name, count(len(unit.serials)), count(unit.taken), in_ranges(unit.serials))
        rows.append(Row(str(n), tuple((Figure(cell),) for cell in cells)))
    if len(rows) != 1:
        totals = (len(handed.serials), sum(unit.taken for unit in handed.units))
        all_of_them = ("", "Cộng", *map(count, totals), "")
        rows.append(Row("all", tuple((Figure(cell),) for cell in all_of_them), strong=True))
    return Table("units", "Số phiếu giao nhận", columns, tuple(rows))


def _row(handed: Handed, number: str, unit: HandedUnit) -> Row:
    numbers = [len(unit.serials), *([unit.invalid, unit.out] if handed.returned else [])]
    cells = [number, unit.unit or "(chưa ghi đơn vị)", *map(count, numbers), in_ranges(unit.serials)]
    return Row(number, tuple((Figure(cell),) for cell in cells))


def in_ranges(serials: Sequence[str]) -> str:
    """``serials`` as "000001 5 – 000020 1; 000024 9", without the survey's own digits, which all share."""
    parts = []
    for first, last, many in serial.ranges(serials):
        start, end = (serial.show(each).split(" ", 1)[1].replace(" ", ROOM) for each in (first, last))
        parts.append(start if many == 1 else f"{start}{ROOM}–{ROOM}{end}")
    return "; ".join(parts)


def _signatures() -> Table:
    room = tuple(Figure(text) for text in ("(Ký, ghi rõ họ tên)", *[ROOM] * 5))
    columns = (Column("ĐẠI DIỆN BÊN GIAO", 82, Align.CENTRE), Column("ĐẠI DIỆN BÊN NHẬN", 83, Align.CENTRE))
    return Table("signatures", "Chữ ký hai bên", columns, (Row("1", (room, room)),))
