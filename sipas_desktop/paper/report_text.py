"""The sentences of a report. Each follows from figures or from the plan by a rule: nothing is praised or blamed.

Counts in running text have two digits ("05 phiếu"), as Nghị định 30/2020 writes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sipas_desktop.domain.form import Form, Scale
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.plan import Group, Identity, Plan
from sipas_desktop.domain.vietnamese import count_in_text, date_numeric, percent
from sipas_desktop.paper.report_model import Paragraph, Process, Run, Scope, Style
from sipas_desktop.paper.report_tables import offered_scales, open_questions, plain_percent

IDENTITY = {
    Identity.LINKED: "Phiếu có số, gắn với danh sách mẫu; báo cáo chỉ dùng số liệu tổng hợp, không nêu người trả lời.",
    Identity.NUMBERED: "Phiếu có số nhưng không gắn với người trả lời.",
    Identity.ANONYMOUS: "Phiếu không ghi tên, bỏ vào hòm phiếu; không thể biết phiếu nào là của ai.",
}


def body(text: str) -> Paragraph:
    """A plain paragraph."""
    return Paragraph((Run(text),))


def item(text: str) -> Paragraph:
    """A paragraph of a list."""
    return Paragraph((Run(text),), Style.ITEM)


def command(text: str) -> Paragraph:
    """A line to type as it stands."""
    return Paragraph((Run(text),), Style.COMMAND)


def one_line(text: str) -> str:
    """``text`` with its line breaks as spaces."""
    return " ".join(text.split())


def joined(names: Sequence[str]) -> str:
    """ "a", "a và b", "a, b và c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}"


def quoted(labels: Sequence[str], word: str) -> str:
    """“a” hoặc “b”."""
    return f" {word} ".join(f"“{label}”" for label in labels)


def satisfied_levels(scale: Scale) -> str:
    """The satisfied levels in quotes: “Hài lòng” hoặc “Rất hài lòng”."""
    return quoted([level.label for level in scale.levels if level.satisfied], "hoặc")


# ----------------------------------------------------------------------------------------------------------- opening


def opening(plan: Plan, subject: str) -> Paragraph:
    """ "Thực hiện …, UBND … báo cáo … như sau:"."""
    sentence = f"{plan.owner} báo cáo {lower_first(subject)} như sau:"
    if plan.document.legal_basis:
        sentence = f"Thực hiện {'; '.join(one_line(basis) for basis in plan.document.legal_basis)}, {sentence}"
    return body(sentence)


def lower_first(text: str) -> str:
    """``text`` inside a sentence."""
    # An abbreviation at the beginning (UBND) keeps its capitals.
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def subject(plan: Plan, scope: Scope) -> str:
    """The abstract under "BÁO CÁO": the plan's, narrowed to what the report is about; a section's own title."""
    if scope.title:
        return one_line(scope.title)
    parts = [one_line(plan.document.title or f"Kết quả {lower_first(plan.title)}")]
    if scope.group and len(plan.groups) > 1:
        parts.append(f"nhóm “{_group_title(plan, scope.group)}”")
    if scope.unit:
        parts.append(scope.unit)
    if scope.wave:
        parts.append(_wave(plan, scope.wave)[0])
    if scope.channel and (channel := plan.channel(scope.channel)):
        parts.append(f"kênh “{channel.title}”")
    if scope.until:
        parts.append(f"tính đến hết ngày {date_numeric(scope.until)}")
    return " – ".join(parts[:1]) + "".join(f", {part}" for part in parts[1:])


def _group_title(plan: Plan, code: str) -> str:
    group = plan.group(code)
    return group.title if group else code


def _wave(plan: Plan, code: str) -> tuple[str, str]:
    """A wave's title and its days."""
    for wave in plan.waves:
        if wave.code == code:
            return wave.title, f"từ ngày {date_numeric(wave.start)} đến hết ngày {date_numeric(wave.end)}"
    return code, f"từ ngày {date_numeric(plan.fieldwork[0])} đến hết ngày {date_numeric(plan.fieldwork[1])}"


