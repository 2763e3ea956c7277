"""What a package to the province says of itself: its manifest, as JSON and back.

The manifest holds the hash of every other file, so a signature over its bytes covers the whole package; its own SHA-256
is the package's name. ``docs/package.md`` describes it for whoever reads it with a program of their own.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sipas_desktop.errors import Refusal

FORMAT: Final = "sipas-package"
FORMAT_VERSION: Final = 2
UNSIGNED: Final = 1  # the last version whose packages are not signed
MANIFEST: Final = "manifest.json"
NUMBERS: Final = ("printed", "issued", "returned", "valid", "settled", "online", "single_keyed")

_HASH: Final = re.compile(r"[0-9a-f]{64}")


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
class UnitCounts:
    """What became of the source's own ballots of one unit, group and wave ("" where there is none).

    As ``domain.index.BallotCounts``: online answers are returned and valid, never printed or issued.
    """

    unit: str
    group: str
    wave: str
    printed: int
    issued: int
    returned: int
    invalid: Mapping[str, int]
    valid: int
    settled: int
    online: int
    single_keyed: int


@dataclass(frozen=True)
class SourceEntry:
    """Another office's package that this one holds: whose it is, and the hash of its manifest."""

    manifest: str
    file: str
    survey_id: str
    title: str
    sequence: int
    public_key: str
    records: int
    records_sha256: str


@dataclass(frozen=True)
class Manifest:
    """The manifest of a package; all hashes and keys are hexadecimal.

    ``records_sha256`` is over all records, ``own_sha256`` over those of the survey itself, which are ``own`` in number.
    ``sequence``: how many facts the survey held: of two packages of one survey the later has the higher one.
    """

    format_version: int
    program: str
    created: datetime.date
    survey_id: str
    title: str
    plan_id: str
    plan_sha256: str
    public_key: str
    sequence: int
    head: str
    heads: Mapping[str, tuple[int, str]]
    forms: tuple[FormEntry, ...]
    counts: Mapping[str, int]
    units: tuple[UnitCounts, ...]
    required: Mapping[str, int]  # unit → the least number of ballots by the plan's rule
    names: Mapping[str, Mapping[str, str]]  # "unit", "procedure" → code → name, of codes that occur
    own: int
    own_sha256: str
    records_sha256: str
    sources: tuple[SourceEntry, ...]
    files: tuple[FileEntry, ...]


def manifest_json(manifest: Manifest) -> bytes:
    """The bytes of ``manifest.json``."""
    return json_bytes({"format": FORMAT, **asdict(manifest), "created": manifest.created.isoformat()})


def json_bytes(value: object) -> bytes:
    """``value`` as the JSON files of a package are written."""
    # Fractions (exact percentages) become the nearest floating point number, which prints alike everywhere.
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False, default=float)
    return (text + "\n").encode()


def read_manifest(data: bytes, file: str) -> Manifest:
    """The manifest in ``data`` of the package ``file``.

    Raises ``Refusal`` for what is no manifest of a package, one of a newer format, or of one that is not signed.
    """
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Refusal("package.foreign", file=file) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Refusal("package.foreign", file=file)
    version = found.get("format_version")
    if type(version) is int and version > FORMAT_VERSION:
        raise Refusal("package.newer", file=file, found=version, known=FORMAT_VERSION)
    if version == UNSIGNED:
        raise Refusal("package.unsigned", file=file)
    try:
        return _manifest_of(found)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refusal("package.changed", file=file, name=MANIFEST) from None


def added_up(counts: Iterable[UnitCounts]) -> tuple[UnitCounts, ...]:
    """One line for each unit, group and wave."""
    found: dict[tuple[str, str, str], UnitCounts] = {}
    for each in counts:
        key = (each.unit, each.group, each.wave)
        if (known := found.get(key)) is None:
            found[key] = each
            continue
        numbers: dict[str, Any] = {name: getattr(known, name) + getattr(each, name) for name in NUMBERS}
        reasons = known.invalid.keys() | each.invalid.keys()
        invalid = {reason: known.invalid.get(reason, 0) + each.invalid.get(reason, 0) for reason in sorted(reasons)}
        found[key] = UnitCounts(*key, **numbers, invalid=invalid)
    return tuple(found[key] for key in sorted(found))


def fingerprint(public_key: str) -> str:
    """What people compare of a public key (hexadecimal): eight groups of four digits of its SHA-256."""
    digits = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:32]
    return " ".join(digits[start : start + 4] for start in range(0, 32, 4))


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
        public_key=_hash(found["public_key"]),
        sequence=_number(found["sequence"]),
        head=_hash(found["head"]),
        heads={_text(session): (_number(n), _hash(digest)) for session, (n, digest) in found["heads"].items()},
        forms=tuple(
            FormEntry(_text(each["code"]), _number(each["version"]), _hash(each["sha256"]), _text(each["file"]))
            for each in found["forms"]
        ),
        counts=_counts(found["counts"]),
        units=tuple(_unit(each) for each in found["units"]),
        required=_counts(found["required"]),
        names={
            _text(kind): {_text(code): _text(name) for code, name in names.items()}
            for kind, names in found["names"].items()
        },
        own=_number(found["own"]),
        own_sha256=_hash(found["own_sha256"]),
        records_sha256=_hash(found["records_sha256"]),
        sources=tuple(_source(each) for each in found["sources"]),
        files=tuple(
            FileEntry(_text(each["name"]), _number(each["bytes"]), _hash(each["sha256"])) for each in found["files"]
        ),
    )
    for once in (
        [entry.name for entry in manifest.files],
        [entry.manifest for entry in manifest.sources],
        [entry.survey_id for entry in manifest.sources] + [manifest.survey_id],
        [(entry.code, entry.version) for entry in manifest.forms],
        [(each.unit, each.group, each.wave) for each in manifest.units],
    ):
        if len(set(once)) != len(once):
            raise ValueError(once)
    if manifest.format_version != FORMAT_VERSION or MANIFEST in {entry.name for entry in manifest.files}:
        raise ValueError(manifest.format_version)
    return manifest


def _unit(each: Mapping[str, Any]) -> UnitCounts:
    texts: dict[str, Any] = {name: _text(each[name]) for name in ("unit", "group", "wave")}
    numbers: dict[str, Any] = {name: _number(each[name]) for name in NUMBERS}
    return UnitCounts(**texts, **numbers, invalid=_counts(each["invalid"]))


def _source(each: Mapping[str, Any]) -> SourceEntry:
    hashes: dict[str, Any] = {name: _hash(each[name]) for name in ("manifest", "public_key", "records_sha256")}
    texts: dict[str, Any] = {name: _text(each[name]) for name in ("file", "survey_id", "title")}
    numbers: dict[str, Any] = {name: _number(each[name]) for name in ("sequence", "records")}
    return SourceEntry(**hashes, **texts, **numbers)


def _counts(found: Any) -> dict[str, int]:
    return {_text(name): _number(count) for name, count in found.items()}


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 1000 or "\x00" in value:
        raise TypeError(value)
    value.encode()  # half a character is no text: ValueError
    return value


def _hash(value: object) -> str:
    text = _text(value)
    if not _HASH.fullmatch(text):
        raise ValueError(text)
    return text
