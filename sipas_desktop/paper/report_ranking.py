"""The units ranked, in the report: with the ranks that chance leaves open, so that nobody is ranked on noise."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from sipas_desktop.domain.ranking import Rank
from sipas_desktop.domain.vietnamese import count_in_text, percent
from sipas_desktop.paper.report_model import Align, Block, Chart, Column, Figure, RankBar, RankBars, Row, Table
from sipas_desktop.paper.report_numbers import Numbers
from sipas_desktop.paper.report_tables import LINE, counted, rate, words
from sipas_desktop.paper.report_text import body

TITLE: Final = "Xếp hạng đơn vị"
A_CHART: Final = 24  # units; more go on in a second chart, on the next page
INTERVALS: Final = "Đoạn ngang: khoảng tin cậy 95%."
BANDS: Final = "Các đơn vị trên cùng một dải nền không phân biệt được với đơn vị đứng đầu dải."


@dataclass(frozen=True)
class Ranked:
    """The ranks, the names of their units and the ballots behind each; how many units have no rank.

    ``limit``: the least number of ballots that is published.
    """

    ranks: tuple[Rank, ...]
    names: dict[str, str]
    answered: dict[str, int]
    unranked: int
    limit: int


def open_ranks(rank: Rank) -> str:
    """The ranks that chance leaves open: "2", or "1–3"."""
    return str(rank.low) if rank.low == rank.high else f"{rank.low}–{rank.high}"


def rank_bars(
    ranked: Ranked,
    decimals: int,
    heads: tuple[str, str] = ("Chỉ số", "Hạng có thể"),
    notes: tuple[str, str] = (INTERVALS, BANDS),
) -> RankBars:
    """The picture of the ranks. ``notes``: what lines are, and what bands are, where there is more than one."""
    bars = (
        RankBar(
            ranked.names.get(each.code, each.code), each.index, percent(each.index, decimals), each.interval,
            open_ranks(each), each.group,
        )
        for each in ranked.ranks
    )  # fmt: skip
    banded = len({each.group for each in ranked.ranks}) > 1
    return RankBars(tuple(bars), *heads, " ".join(notes) if banded else notes[0])


def part(numbers: Numbers, ranked: Ranked | None, decimals: int) -> list[Block]:
    """The part of the report; nothing where there is nothing to rank."""
    if ranked is None:
        return []
    said = (
        f"Bảng dưới đây xếp {count_in_text(len(ranked.ranks))} đơn vị theo chỉ số; đơn vị có chỉ số bằng nhau cùng một "
        "thứ hạng. Cột “Hạng có thể” nêu các thứ hạng mà sai số ngẫu nhiên còn để ngỏ, tính cho mọi đơn vị cùng lúc: "
        "hai đơn vị có khoảng hạng chung thì chưa thể nói đơn vị nào hơn."
    )
    if ranked.unranked:
        said += (
            f" Không xếp hạng {count_in_text(ranked.unranked)} đơn vị có dưới {count_in_text(ranked.limit)} phiếu đã "
            "chốt, hoặc phải ẩn để không tính ngược được đơn vị như vậy, hoặc chưa có câu trả lời."
        )
    blocks: list[Block] = [numbers.part(TITLE), body(said), _table(ranked, decimals, numbers.table("Xếp hạng đơn vị"))]
    bars = rank_bars(ranked, decimals)
    for start in range(0, len(bars.bars), A_CHART):
        some = RankBars(bars.bars[start : start + A_CHART], bars.share_head, bars.ranks_head, bars.note)
        blocks.append(Chart("ranking", numbers.chart("Chỉ số hài lòng và thứ hạng có thể của các đơn vị"), some))
    return blocks


def _table(ranked: Ranked, decimals: int, caption: str) -> Table:
    columns = (
        Column("Hạng", 13, Align.CENTRE),
        Column("Đơn vị", LINE - 13 - 22 - 18 - 36 - 17),
        Column("Số phiếu trả lời", 22, Align.RIGHT),
        Column("Chỉ số", 18, Align.RIGHT),
        Column("Khoảng tin cậy 95%", 36, Align.RIGHT),
        Column("Hạng có thể", 17, Align.CENTRE),
    )
    rows = tuple(
        Row(
            each.code,
            (
                counted(each.rank),
                words(ranked.names.get(each.code, each.code)),
                counted(ranked.answered[each.code]),
                rate(each.index, decimals),
                (Figure(_interval(each, decimals)),),
                words(open_ranks(each)),
            ),
        )
        for each in ranked.ranks
    )
    return Table("ranking", caption, columns, rows)


def _interval(rank: Rank, decimals: int) -> str:
    low, high = (percent(Fraction(end), decimals) for end in (rank.interval.low, rank.interval.high))
    return f"{low} – {high}"
