"""The beep: by a sound card where there is one, silence where there is none, and never waited for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kiosk.scanners.beep import Beeper, tone
from lobby.speech.players.memory import MemoryPlayer
from lobby.speech.sound import RATE

WaitUntil = Callable[..., None]


@pytest.fixture
def card() -> MemoryPlayer:
    return MemoryPlayer()


def test_a_read_is_heard(card: MemoryPlayer, wait_until: WaitUntil) -> None:
    card.release()
    Beeper(card, lambda: True).beep()
    wait_until(lambda: card.begun, "the beep is heard")
    assert card.begun[0].seconds < 0.2


def test_it_goes_through_the_machines_own_player(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wait_until: WaitUntil
) -> None:
    heard = tmp_path / "heard"
    (tmp_path / "aplay").write_text(f"#!/bin/sh\ncat > {heard}.new && mv {heard}.new {heard}\n")
    (tmp_path / "aplay").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    Beeper(has_card=lambda: True).beep()
    wait_until(heard.exists, "aplay got the beep")
    assert heard.stat().st_size == 2 * tone().size


def test_the_beep_is_short_and_swells_and_fades() -> None:
    assert 0.05 < tone().size / RATE < 0.2
    assert abs(tone()[0]) < 0.01 and abs(tone()[-1]) < 0.05 and np.abs(tone()).max() > 0.2


def test_a_machine_without_a_sound_card_plays_nothing_and_says_nothing(
    card: MemoryPlayer, wait_until: WaitUntil, caplog: pytest.LogCaptureFixture
) -> None:
    beeper = Beeper(card, lambda: False)
    for _ in range(3):
        beeper.beep()
        wait_until(lambda: not beeper.busy, "the beep is over")
    assert card.begun == [] and not caplog.records


def test_a_card_that_fails_is_told_once(
    card: MemoryPlayer, wait_until: WaitUntil, caplog: pytest.LogCaptureFixture
) -> None:
    card.broken = True
    beeper = Beeper(card, lambda: True)
    for _ in range(4):
        beeper.beep()
        wait_until(lambda: not beeper.busy, "the beep is over")
    assert [one.getMessage() for one in caplog.records] == ["no beep: broken by hand"]


def test_beeps_neither_pile_up_nor_hold_anything_up(card: MemoryPlayer, wait_until: WaitUntil) -> None:
    beeper = Beeper(card, lambda: True)
    for _ in range(20):
        beeper.beep()
    wait_until(lambda: card.begun, "the first is heard")
    card.release()
    wait_until(lambda: not beeper.busy, "the beep is over")
    assert len(card.begun) == 1
