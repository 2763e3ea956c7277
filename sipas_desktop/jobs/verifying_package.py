"""Checks a printed report against a package: its records tell the answers, not how they were collected and keyed.

The report is made twice, each time with other made-up numbers for what a package does not know. What both say alike
follows from the package, so that is compared; the rest is named as not checked.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sipas_desktop.domain.form import Form, Kind
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.index import BallotCounts, IndexFigures, compute
from sipas_desktop.domain.keying_sample import Stated
from sipas_desktop.domain.plan import IndexDefinition, Plan
from sipas_desktop.domain.plan_file import read_plan
from sipas_desktop.domain.remark import DRAFTED, Section
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.package import open_package
from sipas_desktop.jobs.report import Wanted
from sipas_desktop.jobs.report_origin import asked_by
from sipas_desktop.jobs.report_parts import parts_of
from sipas_desktop.jobs.verified import Verified
from sipas_desktop.jobs.verifying import compared, read_report
from sipas_desktop.jobs.verifying_office import compared_office, is_office
from sipas_desktop.paper.notice_content import notice
from sipas_desktop.paper.report_before import Before
from sipas_desktop.paper.report_content import content
from sipas_desktop.paper.report_excluded import Field
from sipas_desktop.paper.report_model import Chart, Process, Provenance, ReportContent, Scope, Table, UnitFigures
from sipas_desktop.paper.report_online import Online, Part
from sipas_desktop.paper.report_origin import Told
from sipas_desktop.paper.report_parts import PartFigures, Parts
from sipas_desktop.paper.report_places import NEXT
from sipas_desktop.paper.report_remarks import DRAFT
from sipas_desktop.store.queries import Filter

if TYPE_CHECKING:
    from sipas_desktop.paper.report_places import Place

MADE_UP: Final = 1_000_003  # no survey has so many ballots
NOTHING: Final = 0
TITLES: Final = {Section.SHORTCOMINGS: "TỒN TẠI, HẠN CHẾ", Section.PROPOSALS: "KIẾN NGHỊ"}


@dataclass(frozen=True)
class Row:
    """A record of the package: what the ballot is, and its coded answers."""

    form: str
    group: str
    wave: str
    channel: str
    unit: str
    keyed: int
    source: str  # the survey whose package brought it; "" for the package's own
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Held:
    """What is read of a package. ``units``: code → name in the order of its catalogue; ``counted``: those that have
    figures of their own, as its index tells."""

    survey: str
    records_sha256: str
    plan: Plan
    forms: Mapping[str, Form]  # the newest of each code
    rows: Sequence[Row]
    units: Mapping[str, str]
    counted: frozenset[str]
    ballots: Mapping[str, Any]  # of the whole survey


def verify_against_package(package: Path, file: Path) -> Verified:
    """Compare the report ``file`` with what the records of ``package`` give.

    Raises ``Refusal`` for what is no package or no report, a report of another survey, and one until a day, since
    records have no days.
    """
    held = _read(package)
    data, told = read_report(file)
    if told.origin.survey != held.survey:
        raise Refusal("verify.other_survey", file=file.name)
    chosen, definition, asked = asked_by(told.origin)
    if chosen.until is not None:
        raise Refusal("verify.package_until")
    wanted = Wanted(**asked)
    drafted = _drafted(data)
    one, other = (_due(held, told, chosen, definition, wanted, number, drafted) for number in (MADE_UP, NOTHING))
    words = _NOTICE if wanted.notice else _WORDS
    if is_office(data):
        index = replace(one.summary, rows=tuple(row for row in one.summary.rows if row in other.summary.rows))
        due = replace(one, summary=index)  # row by row: the interval may hang on what is unknown
        found = compared_office(due, data, follows=[*other.blocks, index].__contains__)
        # What else has figures may be the program's: the package does not tell.
        return replace(found, since=0, own=(), not_checked=(_COLLECTED, words, *found.not_checked, *found.own))
    captioned = {block.caption: block in other.blocks for block in one.blocks if isinstance(block, Table | Chart)}
    left_out = [caption for caption, follows in captioned.items() if not follows]
    drawn = {block.caption for block in one.blocks if isinstance(block, Chart)} - set(left_out)
    found = _as_captioned(compared(one, data, lambda: _said_by(other, left_out, drawn)), data, captioned)
    return replace(found, since=0, not_checked=(_COLLECTED, words, *found.not_checked))


def _read(path: Path) -> Held:
    manifest, files = open_package(path)
    try:
        plan = read_plan(files["plan.toml"].decode(), "plan.toml")
        forms = {}
        for entry in sorted(manifest.forms, key=lambda each: each.version):
            forms[entry.code] = read_form(files[entry.file].decode(), entry.file)
        rows = [_row(each) for each in _table(files["records.csv"])]
        named = [each for each in _table(files["codebook.csv"]) if each["kind"] == Kind.UNIT.value and each["code"]]
        index = json.loads(files["index.json"])
        ballots = index["survey"]["ballots"]
        counted = frozenset(each["unit"] for each in index["units"])
        units = {each["code"]: each["label"] for each in named}
        return Held(manifest.survey_id, manifest.records_sha256, plan, forms, rows, units, counted, ballots)
    except (KeyError, TypeError, ValueError, csv.Error):
        raise Refusal("verify.package", file=path.name) from None


def _table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def _row(cells: Mapping[str, str]) -> Row:
    form, group, wave, channel, unit = (
        cells[f"ballot.{name}"] for name in ("form", "group", "wave", "channel", "unit")
    )
    answers = {code: cell.removeprefix("'") for code, cell in cells.items() if "." not in code and cell}
    return Row(form, group, wave, channel, unit, int(cells["ballot.keyed"]), cells["ballot.source"], answers)


# ------------------------------------------------------------------------------------------------------ the report


def _drafted(data: bytes) -> frozenset[Section]:
    """The sections in which the report still has the program's draft: only there are its sentences due."""
    if is_office(data):
        return frozenset(DRAFTED)  # a sentence that is not there is told, and is no difference
    from sipas_desktop.paper.report_words import Pages

    with Pages(data) as pages:
        text = " ".join(word.text for number in range(pages.count) for word in pages.words(number))
    return frozenset(section for section, title in TITLES.items() if f"{title} {DRAFT}" in text)


