"""Plays a day against the engine: every request a citizen or an officer would make, at its time."""

from __future__ import annotations

import heapq
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from math import log
from random import Random
from typing import Any

from crowd.day import Day, Visit
from crowd.office import Office
from lobby.contract.errors import ErrorCode
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
from ticketing.simulation.town import CALLS_AGAIN_S, HALF_WAY, LOOKS_EVERY_S, Citizen, Officer

OVERTIME_S = 3600.0

Act = Callable[[], None]
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
    """A day that was played: its entries, the state after it, what citizens were told, and who got no number."""

    facts: tuple[Fact, ...]
    lobby: Lobby
    told: tuple[Told, ...]
    turned_away: int


class DayPlay:
    """One day; `play` runs it through. `witness` is asked for an estimate of its own at every number given."""

    def __init__(
        self,
        site: Site,
        office: Office,
        day: date,
        people: Day,
        random: Random,
        lobby: Lobby | None = None,
        witness: Witness = lambda _lobby, _ticket, _now: None,
    ) -> None:
        self._site = site
        self._means = {field.id: field for field in office.fields}
        self._closes = office.hours.closes
        self._date = day
        self._people = people
        self._random = random
        self._lobby = lobby or Lobby()
        self._witness = witness
        self._due: list[tuple[float, int, Act]] = []
        self._order = count()
        self._now = 0.0
        self._facts: list[Fact] = []
        self._told: dict[str, Told] = {}
        self._citizens: dict[str, Citizen] = {}
        self._officers = [Officer(shift, pauses=list(shift.pauses)) for shift in people.shifts]
        self._turned_away = 0

    def play(self) -> Played:
        """Play the day to its end and return it."""
        for visit in self._people.visits:
            self._at(visit.comes, lambda visit=visit: self._take(visit))  # type: ignore[misc]
        for officer in self._officers:
            self._at(officer.shift.opens, lambda officer=officer: self._open(officer))  # type: ignore[misc]
        while self._due:
            self._now, _, act = heapq.heappop(self._due)
            act()
        return Played(tuple(self._facts), self._lobby, tuple(self._told.values()), self._turned_away)

    def _at(self, seconds: float, act: Act) -> None:
        heapq.heappush(self._due, (max(seconds, self._now), next(self._order), act))

    def _in(self, seconds: float, act: Act) -> None:
        self._at(self._now + seconds, act)

    def _ask(self, verb: str, role: Role = Role.DESK, **fields: Any) -> Decided:
        request = VERBS[verb](id=self._uuid(), **fields)
        at = moment(self._date, self._now)
        fresh = Fresh(self._uuid(), self._uuid(), self._token(), self._token())
        decided = decide(self._site, self._lobby, request, Asking(f"{role}-1", role), at, fresh)
        self._lobby = decided.lobby
        self._facts += decided.facts
        return decided

    def _take(self, visit: Visit) -> None:
        booked = f"{int(visit.booked // 3600):02}:{int(visit.booked % 3600 // 60):02}" if visit.booked else None
        decided = self._ask(
            "ticket/issue", Role.DISPENSER, service=visit.service, priority=visit.priority, appointment=booked
        )
        if not isinstance(decided.data, Issued):
            self._turned_away += 1
            return
        issued, ticket = decided.data, decided.data.ticket
        self._citizens[ticket.ticket] = Citizen(visit, visit.serve_s, ticket.ticket, issued.track)
        other = self._witness(self._lobby, ticket.ticket, ticket.issued_at)
        self._told[ticket.ticket] = Told(
            ticket.number, ticket.service, ticket.priority, ticket.issued_at, issued.ahead, issued.wait, other
        )

    def _open(self, officer: Officer) -> None:
        self._ask("counter/open", counter=officer.shift.counter)
        officer.here = True
        self._look(officer)

    def _look(self, officer: Officer) -> None:
        if not officer.here or officer.gone or officer.holds is not None:
            return
        counter = officer.shift.counter
        pause = officer.pause_due(self._now)
        if pause is not None:
            self._ask("counter/pause", counter=counter, reason=pause.reason)
            officer.here = False
            self._in(pause.lasts_s, lambda: self._resume(officer))
            return
        decided = self._ask("counter/next", counter=counter)
        if isinstance(decided.data, Called):
            self._called(officer, decided.data)
        elif decided.refused is not None and decided.refused.code is ErrorCode.NOBODY_WAITING:
            self._nobody(officer)

    def _nobody(self, officer: Officer) -> None:
        if self._now >= officer.shift.closes:
            self._ask("counter/close", counter=officer.shift.counter)
            officer.gone = True
        else:
            self._in(self._random.uniform(0.3, 1.7) * LOOKS_EVERY_S, lambda: self._look(officer))

    def _resume(self, officer: Officer) -> None:
        self._ask("counter/resume", counter=officer.shift.counter)
        officer.here = True
        self._look(officer)

    def _called(self, officer: Officer, called: Called) -> None:
        ticket = called.ticket
        told = self._told[ticket.ticket]
        if told.waited_s is None:
            waited = (moment(self._date, self._now) - told.issued_at).total_seconds()
            self._told[ticket.ticket] = Told(**{**vars(told), "waited_s": waited})
        citizen = self._citizens[ticket.ticket]
        officer.holds = citizen
        if citizen.comes(self._now + citizen.visit.walk_s):
            self._in(citizen.visit.walk_s, lambda: self._serve(officer, citizen))
        else:
            self._in(CALLS_AGAIN_S, lambda: self._call_again(officer, citizen))

    def _call_again(self, officer: Officer, citizen: Citizen) -> None:
        self._ask("counter/recall", counter=officer.shift.counter)
        self._in(CALLS_AGAIN_S, lambda: self._no_show(officer, citizen))

    def _no_show(self, officer: Officer, citizen: Citizen) -> None:
        self._ask("counter/no-show", counter=officer.shift.counter)
        citizen.not_there(self._now)
        if citizen.away_until < float("inf"):
            self._at(citizen.away_until, lambda: self._come_back(citizen))
        self._free(officer)

    def _serve(self, officer: Officer, citizen: Citizen) -> None:
        self._ask("counter/serve", counter=officer.shift.counter)
        took = citizen.left_s * officer.shift.speed
        if citizen.visit.parks_s is not None and not citizen.parked:
            self._in(took * HALF_WAY, lambda: self._park(officer, citizen))
        elif citizen.visit.moves_to is not None and not citizen.moved:
            self._in(took, lambda: self._send_on(officer, citizen))
        else:
            self._in(took, lambda: self._finish(officer))

    def _park(self, officer: Officer, citizen: Citizen) -> None:
        visit, away_s = citizen.visit, citizen.visit.parks_s or 0.0
        citizen.parked, citizen.left_s = True, citizen.left_s * (1 - HALF_WAY)
        citizen.away_until = self._now + away_s
        returns_s = None if visit.supplement else max(30, int(away_s))
        self._ask(
            "counter/park",
            counter=officer.shift.counter,
            reason="Bổ sung hồ sơ",
            supplement=visit.supplement,
            returns_s=returns_s,
        )
        self._at(citizen.away_until, lambda: self._come_back(citizen))
        self._free(officer)

    def _send_on(self, officer: Officer, citizen: Citizen) -> None:
        service = citizen.visit.moves_to or citizen.visit.service
        field = self._means[service]
        citizen.moved = True
        citizen.left_s = self._random.lognormvariate(log(field.mean_s) - field.spread**2 / 2, field.spread)
        self._ask("counter/transfer", counter=officer.shift.counter, service=service)
        self._free(officer)

    def _finish(self, officer: Officer) -> None:
        self._ask("counter/finish", counter=officer.shift.counter)
        self._free(officer)

    def _free(self, officer: Officer) -> None:
        officer.holds = None
        if self._now > self._closes + OVERTIME_S:
            self._ask("counter/close", counter=officer.shift.counter)
            officer.gone = True
        else:
            self._in(officer.between_s(self._random), lambda: self._look(officer))

    def _come_back(self, citizen: Citizen) -> None:
        self._ask("ticket/return", Role.KIOSK, track=citizen.track)

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _token(self) -> str:
        return f"{self._random.getrandbits(96):024x}"


def play_days(
    site: Site,
    office: Office,
    days: list[tuple[date, Day]],
    random: Random,
    witness: Witness = lambda _lobby, _ticket, _now: None,
) -> list[Played]:
    """Play days one after the other, each beginning with what the one before it left."""
    played: list[Played] = []
    for day, people in days:
        lobby = played[-1].lobby if played else None
        played.append(DayPlay(site, office, day, people, random, lobby, witness).play())
    return played
