"""A ballot form in editing: every edit is a function from one state of its tables to the next.

The state is the form's file as tables, right or wrong, so what an edit does not speak of stays as it is, whatever keys
it has. ``form_file`` says what is wrong with it, ``form_places`` where to show that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from sipas_desktop.domain.form import NUMBER_KINDS, TEXT_KINDS, Kind
from sipas_desktop.domain.form_file import YES_NO, Checked, check_form
from sipas_desktop.domain.form_text import LISTS, Values, values_of, write

Place = tuple[str | int, ...]  # the way to a table: ("body", 3), ("blocks", 0, "rows", 2); () is the form itself

OPENING: Final = "opening_questions"
NEW_QUESTION: Final = "Câu hỏi mới"  # what stands on the paper until the office has written its own words
NEW_HEADING: Final = "PHẦN MỚI"
NEW_FACTOR: Final = "Yếu tố mới"
NEW_OPTION: Final = "Phương án {n}"
OPTION_KINDS: Final = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.YES_NO})  # with options of their own
MOST_STATES: Final = 500  # to go back to
_SCALE: Final = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
_SATISFIED_FROM: Final = 4  # of five levels


@dataclass(frozen=True)
class Draft:
    """A form as it stands in editing: the tables of its file."""

    values: Values

    @cached_property
    def text(self) -> str:
        """The file that it would be."""
        return write(self.values)

    @cached_property
    def checked(self) -> Checked:
        """What the linter says of it."""
        return check_form(self.text, f"{self.values.get('code', 'form')}.toml")

    def at(self, place: Place) -> Values:
        """The table at ``place``. Raises ``LookupError`` where there is none."""
        found: Any = self.values
        for step in place:
            found = found[step]
        assert isinstance(found, Mapping)
        return found

    def list_of(self, place: Place) -> tuple[Values, ...]:
        """The list that the table at ``place`` stands in."""
        *way, name, _ = place
        return tuple(self.at(tuple(way)).get(str(name), ()))

    @property
    def scale_codes(self) -> tuple[str, ...]:
        """The codes of the scales."""
        return tuple(str(scale.get("code", "")) for scale in self.values.get("scales", ()))


@dataclass(frozen=True)
class Edits:
    """The states of an editing, and which of them is now. An edit cuts off what was undone."""

    states: tuple[Draft, ...]
    at: int = 0

    @property
    def now(self) -> Draft:
        """The state that is shown."""
        return self.states[self.at]

    @property
    def legal(self) -> Draft:
        """The last state without mistakes up to now, for the paper; that of now where there is none."""
        return next((state for state in self.states[self.at :: -1] if state.checked.form), self.now)

    def do(self, draft: Draft) -> Edits:
        """One state more; none where nothing changed."""
        if draft.values == self.now.values:
            return self
        kept = (*self.states[: self.at + 1], draft)[-MOST_STATES:]
        return Edits(kept, len(kept) - 1)

    def undo(self) -> Edits:
        """The state before."""
        return Edits(self.states, max(0, self.at - 1))

    def redo(self) -> Edits:
        """The state that was undone last."""
        return Edits(self.states, min(len(self.states) - 1, self.at + 1))


def draft_of(source: str) -> Draft:
    """The draft with which editing a form begins. Raises ``ValueError`` where ``source`` is no TOML."""
    return Draft(values_of(source))


# -- any table -----------------------------------------------------------------------------------------------------


def put(draft: Draft, place: Place, **changes: Any) -> Draft:
    """The table at ``place`` with some keys set; a key with None, "" or an empty list is taken away."""

    def changed(table: Values) -> Values:
        kept = {key: value for key, value in table.items() if key not in changes}
        news = {key: value for key, value in changes.items() if value is not None and value not in ("", [], ())}
        order = [*table, *(key for key in news if key not in table)]
        both = {**kept, **news}
        return {key: both[key] for key in order if key in both}

    return _with(draft, place, changed)


def move(draft: Draft, place: Place, step: int) -> tuple[Draft, Place]:
    """The row ``step`` places down its list (up, where negative); at an end it stays. The numbers keep their places."""
    *way, index = place
    assert isinstance(index, int)
    rows = list(draft.list_of(place))
    target = min(max(0, index + step), len(rows) - 1)
    numbers = [row.get("number") for row in rows]
    rows.insert(target, rows.pop(index))
    low, high = min(index, target), max(index, target)
    alike = len({"heading" in row for row in rows[low : high + 1]}) == 1
    if alike and all(numbers[low : high + 1]):
        rows[low : high + 1] = [{**row, "number": numbers[low + at]} for at, row in enumerate(rows[low : high + 1])]
    return _with_list(draft, place, rows), (*way, target)


def remove(draft: Draft, place: Place) -> Draft:
    """The form without the row at ``place``; a factor's questions stay. A block goes with its place in the body."""
    *_, index = place
    assert isinstance(index, int)
    gone = draft.at(place)
    through = renumber(draft) == draft
    rows = list(draft.list_of(place))
    del rows[index]
    left = _with_list(draft, place, rows)
    if place[0] == OPENING:
        left = in_opening(left, lambda line: line.replace(f"{{{gone.get('code')}}}", ""))
    if place[0] == "factors":
        left = each_question(left, lambda row: without(row, "factor") if row.get("factor") == gone["code"] else row)
        inner = [
            without(each, "within") if each.get("within") == gone["code"] else each
            for each in left.values.get("factors", ())
        ]
        left = put(left, (), factors=inner)
    if place[0] == "blocks" and len(place) == 2:
        body = [row for row in left.values.get("body", ()) if row.get("block") != gone.get("code")]
        left = Draft({**left.values, "body": body})
    return renumber(left) if through else left


