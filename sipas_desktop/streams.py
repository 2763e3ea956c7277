"""Standard output and standard error as both programs use them: there, and in UTF-8 on every system."""

from __future__ import annotations

import os
import sys


def speak_utf8() -> None:
    """Make both streams UTF-8; one that is closed, as for a Windows program without a console, swallows what it gets.

    Windows consoles start in an old code page; a file's name may hold bytes that are no text at all.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 (open until the end)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
