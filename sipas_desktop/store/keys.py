"""The key file beside a survey: the survey's random key, sealed once for each operator and opened by her password.

Who has the survey file alone, or both without a password, can read nothing but the survey's title. An operator's slot
is found by a keyed hash of her name, so that names do not stand in the clear. Adding or changing a password never
touches the encrypted data, and a new file's key can be given to an operator without her password (``share``), so that
the same person is the same person on every station. What a slot holds: ``key_slots``.

The whole file carries an HMAC-SHA256 under a key derived from the survey's key, so that a changed title or a removed
slot shows. Whoever changes the file holds the survey's write transaction meanwhile, so that two changes do not undo
each other; what is slow (Argon2id) is made ready before, as a ``Prepared``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from sipas_desktop.beside import give_name, sync_folder
from sipas_desktop.domain.fact import canonical
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Damaged, Refusal, system_detail
from sipas_desktop.store import key_slots as ks
from sipas_desktop.store.key_slots import KEY_BYTES, Cost
from sipas_desktop.unfinished import unfinished

FORMAT: Final = 1
MIN_PASSWORD: Final = 4
MOST_BYTES: Final = 4 << 20  # of a key file: several thousand operators

COST = Cost()


@dataclass(frozen=True)
class Unlocked:
    """A key file that somebody opened. ``place`` and ``private`` open another file that ``share`` made for her."""

    name: str
    key: bytes = field(repr=False)
    place: tuple[str, str]  # which slot, in which part of the file
    private: bytes = field(repr=False)


@dataclass(frozen=True)
class Prepared:
    """A slot that is ready to be put into the file. ``instead_of``: the public key that must stand there till then."""

    place: tuple[str, str]
    slot: ks.Slot = field(repr=False)
    private: bytes = field(repr=False)
    instead_of: str | None = None


class KeyRow(Protocol):
    """Where a survey on a server has what else stands in a key file."""

    def read(self) -> str:
        """Its text. Raises ``Refusal`` where there is none."""

    def write(self, text: str) -> None:
        """Put ``text`` in its place, as part of the transaction that changes it."""


Holder = Path | KeyRow  # the survey whose keys are meant: a file, which has them beside it, or one on a server


def path_of(survey: Path) -> Path:
    """The key file of the survey file at ``survey``."""
    return survey.with_name(survey.name + ".keys")


def clean_name(name: str) -> str:
    """An operator's name as it is compared: NFC, single spaces. Raises ``Refusal`` for what is not Unicode text."""
    clean = normalise(name)
    if any("\ud800" <= letter <= "\udfff" for letter in clean):
        raise Refusal("file.not_text")
    return clean


# -- made --------------------------------------------------------------------------------------------------------------


def create(survey: Holder, survey_id: str, title: str, name: str, password: str) -> Unlocked:
    """Make the key file of a new survey with one slot. Raises ``Refusal`` for a password that is too short."""
    return make_anew(survey, secrets.token_bytes(KEY_BYTES), survey_id, title, name, password)


def make_anew(survey: Holder, key: bytes, survey_id: str, title: str, name: str, password: str) -> Unlocked:
    """Make the key file of a survey whose ``key`` is known, with one slot: what was there before is gone."""
    content = _new(survey_id, title, secrets.token_hex(16))
    prepared = _prepare(content, key, name, password)
    _put(content, prepared)
    write(survey, content, key)
    return Unlocked(clean_name(name), key, prepared.place, prepared.private)


def share(source: Holder, key: bytes, target: Holder, names: Iterable[str], title: str) -> bytes:
    """Make the key file of ``target``, another file of the same survey, with a new key; returns that key.

    It holds the slots of ``names`` (and their badges) as they stand beside ``source``, whose ``key`` is given, with the
    new key sealed to each: the same password opens both files. Raises ``Refusal`` keys.no_slot for a name without one.
    """
    content = read_own(source, key)
    new = secrets.token_bytes(KEY_BYTES)
    shared = _new(content["survey"], title, content["salt"])
    for name in names:
        own = slot_id(content, name)
        if own not in content["slots"]:
            raise Refusal("keys.no_slot", name=clean_name(name))
        places = [("slots", own)]
        places += [("badges", badge) for badge, slot in content["badges"].items() if slot["owner"] == own]
        for place in places:
            slot = content[place[0]][place[1]]
            shared[place[0]][place[1]] = slot | _seal(content, new, slot, place)
    write(target, shared, new)
    return new


# -- opened ------------------------------------------------------------------------------------------------------------


