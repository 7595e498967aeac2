"""Finds the calls that never came here, though the counters' pictures show that they were made."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lobby.contract.calls import Call, CallKind
from lobby.contract.states import CounterPhase, CounterState
from lobby.contract.ticket import TicketState

COMES_WITHIN_S = 2.0
"""The hub tells of a call before it draws the counter: one that has not come this long after was lost."""
UNTOLD_S = 180.0


@dataclass(frozen=True)
class Lost:
    """A call that did not come, and how many seconds ago it was made at least."""

    call: Call
    age_s: float


@dataclass(frozen=True)
class _Seen:
    state: CounterState
    since: float


class CatchingUp:
    """Any thread may ask. `since` and `now` are monotonic seconds; who is told of a lost call remembers its id.

    A loudspeaker that died with calls waiting, or was away while they were made, has them again from here.
    """

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}
        self._lock = threading.Lock()

    def counter(self, state: CounterState, now: float) -> None:
        """Learn how a counter stands."""
        with self._lock:
            known = self._seen.get(state.counter)
            same = known is not None and known.state.call_id == state.call_id
            self._seen[state.counter] = _Seen(state, known.since if known is not None and same else now)

    def forget(self, counter: str) -> None:
        """A counter left the site."""
        with self._lock:
            self._seen.pop(counter, None)

    def states(self) -> list[CounterState]:
        """Return how each counter stands."""
        with self._lock:
            return [seen.state for seen in self._seen.values()]

    def lost(self, now: float, today: datetime) -> list[Lost]:
        """Return the calls of the pictures that nobody spoke yet and that should be here, the oldest first.

        `today` is the time by this machine's clock, which may be wrong: the later of both ages counts.
        """
        with self._lock:
            ripe = [seen for seen in self._seen.values() if now - seen.since >= COMES_WITHIN_S]
        found = (lost for seen in ripe for lost in _called(seen, now, today))
        return sorted((one for one in found if one.age_s < UNTOLD_S), key=lambda one: one.call.at)


def _called(seen: _Seen, now: float, today: datetime) -> Iterator[Lost]:
    state, ticket = seen.state, seen.state.ticket
    if ticket is None or ticket.called_at is None or ticket.state is not TicketState.CALLED:
        return
    if state.call_id is None or state.presented.spoken or state.state is CounterPhase.CLOSED:
        return
    at = ticket.called_at
    call = Call(
        call_id=state.call_id,
        kind=CallKind.CALL if ticket.calls <= 1 else CallKind.RECALL,
        ticket=ticket,
        counter=state.counter,
        counter_name=state.name,
        nth=max(1, ticket.calls),
        at=at,
        languages=state.languages or ("vi",),
    )
    yield Lost(call, max(now - seen.since, (state.at - at).total_seconds(), (today - at).total_seconds()))
