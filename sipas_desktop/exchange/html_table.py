"""The HTML table that many one-stop systems export under the name of an .xls file."""

from __future__ import annotations

from html.parser import HTMLParser

from sipas_desktop.errors import Refusal

MAX_SPAN = 100  # columns or rows that one cell may cover
MAX_CELLS = 4_000_000  # also those that cells above cover
MAX_ROWS = 1_048_576


class _TooMany(Exception):
    """More cells than are read."""


class _Tables(HTMLParser):
    """Collects the rows of all tables one under the other, a cell that covers several as its first one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.cells = 0
        self._text: list[str] | None = None
        self._span = 1
        self._below: dict[int, int] = {}  # column → rows that a cell above still covers
        self._down = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._close()
            if len(self.rows) >= MAX_ROWS:
                raise _TooMany
            self.rows.append([])
            self._below = {column: left - 1 for column, left in self._below.items() if left > 1}
        elif tag in ("td", "th") and self.rows:
            self._close()
            given = dict(attrs)
            self._span, self._down = _span(given.get("colspan")), _span(given.get("rowspan"))
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._close()
        if tag == "table":
            self._below = {}

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def close(self) -> None:
        """Ends the page, and with it a cell that it left open."""
        super().close()
        self._close()

    def _close(self) -> None:
        if self._text is None:
            return
        row = self.rows[-1]
        before = len(row)
        while len(row) in self._below:
            row.append("")
        if self._down > 1:
            for column in range(len(row), len(row) + self._span):
                self._below[column] = self._down
        row.extend(["".join(self._text).strip(), *[""] * (self._span - 1)])
        self.cells += len(row) - before
        if self.cells > MAX_CELLS:
            raise _TooMany
        self._text = None


def _span(value: str | None) -> int:
    return min(int(value), MAX_SPAN) if value and value.isascii() and value.isdigit() and int(value) else 1


def read_table(name: str, text: str) -> list[list[str]]:
    """The rows of every table of the page ``text``. Refuses a page without a table and one that is too large."""
    parser = _Tables()
    try:
        if text.count("<") > MAX_CELLS * 3:
            raise _TooMany
        for start in range(0, len(text), 2**20):
            parser.feed(text[start : start + 2**20])
        parser.close()
    except _TooMany:
        raise Refusal("workbook.too_many_cells", file=name, limit=MAX_CELLS) from None
    if not any(any(row) for row in parser.rows):
        raise Refusal("workbook.unknown", file=name)
    return parser.rows
