"""Checks a report that is a Word document or a workbook: reads its figures back and compares them with the data.

An office goes on writing in such a file, so what it wrote itself is not judged; what was compared is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.verified import Differs, Verified
from sipas_desktop.paper.office_file import NotOffice, OfficeFile
from sipas_desktop.paper.report_model import Block, ReportContent

if TYPE_CHECKING:
    from sipas_desktop.paper.figures_held import Held

WORKBOOK = "xl/"


def is_office(data: bytes) -> bool:
    """Whether these are the bytes of a zip, as Word documents and workbooks are."""
    return data.startswith(b"PK")


def office_words(data: bytes, name: str) -> str:
    """What the file tells of how it was made; "" where it tells nothing. Raises ``Refusal`` for what cannot be read."""
    try:
        file = OfficeFile(data)
        file.main()
        return file.told()
    except NotOffice:
        raise Refusal("verify.office", file=name) from None


def compared_office(
    due: ReportContent,
    data: bytes,
    *,
    follows: Callable[[Block], bool] | None = None,
    remarks: Collection[str] = (),
) -> Verified:
    """What the figures of the file ``data`` say otherwise than ``due``; ``follows`` says which blocks are compared.

    ``remarks``: lines that the office wrote in the program, which it may have changed since.
    """
    try:
        file = OfficeFile(data)
        compare = _workbook if file.main().startswith(WORKBOOK) else _document
        same, held = compare(due, data, file, follows, remarks)
    except NotOffice:
        raise Refusal("verify.office_parts") from None
    program, head = due.provenance.program, due.provenance.head
    differs = tuple(
        Differs(each.kind.value, each.page, each.where, each.printed, each.expected) for each in held.differs
    )
    figures = (held.compared, held.due)
    return Verified(differs, head, None, program, same, held.missing, figures, held.own)


def _document(
    due: ReportContent,
    data: bytes,
    file: OfficeFile,
    follows: Callable[[Block], bool] | None,
    remarks: Collection[str],
) -> tuple[bool, Held]:
    from sipas_desktop.paper.docx_differences import differences, everything
    from sipas_desktop.paper.docx_reader import read_docx
    from sipas_desktop.paper.report_docx import docx_bytes

    expected = docx_bytes(due)
    drawn = read_docx(OfficeFile(expected))
    return expected == data, differences(due, drawn, read_docx(file), follows or everything, remarks)


def _workbook(
    due: ReportContent,
    data: bytes,
    file: OfficeFile,
    follows: Callable[[Block], bool] | None,
    remarks: Collection[str],
) -> tuple[bool, Held]:
    from sipas_desktop.paper.docx_differences import everything
    from sipas_desktop.paper.report_xlsx import xlsx_with_names
    from sipas_desktop.paper.xlsx_differences import differences
    from sipas_desktop.paper.xlsx_reader import read_xlsx

    expected, names = xlsx_with_names(due)
    drawn = read_xlsx(OfficeFile(expected))
    return expected == data, differences(due, drawn, names, read_xlsx(file), follows or everything)
