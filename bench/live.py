"""The head's live page with a year of a busy site behind it, and numbers taken while heads look."""

from __future__ import annotations

import http.client
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from bench.live_year import DAYS, NOW, write
from bench.table import Figure, percentile, spread
from crowd.office import SHARED
from lobby.clock import HandClock
from lobby.contract.requests import TicketIssue
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus
from lobby.settings.load import check
from ticketing.desk.account import OfficerRole
from ticketing.desk.accounts import Accounts
from ticketing.desk.daybook import AT_A_STEP, FRESH_S
from ticketing.desk.sessions import Sessions
from ticketing.desk.store import Store
from ticketing.desk.web import WebPart
from ticketing.engine.site import Site
from ticketing.hub.door import DESK_DEVICE
from ticketing.hub.doorway import Doorway
from ticketing.hub.ground import ground_of
from ticketing.hub.service import HubService
from ticketing.hub.settings import HubSettings
from ticketing.simulation.site import site_of

GETS = 50
WITHIN_MS = 300.0
_PAGE, _MONTH = "/desk/head/now", "/desk/head/figures?kind=month&by=officer"


def measure() -> list[Figure]:
    """Return how long the page takes, and how long a number takes with and without a head who looks."""
    with tempfile.TemporaryDirectory() as folder:
        site = site_of(SHARED)
        settings = _settings(Path(folder), site)
        entries = write(settings.state, site)
        print(f"{entries} entries written", file=sys.stderr)
        clock = HandClock(NOW)
        with _hub(settings, clock) as (door, web):
            port = web.port
            for _ in range(entries // DAYS // AT_A_STEP + 1):
                web.step()  # as the hub does ten times a second
            token = _head(settings, clock)
            first, _ = _get(port, token, _PAGE)
            pages, months = ([_fresh(clock, port, token, one) for _ in range(GETS)] for one in (_PAGE, _MONTH))
            alone = _issue(door, site)
            looked_at = _issue_while_looking(door, site, clock, port, token)
    return [
        Figure("live page, first look after the hub began", first, "ms", None),
        _figure("live page, p95", pages),
        _figure("a month by officer, p95", months),
        Figure("a number taken, nobody looks, median", percentile(alone, 0.5), "ms", None, spread(alone)),
        Figure("a number taken while a head looks, median", percentile(looked_at, 0.5), "ms", None, spread(looked_at)),
    ]


def _figure(what: str, samples: Sequence[tuple[float, float]]) -> Figure:
    took, worked = zip(*samples, strict=True)
    note = f"{spread(took)}; processor p95 {percentile(worked, 0.95):.0f}"
    return Figure(f"{what} of {len(samples)}", percentile(took, 0.95), "ms", WITHIN_MS, note)


def _settings(folder: Path, site: Site) -> HubSettings:
    (folder / "secret").write_text("secret", encoding="utf-8")
    fields: dict[str, Any] = {
        "site": "bench",
        "device": "hub",
        "state": str(folder / "state"),
        "broker": {"password_file": str(folder / "secret")},
        "office": {"name": "Trung tâm Phục vụ hành chính công phường Tô Hiệu", "place": "Tỉnh Sơn La"},
        "services": [
            {"id": one.id, "name": one.id, "prefix": one.prefix, "last": 9999} for one in site.services.values()
        ],
        "counters": [
            {"id": one.id, "name": f"Quầy số {n}", "number": n, "services": list(one.services)}
            for n, one in enumerate(site.counters.values(), 1)
        ],
        "web": {"port": 0},
        "pages": {"board": {"websocket_port": 9001}},
    }
    return check(HubSettings, fields, "hub.toml")


@contextmanager
def _hub(settings: HubSettings, clock: HandClock) -> Iterator[tuple[Doorway, WebPart]]:
    link = DeviceLink(MemoryBus(MemoryBroker()), Topics("bench"), "hub", Role.HUB, clock, settings.state)
    ground = ground_of(settings, link.faults, clock)
    hub, door = HubService(ground, link), Doorway(ground)
    web = WebPart(settings, door, ground.time, link.faults)
    for part in (hub, link, web):
        part.start()
    try:
        yield door, web
    finally:
        for part in (web, link, hub):
            part.stop()


def _head(settings: HubSettings, clock: HandClock) -> str:
    """Return the session token of a head."""
    store = Store(settings.state)
    store.start()
    accounts = Accounts(store, clock)
    accounts.add("truong.pv", "Phạm Văn Trường", None, OfficerRole.HEAD, "mat-khau-dau")
    accounts.change("truong.pv", "mat-khau-dau", "rieng-cua-truong")
    token = Sessions(store, clock).begin("truong.pv")
    store.stop()
    return token


def _fresh(clock: HandClock, port: int, token: str, path: str) -> tuple[float, float]:
    clock.forward(FRESH_S + 1)
    return _get(port, token, path)


def _get(port: int, token: str, path: str) -> tuple[float, float]:
    """Return the milliseconds until the page is there, and those of processor time that it took."""
    begun, worked = time.perf_counter(), time.process_time()
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    caller.request("GET", path, headers={"Cookie": f"lobby_session={token}"})
    answer = caller.getresponse()
    answer.read()
    caller.close()
    if answer.status != 200:
        sys.exit(f"{path} answered {answer.status}")
    return (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000


def _issue(door: Doorway, site: Site) -> list[float]:
    took: list[float] = []
    service = next(iter(site.services))
    while len(took) < GETS:
        begun = time.perf_counter()
        reply = door.handle(DESK_DEVICE, TicketIssue(id=str(uuid.uuid4()), service=service))
        took.append((time.perf_counter() - begun) * 1000)
        if not reply.ok:
            sys.exit(f"no number: {reply.error}")
    return took


def _issue_while_looking(door: Doorway, site: Site, clock: HandClock, port: int, token: str) -> list[float]:
    ended = Event()

    def look() -> None:
        while not ended.is_set():
            _fresh(clock, port, token, _PAGE)

    looking = Thread(target=look)
    looking.start()
    took = _issue(door, site)
    ended.set()
    looking.join()
    return took
