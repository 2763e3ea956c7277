"""The numbers that a chart of Word or Excel shows: they stand in the chart itself, beside the cells they are from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sipas_desktop.paper.office_file import Heard, OfficeFile


@dataclass
class ChartSeries:
    """A row of bars or a line: what each point is called and its number, as text."""

    name: str = ""
    labels: dict[int, str] = field(default_factory=dict)
    values: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ShownChart:
    """A chart by its rows, in their order."""

    series: tuple[ChartSeries, ...]

    @property
    def names(self) -> set[str]:
        """What its points and rows are called."""
        return {label for each in self.series for label in (each.name, *each.labels.values())}


def read_chart(file: OfficeFile, part: str) -> ShownChart:
    """The chart that ``part`` holds. Raises ``NotOffice``."""
    heard = _Chart()
    file.hear(part, heard)
    return ShownChart(tuple(heard.found))


class _Chart(Heard):
    def __init__(self) -> None:
        self.found: list[ChartSeries] = []
        self._within = ""  # tx | cat | val of a series
        self._ends = False  # within the bars of an interval, which have numbers of their own
        self._point = 0
        self._value: list[str] | None = None

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "ser":
            self.found.append(ChartSeries())
        elif name == "errBars":
            self._ends = True
        elif self.found and name in ("tx", "cat", "val") and not self._within:
            self._within = name
        elif name == "pt":
            index = attributes.get("idx", "")
            self._point = int(index) if index.isascii() and index.isdecimal() else -1
        elif name == "v" and self._within and not self._ends:
            self._value = []

    def finish(self, name: str) -> None:
        if name == "errBars":
            self._ends = False
        elif name == self._within:
            self._within = ""
        elif name == "v" and self._value is not None:
            words, series = "".join(self._value), self.found[-1]
            self._value = None
            if self._within == "tx":
                series.name = words
            else:
                (series.labels if self._within == "cat" else series.values)[self._point] = words

    def text(self, words: str) -> None:
        if self._value is not None:
            self._value.append(words)
