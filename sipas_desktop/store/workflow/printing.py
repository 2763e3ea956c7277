"""Print runs: serials are reserved first, printed, and become valid with the fact that publishes the run.

A run that is interrupted leaves serials that nobody can receive; they are never given out again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.sql import func

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import RETURNED
from sipas_desktop.domain.fact import FactKind, canonical, commitment, commitments_root
from sipas_desktop.domain.plan import Identity, Sector
from sipas_desktop.domain.print_style import PrintStyle
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import find_ballot
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.form_rows import current_sha
from sipas_desktop.store.print_styles import style_of
from sipas_desktop.store.projection import ballot_rows
from sipas_desktop.store.sample_lists import standing
from sipas_desktop.store.workflow.bulk import ROWS, insert_rows
from sipas_desktop.store.workflow.permission import acting, require
from sipas_desktop.store.workflow.second_keying import mint_seed

MOST_AT_ONCE = 200_000


@dataclass(frozen=True)
class Recipient:
    """Whom a linked ballot is for, as it is printed."""

    member: str
    name: str
    address: str
    unit: str
    procedure: str


@dataclass(frozen=True)
class PrintRun:
    """A reserved run. ``recipients`` has one entry a serial where ballots are linked, else it is empty."""

    id: str
    purpose: str  # ballots | labels
    group: str
    form: str  # sha256
    unit: str | None
    wave: str | None
    sector: str | None
    first: int
    serials: tuple[str, ...]
    recipients: tuple[Recipient, ...]


def reserve_run(
    survey: OpenSurvey,
    *,
    group: str | None = None,
    count: int | None = None,
    unit: str | None = None,
    wave: str | None = None,
    sector: str | None = None,
    labels: bool = False,
) -> PrintRun:
    """Reserve the serials of a run: ``count`` numbered ballots, or one for each official member without a ballot.

    ``unit`` is a code of the catalogue; linked ballots know it by its name too, as the sample list writes it.
    ``sector`` is a code of the plan: numbered ballots are for it, of linked ones those whose members' list names it.
    ``labels`` reserves serials for labels that are stuck on photocopied ballots. Raises ``Refusal`` for an unknown
    group, unit, wave or sector, a count out of range, or a linked plan without anybody left to print for.
    """
    require(survey, Verb.PRINT_BALLOTS)
    plan = survey.plan
    group = group or plan.groups[0].code
    form = survey.form_of_group(group)
    if wave is not None and wave not in [each.code for each in plan.waves]:
        raise Refusal("plan.unknown_wave", found=wave, expected=" ".join(each.code for each in plan.waves))
    if sector is not None and plan.sector(sector) is None:
        raise Refusal("plan.unknown_sector", found=sector, expected=" ".join(each.code for each in plan.sectors))
    recipients: tuple[Recipient, ...] = ()
    linked = plan.identity is Identity.LINKED and not labels
    units = _units(survey)
    if unit is not None and not linked and unit not in units:
        raise Refusal("catalogues.unknown_unit", found=unit)
    if count is not None and not 1 <= count <= MOST_AT_ONCE:
        raise Refusal("print.count", found=count, most=MOST_AT_ONCE)
    if linked:
        named = None
        if unit is not None:
            unit = next((code for code, name in units.items() if fold(name) == fold(unit)), unit)
            named = units.get(unit, unit)
        recipients = _without_ballot(survey, named, plan.sector(sector or ""))
        count = len(recipients) if count is None else count
        recipients = recipients[:count]
        if not recipients:
            raise Refusal("print.nobody_left")
        count = len(recipients)
    if count is None:
        raise Refusal("print.no_count", most=MOST_AT_ONCE)
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refusal("print.count", found=count, most=MOST_AT_ONCE)
    run = secrets.token_hex(16)
    purpose = "labels" if labels else "ballots"
    with acting(survey, Verb.PRINT_BALLOTS) as tx:
        if current_sha(tx.conn, form.code) != form.sha256:
            raise Refusal("print.form_meanwhile", form=form.code)
        r = m.print_run.c
        first = tx.conn.execute(select(func.max(r.first + r["count"]))).scalar() or 1
        if first + count - 1 > serials.LAST_RUNNING:
            raise Refusal("serial.none_left", last=serials.LAST_RUNNING)
        row = {
            "id": run,
            "purpose": purpose,
            "form": form.sha256,
            "group": group,
            "unit": unit,
            "wave": wave,
            "sector": sector,
            "first": first,
            "count": count,
            "published": None,
        }
        tx.conn.execute(insert(m.print_run), row)
    number = survey.about.number
    dealt = [serials.make(number, running) for running in range(first, first + count)]
    if recipients:
        # In random order: the order of serials would restore a link that was destroyed.
        secrets.SystemRandom().shuffle(dealt)
    return PrintRun(run, purpose, group, form.sha256, unit, wave, sector, first, tuple(dealt), recipients)


def _units(survey: OpenSurvey) -> dict[str, str]:
    """Code → name."""
    c = m.catalogue.c
    with survey.reading() as conn:
        rows = conn.execute(select(c.code, c.name).where(c.kind == "unit").order_by(c.position))
        return {row.code: row.name for row in rows}


def _without_ballot(survey: OpenSurvey, unit: str | None, sector: Sector | None) -> tuple[Recipient, ...]:
    """The official members without a ballot, of ``unit`` and ``sector`` in whatever case the list has them."""
    s, now = m.sample_member.c, standing()
    query = (
        select(s.id, s.name, s.address, s.unit, s.procedure, s.sector)
        .join(now, now.c.id == s.id)
        .where(now.c.list == "official", s.id.not_in(linked_members()), s.name.is_not(None))
        .order_by(func.coalesce(now.c.stratum, -1), func.coalesce(now.c.place, 0), s.position)
    )
    with survey.reading() as conn:
        found = conn.execute(query).all()
    if unit is not None:
        found = [row for row in found if fold(row.unit or "") == fold(unit)]
    if sector is not None:
        found = [row for row in found if fold(row.sector or "") in (fold(sector.title), fold(sector.code))]
    return tuple(Recipient(row.id, row.name, row.address, row.unit, row.procedure) for row in found)


def linked_members() -> Select[tuple[str]]:
    """The members whose ballot was printed. A run that was interrupted printed nothing, whatever it left behind."""
    return (
        select(m.link.c.member)
        .join(m.ballot, m.ballot.c.serial == m.link.c.serial)
        .join(m.print_run, m.print_run.c.id == m.ballot.c.run)
        .where(m.print_run.c.published.is_not(None))
    )


def _link(survey: OpenSurvey, run: PrintRun) -> str:
    """Lay down the links of ``run``, in place of those that an interrupted run left for the same people.

    Returns one hash over the commitments to them: the fact that publishes the run names nobody.
    """
    pairs = zip(run.serials, run.recipients, strict=True)
    links = sorted((_committed(serial, person.member) for serial, person in pairs), key=_serial)
    for start in range(0, len(links), ROWS):
        chunk = links[start : start + ROWS]
        members = [row["member"] for row in chunk]
        with survey.writing() as tx:
            stale = m.link.c.member.in_(members) & m.link.c.member.not_in(linked_members())
            tx.conn.execute(delete(m.link).where(stale))
            if tx.conn.execute(select(m.link.c.member).where(m.link.c.member.in_(members))).first() is not None:
                raise Refusal("print.taken_meanwhile")
            tx.conn.execute(insert(m.link), chunk)
    return commitments_root(link["commitment"] for link in links)


def _committed(serial: str, member: str) -> dict[str, str]:
    salt = secrets.token_hex(16)
    pair = {"serial": serial, "member": member}
    return {**pair, "salt": salt, "commitment": commitment(salt, canonical(pair))}


def _links_of(tx: Transaction, run: PrintRun) -> int:
    # A run's serials are a range, so the key finds its links; by the run, all ballots would be walked through.
    own = m.link.c.serial.between(min(run.serials), max(run.serials))
    return tx.conn.execute(select(func.count()).select_from(m.link).where(own)).scalar() or 0


def publish_run(
    survey: OpenSurvey,
    run: PrintRun,
    pdf_sha256: str,
    pages: int,
    progress: Callable[[int], None] | None = None,
    *,
    style: PrintStyle | None = None,
    boxes: str = "",
) -> None:
    """Make the ballots of a printed run valid, all at once. Call it when the finished file has been checked.

    ``style`` is how ballots were printed and ``boxes`` the hash over where their boxes are; labels have neither.
    Raises ``Refusal`` where somebody else printed for the same people meanwhile.
    """
    require(survey, Verb.PRINT_BALLOTS)
    rows = ballot_rows(run.id, survey.about.number, run.first, len(run.serials), run.unit)
    insert_rows(survey, m.ballot, rows, progress)
    links = _link(survey, run) if run.recipients else None
    styled = {"style": style.said(), "boxes": boxes} if style is not None else {}
    with acting(survey, Verb.PRINT_BALLOTS) as tx:
        if _links_of(tx, run) != len(run.recipients):
            raise Refusal("print.taken_meanwhile")
        mint_seed(survey, tx)
        tx.append(
            FactKind.BALLOTS_PRINTED,
            run=run.id,
            purpose=run.purpose,
            form=run.form,
            group=run.group,
            unit=run.unit,
            wave=run.wave,
            sector=run.sector,
            first=run.first,
            count=len(run.serials),
            linked=len(run.recipients),
            links=links,
            pdf_sha256=pdf_sha256,
            pages=pages,
            **styled,
        )


def _serial(row: dict[str, str]) -> str:
    return row["serial"]


def record_reprint(survey: OpenSurvey, typed: Sequence[str], reason: str) -> tuple[str, ...]:
    """Record that ballots are printed again, marked as a reprint; returns their serials.

    Raises ``Refusal`` for a serial that was never printed or is back already, and for ballots of different forms or
    styles.
    """
    if not reason.strip():
        raise Refusal("print.reprint_reason")
    found = tuple(serials.read(each, survey.about.number) for each in typed)
    forms, styles = set(), set()
    with acting(survey, Verb.PRINT_BALLOTS) as tx:
        for serial in found:
            row = find_ballot(tx.conn, serial)
            if row is None:
                raise Refusal("receive.unknown", serial=serials.show(serial))
            if row.state in RETURNED:
                raise Refusal("print.already_back", serial=serials.show(serial))
            forms.add(row.form)
            styles.add(style_of(tx.conn, serial))
        if len(forms) != 1:
            raise Refusal("print.one_form")
        if len(styles) != 1:
            raise Refusal("print.one_style")
        tx.append(FactKind.BALLOTS_REPRINTED, serials=list(found), reason=tx.personal(reason.strip()))
    return found
