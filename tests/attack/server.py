"""Runs ``sipas`` again and again, each call a process of its own, and says what memory each took at most.

A call is forked from a process that has imported the command line and done nothing else: what it does and what it costs
are those of the command ``sipas``, without the second that its imports take. One JSON object a line, in and out.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from sipas_desktop.cli import program

POLL_SECONDS = 0.005


def call(words: list[str], environment: dict[str, str], timeout: float) -> dict[str, object]:
    """One call: exit code, what it said, its peak in bytes. A call past ``timeout`` is ended, with code -9."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid = os.fork()
        if pid == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            os.environ.update(environment)
            sys.argv = ["sipas", *words]
            code = 1
            try:
                code = program()
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                os._exit(code)
        end = time.monotonic() + timeout
        while (done := os.wait4(pid, os.WNOHANG))[0] == 0:
            if time.monotonic() > end:
                os.kill(pid, signal.SIGKILL)
                done = os.wait4(pid, 0)
                break
            time.sleep(POLL_SECONDS)
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "replace"))
    unit = 1 if sys.platform == "darwin" else 1024
    peak = done[2].ru_maxrss * unit
    return {"code": os.waitstatus_to_exitcode(done[1]), "out": texts[0], "err": texts[1], "peak": peak}


def main() -> None:
    """Answer until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for line in sys.stdin:
        asked = json.loads(line)
        os.chdir(Path(asked["folder"]))
        answers.write(json.dumps(call(asked["words"], asked["environment"], asked["timeout"])) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
