"""What an LED program tells of each call: once, and again where broker or hub were away and did not hear it."""

from __future__ import annotations

from lobby.calls.told import Told
from lobby.clock import Clock
from lobby.contract.calls import Shown, ShownAs
from lobby.contract.states import CounterState
from lobby.link.device import DeviceLink


class Telling:
    """`counter` and `forget` may be called in any thread, the others in one."""

    def __init__(self, link: DeviceLink, clock: Clock) -> None:
        self._link = link
        self._clock = clock
        self._told = Told(ShownAs.DISPLAYED)
        self._counters: dict[str, CounterState] = {}

    def tell(self, call_id: str, shown_as: ShownAs, detail: str | None = None) -> None:
        """Tell of a call once: displayed, or failed and perhaps displayed later."""
        if self._told.of(call_id) in (shown_as, ShownAs.DISPLAYED):
            return
        shown = Shown.model_validate({"call_id": call_id, "as": shown_as, "at": self._clock.now(), "detail": detail})
        self._told.tell(shown, self._send(shown), self._clock.monotonic())

    def counter(self, state: CounterState) -> None:
        """Take what the hub knows of a counter's newest call."""
        self._counters[state.counter] = state

    def forget(self, counter: str) -> None:
        """The counter is no more."""
        self._counters.pop(counter, None)

    def again(self) -> None:
        """Tell once more what did not go out, and what the hub does not know."""
        now = self._clock.monotonic()
        for shown in self._told.due(list(self._counters.values()), now):
            self._told.tell_again(shown, self._send(shown), now)

    def _send(self, shown: Shown) -> bool:
        return self._link.send(shown, self._link.topics.shown(self._link.device))
