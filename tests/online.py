"""Online answers for tests: rows as an import gives them, and files as online channels export them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sipas_desktop.domain.answer import Answer
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.workflow import Entry, OnlineAnswer, OnlineImport
from tests.surveys import Station

RATED = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8", "Q9", "Q10", "overall")  # of the form of hue-2024


@dataclass(frozen=True)
class Day:
    """One online answer: when, with which level everywhere, on which dossier, about whom."""

    at: str
    level: str = "4"
    dossier: str = ""
    officer: str | None = None
    unit: str | None = None


def online_answers(desk: Station, days: Sequence[Day], source: str = "HueS") -> tuple[OnlineImport, list[OnlineAnswer]]:
    """An import of ``days`` with nothing left out."""
    form = next(iter(desk.admin.forms.values()))
    channels = [channel.code for channel in desk.admin.plan.channels if not channel.paper]
    answers = [
        OnlineAnswer(
            at=day.at,
            channel=channels[0] if channels else "khong-co",
            wave=None,
            unit=day.unit,
            procedure=None,
            officer=day.officer,
            dossier=day.dossier,
            answers={question.code: Answer(day.level) for question in form.rated},
        )
        for day in days
    ]
    group = desk.admin.plan.groups[0].code
    counts = {"rows": len(days), "excluded": {}, "duplicates": 0, "rejected": 0}
    seen = queries.online_held(desk.admin, source).seen
    return OnlineImport(source, "tệp thử", group, "0" * 64, "1" * 64, seen=seen, **counts), answers  # type: ignore[arg-type]


def take(desk: Station, *days: Day, source: str = "HueS") -> int:
    """Import ``days``."""
    told, answers = online_answers(desk, days, source)
    return workflow.import_online(desk.admin, told, answers)


def online_everything(desk: Station) -> None:
    """Two imports with everything that an online answer may hold, officers, one renamed, and totals, one corrected."""
    workflow.set_officers(desk.admin, [Entry("cb-1", "Cán bộ một"), Entry("cb-2", "Cán bộ hai")])
    workflow.set_officers(desk.admin, [Entry("cb-2", "Cán bộ hai, bưu điện")])
    workflow.set_catalogue(desk.admin, "unit", [Entry("DV1", "Đơn vị một"), Entry("DV2", "Đơn vị hai")])
    for number in (1, 2):
        days = [
            Day(f"2024-09-1{number}T08:30:00", "4", f"H57-0{number}1", "cb-1", "DV1"),
            Day(f"2024-09-1{number}", "5", f"H57-0{number}2", "cb-2", "DV2"),
            Day(f"2024-09-1{number}T09:00:00", "1"),
        ]
        told, answers = online_answers(desk, days, f"Nguồn {number}")
        form = next(iter(desk.admin.forms.values()))
        text = next(question.code for question in form.questions if question.kind.value == "long_text")
        answers[0] = replace(answers[0], procedure="PLan", answers={**answers[0].answers, text: Answer("+", "tốt")})
        told = replace(told, rows=7, excluded={"official": 2}, duplicates=1, rejected=1)
        workflow.import_online(desk.admin, told, answers)
    channel = next(channel.code for channel in desk.admin.plan.channels if not channel.paper)
    group = desk.admin.plan.groups[0].code
    total = workflow.OnlineTotal("Cổng của sở", "công văn 12", channel, group, "DV1", None, 60, {"Q1": {"5": 40}})
    assert workflow.set_online_total(desk.admin, total)
    assert not workflow.set_online_total(desk.admin, total)
    assert workflow.set_online_total(desk.admin, replace(total, answers=61))
    assert workflow.set_online_total(desk.admin, replace(total, source="Cổng khác", unit=None))


def online_beside_paper(desk: Station) -> None:
    """Two answers whose paper counts, two comments, and an import that counts beside paper."""
    papers = sorted(queries.online_held(desk.admin, "").held.on_paper)[:2]
    told, answers = online_answers(desk, [Day("2024-09-13", dossier=dossier) for dossier in papers])
    form = next(iter(desk.admin.forms.values()))
    text = next(question.code for question in form.questions if question.kind.value == "long_text")
    written = [replace(answers[0], dossier="", answers={text: Answer("+", said)}, comment=True) for said in "ab"]
    assert workflow.import_online(desk.admin, replace(told, rows=4), [*answers, *written]) == 4
    told, answers = online_answers(desk, [Day("2024-09-14", dossier=papers[0])], "Nguồn khác")
    workflow.import_online(desk.admin, replace(told, on_paper=False), answers)


HEADINGS = ("Thời gian đánh giá", "Mã hồ sơ", "Mã xác thực", "Số điện thoại", "Ngày trả kết quả", "Cán bộ tiếp nhận")


def write_export(path: Path, rows: Sequence[Sequence[object]], headings: Sequence[str] = HEADINGS) -> Path:
    """A workbook as a channel exports it: a title, a header, ``rows``, a line of totals.

    A row has the headings' cells, then the words that all rated questions get.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DANH SÁCH ĐÁNH GIÁ CỦA NGƯỜI DÂN"])
    sheet.append(["STT", *headings, *(f"Câu {code.removeprefix('Q')}" for code in RATED[:-1]), "Đánh giá chung"])
    for number, row in enumerate(rows, start=1):
        *cells, words = row or [None]
        sheet.append([number, *cells, *[words] * len(RATED)])
    sheet.append(["", "Tổng cộng", len(rows)])
    book.save(path)
    return path


def mapping_text(headings: Sequence[str] = HEADINGS, rules: str = "", source: str = "HueS") -> str:
    """A mapping for ``write_export``."""
    fields = dict(zip(HEADINGS, ("@answered", "@dossier", "", "@phone", "@resulted", "@officer"), strict=True))
    lines = [f'"{heading}" = "{fields[heading]}"' for heading in headings if fields.get(heading)]
    lines += [f'"Câu {code.removeprefix("Q")}" = "{code}"' for code in RATED[:-1]] + ['"Đánh giá chung" = "overall"']
    levels = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
    values = [f'"{words}" = "{place}"' for place, words in enumerate(levels, start=1)]
    parts = [
        "format = 1", f'source = "{source}"', 'origin = "xuất ngày 01/10/2024"',
        "[columns]", *lines, '[values."*"]', *values, "[rules]", rules,
    ]  # fmt: skip
    return "\n".join(parts) + "\n"
