"""The sample list: who is to be asked. Importing a list never changes how far ballots are linked to people."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select
from sqlalchemy.sql import func

from sipas_desktop.domain.fact import FactKind, canonical, commitment, commitments_root
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.unlinked import refuse_gone
from sipas_desktop.store.workflow.bulk import PAUSE_SECONDS, ROWS, insert_rows
from sipas_desktop.store.workflow.interrupted_imports import (
    forget_import,
    forget_interrupted_imports,
    refuse_forgotten,
)
from sipas_desktop.store.workflow.permission import acting, require

LISTS = ("frame", "official", "reserve")


@dataclass(frozen=True)
class MemberData:
    """One person or organisation of a sample list; dates are ISO texts, what is not known is empty."""

    list: str  # frame | official | reserve
    name: str
    address: str = ""
    phone: str = ""
    unit: str = ""
    sector: str = ""
    procedure: str = ""
    dossier: str = ""
    received: str = ""
    resulted: str = ""
    note: str = ""
    consent: bool = False  # she may be called, and sent messages


def import_sample(
    survey: OpenSurvey,
    members: Sequence[MemberData],
    file_sha256: str,
    *,
    corrected: int = 0,
    rejected: int = 0,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Add the ``members`` of a previewed list; returns how many.

    The rows become valid all at once with the last fact, which commits to them without naming anybody; where
    ``progress`` raises to stop the import, none is left. What a killed import left is taken away before. Raises
    ``Refusal`` for a list that holds nobody or an unknown kind of list, and where somebody else imported meanwhile.
    """
    require(survey, Verb.IMPORT_SAMPLE)
    if not members:
        raise Refusal("members.nobody")
    if unknown := {member.list for member in members} - set(LISTS):
        raise Refusal("members.unknown_list", found=" ".join(sorted(unknown)), expected=" ".join(LISTS))
    forget_interrupted_imports(survey)
    run = secrets.token_hex(16)
    with acting(survey, Verb.IMPORT_SAMPLE) as tx:
        refuse_gone(tx.conn)
        tx.conn.execute(insert(m.sample_import), {"id": run, "published": None})
        position = tx.conn.execute(select(func.max(m.sample_member.c.position))).scalar() or 0
    rows, consenting = [], []
    for offset, member in enumerate(members, start=1):
        salt = secrets.token_hex(16)
        details = {"id": secrets.token_hex(16), "position": position + offset, **asdict(member)}
        if details.pop("consent"):
            consenting.append(details["id"])
        rows.append(
            {
                "import": run,
                **details,
                "salt": salt,
                "commitment": commitment(salt, canonical(details)),
            }
        )

    def look(conn: Connection, there: int) -> None:
        refuse_forgotten(conn, run, rows[0]["id"] if there else None)

    try:
        insert_rows(survey, m.sample_member, rows, progress, look)
        for start in range(0, len(consenting), ROWS):  # before the list counts: then all of it does, or nothing
            time.sleep(PAUSE_SECONDS)
            with acting(survey, Verb.IMPORT_SAMPLE) as tx:
                look(tx.conn, len(rows))
                tx.append(FactKind.CONSENT_SET, members=consenting[start : start + ROWS], given=True)
        with acting(survey, Verb.IMPORT_SAMPLE) as tx:
            look(tx.conn, len(rows))
            tx.append(
                FactKind.SAMPLE_IMPORTED,
                **{"import": run},
                rows=len(rows),
                commitments=commitments_root(row["commitment"] for row in rows),
                file_sha256=file_sha256,
                corrected=corrected,
                rejected=rejected,
            )
    except BaseException:
        forget_import(survey, run)  # personal data of a list that nobody took in the end
        raise
    return len(rows)