def _before(held: Held, chosen: Filter, definition: IndexDefinition) -> Before | None:
    """The wave before the chosen one, by its records."""
    codes = [wave.code for wave in held.plan.waves]
    if chosen.wave not in codes[1:]:
        return None
    wave = held.plan.waves[codes.index(chosen.wave) - 1]
    figures = _figures(held, _form(held, chosen), definition, replace(chosen, wave=wave.code))
    return Before(wave.title, figures) if figures.ballots.settled >= held.plan.small_cell else None


def _due(
    held: Held,
    told: Told,
    chosen: Filter,
    definition: IndexDefinition,
    wanted: Wanted,
    made_up: int,
    drafted: Collection[Section],
) -> ReportContent:
    plan = held.plan
    form = _form(held, chosen)
    rows = _chosen_rows(held, form, chosen)
    figures = _figures(held, form, definition, chosen, made_up)
    unit = chosen.unit and held.units.get(chosen.unit, chosen.unit)
    scope = Scope(chosen.group, unit, chosen.wave, None, chosen.channel, wanted.title)
    provenance = Provenance(
        told.program, told.head, held.records_sha256, form.sha256, plan.id, told.printed, origin=told.origin
    )
    remarks = {section: "?" for section in Section if section not in drafted} if made_up else {}
    parts = _parts(held, chosen, definition, made_up)
    if wanted.notice:
        return notice(plan, form, figures, scope=scope, remarks=remarks, provenance=provenance, parts=parts)
    return content(
        plan,
        form,
        figures,
        scope=scope,
        process=_process(rows, made_up),
        provenance=provenance,
        by_unit=_by_unit(held, form, chosen, definition),
        online=_online(held, chosen, definition),
        parts=parts,
        section=wanted.section,
        remarks=remarks,
        before=_before(held, chosen, definition),
        field=Field(refused=made_up, voided=1),  # a table in any case: those after it bear its number
    )


