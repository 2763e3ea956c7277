"""The whole main job on made-up data: plan, list, ballots, receipt, two keyings, adjudication, report, package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sipas_desktop.demo.chance import Chance
from sipas_desktop.demo.people import OPERATORS, PASSWORD, respondent, slip, with_skips
from sipas_desktop.demo.sample_workbook import write_sample_workbook
from sipas_desktop.demo.whole import made_whole
from sipas_desktop.domain.answer import BLANK, SKIPPED, WRITTEN, Answer
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.plan import Identity
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.ballots import print_run
from sipas_desktop.jobs.catalogues import CatalogueNames, catalogue_names
from sipas_desktop.jobs.presets import Preset, find_preset, new_survey
from sipas_desktop.jobs.progress import Progress
from sipas_desktop.jobs.report import make_report
from sipas_desktop.jobs.results import export_package
from sipas_desktop.jobs.samples import accept_sample, preview_sample
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey, open_survey

BATCH = 50
FILES = {
    "survey": "survey.sipas",
    "ballots": "ballots.pdf",
    "report_pdf": "report.pdf",
    "report_docx": "report.docx",
    "report_xlsx": "report.xlsx",
    "package": "package.zip",
}


@dataclass(frozen=True)
class DemoResult:
    """What the demonstration did.

    ``injected``: fields that the two clerks keyed differently; ``discrepancies``: fields that the program found
    differing; ``undetected``: settled answers that differ from what the respondent marked.
    """

    plan: str
    ballots: int
    injected: int
    discrepancies: int
    adjudicated: int
    undetected: int
    index: float | None
    records_sha256: str
    files: dict[str, Path]


@dataclass(frozen=True)
class Marked:
    """One ballot as its respondent marked it, and as each clerk keys it."""

    serial: str
    right: Mapping[str, Answer]
    first: Mapping[str, Answer]
    second: Mapping[str, Answer]

    @property
    def differing(self) -> list[str]:
        """The questions that the clerks key differently."""
        return [question for question, answer in self.first.items() if answer != self.second[question]]


def run_demo(
    folder: Path,
    *,
    plan: str = "son-tay-2017",
    ballots: int = 200,
    seed: int = 1,
    error_rate: float = 0.003,
    password: str = PASSWORD,
    progress: Progress | None = None,
) -> DemoResult:
    """Run a survey of ``ballots`` ballots in ``folder``, which is made if need be; stopped half-way it leaves nothing.

    ``error_rate``: how often a clerk keys a field wrong (0–1). Everything but serials and times follows from ``seed``.
    Raises ``Refusal`` where the folder holds a survey already.
    """
    if (folder / FILES["survey"]).exists():
        raise Refusal("cli.demo_not_empty", path=folder)
    preset = find_preset(plan)
    with made_whole(folder, FILES["survey"]) as part, ExitStack() as stack:
        files = {name: part / file for name, file in FILES.items()}
        chance = Chance(seed)
        office = stack.enter_context(start_survey(files["survey"], preset, password))
        names = [each.name for each in OPERATORS]
        lan, mai, hoa = (stack.enter_context(open_survey(files["survey"], name, password)) for name in names[:3])
        if office.plan.identity is Identity.LINKED:
            import_people(office, part / "sample.xlsx", chance, ballots)
        run = print_run(office, files["ballots"], count=ballots)
        marked = mark(office, chance, error_rate)
        _receive(office, marked)
        for done, (clerk, pass_no, each) in enumerate(_work(lan, mai, marked), start=1):
            workflow.key_ballot(clerk, each.serial, pass_no, each.first if pass_no == 1 else each.second)
            if progress:
                progress(done, 2 * len(marked))
        found = len(queries.open_discrepancies(hoa))
        decide(hoa, marked)
        index = queries.figures(office).index
        for kind in ("pdf", "docx", "xlsx"):
            report = make_report(office, files[f"report_{kind}"])
        export_package(office, files["package"])
        return DemoResult(
            plan=office.plan.id,
            ballots=run.ballots,
            injected=sum(len(each.differing) for each in marked),
            discrepancies=found,
            adjudicated=queries.process(office).discrepancies,
            undetected=_undetected(office, marked),
            index=None if index is None else float(index),
            records_sha256=report.records_sha256,
            files={name: folder / file for name, file in FILES.items()},
        )


def _work(first: OpenSurvey, second: OpenSurvey, marked: Sequence[Marked]) -> Iterator[tuple[OpenSurvey, int, Marked]]:
    """(who keys, which pass, what) of all keyings in their order."""
    yield from ((first, 1, each) for each in marked)
    yield from ((second, 2, each) for each in marked)


def start_survey(path: Path, preset: Preset, password: str) -> OpenSurvey:
    """A survey with the made-up operators, opened by its administrator "admin"."""
    survey = new_survey(path, preset, "admin", password)
    for each in OPERATORS:
        workflow.add_operator(survey, each.name, each.roles, password)
    return survey


def import_people(survey: OpenSurvey, workbook: Path, chance: Chance, people: int) -> None:
    """Import a made-up sample list, as an agency would send it."""
    write_sample_workbook(workbook, chance, people)
    accept_sample(survey, preview_sample(survey, workbook, "official"))


def mark(survey: OpenSurvey, chance: Chance, error_rate: float) -> list[Marked]:
    """What the respondents of all ballots marked, and what two clerks make of it."""
    form = survey.form_of_group(survey.plan.groups[0].code)
    catalogues = {kind: list(names) for kind, names in catalogue_names(survey).items()}
    marked = []
    for number, (serial, printed) in enumerate(_printed(survey).items()):
        right = respondent(form, chance, number, catalogues) | printed
        first, second = (_keyed(form, right, chance, error_rate, number, clerk) for clerk in (1, 2))
        marked.append(Marked(serial, right, first, second))
    return marked


def _printed(survey: OpenSurvey) -> dict[str, dict[str, Answer]]:
    """Serial → what the ballot says before anybody has marked it: unit and procedure, where it is linked.

    Linked ballots come in the order of the list: that of their serials is left to chance, and no seed repeats it.
    """
    if survey.plan.identity is not Identity.LINKED:
        return {ballot.serial: {} for ballot in queries.ballots(survey)}
    names = CatalogueNames(survey)
    form = survey.form_of_group(survey.plan.groups[0].code)
    found = {}
    for member in queries.sample_members(survey, "official"):
        said = {"unit": member.unit, "procedure": member.procedure}
        found[member.serial] = {
            question.code: _as_keyed(names.code(question.kind, said[question.kind]), said[question.kind])
            for question in form.opening_questions
            if said.get(question.kind)
        }
    return {serial: printed for serial, printed in found.items() if serial}


def _as_keyed(code: str | None, name: str) -> Answer:
    return Answer(WRITTEN, name) if code is None else Answer(code)


def _keyed(
    form: Form, right: Mapping[str, Answer], chance: Chance, error_rate: float, number: int, clerk: int
) -> dict[str, Answer]:
    keyed = {}
    for question in form.questions:
        name = (clerk, number, question.code)
        wrong = chance.share("slip", *name) < error_rate
        answer = right[question.code]
        asked = answer.value != SKIPPED
        keyed[question.code] = slip(question, answer, chance, *name) if wrong and asked else answer
    return with_skips(form, keyed)


def _receive(survey: OpenSurvey, marked: Sequence[Marked]) -> None:
    for place, each in enumerate(marked):
        workflow.receive(survey, each.serial, batch=f"L{place // BATCH + 1:03d}")


def decide(survey: OpenSurvey, marked: Sequence[Marked]) -> None:
    """The adjudicator decides every discrepancy on the ballots ``marked``, with the paper in hand."""
    right = {each.serial: each.right for each in marked}
    while found := [each for each in queries.open_discrepancies(survey) if each.serial in right]:
        for each in found:  # a decision may open questions that were skipped: they come with the next look
            answer = right[each.serial][each.question]
            if answer.value == SKIPPED:
                answer = Answer(BLANK)  # both clerks took the answer that skips it for another
            reason = "" if answer in (each.a, each.b) else "Xem lại phiếu giấy: cả hai lần nhập đều chưa đúng"
            workflow.adjudicate(survey, each.serial, each.question, answer, reason)


def _undetected(survey: OpenSurvey, marked: Sequence[Marked]) -> int:
    settled = {record.serial: record.values for record in queries.records(survey)}
    count = 0
    for each in marked:
        for question, right in each.right.items():
            # Records hold no words; two clerks who wrote the same wrong words were not found out either.
            words_alike = each.first[question] == each.second[question] and each.first[question].text != right.text
            count += settled[each.serial][question] != right.value or words_alike
    return count
