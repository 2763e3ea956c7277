"""What a report says of phúc tra: how ballots were drawn, what asking once more came to, what followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sipas_desktop.domain.recheck import Due, How, Tally, Whole
from sipas_desktop.domain.recheck_flag import ALARM, Flag
from sipas_desktop.domain.recheck_rule import Consequence, RecheckChannel, Result
from sipas_desktop.domain.vietnamese import count, count_in_text, decimal
from sipas_desktop.paper.report_model import Align, Column, Figure, Paragraph, Row, Table
from sipas_desktop.paper.report_tables import LINE, NOTHING, counted, rate, words
from sipas_desktop.paper.report_text import body, item

BY: Final = {
    RecheckChannel.SMS: "bằng tin nhắn",
    RecheckChannel.PHONE: "qua điện thoại",
    RecheckChannel.VISIT: "bằng cách đến gặp",
}
_HEADS: Final = (
    ("Được chọn", 17), ("Xác nhận", 17), ("Không xác nhận", 17), ("Từ chối", 16), ("Không liên lạc được", 19),
    ("Chưa rõ, còn chờ", 17),
)  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """One draw: of ``answered`` valid returned ballots ``pool`` could be asked about and were not drawn yet."""

    how: How
    drawn: int
    answered: int
    pool: int
    seed: int | None = None
    minimum: int | None = None
    interviewer: str = ""


@dataclass(frozen=True)
class Rechecked:
    """Phúc tra of the whole survey, whatever the report is about; ``void``: failed ballots that do not count.

    ``honest_failed``: the plan's rate of mistakes by which ``flags`` are; without it there are none.
    """

    channel: RecheckChannel
    draws: Sequence[Drawn]
    parts: Sequence[Tally]
    whole: Whole
    void: int = 0
    due: Sequence[Due] = ()
    flags: Sequence[Flag] = ()
    honest_failed: float | None = None
    in_stages: bool = False


def said(found: Rechecked) -> list[Paragraph]:
    """How it was done, each draw, and what followed."""
    whole = found.whole
    lines = [
        body(
            f"Phúc tra: sau khi thu phiếu, cơ quan chủ trì hỏi lại {BY[found.channel]} một số người đã trả lời xem có "
            f"đúng là họ đã trả lời hay không. Trong {count(whole.answered)} phiếu hợp lệ đã thu của cả cuộc khảo sát, "
            f"{count_in_text(whole.askable)} phiếu có thể hỏi lại; đã chọn {count_in_text(whole.drawn)} phiếu:"
        )
    ]
    lines += [item(f"- Lần {place}: {_draw(each)}.") for place, each in enumerate(found.draws, start=1)]
    lines.append(
        body(
            "Tỷ lệ xác nhận là số phiếu được xác nhận chia cho số phiếu được xác nhận hoặc không được xác nhận; phiếu "
            "chọn theo nghi vấn được đếm nhưng không tính vào tỷ lệ. Khoảng 95% tính theo phương pháp Wilson (1927), "
            "có hiệu chỉnh cho số phiếu hữu hạn; chỉ nói về những người có thể hỏi lại." + _weighted(found.whole)
        )
    )
    lines.append(body(_followed(found)))
    return [*lines, body(_flagged(found))] if found.flags else lines


def _weighted(whole: Whole) -> str:
    """How the rate in all is made of the interviewers', where there is more than one."""
    if len([part for part in whole.parts if part.told]) < 2:
        return ""
    text = (
        " Tỷ lệ chung là trung bình các tỷ lệ của từng điều tra viên theo số phiếu hợp lệ đã thu của mỗi người, vì "
        "người có ít phiếu được hỏi lại nhiều hơn so với số phiếu của mình; khoảng 95% của tỷ lệ chung tính theo cỡ "
        "mẫu hiệu dụng (Kish, 1992)."
    )
    if whole.left_out:
        left = count(whole.left_out)
        text += f" {left} phiếu của những điều tra viên chưa có kết quả nào không nằm trong tỷ lệ chung."
    return text


