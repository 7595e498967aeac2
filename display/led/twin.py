"""`lobby led-twin`: an LED board on a pseudo-terminal, which can be looked at as JSON and as a picture."""

from __future__ import annotations

import argparse
import json
import logging
import os
import select
import threading
import tty
from pathlib import Path

from display.led.dots import draw
from display.led.frames import Checksum, Frame, FrameReader
from lobby.clock import Clock, SystemClock
from lobby.contract.base import wire_time
from lobby.program import run

log = logging.getLogger(__name__)

_LOOK_S = 0.2
_PATIENCE_S = 5.0
_REMEMBERED = 1000


class LedTwin:
    """Opens a pty, puts its name at `link`, and keeps `now.json` and `now.png` in `out` as frames come."""

    def __init__(self, link: Path, out: Path, clock: Clock, checksum: Checksum = "xor") -> None:
        self.link = link
        self.frames: list[Frame] = []
        self._out = out
        self._clock = clock
        self._reader = FrameReader(checksum)
        self._count = 0
        self._ends: tuple[int, int] | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._read_on, name="led-twin", daemon=True)

    def start(self) -> None:
        self._out.mkdir(parents=True, exist_ok=True)
        self._ends = os.openpty()
        # The slave stays open here, so that the board outlives whoever writes to it.
        tty.setraw(self._ends[1])
        self._put_link(os.ttyname(self._ends[1]))
        self._picture(None)
        self._tell(None)
        self._thread.start()

    def step(self) -> None:
        """Nothing is due: frames are read as they come."""

    def stop(self) -> None:
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_S)
        if self._ends is None:
            return
        if self.link.is_symlink() and str(self.link.readlink()) == os.ttyname(self._ends[1]):
            self.link.unlink()
        for end in self._ends:
            os.close(end)
        self._ends = None

    @property
    def broken(self) -> int:
        """How many pieces of what came were no frame."""
        return self._reader.broken

    def views(self) -> list[tuple[str, str]]:
        """Return each number and counter shown, in order, repetitions left out."""
        shown: list[tuple[str, str]] = []
        for frame in list(self.frames):
            if not shown or shown[-1] != (frame.number, frame.counter):
                shown.append((frame.number, frame.counter))
        return shown

    def _read_on(self) -> None:
        assert self._ends is not None
        while not self._stopped.is_set():
            ready, _, _ = select.select([self._ends[0]], [], [], _LOOK_S)
            if ready:
                self._take(os.read(self._ends[0], 4096))

    def _take(self, data: bytes) -> None:
        for frame in self._reader.feed(data):
            before = self.frames[-1] if self.frames else None
            self.frames = [*self.frames[-_REMEMBERED:], frame]
            self._count += 1
            self._tell(frame)
            if before is None or (before.number, before.counter) != (frame.number, frame.counter):
                self._picture(frame)

    def _tell(self, frame: Frame | None) -> None:
        shown = {"number": frame.number, "counter": frame.counter, "blink": frame.blink} if frame else {}
        dark = {"number": "", "counter": "", "blink": False}
        known = {"at": wire_time(self._clock.now()), "frames": self._count, "broken": self._reader.broken}
        self._write("now.json", json.dumps({**dark, **shown, **known}).encode())

    def _picture(self, frame: Frame | None) -> None:
        self._write("now.png", draw(frame.number, frame.counter) if frame else draw("", ""))

    def _write(self, name: str, data: bytes) -> None:
        part = self._out / f".{name}.part"
        part.write_bytes(data)
        part.replace(self._out / name)

    def _put_link(self, port: str) -> None:
        self.link.parent.mkdir(parents=True, exist_ok=True)
        part = self.link.with_name(f".{self.link.name}.part")
        part.unlink(missing_ok=True)
        part.symlink_to(port)
        part.replace(self.link)
        log.info("LED twin at %s", port)


def main(argv: list[str] | None = None) -> int:
    """Run until told to stop; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="lobby led-twin",
        description="Bảng LED ảo: nhận khung lệnh qua cổng ảo và vẽ lại những gì bảng hiện.",
        epilog="Ví dụ: lobby led-twin --link dev/led --out led",
    )
    parser.add_argument("--link", type=Path, required=True, help="nơi đặt tên cổng ảo")
    parser.add_argument("--out", type=Path, required=True, help="thư mục nhận now.json và now.png")
    parser.add_argument("--checksum", choices=("xor", "none"), default="xor", help="cách kiểm khung lệnh")
    chosen = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    return run([LedTwin(chosen.link, chosen.out, SystemClock(), chosen.checksum)])
