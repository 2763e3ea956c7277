"""Processes to be killed: forked from one that has loaded everything and opened nothing.

    python -m tests.durability.zygote [COUNTER.so]

It reads one order a line, JSON: ``job``, ``folder``, ``said`` (the file that the process writes to what its verbs have
acknowledged), and ``seconds`` or ``calls`` after which it is killed; neither: it is let to its end. It answers with how
that went, one line each.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sipas_desktop.store import keys
from sipas_desktop.store.workflow import bulk, dealing, interrupted_imports, merging
from tests.durability.kill_jobs import JOBS
from tests.surveys import CHEAP

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """How long a process ran, how many calls that change a file it made, whether it was killed; what it said."""

    seconds: float
    killed: bool
    said: tuple[list[Any], ...]  # what was acknowledged, in order
    calls: int = 0  # of one that came to its end


class Zygote:
    """The process that the others are forked from. Use it in a ``with``; ``counter``: the library."""

    def __init__(self, folder: Path, counter: Path | None) -> None:
        self._said = folder / "said"
        command = [sys.executable, "-m", __spec__.name, *([str(counter)] if counter else [])]
        env = os.environ | ({"LD_PRELOAD": str(counter)} if counter else {})
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self, job: str, folder: Path, seconds: float | None = None, calls: int | None = None) -> Ran:
        """``job`` in ``folder`` by a process of its own, killed after so many seconds, or at so many calls."""
        self._said.unlink(missing_ok=True)
        order = {"job": job, "folder": str(folder), "said": str(self._said), "seconds": seconds, "calls": calls}
        assert self._process.stdin is not None and self._process.stdout is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        ran, status = json.loads(self._process.stdout.readline())
        lines = [json.loads(line) for line in self._said.read_text(encoding="utf-8").splitlines()]
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        assert killed or status == 0, lines[-1] if lines else status
        end = 0 if killed else lines.pop()[1]
        return Ran(ran, killed, tuple(lines), end)


def _work(order: dict[str, Any], counter: Any) -> None:
    """The forked process: never returns."""
    said = os.open(order["said"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def say(*what: Any) -> None:
        os.write(said, json.dumps(what, ensure_ascii=False).encode() + b"\n")

    try:
        if counter is not None:
            counter.kill_at(order["calls"] or 0)
        JOBS[order["job"]].work(Path(order["folder"]), say)
        say("ended", counter.calls_made() if counter is not None else 0)
        os._exit(0)
    except Exception:  # noqa: BLE001 – it is told in the process that ordered it
        say("failed", traceback.format_exc())
        os._exit(1)


def main(counter: Any) -> None:
    """Fork for every order."""
    keys.COST = CHEAP  # type: ignore[misc]
    merging.FACTS = 3  # small transactions: more places to be killed at
    bulk.ROWS = dealing.ROWS = interrupted_imports.ROWS = 7
    for line in sys.stdin:
        order = json.loads(line)
        Path(order["said"]).touch()
        began = time.monotonic()
        process = os.fork()
        if not process:
            _work(order, counter)
        if order["seconds"] is not None:
            time.sleep(order["seconds"])
            os.kill(process, signal.SIGKILL)  # not reaped yet: it is that process, if a dead one
        _, status = os.waitpid(process, 0)
        print(json.dumps([time.monotonic() - began, status]), flush=True)


if __name__ == "__main__":
    main(ctypes.CDLL(sys.argv[1]) if len(sys.argv) > 1 else None)
