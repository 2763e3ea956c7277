"""The part of a plan that says who does what, and by when: keying, recheck, roles, milestones, reports."""

from __future__ import annotations

from dataclasses import dataclass

from sipas_desktop.domain.plan import (
    FIELDWORK,
    Before,
    By,
    Due,
    Duty,
    Keying,
    KeyingMode,
    Milestone,
    Place,
    Plan,
    PlannedReport,
    PlanRole,
    Third,
    Work,
    WorkingDaysAfter,
)
from sipas_desktop.domain.recheck_file import REASON, read_recheck
from sipas_desktop.domain.recheck_rule import Consequence, Recheck
from sipas_desktop.domain.toml_reader import Table
from sipas_desktop.domain.unusual import Check, Checks

MOST_DAYS = 1000  # working days; no plan reaches so far
MOST_ONE_IN = 1000  # beyond that hardly any ballot tells how well an operator keys
MOST_TO_LEARN = 10_000  # ballots
MOST_IN_BATCH = 500  # ballots; more is no bundle
FEWEST_ALIKE, MOST_ALIKE = 2, 1000  # rated answers; of one alone nothing can be alike
MOST_APART = 10.0  # levels; no scale has more
MOST_DAYS_OFF = 366  # days outside the fieldwork
SLOWEST_MS = 10_000  # an answer


@dataclass(frozen=True)
class PlannedWork:
    """What ``read_work`` finds; the fields are those of ``Plan``."""

    keying: Keying
    recheck: Recheck | None
    duties: tuple[Duty, ...]
    milestones: tuple[Milestone, ...]
    reports: tuple[PlannedReport, ...]


def read_work(table: Table) -> PlannedWork:
    """Take these parts out of a plan's ``table``; what is wrong is noted there."""
    return PlannedWork(
        keying=_keying(table.take_table("keying")),
        recheck=read_recheck(table.take_table("recheck")) if table.has("recheck") else None,
        duties=tuple(map(_duty, table.take_tables("roles"))),
        milestones=tuple(map(_milestone, table.take_tables("milestones"))),
        reports=tuple(map(_report, table.take_tables("reports"))),
    )


def check_work(plan: Plan, table: Table) -> None:
    """Note where these parts name something that the plan does not have, or run backwards."""
    waves = [wave.code for wave in plan.waves]
    for each in plan.milestones:
        where = f"[[milestones]] {each.code}"
        match each.due:
            case WorkingDaysAfter(count=count, after=str() as after):
                if after != FIELDWORK and after not in waves:
                    expected = " ".join([FIELDWORK, *waves])
                    table.problem("P021", "plan.unknown_wave", where, found=after, expected=expected)
                if not 1 <= count <= MOST_DAYS:
                    table.problem("P022", "plan.working_days", where, found=count, most=MOST_DAYS)
            case WorkingDaysAfter(count=count) if not 1 <= count <= MOST_DAYS:
                table.problem("P022", "plan.working_days", where, found=count, most=MOST_DAYS)
            case By(day) if each.start is not None and day < each.start:
                table.problem("P008", "plan.dates_backwards", where)
            case Before(day) if each.start is not None and day <= each.start:
                table.problem("P008", "plan.dates_backwards", where)
    for report in plan.reports:
        where = f"[[reports]] {report.code}"
        if report.wave is not None and report.wave not in waves:
            table.problem("P021", "plan.unknown_wave", where, found=report.wave, expected=" ".join(waves))
        if report.group is not None and plan.group(report.group) is None:
            expected = " ".join(group.code for group in plan.groups)
            table.problem("P024", "plan.unknown_group", where, found=report.group, expected=expected)
    if plan.recheck is not None and plan.recheck.rule(Consequence.VOID) and plan.reason(REASON) is None:
        table.problem("P067", "plan.recheck_reason", "[recheck]", expected=REASON)
    _check_keying(plan, table)
    if not 1 <= plan.keying.batch <= MOST_IN_BATCH:
        table.problem("P032", "plan.batch_size", "[keying]", found=plan.keying.batch, most=MOST_IN_BATCH)
    if plan.target_year is not None and plan.target is None:
        table.problem("P025", "plan.target_year_alone")


