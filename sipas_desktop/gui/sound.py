"""Short sounds for a clerk who looks at paper, not at the screen.

PySide6-Essentials has no QtMultimedia, so: winsound on Windows, elsewhere the desktop's beep or the terminal's
bell. A sound that cannot be made is left out; sound never raises.
"""

from __future__ import annotations

import array
import io
import math
import sys
import wave
from functools import cache
from typing import Any, Final

from PySide6.QtWidgets import QApplication

RATE: Final = 22_050  # samples a second
# (frequency Hz, duration s) one after the other: rising = good, level twice = look, falling = wrong
NOTES: Final = {
    "accepted": ((880, 0.07), (1320, 0.09)),
    "attention": ((740, 0.09), (0, 0.05), (740, 0.09)),
    "error": ((330, 0.14), (220, 0.22)),
    "tick": ((1760, 0.02),),
}


@cache
def waveform(name: str) -> bytes:
    """The sound ``name`` as a WAV file in memory: mono, 16 bit, 22,050 Hz."""
    samples = array.array("h")
    for frequency, seconds in NOTES[name]:
        count = round(RATE * seconds)
        for n in range(count):
            fade = min(1.0, n / 110, (count - n) / 110)  # 5 ms in and out, else it clicks
            samples.append(round(9_000 * fade * math.sin(2 * math.pi * frequency * n / RATE)))
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()


class Sound:
    """The four sounds; ``on`` can be set to False at any time."""

    def __init__(self, on: bool = True) -> None:
        self.on = on

    def accepted(self) -> None:
        """Taken: go on with the next paper."""
        self._play("accepted")

    def attention(self) -> None:
        """Taken or not, look at the screen."""
        self._play("attention")

    def error(self) -> None:
        """Not taken."""
        self._play("error")

    def tick(self) -> None:
        """A key did something."""
        self._play("tick")

    def _play(self, name: str) -> None:
        if not self.on:
            return
        try:
            if sys.platform == "win32":
                _windows(name)
            elif name in ("attention", "error") and QApplication.instance() is not None:
                QApplication.beep()  # one sound only: kept for what must be looked at
        except (OSError, RuntimeError, ImportError):
            pass  # no sound card, no driver, a service that is off: the work goes on in silence


def _windows(name: str) -> None:
    import winsound

    player: Any = winsound
    # winsound refuses SND_ASYNC from memory, so the notes are kept in a file for the length of the program
    player.PlaySound(_file(name), player.SND_FILENAME | player.SND_ASYNC | player.SND_NODEFAULT)


@cache
def _file(name: str) -> str:
    import tempfile
    from pathlib import Path

    path = Path(tempfile.mkdtemp(prefix="sipas-sound-")) / f"{name}.wav"
    path.write_bytes(waveform(name))
    return str(path)
