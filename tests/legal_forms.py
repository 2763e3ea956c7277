"""Every legal form: a strategy that draws ballot forms with all that a form may have."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sipas_desktop.domain.form import (
    END,
    GATE_KINDS,
    TEXT_KINDS,
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
from sipas_desktop.domain.form_file import COLUMNS, YES_NO, repeated
from sipas_desktop.domain.toml_reader import FORMAT

WORDS = (
    "Ông",
    "bà",
    "hài",
    "lòng",
    "“thủ tục”",
    "50%",
    "≥ 2",
    "nghỉ",
    "Đường",
    "a\\b",
    "lần?",
    "(ghi",
    "rõ)",
    "{}",
    "=",
)
WRITTEN = sorted({*TEXT_KINDS, Kind.NUMBER, Kind.PERCENT, Kind.DATE})  # what may stand in the opening, less catalogues
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
long_words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map(" ".join)
flags = st.booleans()
markings = st.sampled_from(list(Marking))


@st.composite
def scales(draw: st.DrawFn, code: str) -> Scale:
    count = draw(st.integers(2, 5))
    levels = tuple(Level(str(n), draw(words), satisfied=draw(flags)) for n in range(1, count + 1))
    return Scale(
        code, levels, descending=draw(flags), no_opinion=draw(st.none() | words), columns=draw(flags),
        marking=draw(markings),
    )  # fmt: skip


@st.composite
def options(draw: st.DrawFn) -> tuple[Option, ...]:
    codes = draw(st.lists(st.sampled_from(["1", "2", "3", "9", "10", "A", "b", "77"]), min_size=2, unique=True))
    return tuple(Option(code, draw(words), words=draw(flags)) for code in codes)


@st.composite
def questions(draw: st.DrawFn, code: str, kinds: list[Kind], known: tuple[Scale, ...], factors: list[str]) -> Question:
    kind = draw(st.sampled_from(kinds))
    text = draw(long_words)
    boxes: tuple[Option, ...] = ()
    minimum = maximum = None
    if kind in (Kind.CHOICE, Kind.CHOICES):
        boxes = draw(options())
        maximum = draw(st.none() | st.integers(1, len(boxes))) if kind is Kind.CHOICES else None
    elif kind is Kind.YES_NO:
        boxes = draw(st.sampled_from([YES_NO, (Option("1", "Đúng"), Option("2", "Sai"))]))
    elif kind in (Kind.NUMBER, Kind.PERCENT):
        minimum, maximum = draw(st.sampled_from([(None, None), (0, 99), (None, 300), (1900, None), (0, 0)]))
    return Question(
        code, kind, text, draw(st.sampled_from([text, "Tên ngắn"])),
        number=draw(st.sampled_from(["", "1", "II", "1.2"])),
        factor=draw(st.sampled_from([None, *factors])),
        scale=draw(st.sampled_from(known)) if kind is Kind.RATED else None,
        options=boxes, minimum=minimum, maximum=maximum,
        lines=draw(st.integers(1, 8)), marking=draw(markings),
    )  # fmt: skip


@st.composite
def legal_forms(draw: st.DrawFn) -> Form:
    """A form that the linter has nothing against; ``source`` and ``sha256`` are empty."""
    known = tuple(draw(scales(f"scale{n}")) for n in range(draw(st.integers(1, 2))))
    outer = [f"F{n}" for n in range(draw(st.integers(0, 2)))]
    factors = [Factor(code, draw(words)) for code in outer]
    factors += [Factor(f"{code}in", draw(words), within=code) for code in outer if draw(flags)]
    codes = [factor.code for factor in factors]
    plain = sorted(set(Kind) - {Kind.UNIT, Kind.PROCEDURE})
    opening_questions = tuple(
        _with(draw(questions(f"o{n}", WRITTEN, known, [])), in_opening=True) for n in range(draw(st.integers(0, 2)))
    )
    opening = tuple(f"{draw(words).replace('{}', '')}: {{{question.code}}}" for question in opening_questions)
    rows: list[Heading | Question] = [draw(questions("q0", plain, known, codes))]
    for n in range(1, draw(st.integers(2, 12))):
        if draw(st.integers(0, 5)) == 0:
            rows.append(Heading(draw(st.sampled_from(["", "A"])), draw(words)))
        rows.append(draw(questions(f"q{n}", plain, known, codes)))
    own = tuple(draw(questions(f"b{n}", plain, known, codes)) for n in range(draw(st.integers(1, 3))))
    blocks = (Block("block", draw(st.integers(1, 3)), (Heading("", "Người thứ {n}"), *own)),) if draw(flags) else ()
    for block in blocks:
        rows += repeated(block)
        rows.append(draw(questions("behind", plain, known, codes)))
    hers = sorted(set(plain) - {Kind.RATED})
    asked = [
        _with(draw(questions(f"i{n}", hers, known, [])), by_interviewer=True) for n in range(draw(st.integers(0, 2)))
    ]
    body = _with_skips(draw, rows, [question.code for question in rows if isinstance(question, Question)])
    return Form(
        code="f", version=draw(st.integers(1, 9)), title=tuple(draw(st.lists(words, min_size=1, max_size=3))),
        subtitle=draw(st.just("") | words), opening=opening, instruction=draw(st.just("") | words),
        columns=draw(st.sampled_from([COLUMNS, ("Số", "Hỏi", "Đáp"), ("", "", "")])), body=(*body, *asked),
        opening_questions=opening_questions, factors=tuple(factors), scales=known, composed=draw(st.just("") | words),
        source="", sha256="", blocks=blocks,
    )  # fmt: skip


def _with(question: Question, **changed: bool) -> Question:
    return Question(**(question.__dict__ | changed))


def _with_skips(draw: st.DrawFn, rows: list[Heading | Question], codes: list[str]) -> list[Heading | Question]:
    """Some answers lead forward, never all answers of a question, so that each one can be reached."""
    made: list[Heading | Question] = []
    for row in rows:
        if isinstance(row, Question) and row.kind in GATE_KINDS and not row.block and draw(flags):
            later = [*codes[codes.index(row.code) + 1 :], END]
            lowest = str(row.minimum or 0)
            when = lowest if row.kind is Kind.NUMBER else row.choices[0].code
            row = Question(**(row.__dict__ | {"skips": (Skip((when,), draw(st.sampled_from(later))),)}))
        made.append(row)
    return made


# -- as the tables of a file ----------------------------------------------------------------------------------------


def values_of(form: Form) -> dict[str, Any]:
    """The TOML tables that say ``form``: what has its default is not written."""
    body: list[dict[str, Any]] = []
    before: Heading | Question | None = None
    for row in form.body:
        if not row.block and not row.by_interviewer:
            body.append(_row(row))
        elif row.block and (before is None or before.block != row.block):
            body.append({"block": row.block})
        before = row
    said = {
        "format": FORMAT, "code": form.code, "version": form.version, "title": list(form.title),
        "subtitle": form.subtitle, "opening": list(form.opening), "instruction": form.instruction,
        "columns": [] if form.columns == COLUMNS else list(form.columns), "composed": form.composed,
        "scales": [_scale(scale) for scale in form.scales],
        "factors": [{"code": each.code, "title": each.title, "within": each.within} for each in form.factors],
        "opening_questions": [_row(question) for question in form.opening_questions],
        "blocks": [
            {"code": block.code, "times": block.times, "rows": [_row(row) for row in block.rows]}
            for block in form.blocks
        ],
        "body": body,
        "interviewer": [_row(row) for row in form.body if row.by_interviewer],
    }  # fmt: skip
    return _plain(said)


def _plain(value: Any) -> Any:
    """``value`` without what reading takes for granted; 0 is a number that somebody chose."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if not _is_default(each)}
    return value


