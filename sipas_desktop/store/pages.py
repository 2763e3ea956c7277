"""The pages of a damaged survey file, one by one: those that still carry the right checksum, decrypted.

SQLCipher opens nothing where the first page does not hold, and no table past a page that does not. Salvaging needs
every page that does. Format: SQLCipher 4 (https://www.zetetic.net/sqlcipher/design/): 4,096 bytes a page, the last 80
an initialisation vector (16) and HMAC-SHA512 (64) over all before it and the page's number (little-endian);
AES-256-CBC; the file's first 16 bytes are its salt. The HMAC's key is PBKDF2-HMAC-SHA512(key, salt ^ 0x3a, 2
rounds). WAL: SQLite's file format, section 4; its pages are encrypted alike.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from sipas_desktop.errors import Refusal, system_detail

SIZE: Final = 4096
SALT: Final = 16
_VECTOR, _MAC = 16, 64
USABLE: Final = SIZE - _VECTOR - _MAC  # bytes of a page that SQLite uses
_WAL_HEADER: Final = 32
_FRAME_HEADER: Final = 24


class Pages:
    """All pages of the file at ``path``, WAL included. ``salt``: another one than the file's first bytes.

    Raises ``Refusal`` where the system cannot read the file. Close it, or use it in a ``with``.
    """

    def __init__(self, path: Path, key: bytes, salt: bytes | None = None) -> None:
        self._key = key
        self._file: BinaryIO
        self._wal: BinaryIO | None = None
        try:
            self._file = path.open("rb")
            wal = path.with_name(path.name + "-wal")
            if wal.exists():
                self._wal = wal.open("rb")
        except OSError as error:
            raise Refusal("file.system", detail=system_detail(error)) from error
        self._own = self._file.read(SALT)
        self._salt = salt or self._own
        mixed = bytes(byte ^ 0x3A for byte in self._salt)
        self._mac_key = hashlib.pbkdf2_hmac("sha512", key, mixed, 2, 32)
        self.count = -(-(self._file.seek(0, 2)) // SIZE)  # a torn page at the end counts
        first = self._in_file(1)
        self.tells_count = first is not None  # else pages may be missing at the end, and nothing says so
        if first is not None:
            self.count = max(self.count, struct.unpack_from(">I", first, 28)[0])  # what the file should have
        self._frames: dict[int, int] = {}  # page → place in the WAL of its newest version
        self._older: list[tuple[int, int]] = []  # frames of an earlier round of the WAL, or whose header is damaged
        self._read_frames()
        self.bad: set[int] = set()
        self._bad_frames = 0  # of those whose page number cannot be believed

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if self._wal is not None:
            self._wal.close()

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """(number, content) of each page that holds; one in file and WAL comes twice. The others are noted in ``bad``.

        ``content`` is as SQLite sees it; page 1 has its first 16 bytes empty.
        """
        for number in range(1, self.count + 1):
            held = self._in_file(number)
            if held is not None:
                yield number, held
            elif number not in self._frames:
                self.bad.add(number)
        for number, place in [*self._frames.items(), *self._older]:
            held = self._in_wal(number, place)
            if held is not None:
                yield number, held
            elif number in self._frames:
                self.bad.add(number)
            else:
                self._bad_frames += 1

    def read(self, number: int) -> bytes | None:
        """The newest version of the page that holds; None where none does."""
        newest = self._in_wal(number, self._frames.get(number)) or self._in_file(number)
        return newest or next(
            (held for n, place in self._older if n == number and (held := self._in_wal(n, place))), None
        )

    @property
    def bad_pages(self) -> int:
        """How many did not hold, after all were read."""
        return len(self.bad) + self._bad_frames

    @property
    def hold_here(self) -> bool:
        """Whether some of the first pages hold: else it is another key, or the salt itself is damaged."""
        return any(self._in_file(number) is not None for number in range(2, min(self.count, 60) + 1))

    def _in_file(self, number: int) -> bytes | None:
        self._file.seek((number - 1) * SIZE)
        return self._opened(number, self._file.read(SIZE))

    def _in_wal(self, number: int, place: int | None) -> bytes | None:
        if place is None or self._wal is None:
            return None
        self._wal.seek(place)
        return self._opened(number, self._wal.read(SIZE))

    def _opened(self, number: int, raw: bytes) -> bytes | None:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        if len(raw) < SIZE:
            return None
        start = SALT if number == 1 else 0
        body, mac = raw[start:-_MAC], raw[-_MAC:]
        due = hmac.digest(self._mac_key, body + number.to_bytes(4, "little"), "sha512")
        if not hmac.compare_digest(due, mac) or (number == 1 and raw[:SALT] != self._salt):
            return None
        vector = body[-_VECTOR:]
        opened = Cipher(algorithms.AES(self._key), modes.CBC(vector)).decryptor().update(body[:-_VECTOR])
        return bytes(start) + opened

    def _read_frames(self) -> None:
        """Every frame up to the last commit; checksums of the WAL aside, since pages carry their own."""
        if self._wal is None:
            return
        self._wal.seek(0)
        salts = self._wal.read(_WAL_HEADER)[16:24]
        open_frames: dict[int, int] = {}
        place = _WAL_HEADER
        while True:
            self._wal.seek(place)
            header = self._wal.read(_FRAME_HEADER)
            if len(header) < _FRAME_HEADER:
                return
            number, commit = struct.unpack(">II", header[:8])
            if header[8:16] != salts:
                self._older.append((number, place + _FRAME_HEADER))
            else:
                open_frames[number] = place + _FRAME_HEADER
                if commit:
                    self._frames |= open_frames
                    open_frames = {}
            place += _FRAME_HEADER + SIZE
