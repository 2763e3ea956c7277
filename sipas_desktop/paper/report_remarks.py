"""The office's words in a report: they stand after what the program says, and in place of what it only drafted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sipas_desktop.domain.remark import Section
from sipas_desktop.paper.report_model import Paragraph, Run, Style
from sipas_desktop.paper.report_text import body, item

Remarks = Mapping[Section, str]
DRAFT = "(Dự thảo do phần mềm lập từ số liệu; cơ quan chủ trì xem lại, sửa và bổ sung trước khi ký.)"
NOTHING = "Số liệu không cho thấy nội dung nào để dự thảo ở mục này."


def written(remarks: Remarks, section: Section) -> list[Paragraph]:
    """The remark on ``section``, a paragraph a line; nothing where there is none."""
    return [_paragraph(line) for line in remarks.get(section, "").splitlines()]


def written_or_drafted(remarks: Remarks, section: Section, draft: Sequence[str]) -> list[Paragraph]:
    """The remark, else the draft, marked as one."""
    if own := written(remarks, section):
        return own
    return [Paragraph((Run(DRAFT),), Style.LEAD), *(item(f"- {line}") for line in draft or [NOTHING])]


def _paragraph(line: str) -> Paragraph:
    first = line.split(" ", 1)[0]
    listed = first in ("-", "+", "•") or first.rstrip(".)").isdigit()
    return Paragraph((Run(line),), Style.ITEM) if listed else body(line)
