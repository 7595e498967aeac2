"""The protocol that programs publish and subscribe through, so that none of them names a library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Incoming:
    """A payload as it came; `response_topic` and `correlation` are MQTT 5's, where the asker gave them."""

    topic: str
    payload: bytes
    retained: bool = False
    response_topic: str | None = None
    correlation: bytes | None = None


@dataclass(frozen=True)
class Will:
    """What the broker publishes, retained, when this client is lost."""

    topic: str
    payload: bytes


Handler = Callable[[Incoming], None]
Acknowledge = Callable[[], None]
HoldingHandler = Callable[[Incoming, Acknowledge], None]


class Bus(Protocol):
    """A client of the site's broker. Handlers run on the bus's own thread, guarded: they must be quick."""

    def start(self) -> None:
        """Connect, and go on trying for ever."""

    def stop(self) -> None:
        """Say good-bye (the will is not sent) and let go of threads."""

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
        """Send `payload` and tell whether it is under way. Nothing is kept while unlinked, and what was under way
        when a link broke is gone: what must not be lost waits in its sender's outbox."""

    def subscribe(self, pattern: str, handler: Handler) -> None:
        """Let `handler` have what matches `pattern`, now and after each reconnect."""

    def subscribe_holding(self, pattern: str, handler: HoldingHandler) -> None:
        """Let `handler` have what matches `pattern`, and say itself when the broker may hear that it was taken.

        Call before `start`. What `handler` is given with each message must be called once, by any thread, also for one
        that is dropped: the broker lets only so many be unacknowledged, and then sends nothing more at all.
        """

    def when_linked(self, handler: Callable[[bool], None]) -> None:
        """Let `handler` know of each connect (True) and loss (False)."""

    def when_drained(self, handler: Callable[[], None]) -> None:
        """Let `handler` know, on the handlers' thread, whenever all that had arrived has been handed over."""

    @property
    def linked(self) -> bool:
        """Whether the broker is reached now."""
