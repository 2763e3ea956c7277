"""Online answers: what a row becomes, and which rows do not count, by rules in a fixed order.

Every row of a file ends in just one place, so the counts add up to the rows: rejected (it cannot be read), excluded for
the first reason that applies, duplicate, a comment, or added. The order is that of ``Reason``: an official's answer;
answered before the result was received; answered outside the dates of the survey; then duplicates; last, somebody whose
paper ballot came back. So what is excluded never stands in the way of another answer on the same dossier.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.cleaning import dossier_key
from sipas_desktop.domain.fact import canonical
from sipas_desktop.domain.online_mapping import Keep, Rules, small
from sipas_desktop.domain.plan import Plan

COMMENT: Final = "comment"  # why an answer is in no figure that rates nothing: its words are kept
ABOUT: Final = ("channel", "unit", "procedure", "officer")  # what an answer is about, as codes


class Reason(StrEnum):
    """Why an online answer does not count."""

    OFFICIAL = "official"
    BEFORE_RESULT = "before_result"
    OUTSIDE_DATES = "outside_dates"
    ON_PAPER = "on_paper"


REASON_WORDS: Final[dict[str, str]] = {  # the codes of their messages
    Reason.OFFICIAL: "online.reason_official",
    Reason.BEFORE_RESULT: "online.reason_before_result",
    Reason.OUTSIDE_DATES: "online.reason_outside_dates",
    Reason.ON_PAPER: "online.reason_on_paper",
}


@dataclass(frozen=True)
class OnlineRow:
    """One row of an online file. ``at`` is when it was answered, ISO 8601, a day or a time as the file has it;
    codes are "" where there is none; ``phone`` and ``account`` serve the rules and are not kept."""

    row: int
    at: str
    channel: str
    unit: str
    procedure: str
    officer: str
    dossier: str
    resulted: datetime.date | None
    phone: str
    account: str
    answers: Mapping[str, Answer]
    comment: bool = False  # words only, ``answers`` holds nothing else

    @property
    def day(self) -> datetime.date:
        """The day in Vietnam on which it was answered."""
        return datetime.date.fromisoformat(self.at[:10])

    @property
    def key(self) -> str:
        """What two rows without a dossier code have in common when they are one answer."""
        values = {question: answer.value for question, answer in self.answers.items()}
        return content_key(self.at, [getattr(self, name) for name in ABOUT], values)

    @property
    def words(self) -> tuple[str, ...]:
        """What was written, by question."""
        return tuple(answer.text for _, answer in sorted(self.answers.items()) if answer.text is not None)


@dataclass(frozen=True)
class Held:
    """What the survey holds already. ``dossiers``: of online answers; ``keys``: of this source's answers without a
    dossier, how often each; ``on_paper``: dossiers of members whose paper ballot came back; ``comments``: this source's
    comments, key and words, how often each. Dossiers as ``dossier_key`` writes them."""

    dossiers: frozenset[str] = frozenset()
    keys: Mapping[str, int] | None = None
    on_paper: frozenset[str] = frozenset()
    comments: Mapping[tuple[str, ...], int] | None = None


@dataclass(frozen=True)
class Sorted:
    """``added`` in the order of the file; ``excluded``: reason → rows, without the reasons that no row had.

    ``aside``: those excluded as ``on_paper``, which count again where the paper does not any more.
    """

    added: tuple[OnlineRow, ...]
    excluded: dict[str, int]
    duplicates: int
    aside: tuple[OnlineRow, ...] = ()
    comments: tuple[OnlineRow, ...] = ()


def content_key(at: str, about: Sequence[str], values: Mapping[str, str]) -> str:
    """A hash over all that an answer says in codes, and when. ``about``: its codes in the order of ``ABOUT``."""
    return hashlib.sha256(canonical([at, *about, sorted(values.items())]).encode()).hexdigest()


def is_official(row: OnlineRow, rules: Rules, phones: Collection[str], accounts: Collection[str]) -> bool:
    """Whether an official answered: by her phone, her account, or the domain of an account."""
    if row.phone and (row.phone in phones or row.phone in rules.phones):
        return True
    account = small(row.account)
    return bool(account) and (
        account in accounts or any(account == each or account.endswith(each) for each in rules.accounts)
    )


def wave_of(plan: Plan, day: datetime.date) -> str | None:
    """The code of the plan's wave that ``day`` lies in; None where it lies in none."""
    return next((wave.code for wave in plan.waves if wave.start <= day <= wave.end), None)


