"""How devices are and what befell them reaches the backend once, and is the first to go where room is short."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from backend_bridge.adapters.twin import TwinBackend
from backend_bridge.courier import BATCH
from backend_bridge.pace import Backoff
from backend_bridge.reports.faults import ReportsWatch
from backend_bridge.reports.findings import GONE, Kind
from backend_bridge.reports.gathering import MB, Gathering
from backend_bridge.reports.sending import NO_SUCH_CALL_S, POISON_TRIES, Sending
from backend_bridge.settings import OutboxSettings
from backend_bridge.store.reports import FILE, SCHEMA, Reports, Why
from lobby.clock import HandClock, SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.codec import encode
from lobby.contract.devices import Fault, Health, Presence, Standing
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.database import Database
from lobby.link.device import DeviceLink, link_device
from lobby.link.memory import MemoryBroker, MemoryBus
from lobby.settings.device import DeviceSettings

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)
PRINTER = "dispenser-1"
PLENTY = 10_000 * MB


@dataclass
class Site:
    """A bridge's reporting side on a bus in memory, with a dispenser that tells of itself."""

    folder: Path
    settings: OutboxSettings = field(default_factory=lambda: OutboxSettings(telemetry_mb=1))
    backend: TwinBackend = field(default_factory=TwinBackend)
    clock: HandClock = field(default_factory=lambda: HandClock(MORNING))
    broker: MemoryBroker = field(default_factory=MemoryBroker)
    free: int = PLENTY

    def __post_init__(self) -> None:
        self.device = MemoryBus(self.broker)
        self.device.start()
        self.open()

    def open(self) -> None:
        self.database = Database(self.folder / FILE, SCHEMA, "NORMAL")
        self.database.start()
        self.reports = Reports(self.database)
        self.link = DeviceLink(MemoryBus(self.broker), Topics("demo"), "bridge", Role.BRIDGE, self.clock, self.folder)
        self.gathering = Gathering(self.link, self.reports, self.settings, self.clock, lambda: self.free)
        self.sending = Sending(self.reports, self.backend, self.clock, Backoff(1, 60, lambda: 1.0))
        self.watch = ReportsWatch(self.link.faults, self.reports, self.clock)
        self.gathering.listen()
        self.link.bus.start()

    def killed(self) -> None:
        self.database.stop()
        self.link.bus.stop()
        self.open()

    def presence(self, state: Standing = Standing.ONLINE, device: str = PRINTER) -> None:
        said = Presence(state=state, role="dispenser", version="1", since=MORNING)
        self.device.publish(f"lobby/1/demo/presence/{device}", encode(said), retained=True)

    def health(self, *faults: str, device: str = PRINTER) -> None:
        told = tuple(Fault(code=code, since=MORNING, detail="Máy in hết giấy.", remedy="Thay giấy.") for code in faults)
        felt = Health(uptime_s=60, load=0.1, disk_free_mb=900, memory_mb=80, faults=told)
        self.device.publish(f"lobby/1/demo/health/{device}", encode(felt), qos=0, retained=True)

    def pass_s(self, seconds: float) -> None:
        self.clock.forward(seconds)
        self.gathering.step()

    def deliver(self, steps: int = 50) -> None:
        for _ in range(steps):
            self.clock.forward(self.sending.step())

    def reported(self) -> list[tuple[str, str]]:
        assert self.backend.reports is not None
        return [(one["kind"], one["data"].get("code", "")) for one in self.backend.reports]

    def incidents(self) -> list[tuple[str, str]]:
        return [one for one in self.reported() if one[0] != Kind.HEALTH]

    def faults(self) -> set[str]:
        self.clock.forward(60)
        self.watch.step()
        return {fault.code for fault in self.link.faults.standing()}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_a_device_is_sampled_now_and_then_and_at_once_when_a_fault_begins_or_ends(site: Site) -> None:
    site.presence()
    for _ in range(20):
        site.health()
        site.pass_s(30)
    site.health("paper_out")
    site.pass_s(1)
    site.health()
    site.pass_s(1)
    site.deliver()
    kinds = [kind for kind, _ in site.reported()]
    assert kinds.count(Kind.HEALTH) == 2 + 2, "two in ten minutes, one each with the fault's beginning and end"
    assert site.incidents() == [(Kind.OPENED, "paper_out"), (Kind.CLOSED, "paper_out")]
    closed = site.backend.reports[-2]
    assert (closed["device"], closed["role"]) == (PRINTER, "dispenser")
    assert closed["data"]["since"] < closed["data"]["until"]


