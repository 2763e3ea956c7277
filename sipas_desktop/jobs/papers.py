"""The paper that goes out with the ballots: envelopes, letters, interviewers' lists, from the survey's own data."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sipas_desktop import __version__, paths
from sipas_desktop.beside import beside
from sipas_desktop.domain import serial as serials
from sipas_desktop.domain.ballot import State
from sipas_desktop.domain.fieldwork import Outcome
from sipas_desktop.domain.plan import Identity, Plan
from sipas_desktop.domain.post import Addressee, Letter, LetterKind, filled
from sipas_desktop.domain.post_file import read_letter
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.toml_reader import text_of
from sipas_desktop.domain.vietnamese import date_document, fold, sort_key
from sipas_desktop.errors import Refusal
from sipas_desktop.jobs.calendar import today
from sipas_desktop.jobs.catalogues import catalogue_names
from sipas_desktop.jobs.progress import Progress, of_total
from sipas_desktop.paper.ballot import Printed
from sipas_desktop.paper.document_pdf import About
from sipas_desktop.paper.envelope import EnvelopeSize, Sender, print_envelopes, print_return_envelopes
from sipas_desktop.paper.report_head import BLANK_NUMBER, letterhead_of, signature_of
from sipas_desktop.paper.report_model import Letterhead, Signature
from sipas_desktop.paper.whole_file import publish
from sipas_desktop.store import queries, workflow
from sipas_desktop.store.database import OpenSurvey

MOST_BLANK = 1000  # envelopes or letters without a name in one file
EVERYBODY = "*"  # in place of an interviewer's code
PERSONAL = "Có dữ liệu cá nhân"  # in the properties of the file
_NOT_REMINDED = frozenset({Outcome.MOVED, Outcome.WRONG_ADDRESS, Outcome.DEAD, Outcome.NOT_A_USER})
_REMINDED = frozenset({State.STOCK, State.OUT, State.NOT_MET, State.UNDELIVERED})


@dataclass(frozen=True)
class Papered:
    """A file that was made. ``personal``: it names people; ``head`` is printed in it, "" where none is."""

    documents: int
    pages: int
    sha256: str
    personal: bool = False
    head: str = ""


@dataclass(frozen=True)
class Wanted:
    """For whom: members of ``unit``, agencies that the plan lists for ``group``, or ``count`` blank ones."""

    unit: str | None = None
    group: str | None = None
    count: int = 1


# -- to whom ----------------------------------------------------------------------------------------------------------


def addressees(survey: OpenSurvey, wanted: Wanted, *, waiting: bool = False) -> list[Addressee]:
    """To whom paper goes: the official list by unit and name in Vietnamese order, the agencies of a group, or blanks.

    ``waiting``: only members whose ballot is not back and who did not refuse. Their numbers are those of the whole
    list, the same in every paper. Raises ``Refusal``.
    """
    workflow.require(survey, Verb.PRINT_BALLOTS)
    _refuse_unlinked(survey)
    plan = survey.plan
    if not 1 <= wanted.count <= MOST_BLANK:
        raise Refusal("papers.count", found=wanted.count, most=MOST_BLANK)
    if wanted.group is not None and plan.group(wanted.group) is None:
        expected = " ".join(group.code for group in plan.groups)
        raise Refusal("plan.unknown_group", found=wanted.group, expected=expected)
    asked = [name for group in plan.groups if wanted.group in (None, group.code) for name in group.asked]
    if (wanted.group is None or not asked) and queries.has_official_list(survey):
        found = _members(survey, waiting)
        if wanted.unit is not None:
            found = [each for each in found if fold(each.unit) == fold(wanted.unit)]
        if not found:
            raise Refusal("papers.nobody")
        return found
    if plan.identity is Identity.LINKED:
        raise Refusal("papers.nobody")
    if asked:
        return [Addressee(number, name) for number, name in enumerate(asked, start=1)]
    return [Addressee()] * wanted.count


def _refuse_unlinked(survey: OpenSurvey) -> None:
    """Raises ``Refusal`` where nobody knows any more which ballot was whose."""
    if queries.links_are_gone(survey):
        raise Refusal("unlink.after")


def _members(survey: OpenSurvey, waiting: bool) -> list[Addressee]:
    rows = queries.sample_members(survey, "official")
    rows.sort(key=lambda row: (sort_key(row.unit), sort_key(row.name), row.position))
    members = [
        Addressee(
            number=number,
            name=row.name,
            address=row.address,
            phone=row.phone,
            unit=row.unit,
            procedure=row.procedure,
            dossier=row.dossier,
            serial=serials.show(row.serial) if row.serial else "",
        )
        for number, row in enumerate(rows, start=1)
    ]
    if not waiting or survey.plan.identity is not Identity.LINKED:
        return members
    out = {serials.show(each.serial) for each in queries.ballots(survey) if each.state in _REMINDED}
    gone = {serials.show(each.serial) for each in queries.members_in_field(survey) if each.outcome in _NOT_REMINDED}
    return [each for each in members if each.serial in out - gone]


# -- envelopes --------------------------------------------------------------------------------------------------------


def make_envelopes(
    survey: OpenSurvey, out: Path, wanted: Wanted, size: EnvelopeSize, progress: Progress | None = None
) -> Papered:
    """Print an envelope for each addressee into ``out``, a PDF. Raises ``Refusal``."""
    found = addressees(survey, wanted)
    heard = of_total(len(found), progress)
    with beside(_pdf(out)) as part:
        personal = _names_people(found)
        about = PERSONAL if personal else ""
        each = _told(found, heard)
        printed = print_envelopes(each, _sender(survey.plan), size, part, title="Phong bì gửi phiếu", subject=about)
    return _papered(printed, personal)


def make_return_envelopes(survey: OpenSurvey, out: Path, size: EnvelopeSize, count: int = 1) -> Papered:
    """Print ``count`` return envelopes, on which nobody is named, into ``out``, a PDF. Raises ``Refusal``."""
    workflow.require(survey, Verb.PRINT_BALLOTS)
    if not 1 <= count <= MOST_BLANK:
        raise Refusal("papers.count", found=count, most=MOST_BLANK)
    plan = survey.plan
    with beside(_pdf(out)) as part:
        title = "Phong bì gửi lại phiếu"
        printed = print_return_envelopes(_sender(plan), plan.post, size, part, count=count, title=title)
    return _papered(printed, personal=False)


def _sender(plan: Plan) -> Sender:
    return Sender(plan.owner, plan.post.return_address)


# -- letters ----------------------------------------------------------------------------------------------------------


def letter_text(plan: Plan, kind: LetterKind, own: Path | None = None) -> Letter:
    """The letter as the file ``own`` words it, else the plan, else the one that ships. Raises ``Refusal``."""
    if own is None and kind in plan.letters:
        return plan.letters[kind]
    path = own or paths.resources() / "letters" / f"{kind.value}.toml"
    try:
        return read_letter(text_of(path), path.name)
    except FileNotFoundError:
        raise Refusal("plan.file_missing", file=path.name) from None
    except UnicodeDecodeError:
        raise Refusal("plan.not_utf8", file=path.name) from None


def make_letters(
    survey: OpenSurvey,
    out: Path,
    kind: LetterKind,
    wanted: Wanted,
    *,
    deadline: datetime.date | None = None,
    text: Path | None = None,
    progress: Progress | None = None,
) -> Papered:
    """Print a cover letter or a reminder for each addressee into ``out``, a PDF. Raises ``Refusal``."""
    found = addressees(survey, wanted, waiting=kind is LetterKind.REMINDER)
    return print_letters(survey, out, kind, found, deadline=deadline, text=text, progress=progress)


def print_letters(
    survey: OpenSurvey,
    out: Path,
    kind: LetterKind,
    found: Sequence[Addressee],
    *,
    deadline: datetime.date | None = None,
    text: Path | None = None,
    progress: Progress | None = None,
) -> Papered:
    """Print a letter to each of ``found`` into ``out``, a PDF. Raises ``Refusal``."""
    from sipas_desktop.paper.letter_pdf import letters_pdf  # loads slowly

    letter = letter_text(survey.plan, kind, text)
    plan, day = survey.plan, deadline or survey.plan.fieldwork[1]
    written = [filled(letter, _values(plan, survey.about.title, each, day)) for each in found]
    personal = _names_people(found)
    about = _about(plan, letter.subject, personal)
    data, pages = letters_pdf(written, *_official(plan), about, heard=_pages(len(found), progress))
    return _publish(data, out, len(found), pages, personal)


def _values(plan: Plan, title: str, to: Addressee, deadline: datetime.date) -> Mapping[str, str]:
    return {
        "name": to.name,
        "address": to.address,
        "unit": to.unit,
        "procedure": to.procedure,
        "dossier": to.dossier,
        "serial": to.serial,
        "survey": title,
        "owner": plan.owner,
        "year": str(plan.year),
        "start": date_document(plan.fieldwork[0]),
        "end": date_document(plan.fieldwork[1]),
        "deadline": date_document(deadline),
        "phone": plan.post.phone,
    }


# -- the interviewer's list -------------------------------------------------------------------------------------------


def make_assignment(
    survey: OpenSurvey,
    out: Path,
    *,
    unit: str | None = None,
    phones: bool = False,
    interviewer: str | None = None,
    progress: Progress | None = None,
) -> Papered:
    """Print whom interviewers bring ballots to, a part for each unit, into ``out``, a PDF.

    With ``interviewer`` each part is of one: of hers, or with EVERYBODY of all of them, one after the other.
    Where ballots are handed out by number the list has their numbers only; with a ballot box there is none, since it
    would tell who had which. Raises ``Refusal``.
    """
    from sipas_desktop.paper.assignment_pdf import AssignmentPart, assignment_pdf  # loads slowly

    workflow.require(survey, Verb.PRINT_BALLOTS)
    identity = survey.plan.identity
    if identity is Identity.ANONYMOUS:
        raise Refusal("papers.anonymous")
    named = identity is Identity.LINKED
    rows = addressees(survey, Wanted()) if named else _by_number(survey)
    visits = _who_visits(survey, interviewer, named)
    by_part: dict[tuple[str, str], list[Addressee]] = defaultdict(list)
    for row in rows:
        if (unit is None or fold(row.unit) == fold(unit)) and (code := visits(row)) is not None:
            by_part[code, row.unit].append(row)
    names = {each.code: each.name for each in queries.interviewers(survey)}
    consents = tuple(dict.fromkeys(form.consent for form in survey.forms.current().values() if form.consent))
    parts = [
        AssignmentPart(
            name,
            tuple(replace(row, number=n) for n, row in enumerate(members, start=1)) if not named else tuple(members),
            named,
            " · ".join(part for part in (code, names.get(code, "")) if part),
            consents if named else (),
        )
        for (code, name), members in sorted(by_part.items(), key=lambda part: part[0][0])  # units keep their order
    ]
    about = _about(survey.plan, survey.about.title, named)
    data, pages = assignment_pdf(parts, about, phones=phones, heard=_pages(len(parts), progress))
    return _publish(data, out, len(parts), pages, named)


def _who_visits(survey: OpenSurvey, interviewer: str | None, named: bool) -> Callable[[Addressee], str | None]:
    """Whose part of the list somebody stands on: "" where lists are not of interviewers, None for nobody's."""
    if interviewer is None:
        return lambda row: ""
    if named:
        who = {serials.show(each.serial): each.interviewer for each in queries.members_in_field(survey) if each.serial}
    else:
        who = {serials.show(serial): code for serial, code in queries.ballots_with(survey).items()}

    def visits(row: Addressee) -> str | None:
        code = who.get(row.serial, "")
        return code if code and interviewer in (EVERYBODY, code) else None

    return visits


