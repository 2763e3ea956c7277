"""A made-up file of an online channel and its mapping, imported through the same verbs as a real one."""

from __future__ import annotations

import csv
import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sipas_desktop.demo.chance import Chance
from sipas_desktop.demo.parts import channels_of
from sipas_desktop.demo.people import name_of, respondent
from sipas_desktop.domain import answer as a
from sipas_desktop.domain.answer import Answer
from sipas_desktop.domain.form import TEXT_KINDS, Form, Kind, Question
from sipas_desktop.domain.online_mapping import OnlineMapping, Rules
from sipas_desktop.domain.plan import Channel, Group
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.jobs.online import OnlineToTake, accept_online, load_mapping, preview_online, save_mapping
from sipas_desktop.store.database import OpenSurvey

ANSWERED, RESULTED, DOSSIER, ACCOUNT, OFFICER = (
    "Thời gian đánh giá", "Ngày nhận kết quả", "Mã hồ sơ", "Tài khoản", "Người tiếp nhận",
)  # fmt: skip
OFFICERS = 3
OF_OFFICIALS = ".gov.vn"
FIRST_NUMBER = 1_000_000  # respondents on paper are numbered from 0


@dataclass(frozen=True)
class OnlineDone:
    """What the imports of all sources did: rows = added + duplicates + all that is in ``excluded`` + rejected."""

    rows: int = 0
    added: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)
    duplicates: int = 0
    rejected: int = 0


def answer_online(survey: OpenSurvey, folder: Path, chance: Chance, rows: int) -> OnlineDone:
    """Import ``rows`` made-up online answers, shared among the plan's online channels that all groups have.

    The files and their mappings stay in ``folder``. Where a plan has several such channels, one follows the other.
    """
    plan = survey.plan
    group = plan.groups[0]
    channels = [] if group.channels else channels_of(plan, group, paper=False)
    done = OnlineDone()
    for place, channel in enumerate(channels):
        start, end = _days(survey, place, len(channels))
        count = rows * (place + 1) // len(channels) - rows * place // len(channels)
        if not count:
            continue
        path = folder / f"online-{channel.code}.csv"
        mapping = _mapping(survey.form_of_group(group.code), group, channel)
        _write(survey, path, mapping, chance, (place * rows, count), (start, end))
        save_mapping(mapping, path.with_suffix(".toml"))
        found = preview_online(survey, path, load_mapping(path.with_suffix(".toml")))
        accept_online(survey, found)
        done = _sum(done, found)
    return done


def _sum(done: OnlineDone, found: OnlineToTake) -> OnlineDone:
    return OnlineDone(
        done.rows + found.rows,
        done.added + len(found.added),
        dict(Counter(done.excluded) + Counter(found.excluded)),
        done.duplicates + found.duplicates,
        done.rejected + len(found.rejected),
    )


def _days(survey: OpenSurvey, place: int, of: int) -> tuple[datetime.date, datetime.date]:
    """The days of source ``place``: the fieldwork in as many parts as there are sources."""
    start, end = survey.plan.fieldwork
    days = (end - start).days + 1
    first = start + datetime.timedelta(days=days * place // of)
    return first, start + datetime.timedelta(days=days * (place + 1) // of - 1)


def _asked(form: Form) -> list[Question]:
    """What the file has a column for: words and what the dossier says are not asked twice."""
    return [question for question in form.questions if question.kind not in TEXT_KINDS]


def _mapping(form: Form, group: Group, channel: Channel) -> OnlineMapping:
    """The mapping of the file that ``_write`` makes: headings are labels of questions, cells the words of boxes."""
    columns = {ANSWERED: "@answered", RESULTED: "@resulted", DOSSIER: "@dossier", ACCOUNT: "@account"}
    if channel.officers:
        columns[OFFICER] = "@officer"
    values: dict[str, dict[str, str]] = {}
    for question in _asked(form):
        columns[question.label] = question.code
        boxes = {option.label.casefold(): option.code for option in question.choices}
        if question.no_opinion:
            boxes[question.no_opinion.casefold()] = a.NO_OPINION
        if boxes:
            values[question.code] = boxes
    return OnlineMapping(
        source=channel.title,
        origin="Số liệu trình diễn",
        channel=channel.code,
        group=group.code,
        columns=columns,
        values=values,
        rules=Rules(accounts=frozenset({OF_OFFICIALS})),
    )


def _write(
    survey: OpenSurvey,
    path: Path,
    mapping: OnlineMapping,
    chance: Chance,
    numbers: tuple[int, int],
    days: tuple[datetime.date, datetime.date],
) -> None:
    """Rows as a system exports them: some by officials, some too early, some twice, some without a dossier code."""
    form = survey.form_of_group(mapping.group)
    names = catalogue_names(survey)
    catalogues = {kind: list(codes) for kind, codes in names.items()}
    first, count = numbers
    asked = _asked(form)
    dossiers: list[str] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        named = OFFICER in mapping.columns
        heads = [ANSWERED, RESULTED, DOSSIER, ACCOUNT, *([OFFICER] if named else [])]
        writer.writerow([*heads, *(question.label for question in asked)])
        for number in range(FIRST_NUMBER + first, FIRST_NUMBER + first + count):
            odd = chance.share("online", number)
            span = (days[1] - days[0]).days + 1
            day = days[0] + datetime.timedelta(days=int(chance.share("online day", number) * span))
            resulted = day + datetime.timedelta(days=1 if 0.06 <= odd < 0.09 else 0)
            dossier = f"H00.{day:%y%m%d}-{number - FIRST_NUMBER:05d}" if odd < 0.8 else ""
            if 0.09 <= odd < 0.11 and dossiers:
                dossier = chance.one_of(dossiers, "online again", number)
            dossiers += [dossier] if dossier else []
            account = f"motcua{number % 10}@coquan.gov.vn" if odd < 0.06 else f"nguoidan{number}@example.com"
            officer = [name_of(chance, FIRST_NUMBER * 2 + number % OFFICERS)] if named else []
            marked = respondent(form, chance, number, catalogues)
            cells = [_cell(question, marked[question.code], names) for question in asked]
            minute = f"{8 + number % 9:02d}:{number % 60:02d}:00"
            writer.writerow([f"{day} {minute}", str(resulted), dossier, account, *officer, *cells])


def _cell(question: Question, answer: Answer, names: Mapping[str, Mapping[str, str]]) -> str:
    """What a system writes for ``answer``: the words of the box; nobody can mark two, or illegibly."""
    if answer.value in (a.BLANK, a.OVERMARKED, a.ILLEGIBLE, a.SKIPPED):
        return ""
    if question.kind in (Kind.UNIT, Kind.PROCEDURE):
        known: Sequence[str] = list(names.get(question.kind, {}).values())
        return names.get(question.kind, {}).get(answer.value) or (known[0] if known else "")
    if answer.value == a.NO_OPINION:
        return question.no_opinion or ""
    return next((option.label for option in question.choices if option.code == answer.value), answer.value)
