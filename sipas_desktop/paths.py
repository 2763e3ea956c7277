"""Where the program finds the data that ships with it (``forms/`` and ``resources/``), and keeps its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def _shipped(name: str) -> Path:
    """The folder ``name``: in a frozen program, in the installed package, or in a checkout, in this order."""
    package = Path(__file__).resolve().parent
    bundle = getattr(sys, "_MEIPASS", None)
    candidates = [Path(bundle) / name] if bundle else []
    candidates += [package / name, package.parent / name]
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the folder {name}/ is missing beside the program: install it again")


def forms() -> Path:
    """The folder of preset plans."""
    return _shipped("forms")


def resources() -> Path:
    """The folder of fonts, icons, translations, messages and styles."""
    return _shipped("resources")


def own_data() -> Path:
    """The folder for what the program remembers at this station about this person; it may not be there yet."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "sipas-desktop"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "sipas-desktop"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "sipas-desktop"


def documents() -> Path:
    """The person's own documents, for what has no folder of its own; her home where there is no such folder."""
    found = Path.home() / "Documents"
    return found if found.is_dir() else Path.home()
