"""Instructions for interviewers (hướng dẫn điều tra viên), drawn up from the plan."""

from __future__ import annotations

from collections.abc import Sequence

from sipas_desktop.domain.plan import Duty, Identity, Plan, PlanRole, WorkingDaysAfter
from sipas_desktop.domain.post import Postage
from sipas_desktop.domain.quota import per_words, rule_lines
from sipas_desktop.domain.recheck_rule import Recheck, RecheckChannel
from sipas_desktop.domain.vietnamese import date_numeric
from sipas_desktop.paper.report_head import signature_of
from sipas_desktop.paper.report_model import (
    Align,
    Block,
    Column,
    Figure,
    Heading,
    Provenance,
    ReportContent,
    Row,
    Table,
)
from sipas_desktop.paper.short_document import INSTRUCTIONS, item, short_document

DOTS = "…" * 12
_RECHECK = {
    RecheckChannel.SMS: "bằng tin nhắn",
    RecheckChannel.PHONE: "qua điện thoại",
    RecheckChannel.VISIT: "bằng cách đến gặp",
}
_HANDING_OUT = {
    Identity.LINKED: (
        "Phát đúng phiếu cho đúng người trong danh sách: số trên phiếu phải khớp với số ở dòng của người đó. Không tự "
        "đổi người; không gặp được thì ghi vào danh sách, người dự phòng do cơ quan chủ trì chọn theo thứ tự.",
        "Người nhận phiếu ký vào danh sách. Danh sách không kèm câu trả lời và không cho người khác xem.",
    ),
    Identity.NUMBERED: (
        "Ghi số phiếu đã phát vào danh sách. Không ghi tên người nhận phiếu lên phiếu hoặc bên cạnh số phiếu.",
    ),
    Identity.ANONYMOUS: (
        "Phiếu không ghi tên. Không ghi lại ai nhận phiếu nào; người trả lời tự bỏ phiếu vào hòm phiếu đã niêm phong.",
    ),
}


def instructions(plan: Plan, provenance: Provenance) -> ReportContent:
    """The instructions as a document of one to two pages."""
    reasons = _reasons(plan)
    body: list[Block] = [
        Heading(1, "1. Thời gian và đối tượng"),
        *_when(plan),
        *_whom(plan),
        Heading(1, "2. Phát và thu phiếu"),
        *_how(plan),
        Heading(1, "3. Số phiếu cần thu"),
        *_quotas(plan),
        Heading(1, "4. Phiếu không hợp lệ"),
        item("Không sửa, không điền thay, không tự loại phiếu nào: nộp lại tất cả. Phiếu không được tính khi:"),
        reasons,
        Heading(1, "5. Bảo mật và liên hệ"),
        *_contact(plan),
    ]
    signature = signature_of(plan.document)
    return short_document(plan, INSTRUCTIONS, "Phát, thu phiếu: ", body, reasons, provenance, signature=signature)


def _when(plan: Plan) -> list[Block]:
    start, end = plan.fieldwork
    lines = [f"- Thời gian khảo sát: từ ngày {date_numeric(start)} đến hết ngày {date_numeric(end)}."]
    lines += [
        f"- {wave.title}: từ ngày {date_numeric(wave.start)} đến hết ngày {date_numeric(wave.end)}."
        for wave in plan.waves
    ]
    lines += [
        f"- {milestone.title.rstrip('.')}: trong {milestone.due.count:02d} ngày làm việc sau ngày kết thúc."
        for milestone in plan.milestones
        if isinstance(milestone.due, WorkingDaysAfter) and milestone.work is None
    ]
    return [item(line) for line in lines]


def _whom(plan: Plan) -> list[Block]:
    return [
        item(f"- {_numbered('Đối tượng', n, len(plan.groups))}: {group.title.rstrip('.')}.")
        for n, group in enumerate(plan.groups, start=1)
    ]


def _numbered(word: str, n: int, of: int) -> str:
    return word if of == 1 else f"{word} {n}"


def _how(plan: Plan) -> list[Block]:
    lines = [f"Kênh: {'; '.join(channel.title for channel in plan.channels)}."]
    if not any(channel.paper for channel in plan.channels):
        lines.append("Kế hoạch chỉ khảo sát trực tuyến: hướng dẫn người trả lời tự trả lời, không trả lời thay.")
    else:
        lines += _HANDING_OUT[plan.identity]
        lines.append(
            "Để người trả lời tự đánh dấu; giải thích câu hỏi khi được hỏi, không gợi ý mức trả lời. Công chức, viên "
            "chức giải quyết hồ sơ không đứng cạnh khi người dân trả lời."
        )
        if plan.post.postage is not Postage.NONE:
            lines.append(
                "Ai không trả lời ngay thì đưa kèm phong bì gửi lại đã "
                f"{'dán tem' if plan.post.postage is Postage.STAMP else 'trả cước'}."
            )
        with_list = "" if plan.identity is Identity.ANONYMOUS else " cùng danh sách"
        lines.append(f"Thu phiếu theo từng đơn vị; bàn giao{with_list}, có biên bản giao nhận ghi các số phiếu.")
    lines += _after(plan.recheck)
    return [item(f"- {line}") for line in lines]


def _after(recheck: Recheck | None) -> list[str]:
    if recheck is None:
        return []
    return [
        f"Sau khi thu, cơ quan chủ trì phúc tra {_RECHECK[recheck.channel]}: phiếu không do người có tên trong danh "
        "sách trả lời sẽ bị loại."
    ]


def _quotas(plan: Plan) -> list[Block]:
    if not plan.quotas:
        return [item("- Kế hoạch không quy định số phiếu tối thiểu.")]
    lines = []
    for quota in plan.quotas:
        codes = (*quota.groups, *quota.waves, *quota.sectors)
        about = ", ".join(plan.titles.get(code, code) for code in codes)
        per = f"tính theo {per_words(quota.per)}; " if quota.per and quota.brackets else ""
        rules = "; ".join(rule_lines(quota, "vi", plan.titles))
        lines.append(f"- {about}: {per}{rules}." if about else f"- {(per + rules)[:1].upper()}{(per + rules)[1:]}.")
    return [item(line) for line in lines]


def _reasons(plan: Plan) -> Table:
    columns = (Column("STT", 11, Align.CENTRE), Column("Trường hợp", 54), Column("Khi nào", 100))
    rows = [
        Row(reason.code, tuple((Figure(cell),) for cell in (str(n), reason.title, reason.rule or "–")))
        for n, reason in enumerate(plan.reasons, start=1)
    ]
    return Table("reasons", "Các trường hợp phiếu không hợp lệ", columns, tuple(rows))


def _contact(plan: Plan) -> list[Block]:
    owner = _who(plan.duties, PlanRole.OWNER) or plan.owner
    return [
        item(
            "- Việc trả lời là tự nguyện. Họ tên, địa chỉ, số điện thoại chỉ dùng để phát, thu và phúc tra phiếu; mất "
            "danh sách hoặc phiếu thì báo ngay. Sửa hoặc điền thay phiếu để làm sai kết quả bị xử lý theo quy định."
        ),
        item(f"- Liên hệ: {owner}, điện thoại: {plan.post.phone or DOTS}./."),
    ]


def _who(duties: Sequence[Duty], role: PlanRole) -> str:
    return next((duty.who for duty in duties if duty.role is role), "")
