"""The plan in plain words: what its office decided, line by line."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from sipas_desktop.domain.form import Form, Kind, Question
from sipas_desktop.domain.plan import Identity, Plan
from sipas_desktop.domain.quota import per_words, rule_lines
from sipas_desktop.domain.vietnamese import date_short
from sipas_desktop.gui import plan_policies, results_words


def identity(plan: Plan) -> str:
    """How far a ballot can be joined to a person."""
    translate = QCoreApplication.translate
    return {
        Identity.LINKED: translate(
            "plan", "Linked: each ballot belongs to one person of the sample list, so returns can be followed up."
        ),
        Identity.NUMBERED: translate(
            "plan", "Numbered: each ballot has its number but is given to nobody in particular."
        ),
        Identity.ANONYMOUS: translate(
            "plan", "Anonymous: a ballot box. Numbers serve counting only; nobody can know who had which ballot."
        ),
    }[plan.identity]


def quota(plan: Plan, language: str) -> list[str]:
    """The rules of the quota line by line, each with whom it holds for; empty where the plan states none."""
    named = plan.titles
    said = []
    for rule in plan.quotas:
        per = QCoreApplication.translate("plan", "Per {what}: {basis}")
        said.append(per.format(what=per_words(rule.per, language), basis=rule.basis) if rule.per else rule.basis)
        whom = [named.get(code, code) for code in (*rule.groups, *rule.waves, *rule.sectors, *rule.kinds)]
        if whom:
            said.append(QCoreApplication.translate("plan", "Only for {whom}").format(whom="; ".join(whom)))
        said += rule_lines(rule, language, named)
    return said


def lines(plan: Plan, forms: Mapping[str, Form]) -> list[tuple[str, str]]:
    """(caption, text) of what the plan says, in the order in which a person would ask. ``forms`` by their code."""
    translate = QCoreApplication.translate
    start, end = plan.fieldwork
    period = translate("plan", "from {start} to {end}")
    said = [
        (translate("plan", "Survey"), plan.title),
        (translate("plan", "Owner"), plan.owner),
        (translate("plan", "Fieldwork"), period.format(start=date_short(start), end=date_short(end))),
    ]
    if plan.waves:
        waves = [
            f"{each.title}: {period.format(start=date_short(each.start), end=date_short(each.end))}"
            for each in plan.waves
        ]
        said.append((translate("plan", "Waves"), "\n".join(waves)))
    several = len(forms) > 1
    groups = [f"{each.title} ({_form_name(forms, each.form)})" if several else each.title for each in plan.groups]
    paper, online = translate("plan", "{channel} (paper)"), translate("plan", "{channel} (online)")
    channels = [(paper if each.paper else online).format(channel=each.title) for each in plan.channels]
    said += [
        (translate("plan", "Who is asked"), "\n".join(groups)),
        (translate("plan", "Ballots"), identity(plan)),
        (translate("plan", "Channels"), "\n".join(channels)),
        (
            translate("plan", "Index"),
            f"{results_words.title(plan.index)}. {results_words.meaning(plan.index)}{_weights(plan, forms)}",
        ),
    ]
    if plan.target is not None:
        target = translate("plan", "{percent} % satisfied")
        by_year = translate("plan", "{percent} % satisfied by {year}")
        percent = QLocale().toString(plan.target, "g", 6)
        words = target if plan.target_year is None else by_year
        said.append((translate("plan", "Target"), words.format(percent=percent, year=plan.target_year)))
    said += plan_policies.lines(plan)
    if plan.notes:
        said.append((translate("plan", "How the plan was read"), "\n".join(plan.notes)))
    if plan.document.legal_basis:
        said.append((translate("plan", "Legal basis"), "\n".join(plan.document.legal_basis)))
    if plan.document.purpose:
        said.append((translate("plan", "Purpose"), "\n".join(plan.document.purpose)))
    return said


def kind(question: Question) -> str:
    """What a question asks for."""
    translate = QCoreApplication.translate
    return {
        Kind.RATED: translate("plan", "rated"),
        Kind.CHOICE: translate("plan", "one choice"),
        Kind.CHOICES: translate("plan", "several choices"),
        Kind.YES_NO: translate("plan", "yes or no"),
        Kind.NUMBER: translate("plan", "number"),
        Kind.PERCENT: translate("plan", "per cent"),
        Kind.SHORT_TEXT: translate("plan", "short text"),
        Kind.LONG_TEXT: translate("plan", "text"),
        Kind.DATE: translate("plan", "date"),
        Kind.UNIT: translate("plan", "unit"),
        Kind.PROCEDURE: translate("plan", "procedure"),
        Kind.DOSSIER: translate("plan", "dossier code"),
    }[question.kind]


def answers(question: Question) -> str:
    """What may be ticked, in the paper's order, each with its code."""
    boxes = [f"{option.code} {option.label}" for option in question.choices]
    if question.no_opinion:
        boxes.append(f"0 {question.no_opinion}")
    return " · ".join(boxes)


def _form_name(forms: Mapping[str, Form], code: str) -> str:
    form = forms.get(code)
    return form.title[0] if form else code


def _weights(plan: Plan, forms: Mapping[str, Form]) -> str:
    if not plan.weights:
        return ""
    titles = {factor.code: factor.title for form in forms.values() for factor in form.factors}
    shown = QLocale().toString
    parts = [f"{titles.get(code, code)}: {shown(weight, 'g', 6)}" for code, weight in plan.weights.items()]
    return "\n" + "; ".join(parts)
