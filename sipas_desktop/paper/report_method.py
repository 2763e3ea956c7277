"""How a report's index is computed, in words and as a formula; how the data came about; how to read the figures."""

from __future__ import annotations

from fractions import Fraction

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.plan import IndexDefinition, Plan, Third
from sipas_desktop.domain.vietnamese import count, count_in_text, decimal, percent, rounded
from sipas_desktop.paper import report_packages as packages
from sipas_desktop.paper import report_third as third
from sipas_desktop.paper.report_model import Paragraph, Process, Run, Style
from sipas_desktop.paper.report_sampling import how
from sipas_desktop.paper.report_tables import offered_scales, plain_decimal, plain_percent
from sipas_desktop.paper.report_text import body, item, lower_first, one_line, satisfied_levels

_NAMES = {
    IndexDefinition.OVERALL: "câu đánh giá chung",
    IndexDefinition.POOLED: "gộp mọi lượt trả lời",
    IndexDefinition.MEAN_OF_CRITERIA: "trung bình các tiêu chí",
    IndexDefinition.WEIGHTED_FACTORS: "yếu tố có trọng số",
    IndexDefinition.MEAN_SCORE: "điểm trung bình",
    IndexDefinition.FULLY_SATISFIED: "phiếu hài lòng hoàn toàn",
}


def definition_named(chosen: IndexDefinition) -> str:
    """A definition in words, and as commands call it."""
    return f"{_NAMES[chosen]} ({chosen.value})"


def definition(plan: Plan, form: Form, figures: IndexFigures) -> str:
    """What the index is, in words: numerator and denominator."""
    scales = offered_scales(form)
    satisfied = satisfied_levels(scales[0][0]) if len(scales) == 1 else "được tính là hài lòng"
    match figures.definition:
        case IndexDefinition.OVERALL:
            label = form.overall.label if form.overall else ""
            return (
                f"Chỉ số hài lòng chung là tỷ lệ phiếu chọn mức {satisfied} ở câu đánh giá chung (“{label}”), tính "
                "trên số phiếu có chọn một mức ở câu này."
            )
        case IndexDefinition.POOLED:
            return (
                f"Chỉ số hài lòng chung là tỷ lệ lượt trả lời ở mức {satisfied} trong tổng số lượt trả lời của tất cả "
                "các câu theo tiêu chí (không kể câu đánh giá chung)."
            )
        case IndexDefinition.MEAN_OF_CRITERIA:
            return (
                "Chỉ số hài lòng chung là trung bình cộng tỷ lệ hài lòng của các câu theo tiêu chí (không kể câu đánh "
                "giá chung)."
            )
        case IndexDefinition.WEIGHTED_FACTORS:
            weights = "; ".join(
                f"{factor.title}: {decimal(plan.weights.get(factor.code, 0), 2)}" for factor in form.factors
            )
            return (
                f"Chỉ số hài lòng chung là trung bình có trọng số của tỷ lệ hài lòng các yếu tố. Trọng số: {weights}."
            )
        case IndexDefinition.MEAN_SCORE:
            return (
                "Chỉ số hài lòng chung là điểm trung bình của các câu theo tiêu chí (không kể câu đánh giá chung), "
                "mỗi câu tính theo tỷ lệ phần trăm của mức cao nhất."
            )
        case IndexDefinition.FULLY_SATISFIED:
            return (
                f"Chỉ số hài lòng chung là tỷ lệ phiếu mà mọi câu đánh giá được trả lời đều ở mức {satisfied}, tính "
                "trên số phiếu có trả lời ít nhất một câu."
            )


