"""Boards that speak the Alpha Sign Communications Protocol: their own letters, or pictures in Vietnamese."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from PIL import Image
from pydantic import Field

from display.led import alpha
from display.led.alpha_sign import AlphaSign
from display.led.canvas import Canvas
from display.led.driver import Unshowable
from display.led.line import Line
from display.led.plain import plain
from display.model.led import LedView
from lobby.settings.load import Strict

REFRESH_S = 60.0  # a picture keeps a slow line busy for seconds, and these boards keep theirs without power
# Laying out darkens a board for a moment: done now and then, when nobody is called, for one that did lose its memory.
_LAY_OUT_S = 3600.0
_LETTER = 6


class AlphaSettings(Strict):
    """How an Alpha board is spoken to.

    `send` is "dots" (pictures, for Vietnamese) or "letters" (the board's own). `kind` is the board's type code, Z for
    any. `dimming` is on where the board has dimming registers.
    """

    send: Literal["dots", "letters"] = "dots"
    kind: str = Field(default="Z", pattern=r"^[!-~]$")
    colour: alpha.Colour = "red"
    dimming: bool = False


class AlphaBoard:
    """A board at `address` of `line`. `pause` waits the seconds it is given."""

    refresh_s = REFRESH_S

    def __init__(
        self,
        line: Line,
        address: int,
        canvas: Canvas,
        settings: AlphaSettings,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._line = line
        self._address = address
        self._canvas = canvas
        self._settings = settings
        self._pause = pause
        self._laid_out: float | None = None
        self._light: int | None = None
        self._shown: LedView | None = None
        self._dots: dict[str, Image.Image] = {}
        self._sign = self._new_sign()

    def show(self, view: LedView, light: int, at: float) -> None:
        said = self._as_letters(view) if self._settings.send == "letters" else None
        dots = self._canvas.draw(view) if said is None else None
        if self._laid_out is None or (view.call_id is None and at - self._laid_out >= _LAY_OUT_S):
            self._lay_out(at)
        if self._settings.dimming and (light != self._light or view == self._shown):
            self._send(alpha.dimmed(light))
            self._light = light
        if dots is not None:
            said = self._picture(dots, again=view == self._shown)
        self._send(alpha.text(self._mode(view, said or b""), self._settings.colour, said or b""))
        self._shown = view

    def picture(self) -> Image.Image:
        return self._sign.picture()

    def forget(self) -> None:
        self._laid_out = self._light = self._shown = None
        self._dots.clear()
        self._sign = self._new_sign()

    def close(self) -> None:
        """The line is not the board's own."""

    def _lay_out(self, at: float) -> None:
        self._send(alpha.memory(self._canvas.columns, self._canvas.rows, self._canvas.widest))
        self._send(alpha.sequence())
        self._laid_out = at
        self._dots.clear()

    def _picture(self, dots: Image.Image, again: bool) -> bytes:
        """Send the dots unless they stand in the board's memory already; returns what calls them."""
        label = alpha.PICTURE if dots.width <= self._canvas.columns else alpha.RUNNING
        if label == alpha.RUNNING:
            dots = dots.crop((0, 0, self._canvas.widest, dots.height))
        known = self._dots.get(label)
        if again or known is None or known.tobytes() != dots.tobytes():
            self._send(*alpha.picture(label, dots, self._settings.colour))
            self._dots[label] = dots
        return alpha.called(label)

    def _mode(self, view: LedView, said: bytes) -> alpha.Mode:
        runs = said == alpha.called(alpha.RUNNING) or len(said) * _LETTER > self._canvas.columns
        if runs and not said.startswith(alpha.called(alpha.PICTURE)):
            return "a"
        return "c" if view.blink else "b"

    def _as_letters(self, view: LedView) -> bytes:
        if view.text:
            return plain(view.text).upper().encode()[: alpha.LETTERS_MOST // 2]
        signs = f"{plain(view.number)} {plain(view.counter)}".strip()
        if len(signs) * _LETTER > self._canvas.columns:
            raise Unshowable(f"Số «{view.number[:20]}» và quầy «{view.counter}» dài hơn bảng LED.")
        return signs.encode()

    def _send(self, *pieces: bytes) -> None:
        whole = alpha.packet(self._settings.kind, self._address, b"".join(pieces))
        if len(pieces) > 1:
            head = len(alpha.opening(self._settings.kind, self._address) + alpha.STX + pieces[0])
            self._line.send(whole[:head])
            self._pause(alpha.WIDTH_PAUSE_S)
            self._line.send(whole[head:])
        else:
            self._line.send(whole)
        self._sign.feed(whole)

    def _new_sign(self) -> AlphaSign:
        return AlphaSign(self._settings.kind, self._address, self._canvas.columns, self._canvas.rows)
