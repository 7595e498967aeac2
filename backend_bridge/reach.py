"""Whether the backend is reached, as every caller last saw it: spares citizens a wait for a backend that is away."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from backend_bridge.adapters.backend import Failed, Hint, Rejected, Unreachable
from lobby.clock import Clock

log = logging.getLogger(__name__)

TRY_AGAIN_S = 3.0
T = TypeVar("T")


@dataclass(frozen=True)
class Away:
    """The backend gives no answers: since when, whether it answered that it does not know us, what is to be done."""

    since: datetime
    refused_us: bool
    hint: Hint | None = None


class Reach:
    """Remembers the outcome of every call; for `TRY_AGAIN_S` after a failure only one caller may try."""

    def __init__(self, clock: Clock, answered_at: datetime | None = None) -> None:
        self._clock = clock
        self._answered_at = answered_at
        self._lock = threading.Lock()
        self._away: Away | None = None
        self._next_try = 0.0

    @property
    def away(self) -> Away | None:
        """Since when the backend gives no answers, None while it does."""
        return self._away

    @property
    def answered_at(self) -> datetime | None:
        """When the backend last answered, None where it never did."""
        return self._answered_at

    def may_try(self) -> bool:
        """Tell whether asking is worth a wait now."""
        with self._lock:
            now = self._clock.monotonic()
            if self._away is None:
                return True
            if now < self._next_try:
                return False
            self._next_try = now + TRY_AGAIN_S
            return True

    def call(self, ask: Callable[[], T], also_none: bool = True) -> T:
        """Return what `ask` returns and remember that the backend answered; raises what it raises.

        Without `also_none` a None says nothing: an adapter that has no such call answers it without asking anybody.
        """
        try:
            answer = ask()
        except Unreachable as fault:
            self._lost(fault)
            raise
        except Rejected:
            self.answered()
            raise
        if also_none or answer is not None:
            self.answered()
        return answer

    def answered(self) -> None:
        """Remember that the backend is there."""
        with self._lock:
            back, self._away = self._away is not None, None
            self._answered_at = self._clock.now()
        if back:
            log.info("backend is reached again")

    def _lost(self, fault: Unreachable) -> None:
        with self._lock:
            first = self._away is None or self._away.hint != fault.hint
            since = self._away.since if self._away else self._clock.now()
            self._away = Away(since, fault.refused_us, fault.hint)
            self._next_try = self._clock.monotonic() + TRY_AGAIN_S
        if first:
            # What it says when it falls over entries may repeat them: who sent them tells it without that.
            words = "it failed over what was sent" if isinstance(fault, Failed) else fault.detail
            log.warning("backend not reached: %s", words)
