"""The broker hears that an entry was taken once that is on disk, and never waits for what is not kept."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from backend_bridge.intake import RESERVE_BYTES, Intake
from backend_bridge.store.outbox import SCHEMA, Outbox
from lobby.clock import SystemClock
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.database import Database
from lobby.link.bus import Incoming
from lobby.link.device import DeviceLink, link_device
from lobby.link.memory import MemoryBroker, MemoryBus
from lobby.settings.device import DeviceSettings

TOPIC = Topics("demo").journal()
WINDOW = 100
"""How many messages the broker sends before it wants one acknowledged (broker_config)."""


def entry(seq: int) -> bytes:
    fields = {"v": 1, "seq": seq, "at": "2026-11-23T08:00:00+07:00", "kind": "day.opened", "data": {}}
    return json.dumps(fields).encode()


class Taking:
    """An intake with its store, stepped by hand."""

    def __init__(self, link: DeviceLink, folder: Path) -> None:
        self.link = link
        self.database = Database(folder / "outbox.db", SCHEMA, "FULL")
        self.database.start()
        self.outbox = Outbox(self.database)
        self.free = 10 * RESERVE_BYTES
        self.intake = Intake(link, self.outbox, SystemClock(), lambda: self.free)
        self.came: list[Incoming] = []
        self.woken = 0
        self.intake.arrived = self._wake
        self.intake.listen()
        link.bus.subscribe(TOPIC, self.came.append)
        link.start()

    def stop(self) -> None:
        self.link.bus.stop()
        self.database.stop()

    def _wake(self) -> None:
        self.woken += 1


@pytest.fixture
def in_memory(tmp_path: Path) -> tuple[Taking, MemoryBus, MemoryBus]:
    broker = MemoryBroker()
    hub, own = MemoryBus(broker), MemoryBus(broker)
    hub.start()
    return Taking(DeviceLink(own, Topics("demo"), "bridge", Role.BRIDGE, SystemClock(), tmp_path), tmp_path), hub, own


def test_an_entry_is_acknowledged_once_it_is_on_disk(in_memory: tuple[Taking, MemoryBus, MemoryBus]) -> None:
    taking, hub, own = in_memory
    before = taking.woken
    hub.publish(TOPIC, entry(1))
    assert taking.woken > before, "an arrival wakes who keeps it"
    assert len(own.unacknowledged) == 1
    taking.intake.step()
    assert own.unacknowledged == []
    assert taking.outbox.head() == 1


@pytest.mark.parametrize("payload", [b"{", b'{"seq": 0}', entry(7)])
def test_what_is_not_kept_is_acknowledged_too(in_memory: tuple[Taking, MemoryBus, MemoryBus], payload: bytes) -> None:
    taking, hub, own = in_memory
    hub.publish(TOPIC, payload)
    taking.intake.step()
    assert own.unacknowledged == []
    assert taking.outbox.head() == 0


def test_while_the_disk_takes_nothing_the_hub_keeps_all_and_it_goes_on_when_there_is_room(
    in_memory: tuple[Taking, MemoryBus, MemoryBus],
) -> None:
    taking, hub, own = in_memory
    _pages(taking.database, 1)
    for seq in range(1, 200):
        hub.publish(TOPIC, entry(seq))
        taking.intake.step()
    reached = taking.outbox.head()
    assert taking.intake.unwritable
    assert reached < 199
    assert own.unacknowledged == [], "lookups still come through"
    _pages(taking.database, 2**30)
    for seq in range(reached + 1, 200):
        hub.publish(TOPIC, entry(seq))
    taking.intake.step()
    assert not taking.intake.unwritable
    assert taking.outbox.head() == 199
    assert [kept.seq for kept in taking.outbox.first(300, 2**20)] == list(range(1, 200))


def test_room_is_left_to_let_go_of_what_was_delivered_and_what_that_frees_is_used_again(
    in_memory: tuple[Taking, MemoryBus, MemoryBus],
) -> None:
    taking, hub, own = in_memory
    for seq in range(1, 201):
        hub.publish(TOPIC, entry(seq))
    taking.intake.step()
    taking.free = RESERVE_BYTES - 1
    hub.publish(TOPIC, entry(201))
    taking.intake.step()
    assert (taking.outbox.head(), taking.intake.unwritable, own.unacknowledged) == (200, True, [])
    taking.outbox.delivered(200)
    hub.publish(TOPIC, entry(201))
    taking.intake.step()
    assert (taking.outbox.head(), taking.intake.unwritable) == (201, False)


def _pages(database: Database, most: int) -> None:
    # SQLite never goes below what the file has already: from then on it says «full», as for a disk without room.
    with database.transaction() as rows:
        rows.execute(f"PRAGMA max_page_count={most}")


@pytest.fixture
def on_the_broker(broker: Any, tmp_path: Path) -> Iterator[Callable[[], Taking]]:
    running: list[Taking] = []

    def start() -> Taking:
        settings = DeviceSettings(site="demo", device="bridge", state=tmp_path, broker=broker.settings("bridge"))
        running.append(Taking(link_device(settings, Role.BRIDGE, SystemClock()), tmp_path))
        return running[-1]

    yield start
    for taking in running:
        taking.stop()


def test_the_broker_sends_no_more_than_can_be_kept_and_then_the_rest(
    on_the_broker: Callable[[], Taking], hub: Any, wait_until: Callable[..., None]
) -> None:
    taking = on_the_broker()
    last: list[Incoming] = []
    taking.link.bus.subscribe(Topics("demo").reply("bridge"), last.append)
    wait_until(lambda: taking.link.bus.linked, "the bridge is linked")
    for seq in range(1, WINDOW + 51):
        hub.link.bus.publish(TOPIC, entry(seq))
    hub.link.bus.publish(Topics("demo").reply("bridge"), b"{}", qos=0)
    wait_until(lambda: last, "what came after them, and wants no acknowledgement")
    assert len(taking.came) <= WINDOW + 1
    wait_until(lambda: taking.intake.step() and taking.outbox.head() == WINDOW + 50, "the rest")


def test_entries_that_had_arrived_when_the_bridge_died_are_asked_for_again(
    on_the_broker: Callable[[], Taking], hub: Any, wait_until: Callable[..., None]
) -> None:
    dying = on_the_broker()
    wait_until(lambda: dying.link.bus.linked, "the bridge is linked")
    hub.happen(60)
    wait_until(lambda: len(dying.came) >= 60, "all have arrived")
    dying.stop()
    with pytest.raises(sqlite3.ProgrammingError):
        dying.outbox.head()
    again = on_the_broker()
    assert again.outbox.head() == 0, "none was committed"
    wait_until(lambda: again.intake.step() and hub.taken == 60, "all are taken", 30.0)
    assert [kept.seq for kept in again.outbox.first(100, 2**20)] == list(range(1, 61))
