"""Asks the hub for what is pressed, one thing at a time, knowing how the counter stands."""

from __future__ import annotations

import logging
import threading
import uuid
from collections import deque

from lobby.clock import Clock
from lobby.contract.replies import Reply
from lobby.contract.requests import CounterRequest
from lobby.contract.states import CounterPhase, CounterState
from lobby.link.device import DeviceLink
from ticketing.keypad.keys import Keys

log = logging.getLogger(__name__)

NO_ANSWER = "hub_silent"
MOST_WAITING = 8
WAITS_S = 2.0
_DETAIL = "Máy chủ xếp hàng không trả lời phím bấm của quầy."
_REMEDY = "Kiểm tra máy chủ xếp hàng đã bật và dây mạng đã cắm; rồi bấm lại."


class Presses:
    """Turns keys into requests, one after another. While one is unanswered the same key is dropped and others wait a
    moment: an officer who presses on while the hub is away must not call three people when it is back."""

    def __init__(self, link: DeviceLink, keys: Keys, counter: str, clock: Clock) -> None:
        self._link = link
        self._keys = keys
        self._counter = counter
        self._clock = clock
        self._phase: CounterPhase | None = None
        self._lock = threading.Lock()
        self._asked: str | None = None
        self._waiting: deque[tuple[str, float]] = deque(maxlen=MOST_WAITING)

    def start(self) -> None:
        """Watch the counter; call before the link starts."""
        self._link.watch(CounterState, self._link.topics.counter(self._counter), self._on_state)

    def step(self) -> None:
        """Nothing is due: the link asks again by itself."""

    def stop(self) -> None:
        """Nothing is held."""

    def press(self, key: str) -> None:
        """Ask for what `key` means, if anything."""
        with self._lock:
            if key == self._asked:
                log.info("%s dropped: the hub has not answered the press before", key)
                return
            self._waiting.append((key, self._clock.monotonic()))
            request = self._next()
        self._ask(request)

    def _next(self) -> CounterRequest | None:
        while self._asked is None and self._waiting:
            key, at = self._waiting.popleft()
            if self._clock.monotonic() - at > WAITS_S:
                log.info("%s dropped: pressed too long ago", key)
                continue
            request = self._keys.press(key, at, self._phase, str(uuid.uuid4()))
            if request is not None:
                self._asked = key
                return request
        return None

    def _ask(self, request: CounterRequest | None) -> None:
        if request is not None:
            self._link.ask(request, lambda reply: self._on_reply(request, reply))

    def _on_reply(self, request: CounterRequest, reply: Reply | None) -> None:
        self._tell(request, reply)
        with self._lock:
            self._asked = None
            following = self._next()
        self._ask(following)

    def _tell(self, request: CounterRequest, reply: Reply | None) -> None:
        if reply is None:
            self._link.faults.stand(NO_ANSWER, _DETAIL, _REMEDY)
            return
        self._link.faults.clear(NO_ANSWER)
        if reply.error is not None:
            log.warning("%s refused: %s (%s)", request.verb, reply.error.code, reply.error.message)
        else:
            log.info("%s done", request.verb)

    def _on_state(self, state: CounterState) -> None:
        self._phase = state.state