def unlock(survey: Holder, name: str, password: str) -> bytes:
    """The survey's key; raises as ``sign_in`` does."""
    return sign_in(survey, name, password).key


def sign_in(survey: Holder, name: str, password: str) -> Unlocked:
    """Open the key file. Raises ``Refusal`` for a wrong name or password (not which), ``Damaged`` if tampered."""
    content = read(survey)
    place = ("slots", slot_id(content, name))
    slot = content["slots"].get(place[1])
    if slot is None:
        ks.derive(password, bytes(16), COST)  # an unknown name takes as long as a wrong password
        raise Refusal("keys.wrong_password")
    private = _unwrap(content, slot, password, place)
    return Unlocked(clean_name(name), unseal(content, slot, private, place), place, private)


def sign_in_like(survey: Holder, unlocked: Unlocked) -> Unlocked:
    """Open the key file of another file of the same survey as the same person, who opened ``unlocked``.

    Raises ``Refusal`` keys.no_slot where she has no slot there, or a newer one.
    """
    content = read(survey)
    slot = content[unlocked.place[0]].get(unlocked.place[1])
    if not isinstance(slot, dict) or slot.get("public") != _public(unlocked.private):
        raise Refusal("keys.no_slot", name=unlocked.name)
    key = unseal(content, slot, unlocked.private, unlocked.place)
    return Unlocked(unlocked.name, key, unlocked.place, unlocked.private)


# -- changed -----------------------------------------------------------------------------------------------------------


def prepare(survey: Holder, key: bytes, name: str, password: str) -> Prepared:
    """A new slot for ``name``: hers until now, if any, opens nothing more once it is put into the file."""
    return _prepare(read_own(survey, key), key, name, password)


def prepare_rewrap(survey: Holder, name: str, old: str, new: str) -> Prepared:
    """The slot of ``name`` with another password. Raises ``Refusal`` where ``old`` is wrong or ``new`` too short."""
    content = read(survey)
    place = ("slots", slot_id(content, name))
    slot = content["slots"].get(place[1])
    if slot is None:
        raise Refusal("keys.wrong_password")
    private = _unwrap(content, slot, old, place)
    _refuse_short(new)
    wrapped = ks.wrap(private, new, bound_to(content, place), COST)
    return Prepared(place, slot | wrapped, private, slot["public"])


def put(survey: Holder, key: bytes, prepared: Prepared) -> None:
    """Put a prepared slot into the file. Hold the survey's write transaction meanwhile."""
    content = read_own(survey, key)
    _put(content, prepared)
    write(survey, content, key)


def drop(survey: Holder, key: bytes, name: str) -> None:
    """Take the slot of ``name`` and her badges out of the file. Hold the survey's write transaction meanwhile."""
    content = read_own(survey, key)
    own = slot_id(content, name)
    content["slots"].pop(own, None)
    content["badges"] = {badge: slot for badge, slot in content["badges"].items() if slot["owner"] != own}
    write(survey, content, key)


# -- read --------------------------------------------------------------------------------------------------------------


def title_of(survey: Holder) -> str:
    """The survey's title, readable without a password."""
    return str(read(survey).get("title", ""))


def read(survey: Holder) -> dict[str, Any]:
    """The key file of ``survey`` as it stands. Raises ``Refusal`` where there is none, ``Damaged`` where it is none."""
    try:
        content = json.loads(text_of(path_of(survey)) if isinstance(survey, Path) else survey.read())
        canonical(content).encode()  # an escaped half of a character is no text
    except FileNotFoundError as error:
        raise Refusal("keys.missing", path=Path(error.filename).name) from None
    except OSError as error:
        raise Refusal("file.system", detail=system_detail(error)) from None
    except (ValueError, RecursionError):
        raise Damaged("keys.damaged") from None
    if not isinstance(content, dict) or not isinstance(content.get("slots"), dict):
        raise Damaged("keys.damaged")
    # Without a password only this tells damage from a wrong password; against forgery there is the mac. The sum is
    # taken in every format alike, so that a damaged file is not taken for a newer one.
    written = content.get("format")
    if content.get("sum") != _sum(content) or type(written) is not int or written < 1:
        raise Damaged("keys.damaged")
    if written > FORMAT:
        raise Refusal("file.newer", found=written, known=FORMAT)
    if any(type(content.get(part)) is not kind for part, kind in _PARTS):
        raise Damaged("keys.damaged")
    return content


def text_of(path: Path) -> str:
    """The text of the key file at ``path``. Raises ``ValueError`` where it is longer than any, or no text."""
    with path.open("rb") as stream:
        held = stream.read(MOST_BYTES + 1)
    if len(held) > MOST_BYTES:
        raise ValueError(path.name)
    return held.decode("utf-8")


