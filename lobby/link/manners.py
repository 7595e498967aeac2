"""Who is asked by the bus goes first: what other threads tell waits a little while requests are being answered."""

from __future__ import annotations

import threading
import time

GIVES_WAY_S = 0.02
IMPATIENT_S = 0.1


class Manners:
    """Threads that publish `give_way` while the link's own thread is between `answering` and `answered`."""

    def __init__(self) -> None:
        self._free = threading.Event()
        self._free.set()
        self._patient_from = 0.0

    def answering(self) -> None:
        """Requests have come and wait for their answers."""
        self._free.clear()

    def answered(self) -> None:
        """All that came was answered."""
        self._free.set()

    def give_way(self) -> None:
        """Wait until the answers are out, at most GIVES_WAY_S; and after a wait in vain not again for a while."""
        if self._free.is_set() or time.monotonic() < self._patient_from:
            return
        if not self._free.wait(GIVES_WAY_S):
            self._patient_from = time.monotonic() + IMPATIENT_S
