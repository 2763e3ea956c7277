"""Sounds: four that can be told apart, off when wished, silent where there is no sound."""

import io
import wave
from typing import Any

import pytest

from sipas_desktop.gui import sound


@pytest.mark.parametrize("name", sound.NOTES)
def test_waveform_is_a_short_wav(name: str) -> None:
    with wave.open(io.BytesIO(sound.waveform(name))) as wav:
        assert (wav.getnchannels(), wav.getsampwidth(), wav.getframerate()) == (1, 2, sound.RATE)
        assert 0.01 < wav.getnframes() / sound.RATE < 0.5
        loudest = max(abs(s) for s in memoryview(wav.readframes(wav.getnframes())).cast("h"))
        assert 5_000 < loudest <= 9_000


def test_the_four_differ() -> None:
    assert len({sound.waveform(name) for name in sound.NOTES}) == 4


def test_off_is_silent_and_a_missing_device_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[str] = []

    def play(name: str) -> None:
        played.append(name)
        raise RuntimeError("Failed to play sound")

    monkeypatch.setattr(sound.sys, "platform", "win32")
    monkeypatch.setattr(sound, "_windows", play)
    sounds: Any = sound.Sound()
    for name in sound.NOTES:
        getattr(sounds, name)()
    assert played == list(sound.NOTES)
    sounds.on = False
    sounds.error()
    assert len(played) == 4
