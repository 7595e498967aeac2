"""A telephone for tests: a modem on a pty, the program's parts on a real broker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from backend_bridge.sms.app import compose, modem_of
from backend_bridge.sms.at_twin import AtTwin
from backend_bridge.sms.settings import SmsSettings
from lobby.clock import SystemClock
from lobby.contract.roles import Role
from lobby.link.device import DeviceLink, link_device
from lobby.settings.device import clock_of
from lobby.settings.load import check
from tests.backend_bridge.conftest import Stepped

CITIZEN = "+84912345678"


class Telephone:
    """The program's parts, stepped."""

    def __init__(self, settings: SmsSettings) -> None:
        clock = clock_of(settings)
        self.link: DeviceLink = link_device(settings, Role.SMS, clock)
        self.stepped = Stepped(compose(settings, self.link, modem_of(settings), clock))

    def faults(self) -> set[str]:
        return {fault.code for fault in self.link.faults.standing()}


@pytest.fixture
def modem(tmp_path: Path) -> Iterator[AtTwin]:
    twin = AtTwin(tmp_path / "modem")
    twin.start()
    yield twin
    twin.stop()


@pytest.fixture
def sms_settings(tmp_path: Path, broker: Any, modem: AtTwin) -> SmsSettings:
    fields = {
        "site": "demo",
        "device": "sms-1",
        "state": tmp_path / "sms",
        "broker": broker.settings("sms-1").model_dump(),
        "modem": {"port": str(modem.path), "patience_s": 3.0, "sends_within_s": 20.0, "settle_s": 0.0},
        "telephone": "0212 385 5555",
        "patience_s": 0.0,
    }
    return check(SmsSettings, fields, "sms.toml")


@pytest.fixture
def start_telephone(sms_settings: SmsSettings) -> Iterator[Callable[..., Telephone]]:
    running: list[Telephone] = []

    def start(settings: SmsSettings = sms_settings) -> Telephone:
        running.append(Telephone(settings))
        return running[-1]

    yield start
    for telephone in running:
        telephone.stepped.stop()


@pytest.fixture
def ask(modem: AtTwin) -> Callable[..., None]:
    """Let a citizen send a message."""

    def send(text: str, number: str = CITIZEN, **more: int) -> None:
        modem.deliver(number, text, SystemClock().now(), **more)

    return send
