"""A hub on a real journal, over the bus's twin or a real broker, and devices that ask it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.link.bus import Incoming
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus
from ticketing.hub.doorway import Doorway
from ticketing.hub.ground import Ground, ground_of
from ticketing.hub.service import HubService
from ticketing.hub.settings import HubSettings

TOPICS = Topics("demo")


def settings_fields(state: Path) -> dict[str, Any]:
    services = [("ho-tich", "Hộ tịch – Chứng thực", "A"), ("dat-dai", "Đất đai – Xây dựng", "B")]
    devices = [("dispenser-1", "dispenser", None), ("kiosk-1", "kiosk", None), ("board-1", "board", None)]
    devices += [("speaker-1", "speaker", None), ("bridge", "bridge", None), ("pad-1", "pad", "quay-1")]
    devices += [("keypad-1", "keypad", "quay-1"), ("keypad-2", "keypad", "quay-2")]
    return {
        "site": "demo",
        "device": "hub",
        "state": str(state),
        "broker": {"password_file": "/khong-dung"},
        "office": {"name": "Trung tâm Phục vụ hành chính công", "place": "Phường Tô Hiệu"},
        "services": [{"id": one, "name": name, "prefix": prefix} for one, name, prefix in services],
        "counters": [
            {"id": "quay-1", "name": "Quầy số 1", "number": 1, "services": ["ho-tich"]},
            {"id": "quay-2", "name": "Quầy số 2", "number": 2, "services": ["dat-dai"]},
        ],
        "devices": [
            {"id": one, "role": role, **({"counter": counter} if counter else {})} for one, role, counter in devices
        ],
        "notices": {"ticker": ["Lấy số và chờ gọi."]},
        "web": {"port": 0},
    }


class Site:
    """A hub over the bus's twin; `ask` sends as a device would and returns what it hears."""

    def __init__(self, state: Path, **changes: Any) -> None:
        self.clock = HandClock(datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE))
        self.state = state
        self.changes = changes
        self.broker = MemoryBroker()
        self.ground: Ground
        self.hub: HubService
        self.door: Doorway
        self.link: DeviceLink
        self.start()

    def start(self) -> None:
        settings = HubSettings.model_validate({**settings_fields(self.state), **self.changes})
        bus = MemoryBus(self.broker)
        self.link = DeviceLink(bus, TOPICS, "hub", Role.HUB, self.clock, self.state)
        self.ground = ground_of(settings, self.link.faults, self.clock)
        self.hub, self.door = HubService(self.ground, self.link), Doorway(self.ground)
        self.hub.start()
        self.link.start()
        self.hub.flush()

    def stop(self) -> None:
        self.link.stop()
        self.hub.stop()

    def send(self, topic: str, fields: dict[str, Any] | bytes, retained: bool = False) -> None:
        payload = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
        for client in list(self.broker.clients):
            client.take(Incoming(topic, payload, retained))

    def ask(self, device: str, verb: str, request_id: str | None = None, **fields: Any) -> dict[str, Any]:
        asked = {"id": request_id or str(uuid.uuid4()), **fields}
        before = len(self.broker.payloads(TOPICS.reply(device)))
        self.send(TOPICS.do(device, verb), asked)
        replies = self.broker.payloads(TOPICS.reply(device))
        assert len(replies) == before + 1, f"{len(replies) - before} replies to {verb}"
        self.hub.flush()
        reply: dict[str, Any] = json.loads(replies[-1])
        return reply

    def granted(self, device: str, verb: str, **fields: Any) -> dict[str, Any]:
        reply = self.ask(device, verb, **fields)
        assert reply["ok"], reply
        data: dict[str, Any] = reply["data"]
        return data

    def refused(self, device: str, verb: str, **fields: Any) -> str:
        reply = self.ask(device, verb, **fields)
        assert not reply["ok"], reply
        code: str = reply["error"]["code"]
        return code

    def kept(self, topic: str) -> dict[str, Any]:
        kept: dict[str, Any] = json.loads(self.broker.retained[topic])
        return kept

    def entries(self) -> list[int]:
        return [json.loads(payload)["seq"] for payload in self.broker.payloads(TOPICS.journal())]

    def bridge_is(self, state: str) -> None:
        said = {"state": state, "role": "bridge", "version": "0.1.0", "since": "2026-11-23T07:00:00+07:00"}
        self.send(TOPICS.presence("bridge"), said)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    running: list[Site] = []

    def make(**changes: Any) -> Site:
        running.append(Site(tmp_path, **changes))
        return running[-1]

    yield make
    for one in running:
        one.stop()


@pytest.fixture
def topics() -> Topics:
    return TOPICS


@pytest.fixture
def hub_fields() -> Callable[[Path], dict[str, Any]]:
    return settings_fields
