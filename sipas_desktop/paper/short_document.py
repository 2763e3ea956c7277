"""What slips, records, minutes and instructions have in common: a letterhead over a body, and how it is checked."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.vietnamese import date_numeric
from sipas_desktop.paper.report_head import letterhead_of
from sipas_desktop.paper.report_model import (
    Annex,
    Block,
    Paragraph,
    Provenance,
    ReportContent,
    Run,
    Signature,
    Style,
    Table,
)

MINUTES = ("BIÊN BẢN", "BB")  # a kind of document, and its letters in the number
INSTRUCTIONS = ("HƯỚNG DẪN", "HD")


def short_document(
    plan: Plan,
    kind: tuple[str, str],
    subject: str,
    body: Sequence[Block],
    summary: Table,
    provenance: Provenance,
    *,
    done: datetime.date | None = None,
    signature: Signature | None = None,
    annex_title: tuple[str, str] | None = None,
    annex: Sequence[Block] = (),
) -> ReportContent:
    """A document of ``kind`` on ``subject`` of the plan's survey, such as "Mở hòm phiếu".

    Its year is that of the day when what it records was ``done``, else of the day of printing.
    """
    return ReportContent(
        title=f"{subject}{plan.title[:1].lower()}{plan.title[1:]}",
        author=" ".join(plan.document.issuer.split()) or plan.owner,
        letterhead=letterhead_of(plan.document, (done or provenance.printed).year, *kind),
        body=tuple(body),
        signature=signature,
        annexes=(Annex(*annex_title, tuple(annex)),) if annex_title else (),
        method=(),
        summary=summary,
        decimals=plan.decimals,
        provenance=provenance,
    )


def item(text: str, *, italic: bool = False) -> Paragraph:
    """A point of the body."""
    return Paragraph((Run(text, italic=italic),), Style.ITEM)


def how_to_check(provenance: Provenance) -> list[Block]:
    """By which command the survey's history is held against the head that the document prints."""
    return [
        item(
            f"Số liệu lập từ phần mềm (phiên bản {provenance.program}) ngày {date_numeric(provenance.printed)}. Lệnh "
            "sau đối chiếu lịch sử của cuộc khảo sát với mã lịch sử khi in biên bản này:"
        ),
        Paragraph((Run(f"sipas check CUOC-KHAO-SAT --head {provenance.head}"),), Style.COMMAND),
    ]
