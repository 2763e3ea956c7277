"""Ed25519 (RFC 8032): the key of an office that signs its packages, and the public key that others register.

Keys are hexadecimal texts of 32 bytes. A public key travels as a PEM file, which other programs read as well.
"""

from __future__ import annotations


def new_key() -> str:
    """A private key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw().hex()


def public_of(private: str) -> str:
    """The public key to ``private``. Raises ``ValueError`` for what is no key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).public_key().public_bytes_raw().hex()


def sign(private: str, data: bytes) -> bytes:
    """The signature of ``data``, 64 bytes; always the same for the same data."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).sign(data)


def verify(public: str, signature: bytes, data: bytes) -> bool:
    """Whether ``signature`` over ``data`` is of who has the private key to ``public``."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_pem(public: str) -> bytes:
    """The public key as a PEM file."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def read_pem(data: bytes) -> str:
    """The public key in a PEM file. Raises ``ValueError`` where it is none, or not of Ed25519."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(data)
    except (UnsupportedAlgorithm, TypeError) as error:
        raise ValueError from error
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError(type(key).__name__)
    return key.public_bytes_raw().hex()
