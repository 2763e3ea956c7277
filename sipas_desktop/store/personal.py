"""Which personal values a fact commits to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sipas_desktop.domain.fact import FactKind

PERSONAL_OF_INTERVIEWER: Final = ("name", "phone", "note")


def texts_of(kind: str, said: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """The personal values that a fact of ``kind`` commits to: what ``Transaction.personal`` gave for each."""
    if kind == FactKind.ANSWERS_KEYED:
        return [answer["text"] for answer in said["answers"].values() if "text" in answer]
    if kind == FactKind.ADJUDICATED:
        return [text for text in (said["answer"].get("text"), said["reason"]) if text]
    if kind in (
        FactKind.BALLOTS_REPRINTED,
        FactKind.HANDOUT_TAKEN_BACK,
        FactKind.MEMBER_REPLACED,
        FactKind.HANDOVER_EXPLAINED,
        FactKind.PERSON_ERASED,
        FactKind.LINKS_DESTROYED,
    ):
        return [said["reason"]]
    if kind in (FactKind.SAMPLE_DRAWN, FactKind.BALLOT_SPOILED) and said["reason"]:
        return [said["reason"]]
    if kind == FactKind.RECHECK_DRAWN and said["reason"]:
        return [said["reason"]]
    if kind == FactKind.RECHECK_ANSWERED and said["reply"]:
        return [said["reply"]]
    if kind == FactKind.MILESTONE_DONE and said["note"]:
        return [said["note"]]
    if kind == FactKind.ONLINE_ANSWERED:
        texts = [answer["text"] for answer in said["answers"].values() if "text" in answer]
        return [*texts, said["dossier"]] if said["dossier"] else texts
    if kind == FactKind.OFFICERS_SET:
        return [entry["name"] for entry in said["entries"]]
    if kind == FactKind.INTERVIEWERS_SET:
        return [entry[name] for entry in said["entries"] for name in PERSONAL_OF_INTERVIEWER if entry[name]]
    if kind == FactKind.HANDOVER_OPENED:
        return [said["giver"], said["receiver"]]
    if kind == FactKind.BOX_OPENED:
        return [text for text in (said["people"], said["note"]) if text]
    if kind == FactKind.REMARK_WRITTEN and said["text"]:
        return [said["text"]]
    if kind == FactKind.RECORDS_TAKEN:
        return [said["allowed_by"], said["reason"]]
    if kind in (FactKind.SOURCE_WITHDRAWN, FactKind.SOURCE_READMITTED):
        return [said["reason"]]
    if kind == FactKind.SURVEY_CREATED and "logo" in said:
        return [said["logo"]]
    return []