def _form(held: Held, chosen: Filter) -> Form:
    group = held.plan.group(chosen.group or held.plan.groups[0].code)
    if group is None or group.form not in held.forms:
        raise Refusal("verify.origin")
    return held.forms[group.form]


def _by_unit(held: Held, form: Form, chosen: Filter, definition: IndexDefinition) -> list[UnitFigures]:
    if chosen.unit is not None:
        return []
    of_units = {row.unit for row in _chosen_rows(held, form, chosen)} & held.counted
    order = [code for code in held.units if code in of_units] + sorted(of_units - held.units.keys())
    found = []
    for code in order:
        own = _figures(held, form, definition, replace(chosen, unit=code))
        found.append(UnitFigures(code, held.units.get(code, code), own.ballots.settled, own.index))
    return found


def _parts(held: Held, chosen: Filter, definition: IndexDefinition, made_up: int) -> Parts | None:
    """Groups or waves: how many of their ballots are settled is known, how many are valid is not."""

    def figured(part: Filter, code: str, title: str, required: int | None) -> PartFigures:
        own = _figures(held, _form(held, part), definition, part, made_up)
        return PartFigures(code, title, required, own.ballots.valid, own.ballots.settled, own.index, made_up)

    return parts_of(held.plan, chosen, figured)


def _online(held: Held, chosen: Filter, definition: IndexDefinition) -> Online:
    """The index of each channel, which a report gives where something was imported: it was where online answers are
    the survey's own."""
    if not any(row.keyed == 0 and not row.source for row in held.rows):
        return Online()
    form, found = _form(held, chosen), []
    for channel in held.plan.channels:
        if chosen.channel not in (None, channel.code):
            continue
        own = _figures(held, form, definition, replace(chosen, channel=channel.code))
        if own.ballots.settled:
            found.append(Part(channel.code, channel.title, own.ballots.settled, own.index))
    return Online(channels=tuple(found))


def _chosen_rows(held: Held, form: Form, chosen: Filter) -> list[Row]:
    return [row for row in held.rows if row.form == form.code and _is_chosen(row, chosen)]


def _is_chosen(row: Row, chosen: Filter) -> bool:
    asked = ((chosen.group, row.group), (chosen.unit, row.unit), (chosen.wave, row.wave), (chosen.channel, row.channel))
    return all(wanted is None or wanted == own for wanted, own in asked)


def _figures(
    held: Held, form: Form, definition: IndexDefinition, chosen: Filter, made_up: int = NOTHING
) -> IndexFigures:
    rows = _chosen_rows(held, form, chosen)
    counts = {code: Counter(row.answers[code] for row in rows if code in row.answers) for code in _rated(form)}
    told: Mapping[str, Any] = held.ballots if chosen == Filter() else {}
    ballots = BallotCounts(
        printed=told.get("printed", len(rows) + 4 * made_up),
        issued=told.get("issued", len(rows) + 3 * made_up),
        returned=told.get("returned", len(rows) + 2 * made_up),
        invalid=told.get("invalid", {}),
        valid=told.get("valid", len(rows) + made_up),
        settled=len(rows),
        online=sum(row.keyed == 0 for row in rows),
        single_keyed=sum(row.keyed == 1 for row in rows),
    )
    # Whether a frame was imported is not in the package, so an interval is only compared where it hangs on nothing.
    population = made_up or None
    weights = held.plan.weights
    return compute(form, definition, counts, ballots, fully=_fully(form, rows), weights=weights, population=population)


