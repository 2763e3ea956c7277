"""What is told of a bug, to a file or a terminal whose lines somebody keeps: nothing that a person typed or is."""

from __future__ import annotations

import platform
import sys
import traceback
from pathlib import Path

import sipas_desktop


def report(bug: BaseException) -> str:
    """Type and frames only: messages and values may name people, so none is written."""
    lines = [
        f"SIPAS Desktop {getattr(sipas_desktop, '__version__', '?')}",
        f"Python {platform.python_version()} on {sys.platform}",
    ]
    seen: BaseException | None = bug
    while seen is not None:
        lines.append(type(seen).__qualname__)
        frames = traceback.extract_tb(seen.__traceback__)
        lines.extend(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines) + "\n"
