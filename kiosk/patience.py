"""Keeps the page before for the blink that an answer mostly takes: a page that only says «wait» would cost its time."""

from __future__ import annotations

from kiosk.screens.lookup_pages import LookupShown
from lobby.clock import Clock

BLINK_S = 0.12
"""Below what people take for a wait, and no longer than a slow screen takes to draw the page that says so."""
_WAITING = "looking"


class Patience:
    """Remembers the page shown last, as the window does, and no other."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: LookupShown | None = None
        self._since: float | None = None

    def shown(self, wanted: LookupShown) -> LookupShown:
        """Return what to show where `wanted` would be: the page before while a wait has only just begun."""
        if wanted.page != _WAITING:
            self._last, self._since = wanted, None
            return wanted
        now = self._clock.monotonic()
        self._since = now if self._since is None else self._since
        if self._last is not None and now - self._since < BLINK_S:
            return self._last
        self._last = None
        return wanted
