"""One file that an office drops again and again: taken over whole when it is finished, else the one before stands."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from errno import ENOENT
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from backend_bridge.adapters.backend import Unreachable
from backend_bridge.adapters.exported import Unreadable
from lobby.clock import Clock
from lobby.contract.base import OFFICE_ZONE

log = logging.getLogger(__name__)

LARGEST = 128 * 1024 * 1024
V = TypeVar("V")


class Held(NamedTuple, Generic[V]):
    """What a file said, and when it was written."""

    value: V
    as_of: datetime


class _Mark(NamedTuple):
    """Tells one content of a file from the next."""

    name: str
    size: int
    changed_ns: int


class Drops(Generic[V]):
    """The newest file of `folder` that matches `pattern`, read by `read` once it has not changed for `settle_s`."""

    def __init__(
        self, folder: Path, pattern: str, settle_s: float, clock: Clock, read: Callable[[bytes, str], V]
    ) -> None:
        self._folder = folder
        self._pattern = pattern
        self._settle_s = settle_s
        self._clock = clock
        self._read = read
        self._lock = threading.Lock()
        self._held: Held[V] | None = None
        self._seen: _Mark | None = None
        self._seen_at = 0.0
        self._done: _Mark | None = None

    def current(self) -> Held[V]:
        """Return what the newest finished file says; raises Unreachable where there is none."""
        # Who comes while a large file is being read is answered from the one before.
        if self._lock.acquire(blocking=self._held is None):
            try:
                self._look()
            except OSError as fault:
                raise Unreachable(f"{self._pattern}: {fault.strerror}") from fault
            finally:
                self._lock.release()
        if self._held is None:
            raise Unreachable(f"{self._pattern}: no file that can be used")
        return self._held

    def _look(self) -> None:
        found = [_mark(path) for path in self._folder.glob(self._pattern) if path.is_file()]
        if not found:
            raise FileNotFoundError(ENOENT, "no such file")
        mark = max(found, key=lambda one: (one.changed_ns, one.name))
        path = self._folder / mark.name
        if mark != self._done and self._is_finished(mark):
            self._take_over(path, mark)

    def _is_finished(self, mark: _Mark) -> bool:
        if mark != self._seen:
            self._seen, self._seen_at = mark, self._clock.monotonic()
        still_s = self._clock.monotonic() - self._seen_at
        return still_s >= self._settle_s or self._clock.now().timestamp() - mark.changed_ns / 1e9 >= self._settle_s

    def _take_over(self, path: Path, mark: _Mark) -> None:
        body = path.read_bytes() if mark.size <= LARGEST else b""
        if _mark(path) != mark:
            return  # written on while it was read: it is looked at again
        self._done = mark
        try:
            if mark.size > LARGEST:
                raise Unreadable(f"Tệp lớn hơn {LARGEST // 1024 // 1024} MB.")
            value = self._read(body, path.name)
        except Unreadable as fault:
            log.error("%s is not taken, what was read before stands: %s", path.name, fault)
            return
        self._held = Held(value, datetime.fromtimestamp(mark.changed_ns / 1e9, OFFICE_ZONE))


def _mark(path: Path) -> _Mark:
    stat = path.stat()
    return _Mark(path.name, stat.st_size, stat.st_mtime_ns)
