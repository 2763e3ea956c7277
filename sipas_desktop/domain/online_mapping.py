"""How the file of an online channel is read: column → question or field, text → code, and which answers do not count.

A mapping is made once for a source and kept as a TOML file (described in ``docs/online.md``). What it does not name is
not read at all; verification codes it cannot even name.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sipas_desktop.domain.form import Form, Kind, Question
from sipas_desktop.domain.toml_reader import BadFile, Table, parse, sha256
from sipas_desktop.domain.vietnamese import fold, normalise
from sipas_desktop.errors import Refusal

EVERY: Final = "*"  # in ``values``: of every rated question


class OnlineField(StrEnum):
    """What a column may hold beside an answer. In a mapping it stands with an "@" before it."""

    ANSWERED = "answered"  # when it was answered
    DOSSIER = "dossier"
    RESULTED = "resulted"  # when the result of the dossier was given
    PHONE = "phone"  # looked at, never kept
    ACCOUNT = "account"  # looked at, never kept
    UNIT = "unit"
    PROCEDURE = "procedure"
    OFFICER = "officer"
    CHANNEL = "channel"


class Keep(StrEnum):
    """Which of several answers on one dossier counts."""

    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True)
class Rules:
    """Which answers do not count. ``accounts`` are whole accounts, or what one ends with ("@example.gov.vn").

    ``start`` and ``end``: the source's own days, where these are not the plan's fieldwork. ``comments``: an answer that
    rates nothing is kept for its words.
    """

    accounts: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    before_result: bool = True
    outside_dates: bool = True
    on_paper: bool = True
    comments: bool = False
    keep: Keep = Keep.FIRST
    start: datetime.date | None = None
    end: datetime.date | None = None


@dataclass(frozen=True)
class OnlineMapping:
    """One source's mapping. ``columns``: heading as the file has it → "@field" or a question's code.

    ``values``: question, "@field" or ``EVERY`` → text in small letters → code. ``channel`` and ``group`` are "" for the
    plan's first.
    """

    source: str
    origin: str
    channel: str
    group: str
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    rules: Rules
    text: str = field(repr=False, default="")
    sha256: str = ""

    def code_of(self, target: str, text: str, *, rated: bool = False) -> str | None:
        """The code that ``text`` means under ``target``, None where the mapping does not say."""
        key = small(text)
        found = self.values.get(target, {}).get(key)
        return self.values.get(EVERY, {}).get(key) if found is None and rated else found


_VERIFICATION: Final = re.compile(r"\bxac thuc\b|\bxac minh\b|\botp\b|\bverif|\bma bi mat\b|\bmat khau\b|\bcaptcha\b")


def is_verification(heading: str) -> bool:
    """Whether a column under ``heading`` holds verification codes, which are never imported."""
    return bool(_VERIFICATION.search(fold(heading)))


def small(text: str) -> str:
    """A text as mappings compare it: tidied, in small letters, marks kept."""
    return normalise(text).casefold()


def read_mapping(source: str, file: str) -> OnlineMapping:
    """The mapping in ``source``. Raises ``BadFile`` with every mistake that shows without a form."""
    table = parse(source, file)
    rules = table.take_table("rules")
    columns = table.take_table("columns")
    texts = table.take_table("values")
    values = {}
    for target in texts.keys():  # noqa: SIM118
        own = texts.take_table(target)
        values[target] = {small(text): own.take_text(text) for text in own.keys()}  # noqa: SIM118
    found = OnlineMapping(
        source=table.take_text("source"),
        origin=table.take_text("origin", ""),
        channel=table.take_text("channel", ""),
        group=table.take_text("group", ""),
        columns={heading: columns.take_text(heading) for heading in columns.keys()},  # noqa: SIM118
        values=values,
        rules=_rules(rules),
        text=source.replace("\r\n", "\n"),
        sha256=sha256(source),
    )
    for each in (rules, table):
        each.nothing_left()
    _check(found, table)
    if table.problems:
        raise BadFile(file, table.problems)
    return found


def _rules(table: Table) -> Rules:
    def flag(name: str) -> bool:
        return table.take_flag(name) if table.has(name) else True

    days = [table.take_date(name) if table.has(name) else None for name in ("start", "end")]
    if days[0] is not None and days[1] is not None and days[0] > days[1]:
        table.problem("P008", "plan.dates_backwards", "[rules]")
    keep = table.take_text("keep", Keep.FIRST)
    if keep not in tuple(Keep):
        table.problem("O001", "online.not_one_of", "[rules] keep", found=keep, expected=" ".join(Keep))
    return Rules(
        accounts=frozenset(map(small, table.take_texts("official_accounts", ()))),
        phones=frozenset(table.take_texts("official_phones", ())),
        before_result=flag("before_result"),
        outside_dates=flag("outside_dates"),
        on_paper=flag("on_paper"),
        comments=table.take_flag("comments"),
        keep=Keep(keep) if keep in tuple(Keep) else Keep.FIRST,
        start=days[0],
        end=days[1],
    )


def _check(found: OnlineMapping, table: Table) -> None:
    targets: dict[str, str] = {}
    for heading, target in found.columns.items():
        where = f"[columns] {heading[:40]}"
        if is_verification(heading):
            table.problem("O002", "online.verification", where, heading=heading)
        if target.startswith("@") and target[1:] not in tuple(OnlineField):
            expected = " ".join(f"@{each}" for each in OnlineField)
            table.problem("O001", "online.not_one_of", where, found=target, expected=expected)
        if target in targets:
            table.problem("O003", "online.target_twice", where, found=target, other=targets[target])
        targets[target] = heading
    if f"@{OnlineField.ANSWERED}" not in targets:
        table.problem("O004", "online.no_answered", "[columns]")
    if not found.source.strip():
        table.problem("O005", "online.no_source", "source")


def check_mapping(mapping: OnlineMapping, form: Form) -> None:
    """Raises ``Refusal`` where the mapping names questions or codes that the form does not have."""
    known = form.by_code
    for target in {*mapping.columns.values(), *mapping.values.keys()}:
        if not target.startswith("@") and target != EVERY and target not in known:
            raise Refusal("online.unknown_question", found=target, expected=" ".join(known))
    if not any(target in known and known[target].kind is Kind.RATED for target in mapping.columns.values()):
        raise Refusal("online.no_rated")


# ------------------------------------------------------------------------------------------------------- a first guess

_FIELDS: Final = (  # in the order in which they are tried
    (OnlineField.RESULTED, re.compile(r"\b(?:nhan|tra) ket qua\b|\bngay (?:co )?ket qua\b|\bngay tra\b|\bresult")),
    (
        OnlineField.ANSWERED,
        re.compile(
            r"\b(?:thoi gian|ngay|thoi diem|luc)\b.*\b(?:tra loi|danh gia|khao sat|gui|nop phieu)\b"
            r"|^(?:thoi gian|ngay|dau thoi gian|timestamp|time|date|thoi diem)$|\banswered\b|\bsubmitted\b"
        ),
    ),
    (OnlineField.DOSSIER, re.compile(r"\bma (?:so )?ho so\b|\bso ho so\b|\bdossier\b")),
    (OnlineField.PHONE, re.compile(r"\bdien thoai\b|\bsdt\b|\bphone\b|\bdi dong\b")),
    (OnlineField.ACCOUNT, re.compile(r"\btai khoan\b|\bthu dien tu\b|\be ?mail\b|\baccount\b")),
    (
        OnlineField.OFFICER,
        re.compile(
            r"\b(?:can bo|cong chuc|nhan vien|vien chuc)\b.*\b(?:tiep nhan|danh gia|xu ly)\b"
            r"|^(?:ten )?(?:can bo|cong chuc|nhan vien)$|\bofficer\b"
        ),
    ),
    (OnlineField.PROCEDURE, re.compile(r"^(?:ten |ma )?(?:thu tuc|tthc)\b|\bprocedure\b")),
    (OnlineField.UNIT, re.compile(r"^(?:ten |ma )?(?:don vi|co quan)\b|\bunit\b|\bagency\b")),
    (OnlineField.CHANNEL, re.compile(r"^(?:kenh|hinh thuc)\b|\bchannel\b")),
)
_NUMBER: Final = re.compile(r"^\W*(?:cau|muc|tieu chi|q)?\W*(\d+(?:\.\d+)*)\b")


def guess_target(heading: str, form: Form, taken: Iterable[str] = ()) -> str:
    """What a column under ``heading`` holds, as far as its words tell; "" where they tell nothing."""
    held = set(taken)
    if is_verification(heading):
        return ""
    question = _guess_question(heading, form)
    if question is not None and question.code not in held:
        return question.code
    folded = fold(heading)
    for name, pattern in _FIELDS:
        target = f"@{name}"
        if target not in held and pattern.search(folded):
            return target
    return ""


def _guess_question(heading: str, form: Form) -> Question | None:
    folded = fold(heading).strip(" .:?")
    asked = form.questions
    for question in asked:
        if folded in (fold(question.code), fold(question.label), fold(question.text).strip(" .:?")):
            return question
    numbered = _NUMBER.match(folded)
    if numbered:
        # "5" on the paper may be a heading's number and a question's: only one question may have it.
        having = [each for each in asked if each.number.strip(" .)") == numbered[1]]
        if len(having) == 1:
            return having[0]
    if len(folded) >= 12:
        inside = [each for each in asked if folded in fold(each.text) or fold(each.label) in folded]
        if len(inside) == 1:
            return inside[0]
    return None


_LEVEL_WORDS: Final = (
    ("rất không hài lòng", 1),
    ("không hài lòng", 2),
    ("bình thường", 3),
    ("hài lòng", 4),
    ("rất hài lòng", 5),
)


def guess_values(form: Form) -> dict[str, dict[str, str]]:
    """Text → code by the labels of the form: of the rated questions together where their levels are the same."""
    found: dict[str, dict[str, str]] = {}
    scales = [question.scale for question in form.rated if question.scale is not None]
    if len({tuple((level.label, level.code) for level in scale.levels) for scale in scales}) == 1:
        scale = scales[0]
        own = {small(level.label): level.code for level in scale.levels}
        if len(scale.levels) == len(_LEVEL_WORDS):
            for words, place in _LEVEL_WORDS:
                own.setdefault(words, scale.levels[place - 1].code)
        found[EVERY] = own
    for question in form.questions:
        if question.choices and (question.kind is not Kind.RATED or EVERY not in found):
            found[question.code] = {small(option.label): option.code for option in question.choices if option.label}
    return found


def write_mapping(mapping: OnlineMapping) -> str:
    """The mapping as TOML, which ``read_mapping`` reads back."""
    rules = mapping.rules
    lines = [
        "# How the file of this online source is read (docs/online.md). What is not named here is not imported.",
        "format = 1",
        f"source = {_quoted(mapping.source)}",
        f"origin = {_quoted(mapping.origin)}",
    ]
    lines += [f"{key} = {_quoted(value)}" for key in ("channel", "group") if (value := getattr(mapping, key))]
    lines += ["", "[columns] # heading in the file = question, or @field"]
    lines += [f"{_quoted(heading)} = {_quoted(target)}" for heading, target in mapping.columns.items()]
    for target, texts in mapping.values.items():
        lines += ["", f"[values.{_quoted(target)}]"]
        lines += [f"{_quoted(text)} = {_quoted(code)}" for text, code in texts.items()]
    lines += [
        "",
        "[rules]",
        f"official_accounts = {json.dumps(sorted(rules.accounts), ensure_ascii=False)}",
        f"official_phones = {json.dumps(sorted(rules.phones))}",
        *(f"{key} = {str(getattr(rules, key)).lower()}" for key in ("before_result", "outside_dates", "on_paper")),
        *(["comments = true"] if rules.comments else []),
        f"keep = {_quoted(rules.keep)}",
        *(f"{name} = {day.isoformat()}" for name in ("start", "end") if (day := getattr(rules, name)) is not None),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A JSON string is a TOML one but for DEL, which normalised text never holds.
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")
