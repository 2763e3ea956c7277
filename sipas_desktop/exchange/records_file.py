"""Writes settled records as CSV, XLSX or SPSS file, de-identified, with their codebook.

A row is one ballot: no serial, no time, no words written by hand, no person. Rows are sorted by what they say and
numbered, so that their order tells nothing either. The same records give the same bytes. Only where somebody allowed it
a row has its serial, the day of receipt and the written words, and rows are sorted by serial.

CSV is UTF-8 with a byte order mark, without which Excel on Windows shows "Ä‘" for "đ"; other programs read it as
``utf-8-sig``. Excel takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula: such a cell gets an
apostrophe in front, unless it is that one sign alone (``+`` = something is written), which cannot be a formula and
which programs must find as it is. XLSX says of each cell that it is text, so it needs no apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import python_calamine

from sipas_desktop.beside import beside
from sipas_desktop.domain.codebook import (
    BALLOT_COLUMNS,
    HEADER,
    IDENTITY_COLUMNS,
    TEXT_COLUMN,
    CodebookRow,
    codebook,
    identity_rows,
    text_questions,
)
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.package_records import FORMULA
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.records import Identity, Record, content_order
from sipas_desktop.domain.serial import show
from sipas_desktop.errors import Refusal, words
from sipas_desktop.exchange.plain_workbook import Sheet, write_workbook

_CODED_BY_DIGITS = frozenset({Kind.RATED, Kind.CHOICE, Kind.YES_NO, Kind.NUMBER, Kind.PERCENT})
_WHOLE = re.compile(r"0|[1-9][0-9]{0,14}")

Table = Iterable[Sequence[str | int | float]]


def write_records(
    path: Path,
    records: Iterable[Record],
    plan: Plan,
    forms: Sequence[Form],
    catalogues: Mapping[str, Mapping[str, str]],
    lang: str = "vi",
    *,
    title: str = "",
    identities: Mapping[str, Identity] | None = None,
) -> tuple[Path, ...]:
    """Write the records as the ending of ``path`` says, with their codebook; the files written.

    ``.xlsx`` holds the codebook as its second sheet, ``.sav`` as labels; beside ``name.csv`` it is
    ``name.codebook.csv``. ``catalogues``: "unit" and "procedure" → code → name. ``identities``, by serial: all that a
    file has only where somebody allowed it. Raises ``Refusal`` for another ending or where a file cannot be written.
    """
    explained = codebook(plan, forms, catalogues, lang)
    if identities is not None:
        explained += identity_rows(forms, lang)
    match check_kind(path):
        case ".csv":
            beside_it = path.with_name(f"{path.stem}.codebook.csv")
            _write(path, records_csv(path.name, records, forms, identities))
            _write(beside_it, codebook_csv(beside_it.name, explained))
            return path, beside_it
        case ".sav":
            from sipas_desktop.exchange.records_sav import write_sav

            write_sav(path, records, plan, forms, catalogues, lang, title=title, identities=identities)
            return (path,)
        case _:
            _write(path, records_xlsx(path.name, records, forms, explained, lang, identities))
            return (path,)


def check_kind(path: Path) -> str:
    """The ending of ``path``. Raises ``Refusal`` where records cannot be written so, or not on this computer."""
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx", ".sav"):
        raise Refusal("records.unknown_format", file=path.name)
    if kind == ".sav" and not all(map(find_spec, ("pyreadstat", "pandas"))):
        raise Refusal("records.sav_missing", file=path.name)
    return kind


def _write(path: Path, data: bytes) -> None:
    with beside(path) as part:
        part.write_bytes(data)


def records_csv(
    name: str, records: Iterable[Record], forms: Sequence[Form], identities: Mapping[str, Identity] | None = None
) -> bytes:
    """The records of ``forms`` (all that records were keyed on) as the CSV file ``name``."""
    return csv_file(name, _table(records, forms, identities))


def codebook_csv(name: str, rows: Iterable[CodebookRow]) -> bytes:
    """The codebook as the CSV file ``name``."""
    return csv_file(name, [HEADER, *(row.cells for row in rows)])


def records_xlsx(
    name: str,
    records: Iterable[Record],
    forms: Sequence[Form],
    rows: Sequence[CodebookRow],
    lang: str = "vi",
    identities: Mapping[str, Identity] | None = None,
) -> bytes:
    """The workbook ``name``: the records as its first sheet, the codebook as its second."""
    sheets = [
        Sheet(words("records.sheet_records", lang), _table(records, forms, identities, numbers=True)),
        Sheet(
            words("records.sheet_codebook", lang),
            [HEADER, *(_with_numbers(row) for row in rows)],
            widths=(10, 16, 60, 12, 30, 10, 50, 10),
        ),
    ]
    made = io.BytesIO()
    counts = write_workbook(made, sheets)
    made.seek(0)
    with python_calamine.load_workbook(made) as written:
        heights = [written.get_sheet_by_index(place).height for place in (0, 1)]
    if heights != counts:
        raise Refusal("records.check_failed", file=name)
    return made.getvalue()


# ---------------------------------------------------------------------------------------------------------- the rows


def record_table(
    records: Iterable[Record], forms: Sequence[Form], *, numbers: bool = False
) -> Iterator[tuple[str | int, ...]]:
    """The header, then a row a record. A question that is not on a ballot's form has an empty cell.

    ``numbers`` makes numbers of codes that are digits. Raises ``Refusal`` for a record of none of the ``forms``.
    """
    yield (*BALLOT_COLUMNS, *dict.fromkeys(code for form in forms for code in form.by_code))
    yield from _rows(sorted(records, key=content_order), forms, numbers=numbers)


def identified_table(
    records: Iterable[Record], forms: Sequence[Form], identities: Mapping[str, Identity], *, numbers: bool = False
) -> Iterator[tuple[str | int, ...]]:
    """As ``record_table``, with serial and day of receipt before it and the written words behind it; by serial."""
    texts = text_questions(forms)
    columns = dict.fromkeys(code for form in forms for code in form.by_code)
    yield (*IDENTITY_COLUMNS, *BALLOT_COLUMNS, *columns, *(TEXT_COLUMN.format(question=code) for code in texts))
    by_serial = sorted(records, key=lambda record: record.serial)
    for record, row in zip(by_serial, _rows(by_serial, forms, numbers=numbers), strict=True):
        own = identities.get(record.serial, Identity())
        yield (show(record.serial), own.received, *row, *(own.texts.get(code, "") for code in texts))


def _table(
    records: Iterable[Record],
    forms: Sequence[Form],
    identities: Mapping[str, Identity] | None,
    *,
    numbers: bool = False,
) -> Iterator[tuple[str | int, ...]]:
    if identities is None:
        return record_table(records, forms, numbers=numbers)
    return identified_table(records, forms, identities, numbers=numbers)


def _rows(records: Sequence[Record], forms: Sequence[Form], *, numbers: bool) -> Iterator[tuple[str | int, ...]]:
    by_hash = {form.sha256: form for form in forms}
    columns = list(dict.fromkeys(code for form in forms for code in form.by_code))
    for number, record in enumerate(records, start=1):
        form = by_hash.get(record.form_sha256)
        if form is None:
            raise Refusal("records.unknown_form", sha256=record.form_sha256[:12])
        answers: list[str | int] = []
        for code in columns:
            value = record.values.get(code, "")
            question = form.by_code.get(code)
            digits = numbers and question is not None and question.kind in _CODED_BY_DIGITS
            answers.append(int(value) if digits and _WHOLE.fullmatch(value) else value)
        where = (record.group, record.wave, record.channel, record.unit)
        yield (number, form.code, form.version, *where, record.keyed, record.source, *answers)


def _with_numbers(row: CodebookRow) -> tuple[str | int, ...]:
    """The codebook's row with its code as the records have it, so that a look-up in Excel finds it."""
    digits = row.kind in _CODED_BY_DIGITS and _WHOLE.fullmatch(row.code)
    return tuple(int(cell) if digits and name == "code" else cell for name, cell in zip(HEADER, row.cells, strict=True))


# --------------------------------------------------------------------------------------------------------------- CSV


def csv_file(name: str, table: Table) -> bytes:
    """``table`` as the CSV file ``name``. Raises ``Refusal`` where it does not read back with as many rows."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    count = 0
    for row in table:
        writer.writerow([_csv_cell(cell) for cell in row])
        count += 1
    made.seek(0)
    if sum(1 for _ in csv.reader(made, strict=True)) != count:
        raise Refusal("records.check_failed", file=name)
    return made.getvalue().encode("utf-8-sig")


def _csv_cell(cell: str | float) -> str:
    text = str(cell)
    return f"'{text}" if len(text) > 1 and text.startswith(FORMULA) else text
