"""Questions to the backend that are under way: one for all who ask the same, those who have nothing first."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import NamedTuple

from backend_bridge.adapters.backend import Looked

COLLECT_S = 3.0
"""Seconds for which an answer that somebody was told is coming is held, in memory alone, to be collected."""
SLOW_FOR_S = 30.0
"""Seconds after which a backend that was slow is given its time again."""
LEAVES_WITHIN_S = 5.0

Key = tuple[str, str]
"""A dossier's code, and the check code that is to open it, empty for none."""
Asked = Future[Looked | None]


class _Waiting(NamedTuple):
    rank: int
    number: int
    key: Key
    call: Callable[[], Looked | None]
    asked: Asked


class Questions:
    """A pool of `threads` that ask; at most `most` questions are under way. Any thread may call."""

    def __init__(self, threads: int, most: int, patience_s: float, monotonic: Callable[[], float]) -> None:
        self._most = most
        self._patience_s = patience_s
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._queue: queue.PriorityQueue[_Waiting] = queue.PriorityQueue()
        self._under_way: dict[Key, tuple[Asked, float]] = {}
        self._promised: set[Key] = set()
        self._to_collect: dict[Key, tuple[Asked, float]] = {}
        self._slow_until = float("-inf")
        self._threads = [threading.Thread(target=self._work, name=f"asker-{n}", daemon=True) for n in range(threads)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def step(self) -> None:
        """Forget answers that nobody collected."""
        with self._lock:
            now = self._monotonic()
            self._to_collect = {key: kept for key, kept in self._to_collect.items() if kept[1] > now}

    def stop(self) -> None:
        """End the threads before they take up what still waits."""
        for _ in self._threads:
            self._queue.put(_Waiting(-1, next(self._numbers), ("", ""), lambda: None, Future()))
        for thread in self._threads:
            thread.join(LEAVES_WITHIN_S)

    def joined(self, key: Key) -> Asked | None:
        """Return the question that is under way, or its answer where it waits to be collected; None for neither."""
        with self._lock:
            now = self._monotonic()
            under_way, answered = self._under_way.get(key), self._to_collect.get(key)
            if under_way is not None:
                return under_way[0]
            return answered[0] if answered is not None and answered[1] > now else None

    def ask(self, key: Key, call: Callable[[], Looked | None], urgent: bool) -> Asked | None:
        """Have `call` asked soon, before all that is not `urgent`; None where too much is under way."""
        with self._lock:
            if len(self._under_way) >= self._most:
                return None
            asked: Asked = Future()
            self._under_way[key] = asked, self._monotonic()
            self._queue.put(_Waiting(0 if urgent else 1, next(self._numbers), key, call, asked))
            return asked

    def in_short(self, asked: Asked) -> bool:
        """Wait for an answer as long as a citizen notices no wait, not at all while the backend is slow; tells whether
        it is there."""
        if not asked.done() and not self._is_slow():
            wait([asked], self._patience_s)
        return asked.done()

    def promise(self, key: Key, asked: Asked) -> None:
        """Hold the answer, once it is there, for whoever was told that it is coming."""
        with self._lock:
            if key in self._under_way:
                self._promised.add(key)
            else:
                self._to_collect[key] = asked, self._monotonic() + COLLECT_S

    def _is_slow(self) -> bool:
        with self._lock:
            now = self._monotonic()
            since = min((since for _, since in self._under_way.values()), default=now)
            return now < self._slow_until or now - since > self._patience_s

    def _work(self) -> None:
        while True:
            waiting = self._queue.get()
            if not waiting.key[0]:
                return
            self._put(waiting)

    def _put(self, waiting: _Waiting) -> None:
        begun = self._monotonic()
        try:
            looked = waiting.call()
        except Exception as fault:  # noqa: BLE001 - the boundary of the thread: who waits is told whatever befell
            self._answered(waiting, begun)
            waiting.asked.set_exception(fault)
        else:
            self._answered(waiting, begun)
            waiting.asked.set_result(looked)

    def _answered(self, waiting: _Waiting, begun: float) -> None:
        with self._lock:
            now = self._monotonic()
            self._slow_until = now + SLOW_FOR_S if now - begun > self._patience_s else float("-inf")
            del self._under_way[waiting.key]
            if waiting.key in self._promised:
                self._promised.discard(waiting.key)
                self._to_collect[waiting.key] = waiting.asked, now + COLLECT_S