def _flagged(found: Rechecked) -> str:
    rate = f"{decimal(found.honest_failed or 0, 1).removesuffix(',0')}%"
    looks = (
        "dù hỏi thêm và xem lại bao nhiêu lần (kiểm định nhị thức tuần tự chính xác, hiệu chỉnh theo số điều tra viên"
        if found.in_stages
        else "sau một lần chọn (kiểm định nhị thức chính xác, hiệu chỉnh theo số điều tra viên"
    )
    text = (
        f"Nếu mọi phiếu đều thật và {rate} số người được hỏi trả lời nhầm thì trong 100 cuộc khảo sát có nhiều nhất "
        f"{count_in_text(round(100 * ALARM))} cuộc có điều tra viên nào đó bị nêu ở đây {looks}). "
    )
    odd = [each for each in found.flags if each.flagged]
    if not odd:
        return text + "Không điều tra viên nào có số phiếu không được xác nhận vượt quá mức đó."
    names = ", ".join(f"{each.interviewer} ({count(each.failed)}/{count(each.asked)} phiếu)" for each in odd)
    return text + f"Số phiếu không được xác nhận vượt quá mức đó: {names}."


def _draw(each: Drawn) -> str:
    number = f"{count_in_text(each.drawn)} phiếu"
    match each.how:
        case How.RANDOM:
            least = f", mỗi điều tra viên ít nhất {count_in_text(each.minimum)} phiếu nếu có" if each.minimum else ""
            return f"chọn ngẫu nhiên {number} trong {count(each.pool)} phiếu, theo hạt giống {each.seed}{least}"
        case How.INTERVIEWER:
            if each.seed is not None:
                return f"chọn ngẫu nhiên thêm {number} của điều tra viên {each.interviewer}, theo hạt giống {each.seed}"
            return f"chọn toàn bộ {number} còn lại của điều tra viên {each.interviewer}"
        case How.SERIALS:
            return f"chọn {number} theo nghi vấn"


def _followed(found: Rechecked) -> str:
    failed = found.whole.count(Result.FAILED)
    if not failed:
        return "Không có phiếu nào không được xác nhận."
    text = (
        f"Có {count_in_text(failed)} phiếu không được xác nhận, trong đó {count_in_text(found.void)} phiếu đã bị loại."
    )
    due = {then: [each for each in found.due if each.then is then] for then in Consequence}
    left = []
    if due[Consequence.VOID]:
        left.append(f"loại {count_in_text(len(due[Consequence.VOID]))} phiếu")
    if due[Consequence.REPLACE]:
        left.append(f"thay {count_in_text(len(due[Consequence.REPLACE]))} người bằng người trong danh sách dự phòng")
    if due[Consequence.RECHECK_ALL]:
        names = ", ".join(each.interviewer for each in due[Consequence.RECHECK_ALL])
        left.append(f"phúc tra toàn bộ phiếu của điều tra viên {names}")
    if due[Consequence.RECHECK_MORE]:
        more = ", ".join(
            f"{count(each.ballots)} phiếu của {each.interviewer}" for each in due[Consequence.RECHECK_MORE]
        )
        left.append(f"phúc tra thêm {more}")
    return f"{text} Theo quy định của kế hoạch còn phải: {'; '.join(left)}." if left else text


def table(found: Rechecked, decimals: int, caption: str) -> Table:
    """A row for each interviewer who is known, and one in all."""
    rest = LINE - sum(width for _, width in _HEADS) - 34
    columns = (
        Column("Điều tra viên", rest),
        *(Column(head, width, Align.RIGHT) for head, width in _HEADS),
        Column("Tỷ lệ xác nhận", 34, Align.RIGHT, ("tỷ lệ", "khoảng 95%")),
    )
    known = [part for part in found.parts if part.interviewer]
    rows = [_row(f"recheck.{part.interviewer}", part.interviewer, part, decimals) for part in known]
    others = [part for part in found.parts if not part.interviewer and known and part.drawn]
    rows += [_row("recheck.", "Không rõ điều tra viên", part, decimals) for part in others]
    rows.append(_row("recheck", "Tổng số", found.whole, decimals, strong=True))
    return Table("recheck", caption, columns, tuple(rows))


def _row(key: str, title: str, part: Tally, decimals: int, *, strong: bool = False) -> Row:
    numbers = (
        part.drawn,
        *(part.count(result) for result in (Result.CONFIRMED, Result.FAILED, Result.REFUSED, Result.UNREACHED)),
        part.count(Result.UNCLEAR) + part.waiting,
    )
    interval = part.passed
    between = NOTHING if interval is None else Figure(f"{_bound(interval.low)} – {_bound(interval.high)}")
    return Row(key, (words(title), *map(counted, numbers), (*rate(part.percent, decimals), between)), strong)


def _bound(percent: float) -> str:
    return f"{decimal(percent, 1)}%"
