"""Pictures and videos on the hub's disk, each named by the hash of what it holds."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from ticketing.notices import words
from ticketing.notices.limits import Limits, megabytes
from ticketing.notices.words import NoticeError

TYPES = {".jpg": "image/jpeg", ".mp4": "video/mp4", ".webm": "video/webm"}
NAME = re.compile(r"[0-9a-f]{64}\.(?:jpg|mp4|webm)")
FREE_AT_LEAST = 300_000_000
_CHUNK = 1 << 20


class Shelf:
    """One folder; what lies on it never changes, so it may be cached for ever."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def start(self) -> None:
        """Make the folder; raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def used(self) -> int:
        """Bytes of all that lies on the shelf; raises OSError."""
        return sum(path.stat().st_size for path in self._files())

    def check_room(self, more: int, limits: Limits) -> None:
        """Raise NoticeError where `more` bytes would not fit the shelf or the disk; raises OSError."""
        used = self.used
        if used + more > limits.disk:
            raise NoticeError(words.DISK_FULL.format(used=megabytes(used), most=megabytes(limits.disk)))
        if shutil.disk_usage(self._folder).free - more < FREE_AT_LEAST:
            raise NoticeError(words.DISK_LOW)

    def put(self, path: Path, suffix: str) -> str:
        """Move the file `path`, of the same disk, onto the shelf and return its name; durable. Raises OSError."""
        name = _hash_of(path) + suffix
        path.replace(self._folder / name)
        _sync(self._folder)
        return name

    def find(self, name: str) -> Path | None:
        """Return the file called `name`, None where there is none."""
        path = self._folder / name
        return path if NAME.fullmatch(name) and path.is_file() else None

    def keep_only(self, names: Iterable[str]) -> None:
        """Throw away all but `names`; raises OSError."""
        kept = set(names)
        for path in self._files():
            if path.name not in kept:
                path.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return [path for path in self._folder.iterdir() if NAME.fullmatch(path.name)]


def _hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
        os.fsync(file.fileno())
    return digest.hexdigest()


def _sync(folder: Path) -> None:
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
