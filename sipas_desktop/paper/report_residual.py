"""What a report says of the errors that double keying leaves: the estimate, its interval, what it rests on."""

from __future__ import annotations

from sipas_desktop.domain.residual import NotEstimated, Residual
from sipas_desktop.domain.vietnamese import count, decimal
from sipas_desktop.paper.report_model import Paragraph, Process
from sipas_desktop.paper.report_text import body, item

LEAST_TOLD = 0.1  # fields; less is not told as 0,0
_WHY = {
    NotEstimated.NOTHING_COMPARED: "chưa có trường nào được nhập hai lần và chốt",
    NotEstimated.FEW_ERRORS: "số chỗ khác nhau đã chốt còn quá ít",
    NotEstimated.ONE_WAY: (
        "các chỗ khác nhau đã chốt không cho biết hai người có cùng nhập sai nhiều hơn ngẫu nhiên hay không"
    ),
}


def residual_error(process: Process) -> list[Paragraph]:
    """The paragraphs on the estimate, which is of ballots keyed twice; none where the report does not speak of it."""
    found = process.residual
    if found is None:
        return []
    begun = "Nếu hai người cùng nhập sai một giá trị giống nhau thì chỗ sai đó không hiện ra khi đối chiếu."
    if isinstance(found, NotEstimated):
        return [body(f"{begun} Không ước tính được số trường còn sai như vậy vì {_WHY[found]}.")]
    low, high = count(round(found.low)), count(round(found.high))
    estimate = body(
        f"{begun} Trong {count(found.fields)} trường đánh dấu đã nhập hai lần, ước tính còn "
        f"{_about(found.agreed)} trường sai như vậy (khoảng 95%: từ {low} đến {high} trường), tức "
        f"{decimal(found.per_thousand, 3)} trên 1.000 trường. Con số này được tính từ các chỗ khác nhau đã chốt, "
        "với các giả định sau:"
    )
    assumed = (
        "người chốt đối chiếu quyết định đúng theo phiếu gốc;",
        "người nhập lần 2 không biết giá trị nhập lần 1; hai người nhập sai độc lập với nhau, trừ những chỗ khó đọc "
        f"đối với cả hai{_together(found)};",
        "ở chỗ khó đọc, các giá trị bị nhầm với nhau theo tỷ lệ như ở chỗ khác; các trường không phụ thuộc nhau;",
        "các trường ghi bằng chữ, bằng số và mã danh mục không nằm trong ước tính này.",
    )
    lines = [estimate, *(item(f"- {line}") for line in assumed)]
    if process.single_keyed:
        lines.append(body("Ước tính này chỉ nói về các phiếu đã nhập hai lần, không tính các phiếu chỉ nhập một lần."))
    return lines


def _together(found: Residual) -> str:
    if found.correlation <= 1:
        return " (số liệu không cho thấy hai người cùng nhập sai nhiều hơn ngẫu nhiên)"
    seen = f"theo {count(found.both_wrong)} trường mà cả hai cùng nhập sai nhưng khác nhau"
    return f" (cả hai cùng nhập sai nhiều gấp {decimal(found.correlation, 1)} lần so với ngẫu nhiên, {seen})"


def _about(number: float) -> str:
    if 0 < number < LEAST_TOLD:
        return f"dưới {decimal(LEAST_TOLD, 1)}"
    return f"khoảng {count(round(number)) if number >= 10 else decimal(number, 1)}"