def _check_keying(plan: Plan, table: Table) -> None:
    keying, where = plan.keying, "[keying]"
    if keying.twice != 100:
        table.problem("P026", "plan.keyed_twice", where, found=keying.twice)
    forms = [group.form for group in plan.groups]
    for code in keying.forms:
        if code not in forms:
            expected = " ".join(dict.fromkeys(forms))
            table.problem("P031", "plan.keying_form", f"{where}[forms]", found=code, expected=expected)
    if not 2 <= keying.one_in <= MOST_ONE_IN and (keying.samples or keying.one_in):
        table.problem("P029", "plan.one_in", where, found=keying.one_in, most=MOST_ONE_IN)
    if not 1 <= keying.learn <= MOST_TO_LEARN:
        table.problem("P030", "plan.keying_learn", where, found=keying.learn, most=MOST_TO_LEARN)
    if not 0 < keying.limit < 1000:
        table.problem("P030", "plan.keying_limit", where, found=keying.limit)
    checks = keying.checks
    for key, found, least, most in (
        ("alike", checks.alike, FEWEST_ALIKE, MOST_ALIKE),
        ("overall", checks.overall, 0.5, MOST_APART),
        ("days", checks.days, 0, MOST_DAYS_OFF),
        ("speed", checks.speed, 1, SLOWEST_MS),
    ):
        if found is not None and not least <= found <= most:
            table.problem("P033", "plan.check_range", f"{where}[checks]", key=key, found=found, least=least, most=most)


def _keying(table: Table) -> Keying:
    usual = Keying()
    mode = table.take_one_of("mode", KeyingMode, usual.mode)
    modes = table.take_table("forms")
    forms = {code: modes.take_one_of(code, KeyingMode) for code in modes.keys()}  # noqa: SIM118
    twice, limit = table.take_optional_number("twice"), table.take_optional_number("limit")
    if twice == 100 and KeyingMode.SAMPLED in (mode, *forms.values()):
        table.problem("P026", "plan.keyed_twice_sampled")
    keying = Keying(
        by=table.take_one_of("by", Place, Place.OFFICE),
        adjudicated_by=table.take_one_of("adjudicated_by", Place, Place.OFFICE),
        twice=usual.twice if twice is None else twice,
        third=table.take_one_of("third", Third, usual.third),
        mode=mode,
        forms=forms,
        one_in=table.take_int("one_in", usual.one_in),
        learn=table.take_int("learn", usual.learn),
        limit=usual.limit if limit is None else limit,
        batch=table.take_int("batch", usual.batch),
        checks=_checks(table.take_table("checks")),
    )
    table.nothing_left()
    return keying


def _checks(table: Table) -> Checks:
    named, known = table.take_texts("off", ()), {each.value: each for each in Check}
    for code in named:
        if code not in known:
            table.problem("P001", "plan.not_one_of", key="off", found=code, expected=" ".join(known))
    checks = Checks(
        alike=table.take_optional_int("alike"),
        overall=table.take_optional_number("overall"),
        days=table.take_int("days", 0),
        speed=table.take_optional_int("speed"),
        off=frozenset(known[code] for code in named if code in known),
    )
    table.nothing_left()
    return checks


def _duty(table: Table) -> Duty:
    duty = Duty(table.take_one_of("role", PlanRole), table.take_text("who"), table.take_text("does", ""))
    table.nothing_left()
    return duty


def _milestone(table: Table) -> Milestone:
    milestone = Milestone(
        code=table.take_text("code"),
        title=table.take_text("title"),
        owner=table.take_text("owner"),
        support=table.take_text("support", ""),
        start=table.take_optional_date("start"),
        due=_due(table),
        when=table.take_text("when", ""),
        work=table.take_one_of("work", Work) if table.has("work") else None,
    )
    table.nothing_left()
    return milestone


def _due(table: Table) -> Due | None:
    found: list[Due] = []
    if (day := table.take_optional_date("before")) is not None:
        found.append(Before(day))
    if (day := table.take_optional_date("by")) is not None:
        found.append(By(day))
    if table.has("working_days"):
        found.append(WorkingDaysAfter(table.take_int("working_days"), table.take_day_or_text("after")))
    if len(found) > 1:
        table.problem("P023", "plan.two_deadlines")
    return found[0] if found else None


def _report(table: Table) -> PlannedReport:
    report = PlannedReport(
        code=table.take_text("code"),
        title=table.take_text("title"),
        until=table.take_optional_date("until"),
        wave=table.take_text("wave", "") or None,
        group=table.take_text("group", "") or None,
        section=table.take_flag("section"),
    )
    table.nothing_left()
    return report