def formula(figures: IndexFigures, decimals: int) -> list[Paragraph]:
    """The index's formula, then the same with the numbers put in."""
    names = {
        IndexDefinition.OVERALL: "số phiếu hài lòng : số phiếu có trả lời × 100",
        IndexDefinition.POOLED: "số lượt trả lời hài lòng : tổng số lượt trả lời × 100",
        IndexDefinition.MEAN_OF_CRITERIA: "tổng tỷ lệ hài lòng của các câu : số câu",
        IndexDefinition.WEIGHTED_FACTORS: "tổng (trọng số × tỷ lệ hài lòng của yếu tố) : tổng trọng số",
        IndexDefinition.MEAN_SCORE: "tổng (điểm trung bình : mức cao nhất × 100) : số câu",
        IndexDefinition.FULLY_SATISFIED: "số phiếu hoàn toàn hài lòng : số phiếu có trả lời × 100",
    }
    lines = [f"Chỉ số hài lòng chung = {names[figures.definition]}"]
    if figures.index is not None:
        numbers = f"{count(figures.satisfied)} : {count(figures.answered)} × 100 = " if figures.answered else ""
        lines.append(f"= {numbers}{percent(figures.index, decimals)}")
    return [Paragraph((Run(line),), Style.FORMULA) for line in lines]


def against_target(index: Fraction, target: float, decimals: int) -> str:
    """The index beside the plan's target, in percentage points of the printed figures.

    The difference is taken between the rounded figures, so that a reader who subtracts gets the same number.
    """
    exact = Fraction(str(target))
    difference = rounded(index, decimals) - exact
    goal = f"mục tiêu {plain_percent(target)} của kế hoạch"
    if index == exact:
        return f"bằng {goal}"
    way = "cao hơn" if index > exact else "thấp hơn"
    if not difference:
        return f"{way} {goal} (chênh lệch nhỏ hơn đơn vị làm tròn)"
    # A target may have more decimals than the report: the difference then needs as many.
    fits = (exact * 10**decimals).denominator == 1
    points = decimal(abs(difference), decimals) if fits else plain_decimal(abs(difference))
    return f"{way} {goal} {points} điểm phần trăm"


def index_result(plan: Plan, figures: IndexFigures, decimals: int) -> list[Paragraph]:
    """The index, its target and its interval."""
    if figures.index is None:
        return [body("Chưa có câu trả lời nào để tính chỉ số hài lòng chung.")]
    runs = [Run("Chỉ số hài lòng chung: "), Run(percent(figures.index, decimals), bold=True)]
    if plan.target is not None:
        runs.append(Run(f", {against_target(figures.index, plan.target, decimals)}"))
    runs.append(Run("."))
    lines = [Paragraph(tuple(runs))]
    interval = figures.interval
    if interval is None:
        lines.append(body("Không nêu khoảng tin cậy vì chỉ số theo cách tính này không phải là tỷ lệ của số phiếu."))
        return lines
    low, high = percent(interval.low, decimals), percent(interval.high, decimals)
    if interval.population is not None and interval.population <= figures.answered:
        text = "Toàn bộ đối tượng khảo sát đã trả lời nên chỉ số không có sai số chọn mẫu."
    else:
        text = (
            f"Khoảng tin cậy 95%: từ {low} đến {high}. Nếu khảo sát được lặp lại nhiều lần theo cùng cách thức thì "
            "khoảng 95 trong 100 lần, khoảng tính như vậy chứa tỷ lệ của toàn bộ đối tượng."
        )
        if plan.target is not None and interval.low <= plan.target <= interval.high:
            text += " Mức mục tiêu nằm trong khoảng này."
    lines.append(body(text))
    return lines


# ----------------------------------------------------------------------------------------------- quality and method


def on_paper(plan: Plan) -> bool:
    """Whether the plan has ballots that are keyed."""
    return any(channel.paper for channel in plan.channels)


def keying(plan: Plan, process: Process) -> list[Paragraph]:
    """How the double keying was done; that there was none where the plan has no paper."""
    if not on_paper(plan):
        return [body("Cuộc khảo sát chỉ thực hiện trực tuyến: không có phiếu giấy, không có việc nhập phiếu.")]
    if process.keyers_settle:
        settled = "Chỗ khác nhau giữa hai lần nhập do hai người nhập cùng chốt trên phiếu gốc, cả hai cùng đăng nhập."
    else:
        settled = (
            "Chỗ khác nhau giữa hai lần nhập do người thứ ba (người chốt đối chiếu), không phải một trong hai người "
            "nhập, quyết định trên phiếu gốc."
        )
    twice = "Mỗi phiếu giấy được nhập hai lần độc lập bởi hai người khác nhau."
    if process.sampled is not None:
        twice = how(process.sampled)
    lines = [
        body(
            f"{twice} Người nhập lần 2 không nhìn thấy giá trị nhập lần 1 và không được báo khi có chỗ khác nhau. "
            f"{settled} Mọi lần nhập và quyết định đều được lưu lại, không ghi đè."
        )
    ]
    if process.brought:
        lines.insert(0, body(packages.how(process)))
    if process.withdrawn:
        lines.insert(0, body(packages.taken_out(process)))
    if process.rekeyed or plan.keying.third is Third.SETTLES:
        lines.append(body(third.how(plan, process)))
    if process.single_keyed:
        lines.append(
            body(
                f"Có {count_in_text(process.single_keyed)} phiếu chỉ nhập một lần theo kế hoạch nhập kiểm tra theo "
                "mẫu; các phiếu này được đếm riêng trong bảng dưới đây."
            )
        )
    return lines


