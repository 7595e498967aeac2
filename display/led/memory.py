"""The LED driver's twin in memory, for tests: remembers each view; `lost` and `narrow` are its hand."""

from __future__ import annotations

from display.led.driver import BoardLost
from display.led.frames import Unshowable
from display.model.led import LedView


class MemoryLed:
    """A board of `width` places for the number; `lost` pulls its plug."""

    def __init__(self, width: int = 4) -> None:
        self.shown: list[LedView] = []
        self.lost = False
        self._width = width

    def show(self, view: LedView) -> None:
        if self.lost:
            raise BoardLost("Không gửi được tới bảng LED.", "lost by hand")
        if len(view.number) > self._width:
            raise Unshowable("Số thứ tự dài hơn bảng LED.")
        self.shown.append(view)

    def close(self) -> None:
        self.lost = True
