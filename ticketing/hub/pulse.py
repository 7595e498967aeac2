"""Tells the lobby every few seconds that the hub serves, so that one that hangs is known by its silence."""

from __future__ import annotations

from collections.abc import Callable

from lobby.clock import Clock
from lobby.contract.devices import Beat
from lobby.link.device import DeviceLink

EVERY_S = 3.0
# A commit takes milliseconds, on a tired card a second: one that lasts longer serves nobody meanwhile.
HELD_UP_S = 1.5


class Pulse:
    """Beats in the thread that tells the lobby, over the one that answers it; `held_s` tells for how many seconds the
    writing under way has kept all others waiting."""

    def __init__(self, link: DeviceLink, clock: Clock, held_s: Callable[[], float]) -> None:
        self._link = link
        self._clock = clock
        self._held_s = held_s
        self._due = 0.0

    def again(self) -> None:
        """Beat as soon as may be: the link is back."""
        self._due = 0.0

    def beat(self) -> None:
        """Beat when it is due; while nobody is served, as soon as somebody is again."""
        now = self._clock.monotonic()
        if now < self._due or self._held_s() >= HELD_UP_S:
            return
        if self._link.send(Beat(at=self._clock.now()), self._link.topics.beat()):
            self._due = now + EVERY_S
