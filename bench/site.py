"""A broker and single programs of the demo's site, for measuring them alone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from broker_config.mosquitto import CONF, write
from broker_config.settings import BrokerSite, Enrolled
from demo.device_settings import head
from demo.manifest import Ports
from demo.places import Places
from demo.programs import LOBBY, find_broker
from demo.settings import broker_site, write_settings
from demo.site import HUB, OFFICE, PLACE, SITE
from demo.tables import toml
from lobby.contract.roles import Role
from lobby.link.paho import Access
from ticketing.journal.store import FILE

# The pace limit of a device is not what is measured.
RULES: dict[str, object] = {"requests_per_s": 1000, "requests_burst": 10000}


@dataclass(frozen=True)
class Crowd:
    """A site larger than the demo's: fields of 9,999 numbers, counters with a keypad that serve two of them each,
    dispensers, and who presents the calls."""

    fields: int
    counters: int
    dispensers: int
    presenters: tuple[Enrolled, ...] = ()

    @property
    def services(self) -> list[str]:
        return [f"linh-vuc-{number}" for number in range(1, self.fields + 1)]

    @property
    def served(self) -> dict[str, list[str]]:
        """The fields that each counter serves."""
        fields = self.services
        return {
            f"quay-{number + 1}": sorted({fields[number % self.fields], fields[(number + 1) % self.fields]})
            for number in range(self.counters)
        }

    @property
    def devices(self) -> list[Enrolled]:
        """The hub, the bridge and every device of the site."""
        return [
            Enrolled(id="hub", role=Role.HUB),
            Enrolled(id="bridge", role=Role.BRIDGE),
            *(Enrolled(id=f"dispenser-{n}", role=Role.DISPENSER) for n in range(1, self.dispensers + 1)),
            *(Enrolled(id=f"keypad-{n}", role=Role.KEYPAD, counter=f"quay-{n}") for n in range(1, self.counters + 1)),
            *self.presenters,
        ]

    def devices_of(self, role: Role) -> list[str]:
        """Return the ids of all devices of a role."""
        return [one.id for one in self.devices if one.role is role]


class Bench:
    """Folders, settings and passwords of one site, the demo's or a `crowd`'s, and its broker."""

    def __init__(self, root: Path, ports: Ports, crowd: Crowd | None = None) -> None:
        self.places = Places(root)
        self.ports = ports
        self.places.make()
        self.passwords = write(broker_site(self.places, ports, "root") if crowd is None else self._broker_of(crowd))
        hub = self.places.settings_of("hub")
        if crowd is None:
            write_settings(self.places, ports, LOBBY, fullscreen=True)
            self.places.secret("backend-token").write_text("bench-token-0123456789\n", encoding="utf-8")
            hub.write_text(hub.read_text(encoding="utf-8") + "\n" + toml({"rules": RULES}), encoding="utf-8")
        else:
            hub.write_text(toml(self._hub_of(crowd)), encoding="utf-8")

    def _broker_of(self, crowd: Crowd) -> BrokerSite:
        return BrokerSite(
            site=SITE,
            folder=self.places.broker,
            secrets=self.places.secrets,
            port=self.ports.mqtt,
            websocket_port=self.ports.websocket,
            run_as="root",
            devices=crowd.devices,
        )

    def _hub_of(self, crowd: Crowd) -> dict[str, object]:
        return {
            **head(self.places, self.ports, HUB),
            "office": {"name": OFFICE, "place": PLACE},
            "services": [
                {"id": one, "name": f"Lĩnh vực {number}", "prefix": chr(ord("A") + number), "last": 9999}
                for number, one in enumerate(crowd.services)
            ],
            "counters": [
                {"id": one, "name": f"Quầy số {number}", "number": number, "services": services}
                for number, (one, services) in enumerate(crowd.served.items(), 1)
            ],
            "devices": [
                {"id": one.id, "role": one.role.value, "counter": one.counter}
                for one in crowd.devices
                if one.id != "hub"
            ],
            "rules": RULES,
            "web": {"host": "127.0.0.1", "port": self.ports.web},
            "pages": {"board": {"websocket_port": self.ports.websocket}},
        }

    def access(self, device: str) -> Access:
        """Return how `device` reaches the broker."""
        return Access("127.0.0.1", self.ports.mqtt, device, self.passwords[device])

    @property
    def journal(self) -> Path:
        """The hub's journal."""
        return self.places.state_of("hub") / FILE

    def listens(self) -> bool:
        """Tell whether the broker takes connections."""
        return _listens(self.ports.mqtt)

    def serves(self) -> bool:
        """Tell whether the hub serves pages."""
        with suppress(OSError):
            urlopen(f"http://127.0.0.1:{self.ports.web}/healthz", timeout=1).close()
            return True
        return False

    @contextmanager
    def broker(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run the broker; it listens when the block begins."""
        with running([str(find_broker()), "-c", str(self.places.broker / CONF)]) as process:
            wait(self.listens, "the broker listens")
            yield process

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


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def cpu_s(pid: int) -> float:
    """Return the seconds of processor time that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    """Return a process's resident memory in MB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0
