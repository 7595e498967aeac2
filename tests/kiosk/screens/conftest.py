"""Real windows on a virtual display, touched by xdotool, with a scripted hub on the real broker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kiosk.presenters.settling import SETTLES_S
from lobby.clock import SystemClock
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Nothing, Reply, accept
from lobby.contract.requests import Request
from lobby.contract.roles import Role
from lobby.link.answering import Answerer
from lobby.link.device import DeviceLink, link_device
from lobby.settings.device import BrokerSettings, DeviceSettings

SIZES = [(1920, 1080), (1280, 800), (800, 480)]


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A virtual full-HD screen; it picks a free number itself."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


@dataclass
class Screen:
    """A running touch program."""

    process: subprocess.Popen[bytes]
    device: str
    pictures: Path
    display: str
    wait_until: Callable[..., None]
    seen: tuple[str, float] = ("", 0.0)
    touched: float = 0.0

    def look(self) -> dict[str, Any]:
        """Return what stands on the screen."""
        return self._asked(signal.SIGUSR2)

    def picture(self) -> Path:
        """Take a picture as a keeper does; what stands on it is written with it."""
        self._asked(signal.SIGUSR1)
        return self.pictures / f"{self.device}.png"

    def _asked(self, sign: signal.Signals) -> dict[str, Any]:
        report = self.pictures / f"{self.device}.json"
        report.unlink(missing_ok=True)
        assert self.process.poll() is None, "the program has ended"
        self.process.send_signal(sign)
        self.wait_until(report.exists, "the screen is told of")
        seen: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        if seen["page"] != self.seen[0]:
            self.seen = seen["page"], time.monotonic()
        return seen

    def until(self, holds: Callable[[dict[str, Any]], object], what: str, within_s: float = 30.0) -> dict[str, Any]:
        """Look until `holds`; returns what stands there then."""
        seen: dict[str, Any] = {}

        def now() -> bool:
            seen.clear()
            seen.update(self.look())
            return bool(holds(seen))

        self.wait_until(now, what, within_s)
        return seen

    def page(self, name: str) -> dict[str, Any]:
        return self.until(lambda seen: seen["page"] == name, f"page {name}")

    def touch(self, *names: str) -> None:
        """Touch the middles of targets of the page now shown, one after another, with a real pointer.

        A page is read before it is touched: what comes sooner, after the page or the last touch, is taken for a
        double tap.
        """
        self.look()
        since = max(self.seen[1], self.touched)
        self.wait_until(lambda: time.monotonic() - since > SETTLES_S + 0.2, "the page is read")
        targets = {target["name"]: target["rect"] for target in self.look()["targets"]}
        for name in names:
            x, y, w, h = targets[name]
            command = ["xdotool", "mousemove", str(x + w // 2), str(y + h // 2), "click", "1"]
            subprocess.run(command, check=True, env={**os.environ, "DISPLAY": self.display})
        self.touched = time.monotonic()


@dataclass
class ScriptedHub:
    """Answers as told, and remembers what was asked; the same id gets the same reply."""

    link: DeviceLink
    answers: dict[str, Callable[[Request], Reply]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    silent: bool = False
    _replies: dict[str, Reply] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        answerer = Answerer(self.link.bus, self.link.topics, self._handle, lambda verb: not self.silent)
        self.link.bus.subscribe(self.link.topics.under("do/+/#"), answerer.take)
        self.link.start()

    def of(self, verb: str) -> list[Request]:
        """Return the different requests of a verb."""
        return list({request.id: request for request in self.asked if request.verb == verb}.values())

    def _handle(self, _device: str, request: Request) -> Reply:
        with self._lock:
            self.asked.append(request)
            if request.id not in self._replies:
                answer = self.answers.get(request.verb, lambda asked: accept(asked.id, Nothing()))
                self._replies[request.id] = answer(request)
            return self._replies[request.id]


@pytest.fixture
def hub(broker: Any, tmp_path: Path, wait_until: Callable[..., None]) -> Iterator[ScriptedHub]:
    broker_settings: BrokerSettings = broker.settings("hub")
    settings = DeviceSettings(site="demo", device="hub", state=tmp_path, broker=broker_settings)
    scripted = ScriptedHub(link_device(settings, Role.HUB, SystemClock()))
    scripted.start()
    wait_until(lambda: scripted.link.bus.linked, "the hub is linked")
    try:
        yield scripted
    finally:
        scripted.link.stop()


@pytest.fixture
def not_found() -> Callable[[Request], Reply]:
    def refuse_it(request: Request) -> Reply:
        raise Refused(ErrorCode.NOT_FOUND)

    return refuse_it


@pytest.fixture
def screen(
    display: str, broker: Any, tmp_path: Path, wait_until: Callable[..., None]
) -> Iterator[Callable[..., Screen]]:
    """Start a touch program: its command, its device, more settings, its window's size, another port than the
    broker's."""
    running: list[Screen] = []

    def start(
        command: str,
        device: str,
        more: str,
        size: tuple[int, int] = (1280, 800),
        port: int | None = None,
        private: bool = True,
        keeper_code: Path | None = None,
    ) -> Screen:
        pictures = tmp_path / "screens"
        settings = tmp_path / f"{device}.toml"
        settings.write_text(
            f'site = "demo"\ndevice = "{device}"\nstate = "{tmp_path / device}"\n{more}\n'
            f"[screen]\nwidth = {size[0]}\nheight = {size[1]}\nfullscreen = false\n"
            f'pictures = "{pictures}"\nprivate_in_pictures = {str(private).lower()}\n'
            + (f'keeper_code_file = "{keeper_code}"\n' if keeper_code is not None else "")
            + f'[broker]\nhost = "{broker.host}"\nport = {port or broker.port}\n'
            f'password_file = "{broker.password_file(device)}"\n',
            encoding="utf-8",
        )
        (tmp_path / device).mkdir(exist_ok=True)
        log = tmp_path / f"{device}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "lobby.cli", command, "--settings", str(settings)],
                env={**os.environ, "DISPLAY": display},
                stderr=out,
            )
        one = Screen(process, device, pictures, display, wait_until)
        running.append(one)
        wait_until(lambda: "shows its first page" in log.read_text(), "the first page", 30)
        return one

    yield start
    for one in running:
        one.process.terminate()
        assert one.process.wait(10) in (0, 77, -9)
