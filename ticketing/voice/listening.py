"""Measures the noise of the hall now and then, while nobody is called."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from lobby.clock import Clock
from lobby.health import Faults
from ticketing.voice.ears.base import Deaf, Ear
from ticketing.voice.loudness import Loudness

log = logging.getLogger(__name__)

EVERY_S = 5.0
FOR_S = 1.0
_DEAF = "Micrô đo tiếng ồn không hoạt động, loa đọc theo âm lượng đã đặt."
_DEAF_REMEDY = "Cắm lại micrô, hoặc bỏ mục [microphone] trong tệp cấu hình của loa."
_PATIENCE_S = 5.0


class Listening:
    """A part that feeds `loudness` from `ear`; what it measured while `busy` is thrown away.

    Nothing that was heard is stored, logged or sent: a level comes out of the ear, and goes into an average.
    """

    def __init__(self, ear: Ear, loudness: Loudness, busy: Callable[[], bool], faults: Faults, clock: Clock) -> None:
        self._ear = ear
        self._loudness = loudness
        self._busy = busy
        self._faults = faults
        self._clock = clock
        self._deaf = False
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="listening", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def step(self) -> None:
        """The thread does it all."""

    def stop(self) -> None:
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_S)

    def listen(self) -> None:
        """Measure once."""
        if self._busy():
            return
        try:
            level = self._ear.level(FOR_S, self._ending)
        except Deaf as fault:
            if not self._deaf:
                log.error("the microphone hears nothing: %s", fault)
            self._deaf = True
            self._loudness.forget()
            self._faults.stand("microphone", _DEAF, _DEAF_REMEDY)
            return
        self._deaf = False
        self._faults.clear("microphone")
        if level is not None and not self._busy():
            self._loudness.hear(level, self._clock.monotonic())

    def _run(self) -> None:
        while not self._ending.wait(EVERY_S):
            self.listen()
