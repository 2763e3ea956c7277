"""The zip of a package: built alike on every system, and read with every check that finds a changed byte.

It stores its files unpacked, the manifest first, its signature second, the others by name, with a fixed time: the same
content gives the same bytes, and a reader can rebuild it and compare. A package that holds packages of other offices
has them under ``packages/``. Those are kept without what they held themselves, since each of them is there anyway.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sipas_desktop.domain.package import MANIFEST, Manifest, SourceEntry, read_manifest
from sipas_desktop.domain.toml_reader import sha256 as source_sha256
from sipas_desktop.errors import Refusal

SIGNATURE: Final = "manifest.sig"
RECORDS: Final = "records.csv"
HELD: Final = "packages/"  # where packages of other offices lie
MAX_FILES: Final = 10_000
FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)

_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")

# (public key in hexadecimal, signature, what was signed) → whether it is the key's.
Verify = Callable[[str, bytes, bytes], bool]


@dataclass(frozen=True)
class Package:
    """A package whose every byte is as it was signed. ``files``: all but manifest and signature, by name."""

    file: str  # what it is called in messages
    manifest: Manifest
    signed: bytes  # the bytes of the manifest
    signature: bytes
    files: Mapping[str, bytes]

    @property
    def sha256(self) -> str:
        """The hash of its manifest, by which it is known."""
        return hashlib.sha256(self.signed).hexdigest()

    @property
    def kept(self) -> bytes:
        """The zip of it without the packages that it holds."""
        own = {name: data for name, data in self.files.items() if not name.startswith(HELD)}
        return zip_files({MANIFEST: self.signed, SIGNATURE: self.signature, **own})


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """The zip of ``files``: manifest and signature first, the others by name, nothing packed or of this system."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files, key=lambda name: (name != MANIFEST, name != SIGNATURE, name)):
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], zipfile.ZIP_STORED)
    return made.getvalue()


def read_package(whole: bytes, file: str, verify: Verify, *, kept: bool = False) -> Package:
    """The package whose bytes are ``whole``; ``kept``: without the packages that it held.

    Raises ``Refusal`` for what is no package, one of another format, one that was changed, with the name of the file
    that was, and one whose signature is not of the key that it names.
    """
    files = _unzip(whole, file)
    if MANIFEST not in files:
        raise Refusal("package.foreign", file=file)
    signed = files.pop(MANIFEST)
    manifest = read_manifest(signed, file)
    signature = files.pop(SIGNATURE, None)
    if signature is None:
        raise Refusal("package.missing_file", file=file, name=SIGNATURE)
    if not verify(manifest.public_key, signature, signed):
        raise Refusal("package.signature", file=file, name=MANIFEST)
    listed = {entry.name: entry for entry in manifest.files if not (kept and entry.name.startswith(HELD))}
    for name in sorted(files.keys() ^ listed.keys()):
        raise Refusal("package.extra_file" if name in files else "package.missing_file", file=file, name=name)
    for name, entry in listed.items():
        if len(files[name]) != entry.bytes or hashlib.sha256(files[name]).hexdigest() != entry.sha256:
            raise Refusal("package.changed", file=file, name=name)
    _check_sources(manifest, files, file)
    if zip_files({MANIFEST: signed, SIGNATURE: signature, **files}) != whole:
        raise Refusal("package.changed_outside", file=file)
    return Package(file, manifest, signed, signature, files)


def held_in(package: Package, verify: Verify) -> list[Package]:
    """The packages of other offices that ``package`` holds, checked like itself.

    Raises ``Refusal`` where they are not those that its manifest says.
    """
    told = {source.file: source for source in package.manifest.sources}
    held = {name: data for name, data in package.files.items() if name.startswith(HELD)}
    for name in sorted(told.keys() ^ held.keys()):
        raise Refusal("package.sources", file=package.file, name=name)
    found = []
    for name in sorted(held):
        inner = read_package(held[name], f"{package.file}: {name}", verify, kept=True)
        if source_entry(inner) != told[name] or inner.manifest.plan_sha256 != package.manifest.plan_sha256:
            raise Refusal("package.sources", file=package.file, name=name)
        found.append(inner)
    return found


def source_entry(package: Package) -> SourceEntry:
    """How another package lists ``package`` among its sources."""
    told = package.manifest
    return SourceEntry(
        manifest=package.sha256,
        file=f"{HELD}{package.sha256[:32]}.zip",
        survey_id=told.survey_id,
        title=told.title,
        sequence=told.sequence,
        public_key=told.public_key,
        records=told.own,
        records_sha256=told.own_sha256,
    )


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


def _check_sources(manifest: Manifest, files: Mapping[str, bytes], file: str) -> None:
    """Plan and forms must be those whose hashes the ballots know, not only files that the manifest lists."""
    stated = {"plan.toml": manifest.plan_sha256, **{form.file: form.sha256 for form in manifest.forms}}
    for name, expected in stated.items():
        if name not in files or source_sha256(files[name].decode("utf-8", "replace")) != expected:
            raise Refusal("package.changed", file=file, name=name)
