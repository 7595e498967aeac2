"""The bridge's rooms for tests: a sandbox backend on a free port, a kiosk and a hub on the bus, parts stepped."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import requests

from backend_bridge.adapters.backend import Backend
from backend_bridge.adapters.rest import RestBackend
from backend_bridge.app import compose
from backend_bridge.sandbox.app import Sandbox
from backend_bridge.sandbox.settings import SandboxSettings
from backend_bridge.settings import BridgeSettings
from lobby.clock import SystemClock
from lobby.contract.journal import Entry
from lobby.contract.replies import Nothing, Reply, accept
from lobby.contract.requests import DossierFind
from lobby.contract.roles import Role
from lobby.link.answering import Answerer
from lobby.link.device import DeviceLink, link_device
from lobby.program import Part
from lobby.settings.device import DeviceSettings
from lobby.settings.load import check

TOKEN = "khoa-thu-0123456789abcdef"


class Stepped:
    """Runs parts as `lobby.program.run` does, on a thread."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        for part in parts:
            part.start()
        self._thread.start()

    def _run(self) -> None:
        while not self._ended.wait(0.01):
            for part in self._parts:
                part.step()

    def stop(self) -> None:
        if not self._ended.is_set():
            self._ended.set()
            self._thread.join(5)
            for part in reversed(self._parts):
                part.stop()


class Office:
    """The sandbox as an office's backend: its address, its codes, a client with the token."""

    def __init__(self, settings: SandboxSettings) -> None:
        self.settings = settings
        self.sandbox = Sandbox(settings, SystemClock())
        self.sandbox.start()
        self.port = self.sandbox.port
        self.url = f"http://127.0.0.1:{self.port}"
        self.client = requests.Session()
        self.client.headers["Authorization"] = f"Bearer {TOKEN}"
        self.codes = self.sandbox.ledger.codes()

    def of_status(self, status: int) -> tuple[str, str]:
        """Return the code and check code of one dossier of that state."""
        return next((code, check_code) for code, is_status, check_code in self.codes if is_status == status)

    def stop(self) -> None:
        self.sandbox.stop()

    def back(self) -> None:
        """Start again on the same port and data."""
        self.sandbox = Sandbox(self.settings.model_copy(update={"port": self.port}), SystemClock())
        self.sandbox.start()


class Kiosk:
    """A kiosk on the bus that asks and waits for the answer."""

    def __init__(self, link: DeviceLink, wait_until: Callable[..., None]) -> None:
        self._wait_until = wait_until
        self.link = link
        self.stepped = Stepped([link])
        wait_until(lambda: link.bus.linked, "kiosk linked")

    def find(self, code: str, check_code: str | None = None, request_id: str | None = None) -> Reply:
        """Ask for a dossier and return the reply."""
        replies: list[Reply | None] = []
        fields: dict[str, Any] = {"id": request_id or str(uuid.uuid4()), "code": code, "check": check_code}
        self.link.ask(DossierFind(**fields), replies.append)
        self._wait_until(lambda: replies, "the bridge answers")
        assert replies[0] is not None
        return replies[0]


class HubTwin:
    """A hub that has a journal: it sends entries until they are taken. Its hand is `happen`, its memory `taken`."""

    def __init__(self, link: DeviceLink) -> None:
        self.link = link
        self.entries: list[Entry] = []
        self.taken = 0
        link.bus.subscribe(link.topics.under("do/+/bridge/#"), self._take)
        self._again_at = 0.0
        self._answerer = Answerer(link.bus, link.topics, self._on_taken, lambda verb: verb == "bridge/taken")

    def happen(self, count: int) -> None:
        """Let `count` things happen; what is not taken is sent again with them."""
        start = len(self.entries) + 1
        at = SystemClock().now()
        self.entries += [
            Entry(seq=seq, at=at, kind="counter.opened", counter="quay-1", officer="lan.nt", data={"n": seq})
            for seq in range(start, start + count)
        ]
        self._again_at = 0.0

    def send_again(self) -> None:
        self._again_at = SystemClock().monotonic() + 1.0
        for entry in self.entries[self.taken : self.taken + 100]:
            self.link.send(entry, self.link.topics.journal())

    def start(self) -> None:
        self.link.start()

    def step(self) -> None:
        self.link.step()
        if SystemClock().monotonic() >= self._again_at:
            self.send_again()

    def stop(self) -> None:
        self.link.stop()

    def _take(self, incoming: Any) -> None:
        self._answerer.take(incoming)

    def _on_taken(self, device: str, request: Any) -> Reply:
        assert device == "bridge"
        self.taken = max(self.taken, request.through)
        return accept(request.id, Nothing())


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    file = tmp_path / "token"
    file.write_text(TOKEN + "\n", encoding="utf-8")
    return file


