"""The noise of the hall is measured while nobody is called, and nothing of it is kept."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.health import Faults
from lobby.speech.players.audio import Audio
from ticketing.voice.ears.base import Deaf
from ticketing.voice.ears.microphone import RATE, Microphone
from ticketing.voice.ears.pipe import PipeEar
from ticketing.voice.listening import FOR_S, Listening
from ticketing.voice.loudness import Bounds, Loudness

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=OFFICE_ZONE)


class Hall:
    """A pipe that is heard as a hall: `sound` writes a second of a tone of so many dBFS."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = path
        self._end = os.open(path, os.O_RDWR)

    def sound(self, level_db: float) -> None:
        amplitude = 32_768 * 10 ** (level_db / 20) * np.sqrt(2)
        tone = amplitude * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)
        data = tone.round().astype("<i2").tobytes()
        threading.Thread(target=os.write, args=(self._end, data), daemon=True).start()

    def close(self) -> None:
        os.close(self._end)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = Hall(tmp_path / "hall")
    yield hall
    hall.close()


@pytest.fixture
def alsa_hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real ALSA device `hall` whose microphone is ALSA's null device."""
    conf = tmp_path / "asound.conf"
    conf.write_text("pcm.hall { type null }\n")
    monkeypatch.setenv("ALSA_CONFIG_PATH", f"/usr/share/alsa/alsa.conf:{conf}")


def test_a_noisy_hall_makes_calls_louder(hall: Hall) -> None:
    clock = HandClock(NOON)
    loudness = Loudness(1.0, bounds=Bounds(-60, -20, 0.5, slow_s=5))
    listening = Listening(PipeEar(hall.path), loudness, lambda: False, Faults(clock), clock)
    told: list[float] = []
    for level in (-70, -20):
        hall.sound(level)
        listening.listen()
        clock.forward(60)
        told.append(loudness.volume(NOON))
    assert told[0] == pytest.approx(0.5)
    assert told[1] == pytest.approx(1.0, abs=0.01)


def test_a_call_is_not_taken_for_noise(hall: Hall) -> None:
    clock = HandClock(NOON)
    loudness = Loudness(1.0, bounds=Bounds())
    busy = iter([False, True])
    listening = Listening(PipeEar(hall.path), loudness, lambda: next(busy), Faults(clock), clock)
    hall.sound(-90)
    listening.listen()
    assert loudness.volume(NOON) == 1.0


def test_a_microphone_that_is_gone_stands_as_a_fault_until_it_is_back(hall: Hall, tmp_path: Path) -> None:
    clock = HandClock(NOON)
    faults = Faults(clock)
    gone = tmp_path / "gone"
    listening = Listening(PipeEar(gone), Loudness(1.0), lambda: False, faults, clock)
    listening.listen()
    assert [fault.code for fault in faults.standing()] == ["microphone"]
    hall.path.rename(gone)
    hall.sound(-40)
    listening.listen()
    assert faults.standing() == ()


def test_calls_are_as_loud_as_set_from_when_the_microphone_is_gone(hall: Hall) -> None:
    clock = HandClock(NOON)
    loudness = Loudness(0.9, bounds=Bounds(-60, -20, 0.5))
    listening = Listening(PipeEar(hall.path), loudness, lambda: False, Faults(clock), clock)
    hall.sound(-70)
    listening.listen()
    assert loudness.volume(NOON) == pytest.approx(0.45)
    hall.path.unlink()
    listening.listen()
    assert loudness.volume(NOON) == 0.9


def test_a_microphone_of_the_sound_system_is_heard_or_says_why_not(alsa_hall: None) -> None:
    level: float | None
    try:
        level = Microphone("hall", Audio()).level(FOR_S / 10, threading.Event())
    except Deaf as fault:
        assert "sounddevice" in str(fault)
    else:
        assert level is not None
        assert -120 <= level <= 1


def test_listening_stops_at_once_when_the_program_ends(hall: Hall, wait_until: Callable[..., None]) -> None:
    cut = threading.Event()
    cut.set()
    assert PipeEar(hall.path).level(FOR_S, cut) is None
