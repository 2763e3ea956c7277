"""What stands against each other on a ballot once the facts of several stations are put together.

Nothing that arrives wins by arriving last. Whatever two stations say of one ballot is kept; where it cannot all count,
that is a conflict, and a person settles it by saying what counts. The rules look at the set of what was done, never at
the order in which it arrived, so stations may be merged in any order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class DeedKind(StrEnum):
    """What somebody did to a ballot."""

    RECEIPT = "receipt"
    KEYING = "keying"
    DECISION = "decision"


class Against(StrEnum):
    """Why things that were done to one ballot cannot all count."""

    RECEIVED_TWICE = "received_twice"  # in two places, or judged valid in one and not in the other
    KEYED_TWICE = "keyed_twice"  # two keyings of one pass
    SAME_PERSON = "same_person"  # the second pass by who keyed the first
    DECIDED_TWICE = "decided_twice"  # two decisions on one discrepancy
    DECIDED_BY_KEYER = "decided_by_keyer"
    NOT_RECEIVED = "not_received"  # keyed, but no receipt stands, or the ballot does not count


@dataclass(frozen=True)
class Deed:
    """One thing that was done and has not been set aside. ``ref`` is its fact, the same name for all of one file."""

    ref: str
    kind: DeedKind
    operator: str
    about: str = ""  # the pass of a keying; the question and the two answers of a decision
    counts: bool = True  # of a receipt: whether the ballot is valid by it


@dataclass(frozen=True)
class Conflict:
    """Deeds that cannot all count, and why."""

    what: Against
    deeds: tuple[Deed, ...]

    @property
    def operators(self) -> tuple[str, ...]:
        """Whose deeds they are."""
        return tuple(sorted({deed.operator for deed in self.deeds}))


def conflicts_among(deeds: Collection[Deed]) -> tuple[Conflict, ...]:
    """All conflicts among the ``deeds`` on one ballot, the same whatever their order."""
    ordered = sorted(deeds, key=lambda deed: deed.ref)
    receipts = [deed for deed in ordered if deed.kind is DeedKind.RECEIPT]
    keyings = [deed for deed in ordered if deed.kind is DeedKind.KEYING]
    decisions = [deed for deed in ordered if deed.kind is DeedKind.DECISION]
    found = []
    if len(receipts) > 1:
        found.append(Conflict(Against.RECEIVED_TWICE, tuple(receipts)))
    if keyings and not any(receipt.counts for receipt in receipts):
        found.append(Conflict(Against.NOT_RECEIVED, (*receipts, *keyings)))
    found += [Conflict(Against.KEYED_TWICE, rivals) for rivals in _rivals(keyings)]
    for name in sorted({deed.operator for deed in keyings}):
        own = tuple(deed for deed in keyings if deed.operator == name)
        if len({deed.about for deed in own}) > 1:
            found.append(Conflict(Against.SAME_PERSON, own))
    found += [Conflict(Against.DECIDED_TWICE, rivals) for rivals in _rivals(decisions)]
    for decision in decisions:
        own = tuple(deed for deed in keyings if deed.operator == decision.operator)
        if own:
            found.append(Conflict(Against.DECIDED_BY_KEYER, (*own, decision)))
    return tuple(found)


def _rivals(deeds: Iterable[Deed]) -> list[tuple[Deed, ...]]:
    by_subject: dict[str, list[Deed]] = {}
    for deed in deeds:
        by_subject.setdefault(deed.about, []).append(deed)
    return [tuple(by_subject[about]) for about in sorted(by_subject) if len(by_subject[about]) > 1]
