"""What other stations write into a survey on a server, told as it happens.

A thread of its own waits on a connection of its own. Where that breaks it is made anew, quietly: who writes or reads
meanwhile is told of it, and at once, since this one has found out that nobody answers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final

from sipas_desktop.errors import Refusal
from sipas_desktop.store.server import Line
from sipas_desktop.store.server_writer import CHANGED

LOOK_SECONDS: Final = 0.5  # how soon it ends after ``stop``
PAUSES: Final = (0.5, 1.0, 2.0)  # s before the next try to connect; the last one from then on


class Listener:
    """Calls ``heard``, in its own thread, after what others than the session ``own`` have written.

    Also whenever a connection stands: what was written until then nobody has told it.
    """

    def __init__(self, line: Line, own: str, heard: Callable[[], None]) -> None:
        self._line, self._own, self._heard = line, own, heard
        self._stopped = threading.Event()
        self.connected = False
        # A daemon: while a server that is away is being called nobody can stop it, and the program may end.
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)
        self._thread.start()

    def stop(self, seconds: float = 0.0) -> None:
        """Nothing is heard any more. Waits at most ``seconds`` for the thread, which ends by itself soon after."""
        self._stopped.set()
        self._thread.join(seconds)

    @property
    def running(self) -> bool:
        """Whether the thread has not ended yet."""
        return self._thread.is_alive()

    def _run(self) -> None:
        import psycopg

        failed = 0
        while not self._stopped.is_set():
            try:
                conn = self._line.connect(all_the_same=True)
                try:
                    conn.execute(f"LISTEN {CHANGED}")
                    self.connected, failed = True, 0
                    self._tell()
                    while not self._stopped.is_set():
                        self._wait(conn)
                finally:
                    self.connected = False
                    conn.close()
            except psycopg.errors.ReadOnlySqlTransaction:
                return  # a server that follows another one tells no news
            except (Refusal, psycopg.Error, OSError):
                pass
            self._stopped.wait(PAUSES[min(failed, len(PAUSES) - 1)])
            failed += 1

    def _wait(self, conn: Any) -> None:
        """For the next news, for ``LOOK_SECONDS``. What came together is told once."""
        told = [each.payload for each in conn.notifies(timeout=LOOK_SECONDS, stop_after=1)]
        if any(session != self._own for session in told):
            self._tell()

    def _tell(self) -> None:
        if not self._stopped.is_set():
            self._heard()
