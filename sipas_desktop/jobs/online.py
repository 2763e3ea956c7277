"""Online answers from a file: looked at first, taken only on consent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sipas_desktop.beside import beside
from sipas_desktop.domain import cleaning
from sipas_desktop.domain.form import Form
from sipas_desktop.domain.online import OnlineRow, Reason, sort_out, wave_of
from sipas_desktop.domain.online_mapping import OnlineMapping, check_mapping, read_mapping, small, write_mapping
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.toml_reader import sha256
from sipas_desktop.errors import Refusal
from sipas_desktop.exchange.notes import CellNote
from sipas_desktop.exchange.online_columns import guess_mapping
from sipas_desktop.exchange.online_file import read_online
from sipas_desktop.exchange.workbook import read_bytes, read_workbook
from sipas_desktop.jobs.catalogues import CatalogueNames
from sipas_desktop.jobs.progress import Progress, of_total
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey

MOST_MAPPING_BYTES = 2**20


@dataclass(frozen=True)
class OnlineToTake:
    """What importing a file would do. ``added`` holds the answers that would count, in the order of the file.

    rows = added + comments + excluded + duplicates + rejected; ``officers`` are names that the survey does not have.
    ``aside``: those of ``excluded`` that give way to paper; they are kept, for the paper may not count for ever.
    """

    file: str
    source: str
    origin: str
    group: str
    rows: int
    added: tuple[OnlineRow, ...] = field(repr=False)
    excluded: Mapping[str, int]
    duplicates: int
    corrected: tuple[CellNote, ...] = field(repr=False)
    rejected: tuple[CellNote, ...] = field(repr=False)
    officers: tuple[workflow.Entry, ...] = field(repr=False)
    file_sha256: str = ""
    mapping_sha256: str = ""
    seen: int = 0
    aside: tuple[OnlineRow, ...] = field(repr=False, default=())
    comments: tuple[OnlineRow, ...] = field(repr=False, default=())
    on_paper: bool = True

    @property
    def taken(self) -> tuple[OnlineRow, ...]:
        """What would be kept, in the order of the file: answers that count, comments, those that give way to paper."""
        return tuple(sorted((*self.added, *self.aside, *self.comments), key=lambda row: row.row))


def load_mapping(path: Path) -> OnlineMapping:
    """The mapping in the file at ``path``. Raises ``Refusal``: not there, too large, no UTF-8; ``BadFile``."""
    content = read_bytes(path)
    if len(content) > MOST_MAPPING_BYTES:
        raise Refusal("workbook.too_big", file=path.name, limit=MOST_MAPPING_BYTES // 2**20)
    try:
        return read_mapping(content.decode("utf-8-sig"), path.name)
    except UnicodeDecodeError:
        raise Refusal("online.not_utf8", file=path.name) from None


def save_mapping(mapping: OnlineMapping, path: Path) -> None:
    """Write the mapping to ``path``, replacing it as a whole. Raises ``Refusal`` where it cannot be written."""
    with beside(path) as part:
        part.write_bytes(write_mapping(mapping).encode())


def channel_of(plan: Plan, mapping: OnlineMapping) -> str:
    """The channel of rows that name none. Raises ``Refusal`` where the plan has no such online channel."""
    online = [channel.code for channel in plan.channels if not channel.paper]
    if mapping.channel in online or (not mapping.channel and online):
        return mapping.channel or online[0]
    raise Refusal("online.not_a_channel", found=mapping.channel or "—", expected=" ".join(online) or "—")


def group_of(plan: Plan, mapping: OnlineMapping) -> str:
    """The group whose form the source asks: the plan's first where the mapping names none."""
    return mapping.group or plan.groups[0].code


def guessed(survey: OpenSurvey, path: Path, group: str = "") -> OnlineMapping:
    """A mapping by the file's headings and the group's form; its source is named after the channel.

    Raises ``Refusal`` for a file that cannot be read, and a group that the plan does not have.
    """
    plan = survey.plan
    first = plan.groups[0].code
    form = survey.form_of_group(group or first)
    channel = next((channel for channel in plan.channels if not channel.paper), None)
    mapping = guess_mapping(path, form, channel.title if channel else path.stem, path.name)
    if group and group != first:
        mapping = replace(mapping, group=group)
    return read_mapping(write_mapping(mapping), path.name)


