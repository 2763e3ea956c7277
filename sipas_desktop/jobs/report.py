"""Makes the report: all that it says and the head over it are read from one snapshot, then it is written."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sipas_desktop import __version__
from sipas_desktop.beside import refuse_unwritable
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.online_totals import totals_of
from sipas_desktop.domain.plan import IndexDefinition
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.domain.records import records_sha256
from sipas_desktop.domain.roles import Verb
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.catalogues import unit_name
from sipas_desktop.jobs.online_results import online_part
from sipas_desktop.jobs.recheck_results import recheck_part
from sipas_desktop.jobs.remarks import remarks_of
from sipas_desktop.jobs.report_comparisons import changed_part, ranked_part
from sipas_desktop.jobs.report_origin import origin_of
from sipas_desktop.jobs.report_parts import parts_of
from sipas_desktop.jobs.report_whole import fieldwork_of, units_reached, wave_before
from sipas_desktop.paper.notice_content import notice
from sipas_desktop.paper.report_content import content
from sipas_desktop.paper.report_findings import Known
from sipas_desktop.paper.report_model import Process, Provenance, ReportContent, Scope, UnitFigures
from sipas_desktop.paper.report_parts import PartFigures, Parts
from sipas_desktop.paper.report_topics import SortedAnswers
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries import Filter, TopicCounts

KINDS = (".pdf", ".docx", ".xlsx")


@dataclass(frozen=True)
class Reported:
    """A report file: its hash, the hash of the records behind it, and the head printed in it."""

    sha256: str
    records_sha256: str
    head: str


@dataclass(frozen=True)
class Wanted:
    """In which form the report is wanted: whole, as a ``section`` of another one, or as the one-page ``notice``.

    ``title``: of a section, where it is one of the plan's reports.
    """

    section: bool = False
    notice: bool = False
    title: str = ""


WHOLE = Wanted()


@dataclass(frozen=True)
class Made:
    """When and by which version of the program a report is made."""

    printed: datetime.date
    program: str


def report_content(
    survey: OpenSurvey,
    chosen: Filter,
    *,
    head: str,
    definition: IndexDefinition | None = None,
    wanted: Wanted = WHOLE,
    made: Made | None = None,
) -> ReportContent:
    """The report on the chosen ballots, in words and numbers, with ``head`` as its provenance.

    ``made``: of a report that is made again; by default today, by this program.
    """
    with survey.snapshot():
        return _composer(survey, chosen, definition, wanted, made)(head)


def make_report(
    survey: OpenSurvey,
    out: Path,
    chosen: Filter | None = None,
    *,
    definition: IndexDefinition | None = None,
    wanted: Wanted = WHOLE,
) -> Reported:
    """Write the report to ``out`` (.pdf, .docx or .xlsx; a notice .pdf or .docx).

    Raises ``Refusal`` for another kind, a missing folder, where no ballot is settled, or where too few are for a
    notice; then no head is recorded.
    """
    workflow.require(survey, Verb.REPORT)
    check_out(out)
    if wanted.notice and out.suffix.lower() == ".xlsx":
        raise Refusal("report.notice_suffix", found=out.suffix)
    with survey.snapshot():
        compose = _composer(survey, chosen or Filter(), definition, wanted)
        heads = queries.heads(survey)
    compose("")  # whatever cannot be reported is refused before the head becomes a fact
    head = workflow.record_head(survey, "report", heads)
    made = compose(head)
    return Reported(write(made, out), made.provenance.records_sha256, head)


def planned(survey: OpenSurvey, code: str) -> tuple[Filter, Wanted]:
    """On which ballots the plan's report ``code`` is, and in which form. Raises ``Refusal`` for a code that is none."""
    for each in survey.plan.reports:
        if each.code == code:
            title = each.title if each.section else ""
            return Filter(group=each.group, wave=each.wave, until=each.until), Wanted(each.section, title=title)
    raise Refusal("report.not_planned", found=code, expected=" ".join(each.code for each in survey.plan.reports))


def _composer(
    survey: OpenSurvey,
    chosen: Filter,
    definition: IndexDefinition | None,
    wanted: Wanted,
    made: Made | None = None,
) -> Callable[[str], ReportContent]:
    """Reads all that the report says from the survey; what is left is the head."""
    figures = queries.figures(survey, chosen, definition)
    form = form_of(survey, chosen)
    unit = chosen.unit and unit_name(survey, chosen.unit)
    scope = Scope(chosen.group, unit, chosen.wave, chosen.until, chosen.channel, wanted.title)
    process = _process(survey, chosen)
    digest = records_hash(survey)
    by_unit = _by_unit(survey, chosen, definition)
    online = online_part(survey, chosen, definition)
    parts = _parts(survey, chosen, definition)
    rechecked = recheck_part(survey)
    remarks = remarks_of(survey, chosen)
    before = wave_before(survey, chosen, definition)
    reached = units_reached(survey, chosen)
    field = fieldwork_of(survey, chosen)
    topics = [_sorted_answers(counts) for counts in queries.topic_counts(survey, chosen)]
    made = made or Made(datetime.datetime.now().astimezone().date(), __version__)
    origin = origin_of(survey, chosen, figures.definition, vars(wanted))
    ranked = ranked_part(survey, chosen, definition)
    changed = changed_part(survey, chosen, definition)

    def compose(head: str) -> ReportContent:
        provenance = Provenance(
            program=made.program,
            head=head,
            records_sha256=digest,
            form_sha256=form.sha256,
            plan_id=survey.plan.id,
            printed=made.printed,
            seed_sha256=process.sampled.seed_sha256 if process.sampled else "",
            origin=origin,
        )
        if wanted.notice:
            return notice(survey.plan, form, figures, scope=scope, remarks=remarks, provenance=provenance, parts=parts)
        return content(
            survey.plan,
            form,
            figures,
            scope=scope,
            process=process,
            provenance=provenance,
            by_unit=by_unit,
            online=online,
            parts=parts,
            rechecked=rechecked,
            section=wanted.section,
            remarks=remarks,
            before=before,
            reached=reached,
            field=field,
            topics=topics,
            ranked=ranked,
            changed=changed,
        )

    return compose


