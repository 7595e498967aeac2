"""Asks the hub or the bridge: the same request again until it is answered or its time is up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from lobby.clock import Clock
from lobby.contract.codec import decode, encode
from lobby.contract.errors import Malformed
from lobby.contract.replies import Reply
from lobby.contract.requests import Request
from lobby.contract.topics import Topics
from lobby.link.bus import Bus, Incoming

log = logging.getLogger(__name__)

ASK_AGAIN_S = 1.5
GIVE_UP_S = 8.0

Then = Callable[[Reply | None], None]


@dataclass
class _Pending:
    topic: str
    payload: bytes
    then: Then
    gives_up: float
    asks_again: float


class Asker:
    """Keeps what was asked until the answer comes; a repeated ask carries the same id, so it does nothing twice."""

    def __init__(self, bus: Bus, topics: Topics, device: str, clock: Clock) -> None:
        self._bus = bus
        self._topics = topics
        self._device = device
        self._clock = clock
        self._pending: dict[str, _Pending] = {}
        self._lock = threading.Lock()

    def start(self) -> None:
        """Listen for replies; call before the bus starts."""
        self._bus.subscribe(self._topics.reply(self._device), self._on_reply)

    def ask(self, request: Request, then: Then, give_up_s: float = GIVE_UP_S) -> None:
        """Send `request`; `then` gets the reply, or None when `give_up_s` seconds went by (on the bus's or the
        stepping thread)."""
        now = self._clock.monotonic()
        topic = self._topics.do(self._device, request.verb)
        pending = _Pending(topic, encode(request), then, now + give_up_s, now + ASK_AGAIN_S)
        with self._lock:
            self._pending[request.id] = pending
        self._bus.publish(topic, pending.payload, expires_s=int(give_up_s) + 1)

    def step(self) -> None:
        """Ask again what is unanswered and give up what is too late; call a few times a second."""
        now = self._clock.monotonic()
        with self._lock:
            late = [key for key, pending in self._pending.items() if pending.gives_up <= now]
            given_up = [self._pending.pop(key) for key in late]
            again = [pending for pending in self._pending.values() if pending.asks_again <= now]
            for pending in again:
                pending.asks_again = now + ASK_AGAIN_S
        for pending in again:
            self._bus.publish(pending.topic, pending.payload, expires_s=int(pending.gives_up - now) + 1)
        for pending in given_up:
            log.warning("no answer to %s", pending.topic)
            pending.then(None)

    def _on_reply(self, incoming: Incoming) -> None:
        try:
            reply = decode(Reply, incoming.payload)
        except Malformed as fault:
            log.error("reply not understood: %s", fault)
            return
        with self._lock:
            pending = self._pending.pop(reply.id or "", None)
        if pending is not None:
            pending.then(reply)
