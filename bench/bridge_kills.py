"""Bridge, broker and backend killed again and again at random moments under traffic: all arrives, once and in order."""

from __future__ import annotations

import json
import random
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench.held import compare, newest_in, written_in
from bench.lean import Lean, Lost
from bench.office import BROKER, Office
from bench.site import wait
from bench.table import Figure
from demo.site import BACKEND, BRIDGE, COUNTER_SERVICES, COUNTERS, DISPENSER, HUB, KEYPADS, SERVICES
from lobby.contract.topics import Topics

TOPICS = Topics("demo")
KILLS = 300
# Who is killed, in turn; between two kills of the broker its clients have time to come back, as they pace themselves.
VICTIMS = (
    (BRIDGE.id,),
    (BROKER,),
    (BRIDGE.id,),
    (BRIDGE.id, BACKEND.id),
    (BROKER,),
    (BRIDGE.id,),
    (BRIDGE.id, BROKER),
    (BRIDGE.id,),
)
WITHIN_S = 2.5
AWAY_S = 1.0
# So often the next kill waits until the backend has something new.
PROGRESS_EVERY = 4
PAUSE_S = 0.05
ANSWER_S = 1.0
SETTLES_WITHIN_S = 180.0


# One counter of each field, as the demo has them.
CALLING = {service: COUNTERS[COUNTER_SERVICES.index(service)] for service, _, _ in SERVICES}


@dataclass(frozen=True)
class _Asked:
    """One request of a device."""

    device: str
    verb: str
    fields: dict[str, str]
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def payload(self) -> bytes:
        return json.dumps({"v": 1, "id": self.id, **self.fields}).encode()


class Traffic:
    """People take numbers and officers call them, on and on; what is not answered is asked again, as devices do."""

    def __init__(self, office: Office) -> None:
        self.tickets: list[str] = []
        self.answers = 0
        self.breaks = 0
        keypads = {keypad.counter: keypad.id for keypad in KEYPADS}
        self._keypads = {service: keypads[counter] for service, counter in CALLING.items()}
        self._access = [office.bench.access(device) for device in (DISPENSER.id, *self._keypads.values())]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="traffic", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask nothing new; returns when all that was asked is answered."""
        self._over.set()
        self._thread.join(SETTLES_WITHIN_S)

    def _requests(self) -> Iterator[_Asked]:
        for service, keypad in self._keypads.items():
            yield _Asked(keypad, "counter/open", {"counter": CALLING[service]})
        while not self._over.is_set():
            for service, keypad in self._keypads.items():
                yield _Asked(DISPENSER.id, "ticket/issue", {"service": service})
                yield _Asked(keypad, "counter/next", {"counter": CALLING[service]})

    def _go_on(self) -> None:
        requests = self._requests()
        waits = next(requests, None)
        while waits is not None:
            try:
                with ExitStack() as stack:
                    links = {
                        access.username: stack.enter_context(Lean(access, TOPICS.reply(access.username)))
                        for access in self._access
                    }
                    while waits is not None:
                        self._ask(links[waits.device], waits)
                        waits = next(requests, None)
                        time.sleep(PAUSE_S)
            except (Lost, OSError):
                self.breaks += 1
                time.sleep(PAUSE_S)

    def _ask(self, link: Lean, asked: _Asked) -> None:
        while True:
            link.publish(TOPICS.do(asked.device, asked.verb), asked.payload)
            again_at = time.monotonic() + ANSWER_S
            while (left := again_at - time.monotonic()) > 0:
                for payload in link.read(left):
                    reply = json.loads(payload)
                    if reply["id"] == asked.id:
                        self._note(asked, reply)
                        return

    def _note(self, asked: _Asked, reply: dict[str, Any]) -> None:
        self.answers += 1
        if asked.verb == "ticket/issue" and reply["ok"]:
            self.tickets.append(reply["data"]["ticket"]["ticket"])


def measure(kills: int = KILLS) -> list[Figure]:
    """Return the figures of `kills` kills; an interrupt ends the killing, and what was until then is measured."""
    with ExitStack() as stack:
        office = Office(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "site")
        stack.callback(office.stop)
        office.start(BROKER, BACKEND.id, BRIDGE.id, HUB.id)
        traffic = Traffic(office)
        traffic.start()
        wait(lambda: office.through() > 0, "the first entries arrive")
        killed = Counter[str]()
        begun = time.monotonic()
        with suppress(KeyboardInterrupt):
            _kill_often(office, traffic, kills, killed)
        seconds = time.monotonic() - begun
        office.start(*(name for name in (BROKER, BACKEND.id, BRIDGE.id) if not office.runs(name)))
        traffic.stop()
        last = time.monotonic()
        wait(lambda: _has_all(office), "the backend has all", SETTLES_WITHIN_S)
        settled = time.monotonic() - last
        return [*_told(killed, seconds, traffic, settled), *_checked(office, traffic)]


def _kill_often(office: Office, traffic: Traffic, kills: int, killed: Counter[str]) -> None:
    for number, victims in enumerate(islice(cycle(VICTIMS), kills), 1):
        if number % PROGRESS_EVERY == 0:
            _await_progress(office)
        time.sleep(random.uniform(0, WITHIN_S))
        office.kill(*victims)
        killed.update(victims)
        time.sleep(random.choice((0.0, random.uniform(0, AWAY_S))))
        office.start(*victims)
        told = f"{number} of {kills} kills, {traffic.answers} answers, {office.through()} entries at the backend"
        print(f"\r{told}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _await_progress(office: Office) -> None:
    known = office.through()
    wait(lambda: office.through() > known, "the backend has something new", SETTLES_WITHIN_S)


def _has_all(office: Office) -> bool:
    time.sleep(0.2)
    return office.through() >= newest_in(office.bench.journal)


def _told(killed: Counter[str], seconds: float, traffic: Traffic, settled_s: float) -> list[Figure]:
    each = ", ".join(f"{name} {count}" for name, count in killed.most_common())
    breaks = f"{traffic.breaks} times the devices' links broke"
    return [
        Figure("programs killed", killed.total(), "times", None, each),
        Figure("that took", seconds, "s", None),
        Figure("requests answered meanwhile", traffic.answers, "", None, breaks),
        Figure("the last answer to all at the backend", settled_s, "s", None),
    ]


def _checked(office: Office, traffic: Traffic) -> list[Figure]:
    stored = office.stored()
    issued = Counter(body["ticket"]["ticket"] for _, body in stored if body["kind"] == "ticket.issued")
    lost = sum(ticket not in issued for ticket in traffic.tickets)
    twice = sum(count - 1 for count in issued.values())
    return [
        *compare(written_in(office.bench.journal), stored, office.told()).figures(),
        Figure("tickets in citizens' hands that the backend lacks", lost, "", 0, f"of {len(traffic.tickets)}"),
        Figure("tickets issued twice by the backend's account", twice, "", 0),
        Figure("entries set aside by the bridge", office.set_aside(), "", 0),
    ]
