"""Between the camera's thread and the screen's: the one small picture of what the camera sees, and what is said of it.

Nothing here is kept: a newer picture takes the older one's place, and when nobody looks there is none.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from kiosk.presenters.camera import Camera, Hint
from lobby.clock import Clock

LOOKED_S = 1.0
"""Seconds after the screen's last look in which pictures are made for it."""

FOUND_S = 1.5
"""Seconds for which the picture stands in which a code was found."""

Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Glimpse:
    """A small picture: rows of RGB bytes from the top; `outline` the code's corners as shares of width and height."""

    number: int
    pixels: bytes
    width: int
    height: int
    outline: Corners = ()


class Viewfinder:
    """Safe from any thread; times are the clock's monotonic seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._glimpse: Glimpse | None = None
        self._number = 0
        self._looked_at = float("-inf")
        self._found_at = float("-inf")
        self._hint: Hint | None = None
        self._paper_at: float | None = None
        self._on = False

    def look(self) -> Glimpse | None:
        """Return the newest picture, for the screen; None where there is none. Asks for more of them."""
        now = self._clock.monotonic()
        with self._lock:
            self._drop_old(now)
            self._looked_at = now
            return self._glimpse

    def told(self) -> Camera:
        """Return what the pages say of the camera."""
        now = self._clock.monotonic()
        with self._lock:
            self._drop_old(now)
            found = now - self._found_at < FOUND_S
            return Camera(self._on, None if found else self._hint, self._paper_at, found)

    def wanted(self) -> bool:
        """Tell whether a picture is to be made now: a screen looks, and no found code stands there."""
        now = self._clock.monotonic()
        with self._lock:
            return now - self._looked_at < LOOKED_S and now - self._found_at >= FOUND_S

    def show(self, pixels: bytes, width: int, height: int, outline: Corners = ()) -> None:
        """Put a picture in the older one's place; with an `outline` it stands for a moment."""
        with self._lock:
            self._number += 1
            self._glimpse = Glimpse(self._number, pixels, width, height, outline)
            if outline:
                self._found_at = self._clock.monotonic()

    def judge(self, hint: Hint | None, paper: bool) -> None:
        """Take what is wrong with what the camera sees, and whether something like paper is there."""
        with self._lock:
            self._on, self._hint = True, hint
            if paper:
                self._paper_at = self._clock.monotonic()

    def forget(self) -> None:
        """Let go of the picture: nobody looks any more."""
        with self._lock:
            self._glimpse = None
            self._looked_at = float("-inf")

    def nothing(self, *, lost: bool) -> None:
        """Nothing is before the camera, or it is `lost`."""
        with self._lock:
            self._on, self._hint = not lost, None
            if self._clock.monotonic() - self._found_at >= FOUND_S:
                self._glimpse = None

    def _drop_old(self, now: float) -> None:
        stands = now - self._found_at < FOUND_S
        if not stands and (now - self._looked_at >= LOOKED_S or (self._glimpse is not None and self._glimpse.outline)):
            self._glimpse = None
