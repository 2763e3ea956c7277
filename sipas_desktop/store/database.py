"""A survey file: made, opened by a name and password, closed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine

from sipas_desktop.domain.form import Form
from sipas_desktop.domain.plan import Plan
from sipas_desktop.domain.secret_digits import read_badge_code
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.place import Place, ServerAddress
from sipas_desktop.store import badges, keys, patience
from sipas_desktop.store.backups import back_up_file, folder_beside, refuse_strange
from sipas_desktop.store.drive import trouble_in
from sipas_desktop.store.engine import known_errors
from sipas_desktop.store.first_facts import write_first_facts
from sipas_desktop.store.migrations import is_older, migrate, version_of
from sipas_desktop.store.moved import refuse_moved
from sipas_desktop.store.server_schema import migrate_there, publish
from sipas_desktop.store.server_survey import new_database, reached
from sipas_desktop.store.survey import About as About
from sipas_desktop.store.survey import OpenSurvey as OpenSurvey
from sipas_desktop.store.survey import Operator as Operator
from sipas_desktop.store.survey_name import refuse_taken, take_name
from sipas_desktop.store.wal import refuse_damaged_wal
from sipas_desktop.taking_place import go_on
from sipas_desktop.unfinished import unfinished

SMALLEST: Final = 512  # bytes: no page of a database is smaller


def create_survey(
    place: Place,
    plan: Plan,
    forms: Mapping[str, Form],
    administrator: str,
    password: str,
    title: str = "",
    furnish: Callable[[OpenSurvey], None] | None = None,
    logo: bytes | None = None,
) -> OpenSurvey:
    """Make a survey file from a plan and open it; ``furnish`` writes what else belongs to a new one.

    ``logo`` is the PNG that the plan names for the head of ballots.

    Made under another name and renamed when whole, the survey last, so that a power cut leaves no half survey. Raises
    ``Refusal`` where the place is taken; leaves nothing then.
    """
    if not isinstance(place, Path):
        return _create_there(place, plan, forms, administrator, password, title, furnish, logo)
    path, name = place, keys.clean_name(administrator)
    survey_id = secrets.token_hex(16)
    with known_errors(path.parent):
        refuse_taken(path)
        with unfinished(path.parent) as part:
            unlocked = keys.create(part, survey_id, title or plan.title, name, password)
            with _first_open(part, unlocked.key, name) as survey:
                with survey.writing() as tx:
                    write_first_facts(tx, plan, forms, survey_id, title or plan.title, logo)
                if furnish is not None:
                    furnish(survey)
            if part.with_name(part.name + "-wal").exists():
                raise trouble_in(path.parent)  # not all of it went into the file that gets the name
            refuse_taken(path)
            take_name(part, path)
        return OpenSurvey(path, unlocked.key, name, unlocked)


def _create_there(
    address: ServerAddress,
    plan: Plan,
    forms: Mapping[str, Form],
    administrator: str,
    password: str,
    title: str,
    furnish: Callable[[OpenSurvey], None] | None,
    logo: bytes | None,
) -> OpenSurvey:
    """Make a survey in an empty database; nobody can open it before all of it is there."""
    name, survey_id, title = keys.clean_name(administrator), secrets.token_hex(16), title or plan.title
    with known_errors(), new_database(address) as (engine, holder):
        unlocked = keys.create(holder, survey_id, title, name, password)
        survey = OpenSurvey(address, unlocked.key, name, unlocked, engine)
        try:
            with survey.writing() as tx:
                write_first_facts(tx, plan, forms, survey_id, title, logo)
            if furnish is not None:
                furnish(survey)
            publish(survey._held)
        except BaseException:
            survey._held.close()
            raise
    return survey


def _first_open(path: Path, key: bytes, name: str) -> OpenSurvey:
    survey = OpenSurvey(path, key, name)
    try:
        migrate(survey._held)
    except BaseException:
        survey.close()
        raise
    return survey


def open_survey(place: Place, operator: str, password: str) -> OpenSurvey:
    """Open the survey at ``place``.

    Raises ``Refusal`` where there is no such file or database, the name or password is wrong or a newer program wrote
    it, ``Damaged`` where it cannot be read.
    """
    with known_errors(_folder_of(place)), _reached(place) as (holder, engine):
        content = keys.read(holder)
        with patience.guess(content["survey"]):
            unlocked = keys.sign_in(holder, operator, password)
        own = [badge for badge, slot in content["badges"].items() if slot.get("owner") == unlocked.place[1]]
        patience.forgive(content["survey"], own)
        return _opened(place, unlocked.key, unlocked.name, unlocked, engine)


def open_by_badge(place: Place, scanned: str, pin: str) -> OpenSurvey:
    """Open the survey at ``place`` as the operator whose badge was scanned.

    Raises ``Refusal`` badge.unreadable, badge.unknown, badge.wrong_pin, badge.locked, and what ``open_survey`` raises.
    """
    secret = read_badge_code(scanned)
    if secret is None:
        raise Refusal("badge.unreadable")
    with known_errors(_folder_of(place)), _reached(place) as (holder, engine):
        content = keys.read(holder)
        with patience.guess(content["survey"]), patience.pin(content["survey"], badges.id_of(content, secret)):
            unlocked = badges.sign_in(holder, secret, pin)
        return _opened(place, unlocked.key, unlocked.name, unlocked, engine)


def open_with_key(place: Place, key: bytes, operator: str) -> OpenSurvey:
    """Open the survey at ``place`` by its key itself, as it stands on the recovery sheet; a file needs no key file.

    Raises ``Damaged`` where the key is another survey's, and ``Refusal`` where ``operator`` has no account.
    """
    with known_errors(_folder_of(place)), _reached(place) as (holder, engine):
        if engine is not None:  # no cipher tells a wrong key from the right one there
            keys.read_own(holder, key)
        return _opened(place, key, keys.clean_name(operator), None, engine)


def survey_id_of(place: Place) -> str:
    """The random id of the survey at ``place``, readable without a password; "" where its keys are lost."""
    try:
        return str(_content_of(place)["survey"])
    except Damaged:
        return ""
    except Refusal as refusal:
        if not isinstance(place, Path) and refusal.code != "keys.missing":
            raise
        return ""


def title_of(place: Place) -> str:
    """The title of the survey at ``place``, readable without a password."""
    return str(_content_of(place).get("title", ""))


def _content_of(place: Place) -> dict[str, Any]:
    if isinstance(place, Path):
        with known_errors(place.parent):
            go_on(place)
        return keys.read(place)
    with known_errors(), reached(place) as (holder, engine):
        try:
            return keys.read(holder)
        finally:
            engine.dispose()


@contextmanager
def _reached(place: Place) -> Iterator[tuple[keys.Holder, Engine | None]]:
    """Where the keys of the survey are, and on a server the connections to it, which close where opening it fails."""
    if isinstance(place, Path):
        _refuse_no_file(place)
        yield place, None
        return
    with reached(place) as found:
        yield found


def _folder_of(place: Place) -> Path | None:
    return place.parent if isinstance(place, Path) else None


def _refuse_no_file(path: Path) -> None:
    go_on(path)  # a restore that was killed while the backup took the file's place
    if not path.is_file():
        raise Refusal("file.missing", path=path)


def _opened(
    place: Place, key: bytes, name: str, unlocked: keys.Unlocked | None = None, engine: Engine | None = None
) -> OpenSurvey:
    left = False
    if isinstance(place, Path):
        if place.stat().st_size < SMALLEST:
            raise Damaged("file.damaged")  # SQLite would take it for a new file and write into it
        refuse_damaged_wal(place)
        left = place.with_name(place.name + "-wal").exists()
    survey = OpenSurvey(place, key, name, unlocked, engine)
    try:
        refuse_moved(survey._held)
        if isinstance(place, Path):
            _bring_up_to_date(survey, place, left=left)
        else:
            migrate_there(survey._held, place.database)
        _ = survey.operator  # refuses an operator whose account was taken away
    except BaseException:
        survey.close()
        raise
    return survey


def _bring_up_to_date(survey: OpenSurvey, path: Path, *, left: bool) -> None:
    if version_of(survey._held) == 0:
        raise Damaged("file.damaged")
    if left:  # a power cut may have torn pages while the log was written into the file: it has them whole
        survey._held.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").close()
    older = is_older(survey._held)
    survey._held.rollback()
    if older:  # what a migration did wrong could be undone by nothing else
        back_up_file(path, survey.file_key, [folder_beside(path)])
    migrate(survey._held)


def open_like(survey: OpenSurvey, path: Path) -> OpenSurvey:
    """Open another file of this survey, such as a hand-out that came back, as the same person: no password asked.

    Raises ``Refusal`` keys.no_slot where her slot there is another one, and all that ``open_survey`` raises.
    """
    if survey.unlocked is None:
        raise Refusal("keys.no_slot", name=survey.signed_in)
    with known_errors(path.parent):
        _refuse_no_file(path)
        unlocked = keys.sign_in_like(path, survey.unlocked)
        refuse_strange(path, unlocked.key)
        return _opened(path, unlocked.key, unlocked.name, unlocked)
