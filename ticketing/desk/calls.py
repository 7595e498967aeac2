"""Remembers why each counter's newest call was made and when it was first seen, for the officer's screen."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from lobby.clock import Clock
from lobby.contract.states import CounterState


@dataclass
class _Seen:
    call_id: str
    at: float
    why: str = ""


class Calls:
    """One memory for each counter; lost with the process, which costs no more than a sentence on a screen."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[str, _Seen] = {}
        self._lock = threading.Lock()

    def told(self, counter: str, call_id: str, why: str) -> None:
        """Keep the reason that the hub gave for a call."""
        with self._lock:
            self._of(counter, call_id).why = why

    def look(self, counter: CounterState) -> tuple[str, float]:
        """Return why the ticket in hand was called, and the seconds since its newest call."""
        ticket, call_id = counter.ticket, counter.call_id
        if ticket is None or call_id is None:
            return "", 0.0
        with self._lock:
            known = self._seen.get(counter.counter)
            seen = self._of(counter.counter, call_id)
            if known is None and ticket.called_at is not None:
                # First look since the start: the call may be older than this process.
                seen.at -= max(0.0, (self._clock.now() - ticket.called_at).total_seconds())
            return seen.why, max(0.0, self._clock.monotonic() - seen.at)

    def _of(self, counter: str, call_id: str) -> _Seen:
        seen = self._seen.get(counter)
        if seen is None or seen.call_id != call_id:
            # A recall keeps the reason of the first call unless the hub gives another.
            seen = self._seen[counter] = _Seen(call_id, self._clock.monotonic())
        return seen
