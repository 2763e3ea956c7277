"""The tables and charts of a report, from the figures."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

from sipas_desktop.domain.form import Form, Kind, Level, Question, Scale
from sipas_desktop.domain.index import BallotCounts, IndexFigures, QuestionFigures, share
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.records import SMALL_CELL, small_cells
from sipas_desktop.domain.vietnamese import count, count_in_text, decimal, percent
from sipas_desktop.paper import report_formulas as formulas
from sipas_desktop.paper.report_model import (
    Align,
    Column,
    Figure,
    Measure,
    Ref,
    Row,
    Table,
    UnitFigures,
)

LINE = 165.0  # millimetres between the margins
NOTHING = Figure("–")  # a share of nothing
HIDDEN = Figure("*")  # a small cell
OVERALL_LABEL = "Đánh giá chung"
NO_UNIT = "Phiếu không ghi đơn vị"

FIRST_LEVEL = 2  # column of the table of levels; after the levels come:
ANSWERED, SATISFIED, MEAN = 0, 1, 2

Cells = tuple[Figure, ...]


def words(text: str) -> Cells:
    """A cell of words."""
    return (Figure(text),)


def counted(number: int) -> Cells:
    """A cell with a count."""
    return (Figure(count(number), Fraction(number), Measure.COUNT),)


def rate(value: Fraction | None, decimals: int) -> Cells:
    """A cell with a percentage, or a dash."""
    return (NOTHING if value is None else Figure(percent(value, decimals), value, Measure.PERCENT),)


def number(value: Fraction | None, decimals: int = 2) -> Cells:
    """A cell with a decimal number, or a dash."""
    return (NOTHING if value is None else Figure(decimal(value, decimals), value, Measure.DECIMAL),)


def number_of(question: Question, position: int) -> str:
    """The question's number on the paper, else its place in the table."""
    return question.number or str(position)


def offered_scales(form: Form) -> list[tuple[Scale, list[Question]]]:
    """The scales that rated questions use, each with its questions in the order of the paper.

    Scales with the same levels, of which one has a "no opinion" box, count as one: their figures stand in one table.
    """
    found: dict[tuple[Level, ...], tuple[Scale, list[Question]]] = {}
    for question in form.rated:
        assert question.scale is not None
        found.setdefault(question.scale.levels, (question.scale, []))[1].append(question)
    return list(found.values())


# ---------------------------------------------------------------------------------------------------------- ballots


def ballots_table(plan: Plan, figures: IndexFigures, caption: str) -> Table:
    """Where the ballots went: printed, issued, returned, invalid by reason, valid, settled."""
    ballots = figures.ballots
    invalid = sum(ballots.invalid.values())
    # Ballots that lie open beside a box are handed to nobody, so that some offices record no issue at all.
    issued = ballots.issued if ballots.issued or not ballots.returned else None
    paper = None if ballots.online else issued  # online answers were issued to nobody: no share of those that were
    places = map(str, itertools.count(1))

    def line(
        key: str, title: str, part: int | None, whole: int | None = None, basis: str = "", strong: bool = False
    ) -> Row:
        place = "" if title.startswith("- ") else next(places)
        return _ballots_row(key, place, title, part, whole, basis, plan, strong=strong)

    back = (ballots.returned, "số phiếu thu về")
    handed_out = any(channel.paper for channel in plan.channels) or ballots.printed or ballots.issued
    rows = []
    if handed_out:
        rows += [line("printed", "Số phiếu in", ballots.printed), line("issued", "Số phiếu phát ra", issued)]
    rows.append(line("returned", "Số phiếu thu về", ballots.returned, paper, "số phiếu phát ra"))
    if ballots.online:
        rows.append(line("online", "- Phiếu trực tuyến", ballots.online))
    rows.append(line("invalid", "Số phiếu không hợp lệ", invalid, *back))
    for code, title in reasons(plan, ballots):
        rows.append(line(f"invalid.{code}", f"- {title}", ballots.invalid[code], *back))
    rows.append(line("valid", "Số phiếu hợp lệ", ballots.valid, *back))
    settled = (ballots.settled, ballots.valid, "số phiếu hợp lệ")
    rows.append(line("settled", "Số phiếu đã chốt, đưa vào tính toán", *settled, strong=True))
    if ballots.single_keyed:
        once = (ballots.single_keyed, ballots.settled, "số phiếu đã chốt")
        rows.append(line("single_keyed", "- Trong đó: phiếu chỉ nhập một lần", *once))
    if unsettled := ballots.valid - ballots.settled:
        rows.append(line("unsettled", "Số phiếu hợp lệ chưa chốt", unsettled, ballots.valid, "số phiếu hợp lệ"))
    columns = (
        Column("TT", 12, Align.CENTRE),
        Column("Nội dung", 66),
        Column("Số phiếu", 24, Align.RIGHT),
        Column("Tỷ lệ", 24, Align.RIGHT),
        Column("Tỷ lệ tính trên", LINE - 126),
    )
    note = "" if issued is not None or not handed_out else "(–) Số phiếu phát ra không được ghi nhận riêng."
    return Table("ballots", caption, columns, tuple(rows), note)


