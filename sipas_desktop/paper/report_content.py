"""What a report says: from plan, form and figures to the finished content of ``report_model``. Pure: no files.

The outline is fixed: I. what was asked, II. results, III. quality of the data, IV. how to read the figures; then the
signature, and an appendix with which anybody can check the report against the survey.
"""

from __future__ import annotations

from collections.abc import Sequence

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.plan import Document, Plan
from sipas_desktop.domain.vietnamese import count, date_short
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import report_method as method
from sipas_desktop.paper import report_online as about_online
from sipas_desktop.paper import report_parts
from sipas_desktop.paper import report_recheck as about_recheck
from sipas_desktop.paper import report_tables as tables
from sipas_desktop.paper import report_text as text
from sipas_desktop.paper.report_model import (
    Block,
    Chart,
    Column,
    FactorBars,
    Heading,
    Letterhead,
    LevelBars,
    Process,
    Provenance,
    ReportContent,
    Row,
    Scope,
    Signature,
    Table,
    UnitFigures,
)
from sipas_desktop.paper.report_online import Online
from sipas_desktop.paper.report_parts import Parts
from sipas_desktop.paper.report_recheck import Rechecked
from sipas_desktop.paper.report_residual import residual_error

NO_ONLINE = Online()
BLANK_NUMBER = "\N{NO-BREAK SPACE}" * 7  # room to write the number and the day by hand
BARS_A_CHART = 16  # questions of a longer form go on in a second chart, on the next page


class _Numbering:
    """Deals the numbers of headings, tables and charts in the order in which they come."""

    def __init__(self) -> None:
        self._section = 0
        self._part = 0
        self._tables = 0
        self._charts = 0

    def section(self, title: str) -> Heading:
        self._section += 1
        self._part = 0
        return Heading(1, f"{('I', 'II', 'III', 'IV', 'V')[self._section - 1]}. {title}")

    def part(self, title: str) -> Heading:
        self._part += 1
        return Heading(2, f"{self._part}. {title}")

    def table(self, title: str) -> str:
        self._tables += 1
        return f"Bảng {self._tables}. {title}"

    def chart(self, title: str) -> str:
        self._charts += 1
        return f"Biểu đồ {self._charts}. {title}"


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
    section: bool = False,
) -> ReportContent:
    """The report on ``figures``; with ``section`` the part that goes into another report, without letterhead.

    ``by_unit`` is in the order to be printed and gives a table of units where there are at least two;
    ``parts`` sets groups or waves side by side; ``rechecked``: phúc tra, where there was any.
    Raises ``Refusal`` where no ballot is settled yet.
    """
    if not figures.ballots.settled:
        raise Refusal("report.nothing_settled", valid=figures.ballots.valid)
    subject = text.subject(plan, scope)
    numbering = _Numbering()
    blocks: list[Block] = [] if section else [text.opening(plan, subject)]
    blocks += _overview(numbering, plan, form, figures, scope, process, by_unit)
    blocks += _online(numbering, online, process)
    blocks += _results(numbering, plan, form, figures, process, by_unit)
    if parts is not None:
        blocks += _parts(numbering, parts, plan.decimals, plan.small_cell)
    blocks += _divided(numbering, online, plan.decimals, plan.small_cell)
    blocks += _quality(numbering, plan, process, rechecked)
    blocks.append(numbering.section("GHI CHÚ VỀ PHƯƠNG PHÁP"))
    notes = tuple(method.notes(plan, form, figures, plan.decimals))
    blocks += notes
    appendix = _appendix(numbering, plan, form, figures, scope, provenance)
    if section:
        blocks += [numbering.section("THÔNG TIN KIỂM CHỨNG"), *appendix]
        appendix = []
    else:
        blocks.append(text.closing(subject))
    return ReportContent(
        title=subject,
        author=text.one_line(plan.document.issuer) or plan.owner,
        letterhead=None if section else letterhead_of(plan.document, plan.year),
        body=tuple(blocks),
        signature=None if section else signature_of(plan.document),
        appendix_title=None if section else _appendix_title(plan),
        appendix=tuple(appendix),
        method=(text.body(method.definition(plan, form, figures)), *notes),
        summary=tables.index_table(plan, figures, "Chỉ số hài lòng chung"),
        decimals=plan.decimals,
        provenance=provenance,
    )


# --------------------------------------------------------------------------------------------------- head and foot


def _lines(name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in name.splitlines() if line.strip())


