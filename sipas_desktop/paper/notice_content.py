"""The one-page notice that publishes the results: the index, the factors, how many ballots, how, where to comment."""

from __future__ import annotations

from dataclasses import replace

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.records import small_cells
from sipas_desktop.domain.remark import Section
from sipas_desktop.domain.vietnamese import count_in_text, date_numeric, percent
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import report_method as method
from sipas_desktop.paper import report_tables as tables
from sipas_desktop.paper import report_text as text
from sipas_desktop.paper.report_head import letterhead_of, signature_of
from sipas_desktop.paper.report_index import index_table
from sipas_desktop.paper.report_model import (
    Align,
    Block,
    Column,
    Paragraph,
    Provenance,
    ReportContent,
    Row,
    Run,
    Scope,
    Table,
)
from sipas_desktop.paper.report_parts import HEADS, Parts
from sipas_desktop.paper.report_remarks import Remarks, written
from sipas_desktop.paper.report_tables import HIDDEN, LINE, rate, words

KIND = ("THÔNG BÁO", "TB")
MOST_PARTS = 6  # groups or waves that find room on the page
WEBSITE = "Trang thông tin điện tử (để công bố)"


def notice(
    plan: Plan,
    form: Form,
    figures: IndexFigures,
    *,
    scope: Scope,
    remarks: Remarks,
    provenance: Provenance,
    parts: Parts | None = None,
) -> ReportContent:
    """The notice on ``figures``. Raises ``Refusal`` where fewer ballots are settled than may be published."""
    settled = figures.ballots.settled
    if settled < plan.small_cell:
        raise Refusal("report.too_few_to_publish", settled=settled, least=plan.small_cell)
    subject = text.lower_first(text.subject(plan, scope))
    apart = parts if parts is not None and parts.shown else None  # each group has a form, and so an index, of its own
    blocks: list[Block] = [text.body(f"{plan.owner} công bố kết quả như sau:")]
    if apart is None:
        blocks.append(_index(plan, figures))
    if parts is not None and 1 < len(parts.rows) <= MOST_PARTS:
        blocks.append(_parts(parts, plan.decimals, plan.small_cell))
    if figures.factors and apart is None:
        blocks.append(_factors(form, figures, plan.decimals, plan.small_cell))
    blocks += [
        _ballots(plan, figures, scope, apart),
        text.body(method.definition(plan, form, figures)),
        text.command(f"Mã lịch sử số liệu: {provenance.head}"),
    ]
    *before, last = written(remarks, Section.NOTICE) or [text.body(_where(plan))]
    blocks += [*before, text.body(f"{last.text.rstrip('.; ')}./.")]
    document = replace(plan.document, recipients=(WEBSITE, *plan.document.recipients[-1:]))
    return ReportContent(
        title=f"Công bố {subject}",
        author=text.one_line(plan.document.issuer) or plan.owner,
        letterhead=letterhead_of(plan.document, plan.year, *KIND),
        body=tuple(blocks),
        signature=signature_of(document),
        annexes=(),
        method=(),
        summary=index_table(plan, form, figures, ""),
        decimals=plan.decimals,
        provenance=provenance,
    )


def _index(plan: Plan, figures: IndexFigures) -> Paragraph:
    if figures.index is None:
        return text.body("Chưa có câu trả lời nào để tính chỉ số hài lòng chung.")
    shown = percent(figures.index, plan.decimals)
    rest = "."
    if plan.target is not None:
        rest = f", {method.against_target(figures.index, plan.target, plan.decimals)}."
    return Paragraph((Run("Chỉ số hài lòng chung: "), Run(shown, bold=True), Run(rest)))


def _factors(form: Form, figures: IndexFigures, decimals: int, limit: int) -> Table:
    """A row a factor; a share that rests on too few answers is not told."""
    answered = {
        factor.code: min(
            (
                question.answered
                for question in figures.questions
                if question.factor in tables.codes_within(form, factor.code)
            ),
            default=0,
        )
        for factor in figures.factors
    }
    rows = []
    for place, factor in enumerate(figures.factors, start=1):
        few = 0 < answered[factor.code] < limit
        share = (HIDDEN,) if few else rate(factor.satisfied_percent, decimals)
        rows.append(Row(factor.code, (words(str(place)), words(factor.title), share)))
    columns = (
        Column("TT", 12, Align.CENTRE),
        Column("Yếu tố", LINE - 12 - 38),
        Column("Tỷ lệ hài lòng", 38, Align.RIGHT),
    )
    hidden = any(row.cells[-1] == (HIDDEN,) for row in rows)
    note = f"(*) Không công bố tỷ lệ trên dưới {count_in_text(limit)} câu trả lời." if hidden else ""
    return Table("factors", "Tỷ lệ hài lòng theo yếu tố", columns, tuple(rows), note)


def _parts(parts: Parts, decimals: int, limit: int) -> Paragraph:
    """The groups or waves in a sentence; a share on too few ballots is not told."""
    hidden = small_cells({row.code: row.settled for row in parts.rows}, limit)
    told = [
        f"{row.title}: {HIDDEN.text if row.code in hidden else rate(row.index, decimals)[0].text}" for row in parts.rows
    ]
    star = f" (* không công bố tỷ lệ trên dưới {count_in_text(limit)} phiếu)" if hidden else ""
    return text.body(f"Chỉ số hài lòng theo {HEADS[parts.kind].lower()}: {'; '.join(told)}{star}.")


def _ballots(plan: Plan, figures: IndexFigures, scope: Scope, apart: Parts | None) -> Paragraph:
    """When it was asked and how many ballots count; of all groups, where each has figures of its own."""
    own = figures.ballots
    start, end = plan.fieldwork
    if scope.wave and (wave := plan.wave(scope.wave)):
        start, end = wave.start, wave.end
    end = min(end, scope.until) if scope.until else end
    valid, settled, back = own.valid, own.settled, f"thu về {count_in_text(own.returned)} phiếu, "
    if apart is not None:
        valid, settled = sum(row.valid for row in apart.rows), sum(row.settled for row in apart.rows)
        back = ""
    said = (
        f"Khảo sát từ ngày {date_numeric(start)} đến hết ngày {date_numeric(end)}; {back}{count_in_text(valid)} phiếu "
        f"hợp lệ, {count_in_text(settled)} phiếu được đưa vào tính toán."
    )
    if any(channel.paper for channel in plan.channels) and not own.single_keyed:
        said += " Phiếu giấy được hai người nhập độc lập, chỗ khác nhau được chốt theo phiếu gốc."
    return text.body(said)


def _where(plan: Plan) -> str:
    """Where comments go, as far as the plan says it."""
    address = ", ".join(plan.post.return_address) or plan.owner
    phone = f"; điện thoại: {plan.post.phone}" if plan.post.phone else ""
    return f"Ý kiến góp ý về kết quả khảo sát xin gửi về: {address}{phone}."
