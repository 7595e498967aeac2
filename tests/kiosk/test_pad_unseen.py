"""A pad of buttons alone: the real program without a screen, a panel at a serial port, the hub behind a real broker."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import tty
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lobby.clock import SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.rating import Given
from lobby.contract.replies import Nothing, Reply, accept
from lobby.contract.requests import RatingSubmit, Request
from lobby.contract.roles import Role
from lobby.contract.states import DeviceConfig
from lobby.link.answering import Answerer
from lobby.link.device import DeviceLink, link_device
from lobby.settings.device import DeviceSettings


class Hub:
    """Takes ratings, and opens them."""

    def __init__(self, link: DeviceLink) -> None:
        self.link = link
        self.given: dict[str, RatingSubmit] = {}

    def start(self) -> None:
        answerer = Answerer(self.link.bus, self.link.topics, self._take, lambda _verb: True)
        self.link.bus.subscribe(self.link.topics.under("do/+/#"), answerer.take)
        self.link.start()

    def opens(self, rate: str, rev: int) -> None:
        now = datetime.now(OFFICE_ZONE)
        rating = {"rate": rate, "number": "A012", "opened_at": now, "closes_at": now + timedelta(seconds=120)}
        config = {"rev": rev, "at": now, "device": "pad-1", "counter": "quay-1", "rating": rating}
        self.link.send(DeviceConfig.model_validate(config), self.link.topics.config("pad-1"))

    def _take(self, _device: str, request: Request) -> Reply:
        assert isinstance(request, RatingSubmit)
        self.given[request.id] = request
        return accept(request.id, Nothing())


@pytest.fixture
def hub(broker: Any, tmp_path: Path, wait_until: Callable[..., None]) -> Iterator[Hub]:
    settings = DeviceSettings(site="demo", device="hub", state=tmp_path, broker=broker.settings("hub"))
    one = Hub(link_device(settings, Role.HUB, SystemClock()))
    one.start()
    wait_until(lambda: one.link.bus.linked, "the hub is linked")
    yield one
    one.link.send(
        DeviceConfig.model_validate({"rev": 99, "at": datetime.now(OFFICE_ZONE), "device": "pad-1"}),
        one.link.topics.config("pad-1"),
    )
    one.link.stop()


@pytest.fixture
def panel() -> Iterator[tuple[int, str]]:
    wire, machine = pty.openpty()
    tty.setraw(machine)
    yield wire, os.ttyname(machine)
    os.close(wire)
    os.close(machine)


@pytest.fixture
def pad(broker: Any, tmp_path: Path, panel: tuple[int, str]) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start the pad, again after each end of it."""
    lamp, settings = tmp_path / "lamp", tmp_path / "pad.toml"
    lamp.mkdir()
    (lamp / "max_brightness").write_text("1")
    settings.write_text(
        f'site = "demo"\ndevice = "pad-1"\nstate = "{tmp_path / "pad"}"\nscreen = "none"\n'
        f'[broker]\nhost = "{broker.host}"\nport = {broker.port}\npassword_file = "{broker.password_file("pad-1")}"\n'
        f'[buttons]\nlamp = "{lamp}"\n[buttons.panel]\ndriver = "serial"\nport = "{panel[1]}"\n'
        "[buttons.keys]\nKEY_KP1 = 1\nKEY_KP2 = 2\nKEY_KP3 = 3\n",
        encoding="utf-8",
    )
    running: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        (tmp_path / "pad").mkdir(exist_ok=True)
        command = [sys.executable, "-m", "lobby.cli", "pad", "--settings", str(settings)]
        bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        running.append(subprocess.Popen(command, env=bare, stderr=subprocess.DEVNULL))
        return running[-1]

    yield start
    for process in running:
        if process.poll() is None:
            process.terminate()
        process.wait(20)


def test_a_press_rates_once_where_a_rating_stands_open_and_survives_a_power_cut(
    hub: Hub,
    pad: Callable[[], subprocess.Popen[bytes]],
    panel: tuple[int, str],
    tmp_path: Path,
    wait_until: Callable[..., None],
) -> None:
    program, brightness = pad(), tmp_path / "lamp" / "brightness"
    wait_until(lambda: brightness.exists() and brightness.read_text() == "0", "the pad is there", 30)
    hub.opens("firstToken", 1)
    wait_until(lambda: brightness.read_text() == "1", "the lamp is lit")

    def pressed(byte: bytes, rate: str) -> bool:
        os.write(panel[0], byte)
        return any(one.rate == rate for one in hub.given.values())

    wait_until(lambda: pressed(b"1", "firstToken"), "the press is told")
    wait_until(lambda: brightness.read_text() == "0", "the lamp is out")
    program.send_signal(signal.SIGKILL)
    program.wait(10)
    again = pad()
    hub.opens("secondToken", 2)
    wait_until(lambda: pressed(b"3", "secondToken"), "the next one is told", 30)
    assert again.poll() is None
    told = sorted((one.rate, one.score, one.scale, one.by) for one in hub.given.values())
    assert told == [("firstToken", 1, 3, Given.BUTTONS), ("secondToken", 3, 3, Given.BUTTONS)]
