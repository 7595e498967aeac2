"""A site burns down in the middle of a busy morning: the last backup starts on a new machine, and work goes on."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests

from backend_bridge.sandbox.app import Sandbox
from backend_bridge.sandbox.settings import SandboxSettings
from lobby.clock import SystemClock
from lobby.contract.replies import Reply
from lobby.contract.roles import Role
from lobby.contract.ticket_requests import TicketIssue
from lobby.keepsake import last_good
from lobby.link.device import DeviceLink, link_device
from lobby.settings.device import DeviceSettings

WITHIN_S = 60.0
LOBBY = [sys.executable, "-m", "lobby.cli"]
SERVICE = "ho-tich"


class Burnt:
    """One site's programs, folders and backend; `lose` is the fire."""

    def __init__(self, folder: Path, broker: Any, recipient: str, port: int) -> None:
        self.folder = folder
        self.broker = broker
        self.etc, self.var, self.own = folder / "etc", folder / "var", folder / "own"
        self.kept = folder / "kept"
        self.etc.mkdir()
        token = broker.site.secrets / "backend"
        token.write_text("khoa-thu-0123456789abcdef\n")
        self.backend = Sandbox(
            SandboxSettings(port=0, state=folder / "backend", site="demo", token_file=token), SystemClock()
        )
        self.backend.start()
        self.web = port
        self.programs: dict[str, subprocess.Popen[bytes]] = {}
        self._write(recipient, token)

    def _write(self, recipient: str, token: Path) -> None:
        def broker_lines(device: str) -> str:
            return (
                f'[broker]\nhost = "{self.broker.host}"\nport = {self.broker.port}\n'
                f'password_file = "{self.broker.password_file(device)}"\n'
            )

        (self.etc / "hub.toml").write_text(
            f'site = "demo"\ndevice = "hub"\nstate = "{self.var / "hub"}"\n{broker_lines("hub")}'
            '[office]\nname = "Trung tâm"\nplace = "Phường Tô Hiệu"\n'
            f'[[services]]\nid = "{SERVICE}"\nname = "Hộ tịch"\nprefix = "A"\n'
            f'[[counters]]\nid = "quay-1"\nname = "Quầy số 1"\nnumber = 1\nservices = ["{SERVICE}"]\n'
            '[[devices]]\nid = "dispenser-1"\nrole = "dispenser"\n[[devices]]\nid = "bridge"\nrole = "bridge"\n'
            f"[web]\nport = {self.web}\n[rules]\nrequests_per_s = 1000\nrequests_burst = 1000\n",
            encoding="utf-8",
        )
        (self.etc / "bridge.toml").write_text(
            f'site = "demo"\ndevice = "bridge"\nstate = "{self.var / "bridge"}"\n{broker_lines("bridge")}'
            f'[backend]\nurl = "http://127.0.0.1:{self.backend.port}"\ntoken_file = "{token}"\n'
        )
        self.backup_toml = self.folder / "backup.toml"
        self.backup_toml.write_text(
            f'site = "demo"\nsettings = "{self.etc}"\nsecrets = "{self.broker.site.secrets}"\nstate = "{self.var}"\n'
            f'own = "{self.own}"\nto = "{self.kept}"\nrecipient = "{recipient}"\n'
        )

    def start(self) -> None:
        for program in ("hub", "bridge"):
            line = [*LOBBY, program, "--settings", str(self.etc / f"{program}.toml")]
            self.programs[program] = subprocess.Popen(line, stderr=(self.folder / f"{program}.log").open("ab"))

    def kill(self) -> None:
        for process in self.programs.values():
            process.kill()
            process.wait(30)

    def lose(self) -> None:
        """Take the machine away as a fire does."""
        self.kill()
        for place in (self.etc, self.var, self.broker.site.secrets):
            place.rename(place.with_name(f"{place.name}-burnt"))

    def events(self) -> list[dict[str, Any]]:
        """Return all that the backend has taken, in order."""
        found: list[dict[str, Any]] = []
        with suppress(requests.RequestException):
            while True:
                url = f"http://127.0.0.1:{self.backend.port}/sandbox/events?site=demo&after={len(found)}"
                more = requests.get(url, timeout=30).json()["events"]
                if not more:
                    break
                found += more
        return found

    def issued(self) -> list[str]:
        return [one["ticket"]["ticket"] for one in self.events() if one["kind"] == "ticket.issued"]


