"""Facts about topics, and about records that left with serials, as the rows that an auditor reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.store.queries.history_teller import Said, Teller, Told


def _topics_set(teller: Teller, fact: Fact, said: Said) -> list[Told]:
    """A question's topics before and after."""
    before = teller.fact(said["supersedes"])
    return [Told(said["question"], _titles(before.said) if before else None, _titles(said))]


def _titles(said: Said) -> str:
    return "; ".join(f"{each['code']} {each['title']}" for each in said["topics"])


def _comment_sorted(teller: Teller, fact: Fact, said: Said) -> list[Told]:
    """The topics that an answer had and has; which answer it is stays where answers are read."""
    before = teller.fact(said["supersedes"])
    return [Told(said["question"], " ".join(before.said["topics"]) if before else None, " ".join(said["topics"]))]


def _records_taken(teller: Teller, fact: Fact, said: Said) -> list[Told]:
    return [Told(teller.text(said["allowed_by"]) or "", None, str(said["records"]), teller.text(said["reason"]) or "")]


TELL: Final[dict[str, Callable[[Teller, Fact, Said], list[Told]]]] = {
    FactKind.TOPICS_SET: _topics_set,
    FactKind.COMMENT_SORTED: _comment_sorted,
    FactKind.RECORDS_TAKEN: _records_taken,
}
