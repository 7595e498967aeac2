"""The desk's parts under test: a real hub over the bus's twin, real SQLite, a clock moved by hand, Flask's client."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lobby.clock import Clock, HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.replies import Issued, Reply
from lobby.contract.requests import Request, TicketIssue
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.link.bus import Bus
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus
from lobby.settings.load import check
from ticketing.desk.accounts import Accounts, OfficerRole
from ticketing.desk.application import create_app
from ticketing.desk.store import Store
from ticketing.desk.web import WebPart
from ticketing.hub.door import DESK_DEVICE
from ticketing.hub.doorway import Doorway
from ticketing.hub.ground import ground_of
from ticketing.hub.service import HubService
from ticketing.hub.settings import HubSettings

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)
FIRST = "mat-khau-dau"
OWN = "rieng-cua-lan"
_FORM = re.compile(r'name="form" (?:value|content)="([0-9a-f]{64})"')
_SERVICES = [("ho-tich", "Hộ tịch – Chứng thực", "A"), ("dat-dai", "Đất đai – Xây dựng", "B")]
_COUNTERS = [("quay-1", "ho-tich"), ("quay-2", "ho-tich"), ("quay-3", "dat-dai")]


def make_settings(folder: Path) -> HubSettings:
    fields: dict[str, Any] = {
        "site": "demo",
        "device": "hub",
        "state": str(folder / "state"),
        "broker": {"password_file": str(folder / "secret")},
        "office": {"name": "Trung tâm Phục vụ hành chính công phường Tô Hiệu", "place": "Tỉnh Sơn La"},
        "services": [{"id": one, "name": name, "prefix": prefix} for one, name, prefix in _SERVICES],
        "counters": [
            {"id": one, "name": f"Quầy số {n}", "number": n, "services": [service]}
            for n, (one, service) in enumerate(_COUNTERS, start=1)
        ],
        "devices": [
            {"id": "board-1", "role": "board"},
            {"id": "speaker-1", "role": "speaker"},
            {"id": "pad-1", "role": "pad", "counter": "quay-1"},
            {"id": "dispenser-1", "role": "dispenser"},
            {"id": "dispenser-2", "role": "dispenser"},
        ],
        "web": {"port": 0},
        "pages": {"board": {"websocket_port": 9001, "boards": [_board(folder)]}},
    }
    return check(HubSettings, fields, "hub.toml")


def _board(folder: Path) -> dict[str, str]:
    return {"id": "board-1", "title": "Bảng gọi số", "password_file": str(folder / "board")}


class Door:
    """The real hub's door with a hand: what it answers can be told beforehand, by verb or by name of the question."""

    def __init__(self, real: Doorway) -> None:
        self.real = real
        self.replies: dict[str, Callable[[Request], Reply]] = {}
        self.answers: dict[str, Callable[..., Any]] = {}
        self.asked: list[tuple[Request, str | None]] = []

    def handle(self, device: str, request: Request, officer: str | None = None) -> Reply:
        self.asked.append((request, officer))
        told = self.replies.get(request.verb)
        return self.real.handle(device, request, officer=officer) if told is None else told(request)

    def __getattr__(self, name: str) -> Any:
        return self.answers.get(name) or getattr(self.real, name)


@dataclass
class Site:
    """A site of three counters; `hub` is the real service, `real` its door; the pages see it through `door`."""

    settings: HubSettings
    clock: Clock
    broker: MemoryBroker = field(default_factory=MemoryBroker)
    bus: Bus | None = None

    def __post_init__(self) -> None:
        bus = self.bus or MemoryBus(self.broker)
        self.link = DeviceLink(bus, Topics("demo"), "hub", Role.HUB, self.clock, self.settings.state)
        ground = ground_of(self.settings, self.link.faults, self.clock)
        self.hub = HubService(ground, self.link)
        self.time = ground.time
        self.keeper = ground.keeper
        self.real = Doorway(ground)
        self.door: Any = Door(self.real)
        self.store = Store(self.settings.state)
        self.accounts = Accounts(self.store, self.clock)

    def start(self) -> None:
        self.store.start()
        self.hub.start()
        self.link.start()

    def stop(self) -> None:
        self.link.stop()
        self.hub.stop()
        self.store.stop()

    def app(self) -> Flask:
        return create_app(self.settings, self.door, self.time, self.link.faults, self.store)

    def enrol(self) -> None:
        self.accounts.add("lan.nt", "Nguyễn Thị Lan", "quay-1", OfficerRole.OFFICER, FIRST)
        self.accounts.add("minh.tv", "Trần Văn Minh", "quay-2", OfficerRole.OFFICER, FIRST)
        self.accounts.add("quantri", "Phạm Thu Hà", None, OfficerRole.ADMIN, FIRST)
        self.accounts.add("truong.pv", "Phạm Văn Trường", None, OfficerRole.HEAD, FIRST)

    def take(self, service: str = "ho-tich", priority: str | None = None) -> Issued:
        """Let a citizen take a number."""
        reply = self.real.handle(DESK_DEVICE, TicketIssue(id=str(uuid.uuid4()), service=service, priority=priority))
        assert reply.ok, reply.error
        return Issued.model_validate(reply.data)


