"""The minutes of a draw (biên bản chọn mẫu): what was drawn from what and how, so that anybody can draw it again."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.sampling import Stratum
from sipas_desktop.domain.vietnamese import count, count_in_text, date_numeric
from sipas_desktop.paper.report_head import signature_of
from sipas_desktop.paper.report_model import (
    Align,
    Block,
    Column,
    Figure,
    Heading,
    Paragraph,
    Provenance,
    ReportContent,
    Row,
    Run,
    Style,
    Table,
)
from sipas_desktop.paper.short_document import MINUTES, item, short_document

DOTS = "…" * 14
_METHODS = {
    "simple": "chọn ngẫu nhiên đơn giản",
    "systematic": "chọn ngẫu nhiên hệ thống",
    "stratified": "chọn ngẫu nhiên phân tầng",
}
_STRATA = {"unit": "cơ quan, đơn vị", "sector": "lĩnh vực", "procedure": "thủ tục hành chính"}
_BASES = {
    "given": "do cơ quan chủ trì ấn định",
    "quota": "theo số phiếu tối thiểu của Kế hoạch, mỗi dòng của dàn mẫu tính là một lượt giao dịch",
    "transactions": "theo số phiếu tối thiểu của Kế hoạch, tính từ số lượt giao dịch{years} đã nhập vào cuộc khảo sát",
    "fixed": "theo số phiếu ấn định trong Kế hoạch",
    "formula": "theo công thức n = N / (1 + N·e²) với sai số e = 5%, làm tròn lên",
}
_HOW = {
    "simple": "Các dòng có mã xếp hạng nhỏ nhất vào danh sách chính thức, các dòng kế tiếp vào danh sách dự phòng.",
    "stratified": "Trong từng tầng, các dòng có mã xếp hạng nhỏ nhất vào danh sách chính thức, các dòng kế tiếp vào "
    "danh sách dự phòng.",
    "systematic": "Xếp các dòng theo thứ tự tiếng Việt của cơ quan, lĩnh vực, thủ tục, tên người; lấy các dòng ở vị "
    "trí ⌊(u + i)·N/n⌋, i = 0, 1, … n − 1, với u = SHA-256(số hạt giống) / 2 mũ 256. Danh sách dự phòng là các dòng "
    "còn lại có mã xếp hạng nhỏ nhất.",
}


@dataclass(frozen=True)
class DrawTold:
    """What the minutes tell of one draw; ``at`` is the time in Vietnam, ``number`` says the how-manieth draw it was."""

    number: int
    at: datetime.datetime
    operator: str
    seed: int
    method: str
    by: str
    basis: str
    official_asked: int
    each: bool  # whether a number was asked of each stratum, not one in all
    reserve_asked: int
    rows: int
    duplicates: int
    frame_sha256: str
    strata: tuple[Stratum, ...]
    reason: str  # why it was drawn again; "" for the first
    replaced: int  # members replaced since
    counted: Mapping[str, int] = field(default_factory=dict)  # stratum → transactions, where they are the basis
    years: tuple[int, ...] = ()  # whose transactions they are
    not_in_frame: Mapping[str, int] = field(default_factory=dict)  # stratum without a row → transactions

    @property
    def by_stratum(self) -> bool:
        """Whether the plan's rule says a number for each stratum."""
        return self.method == "stratified" and self.each


@dataclass(frozen=True)
class Person:
    """One line of an annex."""

    name: str
    address: str
    unit: str
    procedure: str
    dossier: str


def minutes(
    plan: Plan,
    told: DrawTold,
    provenance: Provenance,
    official: Sequence[Person] = (),
    reserve: Sequence[Person] = (),
) -> ReportContent:
    """The minutes as a document; the lists are annexed where they are given."""
    body: list[Block] = [item(f"Căn cứ {basis.rstrip(';.')};", italic=True) for basis in plan.document.legal_basis]
    body += [*_who(told), *_frame(told), *_method(told), *_result(told), *_again(told, provenance)]
    body.append(_plain(f"Biên bản được lập xong hồi {DOTS}, các thành phần dự họp cùng nghe và thống nhất./."))
    annex: list[Block] = []
    if official or reserve:
        annex = [_people("official", "Danh sách mẫu chính thức", official)]
        annex += [_people("reserve", "Danh sách mẫu dự phòng (theo thứ tự gọi)", reserve)]
    signed = signature_of(plan.document)
    return short_document(
        plan,
        MINUTES,
        "Chọn mẫu ",
        body,
        _strata(told),
        provenance,
        done=told.at.date(),
        signature=replace(signed, recipients=signed.recipients[-1:]),  # it is kept, not sent
        annex_title=("Phụ lục\nDANH SÁCH MẪU", "(Kèm theo Biên bản chọn mẫu)") if annex else None,
        annex=annex,
    )


