"""What stands in for hardware: virtual displays for touch screens, and a pty as the scanner's serial port."""

from __future__ import annotations

import os
import pty
import shutil
import tty
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from demo.errors import CannotRun
from demo.places import Places
from demo.site import TOUCH_SCREENS, Device
from demo.supervisor import Program, Supervisor


class Displays:
    """One virtual display for each touch screen, of that screen's size; one that dies comes back under its number."""

    def __init__(self, supervisor: Supervisor, places: Places) -> None:
        self._supervisor = supervisor
        self._places = places
        self._names: dict[str, str] = {}

    def start(self, screens: Sequence[Device] = TOUCH_SCREENS) -> None:
        """Start one for each of `screens`; raises CannotRun."""
        for device in screens:
            self._names[device.id] = self._open(device)

    def of(self, device: str) -> str | None:
        """Return the `DISPLAY` of a touch screen, None where the person's own display is used."""
        return self._names.get(device)

    def _open(self, device: Device) -> str:
        if shutil.which("Xvfb") is None:
            raise CannotRun("Thiếu màn hình ảo Xvfb. Hãy cài: apt-get install xvfb")
        reading, writing = os.pipe()
        with os.fdopen(reading) as answer:
            # It chooses a free number itself and tells it.
            self._supervisor.start(self._program(device, ["-displayfd", str(writing)], [writing]))
            os.close(writing)
            number = answer.readline().strip()
        if not number:
            raise CannotRun("Màn hình ảo Xvfb không khởi động được. Hãy thử: apt-get install --reinstall xvfb")
        name = f":{number}"
        self._supervisor.start_again_as(self._program(device, [name], []))
        return name

    def _program(self, device: Device, display: list[str], handed: list[int]) -> Program:
        assert device.size is not None
        width, height = device.size
        name = f"xvfb-{device.id}"
        command = ["Xvfb", *display, "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"]
        return Program(name, command, self._places.log_of(name), handed=handed, ground=True)


class SerialScanner:
    """A pty that stands in for a serial scanner: what is written into the pipe `given` comes out of the port."""

    def __init__(self, port: Path, given: Path) -> None:
        self._port = port
        self._given = given
        self._fds: list[int] = []

    def start(self) -> None:
        far, near = pty.openpty()
        tty.setraw(near)
        self._port.unlink(missing_ok=True)
        self._port.symlink_to(os.ttyname(near))
        with suppress(FileExistsError):
            os.mkfifo(self._given, 0o600)
        # Opened for both, so that it stays open when a writer leaves.
        pipe = os.open(self._given, os.O_RDWR | os.O_NONBLOCK)
        # The near end is kept open, so that the port does not hang up when the kiosk is started again.
        self._fds = [pipe, far, near]

    def step(self) -> None:
        """Carry over what was written."""
        with suppress(BlockingIOError):
            os.write(self._fds[1], os.read(self._fds[0], 4096))

    def stop(self) -> None:
        for descriptor in self._fds:
            os.close(descriptor)
        self._fds = []
