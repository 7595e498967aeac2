"""Tells officers' pages over the broker that the lobby moved on: the number of the newest entry, and nothing else."""

from __future__ import annotations

import logging
import threading

from lobby.clock import Clock
from lobby.contract.states import DeviceConfig
from lobby.link.device import DeviceLink
from ticketing.desk.viewing import DeskSettings
from ticketing.hub.door import HubDoor

log = logging.getLogger(__name__)

_SLICE_S = 0.5
# A rush of numbers wakes a page four times a second at most; the first of them at once.
SPACING_S = 0.25


class News:
    """Keeps `config/{viewer}` retained at the hub's newest `rev`; a page that is behind it fetches what it may see."""

    def __init__(self, settings: DeskSettings, link: DeviceLink, door: HubDoor, clock: Clock) -> None:
        self._viewer = settings.viewer
        self._link = link
        self._door = door
        self._clock = clock
        self._told = -1
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch the hub; nothing is told where no viewer is named."""
        if self._viewer is None:
            return
        self._ending.clear()
        self._link.bus.when_linked(self._on_linked)
        self._thread = threading.Thread(target=self._watch, name="news", daemon=True)
        self._thread.start()

    def step(self) -> None:
        """Nothing is due: the thread waits for the hub."""

    def stop(self) -> None:
        self._ending.set()
        if self._thread is not None:
            self._thread.join(timeout=2)
        self._thread = None

    def tell(self) -> None:
        """Publish the newest `rev` where it was not told yet."""
        rev = max((counter.rev for counter in self._door.counters()), default=0)
        if self._viewer is None or rev == self._told or not self._link.bus.linked:
            return
        config = DeviceConfig(rev=rev, at=self._clock.now(), device=self._viewer)
        if self._link.send(config, self._link.topics.config(self._viewer)):
            self._told = rev

    def _watch(self) -> None:
        version = -1
        while not self._ending.is_set():
            newest = self._door.changed(version, _SLICE_S)
            try:
                self.tell()
            except Exception:
                # Boundary of the thread: a page that hears nothing still asks every few seconds.
                log.exception("news could not be told")
            if newest != version:
                version = newest
                self._ending.wait(SPACING_S)

    def _on_linked(self, linked: bool) -> None:
        if linked:
            self._told = -1
