"""Remembers each counter's newest call and request, and when a call was last spoken, for the officer's screen."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from lobby.clock import Clock
from lobby.contract.states import CounterState


@dataclass
class _Seen:
    call_id: str
    at: float


class Calls:
    """One memory for each counter; lost with the process, which costs no more than the seconds since a recall."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[str, _Seen] = {}
        self._spoken: set[str] = set()
        self._spoke_at = float("-inf")
        self._asked: dict[str, str] = {}
        self._lock = threading.Lock()

    def age(self, counter: CounterState) -> float:
        """Return the seconds since the newest call of the ticket in hand; 0 where there is none."""
        ticket, call_id = counter.ticket, counter.call_id
        if ticket is None or call_id is None:
            return 0.0
        with self._lock:
            known = self._seen.get(counter.counter)
            seen = self._of(counter.counter, call_id)
            if known is None and ticket.called_at is not None:
                # First look since the start: the call may be older than this process.
                seen.at -= max(0.0, (self._clock.now() - ticket.called_at).total_seconds())
            return max(0.0, self._clock.monotonic() - seen.at)

    def quiet(self, counters: Iterable[CounterState]) -> float:
        """Return the seconds since one of the site's newest calls was first seen to be spoken; inf for never."""
        spoken = {one.call_id for one in counters if one.call_id is not None and one.presented.spoken}
        with self._lock:
            if not spoken <= self._spoken:
                self._spoke_at = self._clock.monotonic()
            self._spoken = spoken
            return self._clock.monotonic() - self._spoke_at

    def is_again(self, counter: str, request_id: str) -> bool:
        """Tell whether `request_id` is what was asked last at the counter; it is, from now on."""
        with self._lock:
            again = self._asked.get(counter) == request_id
            self._asked[counter] = request_id
            return again

    def _of(self, counter: str, call_id: str) -> _Seen:
        seen = self._seen.get(counter)
        if seen is None or seen.call_id != call_id:
            seen = self._seen[counter] = _Seen(call_id, self._clock.monotonic())
        return seen
