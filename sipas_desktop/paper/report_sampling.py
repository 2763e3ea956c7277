"""What a report says of ballots of which only a sample was keyed twice."""

from __future__ import annotations

from fractions import Fraction

from sipas_desktop.domain.keying_sample import Stated
from sipas_desktop.domain.vietnamese import count, count_in_text, decimal
from sipas_desktop.paper.report_model import Figure, Measure, Process

Fact = tuple[str, str, tuple[Figure, ...]]  # key, title, the cell


def how(stated: Stated) -> str:
    """How it was chosen what is keyed twice."""
    limit = decimal(stated.limit, 4).rstrip("0").rstrip(",")
    said = (
        "Việc nhập lần 2 được thực hiện theo mẫu: trong số phiếu giấy của mỗi người nhập, bình quân cứ "
        f"{count_in_text(stated.one_in)} phiếu thì một phiếu được chọn ngẫu nhiên, theo hạt giống ghi trước khi có "
        "phiếu, để người khác nhập lại độc lập. Chừng nào chưa có "
        f"{count_in_text(stated.learn)} phiếu của một người được nhập hai lần và chốt, hoặc khi cận trên 95% (một "
        "phía, Clopper – Pearson) của tỷ lệ lỗi của người đó vượt "
        f"{limit} lỗi trên 1.000 trường dữ liệu, mọi phiếu của người đó đều được nhập hai lần. Người nhập không biết "
        "phiếu nào được chọn."
    )
    if not stated.seed_sha256:
        said += " Hạt giống đã mất nên mọi phiếu còn lại đều phải nhập hai lần."
    return said


def facts(process: Process) -> list[Fact]:
    """Rows of the table of quality; none where every ballot is keyed twice."""
    stated = process.sampled
    if stated is None:
        return []
    limit = Fraction(str(stated.limit))
    return [
        ("one_in", "Nhập lần 2 theo mẫu: một phiếu trong số phiếu của mỗi người", _counted(stated.one_in)),
        ("learn", "Số phiếu đầu của mỗi người đều nhập hai lần", _counted(stated.learn)),
        (
            "limit",
            "Giới hạn của cận trên tỷ lệ lỗi, trên 1.000 trường dữ liệu",
            (Figure(decimal(limit, 2), limit, Measure.DECIMAL),),
        ),
        ("fallen_back", "Số người phải nhập hai lần mọi phiếu vì vượt giới hạn", _counted(stated.fallen_back)),
    ]


def _counted(number: int) -> tuple[Figure, ...]:
    return (Figure(count(number), Fraction(number), Measure.COUNT),)
