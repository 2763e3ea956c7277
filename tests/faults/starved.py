"""Calls ``sipas`` with so much memory more than it has taken so far: ``python -m tests.faults.starved SURVEY …``.

One process has loaded everything and forks for each amount. It prints, for each, amount, exit code and the last line on
standard error.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from sipas_desktop.cli import main
from sipas_desktop.jobs import presets, report, samples  # noqa: F401 (loaded before memory is short)
from sipas_desktop.store import ahead  # noqa: F401

MIB = 1 << 20


def call(words: list[str], more: int, writer: int) -> None:
    """Runs it in this process, which ends."""
    taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + more, taken + more))
    out, err = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main(words)
    except BaseException as error:  # noqa: BLE001 (what reaches the top of the program)
        code = 99
        err.write(type(error).__name__)
    os.write(writer, json.dumps([more // MIB, code, err.getvalue()[-2000:]]).encode())
    os._exit(0)


def serve(amounts: list[int], words: list[str]) -> None:
    """One line for each of ``amounts`` (MiB)."""
    for amount in amounts:
        reader, writer = os.pipe()
        if (child := os.fork()) == 0:
            call(words, amount * MIB, writer)
        os.close(writer)
        with os.fdopen(reader, encoding="utf-8") as told:
            line = told.read()
        _, status = os.waitpid(child, 0)
        print(line or json.dumps([amount, f"died {status}", ""]), flush=True)


if __name__ == "__main__":
    serve(json.loads(sys.argv[1]), sys.argv[2:])
