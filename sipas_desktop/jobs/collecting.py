"""Lists that the agencies make themselves: templates go out, a folder of workbooks comes back, somebody is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.list_template import file_name, unit_code, write_template
from sipas_desktop.exchange.sample_list import SampleListPreview
from sipas_desktop.jobs.progress import Progress
from sipas_desktop.jobs.samples import accept_sample, preview_sample
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import CatalogueEntry

KINDS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"})


@dataclass(frozen=True)
class Collected:
    """One file of a folder: the unit that it is of, what it would bring or why it cannot be read."""

    path: Path
    unit: str  # the name; "" where neither the file nor its rows tell
    preview: SampleListPreview | None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class TakenFolder:
    """What a folder of lists brought: members, files, rejected rows, files not read, units without a list."""

    added: int
    files: int
    rejected: int
    unread: list[str]
    missing: list[str]


def write_templates(survey: OpenSurvey, folder: Path) -> int:
    """Write one template a unit of the catalogue into ``folder``, which is made if need be; how many.

    Raises ``Refusal`` where there are no units, or a file cannot be written.
    """
    workflow.require(survey, Verb.IMPORT_SAMPLE)
    units = queries.catalogue(survey, "unit")
    if not units:
        raise Refusal("draw.no_units")
    procedures = [entry.name for entry in queries.catalogue(survey, "procedure")]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal("file.no_folder", path=folder) from error
    for unit in units:
        out = folder / file_name(unit.code, unit.name)
        write_template(out, survey.about.title, (unit.code, unit.name), procedures)
    return len(units)


def look_into(
    survey: OpenSurvey, folder: Path, default_list: str, progress: Progress | None = None, *, convert: bool = False
) -> list[Collected]:
    """What the workbooks of ``folder`` would bring, by name. A dossier code counts for the first file that has it.

    A row without a unit gets that of its file. Nothing is written. Raises ``Refusal`` where there is no workbook.
    """
    paths = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in KINDS and path.is_file() and not path.name.startswith(("~$", "."))
    )
    if not paths:
        raise Refusal("draw.empty_folder", folder=folder.name)
    names = {unit.code: unit.name for unit in queries.catalogue(survey, "unit")}
    found = []
    for number, path in enumerate(paths):
        if progress:
            progress(number, len(paths))
        try:
            own = names.get(unit_code(path), "")
            preview = preview_sample(survey, path, default_list, convert=convert, unit=own)
            found.append(Collected(path, own or _only_unit(preview), preview))
        except Refusal as refusal:
            found.append(Collected(path, "", None, refusal))
    return found


def _only_unit(preview: SampleListPreview) -> str:
    told = {fold(member.unit): member.unit for member in preview.members if member.unit}
    return next(iter(told.values())) if len(told) == 1 else ""


def accept_folder(survey: OpenSurvey, collected: list[Collected], progress: Progress | None = None) -> dict[Path, int]:
    """Take what the files bring, one after the other; path → members added.

    What an earlier file of the folder brought is not taken a second time. Raises ``Refusal``.
    """
    added: dict[Path, int] = {}
    seen: set[str] = set()
    for number, each in enumerate(collected):
        if progress:
            progress(number, len(collected))
        if each.preview is None:
            continue
        members = tuple(m for m in each.preview.members if not m.dossier or fold(m.dossier) not in seen)
        seen |= {fold(member.dossier) for member in members if member.dossier}
        added[each.path] = accept_sample(survey, replace(each.preview, members=members)) if members else 0
    return added


def missing_units(survey: OpenSurvey) -> list[CatalogueEntry]:
    """The units of the catalogue of which no list holds anybody."""
    known = {fold(name) for name in queries.units_of_members(survey)}
    return [unit for unit in queries.catalogue(survey, "unit") if fold(unit.name) not in known]


def take_folder(survey: OpenSurvey, folder: Path, default_list: str, progress: Progress | None = None) -> TakenFolder:
    """Look into ``folder`` and take what its files bring, at once. Raises ``Refusal``."""
    collected = look_into(survey, folder, default_list, progress)
    added = accept_folder(survey, collected)
    unread = [each.path.name for each in collected if each.preview is None]
    rejected = sum(len(each.preview.rejected) for each in collected if each.preview is not None)
    return TakenFolder(sum(added.values()), len(added), rejected, unread, [unit.name for unit in missing_units(survey)])
