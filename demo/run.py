"""Composes the demo's site: writes its files, starts every part, waits until all are up, keeps them up."""

from __future__ import annotations

import os
import pwd
import secrets
import socket
import threading
import urllib.request
from collections.abc import Callable
from contextlib import suppress

from broker_config.mosquitto import write
from broker_config.secrets import write_private
from demo import officers, receipts
from demo.errors import CannotRun, StoppedEarly
from demo.manifest import Ports, withdraw_manifest, write_manifest
from demo.places import Places
from demo.plan import Plan
from demo.ports import PortsHeld
from demo.programs import LOBBY, Programs
from demo.settings import broker_site, write_settings
from demo.site import (
    ADMIN,
    BACKEND,
    BOARD,
    BRIDGE,
    DEVICES,
    HUB,
    KEYPADS,
    LED,
    OFFICERS,
    SMS,
    SPEAKER,
    TOUCH_SCREENS,
    WATCH,
    Device,
)
from demo.stand_ins import Displays, SerialScanner
from demo.supervisor import Supervisor
from demo.watch import Watch
from lobby.clock import Clock

USUAL_PORTS = (18830, 18831, 18080, 18090)
UP_WITHIN_S = 90.0
LOOK_S = 0.1


class Demo:
    """One site on this machine; `step` must go on being called from the thread that called `start`."""

    def __init__(
        self,
        places: Places,
        headless: bool,
        clock: Clock,
        say: Callable[[str], None],
        ended: threading.Event,
        plan: Plan | None = None,
    ) -> None:
        self.places = places
        self._plan = plan or Plan()
        self._ended = ended
        self._held = PortsHeld(USUAL_PORTS)
        self._headless = headless
        self._clock = clock
        self._say = say
        self._passwords: dict[str, str] = {}
        self._scanner = SerialScanner(places.scanner_port, places.serial_in)
        self._supervisor = Supervisor(clock, self._write_manifest)
        self.displays = Displays(self._supervisor, places)
        self._programs = Programs(places, self.displays.of)
        self._up = False
        self._watch: Watch | None = None

    @property
    def ports(self) -> Ports:
        """Return the ports of this run; there once it is started."""
        return Ports(*self._held.numbers)

    @property
    def watch(self) -> Watch:
        """Return the demo's eye on the bus; there once the broker is."""
        assert self._watch is not None
        return self._watch

    def pid(self, device: str) -> int:
        """Return a device's process id now."""
        return self._supervisor.pid(device)

    def start(self) -> None:
        """Start everything and return when all parts are up; raises CannotRun where one does not come up,
        StoppedEarly when told to end meanwhile."""
        withdraw_manifest(self.places)
        self._prepare()
        self._start_broker()
        self._start(BACKEND, *self._planned(SPEAKER))
        if LED in self._plan.parts:
            self._supervisor.start(self._programs.led_twin())
        if SMS in self._plan.parts:
            self._supervisor.start(self._programs.modem_twin())
        self._enrol_officers()
        self._start(HUB, BRIDGE)
        self._await(lambda: _answers(f"http://127.0.0.1:{self.ports.web}/healthz"), "trang web của hub")
        self._start(*self._planned(*TOUCH_SCREENS, BOARD, LED, SMS, *KEYPADS))
        self._await_all()
        self._up = True
        self._write_manifest()

    def step(self) -> None:
        """Carry over what stands in for hardware, start again what died."""
        self._scanner.step()
        self._supervisor.step()

    def stop(self) -> None:
        """End every process of this run; what it left to be looked at stays."""
        self._up = False
        withdraw_manifest(self.places)
        if self._watch is not None:
            self._watch.stop()
        self._supervisor.stop()
        self._scanner.stop()
        self._held.release()

    def password(self, device: str) -> str:
        """Return the broker password of a device or a guest; there once it is started."""
        return self._passwords[device]

    def _planned(self, *devices: Device) -> list[Device]:
        return [device for device in devices if device in self._plan.parts]

    def _prepare(self) -> None:
        self._say("Chuẩn bị thư mục, mật khẩu và cấu hình")
        self._held.take()
        try:
            self._write_files()
            self._scanner.start()
        except OSError as fault:
            place = fault.filename or self.places.root
            raise CannotRun(f"Không ghi được {place}. Hãy chọn nơi khác bằng --state.") from fault
        if self._headless:
            self.displays.start(self._planned(*TOUCH_SCREENS))

    def _write_files(self) -> None:
        places = self.places
        places.make()
        for secret in (places.backend_token, *(places.secret(officer.username) for officer in [*OFFICERS, ADMIN])):
            if not secret.exists():
                write_private(secret, secrets.token_urlsafe(12) + "\n")
        self._passwords = write(broker_site(places, self.ports, pwd.getpwuid(os.getuid()).pw_name, self._plan.guests))
        write_settings(places, self.ports, LOBBY, fullscreen=self._headless, alter=self._plan.alter)
        receipts.hold(receipts.empty_view(), places.camera)

    def _start_broker(self) -> None:
        self._say("Khởi động máy chủ tin nhắn")
        self._supervisor.start(self._programs.broker())
        self._await(lambda: _listens(self.ports.mqtt), "máy chủ tin nhắn")
        self._watch = Watch(self.ports, self._passwords[WATCH.id])
        self._watch.start()

    def _start(self, *devices: Device) -> None:
        for device in devices:
            self._go_on()
            self._say(f"Khởi động {device.id}")
            self._supervisor.start(self._programs.part(device))

    def _enrol_officers(self) -> None:
        if not self._plan.accounts:
            return
        self._say("Tạo tài khoản cán bộ")
        for officer in [*OFFICERS, ADMIN]:
            self._go_on()
            officers.enrol(self.places, officer)

    def _await_all(self) -> None:
        for device in (HUB, BRIDGE, *self._plan.parts):
            self._await(lambda name=device.id: self.watch.online(name), device.id)  # type: ignore[misc]

    def _await(self, holds: Callable[[], bool], what: str) -> None:
        deadline = self._clock.monotonic() + UP_WITHIN_S
        while not holds():
            self._go_on()
            self.step()
            if self._clock.monotonic() > deadline:
                raise CannotRun(f"{what} không khởi động được trong {UP_WITHIN_S:.0f} giây; xem {self.places.logs}")
            if self._watch is None:
                self._ended.wait(LOOK_S)
            else:
                self._watch.wait(holds, LOOK_S)

    def _go_on(self) -> None:
        if self._ended.is_set():
            raise StoppedEarly

    def _write_manifest(self) -> None:
        if self._up:
            devices = [device for device in DEVICES if device.id in self._supervisor.names()]
            write_manifest(self.places, self.ports, self._passwords, self.pid, devices)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _answers(url: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(url, timeout=1) as response:
        return bool(response.status == 200)
    return False
