"""What a part of the report needs of the numbering of headings, tables and charts."""

from __future__ import annotations

from typing import Protocol

from sipas_desktop.paper.report_model import Heading


class Numbers(Protocol):
    """Deals the next number."""

    def part(self, title: str) -> Heading:
        """A heading inside a section."""

    def table(self, title: str) -> str:
        """A table's caption."""

    def chart(self, title: str) -> str:
        """A chart's caption."""