class Dispenser:
    """Takes numbers, one after another; `tickets` are those it was answered."""

    def __init__(self, link: DeviceLink) -> None:
        self.link = link
        self.tickets: list[dict[str, Any]] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.link.start()
        self._thread.start()

    def _run(self) -> None:
        while not self._ended.wait(0.01):
            self.link.step()

    def take(self) -> dict[str, Any]:
        """Take one number, asking again until the hub answers."""
        request = TicketIssue(id=str(uuid.uuid4()), service=SERVICE)
        deadline = time.monotonic() + WITHIN_S
        while time.monotonic() < deadline:
            replies: list[Reply | None] = []
            self.link.ask(request, replies.append)
            while not replies:
                assert time.monotonic() < deadline, "the hub answers"
                time.sleep(0.005)
            if replies[0] is not None and replies[0].ok:
                ticket: dict[str, Any] = replies[0].model_dump(mode="json")["data"]["ticket"]
                self.tickets.append(ticket)
                return ticket
        raise AssertionError("no number was given")

    def stop(self) -> None:
        self._ended.set()
        self._thread.join(5)
        self.link.stop()


@pytest.fixture
def site(tmp_path: Path, broker: Any, key: Any, free_ports: Callable[[int], list[int]]) -> Iterator[Burnt]:
    site = Burnt(tmp_path, broker, key.recipient, free_ports(1)[0])
    yield site
    site.kill()
    site.backend.stop()


@pytest.fixture
def dispenser(site: Burnt, broker: Any, tmp_path: Path) -> Iterator[Dispenser]:
    own = DeviceSettings(site="demo", device="dispenser-1", state=tmp_path, broker=broker.settings("dispenser-1"))
    dispenser = Dispenser(link_device(own, Role.DISPENSER, SystemClock()))
    yield dispenser
    dispenser.stop()


def run(*words: str | Path) -> None:
    said = subprocess.run([*LOBBY, *map(str, words)], capture_output=True, text=True, timeout=120, check=False)
    assert said.returncode == 0, said.stderr


def test_a_burnt_site_goes_on_from_its_backup_and_the_backend_has_all_once(site, dispenser, key, wait_until):
    site.start()
    for _ in range(20):
        dispenser.take()

    making = threading.Thread(target=run, args=("backup", "--settings", site.backup_toml))
    making.start()
    while making.is_alive():
        dispenser.take()
    making.join()
    assert last_good(site.own / "last.json")
    (backup,) = site.kept.iterdir()

    for _ in range(15):
        dispenser.take()
    before = [one["ticket"] for one in dispenser.tickets]
    wait_until(lambda: site.issued() == before, "the backend has all that the lost site did", WITHIN_S)
    site.lose()
    held = len(site.events())

    run("restore", backup, "--key", key.file)
    site.start()
    gone = len(before)
    first = dispenser.take()
    for _ in range(30):
        dispenser.take()
    after = [one["ticket"] for one in dispenser.tickets[gone:]]

    numbers = [one["number"] for one in dispenser.tickets]
    assert numbers[:gone] == [f"A{n:03}" for n in range(1, gone + 1)]
    assert int(first["number"][1:]) % 100 == 1, "the new machine goes on at a round number, whatever the backup knew"
    assert numbers[gone:] == [f"A{int(first['number'][1:]) + n:03}" for n in range(31)]
    assert len(set(numbers)) == len(numbers), "no number of the day was given twice"

    wait_until(lambda: site.issued() == [*before, *after], "the backend has all that the new machine did", WITHIN_S)
    events = site.events()
    assert [one["seq"] for one in events] == list(range(1, len(events) + 1))
    assert len(events) >= held + len(after)
    assert len({json.dumps(one["ticket"]) for one in events if one["kind"] == "ticket.issued"}) == len(before + after)
