"""What a report says of ballots that other offices keyed and sent in packages."""

from __future__ import annotations

from fractions import Fraction

from sipas_desktop.domain.vietnamese import count, count_in_text
from sipas_desktop.paper.report_model import Figure, Measure, Process

Fact = tuple[str, str, tuple[Figure, ...]]  # key, title, the cell


def how(process: Process) -> str:
    """Where they were keyed, and what was looked at when they came."""
    return (
        f"Trong số phiếu đã chốt có {count_in_text(process.brought)} phiếu do các đơn vị nhập, đối chiếu và gửi về "
        f"bằng {count_in_text(process.packages)} gói dữ liệu có chữ ký số; chữ ký và từng tệp trong gói được kiểm tra "
        "khi gộp. Số liệu về nhập hai lần dưới đây chỉ tính các phiếu nhập tại cuộc khảo sát này."
    )


def taken_out(process: Process) -> str:
    """Which sources were merged and count no more."""
    named = "; ".join(f"“{title}” ({count_in_text(records)} phiếu)" for title, records in process.withdrawn)
    return (
        f"Đã rút khỏi số liệu {count_in_text(len(process.withdrawn))} nguồn từng được gộp: {named}. Không phiếu nào "
        "của các nguồn này được tính trong báo cáo; người rút, thời điểm và lý do được ghi trong lịch sử dữ liệu."
    )


def facts(process: Process) -> list[Fact]:
    """A row of the table of quality, where there are any."""
    cell = (Figure(count(process.brought), Fraction(process.brought), Measure.COUNT),)
    return [("brought", "Số phiếu do các đơn vị gửi về trong gói dữ liệu", cell)] if process.brought else []
