"""Whether what a salvaged survey says it lacks is missing, there and only there.

A gap is accepted exactly where it was when the survey was put together: with a fact more or less, or another one
beside it, it is a fault as in any survey. And all that is named must be met: nobody names today what will be missing
tomorrow.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from sipas_desktop.domain.fact import Fact
from sipas_desktop.store.gaps import PLACE, Gap, LostHead, Missing, named_in, salvages_in
from sipas_desktop.store.queries.problems import MALFORMED, Salvages


@dataclass(frozen=True)
class Naming:
    """One fact ``salvaged``: its place in the file, its session, and what it names."""

    seq: int
    session: str
    missing: tuple[Missing, ...]

    @property
    def gaps(self) -> list[Gap]:
        """The gaps among what it names."""
        return [each for each in self.missing if isinstance(each, Gap)]


@dataclass
class Gaps:
    """What is named as missing, and what of it was met."""

    namings: list[Naming] = field(default_factory=list)
    met: dict[Missing, None] = field(default_factory=dict)  # in this order
    _named_by: dict[Missing, list[Naming]] = field(default_factory=dict)  # the newest last

    def add(self, naming: Naming) -> None:
        """Take what one fact names, which is newer than those before."""
        for each in naming.missing:
            self._named_by.setdefault(each, []).append(naming)
        self.namings.append(naming)

    def accept(self, missing: Missing, at: int) -> bool:
        """Whether a fact after place ``at`` of the file names what is missing there."""
        names = self._named_by.get(missing)
        if not names or at >= names[-1].seq:
            return False
        self.met[missing] = None
        return True

    def may_lack(self, at: int) -> bool:
        """Whether a fact after place ``at`` of the file says that some are missing before it."""
        return any(naming.seq > at for naming in self.namings)

    def named_rightly(self, fact: Fact, missing: Iterable[Missing]) -> bool:
        """Whether the fact ``salvaged`` stands where it is looked for, and all that it names is missing there."""
        return fact.n == PLACE and all(each in self.met for each in missing)

    def unknown_to(self, heads: Mapping[str, tuple[int, str]]) -> Iterator[Gap]:
        """The gaps that were not there, or not named, where ``heads`` were the heads of the survey."""
        for gap, names in self._named_by.items():
            if not isinstance(gap, Gap) or heads.get(gap.session, (0, ""))[0] < gap.n:
                continue
            if not any(heads.get(naming.session, (0, ""))[0] >= PLACE for naming in names):
                yield gap

    def summary(self) -> Salvages | None:
        """How often the survey was salvaged, and what it lacks; None where it never was."""
        if not self.namings:
            return None
        gaps = [each for each in self._named_by if isinstance(each, Gap)]
        heads = sum(isinstance(each, LostHead) for each in self._named_by)
        return Salvages(len(self.namings), len(gaps), sum(gap.count for gap in gaps), heads)


class Finding(Gaps):
    """While a survey is put together: whatever is missing is found, and named in the end."""

    def accept(self, missing: Missing, at: int) -> bool:
        """Always; ``met`` holds it then."""
        self.met[missing] = None
        return True

    def may_lack(self, at: int) -> bool:
        """Always: nobody knows yet what is missing."""
        return True

    def forget(self, keep: int) -> None:
        """All that was found but for the first ``keep``: the fact that it was found at is left out."""
        while len(self.met) > keep:
            self.met.popitem()


def gaps_in(conn: Connection) -> Gaps:
    """What the facts ``salvaged`` of the file name. That they do so rightly is for ``Legality`` to judge."""
    found = Gaps()
    for seq, session, payload in salvages_in(conn):
        try:
            missing = named_in(json.loads(payload))
        except MALFORMED:
            missing = ()  # the check finds it when it comes to it
        found.add(Naming(seq, session, missing))
    return found