def test_nothing_a_person_could_have_written_is_reported(site: Site) -> None:
    site.presence()
    site.health("paper_out")
    site.pass_s(1)
    site.deliver()
    assert "giấy" not in json.dumps(site.backend.reports, ensure_ascii=False)


def test_a_device_that_is_lost_and_comes_back_is_an_incident_one_switched_off_is_none(site: Site) -> None:
    site.presence()
    site.pass_s(1)
    for state in (Standing.OFFLINE, Standing.ONLINE, Standing.STOPPED, Standing.ONLINE):
        site.presence(state)
        site.pass_s(60)
    site.deliver()
    assert site.incidents() == [(Kind.OPENED, GONE), (Kind.CLOSED, GONE)]


def test_a_bridge_that_was_killed_tells_no_incident_twice_and_none_too_few(site: Site) -> None:
    site.presence()
    site.health("paper_out", "cover_open")
    site.pass_s(1)
    site.killed()
    site.pass_s(1)
    site.health("cover_open")
    site.pass_s(1)
    site.deliver()
    assert sorted(site.incidents()) == [
        (Kind.CLOSED, "paper_out"), (Kind.OPENED, "cover_open"), (Kind.OPENED, "paper_out"),
    ]  # fmt: skip


def test_a_device_that_the_site_gave_away_leaves_no_incident_open(site: Site) -> None:
    site.presence()
    site.health("paper_out")
    site.pass_s(1)
    site.device.publish(f"lobby/1/demo/presence/{PRINTER}", b"", retained=True)
    site.pass_s(1)
    site.deliver()
    assert site.incidents()[-1] == (Kind.CLOSED, "paper_out")


def test_while_the_backend_is_away_reports_wait_and_arrive_once_when_it_is_back(site: Site) -> None:
    site.backend.reachable = False
    site.presence()
    for _ in range(2 * BATCH):
        site.health()
        site.pass_s(300)
        site.sending.step()
    site.backend.reachable = True
    site.deliver()
    assert site.reports.waiting() == 0
    assert len({one["id"] for one in site.backend.reports}) == len(site.backend.reports) == 2 * BATCH


def test_beyond_its_bound_the_oldest_goes_and_is_counted_and_told(site: Site) -> None:
    fill(site)
    for _ in range(5):
        site.pass_s(1)
    first = site.reports.first(1)[0].n
    assert first > 1
    assert site.reports.size() <= MB
    assert site.reports.dropped()[Why.NO_ROOM].many == first - 1
    assert "reports_dropped" in site.faults()
    site.clock.forward(2 * 86400)
    assert site.faults() == set()


def test_where_the_disk_is_short_reports_make_room_for_the_journal(site: Site) -> None:
    fill(site, 2000)
    site.reports.give_back()
    before = site.folder.joinpath(FILE).stat().st_size
    site.free = site.settings.keep_free_mb * MB - 1
    for _ in range(12):
        site.health("paper_out")
        site.pass_s(1)
    assert site.reports.waiting() == 0
    assert site.folder.joinpath(FILE).stat().st_size < before / 4
    site.free = PLENTY
    site.presence()
    site.health("paper_out")
    site.pass_s(1)
    assert site.reports.waiting() == 2, "it goes on when there is room"