def renumber(draft: Draft) -> Draft:
    """The questions of the body that have a plain number are numbered through: 1, 2, 3 …

    Where the form begins again with 1 below its headings, the numbers do so.
    """
    body = draft.values.get("body", ())
    numbered = [row for row in body if "heading" not in row and str(row.get("number", "")).isdecimal()]
    anew = sum(row["number"] == "1" for row in numbered) > 1
    count, rows = 0, []
    for row in body:
        if "heading" in row and anew:
            count = 0
        if "heading" not in row and str(row.get("number", "")).isdecimal():
            count += 1
            row = {**row, "number": str(count)}
        rows.append(row)
    return Draft({**draft.values, "body": rows}) if body else draft


# -- questions -----------------------------------------------------------------------------------------------------


def add_question(draft: Draft, after: Place | None = None) -> tuple[Draft, Place]:
    """One more question behind the row ``after`` (default: at the end), like it in scale and factor."""
    place = behind(draft, after)
    code = fresh("Q", question_codes(draft))
    row: dict[str, Any] = {"code": code, "text": NEW_QUESTION}
    if place[0] == OPENING:
        row["kind"] = Kind.SHORT_TEXT.value
        added = insert(draft, place, row)
        lines = [*added.values.get("opening", ()), f"{NEW_QUESTION}: {{{code}}}"]
        return put(added, (), opening=lines), place
    if place[0] == "interviewer":  # rated questions are the respondent's
        return insert(draft, place, {**row, "kind": Kind.SHORT_TEXT.value}), place
    through = renumber(draft) == draft
    before = draft.at(after) if after is not None and after[:-1] == place[:-1] and after[-1] != -1 else {}
    scale = before.get("scale") or next(iter(draft.scale_codes), None)
    row |= {"kind": Kind.RATED.value, "scale": scale} if scale else {"kind": Kind.SHORT_TEXT.value}
    if before.get("factor"):
        row["factor"] = before["factor"]
    if through and any(str(each.get("number", "")).isdecimal() for each in draft.values.get("body", ())):
        row["number"] = "0"  # until it is numbered through
    added = insert(draft, place, row)
    return (renumber(added) if through else added), place


