"""Facts about packages and the keys that sign them, as the rows that an auditor reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.package import fingerprint
from sipas_desktop.store.queries.history_teller import Said, Teller, Told


def _signing_key_set(teller: Teller, fact: Fact, said: Said) -> list[Told]:
    before = teller.fact(said["supersedes"])
    return [
        Told(before=None if before is None else fingerprint(before.said["public"]), after=fingerprint(said["public"]))
    ]


def _office_set(teller: Teller, fact: Fact, said: Said) -> list[Told]:
    """The office, and whose key it is; no key where it was taken off the list."""
    after = None if said["removed"] else fingerprint(said["public"])
    return [Told(said["name"], after=after, why=" ".join(said["units"]))]


def _package_merged(teller: Teller, fact: Fact, said: Said) -> list[Told]:
    """By the first digits of package and source, the one in whose place it came, and how many records."""
    before = said["supersedes"] and said["supersedes"][:12]
    return [Told(said["source"][:12], before, f"{said['package'][:12]} · {said['records']}")]


def _source_withdrawn(teller: Teller, fact: Fact, said: Said) -> list[Told]:
    """By the first digits of source and package, and why."""
    return [Told(said["source"][:12], said["package"][:12], None, teller.text(said["reason"]) or "")]


def _source_readmitted(teller: Teller, fact: Fact, said: Said) -> list[Told]:
    return [Told(said["source"][:12], None, said["package"][:12], teller.text(said["reason"]) or "")]


TELL: Final[dict[str, Callable[[Teller, Fact, Said], list[Told]]]] = {
    FactKind.SIGNING_KEY_SET: _signing_key_set,
    FactKind.OFFICE_SET: _office_set,
    FactKind.PACKAGE_MERGED: _package_merged,
    FactKind.SOURCE_WITHDRAWN: _source_withdrawn,
    FactKind.SOURCE_READMITTED: _source_readmitted,
}
