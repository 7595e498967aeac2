"""A part that dies is started again, what it had started goes with it, and a stop leaves nothing."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demo.supervisor import Program, Supervisor
from lobby.clock import SystemClock

# A part with a child of its own, which tells both process ids.
PART = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
with open(sys.argv[1], "a") as told: told.write(f"{os.getpid()} {child.pid}\\n")
time.sleep(60)
"""


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Supervisor, Path, list[int]]]:
    told, changes = tmp_path / "told", list[int]()
    supervisor = Supervisor(SystemClock(), lambda: changes.append(1))
    supervisor.start(Program("part", [sys.executable, "-c", PART, str(told)], tmp_path / "log"))
    yield supervisor, told, changes
    supervisor.stop()


def pids(told: Path) -> list[list[int]]:
    lines = told.read_text().splitlines() if told.exists() else []
    return [[int(word) for word in line.split()] for line in lines]


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_killed_part_is_started_again_with_its_own_child(
    watched: tuple[Supervisor, Path, list[int]], wait_until: Callable[..., None]
) -> None:
    supervisor, told, changes = watched
    wait_until(lambda: pids(told), "the part runs")
    ((parent, child),) = pids(told)
    assert parent == supervisor.pid("part")
    os.kill(parent, signal.SIGKILL)

    def again() -> bool:
        supervisor.step()
        return len(pids(told)) == 2

    wait_until(again, "the part runs again")
    assert changes == [1]
    assert supervisor.pid("part") == pids(told)[1][0]
    wait_until(lambda: not runs(child), "the first child is gone")


class HandClock(SystemClock):
    """Monotonic time as it is set."""

    at = 0.0

    def monotonic(self) -> float:
        return self.at


@pytest.mark.parametrize("lived_s", [0.5, 60.0])
def test_a_part_is_started_again_within_two_seconds_of_its_death(
    lived_s: float, tmp_path: Path, wait_until: Callable[..., None]
) -> None:
    clock, changes = HandClock(), list[int]()
    supervisor = Supervisor(clock, lambda: changes.append(1))
    supervisor.start(Program("part", ["sleep", "60"], tmp_path / "log"))
    first = supervisor.pid("part")
    clock.at = lived_s
    supervisor.step()
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: not runs(first), "it is dead")
    supervisor.step()
    assert changes == [], "not at once: what it held is let go first"
    clock.at += 1.9
    supervisor.step()
    assert changes == [1] and supervisor.pid("part") != first
    supervisor.stop()


def test_a_stop_leaves_nothing(watched: tuple[Supervisor, Path, list[int]], wait_until: Callable[..., None]) -> None:
    supervisor, told, _ = watched
    wait_until(lambda: pids(told), "the part runs")
    supervisor.stop()
    assert [pid for pid in pids(told)[0] if runs(pid)] == []


def test_a_part_dies_with_the_supervisor(tmp_path: Path, wait_until: Callable[..., None]) -> None:
    told = tmp_path / "told"
    ready, writing = os.pipe()
    supervising = os.fork()
    if supervising == 0:
        supervisor = Supervisor(SystemClock(), lambda: None)
        supervisor.start(Program("part", [sys.executable, "-c", PART, str(told)], tmp_path / "log"))
        os.write(writing, b"1")
        signal.pause()
        os._exit(0)
    os.read(ready, 1)
    wait_until(lambda: pids(told), "the part runs")
    os.kill(supervising, signal.SIGKILL)
    os.waitpid(supervising, 0)
    wait_until(lambda: not runs(pids(told)[0][0]), "the part is gone with its supervisor")
    os.kill(pids(told)[0][1], signal.SIGKILL)
