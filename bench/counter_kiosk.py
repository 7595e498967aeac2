"""The real lookup kiosk on a virtual screen, with broker, bridge and sandbox backend: receipts go in, pages come."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import time
import tomllib
import tty
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.glass import Glass, glass
from bench.site import Bench, running, wait
from demo.manifest import Ports
from demo.ports import free_ports
from demo.programs import LOBBY
from demo.site import BACKEND, BRIDGE, KIOSK
from demo.tables import toml
from lobby.look.tokens import tokens

TONES = ("ok", "warn_ground", "fault_ground", "calm")
_TOKEN = "bench-token-0123456789"
_PLACE = (0.028, 0.175)
_CODE_LINES = (0.17, 0.32)
_PACE = {"per_device_per_minute": 6000, "per_site_per_minute": 60_000, "misses_per_device_per_hour": 6000}


@dataclass
class CounterKiosk:
    """`scan` holds a receipt before it; `answered` tells that its page, and no older one, is on the glass."""

    kiosk: subprocess.Popen[bytes]
    backend: subprocess.Popen[bytes]
    bench: Bench
    display: str
    glass: Glass
    size: tuple[int, int]
    codes: list[str]
    scanner: int

    def scan(self, code: str) -> None:
        os.write(self.scanner, f"{code}\r".encode())

    def drawn(self) -> bytes:
        """Return the lines where a result has its code; empty where no result is on the glass."""
        width, height = self.size
        if self.glass.colour(int(width * _PLACE[0]), int(height * _PLACE[1])) not in self._tones:
            return b""
        rows = range(int(height * _CODE_LINES[0]), int(height * _CODE_LINES[1]), 4)
        return b"".join(self.glass.row(int(width * 0.035), row, int(width * 0.3)) for row in rows)

    def answered(self, code: str, before: bytes, within_s: float) -> float | None:
        """Scan `code`; return the seconds until a result other than `before` stands still, None where none came."""
        begun = time.monotonic()
        self.scan(code)
        while time.monotonic() - begun < within_s:
            now = self.drawn()
            if now and now != before:
                return time.monotonic() - begun
            time.sleep(0.001)
        return None

    @property
    def _tones(self) -> frozenset[str]:
        return frozenset(tokens().colour[name].upper() for name in TONES)


@contextmanager
def counter_kiosk(folder: Path, size: tuple[int, int] = KIOSK.size or (1920, 1080)) -> Iterator[CounterKiosk]:
    """Run a site of a backend, a bridge and a kiosk that has a serial scanner alone."""
    with ExitStack() as stack:
        bench = Bench(folder / "site", Ports(*free_ports((0, 0, 0, 0))))
        bench.places.backend_token.write_text(_TOKEN + "\n", encoding="utf-8")
        far, near = pty.openpty()
        tty.setraw(near)
        _alter(bench, BRIDGE.id, {"lookup": _PACE})
        _alter(bench, KIOSK.id, {"scanners": {"serial": [{"port": os.ttyname(near)}]}, "attract_after_s": 0})
        _alter(bench, KIOSK.id, {"screen": {"width": size[0], "height": size[1], "fullscreen": True}})
        stack.enter_context(bench.broker())
        codes = _codes(bench)
        backend = stack.enter_context(bench.program(BACKEND.id, "sandbox"))
        stack.enter_context(bench.program(BRIDGE.id, "bridge"))
        display, seen = stack.enter_context(glass(folder, *size))
        env = {**os.environ, "DISPLAY": display}
        command = [*LOBBY, "kiosk", "--settings", str(bench.places.settings_of(KIOSK.id))]
        kiosk = stack.enter_context(running(command, env))
        place = CounterKiosk(kiosk, backend, bench, display, seen, size, codes, far)
        paper = tokens().colour["paper"].upper()
        wait(lambda: seen.colour(2, int(size[1] * 0.5)) == paper, "the kiosk shows its first page", 60)
        wait(lambda: place.answered(codes[0], b"", 1.0) is not None, "the kiosk answers", 60)
        yield place


def _alter(bench: Bench, device: str, more: dict[str, Any]) -> None:
    file = bench.places.settings_of(device)
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    file.write_text(toml({**table, **more}), encoding="utf-8")


def _codes(bench: Bench) -> list[str]:
    command = [*LOBBY, "sandbox", "--settings", str(bench.places.settings_of(BACKEND.id)), "--list-codes"]
    listed = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode().splitlines()
    return [str(json.loads(line)["code"]) for line in listed]
