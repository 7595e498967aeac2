"""The bytes that plain ASCII boards take: frames as the settings describe them."""

from __future__ import annotations

import string
from typing import Literal

from pydantic import Field

from display.led.driver import Unshowable
from display.led.plain import level_of, segments
from display.model.led import IDLE, LedView
from lobby.settings.load import SettingsError, Strict

Checksum = Literal["xor", "sum", "none"]

STX, ETX = "\u0002", "\u0003"
# Bytes above 127 may stand in `start`, `end` and `form`, each written as the character of that number.
BYTES = "latin-1"
SHOWS, DIMS = ("address", "mode", "number", "counter"), ("address", "level")
_UNFILLED = (KeyError, IndexError, ValueError, UnicodeEncodeError, AttributeError)


class FrameSettings(Strict):
    """How a frame is written.

    `form` may use {address}, {mode} (`steady` or `blinking`), {number} and {counter}; `light_form` may use {address}
    and {level}, from 1 to `light_top`, and is not sent where it is empty. A checksum follows `end`: the exclusive or,
    or the sum, of every byte after `start` up to and with `end`, as two capital hex digits or as one byte. `answer` is
    what the board answers to a frame within `answer_s` seconds; nothing is awaited where it is empty.
    """

    start: str = Field(default=STX, max_length=16)
    form: str = Field(default="{address:02d}{mode}{number:<4}{counter:>2}", max_length=120)
    end: str = Field(default=ETX, max_length=16)
    checksum: Checksum = "xor"
    checksum_as: Literal["hex", "byte"] = "hex"
    steady: str = Field(default="S", max_length=4)
    blinking: str = Field(default="B", max_length=4)
    number_width: int = Field(default=4, ge=1, le=12)
    counter_width: int = Field(default=2, ge=0, le=4)
    light_form: str = Field(default="", max_length=120)
    light_top: int = Field(default=7, ge=1, le=255)
    answer: str = Field(default="", max_length=32)
    answer_s: float = Field(default=0.5, ge=0.05, le=2)

    def check(self, place: str = "frame") -> None:
        """Raise SettingsError where a form cannot be filled; `place` is where these settings stand."""
        try:
            _known(self.form, SHOWS)
            build(self, 1, LedView("1", ""))
        except _UNFILLED as fault:
            raise _wrong_form(f"{place}.form", SHOWS, fault) from fault
        try:
            _known(self.light_form, DIMS)
            dim(self, 1, 100)
        except _UNFILLED as fault:
            raise _wrong_form(f"{place}.light_form", DIMS, fault) from fault


def build(settings: FrameSettings, address: int, view: LedView) -> bytes:
    """Return the frame that shows `view`; raises Unshowable."""
    # A board without places for the counter, as above one, shows none.
    counter = _fit(view.counter, settings.counter_width, "Số quầy") if settings.counter_width else ""
    number = _fit(view.number, settings.number_width, "Số thứ tự")
    mode = settings.blinking if view.blink else settings.steady
    return _framed(settings, settings.form.format(address=address, mode=mode, number=number, counter=counter))


def dim(settings: FrameSettings, address: int, light: int) -> bytes:
    """Return the frame that makes the board `light` per cent bright."""
    level = level_of(light, settings.light_top)
    return _framed(settings, settings.light_form.format(address=address, level=level))


def check_of(settings: FrameSettings, body: bytes) -> bytes:
    """Return the checksum over `body`, every byte after the start up to and with the end."""
    if settings.checksum == "none":
        return b""
    total = 0
    for byte in body:
        total = total ^ byte if settings.checksum == "xor" else (total + byte) & 0xFF
    return bytes([total]) if settings.checksum_as == "byte" else f"{total:02X}".encode()


def _known(form: str, fields: tuple[str, ...]) -> None:
    """Raise KeyError where `form` has other fields, or parts of these (`number[0]`)."""
    for _, field, _, _ in string.Formatter().parse(form):
        if field is not None and field not in fields:
            raise KeyError(field)


def _wrong_form(key: str, known: tuple[str, ...], fault: Exception) -> SettingsError:
    fields = ", ".join(f"{{{field}}}" for field in known)
    return SettingsError(f"«{key}»: không dùng được ({fault}). Chỉ được dùng {fields} và ký tự ASCII.")


def _framed(settings: FrameSettings, filled: str) -> bytes:
    body = (filled + settings.end).encode(BYTES)
    return settings.start.encode(BYTES) + body + check_of(settings, body)


def _fit(text: str, width: int, what: str) -> str:
    signs = segments(text)[:width] if text == IDLE else segments(text)
    if text.strip() and not signs.strip():
        raise Unshowable(f"{what} «{text[:20]}» không có chữ hay số nào mà bảng LED hiện được.")
    if len(signs) > width:
        raise Unshowable(f"{what} «{signs[:20]}» dài hơn {width} ô của bảng LED.")
    return signs
