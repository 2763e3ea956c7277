"""Packages of other offices as files: looked at, all of them, then merged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sipas_desktop.beside import beside, refuse_unwritable
from sipas_desktop.domain.package import Manifest
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.package import is_package, load_package
from sipas_desktop.signature import public_pem, read_pem
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import PackageConflict
from sipas_desktop.store.workflow import Came, Taken

Progress = Callable[[int, int], None]
LONGEST_NAME = 200
MOST_KEY_BYTES = 16_384  # of the file of a public key, which has 113


@dataclass(frozen=True)
class MergedPackages:
    """What packages brought, in records; ``taken`` names each, those that another one held among them."""

    added: int
    already_there: int
    taken: tuple[Taken, ...]
    conflicts: tuple[PackageConflict, ...]


def merge_packages(
    survey: OpenSurvey, paths: Sequence[Path], *, register: bool = False, progress: Progress | None = None
) -> MergedPackages:
    """Merge the packages at ``paths``. ``register``: take offices that are not known yet for who their packages say.

    All are looked at before the first is merged. Raises ``Refusal`` for the first that fails, and then nothing was
    changed.
    """
    workflow.require(survey, Verb.MERGE)
    packages = [load_package(path) for path in paths]
    looked = [workflow.packages_of(survey, package, by_anybody=register) for package in packages]
    known = {office.public_key for office in queries.offices(survey)}
    for told in (package.manifest for package in packages):
        if told.public_key not in known:
            workflow.register_office(survey, name_of(told), told.public_key)
            known.add(told.public_key)
    taken: list[Taken] = []
    for done, each in enumerate(looked, start=1):
        taken += workflow.merge_package(survey, each)
        if progress:
            progress(done, len(looked))
    return MergedPackages(
        sum(each.records for each in taken if each.came in (Came.ADDED, Came.REPLACED)),
        sum(each.records for each in taken if each.came is Came.KNOWN),
        tuple(taken),
        tuple(queries.package_conflicts(survey)),
    )


def name_of(manifest: Manifest) -> str:
    """What an office is called that registered no name: its unit where it has just one, else its survey's title."""
    spoken = {each.unit for each in manifest.units if each.settled}
    names = [manifest.names.get("unit", {}).get(unit, "") for unit in spoken]
    return names[0] if len(names) == 1 and names[0] else manifest.title[:LONGEST_NAME]


def told_apart(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Packages of other offices, and what is something else: returns of stations."""
    packages = [path for path in paths if is_package(path)]
    return packages, [path for path in paths if path not in packages]


def save_public_key(survey: OpenSurvey, out: Path) -> str:
    """Write the office's public key to ``out``, for ``read_public_key``; makes it where there is none yet."""
    refuse_unwritable(out)
    public = workflow.signing_key(survey)
    with beside(out) as part:
        part.write_bytes(public_pem(public))
    return public


def read_public_key(path: Path) -> str:
    """The public key in the file at ``path``, or of who signed the package there. Raises ``Refusal``."""
    if is_package(path):
        return load_package(path).manifest.public_key
    try:
        with path.open("rb") as stream:
            return read_pem(stream.read(MOST_KEY_BYTES))
    except FileNotFoundError:
        raise Refusal("package.missing", file=path.name) from None
    except OSError:
        raise Refusal("package.cannot_read", file=path.name) from None
    except ValueError:
        raise Refusal("signing.not_a_key", file=path.name) from None
