"""A board of HUB75 panels: blinks slowly, lets long sentences run, and is as bright as it is told."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image, ImageColor

from display.led.canvas import Canvas
from display.led.driver import Unshowable
from display.led.panels import Panels
from display.model.led import LedView

REFRESH_S = 0.1
# Lit and dark in turn: well below the three flashes a second that can do harm (WCAG 2.2, 2.3.1).
_LIT_S, _DARK_S = 0.7, 0.3
_COLUMNS_A_SECOND = 24


class PanelBoard:
    """Draws views on `panels` in `colour` (#RRGGBB)."""

    refresh_s = REFRESH_S

    def __init__(self, panels: Panels, canvas: Canvas, colour: str) -> None:
        self._panels = panels
        self._canvas = canvas
        self._colour = colour
        self._view: LedView | None = None
        self._dots = Image.new("1", (canvas.columns, canvas.rows))
        self._since = 0.0
        self._last: tuple[Image.Image, int] | None = None

    def show(self, view: LedView, light: int, at: float) -> None:
        if view != self._view:
            self._take(view, light, at)
        self._put(self._frame(view, at - self._since), light)

    def picture(self) -> Image.Image:
        if self._last is None:
            return Image.new("RGB", (self._canvas.columns, self._canvas.rows))
        return self._last[0]

    def forget(self) -> None:
        self._view = self._last = None

    def close(self) -> None:
        self._panels.close()

    def _take(self, view: LedView, light: int, at: float) -> None:
        """Draw a new view; where there is no room for it, what stood before stays lit."""
        try:
            dots = self._canvas.draw(view)
        except Unshowable:
            if self._view is not None:
                self._put(self._frame(replace(self._view, blink=False), at - self._since), light)
            raise
        self._dots, self._since, self._view = dots, at, view

    def _put(self, frame: Image.Image, light: int) -> None:
        last = self._last
        if last is None or last[1] != light or last[0].tobytes() != frame.tobytes():
            self._panels.show(frame, light)
            self._last = frame, light

    def _frame(self, view: LedView, passed: float) -> Image.Image:
        frame = Image.new("RGB", (self._canvas.columns, self._canvas.rows))
        if view.blink and passed % (_LIT_S + _DARK_S) >= _LIT_S:
            return frame
        frame.paste(ImageColor.getrgb(self._colour), (self._left(passed), 0), self._dots)
        return frame

    def _left(self, passed: float) -> int:
        """Return where the dots begin: at the edge, or on their way through from right to left."""
        if self._dots.width <= self._canvas.columns:
            return 0
        way = self._dots.width + self._canvas.columns
        return self._canvas.columns - int(passed * _COLUMNS_A_SECOND) % way
