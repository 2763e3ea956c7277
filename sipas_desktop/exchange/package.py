"""The package to the province: one zip with a manifest, the de-identified records, their codebook, forms, plan, index.

``docs/package.md`` describes it for whoever reads it with a program of their own. The zip stores its files unpacked, in
a fixed order and with a fixed time, so that the same content gives the same bytes on every system, and a reader can
rebuild it and find any changed byte. The manifest holds the hash of every other file: a signature need cover only it.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sipas_desktop.beside import beside
from sipas_desktop.domain.codebook import codebook
from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.records import Record, records_sha256, small_cells
from sipas_desktop.domain.toml_reader import sha256 as source_sha256
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.plain_workbook import FIXED_TIME
from sipas_desktop.exchange.records_file import codebook_csv, records_csv, records_xlsx

FORMAT: Final = "sipas-package"
FORMAT_VERSION: Final = 1
MANIFEST: Final = "manifest.json"
MAX_BYTES: Final = 512 * 2**20
MAX_FILES: Final = 100

_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")
_HASH = re.compile(r"[0-9a-f]{64}")


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
    ``catalogues``: "unit" and "procedure" → code → name; ``head``: the head of the survey's history, hexadecimal;
    ``records_sha256``: what the survey says of its records, compared with ``records``.
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


@dataclass(frozen=True)
class FormEntry:
    """A ballot form of the package; ``sha256`` is the form's, as the survey and its ballots know it."""

    code: str
    version: int
    sha256: str
    file: str


@dataclass(frozen=True)
class FileEntry:
    """A file of the package, its length and the SHA-256 of its bytes."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The manifest of a package; all hashes are hexadecimal."""

    format_version: int
    program: str
    created: datetime.date
    survey_id: str
    title: str
    plan_id: str
    plan_sha256: str
    forms: tuple[FormEntry, ...]
    counts: Mapping[str, int]
    head: str
    records_sha256: str
    files: tuple[FileEntry, ...]


def write_package(path: Path, content: PackageContent, lang: str = "vi") -> tuple[Manifest, str]:
    """Write the package; its manifest and the SHA-256 of the zip.

    It is written beside ``path``, read back with every check that a receiver makes, then renamed. Raises ``Refusal``
    where the records are not those of ``content.records_sha256`` or the file cannot be written.
    """
    if records_sha256(record.values for record in content.records) != content.records_sha256:
        raise Refusal("package.records_differ")
    files = _files(content, lang)
    manifest = _manifest(content, files)
    packed = _zip({MANIFEST: _json(_manifest_json(manifest)), **files})
    with beside(path) as part:
        part.write_bytes(packed)
        if read_manifest(part) != manifest:
            raise Refusal("package.check_failed", file=path.name)
    return manifest, hashlib.sha256(packed).hexdigest()


def read_manifest(path: Path) -> Manifest:
    """The manifest of a package whose every byte is as it was written.

    Raises ``Refusal`` for what is no package, a package of a newer format, and one that was changed, with the name of
    the file that was. Without a signature this finds accidents, not somebody who rewrites the manifest as well.
    """
    return open_package(path)[0]


def open_package(path: Path) -> tuple[Manifest, dict[str, bytes]]:
    """The manifest and the other files by name, all checked. Raises as ``read_manifest``."""
    whole = _content(path)
    files = _unzip(whole, path.name)
    if MANIFEST not in files:
        raise Refusal("package.foreign", file=path.name)
    manifest = _read_manifest(files[MANIFEST], path.name)
    packed = dict(files)
    del files[MANIFEST]
    listed = {entry.name: entry for entry in manifest.files}
    for name in sorted(files.keys() ^ listed.keys()):
        raise Refusal("package.extra_file" if name in files else "package.missing_file", file=path.name, name=name)
    for name, entry in listed.items():
        if len(files[name]) != entry.bytes or hashlib.sha256(files[name]).hexdigest() != entry.sha256:
            raise Refusal("package.changed", file=path.name, name=name)
    _check_sources(manifest, files, path.name)
    if _zip(packed) != whole:
        raise Refusal("package.changed_outside", file=path.name)
    return manifest, files


# ----------------------------------------------------------------------------------------------------------- writing


