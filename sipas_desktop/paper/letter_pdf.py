"""Letters by mail merge: one PDF with an official letter (công văn, Nghị định 30/2020) for each addressee."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer
from reportlab.platypus import Paragraph as Flow

from sipas_desktop.domain.post import Letter
from sipas_desktop.errors import Refusal
from sipas_desktop.paper import fonts, report_fonts
from sipas_desktop.paper.document_pdf import About, FirstPage, PdfDocument, Sheet
from sipas_desktop.paper.fonts import Face
from sipas_desktop.paper.letterhead import Foot, LetterHead
from sipas_desktop.paper.report_fonts import BOLD, one_at_a_time
from sipas_desktop.paper.report_model import Letterhead, Signature, Style
from sipas_desktop.paper.report_pdf import STYLES, escape, style

SHEET = Sheet()
TO = style("to", fontName=BOLD, fontSize=14, alignment=TA_CENTER, spaceAfter=12)
BODY = style("letter", parent=STYLES[Style.BODY], alignment=TA_JUSTIFY, spaceAfter=6)


def letters_pdf(
    letters: Sequence[Letter],
    letterhead: Letterhead,
    signature: Signature,
    about: About,
    heard: Callable[[int], None] | None = None,
) -> tuple[bytes, int]:
    """The letters, each already filled in for its addressee, as a PDF; and its pages. ``heard`` is told each page.

    Raises ``Refusal`` where there is none, or for a letter that the typeface lacks.
    """
    if not letters:
        raise Refusal("papers.nobody")
    report_fonts.register()
    story: list[Flowable] = []
    for letter in letters:
        refuse_missing([letter.subject, letter.to, *letter.paragraphs, letter.privacy])
        story += [PageBreak()] if story else []
        story += [FirstPage(), *_letter(letter, letterhead, signature)]
    buffer = io.BytesIO()
    document = PdfDocument(buffer, about, SHEET, heard=heard)
    with one_at_a_time:
        document.build(story)
    return buffer.getvalue(), document.page


def refuse_missing(texts: Sequence[str]) -> None:
    """Raises ``Refusal`` for a letter that the typeface lacks: reportlab would print an empty box."""
    try:
        for text in texts:
            fonts.width(fonts.clean(text), Face.REGULAR, 1)
    except fonts.MissingLetter as missing:
        raise Refusal("papers.letter", letter=missing.letter) from None


def _letter(letter: Letter, letterhead: Letterhead, signature: Signature) -> list[Flowable]:
    story: list[Flowable] = [LetterHead(letterhead, letter.subject), Flow(escape(letter.to), TO)]
    story += [Flow(escape(text), BODY) for text in letter.paragraphs]
    # The signature never stands alone on a page.
    end: list[Flowable] = [Flow(escape(letter.privacy.rstrip("./") + "./."), BODY), Spacer(0, 10), Foot(signature)]
    whole = sum(each.wrap(SHEET.width, SHEET.height)[1] + each.getSpaceAfter() for each in end)
    return [*story, CondPageBreak(min(whole, SHEET.height)), *end]
