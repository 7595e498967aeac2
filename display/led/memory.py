"""Twins in memory, for tests: a driver that remembers each view, and a line with boards at its far end."""

from __future__ import annotations

from PIL import Image

from display.led.dots import digits
from display.led.driver import Unshowable
from display.led.line import BoardLost, LineLost
from display.led.sign import Sign
from display.model.led import LedView


class MemoryLed:
    """A board of `width` places for the number; `lost` pulls its plug."""

    refresh_s = 2.0

    def __init__(self, width: int = 4) -> None:
        self.shown: list[LedView] = []
        self.lights: list[int] = []
        self.lost = False
        self._width = width
        self._now = LedView("")

    def show(self, view: LedView, light: int, at: float) -> None:
        if self.lost:
            raise BoardLost("Không gửi được tới bảng LED.", "lost by hand")
        if len(view.number) > self._width:
            raise Unshowable("Số thứ tự dài hơn bảng LED.")
        self.shown.append(view)
        self.lights.append(light)
        self._now = view

    def picture(self) -> Image.Image:
        return digits(self._now.number, self._now.counter)

    def forget(self) -> None:
        self._now = LedView("")

    def close(self) -> None:
        self.lost = True


class MemoryLine:
    """A line with `signs` at its far end; `cut` pulls the cable."""

    def __init__(self, *signs: Sign) -> None:
        self.sent: list[bytes] = []
        self.cut = False
        self._signs = signs
        self._answers = b""

    def send(self, data: bytes) -> None:
        if self.cut:
            raise LineLost("Không gửi được tới bảng LED.", "cut by hand")
        self.sent.append(data)
        for sign in self._signs:
            self._answers += sign.feed(data)

    def receive(self, within_s: float) -> bytes:
        answers, self._answers = self._answers, b""
        return answers

    def clear(self) -> None:
        self._answers = b""

    def close(self) -> None:
        self.clear()
