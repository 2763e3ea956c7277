"""Lists that the agencies make themselves: templates go out, a folder of workbooks comes back, somebody is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sipas_desktop.domain.cleaning import dossier_key
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.list_template import file_name, unit_code, write_template
from sipas_desktop.exchange.notes import CellNote
from sipas_desktop.exchange.sample_list import SampleListPreview
from sipas_desktop.jobs.progress import Progress
from sipas_desktop.jobs.samples import accept_sample, preview_sample, rejecting, row_of
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
    """What the workbooks of ``folder`` would bring, by name. What several files have counts for the first of them.

    A row without a unit gets that of its file. Nothing is written. Raises ``Refusal`` where there is no workbook.
    """
    paths = [
        path
        for path in folder.iterdir()
        if path.suffix.lower() in KINDS and path.is_file() and not path.name.startswith(("~$", "."))
    ]
    paths.sort(key=lambda path: path.name)  # paths themselves compare otherwise on Windows
    if not paths:
        raise Refusal("draw.empty_folder", folder=folder.name)
    names = {unit.code: unit.name for unit in queries.catalogue(survey, "unit")}
    found = []
    seen: dict[object, tuple[Path, int]] = {}
    for number, path in enumerate(paths):
        if progress:
            progress(number, len(paths))
        own = ""
        try:
            own = names.get(unit_code(path), "")
            preview = preview_sample(survey, path, default_list, convert=convert, unit=own)
            preview = _without_seen(preview, path, seen)
            found.append(Collected(path, own or _only_unit(preview), preview))
        except Refusal as refusal:
            found.append(Collected(path, own, None, refusal))
    return found


def _without_seen(preview: SampleListPreview, path: Path, seen: dict[object, tuple[Path, int]]) -> SampleListPreview:
    """What no earlier file of the folder brings: rows are known by their dossier code, else by all that they say."""
    notes = []
    for member in preview.members:
        key = dossier_key(member.dossier) if member.dossier else row_of(member)
        first, row = seen.setdefault(key, (path, member.row))
        if first != path:
            params = {"file": first.name, "row": row}
            shown = member.dossier or member.name
            notes.append(CellNote(member.sheet, member.row, "", shown, "sample.in_other_file", "", params))
    return rejecting(preview, notes) if notes else preview


def _only_unit(preview: SampleListPreview) -> str:
    told = {fold(member.unit): member.unit for member in preview.members if member.unit}
    return next(iter(told.values())) if len(told) == 1 else ""


def accept_folder(
    survey: OpenSurvey, collected: Sequence[Collected], progress: Progress | None = None
) -> dict[Path, int]:
    """Take what the files bring, one after the other; path → members added. Raises ``Refusal``."""
    added: dict[Path, int] = {}
    for number, each in enumerate(collected):
        if progress:
            progress(number, len(collected))
        if each.preview is not None:
            added[each.path] = accept_sample(survey, each.preview) if each.preview.members else 0
    return added


def missing_units(survey: OpenSurvey, collected: Sequence[Collected] = ()) -> list[CatalogueEntry]:
    """The units of the catalogue of which neither a list of the survey nor one of ``collected`` holds anybody."""
    known = {fold(name) for name in queries.units_of_members(survey)}
    known |= {fold(member.unit) for each in collected if each.preview for member in each.preview.members}
    return [unit for unit in queries.catalogue(survey, "unit") if fold(unit.name) not in known]


def together(folder: Path, collected: Sequence[Collected]) -> SampleListPreview:
    """What the files of ``folder`` would bring as one preview, whose sheets name their file too."""
    read = [(each.path.name, each.preview) for each in collected if each.preview is not None]

    def within(name: str, notes: tuple[CellNote, ...]) -> list[CellNote]:
        return [replace(note, sheet=_place(name, note.sheet)) for note in notes]

    return SampleListPreview(
        file=folder.name,
        sha256="",
        sheets=tuple(replace(use, name=_place(name, use.name)) for name, each in read for use in each.sheets),
        passed=tuple(_place(name, sheet) for name, each in read for sheet in each.passed),
        hidden=tuple(_place(name, sheet) for name, each in read for sheet in each.hidden),
        members=tuple(replace(m, sheet=_place(name, m.sheet)) for name, each in read for m in each.members),
        corrected=tuple(note for name, each in read for note in within(name, each.corrected)),
        rejected=tuple(note for name, each in read for note in within(name, each.rejected)),
        skipped=tuple(note for name, each in read for note in within(name, each.skipped)),
        duplicates=sum(each.duplicates for _, each in read),
    )


def _place(file: str, sheet: str) -> str:
    return f"{file} · {sheet}" if sheet else file
