"""One running demo for the journeys, and clients that are not the suite's own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

UP_WITHIN_S = 120
DEMO = [sys.executable, "-m", "lobby.cli", "demo", "--headless", "--state"]


class RunningDemo:
    """The demo as a newcomer starts it; everything known of it comes from demo.json."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.process = subprocess.Popen(
            [*DEMO, str(state)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )

    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.state / "demo.json").read_text(encoding="utf-8"))
        return found

    def pid(self, device: str) -> int:
        return int(self.facts()["devices"][device]["pid"])

    def kill(self, device: str) -> int:
        """End a part as the kernel does when memory is out; returns the process id it had."""
        pid = self.pid(device)
        os.kill(pid, signal.SIGKILL)
        return pid

    def rr(self, device: str, verb: str, **arguments: Any) -> dict[str, Any]:
        """Ask as `device` with mosquitto_rr, an MQTT 5 client that is not ours; returns the reply."""
        facts = self.facts()
        own, root = facts["devices"][device], f"lobby/1/{facts['site']}"
        request = {"v": 1, "id": str(uuid.uuid4()), **arguments}
        command = ["mosquitto_rr", "-V", "mqttv5", "-q", "1", "-W", "4", "-N"]
        command += ["-h", facts["mqtt"]["host"], "-p", str(facts["mqtt"]["port"])]
        command += ["-u", own["username"], "-P", own["password"]]
        command += ["-t", f"{root}/do/{device}/{verb}", "-e", f"{root}/reply/{device}/rr-{uuid.uuid4().hex[:8]}"]
        command += ["-m", json.dumps(request)]
        answered = subprocess.run(command, capture_output=True, timeout=15, check=False)
        assert answered.returncode == 0 and answered.stdout, f"{verb}: {answered.stderr.decode()}"
        reply: dict[str, Any] = json.loads(answered.stdout)
        assert reply["id"] == request["id"]
        return reply


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """The demo of a file, with all its devices."""
    running = RunningDemo(tmp_path_factory.mktemp("demo") / "state")
    try:
        until(lambda: (running.state / "demo.json").exists() or running.process.poll() is not None, UP_WITHIN_S)
        assert running.process.poll() is None, "the demo ended before it was up"
        yield running
    finally:
        running.process.send_signal(signal.SIGINT)
        running.process.wait(30)


def until(holds: Callable[[], object], within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, f"not within {within_s} s"
        time.sleep(0.05)


@pytest.fixture
def left_behind() -> Callable[[Path], list[str]]:
    return processes_on


def processes_on(state: Path) -> list[str]:
    """Return the command lines of processes that still run on a demo's state folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = place.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(state) in line:
            found.append(line)
    return found


@pytest.fixture(name="alive")
def alive_fixture() -> Callable[[int], bool]:
    return alive


@pytest.fixture(name="family")
def family_fixture() -> Callable[[int], set[int]]:
    return family


def alive(pid: int) -> bool:
    try:
        return _stat(pid)[0] != "Z"
    except OSError:
        return False


def family(pid: int) -> set[int]:
    """Return the process ids of all that `pid` and its children have started."""
    parents: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(place.name)] = int(_stat(int(place.name))[1])
        except OSError:
            continue
    found, fresh = set[int](), {pid}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh}
        found |= fresh
    return found


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
