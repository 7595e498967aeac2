"""Draws what a thermal printer would print from the bytes it is sent; anything it does not know is an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image

_LINE = 30  # dots a line feed, after ESC 2
_WHITE = 255


class UnknownCommand(Exception):
    """Bytes that are no command of the dozen our slips are made of, or one that the paper does not admit."""


@dataclass
class Paper:
    """The roll under the head: what was printed since the last cut, and what was cut off before."""

    dots: int
    slips: list[Image.Image] = field(default_factory=list)
    cuts: int = 0
    _strips: list[Image.Image] = field(default_factory=list)

    def feed(self, dots: int) -> None:
        """Move the paper on."""
        if dots:
            self._strips.append(Image.new("1", (self.dots, dots), _WHITE))

    def burn(self, strip: Image.Image) -> None:
        """Print `strip` from the left edge."""
        line = Image.new("1", (self.dots, strip.height), _WHITE)
        line.paste(strip, (0, 0))
        self._strips.append(line)

    def cut(self) -> None:
        """Cut off what was printed."""
        self.cuts += 1
        self.tear()

    def tear(self) -> None:
        """Take off what was printed, as where there is no cutter; no harm where nothing was."""
        if self._strips:
            self.slips.append(_joined(self._strips, self.dots))
            self._strips = []


def _joined(strips: list[Image.Image], dots: int) -> Image.Image:
    whole = Image.new("1", (dots, sum(strip.height for strip in strips)), _WHITE)
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return whole


# Takes the bytes from a command's first; returns how many it used, 0 where more must come.
_Command = Callable[[bytes], int]


class Interpreter:
    """Takes bytes as they come. `answer` gets the n of each `DLE EOT n`."""

    def __init__(self, dots: int, answer: Callable[[int], None] = lambda _: None) -> None:
        self.paper = Paper(dots)
        self._answer = answer
        self._pending = b""
        self._taken = 0
        self._line = _LINE
        self._commands: dict[bytes, _Command] = {
            b"\n": self._line_feed,
            b"\x1b@": self._reset,
            b"\x1b2": self._default_line,
            b"\x1b3": self._set_line,
            b"\x1bJ": self._feed_dots,
            b"\x1bd": self._feed_lines,
            b"\x1dV": self._cut,
            b"\x1dv": self._raster,
            b"\x10\x04": self._status,
        }

    @property
    def idle(self) -> bool:
        """Whether no command is half received."""
        return not self._pending

    def feed(self, data: bytes) -> None:
        """Take the next bytes; raises UnknownCommand."""
        self._pending += data
        while self._pending:
            used = self._command()(self._pending)
            if not used:
                return
            self._taken += used
            self._pending = self._pending[used:]

    def _command(self) -> _Command:
        for length in (1, 2):
            found = self._commands.get(self._pending[:length])
            if found is not None:
                return found
        if len(self._pending) == 1 and self._pending in (b"\x1b", b"\x1d", b"\x10"):
            return lambda _: 0
        raise UnknownCommand(f"byte {self._taken}: {self._pending[:8].hex(' ')}")

    def _line_feed(self, _: bytes) -> int:
        self.paper.feed(self._line)
        return 1

    def _reset(self, _: bytes) -> int:
        self._line = _LINE
        return 2

    def _default_line(self, _: bytes) -> int:
        self._line = _LINE
        return 2

    def _set_line(self, data: bytes) -> int:
        if len(data) < 3:
            return 0
        self._line = data[2]
        return 3

    def _feed_dots(self, data: bytes) -> int:
        if len(data) < 3:
            return 0
        self.paper.feed(data[2])
        return 3

    def _feed_lines(self, data: bytes) -> int:
        if len(data) < 3:
            return 0
        self.paper.feed(data[2] * self._line)
        return 3

    def _cut(self, data: bytes) -> int:
        if len(data) < 3 or (data[2] in (65, 66) and len(data) < 4):
            return 0
        if data[2] in (65, 66):
            self.paper.feed(data[3])
        elif data[2] not in (0, 1, 48, 49):
            raise UnknownCommand(f"byte {self._taken}: GS V {data[2]}")
        self.paper.cut()
        return 4 if data[2] in (65, 66) else 3

    def _raster(self, data: bytes) -> int:
        if len(data) < 8:
            return 0
        across, height = data[4] + 256 * data[5], data[6] + 256 * data[7]
        if data[2:4] not in (b"0\x00", b"00") or not 0 < across * 8 <= self.paper.dots or not height:
            raise UnknownCommand(f"byte {self._taken}: raster {data[2:8].hex(' ')} on {self.paper.dots} dots")
        end = 8 + across * height
        if len(data) < end:
            return 0
        self.paper.burn(Image.frombytes("1", (across * 8, height), data[8:end], "raw", "1;I"))
        return end

    def _status(self, data: bytes) -> int:
        if len(data) < 3:
            return 0
        if data[2] not in (1, 2, 3, 4):
            raise UnknownCommand(f"byte {self._taken}: DLE EOT {data[2]}")
        self._answer(data[2])
        return 3


def interpret(data: bytes, dots: int) -> list[Image.Image]:
    """Return the slips that `data` prints on paper of `dots` width; raises UnknownCommand, also for a torn end."""
    interpreter = Interpreter(dots)
    interpreter.feed(data)
    if not interpreter.idle:
        raise UnknownCommand("the last command is cut off")
    interpreter.paper.tear()
    return interpreter.paper.slips