def _by_number(survey: OpenSurvey) -> list[Addressee]:
    """The printed ballots that are not back, by unit and number."""
    names = catalogue_names(survey)["unit"]
    printed = on_paper(survey, spare=False)
    out = [each for each in queries.ballots(survey) if each.state in _REMINDED and printed(each.serial)]
    rows = [Addressee(serial=serials.show(each.serial), unit=names.get(each.unit, each.unit)) for each in out]
    return sorted(rows, key=lambda row: (sort_key(row.unit), row.serial))


def on_paper(survey: OpenSurvey, *, spare: bool) -> Callable[[str], bool]:
    """Whether a serial is of printed paper, not of an online answer; ``spare``: or of a label."""
    runs = [run for run in queries.runs(survey) if spare or run.purpose == "ballots"]
    spans = [(run.first_serial, run.last_serial) for run in runs]
    return lambda serial: any(first <= serial <= last for first, last in spans)


# -- files ------------------------------------------------------------------------------------------------------------


def _names_people(found: Sequence[Addressee]) -> bool:
    """Whether the official list is among them; agencies of the plan and blanks name nobody."""
    return any(each.address or each.unit or (each.name and each.serial) for each in found)


def _pdf(out: Path) -> Path:
    if out.suffix.lower() != ".pdf":
        raise Refusal("papers.only_pdf", found=out.suffix)
    return out


