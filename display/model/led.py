"""What an LED board shows: the newest call, each of several held long enough to be read, none left out."""

from __future__ import annotations

import re
from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime

from lobby.contract.calls import Call
from lobby.contract.states import CounterPhase, CounterState, QueueState
from lobby.contract.ticket import TicketState

HOLD_S = 3.0
BLINK_S = 8.0
IDLE = "----"
_REMEMBERED = 1000
_NUMBER_AT_END = re.compile(r"(\d+)\D*$")


@dataclass(frozen=True)
class LedView:
    """What is on the board; `call_id` is None when no call is.

    `counter` is the few signs for a counter, `place` its whole name. `text` is said by boards of letters in place of
    the number, where there is one.
    """

    number: str = IDLE
    counter: str = ""
    blink: bool = False
    call_id: str | None = None
    place: str = ""
    text: str = ""


@dataclass
class _Shown:
    """A call; `event` tells that it came as one, not only in a counter's retained picture."""

    call_id: str
    number: str
    counter: str
    place: str
    called_at: datetime
    event: bool
    since: float = 0.0
    stood: float | None = None


class LedModel:
    """Every call of the site; fed with calls and counters' pictures. Times are monotonic seconds, handed in."""

    def __init__(self, hold_s: float = HOLD_S, blink_s: float = BLINK_S, idle: str = "") -> None:
        self._hold_s = hold_s
        self._blink_s = blink_s
        self._idle = LedView(text=idle)
        self._now: _Shown | None = None
        self._waiting: deque[_Shown] = deque()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._pictured: OrderedDict[str, None] = OrderedDict()
        self._phases: dict[str, CounterPhase] = {}

    def call(self, call: Call) -> None:
        """Take a call from the bus; one call id is shown once, a recall has its own."""
        if call.call_id in self._seen:
            self._confirm(call.call_id)
            return
        counter = counter_sign(call.counter_name, call.counter)
        self._wait(_Shown(call.call_id, call.ticket.number, counter, call.counter_name, call.at, event=True))

    def picture(self, state: CounterState, at: float) -> None:
        """Take a counter's retained picture: what is called now, for a board that starts or comes back late."""
        self._phases[state.counter] = state.state
        ticket = state.ticket
        if ticket is None or ticket.state is not TicketState.CALLED:
            return
        if state.call_id is None or state.call_id in self._seen or state.call_id in self._pictured:
            return
        _remember(self._pictured, state.call_id)
        called_at = ticket.called_at or state.at
        counter = counter_sign(state.name, state.counter)
        self._catch_up(_Shown(state.call_id, ticket.number, counter, state.name, called_at, event=False), at)

    def field(self, state: QueueState) -> None:
        """How long a line is does not stand on this board."""

    def view(self, at: float) -> LedView:
        """Return what is on the board at `at`, going on to the next call when its turn has come."""
        if self._now is None or self._held(self._now, at):
            self._go_on(at)
        now = self._now
        if now is None or self._closed(now, at):
            return self._idle
        return LedView(now.number, now.counter, at - now.since < self._blink_s, now.call_id, now.place)

    def holding(self, at: float) -> bool:
        """Tell whether a call stands that was not held long enough yet, or waits for its turn."""
        return bool(self._waiting) or (self._now is not None and not self._held(self._now, at))

    def stood(self, call_id: str, at: float) -> None:
        """Take it that a call stands on the board since `at`: lines may take seconds to carry it there."""
        if self._now is not None and self._now.call_id == call_id and self._now.stood is None:
            self._now.stood = at

    def _held(self, now: _Shown, at: float) -> bool:
        return at - (now.since if now.stood is None else now.stood) >= self._hold_s

    def _catch_up(self, shown: _Shown, at: float) -> None:
        """Of the pictures a late board gets, only the newest call counts; after that, each has its turn."""
        now = self._now
        if self._waiting or (now is not None and now.event):
            self._wait(shown)
        elif now is None or shown.called_at > now.called_at:
            if now is not None:
                self._seen.pop(now.call_id, None)
            _remember(self._seen, shown.call_id)
            shown.since = at
            self._now = shown

    def _wait(self, shown: _Shown) -> None:
        _remember(self._seen, shown.call_id)
        self._waiting.append(shown)

    def _go_on(self, at: float) -> None:
        if self._waiting:
            self._now = self._waiting.popleft()
            self._now.since = at

    def _confirm(self, call_id: str) -> None:
        if self._now is not None and self._now.call_id == call_id:
            self._now.event = True

    def _closed(self, now: _Shown, at: float) -> bool:
        """Tell whether the day is over: every counter closed, and the last call no longer fresh."""
        all_closed = bool(self._phases) and all(phase is CounterPhase.CLOSED for phase in self._phases.values())
        return all_closed and at - now.since >= self._blink_s


def _remember(ids: OrderedDict[str, None], call_id: str) -> None:
    ids[call_id] = None
    if len(ids) > _REMEMBERED:
        ids.popitem(last=False)


def counter_sign(name: str, counter: str) -> str:
    """Return the few signs that stand for a counter: the last number of its name («Quầy số 3»: 3), else of its id."""
    for text in (name, counter):
        found = _NUMBER_AT_END.search(text)
        if found:
            return str(int(found[1]))
    return ""