def _groups(plan: Plan, form: Form, scope: Scope) -> list[Group]:
    """The groups that the report is about."""
    groups = [group for group in plan.groups if group.form == form.code]
    return [group for group in groups if group.code == scope.group] if scope.group else groups


def coverage(plan: Plan, form: Form, scope: Scope, units: int) -> list[Paragraph]:
    """Who was asked, where."""
    groups = _groups(plan, form, scope)
    lines = [item(f"- Đối tượng: {'; '.join(group.title for group in groups)}.")] if groups else []
    if scope.unit:
        lines.append(item(f"- Phạm vi: {scope.unit}."))
    elif units > 1:
        lines.append(
            item(
                f"- Phạm vi: {count_in_text(units)} cơ quan, đơn vị có phiếu đưa vào tính toán (xem bảng theo đơn vị)."
            )
        )
    elif part := _part(plan, scope):
        lines.append(item(f"- Phạm vi: {part}."))
    else:
        lines.append(item("- Phạm vi: toàn bộ cuộc khảo sát."))
    return lines


def _part(plan: Plan, scope: Scope) -> str:
    """The wave, channel and last day that a report is about, "" where it is about all."""
    parts = [_wave(plan, scope.wave)[0]] if scope.wave else []
    if scope.channel and (channel := plan.channel(scope.channel)):
        parts.append(f"kênh “{channel.title}”")
    if scope.until:
        parts.append(f"phiếu nhận đến hết ngày {date_numeric(scope.until)}")
    return ", ".join(parts)


def asked(form: Form) -> list[Paragraph]:
    """What was asked: the criteria by factor, the overall question, the open ones."""
    overall = form.overall
    rated = [question for question in form.rated if overall is None or question.code != overall.code]
    parts = [f"{count_in_text(len(rated))} tiêu chí được đánh giá theo mức"] if rated else []
    own = {question.factor for question in rated}
    factors = [factor for factor in form.factors if factor.code in own]
    if factors:
        named = "; ".join(f"{factor.title}" for factor in factors)
        parts[0] += f", thuộc {count_in_text(len(factors))} yếu tố ({named})"
    if overall is not None:
        parts.append(f"{count_in_text(1)} câu đánh giá chung")
    if free := open_questions(form):
        parts.append(f"{count_in_text(len(free))} câu hỏi mở")
    return [body(f"Phiếu khảo sát gồm {joined(parts)}.")] if parts else []


def period(plan: Plan, scope: Scope) -> Paragraph:
    """When it was asked."""
    if scope.wave:
        title, days = _wave(plan, scope.wave)
        text = f"{title}, {days}."
    else:
        start, end = plan.fieldwork
        text = f"Từ ngày {date_numeric(start)} đến hết ngày {date_numeric(end)}."
    if scope.until:
        text += f" Số liệu trong báo cáo này tính đến hết ngày {date_numeric(scope.until)}."
    return body(text)


def manner(plan: Plan, form: Form, scope: Scope) -> list[Paragraph]:
    """How it was asked: channels, identity, the form and its levels."""
    groups = _groups(plan, form, scope)
    channels = [each for each in plan.channels if any(each in plan.channels_of(group) for group in groups)]
    lines = [
        item(f"- Kênh thu phiếu: {'; '.join(channel.title for channel in channels or plan.channels)}."),
        item(f"- {IDENTITY[plan.identity]}"),
    ]
    for scale, questions in offered_scales(form):
        levels = ", ".join(f"“{level.label}”" for level in scale.levels)
        text = (
            f"- Mẫu phiếu: {count_in_text(len(questions))} câu đánh giá theo {count_in_text(len(scale.levels))} mức: "
            f"{levels}"
        )
        offering = [question for question in questions if question.no_opinion]
        if offering:
            text += f"; ngoài ra có ô “{offering[0].no_opinion}”"
            if len(offering) < len(questions):
                text += f" ở {count_in_text(len(offering))} câu"
        lines.append(item(f"{text}. Được tính là hài lòng: mức {satisfied_levels(scale)}."))
    return lines