def is_outside(day: datetime.date, rules: Rules, plan: Plan) -> bool:
    """Whether ``day`` lies outside the source's own days, where it has any; else outside the waves or the fieldwork."""
    if rules.start is not None or rules.end is not None:
        if day < (rules.start or day) or day > (rules.end or day):
            return True
    elif not plan.waves:
        return not plan.fieldwork[0] <= day <= plan.fieldwork[1]
    return bool(plan.waves) and wave_of(plan, day) is None


def sort_out(
    rows: Iterable[OnlineRow],
    rules: Rules,
    plan: Plan,
    held: Held,
    phones: Collection[str] = frozenset(),
    accounts: Collection[str] = frozenset(),
) -> Sorted:
    """Put every row in its place. ``phones`` and ``accounts`` are officials', beside those of ``rules``."""
    excluded: Counter[str] = Counter()
    left: list[OnlineRow] = []
    for row in rows:
        reason = _reason(row, rules, plan, phones, accounts)
        if reason:
            excluded[reason] += 1
        else:
            left.append(row)
    kept, duplicates = _without_duplicates([row for row in left if not row.comment], rules.keep, held)
    comments = _new_comments([row for row in left if row.comment], held)
    duplicates += sum(row.comment for row in left) - len(comments)
    added, aside = [], []
    for row in kept:
        if rules.on_paper and row.dossier and dossier_key(row.dossier) in held.on_paper:
            excluded[Reason.ON_PAPER] += 1
            aside.append(row)
        else:
            added.append(row)
    reasons = {str(reason): excluded[reason] for reason in Reason if excluded[reason]}
    return Sorted(tuple(added), reasons, duplicates, tuple(aside), tuple(comments))


def _new_comments(rows: Iterable[OnlineRow], held: Held) -> list[OnlineRow]:
    """As many of one moment and wording as the file has, less those that are here. A dossier does not matter: who
    comments answers for nobody."""
    here = Counter(held.comments or {})
    new = []
    for row in rows:
        key = (row.key, *row.words)
        if here[key]:
            here[key] -= 1
        else:
            new.append(row)
    return new


def _reason(
    row: OnlineRow, rules: Rules, plan: Plan, phones: Collection[str], accounts: Collection[str]
) -> Reason | None:
    if is_official(row, rules, phones, accounts):
        return Reason.OFFICIAL
    if rules.before_result and row.resulted is not None and row.day < row.resulted:
        return Reason.BEFORE_RESULT
    if rules.outside_dates and is_outside(row.day, rules, plan):
        return Reason.OUTSIDE_DATES
    return None


def _without_duplicates(rows: Sequence[OnlineRow], keep: Keep, held: Held) -> tuple[list[OnlineRow], int]:
    """One answer a dossier; without a dossier, as many of one content as the file has, less those that are here.

    An answer that is in the survey stays, whatever ``keep`` says: facts are not taken back.
    """
    chosen: dict[str, OnlineRow] = {}
    for row in rows:
        if row.dossier:
            key = dossier_key(row.dossier)
            first = chosen.get(key)
            if first is None or (row.at < first.at if keep is Keep.FIRST else row.at >= first.at):
                chosen[key] = row
    by_dossier = {id(row) for key, row in chosen.items() if key not in held.dossiers}
    here = Counter(held.keys or {})
    kept = []
    for row in rows:
        if row.dossier:
            if id(row) in by_dossier:
                kept.append(row)
        elif here[row.key]:
            here[row.key] -= 1
        else:
            kept.append(row)
    return kept, len(rows) - len(kept)