def _told(found: Sequence[Addressee], heard: Callable[[int], None] | None) -> Iterator[Addressee]:
    for number, each in enumerate(found, start=1):
        yield each
        if heard is not None:
            heard(number)


def _pages(parts: int, progress: Progress | None) -> Callable[[int], None] | None:
    """``progress`` by pages, of which there is at least one for each of the ``parts``."""
    if progress is None:
        return None
    return lambda page: progress(min(page, parts), parts)


def _papered(printed: Printed, personal: bool) -> Papered:
    return Papered(printed.ballots, printed.pages, printed.sha256, personal)


def _publish(data: bytes, out: Path, documents: int, pages: int, personal: bool) -> Papered:
    return Papered(documents, pages, publish(data, _pdf(out)), personal)


def _about(plan: Plan, title: str, personal: bool) -> About:
    author = " ".join(plan.document.issuer.split()) or plan.owner
    return About(title, author, PERSONAL if personal else title, __version__, today())


def _official(plan: Plan) -> tuple[Letterhead, Signature]:
    """Head and foot of an official letter: no kind in its number, no recipients but the one it is to."""
    head = letterhead_of(plan.document, plan.year, "", "")
    number = plan.document.number.replace("/BC-", "/")
    signed = signature_of(plan.document)
    kept = signed.recipients[-1:] if plan.document.recipients else ()
    return replace(head, number=f"Số:{BLANK_NUMBER}{number}"), replace(signed, recipients=("- Như trên;", *kept))
