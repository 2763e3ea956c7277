"""Calls ``sipas`` on a disk that fails after so many bytes (``failing_disk.c``), one process a call.

One process has loaded everything and forks for each call: ``python -m tests.faults.disk`` is that process.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

COMPILER = shutil.which("cc") or shutil.which("gcc")
ROOT = Path(__file__).resolve().parents[2]
UNLIMITED = -1


@dataclass(frozen=True)
class Called:
    """What one call did: exit code, what it printed, how many bytes it wrote into the folder."""

    code: int
    out: str
    err: str
    written: int


class FailingDisk:
    """Runs ``sipas`` in ``folder``; what it writes there fails with ``errno`` after ``after`` bytes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, *words: object, folder: Path, after: int = UNLIMITED, errno: int = 0) -> Called:
        assert self._process.stdin is not None and self._process.stdout is not None
        case = {"words": [str(word) for word in words], "folder": str(folder), "after": after, "errno": errno}
        self._process.stdin.write(json.dumps(case) + "\n")
        self._process.stdin.flush()
        return Called(**json.loads(self._process.stdout.readline()))


@contextmanager
def failing_disk(scratch: Path) -> Iterator[FailingDisk]:
    """The library is built in ``scratch``; the environment at the time is that of the calls."""
    library = scratch / "failing_disk.so"
    source = Path(__file__).with_name("failing_disk.c")
    assert COMPILER is not None
    subprocess.run([COMPILER, "-O1", "-shared", "-fPIC", "-o", library, source, "-lpthread"], check=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.disk"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env=os.environ | {"LD_PRELOAD": str(library)},
    )  # fmt: skip
    try:
        yield FailingDisk(process)
    finally:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.close()
        process.wait()
        process.stdout.close()


def serve() -> None:
    """Reads cases, one a line, and answers each by a line."""
    from sipas_desktop.cli import main
    from sipas_desktop.store import keys
    from tests.surveys import CHEAP

    keys.COST = CHEAP
    library = ctypes.CDLL(None)
    library.written.restype = ctypes.c_longlong
    for line in sys.stdin:
        case = json.loads(line)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            out, err = io.StringIO(), io.StringIO()
            os.chdir(case["folder"])
            library.fail_after(case["folder"].encode(), ctypes.c_longlong(case["after"]), case["errno"])
            with redirect_stdout(out), redirect_stderr(err):
                code = main(case["words"])
            told = {"code": code, "out": out.getvalue(), "err": err.getvalue(), "written": library.written()}
            os.write(writer, json.dumps(told).encode())
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, encoding="utf-8") as answer:
            told_line = answer.read()
        os.waitpid(child, 0)
        print(told_line or json.dumps({"code": -1, "out": "", "err": "it died", "written": 0}), flush=True)


if __name__ == "__main__":
    serve()
