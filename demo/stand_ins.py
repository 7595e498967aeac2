"""What stands in for hardware: virtual displays for touch screens, and a pty as the scanner's serial port."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import tty
from contextlib import suppress
from pathlib import Path

from demo.errors import CannotRun
from demo.site import TOUCH_SCREENS, Device


class Displays:
    """One virtual display for each touch screen, of that screen's size."""

    def __init__(self) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        self._names: dict[str, str] = {}

    def start(self) -> None:
        """Start them; raises CannotRun."""
        for device in TOUCH_SCREENS:
            self._names[device.id] = self._open(device)

    def stop(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(5)

    def of(self, device: str) -> str | None:
        """Return the `DISPLAY` of a touch screen, None where the person's own display is used."""
        return self._names.get(device)

    def _open(self, device: Device) -> str:
        if shutil.which("Xvfb") is None:
            raise CannotRun("Thiếu màn hình ảo Xvfb. Hãy cài: apt-get install xvfb")
        assert device.size is not None
        width, height = device.size
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24"]
        command += ["-nolisten", "tcp", "-noreset"]
        self._processes.append(
            subprocess.Popen(
                command, pass_fds=[writing], start_new_session=True, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
            )
        )
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise CannotRun("Màn hình ảo Xvfb không khởi động được. Hãy thử: apt-get install --reinstall xvfb")
        return f":{number}"


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