def _who(told: DrawTold) -> list[Block]:
    when = f"{told.at:%H} giờ {told.at:%M} phút, ngày {date_numeric(told.at.date())}"
    blocks: list[Block] = [
        Heading(1, "I. THỜI GIAN, THÀNH PHẦN"),
        item(f"Thời gian chọn mẫu: {when} (lần chọn thứ {told.number} của cuộc khảo sát)."),
        _present(told),
    ]
    if told.reason:
        blocks.append(_plain(f"Mẫu được chọn lại, thay cho lần chọn trước. Lý do: {told.reason.rstrip('.')}."))
    return blocks


def _present(told: DrawTold) -> Table:
    """Who drew, who saw it, who wrote it down, with room to sign."""
    columns = (Column("Vai trò", 62), Column("Họ và tên, chức vụ", 63), Column("Ký tên", 40))
    people = (("Người chọn mẫu trên phần mềm", told.operator), ("Người chứng kiến", ""), ("Người lập biên bản", ""))
    room = (Figure("\N{NO-BREAK SPACE}"), Figure("\N{NO-BREAK SPACE}"))  # two lines, to sign on
    rows = [Row(who, ((Figure(who),), (Figure(name),), room)) for who, name in people]
    return Table("present", "Thành phần", columns, tuple(rows), "")


def _frame(told: DrawTold) -> list[Block]:
    repeated = ""
    if told.duplicates:
        repeated = f" Có {count_in_text(told.duplicates)} dòng lặp lại hoàn toàn một dòng khác, chỉ tính một lần."
    return [
        Heading(1, "II. DÀN MẪU"),
        _plain(f"Dàn mẫu có {count_in_text(told.rows)} dòng khác nhau.{repeated} Mã băm SHA-256 của dàn mẫu:"),
        _line(told.frame_sha256),
    ]


def _method(told: DrawTold) -> list[Block]:
    method = _METHODS[told.method]
    if told.method == "stratified":
        method += f" theo {_STRATA[told.by]}"
        if not told.by_stratum:
            method += ", phân bổ tỷ lệ thuận theo phương pháp số dư lớn nhất"
    wanted = (
        f"{count_in_text(told.official_asked)} người chính thức, {count_in_text(told.reserve_asked)} người dự phòng"
    )
    return [
        Heading(1, "III. PHƯƠNG PHÁP"),
        item(f"1. Phương pháp: {method}."),
        item(f"2. Số hạt giống (seed): {told.seed}."),
        item(f"3. Số lượng cần chọn: {wanted}; số người chính thức {_basis(told)}."),
    ]


def _basis(told: DrawTold) -> str:
    """Where the number of official members comes from, in words."""
    years = f" năm {', '.join(map(str, told.years))}" if told.years else ""
    said = _BASES[told.basis].format(years=years)
    if told.basis != "transactions":
        return said
    if "" in told.counted:
        return f"{said} ({count(told.counted[''])} lượt)"
    if any(each.name not in told.counted for each in told.strata):
        said += "; nơi chưa có số lượt giao dịch thì mỗi dòng của dàn mẫu tính là một lượt"
    return said


def _result(told: DrawTold) -> list[Block]:
    official, reserve = _sum(told)
    blocks: list[Block] = [
        Heading(1, "IV. KẾT QUẢ"),
        _plain(
            f"Đã chọn {count_in_text(official)} người vào danh sách chính thức và {count_in_text(reserve)} người vào "
            "danh sách dự phòng."
        ),
        _strata(told),
    ]
    if official < told.official_asked or reserve < told.reserve_asked:
        missing = [
            f"{count_in_text(short)} người {name}"
            for short, name in (
                (told.official_asked - official, "chính thức"),
                (told.reserve_asked - reserve, "dự phòng"),
            )
            if short > 0
        ]
        blocks.append(_plain(f"Dàn mẫu không đủ người: còn thiếu {' và '.join(missing)} so với số cần chọn."))
    if told.by_stratum and (few := [each for each in told.strata if each.short]):
        parts = "; ".join(f"{_named(each)}: cần {count(each.asked)}, dàn mẫu có {count(each.rows)}" for each in few)
        blocks.append(_plain(f"Nơi dàn mẫu có ít dòng hơn số cần chọn: {parts}."))
    if told.not_in_frame:
        parts = "; ".join(f"{name} ({count(number)} lượt)" for name, number in told.not_in_frame.items())
        blocks.append(_plain(f"Có giao dịch nhưng không có dòng nào trong dàn mẫu của lần chọn này: {parts}."))
    if told.replaced:
        blocks.append(
            _plain(
                f"Từ khi chọn mẫu đến khi in biên bản này đã thay {count_in_text(told.replaced)} người của danh sách "
                "chính thức bằng người dự phòng, theo đúng thứ tự; lý do từng trường hợp ghi trong lịch sử phần mềm."
            )
        )
    return blocks


