"""One fact whole: all that it says, particular by particular, and the facts that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sipas_desktop.domain.fact import Fact, FactKind
from sipas_desktop.domain.keying_sample import fingerprint
from sipas_desktop.domain.roles import Verb, is_allowed
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.queries.history import is_open_to, keyed_by, sessions_of
from sipas_desktop.store.queries.history_teller import Teller
from sipas_desktop.store.workflow.permission import require

SHOWN: Final = 20  # values of one particular: a hand-out or an opening can name thousands
_NAMING: Final = ("supersedes", "aside", "keep", "keying", "a", "b", "unsettles")  # particulars that name other facts
_PICTURE: Final = "logo"  # nothing to read
_OF_SETTLING: Final = ("unsettles",)  # would tell who keyed the ballot that it was settled


@dataclass(frozen=True)
class Particular:
    """One thing that a fact says: its name in the fact, the first ``SHOWN`` of its values, how many it has."""

    name: str
    values: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class FactWhole:
    """A fact with all that it says. ``names`` are the refs of the facts that it names, the superseded ones first."""

    ref: str
    session: str
    n: int
    at: str
    operator: str
    kind: str
    serial: str
    hash: str  # hexadecimal
    particulars: tuple[Particular, ...]
    names: tuple[str, ...]


def fact_whole(survey: OpenSurvey, ref: str) -> FactWhole | None:
    """The fact ``ref`` ("session:n"), as far as the operator may see it; None where it is not here, or not for her."""
    acting = require(survey, Verb.SEE_HISTORY)
    with survey.reading() as conn:
        teller = Teller(conn, sessions_of(conn), words=is_allowed(Verb.REPORT, acting.roles))
        fact = teller.fact(ref)
        own = keyed_by(conn, acting.name)
        if fact is None or not is_open_to(survey, acting.name, own, teller, fact):
            return None
        said = {key: value for key, value in fact.said.items() if fact.subject not in own or key not in _OF_SETTLING}
        if fact.kind == FactKind.KEYING_SEEDED:  # who knows the seed knows which ballots will be drawn
            said = {"seed_sha256": fingerprint(said["seed"])}
        particulars = tuple(_particular(teller, key, value) for key, value in said.items())
        return _whole(fact, teller.operator(fact), particulars, _named(said))


def _whole(fact: Fact, operator: str, particulars: tuple[Particular, ...], names: tuple[str, ...]) -> FactWhole:
    return FactWhole(
        fact.ref, fact.session, fact.n, fact.at, operator, fact.kind, fact.subject, fact.hash.hex(), particulars, names
    )


def _named(said: Mapping[str, Any]) -> tuple[str, ...]:
    refs: list[str | None] = []
    for key in _NAMING:
        value = said.get(key)
        refs += value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(ref for ref in refs if ref))


def _particular(teller: Teller, name: str, value: Any) -> Particular:
    if name == _PICTURE:
        return Particular(name, (f"{value['commitment'][:16]}…",), 1)
    if isinstance(value, list):
        values = [_text(teller, each) for each in value[:SHOWN]]
        return Particular(name, tuple(values), len(value))
    if isinstance(value, dict) and not value.keys() & {"value", "commitment"}:
        values = [f"{key}: {_text(teller, each)}" for key, each in list(value.items())[:SHOWN]]
        return Particular(name, tuple(values), len(value))
    return Particular(name, () if value is None else (_text(teller, value),), int(value is not None))


def _text(teller: Teller, value: Any) -> str:
    """One value as text; an answer with its words where they may be read, else with what stands for them."""
    if isinstance(value, dict) and "value" in value:
        answer = teller.answer(value)
        if answer.text is None and value.get("text"):
            return f"{answer.value} ({value['text']['commitment'][:16]}…)"
        return answer.value if answer.text is None else f"{answer.value}: {answer.text}"
    if isinstance(value, dict) and "commitment" in value:
        return teller.text(value) or f"{value['commitment'][:16]}…"
    if isinstance(value, dict):
        return " · ".join(_text(teller, each) for each in value.values())
    if isinstance(value, list):
        return " · ".join(_text(teller, each) for each in value[:SHOWN])
    return str(value)
