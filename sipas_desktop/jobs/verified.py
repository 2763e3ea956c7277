"""What came of checking a report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Differs:
    """One thing that the report prints otherwise.

    ``kind``: printed | page_missing | page_added | page_moved | drawn | formula | format | head | day. ``page`` is
    counted from 1, 0 where it is about the whole report or its file has no pages.
    """

    kind: str
    page: int = 0
    where: str = ""
    printed: str = ""
    expected: str = ""


@dataclass(frozen=True)
class Verified:
    """What came of it. ``since``: facts in the history after the report's head, None where the head is not in it.

    ``same_bytes``: whether the file is byte for byte the one that would be written now. ``not_checked``: parts of the
    report that nothing was there to compare with. ``figures``: how many figures of a Word document or a workbook were
    compared, of how many that the report has; None for a PDF, of which all is. ``own``: what the office wrote there
    beside the report, as far as it has figures.
    """

    differs: tuple[Differs, ...]
    head: str
    since: int | None
    program: str
    same_bytes: bool
    not_checked: tuple[str, ...] = ()
    figures: tuple[int, int] | None = None
    own: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether all that was compared is right."""
        return not self.differs
