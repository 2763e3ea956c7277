"""Writes and reads the package to the province: one zip with a signed manifest, the de-identified records, their
codebook, forms, plan, index, and the packages of other offices that the survey holds.

``docs/package.md`` describes it for whoever reads it with a program of their own.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sipas_desktop.beside import beside
from sipas_desktop.domain.codebook import codebook
from sipas_desktop.domain.form import CATALOGUE_KINDS, Form, Kind
from sipas_desktop.domain.package import (
    FORMAT_VERSION,
    MANIFEST,
    FileEntry,
    FormEntry,
    Manifest,
    UnitCounts,
    json_bytes,
    manifest_json,
)
from sipas_desktop.domain.package_zip import RECORDS, SIGNATURE, Package, read_package, source_entry, zip_files
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.records import Record, records_sha256, small_cells
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.records_file import codebook_csv, records_csv, records_xlsx
from sipas_desktop.signature import verify

MAX_BYTES: Final = 512 * 2**20
DIRECTORY_BYTES: Final = 2**20  # at the end of a zip, where it lists its files


@dataclass(frozen=True)
class UnitFigures:
    """One unit's line of ``index.json``. ``index`` is in per cent, None where nothing was answered."""

    unit: str
    settled: int
    index: float | None


@dataclass(frozen=True)
class PackageContent:
    """What goes into a package.

    ``index``: the figures of the survey as ``sipas index --json`` has them; ``counts``: the ledger's numbers;
    ``catalogues``: "unit" and "procedure" → code → name; ``head``: the head of the survey's history, hexadecimal, over
    ``heads``; ``records_sha256``: what the survey says of its records, compared with ``records``; ``held``: packages
    of other offices, whose records are among ``records``; ``public_key``: whose signature it gets.
    """

    program: str
    survey_id: str
    title: str
    created: datetime.date
    plan: Plan
    forms: tuple[Form, ...]
    records: tuple[Record, ...]
    records_sha256: str
    catalogues: Mapping[str, Mapping[str, str]]
    index: Mapping[str, Any]
    units: tuple[UnitFigures, ...]
    counts: Mapping[str, int]
    head: str
    heads: Mapping[str, tuple[int, str]]
    public_key: str
    unit_counts: tuple[UnitCounts, ...] = ()
    required: Mapping[str, int] | None = None
    held: tuple[Package, ...] = ()


def write_package(
    path: Path, content: PackageContent, sign: Callable[[bytes], bytes], lang: str = "vi"
) -> tuple[Manifest, str]:
    """Write the package; its manifest and the SHA-256 of the zip.

    It is written beside ``path``, read back with every check that a receiver makes, then renamed. Raises ``Refusal``
    where the records are not those of ``content.records_sha256`` or the file cannot be written.
    """
    if records_sha256(record.values for record in content.records) != content.records_sha256:
        raise Refusal("package.records_differ")
    files = _files(content, lang)
    manifest = _manifest(content, files)
    signed = manifest_json(manifest)
    packed = zip_files({MANIFEST: signed, SIGNATURE: sign(signed), **files})
    with beside(path) as part:
        part.write_bytes(packed)
        if load_package(part).manifest != manifest:
            raise Refusal("package.check_failed", file=path.name)
    return manifest, hashlib.sha256(packed).hexdigest()


def load_package(path: Path) -> Package:
    """The package at ``path``, of which every byte is as it was signed.

    Raises ``Refusal`` for what is no package, a package of another format, and one that was changed, with the name of
    the file that was. Whose the key is that signed it, the caller asks.
    """
    return read_package(_content(path), path.name, verify)


def open_package(path: Path) -> tuple[Manifest, Mapping[str, bytes]]:
    """The manifest and the other files of the package at ``path``, by name. Raises as ``load_package``."""
    package = load_package(path)
    return package.manifest, package.files


def is_package(path: Path) -> bool:
    """Whether the file at ``path`` says that it is a package, however damaged: its zip names a manifest."""
    name = MANIFEST.encode()
    try:
        with path.open("rb") as file:
            if name in file.read(100):
                return True
            file.seek(max(0, path.stat().st_size - DIRECTORY_BYTES))
            return name in file.read()
    except (OSError, ValueError):
        return False


# ----------------------------------------------------------------------------------------------------------- writing