def _date_to_fill(place: str, year: int) -> str:
    return f"{place}, ngày{BLANK_NUMBER}tháng{BLANK_NUMBER}năm {year}"


def letterhead_of(document: Document, year: int, kind: str = "BÁO CÁO", code: str = "BC") -> Letterhead:
    """The head of a document of ``kind``; ``code`` is what stands for the kind in its number."""
    return Letterhead(
        superior=_lines(document.superior),
        issuer=_lines(document.issuer),
        number=f"Số:{BLANK_NUMBER}{document.number.replace('/BC-', f'/{code}-')}",
        place_and_date=_date_to_fill(document.place, year),
        kind=kind,
    )


def signature_of(document: Document) -> Signature:
    """Who signs and who gets the document, as the plan says."""
    last = len(document.recipients) - 1
    recipients = tuple(
        f"- {name.rstrip(';.')}{'.' if place == last else ';'}" for place, name in enumerate(document.recipients)
    )
    return Signature(document.authority, recipients)


def _appendix_title(plan: Plan) -> tuple[str, str]:
    document = plan.document
    day = f"ngày{BLANK_NUMBER}tháng{BLANK_NUMBER}năm {plan.year}"
    return (
        "Phụ lục\nTHÔNG TIN KIỂM CHỨNG SỐ LIỆU",
        f"(Kèm theo Báo cáo số{BLANK_NUMBER}{document.number} {day}\ncủa {plan.owner})",
    )


# -------------------------------------------------------------------------------------------------------- sections


def _overview(
    numbering: _Numbering,
    plan: Plan,
    form: Form,
    figures: IndexFigures,
    scope: Scope,
    process: Process,
    by_unit: Sequence[UnitFigures],
) -> list[Block]:
    counted_units = sum(unit.settled > 0 for unit in by_unit)
    return [
        numbering.section("KHÁI QUÁT VỀ CUỘC KHẢO SÁT"),
        numbering.part("Phạm vi, đối tượng"),
        *text.coverage(plan, form, scope, counted_units),
        numbering.part("Thời gian"),
        text.period(plan, scope),
        numbering.part("Cách thức"),
        *text.manner(plan, form, scope),
        numbering.part("Số phiếu"),
        *text.ballots(figures, process),
        tables.ballots_table(plan, figures, numbering.table("Số phiếu khảo sát")),
    ]


