"""The annexes of a report: the quality of its data and its method, and how to check it against the survey.

In a report that goes into another one they are its last sections.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.vietnamese import count, date_short
from sipas_desktop.paper import report_excluded as about_excluded
from sipas_desktop.paper import report_method as method
from sipas_desktop.paper import report_reached as about_units
from sipas_desktop.paper import report_recheck as about_recheck
from sipas_desktop.paper import report_tables as tables
from sipas_desktop.paper import report_text as text
from sipas_desktop.paper.report_excluded import Field
from sipas_desktop.paper.report_head import belongs_to
from sipas_desktop.paper.report_model import (
    Annex,
    Block,
    Column,
    Heading,
    Paragraph,
    Process,
    Provenance,
    Row,
    Scope,
    Table,
)
from sipas_desktop.paper.report_numbering import Numbering
from sipas_desktop.paper.report_online import Online
from sipas_desktop.paper.report_quality import quality_table
from sipas_desktop.paper.report_reached import UnitReached
from sipas_desktop.paper.report_recheck import Rechecked
from sipas_desktop.paper.report_residual import residual_error


@dataclass(frozen=True)
class Annexes:
    """What the annexes are made from."""

    numbering: Numbering
    plan: Plan
    form: Form
    figures: IndexFigures
    scope: Scope
    process: Process
    online: Online
    provenance: Provenance

    def quality(
        self,
        rechecked: Rechecked | None,
        reached: Sequence[UnitReached],
        field: Field | None,
        remark: Sequence[Paragraph],
        notes: Sequence[Paragraph],
        section: bool,
    ) -> Annex:
        """Response, what was left out, double keying, phúc tra, the office's remark, how to read the figures."""
        name, of, first = self._begun("CHẤT LƯỢNG DỮ LIỆU VÀ PHƯƠNG PHÁP TÍNH", section)
        numbering, plan = self.numbering, self.plan
        blocks: list[Block] = [*first]
        if len(reached) > 1:
            caption = numbering.table(about_units.caption(reached))
            blocks.append(numbering.part("Số phiếu thu về"))
            blocks += [*about_units.said(reached, plan), about_units.table(reached, plan.decimals, caption)]
        left_out = about_excluded.table(plan, self.figures.ballots, field, self.online, "")
        blocks.append(numbering.part("Phiếu không đưa vào tính toán"))
        if left_out.rows:
            caption = numbering.table("Phiếu không đưa vào tính toán, theo lý do")
            blocks.append(about_excluded.table(plan, self.figures.ballots, field, self.online, caption))
        else:
            blocks.append(text.body("Không có phiếu nào bị loại khỏi tính toán."))
        blocks += [numbering.part("Nhập và đối chiếu dữ liệu"), *method.keying(plan, self.process)]
        if method.on_paper(plan):
            blocks.append(quality_table(self.process, numbering.table("Kết quả nhập và đối chiếu dữ liệu")))
            blocks += residual_error(self.process)
        if rechecked is not None:
            caption = numbering.table("Kết quả phúc tra")
            blocks.append(numbering.part("Phúc tra"))
            blocks += [*about_recheck.said(rechecked), about_recheck.table(rechecked, plan.decimals, caption)]
        if remark:
            blocks += [numbering.part("Nhận xét về chất lượng dữ liệu"), *remark]
        blocks += [numbering.part("Ghi chú về phương pháp"), *notes]
        return Annex(name, of, tuple(blocks))

    def checking(self, section: bool) -> Annex:
        """From what the report was computed, and the commands that compute it again."""
        name, of, first = self._begun("THÔNG TIN KIỂM CHỨNG SỐ LIỆU", section)
        head = self.provenance.head
        blocks: list[Block] = [
            *first,
            self._facts(self.numbering.table("Nguồn gốc số liệu")),
            text.body(
                "Cách kiểm tra: mở tệp dữ liệu của cuộc khảo sát trên máy có phần mềm và chạy các lệnh dưới đây. Lệnh "
                "thứ nhất báo nếu dữ liệu bị sửa, bị cắt hoặc bị thay sau khi lập báo cáo; lệnh thứ hai lập lại báo "
                "cáo, so với tệp PDF và nêu từng chỗ khác; lệnh thứ ba tính lại số liệu khi chỉ có bản giấy."
            ),
            text.command(f"sipas check TỆP --head {head}"),
            text.command("sipas report TỆP --verify BÁO-CÁO.pdf"),
            text.command(_index_command(self.figures, self.scope)),
        ]
        return Annex(name, of, tuple(blocks))

    def _begun(self, title: str, section: bool) -> tuple[str, str, list[Heading]]:
        """Name and belonging of the annex; in a section the heading that stands in their place."""
        if section:
            return "", "", [self.numbering.section(title)]
        return self.numbering.annex(title), belongs_to(self.plan), []

    def _facts(self, caption: str) -> Table:
        provenance, form = self.provenance, self.form
        seed = provenance.seed_sha256
        facts = [
            ("program", "Phần mềm", f"SIPAS Desktop {provenance.program}"),
            ("plan_id", "Kế hoạch (bộ cài sẵn)", provenance.plan_id),
            ("form", "Mẫu phiếu", f"{form.code}, phiên bản {form.version}"),
            ("scope", "Phạm vi số liệu", _scope(self.scope)),
            ("definition", "Cách tính chỉ số", method.definition_named(self.figures.definition)),
            ("settled", "Số phiếu đã chốt", count(self.figures.ballots.settled)),
            ("printed", "Ngày lập", date_short(provenance.printed)),
            ("records_sha256", "SHA-256 của các câu trả lời đã chốt", provenance.records_sha256),
            ("form_sha256", "SHA-256 của mẫu phiếu", provenance.form_sha256),
            *([("seed_sha256", "SHA-256 của hạt giống nhập lần 2 theo mẫu", seed)] * bool(seed)),
            ("head", "Đầu chuỗi lịch sử dữ liệu", provenance.head),
        ]
        columns = (Column("Nội dung", 38), Column("Giá trị", tables.LINE - 38))
        rows = tuple(Row(key, (tables.words(title), tables.words(value))) for key, title, value in facts)
        return Table("provenance", caption, columns, rows)


def _index_command(figures: IndexFigures, scope: Scope) -> str:
    """The command that computes the same figures again."""
    parts = ["sipas index TỆP --json", f"--definition {figures.definition.value}"]
    parts += [f"--group {scope.group}"] if scope.group else []
    parts += ["--unit MÃ_ĐƠN_VỊ"] if scope.unit else []
    parts += [f"--wave {scope.wave}"] if scope.wave else []
    parts += [f"--until {scope.until.isoformat()}"] if scope.until else []
    parts += [f"--channel {scope.channel}"] if scope.channel else []
    return " ".join(parts)


def _scope(scope: Scope) -> str:
    parts = [
        f"{title}: {value}"
        for title, value in (
            ("nhóm", scope.group),
            ("đơn vị", scope.unit),
            ("đợt", scope.wave),
            ("kênh", scope.channel),
            ("đến hết ngày", date_short(scope.until) if scope.until else None),
        )
        if value
    ]
    return "; ".join(parts) or "toàn bộ cuộc khảo sát"
