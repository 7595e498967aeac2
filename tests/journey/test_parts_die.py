"""Any one part is killed while citizens take numbers: it is back, and nothing answered is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.journey

# How soon a part is started again is held by the supervisor's own test, by a clock that is set.
BACK_WITHIN_S = 20.0
PARTS = ["hub", "bridge", "backend", "dispenser-1", "kiosk-1", "pad-1", "board-1", "led-1", "speaker-1", "keypad-1"]


class Citizens:
    """Take number after number until told to stop; remembers what was answered `ok`."""

    def __init__(self, demo: Any) -> None:
        self._demo = demo
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._take, daemon=True)
        self.numbers: list[str] = []

    @contextmanager
    def taking(self) -> Iterator[Citizens]:
        self._thread.start()
        try:
            yield self
        finally:
            self._ended.set()
            self._thread.join(30)

    def _take(self) -> None:
        while not self._ended.is_set():
            try:
                reply = self._demo.rr("dispenser-1", "ticket/issue", service="kinh-doanh")
            except (AssertionError, subprocess.TimeoutExpired):
                continue
            if reply["ok"]:
                self.numbers.append(reply["data"]["ticket"]["number"])


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("part", [*PARTS, "broker"])
def test_a_killed_part_is_back_and_no_answered_number_is_lost(
    demo: Any, part: str, wait_until: Callable[..., None]
) -> None:
    citizens = Citizens(demo)
    with citizens.taking():
        wait_until(lambda: len(citizens.numbers) >= 3, "numbers are taken", 20)
        killed = demo.kill(part)
        wait_until(lambda: demo.pid(part) != killed and alive(demo.pid(part)), f"{part} is back", BACK_WITHIN_S)
        so_far = len(citizens.numbers)
        wait_until(lambda: len(citizens.numbers) >= so_far + 3, "numbers are taken again", 30)
    assert len(set(citizens.numbers)) == len(citizens.numbers)
    assert set(citizens.numbers) <= set(journalled(demo.state))
    assert len(journalled(demo.state)) == len(set(journalled(demo.state)))


def journalled(state: Path) -> list[str]:
    """Return the numbers of every ticket issued, as the hub's journal holds them."""
    (journal,) = (state / "state/hub").glob("journal.sqlite3")
    with closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as reading:
        rows = reading.execute("SELECT json_extract(ticket, '$.number') FROM entries WHERE kind = 'ticket.issued'")
        return [row[0] for row in rows]


def test_a_screen_whose_display_dies_is_back_on_it(demo: Any, wait_until: Callable[..., None]) -> None:
    killed, log = demo.pid("pad-1"), demo.state / "logs/xvfb-pad-1.log"
    display = display_of(killed)
    # The pad may have been killed a moment ago: a display that dies before its window is open ends nothing.
    wait_until(lambda: titles(display) == ["pad-1"], "its window is open", 60)
    (server,) = writers(log)
    os.kill(server, signal.SIGKILL)
    wait_until(lambda: demo.pid("pad-1") != killed and alive(demo.pid("pad-1")), "pad-1 is started again", 20)
    wait_until(lambda: titles(display) == ["pad-1"], "its window is on its display", 60)
    wait_until(lambda: display_of(demo.pid("pad-1")) == display, "pad-1 knows no other display")
    assert len(writers(log)) == 1 and writers(log) != [server]


def display_of(pid: int) -> str:
    variables = Path(f"/proc/{pid}/environ").read_text(encoding="utf-8").split("\0")
    return next(one.removeprefix("DISPLAY=") for one in variables if one.startswith("DISPLAY="))


def writers(log: Path) -> list[int]:
    """Return the processes whose output goes into `log`."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (place / "fd/1").readlink() == log:
                found.append(int(place.name))
    return found


def titles(display: str) -> list[str]:
    """Return the titles of the windows that can be seen on a display."""
    command = ["xdotool", "search", "--onlyvisible", "--name", ".", "getwindowname", "%@"]
    found = subprocess.run(command, env={"DISPLAY": display}, capture_output=True, text=True, check=False)
    return sorted(set(found.stdout.split()))
