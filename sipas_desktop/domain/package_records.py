"""The records of a package, read from its ``records.csv``."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final

from sipas_desktop.domain.answer import SKIPPED, Answer
from sipas_desktop.domain.codebook import BALLOT_COLUMNS
from sipas_desktop.domain.form import Form, accepts
from sipas_desktop.domain.package_zip import RECORDS, Package
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.records import Record, records_sha256
from sipas_desktop.errors import Refusal

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # an apostrophe before them keeps a spreadsheet from computing


def own_records(package: Package, plan: Plan, forms: Mapping[str, Form]) -> list[Record]:
    """The records of the survey that ``package`` is of, without those of the packages that it holds.

    ``forms``: hash → form. Raises ``Refusal`` for a form, a code or an answer that the plan and its forms do not have,
    and where the records are not those that the manifest tells of, its own or those of its sources.
    """
    told = package.manifest
    found: dict[str, list[Record]] = {"": [], **{source.survey_id: [] for source in told.sources}}
    try:
        for record in all_records(package):
            found[record.source].append(record)
    except (KeyError, ValueError, csv.Error):
        raise Refusal("package.records", file=package.file, name=RECORDS) from None
    due = {"": (told.own, told.own_sha256)} | {
        source.survey_id: (source.records, source.records_sha256) for source in told.sources
    }
    for source, records in found.items():
        if (len(records), records_sha256(record.values for record in records)) != due[source]:
            raise Refusal("package.records", file=package.file, name=RECORDS)
    if records_sha256(record.values for records in found.values() for record in records) != told.records_sha256:
        raise Refusal("package.records", file=package.file, name=RECORDS)
    _refuse_unknown(found[""], package, plan, forms)
    return found[""]


def all_records(package: Package) -> list[Record]:
    """All records of ``package``, those of the packages that it holds among them, in the order of the file.

    Raises ``ValueError``, ``KeyError`` or ``csv.Error`` for what is no table of records.
    """
    reader = csv.reader(io.StringIO(package.files[RECORDS].decode("utf-8-sig"), newline=""), strict=True)
    header = next(reader, [])
    if tuple(header[: len(BALLOT_COLUMNS)]) != BALLOT_COLUMNS or len(set(header)) != len(header):
        raise ValueError(header)
    questions = header[len(BALLOT_COLUMNS) :]
    hashes = {(form.code, form.version): form.sha256 for form in package.manifest.forms}
    found = []
    for row in reader:
        _, form, version, group, wave, channel, unit, keyed, source, *answers = map(_plain, row)
        # An empty cell: the question is not on this ballot's form.
        values = {code: cell for code, cell in zip(questions, answers, strict=True) if cell}
        digest = hashes[form, int(version)]
        found.append(Record("", digest, unit, group, wave, channel, values, int(keyed), source))
    return found


def _plain(cell: str) -> str:
    guarded = len(cell) > 2 and cell[0] == "'" and cell[1] in FORMULA
    return cell[1:] if guarded else cell


def _refuse_unknown(records: Sequence[Record], package: Package, plan: Plan, forms: Mapping[str, Form]) -> None:
    groups = {group.code: group.form for group in plan.groups}
    waves = {"", *(wave.code for wave in plan.waves)}
    channels = {"", *(channel.code for channel in plan.channels)}
    seen: set[tuple[str, str, str]] = set()
    for record in records:
        form = forms[record.form_sha256]
        known = groups.get(record.group) == form.code and record.wave in waves and record.channel in channels
        if not known or record.keyed not in (0, 1, 2) or not record.values.keys() <= form.by_code.keys():
            raise Refusal("package.records", file=package.file, name=RECORDS)
        for code, value in record.values.items():
            if (form.sha256, code, value) in seen:
                continue
            if not _may_be(form, code, value):
                raise Refusal("package.answer", file=package.file, name=RECORDS, question=code, found=value[:40])
            seen.add((form.sha256, code, value))


def _may_be(form: Form, code: str, value: str) -> bool:
    """Whether a record of ``form`` may hold ``value``: what an answer is when its words are left out."""
    if value == SKIPPED:
        return code in form.skippable
    return any(accepts(form.by_code[code], Answer(value, words)) for words in (None, "…"))
