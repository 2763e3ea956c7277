"""Deals the numbers of a report's headings, tables, charts and annexes in the order in which they come."""

from __future__ import annotations

from sipas_desktop.paper.report_model import Heading

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


class Numbering:
    """Sections I, II, …; parts 1, 2, … of each; tables and charts through the whole document; annexes I, II, …"""

    def __init__(self) -> None:
        self._section = 0
        self._part = 0
        self._tables = 0
        self._charts = 0
        self._annexes = 0

    def section(self, title: str) -> Heading:
        """The next section."""
        self._section += 1
        self._part = 0
        return Heading(1, f"{_ROMAN[self._section - 1]}. {title}")

    def part(self, title: str) -> Heading:
        """The next part of the section or annex."""
        self._part += 1
        return Heading(2, f"{self._part}. {title}")

    def table(self, title: str) -> str:
        """The caption of the next table."""
        self._tables += 1
        return f"Bảng {self._tables}. {title}"

    def chart(self, title: str) -> str:
        """The caption of the next chart."""
        self._charts += 1
        return f"Biểu đồ {self._charts}. {title}"

    def annex(self, title: str) -> str:
        """The name of the next annex, on two lines."""
        self._annexes += 1
        self._part = 0
        return f"Phụ lục {_ROMAN[self._annexes - 1]}\n{title}"
