"""Composes the demo's site: writes its files, starts every part, waits until all are up, keeps them up."""

from __future__ import annotations

import logging
import os
import pwd
import secrets
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from broker_config.mosquitto import CONF, set_aside_bad_store, write
from broker_config.secrets import write_private
from demo import receipts
from demo.manifest import Ports, write_manifest
from demo.places import Places
from demo.ports import PortsHeld
from demo.settings import BACKEND_TOKEN, broker_site, find_broker, write_settings
from demo.site import (
    ADMIN,
    BACKEND,
    BOARD,
    BRIDGE,
    BROKER,
    DISPENSER,
    HUB,
    KEYPADS,
    KIOSK,
    LED,
    OFFICERS,
    ON_THE_BUS,
    SPEAKER,
    TOUCH_SCREENS,
    WATCH,
    Officer,
)
from demo.stand_ins import Displays, SerialScanner, StandInError
from demo.supervisor import Program, Supervisor
from demo.watch import Watch
from lobby.clock import Clock

log = logging.getLogger(__name__)

USUAL_PORTS = (18830, 18831, 18080, 18090)
UP_WITHIN_S = 90.0
LOBBY = [sys.executable, "-m", "lobby.cli"]
LED_TWIN = "led-twin"


class StoppedEarly(Exception):
    """The demo was told to stop before all parts were up."""


