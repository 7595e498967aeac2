"""Reads the head of a WebM file (EBML, RFC 8794) within bounds: length, frame, codecs; decodes nothing."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from ticketing.notices.container import Container
from ticketing.notices.film import Endless, Film, Foreign, Unreadable

LONGEST_VALUE = 64
_HEAD, _SEGMENT, _INFO, _TRACKS, _TRACK, _PICTURE = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xE0
_INSIDE = {_HEAD, _SEGMENT, _INFO, _TRACKS, _TRACK, _PICTURE}
_DOC_TYPE, _SCALE, _DURATION, _KIND, _CODEC, _WIDTH, _HEIGHT = 0x4282, 0x2AD7B1, 0x4489, 0x83, 0x86, 0xB0, 0xBA
_CLUSTER = 0x1F43B675
_VALUES = {_DOC_TYPE, _SCALE, _DURATION, _KIND, _CODEC, _WIDTH, _HEIGHT}
_VIDEO, _AUDIO = 1, 2


class _Element(NamedTuple):
    id: int
    start: int
    end: int


@dataclass
class _Found:
    values: dict[int, bytes] = field(default_factory=dict)
    tracks: list[dict[int, bytes]] = field(default_factory=list)
    frames: bool = False


class _Reader:
    """Walks the elements of a file up to its first frames; each counts against the container's bounds."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._container = Container(file)
        self._size = size
        self.found = _Found()

    def read(self) -> _Found:
        self._walk(0, self._size)
        return self.found

    def _walk(self, start: int, end: int, depth: int = 0) -> None:
        self._container.enter(depth)
        for element in self._elements_in(start, end):
            if element.id == _TRACK:
                self.found.tracks.append({})
            if element.id in _INSIDE:
                self._walk(element.start, element.end, depth + 1)
            elif element.id in _VALUES:
                self._keep(element)
            elif element.id == _CLUSTER:
                self.found.frames = True
                return

    def _elements_in(self, start: int, end: int) -> Iterator[_Element]:
        while start < end and not self.found.frames:
            self._container.count()
            id_, after, _ = self._number(start, keeps_marker=True)
            size, inside, unknown = self._number(after)
            stop = end if unknown else inside + size
            if stop > end:
                raise Unreadable(f"element {id_:x} ends at {stop}, its place at {end}")
            yield _Element(id_, inside, stop)
            start = stop

    def _number(self, start: int, keeps_marker: bool = False) -> tuple[int, int, bool]:
        """Return a number of variable length, the place after it, and whether it says "unknown"."""
        first = self._container.bytes(start, 1)[0]
        length = 9 - first.bit_length()
        if length > (4 if keeps_marker else 8):
            raise Unreadable("no number")
        value = int.from_bytes(self._container.bytes(start, length), "big")
        marker = 1 << (7 * length)
        plain = value - marker
        return value if keeps_marker else plain, start + length, plain == marker - 1

    def _keep(self, element: _Element) -> None:
        length = element.end - element.start
        if length > LONGEST_VALUE:
            raise Unreadable("value too long")
        place = self.found.tracks[-1] if self.found.tracks else self.found.values
        if element.id in (_DOC_TYPE, _SCALE, _DURATION):
            place = self.found.values
        place[element.id] = self._container.bytes(element.start, length)


def read_webm(file: BinaryIO, size: int) -> Film:
    """Return what the first `size` bytes of `file` say of the video in them; raises Unreadable."""
    found = _Reader(file, size).read()
    if _text(found.values.get(_DOC_TYPE)) != "webm":
        raise Foreign("not webm")
    pictures = next((track for track in found.tracks if _whole(track.get(_KIND)) == _VIDEO), None)
    sound = next((track for track in found.tracks if _whole(track.get(_KIND)) == _AUDIO), None)
    if pictures is None or not found.frames:
        raise Unreadable("no frames")
    scale = _whole(found.values.get(_SCALE)) or 1_000_000
    seconds = _fraction(found.values.get(_DURATION)) * scale / 1e9
    if not 0 < seconds < 1e6:
        raise Endless("no length")
    size_of = (_whole(pictures.get(_WIDTH)), _whole(pictures.get(_HEIGHT)))
    return Film(seconds, *size_of, _text(pictures.get(_CODEC)), _text(sound.get(_CODEC)) if sound else None)


def _whole(value: bytes | None) -> int:
    return int.from_bytes(value or b"", "big")


def _text(value: bytes | None) -> str:
    return (value or b"").rstrip(b"\0").decode("latin-1")


def _fraction(value: bytes | None) -> float:
    form = {4: ">f", 8: ">d"}.get(len(value or b""))
    return 0.0 if form is None or value is None else float(struct.unpack(form, value)[0])
