"""How far each unit came beside the number of ballots that the plan requires, and how many of its ballots came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.domain.vietnamese import count_in_text
from sipas_desktop.paper import report_formulas as formulas
from sipas_desktop.paper.report_model import Align, Column, Paragraph, Ref, Row, Table
from sipas_desktop.paper.report_tables import LINE, NO_UNIT, NOTHING, Cells, counted, rate, words
from sipas_desktop.paper.report_text import body


@dataclass(frozen=True)
class UnitReached:
    """One unit. ``required`` is None where the plan states no number, ``counted`` what stands against it."""

    code: str
    name: str
    required: int | None
    issued: int
    returned: int
    counted: int

    @property
    def missing(self) -> int:
        """Ballots that are short of what the plan requires."""
        return max(0, (self.required or 0) - self.counted)

    @property
    def response(self) -> Fraction | None:
        """Ballots back of those handed out, in per cent; None where none was, or more came back than were noted."""
        return Fraction(100 * self.returned, self.issued) if self.issued >= self.returned > 0 else None


def short(units: Sequence[UnitReached]) -> list[UnitReached]:
    """The units that are short of ballots, in their order."""
    return [unit for unit in units if unit.missing]


def caption(units: Sequence[UnitReached]) -> str:
    """What the table of units is called: it speaks of least numbers where there are any."""
    if any(unit.required is not None for unit in units):
        return "Số phiếu của từng đơn vị so với số phiếu tối thiểu"
    return "Số phiếu phát ra, thu về và được tính của từng đơn vị"


def said(units: Sequence[UnitReached], plan: Plan) -> list[Paragraph]:
    """How many units reached what the plan requires; that it requires nothing of them, or that it is not known yet."""
    asked = [unit for unit in units if unit.required is not None]
    if not asked and any(Per.UNIT in quota.per for quota in plan.quotas):
        return [body("Chưa đủ số liệu để tính số phiếu tối thiểu của từng đơn vị theo kế hoạch.")]
    if not asked:
        return [body("Kế hoạch không quy định số phiếu tối thiểu của từng đơn vị.")]
    reached = len(asked) - len(short(asked))
    return [
        body(
            f"{count_in_text(reached)} trong {count_in_text(len(asked))} đơn vị có quy định đạt số phiếu tối thiểu "
            "của kế hoạch. Số phiếu được tính gồm phiếu giấy hợp lệ, phiếu trực tuyến được tính và số tổng mà kế "
            "hoạch cho tính."
        )
    ]


def table(units: Sequence[UnitReached], decimals: int, caption: str) -> Table:
    """Least number, issued, returned and counted ballots of each unit, what is missing, the response rate.

    Where the plan states no number for any unit, nothing is said of numbers and of what is missing.
    """
    asked = any(unit.required is not None for unit in units)
    heads = ["Số phiếu phát ra", "Số phiếu thu về", "Được tính"]
    if asked:
        heads = [*heads, "Số phiếu tối thiểu", "Còn thiếu"]
    columns = (
        Column("TT", 10, Align.CENTRE),
        Column("Đơn vị", LINE - 10 - len(heads) * 18 - 20),
        *(Column(head, 18, Align.RIGHT) for head in heads),
        Column("Tỷ lệ thu về", 20, Align.RIGHT),
    )
    rows = tuple(
        Row(
            unit.code,
            (
                words(str(place)),
                words(unit.name or NO_UNIT),
                counted(unit.issued),
                counted(unit.returned),
                counted(unit.counted),
                *(_asked(unit) if asked else ()),
                formulas.share(rate(unit.response, decimals), [_ref(unit, RETURNED)], _ref(unit, ISSUED)),
            ),
        )
        for place, unit in enumerate(units, start=1)
    )
    return Table("reached", caption, columns, rows, "Số liệu của cả cuộc khảo sát.")


ISSUED, RETURNED, COUNTED, REQUIRED = 2, 3, 4, 5  # columns


def _ref(unit: UnitReached, column: int) -> Ref:
    return Ref("reached", unit.code, column)


def _asked(unit: UnitReached) -> tuple[Cells, Cells]:
    """The plan's number, and what is missing to it."""
    if unit.required is None:
        return (NOTHING,), (NOTHING,)
    missing = formulas.follows(counted(unit.missing), "MAX(0,{0}-{1})", _ref(unit, REQUIRED), _ref(unit, COUNTED))
    return counted(unit.required), missing
