"""Known errors: what the user is told, in Vietnamese or English, and never confused with a bug.

A room below the window raises ``Refusal("subject.what", name=value, …)``; the words stand in
``resources/messages/<subject>.toml``, both languages side by side, and are looked up only when shown.
"""

from __future__ import annotations

import errno
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sipas_desktop import paths

LANGUAGES = ("vi", "en")
MOST_SHOWN = 1000  # letters of one parameter
# Control characters, and those that turn the direction of writing round.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


class Refusal(Exception):
    """Input or a wish that the program refuses; nothing was changed. The command line exits with 2.

    ``code`` is ``subject.what``; ``params`` fill the braces of its message.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def words(self, lang: str = "vi") -> str:
        """The message in ``lang`` ("vi" or "en")."""
        return words(self.code, lang, **self.params)

    def __str__(self) -> str:
        return self.words("en")


# What systems say most often, and only in English: error number → the code of its words.
_OF_SYSTEM = {
    errno.EACCES: "@file.no_right",
    errno.EPERM: "@file.no_right",
    errno.EROFS: "@file.disk_read_only",
    errno.ENOSPC: "@file.disk_full_here",
    errno.EDQUOT: "@file.quota",
    errno.EFBIG: "@file.too_large",
    errno.EIO: "@file.drive_error",
    errno.ENXIO: "@file.drive_gone",
    errno.ENODEV: "@file.drive_gone",
    errno.ESTALE: "@file.drive_gone",
    errno.EHOSTDOWN: "@file.drive_gone",
    errno.EHOSTUNREACH: "@file.drive_gone",
    errno.ENETUNREACH: "@file.drive_gone",
    errno.ENOMEM: "@file.memory",
    errno.EBUSY: "@file.open_elsewhere",
    errno.ETXTBSY: "@file.open_elsewhere",
    errno.ENOENT: "@file.not_there",
    errno.EEXIST: "@file.name_taken",
    errno.EISDIR: "@file.is_folder",
    errno.ENOTDIR: "@file.no_folder_there",
    errno.ENAMETOOLONG: "@file.name_too_long",
}

_HELD = (32, 33)  # Windows' error numbers where another program has the file, or a part of it, for itself
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

# Refusals that say nothing of what was to be done: the same wish is granted once the machine is in order again.
OF_THE_MACHINE = frozenset(
    f"file.{what}"
    for what in (
        "disk_full",
        "drive",
        "locked",
        "log_gone",
        "moved",
        "no_memory",
        "no_room",
        "on_share",
        "read_only",
        "system",
    )
)


def system_detail(error: OSError) -> str:
    """What the system says in ``error``, as a parameter of a message: worded in its language where it is usual."""
    if getattr(error, "winerror", None) in _HELD:
        return "@file.open_elsewhere"
    return _OF_SYSTEM.get(error.errno or 0, error.strerror or str(error))


def of_machine(error: BaseException) -> Refusal | None:
    """What the user is told of an ``error`` that is the machine's and no bug; None of any other."""
    if isinstance(error, MemoryError):
        return Refusal("file.no_memory")
    return of_system(error) if isinstance(error, OSError) else None


def of_system(error: OSError) -> Refusal:
    """What the user is told of an ``error`` of the system that nobody foresaw."""
    return Refusal("file.disk_full") if has_no_room(error) else Refusal("file.system", detail=system_detail(error))


def has_no_room(error: OSError) -> bool:
    """Whether ``error`` says that a drive takes no more: full, a quota, a file longer than it can hold."""
    return error.errno in _NO_ROOM


class Damaged(Refusal):
    """The survey file does not pass its check. The command line exits with 3."""


@cache
def _subject(name: str) -> dict[str, dict[str, str]]:
    path = paths.resources() / "messages" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def words(code: str, lang: str = "vi", /, **params: Any) -> str:
    """The message ``code`` ("subject.what") in ``lang`` with its braces filled from ``params``.

    A parameter that is itself a refusal, or a code of a message ("@subject.what"), is worded too; text that a user
    typed with an "@" in front stays as it is.
    """
    subject, what = code.split(".", 1)
    template = _subject(subject)[what][lang]
    filled = {name: _worded(value, lang) for name, value in params.items()}
    return template.format(**filled)


def _worded(value: Any, lang: str) -> Any:
    if isinstance(value, Refusal):
        return value.words(lang)
    if isinstance(value, str) and re.fullmatch(r"@[a-z_]+\.[a-z_]+", value):
        try:
            return words(value[1:], lang)
        except (KeyError, FileNotFoundError):
            return value
    if isinstance(value, str | Path):
        # Names and titles come from files that others made: they neither move the cursor nor fill the screen.
        shown = _CONTROLS.sub("\ufffd", str(value).replace("\n", " "))
        return shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]}…"
    return value
