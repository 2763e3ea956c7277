"""Reads a plan and its forms from a preset folder, and checks that they fit together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from sipas_desktop.domain.fieldwork import Outcome, Replacing
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.form_file import read_form
from sipas_desktop.domain.plan import (
    Channel,
    Document,
    Group,
    Identity,
    IndexDefinition,
    Plan,
    Reason,
    Sector,
    Wave,
    Weighting,
)
from sipas_desktop.domain.plan_work import check_work, read_work
from sipas_desktop.domain.post_file import read_letters, read_post
from sipas_desktop.domain.print_style import take_style
from sipas_desktop.domain.quota_file import check_quotas, take_quotas
from sipas_desktop.domain.quota_rule import Per
from sipas_desktop.domain.records import LEAST_SMALL_CELL, SMALL_CELL
from sipas_desktop.domain.toml_reader import BadFile, Problem, Table, parse, sha256, text_of
from sipas_desktop.errors import Refusal

PLAN_FILE = "plan.toml"
CATALOGUE_FILE = "catalogue.toml"
OPTIONAL = frozenset({"waves", "sectors", "milestones", "reports"})  # lists that a plan may do without
MOST_VISITS = 20  # before the reserve; nobody knocks more often
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def plan_folders(forms: Path) -> list[Path]:
    """The preset folders under ``forms``, by name."""
    return sorted(path.parent for path in forms.glob(f"*/{PLAN_FILE}"))


def load_plan(folder: Path) -> tuple[Plan, dict[str, Form]]:
    """The plan in ``folder`` and its forms by code. Raises ``BadFile``, or ``Refusal`` where a file is missing."""
    plan = read_plan(_text(folder / PLAN_FILE), f"{folder.name}/{PLAN_FILE}")
    if plan.id != folder.name:
        raise Refusal("plan.folder_name", found=plan.id, expected=folder.name)
    sources = {code: _text(folder / f"{code}.toml") for code in sorted({group.form for group in plan.groups})}
    forms = {code: read_form(source, f"{folder.name}/{code}.toml") for code, source in sources.items()}
    if plan.logo and not (folder / plan.logo).is_file():
        raise Refusal("plan.file_missing", file=f"{folder.name}/{plan.logo}")
    if problems := misfits(plan, forms):
        raise BadFile(f"{folder.name}/{PLAN_FILE}", problems)
    return plan, forms


def misfits(plan: Plan, forms: Mapping[str, Form]) -> list[Problem]:
    """Where the plan asks something of its forms that they do not have."""
    found = []
    factors = {factor.code for form in forms.values() for factor in form.factors}
    for code, form in forms.items():
        if form.code != code:
            found.append(Problem("P013", f"{code}.toml", "plan.form_name", (("found", form.code), ("expected", code))))
        if plan.index is IndexDefinition.OVERALL and form.overall is None:
            found.append(Problem("P014", f"{code}.toml", "index.no_overall"))
    found += _sector_misfits(plan, forms)
    for code in sorted(plan.weights.keys() - factors):
        params = (("found", code), ("expected", " ".join(sorted(factors))))
        found.append(Problem("P015", "[index][weights]", "form.unknown_factor", params))
    return found


def _sector_misfits(plan: Plan, forms: Mapping[str, Form]) -> list[Problem]:
    """Where no form asks for the sector, or a form that asks does not offer each of the plan's."""
    if not plan.sector_question:
        return []
    asked = [each for form in forms.values() for each in form.questions if each.code == plan.sector_question]
    sectors = {sector.code for sector in plan.sectors}
    if asked and all(sectors <= {option.code for option in question.choices} for question in asked):
        return []
    params = (("found", plan.sector_question), ("expected", " ".join(sorted(sectors))))
    return [Problem("P019", "sector_question", "plan.sector_question", params)]


def _text(path: Path) -> str:
    try:
        return text_of(path)
    except FileNotFoundError:
        raise Refusal("plan.file_missing", file=f"{path.parent.name}/{path.name}") from None
    except UnicodeDecodeError:
        raise Refusal("plan.not_utf8", file=f"{path.parent.name}/{path.name}") from None