def _files(content: PackageContent, lang: str) -> dict[str, bytes]:
    """Every file but the manifest, by name."""
    explained = codebook(content.plan, content.forms, content.catalogues, lang)
    files = {
        "plan.toml": _source(content.plan.source),
        "index.json": _json(_index_json(content)),
        **{entry.file: _source(form.source) for entry, form in _form_entries(content.forms)},
    }
    # In memory: no answers lie in a temporary folder, not even for a moment.
    files["records.csv"] = records_csv("records.csv", content.records, content.forms)
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
    return Manifest(
        format_version=FORMAT_VERSION,
        program=content.program,
        created=content.created,
        survey_id=content.survey_id,
        title=content.title,
        plan_id=content.plan.id,
        plan_sha256=content.plan.sha256,
        forms=tuple(entry for entry, _ in _form_entries(content.forms)),
        counts=dict(content.counts),
        head=content.head,
        records_sha256=content.records_sha256,
        files=tuple(FileEntry(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()),
    )


def _manifest_json(manifest: Manifest) -> dict[str, Any]:
    return {"format": FORMAT, **asdict(manifest), "created": manifest.created.isoformat()}


def _json(value: object) -> bytes:
    # Fractions (exact percentages) become the nearest floating point number, which prints alike everywhere.
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False, default=float)
    return (text + "\n").encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    """The zip of ``files``: the manifest first, the others by name, nothing packed, nothing of this system in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files, key=lambda name: (name != MANIFEST, name)):
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], zipfile.ZIP_STORED)
    return made.getvalue()


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


def _unzip(whole: bytes, file: str) -> dict[str, bytes]:
    """The files of the zip by name. Nothing is ever written under these names; they are checked all the same."""
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            entries = archive.infolist()
            _check_entries(entries, len(whole), file)
            for entry in entries:
                try:
                    files[entry.filename] = archive.read(entry)
                except (zipfile.BadZipFile, EOFError):
                    raise Refusal("package.changed", file=file, name=entry.filename) from None
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise Refusal("package.not_a_zip", file=file) from None
    return files


def _check_entries(entries: Sequence[zipfile.ZipInfo], size: int, file: str) -> None:
    for entry in entries:
        if not _NAME.fullmatch(entry.filename):
            raise Refusal("package.bad_name", file=file, name=repr(entry.filename[:60]))
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
            raise Refusal("package.packed", file=file, name=entry.filename)
    names = [entry.filename.casefold() for entry in entries]
    # Files that overlap inside the zip can hold more than the zip itself.
    if len(names) > MAX_FILES or sum(entry.file_size for entry in entries) > size:
        raise Refusal("package.not_a_zip", file=file)
    if len(set(names)) != len(names):
        raise Refusal("package.name_twice", file=file, name=max(names, key=names.count))


def _read_manifest(data: bytes, file: str) -> Manifest:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Refusal("package.foreign", file=file) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Refusal("package.foreign", file=file)
    version = found.get("format_version")
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise Refusal("package.newer", file=file, found=version, known=FORMAT_VERSION)
    try:
        manifest = _manifest_of(found)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refusal("package.changed", file=file, name=MANIFEST) from None
    return manifest


def _manifest_of(found: dict[str, Any]) -> Manifest:
    """Raises ``KeyError``, ``TypeError`` or ``ValueError`` for what no package of this format says."""
    manifest = Manifest(
        format_version=found["format_version"],
        program=_text(found["program"]),
        created=datetime.date.fromisoformat(found["created"]),
        survey_id=_text(found["survey_id"]),
        title=_text(found["title"]),
        plan_id=_text(found["plan_id"]),
        plan_sha256=_hash(found["plan_sha256"]),
        forms=tuple(
            FormEntry(_text(each["code"]), int(each["version"]), _hash(each["sha256"]), _text(each["file"]))
            for each in found["forms"]
        ),
        counts={_text(name): int(count) for name, count in found["counts"].items()},
        head=_text(found["head"]),
        records_sha256=_hash(found["records_sha256"]),
        files=tuple(
            FileEntry(_text(each["name"]), int(each["bytes"]), _hash(each["sha256"])) for each in found["files"]
        ),
    )
    names = [entry.name for entry in manifest.files]
    if manifest.format_version != FORMAT_VERSION or MANIFEST in names or len(set(names)) != len(names):
        raise ValueError(names)
    return manifest


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _hash(value: object) -> str:
    text = _text(value)
    if not _HASH.fullmatch(text):
        raise ValueError(text)
    return text


def _check_sources(manifest: Manifest, files: Mapping[str, bytes], file: str) -> None:
    """Plan and forms must be those whose hashes the ballots know, not only files that the manifest lists."""
    stated = {"plan.toml": manifest.plan_sha256, **{form.file: form.sha256 for form in manifest.forms}}
    for name, expected in stated.items():
        if name not in files or source_sha256(files[name].decode("utf-8", "replace")) != expected:
            raise Refusal("package.changed", file=file, name=name)
