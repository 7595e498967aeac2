"""How soon a touch screen shows its first frame, and what programs hold of memory."""

from __future__ import annotations

import os
import socket
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench.site import Bench, resident_mb, running
from bench.table import Figure, spread
from demo.manifest import Ports
from demo.ports import free_ports
from demo.programs import LOBBY
from demo.receipts import hold, receipt
from demo.stand_ins import Displays
from demo.supervisor import Supervisor
from lobby.clock import SystemClock

SCREENS = {"dispenser-1": "dispenser", "kiosk-1": "kiosk", "pad-1": "pad"}
RUNS = 5
SETTLED_S = 5.0


def measure() -> list[Figure]:
    """Return first frames (process start to READY, which follows the first frame) and resident memory."""
    figures: list[Figure] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bench = Bench(folder / "site", Ports(*free_ports((0, 0, 0, 0))))
        supervisor = Supervisor(SystemClock(), lambda: None)
        displays = Displays(supervisor, bench.places)
        stack.callback(supervisor.stop)
        displays.start()
        stack.enter_context(bench.broker())
        time.sleep(0.5)
        stack.enter_context(bench.program("hub", "hub"))
        for device, command in SCREENS.items():
            runs = [_start(bench, device, command, displays, folder) for _ in range(RUNS)]
            seconds, memory = [run[0] for run in runs], [run[1] for run in runs]
            figures.append(Figure(f"{command}: first frame", statistics.median(seconds), "s", 3, spread(seconds)))
            wanted = 250 if command == "kiosk" else None
            what = "resident after five receipts" if command == "kiosk" else "resident"
            figures.append(Figure(f"{command}: {what}", statistics.median(memory), "MB", wanted, spread(memory)))
            print(f"{command} started {RUNS} times", file=sys.stderr)
    return figures


def _start(bench: Bench, device: str, command: str, displays: Displays, folder: Path) -> tuple[float, float]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        place = folder / "notify"
        place.unlink(missing_ok=True)
        told.bind(str(place))
        told.settimeout(30)
        env = {**os.environ, "DISPLAY": displays.of(device) or "", "NOTIFY_SOCKET": str(place)}
        begun = time.monotonic()
        with running([*LOBBY, command, "--settings", str(bench.places.settings_of(device))], env) as process:
            while b"READY=1" not in told.recv(256):
                pass
            seconds = time.monotonic() - begun
            _read_on(told, SETTLED_S)
            if command == "kiosk":
                _hold_receipts(bench.places.camera, told)
            return seconds, resident_mb(process.pid)


def _hold_receipts(camera: Path, told: socket.socket) -> None:
    for number in range(1, 6):
        hold(receipt(f"H15.12-250701-000{number}"), camera)
        _read_on(told, 1.0)


def _read_on(told: socket.socket, within_s: float) -> None:
    """Read what the program tells for a while: one that is not read from waits, as it would for systemd."""
    ends = time.monotonic() + within_s
    while time.monotonic() < ends:
        told.recv(256)
