"""What a report says: from plan, form and figures to the finished content of ``report_model``. Pure: no files.

The outline is fixed: I. what was asked, II. results, III. shortcomings, IV. proposals; the signature; then the annexes
(``report_annex``): quality of the data and method, and how to check the report against the survey. What the office
wrote stands in the section that it wrote it for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.remark import Section
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import report_change, report_parts, report_ranking, report_topics
from sipas_desktop.paper import report_method as method
from sipas_desktop.paper import report_online as about_online
from sipas_desktop.paper import report_tables as tables
from sipas_desktop.paper import report_text as text
from sipas_desktop.paper.chart_data import factor_bars, level_bars
from sipas_desktop.paper.report_annex import Annexes
from sipas_desktop.paper.report_before import Before
from sipas_desktop.paper.report_change import Changed
from sipas_desktop.paper.report_excluded import Field
from sipas_desktop.paper.report_findings import Known, proposals, shortcomings
from sipas_desktop.paper.report_head import letterhead_of, signature_of
from sipas_desktop.paper.report_index import index_table
from sipas_desktop.paper.report_model import (
    Block,
    Chart,
    FactorBars,
    Process,
    Provenance,
    ReportContent,
    Scope,
    UnitFigures,
)
from sipas_desktop.paper.report_numbering import Numbering
from sipas_desktop.paper.report_online import Online
from sipas_desktop.paper.report_parts import Parts
from sipas_desktop.paper.report_ranking import Ranked
from sipas_desktop.paper.report_reached import UnitReached
from sipas_desktop.paper.report_recheck import Rechecked
from sipas_desktop.paper.report_remarks import Remarks, written, written_or_drafted
from sipas_desktop.paper.report_topics import SortedAnswers

NO_REMARKS: Final[Remarks] = MappingProxyType({})
NO_ONLINE = Online()
BARS_A_CHART = 16  # questions of a longer form go on in a second chart, on the next page


def content(
    plan: Plan,
    form: Form,
    figures: IndexFigures,
    *,
    scope: Scope,
    process: Process,
    provenance: Provenance,
    by_unit: Sequence[UnitFigures] = (),
    online: Online = NO_ONLINE,
    parts: Parts | None = None,
    rechecked: Rechecked | None = None,
    ranked: Ranked | None = None,
    changed: Changed | None = None,
    topics: Sequence[SortedAnswers] = (),
    section: bool = False,
    remarks: Remarks = NO_REMARKS,
    before: Before | None = None,
    reached: Sequence[UnitReached] = (),
    field: Field | None = None,
) -> ReportContent:
    """The report on ``figures``; with ``section`` the part that goes into another report, without letterhead.

    ``by_unit`` is in the order to be printed and gives a table of units where there are at least two;
    ``parts`` sets groups or waves side by side; ``rechecked``: phúc tra, where there was any; ``remarks``: what the
    office wrote; ``topics``: open answers, sorted; ``ranked``: the units; ``changed``: the wave
    beside the one before; ``before``: the wave before; ``reached``, ``field``: units and
    fieldwork of the whole survey, where the report is about all of it. Raises ``Refusal`` where no ballot is settled
    yet.
    """
    if not figures.ballots.settled:
        raise Refusal("report.nothing_settled", valid=figures.ballots.valid)
    subject = text.subject(plan, scope)
    numbering = Numbering()
    blocks: list[Block] = [] if section else [text.opening(plan, subject)]
    blocks += _overview(numbering, plan, form, figures, scope, process, by_unit, remarks)
    blocks += _online(numbering, online, process)
    blocks += written(remarks, Section.OVERVIEW)
    blocks += _results(numbering, plan, form, figures, by_unit)
    blocks += report_ranking.part(numbering, ranked, plan.decimals)
    blocks += report_change.target(numbering, plan, figures)
    blocks += report_change.part(numbering, changed, plan.decimals)
    if parts is not None:
        blocks += _parts(numbering, parts, plan.decimals, plan.small_cell)
    blocks += _divided(numbering, online, plan.decimals, plan.small_cell)
    by_topic = report_topics.topics(topics, plan.decimals, numbering.table)
    blocks += _said(numbering, form, process, remarks, by_topic)
    known = Known(plan, form, figures, before, reached)
    blocks.append(numbering.section("TỒN TẠI, HẠN CHẾ"))
    blocks += written_or_drafted(remarks, Section.SHORTCOMINGS, shortcomings(known))
    blocks.append(numbering.section("KIẾN NGHỊ"))
    blocks += written_or_drafted(remarks, Section.PROPOSALS, proposals(known))
    notes = tuple(method.notes(plan, form, figures, plan.decimals))
    annexes = Annexes(numbering, plan, form, figures, scope, process, online, provenance)
    quality = annexes.quality(rechecked, reached, field, written(remarks, Section.QUALITY), notes, section)
    checking = annexes.checking(section)
    if section:
        blocks += [*quality.blocks, *checking.blocks]
    else:
        blocks.append(text.closing(subject))
    return ReportContent(
        title=subject,
        author=text.one_line(plan.document.issuer) or plan.owner,
        letterhead=None if section else letterhead_of(plan.document, plan.year),
        body=tuple(blocks),
        signature=None if section else signature_of(plan.document),
        annexes=() if section else (quality, checking),
        method=(text.body(method.definition(plan, form, figures)), *notes),
        summary=index_table(plan, form, figures, "Chỉ số hài lòng chung"),
        decimals=plan.decimals,
        provenance=provenance,
    )


# -------------------------------------------------------------------------------------------------------- sections


def _overview(
    numbering: Numbering,
    plan: Plan,
    form: Form,
    figures: IndexFigures,
    scope: Scope,
    process: Process,
    by_unit: Sequence[UnitFigures],
    remarks: Remarks,
) -> list[Block]:
    counted_units = sum(unit.settled > 0 for unit in by_unit)
    blocks: list[Block] = [numbering.section("KHÁI QUÁT VỀ CUỘC KHẢO SÁT")]
    purpose = [*(text.item(f"- {text.one_line(each)}") for each in plan.document.purpose)]
    purpose += written(remarks, Section.PURPOSE)
    if purpose:
        blocks += [numbering.part("Mục đích"), *purpose]
    return [
        *blocks,
        numbering.part("Nội dung khảo sát"),
        *text.asked(form),
        numbering.part("Phạm vi, đối tượng"),
        *text.coverage(plan, form, scope, counted_units),
        numbering.part("Thời gian"),
        text.period(plan, scope),
        numbering.part("Phương pháp, cách thức"),
        *text.manner(plan, form, scope),
        numbering.part("Số phiếu"),
        *text.ballots(figures, process),
        tables.ballots_table(plan, figures, numbering.table("Số phiếu khảo sát")),
    ]


def _results(
    numbering: Numbering,
    plan: Plan,
    form: Form,
    figures: IndexFigures,
    by_unit: Sequence[UnitFigures],
) -> list[Block]:
    decimals = plan.decimals
    blocks: list[Block | None] = [
        numbering.section("KẾT QUẢ KHẢO SÁT"),
        numbering.part("Mức độ hài lòng theo từng câu hỏi"),
        text.overall_levels(form, figures, decimals),
    ]
    for scale, questions in tables.offered_scales(form):
        caption = numbering.table("Số phiếu và tỷ lệ theo mức độ hài lòng của từng câu hỏi")
        blocks.append(tables.levels_table(scale, questions, figures, decimals, caption))
    for bars in level_bars(form, figures, decimals):
        for start in range(0, len(bars.bars), BARS_A_CHART):
            some = bars.bars[start : start + BARS_A_CHART]
            part = replace(bars, bars=some, apart=bars.apart if any(bar.apart for bar in some) else "")
            blocks.append(Chart("levels", numbering.chart("Cơ cấu mức độ hài lòng theo từng câu hỏi (%)"), part))
    blocks.append(text.body("Các loại không phải câu trả lời theo mức được đếm riêng, không nằm trong mẫu số:"))
    blocks.append(tables.unanswered_table(form, figures, numbering.table("Phiếu có và không có câu trả lời theo mức")))
    if figures.factors:
        blocks += _factors(numbering, plan, form, figures)
    blocks += _index(numbering, plan, form, figures)
    if len(by_unit) > 1:
        blocks.append(numbering.part("Kết quả theo đơn vị"))
        blocks.append(
            tables.units_table(by_unit, decimals, numbering.table("Chỉ số hài lòng theo đơn vị"), plan.small_cell)
        )
    return [block for block in blocks if block is not None]


def _factors(numbering: Numbering, plan: Plan, form: Form, figures: IndexFigures) -> list[Block | None]:
    data: FactorBars = factor_bars(form, figures, plan.target, plan.decimals)
    caption = numbering.chart("Tỷ lệ hài lòng theo yếu tố (%)" + text.targets(plan))
    return [
        numbering.part("Mức độ hài lòng theo yếu tố"),
        text.factor_extremes(figures, plan.decimals),
        tables.factors_table(form, figures, plan.decimals, numbering.table("Tỷ lệ hài lòng theo yếu tố")),
        Chart("factors", caption, data),
    ]


def _index(numbering: Numbering, plan: Plan, form: Form, figures: IndexFigures) -> list[Block]:
    return [
        numbering.part("Chỉ số hài lòng chung"),
        text.body(method.definition(plan, form, figures)),
        *method.formula(figures, plan.decimals),
        *method.index_result(plan, figures, plan.decimals),
    ]


def _online(numbering: Numbering, online: Online, process: Process) -> list[Block]:
    """Where the online answers come from, among the numbers of ballots; nothing where there are none."""
    blocks: list[Block] = [*about_online.said(online, process)]
    if online.sources:
        blocks.append(about_online.sources_table(online, numbering.table("Các nguồn phiếu trực tuyến")))
    if online.totals:
        blocks.append(about_online.totals_table(online, numbering.table("Các nguồn chỉ cung cấp số tổng")))
    return blocks


def _parts(numbering: Numbering, parts: Parts, decimals: int, limit: int) -> list[Block]:
    """Groups or waves side by side, with the plan's least numbers."""
    heading = numbering.part(report_parts.TITLES[parts.kind])
    caption = numbering.table(report_parts.CAPTIONS[parts.kind])
    return [heading, *report_parts.said(parts), report_parts.table(parts, decimals, caption, limit)]


