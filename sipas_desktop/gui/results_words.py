"""What the figures mean, in words: each definition of the index with its formula."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sipas_desktop.domain.index import IndexFigures
from sipas_desktop.domain.plan import IndexDefinition, Plan
from sipas_desktop.domain.vietnamese import count, decimal, percent

NOTHING = "–"  # a share of nothing


def title(definition: IndexDefinition) -> str:
    """The definition's short name, for lists."""
    translate = QCoreApplication.translate
    return {
        IndexDefinition.OVERALL: translate("index", "Overall question"),
        IndexDefinition.POOLED: translate("index", "All answers pooled"),
        IndexDefinition.MEAN_OF_CRITERIA: translate("index", "Mean of the criteria"),
        IndexDefinition.WEIGHTED_FACTORS: translate("index", "Weighted factors"),
        IndexDefinition.MEAN_SCORE: translate("index", "Mean level"),
        IndexDefinition.FULLY_SATISFIED: translate("index", "Fully satisfied ballots"),
    }[definition]


def meaning(definition: IndexDefinition) -> str:
    """Numerator and denominator in a sentence."""
    translate = QCoreApplication.translate
    return {
        IndexDefinition.OVERALL: translate(
            "index", "Ballots with a satisfied level on the overall question, of all ballots with a level on it."
        ),
        IndexDefinition.POOLED: translate(
            "index", "Answers at a satisfied level, of all answers to the criteria (the overall question left out)."
        ),
        IndexDefinition.MEAN_OF_CRITERIA: translate(
            "index", "Mean of the criteria's satisfied shares, each criterion alike (the overall question left out)."
        ),
        IndexDefinition.WEIGHTED_FACTORS: translate(
            "index", "Mean of the factors' satisfied shares, each with the weight that the plan gives it."
        ),
        IndexDefinition.MEAN_SCORE: translate(
            "index", "Mean of the criteria's mean levels, each in per cent of its highest level."
        ),
        IndexDefinition.FULLY_SATISFIED: translate(
            "index", "Ballots whose every rated answer is at a satisfied level, of all ballots with a rated answer."
        ),
    }[definition]


def formula(figures: IndexFigures, plan: Plan) -> str:
    """The formula with its numbers: "26 : 31 × 100 = 83,87%"; in words where it is no share."""
    translate = QCoreApplication.translate
    if figures.index is None:
        return translate("index", "No answer yet to compute it from.")
    shown = percent(figures.index, plan.decimals)
    if figures.answered:
        return f"{count(figures.satisfied)} : {count(figures.answered)} × 100 = {shown}"
    return {
        IndexDefinition.MEAN_OF_CRITERIA: translate(
            "index", "sum of the criteria's shares : number of criteria = {index}"
        ),
        IndexDefinition.WEIGHTED_FACTORS: translate(
            "index", "sum of (weight × factor's share) : sum of weights = {index}"
        ),
        IndexDefinition.MEAN_SCORE: translate(
            "index", "sum of (mean level : highest level × 100) : number of criteria = {index}"
        ),
    }[figures.definition].format(index=shown)


def interval(figures: IndexFigures, plan: Plan) -> str:
    """The interval, or why there is none."""
    translate = QCoreApplication.translate
    if figures.interval is None:
        return translate("index", "No confidence interval: this index is not a share of ballots.")
    low, high = (percent(end, plan.decimals) for end in (figures.interval.low, figures.interval.high))
    return translate("index", "95% confidence interval (Wilson): from {low} to {high}").format(low=low, high=high)


def target(figures: IndexFigures, plan: Plan) -> str:
    """The plan's target and whether it is reached; "" without one."""
    if plan.target is None or figures.index is None:
        return ""
    translate = QCoreApplication.translate
    words = translate("index", "The plan's target of {target} is reached.")
    if figures.index < plan.target:
        words = translate("index", "The plan's target of {target} is not reached yet.")
    exact = decimal(plan.target, 2).rstrip("0").rstrip(",")
    return words.format(target=f"{exact}%")


def ballots(figures: IndexFigures, plan: Plan) -> str:
    """The ballots behind the figures, and why some are left out."""
    translate = QCoreApplication.translate
    behind = figures.ballots
    words = [
        translate("index", "{returned} returned, {valid} of them valid, {settled} settled and counted here.").format(
            returned=count(behind.returned), valid=count(behind.valid), settled=count(behind.settled)
        )
    ]
    if once := behind.single_keyed:
        words.append(translate("index", "%n settled ballot(s) were keyed once under the plan.", None, once))
    if any(behind.invalid.values()):
        titles = {reason.code: reason.title for reason in plan.reasons}
        reasons = "; ".join(f"{titles.get(code, code)}: {count(n)}" for code, n in behind.invalid.items() if n)
        words.append(translate("index", "Left out: {reasons}.").format(reasons=reasons))
    if waiting := behind.valid - behind.settled:
        words.append(translate("index", "%n valid ballot(s) still to be settled.", None, waiting))
    if 0 < behind.settled < plan.small_cell:
        words.append(translate("index", "So few ballots show what single people answered: not for publishing."))
    return " ".join(words)


def keys_of_tabs(reports: bool) -> list[tuple[str, str]]:
    """(key, what it does) on the page's tabs, for F1; ``reports``: with comments and the report."""
    translate = QCoreApplication.translate
    found = [
        ("Ctrl+Tab", translate("ResultsPage", "next view")),
        ("Ctrl+Shift+Tab", translate("ResultsPage", "view before")),
        ("Enter", translate("ResultsPage", "look closer: index, question, parts, ballots")),
        ("Backspace", translate("ResultsPage", "back")),
        ("Ctrl+O", translate("ResultsPage", "in the comparison: the file to compare with")),
    ]
    if reports:
        found += [
            ("F5", translate("ResultsPage", "in comments: a new topic")),
            ("1 … 9  0", translate("ResultsPage", "in comments: a topic of the chosen one, on or off")),
            ("↑ ↓", translate("ResultsPage", "in comments: another one")),
            ("F12", translate("ResultsPage", "in comments: show what is hidden in the chosen one")),
            ("F7", translate("ResultsPage", "in the report: begin the remark with the draft")),
            ("Ctrl+S", translate("ResultsPage", "in the report: keep the remark")),
            ("F10", translate("ResultsPage", "in the report: check a report")),
        ]
    return found
