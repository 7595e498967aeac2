"""However a demo ends (told to, its terminal closed), no process and no demo.json that names one is left."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.journey

DEMO = [sys.executable, "-m", "lobby.cli", "demo", "--headless", "--state"]
# One of each kind: a window, a browser, a serial port, keys. More would end in the same ways.
FEW = ["--parts", "pad-1,board-1,led-1,keypad-1"]
UP_WITHIN_S = 120.0
WaitUntil = Callable[..., None]
LeftBehind = Callable[[Path], list[str]]
Family = Callable[[int], set[int]]
Alive = Callable[[int], bool]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state folder that an earlier run left, with the demo.json of processes long dead."""
    folder = tmp_path / "state"
    folder.mkdir()
    (folder / "demo.json").write_text('{"pid": 1}', encoding="utf-8")
    return folder


def up(state: Path) -> bool:
    # The file of the earlier run is taken away meanwhile.
    try:
        return '"backend"' in (state / "demo.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


def test_told_to_stop_while_it_starts(state: Path, wait_until: WaitUntil, left_behind: LeftBehind) -> None:
    process = subprocess.Popen([*DEMO, str(state)], stdout=subprocess.DEVNULL)
    wait_until((state / "logs/broker.log").exists, "the demo begins", 30)
    assert not (state / "demo.json").exists()
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert left_behind(state) == []
    assert not (state / "demo.json").exists()


def test_told_to_stop_while_a_visit_is_under_way(state: Path, wait_until: WaitUntil, left_behind: LeftBehind) -> None:
    process = subprocess.Popen([*DEMO, str(state), "--walkthrough"], stdout=subprocess.DEVNULL)
    wait_until((state / "screens/desk-login.png").exists, "the officer's browser is open", 2 * UP_WITHIN_S)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 1
    assert left_behind(state) == []
    assert (state / "screens/desk-login.png").exists()


def test_its_terminal_is_closed(
    state: Path, wait_until: WaitUntil, left_behind: LeftBehind, family: Family, alive: Alive
) -> None:
    ours, its = pty.openpty()
    os.set_blocking(ours, False)
    # Whoever runs these tests by nohup(1) has the signal ignored here, and a demo keeps to that.
    heeding = ["env", "--default-signal=HUP", "setsid", "--ctty"]
    process = subprocess.Popen([*heeding, *DEMO, str(state), *FEW], stdin=its, stdout=its, stderr=its)
    os.close(its)

    def up_and_read() -> bool:
        with suppress(BlockingIOError):
            os.read(ours, 65536)
        return up(state)

    wait_until(up_and_read, "all parts are up", UP_WITHIN_S)
    started = family(process.pid)
    assert len(started) > 12
    os.close(ours)
    process.wait(60)
    wait_until(lambda: not any(map(alive, started)), "nothing is left")
    assert left_behind(state) == []
    assert not (state / "demo.json").exists()
