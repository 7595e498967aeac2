"""The same request id gets the same reply; a failing disk costs only that."""

from __future__ import annotations

import logging
import sqlite3

from backend_bridge.store.lookups import Replies
from lobby.clock import Clock
from lobby.contract.replies import Reply

log = logging.getLogger(__name__)


class Remembering:
    """Replies as lookups use them; any thread may call."""

    def __init__(self, replies: Replies, clock: Clock) -> None:
        self._replies = replies
        self._clock = clock

    def known(self, device: str, request_id: str) -> Reply | None:
        """Return the reply given to this id before."""
        try:
            return self._replies.known(device, request_id)
        except sqlite3.Error as fault:
            log.error("replies cannot be read: %s", fault)
            return None

    def remember(self, device: str, reply: Reply, durable: bool = True) -> Reply:
        """Give the same reply to the same id from now on; return it."""
        try:
            self._replies.remember(device, reply, self._clock.now(), durable)
        except sqlite3.Error as fault:
            log.error("reply not remembered: %s", fault)
        return reply
