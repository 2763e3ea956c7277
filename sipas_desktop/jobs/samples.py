"""A sample list from a workbook: looked at first, taken only on consent."""

from __future__ import annotations

from pathlib import Path

from sipas_desktop.domain.cleaning import ListKind
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.sample_list import SampleListPreview, read_sample_list
from sipas_desktop.jobs.catalogues import KINDS, CatalogueNames
from sipas_desktop.jobs.progress import Progress, of_total
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey

LISTS: tuple[ListKind, ...] = ("frame", "official", "reserve")


def preview_sample(
    survey: OpenSurvey,
    path: Path,
    default_list: str,
    progress: Progress | None = None,
) -> SampleListPreview:
    """What importing ``path`` would take, correct and reject. Nothing is written. Raises ``Refusal``."""
    workflow.require(survey, Verb.IMPORT_SAMPLE)
    for known in LISTS:
        if known == default_list:
            return read_sample_list(path, known, queries.known_dossiers(survey), progress)
    raise Refusal("members.unknown_list", found=default_list, expected=" ".join(LISTS))


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
