"""Sessions of the sandbox's gateway: begun with the password, ended after a while or at will."""

from __future__ import annotations

import hmac
import secrets
import threading

from lobby.clock import Clock

LASTS_S = 600.0
MOST = 100


class Sessions:
    """Tokens that are good for LASTS_S seconds; the oldest of more than MOST ends."""

    def __init__(self, password: str, clock: Clock) -> None:
        self._password = password
        self._clock = clock
        self._lock = threading.Lock()
        self._ends: dict[str, float] = {}

    def begin(self, password: str) -> str | None:
        """Return a new session, None for another password."""
        if not hmac.compare_digest(password.encode(), self._password.encode()):
            return None
        with self._lock:
            session = secrets.token_hex(16)
            self._ends[session] = self._clock.monotonic() + LASTS_S
            while len(self._ends) > MOST:
                del self._ends[next(iter(self._ends))]
        return session

    def holds(self, session: str) -> bool:
        """Tell whether that session is good."""
        with self._lock:
            return self._ends.get(session, 0.0) > self._clock.monotonic()

    def end(self) -> None:
        """End all of them."""
        with self._lock:
            self._ends.clear()
