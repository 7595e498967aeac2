"""Follows the site's fields and counters on the bus, for whoever must know them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from lobby.contract.states import CounterState, QueueState
from lobby.contract.topics import EVERY
from lobby.link.device import DeviceLink

Put = Callable[[Callable[[], None]], None]


class Learner(Protocol):
    """Learns how fields and counters stand, and which ones the site has no more."""

    def queue_changed(self, state: QueueState) -> None: ...

    def queue_gone(self, service: str) -> None: ...

    def counter_changed(self, state: CounterState) -> None: ...

    def counter_gone(self, counter: str) -> None: ...


def watch_site(link: DeviceLink, put: Put, *learners: Learner) -> None:
    """Let each of `learners` learn what the hub tells, in calls that are given to `put` from the bus's thread."""

    def tell(call: Callable[[Learner], None]) -> None:
        for learner in learners:
            put(partial(call, learner))

    link.watch(
        QueueState,
        link.topics.queue(EVERY),
        lambda state: tell(lambda learner: learner.queue_changed(state)),
        lambda service: tell(lambda learner: learner.queue_gone(service)),
    )
    link.watch(
        CounterState,
        link.topics.counter(EVERY),
        lambda state: tell(lambda learner: learner.counter_changed(state)),
        lambda counter: tell(lambda learner: learner.counter_gone(counter)),
    )
