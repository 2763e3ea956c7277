"""What a report says of ballots of which a third clerk keyed again what differed."""

from __future__ import annotations

from fractions import Fraction

from sipas_desktop.domain.plan import Plan, Third
from sipas_desktop.domain.vietnamese import count, count_in_text
from sipas_desktop.paper.report_model import Figure, Measure, Process

Fact = tuple[str, str, tuple[Figure, ...]]  # key, title, the cell


def how(plan: Plan, process: Process) -> str:
    """What a third clerk keyed, and what that was worth."""
    text = (
        f"Có {count_in_text(process.rekeyed)} phiếu được người thứ ba nhập lại riêng những câu khác nhau, không nhìn "
        "thấy hai giá trị trước."
    )
    if plan.keying.third is not Third.SETTLES:
        return f"{text} Giá trị nhập lại chỉ để tham khảo: người chốt đối chiếu vẫn quyết định trên phiếu gốc."
    return (
        f"{text} Theo kế hoạch, câu nào giá trị nhập lại trùng với một trong hai giá trị trước thì lấy giá trị đó: "
        f"{count_in_text(process.by_third)} chỗ được chốt như vậy; các chỗ còn lại do người chốt đối chiếu quyết định."
    )


def facts(process: Process) -> list[Fact]:
    """Rows of the table of quality, as far as there is anything to count."""
    found = (
        ("rekeyed", "Số phiếu được người thứ ba nhập lại", process.rekeyed),
        ("by_third", "Số chỗ chốt theo lần nhập lại", process.by_third),
    )
    return [
        (key, title, (Figure(count(number), Fraction(number), Measure.COUNT),))
        for key, title, number in found
        if number
    ]