def notes(plan: Plan, form: Form, figures: IndexFigures, decimals: int) -> list[Paragraph]:
    """How the figures are to be read, and what the plan leaves open."""
    said = [
        f"Tỷ lệ hài lòng của một câu là số phiếu chọn mức {satisfied_levels(scale)} chia cho số phiếu có chọn một mức "
        "ở câu đó."
        for scale, _ in offered_scales(form)
    ]
    kinds = "bỏ trống, đánh dấu thừa, không đọc được"
    if any(question.no_opinion for question in form.rated):
        kinds = f"không có ý kiến, {kinds}"
    if any(question.code in form.skippable for question in form.rated):
        kinds += ", bỏ qua theo chỉ dẫn của phiếu"
    said.append(
        f"Các loại không phải câu trả lời ({kinds}) được đếm riêng và không nằm trong mẫu số của bất kỳ tỷ lệ nào."
    )
    if figures.factors:
        said.append(
            "Tỷ lệ hài lòng của một yếu tố là trung bình cộng tỷ lệ hài lòng của các câu thuộc yếu tố đó, mỗi câu có "
            "trọng số như nhau. Câu đánh giá chung không thuộc yếu tố nào."
        )
    said.append("Điểm trung bình của một câu là trung bình cộng thứ tự các mức đã chọn, mức thấp nhất là 1.")
    if figures.interval is not None:
        text = "Khoảng tin cậy được tính theo phương pháp Wilson (1927)"
        if figures.interval.population is not None:
            text += f", có hiệu chỉnh cho tổng thể hữu hạn ({count(figures.interval.population)} người, tổ chức)"
        else:
            text += "; không hiệu chỉnh cho tổng thể hữu hạn vì không có tổng số đối tượng"
        said.append(
            f"{text}. Khoảng tin cậy chỉ nói về sai số do chọn ngẫu nhiên; nếu người trả lời không được chọn ngẫu "
            "nhiên thì chỉ có giá trị tham khảo."
        )
    said.append(
        f"Tỷ lệ được làm tròn đến {count_in_text(decimals)} chữ số thập phân, nửa đơn vị làm tròn lên; chỉ làm tròn "
        "khi in nên tổng các tỷ lệ có thể khác 100%."
        if decimals
        else (
            "Tỷ lệ được làm tròn đến số nguyên, nửa đơn vị làm tròn lên; chỉ làm tròn khi in nên tổng các tỷ lệ có "
            "thể khác 100%."
        )
    )
    said.append(_excluded(plan, figures))
    said.extend(one_line(note) for note in plan.notes)
    return [item(f"{position}. {note}") for position, note in enumerate(said, start=1)]


def _excluded(plan: Plan, figures: IndexFigures) -> str:
    counts = {code: n for code, n in sorted(figures.ballots.invalid.items()) if n}
    if not counts:
        return "Không có phiếu nào bị loại khỏi tính toán vì không hợp lệ."
    ordered = [reason.code for reason in plan.reasons if reason.code in counts]
    ordered += [code for code in counts if code not in ordered]
    titles = {reason.code: lower_first(reason.title) for reason in plan.reasons}
    named = "; ".join(f"{titles.get(code, code)} ({count_in_text(counts[code])} phiếu)" for code in ordered)
    return f"Phiếu bị loại khỏi tính toán vì không hợp lệ: {named}."