def add_heading(draft: Draft, after: Place | None = None) -> tuple[Draft, Place]:
    """One more heading behind the row ``after``."""
    if after is not None and after[0] == OPENING:
        after = None
    place = behind(draft, after)
    return insert(draft, place, {"heading": NEW_HEADING}), place


def set_kind(draft: Draft, place: Place, kind: Kind) -> Draft:
    """Another kind of question: what does not belong to it goes, what it needs comes."""
    row = draft.at(place)
    if row.get("kind") == kind:
        return draft
    goes: dict[str, Any] = {"skips": None}  # they name answers of the kind before
    if kind is Kind.RATED:
        if not draft.scale_codes:
            draft, _ = add_scale(draft)
        goes["scale"] = draft.scale_codes[0]
    else:
        goes |= {"scale": None, "overall": None}
    if kind not in (Kind.CHOICE, Kind.CHOICES):
        goes["options"] = None
    elif not row.get("options"):
        goes["options"] = [{"code": str(n), "label": NEW_OPTION.format(n=n)} for n in (1, 2)]
    if kind not in OPTION_KINDS:
        goes["marking"] = None
    if not (kind in NUMBER_KINDS and row.get("kind") in NUMBER_KINDS):
        goes |= {"minimum": None, "maximum": None}
    if kind not in TEXT_KINDS:
        goes["lines"] = None
    return put(draft, place, kind=kind.value, **goes)


def set_overall(draft: Draft, place: Place, overall: bool) -> Draft:
    """Whether the question is the one on satisfaction as a whole; no other one is then."""
    if not overall:
        return put(draft, place, overall=None)
    return put(each_question(draft, lambda row: without(row, "overall")), place, overall=True)


def options_of(row: Values) -> list[tuple[str, str, bool]]:
    """The boxes of a question with options of its own: (code, label, whether it asks for words)."""
    if row.get("options") or row.get("kind") != Kind.YES_NO:
        return [
            (str(each.get("code", "")), str(each.get("label", "")), bool(each.get("words")))
            for each in row.get("options", ())
        ]
    return [(option.code, option.label, option.words) for option in YES_NO]


def set_options(draft: Draft, place: Place, options: Sequence[tuple[str, str, bool]]) -> Draft:
    """The boxes of a question. A skip follows its answer to another code, and goes with it."""
    row = draft.at(place)
    rows = [{"code": code, "label": label, **({"words": True} if words else {})} for code, label, words in options]
    if row.get("kind") == Kind.YES_NO and list(options) == options_of({"kind": Kind.YES_NO}):
        rows = []  # what such a question has by itself
    before, now = [code for code, _, _ in options_of(row)], [code for code, _, _ in options]
    renamed: dict[str, str] = {}
    if len(before) == len(now):
        pairs = zip(before, now, strict=True)
        renamed = {old: new for old, new in pairs if old not in now and new not in before}
    gone = set(before) - set(now) - set(renamed)
    skips = []
    for skip in row.get("skips", ()):
        when = [renamed.get(value, value) for value in skip.get("when", ()) if value not in gone]
        if when:
            skips.append({**skip, "when": when})
    return put(draft, place, options=rows, skips=skips)


def free_option(options: Sequence[tuple[str, str, bool]]) -> tuple[str, str, bool]:
    """One more box, with the lowest number that no other one has."""
    taken = {code for code, _, _ in options}
    n = next(n for n in range(1, 100_000) if str(n) not in taken)
    return (str(n), NEW_OPTION.format(n=n), False)


# -- factors and scales --------------------------------------------------------------------------------------------


def add_factor(draft: Draft, title: str = NEW_FACTOR) -> tuple[Draft, str]:
    """One more factor at the end; returns its code."""
    factors = draft.values.get("factors", ())
    code = fresh("F", {str(factor.get("code")) for factor in factors})
    return put(draft, (), factors=[*factors, {"code": code, "title": title}]), code


