"""The strict reading of ASCII frames, from the same settings that they are written by."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

from display.led.frames import BYTES, FrameSettings, build, check_of
from display.model.led import LedView
from lobby.settings.load import SettingsError

LARGEST = 256
_MIN_WIDTH = re.compile(r"0*(\d+)[a-zA-Z]?$")
_FILL = re.compile(r"(.)[<>^]")
_BASES = {"b": 2, "o": 8, "d": 10, "x": 16, "X": 16}
_DIGITS = {"b": "01 ", "o": "0-7 ", "d": "0-9 ", "x": "0-9a-f ", "X": "0-9A-F "}
_WHOLE = ("address", "level")
_NUMBER, _COUNTER = "A01234567891", "1234"


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
        self._shows_as, self._dims_as = _kinds_of(self._settings.form), _kinds_of(self._settings.light_form)
        self._held = b""
        self.broken = 0

    def feed(self, data: bytes) -> list[Frame]:
        """Return the frames that `data` completes."""
        self._held += data
        frames: list[Frame] = []
        while (piece := self._cut()) is not None:
            frame, before = self._first(piece)
            frames += [frame] if frame is not None else []
            self.broken += 1 if before or frame is None else 0
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
            return Frame(_told("address", told, self._shows_as), number, counter, blink)
        dims = self._dims.fullmatch(text) if self._dims else None
        if dims is None:
            raise WrongFrame(f"wrong fields in {text!r}")
        told = dims.groupdict()
        address, level = (_told(field, told, self._dims_as) for field in ("address", "level"))
        return Frame(address, level=level)

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
        return piece

    def _first(self, piece: bytes) -> tuple[Frame | None, int]:
        """Return the frame that `piece` ends with, and how many bytes came before it.

        Each start is tried: the sign may stand in what other boards were sent, or in what this one shows. A board whose
        frames have no start knows them by their end.
        """
        start = self._settings.start.encode(BYTES)
        begun = piece.find(start)
        while begun >= 0:
            try:
                return self.parse(piece[begun:]), begun
            except WrongFrame:
                begun = piece.find(start, begun + 1)
        return None, 0


def check_reading(settings: FrameSettings, address: int, place: str) -> None:
    """Raise SettingsError where what `settings` write cannot be read back; `place` is where they stand.

    A number that is cut, or left out, would send a citizen to the wrong counter without anybody's knowing.
    """
    view = LedView(_NUMBER[-settings.number_width :], _COUNTER[: settings.counter_width])
    try:
        frame = FrameReader(settings).parse(build(settings, address, view))
        told = "{counter" not in settings.form or view.counter in frame.counter
        whole = view.number in frame.number and told and frame.address in (address, None)
    except WrongFrame:
        whole = False
    if not whole:
        raise SettingsError(f"«{place}.form»: khung này không mang đủ số thứ tự và số quầy, bảng sẽ hiện sai số.")


def _told(field: str, told: dict[str, str], kinds: dict[str, str]) -> int | None:
    """Return the number that a field tells, None where the form has no such field."""
    if field not in told:
        return None
    try:
        return ord(told[field]) if kinds[field] == "c" else int(told[field], _BASES[kinds[field]])
    except (KeyError, ValueError) as fault:
        raise WrongFrame(f"no number in {told[field]!r}") from fault


def _kinds_of(form: str) -> dict[str, str]:
    """Return how each number of `form` is written: d, x, X, o, b, or c for one byte."""
    return {field: _kind(spec or "") for _, field, spec, _ in string.Formatter().parse(form) if field}


def _kind(spec: str) -> str:
    return spec[-1] if spec[-1:].isalpha() else "d"


def _pattern(settings: FrameSettings, form: str) -> re.Pattern[str]:
    """Return what matches the frames that `form` writes: each field as wide as it is at least written."""
    most = {"number": settings.number_width, "counter": settings.counter_width}
    pieces: list[str] = []
    named: set[str] = set()
    for literal, field, spec, _ in string.Formatter().parse(form):
        pieces.append(re.escape(literal))
        if field is not None:
            pieces.append(_field(settings, field, spec or "", most.get(field, 3), again=field in named))
            named.add(field)
    return re.compile("".join(pieces), re.S)


def _field(settings: FrameSettings, name: str, spec: str, most: int, again: bool) -> str:
    if again:
        return f"(?P={name})"
    if name == "mode":
        mode = f"(?P<mode>{re.escape(settings.steady)}|{re.escape(settings.blinking)})"
        return f" *{mode} *" if spec else mode
    if name in _WHOLE and _kind(spec) == "c":
        return f"(?P<{name}>.)"
    found, fill = _MIN_WIDTH.search(spec), _FILL.match(spec)
    least = int(found[1]) if found else 0
    signs = _DIGITS.get(_kind(spec), "") if name in _WHOLE else "A-Z0-9 "
    return f"(?P<{name}>[{signs}{re.escape(fill[1]) if fill else ''}-]{{{least},{max(least, most)}}})"