_PARTS: Final = (("survey", str), ("title", str), ("salt", str), ("slots", dict), ("badges", dict), ("mac", str))


def read_own(survey: Holder, key: bytes) -> dict[str, Any]:
    """The key file, known to be the one that the survey's own ``key`` made."""
    content = read(survey)
    _refuse_forged(content, key)
    return content


# -- inside ------------------------------------------------------------------------------------------------------------


def _new(survey_id: str, title: str, salt: str) -> dict[str, Any]:
    return {"format": FORMAT, "survey": survey_id, "title": title, "salt": salt, "slots": {}, "badges": {}}


def _prepare(content: dict[str, Any], key: bytes, name: str, password: str) -> Prepared:
    _refuse_short(password)
    if not clean_name(name):
        raise Refusal("operators.no_name")
    place = ("slots", slot_id(content, name))
    return Prepared(place, *ks.make_slot(key, password, bound_to(content, place), COST))


def _put(content: dict[str, Any], prepared: Prepared) -> None:
    part, own = prepared.place
    if prepared.instead_of is not None and content[part].get(own, {}).get("public") != prepared.instead_of:
        raise Refusal("keys.wrong_password")  # somebody gave her another one meanwhile
    if part == "badges":  # one badge a person
        owner = prepared.slot["owner"]
        content[part] = {badge: slot for badge, slot in content[part].items() if slot["owner"] != owner}
    content[part][own] = prepared.slot


def _unwrap(content: dict[str, Any], slot: ks.Slot, secret: str, place: tuple[str, str]) -> bytes:
    return ks.unwrap(slot, secret, bound_to(content, place))


def unseal(content: dict[str, Any], slot: ks.Slot, private: bytes, place: tuple[str, str]) -> bytes:
    """The survey's key out of ``slot``, and with it the whole file looked at. Raises ``Damaged``."""
    key = ks.unseal(slot, private, bound_to(content, place))
    _refuse_forged(content, key)
    return key


def _seal(content: dict[str, Any], key: bytes, slot: ks.Slot, place: tuple[str, str]) -> ks.Slot:
    try:
        return ks.seal(key, bytes.fromhex(slot["public"]), bound_to(content, place))
    except (KeyError, TypeError, ValueError):
        raise Damaged("keys.damaged") from None


def _public(private: bytes) -> str:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


def _refuse_short(password: str) -> None:
    if len(password) < MIN_PASSWORD:
        raise Refusal("keys.short_password", least=MIN_PASSWORD)


def _refuse_forged(content: dict[str, Any], key: bytes) -> None:
    if not hmac.compare_digest(content["mac"].encode(), _mac(content, key).encode()):
        raise Damaged("keys.tampered")


def slot_id(content: dict[str, Any], name: str) -> str:
    """By what the key file ``content`` knows ``name``."""
    try:
        salt = bytes.fromhex(content["salt"])
    except ValueError:
        raise Damaged("keys.damaged") from None
    return hmac.new(salt, clean_name(name).encode(), hashlib.sha256).hexdigest()[:32]


def bound_to(content: dict[str, Any], place: tuple[str, str]) -> bytes:
    """What ties a slot to the survey and to its place in the file."""
    return f"sipas {content['survey']} {place[0]} {place[1]}".encode()


def _mac(content: dict[str, Any], key: bytes) -> str:
    rest = {name: value for name, value in content.items() if name not in ("mac", "sum")}
    own = hmac.new(key, b"sipas key file", hashlib.sha256).digest()
    return hmac.new(own, canonical(rest).encode(), hashlib.sha256).hexdigest()


def _sum(content: dict[str, Any]) -> str:
    rest = {name: value for name, value in content.items() if name != "sum"}
    return hashlib.sha256(canonical(rest).encode()).hexdigest()


def write(survey: Holder, content: dict[str, Any], key: bytes) -> None:
    """Written beside, made durable, then renamed: a power cut or a kill leaves the old file or the new one.

    What a kill left of the one beside, which may hold a slot that was taken away since, goes with the next.
    """
    content["mac"] = _mac(content, key)
    content["sum"] = _sum(content)
    if not isinstance(survey, Path):
        survey.write(json.dumps(content, ensure_ascii=False, indent=1))
        return
    path = path_of(survey)
    with unfinished(path.parent) as part:
        with part.open("x", encoding="utf-8", newline="\n") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        give_name(part, path)
        sync_folder(path.parent)
