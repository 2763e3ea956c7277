"""Slots that a badge opens: a random secret of 128 bits on the badge, together with a PIN.

A badge's slot stands beside the password's, with a key pair of its own, so that an administrator can make one without
the operator's password. It is found by a keyed hash of the secret; her name is wrapped with the private key.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any, Final

from sipas_desktop.errors import Damaged, Refusal
from sipas_desktop.store import key_slots as ks
from sipas_desktop.store import keys
from sipas_desktop.store.keys import Holder, Prepared, Unlocked

MIN_PIN: Final = 4


def prepare(survey: Holder, key: bytes, name: str, secret: bytes, pin: str) -> Prepared:
    """A badge's slot for ``name``; once it is put into the file, badges that she had before open nothing more.

    Raises ``Refusal`` badge.short_pin for a PIN that is not at least 4 digits.
    """
    if not re.fullmatch(rf"[0-9]{{{MIN_PIN},}}", pin):
        raise Refusal("badge.short_pin", least=MIN_PIN)
    content = keys.read_own(survey, key)
    place = _place(content, secret)
    clean = keys.clean_name(name)
    slot, private = ks.make_slot(key, _both(secret, pin), keys.bound_to(content, place), keys.COST, clean.encode())
    return Prepared(place, slot | {"owner": keys.slot_id(content, clean)}, private)


def sign_in(survey: Holder, secret: bytes, pin: str) -> Unlocked:
    """Open the key file by badge and PIN.

    Raises ``Refusal`` badge.unknown, badge.wrong_pin, ``Damaged`` if tampered.
    """
    content = keys.read(survey)
    place = _place(content, secret)
    slot = content["badges"].get(place[1])
    if slot is None:
        raise Refusal("badge.unknown")
    try:
        opened = ks.unwrap(slot, _both(secret, pin), keys.bound_to(content, place))
    except Damaged:
        raise
    except Refusal:
        raise Refusal("badge.wrong_pin") from None
    private, name = opened[: ks.KEY_BYTES], opened[ks.KEY_BYTES :]
    key = keys.unseal(content, slot, private, place)
    return Unlocked(name.decode(), key, place, private)


def drop(survey: Holder, key: bytes, name: str) -> bool:
    """Take the badge of ``name`` out of the file; False where she had none."""
    content = keys.read_own(survey, key)
    owner = keys.slot_id(content, name)
    left = {badge: slot for badge, slot in content["badges"].items() if slot["owner"] != owner}
    had = len(left) < len(content["badges"])
    if had:
        content["badges"] = left
        keys.write(survey, content, key)
    return had


def holders(survey: Holder, key: bytes, names: list[str]) -> frozenset[str]:
    """Who of ``names`` has a badge."""
    content = keys.read_own(survey, key)
    owners = {slot["owner"] for slot in content["badges"].values()}
    return frozenset(name for name in names if keys.slot_id(content, name) in owners)


def id_of(content: dict[str, Any], secret: bytes) -> str:
    """By what the key file ``content`` knows the badge that holds ``secret``. Raises ``Damaged``."""
    try:
        salt = bytes.fromhex(content["salt"])
    except ValueError:
        raise Damaged("keys.damaged") from None
    return hmac.new(salt, b"badge" + secret, hashlib.sha256).hexdigest()[:32]


def _place(content: dict[str, Any], secret: bytes) -> tuple[str, str]:
    return ("badges", id_of(content, secret))


def _both(secret: bytes, pin: str) -> str:
    return f"{secret.hex()} {pin}"
