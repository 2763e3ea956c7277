"""What the plan decided about the work: who does what, keying, phúc tra, validity, reports, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from sipas_desktop.domain.plan import Place, Plan, PlannedReport, PlanRole
from sipas_desktop.domain.recheck_rule import Recheck, RecheckChannel
from sipas_desktop.domain.vietnamese import date_short


def lines(plan: Plan) -> list[tuple[str, str]]:
    """(caption, text) of the plan's policies; what it does not decide is left out."""
    translate = QCoreApplication.translate
    said = [(translate("plan", "Keying"), keying(plan)), (translate("plan", "Recheck"), recheck(plan.recheck))]
    if plan.duties:
        duties = [f"{role(duty.role)}: {duty.who}" + (f" – {duty.does}" if duty.does else "") for duty in plan.duties]
        said.append((translate("plan", "Who does what"), "\n".join(duties)))
    asked = [f"{group.title}: {len(group.asked)} – {'; '.join(group.asked)}" for group in plan.groups if group.asked]
    if asked:
        said.append((translate("plan", "Agencies asked"), "\n".join(asked)))
    if plan.sectors:
        said.append((translate("plan", "Sectors"), "; ".join(sector.title for sector in plan.sectors)))
    reasons = [reason.title + (f": {reason.rule}" if reason.rule else "") for reason in plan.reasons]
    said.append((translate("plan", "Not counted are"), "\n".join(reasons)))
    if plan.reports:
        said.append((translate("plan", "Reports"), "\n".join(report(each) for each in plan.reports)))
    return said


def place(found: Place) -> str:
    """Where work is done."""
    translate = QCoreApplication.translate
    return {Place.OFFICE: translate("plan", "the office"), Place.POST: translate("plan", "the post")}[found]


def keying(plan: Plan) -> str:
    """Who keys and who adjudicates."""
    translate = QCoreApplication.translate
    if not any(channel.paper for channel in plan.channels):
        return translate("plan", "Online answers only: nothing is keyed.")
    if any(plan.keying.is_sampled(group.form) for group in plan.groups):
        return _sampled(plan)
    words = translate(
        "plan", "By {keyers}, adjudicated by {adjudicators}; every paper ballot is keyed twice, by two people."
    )
    return words.format(keyers=place(plan.keying.by), adjudicators=place(plan.keying.adjudicated_by))


def _sampled(plan: Plan) -> str:
    """Which forms are keyed twice whole, and how the others are sampled."""
    translate, rule = QCoreApplication.translate, plan.keying
    words = translate(
        "plan",
        "By {keyers}, adjudicated by {adjudicators}. Of each operator's ballots one in {one_in} is drawn and keyed "
        "twice, by two people. All of hers are until {learn} of them are judged, and while the upper 95% bound of her "
        "errors is above {limit} in 1,000 fields.",
    ).format(
        keyers=place(rule.by),
        adjudicators=place(rule.adjudicated_by),
        one_in=rule.one_in,
        learn=rule.learn,
        limit=QLocale().toString(rule.limit, "g", 6),
    )
    whole = sorted({group.form for group in plan.groups if not rule.is_sampled(group.form)})
    if whole:
        words += " " + translate("plan", "Every ballot is keyed twice of: {forms}.").format(forms=", ".join(whole))
    return words


def recheck(found: Recheck | None) -> str:
    """Whether and how people are asked once more."""
    translate = QCoreApplication.translate
    if found is None:
        return translate("plan", "None.")
    channel = {
        RecheckChannel.SMS: translate("plan", "By text message"),
        RecheckChannel.PHONE: translate("plan", "By telephone"),
        RecheckChannel.VISIT: translate("plan", "By a visit"),
    }[found.channel]
    if found.percent is None:
        return translate("plan", "{channel}; the plan states no share.").format(channel=channel)
    share = translate("plan", "{channel}, {percent} % of the returned ballots.")
    return share.format(channel=channel, percent=QLocale().toString(found.percent, "g", 6))


def role(found: PlanRole) -> str:
    """A part that the plan gives out."""
    translate = QCoreApplication.translate
    return {
        PlanRole.OWNER: translate("plan", "Runs the survey"),
        PlanRole.CONTRACTOR: translate("plan", "Hands out and collects"),
        PlanRole.INTERVIEWER: translate("plan", "Interviewers"),
        PlanRole.KEYER: translate("plan", "Keyers"),
        PlanRole.ADJUDICATOR: translate("plan", "Adjudicators"),
        PlanRole.OBSERVER: translate("plan", "Observes"),
        PlanRole.PROVINCE: translate("plan", "The level above"),
        PlanRole.UNIT: translate("plan", "Takes part"),
    }[found]


def report(found: PlannedReport) -> str:
    """A report that the plan asks for, with its last day and whether it goes into another one."""
    translate, parts = QCoreApplication.translate, []
    if found.until is not None:
        parts.append(translate("plan", "ballots up to {day}").format(day=date_short(found.until)))
    if found.section:
        parts.append(translate("plan", "a section of another report"))
    return found.title + (f" ({', '.join(parts)})" if parts else "")