def known_of(survey: OpenSurvey, chosen: Filter, definition: IndexDefinition | None = None) -> Known:
    """What drafts are made from. Raises ``Refusal`` where no ballot is settled."""
    with survey.snapshot():
        figures = queries.figures(survey, chosen, definition)
        if not figures.ballots.settled:
            raise Refusal("report.nothing_settled", valid=figures.ballots.valid)
        before = wave_before(survey, chosen, definition)
        return Known(survey.plan, form_of(survey, chosen), figures, before, units_reached(survey, chosen))


def check_out(out: Path) -> None:
    """Raises ``Refusal`` where no report can be written to ``out``."""
    if out.suffix.lower() not in KINDS:
        raise Refusal("report.suffix", found=out.suffix)
    refuse_unwritable(out)


def write(made: ReportContent, out: Path) -> str:
    """Write ``made`` to ``out`` in the kind that its ending names; returns the file's SHA-256."""
    # Imported here: each of the libraries behind them takes longer to load than the rest of the program.
    match out.suffix.lower():
        case ".pdf":
            from sipas_desktop.paper.report_pdf import write_pdf

            return write_pdf(made, out)
        case ".docx":
            from sipas_desktop.paper.report_docx import write_docx

            return write_docx(made, out)
        case _:
            from sipas_desktop.paper.report_xlsx import write_xlsx

            return write_xlsx(made, out)


def form_of(survey: OpenSurvey, chosen: Filter) -> Form:
    """The form of the chosen group, or of the plan's first."""
    return survey.form_of_group(chosen.group or survey.plan.groups[0].code)


def records_hash(survey: OpenSurvey) -> str:
    """The hash over all settled records."""
    return records_sha256(queries.settled_values(survey))


def _sorted_answers(counts: TopicCounts) -> SortedAnswers:
    topics = [(topic.title, counts.counts[topic.code]) for topic in counts.topics]
    return SortedAnswers(counts.label, counts.answers, counts.unsorted, topics)


def _process(survey: OpenSurvey, chosen: Filter) -> Process:
    counts = queries.process(survey, chosen)
    return Process(
        double_keyed=counts.double_keyed,
        compared_fields=counts.fields,
        discrepancies=counts.discrepancies,
        adjudicated=counts.discrepancies - counts.by_third,
        open=counts.differing,
        operators=counts.keyers,
        photocopies=counts.photocopies,
        comments=counts.comments,
        online=counts.online,
        only_comments=counts.only_comments,
        residual=queries.residual_error(survey, chosen) if counts.double_keyed else None,
        single_keyed=counts.single_keyed,
        sampled=counts.sampled,
        rekeyed=counts.rekeyed,
        by_third=counts.by_third,
        brought=counts.brought,
        withdrawn=tuple((each.title, each.records) for each in queries.withdrawn_sources(survey)),
        packages=sum(each.records > 0 for each in queries.sources(survey)) if counts.brought else 0,
    )


def _by_unit(survey: OpenSurvey, chosen: Filter, definition: IndexDefinition | None) -> list[UnitFigures]:
    if chosen.unit is not None:
        return []
    names = {entry.code: entry.name for entry in queries.catalogue(survey, "unit")}
    found = queries.figures_by_unit(survey, chosen, definition)
    order = [code for code in names if code in found] + sorted(found.keys() - names.keys())
    return [UnitFigures(code, names.get(code, code), found[code].ballots.settled, found[code].index) for code in order]


def _parts(survey: OpenSurvey, chosen: Filter, definition: IndexDefinition | None) -> Parts | None:
    def figured(part: Filter, code: str, title: str, required: int | None) -> PartFigures:
        found = queries.figures(survey, part, definition)
        per = Per.GROUP if part.wave is None else Per.WAVE
        totals = _totals(survey, per, code, part.group)
        return PartFigures(code, title, required, found.ballots.valid, found.ballots.settled, found.index, totals)

    return parts_of(survey.plan, chosen, figured)


def _totals(survey: OpenSurvey, per: Per, code: str, group: str | None) -> int:
    """Answers of online totals that the plan counts towards the number of a group, or of a wave of ``group``."""
    cells = [cell for cell in queries.least_numbers(survey) if group is None or cell.group in ("", group)]
    totals = [each for each in queries.counted_totals(survey) if group is None or each.group == group]
    return totals_of(cells, per, code, totals)
