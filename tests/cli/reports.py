"""Reports that are made, doctored and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2

from tests.cli.calls import Sipas


def reported(survey: Sipas, *options: str) -> Path:
    out = survey.folder / "báo cáo.pdf"
    survey.done("report", survey.survey, out, *options, by="Hà")
    return out


def doctor(file: Path, old: str, new: str, at_most: int = -1) -> None:
    """Put ``new`` for ``old`` in the words on the pages, as an editor of PDF would: the streams are not packed."""
    data = file.read_bytes()
    assert f"({old})".encode() in data or old.encode() in data
    file.write_bytes(data.replace(old.encode(), new.encode(), at_most))


def verified(survey: Sipas, file: Path) -> list[dict[str, Any]]:
    """What differs in a report that is wrong."""
    told = survey("report", survey.survey, "--verify", file, by="Hà")
    assert told.code == 3, told.err
    assert told.json["ok"] is False
    assert len(told.err.splitlines()) >= 1 + len(told.json["differs"])
    differs: list[dict[str, Any]] = told.json["differs"]
    return differs


def words_of(file: Path) -> str:
    """All that stands on the pages, with single spaces."""
    document = pypdfium2.PdfDocument(file)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()
