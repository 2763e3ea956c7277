"""The units and procedures of a survey: from code to name, and from a name as a list gives it to its code."""

from __future__ import annotations

from collections.abc import Iterable

from sipas_desktop.domain.vietnamese import fold, normalise
from sipas_desktop.store import queries
from sipas_desktop.store.database import OpenSurvey

KINDS = ("unit", "procedure")


def catalogue_names(survey: OpenSurvey) -> dict[str, dict[str, str]]:
    """Kind → code → name."""
    return {kind: {entry.code: entry.name for entry in queries.catalogue(survey, kind)} for kind in KINDS}


def unit_name(survey: OpenSurvey, code: str) -> str:
    """The unit's name; its code where the catalogue does not have it."""
    return next((entry.name for entry in queries.catalogue(survey, "unit") if entry.code == code), code)


class CatalogueNames:
    """The survey's catalogues by name. Read once: a run of 20,000 ballots asks 40,000 times."""

    def __init__(self, survey: OpenSurvey) -> None:
        self._exact: dict[tuple[str, str], str] = {}
        self._folded: dict[tuple[str, str], str | None] = {}
        for kind in KINDS:
            for entry in queries.catalogue(survey, kind):
                self._exact.setdefault((kind, normalise(entry.name).casefold()), entry.code)
                folded = (kind, fold(entry.name))
                # Two names that differ in their marks only are told apart by their marks only.
                self._folded[folded] = None if folded in self._folded else entry.code

    def code(self, kind: str, name: str) -> str | None:
        """The code of ``name`` ("unit" or "procedure"), whatever its case and marks; None where it has none."""
        exact = self._exact.get((kind, normalise(name).casefold()))
        return exact if exact is not None else self._folded.get((kind, fold(name)))

    def printed(self, kind: str, name: str) -> str:
        """``name`` as a ballot shows it: with the code that its keyers key for it, where there is one."""
        code = self.code(kind, name) if name else None
        return name if code is None else f"{name} (mã {code})"

    def without_code(self, kind: str, names: Iterable[str]) -> tuple[str, ...]:
        """Those of ``names`` that would have to be keyed as words, each once, in the order of their appearance."""
        return tuple(dict.fromkeys(name for name in names if name and self.code(kind, name) is None))
