"""Has what will be called ready before it is: every clip of who waits, and the whole sentences of who is next."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product

from lobby.contract.states import CounterState, QueueState
from lobby.speech.renderer import RenderFailed
from ticketing.voice.announcer import Announcer
from ticketing.voice.numbers_ahead import numbers_ahead
from ticketing.voice.phrases import Unspeakable
from ticketing.voice.zone import Zone

log = logging.getLogger(__name__)

SENTENCES_AT_MOST = 90
FAILURES_IN_A_ROW = 3
REST_S = 120.0
SETTLE_S = 0.4
_PATIENCE_S = 5.0


class Ahead:
    """Works in a thread of its own, between `start` and `stop`; `queue` and `counter` are told by any other.

    `missing` is called with clips that could not be made at the beginning; `now` is monotonic, in seconds.
    """

    def __init__(
        self,
        announcer: Announcer,
        zone: Zone,
        missing: Callable[[Sequence[str]], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._announcer = announcer
        self._zone = zone
        self._missing = missing
        self._queues: dict[str, QueueState] = {}
        self._names: dict[str, str] = {}
        self._now = now
        self._failures = 0
        self._rests_until = -math.inf
        self._words_ready: set[tuple[str, str]] = set()
        self._come = threading.Event()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="preparing", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        self._come.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_S)

    def queue(self, state: QueueState) -> None:
        """Learn who waits in a field."""
        if self._zone.has_field(state.service, state.counters):
            self._queues = {**self._queues, state.service: state}
            self._come.set()

    def counter(self, state: CounterState) -> None:
        """Learn a counter's name."""
        known = self._names.get(state.counter)
        if known != state.name and self._zone.has_counter(state.counter, state.services):
            self._names = {**self._names, state.counter: state.name}
            self._come.set()

    def forget_counter(self, counter: str) -> None:
        """A counter left the site."""
        self._names = {key: name for key, name in self._names.items() if key != counter}

    def forget_queue(self, service: str) -> None:
        """A field left the site."""
        self._queues = {key: state for key, state in self._queues.items() if key != service}

    def make_ready(self) -> None:
        """Have ready what may be called by what is known now; after failures in a row, rest a while first."""
        if self._now() < self._rests_until:
            return
        wanted = dict.fromkeys(self._wanted())
        # What nobody waits for any more may go from memory and disk, and is looked after again when it comes back.
        self._words_ready &= wanted.keys()
        for number, name in wanted:
            if (number, name) not in self._words_ready and self._goes_on():
                self._words(number, name)
        for number, name in islice(self._in_turn(), SENTENCES_AT_MOST):
            if self._goes_on() and not self._announcer.is_ready(number, name):
                self._sentence(number, name)

    def _wanted(self) -> Iterator[tuple[str, str]]:
        """Yield each counter's name, and each number with one of the names that may call it."""
        yield from (("0", name) for name in self._names.values())
        yield from self._in_turn(names=1)

    def _run(self) -> None:
        if missing := self._announcer.prepare(self._ending.is_set):
            self._missing(missing)
        while not self._ending.is_set():
            self._come.wait()
            # A call comes with news of its field: the first sample goes before what is only getting ready.
            self._ending.wait(SETTLE_S)
            self._come.clear()
            # A thread's boundary: what cannot be had ready is made when it is called.
            try:
                self.make_ready()
            except Exception:
                log.exception("not everything could be had ready")

    def _words(self, number: str, name: str) -> None:
        try:
            missing = self._announcer.prepare_number(number, name)
        except Unspeakable as fault:
            log.info("a number is not ready: %s", fault)
            missing = []
        self._count(not missing)
        if not missing:
            self._words_ready.add((number, name))

    def _sentence(self, number: str, name: str) -> None:
        try:
            self._announcer.prepare_sentence(number, name)
        except Unspeakable:
            return
        except RenderFailed as fault:
            log.info("a sentence is not ready: %s", fault)
            self._count(False)
        else:
            self._count(True)

    def _count(self, made: bool) -> None:
        # A renderer that fails is started anew each time, which a busy machine shall not do for a whole line.
        self._failures = 0 if made else self._failures + 1
        if self._failures >= FAILURES_IN_A_ROW:
            self._failures = 0
            self._rests_until = self._now() + REST_S
            log.warning("nothing is made ready for %.0f s: the renderer fails", REST_S)

    def _goes_on(self) -> bool:
        return not self._ending.is_set() and self._now() >= self._rests_until

    def _in_turn(self, names: int | None = None) -> Iterator[tuple[str, str]]:
        """Yield who may be called and where (at the first `names` counters), the first of every field before the
        second of any."""
        lines = [(numbers_ahead(state), self._at(state)[:names]) for state in self._queues.values()]
        deepest = max((len(numbers) for numbers, _ in lines), default=0)
        for place in range(deepest):
            for numbers, at in lines:
                yield from product(numbers[place : place + 1], at)

    def _at(self, state: QueueState) -> list[str]:
        return [self._names[one] for one in state.counters if one in self._names]
