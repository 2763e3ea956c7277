"""Print runs: serials are reserved first, printed, and become valid with the fact that publishes the run.

A run that is interrupted leaves serials that nobody can receive. It is gone on with, to the same file, or given up; its
serials are never given out to another.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select
from sqlalchemy.sql import func

from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import RETURNED
from sipas_desktop.domain.fact import FactKind, canonical, commitments_root
from sipas_desktop.domain.label_sheet import LabelsOn
from sipas_desktop.domain.plan import Identity
from sipas_desktop.domain.print_order import SortedBy, in_order
from sipas_desktop.domain.print_style import PrintStyle
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import fold
from sipas_desktop.errors import Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.ballot_rows import find_ballot
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.form_rows import current_sha
from sipas_desktop.store.print_styles import style_of
from sipas_desktop.store.unlinked import refuse_gone, was_linked
from sipas_desktop.store.workflow.dealing import (
    Recipient,
    lay_down_ballots,
    lay_down_links,
    links_of,
    units_by_code,
    without_ballot,
)
from sipas_desktop.store.workflow.permission import acting, require
from sipas_desktop.store.workflow.second_keying import mint_seed

MOST_AT_ONCE = 200_000


@dataclass(frozen=True)
class PrintRun:
    """A reserved run, its serials in the order of its pages.

    Where ballots are linked ``recipients`` has one entry a serial, but for the spares, which come last; else it is
    empty.
    """

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
    linked: bool  # to members of the sample list
    spares: int = 0
    sorted_by: SortedBy = SortedBy.LIST
    style: PrintStyle | None = None  # of ballots
    labels_on: LabelsOn | None = None  # of labels
    published_as: str | None = None  # the hash of its file, where it was published before that had its name


def reserve_run(
    survey: OpenSurvey,
    *,
    group: str | None = None,
    count: int | None = None,
    unit: str | None = None,
    wave: str | None = None,
    sector: str | None = None,
    labels: bool = False,
    sorted_by: SortedBy = SortedBy.LIST,
    spares: int = 0,
    style: PrintStyle | None = None,
    labels_on: LabelsOn | None = None,
) -> PrintRun:
    """Reserve the serials of a run: ``count`` numbered ballots, or one for each official member without a ballot.

    ``unit`` is a code of the catalogue; linked ballots know it by its name too, as the sample list writes it.
    ``sector`` is a code of the plan: numbered ballots are for it, of linked ones those whose members' list names it.
    ``labels`` reserves serials for labels that are stuck on photocopied ballots, and stand ``labels_on`` their sheets;
    the others are printed in ``style``. Either is kept, however often the run is interrupted. Linked ballots lie
    ``sorted_by``, and ``spares`` more of the unit, which are for nobody, after them. Raises ``Refusal`` for an unknown
    group, unit, wave or sector, a count out of range, spares or an order where there is no list, or a linked plan
    without anybody left to print for.
    """
    require(survey, Verb.PRINT_BALLOTS)
    plan = survey.plan
    group = group or plan.groups[0].code
    form = survey.form_of_group(group)
    if wave is not None and wave not in [each.code for each in plan.waves]:
        raise Refusal("plan.unknown_wave", found=wave, expected=" ".join(each.code for each in plan.waves))
    if sector is not None and plan.sector(sector) is None:
        raise Refusal("plan.unknown_sector", found=sector, expected=" ".join(each.code for each in plan.sectors))
    people: list[Recipient] = []
    linked = plan.identity is Identity.LINKED and not labels
    units = units_by_code(survey)
    if not linked and (spares or sorted_by is not SortedBy.LIST):
        raise Refusal("print.needs_list")
    if unit is not None and not linked and unit not in units:
        raise Refusal("catalogues.unknown_unit", found=unit)
    if count is not None and not 1 <= count <= MOST_AT_ONCE:
        raise Refusal("print.count", found=count, most=MOST_AT_ONCE)
    if linked:
        if unit is not None:
            unit = next((code for code, name in units.items() if fold(name) == fold(unit)), unit)
        if not 0 <= spares < MOST_AT_ONCE:
            raise Refusal("print.count", found=spares, most=MOST_AT_ONCE)
        if spares and unit is None:
            raise Refusal("print.spares_of_unit")
        named = None if unit is None else units.get(unit, unit)
        with survey.reading() as conn:
            refuse_gone(conn)
        people = without_ballot(survey, named, plan.sector(sector or ""))
        people = in_order(people if count is None else people[:count], sorted_by)
        if not people and not (spares and unit in units):
            raise Refusal("print.nobody_left")
        count = len(people) + spares
    if count is None:
        raise Refusal("print.no_count", most=MOST_AT_ONCE)
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refusal("print.count", found=count, most=MOST_AT_ONCE)
    run = secrets.token_hex(16)
    purpose = "labels" if labels else "ballots"
    with acting(survey, Verb.PRINT_BALLOTS) as tx:
        if current_sha(tx.conn, form.code) != form.sha256:
            raise Refusal("print.form_meanwhile", form=form.code)
        first = first_free(tx.conn)
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
        kept = {
            "style": None if style is None else canonical(style.said()),
            "labels": None if labels_on is None else canonical(labels_on.said()),
        }
        ordered = {"run": run, "sorted_by": sorted_by.value, "spares": spares, **kept}
        tx.conn.execute(insert(m.print_order), ordered)
    dealt = serials_of(survey, first, count)
    if linked:
        dealt = deal(survey, run, first, dealt, people, unit)
    own, to = tuple(dealt), tuple(people)
    said = (run, purpose, group, form.sha256, unit, wave, sector, first, own, to, linked)
    return PrintRun(*said, spares, sorted_by, style, labels_on)


def serials_of(survey: OpenSurvey, first: int, count: int) -> list[str]:
    """The serials of a run, ascending."""
    return [serials.make(survey.about.number, running) for running in range(first, first + count)]


def deal(
    survey: OpenSurvey, run: str, first: int, own: Sequence[str], people: Sequence[Recipient], unit: str | None
) -> list[str]:
    """Deal the run's ``own`` serials to ``people`` and lay that down; returns them in their order, the spares last.

    In random order: the order of serials would restore a link that was destroyed. Raises ``Refusal`` where somebody
    else printed for one of them meanwhile.
    """
    dealt = list(own)
    secrets.SystemRandom().shuffle(dealt)
    to_people, spares = dealt[: len(people)], sorted(dealt[len(people) :])
    lay_down_ballots(survey, run, first, own, unit)
    lay_down_links(survey, to_people, people)
    return to_people + spares


def first_free(conn: Connection) -> int:
    """The first running number that no run has, whatever became of that run."""
    r, g = m.print_run.c, m.given_up.c
    after = (
        conn.execute(select(func.max(r.first + r["count"]))).scalar(),
        conn.execute(select(func.max(g.first + g["count"]))).scalar(),
    )
    return max(1, *(int(each or 1) for each in after))


def publish_run(
    survey: OpenSurvey,
    run: PrintRun,
    pdf_sha256: str,
    pages: int,
    progress: Callable[[int], None] | None = None,
    *,
    style: PrintStyle | None = None,
    boxes: str = "",
    named: bool = True,
) -> None:
    """Make the ballots of a printed run valid, all at once. Call it when the finished file has been proven.

    ``style`` is how ballots were printed, where the run has not said it, and ``boxes`` the hash over where their boxes
    are; labels have neither. ``progress`` hears of ballots written down before that. Where the file gets its name only
    after this (not ``named``), ``run_released`` has to follow: until then the run is an interrupted one. Raises
    ``Refusal`` where somebody else printed for the same people meanwhile, or the run was published or given up.
    """
    require(survey, Verb.PRINT_BALLOTS)
    with survey.reading() as conn:
        refuse_finished(conn, run.id)
    if not run.linked:
        lay_down_ballots(survey, run.id, run.first, run.serials, run.unit, progress)
    with acting(survey, Verb.PRINT_BALLOTS) as tx:
        refuse_finished(tx.conn, run.id)
        links = links_of(tx.conn, run.serials)
        if {person.member: serial for serial, person in zip(run.serials, run.recipients, strict=False)} != {
            member: serial for member, (serial, _) in links.items()
        }:
            raise Refusal("print.taken_meanwhile")
        mint_seed(survey, tx)
        said: dict[str, object] = {
            "run": run.id,
            "purpose": run.purpose,
            "form": run.form,
            "group": run.group,
            "unit": run.unit,
            "wave": run.wave,
            "sector": run.sector,
            "first": run.first,
            "count": len(run.serials),
            "linked": len(run.recipients),
            "links": commitments_root(digest for _, digest in links.values()) if links else None,
            "pdf_sha256": pdf_sha256,
            "pages": pages,
        }
        if run.sorted_by is not SortedBy.LIST:
            said["sorted_by"] = run.sorted_by.value
        if run.spares:
            said["spares"] = run.spares
        if (style := style or run.style) is not None:
            said |= {"style": style.said(), "boxes": boxes}
        if run.labels_on is not None:
            said["labels"] = run.labels_on.said()
        if not named:
            said["named"] = False
        tx.append(FactKind.BALLOTS_PRINTED, **said)


def run_released(survey: OpenSurvey, run: str) -> None:
    """The file of the published ``run`` has its name: nothing is left to go on with."""
    with acting(survey, Verb.PRINT_BALLOTS) as tx:
        if is_unreleased(tx.conn, run):
            tx.append(FactKind.RUN_CLOSED, run=run)


def is_unreleased(conn: Connection, run: str) -> bool:
    """Whether the ``run`` was published before its file had a name, and waits for that."""
    return conn.execute(select(m.unreleased.c.run).where(m.unreleased.c.run == run)).first() is not None


def refuse_finished(conn: Connection, run: str) -> None:
    """Raises ``Refusal`` where the run was published or given up: neither can happen to it any more."""
    published = conn.execute(select(m.print_run.c.published).where(m.print_run.c.id == run)).scalar()
    given_up = conn.execute(select(m.given_up.c.fact).where(m.given_up.c.run == run)).scalar()
    if published is not None or given_up is not None:
        raise Refusal("print.run_finished")


def check_reprint(survey: OpenSurvey, typed: Sequence[str], reason: str) -> tuple[str, ...]:
    """The serials that ``record_reprint`` would record, before anything is printed. Raises as that does."""
    require(survey, Verb.PRINT_BALLOTS)
    with survey.reading() as conn:
        return _reprintable(survey, conn, typed, reason)


def record_reprint(survey: OpenSurvey, typed: Sequence[str], reason: str) -> tuple[str, ...]:
    """Record that ballots are printed again, marked as a reprint; returns their serials.

    Raises ``Refusal`` for a serial that was never printed or is back already, and for ballots of different forms or
    styles.
    """
    with acting(survey, Verb.PRINT_BALLOTS) as tx:
        found = _reprintable(survey, tx.conn, typed, reason)
        tx.append(FactKind.BALLOTS_REPRINTED, serials=list(found), reason=tx.personal(reason.strip()))
    return found


def _reprintable(survey: OpenSurvey, conn: Connection, typed: Sequence[str], reason: str) -> tuple[str, ...]:
    if not reason.strip():
        raise Refusal("print.reprint_reason")
    found = tuple(serials.read(each, survey.about.number) for each in typed)
    forms, styles = set(), set()
    for serial in found:
        row = find_ballot(conn, serial)
        if row is None:
            raise Refusal("receive.unknown", serial=serials.show(serial))
        if was_linked(conn, serial):
            raise Refusal("unlink.after")  # whose name was on it nobody knows any more
        if row.state in RETURNED:
            raise Refusal("print.already_back", serial=serials.show(serial))
        forms.add(row.form)
        styles.add(style_of(conn, serial))
    if len(forms) != 1:
        raise Refusal("print.one_form")
    if len(styles) != 1:
        raise Refusal("print.one_style")
    return found