@lru_cache(maxsize=16)  # whoever opens, checks or merges a survey reads the same one again
def read_plan(source: str, file: str) -> Plan:
    """The plan in ``source``. Raises ``BadFile`` with every mistake."""
    table = parse(source, file)
    fieldwork = table.take_table("fieldwork")
    index = table.take_table("index")
    work = read_work(table)
    ballot, logo = take_style(table.take_table("ballot"))
    plan = Plan(
        id=table.take_text("id"),
        title=table.take_text("title"),
        year=table.take_int("year"),
        owner=table.take_text("owner"),
        identity=table.take_one_of("identity", Identity),
        decimals=table.take_int("decimals", 2),
        index=index.take_one_of("definition", IndexDefinition),
        weights=_weights(index.take_table("weights")),
        weighting=index.take_one_of("weighting", Weighting, Weighting.NONE),
        small_cell=index.take_int("small_cell", SMALL_CELL),
        target=table.take_optional_number("target"),
        target_year=table.take_optional_int("target_year"),
        fieldwork=(fieldwork.take_date("start"), fieldwork.take_date("end")),
        replacing=_replacing(fieldwork),
        groups=tuple(map(_group, table.take_tables("groups", required=True))),
        waves=tuple(map(_wave, table.take_tables("waves"))),
        channels=tuple(map(_channel, table.take_tables("channels", required=True))),
        sectors=tuple(map(_sector, table.take_tables("sectors"))),
        sector_question=table.take_text("sector_question", ""),
        quotas=take_quotas(table),
        reasons=tuple(map(_reason, table.take_tables("reasons", required=True))),
        keying=work.keying,
        recheck=work.recheck,
        duties=work.duties,
        milestones=work.milestones,
        reports=work.reports,
        document=_document(table.take_table("document")),
        post=read_post(table),
        letters=read_letters(table),
        ballot=ballot,
        logo=logo,
        notes=table.take_texts("notes", ()),
        source=source,
        sha256=sha256(source),
    )
    for each in (fieldwork, index, table):
        each.nothing_left()
    if not table.problems:
        _check(plan, table)
    if table.problems:
        raise BadFile(file, table.problems)
    return plan


def _replacing(fieldwork: Table) -> Replacing:
    """When the reserve is called up, as ``[fieldwork]`` says it."""
    usual = Replacing()
    visits = fieldwork.take_int("visits", usual.visits)
    named = fieldwork.take_texts("replaced_after", usual.after)
    if not 1 <= visits <= MOST_VISITS:
        fieldwork.problem("P070", "plan.visits", "[fieldwork]", found=visits, most=MOST_VISITS)
    for found in named:
        if found not in set(Outcome) - {Outcome.NOT_MET}:  # that is what ``visits`` says
            expected = " ".join(outcome for outcome in Outcome if outcome is not Outcome.NOT_MET)
            fieldwork.problem("P071", "plan.outcome", "[fieldwork]", found=found, expected=expected)
            return usual
    return Replacing(visits, tuple(map(Outcome, named)))


def _weights(table: Table) -> dict[str, float]:
    return {key: table.take_optional_number(key) or 0.0 for key in table.keys()}  # noqa: SIM118


def _group(table: Table) -> Group:
    group = Group(
        code=table.take_text("code"),
        title=table.take_text("title"),
        form=table.take_text("form"),
        asked=table.take_texts("asked", ()),
        channels=table.take_texts("channels", ()),
    )
    table.nothing_left()
    return group


def _wave(table: Table) -> Wave:
    wave = Wave(table.take_text("code"), table.take_text("title"), table.take_date("start"), table.take_date("end"))
    table.nothing_left()
    return wave


def _sector(table: Table) -> Sector:
    sector = Sector(table.take_text("code"), table.take_text("title"))
    table.nothing_left()
    return sector


def _channel(table: Table) -> Channel:
    channel = Channel(
        code=table.take_text("code"),
        title=table.take_text("title"),
        paper=not table.take_flag("online"),
        officers=table.take_flag("officers"),
    )
    table.nothing_left()
    return channel