_BASIS = {
    "số phiếu phát ra": "issued",
    "số phiếu thu về": "returned",
    "số phiếu hợp lệ": "valid",
    "số phiếu đã chốt": "settled",
}


def _ballots_row(
    key: str, place: str, title: str, part: int | None, whole: int | None, basis: str, plan: Plan, strong: bool = False
) -> Row:
    known = part is not None and whole is not None
    rated = rate(share(part, whole), plan.decimals) if part is not None and whole is not None else words("")
    if basis:
        rated = formulas.share(rated, [Ref("ballots", key, 2)], Ref("ballots", _BASIS[basis], 2))
    first = (NOTHING,) if part is None else counted(part)
    return Row(key, (words(place), words(title), first, rated, words(basis if known else "")), strong)


def reasons(plan: Plan, ballots: BallotCounts) -> list[tuple[str, str]]:
    """The reasons that occurred, in the plan's order; a reason that the plan does not know comes last by its code."""
    known = [(reason.code, reason.title) for reason in plan.reasons if ballots.invalid.get(reason.code)]
    codes = {code for code, _ in known}
    return known + [(code, code) for code, n in sorted(ballots.invalid.items()) if n and code not in codes]


# -------------------------------------------------------------------------------------------------------- questions


def levels_table(
    scale: Scale, questions: Sequence[Question], figures: IndexFigures, decimals: int, caption: str
) -> Table:
    """Questions by levels: ballots and their share, the denominator, the satisfied share, the mean level."""
    by_code = {each.code: each for each in figures.questions}
    head, tail = 9.0, 13.0 + 17.0 + 12.0
    level_width = min(16.0, 80.0 / len(scale.levels))
    label_width = LINE - head - tail - level_width * len(scale.levels)
    columns = (
        Column("TT", head, Align.CENTRE),
        Column("Nội dung", label_width),
        *(Column(level.label, level_width, Align.RIGHT, ("số phiếu", "tỷ lệ")) for level in scale.levels),
        Column("Số phiếu có trả lời", 13, Align.RIGHT),
        Column("Tỷ lệ hài lòng", 17, Align.RIGHT),
        Column("Điểm trung bình", 12, Align.RIGHT),
    )
    rows = [
        Row(
            question.code,
            (
                words(number_of(question, position)),
                words(question.label),
                *_levels(scale, by_code[question.code], decimals),
            ),
            strong=question.overall,
        )
        for position, question in enumerate(questions, start=1)
    ]
    return Table("levels", caption, columns, tuple(rows))


def _levels(scale: Scale, own: QuestionFigures, decimals: int) -> list[Cells]:
    """The cells of a question: each level's ballots and share, the denominator, the satisfied share, the mean."""
    counts = [Ref("levels", own.code, FIRST_LEVEL + place) for place in range(len(scale.levels))]
    answered = Ref("levels", own.code, FIRST_LEVEL + len(counts))
    satisfied = [ref for ref, level in zip(counts, scale.levels, strict=True) if level.satisfied]
    levels = [
        counted(own.counts[level.code]) + formulas.share(rate(own.level_percent(level.code), decimals), [ref], answered)
        for ref, level in zip(counts, scale.levels, strict=True)
    ]
    return [
        *levels,
        formulas.total(counted(own.answered), counts),
        formulas.share(rate(own.satisfied_percent, decimals), satisfied, answered),
        formulas.mean_place(number(own.mean_level), counts, answered),
    ]


def levels_refs(form: Form, codes: Sequence[str], after: int) -> list[Ref]:
    """For each question its figure that stands ``after`` the levels."""
    refs = []
    for code in codes:
        scale = form.by_code[code].scale
        assert scale is not None
        refs.append(Ref("levels", code, FIRST_LEVEL + len(scale.levels) + after))
    return refs


