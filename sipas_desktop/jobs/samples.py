"""A sample list from a workbook: looked at first, taken only on consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sipas_desktop.domain.cleaning import ListKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.notes import CellNote
from sipas_desktop.exchange.sample_list import Member, SampleListPreview, read_sample_list
from sipas_desktop.jobs.catalogues import KINDS, CatalogueNames
from sipas_desktop.jobs.progress import Progress, of_total
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey

LISTS: tuple[ListKind, ...] = ("frame", "official", "reserve")
KNOWN = frozenset({"sample.already_known", "sample.already_known_row"})  # rows that came with an earlier import


def preview_sample(
    survey: OpenSurvey,
    path: Path,
    default_list: str,
    progress: Progress | None = None,
    *,
    convert: bool = False,
    unit: str = "",
) -> SampleListPreview:
    """What importing ``path`` would take, correct and reject. Nothing is written.

    What the survey's lists have already, by dossier code or word for word, is rejected. ``convert`` takes texts in
    TCVN3 and VNI as Unicode; ``unit`` is that of rows that name none. Raises ``Refusal``.
    """
    workflow.require(survey, Verb.IMPORT_SAMPLE)
    for known in LISTS:
        if known == default_list:
            preview = read_sample_list(path, known, queries.known_dossiers(survey), progress, convert=convert)
            members = (member if member.unit else replace(member, unit=unit) for member in preview.members)
            preview = replace(preview, members=tuple(members)) if unit else preview
            return _without_known(preview, queries.known_rows(survey))
    raise Refusal("members.unknown_list", found=default_list, expected=" ".join(LISTS))


def _without_known(preview: SampleListPreview, known: frozenset[tuple[str, ...]]) -> SampleListPreview:
    """Members without a dossier code are known by all that their row says: the same file twice adds nothing."""
    if not known:
        return preview
    again = [member for member in preview.members if not member.dossier and row_of(member) in known]
    if not again:
        return preview
    notes = [CellNote(each.sheet, each.row, "", each.name, "sample.already_known_row") for each in again]
    return rejecting(preview, notes)


def rejecting(preview: SampleListPreview, notes: Sequence[CellNote]) -> SampleListPreview:
    """``preview`` without the members of whose rows ``notes`` say that they are there already."""
    places = {(note.sheet, note.row) for note in notes}
    return replace(
        preview,
        members=tuple(member for member in preview.members if (member.sheet, member.row) not in places),
        corrected=tuple(note for note in preview.corrected if (note.sheet, note.row) not in places),
        rejected=(*preview.rejected, *notes),
        duplicates=preview.duplicates + len(notes),
    )


def row_of(member: Member) -> tuple[str, ...]:
    """All that a row says of a member, its list and its remark aside."""
    days = (day.isoformat() if day else "" for day in (member.received, member.resulted))
    texts = (member.name, member.address, member.phone, member.unit, member.sector, member.procedure, member.dossier)
    return (*texts, *days)


def without_code(survey: OpenSurvey, preview: SampleListPreview) -> dict[str, tuple[str, ...]]:
    """Kind → names of the list's units and procedures that the survey's catalogues do not have.

    On their ballots these would be keyed letter by letter, and the units would have no figures of their own.
    """
    names = CatalogueNames(survey)
    return {kind: names.without_code(kind, (getattr(member, kind) for member in preview.members)) for kind in KINDS}


def accept_sample(survey: OpenSurvey, preview: SampleListPreview, progress: Progress | None = None) -> int:
    """Take the previewed members; returns how many. Raises ``Refusal`` where there are none."""
    members = [
        workflow.MemberData(
            list=member.list,
            name=member.name,
            address=member.address,
            phone=member.phone,
            unit=member.unit,
            sector=member.sector,
            procedure=member.procedure,
            dossier=member.dossier,
            received=member.received.isoformat() if member.received else "",
            resulted=member.resulted.isoformat() if member.resulted else "",
            note=member.note,
            consent=member.consent,
        )
        for member in preview.members
    ]
    return workflow.import_sample(
        survey,
        members,
        preview.sha256,
        corrected=len(preview.corrected),
        rejected=len(preview.rejected),
        progress=of_total(len(members), progress),
    )