def test_a_file_that_cannot_even_be_shortened_is_given_up_whole(site: Site) -> None:
    fill(site, 2000)
    with site.database.transaction() as rows:
        rows.execute("CREATE TRIGGER stuck BEFORE DELETE ON report BEGIN SELECT RAISE(ABORT, 'full'); END")
    site.free = 0
    site.pass_s(1)
    assert site.reports.waiting() == 0
    assert site.reports.dropped()[Why.NO_ROOM].many == 2000


def test_a_report_that_is_refused_is_dropped_alone_counted_and_told(site: Site) -> None:
    site.presence()
    for _ in range(30):
        site.health()
        site.pass_s(300)
    poisoned = site.reports.first(30)[17].fields()["id"]
    site.backend.poison = lambda one: one.get("id") == poisoned
    site.deliver()
    assert len(site.backend.reports) == 29
    assert site.reports.dropped()[Why.REFUSED].many == 1
    assert "reports_refused" in site.faults()


def test_a_report_that_the_backend_falls_over_is_dropped_alone_after_some_tries(site: Site) -> None:
    site.presence()
    for _ in range(8):
        site.health()
        site.pass_s(300)
    poisoned = site.reports.first(8)[3].fields()["id"]
    site.backend.falls_over = lambda one: one.get("id") == poisoned
    site.deliver(4 * POISON_TRIES)
    assert len(site.backend.reports) == 7
    assert site.reports.dropped()[Why.REFUSED].many == 1


def test_where_the_backend_takes_none_nothing_piles_up_and_it_is_asked_again_later(site: Site) -> None:
    site.backend.reports = None
    site.presence()
    site.health()
    site.pass_s(1)
    assert site.sending.step() == NO_SUCH_CALL_S
    assert site.reports.waiting() == 0
    assert site.faults() == set()
    site.backend.reports = []
    site.health("paper_out")
    site.pass_s(1)
    site.deliver()
    assert site.incidents() == [(Kind.OPENED, "paper_out")]


@pytest.mark.parametrize("payload", [b"{", b"[]", b'{"v": 1}', b"\xff"])
def test_what_is_no_health_and_no_presence_changes_nothing(site: Site, payload: bytes) -> None:
    site.device.publish(f"lobby/1/demo/presence/{PRINTER}", payload)
    site.device.publish(f"lobby/1/demo/health/{PRINTER}", payload)
    site.pass_s(1)
    assert site.reports.waiting() == 0


def fill(site: Site, count: int = 4000) -> None:
    body: dict[str, Any] = {"kind": Kind.HEALTH, "data": {"what": "x" * 300}}
    site.reports.keep({"id": str(n), **body} for n in range(count))


def test_over_a_real_broker_an_office_hears_of_a_devices_health_and_faults(
    start_bridge: Any, office: Any, broker: Any, wait_until: Callable[..., None], tmp_path: Path
) -> None:
    start_bridge()
    settings = DeviceSettings(site="demo", device="kiosk-1", state=tmp_path, broker=broker.settings("kiosk-1"))
    kiosk = link_device(settings, Role.KIOSK, SystemClock())
    kiosk.start()
    wait_until(lambda: kiosk.bus.linked, "the kiosk is linked")

    def told(device: str) -> list[tuple[str, str]]:
        answer = office.client.get(f"{office.url}/sandbox/reports?site=demo&after=0", timeout=5).json()
        assert answer["through"] >= len(answer["reports"])
        return [(one["kind"], one["data"].get("code", "")) for one in answer["reports"] if one["device"] == device]

    wait_until(lambda: (Kind.HEALTH, "") in told("kiosk-1"), "the kiosk's health", 30.0)
    kiosk.faults.stand("scanner-1", "Máy quét mất kết nối.", "Cắm lại dây.")
    wait_until(lambda: (Kind.OPENED, "scanner-1") in told("kiosk-1"), "the fault", 30.0)
    kiosk.faults.clear("scanner-1")
    wait_until(lambda: (Kind.CLOSED, "scanner-1") in told("kiosk-1"), "its end", 30.0)
    kiosk.stop()