def unanswered_table(form: Form, figures: IndexFigures, caption: str) -> Table:
    """What is not a level, each kind apart; "no opinion" only where the form offers it."""
    by_code = {each.code: each for each in figures.questions}
    offers = any(question.no_opinion for question in form.rated)
    kinds: list[tuple[str, str]] = [
        ("blank", "Bỏ trống"),
        ("overmarked", "Đánh dấu thừa"),
        ("illegible", "Không đọc được"),
    ]
    if any(each.code in form.skippable for each in form.rated):
        kinds.append(("skipped", "Bỏ qua theo chỉ dẫn"))
    if offers:
        label = next(question.no_opinion for question in form.rated if question.no_opinion)
        kinds.insert(0, ("no_opinion", label or ""))
    width = 18.0
    columns = (
        Column("TT", 9, Align.CENTRE),
        Column("Nội dung", LINE - 9 - width * (len(kinds) + 2)),
        Column("Số phiếu đã chốt", width, Align.RIGHT),
        Column("Có trả lời", width, Align.RIGHT),
        *(Column(title, width, Align.RIGHT) for _, title in kinds),
    )
    rows = []
    for position, question in enumerate(form.rated, start=1):
        own = by_code[question.code]
        rows.append(
            Row(
                question.code,
                (
                    words(number_of(question, position)),
                    words(question.label),
                    counted(figures.ballots.settled),
                    formulas.total(counted(own.answered), levels_refs(form, [question.code], ANSWERED)),
                    *(_kind(own, question, kind) for kind, _ in kinds),
                ),
                strong=question.overall,
            )
        )
    return Table("unanswered", caption, columns, tuple(rows))


def _kind(figures: QuestionFigures, question: Question, kind: str) -> Cells:
    if kind == "no_opinion" and not question.no_opinion:
        return (NOTHING,)
    return counted(getattr(figures, kind))


def codes_within(form: Form, factor: str) -> set[str]:
    """The factor and those within it."""
    return {factor, *(each.code for each in form.factors if each.within == factor)}


def factors_table(form: Form, figures: IndexFigures, decimals: int, caption: str) -> Table:
    """Factors with their satisfied share and mean level; the overall question last, where there is one."""
    columns = (
        Column("TT", 12, Align.CENTRE),
        Column("Yếu tố", LINE - 12 - 25 - 30 - 32),
        Column("Số câu hỏi", 25, Align.RIGHT),
        Column("Tỷ lệ hài lòng", 30, Align.RIGHT),
        Column("Điểm trung bình", 32, Align.RIGHT),
    )
    codes = {factor.code: codes_within(form, factor.code) for factor in form.factors}
    overall = form.overall
    rows = []
    for position, factor in enumerate(figures.factors, start=1):
        inside = [question for question in figures.questions if question.factor in codes[factor.code]]
        criteria = [question.code for question in inside if overall is None or question.code != overall.code]
        shares, means = (levels_refs(form, criteria, after) for after in (SATISFIED, MEAN))
        cells = (
            words(str(position)),
            words(factor.title),
            counted(len(inside)),
            formulas.average(rate(factor.satisfied_percent, decimals), shares),
            formulas.average(number(factor.mean_level), means),
        )
        rows.append(Row(factor.code, cells))
    if overall is not None:
        own = next(question for question in figures.questions if question.code == overall.code)
        cells = (
            words(""),
            words(OVERALL_LABEL),
            counted(1),
            formulas.total(rate(own.satisfied_percent, decimals), levels_refs(form, [overall.code], SATISFIED)),
            formulas.total(number(own.mean_level), levels_refs(form, [overall.code], MEAN)),
        )
        rows.append(Row(overall.code, cells, strong=True))
    return Table("factors", caption, columns, tuple(rows))


# ------------------------------------------------------------------------------------------------------------- units


def units_table(units: Sequence[UnitFigures], decimals: int, caption: str, limit: int = SMALL_CELL) -> Table:
    """Units in the order given: settled ballots and index; small cells as a star, explained under the table."""
    hidden = small_cells({unit.code: unit.settled for unit in units}, limit)
    columns = (
        Column("TT", 12, Align.CENTRE),
        Column("Đơn vị", LINE - 12 - 38 - 38),
        Column("Số phiếu đã chốt", 38, Align.RIGHT),
        Column("Chỉ số hài lòng", 38, Align.RIGHT),
    )
    rows = tuple(
        Row(
            unit.code,
            (
                words(str(position)),
                words(unit.name or NO_UNIT),
                counted(unit.settled),
                (HIDDEN,) if unit.code in hidden else rate(unit.index, decimals),
            ),
        )
        for position, unit in enumerate(units, start=1)
    )
    note = (
        f"(*) Không công bố tỷ lệ của đơn vị có dưới {count_in_text(limit)} phiếu đã chốt, để không thể suy ra ý kiến "
        "của từng người; khi cần, không công bố thêm đơn vị có ít phiếu kế tiếp, để không thể tính ngược từ số chung."
    )
    return Table("units", caption, columns, rows, note if hidden else "")


def plain_percent(value: float) -> str:
    """A percentage as a plan writes it, without trailing zeros: 80.0 → "80%", 82.5 → "82,5%"."""
    return f"{plain_decimal(value)}%"


def plain_decimal(value: float | Fraction) -> str:
    """A number with up to four decimals, without trailing zeros."""
    return decimal(value, 4).rstrip("0").rstrip(",")


def open_questions(form: Form) -> list[Question]:
    """The questions that ask for free words (comments)."""
    return [question for question in form.questions if question.kind is Kind.LONG_TEXT]
