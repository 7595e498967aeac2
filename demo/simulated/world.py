"""The people's world where the site is a real one: they ask over MQTT as its devices do, at the fast clock's time."""

from __future__ import annotations

import heapq
import queue
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import count
from typing import Any

from crowd.world import Act, Answer, Then, Who
from demo.manifest import Ports
from demo.simulated.setting import DESK
from demo.site import DISPENSER, KEYPADS, KIOSK, PADS, SITE
from lobby.clock import Clock
from lobby.contract.replies import Reply
from lobby.contract.requests import VERBS
from lobby.contract.topics import Topics
from lobby.link.asking import Asker
from lobby.link.paho import Access, PahoBus

ANSWERED_WITHIN_S = 60.0
NO_ANSWER = "no_answer"

_SINGLE = {"dispenser": DISPENSER.id, "kiosk": KIOSK.id, "desk": DESK.id}
_AT_COUNTERS = {("keypad", one.counter): one.id for one in KEYPADS} | {("pad", one.counter): one.id for one in PADS}


class LiveWorld:
    """A World over a running site; `step` does what is due, from one thread."""

    def __init__(self, clock: Clock, midnight: datetime, ports: Ports, password: Callable[[str], str]) -> None:
        self._clock = clock
        self._midnight = midnight
        self._ports = ports
        self._password = password
        self._due: list[tuple[float, int, Act]] = []
        self._order = count()
        self._answers: queue.SimpleQueue[tuple[Then, Answer]] = queue.SimpleQueue()
        self._buses: dict[str, PahoBus] = {}
        self._askers: dict[str, Asker] = {}
        self._open = 0

    @property
    def now(self) -> float:
        return (self._clock.now() - self._midnight).total_seconds()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is due any more and every request was answered."""
        return not self._due and not self._open

    def start(self) -> None:
        """Link every device that asks."""
        for device in (*_SINGLE.values(), *_AT_COUNTERS.values()):
            bus = PahoBus(Access("127.0.0.1", self._ports.mqtt, device, self._password(device)))
            self._buses[device], self._askers[device] = bus, Asker(bus, Topics(SITE), device, self._clock)
            self._askers[device].start()
            bus.start()

    def linked(self) -> bool:
        """Tell whether every device is linked."""
        return all(bus.linked for bus in self._buses.values())

    def stop(self) -> None:
        for bus in self._buses.values():
            bus.stop()

    def at(self, seconds: float, act: Act) -> None:
        heapq.heappush(self._due, (seconds, next(self._order), act))

    def ask(self, who: Who, verb: str, then: Then, **fields: Any) -> None:
        device = _SINGLE.get(who.role) or _AT_COUNTERS[who.role, who.counter]
        request = VERBS[verb].model_validate({"id": str(uuid.uuid4()), **fields})
        self._open += 1
        self._askers[device].ask(request, lambda reply: self._answers.put((then, _answer(reply))), ANSWERED_WITHIN_S)

    def step(self) -> None:
        """Take the answers that came, do what is due, ask again what is unanswered."""
        for then, answer in self._come():
            self._open -= 1
            then(answer)
        while self._due and self._due[0][0] <= self.now:
            heapq.heappop(self._due)[2]()
        for asker in self._askers.values():
            asker.step()

    def _come(self) -> Iterable[tuple[Then, Answer]]:
        while not self._answers.empty():
            yield self._answers.get()


def _answer(reply: Reply | None) -> Answer:
    if reply is None:
        return Answer(False, code=NO_ANSWER)
    if reply.error is not None:
        return Answer(False, code=reply.error.code.value)
    return Answer(reply.ok, reply.data or {})
