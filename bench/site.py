"""A broker and single programs of the demo's site, for measuring them alone."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from broker_config.mosquitto import CONF, write
from demo.manifest import Ports
from demo.places import Places
from demo.programs import LOBBY, find_broker
from demo.settings import broker_site, write_settings
from lobby.link.paho import Access

FAST = "\n[rules]\nrequests_per_s = 1000\nrequests_burst = 10000\n"


class Bench:
    """Folders, settings and passwords of one site, and its broker."""

    def __init__(self, root: Path, ports: Ports) -> None:
        self.places = Places(root)
        self.ports = ports
        self.places.make()
        self.passwords = write(broker_site(self.places, ports, "root"))
        write_settings(self.places, ports, LOBBY, fullscreen=True)
        self.places.secret("backend-token").write_text("bench-token\n", encoding="utf-8")
        # The pace limit of a device is not what is measured.
        hub = self.places.settings_of("hub")
        hub.write_text(hub.read_text(encoding="utf-8") + FAST, encoding="utf-8")

    def access(self, device: str) -> Access:
        """Return how `device` reaches the broker."""
        return Access("127.0.0.1", self.ports.mqtt, device, self.passwords[device])

    @contextmanager
    def broker(self) -> Iterator[None]:
        """Run the broker."""
        with running([str(find_broker()), "-c", str(self.places.broker / CONF)]):
            yield

    @contextmanager
    def program(self, name: str, command: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run one `lobby` program with the settings of device `name`."""
        with running([*LOBBY, command, "--settings", str(self.places.settings_of(name))]) as process:
            yield process


@contextmanager
def running(command: list[str], env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command until the block ends."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(15)


def wait(holds: Callable[[], object], what: str, within_s: float = 30.0) -> None:
    """Wait for a condition; ends the bench where it does not come."""
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > deadline:
            sys.exit(f"not within {within_s:.0f} s: {what}")
        time.sleep(0.01)


def resident_mb(pid: int) -> float:
    """Return a process's resident memory in MB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0
