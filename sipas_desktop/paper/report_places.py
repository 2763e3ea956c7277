"""Where each thing of a printed report stands on its pages, so that a changed figure can be named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from reportlab.platypus import Flowable, Paragraph

from sipas_desktop.paper.report_model import Column, Figure, Row, Table

NEXT = " › "  # between the names of a place, from the table to the figure


@dataclass(frozen=True)
class Place:
    """What something printed is: a cell of ``table`` with its names, a chart's caption, or running words.

    ``said``: all that stands there. ``parts``: the names of the figures that stand above each other in a cell, and how
    many words each has. ``title``: a heading, a caption, a column's head: numbered by what stands before it, or
    printed again on the next page.
    """

    names: tuple[str, ...] = ()
    table: str = ""  # the key of the table
    said: str = ""
    chart: bool = False
    title: bool = False
    parts: tuple[tuple[str, int], ...] = ()

    def where(self, word: int) -> str:
        """The names of the figure that the word with this number belongs to; "" in running words."""
        for name, words in self.parts:
            if word < words:
                return NEXT.join((*self.names, name))
            word -= words
        return NEXT.join(self.names)


@dataclass(frozen=True)
class Placed:
    """A place on a page, both counted from 0, with its box in points from the lower left."""

    page: int
    left: float
    lower: float
    right: float
    upper: float
    place: Place

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in the box."""
        return self.left <= x <= self.right and self.lower <= y <= self.upper


def in_chart(caption: Place) -> Place:
    """What is written within the chart that has this caption."""
    return replace(caption, said="", title=False)


class Flow(Paragraph):
    """A paragraph that tells the canvas where it was drawn, where the canvas keeps a list of it (``placed``)."""

    place: Place | None = None

    def at(self, place: Place) -> Flow:
        """Itself, with what it is."""
        self.place = place
        return self

    def split(self, *given: Any) -> list[Flowable]:
        """Called by reportlab at the foot of a page: each part is still what the whole was."""
        parts: list[Flowable] = super().split(*given)
        for part in parts:
            part.place = self.place
        return parts

    def drawOn(self, canvas: Any, x: float, y: float, **given: Any) -> None:
        """Called by reportlab."""
        super().drawOn(canvas, x, y, **given)
        placed: list[Placed] | None = getattr(canvas, "placed", None)
        if placed is not None and self.place is not None:
            left, lower = canvas.absolutePosition(x, y)
            box = (left, lower, left + self.width, lower + self.height)
            placed.append(Placed(canvas.getPageNumber() - 1, *box, self.place))


def of_head(table: Table, column: Column) -> Place:
    """The head of a column."""
    return Place((table.caption, column.head), table.key, column.head, title=True)


def of_cell(table: Table, row: Row, column: Column, figures: tuple[Figure, ...]) -> Place:
    """A cell: by the table's caption, what its row begins with, and the head of its column."""
    parts: tuple[tuple[str, int], ...] = ()
    if len(column.parts) == len(figures) > 1:
        parts = tuple((name, len(each.text.split())) for name, each in zip(column.parts, figures, strict=True))
    said = "\n".join(each.text for each in figures)
    return Place((table.caption, _name(row), column.head), table.key, said, parts=parts)


def _name(row: Row) -> str:
    """By what a reader knows the row: its first words, not its number."""
    texts = [figure.text for cell in row.cells for figure in cell if figure.value is None]
    words = (text for text in texts if any(letter.islower() for letter in text))
    return next(words, next((text for text in texts if text), row.key))
