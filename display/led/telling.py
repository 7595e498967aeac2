"""What an LED program tells of each call: once, and again where broker or hub were away and did not hear it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from lobby.clock import Clock
from lobby.contract.calls import Shown, ShownAs
from lobby.contract.states import CounterState
from lobby.link.device import DeviceLink

HEARD_WITHIN_S = 6.0
_AGAIN_S = 1.0
_REMEMBERED = 200


@dataclass
class _Told:
    """What was told of a call: whether it went out, when, and how long until it is told again."""

    shown: Shown
    sent: bool
    at: float
    wait_s: float = HEARD_WITHIN_S


class Telling:
    """The hub counts a device's word once, however often it comes. `counter` and `forget` may be called in any thread,
    the others in one."""

    def __init__(self, link: DeviceLink, clock: Clock) -> None:
        self._link = link
        self._clock = clock
        self._told: OrderedDict[str, _Told] = OrderedDict()
        self._counters: dict[str, CounterState] = {}

    def tell(self, call_id: str, shown_as: ShownAs, detail: str | None = None) -> None:
        """Tell of a call once: displayed, or failed and perhaps displayed later."""
        known = self._told.get(call_id)
        if known is not None and known.shown.as_ in (shown_as, ShownAs.DISPLAYED):
            return
        shown = Shown.model_validate({"call_id": call_id, "as": shown_as, "at": self._clock.now(), "detail": detail})
        self._told[call_id] = _Told(shown, self._send(shown), self._clock.monotonic())
        if len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)

    def counter(self, state: CounterState) -> None:
        """Take what the hub knows of a counter's newest call."""
        self._counters[state.counter] = state

    def forget(self, counter: str) -> None:
        """The counter is no more."""
        self._counters.pop(counter, None)

    def again(self) -> None:
        """Tell once more what did not go out, and what the hub does not know; each time the wait is twice as long."""
        now = self._clock.monotonic()
        unheard = {state.call_id for state in list(self._counters.values()) if not state.presented.displayed}
        for call_id, told in self._told.items():
            if not told.sent and now - told.at >= _AGAIN_S:
                told.sent, told.at = self._send(told.shown), now
            elif call_id in unheard and told.shown.as_ is ShownAs.DISPLAYED and now - told.at >= told.wait_s:
                told.sent, told.at, told.wait_s = self._send(told.shown), now, 2 * told.wait_s

    def _send(self, shown: Shown) -> bool:
        return self._link.send(shown, self._link.topics.shown(self._link.device))
