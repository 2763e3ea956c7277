"""The key file beside a survey: the survey's random key, wrapped once for each operator by her password.

Who has the survey file alone, or both without a password, can read nothing but the survey's title. An operator's slot
is found by a keyed hash of her name, so that names do not stand in the clear. Adding or changing a password never
touches the encrypted data.

Password → key: Argon2id (RFC 9106). Wrapping: AES-256-GCM, bound to the survey and the slot. The whole file carries an
HMAC-SHA256 under a key derived from the survey's key, so that a changed title or a removed slot shows.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sipas_desktop.domain.fact import canonical
from sipas_desktop.domain.vietnamese import normalise
from sipas_desktop.errors import Damaged, Refusal

FORMAT: Final = 1
KEY_BYTES: Final = 32
MIN_PASSWORD: Final = 4
MOST_COST: Final = 1024 * 1024  # KiB: no slot asks for more than a gigabyte


@dataclass(frozen=True)
class Cost:
    """What a guess at a password costs: passes, KiB of memory, lanes. Kept in each slot, so it can be raised later."""

    time: int = 3
    memory: int = 64 * 1024
    lanes: int = 2


COST = Cost()


def path_of(survey: Path) -> Path:
    """The key file of the survey file at ``survey``."""
    return survey.with_name(survey.name + ".keys")


def clean_name(name: str) -> str:
    """An operator's name as it is compared: NFC, single spaces. Raises ``Refusal`` for what is not Unicode text."""
    clean = normalise(name)
    if any("\ud800" <= letter <= "\udfff" for letter in clean):
        raise Refusal("file.not_text")
    return clean


def create(survey: Path, survey_id: str, title: str, name: str, password: str) -> bytes:
    """Make the key file with one slot; returns the survey's new key."""
    key = secrets.token_bytes(KEY_BYTES)
    content: dict[str, Any] = {
        "format": FORMAT,
        "survey": survey_id,
        "title": title,
        "salt": secrets.token_hex(16),
        "slots": {},
    }
    _fill_slot(content, key, name, password)
    _write(path_of(survey), content, key)
    return key


def unlock(survey: Path, name: str, password: str) -> bytes:
    """The survey's key. Raises ``Refusal`` for a wrong name or password (not which), ``Damaged`` if tampered."""
    from argon2.exceptions import HashingError
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    content = _read(path_of(survey))
    slot_id = _slot_id(content, name)
    slot = content["slots"].get(slot_id)
    if slot is None:
        _derive(password, bytes(16), COST)  # an unknown name takes as long as a wrong password
        raise Refusal("keys.wrong_password")
    try:
        cost = Cost(slot["time"], slot["memory"], slot["lanes"])
        if max(cost.time, cost.memory, cost.lanes) > MOST_COST:
            raise ValueError  # nobody asks for that much; working it out would take the computer's whole memory
        wrapping = _derive(password, bytes.fromhex(slot["salt"]), cost)
        nonce, wrapped = bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["wrapped"])
        key = AESGCM(wrapping).decrypt(nonce, wrapped, _bound_to(content, slot_id))
    except InvalidTag:
        raise Refusal("keys.wrong_password") from None
    except (KeyError, TypeError, ValueError, OverflowError, HashingError):
        raise Damaged("keys.damaged") from None
    if not hmac.compare_digest(content["mac"].encode(), _mac(content, key).encode()):
        raise Damaged("keys.tampered")
    return key


def set_password(survey: Path, key: bytes, name: str, password: str) -> None:
    """Add a slot for ``name``, or replace hers."""
    content = _read(path_of(survey))
    _fill_slot(content, key, name, password)
    _write(path_of(survey), content, key)


def title_of(survey: Path) -> str:
    """The survey's title, readable without a password."""
    return str(_read(path_of(survey)).get("title", ""))


def _fill_slot(content: dict[str, Any], key: bytes, name: str, password: str) -> None:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(password) < MIN_PASSWORD:
        raise Refusal("keys.short_password", least=MIN_PASSWORD)
    if not clean_name(name):
        raise Refusal("operators.no_name")
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    slot_id = _slot_id(content, name)
    wrapping = _derive(password, salt, COST)
    content["slots"][slot_id] = {
        "time": COST.time,
        "memory": COST.memory,
        "lanes": COST.lanes,
        "salt": salt.hex(),
        "nonce": nonce.hex(),
        "wrapped": AESGCM(wrapping).encrypt(nonce, key, _bound_to(content, slot_id)).hex(),
    }


def _slot_id(content: dict[str, Any], name: str) -> str:
    return hmac.new(bytes.fromhex(content["salt"]), clean_name(name).encode(), hashlib.sha256).hexdigest()[:32]


def _bound_to(content: dict[str, Any], slot_id: str) -> bytes:
    return f"sipas {content['survey']} {slot_id}".encode()


def _derive(password: str, salt: bytes, cost: Cost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    secret = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return hash_secret_raw(secret, salt, cost.time, cost.memory, cost.lanes, KEY_BYTES, Type.ID)


def _mac(content: dict[str, Any], key: bytes) -> str:
    rest = {name: value for name, value in content.items() if name not in ("mac", "sum")}
    own = hmac.new(key, b"sipas key file", hashlib.sha256).digest()
    return hmac.new(own, canonical(rest).encode(), hashlib.sha256).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
        content = json.loads(text)
        canonical(content).encode()  # an escaped half of a character is no text
    except FileNotFoundError:
        raise Refusal("keys.missing", path=path.name) from None
    except OSError as error:
        raise Refusal("file.system", detail=error.strerror) from None
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


_PARTS: Final = (("survey", str), ("title", str), ("salt", str), ("slots", dict), ("mac", str))


def _sum(content: dict[str, Any]) -> str:
    rest = {name: value for name, value in content.items() if name != "sum"}
    return hashlib.sha256(canonical(rest).encode()).hexdigest()


def _write(path: Path, content: dict[str, Any], key: bytes) -> None:
    """Written beside, made durable, then renamed: a power cut leaves the old file or the new one."""
    content["mac"] = _mac(content, key)
    content["sum"] = _sum(content)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
