"""Reads a ballot form from its TOML text and checks it (``sipas form check``)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sipas_desktop.domain import answer as a
from sipas_desktop.domain.form import (
    CATALOGUE_KINDS,
    NUMBER_KINDS,
    TEXT_KINDS,
    Factor,
    Form,
    Heading,
    Kind,
    Level,
    Option,
    Question,
    Scale,
)
from sipas_desktop.domain.toml_reader import BadFile, Problem, Table, parse, sha256

CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}")
LARGEST = 10**9 - 1  # the largest number that can be keyed
YES_NO = (Option("1", "Có"), Option("2", "Không"))


@dataclass(frozen=True)
class Checked:
    """The result of looking a form over; ``form`` is None while there are errors."""

    form: Form | None
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def check_form(source: str, file: str) -> Checked:
    """Read ``source`` and report everything that is wrong or odd about it; never raises."""
    try:
        table = parse(source, file)
    except BadFile as bad:
        return Checked(None, bad.problems, ())
    form = _form(table, source)
    errors = tuple(table.problems) or tuple(_mistakes(form))
    return Checked(None if errors else form, errors, () if errors else tuple(_oddities(form)))


def read_form(source: str, file: str) -> Form:
    """The form in ``source``. Raises ``BadFile`` with every mistake."""
    checked = check_form(source, file)
    if checked.form is None:
        raise BadFile(file, checked.errors)
    return checked.form


def _form(table: Table, source: str) -> Form:
    scales = {scale.code: scale for scale in map(_scale, table.take_tables("scales"))}
    factors = tuple(map(_factor, table.take_tables("factors")))
    opening = tuple(_question(each, scales, in_opening=True) for each in table.take_tables("opening_questions"))
    body = tuple(_row(each, scales) for each in table.take_tables("body", required=True))
    form = Form(
        code=table.take_text("code"),
        version=table.take_int("version"),
        title=table.take_texts("title"),
        subtitle=table.take_text("subtitle", ""),
        opening=table.take_texts("opening", ()),
        instruction=table.take_text("instruction", ""),
        columns=table.take_texts("columns", ("TT", "Nội dung khảo sát", "")),
        body=body,
        opening_questions=opening,
        factors=factors,
        scales=tuple(scales.values()),
        composed=table.take_text("composed", ""),
        source=source,
        sha256=sha256(source),
    )
    table.nothing_left()
    return form


def _factor(table: Table) -> Factor:
    factor = Factor(table.take_text("code"), table.take_text("title"))
    table.nothing_left()
    return factor


def _scale(table: Table) -> Scale:
    levels = []
    for each in table.take_tables("levels", required=True):
        level = Level(each.take_text("code"), each.take_text("label"), satisfied=each.take_flag("satisfied"))
        levels.append(level)
        each.nothing_left()
    scale = Scale(
        table.take_text("code"),
        tuple(levels),
        descending=table.take_flag("descending"),
        no_opinion=table.take_text("no_opinion", "") or None,
    )
    table.nothing_left()
    return scale


def _row(table: Table, scales: dict[str, Scale]) -> Heading | Question:
    if not table.has("heading"):
        return _question(table, scales, in_opening=False)
    heading = Heading(table.take_text("number", ""), table.take_text("heading"))
    table.nothing_left()
    return heading


def _question(table: Table, scales: dict[str, Scale], *, in_opening: bool) -> Question:
    kind_name = table.take_text("kind")
    try:
        kind = Kind(kind_name)
    except ValueError:
        kind = Kind.SHORT_TEXT
        table.problem("F010", "form.unknown_kind", found=kind_name, expected=" ".join(Kind))
    scale = None
    if kind is Kind.RATED:
        scale_code = table.take_text("scale")
        scale = scales.get(scale_code)
        if scale is None:
            table.problem("F011", "form.unknown_scale", found=scale_code, expected=" ".join(scales))
    options = tuple(map(_option, table.take_tables("options")))
    text = table.take_text("text")
    question = Question(
        code=table.take_text("code"),
        kind=kind,
        text=text,
        label=table.take_text("label", text),
        number=table.take_text("number", ""),
        factor=table.take_text("factor", "") or None,
        overall=table.take_flag("overall"),
        scale=scale,
        options=options or (YES_NO if kind is Kind.YES_NO else ()),
        maximum=table.take_optional_int("maximum"),
        minimum=table.take_optional_int("minimum"),
        lines=table.take_int("lines", 1),
        in_opening=in_opening,
    )
    table.nothing_left()
    return question


def _option(table: Table) -> Option:
    option = Option(table.take_text("code"), table.take_text("label"), words=table.take_flag("words"))
    table.nothing_left()
    return option


def _mistakes(form: Form) -> list[Problem]:
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
    _check_twice(note, "[[body]]", [question.code for question in form.questions])
    for scale in form.scales:
        _check_boxes(note, f"[[scales]] {scale.code}", scale.levels)
        codes = [level.code for level in scale.levels]
        # The mean level counts places, and the keys of the keying page are digits.
        if codes != [str(number) for number in range(1, len(codes) + 1)]:
            note("F028", f"[[scales]] {scale.code}", "form.levels_order", found=" ".join(codes))
    factors = {factor.code for factor in form.factors}
    for question in form.questions:
        where = question.code or question.text
        if not CODE.fullmatch(question.code) or question.code == "serial":
            note("F012", where, "form.bad_code", found=question.code)
        if question.factor is not None and question.factor not in factors:
            note("F015", where, "form.unknown_factor", found=question.factor, expected=" ".join(sorted(factors)))
        if question.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
            _check_boxes(note, where, question.options)
        elif question.options:
            note("F016", where, "form.options_not_asked", kind=question.kind)
        _check_range(note, where, question)
        if question.overall and question.kind is not Kind.RATED:
            note("F018", where, "form.overall_not_rated")
        if not 1 <= question.lines <= 40:
            note("F019", where, "form.lines", found=question.lines)
    if sum(question.overall for question in form.questions) > 1:
        note("F020", "[[body]]", "form.two_overall")
    for kind in CATALOGUE_KINDS:
        if sum(question.kind is kind for question in form.questions) > 1:
            note("F021", "[[body]]", "form.kind_twice", kind=kind)
    named = set(re.findall(r"\{([^{}]*)\}", "\n".join(form.opening)))
    for missing in sorted(named ^ {question.code for question in form.opening_questions}):
        note("F022", "opening", "form.opening_mismatch", found=missing)
    for question in form.opening_questions:
        if question.kind not in TEXT_KINDS | CATALOGUE_KINDS | NUMBER_KINDS | {Kind.DATE}:
            note("F023", question.code, "form.opening_kind", kind=question.kind)
    return found


def _check_range(note: object, where: str, question: Question) -> None:
    assert callable(note)
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


def _check_boxes(note: object, where: str, options: tuple[Option, ...] | tuple[Level, ...]) -> None:
    assert callable(note)
    if not 2 <= len(options) <= 99:
        note("F024", where, "form.too_few_boxes", found=len(options))
    _check_twice(note, where, [option.code for option in options])
    for option in options:
        if not re.fullmatch(r"[0-9A-Za-z]{1,8}", option.code) or option.code in a.RESERVED:
            note("F025", where, "form.bad_option_code", found=option.code)


def _check_twice(note: object, where: str, codes: list[str]) -> None:
    assert callable(note)
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        note("F026", where, "form.code_twice", found=code)


def _oddities(form: Form) -> list[Problem]:
    found = []
    if form.rated and form.overall is None:
        found.append(Problem("W001", "[[body]]", "form.no_overall"))
    found += [
        Problem("W002", f"[[scales]] {scale.code}", "form.nothing_satisfied")
        for scale in form.scales
        if not scale.satisfied or len(scale.satisfied) == len(scale.levels)
    ]
    found += [
        Problem("W003", f"[[factors]] {factor.code}", "form.factor_unused")
        for factor in form.factors
        if not any(question.factor == factor.code for question in form.questions)
    ]
    return found