def preview_online(
    survey: OpenSurvey,
    path: Path,
    mapping: OnlineMapping,
    officials: Path | None = None,
) -> OnlineToTake:
    """What importing ``path`` would take, leave out and reject. Nothing is written.

    ``officials``: a list of phones and accounts of officials, in any columns. Raises ``Refusal``.
    """
    workflow.require(survey, Verb.IMPORT_ONLINE)
    plan = survey.plan
    group = group_of(plan, mapping)
    form = survey.form_of_group(group)
    channel = channel_of(plan, mapping)
    check_mapping(mapping, form)
    phones, accounts = read_officials(officials) if officials else (frozenset(), frozenset())
    known = {small(entry.name): entry.code for entry in queries.officers(survey)}
    known |= {small(entry.code): entry.code for entry in queries.officers(survey)}
    read = read_online(path, mapping, form, channel, _codes(survey), known)
    held = queries.online_held(survey, mapping.source)
    found = sort_out(read.rows, mapping.rules, plan, held.held, phones, accounts)
    taken = (*found.added, *found.aside, *found.comments)
    _refuse_unknown_channels(plan, taken)
    named = {row.officer for row in taken}
    new = [workflow.Entry(entry.code, entry.name) for entry in read.officers if entry.code in named]
    mapped = {code for code in mapping.values.get("@officer", {}).values() if code in named - set(known.values())}
    new += [workflow.Entry(code, code) for code in sorted(mapped - {entry.code for entry in new})]
    return OnlineToTake(
        file=read.file,
        source=mapping.source,
        origin=mapping.origin or path.name,
        group=group,
        rows=read.total,
        added=found.added,
        excluded=found.excluded,
        duplicates=found.duplicates,
        corrected=read.corrected,
        rejected=read.rejected,
        officers=tuple(new),
        file_sha256=read.sha256,
        mapping_sha256=mapping.sha256 or sha256(write_mapping(mapping)),
        seen=held.seen,
        aside=found.aside,
        comments=found.comments,
        on_paper=mapping.rules.on_paper,
    )


def _refuse_unknown_channels(plan: Plan, rows: Collection[OnlineRow]) -> None:
    online = {channel.code for channel in plan.channels if not channel.paper}
    for code in sorted({row.channel for row in rows} - online):
        raise Refusal("online.not_a_channel", found=code, expected=" ".join(sorted(online)))


class _Codes:
    """The code that a text means as unit or procedure: a code itself, or a name whatever its case and marks."""

    def __init__(self, survey: OpenSurvey) -> None:
        self._names = CatalogueNames(survey)
        kinds = ("unit", "procedure")
        self._known = {kind: {entry.code for entry in queries.catalogue(survey, kind)} for kind in kinds}

    def __call__(self, kind: str, text: str) -> str | None:
        return text if text in self._known[kind] else self._names.code(kind, text)


def _codes(survey: OpenSurvey) -> _Codes:
    return _Codes(survey)


def read_officials(path: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Phones and accounts of a list of officials, whatever its columns: every cell that reads as a phone number, and
    every one with an "@". Raises ``Refusal`` where the file cannot be read or has neither."""
    phones, accounts = set(), set()
    for sheet in read_workbook(path).sheets:
        for row in sheet.rows:
            for cell in row:
                text = cleaning.text(cell)[0] if cell != "" else ""
                if "@" in text:
                    accounts.add(small(text))
                elif text and (phone := cleaning.phone(cell)[0]):
                    phones.add(phone)
    if not phones and not accounts:
        raise Refusal("online.no_officials", file=path.name)
    return frozenset(phones), frozenset(accounts)


def accept_online(survey: OpenSurvey, found: OnlineToTake, progress: Progress | None = None) -> int:
    """Take the previewed answers; returns how many count. Where nothing is new, nothing is written.

    Raises ``Refusal`` where another import came between.
    """
    workflow.require(survey, Verb.IMPORT_ONLINE)
    taken = found.taken
    if not taken:
        return 0
    if found.officers:
        workflow.set_officers(survey, found.officers)
    plan = survey.plan
    told = workflow.OnlineImport(
        source=found.source,
        origin=found.origin,
        group=found.group,
        file_sha256=found.file_sha256,
        mapping_sha256=found.mapping_sha256,
        rows=found.rows,
        excluded={reason: count for reason, count in found.excluded.items() if reason != Reason.ON_PAPER},
        duplicates=found.duplicates,
        rejected=len(found.rejected),
        seen=found.seen,
        on_paper=found.on_paper,
    )
    answers = [
        workflow.OnlineAnswer(
            at=row.at,
            channel=row.channel,
            wave=wave_of(plan, row.day),
            unit=row.unit or None,
            procedure=row.procedure or None,
            officer=row.officer or None,
            dossier="" if row.comment else row.dossier,  # who comments answers for nobody
            answers=row.answers,
            comment=row.comment,
        )
        for row in taken
    ]
    workflow.import_online(survey, told, answers, of_total(len(answers), progress))
    return len(found.added)


def form_for(survey: OpenSurvey, mapping: OnlineMapping) -> Form:
    """The form that the mapping's questions are of. Raises ``Refusal`` for a group that the plan does not have."""
    return survey.form_of_group(group_of(survey.plan, mapping))
