"""A demonstration with a sample list, for the window: interviewers on the way, hand-overs, phúc tra under way."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from sipas_desktop.demo.chance import Chance
from sipas_desktop.demo.interviewers import set_interviewers
from sipas_desktop.demo.people import OPERATORS, PASSWORD, STREETS, name_of
from sipas_desktop.demo.run import Marked, decide, mark, start_survey
from sipas_desktop.demo.sample_workbook import PROCEDURES, UNITS
from sipas_desktop.demo.whole import made_once
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fieldwork import Outcome
from sipas_desktop.domain.handover import Direction, Side
from sipas_desktop.domain.print_order import SortedBy
from sipas_desktop.domain.recheck_rule import Result
from sipas_desktop.jobs.ballots import print_run
from sipas_desktop.jobs.fieldwork import replace_due
from sipas_desktop.jobs.presets import find_preset
from sipas_desktop.jobs.progress import Progress
from sipas_desktop.jobs.rechecks import export_recheck
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.workflow import MemberData

SURVEY: Final = "khao-sat-mau-dieu-tra-vien.sipas"
PLAN: Final = "hue-2024"
OFFICIAL: Final = 90
RESERVE: Final = 18
BATCH: Final = 20
BACK: Final = 50  # ballots that came home; the others are still out
REPLIED: Final = 12
INVENTS: Final = "B4"  # fills in ballots herself
ERROR_RATE: Final = 0.012
HANDED: Final = datetime.date(2024, 9, 7)
ISSUED: Final = datetime.date(2024, 9, 9)
POST, OFFICE = "Bưu điện tỉnh", "Sở Nội vụ tỉnh Thừa Thiên Huế"


def make_fieldwork_demo(folder: Path, seed: int = 2024, progress: Progress | None = None) -> Path:
    """The survey in ``folder``; made now where it is not there yet, whole or not at all. Returns its file.

    Everything but serials and times follows from ``seed``. Raises ``Refusal`` where the folder cannot be written.
    """
    return made_once(folder, SURVEY, lambda part: _make(part, Chance(seed), progress or _silent))


def _silent(_done: int, _total: int) -> None:
    pass


def _make(folder: Path, chance: Chance, progress: Progress) -> None:
    path = folder / SURVEY
    with ExitStack() as stack:
        stack.enter_context(start_survey(path, find_preset(PLAN), PASSWORD))
        lan, mai, hoa, office = (stack.enter_context(open_survey(path, each.name, PASSWORD)) for each in OPERATORS)
        workflow.import_sample(office, _members(chance), "0" * 64)
        set_interviewers(office, chance, UNITS)
        print_run(office, folder / "phieu-dieu-tra-vien.pdf", sorted_by=SortedBy.INTERVIEWER)
        out = _hand_out(office)
        away = _visit(office, chance, out, folder)
        hers = {each.serial for each in queries.members_in_field(office) if each.interviewer == INVENTS}
        marked = {each.serial: _alike(office, each, hers) for each in mark(office, chance, ERROR_RATE)}
        home = [marked[serial] for serial in out if serial not in away][:BACK]
        _come_home(office, home)
        first, second = home[:BATCH], home[BATCH : 2 * BATCH]
        work = [(lan, 1, first), (mai, 2, first), (mai, 1, second)]
        total, done = sum(len(ballots) for _, _, ballots in work), 0
        for keyer, number, ballots in work:
            for each in ballots:
                workflow.key_ballot(keyer, each.serial, number, each.first if number == 1 else each.second)
                done += 1
                progress(done, total)
        decide(hoa, first[: BATCH // 2])
        _ask(office, folder)


def _members(chance: Chance) -> list[MemberData]:
    """Both lists; most people may be asked again, some said no."""
    found = []
    for number in range(1, OFFICIAL + RESERVE + 1):
        unit = number % len(UNITS)
        found.append(
            MemberData(
                "official" if number <= OFFICIAL else "reserve",
                name_of(chance, number),
                chance.one_of(STREETS, "street", number),
                f"0912{number:06}",
                UNITS[unit],
                procedure=PROCEDURES[unit],
                dossier=f"H57.{unit + 10}-240801-{number:04d}",
                consent=number % 9 != 0,
            )
        )
    return found


def _hand_out(office: OpenSurvey) -> list[str]:
    """One ballot is spoiled, the others go to the post, which lacks one; then to the people. Returns these by list."""
    members = [each.serial for each in queries.members_in_field(office)]
    workflow.spoil(office, members[-1], "lem mực")
    out = members[:-1]
    number = workflow.open_handover(office, Direction.TO_POST, OFFICE, POST, day=HANDED)
    workflow.scan_handover(office, number, Side.GIVEN, out)
    workflow.scan_handover(office, number, Side.TAKEN, out[1:])
    workflow.explain_handover(office, number, out[:1], "để lại Sở làm mẫu")
    workflow.close_handover(office, number)
    for serial in out:
        workflow.issue(office, serial, day=ISSUED)
    return out


def _visit(office: OpenSurvey, chance: Chance, out: Sequence[str], folder: Path) -> set[str]:
    """What came of the visits: some members are replaced already, some wait for it, some are to be met again."""
    gone = sorted(out, key=lambda serial: chance.share("away", out.index(serial)))[:20]
    _said(office, Outcome.REFUSED, (10,), gone[:3])
    _said(office, Outcome.MOVED, (10,), gone[3:5])
    _said(office, Outcome.NOT_MET, (10, 11, 12), gone[5:7])
    replace_due(office)
    print_run(office, folder / "phieu-thay-the.pdf")
    for each in queries.ballots(office):
        if each.state is State.STOCK:
            workflow.issue(office, each.serial, day=ISSUED + datetime.timedelta(5))
    _said(office, Outcome.REFUSED, (16,), gone[7:10])
    _said(office, Outcome.NOT_MET, (12, 16), gone[10:16])
    _said(office, Outcome.WRONG_ADDRESS, (16,), gone[16:18])
    return set(gone)


def _said(office: OpenSurvey, outcome: Outcome, days: Sequence[int], serials: Sequence[str]) -> None:
    for day in days:
        for serial in serials:
            workflow.set_outcome(office, serial, outcome, day=datetime.date(2024, 9, day))


def _alike(office: OpenSurvey, ballot: Marked, hers: Collection[str]) -> Marked:
    """``ballot``; one of ``hers`` with the same level everywhere, as whoever fills in ballots at home does it."""
    if ballot.serial not in hers:
        return ballot
    form = office.form_of_group(office.plan.groups[0].code)
    invented = {question.code: Answer("4") for question in form.rated}
    passes = (dict(keyed) | invented for keyed in (ballot.right, ballot.first, ballot.second))
    return Marked(ballot.serial, *passes)


def _come_home(office: OpenSurvey, home: Sequence[Marked]) -> None:
    """The post hands back; the office has scanned and received all but the last bundle, of which two do not count."""
    serials = [each.serial for each in home]
    number = workflow.open_handover(office, Direction.TO_OFFICE, POST, OFFICE, day=datetime.date(2024, 9, 18))
    workflow.scan_handover(office, number, Side.GIVEN, serials)
    workflow.scan_handover(office, number, Side.TAKEN, serials[: len(serials) - 2])
    for place, serial in enumerate(serials):
        reason = {2 * BATCH: "blank", 2 * BATCH + 1: "wrong_person"}.get(place)
        workflow.receive(office, serial, batch=f"L{place // BATCH + 1:03d}", reason=reason)


def _ask(office: OpenSurvey, folder: Path) -> None:
    """Phúc tra: drawn, the list sent, some replied: the people of one interviewer have never seen a ballot."""
    workflow.draw_recheck(office, 512)
    export_recheck(office, folder / "phuc-tra.csv")
    drawn = queries.rechecks(office)
    hers = [row.serial for row in drawn if row.interviewer == INVENTS]
    others = [row.serial for row in drawn if row.interviewer != INVENTS]
    for serial in (*hers[: REPLIED // 3], *others[: REPLIED - REPLIED // 3]):
        workflow.answer_recheck(office, serial, Result.FAILED if serial in hers else Result.CONFIRMED)
    workflow.answer_recheck(office, others[-1], Result.UNCLEAR, "ai vậy")
