"""A counter as its keypad sees it: a hub's stand-in that answers on the bus and says how the counter stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.codec import encode
from lobby.contract.errors import Refused
from lobby.contract.replies import Nothing, Reply, accept
from lobby.contract.requests import CounterClose, CounterOpen, CounterPause, CounterRequest, CounterResume, Request
from lobby.contract.roles import Role
from lobby.contract.states import CounterPhase, CounterState
from lobby.contract.topics import Topics
from lobby.link.answering import Answerer
from lobby.link.bus import Bus
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus

_BECOMES = {
    CounterOpen: CounterPhase.OPEN,
    CounterResume: CounterPhase.OPEN,
    CounterPause: CounterPhase.PAUSED,
    CounterClose: CounterPhase.CLOSED,
}


class StandInHub:
    """Answers what a keypad asks. Its hand: `refuse`, `answers`; its memory: `asked` (device, verb, counter)."""

    def __init__(self, bus: Bus, clock: HandClock) -> None:
        self._bus = bus
        self._clock = clock
        self._topics = Topics("demo")
        self._rev = 0
        self.asked: list[tuple[str, str, str]] = []
        self.refuse: Refused | None = None
        self.answers = True
        self._answerer = Answerer(bus, self._topics, self._handle, lambda verb: self.answers)

    def start(self) -> None:
        self._bus.subscribe("lobby/1/demo/do/+/#", self._answerer.take)
        self._bus.start()

    def say(self, counter: str, phase: CounterPhase) -> None:
        self._rev += 1
        state = CounterState(rev=self._rev, at=self._clock.now(), counter=counter, name="Quầy", state=phase)
        self._bus.publish(self._topics.counter(counter), encode(state), retained=True)

    @property
    def verbs(self) -> list[str]:
        return [verb for _, verb, _ in self.asked]

    def _handle(self, device: str, request: Request) -> Reply:
        assert isinstance(request, CounterRequest)
        self.asked.append((device, request.verb, request.counter))
        if self.refuse is not None:
            raise self.refuse
        if type(request) in _BECOMES:
            self.say(request.counter, _BECOMES[type(request)])
        return accept(request.id, Nothing())


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE))


@pytest.fixture
def stand_in(clock: HandClock) -> Callable[[Bus], StandInHub]:
    return lambda bus: StandInHub(bus, clock)


@pytest.fixture
def memory() -> MemoryBroker:
    return MemoryBroker()


@pytest.fixture
def hub(memory: MemoryBroker, stand_in: Callable[[Bus], StandInHub]) -> StandInHub:
    hub = stand_in(MemoryBus(memory))
    hub.start()
    return hub


@pytest.fixture
def link(memory: MemoryBroker, clock: HandClock, tmp_path: Path) -> DeviceLink:
    return DeviceLink(MemoryBus(memory), Topics("demo"), "keypad-3", Role.KEYPAD, clock, tmp_path)
