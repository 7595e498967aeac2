"""One-time codes by which the keeper lets a tablet in: short, for ten minutes, known to this process alone."""

from __future__ import annotations

import hmac
import secrets
import threading
from dataclasses import dataclass

from lobby.clock import Clock

LASTS_S = 600.0
DIGITS = 8
AT_MOST = 5


@dataclass(frozen=True)
class Code:
    """A code for one tablet at `counter`, until `ends` monotonic seconds; the keeper `by` made it."""

    digits: str
    counter: str
    by: str
    ends: float


class Codes:
    """Safe from any thread; of more than a few codes the oldest goes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._codes: list[Code] = []
        self._lock = threading.Lock()

    def make(self, counter: str, by: str) -> Code:
        """Return a new code."""
        digits = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
        made = Code(digits, counter, by, self._clock.monotonic() + LASTS_S)
        with self._lock:
            self._codes = [*self._standing(), made][-AT_MOST:]
        return made

    def take(self, typed: str) -> Code | None:
        """Return the code that was typed and let it be used no more; None where there is none."""
        digits = "".join(sign for sign in typed if sign.isascii() and sign.isdigit())
        with self._lock:
            standing = self._standing()
            # All are compared, so that the time tells nothing.
            matching = [one for one in standing if hmac.compare_digest(one.digits, digits)]
            self._codes = [one for one in standing if one not in matching]
            return matching[0] if matching else None

    def _standing(self) -> list[Code]:
        now = self._clock.monotonic()
        return [one for one in self._codes if one.ends > now]