def _divided(numbering: Numbering, online: Online, decimals: int, limit: int) -> list[Block]:
    """The index by channel, where answers came by several, and of each officer who was evaluated."""
    blocks: list[Block] = []
    if len(online.channels) > 1:
        caption = numbering.table("Chỉ số hài lòng theo kênh")
        blocks.append(numbering.part("Kết quả theo kênh"))
        blocks.append(about_online.parts_table("channels", "Kênh", online.channels, decimals, caption, limit))
    if online.officers:
        caption = numbering.table("Chỉ số hài lòng theo cán bộ được đánh giá")
        blocks.append(numbering.part("Kết quả theo cán bộ được đánh giá"))
        blocks.append(about_online.parts_table("officers", "Cán bộ", online.officers, decimals, caption, limit))
    return blocks


def _said(
    numbering: Numbering, form: Form, process: Process, remarks: Remarks, by_topic: Sequence[Block]
) -> list[Block]:
    """How many ballots carry words; what the office says of them, and of the results as a whole."""
    counted = text.comments(form, process)
    of_comments, of_results = written(remarks, Section.COMMENTS), written(remarks, Section.RESULTS)
    blocks: list[Block] = []
    if counted is not None or of_comments:
        blocks += [numbering.part("Ý kiến bằng lời"), *([counted] if counted else []), *by_topic, *of_comments]
    if of_results:
        blocks += [numbering.part("Nhận xét chung"), *of_results]
    return blocks


__all__ = ["Process", "Provenance", "ReportContent", "Scope", "UnitFigures", "content"]
