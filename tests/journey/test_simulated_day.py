"""A short simulated day on a real site, as a newcomer plays it on the command line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.journey

SIMULATE = [sys.executable, "-m", "lobby.cli", "simulate", "--bare", "--half-day", "--visits", "30"]


def test_a_morning_of_thirty_visits_agrees_with_the_journal(
    tmp_path: Path, left_behind: Callable[[Path], list[str]]
) -> None:
    command = [*SIMULATE, "--speed", "900", "--state", str(tmp_path / "state")]
    played = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert played.returncode == 0, played.stdout + played.stderr
    assert "✓ Khớp với nhật ký" in played.stdout
    assert "máy in phiếu hỏng" in played.stdout
    assert left_behind(tmp_path) == []


def test_a_day_is_stopped_on_the_way_and_its_pages_were_there(
    tmp_path: Path, left_behind: Callable[[Path], list[str]]
) -> None:
    state = tmp_path / "state"
    command = [*SIMULATE, "--speed", "60", "--state", str(state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as playing:
        deadline = time.monotonic() + 90
        while not (state / "demo.json").exists():
            assert time.monotonic() < deadline and playing.poll() is None
            time.sleep(0.05)
        facts = json.loads((state / "demo.json").read_text(encoding="utf-8"))
        assert facts["web"].startswith("http://127.0.0.1:") and set(facts["devices"]) >= {"hub", "broker"}
        playing.send_signal(signal.SIGINT)
        told, _ = playing.communicate(timeout=60)
    assert playing.returncode == 130 and "chưa đối chiếu" in told
    assert left_behind(tmp_path) == []


def test_a_speed_that_no_clock_keeps_is_refused_in_a_line() -> None:
    refused = subprocess.run([*SIMULATE, "--speed", "99999"], capture_output=True, text=True, timeout=30, check=False)
    assert refused.returncode == 2 and "1200" in refused.stderr
