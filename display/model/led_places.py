"""What stands on LED boards that do not show every call: one counter's plate, and how many wait for a field."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from display.model.led import BLINK_S, HOLD_S, LedModel, LedView, counter_sign
from lobby.contract.calls import Call
from lobby.contract.states import CounterPhase, CounterState, QueueState
from lobby.contract.ticket import TicketState

PAUSED, CLOSED = "Tạm nghỉ", "Đóng quầy"
_IN_HAND = (TicketState.CALLED, TicketState.SERVING)


class Showing(Protocol):
    """What one board shows: fed with all that the bus tells, asked for the view. Times are monotonic seconds."""

    def call(self, call: Call) -> None:
        """Take a call."""

    def picture(self, state: CounterState, at: float) -> None:
        """Take how a counter stands."""

    def field(self, state: QueueState) -> None:
        """Take how a field stands."""

    def stood(self, call_id: str, at: float) -> None:
        """Take it that a call stands on the board since `at`."""

    def view(self, at: float) -> LedView:
        """Return what is to stand on the board at `at`."""


class CounterPlate:
    """The board above one counter: its call, then the number in hand until that ends."""

    def __init__(self, counter: str, hold_s: float = HOLD_S, blink_s: float = BLINK_S) -> None:
        self._counter = counter
        self._calls = LedModel(hold_s, blink_s)
        self._state: CounterState | None = None

    def call(self, call: Call) -> None:
        if call.counter == self._counter:
            self._calls.call(call)

    def picture(self, state: CounterState, at: float) -> None:
        if state.counter == self._counter:
            self._state = state
            self._calls.picture(state, at)

    def field(self, state: QueueState) -> None:
        """How long a line is does not stand on this board."""

    def stood(self, call_id: str, at: float) -> None:
        self._calls.stood(call_id, at)

    def view(self, at: float) -> LedView:
        called = self._calls.view(at)
        state = self._state
        if state is None or self._calls.holding(at):
            return called
        ticket = state.ticket
        if ticket is None or ticket.state not in _IN_HAND:
            return LedView(text=_words(state))
        if ticket.number != called.number:
            return LedView(ticket.number, counter_sign(state.name, state.counter), place=state.name)
        return replace(called, blink=called.blink and ticket.state is TicketState.CALLED)


class WaitingLine:
    """The board that tells how many wait for one field."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._state: QueueState | None = None

    def call(self, call: Call) -> None:
        """Calls do not stand on this board."""

    def picture(self, state: CounterState, at: float) -> None:
        """Counters do not stand on this board."""

    def field(self, state: QueueState) -> None:
        if state.service == self._service:
            self._state = state

    def stood(self, call_id: str, at: float) -> None:
        """Calls do not stand on this board."""

    def view(self, at: float) -> LedView:
        state = self._state
        if state is None:
            return LedView()
        return LedView(str(state.waiting), text=f"{state.name}: {state.waiting} người chờ")


def _words(state: CounterState) -> str:
    if state.state is CounterPhase.PAUSED:
        return PAUSED
    return CLOSED if state.state is CounterPhase.CLOSED else state.name
