"""Codes in a form in editing: what gets another one, and all that names it follows."""

from __future__ import annotations

import re
from collections.abc import Callable

from sipas_desktop.domain.form_edit import OPENING, Draft, Place, each_question, in_opening, put
from sipas_desktop.domain.form_text import Values


def set_code(draft: Draft, place: Place, code: str) -> Draft:
    """Another code of a question; the opening lines and the skips that name it follow."""
    before = str(draft.at(place).get("code", ""))
    named = put(draft, place, code=code)
    if place[0] == OPENING:
        named = in_opening(named, lambda line: line.replace(f"{{{before}}}", f"{{{code}}}"))
    if place[0] != "blocks":
        return _each_skip(named, lambda to: code if to == before else to, but_blocks_with=before)
    block = str(draft.at(place[:2]).get("code", ""))
    named = _each_skip(named, lambda to: re.sub(rf"^({re.escape(block)}\d+)_{re.escape(before)}$", rf"\1_{code}", to))
    rows = [_with_skips(row, lambda to: code if to == before else to) for row in named.list_of(place)]
    return put(named, place[:2], rows=rows)


def set_factor_code(draft: Draft, place: Place, code: str) -> Draft:
    """Another code of a factor; its questions and the factors within it follow."""
    before = draft.at(place).get("code")
    named = put(draft, place, code=code)
    named = each_question(named, lambda row: {**row, "factor": code} if row.get("factor") == before else row)
    factors = [{**each, "within": code} if each.get("within") == before else each for each in named.values["factors"]]
    return put(named, (), factors=factors)


def set_scale_code(draft: Draft, place: Place, code: str) -> Draft:
    """Another code of a scale; its questions follow."""
    before = draft.at(place).get("code")
    named = put(draft, place, code=code)
    return each_question(named, lambda row: {**row, "scale": code} if row.get("scale") == before else row)


def set_block_code(draft: Draft, place: Place, code: str) -> Draft:
    """Another code of a block; its place in the body and the skips that lead into it follow."""
    before = str(draft.at(place).get("code", ""))
    named = put(draft, place, code=code)
    named = each_question(named, lambda row: {**row, "block": code} if row.get("block") == before else row)
    return _each_skip(named, lambda to: re.sub(rf"^{re.escape(before)}(\d+_\w+)$", rf"{code}\1", to))


def _each_skip(draft: Draft, follow: Callable[[str], str], but_blocks_with: str | None = None) -> Draft:
    """Where the skips of all rows lead; inside a block its own question of that name comes first."""
    changed = each_question(draft, lambda row: _with_skips(row, follow))
    if but_blocks_with is None or "blocks" not in draft.values:
        return changed
    blocks = [
        before if any(row.get("code") == but_blocks_with for row in before.get("rows", ())) else after
        for before, after in zip(draft.values["blocks"], changed.values["blocks"], strict=True)
    ]
    return put(changed, (), blocks=blocks)


def _with_skips(row: Values, follow: Callable[[str], str]) -> Values:
    skips = [{**skip, "to": follow(str(skip.get("to", "")))} for skip in row.get("skips", ())]
    return {**row, "skips": skips} if skips else row
