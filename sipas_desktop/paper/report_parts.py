"""The parts of a survey side by side: its groups, or its waves, each with its own index and least number."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sipas_desktop.domain.records import SMALL_CELL, small_cells
from sipas_desktop.domain.vietnamese import count_in_text
from sipas_desktop.paper.report_model import Align, Column, Paragraph, Row, Table
from sipas_desktop.paper.report_tables import HIDDEN, LINE, NOTHING, counted, rate, words
from sipas_desktop.paper.report_text import body

HEADS = {"groups": "Nhóm đối tượng", "waves": "Đợt"}
TITLES = {"groups": "Kết quả theo nhóm đối tượng", "waves": "Kết quả theo đợt"}
CAPTIONS = {"groups": "Chỉ số hài lòng theo nhóm đối tượng", "waves": "Chỉ số hài lòng theo đợt"}


@dataclass(frozen=True)
class PartFigures:
    """One group or wave. ``required``: the number that the plan fixes, None where it fixes none; ``totals``: answers of
    online sources that gave totals only, where the plan counts them towards it."""

    code: str
    title: str
    required: int | None
    valid: int
    settled: int
    index: Fraction | None
    totals: int = 0

    @property
    def missing(self) -> int:
        """Ballots that are short of what the plan fixes."""
        return max(0, (self.required or 0) - self.valid - self.totals)


@dataclass(frozen=True)
class Parts:
    """What is set side by side: ``kind`` is "groups" or "waves". ``shown``: the group that the rest is about."""

    kind: str
    rows: tuple[PartFigures, ...]
    shown: str = ""


def said(parts: Parts) -> list[Paragraph]:
    """What the other chapters are about where each group has a form of its own; which parts are short of ballots."""
    found = []
    if parts.shown:
        found.append(
            body(
                "Mỗi nhóm trả lời một mẫu phiếu riêng nên chỉ số được tính riêng; các phần khác của báo cáo này nói "
                f"về nhóm “{parts.shown}”."
            )
        )
    asked = [row for row in parts.rows if row.required is not None]
    short = [row for row in asked if row.missing]
    if short:
        lacking = "; ".join(f"{row.title} thiếu {count_in_text(row.missing)} phiếu" for row in short)
        found.append(body(f"So với số phiếu tối thiểu của kế hoạch: {lacking}."))
    elif asked:
        found.append(body("Số phiếu hợp lệ ở mọi dòng có quy định đều đạt số phiếu tối thiểu của kế hoạch."))
    if polled := [row for row in asked if row.totals]:
        told = "; ".join(f"{row.title} có {count_in_text(row.totals)} phiếu" for row in polled)
        found.append(
            body(
                "Theo quy định của kế hoạch, số phiếu so với mức tối thiểu tính cả số tổng của nguồn trực tuyến (trong "
                f"đó {told} theo số tổng); số tổng không nằm trong cột số phiếu hợp lệ và không nằm trong chỉ số."
            )
        )
    return found


def table(parts: Parts, decimals: int, caption: str, limit: int = SMALL_CELL) -> Table:
    """Least number, valid and settled ballots and index of each part; small cells as a star."""
    hidden = small_cells({row.code: row.settled for row in parts.rows}, limit)
    columns = (
        Column(HEADS[parts.kind], LINE - 27 - 27 - 27 - 30),
        Column("Số phiếu tối thiểu", 27, Align.RIGHT),
        Column("Số phiếu hợp lệ", 27, Align.RIGHT),
        Column("Số phiếu đã chốt", 27, Align.RIGHT),
        Column("Chỉ số hài lòng", 30, Align.RIGHT),
    )
    rows = tuple(
        Row(
            row.code,
            (
                words(row.title),
                (NOTHING,) if row.required is None else counted(row.required),
                counted(row.valid),
                counted(row.settled),
                (HIDDEN,) if row.code in hidden else rate(row.index, decimals),
            ),
        )
        for row in parts.rows
    )
    note = ""
    if hidden:
        note = (
            f"(*) Không công bố tỷ lệ của dòng có dưới {count_in_text(limit)} phiếu đã chốt; khi cần, không công bố "
            "thêm dòng có ít phiếu kế tiếp, để không thể tính ngược từ số chung."
        )
    return Table(parts.kind, caption, columns, rows, note)
