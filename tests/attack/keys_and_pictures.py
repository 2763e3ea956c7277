"""Hostile key files, surveys, codes of recovery sheets, logos, remarks and scanned codes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

from sipas_desktop import paths
from sipas_desktop.store import keys
from tests.attack.forge import MB, Make, beside_key, chunk, png, sparse, streamed, swollen, text, with_plan

_SURVEY: Final = text(bytes(range(256)) * 64)  # another key's: it opens with none


def _key_file(**slot: Any) -> bytes:
    """A key file that is whole, in which the administrator's slot asks for so much."""
    content: dict[str, Any] = {"format": keys.FORMAT, "survey": "0" * 32, "title": "x", "salt": "00" * 16}
    own = {"time": 1, "memory": 8, "lanes": 1, "salt": "00" * 16, "nonce": "00" * 12, "wrapped": "00" * 48} | slot
    content |= {"slots": {keys.slot_id(content, "admin"): own}, "badges": {}, "mac": "0" * 64}
    return json.dumps(content | {"sum": keys._sum(content)}).encode()


_KEYS: Final[Mapping[str, bytes]] = {
    "lists within each other without end": b"[" * 2_000_000,
    "a number of 3,000,000 digits": b'{"format": ' + b"9" * 3_000_000 + b"}",
    "5 MB": b'{"format": 1, "slots": {"' + b"a" * (5 * MB) + b'": {}}}',
    "400,000 slots": b'{"format": 1, "slots": {' + b",".join(b'"%d":{}' % each for each in range(300_000)) + b"}}",
    "half a letter": b'{"format": 1, "slots": {"\\ud800": {}}}',
    "no text": b"\xff\xfe{}",
    "nothing": b"",
    "4 TiB for a password": _key_file(memory=2**32),
    "a thousand million passes": _key_file(time=10**9),
    "a thousand lanes": _key_file(lanes=1000, memory=8000),
    "costs below nothing": _key_file(memory=-1),
    "costs that are no numbers": _key_file(memory="8", time=[1]),
    "a key of no length": _key_file(wrapped=""),
    "a wrong key": _key_file(),
}
KEYS: Final[Mapping[str, Make]] = {name: beside_key(_SURVEY, lambda held=held: held) for name, held in _KEYS.items()}
CODES: Final[Mapping[str, str]] = {
    "100,000 digits": "9" * 100_000,
    "letters": "Ệ" * 5_000,
    "signs": "‮'; DROP TABLE fact; --\t\x01",
    "too few digits": "1234",
}
_PLAN: Final = paths.forms() / "hue-2024"
_LARGE: Final = b"a\0\0" + zlib.compress(bytes(200 * MB), 1)[:400_000]
_PICTURES: Final[Mapping[str, Make]] = {
    "60,000 times 60,000 pixels": text(png(60_000, 60_000)),
    "2,147,483,647 times as many pixels": text(png(2**31 - 1, 2**31 - 1)),
    "no pixels": text(png(0, 0)),
    "a text that unpacks to 200 MB": text(png(600, 600, chunk(b"zTXt", _LARGE))),
    "a colour table that unpacks to 200 MB": text(png(600, 600, chunk(b"iCCP", _LARGE))),
    "a head alone": text(b"\x89PNG\r\n\x1a\n"),
    "500 MB of nothing": sparse(500 * MB, b"\x89PNG\r\n\x1a\n"),
    "a drawing": text(b'<svg xmlns="http://www.w3.org/2000/svg" width="9999999" height="9999999"/>'),
    "a drawing with entities": text(b'<!DOCTYPE x [<!ENTITY a "aaaa">]><svg>&a;</svg>'),
}
LOGOS: Final[Mapping[str, Make]] = {name: with_plan(make, _PLAN) for name, make in _PICTURES.items()}
REMARKS: Final[Mapping[str, Make]] = {
    "500 MB of nothing": sparse(500 * MB, b"x"),
    "30 MB of words": streamed(swollen(b"a", b"a ", 30 * MB, b"a")),
    "no encoding": text(b"\xff\xfe\xfd" * 100),
}
_KEYED: Final = b"serial,question,value,reason\n"
SCANNED: Final[Mapping[str, Make]] = {
    "a code of 1,000,000 digits": text(_KEYED + b"9" * 1_000_000 + b",Q1,4,x\n"),
    "a code that is a link": text(_KEYED + "http://127.0.0.1:9/\u202e.exe,Q1,4,x\n".encode()),
    "codes of control letters": text(_KEYED + b"\x01\x02\x1b[2J,Q1,4,x\n"),
    "formulas as codes": text(_KEYED + b"=HYPERLINK(1),Q1,4,x\n"),
}
