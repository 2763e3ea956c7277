"""Reads an office's topics from a sheet: code and title, or titles alone, which are then numbered."""

from __future__ import annotations

from pathlib import Path

from sipas_desktop.domain.cleaning import text
from sipas_desktop.domain.topics import Topic, is_code
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.workbook import read_workbook

_HEADINGS = frozenset({"ma", "ma chu de", "code", "chu de", "ten chu de", "ten", "topic", "title", "stt"})


def read_topics(path: Path) -> list[Topic]:
    """The topics of the first sheet of the file at ``path``. Raises ``Refusal`` naming the first row that is none."""
    book = read_workbook(path)
    found: list[Topic] = []
    for number, row in enumerate(book.sheets[0].rows if book.sheets else [], start=1):
        cells = [clean for clean in (text(cell)[0] for cell in row) if clean]
        if not cells or (not found and all(fold(cell) in _HEADINGS for cell in cells)):
            continue
        code, title = (str(len(found) + 1), cells[0]) if len(cells) == 1 else (cells[0], cells[1])
        if len(cells) > 2 or not is_code(code):
            raise Refusal("topics.file", file=path.name, row=number, found=" | ".join(cells))
        found.append(Topic(code, title))
    return found
