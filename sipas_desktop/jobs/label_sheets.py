"""The formats of label sheets that ship in ``forms/labels.toml``, which an office may edit."""

from __future__ import annotations

from sipas_desktop import paths
from sipas_desktop.domain.label_sheet import LabelSheet, read_label_sheets
from sipas_desktop.errors import Refusal

LABELS_FILE = "labels.toml"


def label_sheets() -> tuple[LabelSheet, ...]:
    """All formats, the one to offer first in front. Raises ``Refusal`` where the file is missing or has mistakes."""
    path = paths.forms() / LABELS_FILE
    try:
        return read_label_sheets(path.read_text(encoding="utf-8"), path.name)
    except FileNotFoundError:
        raise Refusal("labels.file_missing", file=path.name) from None
    except UnicodeDecodeError:
        raise Refusal("plan.not_utf8", file=path.name) from None


def find_label_sheet(code: str | None = None) -> LabelSheet:
    """The format with ``code``, or the first one. Raises ``Refusal`` where there is none."""
    sheets = label_sheets()
    if code is None:
        return sheets[0]
    for sheet in sheets:
        if sheet.code == code:
            return sheet
    raise Refusal("labels.unknown", found=code, expected=" ".join(sheet.code for sheet in sheets))
