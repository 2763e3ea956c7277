"""A demonstration survey in the middle of its work, for the window: something is left to do for every role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from sipas_desktop.demo.chance import Chance
from sipas_desktop.demo.people import OPERATORS, PASSWORD
from sipas_desktop.demo.run import Marked, decide, mark, start_survey
from sipas_desktop.demo.whole import made_once
from sipas_desktop.domain.answer import Answer
from sipas_desktop.jobs.ballots import print_labels, print_run
from sipas_desktop.jobs.presets import find_preset
from sipas_desktop.jobs.progress import Progress
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey, open_survey

SURVEY: Final = "khao-sat-mau.sipas"
PLAN: Final = "son-tay-2017"
BALLOTS: Final = 120
LABELS: Final = 12
PHOTOCOPIES: Final = 4
STILL_OUT: Final = 8
BATCH: Final = 20
ERROR_RATE: Final = 0.012


def make_window_demo(folder: Path, seed: int = 2017, progress: Progress | None = None) -> Path:
    """The survey in ``folder``; made now where it is not there yet, whole or not at all. Returns its file.

    Everything but serials and times follows from ``seed``. Raises ``Refusal`` where the folder cannot be written.
    """
    return made_once(folder, SURVEY, lambda part: _make(part, Chance(seed), progress or _silent))


def _silent(_done: int, _total: int) -> None:
    pass


def _make(folder: Path, chance: Chance, progress: Progress) -> None:
    path = folder / SURVEY
    with ExitStack() as stack:
        admin = stack.enter_context(start_survey(path, find_preset(PLAN), PASSWORD))
        lan, mai, hoa, office = (stack.enter_context(open_survey(path, each.name, PASSWORD)) for each in OPERATORS)
        print_run(office, folder / "phieu.pdf", count=BALLOTS)
        print_labels(office, folder / "nhan.pdf", count=LABELS)
        batches = _receive(office, mark(office, chance, ERROR_RATE), chance)
        # How far each batch is: the first is done with, the last has not been touched.
        one, two, three, four, five = (batches[code] for code in sorted(batches)[:5])
        work = [(lan, 1, one), (mai, 2, one), (mai, 1, two), (lan, 2, two), (lan, 1, three), (mai, 2, three)]
        work += [(mai, 1, four), (lan, 2, four[: len(four) // 2]), (lan, 1, five[: len(five) // 2])]
        total, done = sum(len(ballots) for _, _, ballots in work), 0
        for keyer, number, ballots in work:
            for each in ballots:
                keyed = each.first if number == 1 else each.second
                workflow.key_ballot(keyer, each.serial, number, keyed)
                done += 1
                progress(done, total)
        _interrupt(lan, five[len(five) // 2])
        decide(hoa, [*one, *two])
        workflow.close_batch(admin, min(batches))


def _receive(office: OpenSurvey, marked: Sequence[Marked], chance: Chance) -> Mapping[str, list[Marked]]:
    """Receives all but a few ballots in batches, two of them not valid; batch → its valid ballots in their order."""
    places = sorted(range(BALLOTS), key=lambda number: chance.share("came back", number))[: BALLOTS - STILL_OUT]
    places[20:20] = range(BALLOTS, BALLOTS + PHOTOCOPIES)  # labels are numbered after the ballots
    reasons = {37: office.plan.reasons[0].code, 78: office.plan.reasons[-1].code}
    units = [entry.code for entry in queries.catalogue(office, "unit")]
    batches: dict[str, list[Marked]] = {}
    for place, number in enumerate(places):
        code = f"L{place // BATCH + 1:03d}"
        of_one_unit = (place // BATCH) % 2 == 0  # a bundle from one unit: the batch says the unit, nobody keys it
        if code not in batches:
            workflow.open_batch(office, code, units[place // BATCH] if of_one_unit else None)
            batches[code] = []
        reason = reasons.get(place)
        workflow.receive(office, marked[number].serial, batch=code, reason=reason)
        if reason is None:
            batches[code].append(_less_unit(marked[number], office) if of_one_unit else marked[number])
    return batches


def _less_unit(ballot: Marked, survey: OpenSurvey) -> Marked:
    """``ballot`` without the question that its batch answers."""
    form = survey.form_of_group(survey.plan.groups[0].code)
    given = {question.code for question in form.questions if question.kind == "unit"}

    def rest(answers: Mapping[str, Answer]) -> dict[str, Answer]:
        return {code: answer for code, answer in answers.items() if code not in given}

    return Marked(ballot.serial, rest(ballot.right), rest(ballot.first), rest(ballot.second))


def _interrupt(keyer: OpenSurvey, ballot: Marked) -> None:
    """Begins a ballot and leaves it after three answers."""
    keying = workflow.start_keying(keyer, ballot.serial, 1)
    for question in keying.questions[:3]:
        workflow.record_answer(keyer, keying, question.code, ballot.first[question.code])
