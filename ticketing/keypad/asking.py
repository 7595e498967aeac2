"""Asks the hub for what is pressed, one thing at a time, knowing how the counter stands."""

from __future__ import annotations

import logging
import threading
import uuid

from lobby.clock import Clock
from lobby.contract.replies import Reply
from lobby.contract.requests import CounterRequest
from lobby.contract.states import CounterPhase, CounterState
from lobby.link.device import DeviceLink
from ticketing.keypad.keys import Keys

log = logging.getLogger(__name__)

NO_ANSWER = "hub_silent"
_DETAIL = "Máy chủ xếp hàng không trả lời phím bấm của quầy."
_REMEDY = "Kiểm tra máy chủ xếp hàng đã bật và dây mạng đã cắm; rồi bấm lại."


class Presses:
    """Turns keys into requests. A key pressed while the one before is unanswered is dropped, so that an officer who
    presses on while the hub is away does not call three people when it is back."""

    def __init__(self, link: DeviceLink, keys: Keys, counter: str, clock: Clock) -> None:
        self._link = link
        self._keys = keys
        self._counter = counter
        self._clock = clock
        self._phase: CounterPhase | None = None
        self._asking = threading.Lock()

    def start(self) -> None:
        """Watch the counter; call before the link starts."""
        self._link.watch(CounterState, self._link.topics.counter(self._counter), self._on_state)

    def step(self) -> None:
        """Nothing is due: the link asks again by itself."""

    def stop(self) -> None:
        """Nothing is held."""

    def press(self, key: str) -> None:
        """Ask for what `key` means, if anything."""
        request = self._keys.press(key, self._clock.monotonic(), self._phase, str(uuid.uuid4()))
        if request is None:
            log.debug("key %s does nothing now", key)
        elif not self._asking.acquire(blocking=False):
            log.info("%s dropped: the hub has not answered the press before", request.verb)
        else:
            self._ask(request)

    def _ask(self, request: CounterRequest) -> None:
        self._link.ask(request, lambda reply: self._on_reply(request, reply))

    def _on_reply(self, request: CounterRequest, reply: Reply | None) -> None:
        self._asking.release()
        if reply is None:
            self._link.faults.stand(NO_ANSWER, _DETAIL, _REMEDY)
            return
        self._link.faults.clear(NO_ANSWER)
        if reply.ok:
            log.info("%s done", request.verb)
        elif reply.error is not None:
            log.warning("%s refused: %s (%s)", request.verb, reply.error.code, reply.error.message)

    def _on_state(self, state: CounterState) -> None:
        self._phase = state.state
