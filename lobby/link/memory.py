"""The Bus's twin: a broker in memory with retained messages and wills, for tests without a network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from lobby.contract.topics import matches
from lobby.link.bus import Handler, HoldingHandler, Incoming, Will


@dataclass(frozen=True)
class Sent:
    """What was published, as the twin remembers it."""

    topic: str
    payload: bytes
    qos: int
    retained: bool
    expires_s: int | None
    correlation: bytes | None


@dataclass
class MemoryBroker:
    """Delivers at once, in the publisher's thread; `sent` is its memory, `lose` and `find` its hand."""

    sent: list[Sent] = field(default_factory=list)
    retained: dict[str, bytes] = field(default_factory=dict)
    clients: list[MemoryBus] = field(default_factory=list)

    def deliver(self, sent: Sent, response_topic: str | None = None) -> None:
        """Publish `sent` to every linked client."""
        self.sent.append(sent)
        if sent.retained and sent.payload:
            self.retained[sent.topic] = sent.payload
        elif sent.retained:
            self.retained.pop(sent.topic, None)
        for client in list(self.clients):
            client.take(Incoming(sent.topic, sent.payload, False, response_topic, sent.correlation))

    def payloads(self, topic: str) -> list[bytes]:
        """Return what was published to `topic`, oldest first."""
        return [sent.payload for sent in self.sent if sent.topic == topic]


class MemoryBus:
    """One client of a MemoryBroker; `unacknowledged` is what its holding handlers have yet to acknowledge."""

    def __init__(self, broker: MemoryBroker, will: Will | None = None) -> None:
        self._broker = broker
        self._will = will
        self._handlers: list[tuple[str, Handler]] = []
        self._holding: list[tuple[str, HoldingHandler]] = []
        self.unacknowledged: list[Incoming] = []
        self._linked_handlers: list[Callable[[bool], None]] = []
        self._drained_handlers: list[Callable[[], None]] = []
        self._linked = False

    @property
    def linked(self) -> bool:
        return self._linked

    def start(self) -> None:
        self._linked = True
        self._broker.clients.append(self)
        for pattern, handler in list(self._handlers):
            self._give_retained(pattern, handler)
        for told in self._linked_handlers:
            told(True)

    def stop(self) -> None:
        self._leave()

    def lose(self) -> None:
        """Break the link as a cut cable does: the will is published."""
        self._leave()
        if self._will is not None:
            self._broker.deliver(Sent(self._will.topic, self._will.payload, 1, True, None, None))

    def publish(
        self,
        topic: str,
        payload: bytes,
        *,
        qos: int = 1,
        retained: bool = False,
        expires_s: int | None = None,
        correlation: bytes | None = None,
    ) -> bool:
        if self._linked:
            self._broker.deliver(Sent(topic, payload, qos, retained, expires_s, correlation))
        return self._linked

    def subscribe(self, pattern: str, handler: Handler) -> None:
        self._handlers.append((pattern, handler))
        if self._linked:
            self._give_retained(pattern, handler)

    def subscribe_holding(self, pattern: str, handler: HoldingHandler) -> None:
        self._holding.append((pattern, handler))

    def when_linked(self, handler: Callable[[bool], None]) -> None:
        self._linked_handlers.append(handler)

    def when_drained(self, handler: Callable[[], None]) -> None:
        self._drained_handlers.append(handler)

    def take(self, *together: Incoming) -> None:
        """Have messages delivered to this client, as if they had arrived together."""
        for incoming in together:
            for pattern, handler in list(self._handlers):
                if matches(pattern, incoming.topic):
                    handler(incoming)
            self._hold(incoming)
        for drained in self._drained_handlers:
            drained()

    def _hold(self, incoming: Incoming) -> None:
        for pattern, handler in self._holding:
            if matches(pattern, incoming.topic):
                self.unacknowledged.append(incoming)
                handler(incoming, partial(self.unacknowledged.remove, incoming))

    def _give_retained(self, pattern: str, handler: Handler) -> None:
        for topic, payload in list(self._broker.retained.items()):
            if payload and matches(pattern, topic):
                handler(Incoming(topic, payload, True))

    def _leave(self) -> None:
        if self._linked:
            self._linked = False
            self._broker.clients.remove(self)
            for told in self._linked_handlers:
                told(False)
