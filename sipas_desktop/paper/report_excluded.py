"""What is not in the figures, and why: on the way, when ballots were looked through, and online."""

from __future__ import annotations

from dataclasses import dataclass

from sipas_desktop.domain.index import BallotCounts
from sipas_desktop.domain.online import REASON_WORDS
from sipas_desktop.domain.plan import Plan
from sipas_desktop.errors import words as message
from sipas_desktop.paper.report_model import Align, Column, Row, Table
from sipas_desktop.paper.report_online import Online, excluded
from sipas_desktop.paper.report_tables import LINE, counted, reasons, words

_FIELD = "Thực địa"
_CHECK = "Thu, kiểm phiếu"
_ONLINE = "Trực tuyến"
_WHOLE = "Các dòng thực địa và trực tuyến là của cả cuộc khảo sát."


@dataclass(frozen=True)
class Field:
    """Ballots of the whole survey that never came back as answers; ``labels_left``: spare labels nobody used.

    ``voided`` are among the invalid ones: they were thrown out after they had counted.
    """

    spoiled: int = 0
    refused: int = 0
    not_met: int = 0
    undelivered: int = 0
    lost: int = 0
    out: int = 0  # handed out, and nothing is known of them
    voided: int = 0
    labels_left: int = 0


def table(plan: Plan, ballots: BallotCounts, field: Field | None, online: Online, caption: str) -> Table:
    """A row for each reason that occurred; only what is 0 everywhere is left out."""
    found: list[tuple[str, str, int, str]] = []
    if field is not None:
        found += [
            ("spoiled", "Phiếu hỏng khi in, trong kho", field.spoiled, _FIELD),
            ("refused", "Từ chối trả lời", field.refused, _FIELD),
            ("not_met", "Không gặp", field.not_met, _FIELD),
            ("undelivered", "Không phát được", field.undelivered, _FIELD),
            ("lost", "Thất lạc", field.lost, _FIELD),
            ("out", "Đã phát, chưa thu về", field.out, _FIELD),
            ("labels_left", "Nhãn số dự phòng chưa dùng", field.labels_left, _FIELD),
        ]
    found += [(f"invalid.{code}", title, ballots.invalid[code], _CHECK) for code, title in reasons(plan, ballots)]
    if field is not None:
        found.append(("voided", "- Trong đó: bị loại sau khi đã được tính", field.voided, _CHECK))
    found += [
        (f"online.{reason}", message(REASON_WORDS[reason], "vi"), number, _ONLINE)
        for reason, number in excluded(online.sources).items()
    ]
    found += [
        ("duplicates", "Dòng trùng", sum(each.duplicates for each in online.sources), _ONLINE),
        ("rejected", "Dòng không đọc được", sum(each.rejected for each in online.sources), _ONLINE),
    ]
    rows = tuple(
        Row(key, (words(str(place)), words(title), counted(number), words(where)))
        for place, (key, title, number, where) in enumerate([each for each in found if each[2]], start=1)
    )
    columns = (
        Column("TT", 12, Align.CENTRE),
        Column("Lý do", LINE - 12 - 26 - 38),
        Column("Số lượng", 26, Align.RIGHT),
        Column("Giai đoạn", 38),
    )
    note = _WHOLE if any(each[3] != _CHECK and each[2] for each in found) else ""
    return Table("excluded", caption, columns, rows, note)