class Demo:
    """One site on this machine; `step` must go on being called from the thread that called `start`."""

    def __init__(
        self, places: Places, headless: bool, clock: Clock, say: Callable[[str], None], ended: threading.Event
    ) -> None:
        self.places = places
        self._ended = ended
        self._held = PortsHeld(USUAL_PORTS)
        self.ports = Ports(*self._held.numbers)
        self.displays = Displays()
        self._headless = headless
        self._clock = clock
        self._say = say
        self._passwords: dict[str, str] = {}
        self._scanner = SerialScanner(places.scanner_port, places.serial_in)
        self._supervisor = Supervisor(clock, self._write_manifest)
        self._up = False
        self._watch: Watch | None = None

    @property
    def watch(self) -> Watch:
        """Return the demo's eye on the bus; there once the broker is."""
        assert self._watch is not None
        return self._watch

    def pid(self, device: str) -> int:
        """Return a device's process id now."""
        return self._supervisor.pid(device)

    def start(self) -> None:
        """Start everything and return when all parts are up; raises StandInError where one does not come up,
        StoppedEarly when told to end meanwhile."""
        self._prepare()
        self._start_broker()
        self._start(BACKEND.id, "sandbox")
        self._start(SPEAKER.id, "speaker")
        self._supervisor.start(self._program(LED_TWIN, LED_TWIN, *self._led_twin_arguments()))
        self._enrol_officers()
        self._start(HUB.id, "hub")
        self._start(BRIDGE.id, "bridge")
        self._await(lambda: _answers(f"http://127.0.0.1:{self.ports.web}/healthz"), "trang web của hub")
        for device in TOUCH_SCREENS:
            self._start(device.id, {DISPENSER.id: "dispenser", KIOSK.id: "kiosk"}.get(device.id, "pad"))
        self._start(BOARD.id, "board")
        self._start(LED.id, "led")
        for keypad in KEYPADS:
            self._start(keypad.id, "keypad")
        self._await_all()
        self._up = True
        self._write_manifest()

    def step(self) -> None:
        """Carry over what stands in for hardware, start again what died."""
        self._scanner.step()
        self._supervisor.step()

    def stop(self) -> None:
        """End every process of this run."""
        if self._watch is not None:
            self._watch.stop()
        self._supervisor.stop()
        self._scanner.stop()
        self.displays.stop()
        self._held.release()

    def _prepare(self) -> None:
        self._say("Chuẩn bị thư mục, mật khẩu và cấu hình")
        places = self.places
        places.make()
        for name in (BACKEND_TOKEN, *(officer.username for officer in [*OFFICERS, ADMIN])):
            if not places.secret(name).exists():
                write_private(places.secret(name), secrets.token_urlsafe(12) + "\n")
        self._passwords = write(broker_site(places, self.ports, pwd.getpwuid(os.getuid()).pw_name))
        write_settings(places, self.ports, LOBBY, fullscreen=self._headless)
        receipts.hold(receipts.empty_view(), places.camera)
        self._scanner.start()
        if self._headless:
            self.displays.start()

    def _start_broker(self) -> None:
        mosquitto = find_broker()
        if mosquitto is None:
            raise StandInError("Thiếu máy chủ tin nhắn mosquitto. Hãy cài: apt-get install mosquitto")
        self._say("Khởi động máy chủ tin nhắn")
        folder = self.places.broker
        self._supervisor.start(
            Program(
                BROKER.id,
                [str(mosquitto), "-c", str(folder / CONF)],
                self.places.log_of(BROKER.id),
                _libraries_beside(mosquitto),
                before=lambda: set_aside_bad_store(folder),
            )
        )
        self._await(lambda: _listens(self.ports.mqtt), "máy chủ tin nhắn")
        self._watch = Watch(self.ports, self._passwords[WATCH.id])
        self._watch.start()

    def _start(self, name: str, command: str) -> None:
        if self._ended.is_set():
            raise StoppedEarly
        self._say(f"Khởi động {name}")
        settings = ["--settings", str(self.places.settings_of(name))]
        self._supervisor.start(self._program(name, command, *settings))

    def _program(self, name: str, command: str, *arguments: str) -> Program:
        display = self.displays.of(name)
        env = {"DISPLAY": display} if display else {}
        return Program(name, [*LOBBY, command, *arguments], self.places.log_of(name), env)

    def _led_twin_arguments(self) -> list[str]:
        return ["--link", str(self.places.led_port), "--out", str(self.places.led)]

    def _enrol_officers(self) -> None:
        self._say("Tạo tài khoản cán bộ")
        for officer in [*OFFICERS, ADMIN]:
            with self.places.log_of("officers").open("ab") as out:
                subprocess.run(
                    [*LOBBY, *self._officer_arguments(officer)],
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    check=True,
                )

    def _officer_arguments(self, officer: Officer) -> list[str]:
        arguments = ["officers", "--settings", str(self.places.settings_of(HUB.id)), "add", officer.username]
        arguments += ["--name", officer.name, "--role", officer.role]
        arguments += ["--password-file", str(self.places.secret(officer.username))]
        return arguments + (["--counter", officer.counter] if officer.counter else [])

    def _await_all(self) -> None:
        for device in ON_THE_BUS:
            self._await(lambda name=device.id: self.watch.online(name), device.id)  # type: ignore[misc]

    def _await(self, holds: Callable[[], bool], what: str) -> None:
        deadline = self._clock.monotonic() + UP_WITHIN_S
        while not holds():
            if self._ended.is_set():
                raise StoppedEarly
            self.step()
            if self._clock.monotonic() > deadline:
                raise StandInError(f"{what} không khởi động được trong {UP_WITHIN_S:.0f} giây; xem {self.places.logs}")
            if self._watch is not None:
                self._watch.wait(holds, 0.1)

    def _write_manifest(self) -> None:
        if self._up:
            write_manifest(self.places, self.ports, self._passwords, self.pid)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _answers(url: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(url, timeout=1) as response:
        return bool(response.status == 200)
    return False


def _libraries_beside(mosquitto: Path) -> dict[str, str]:
    # Where mosquitto was unpacked without root, its libraries lie beside it.
    root = mosquitto.parent.parent
    folders = [str(folder) for folder in root.glob("lib/*-linux-gnu")] if ".debian" in mosquitto.parts else []
    return {"LD_LIBRARY_PATH": ":".join(folders)} if folders else {}
