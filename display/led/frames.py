"""The bytes that LED boards take: frames as the settings describe them, and the strict reading of ours."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from display.model.led import LedView
from lobby.settings.load import SettingsError, Strict

Checksum = Literal["xor", "none"]

STX, ETX = "\u0002", "\u0003"
LARGEST = 64
STEADY, BLINKING = "S", "B"
_READ = re.compile(r"(?P<address>\d\d)(?P<mode>[SB]?)(?P<number>[A-Z0-9 -]{4})(?P<counter>[0-9 ]{2})")


class Unshowable(Exception):
    """A number that this board has no room or no signs for; the text is Vietnamese."""


class WrongFrame(Exception):
    """Bytes that are no frame of ours."""


class FrameSettings(Strict):
    """How a frame is written.

    `form` may use {address}, {mode} (S steady, B blinking), {number} and {counter}. With `checksum = "xor"` two
    capital hex digits follow `end`: the exclusive or of every byte after `start` up to and with `end`.
    """

    start: str = STX
    form: str = "{address:02d}{mode}{number:<4}{counter:>2}"
    end: str = ETX
    checksum: Checksum = "xor"
    number_width: int = Field(default=4, ge=1, le=12)
    counter_width: int = Field(default=2, ge=0, le=4)

    def check(self) -> None:
        """Raise SettingsError where `form` cannot be filled."""
        try:
            build(self, 1, LedView("A001", "1"))
        except (KeyError, IndexError, ValueError, UnicodeEncodeError) as fault:
            raise SettingsError(
                f"Mục «board.frame.form» không dùng được ({fault}). "
                "Chỉ được dùng {address}, {mode}, {number}, {counter} và ký tự ASCII."
            ) from fault


@dataclass(frozen=True)
class Frame:
    """A frame that was read."""

    address: int
    number: str
    counter: str
    blink: bool


def build(settings: FrameSettings, address: int, view: LedView) -> bytes:
    """Return the frame that shows `view`; raises Unshowable."""
    fields = {
        "address": address,
        "mode": BLINKING if view.blink else STEADY,
        "number": _fit(view.number, settings.number_width, "Số thứ tự"),
        "counter": _fit(view.counter, settings.counter_width, "Số quầy"),
    }
    body = (settings.form.format(**fields) + settings.end).encode("ascii")
    check = f"{xor(body):02X}".encode() if settings.checksum == "xor" else b""
    return settings.start.encode("ascii") + body + check


def parse(data: bytes, checksum: Checksum = "xor") -> Frame:
    """Return the frame in `data`, whole and as our default settings write it; raises WrongFrame."""
    text = data.decode("ascii", errors="replace")
    body, check = (text[:-2], text[-2:]) if checksum == "xor" else (text, "")
    if not (body.startswith(STX) and body.endswith(ETX)):
        raise WrongFrame(f"no start or end in {data!r}")
    if checksum == "xor" and check != f"{xor(body[1:].encode()):02X}":
        raise WrongFrame(f"wrong checksum in {data!r}")
    found = _READ.fullmatch(body[1:-1])
    if found is None:
        raise WrongFrame(f"wrong fields in {data!r}")
    number, counter = found["number"].strip(), found["counter"].strip()
    return Frame(int(found["address"]), number, counter, found["mode"] == BLINKING)


class FrameReader:
    """Cuts a stream of bytes into frames; `broken` counts what was none."""

    def __init__(self, checksum: Checksum = "xor") -> None:
        self._checksum: Checksum = checksum
        self._tail = 2 if checksum == "xor" else 0
        self._held = b""
        self.broken = 0

    def feed(self, data: bytes) -> list[Frame]:
        """Return the frames that `data` completes."""
        self._held += data
        frames: list[Frame] = []
        while (piece := self._cut()) is not None:
            try:
                frames.append(parse(piece, self._checksum))
            except WrongFrame:
                self.broken += 1
        return frames

    def _cut(self) -> bytes | None:
        end = self._held.find(ETX.encode())
        if end < 0:
            if len(self._held) > LARGEST:
                self._held = b""
                self.broken += 1
            return None
        after = end + 1 + self._tail
        if len(self._held) < after:
            return None
        piece, self._held = self._held[:after], self._held[after:]
        return piece


def xor(data: bytes) -> int:
    """Return the exclusive or of every byte."""
    total = 0
    for byte in data:
        total ^= byte
    return total


def _fit(text: str, width: int, what: str) -> str:
    """Return `text` in the signs a segment board has: ASCII capitals, digits, dashes."""
    plain = unicodedata.normalize("NFD", text.upper()).replace("Đ", "D").encode("ascii", "ignore").decode()
    signs = "".join(sign for sign in plain if sign.isalnum() or sign in "- ")
    if len(signs) > width:
        raise Unshowable(f"{what} «{signs[:20]}» dài hơn {width} ô của bảng LED.")
    return signs
