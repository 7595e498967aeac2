"""The strict reading of ASCII frames, from the same settings that they are written by."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

from display.led.frames import BYTES, FrameSettings, check_of

LARGEST = 256
_MIN_WIDTH = re.compile(r"0*(\d+)[a-z]?$")


class WrongFrame(Exception):
    """Bytes that are no frame of the board's."""


@dataclass(frozen=True)
class Frame:
    """A frame that was read; `level` is the brightness where it tells one, None where it shows something."""

    address: int | None
    number: str = ""
    counter: str = ""
    blink: bool = False
    level: int | None = None


class FrameReader:
    """Cuts a stream of bytes into frames, each from its start on, as boards do whose line has other boards' bytes on
    it too; `broken` counts what was no frame."""

    def __init__(self, settings: FrameSettings | None = None) -> None:
        self._settings = settings or FrameSettings()
        self._end = self._settings.end.encode(BYTES)
        self._tail = len(check_of(self._settings, b""))
        self._shows = _pattern(self._settings, self._settings.form)
        self._dims = _pattern(self._settings, self._settings.light_form) if self._settings.light_form else None
        self._held = b""
        self.broken = 0

    def feed(self, data: bytes) -> list[Frame]:
        """Return the frames that `data` completes."""
        self._held += data
        frames: list[Frame] = []
        while (piece := self._cut()) is not None:
            try:
                frames.append(self.parse(piece))
            except WrongFrame:
                self.broken += 1
        return frames

    def parse(self, data: bytes) -> Frame:
        """Return the frame in `data`, whole; raises WrongFrame."""
        start, tail = self._settings.start.encode(BYTES), self._tail
        body, check = (data[:-tail], data[-tail:]) if tail else (data, b"")
        if not (body.startswith(start) and body.endswith(self._end)):
            raise WrongFrame(f"no start or end in {data!r}")
        if check != check_of(self._settings, body[len(start) :]):
            raise WrongFrame(f"wrong checksum in {data!r}")
        return self._filled(body[len(start) : len(body) - len(self._end)].decode(BYTES))

    def _filled(self, text: str) -> Frame:
        shows = self._shows.fullmatch(text)
        if shows is not None:
            told = shows.groupdict()
            blink = told.get("mode") == self._settings.blinking != self._settings.steady
            number, counter = told.get("number", "").strip(), told.get("counter", "").strip()
            return Frame(_whole(told.get("address")), number, counter, blink)
        dims = self._dims.fullmatch(text) if self._dims else None
        if dims is None:
            raise WrongFrame(f"wrong fields in {text!r}")
        return Frame(_whole(dims.groupdict().get("address")), level=_whole(dims.groupdict().get("level")))

    def _cut(self) -> bytes | None:
        if not self._end:
            # Without an end the bytes of one writing are one frame.
            piece, self._held = self._held, b""
            return piece or None
        end = self._held.find(self._end)
        if end < 0:
            if len(self._held) > LARGEST:
                self._held = b""
                self.broken += 1
            return None
        after = end + len(self._end) + self._tail
        if len(self._held) < after:
            return None
        piece, self._held = self._held[:after], self._held[after:]
        begun = piece.rfind(self._settings.start.encode(BYTES), 0, end)
        if begun > 0:
            self.broken += 1
        return piece[max(0, begun) :]


def _whole(text: str | None) -> int | None:
    return int(text) if text else None


def _pattern(settings: FrameSettings, form: str) -> re.Pattern[str]:
    """Return what matches the frames that `form` writes: each field as wide as it is at least written."""
    signs = {
        "address": "[0-9]",
        "level": "[0-9]",
        "mode": f"(?:{re.escape(settings.steady)}|{re.escape(settings.blinking)})",
        "number": "[A-Z0-9 -]",
        "counter": "[A-Z0-9 -]",
    }
    most = {"number": settings.number_width, "counter": settings.counter_width}
    pieces: list[str] = []
    named: set[str] = set()
    for literal, field, spec, _ in string.Formatter().parse(form):
        pieces.append(re.escape(literal))
        if field is not None:
            pieces.append(_field(field, signs[field], spec or "", most.get(field, 3), again=field in named))
            named.add(field)
    return re.compile("".join(pieces))


def _field(name: str, sign: str, spec: str, most: int, again: bool) -> str:
    if again:
        return f"(?P={name})"
    if name == "mode":
        return f"(?P<mode>{sign})"
    found = _MIN_WIDTH.search(spec)
    least = int(found[1]) if found else 0
    return f"(?P<{name}>{sign}{{{least},{max(least, most)}}})"
