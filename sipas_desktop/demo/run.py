"""The whole main job on made-up data: plan, list, ballots, receipt, two keyings, adjudication, report, package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from sipas_desktop.demo.chance import Chance
from sipas_desktop.demo.interviewers import send_out, set_interviewers
from sipas_desktop.demo.online import OnlineDone, answer_online
from sipas_desktop.demo.parts import BALLOTS, Part, parts
from sipas_desktop.demo.people import OPERATORS, PASSWORD, respondent, slip, with_skips
from sipas_desktop.demo.sample_workbook import UNITS, write_sample_workbook
from sipas_desktop.demo.whole import made_whole
from sipas_desktop.domain.answer import BLANK, SKIPPED, WRITTEN, Answer
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.plan import Identity, Plan, PlannedReport
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.ballots import print_run, print_specimen
from sipas_desktop.jobs.catalogues import CatalogueNames, catalogue_names
from sipas_desktop.jobs.presets import Preset, find_preset, new_survey
from sipas_desktop.jobs.progress import Progress
from sipas_desktop.jobs.report import WHOLE, make_report, planned
from sipas_desktop.jobs.results import export_package
from sipas_desktop.jobs.samples import accept_sample, preview_sample
from sipas_desktop.place import Place, ServerAddress
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey, open_survey
from sipas_desktop.store.queries import Filter

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
    differing; ``undetected``: settled answers that differ from what the respondent marked. ``single_keyed``: ballots
    that one keying settled, where the plan samples the second. ``files``: beside those of
    ``FILES`` the ballots of further groups and waves, and the further reports that the plan asks for.
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
    online: OnlineDone = field(default_factory=OnlineDone)
    single_keyed: int = 0


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
    ballots: int | None = None,
    seed: int = 1,
    error_rate: float = 0.003,
    password: str = PASSWORD,
    progress: Progress | None = None,
    at: ServerAddress | None = None,
) -> DemoResult:
    """Run a survey of ``ballots`` ballots in ``folder``, which is made if need be; stopped half-way it leaves nothing.

    Without ``ballots`` there are as many as the plan fixes, else 200. Groups and waves are printed apart; where the
    plan has an online channel too, a quarter as many answers come by it, all of them where it has no other.
    ``error_rate``: how often a clerk keys a field wrong (0–1). Everything but serials and times follows from ``seed``.
    ``at``: the empty database where the survey is made; in ``folder`` otherwise.
    Raises ``Refusal`` where the folder holds a survey already.
    """
    if (folder / FILES["survey"]).exists():
        raise Refusal("cli.demo_not_empty", path=folder)
    preset = find_preset(plan)
    with made_whole(folder, FILES["survey"]) as part, ExitStack() as stack:
        files = {name: part / file for name, file in FILES.items()}
        place: Place = at or files["survey"]
        chance = Chance(seed)
        office = stack.enter_context(start_survey(place, preset, password))
        names = [each.name for each in OPERATORS]
        lan, mai, hoa = (stack.enter_context(open_survey(place, name, password)) for name in names[:3])
        runs = parts(office.plan, preset.forms, ballots)
        if office.plan.identity is Identity.LINKED:
            import_people(office, part / "sample.xlsx", chance, sum(each.count for each in runs))
            set_interviewers(office, chance, UNITS)
        printed = _print(office, runs, files)
        if office.plan.identity is Identity.LINKED:
            send_out(office, chance)
        marked = mark(office, chance, error_rate, _sectors(office, runs))
        _receive(office, marked, runs)
        found = 0
        for before, pile in _piles(office.plan, marked):
            for done, (clerk, pass_no, each) in _work(office, lan, mai, pile):
                workflow.key_ballot(clerk, each.serial, pass_no, each.first if pass_no == 1 else each.second)
                if progress:
                    progress(2 * before + done, 2 * len(marked))
            found += len(queries.open_discrepancies(hoa))
            decide(hoa, pile)
        once = {each.serial for each in queries.ballots(office) if each.state is State.SINGLE_KEYED}
        online = answer_online(office, part, chance, -(-printed // 4) if runs else ballots or BALLOTS)
        if not runs:
            print_specimen(next(iter(preset.forms.values())), files["ballots"], office.plan.owner)
        main = _main_report(office.plan)
        chosen, wanted = planned(office, main.code) if main else (Filter(), WHOLE)
        for kind in ("pdf", "docx", "xlsx"):
            report = make_report(office, files[f"report_{kind}"], chosen, wanted=wanted)
        _further_reports(office, main, files)
        export_package(office, files["package"])
        index = queries.figures(office, chosen).index
        return DemoResult(
            plan=office.plan.id,
            ballots=printed + online.added,
            injected=sum(len(each.differing) for each in marked if each.serial not in once),
            discrepancies=found,
            adjudicated=sum(_discrepancies(office)),
            undetected=_undetected(office, marked),
            index=None if index is None else float(index),
            records_sha256=report.records_sha256,
            files={name: folder / file.name for name, file in files.items() if at is None or name != "survey"},
            online=online,
            single_keyed=len(once),
        )


def _print(office: OpenSurvey, runs: Sequence[Part], files: dict[str, Path]) -> int:
    """Print each part into a file of its own, the first under the name that all demonstrations have."""
    printed = 0
    for place, each in enumerate(runs):
        name = "ballots" if not place else f"ballots_{each.name}"
        files[name] = files["ballots"].with_name(f"ballots-{each.name}.pdf" if len(runs) > 1 else FILES["ballots"])
        printed += print_run(office, files[name], count=each.count, group=each.group, wave=each.wave).ballots
    return printed


def _sectors(office: OpenSurvey, runs: Sequence[Part]) -> dict[str, dict[str, Answer]]:
    """Serial → the sector that its respondent marks: as many of each as the plan asks for."""
    question = office.plan.sector_question
    codes = [code for each in runs for code in (each.sectors or [""] * each.count)]
    serials = [ballot.serial for ballot in queries.ballots(office)]
    return {serial: {question: Answer(code)} for serial, code in zip(serials, codes, strict=True) if code}


def _discrepancies(office: OpenSurvey) -> Iterator[int]:
    """Discrepancies of each form: its own figures count it."""
    firsts = {group.form: group.code for group in reversed(office.plan.groups)}
    return (queries.process(office, Filter(group=None if len(firsts) == 1 else code)).discrepancies
            for code in firsts.values())  # fmt: skip


def _main_report(plan: Plan) -> PlannedReport | None:
    """The plan's report on the whole of the survey, else its first one; None where it names none."""
    whole = [each for each in plan.reports if not (each.section or each.group or each.wave)]
    return next(iter([*whole, *plan.reports]), None)


