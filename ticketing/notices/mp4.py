"""Reads the head of an MP4 file (ISO/IEC 14496-12) within bounds: length, frame, codecs; decodes nothing."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from ticketing.notices.container import Container
from ticketing.notices.film import Endless, Film, Unreadable

_INSIDE = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}


class _Box(NamedTuple):
    kind: bytes
    start: int
    end: int


@dataclass
class _Track:
    handler: bytes = b""
    codec: str = ""
    width: int = 0
    height: int = 0


@dataclass
class _Found:
    seconds: float = 0.0
    fragmented: bool = False
    frames: int = 0
    tracks: list[_Track] = field(default_factory=list)


class _Reader:
    """Walks the boxes of a file; every one it looks at counts against the container's bounds."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._container = Container(file)
        self._size = size
        self.found = _Found()

    def read(self) -> _Found:
        self._walk(0, self._size)
        return self.found

    def _walk(self, start: int, end: int, depth: int = 0) -> None:
        self._container.enter(depth)
        for box in self._boxes_in(start, end):
            if box.kind == b"trak":
                self.found.tracks.append(_Track())
            if box.kind in _INSIDE:
                self._walk(box.start, box.end, depth + 1)
            else:
                self._look(box)

    def _boxes_in(self, start: int, end: int) -> Iterator[_Box]:
        while start < end:
            self._container.count()
            box = self._box(start, end)
            yield box
            start = box.end

    def _box(self, start: int, end: int) -> _Box:
        size, kind = struct.unpack(">I4s", self._container.bytes(start, 8))
        inside = start + 8
        if size == 1:
            (size,) = struct.unpack(">Q", self._container.bytes(inside, 8))
            inside += 8
        box_end = end if size == 0 else start + size
        if box_end < inside or box_end > end:
            raise Unreadable(f"box {kind!r} ends at {box_end}, its place at {end}")
        return _Box(kind, inside, box_end)

    def _look(self, box: _Box) -> None:
        tracks = self.found.tracks
        if box.kind == b"mdat":
            self.found.frames += box.end - box.start
        elif box.kind in (b"mvex", b"moof"):
            self.found.fragmented = True
        elif box.kind == b"mvhd":
            self.found.seconds = self._length(box)
        elif box.kind == b"hdlr" and tracks:
            tracks[-1].handler = self._container.bytes(box.start + 8, 4)
        elif box.kind == b"stsd" and tracks:
            self._sample(box, tracks[-1])

    def _length(self, box: _Box) -> float:
        # Version 1 has times of 64 bits before the scale.
        version = self._container.bytes(box.start, 1)[0]
        place, form = (box.start + 20, ">IQ") if version == 1 else (box.start + 12, ">II")
        scale, duration = struct.unpack(form, self._container.bytes(place, struct.calcsize(form)))
        unknown = 2**64 - 1 if version == 1 else 2**32 - 1
        return 0.0 if not scale or duration == unknown else duration / scale

    def _sample(self, box: _Box, track: _Track) -> None:
        entry = self._box(box.start + 8, box.end)
        track.codec = entry.kind.decode("latin-1")
        if track.handler == b"vide":
            track.width, track.height = struct.unpack(">HH", self._container.bytes(entry.start + 24, 4))


def read_mp4(file: BinaryIO, size: int) -> Film:
    """Return what the first `size` bytes of `file` say of the video in them; raises Unreadable."""
    found = _Reader(file, size).read()
    pictures = next((track for track in found.tracks if track.handler == b"vide"), None)
    sound = next((track for track in found.tracks if track.handler == b"soun"), None)
    if pictures is None or not found.frames:
        raise Unreadable("no frames")
    if found.fragmented or found.seconds <= 0:
        raise Endless("no length")
    return Film(found.seconds, pictures.width, pictures.height, pictures.codec, sound.codec if sound else None)
