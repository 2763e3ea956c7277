"""Words of cleaning: the patterns, how they come about in all innocence, what several ballots have in common."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from sipas_desktop.domain.duplicates import Why
from sipas_desktop.domain.suspicion import ALARM, QUICK_MINUTES, Pattern, Sign, Suspicions
from sipas_desktop.domain.vietnamese import decimal
from sipas_desktop.errors import words


def pattern_words(pattern: Pattern) -> str:
    """A pattern in a few words."""
    translate = QCoreApplication.translate
    return {
        Pattern.SAME: translate("cleaning", "almost the same answers"),
        Pattern.STRAIGHT: translate("cleaning", "one level throughout"),
        Pattern.QUICK: translate("cleaning", "back very soon"),
        Pattern.COMPLETE: translate("cleaning", "hardly a question left open"),
        Pattern.UNIFORM: translate("cleaning", "all near the unit’s mean"),
        Pattern.INCOHERENT: translate("cleaning", "answers that do not go together"),
    }[pattern]


def innocent_words(pattern: Pattern) -> str:
    """How a pattern comes about where nobody did anything wrong."""
    translate = QCoreApplication.translate
    return {
        Pattern.SAME: translate("cleaning", "perhaps a family that filled in its ballots together"),
        Pattern.STRAIGHT: translate("cleaning", "perhaps satisfied or hurried people"),
        Pattern.QUICK: translate("cleaning", "perhaps a desk where people wait, or both scans made afterwards"),
        Pattern.COMPLETE: translate("cleaning", "perhaps an interviewer who explains well"),
        Pattern.UNIFORM: translate("cleaning", "perhaps streets of like people, or another one’s ballots far away"),
        Pattern.INCOHERENT: translate("cleaning", "perhaps people who judge each question by itself"),
    }[pattern]


def sign_words(sign: Sign, language: str) -> str:
    """What was counted, how likely that is by chance, and how else it comes about; no verdict."""
    how = {"count": _number(sign.count), "expected": _number(sign.expected)}
    if sign.pattern is Pattern.QUICK:
        how["minutes"] = decimal(QUICK_MINUTES, 0)
    told = words(f"cleaning.{sign.pattern}", language, **how)
    sentence = QCoreApplication.translate("cleaning", "{who}: {told} (p = {p}). No verdict: {innocent}.")
    return sentence.format(
        who=sign.source, told=told, p=decimal(sign.adjusted, 3), innocent=innocent_words(sign.pattern)
    )


def same_words(why: Why, language: str) -> str:
    """What several ballots have in common, and how that comes about otherwise."""
    sentence = QCoreApplication.translate(
        "cleaning", "These ballots have the {what}. No verdict: one company has several dossiers, two people one name."
    )
    return sentence.format(what=words(f"cleaning.{why}", language))


def alarm_words(found: Suspicions, language: str) -> str:
    """How often somebody is named where nobody did anything wrong, and who could be compared with nobody."""
    if not found.ballots:
        return QCoreApplication.translate(
            "cleaning", "Nothing could be compared: two who are known must have brought ballots of one unit."
        )
    told = words("cleaning.false_alarm", language, percent=decimal(100 * ALARM, 0), ballots=found.ballots)
    if found.alone:
        told += " " + _sentence(words("cleaning.alone", language, sources=", ".join(found.alone)))
    return told


def _number(value: float) -> str:
    return decimal(value, 0 if value == round(value) else 1)


def _sentence(told: str) -> str:
    return f"{told[:1].upper()}{told[1:]}."
