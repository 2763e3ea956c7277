"""A source that gives totals only: entered with its origin, shown apart, never mixed into the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.online_totals import are_counts
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.on_online import same_total
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.workflow.permission import acting, require


@dataclass(frozen=True)
class OnlineTotal:
    """How many answers a source counted. ``counts``: rated question → level → answers, as far as the source tells."""

    source: str
    origin: str
    channel: str
    group: str
    unit: str | None
    wave: str | None
    answers: int
    counts: Mapping[str, Mapping[str, int]]


def set_online_total(survey: OpenSurvey, total: OnlineTotal) -> bool:
    """Enter the total; False where just that is entered already. It takes the place of an earlier one of the same
    source, group, unit and wave.

    Raises ``Refusal`` for a source without a name or an origin, numbers that cannot be, and a group, unit, wave or
    channel that the survey does not have.
    """
    require(survey, Verb.IMPORT_ONLINE)
    plan, form = survey.plan, survey.form_of_group(total.group)
    source, origin = total.source.strip(), total.origin.strip()
    if not source or not origin:
        raise Refusal("online.no_origin")
    channel = plan.channel(total.channel)
    if channel is None or channel.paper:
        online = " ".join(each.code for each in plan.channels if not each.paper) or "—"
        raise Refusal("online.not_a_channel", found=total.channel, expected=online)
    if total.wave is not None and all(wave.code != total.wave for wave in plan.waves):
        raise Refusal("plan.unknown_wave", found=total.wave, expected=" ".join(wave.code for wave in plan.waves))
    counts = {question: dict(by_level) for question, by_level in total.counts.items() if by_level}
    if not are_counts(form, total.answers, counts):
        raise Refusal("online.bad_counts", source=source)
    said = {
        "source": source,
        "origin": origin,
        "channel": total.channel,
        "group": total.group,
        "unit": total.unit,
        "wave": total.wave,
        "answers": total.answers,
        "counts": counts,
    }
    with acting(survey, Verb.IMPORT_ONLINE) as tx:
        c, t = m.catalogue.c, m.online_total.c
        unit = select(c.code).where(c.kind == "unit", c.code == total.unit)
        if total.unit is not None and tx.conn.execute(unit).first() is None:
            raise Refusal("catalogues.unknown_unit", found=total.unit)
        before = tx.conn.execute(select(t.fact).where(same_total(said), t.superseded.is_(None))).scalar()
        if before is not None:
            earlier = tx.fact(before).said
            if {key: value for key, value in earlier.items() if key != "supersedes"} == said:
                return False
        supersedes = None if before is None else ref_of(tx.conn, before)
        tx.append(FactKind.ONLINE_TOTALS_SET, **said, supersedes=supersedes)
    return True
