"""Writes records as an SPSS file, by pyreadstat (the optional extra ``sav``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas
import pyreadstat

from sipas_desktop.beside import beside
from sipas_desktop.domain.codebook import codebook, identity_rows, text_questions
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.records import Identity, Record, content_order
from sipas_desktop.domain.serial import show
from sipas_desktop.domain.spss import MISSING, Variable, cut, names, variables
from sipas_desktop.errors import Refusal

_LONGEST_TEXT: Final = 32767  # bytes of a string
_TITLE_BYTES: Final = 64
_RANGE: Final[list[Any]] = [{"lo": min(MISSING.values()), "hi": max(MISSING.values())}]


def write_sav(
    path: Path,
    records: Iterable[Record],
    plan: Plan,
    forms: Sequence[Form],
    catalogues: Mapping[str, Mapping[str, str]],
    lang: str,
    *,
    title: str,
    identities: Mapping[str, Identity] | None = None,
) -> None:
    """Write ``records`` to ``path`` with all labels. Raises ``Refusal`` as ``records_file.write_records``."""
    by_serial = identities is not None
    ordered = sorted(records, key=(lambda record: (record.serial,)) if by_serial else content_order)
    known = {form.sha256 for form in forms}
    for record in ordered:
        if record.form_sha256 not in known:
            raise Refusal("records.unknown_form", sha256=record.form_sha256[:12])
    found = variables(ordered, forms, codebook(plan, forms, catalogues, lang), catalogues, lang)
    columns: dict[str, Any] = {each.name: pandas.Series(each.values, dtype="float64") for each in found}
    labels: dict[str, str | None] = {each.name: each.label for each in found}
    if identities is not None:
        texts = _texts(ordered, forms, identities)
        free = names([*columns, *texts])[len(columns) :]
        wording = {row.column: row.wording for row in identity_rows(forms, lang)}
        for name, (column, values) in zip(free, texts.items(), strict=True):
            columns[name] = pandas.Series(values, dtype="object")
            labels[name] = cut(wording[column], 255)
    with beside(path) as part:
        pyreadstat.write_sav(
            pandas.DataFrame(columns),
            str(part),
            file_label=cut(title, _TITLE_BYTES),
            column_labels=labels,
            variable_value_labels={each.name: dict(each.labels) for each in found if each.labels},
            missing_ranges={each.name: _RANGE for each in found if each.missing},
            variable_measure={each.name: each.measure for each in found},
            variable_format={each.name: _format(each) for each in found},
        )


def _format(variable: Variable) -> str:
    return variable.format or "F8.0"


def _texts(
    records: Sequence[Record], forms: Sequence[Form], identities: Mapping[str, Identity]
) -> dict[str, list[str]]:
    """Column → its strings, in the order of ``records``."""
    own = [identities.get(record.serial, Identity()) for record in records]
    found = {
        "ballot.serial": [show(record.serial) for record in records],
        "ballot.received": [each.received for each in own],
    }
    for code in text_questions(forms):
        found[f"{code}.text"] = [cut(each.texts.get(code, ""), _LONGEST_TEXT) for each in own]
    return found