def _is_default(value: Any) -> bool:
    return value is None or value is False or value == "" or value == []


def _row(row: Heading | Question) -> dict[str, Any]:
    if isinstance(row, Heading):
        return {"number": row.number, "heading": row.text}
    return {
        "number": row.number,
        "code": row.code,
        "kind": row.kind.value,
        "scale": row.scale.code if row.scale else "",
        "factor": row.factor,
        "overall": row.overall,
        "label": "" if row.label == row.text else row.label,
        "text": row.text,
        "options": [] if row.kind is Kind.YES_NO and row.options == YES_NO else [_option(each) for each in row.options],
        "minimum": row.minimum,
        "maximum": row.maximum,
        "lines": None if row.lines == 1 else row.lines,
        "marking": _marking(row.marking),
        "skips": [{"when": list(skip.when), "to": skip.to} for skip in row.skips],
    }


def _scale(scale: Scale) -> dict[str, Any]:
    return {
        "code": scale.code,
        "descending": scale.descending,
        "columns": scale.columns,
        "marking": _marking(scale.marking),
        "no_opinion": scale.no_opinion,
        "levels": [_option(level) | {"satisfied": level.satisfied} for level in scale.levels],
    }


def _option(option: Option) -> dict[str, Any]:
    return {"code": option.code, "label": option.label, "words": option.words}


def _marking(marking: Marking) -> str:
    return "" if marking is Marking.BOX else marking.value
