"""Files that arrive in pieces, so that no request to the hub's web server need ever be large."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from pathlib import Path

from lobby.clock import Clock
from ticketing.notices import words
from ticketing.notices.limits import Limits, megabytes
from ticketing.notices.shelf import Shelf
from ticketing.notices.words import NoticeError

PIECE = 56 * 1024
AT_ONCE = 3
IDLE_S = 180.0  # a page that sends on tries for two minutes over a piece


@dataclass
class _Arrival:
    path: Path
    owner: str
    size: int
    touched: float
    got: int = 0


class Arriving:
    """A few unfinished files below `folder`; one that nobody adds to for IDLE_S seconds is forgotten."""

    def __init__(self, folder: Path, shelf: Shelf, clock: Clock) -> None:
        self._folder = folder
        self._shelf = shelf
        self._clock = clock
        self._under_way: dict[str, _Arrival] = {}
        self._lock = threading.Lock()

    def start(self) -> None:
        """Make the folder and throw away what an earlier run left there; raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in self._folder.iterdir():
            path.unlink(missing_ok=True)

    def begin(self, owner: str, size: int, limits: Limits) -> str:
        """Return the token under which `owner` may send `size` bytes; raises NoticeError, OSError."""
        with self._lock:
            self._forget_idle()
            if size <= 0:
                raise NoticeError(words.UPLOAD_EMPTY)
            if size > max(limits.video, limits.picture):
                raise NoticeError(words.UPLOAD_LARGE.format(size=megabytes(size), most=megabytes(limits.video)))
            if len(self._under_way) >= AT_ONCE:
                raise NoticeError(words.UPLOAD_BUSY)
            self._shelf.check_room(sum(one.size for one in self._under_way.values()) + size, limits)
            token = secrets.token_hex(16)
            path = self._folder / token
            path.touch(mode=0o600)
            self._under_way[token] = _Arrival(path, owner, size, self._clock.monotonic())
            return token

    def add(self, owner: str, token: str, offset: int, piece: bytes) -> int:
        """Keep the piece that begins at `offset` and return how many bytes are there now.

        A piece that came before is not kept twice, one beyond a gap not at all: the answer says where to go on.
        Raises NoticeError, OSError.
        """
        with self._lock:
            arrival = self._of(owner, token)
            arrival.touched = self._clock.monotonic()
            if offset == arrival.got and 0 < len(piece) <= min(PIECE, arrival.size - arrival.got):
                with arrival.path.open("r+b") as file:
                    # Where an earlier piece was written half, as on a full disk, it is written again.
                    file.seek(offset)
                    file.write(piece)
                    file.truncate()
                arrival.got += len(piece)
            return arrival.got

    def finish(self, owner: str, token: str) -> Path:
        """Return the whole file, which is the caller's now to move or to throw away; raises NoticeError."""
        with self._lock:
            arrival = self._of(owner, token)
            if arrival.got != arrival.size:
                raise NoticeError(words.UPLOAD_SHORT)
            del self._under_way[token]
            return arrival.path

    def _of(self, owner: str, token: str) -> _Arrival:
        self._forget_idle()
        arrival = self._under_way.get(token)
        if arrival is None or arrival.owner != owner:
            raise NoticeError(words.UPLOAD_GONE)
        return arrival

    def _forget_idle(self) -> None:
        oldest = self._clock.monotonic() - IDLE_S
        for token, arrival in list(self._under_way.items()):
            if arrival.touched < oldest:
                arrival.path.unlink(missing_ok=True)
                del self._under_way[token]