@pytest.fixture
def office(tmp_path: Path, token_file: Path) -> Iterator[Office]:
    office = Office(SandboxSettings(port=0, state=tmp_path / "backend", site="demo", token_file=token_file))
    yield office
    office.stop()


@pytest.fixture
def bridge_settings(tmp_path: Path, token_file: Path, office: Office, broker: Any) -> BridgeSettings:
    fields = {
        "site": "demo",
        "device": "bridge",
        "state": tmp_path / "bridge",
        "broker": broker.settings("bridge").model_dump(),
        "backend": {"url": office.url, "token_file": token_file, "timeout_s": 1.0},
        "lookup": {"per_device_per_minute": 6000, "per_site_per_minute": 6000},
    }
    return check(BridgeSettings, fields, "bridge.toml")


@pytest.fixture
def start_bridge(bridge_settings: BridgeSettings) -> Iterator[Callable[..., Stepped]]:
    running: list[Stepped] = []

    def start(settings: BridgeSettings = bridge_settings, backend: Backend | None = None) -> Stepped:
        clock = SystemClock()
        chosen = settings.backend
        real = RestBackend(chosen.url, chosen.token(), settings.site, chosen.timeout_s, clock.monotonic)
        parts = compose(settings, link_device(settings, Role.BRIDGE, clock), backend or real, clock)
        running.append(Stepped(parts))
        return running[-1]

    yield start
    for stepped in running:
        stepped.stop()


def _device(broker: Any, folder: Path, name: str, role: Role) -> DeviceLink:
    settings = DeviceSettings(site="demo", device=name, state=folder, broker=broker.settings(name))
    return link_device(settings, role, SystemClock())


@pytest.fixture
def kiosk(broker: Any, tmp_path: Path, wait_until: Callable[..., None]) -> Iterator[Kiosk]:
    kiosk = Kiosk(_device(broker, tmp_path, "kiosk-1", Role.KIOSK), wait_until)
    yield kiosk
    kiosk.stepped.stop()


@pytest.fixture
def hub(broker: Any, tmp_path: Path, wait_until: Callable[..., None]) -> Iterator[HubTwin]:
    twin = HubTwin(_device(broker, tmp_path, "hub", Role.HUB))
    stepped = Stepped([twin])
    wait_until(lambda: twin.link.bus.linked, "hub linked")
    yield twin
    stepped.stop()


@pytest.fixture
def start_program(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start `lobby COMMAND` as a process of its own from a settings object."""
    running: list[subprocess.Popen[bytes]] = []

    def start(command: str, settings: Any) -> subprocess.Popen[bytes]:
        file = tmp_path / f"{command}.toml"
        file.write_text(_toml(settings.model_dump(mode="json", exclude_none=True)), encoding="utf-8")
        line = [sys.executable, "-m", "lobby.cli", command, "--settings", str(file)]
        running.append(subprocess.Popen(line, stderr=(tmp_path / f"{command}.log").open("ab")))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait(30)


def _toml(fields: dict[str, Any]) -> str:
    plain = {key: value for key, value in fields.items() if not isinstance(value, dict)}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in plain.items()]
    for key, table in fields.items():
        if isinstance(table, dict):
            lines += [f"[{key}]", *(f"{name} = {json.dumps(value)}" for name, value in table.items())]
    return "\n".join([*lines, ""])
