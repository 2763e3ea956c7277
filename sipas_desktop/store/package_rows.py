"""Packages as a survey keeps them, and the rows that their records are.

A record is a ballot of a run whose purpose is "package", settled at once: so the index, records, report and the next
package read it where they read any other. Its serial is no number but the run and its place in it.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.package import MANIFEST, Manifest, read_manifest
from sipas_desktop.domain.package_records import all_records
from sipas_desktop.domain.package_zip import Package, read_package
from sipas_desktop.domain.records import Record
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.signature import verify
from sipas_desktop.store.models_package import package_file, signing_secret
from sipas_desktop.store.purposes import PACKAGE, PACKAGE_ONLINE
from sipas_desktop.store.statements import Statement, inserting

_CONTENT: Final = Statement(select(package_file.c.content).where(package_file.c.sha256 == bindparam("sha256")))
_INSERT_CONTENT: Final = inserting(package_file)
PACKAGES_HELD: Final = Statement(select(package_file.c.sha256))
SECRET: Final = Statement(select(signing_secret.c.private).where(signing_secret.c.public == bindparam("public")))
SECRETS_HELD: Final = Statement(select(signing_secret.c.public))
KEEP_SECRET: Final = inserting(signing_secret)


@dataclass(frozen=True)
class Run:
    """Records of a package that are of one form, group and wave, and came alike."""

    id: str
    form: str
    group: str
    wave: str
    online: bool
    records: tuple[Record, ...]

    @property
    def row(self) -> dict[str, Any]:
        """The run's row, not yet published. Its ballots have no running numbers."""
        return {
            "id": self.id,
            "purpose": PACKAGE_ONLINE if self.online else PACKAGE,
            "form": self.form,
            "group": self.group,
            "unit": None,
            "wave": self.wave or None,
            "sector": None,
            "first": 0,
            "count": 0,
            "published": None,
        }

    def ballots(self, created: str) -> Iterator[dict[str, Any]]:
        """The rows of its ballots, which count from the day on which the package was ``created``."""
        for place, record in enumerate(self.records):
            state = State.SINGLE_KEYED if record.keyed == 1 else State.SETTLED
            yield {
                "serial": self.serial(place),
                "run": self.id,
                "state": state.value,
                "unit": record.unit or None,
                "channel": record.channel or None,
                "photocopy": False,
                "received_on": created,
            }

    def answers(self) -> Iterator[list[dict[str, Any]]]:
        """The rows of each ballot's settled answers."""
        for place, record in enumerate(self.records):
            serial = self.serial(place)
            yield [
                {"serial": serial, "question": question, "value": value, "personal": None}
                for question, value in record.values.items()
            ]

    def counts(self) -> list[dict[str, Any]]:
        """How often each value was given, as ``settled_counts`` keeps it."""
        found = Counter(pair for record in self.records for pair in record.values.items())
        return [
            {"run": self.id, "question": question, "value": value, "count": count}
            for (question, value), count in sorted(found.items())
        ]

    def serial(self, place: int) -> str:
        """By what its ballot at ``place`` is known."""
        return f"{self.id}-{place}"


def _alike(record: Record) -> tuple[str, str, str, bool]:
    return record.form_sha256, record.group, record.wave, record.keyed == 0


def runs_of(package: Package, ids: Sequence[str]) -> list[Run]:
    """The runs of the package's own records, named ``ids`` in their order. Raises ``ValueError`` for another number."""
    records = sorted((each for each in all_records(package) if not each.source), key=_alike)
    groups = [(key, tuple(own)) for key, own in groupby(records, _alike)]
    return [Run(run, *key, own) for run, (key, own) in zip(ids, groups, strict=True)]


def kinds_of(package: Package) -> int:
    """How many runs its own records make."""
    return len({_alike(record) for record in all_records(package) if not record.source})


def keep(conn: Connection, package: Package) -> None:
    """Put the package by."""
    _INSERT_CONTENT.run(conn, sha256=package.sha256, content=package.kept)


def held(conn: Connection, sha256: str) -> Package | None:
    """The package that was put by under this hash. Raises ``Refusal`` where it is not what it was."""
    content = _CONTENT.scalar(conn, sha256=sha256)
    return None if content is None else read_package(bytes(content), sha256[:12], verify, kept=True)


def manifest_of(conn: Connection, sha256: str) -> Manifest:
    """The manifest of a package that was put by; nothing else of it is looked at. Raises ``Damaged``."""
    try:
        with zipfile.ZipFile(io.BytesIO(_CONTENT.scalar(conn, sha256=sha256) or b"")) as archive:
            return read_manifest(archive.read(MANIFEST), sha256[:12])
    except (zipfile.BadZipFile, KeyError, TypeError, Refusal):
        raise Damaged("file.damaged") from None


def units_of(package: Package) -> set[str]:
    """The units that the package itself speaks of."""
    told = package.manifest
    spoken = {each.unit for each in told.units} | told.required.keys()
    return (spoken | {record.unit for record in all_records(package) if not record.source}) - {""}