def _further_reports(office: OpenSurvey, main: PlannedReport | None, files: dict[str, Path]) -> None:
    """The plan's other reports, where there is something to report on."""
    for each in office.plan.reports:
        chosen, wanted = planned(office, each.code)
        if each is not main and queries.figures(office, chosen).ballots.settled:
            path = files["report_pdf"].with_name(f"report-{each.code}.pdf")
            make_report(office, path, chosen, wanted=wanted)
            files[f"report_{each.code}"] = path


def _piles(plan: Plan, marked: Sequence[Marked]) -> Iterator[tuple[int, Sequence[Marked]]]:
    """What is keyed and decided before anybody goes on, and what came before it: all of it at once, or in batches where
    the operators are judged."""
    size = BATCH if plan.keying.samples else max(1, len(marked))
    yield from ((start, marked[start : start + size]) for start in range(0, len(marked), size))


def _work(
    office: OpenSurvey, first: OpenSurvey, second: OpenSurvey, pile: Sequence[Marked]
) -> Iterator[tuple[int, tuple[OpenSurvey, int, Marked]]]:
    """(number, (who keys, which pass, what)) of all keyings of a pile in their order."""
    yield from enumerate(((first, 1, each) for each in pile), start=1)
    waiting = {each.serial for each in queries.ballots(office) if each.state is State.FIRST_KEYED}
    yield from enumerate(((second, 2, each) for each in pile if each.serial in waiting), start=len(pile) + 1)


def start_survey(place: Place, preset: Preset, password: str) -> OpenSurvey:
    """A survey with the made-up operators, opened by its administrator "admin"."""
    survey = new_survey(place, preset, "admin", password)
    for each in OPERATORS:
        workflow.add_operator(survey, each.name, each.roles, password)
    return survey


def import_people(survey: OpenSurvey, workbook: Path, chance: Chance, people: int) -> None:
    """Import a made-up sample list, as an agency would send it."""
    write_sample_workbook(workbook, chance, people)
    accept_sample(survey, preview_sample(survey, workbook, "official"))


def mark(
    survey: OpenSurvey, chance: Chance, error_rate: float, given: Mapping[str, Mapping[str, Answer]] | None = None
) -> list[Marked]:
    """What the respondents of all ballots marked, and what two clerks make of it.

    ``given``: serial → the answers that are not left to chance.
    """
    catalogues = {kind: list(names) for kind, names in catalogue_names(survey).items()}
    groups = {ballot.serial: ballot.group for ballot in queries.ballots(survey)}
    marked = []
    for number, (serial, printed) in enumerate(_printed(survey).items()):
        form = survey.form_of_group(groups[serial])
        right = respondent(form, chance, number, catalogues) | printed | dict((given or {}).get(serial, {}))
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


def _receive(survey: OpenSurvey, marked: Sequence[Marked], runs: Sequence[Part]) -> None:
    """Every ballot comes back, by the channels of its group in turn."""
    groups = {each.group: each.channels for each in runs}
    group = {ballot.serial: ballot.group for ballot in queries.ballots(survey)}
    for place, each in enumerate(marked):
        channels = groups[group[each.serial]]
        workflow.receive(
            survey, each.serial, batch=f"L{place // BATCH + 1:03d}", channel=channels[place % len(channels)]
        )


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
