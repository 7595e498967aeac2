"""The demo's own eye on the bus: which devices are there, and how counters stand; it asks for nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable

from demo.manifest import Ports
from demo.site import SITE, WATCH
from lobby.contract.codec import decode
from lobby.contract.devices import Presence, Standing
from lobby.contract.errors import Malformed
from lobby.contract.states import CounterState, QueueState
from lobby.contract.topics import EVERY, Topics
from lobby.link.bus import Incoming
from lobby.link.paho import Access, PahoBus


class Watch:
    """Keeps the newest state of devices, counters and queues; `wait` waits for a condition on them."""

    def __init__(self, ports: Ports, password: str) -> None:
        self._topics = Topics(SITE)
        self._bus = PahoBus(Access("127.0.0.1", ports.mqtt, WATCH.id, password))
        self._news = threading.Condition()
        self.present: dict[str, Standing] = {}
        self.counters: dict[str, CounterState] = {}
        self.queues: dict[str, QueueState] = {}

    def start(self) -> None:
        self._bus.subscribe(self._topics.presence(EVERY), self._on_presence)
        self._bus.subscribe(self._topics.counter(EVERY), self._on_counter)
        self._bus.subscribe(self._topics.queue(EVERY), self._on_queue)
        self._bus.start()

    def stop(self) -> None:
        self._bus.stop()

    def wait(self, holds: Callable[[], bool], within_s: float) -> bool:
        """Wait until `holds`, at most `within_s` seconds; tells whether it does."""
        with self._news:
            return self._news.wait_for(holds, within_s)

    def online(self, device: str) -> bool:
        """Tell whether a device says it is there."""
        return self.present.get(device) is Standing.ONLINE

    def _on_presence(self, incoming: Incoming) -> None:
        self._keep(incoming, lambda: self._note_presence(incoming))

    def _note_presence(self, incoming: Incoming) -> None:
        self.present[incoming.topic.rsplit("/", 1)[1]] = decode(Presence, incoming.payload).state

    def _on_counter(self, incoming: Incoming) -> None:
        self._keep(incoming, lambda: self._note_counter(decode(CounterState, incoming.payload)))

    def _note_counter(self, state: CounterState) -> None:
        self.counters[state.counter] = state

    def _on_queue(self, incoming: Incoming) -> None:
        self._keep(incoming, lambda: self._note_queue(decode(QueueState, incoming.payload)))

    def _note_queue(self, state: QueueState) -> None:
        self.queues[state.service] = state

    def _keep(self, incoming: Incoming, note: Callable[[], None]) -> None:
        with self._news:
            try:
                note()
            except Malformed:
                return
            self._news.notify_all()