def ballots(figures: IndexFigures, process: Process) -> list[Paragraph]:
    """The ballots in one sentence; what is left out of the figures in another."""
    own = figures.ballots
    invalid = sum(own.invalid.values())
    text = (
        f"Thu về {count_in_text(own.returned)} phiếu, trong đó {count_in_text(own.valid)} phiếu hợp lệ và "
        f"{count_in_text(invalid)} phiếu không hợp lệ; {count_in_text(own.settled)} phiếu đã chốt và được đưa vào tính "
        "toán."
    )
    if process.photocopies:
        text += (
            f" Trong số phiếu thu về có {count_in_text(process.photocopies)} phiếu phô tô, được dán nhãn số dự phòng."
        )
    if process.required is not None:
        text += f" Số phiếu tối thiểu theo kế hoạch: {count_in_text(process.required)} phiếu."
    lines = [body(text)]
    if own.settled < own.valid:
        lines.append(
            body(
                f"Còn {count_in_text(own.valid - own.settled)} phiếu hợp lệ chưa chốt xong, không nằm trong số liệu "
                "của báo cáo này."
            )
        )
    return lines


# ----------------------------------------------------------------------------------------------------------- results


def overall_levels(form: Form, figures: IndexFigures, decimals: int) -> Paragraph | None:
    """The overall question, level by level from the highest; None where the form has none or nobody answered."""
    question = form.overall
    if question is None or question.scale is None:
        return None
    own = next(each for each in figures.questions if each.code == question.code)
    if own.satisfied_percent is None:
        return body("Không có phiếu nào trả lời câu đánh giá chung.")
    levels = [
        f"{count_in_text(own.counts[level.code])} phiếu “{level.label}” "
        f"({percent(own.level_percent(level.code) or 0, decimals)})"
        for level in reversed(question.scale.levels)
    ]
    return Paragraph(
        (
            Run(
                f"Ở câu đánh giá chung (“{question.label}”), trong {count_in_text(own.answered)} phiếu có trả lời: "
                f"{', '.join(levels)}. Tỷ lệ hài lòng: "
            ),
            Run(percent(own.satisfied_percent, decimals), bold=True),
            Run("."),
        )
    )


def extremes(rows: Sequence[tuple[str, Fraction | None]], what: str, decimals: int) -> Paragraph | None:
    """Which rows have the highest and the lowest share. Rows of equal share are named together."""
    known = [(name, value) for name, value in rows if value is not None]
    if len(known) < 2:
        return None
    values = [value for _, value in known]
    high, low = max(values), min(values)
    if high == low:
        return body(f"Tỷ lệ hài lòng của {count_in_text(len(known))} {what} bằng nhau ({percent(high, decimals)}).")
    top = [name for name, value in known if value == high]
    bottom = [name for name, value in known if value == low]
    return body(
        f"Tỷ lệ hài lòng cao nhất ở {what} {joined(top)} ({percent(high, decimals)}); thấp nhất ở {what} "
        f"{joined(bottom)} ({percent(low, decimals)})."
    )


def factor_extremes(figures: IndexFigures, decimals: int) -> Paragraph | None:
    """The highest and the lowest factor."""
    return extremes([(f"“{each.title}”", each.satisfied_percent) for each in figures.factors], "yếu tố", decimals)


def comments(form: Form, process: Process) -> Paragraph | None:
    """How many ballots carry words; never the words."""
    asked = open_questions(form)
    if not asked:
        return None
    labels = quoted([question.label for question in asked], "và")
    if not process.comments:
        return body(f"Không có phiếu nào ghi ý kiến bằng lời ở câu hỏi mở ({labels}).")
    return body(
        f"Có {count_in_text(process.comments)} phiếu ghi ý kiến bằng lời ở câu hỏi mở ({labels}). Nội dung ý kiến được "
        "lưu riêng, không đưa vào báo cáo vì có thể chứa thông tin cá nhân."
    )


def targets(plan: Plan) -> str:
    """The caption's addition that names the target line."""
    return "" if plan.target is None else f" (mục tiêu {plain_percent(plan.target)}: đường nét đứt)"


def closing(subject: str) -> Paragraph:
    """The last sentence, which ends "./."."""
    return body(f"Trên đây là Báo cáo {lower_first(subject)}./.")
