"""Looks a ballot form over: what makes it unusable (F…), and what is odd about it (W…).

Every message says what to do; the codes are listed in ``docs/forms.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.form import (
    BOX_KINDS,
    CATALOGUE_KINDS,
    END,
    GATE_KINDS,
    NUMBER_KINDS,
    TEXT_KINDS,
    Form,
    Kind,
    Option,
    Question,
)
from sipas_desktop.domain.form_bands import band_faults
from sipas_desktop.domain.form_personal import too_long, unsaid
from sipas_desktop.domain.toml_reader import Problem

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}")
NOT_CODES = frozenset({"serial", END})  # a column of keyed files; where a skip may lead
LARGEST = 10**9 - 1  # the largest number that can be keyed
LONGEST_LABEL = 120  # letters of a wording that still does for a name in lists and tables
MOST_COLUMNS = 9  # levels of a matrix, "no opinion" among them

Note = Callable[..., None]


def mistakes(form: Form) -> list[Problem]:
    """What makes ``form`` unusable."""
    found: list[Problem] = []

    def note(code: str, where: str, message: str, **params: object) -> None:
        found.append(Problem(code, where, message, tuple(params.items())))

    if not CODE.fullmatch(form.code):
        note("F012", "code", "form.bad_code", found=form.code)
    if form.version < 1:
        note("F027", "version", "form.version", found=form.version)
    if not any(line.strip() for line in form.title):
        note("F003", "title", "toml.empty", key="title")
    if len(form.columns) != 3:
        note("F013", "columns", "form.three_columns", found=len(form.columns))
    if not form.questions:
        note("F014", "[[body]]", "form.no_question")
    _check_twice(note, "[[factors]]", [factor.code for factor in form.factors])
    _check_twice(note, "[[scales]]", [scale.code for scale in form.scales])
    _check_twice(note, "[[blocks]]", [block.code for block in form.blocks])
    _check_twice(note, "[[body]]", [question.code for question in form.questions])
    _check_factors(note, form)
    _check_scales(note, form)
    for question in form.questions:
        _check_question(note, form, question)
    if sum(question.overall for question in form.questions) > 1:
        note("F020", "[[body]]", "form.two_overall")
    for kind in sorted(CATALOGUE_KINDS):
        if sum(question.kind is kind for question in form.questions) > 1:
            note("F021", "[[body]]", "form.kind_twice", kind=kind)
    _check_opening(note, form)
    found += too_long(form)
    if not found:  # else the walk along the paper would not end, or end elsewhere
        _check_skips(note, form)
    if not found:
        _check_reach(note, form)
    return found


def _check_factors(note: Note, form: Form) -> None:
    outer = {factor.code: factor.within for factor in form.factors}
    for factor in form.factors:
        where = f"[[factors]] {factor.code}"
        if factor.within is None:
            continue
        if factor.within not in outer:
            note("F015", where, "form.unknown_factor", found=factor.within, expected=" ".join(sorted(outer)))
        elif outer[factor.within] is not None or factor.within == factor.code:
            note("F034", where, "form.factors_too_deep", found=factor.within)


def _check_scales(note: Note, form: Form) -> None:
    for scale in form.scales:
        where = f"[[scales]] {scale.code}"
        _check_boxes(note, where, scale.levels)
        codes = [level.code for level in scale.levels]
        # The mean level counts places, and the keys of the keying page are digits.
        if codes != [str(number) for number in range(1, len(codes) + 1)]:
            note("F028", where, "form.levels_order", found=" ".join(codes))
        if scale.columns and len(codes) + bool(scale.no_opinion) > MOST_COLUMNS:
            note("F035", where, "form.too_many_columns", found=len(codes), most=MOST_COLUMNS)


def _check_question(note: Note, form: Form, question: Question) -> None:
    where = question.code or question.text
    if not CODE.fullmatch(question.code) or question.code in NOT_CODES:
        note("F012", where, "form.bad_code", found=question.code)
    if question.turn > 1:
        return  # as its first repetition
    factors = {factor.code for factor in form.factors}
    if question.factor is not None and question.factor not in factors:
        note("F015", where, "form.unknown_factor", found=question.factor, expected=" ".join(sorted(factors)))
    if question.kind in BOX_KINDS - {Kind.RATED}:
        _check_boxes(note, where, question.options)
    elif question.options:
        note("F016", where, "form.options_not_asked", kind=question.kind)
    _check_range(note, where, question)
    if question.overall and question.kind is not Kind.RATED:
        note("F018", where, "form.overall_not_rated")
    if question.overall and question.block:
        note("F020", where, "form.two_overall")
    if question.by_interviewer and (question.kind is Kind.RATED or question.kind in CATALOGUE_KINDS):
        note("F036", where, "form.interviewer_kind", kind=question.kind)
    if not 1 <= question.lines <= 40:
        note("F019", where, "form.lines", found=question.lines)


def _check_opening(note: Note, form: Form) -> None:
    named = set(re.findall(r"\{([^{}]*)\}", "\n".join(form.opening)))
    for missing in sorted(named ^ {question.code for question in form.opening_questions}):
        note("F022", "opening", "form.opening_mismatch", found=missing)
    for question in form.opening_questions:
        if question.kind not in TEXT_KINDS | CATALOGUE_KINDS | NUMBER_KINDS | {Kind.DATE}:
            note("F023", question.code, "form.opening_kind", kind=question.kind)


def _check_range(note: Note, where: str, question: Question) -> None:
    low, high = question.minimum, question.maximum
    if question.kind in NUMBER_KINDS:
        # An answer has at most nine digits and no sign.
        first, last = 0 if low is None else low, LARGEST if high is None else high
        if not 0 <= first <= last <= LARGEST:
            note("F017", where, "form.empty_range", low=first, high=last, largest=LARGEST)
    elif question.kind is Kind.CHOICES:
        if high is not None and not 1 <= high <= len(question.options):
            note("F029", where, "form.maximum", found=high, boxes=len(question.options))
        high = None
    if question.kind not in NUMBER_KINDS and (low, high) != (None, None):
        note("F030", where, "form.range_not_asked", kind=question.kind)


def _check_boxes(note: Note, where: str, options: Sequence[Option]) -> None:
    if not 2 <= len(options) <= 99:
        note("F024", where, "form.too_few_boxes", found=len(options))
    _check_twice(note, where, [option.code for option in options])
    for option in options:
        if not re.fullmatch(r"[0-9A-Za-z]{1,8}", option.code) or option.code in a.RESERVED:
            note("F025", where, "form.bad_option_code", found=option.code)


def _check_twice(note: Note, where: str, codes: list[str]) -> None:
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        note("F026", where, "form.code_twice", found=code)


# -- skips -------------------------------------------------------------------------------------------------------------


def answers_of(question: Question) -> list[str] | None:
    """The stored values by which ``question`` may lead past others; None for numbers, of which there are too many."""
    if question.kind is Kind.NUMBER:
        return None
    codes = [option.code for option in question.choices]
    return [*codes, a.NO_OPINION] if question.no_opinion else codes


def _check_skips(note: Note, form: Form) -> None:
    place = {question.code: at for at, question in enumerate(form.questions)}
    for at, question in enumerate(form.questions):
        if question.skips and (question.kind not in GATE_KINDS or question.by_interviewer):
            note("F037", question.code, "form.skip_kind", kind=question.kind)
            continue
        known = answers_of(question)
        codes = " ".join(known or ["0 1 2 …"])
        seen: set[str] = set()
        for skip in question.skips:
            for value in skip.when:
                if not _is_answer(question, value, known):
                    note("F038", question.code, "form.skip_answer", found=value, expected=codes)
                if value in seen:
                    note("F039", question.code, "form.skip_twice", found=value)
                seen.add(value)
            if not skip.when:
                note("F038", question.code, "form.skip_answer", found="", expected=codes)
            if skip.to == END:
                continue
            if skip.to not in place:
                note("F040", question.code, "form.skip_nowhere", found=skip.to, end=END)
            elif skip.to == question.code:
                note("F041", question.code, "form.skip_itself")
            elif place[skip.to] < at:
                note("F042", question.code, "form.skip_back", found=skip.to)


def _is_answer(question: Question, value: str, known: list[str] | None) -> bool:
    if known is not None:
        return value in known
    low, high = question.minimum or 0, LARGEST if question.maximum is None else question.maximum
    return re.fullmatch(r"0|[1-9][0-9]{0,8}", value) is not None and low <= int(value) <= high


def _check_reach(note: Note, form: Form) -> None:
    """A question that no answers lead to. Marks lead on as well, but nobody prints a question for them."""
    place = {question.code: at for at, question in enumerate(form.questions)}
    interviewers = next((at for at, each in enumerate(form.questions) if each.by_interviewer), len(place))
    reached = {0, interviewers}
    for at, question in enumerate(form.questions):
        if at not in reached:
            note("F043", question.code, "form.unreachable")
            reached.add(at)  # what follows it is looked at for itself
            continue
        to = {value: skip.to for skip in question.skips for value in skip.when}
        known = answers_of(question) if question.skips else None
        for value in known or [""]:
            reached.add(at + 1 if value not in to else interviewers if to[value] == END else place[to[value]])
        reached.update(interviewers if each == END else place[each] for each in to.values())


# -- oddities ----------------------------------------------------------------------------------------------------------


def oddities(form: Form) -> Iterator[Problem]:
    """What is odd about a form that can be used."""
    if form.rated and form.overall is None:
        yield Problem("W001", "[[body]]", "form.no_overall")
    for scale in form.scales:
        if not scale.satisfied or len(scale.satisfied) == len(scale.levels):
            yield Problem("W002", f"[[scales]] {scale.code}", "form.nothing_satisfied")
        if not any(question.scale == scale for question in form.rated):
            yield Problem("W013", f"[[scales]] {scale.code}", "form.scale_unused")
    outer = {factor.within for factor in form.factors}
    used = {question.factor for question in form.questions}
    for factor in form.factors:
        if factor.code not in used | outer:
            yield Problem("W003", f"[[factors]] {factor.code}", "form.factor_unused")
    placed = {row.block for row in form.body}
    for block in form.blocks:
        if block.code not in placed:
            yield Problem("W012", f"[[blocks]] {block.code}", "form.block_unused")
    for question in form.questions:
        if question.turn <= 1:
            yield from _odd_question(form, question)
    yield from unsaid(form)


def _odd_question(form: Form, question: Question) -> Iterator[Problem]:
    labels = [option.label.strip().casefold() for option in question.options]
    for label in sorted({label for label in labels if labels.count(label) > 1}):
        yield Problem("W006", question.code, "form.label_twice", (("found", label),))
    if question.kind in (Kind.CHOICE, Kind.CHOICES):
        for message, params in band_faults([option.label for option in question.options]):
            yield Problem("W004" if message == "form.bands_overlap" else "W005", question.code, message, params)
    if question.label == question.text and len(question.text) > LONGEST_LABEL and not question.in_opening:
        yield Problem("W007", question.code, "form.no_label", (("letters", len(question.text)),))
    numbers = [each.number for each in form.questions if each.number]
    for skip in question.skips:
        if skip.to == END:
            continue
        number = form.by_code[skip.to].number
        if not number:
            yield Problem("W008", question.code, "form.skip_no_number", (("found", skip.to),))
        elif numbers.count(number) > 1:
            yield Problem("W009", question.code, "form.skip_ambiguous", (("found", number),))
    passed = form.gates.get(question.code, {})
    for value, codes in passed.items():
        if not codes:
            yield Problem("W010", question.code, "form.skip_nothing", (("found", value),))
    never: frozenset[str] = frozenset().union(*passed.values())
    if form.overall is not None and form.overall.code in never:
        yield Problem("W011", question.code, "form.skip_overall", (("found", form.overall.code),))
