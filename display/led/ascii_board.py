"""Boards that take plain ASCII frames, and the sign that reads them as such a board does."""

from __future__ import annotations

import time

from PIL import Image

from display.led.dots import digits
from display.led.frame_reading import Frame, FrameReader
from display.led.frames import BYTES, FrameSettings, build, dim
from display.led.line import BoardLost, Line
from display.model.led import LedView

REFRESH_S = 2.0  # a board that lost power, or a port that was replugged, is right again after this

_LIGHT_S = 30.0  # a board that lost power is as bright again after this
_REMEMBERED = 1000


class AsciiSign:
    """A board as it understands frames: what stands on it, and what it could not read."""

    def __init__(self, settings: FrameSettings, address: int) -> None:
        self.frames: list[Frame] = []
        self.level: int | None = None
        self._address = address
        self._settings = settings
        self._reader = FrameReader(settings)

    @property
    def broken(self) -> int:
        """How many pieces of what came were no frame."""
        return self._reader.broken

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the line; returns what the board answers."""
        mine = [frame for frame in self._reader.feed(data) if frame.address in (self._address, None)]
        for frame in mine:
            if frame.level is None:
                self.frames = [*self.frames[-_REMEMBERED:], frame]
            else:
                self.level = frame.level
        return self._settings.answer.encode(BYTES) * len(mine)

    def views(self) -> list[tuple[str, str]]:
        """Return each number and counter shown, in order, repetitions left out."""
        shown: list[tuple[str, str]] = []
        for frame in list(self.frames):
            if not shown or shown[-1] != (frame.number, frame.counter):
                shown.append((frame.number, frame.counter))
        return shown

    def told(self) -> dict[str, object]:
        """Return what stands on the board in words."""
        now = self.frames[-1] if self.frames else Frame(self._address)
        return {"number": now.number, "counter": now.counter, "blink": now.blink, "level": self.level}

    def picture(self) -> Image.Image:
        """Return the dots."""
        now = self.frames[-1] if self.frames else Frame(self._address)
        return digits(now.number, now.counter)


class AsciiBoard:
    """A board at `address` of `line`."""

    refresh_s = REFRESH_S

    def __init__(self, line: Line, name: str, address: int, settings: FrameSettings) -> None:
        self._line = line
        self._name = name
        self._address = address
        self._settings = settings
        self._sign = AsciiSign(settings, address)
        self._light: int | None = None
        self._lit = 0.0

    def show(self, view: LedView, light: int, at: float) -> None:
        self._send(build(self._settings, self._address, view))
        if self._settings.light_form and (light != self._light or at - self._lit >= _LIGHT_S):
            self._send(dim(self._settings, self._address, light))
            self._light, self._lit = light, at

    def picture(self) -> Image.Image:
        return self._sign.picture()

    def forget(self) -> None:
        self._light = None
        self._sign = AsciiSign(self._settings, self._address)

    def close(self) -> None:
        """The line is not the board's own."""

    def _send(self, frame: bytes) -> None:
        answer = self._settings.answer.encode(BYTES)
        if answer:
            self._line.clear()
        self._line.send(frame)
        if answer:
            self._await(answer)
        self._sign.feed(frame)

    def _await(self, answer: bytes) -> None:
        came = b""
        deadline = time.monotonic() + self._settings.answer_s
        while answer not in came:
            left = deadline - time.monotonic()
            piece = self._line.receive(left) if left > 0 else b""
            if not piece:
                raise BoardLost(f"{self._name} không trả lời.", f"address {self._address} answered {came!r}")
            came += piece
