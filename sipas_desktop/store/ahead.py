"""What opening a survey loads when it is first done: imported by the window while somebody types her password."""

# ruff: noqa: F401
import argon2.low_level
import cryptography.hazmat.backends.openssl.backend
import cryptography.hazmat.primitives.asymmetric.x25519
import cryptography.hazmat.primitives.ciphers.aead
import cryptography.hazmat.primitives.kdf.hkdf
import sqlcipher3.dbapi2
