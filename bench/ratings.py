"""Ratings replayed, duplicated, reordered and delayed by days, with the hub killed between: each ticket at most one."""

from __future__ import annotations

import heapq
import json
import multiprocessing
import random
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench.table import Figure
from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.requests import VERBS
from lobby.health import Faults
from ticketing.hub.gathering import Asked
from ticketing.hub.ground import ground_of
from ticketing.hub.settings import HubSettings
from ticketing.journal.archive import entries

RATINGS = 20_000
COPIES = 4
COUNTERS = 40
KILLS = 20
VISIT_S = 150
AT_ONCE = 250
START = datetime(2026, 11, 23, 7, 30, tzinfo=OFFICE_ZONE)
ROUNDS_A_DAY = 30
LONGEST_DELAY_S = 6 * 86_400

# What is asked: device, verb and arguments.
_Ask = tuple[str, str, dict[str, Any]]


@dataclass
class Told:
    """What each ticket's pad was answered: requests that were granted with their score, and refusals by code."""

    granted: dict[str, dict[str, int]] = field(default_factory=dict)
    refusals: Counter[str] = field(default_factory=Counter)
    kills: int = 0


class Hub:
    """The hub's journal and rules in a process of its own, which can be killed; it starts again at the next asking."""

    def __init__(self, folder: Path, luck: random.Random) -> None:
        self._folder = folder
        self._luck = luck
        self._far: Connection | None = None
        self._process: Any = None

    def ask(self, at: datetime, asked: list[_Ask], kill: bool = False) -> list[dict[str, Any]]:
        """Return the replies; with `kill` it is killed meanwhile and asked again, as pads do that hear nothing."""
        if kill:
            self._near().send((at, asked))
            time.sleep(self._luck.random() * 0.1)
            self.stop()
        near = self._near()
        near.send((at, asked))
        return [json.loads(one) for one in near.recv()]

    def stop(self) -> None:
        """Kill it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._far = None

    def _near(self) -> Connection:
        if self._far is None:
            context = multiprocessing.get_context("spawn")
            self._far, other = context.Pipe()
            self._process = context.Process(target=_serve, args=(self._folder, other), daemon=True)
            self._process.start()
            other.close()
        return self._far


def measure(ratings: int = RATINGS) -> list[Figure]:
    """Let pads send `ratings`, COPIES of each ticket's, and hold the journal against what they were answered."""
    luck, told, begun = random.Random(6), Told(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        hub = Hub(Path(folder), luck)
        try:
            sent = _play(hub, luck, told, ratings)
        finally:
            hub.stop()
        kept = {_ticket(fact): fact for fact in _ratings(Path(folder))}
        twice = len(list(_ratings(Path(folder)))) - len(kept)
    lost = [one for one, ids in told.granted.items() if _score(kept.get(one)) not in set(ids.values())]
    both = sum(len(ids) > 1 for ids in told.granted.values())
    late = sum("late" in fact.data.get("doubts", ()) for fact in kept.values())
    return [
        Figure("ratings sent by pads", sent, "", None, f"{COPIES} of each ticket, {told.kills} kills"),
        Figure("tickets rated", len(kept), "", sent // COPIES, f"{late} late, by up to six days", at_least=True),
        Figure("tickets with more than one rating", twice + both, "", 0, "in the journal or by the answers"),
        Figure("ratings accepted that the journal lost or changed", len(lost), "", 0),
        Figure("ratings kept that nobody was told of", len(set(kept) - set(told.granted)), "", 0),
        Figure("copies refused as rated already", told.refusals["already_rated"], "", None, str(dict(told.refusals))),
        Figure("all of it took", time.monotonic() - begun, "s", None),
    ]


def _play(hub: Hub, luck: random.Random, told: Told, ratings: int) -> int:
    waiting: list[tuple[datetime, int, str, _Ask]] = []
    kills = {luck.randrange(1, max(2, ratings // COPIES // COUNTERS)) for _ in range(KILLS)}
    now, made, sent = START, 0, 0
    while made * COPIES < ratings or waiting:
        now = _later(now)
        if made * COPIES < ratings:
            for ticket, rate, counter in _visits(hub, now, min(COUNTERS, ratings // COPIES - made)):
                made += 1
                for copy in _copies(luck, ticket, rate, counter, now):
                    heapq.heappush(waiting, (copy[0], len(waiting) + made * 1000, *copy[1:]))
        due = [heapq.heappop(waiting) for _ in range(len(waiting)) if waiting[0][0] <= now + timedelta(seconds=60)]
        luck.shuffle(due)
        for place in range(0, len(due), AT_ONCE):
            some = due[place : place + AT_ONCE]
            kill = place == 0 and made // COUNTERS in kills
            _send(hub, now + timedelta(seconds=60), some, told, kill)
            told.kills += kill
            kills -= {made // COUNTERS} if kill else set()
            sent += len(some)
    return sent


def _send(hub: Hub, at: datetime, some: list[tuple[datetime, int, str, _Ask]], told: Told, kill: bool) -> None:
    replies = hub.ask(at, [ask for *_, ask in some], kill)
    for (_, _, ticket, (_, _, fields)), reply in zip(some, replies, strict=True):
        if reply["ok"]:
            told.granted.setdefault(ticket, {})[fields["id"]] = fields["score"]
        else:
            told.refusals[reply["error"]["code"]] += 1


def _visits(hub: Hub, now: datetime, people: int) -> Iterator[tuple[str, str, str]]:
    """Serve `people`, each at a counter of its own; returns their tickets, tokens and counters."""
    counters = [f"quay-{n}" for n in range(1, people + 1)]
    for verb in ("counter/open", "ticket/issue", "counter/next"):
        fields = {"service": "ho-tich"} if verb == "ticket/issue" else {}
        _asked(hub, now, [("desk-1", verb, {**fields, **_at(verb, one)}) for one in counters])
    finishes = [("desk-1", "counter/finish", {"counter": one}) for one in counters]
    ended = _asked(hub, now + timedelta(seconds=40), finishes)
    for counter, reply in zip(counters, ended, strict=True):
        yield reply["data"]["ticket"]["ticket"], reply["data"]["rate"], counter


def _at(verb: str, counter: str) -> dict[str, str]:
    return {"counter": counter} if verb.startswith("counter/") else {}


def _asked(hub: Hub, at: datetime, asked: list[_Ask]) -> list[dict[str, Any]]:
    return hub.ask(at, [(device, verb, {"id": str(uuid.uuid4()), **fields}) for device, verb, fields in asked])


def _copies(luck: random.Random, ticket: str, rate: str, counter: str, now: datetime) -> Iterator[tuple[Any, ...]]:
    """Return what a pad sends for a ticket: the same request again and again, and others with the same token."""
    first, pad = str(uuid.uuid4()), counter.replace("quay", "pad")
    clock_wrong = timedelta(days=luck.choice([0, 0, 0, -400, 2]))
    for n in range(COPIES):
        late_s = luck.choice([0, 0, luck.randrange(3600), luck.randrange(LONGEST_DELAY_S)])
        fields = {
            "id": first if n % 2 == 0 else str(uuid.uuid4()),
            "rate": rate,
            "score": 5 if n % 2 == 0 else 1 + n % 4,
            "at": (now + timedelta(seconds=55) + clock_wrong).isoformat(),
            "after_ms": 15_000,
        }
        yield now + timedelta(seconds=60 + late_s), ticket, (pad, "rating/submit", fields)


def _later(now: datetime) -> datetime:
    after = now + timedelta(seconds=VISIT_S)
    over = START.replace(year=now.year, month=now.month, day=now.day) + timedelta(seconds=VISIT_S * ROUNDS_A_DAY)
    return after if after < over else START.replace(year=now.year, month=now.month, day=now.day) + timedelta(days=1)


def _ratings(folder: Path) -> Iterator[Any]:
    return (fact for fact in entries(folder / "state") if fact.kind == "rating.submitted")


def _ticket(fact: Any) -> str:
    return str(fact.ticket.ticket)


def _score(fact: Any) -> int | None:
    return None if fact is None else int(fact.data["score"])


def _serve(folder: Path, near: Connection) -> None:
    """Decide what comes at the time that comes with it, until killed."""
    clock = HandClock(START)
    ground = ground_of(_settings(folder), Faults(clock), clock)
    opened = False
    while True:
        at, asked = near.recv()
        clock.forward((at - clock.now()).total_seconds())
        if not opened:
            ground.keeper.open()
            opened = True
        replies = ground.keeper.settle_all(
            Asked(ground.access.over_the_bus(device), VERBS[verb].model_validate(fields))
            for device, verb, fields in asked
        )
        ground.keeper.tidy()
        near.send([one for one in replies if isinstance(one, bytes)])


def _settings(folder: Path) -> HubSettings:
    counters = [f"quay-{n}" for n in range(1, COUNTERS + 1)]
    devices: list[dict[str, str]] = [{"id": "desk-1", "role": "desk"}]
    devices += [{"id": one.replace("quay", "pad"), "role": "pad", "counter": one} for one in counters]
    return HubSettings.model_validate(
        {
            "site": "bench",
            "device": "hub",
            "state": str(folder / "state"),
            "broker": {"password_file": str(folder / "none")},
            "office": {"name": "Bench", "place": "Bench"},
            "services": [{"id": "ho-tich", "name": "Hộ tịch", "prefix": "A", "last": 9999}],
            "counters": [
                {"id": one, "name": f"Quầy {n}", "number": n, "services": ["ho-tich"]}
                for n, one in enumerate(counters, 1)
            ],
            "devices": devices,
        }
    )
