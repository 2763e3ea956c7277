"""The skips of a form in editing: which answers may lead on, to which questions, and the list of those that do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.form import END, GATE_KINDS, Kind, Skip
from sipas_desktop.domain.form_edit import OPENING, Draft, Place, options_of, put
from sipas_desktop.domain.form_file import MOST_TURNS
from sipas_desktop.domain.form_text import Values


@dataclass(frozen=True)
class Target:
    """A question that a skip may lead to: the code that names it in the skip, its number, its short wording."""

    code: str
    number: str
    words: str


@dataclass(frozen=True)
class _Asked:
    """A question as the paper has it: one of a block stands there once a ``turn``."""

    place: Place
    target: Target


def can_skip(draft: Draft, place: Place) -> bool:
    """Whether answers of the question may lead past others; also where skips stand that must go."""
    row = draft.at(place)
    return bool(row.get("skips")) or (row.get("kind") in GATE_KINDS and place[0] != "interviewer")


def answers(draft: Draft, place: Place) -> tuple[tuple[str, str], ...] | None:
    """(code, words) of the answers that may lead on, as the paper orders them; None where any number may."""
    row = draft.at(place)
    if row.get("kind") == Kind.NUMBER:
        return None
    if row.get("kind") != Kind.RATED:
        return tuple((code, label) for code, label, _ in options_of(row))
    for scale in draft.values.get("scales", ()):
        if scale.get("code") == row.get("scale"):
            levels = [(str(each.get("code", "")), str(each.get("label", ""))) for each in scale.get("levels", ())]
            levels = levels[::-1] if scale.get("descending") else levels
            none = str(scale.get("no_opinion", ""))
            return (*levels, *([(a.NO_OPINION, none)] if none else []))
    return ()


def targets(draft: Draft, place: Place) -> tuple[Target, ...]:
    """The respondent's questions behind the one at ``place``: those of its own block by their own codes."""
    asked = _asked(draft)
    own: list[Target] = []
    if place[0] == "blocks":
        *_, index = place
        for row in draft.list_of(place)[int(index) + 1 :]:
            if "heading" not in row:
                own.append(_target(row, "n"))
        behind = max((at for at, each in enumerate(asked) if each.place[:2] == place[:2]), default=len(asked))
    else:
        behind = next((at for at, each in enumerate(asked) if each.place == place), len(asked))
    return (*own, *(each.target for each in asked[behind + 1 :]))


def skips_of(row: Values) -> tuple[Skip, ...]:
    """The skips of a question, one for each answer; those of a number as they are."""
    found = [
        Skip(tuple(str(value) for value in each.get("when", ())), str(each.get("to", "")))
        for each in row.get("skips", ())
    ]
    if row.get("kind") == Kind.NUMBER:
        return tuple(found)
    return tuple(Skip((value,), skip.to) for skip in found for value in skip.when or ("",))


def set_skips(draft: Draft, place: Place, skips: Sequence[Skip]) -> Draft:
    """Exactly these skips; answers of boxes that follow each other and lead to one place are one skip."""
    joined: list[Skip] = []
    for skip in skips:
        when = tuple(value for value in skip.when if value)
        if draft.at(place).get("kind") != Kind.NUMBER and joined and joined[-1].to == skip.to:
            joined[-1] = Skip((*joined[-1].when, *when), skip.to)
        else:
            joined.append(Skip(when, skip.to))
    return put(draft, place, skips=[{"when": list(skip.when), "to": skip.to} for skip in joined])


def free_skip(draft: Draft, place: Place) -> Skip | None:
    """One more skip: from an answer that leads nowhere yet, past the next question. None where all answers do."""
    taken = {value for skip in skips_of(draft.at(place)) for value in skip.when}
    known = answers(draft, place)
    when = next((code for code, _ in known if code not in taken), None) if known is not None else "0"
    if when is None or (known is None and () in (skip.when for skip in skips_of(draft.at(place)))):
        return None
    beyond = targets(draft, place)[1:]
    to = beyond[0].code if beyond else END
    return Skip(() if when in taken else (when,), to)


def _asked(draft: Draft) -> list[_Asked]:
    """The respondent's questions in the order of the paper."""
    blocks = {str(block.get("code")): at for at, block in enumerate(draft.values.get("blocks", ()))}
    found: list[_Asked] = []
    for name in (OPENING, "body"):
        for at, row in enumerate(draft.values.get(name, ())):
            if "block" in row:
                if (block := blocks.get(str(row["block"]))) is not None:
                    found += _repeated(draft, block)
            elif "heading" not in row:
                found.append(_Asked((name, at), _target(row)))
    return found


def _repeated(draft: Draft, block: int) -> list[_Asked]:
    table = draft.at(("blocks", block))
    times = table.get("times")
    turns = times if isinstance(times, int) and 1 <= times <= MOST_TURNS else 1
    found = []
    for turn in range(1, turns + 1):
        for at, row in enumerate(table.get("rows", ())):
            if "heading" not in row:
                target = _target(row, str(turn))
                named = Target(f"{table.get('code')}{turn}_{target.code}", target.number, target.words)
                found.append(_Asked(("blocks", block, "rows", at), named))
    return found


def _target(row: Values, turn: str = "") -> Target:
    def said(words: object) -> str:
        return str(words).replace("{n}", turn) if turn else str(words)

    words = row.get("label") or row.get("text") or ""
    return Target(str(row.get("code", "")), said(row.get("number", "")), said(words))
