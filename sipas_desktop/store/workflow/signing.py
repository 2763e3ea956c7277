"""The key with which this office signs its packages, and the keys of the offices whose packages it takes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from sipas_desktop import signature
from sipas_desktop.domain.fact import FactKind
from sipas_desktop.domain.package import fingerprint
from sipas_desktop.domain.roles import Verb
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.store import models as m
from sipas_desktop.store.database import OpenSurvey
from sipas_desktop.store.facts import Transaction
from sipas_desktop.store.on_package import KEY_IN_USE, OFFICE
from sipas_desktop.store.package_rows import KEEP_SECRET, SECRET
from sipas_desktop.store.references import ref_of
from sipas_desktop.store.statements import Statement
from sipas_desktop.store.workflow.permission import acting, require

LONGEST_NAME = 200

_UNIT = Statement(
    select(m.catalogue.c.code).where(m.catalogue.c.kind == "unit", m.catalogue.c.code == bindparam("code"))
)


def signing_key(survey: OpenSurvey) -> str:
    """The public key of the office, which is made where there is none yet."""
    with acting(survey, Verb.SET_OFFICE_KEYS) as tx:
        known = KEY_IN_USE.first(tx.conn)
        return str(known[0]) if known else _set(tx, signature.new_key(), None)


def make_signing_key(survey: OpenSurvey) -> str:
    """Make the office a new key in place of the one that it has; its public key. Others have to register it anew."""
    with acting(survey, Verb.SET_OFFICE_KEYS) as tx:
        return _set(tx, signature.new_key(), None)


def carry_signing_key(survey: OpenSurvey, source: OpenSurvey) -> str:
    """Take over the key of another survey of this office; its public key.

    Raises ``Refusal`` where that survey has none, or this one has it already.
    """
    require(source, Verb.SET_OFFICE_KEYS)
    with source.reading() as conn:
        known = KEY_IN_USE.first(conn)
        private = known and SECRET.scalar(conn, public=known[0])
    if private is None:
        raise Refusal("signing.none", title=source.about.title)
    with acting(survey, Verb.SET_OFFICE_KEYS) as tx:
        return _set(tx, private, source.about.id)


def _set(tx: Transaction, private: str, source: str | None) -> str:
    public = signature.public_of(private)
    known = KEY_IN_USE.first(tx.conn)
    if known and known[0] == public:
        raise Refusal("signing.same")
    if SECRET.first(tx.conn, public=public) is None:
        KEEP_SECRET.run(tx.conn, public=public, private=private)
    before = ref_of(tx.conn, known[1]) if known else None
    tx.append(FactKind.SIGNING_KEY_SET, public=public, source=source, supersedes=before)
    return public


def sign(survey: OpenSurvey, public: str, data: bytes) -> bytes:
    """The signature of the office over ``data`` with its key ``public``."""
    require(survey, Verb.EXPORT)
    require(survey, Verb.SET_OFFICE_KEYS)
    with survey.reading() as conn:
        private = SECRET.scalar(conn, public=public)
    if private is None:
        raise Damaged("file.damaged")
    return signature.sign(private, data)


def register_office(survey: OpenSurvey, name: str, public: str, units: Sequence[str] = ()) -> None:
    """Take packages that are signed with the key ``public``, of ``units`` only where any are given.

    Raises ``Refusal`` for an empty or too long name, a unit that the catalogue does not have, the office's own key, and
    where all is known already.
    """
    clean = normalise(name)
    if not clean or len(clean) > LONGEST_NAME:
        raise Refusal("offices.bad_name", most=LONGEST_NAME)
    codes = sorted({normalise(unit) for unit in units})
    with acting(survey, Verb.SET_OFFICE_KEYS) as tx:
        for code in codes:
            if _UNIT.first(tx.conn, code=code) is None:
                raise Refusal("catalogues.unknown_unit", found=code)
        own = KEY_IN_USE.first(tx.conn)
        if own and own[0] == public:
            raise Refusal("offices.own_key")
        _set_office(tx, public, clean, codes, removed=False)


def remove_office(survey: OpenSurvey, public: str) -> None:
    """Take no more packages with this key; what was merged stays. Raises ``Refusal`` where nobody has it."""
    with acting(survey, Verb.SET_OFFICE_KEYS) as tx:
        known = OFFICE.first(tx.conn, public=public)
        if known is None or known[2]:
            raise Refusal("offices.unknown", fingerprint=fingerprint(public))
        _set_office(tx, public, known[0], [], removed=True)


def _set_office(tx: Transaction, public: str, name: str, units: Sequence[str], *, removed: bool) -> None:
    known = OFFICE.first(tx.conn, public=public)
    before = ref_of(tx.conn, known[3]) if known else None
    tx.append(FactKind.OFFICE_SET, public=public, name=name, units=list(units), removed=removed, supersedes=before)
