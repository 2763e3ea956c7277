"""The head and foot of an official document, from what the plan says of them (Nghị định 30/2020)."""

from __future__ import annotations

from sipas_desktop.domain.plan import Document, Plan
from sipas_desktop.paper.report_model import Letterhead, Signature

BLANK_NUMBER = "\N{NO-BREAK SPACE}" * 7  # room to write the number and the day by hand


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


def belongs_to(plan: Plan) -> str:
    """To what an annex of the plan's report belongs."""
    document = plan.document
    day = f"ngày{BLANK_NUMBER}tháng{BLANK_NUMBER}năm {plan.year}"
    return f"(Kèm theo Báo cáo số{BLANK_NUMBER}{document.number} {day}\ncủa {plan.owner})"
