"""The beep: by a sound card where there is one, silence where there is none, and never waited for."""

from __future__ import annotations

import io
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kiosk.scanners.beep import Beeper, tone

WaitUntil = Callable[..., None]


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    place = tmp_path / "cards"
    place.write_text(" 0 [Headphones     ]: bcm2835 - bcm2835 Headphones\n")
    return place


def player(tmp_path: Path, script: str) -> tuple[str, ...]:
    """A program in the place of aplay."""
    place = tmp_path / "player.py"
    place.write_text(script)
    return (sys.executable, str(place))


def test_a_read_is_heard(tmp_path: Path, cards: Path, wait_until: WaitUntil) -> None:
    heard = tmp_path / "heard.wav"
    script = f"import pathlib, sys; pathlib.Path({str(heard)!r}).write_bytes(sys.stdin.buffer.read())"
    Beeper(player(tmp_path, script), cards).beep()
    wait_until(lambda: heard.exists() and heard.read_bytes() == tone(), "the whole beep is played")


def test_the_beep_is_short_and_swells_and_fades() -> None:
    with wave.open(io.BytesIO(tone())) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        assert 0.05 < file.getnframes() / file.getframerate() < 0.2
    assert abs(samples[0]) < 200 and abs(samples[-1]) < 1500 and abs(samples).max() > 8000


def test_a_machine_without_a_sound_card_starts_no_player(
    tmp_path: Path, wait_until: WaitUntil, caplog: pytest.LogCaptureFixture
) -> None:
    started = tmp_path / "started"
    cards = tmp_path / "cards"
    cards.write_text("--- no soundcards ---\n")
    beeper = Beeper(player(tmp_path, f"open({str(started)!r}, 'w')"), cards)
    for _ in range(3):
        beeper.beep()
        wait_until(lambda: not beeper.busy, "the beep is over")
    assert not started.exists()
    assert not caplog.records


def test_a_player_that_fails_is_told_once(
    tmp_path: Path, cards: Path, wait_until: WaitUntil, caplog: pytest.LogCaptureFixture
) -> None:
    beeper = Beeper(player(tmp_path, "raise SystemExit(1)"), cards)
    for _ in range(4):
        beeper.beep()
        wait_until(lambda: not beeper.busy, "the beep is over")
    assert len([one for one in caplog.records if "no beep" in one.getMessage()]) == 1


def test_beeps_do_not_pile_up(tmp_path: Path, cards: Path, wait_until: WaitUntil) -> None:
    begun = tmp_path / "begun"
    begun.mkdir()
    script = f"import os, sys; open({str(begun)!r} + '/' + str(os.getpid()), 'w'); sys.stdin.read()"
    beeper = Beeper(player(tmp_path, script), cards)
    for _ in range(20):
        beeper.beep()
    wait_until(lambda: not beeper.busy, "the beep is over")
    assert len(list(begun.iterdir())) == 1
