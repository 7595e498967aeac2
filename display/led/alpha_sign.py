"""An Alpha board as it understands the bytes of its line: strict, with its memory, text and pictures."""

from __future__ import annotations

import re

from PIL import Image

from display.led import alpha
from display.led.letters import SMALLEST

_LARGEST = 16_384
_PACKET = re.compile(
    rb"\0{5,}\x01(?P<kind>.)(?P<address>[0-9A-F]{2})(?P<body>\x02(?P<command>.*)\x03)(?P<sum>.{4})", re.S
)
_SIZE = re.compile(r"[0-9A-F]{4}")
_TEXT = re.compile(rb"\x1b[ \"&0](?P<mode>[abc])(?:\x1c(?P<colour>[1-3]))?(?P<said>[\x14 -~]*)")
_COLOURS = {"0": (0, 0, 0), "1": (255, 40, 20), "2": (40, 220, 60), "3": (255, 170, 20)}


class WrongPacket(Exception):
    """Bytes that this board would not take."""


class AlphaSign:
    """A board of type `kind` at `address`; `broken` counts what it did not take."""

    def __init__(self, kind: str, address: int, columns: int, rows: int) -> None:
        self.broken = 0
        self.level = alpha.LIGHTS[0]
        self.mode = ""
        self.said = b""
        self._kind = kind.encode("ascii")
        self._address = address
        self._size = (columns, rows)
        self._texts: dict[str, int] = {}
        self._rooms: dict[str, tuple[int, int]] = {}
        self._pictures: dict[str, Image.Image] = {}
        self._colour = "1"
        self._runs = ""
        self._held = b""

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the line; a board at a one-way line answers nothing."""
        self._held += data
        while alpha.EOT in self._held:
            piece, _, self._held = self._held.partition(alpha.EOT)
            begun = piece.rfind(alpha.SYNC + alpha.SOH)
            if begun > 0:
                self.broken += 1
            try:
                self._take(piece[max(0, begun) :])
            except WrongPacket:
                self.broken += 1
        if len(self._held) > _LARGEST:
            self._held = b""
            self.broken += 1
        return b""

    def told(self) -> dict[str, object]:
        """Return what stands on the board in words."""
        letters = self.said.decode("ascii") if alpha.SHOW_PICTURE not in self.said else ""
        return {"text": letters, "blink": self.mode == alpha.FLASH, "mode": self.mode, "level": self.level}

    def picture(self) -> Image.Image:
        """Return the dots that are lit; of what runs, its beginning."""
        whole = Image.new("RGB", self._size)
        shown = self._dots() if alpha.TEXT in self._runs else None
        if shown is not None:
            left = max(0, (self._size[0] - shown.width) // 2) if self.mode != alpha.ROTATE else 0
            whole.paste(shown, (left, max(0, (self._size[1] - shown.height) // 2)))
        return whole

    def _dots(self) -> Image.Image | None:
        if self.said.startswith(alpha.SHOW_PICTURE):
            return self._pictures.get(self.said[1:2].decode("ascii"))
        if not self.said:
            return None
        line = SMALLEST.line(self.said.decode("ascii"))
        coloured = Image.new("RGB", line.size)
        coloured.paste(_COLOURS[self._colour], (0, 0), line)
        return coloured

    def _take(self, piece: bytes) -> None:
        found = _PACKET.fullmatch(piece)
        if found is None:
            raise WrongPacket(f"no packet in {piece[:40]!r}")
        if found["kind"] not in (b"Z", self._kind) or int(found["address"], 16) not in (0, self._address):
            return
        if found["sum"] != alpha.checksum(found["body"]):
            raise WrongPacket("wrong checksum")
        takers = {b"A": self._take_text, b"I": self._take_picture, b"E": self._take_special}
        command = found["command"]
        taker = takers.get(command[:1])
        if taker is None:
            raise WrongPacket(f"unknown command {command[:1]!r}")
        taker(command[1:])

    def _take_text(self, data: bytes) -> None:
        label = data[:1].decode("latin-1")
        found = _TEXT.fullmatch(data[1:])
        if label not in self._texts or found is None or len(data) > self._texts[label]:
            raise WrongPacket(f"text {data[:20]!r} has no room or is none")
        said = found["said"]
        if alpha.SHOW_PICTURE in said and said[1:2].decode("ascii") not in self._rooms:
            raise WrongPacket(f"text calls no picture: {said!r}")
        self.mode, self.said = found["mode"].decode(), said
        self._colour = (found["colour"] or b"1").decode()

    def _take_picture(self, data: bytes) -> None:
        label, size = data[:1].decode("latin-1"), data[1:5].decode("latin-1")
        if label not in self._rooms or not _SIZE.fullmatch(size):
            raise WrongPacket(f"picture {data[:5]!r} has no room")
        rows, columns = int(size[:2], 16), int(size[2:], 16)
        lines = data[5:].decode("latin-1").split("\r")
        whole = lines.pop() == "" and len(lines) == rows and all(len(line) == columns for line in lines)
        if not whole or (columns, rows) != self._rooms[label] or set("".join(lines)) - set(_COLOURS):
            raise WrongPacket(f"picture {label} is not {columns} x {rows}")
        drawn = Image.new("RGB", (columns, rows))
        drawn.putdata([_COLOURS[dot] for line in lines for dot in line])
        self._pictures[label] = drawn

    def _take_special(self, data: bytes) -> None:
        said = data.decode("latin-1")
        if said.startswith("$"):
            self._lay_out(said[1:])
        elif re.fullmatch(r"\.S[LU][ -~]+", said) and set(said[3:]) <= set(self._texts):
            self._runs = said[3:]
        elif re.fullmatch(r"/000[0-4]", said):
            self.level = alpha.LIGHTS[int(said[-1])]
        else:
            raise WrongPacket(f"unknown special function {said[:10]!r}")

    def _lay_out(self, said: str) -> None:
        """Take a new layout of the memory, which empties all of it."""
        self._texts, self._rooms, self._pictures, self.said, self._runs = {}, {}, {}, b"", ""
        for entry in (said[start : start + 11] for start in range(0, len(said), 11)):
            text = re.fullmatch(r"([ -~])A[LU]([0-9A-F]{4})FF00", entry)
            dots = re.fullmatch(r"([ -~])DL([0-9A-F]{2})([0-9A-F]{2})[124]000", entry)
            if text is not None:
                self._texts[text[1]] = int(text[2], 16)
            elif dots is not None:
                self._rooms[dots[1]] = (int(dots[3], 16), int(dots[2], 16))
            else:
                raise WrongPacket(f"unknown entry {entry!r}")
