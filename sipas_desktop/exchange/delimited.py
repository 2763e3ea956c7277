"""Text files with one row a line (.csv, .txt): finds the encoding and the separator."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator

from sipas_desktop.domain import legacy
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Refusal

MAX_ROWS = 1_048_576  # as many as an Excel sheet has
MAX_BYTES = 100 * 2**20  # of a text file: as text it takes two or four times that
MAX_CELLS = 4_000_000  # a cell takes some 60 bytes
_SAMPLE = 20_000  # characters looked at
_SEPARATORS = ",;\t|"
_BINARY = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f\x7f]")
_NEWLINES_OF_A_CELL = 12  # more of them in one cell: an opening quotation mark that is never closed


def decode(name: str, data: bytes) -> str:
    """The text of ``data``: UTF-8, UTF-16, else the 8-bit encoding that gives more Vietnamese syllables.

    TCVN3 and VNI are left as they stand (read as Latin-1), for ``legacy.detect_legacy`` to find. Refuses what is no
    text, and one that is too large.
    """
    if len(data) > MAX_BYTES:
        raise Refusal("workbook.too_big", file=name, limit=MAX_BYTES // 2**20)
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strict(name, data, encoding)
    head = data[:4096]
    if head.count(0) > len(head) // 5:
        return _strict(name, data, "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be")
    if b"\0" in head or _BINARY.search(head) or head.startswith((b"%PDF", b"{\\rtf")):
        raise Refusal("workbook.unknown", file=name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    latin = data.decode("latin-1")
    windows = data.decode("cp1258", "replace")
    sample = normalise(windows[:_SAMPLE])
    if legacy.readable(sample) >= legacy.readable_if_legacy(latin[:_SAMPLE]):
        if "\ufffd" in windows:
            raise Refusal("workbook.encoding", file=name)
        return windows
    return latin


def _strict(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refusal("workbook.encoding", file=name) from None


def _separator(text: str) -> str:
    """The sign that splits most lines of the beginning into the same number of cells."""
    lines = text[:_SAMPLE].splitlines()[:50]
    best, best_score = ",", (0, 0)
    for sign in _SEPARATORS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1)
        except csv.Error:
            continue
        if widths:
            width, rows = max(widths.items(), key=lambda item: (item[1] * item[0], item[0]))
            best, best_score = max((best, best_score), (sign, (rows * width, width)), key=lambda pair: pair[1])
    return best


def lines(text: str) -> Iterator[str]:
    """The lines of ``text`` with their ends, one at a time: ``io.StringIO`` would take four bytes a letter."""
    at = 0
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        yield text[at:end]
        at = end


def read_rows(name: str, text: str) -> list[list[str]]:
    """The rows of ``text``; row 1 is the first, as Excel shows it. Refuses a cell that is never closed."""
    if match := re.match(r"sep=(.)\r?\n", text, re.IGNORECASE):  # Excel's own line, which it does not show
        separator, text = match[1], text[match.end() :]
    else:
        separator = _separator(text)
    rows: list[list[str]] = []
    cells = 0
    reader = csv.reader(lines(text), delimiter=separator)
    try:
        for row in reader:
            rows.append(row)
            cells += len(row)
            if cells > MAX_CELLS:
                raise Refusal("workbook.too_many_cells", file=name, limit=MAX_CELLS)
            if any(cell.count("\n") > _NEWLINES_OF_A_CELL for cell in row if len(cell) > _NEWLINES_OF_A_CELL):
                raise Refusal("workbook.quote_open", file=name, row=len(rows))
            if len(rows) > MAX_ROWS:
                raise Refusal("workbook.too_many_rows", file=name, limit=MAX_ROWS)
    except csv.Error:
        raise Refusal("workbook.quote_open", file=name, row=len(rows) + 1) from None
    return rows
