"""Reads a ballot form from its TOML text and checks it (``sipas form check``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from sipas_desktop.domain.form import (
    Block,
    Factor,
    Form,
    Heading,
    Kind,
    Level,
    Marking,
    Option,
    Question,
    Scale,
    Skip,
)
from sipas_desktop.domain.form_lint import mistakes, oddities
from sipas_desktop.domain.toml_reader import BadFile, Problem, Table, parse, sha256

COLUMNS = ("TT", "Nội dung khảo sát", "")
YES_NO = (Option("1", "Có"), Option("2", "Không"))
MOST_TURNS = 20  # repetitions of a block

Row = Heading | Question


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
    errors = tuple(table.problems) or tuple(mistakes(form))
    return Checked(None if errors else form, errors, () if errors else tuple(oddities(form)))


@lru_cache(maxsize=16)  # as with plans
def read_form(source: str, file: str) -> Form:
    """The form in ``source``. Raises ``BadFile`` with every mistake."""
    checked = check_form(source, file)
    if checked.form is None:
        raise BadFile(file, checked.errors)
    return checked.form


@dataclass(frozen=True)
class _Known:
    """What the rows of a form refer to."""

    scales: dict[str, Scale]
    marking: Marking


def _form(table: Table, source: str) -> Form:
    marking = _marking(table, Marking.BOX)
    scales = tuple(_scale(each, marking) for each in table.take_tables("scales"))
    known = _Known({scale.code: scale for scale in scales}, marking)
    factors = tuple(map(_factor, table.take_tables("factors")))
    opening = tuple(replace(_question(each, known), in_opening=True) for each in table.take_tables("opening_questions"))
    blocks = tuple(_block(each, known) for each in table.take_tables("blocks"))
    body: list[Row] = []
    for each in table.take_tables("body", required=True):
        body += _body_rows(each, known, blocks)
    interviewer = [_row(each, known) for each in table.take_tables("interviewer")]
    body += [replace(row, by_interviewer=True) for row in interviewer]
    form = Form(
        code=table.take_text("code"),
        version=table.take_int("version"),
        title=table.take_texts("title"),
        subtitle=table.take_text("subtitle", ""),
        opening=table.take_texts("opening", ()),
        instruction=table.take_text("instruction", ""),
        columns=table.take_texts("columns", COLUMNS),
        body=tuple(body),
        opening_questions=opening,
        factors=factors,
        scales=scales,
        composed=table.take_text("composed", ""),
        source=source,
        sha256=sha256(source),
        blocks=blocks,
        notice=table.take_text("notice", ""),
        consent=table.take_text("consent", ""),
    )
    table.nothing_left()
    return form


def _marking(table: Table, default: Marking) -> Marking:
    found = table.take_text("marking", default)
    try:
        return Marking(found)
    except ValueError:
        table.problem("F031", "form.unknown_marking", found=found, expected=" ".join(Marking))
        return default


def _block(table: Table, known: _Known) -> Block:
    times = table.take_int("times")
    if not 1 <= times <= MOST_TURNS:
        table.problem("F032", "form.block_times", found=times, most=MOST_TURNS)
        times = 1
    block = Block(
        table.take_text("code"), times, tuple(_row(each, known) for each in table.take_tables("rows", required=True))
    )
    table.nothing_left()
    return block


def _body_rows(table: Table, known: _Known, blocks: Iterable[Block]) -> list[Row]:
    """One row of the body, or all that a block puts in its place."""
    if not table.has("block"):
        return [_row(table, known)]
    code = table.take_text("block")
    block = next((each for each in blocks if each.code == code), None)
    if block is None:
        table.problem("F033", "form.unknown_block", found=code, expected=" ".join(each.code for each in blocks))
    table.nothing_left()
    return repeated(block) if block else []


def repeated(block: Block) -> list[Row]:
    """The rows of all repetitions of ``block``, with their own codes, numbers and words."""
    own = {row.code for row in block.rows if isinstance(row, Question)}
    rows: list[Row] = []
    for turn in range(1, block.times + 1):
        for row in block.rows:
            number, text = (words.replace("{n}", str(turn)) for words in (row.number, row.text))
            placed = replace(row, number=number, text=text, block=block.code, turn=turn)
            if isinstance(placed, Question):
                skips = tuple(
                    Skip(skip.when, block.name(turn, skip.to) if skip.to in own else skip.to) for skip in placed.skips
                )
                code, label = block.name(turn, placed.code), placed.label.replace("{n}", str(turn))
                placed = replace(placed, code=code, label=label, skips=skips)
            rows.append(placed)
    return rows


def _factor(table: Table) -> Factor:
    factor = Factor(table.take_text("code"), table.take_text("title"), table.take_text("within", "") or None)
    table.nothing_left()
    return factor


def _scale(table: Table, marking: Marking) -> Scale:
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
        columns=table.take_flag("columns"),
        marking=_marking(table, marking),
    )
    table.nothing_left()
    return scale


def _row(table: Table, known: _Known) -> Row:
    if not table.has("heading"):
        return _question(table, known)
    heading = Heading(table.take_text("number", ""), table.take_text("heading"))
    table.nothing_left()
    return heading


def _question(table: Table, known: _Known) -> Question:
    kind_name = table.take_text("kind")
    try:
        kind = Kind(kind_name)
    except ValueError:
        kind = Kind.SHORT_TEXT
        table.problem("F010", "form.unknown_kind", found=kind_name, expected=" ".join(Kind))
    scale = None
    if kind is Kind.RATED:
        scale_code = table.take_text("scale")
        scale = known.scales.get(scale_code)
        if scale is None:
            table.problem("F011", "form.unknown_scale", found=scale_code, expected=" ".join(known.scales))
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
        skips=tuple(map(_skip, table.take_tables("skips"))),
        marking=_marking(table, known.marking),
    )
    table.nothing_left()
    return question


def _skip(table: Table) -> Skip:
    skip = Skip(table.take_texts("when"), table.take_text("to"))
    table.nothing_left()
    return skip


def _option(table: Table) -> Option:
    option = Option(table.take_text("code"), table.take_text("label"), words=table.take_flag("words"))
    table.nothing_left()
    return option