def _reason(table: Table) -> Reason:
    reason = Reason(table.take_text("code"), table.take_text("title"), table.take_text("rule", ""))
    table.nothing_left()
    return reason


def _document(table: Table) -> Document:
    document = Document(
        superior=table.take_text("superior", ""),
        issuer=table.take_text("issuer"),
        number=table.take_text("number"),
        place=table.take_text("place"),
        title=table.take_text("title"),
        authority=table.take_texts("authority"),
        recipients=table.take_texts("recipients"),
        legal_basis=table.take_texts("legal_basis", ()),
        purpose=table.take_texts("purpose", ()),
    )
    table.nothing_left()
    return document


def _check(plan: Plan, table: Table) -> None:
    if not 0 <= plan.decimals <= 4:
        table.problem("P006", "plan.decimals", found=plan.decimals)
    if plan.target is not None and not 0 <= plan.target <= 100:
        table.problem("P003", "plan.percent", "target", found=plan.target)
    if plan.small_cell < LEAST_SMALL_CELL:
        table.problem("P034", "plan.small_cell", "[index]", found=plan.small_cell, least=LEAST_SMALL_CELL)
    if plan.index is IndexDefinition.WEIGHTED_FACTORS and not any(plan.weights.values()):
        table.problem("P007", "plan.no_weights")
    if any(weight < 0 for weight in plan.weights.values()):
        table.problem("P010", "plan.negative", "[index][weights]", found=min(plan.weights.values()))
    if plan.fieldwork[0] > plan.fieldwork[1]:
        table.problem("P008", "plan.dates_backwards", "[fieldwork]")
    for wave in plan.waves:
        if wave.start > wave.end:
            table.problem("P008", "plan.dates_backwards", f"[[waves]] {wave.code}")
    named: Mapping[str, list[str]] = {
        "groups": [group.code for group in plan.groups],
        "waves": [wave.code for wave in plan.waves],
        "channels": [channel.code for channel in plan.channels],
        "reasons": [reason.code for reason in plan.reasons],
        "sectors": [sector.code for sector in plan.sectors],
        "milestones": [milestone.code for milestone in plan.milestones],
        "reports": [report.code for report in plan.reports],
    }
    for key, codes in named.items():
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            table.problem("P009", "form.code_twice", f"[[{key}]]", found=code)
        if not codes and key not in OPTIONAL:
            table.problem("P011", "plan.none_given", f"[[{key}]]", key=key)
    for group in plan.groups:
        for code in group.channels:
            if code not in named["channels"]:
                where, expected = f"[[groups]] {group.code}", " ".join(named["channels"])
                table.problem("P020", "plan.unknown_channel", where, found=code, expected=expected)
    check_work(plan, table)
    known = {Per.GROUP: named["groups"], Per.WAVE: named["waves"], Per.SECTOR: named["sectors"]}
    online = any(not channel.paper for channel in plan.channels)
    check_quotas(plan.quotas, known, table, online=online)
    # They stand in file names, in columns and on command lines.
    forms = {group.form for group in plan.groups}
    for where, codes in {"id": [plan.id], "[[groups]] form": sorted(forms), **named}.items():
        for code in codes:
            if not CODE.fullmatch(code):
                table.problem("P012", "plan.bad_code", where, found=code)


def read_catalogue_file(folder: Path) -> dict[str, dict[str, str]]:
    """The units and procedures that a preset starts with: kind → code → name. Empty where it has no such file."""
    path = folder / CATALOGUE_FILE
    if not path.is_file():
        return {}
    table = parse(_text(path), f"{folder.name}/{path.name}")
    found: dict[str, dict[str, str]] = {}
    for kind in ("unit", "procedure"):
        entries = table.take_table(kind)
        found[kind] = {code: entries.take_text(code) for code in entries.keys()}  # noqa: SIM118
    table.nothing_left()
    if table.problems:
        raise BadFile(path.name, table.problems)
    return {kind: entries for kind, entries in found.items() if entries}
