"""What a fact of each kind says: the names of its particulars, and what the plainest of them are.

Who holds a station's key can write a fact with a hash that is right and particulars that no program ever wrote. What
hangs on other facts ``check`` asks of the file; this says only whether all is there, and nothing else.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any, Final

from sipas_desktop.domain.fact import FactKind

MOST_LETTERS: Final = 1000  # of what the program itself writes: a version, a hash, the name of a file

_HEADS: Final = dict
_WORD: Final = str
_OR_NONE: Final = (str, type(None))
_BY_PROGRAM: Final = frozenset({"program", "what", "on", "head", "sha256", "backup", "damaged"})

# Kind → particular → its type.
_SAYS: Final[dict[str, Mapping[str, Any]]] = {
    FactKind.SESSION_OPENED: {"operator": _WORD, "program": _WORD, "heads": _HEADS},
    FactKind.SURVEY_CREATED: {"id": _WORD, "number": _WORD, "title": _WORD, "plan": _WORD, "forms": dict},
    FactKind.OPERATOR_SET: {"name": _WORD, "roles": list, "supersedes": _OR_NONE},
    FactKind.KEYS_CHANGED: {"what": _WORD, "name": _WORD},
    FactKind.FORM_CHANGED: {"code": _WORD, "form": _WORD, "version": int, "supersedes": _WORD},
    FactKind.CATALOGUE_SET: {"kind": _WORD, "entries": list, "supersedes": dict},
    FactKind.UNITS_SET: {"entries": list},
    FactKind.TRANSACTIONS_SET: {"entries": list, "sha256": _WORD},
    FactKind.TRANSACTIONS_IMPORTED: {"import": _WORD, "rows": int, "sha256": _WORD},
    FactKind.SAMPLE_DRAWN: {
        "draw": _WORD,
        "seed": int,
        "method": _WORD,
        "by": _WORD,
        "basis": _WORD,
        "official": (int, dict),
        "reserve": int,
        "imports": list,
        "rows": int,
        "duplicates": int,
        "frame_sha256": _WORD,
        "strata": list,
        "rules": int,
        "program": _WORD,
        "supersedes": _OR_NONE,
        "reason": (dict, type(None)),
    },
    FactKind.MEMBER_REPLACED: {"member": _WORD, "by": _WORD, "elsewhere": bool, "reason": dict},
    FactKind.BALLOTS_REPRINTED: {"serials": list, "reason": dict},
    FactKind.RUN_GIVEN_UP: {"run": _WORD, "purpose": _WORD, "first": int, "count": int},
    FactKind.RUN_CLOSED: {"run": _WORD},
    FactKind.BATCH_OPENED: {"batch": _WORD, "unit": _OR_NONE},
    FactKind.BATCH_CLOSED: {"batch": _WORD, "supersedes": _OR_NONE},
    FactKind.BATCH_CLAIMED: {"batch": _WORD, "pass": int},
    FactKind.BATCH_GIVEN_BACK: {"batch": _WORD, "pass": int, "supersedes": _WORD},
    FactKind.BATCH_TAKEN_OVER: {"batch": _WORD, "pass": int, "to": _OR_NONE, "supersedes": _OR_NONE},
    FactKind.BATCH_COUNTED: {
        "batch": _WORD,
        "papers": int,
        "listed": bool,
        "missing": list,
        "extra": list,
        "supersedes": _OR_NONE,
    },
    FactKind.BALLOT_RECEIVED: {
        "channel": _WORD,
        "batch": _OR_NONE,
        "position": (int, type(None)),
        "reason": _OR_NONE,
        "photocopy": bool,
        "before": _WORD,
    },
    FactKind.RECEIPT_WITHDRAWN: {"supersedes": _WORD, "state": _WORD},
    FactKind.VALIDITY_SET: {"reason": _OR_NONE, "before": _OR_NONE, "supersedes": _WORD},
    FactKind.KEYING_SEEDED: {"seed": _WORD},
    FactKind.KEYING_STARTED: {"pass": int},
    FactKind.KEYING_RESUMED: {"keying": _WORD},
    FactKind.ANSWERS_KEYED: {"keying": _WORD, "answers": dict, "supersedes": dict},
    FactKind.KEYING_COMPLETED: {"keying": _WORD},
    FactKind.KEYING_SET_ASIDE: {"keying": _WORD},
    FactKind.KEYING_REOPENED: {"keying": _WORD, "supersedes": _OR_NONE, "unsettles": _OR_NONE},
    FactKind.ADJUDICATED: {
        "question": _WORD,
        "answer": dict,
        "a": _WORD,
        "b": _WORD,
        "reason": (dict, type(None)),
        "supersedes": _OR_NONE,
        "unsettles": _OR_NONE,
    },
    FactKind.REKEYING_ASKED: {"questions": list},
    FactKind.REKEYING_WITHDRAWN: {"supersedes": _WORD},
    FactKind.BALLOT_SETTLED: {"unit_question": _OR_NONE},
    FactKind.SECOND_DEMANDED: {"unsettles": _WORD},
    FactKind.HEAD_PRINTED: {"on": _WORD, "head": _WORD, "heads": _HEADS},
    FactKind.RESTORED: {"backup": _WORD, "sha256": _WORD, "heads": _HEADS, "replaced": (dict, type(None))},
    FactKind.SALVAGED: {
        "damaged": _WORD,
        "facts": int,
        "unread": int,
        "left_out": int,
        "cut": dict,
        "backup": _OR_NONE,
        "gaps": list,
        "lost_heads": list,
        "lost_places": list,
    },
    FactKind.CONFLICT_SETTLED: {"keep": list, "aside": list},
    FactKind.OFFICERS_SET: {"entries": list, "supersedes": dict},
    FactKind.ONLINE_BEGUN: {
        "import": _WORD,
        "source": _WORD,
        "origin": _WORD,
        "form": _WORD,
        "group": _WORD,
        "runs": list,
        "file": _WORD,
        "mapping": _WORD,
    },
    FactKind.ONLINE_ANSWERED: {
        "run": _WORD,
        "at": _WORD,
        "channel": _WORD,
        "unit": _OR_NONE,
        "procedure": _OR_NONE,
        "officer": _OR_NONE,
        "dossier": (dict, type(None)),
        "answers": dict,
    },
    FactKind.ONLINE_IMPORTED: {
        "import": _WORD,
        "rows": int,
        "added": int,
        "excluded": dict,
        "duplicates": int,
        "rejected": int,
    },
    FactKind.ONLINE_JUDGED: {"reason": _OR_NONE, "supersedes": _WORD},
    FactKind.ONLINE_TOTALS_SET: {
        "source": _WORD,
        "origin": _WORD,
        "channel": _WORD,
        "group": _WORD,
        "unit": _OR_NONE,
        "wave": _OR_NONE,
        "answers": int,
        "counts": dict,
        "supersedes": _OR_NONE,
    },
    FactKind.MILESTONE_DONE: {"milestone": _WORD, "day": _WORD, "note": (dict, type(None)), "supersedes": _OR_NONE},
    FactKind.MILESTONE_UNDONE: {"milestone": _WORD, "supersedes": _WORD},
    FactKind.INTERVIEWERS_SET: {"entries": list, "removed": list, "supersedes": dict},
    FactKind.MEMBERS_ASSIGNED: {"interviewer": _WORD, "members": list, "supersedes": list},
    FactKind.BALLOT_ISSUED: {"interviewer": _OR_NONE, "day": _WORD, "supersedes": _OR_NONE},
    FactKind.OUTCOME_SET: {"outcome": _WORD, "interviewer": _OR_NONE, "day": _WORD, "supersedes": _OR_NONE},
    FactKind.STEP_WITHDRAWN: {"supersedes": _WORD},
    FactKind.BALLOT_SPOILED: {"reason": (dict, type(None))},
    FactKind.BALLOT_VOIDED: {"reason": _WORD, "before": _OR_NONE, "supersedes": _WORD},
    FactKind.CONSENT_SET: {"members": list, "given": bool},
    FactKind.RECHECK_DRAWN: {
        "how": _WORD,
        "seed": (int, type(None)),
        "number": (int, type(None)),
        "minimum": (int, type(None)),
        "interviewer": _OR_NONE,
        "reason": (dict, type(None)),
        "serials": list,
        "answered": int,
        "pool": int,
        "pool_sha256": _WORD,
        "rules": int,
        "program": _WORD,
    },
    FactKind.RECHECK_SENT: {"serials": list, "sha256": _WORD, "supersedes": _OR_NONE},
    FactKind.RECHECK_ANSWERED: {"result": _WORD, "reply": (dict, type(None)), "supersedes": _OR_NONE},
    FactKind.HANDOVER_OPENED: {
        "handover": int,
        "direction": _WORD,
        "giver": dict,
        "receiver": dict,
        "day": _WORD,
        "milestone": _OR_NONE,
    },
    FactKind.HANDOVER_SCANNED: {"handover": int, "side": _WORD, "serials": list, "undone": bool},
    FactKind.HANDOVER_EXPLAINED: {"handover": int, "serials": list, "reason": dict},
    FactKind.HANDOVER_CLOSED: {"handover": int, "given": int, "taken": int, "missing": list, "extra": list},
    FactKind.REMINDERS_PRINTED: {"serials": list, "day": _WORD},
    FactKind.REMARK_WRITTEN: {"section": _WORD, "about": dict, "text": (dict, type(None)), "supersedes": _OR_NONE},
    FactKind.SIGNING_KEY_SET: {"public": _WORD, "source": _OR_NONE, "supersedes": _OR_NONE},
    FactKind.OFFICE_SET: {"public": _WORD, "name": _WORD, "units": list, "removed": bool, "supersedes": _OR_NONE},
    FactKind.PACKAGE_MERGED: {
        "package": _WORD,
        "source": _WORD,
        "sequence": int,
        "public": _WORD,
        "records": int,
        "vouched": _OR_NONE,
        "counts": bool,
        "supersedes": _OR_NONE,
        "runs": list,
    },
    FactKind.SOURCE_WITHDRAWN: {"source": _WORD, "package": _WORD, "reason": dict},
    FactKind.SOURCE_READMITTED: {"source": _WORD, "package": _WORD, "reason": dict, "runs": list},
    FactKind.TOPICS_SET: {"question": _WORD, "topics": list, "supersedes": _OR_NONE},
    FactKind.COMMENT_SORTED: {"written": _WORD, "question": _WORD, "topics": list, "supersedes": _OR_NONE},
    FactKind.RECORDS_TAKEN: {"records": int, "sha256": _WORD, "allowed_by": dict, "reason": dict},
    FactKind.PERSON_ERASED: {
        "member": _WORD,
        "kept": _WORD,
        "phone": _WORD,
        "texts": list,
        "dossiers": list,
        "draws": dict,
        "reason": dict,
    },
    FactKind.LINKS_DESTROYED: {
        "links": int,
        "undecided": int,
        "few": int,
        "kept": _WORD,
        "head": _WORD,
        "reason": dict,
    },
    FactKind.BOX_OPENED: {
        "record": int,
        "box": _WORD,
        "unit": _OR_NONE,
        "seal": _WORD,
        "whole": bool,
        "people": dict,
        "day": _WORD,
        "papers": int,
        "valid": int,
        "batch": _WORD,
        "note": (dict, type(None)),
        "supersedes": _OR_NONE,
    },
}
_MAY_SAY: Final[dict[str, Mapping[str, Any]]] = {
    FactKind.SESSION_OPENED: {"handout": _WORD},
    FactKind.SURVEY_CREATED: {"logo": dict},
    FactKind.KEYS_CHANGED: {"anew": bool},
    FactKind.KEYING_COMPLETED: {"unusual": list},
    FactKind.TRANSACTIONS_SET: {"import": _WORD},
    FactKind.KEYING_STARTED: {"asked": _WORD},
    FactKind.SAMPLE_DRAWN: {"counted": dict, "years": list},
    FactKind.ONLINE_BEGUN: {"on_paper": bool},
    FactKind.ONLINE_ANSWERED: {"comment": bool},
    FactKind.ONLINE_IMPORTED: {"comments": int},
    FactKind.ADJUDICATED: {"group": _WORD},
    FactKind.BALLOT_ISSUED: {"channel": _WORD},
    FactKind.BALLOT_SETTLED: {"skipped": list, "third": list, "single": dict},
}
_NAMES: Final = {kind: (says.keys(), says.keys() | _MAY_SAY.get(kind, {}).keys()) for kind, says in _SAYS.items()}
_TEXT: Final = frozenset({"ref", "commitment"})
_AT: Final = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", re.ASCII)


def has_shape(kind: str, said: Any) -> bool:
    """Whether ``said`` has the particulars of a fact of ``kind``, of their types, and no others."""
    if type(said) is not dict:
        return False
    names = _NAMES.get(kind)
    if names is None:
        return True  # the office's alone, judged particular by particular
    least, most = names
    if not least <= said.keys() <= most:
        return False
    if kind == FactKind.ANSWERS_KEYED:  # there are so many of them
        return type(said["answers"]) is dict and type(said["supersedes"]) is dict
    types = {**_SAYS[kind], **_MAY_SAY.get(kind, {})}
    return all(_fits(name, value, types[name]) for name, value in said.items())


def is_time(at: str) -> bool:
    """Whether ``at`` is a time as facts write it: UTC, to the millisecond, of this century."""
    if not _AT.fullmatch(at):
        return False
    try:
        datetime.datetime.fromisoformat(at)
    except ValueError:
        return False
    return True


def _fits(name: str, value: Any, due: Any) -> bool:
    if not isinstance(value, due) or (isinstance(value, bool) and due is int):
        return False
    return name not in _BY_PROGRAM or value is None or len(value) <= MOST_LETTERS