def _results(
    numbering: _Numbering,
    plan: Plan,
    form: Form,
    figures: IndexFigures,
    process: Process,
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
    for bars in tables.level_bars(form, figures, decimals):
        for start in range(0, len(bars.bars), BARS_A_CHART):
            part = LevelBars(bars.levels, bars.bars[start : start + BARS_A_CHART])
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
    said = text.comments(form, process)
    if said is not None:
        blocks += [numbering.part("Ý kiến bằng lời"), said]
    return [block for block in blocks if block is not None]


def _factors(numbering: _Numbering, plan: Plan, form: Form, figures: IndexFigures) -> list[Block | None]:
    data: FactorBars = tables.factor_bars(figures, plan.target, plan.decimals)
    caption = numbering.chart("Tỷ lệ hài lòng theo yếu tố (%)" + text.targets(plan, figures, plan.decimals))
    return [
        numbering.part("Mức độ hài lòng theo yếu tố"),
        text.factor_extremes(figures, plan.decimals),
        tables.factors_table(form, figures, plan.decimals, numbering.table("Tỷ lệ hài lòng theo yếu tố")),
        Chart("factors", caption, data),
    ]


def _index(numbering: _Numbering, plan: Plan, form: Form, figures: IndexFigures) -> list[Block]:
    return [
        numbering.part("Chỉ số hài lòng chung"),
        text.body(method.definition(plan, form, figures)),
        *method.formula(figures, plan.decimals),
        *method.index_result(plan, figures, plan.decimals),
    ]


def _online(numbering: _Numbering, online: Online, process: Process) -> list[Block]:
    """Where the online answers come from, among the numbers of ballots; nothing where there are none."""
    blocks: list[Block] = [*about_online.said(online, process)]
    if online.sources:
        blocks.append(about_online.sources_table(online, numbering.table("Các nguồn phiếu trực tuyến")))
    if online.totals:
        blocks.append(about_online.totals_table(online, numbering.table("Các nguồn chỉ cung cấp số tổng")))
    return blocks


def _parts(numbering: _Numbering, parts: Parts, decimals: int, limit: int) -> list[Block]:
    """Groups or waves side by side, with the plan's least numbers."""
    heading = numbering.part(report_parts.TITLES[parts.kind])
    caption = numbering.table(report_parts.CAPTIONS[parts.kind])
    return [heading, *report_parts.said(parts), report_parts.table(parts, decimals, caption, limit)]


def _divided(numbering: _Numbering, online: Online, decimals: int, limit: int) -> list[Block]:
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


def _quality(numbering: _Numbering, plan: Plan, process: Process, rechecked: Rechecked | None) -> list[Block]:
    blocks: list[Block] = [
        numbering.section("CHẤT LƯỢNG DỮ LIỆU"),
        *method.keying(plan, process),
        tables.quality_table(process, numbering.table("Kết quả nhập và đối chiếu dữ liệu")),
        *residual_error(process),
    ]
    if rechecked is not None:
        caption = numbering.table("Kết quả phúc tra")
        blocks += [*about_recheck.said(rechecked), about_recheck.table(rechecked, plan.decimals, caption)]
    return blocks


# -------------------------------------------------------------------------------------------------------- appendix


def _appendix(
    numbering: _Numbering, plan: Plan, form: Form, figures: IndexFigures, scope: Scope, provenance: Provenance
) -> list[Block]:
    facts = [
        ("program", "Phần mềm", f"SIPAS Desktop {provenance.program}"),
        ("plan_id", "Kế hoạch (bộ cài sẵn)", provenance.plan_id),
        ("form", "Mẫu phiếu", f"{form.code}, phiên bản {form.version}"),
        ("scope", "Phạm vi số liệu", _scope(scope)),
        ("definition", "Cách tính chỉ số", figures.definition.value),
        ("settled", "Số phiếu đã chốt", count(figures.ballots.settled)),
        ("printed", "Ngày lập", date_short(provenance.printed)),
        ("records_sha256", "SHA-256 của các câu trả lời đã chốt", provenance.records_sha256),
        ("form_sha256", "SHA-256 của mẫu phiếu", provenance.form_sha256),
        *(
            [("seed_sha256", "SHA-256 của hạt giống nhập lần 2 theo mẫu", provenance.seed_sha256)]
            * bool(provenance.seed_sha256)
        ),
        ("head", "Đầu chuỗi lịch sử dữ liệu", provenance.head),
    ]
    columns = (Column("Nội dung", 38), Column("Giá trị", tables.LINE - 38))
    rows = tuple(Row(key, (tables.words(title), tables.words(value))) for key, title, value in facts)
    return [
        Table("provenance", numbering.table("Nguồn gốc số liệu"), columns, rows),
        text.body(
            "Cách kiểm tra: mở tệp dữ liệu của cuộc khảo sát trên máy có phần mềm và chạy các lệnh dưới đây. Lệnh thứ "
            "nhất báo nếu dữ liệu bị sửa, bị cắt hoặc bị thay sau khi lập báo cáo; lệnh thứ hai lập lại báo cáo, so "
            "với tệp PDF và nêu từng chỗ khác; lệnh thứ ba tính lại số liệu khi chỉ có bản giấy."
        ),
        text.command(f"sipas check TỆP --head {provenance.head}"),
        text.command("sipas report TỆP --verify BÁO-CÁO.pdf"),
        text.command(_index_command(figures, scope)),
    ]


def _index_command(figures: IndexFigures, scope: Scope) -> str:
    """The command that computes the same figures again."""
    parts = ["sipas index TỆP --json", f"--definition {figures.definition.value}"]
    parts += [f"--group {scope.group}"] if scope.group else []
    parts += ["--unit MÃ_ĐƠN_VỊ"] if scope.unit else []
    parts += [f"--wave {scope.wave}"] if scope.wave else []
    parts += [f"--until {scope.until.isoformat()}"] if scope.until else []
    return " ".join(parts)


def _scope(scope: Scope) -> str:
    parts = [
        f"{title}: {value}"
        for title, value in (
            ("nhóm", scope.group),
            ("đơn vị", scope.unit),
            ("đợt", scope.wave),
            ("đến hết ngày", date_short(scope.until) if scope.until else None),
        )
        if value
    ]
    return "; ".join(parts) or "toàn bộ cuộc khảo sát"


__all__ = ["Process", "Provenance", "ReportContent", "Scope", "UnitFigures", "content"]
