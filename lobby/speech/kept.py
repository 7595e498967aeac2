"""Rendered clips kept in a folder that never outgrows its bound: what was used longest ago goes first."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from lobby.speech.sound import NotSound, Samples, peak, read_wav, to_wav

log = logging.getLogger(__name__)

_PART = ".part"


class KeptClips:
    """WAV files by name in `folder`, which is this one's alone; at no moment do they take more than `most` bytes.

    Room is made before a clip is written, and what a power cut left half written counts until it goes, so the bound
    holds after one too. Any thread may ask.
    """

    def __init__(self, folder: Path, most: int) -> None:
        self._folder = folder
        self._most = most
        self._lock = threading.Lock()

    def get(self, name: str) -> Samples | None:
        """Return the clip `name` and count it as used now; None where it is not kept whole."""
        path = self._folder / name
        try:
            if not path.is_file():
                return None
            samples = read_wav(path)
            # What a power cut left may be shorter than the file says, or zeros.
            if _told_size(path) != path.stat().st_size:
                raise NotSound("not whole")
            if peak(samples) == 0.0:
                raise NotSound("silent")
            os.utime(path)
        except (NotSound, OSError) as fault:
            log.error("clip %s not used: %s", name, fault)
            return None
        return samples

    def put(self, name: str, samples: Samples) -> None:
        """Keep a clip; one larger than the bound is not, nor anything where the disk refuses."""
        data = to_wav(samples)
        path = self._folder / name
        part = path.with_suffix(_PART)
        try:
            with self._lock:
                self._folder.mkdir(parents=True, exist_ok=True)
                if self._make_room(len(data)):
                    part.write_bytes(data)
                    part.replace(path)
        except OSError as fault:
            log.error("clip %s not kept: %s", name, fault)

    def _make_room(self, wanted: int) -> bool:
        if wanted > self._most:
            return False
        files = sorted(self._files())
        size = sum(one[1] for one in files)
        for _, own, path in files:
            if size + wanted <= self._most:
                break
            path.unlink(missing_ok=True)
            size -= own
        return True

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Give when each file was used, its size and its place; half written ones are the oldest."""
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False):
                    known = entry.stat(follow_symlinks=False)
                    used = 0.0 if entry.name.endswith(_PART) else known.st_mtime
                    yield used, known.st_size, Path(entry.path)


def _told_size(path: Path) -> int:
    """Return how large a WAV file says it is (RIFF: the size of what follows its first 8 bytes)."""
    with path.open("rb") as file:
        return int.from_bytes(file.read(8)[4:], "little") + 8