def _rated(form: Form) -> list[str]:
    return [question.code for question in form.rated]


def _fully(form: Form, rows: Sequence[Row]) -> tuple[int, int]:
    """Ballots whose every rated answer is satisfied, and ballots with any rated answer."""
    full = some = 0
    scales = {question.code: question.scale for question in form.rated if question.scale is not None}
    for row in rows:
        given = [
            row.answers[code] in scale.satisfied
            for code, scale in scales.items()
            if row.answers.get(code) in {level.code for level in scale.levels}
        ]
        some += bool(given)
        full += bool(given) and all(given)
    return full, some


def _process(rows: Sequence[Row], made_up: int) -> Process:
    """Of the keying a package knows only how many ballots were keyed once and how many came online."""
    online, once = (sum(row.keyed == keyings for row in rows) for keyings in (0, 1))
    sources = [row.source for row in rows if row.source]
    brought, packages = len(sources), len(set(sources))
    known = replace(_unknown(made_up), online=online, single_keyed=once, brought=brought, packages=packages)
    if made_up:
        return known
    # What was taken out stands in no package, so the sentence on it is said once and once not.
    return replace(known, keyers_settle=True, sampled=Stated(2, 2, 0.5, "", 0))


def _unknown(made_up: int) -> Process:
    """Every number another; with ``NOTHING`` what is only said of something is not said."""
    double, fields, differing, decided, left, people, copies, words, bare, again, third = (
        made_up * number for number in range(1, 12)
    )
    return Process(
        double_keyed=double,
        compared_fields=fields,
        discrepancies=differing,
        adjudicated=decided,
        open=left,
        operators=people,
        photocopies=copies,
        comments=words,
        only_comments=bare,
        rekeyed=again,
        by_third=third,
        withdrawn=(("?", made_up),) * bool(made_up),
    )


_COLLECTED: Final = "quá trình thu, nhập, đối chiếu phiếu"
_WORDS: Final = "nhận xét của cơ quan"
_NOTICE: Final = "nơi nhận góp ý và nhận xét của cơ quan"


def _said_by(content: ReportContent, left_out: Sequence[str], drawn: Collection[str]) -> set[Place]:
    """All places of a report but those of the tables that are left out, and what stands in the charts that follow.

    A table is compared only as a whole: where a figure is unknown, so may be which rows it has.
    """
    from sipas_desktop.paper.report_pdf import pdf_with_places
    from sipas_desktop.paper.report_places import in_chart

    places = {each.place for each in pdf_with_places(content)[1]}
    said = {place for place in places if not place.names or place.names[0] not in left_out}
    return said | {in_chart(place) for place in places if place.chart and place.names[0] in drawn}


def _as_captioned(found: Verified, data: bytes, due: Mapping[str, bool]) -> Verified:
    """With the numbers that tables and charts have in the report, which may hold more of them than are ``due``; as not
    checked all that are not due or, by their value there, not compared.
    """
    from sipas_desktop.paper.report_captions import captions, number_of, without_number
    from sipas_desktop.paper.report_words import Pages

    with Pages(data) as pages:
        printed = captions(pages)
    left = list(printed)
    names: dict[str, str] = {}  # due caption → as it is printed
    for caption in due:
        kind, title = number_of(caption).rpartition(" ")[0], without_number(caption)
        for each in left:
            if each.number.startswith(kind) and each.follows.startswith(title):
                names[caption] = f"{each.number} {title}"
                left.remove(each)
                break
    differs = []
    for difference in found.differs:
        caption, *rest = difference.where.split(NEXT)
        differs.append(replace(difference, where=NEXT.join((names.get(caption, caption), *rest))))
    shown = {number_of(name): name for name in names.values()}
    checked = {number_of(name) for caption, name in names.items() if due[caption]}
    others = [shown.get(each.number, f"{each.number} {each.line}") for each in printed if each.number not in checked]
    return replace(found, differs=tuple(differs), not_checked=tuple(others))