def _files(content: PackageContent, lang: str) -> dict[str, bytes]:
    """Every file but the manifest and its signature, by name."""
    explained = codebook(content.plan, content.forms, content.catalogues, lang)
    files = {
        "plan.toml": _source(content.plan.source),
        "index.json": json_bytes(_index_json(content)),
        **{entry.file: _source(form.source) for entry, form in _form_entries(content.forms)},
        **{source_entry(held).file: held.kept for held in content.held},
    }
    # In memory: no answers lie in a temporary folder, not even for a moment.
    files[RECORDS] = records_csv(RECORDS, content.records, content.forms)
    files["records.xlsx"] = records_xlsx("records.xlsx", content.records, content.forms, explained, lang)
    files["codebook.csv"] = codebook_csv("codebook.csv", explained)
    return dict(sorted(files.items()))


def _source(source: str) -> bytes:
    return source.replace("\r\n", "\n").encode()


def _form_entries(forms: Sequence[Form]) -> list[tuple[FormEntry, Form]]:
    """A file for each form; two versions of one form are told apart by their hashes."""
    codes = [form.code for form in forms]
    entries = []
    for form in forms:
        name = form.code if codes.count(form.code) == 1 else f"{form.code}-{form.sha256[:12]}"
        entries.append((FormEntry(form.code, form.version, form.sha256, f"forms/{name}.toml"), form))
    return entries


def _index_json(content: PackageContent) -> dict[str, Any]:
    names = content.catalogues.get(Kind.UNIT, {})
    hidden = small_cells({figures.unit: figures.settled for figures in content.units}, content.plan.small_cell)
    units = []
    for figures in sorted(content.units, key=lambda each: each.unit):
        suppressed = figures.unit in hidden
        units.append(
            {
                "unit": figures.unit,
                "name": names.get(figures.unit, ""),
                "settled": figures.settled,
                "index": None if suppressed else figures.index,
                "suppressed": suppressed,
            }
        )
    return {"survey": content.index, "small_cell": content.plan.small_cell, "units": units}


def _manifest(content: PackageContent, files: Mapping[str, bytes]) -> Manifest:
    own = [record for record in content.records if not record.source]
    sources = sorted((source_entry(held) for held in content.held), key=lambda each: each.survey_id)
    return Manifest(
        format_version=FORMAT_VERSION,
        program=content.program,
        created=content.created,
        survey_id=content.survey_id,
        title=content.title,
        plan_id=content.plan.id,
        plan_sha256=content.plan.sha256,
        public_key=content.public_key,
        sequence=sum(n for n, _ in content.heads.values()),
        head=content.head,
        heads=dict(sorted(content.heads.items())),
        forms=tuple(entry for entry, _ in _form_entries(content.forms)),
        counts=dict(content.counts),
        units=tuple(sorted(content.unit_counts, key=lambda each: (each.unit, each.group, each.wave))),
        required=dict(sorted((content.required or {}).items())),
        names=_names(content, own),
        own=len(own),
        own_sha256=records_sha256(record.values for record in own),
        records_sha256=content.records_sha256,
        sources=tuple(sources),
        files=tuple(FileEntry(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()),
    )


def _names(content: PackageContent, own: Sequence[Record]) -> dict[str, dict[str, str]]:
    """The names of units and procedures that occur in the survey's own records and counts."""
    used: dict[str, set[str]] = {kind.value: set() for kind in sorted(CATALOGUE_KINDS)}
    used[Kind.UNIT] |= {record.unit for record in own} | {each.unit for each in content.unit_counts}
    used[Kind.UNIT] |= set(content.required or {})
    asked = {form.sha256: [q for q in form.questions if q.kind in CATALOGUE_KINDS] for form in content.forms}
    for record in own:
        for question in asked[record.form_sha256]:
            used[question.kind].add(record.values.get(question.code, ""))
    known = content.catalogues
    return {
        kind: {code: known[kind][code] for code in sorted(codes) if code in known.get(kind, {})}
        for kind, codes in used.items()
    }


# ----------------------------------------------------------------------------------------------------------- reading


def _content(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise Refusal("package.too_large", file=path.name, limit=MAX_BYTES // 2**20)
        return path.read_bytes()
    except FileNotFoundError:
        raise Refusal("package.missing", file=path.name) from None
    except (OSError, ValueError):  # ValueError: a NUL in the path
        raise Refusal("package.cannot_read", file=path.name) from None
