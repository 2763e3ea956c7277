"""Destroying the links between ballots and members: the survey is checked for the last time with them, then they go.

And the certificate of it, as a file, with the head of the history that it rests on.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from sipas_desktop.beside import refuse_unwritable
from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.fact import VIETNAM
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.backups import known_backups
from sipas_desktop.jobs.papers import Papered
from sipas_desktop.jobs.slips import provenance_of, refuse_suffix, write_document
from sipas_desktop.paper.unlinking_content import Copy, PrintedFile, UnlinkingTold, certificate
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.backups import Backup
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.workflow import LinksDestroyed

Progress = Callable[[int, int], None]


def unlink(
    survey: OpenSurvey, reason: str, confirmed: str, *, even_so: bool = False, progress: Progress | None = None
) -> LinksDestroyed:
    """Check the survey, then destroy its links. Raises ``Refusal`` as ``destroy_links``, and for one with a fault.

    Afterwards nobody can prove any more who could be drawn for phúc tra, and whose paper an online answer was on.
    ``progress`` hears facts done and to do, and may raise to stop before anything is destroyed.
    """
    workflow.require(survey, Verb.UNLINK)
    if not queries.links_are_gone(survey):
        workflow.check_unlink(survey, reason, confirmed, even_so=even_so)
        if queries.check_survey(survey, progress=progress).problems:
            raise Refusal("unlink.check")
    return workflow.destroy_links(survey, reason, confirmed, even_so=even_so)


def stale_backups(survey: OpenSurvey, second: Path | None = None) -> tuple[Backup, ...]:
    """The backups that the program sees and that were made before links were destroyed; none before that.

    Of a survey on a server the program makes none.
    """
    done = queries.link_state(survey).destroyed
    if done is None or survey.on_server:
        return ()
    at = datetime.datetime.fromisoformat(done.at)
    return tuple(backup for backup in known_backups(survey.path, second) if backup.at <= at)


def make_certificate(survey: OpenSurvey, out: Path, second: Path | None = None) -> Papered:
    """Write the certificate to ``out``, a .pdf or .docx. ``second`` is where backups go beside the usual place.

    The head that is printed on it becomes a fact. Raises ``Refusal``, also before links are destroyed; then none does.
    """
    workflow.require(survey, Verb.UNLINK)
    workflow.require(survey, Verb.REPORT)
    refuse_suffix(out)
    refuse_unwritable(out)
    with survey.snapshot():
        told = _told(survey, second)
        heads = queries.heads(survey)
    head = workflow.record_head(survey, "certificate", heads)
    return write_document(certificate(survey.plan, told, provenance_of(survey.plan, head)), out, head)


def _told(survey: OpenSurvey, second: Path | None) -> UnlinkingTold:
    done = queries.link_state(survey).destroyed
    if done is None:
        raise Refusal("unlink.not_yet")
    number = survey.about.number
    return UnlinkingTold(
        survey=number,
        at=datetime.datetime.fromisoformat(done.at) + VIETNAM,
        operator=done.operator,
        reason=done.reason,
        links=done.links,
        undecided=done.undecided,
        few=done.few,
        under=queries.FEW,
        head_before=done.head,
        rechecked=queries.recheck_counts(survey)[0] > 0,
        copies=[Copy(each.path.name, each.at) for each in reversed(stale_backups(survey, second))],
        printed=[
            PrintedFile(
                serials.show(serials.make(number, run.first)),
                serials.show(serials.make(number, run.first + run.count - 1)),
                run.count,
                run.sha256,
            )
            for run in queries.linked_runs(survey)
        ],
    )
