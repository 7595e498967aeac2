"""Listens to a keypad on a thread of its own, and looks for it again when it is gone."""

from __future__ import annotations

import logging
import os
import select
import threading
from collections.abc import Callable
from dataclasses import dataclass

from lobby.health import Faults
from lobby.keys.source import KeySource

log = logging.getLogger(__name__)

LOOK_AGAIN_S = 1.0


@dataclass(frozen=True)
class Missing:
    """The fault that stands while a keypad is not there: its code, what it means and what to do, both Vietnamese."""

    code: str
    detail: str
    remedy: str


class Listening:
    """Gives each key to `heard` the moment it is pressed; `heard` is called on the listening thread."""

    def __init__(
        self,
        source: KeySource,
        faults: Faults,
        heard: Callable[[str], None],
        missing: Missing,
        look_again_s: float = LOOK_AGAIN_S,
    ) -> None:
        self._source = source
        self._faults = faults
        self._heard = heard
        self._missing = missing
        self._look_again_s = look_again_s
        self._wake: tuple[int, int] | None = None
        self._gone = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=missing.code, daemon=True)

    def start(self) -> None:
        self._wake = os.pipe()
        self._thread.start()

    def step(self) -> None:
        """Nothing is due: the thread waits for keys."""

    def stop(self) -> None:
        self._ended.set()
        if self._wake is None:
            return
        os.write(self._wake[1], b".")
        self._thread.join()
        for end in self._wake:
            os.close(end)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._hold()
            except OSError as fault:
                self._gone = True
                log.warning("%s: %s", self._missing.code, fault)
                self._faults.stand(self._missing.code, self._missing.detail, self._missing.remedy)
            finally:
                self._source.close()
            self._ended.wait(self._look_again_s)

    def _hold(self) -> None:
        descriptor = self._source.open()
        self._faults.clear(self._missing.code)
        if self._gone:
            log.info("%s no more", self._missing.code)
        self._gone = False
        wake = self._wake[0] if self._wake else descriptor
        while not self._ended.is_set():
            ready, _, _ = select.select([descriptor, wake], [], [])
            if descriptor in ready:
                for key in self._source.read():
                    self._heard(key)