@dataclass
class Browser:
    """An officer's browser over Flask's client: sends back the form token that the page carries."""

    client: FlaskClient
    form: str = ""

    def get(self, address: str) -> TestResponse:
        return self._read(self.client.get(address))

    def send(self, address: str, **fields: str) -> TestResponse:
        """Send the form on the page, and go where the answer leads."""
        answer = self.client.post(address, data={"form": self.form, **fields}, follow_redirects=True)
        return self._read(answer)

    def do(self, verb: str, counter: str = "quay-1", **fields: Any) -> TestResponse:
        """Press a button of the work screen."""
        asked = {"id": str(uuid.uuid4()), "counter": counter, **fields}
        return self.client.post(f"/desk/do/{verb}", json=asked, headers={"X-Form-Token": self.form})

    def log_in(self, username: str, password: str, page: str = "/desk") -> TestResponse:
        self.get(page)
        target = "admin" if page == "/admin" else "desk"
        return self.send("/desk/login", username=username, password=password, target=target)

    def enter(self, username: str = "lan.nt", counter: str = "quay-1", own: str = OWN) -> TestResponse:
        """Log in for the first time, choose a password and sit down."""
        self.log_in(username, FIRST)
        page = self.send("/desk/password", old=FIRST, new=own, again=own)
        return page if f'data-counter="{counter}"' in page.text else self.send("/desk/counter", counter=counter)

    def _read(self, answer: TestResponse) -> TestResponse:
        found = _FORM.search(answer.text) if answer.mimetype == "text/html" else None
        self.form = found.group(1) if found else self.form
        return answer


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    # Each hash carries its own cost, so the real ones stay readable; tests need not pay 70 ms for every login.
    monkeypatch.setattr("ticketing.desk.passwords._N", 2**6)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(MORNING)


@pytest.fixture
def site(tmp_path: Path, clock: HandClock) -> Iterator[Site]:
    (tmp_path / "board").write_text("secret", encoding="utf-8")
    made = Site(make_settings(tmp_path), clock)
    made.start()
    made.enrol()
    yield made
    made.stop()


@pytest.fixture
def open_site() -> Callable[[HubSettings, Clock, Bus], Site]:
    """Make a site over a bus of one's own; whoever opens it starts and stops it."""
    return lambda settings, clock, bus: Site(settings, clock, bus=bus)


@pytest.fixture
def app(site: Site) -> Flask:
    return site.app()


@pytest.fixture
def open_browser(app: Flask) -> Callable[[], Browser]:
    return lambda: Browser(app.test_client())


@pytest.fixture
def browse() -> Callable[[Site], Browser]:
    """Open a browser at a site of one's own."""
    return lambda at: Browser(at.app().test_client())


@pytest.fixture
def browser(open_browser: Callable[[], Browser]) -> Browser:
    return open_browser()


@pytest.fixture
def officer(browser: Browser) -> Browser:
    """An officer who sits at counter 1."""
    assert "Bàn làm việc Quầy số 1" in browser.enter().text
    return browser


@pytest.fixture
def web(site: Site) -> Iterator[WebPart]:
    """The desk's own web server."""
    made = WebPart(site.settings, site.door, site.clock, site.link.faults)
    made.start()
    yield made
    made.stop()
