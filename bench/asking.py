"""Many devices of a site that ask at once: each asks, waits for the reply, and asks again, in a process or several."""

from __future__ import annotations

import json
import multiprocessing
import select
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from bench.lean import Lean
from lobby.contract.topics import Topics
from lobby.link.paho import Access

TOPICS = Topics("demo")
AGAIN_S = 1.0
LOOK_MS = 20
GIVE_UP_S = 30.0


@dataclass(frozen=True)
class Errand:
    """What a device asks again and again: a verb with the arguments of each turn, all round."""

    access: Access
    verb: str
    turns: Sequence[dict[str, Any]]

    @property
    def device(self) -> str:
        return self.access.username


@dataclass(frozen=True)
class Answer:
    """A reply and how long it took from the first asking; `tries` is how often it was asked for."""

    device: str
    verb: str
    reply: dict[str, Any]
    took_ms: float
    tries: int

    @property
    def ticket(self) -> str | None:
        """The ticket's id, where the request was granted."""
        return self.reply["data"]["ticket"]["ticket"] if self.reply["ok"] else None

    @property
    def number(self) -> str | None:
        """The ticket's number, where the request was granted."""
        return self.reply["data"]["ticket"]["number"] if self.reply["ok"] else None

    @property
    def code(self) -> str | None:
        """Why it was refused."""
        return None if self.reply["ok"] else self.reply["error"]["code"]


@dataclass
class Told:
    """What the devices of one process were answered, in how long, and the processor time that they took."""

    answers: list[Answer] = field(default_factory=list)
    seconds: float = 0.0
    cpu_s: float = 0.0


class _Asking:
    """One device: its connection and the request that is under way."""

    def __init__(self, errand: Errand, lean: Lean, first_turn: int, again_s: float) -> None:
        self.lean = lean
        self.waits = False
        self._errand = errand
        self._turn = first_turn
        self._again_s = again_s
        self._id = ""
        self._payload = b""
        self._asked_at = self._again_at = 0.0
        self._tries = 0

    def ask(self) -> None:
        fields = self._errand.turns[self._turn % len(self._errand.turns)]
        self._turn += 1
        self._id, self._tries, self.waits = str(uuid.uuid4()), 0, True
        self._payload = json.dumps({"v": 1, "id": self._id, **fields}).encode()
        self._asked_at = time.perf_counter()
        self._send()

    def look_again(self) -> None:
        if self.waits and time.perf_counter() >= self._again_at:
            self._send()

    def take(self) -> Iterator[Answer]:
        for payload in self.lean.read():
            reply = json.loads(payload)
            if self.waits and reply["id"] == self._id:
                self.waits = False
                took_ms = (time.perf_counter() - self._asked_at) * 1000
                yield Answer(self._errand.device, self._errand.verb, reply, took_ms, self._tries)

    def _send(self) -> None:
        self._tries += 1
        self._again_at = time.perf_counter() + self._again_s
        self.lean.publish(TOPICS.do(self._errand.device, self._errand.verb), self._payload)


def ask_at_once(errands: Sequence[Errand], goes_on: Callable[[Answer, float], bool], again_s: float = AGAIN_S) -> Told:
    """Let every device ask until `goes_on` says no to its last answer (given the seconds since the start).

    Whoever has no answer after `again_s` asks once more with the same id.
    """
    told = Told()
    with ExitStack() as stack:
        asking = [
            _Asking(errand, stack.enter_context(Lean(errand.access, TOPICS.reply(errand.device))), place, again_s)
            for place, errand in enumerate(errands)
        ]
        begun, cpu = time.perf_counter(), time.process_time()
        for one in asking:
            one.ask()
        for device, answer in _answers(asking):
            told.answers.append(answer)
            if goes_on(answer, time.perf_counter() - begun):
                device.ask()
        told.seconds, told.cpu_s = time.perf_counter() - begun, time.process_time() - cpu
    return told


def _answers(asking: Sequence[_Asking]) -> Iterator[tuple[_Asking, Answer]]:
    """Return each answer as it comes, until no device waits for one."""
    poll = select.poll()
    known = {one.lean.fileno(): one for one in asking}
    for descriptor in known:
        poll.register(descriptor, select.POLLIN)
    look_at, answered_at = time.perf_counter(), time.perf_counter()
    while any(one.waits for one in asking):
        for descriptor, _ in poll.poll(LOOK_MS):
            for answer in known[descriptor].take():
                answered_at = time.perf_counter()
                yield known[descriptor], answer
        if time.perf_counter() > answered_at + GIVE_UP_S:
            sys.exit(f"nobody answered for {GIVE_UP_S:.0f} s")
        if time.perf_counter() >= look_at:
            look_at = time.perf_counter() + LOOK_MS / 1000
            for one in asking:
                one.look_again()


def ask_in_processes(errands: Sequence[Errand], processes: int, seconds: float) -> list[Told]:
    """Let the devices ask for `seconds`, shared out among processes; returns what each was told."""
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        # So that all begin together, each process is there before any is given its devices.
        list(pool.map(time.sleep, [0.5] * processes))
        shares = [errands[share::processes] for share in range(processes)]
        return list(pool.map(_ask_for, shares, [seconds] * processes))


def _ask_for(errands: Sequence[Errand], seconds: float) -> Told:
    return ask_at_once(errands, lambda _answer, since_s: since_s < seconds)