def _again(told: DrawTold, provenance: Provenance) -> list[Block]:
    order = "SHA-256 của dãy ký tự gồm số hạt giống, dấu xuống dòng và dòng đó"
    return [
        Heading(1, "V. CÁCH CHỌN LẠI ĐỂ KIỂM CHỨNG"),
        item(
            "1. Mỗi dòng của dàn mẫu gồm chín ô: cơ quan, lĩnh vực, thủ tục, mã hồ sơ, họ tên, địa chỉ, điện thoại, "
            "ngày tiếp nhận, ngày trả kết quả (ngày ghi dạng 2024-09-05), cách nhau bằng dấu tab, mã UTF-8 (NFC)."
        ),
        item(
            "2. Xếp các dòng theo mã ký tự, sau mỗi dòng là một dấu xuống dòng; SHA-256 của toàn bộ phải bằng mã băm "
            "tại mục II. Thứ tự dòng trong tệp ban đầu không ảnh hưởng đến kết quả."
        ),
        item(f"3. Mã xếp hạng của một dòng là {order} (UTF-8)."),
        item(f"4. {_HOW[told.method]}"),
        item(
            f"5. Bằng phần mềm (phiên bản {provenance.program}): lệnh sau chọn lại từ dàn mẫu trong cuộc khảo sát, "
            "so sánh với danh sách đã lưu, và đối chiếu mã lịch sử khi in biên bản này:"
        ),
        _line(f"sipas check CUOC-KHAO-SAT --head {provenance.head}"),
    ]


def _strata(told: DrawTold) -> Table:
    with_counts = bool(told.counted) and "" not in told.counted
    columns = (
        Column("STT", 12, Align.CENTRE),
        Column(_STRATA[told.by].capitalize() if told.method == "stratified" else "Dàn mẫu", 48 if with_counts else 69),
        *([Column("Số lượt giao dịch", 21, Align.RIGHT)] if with_counts else []),
        Column("Số dòng", 21, Align.RIGHT),
        Column("Cần chọn", 21, Align.RIGHT),
        Column("Chính thức", 21, Align.RIGHT),
        Column("Dự phòng", 21, Align.RIGHT),
    )

    def row(key: str, first: str, name: str, transactions: int | None, *numbers: int, strong: bool = False) -> Row:
        counted = ["–" if transactions is None else count(transactions)] if with_counts else []
        cells = [first, name, *counted, *map(count, numbers)]
        return Row(key, tuple((Figure(cell),) for cell in cells), strong)

    rows = [
        row(
            str(number),
            str(number),
            _named(each) if told.method == "stratified" else "Toàn bộ",
            told.counted.get(each.name),
            *(each.rows, each.asked, each.official, each.reserve),
        )
        for number, each in enumerate(told.strata, start=1)
    ]
    if len(rows) > 1:
        official, reserve = _sum(told)
        counted = sum(told.counted.get(each.name, 0) for each in told.strata)
        numbers = (told.rows, told.official_asked, official, reserve)
        rows.append(row("all", "", "Cộng", counted, *numbers, strong=True))
    return Table("strata", "Kết quả chọn mẫu", columns, tuple(rows), "")


def _named(stratum: Stratum) -> str:
    return stratum.name or "(không ghi)"


def _sum(told: DrawTold) -> tuple[int, int]:
    return sum(each.official for each in told.strata), sum(each.reserve for each in told.strata)


def _people(key: str, caption: str, people: Sequence[Person]) -> Table:
    columns = (
        Column("STT", 11, Align.CENTRE),
        Column("Họ và tên / Tên tổ chức", 38),
        Column("Địa chỉ", 36),
        Column("Cơ quan", 28),
        Column("Thủ tục", 28),
        Column("Mã hồ sơ", 24),
    )
    rows = [
        Row(
            str(number),
            tuple(
                (Figure(cell),)
                for cell in (str(number), each.name, each.address, each.unit, each.procedure, each.dossier)
            ),
        )
        for number, each in enumerate(people, start=1)
    ]
    return Table(key, caption, columns, tuple(rows), "")


def _plain(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _line(text: str) -> Paragraph:
    return Paragraph((Run(text),), Style.COMMAND)
