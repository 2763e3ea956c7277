"""One slot of a key file: a key pair of one operator, opened by her secret, and the survey's key sealed to it.

The private key is wrapped by AES-256-GCM under a key that Argon2id (RFC 9106) makes of the secret. The survey's key is
sealed to the public key: X25519 (RFC 7748) with a fresh key pair, HKDF-SHA256 (RFC 5869), AES-256-GCM. So who holds a
survey's key can give another file's key to the same operator without her secret, and a new secret rewraps the private
key only. All of it is bound to the survey and to the slot's own place in the file.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from sipas_desktop.errors import Damaged, Refusal

KEY_BYTES: Final = 32
# No slot asks for more: sixteen passes over 256 MiB take some seconds, and a made-up one must not hold up for longer.
MOST_MEMORY: Final = 256 * 1024  # KiB
MOST_PASSES: Final = 16
_ONCE: Final = bytes(12)  # the nonce of a box whose key is never used for another one

Slot = dict[str, Any]  # as it stands in the file: numbers and hexadecimal text

_NO_MEMORY = (-22, -33)  # Argon2's numbers where it gets no memory, or no thread


@dataclass(frozen=True)
class Cost:
    """What a guess at a secret costs: passes, KiB of memory, lanes. Kept in each slot, so it can be raised later."""

    time: int = 3
    memory: int = 64 * 1024
    lanes: int = 2


def make_slot(key: bytes, secret: str, bound: bytes, cost: Cost, inside: bytes = b"") -> tuple[Slot, bytes]:
    """A slot with a new key pair that ``secret`` opens and ``key`` is sealed to, and its private key.

    ``inside`` is wrapped together with the private key.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    pair = X25519PrivateKey.generate()
    public = pair.public_key().public_bytes_raw()
    private = pair.private_bytes_raw()
    slot = wrap(private + inside, secret, bound, cost) | {"public": public.hex()}
    return slot | seal(key, public, bound), private


def wrap(private: bytes, secret: str, bound: bytes, cost: Cost) -> Slot:
    """The part of a slot that holds the private key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    return {
        "time": cost.time,
        "memory": cost.memory,
        "lanes": cost.lanes,
        "salt": salt.hex(),
        "nonce": nonce.hex(),
        "wrapped": AESGCM(derive(secret, salt, cost)).encrypt(nonce, private, bound + b" private").hex(),
    }


def unwrap(slot: Slot, secret: str, bound: bytes) -> bytes:
    """The private key, and what was wrapped with it.

    Raises ``Refusal`` keys.wrong_password where ``secret`` does not open it, ``Damaged`` where it is no slot.
    """
    from argon2.exceptions import HashingError
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        cost = Cost(slot["time"], slot["memory"], slot["lanes"])
        if cost.memory > MOST_MEMORY or max(cost.time, cost.lanes) > MOST_PASSES:
            raise ValueError
        wrapping = derive(secret, bytes.fromhex(slot["salt"]), cost)
        nonce, wrapped = bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["wrapped"])
        return AESGCM(wrapping).decrypt(nonce, wrapped, bound + b" private")
    except InvalidTag:
        raise Refusal("keys.wrong_password") from None
    except (KeyError, TypeError, ValueError, OverflowError, HashingError):
        raise Damaged("keys.damaged") from None


def seal(key: bytes, public: bytes, bound: bytes) -> Slot:
    """The part of a slot that holds ``key`` for whoever has the private key to ``public``.

    Raises ``ValueError`` where ``public`` is no public key.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    once = X25519PrivateKey.generate()
    ephemeral = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    box = AESGCM(_box_key(shared, ephemeral, public, bound)).encrypt(_ONCE, key, bound + b" key")
    return {"ephemeral": ephemeral.hex(), "sealed": box.hex()}


def unseal(slot: Slot, private: bytes, bound: bytes) -> bytes:
    """The survey's key, by the private key. Raises ``Damaged`` where the two do not belong together."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        pair = X25519PrivateKey.from_private_bytes(private)
        public = pair.public_key().public_bytes_raw()
        if slot["public"] != public.hex():
            raise ValueError
        ephemeral = bytes.fromhex(slot["ephemeral"])
        shared = pair.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        box = AESGCM(_box_key(shared, ephemeral, public, bound))
        return box.decrypt(_ONCE, bytes.fromhex(slot["sealed"]), bound + b" key")
    except (InvalidTag, KeyError, TypeError, ValueError):
        raise Damaged("keys.damaged") from None


def derive(secret: str, salt: bytes, cost: Cost) -> bytes:
    """Argon2id over ``secret`` in its composed spelling: 32 bytes.

    Raises ``MemoryError`` where the computer has not as much as ``cost`` asks for: nothing is wrong with a slot then.
    """
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, error_to_str, hash_secret_raw

    spelled = unicodedata.normalize("NFC", secret).encode("utf-8", "surrogatepass")
    try:
        return hash_secret_raw(spelled, salt, cost.time, cost.memory, cost.lanes, KEY_BYTES, Type.ID)
    except HashingError as error:
        if str(error) in map(error_to_str, _NO_MEMORY):
            raise MemoryError from None
        raise


def _box_key(shared: bytes, ephemeral: bytes, public: bytes, bound: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt=ephemeral + public, info=b"sipas sealed key " + bound).derive(shared)
