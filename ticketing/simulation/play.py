"""Plays days against the engine: each request of a citizen or an officer is decided at its own time, one by one."""

from __future__ import annotations

import heapq
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count
from random import Random
from typing import Any

from crowd.day import Day
from crowd.figures import Figures
from crowd.office import Office
from crowd.town import Town
from crowd.world import Act, Answer, Then, Who
from lobby.contract.replies import Called, Issued
from lobby.contract.requests import VERBS
from lobby.contract.roles import Role
from lobby.contract.ticket import Wait
from ticketing.engine.cases import Asking, Fresh
from ticketing.engine.decide import Decided, decide
from ticketing.engine.facts import Fact
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby
from ticketing.simulation.site import moment

Witness = Callable[[Lobby, str, datetime], float | None]


@dataclass(frozen=True)
class Told:
    """What one citizen was told when taking a number, and what came true.

    `waited_s` is the time until the first call, None for whoever was never called; `other` is what a witness said.
    """

    number: str
    service: str
    priority: str | None
    issued_at: datetime
    ahead: int
    wait: Wait | None
    other: float | None
    waited_s: float | None = None


@dataclass(frozen=True)
class Played:
    """A day that was played: its entries, the state after it, what citizens were told, and the figures they saw."""

    facts: tuple[Fact, ...]
    lobby: Lobby
    told: tuple[Told, ...]
    figures: Figures
    turned_away: int
    refused: dict[str, int]


class EngineWorld:
    """A World that decides every request itself; `witness` is asked for an estimate of its own at every number."""

    def __init__(self, site: Site, day: date, random: Random, lobby: Lobby, witness: Witness) -> None:
        self._site = site
        self._date = day
        self._random = random
        self._witness = witness
        self._due: list[tuple[float, int, Act]] = []
        self._order = count()
        self._now = 0.0
        self.lobby = lobby
        self.facts: list[Fact] = []
        self.told: dict[str, Told] = {}

    @property
    def now(self) -> float:
        return self._now

    def at(self, seconds: float, act: Act) -> None:
        heapq.heappush(self._due, (max(seconds, self._now), next(self._order), act))

    def ask(self, who: Who, verb: str, then: Then, **fields: Any) -> None:
        request = VERBS[verb].model_validate({"id": self._uuid(), **fields})
        at = moment(self._date, self._now)
        fresh = Fresh(self._uuid(), self._uuid(), self._token(), self._token())
        asking = Asking(f"{who.role}-1", Role(who.role), who.counter)
        decided = decide(self._site, self.lobby, request, asking, at, fresh)
        self.lobby = decided.lobby
        self.facts += decided.facts
        self._listen(decided, at)
        then(_answer(decided))

    def run(self) -> None:
        """Do everything that is due, until nothing is."""
        while self._due:
            self._now, _, act = heapq.heappop(self._due)
            act()

    def _listen(self, decided: Decided, at: datetime) -> None:
        data = decided.data
        if isinstance(data, Issued):
            ticket = data.ticket
            other = self._witness(self.lobby, ticket.ticket, at)
            self.told[ticket.ticket] = Told(
                ticket.number, ticket.service, ticket.priority, ticket.issued_at, data.ahead, data.wait, other
            )
        elif isinstance(data, Called):
            told = self.told.get(data.ticket.ticket)
            if told is not None and told.waited_s is None:
                self.told[data.ticket.ticket] = replace(told, waited_s=(at - told.issued_at).total_seconds())

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _token(self) -> str:
        return f"{self._random.getrandbits(96):024x}"


def play_day(
    site: Site,
    office: Office,
    day: date,
    people: Day,
    random: Random,
    lobby: Lobby | None = None,
    witness: Witness = lambda _lobby, _ticket, _now: None,
) -> Played:
    """Play one day from `lobby`, as the day before left it."""
    world = EngineWorld(site, day, random, lobby or Lobby(), witness)
    town = Town(world, office, people, random)
    town.begin()
    world.run()
    told = tuple(world.told.values())
    return Played(tuple(world.facts), world.lobby, told, town.figures, town.turned_away, town.refused)


def play_days(
    site: Site,
    office: Office,
    days: Sequence[tuple[date, Day]],
    random: Random,
    witness: Witness = lambda _lobby, _ticket, _now: None,
) -> list[Played]:
    """Play days one after the other, each beginning with what the one before it left."""
    played: list[Played] = []
    for day, people in days:
        lobby = played[-1].lobby if played else None
        played.append(play_day(site, office, day, people, random, lobby, witness))
    return played


def _answer(decided: Decided) -> Answer:
    if decided.refused is not None:
        return Answer(False, code=decided.refused.code.value)
    data = decided.data
    return Answer(True, data.model_dump() if data is not None else {})