def add_scale(draft: Draft) -> tuple[Draft, str]:
    """One more scale of the five usual levels; returns its code."""
    code = fresh("scale", set(draft.scale_codes))
    levels = [
        {"code": str(n), "label": label, **({"satisfied": True} if n >= _SATISFIED_FROM else {})}
        for n, label in enumerate(_SCALE, start=1)
    ]
    return put(draft, (), scales=[*draft.values.get("scales", ()), {"code": code, "levels": levels}]), code


def set_levels(draft: Draft, place: Place, levels: Sequence[tuple[str, bool]]) -> Draft:
    """The levels of a scale from the lowest up: (label, whether it counts as satisfied); their codes are their places.

    What else a level says stays with its place.
    """
    before = list(draft.at(place).get("levels", ()))
    rows = []
    for n, (label, satisfied) in enumerate(levels, start=1):
        row = {**without(before[n - 1] if n <= len(before) else {}, "satisfied"), "code": str(n), "label": label}
        rows.append({**row, "satisfied": True} if satisfied else row)
    return put(draft, place, levels=rows)


# -- the shape of the tables -----------------------------------------------------------------------------------------


def _with(draft: Draft, place: Place, change: Callable[[Values], Values]) -> Draft:
    def inside(found: Any, way: Place) -> Any:
        if not way:
            return change(found)
        step, *rest = way
        if isinstance(found, Mapping):
            return {**found, str(step): inside(found[step], tuple(rest))}
        assert isinstance(step, int)
        rows = list(found)
        rows[step] = inside(rows[step], tuple(rest))
        return rows

    return Draft(inside(draft.values, place))


def _with_list(draft: Draft, place: Place, rows: Sequence[Values]) -> Draft:
    *way, name, _ = place
    if not rows and name in LISTS and name != "body":
        return put(draft, (), **{str(name): None})
    return _with(draft, tuple(way), lambda table: {**table, str(name): list(rows)})


def insert(draft: Draft, place: Place, row: Values) -> Draft:
    """``row`` at ``place``, before what stands there; its list is made where there is none."""
    *way, name, index = place
    assert isinstance(index, int)
    rows = list(draft.at(tuple(way)).get(str(name), ()))
    rows.insert(index, row)
    return _with_list(draft, place, rows)


def behind(draft: Draft, after: Place | None) -> Place:
    """Where a new row behind ``after`` stands; the place -1 of a list is before its first row."""
    if after is None or len(after) < 2 or after[0] in ("scales", "factors"):
        return ("body", len(draft.values.get("body", ())))
    *way, index = after
    assert isinstance(index, int)
    return (*way, index + 1)


def each_question(draft: Draft, change: Callable[[Values], Values]) -> Draft:
    """Every row of the form changed, those of the blocks among them."""
    values = dict(draft.values)
    for name in (OPENING, "body", "interviewer"):
        if name in values:
            values[name] = [change(row) for row in values[name]]
    if "blocks" in values:
        values["blocks"] = [
            {**block, "rows": [change(row) for row in block.get("rows", ())]} for block in values["blocks"]
        ]
    return Draft(values)


def question_codes(draft: Draft) -> set[str]:
    """The codes of all questions, those of blocks as their file has them."""
    codes: set[str] = set()

    def note(row: Values) -> Values:
        codes.add(str(row.get("code", "")))
        return row

    each_question(draft, note)
    return codes


def in_opening(draft: Draft, change: Callable[[str], str]) -> Draft:
    """The lines before the table changed."""
    return put(draft, (), opening=[change(line) for line in draft.values.get("opening", ())])


def without(row: Values, key: str) -> Values:
    """``row`` but for one key."""
    return {each: value for each, value in row.items() if each != key}


def fresh(stem: str, taken: set[str]) -> str:
    """``stem`` and the next number that none of ``taken`` has."""
    numbers = [int(match[1]) for each in taken if (match := re.fullmatch(rf"{stem}(\d{{1,6}})", each))]
    return f"{stem}{max(numbers, default=0) + 1}"
