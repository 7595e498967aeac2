"""The parts that tests share: a real mosquitto with the product's own users and rights, and waiting on conditions."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from broker_config.mosquitto import CONF, write
from broker_config.settings import BrokerSite, Enrolled
from lobby.contract.roles import Role
from lobby.settings.device import BrokerSettings
from tests.ports import free_ports

DEVICES = [
    ("hub", Role.HUB, None),
    ("bridge", Role.BRIDGE, None),
    ("dispenser-1", Role.DISPENSER, None),
    ("kiosk-1", Role.KIOSK, None),
    ("pad-1", Role.PAD, "quay-1"),
    ("pad-2", Role.PAD, "quay-2"),
    ("board-1", Role.BOARD, None),
    ("desk-view", Role.BOARD, None),
    ("led-1", Role.LED, None),
    ("speaker-1", Role.SPEAKER, None),
    ("sms-1", Role.SMS, None),
    *((f"keypad-{n}", Role.KEYPAD, f"quay-{n}") for n in range(1, 8)),
]
# How long a run takes says nothing of a rule: the machine may be busy. Fixtures that are made once for all examples
# of a rule are meant so.
_HARMLESS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("suite", deadline=None, suppress_health_check=_HARMLESS)
settings.load_profile("suite")

MOSQUITTO = shutil.which("mosquitto", path="/usr/sbin:/usr/bin:/usr/local/sbin") or shutil.which("mosquitto")


JOURNEYS_BEGIN_WITHIN = 0.8


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several workers share a run, mix the files that wait for real programs with those that only compute.

    The long ones are never side by side, nor begun last. Tests of a file stay together and in order.
    """
    if not hasattr(config, "workerinput"):
        return
    files = {item.path: item for item in items}
    waiting = [path for path, item in files.items() if item.get_closest_marker("journey")]
    others = [path for path in files if path not in waiting]
    place = {path: nth / len(others) for nth, path in enumerate(others)}
    place |= {path: JOURNEYS_BEGIN_WITHIN * nth / len(waiting) for nth, path in enumerate(reversed(waiting))}
    items.sort(key=lambda item: (place[item.path], item.path))


class RunningBroker:
    """A mosquitto of the test's own on free ports."""

    def __init__(self, folder: Path) -> None:
        ports = free_ports(2)
        self.host = "127.0.0.1"
        self.port, self.websocket_port = ports
        self.site = BrokerSite(
            site="demo",
            folder=folder / "broker",
            secrets=folder / "secrets",
            port=self.port,
            websocket_port=self.websocket_port,
            run_as="root",
            devices=[Enrolled(id=name, role=role, counter=counter) for name, role, counter in DEVICES],
        )
        self._process: subprocess.Popen[bytes] | None = None
        self.passwords = write(self.site)

    def start(self) -> None:
        assert MOSQUITTO, "mosquitto is not installed: run script/bootstrap"
        self._process = subprocess.Popen(
            [MOSQUITTO, "-c", str(self.site.folder / CONF)], stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )
        wait_until(self._answers, "mosquitto listens")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(30)

    def restart(self) -> None:
        self.stop()
        self.start()

    def password_file(self, device: str) -> Path:
        return self.site.secrets / device

    def settings(self, device: str) -> BrokerSettings:
        return BrokerSettings(host=self.host, port=self.port, password_file=self.password_file(device))

    def _answers(self) -> bool:
        assert self._process is not None and self._process.poll() is None, "mosquitto ended as it started"
        with suppress(OSError), socket.create_connection((self.host, self.port), timeout=1):
            return True
        return False


def wait_until(holds: Callable[[], object], what: str, within_s: float = 30.0) -> None:
    """Wait for a condition with a deadline; fails with `what` was awaited."""
    deadline, pause = time.monotonic() + within_s, 0.005
    while not holds():
        assert time.monotonic() < deadline, f"not within {within_s} s: {what}"
        time.sleep(pause)
        pause = min(pause * 1.3, 0.05)  # what takes its time is not asked a hundred times a second


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[RunningBroker]:
    running = RunningBroker(tmp_path)
    running.start()
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(name="wait_until")
def wait_until_fixture() -> Callable[..., None]:
    return wait_until


@pytest.fixture(name="free_ports")
def free_ports_fixture() -> Callable[[int], list[int]]:
    return free_ports


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless browser for all pages of a run; each test opens a context of its own.

    The headless shell is the same engine without a browser's window, which costs more to open than most pages.
    """
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert found, "chromium is not installed: run script/bootstrap"
    with sync_playwright() as play:
        # Letters as wide as on a screen: the shell would fit them to its pixels.
        flags = [
            "--font-render-hinting=none",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
        flags += ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = play.chromium.launch(executable_path=found, args=flags)
        yield browser
        browser.close()
