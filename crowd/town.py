"""Lets the people of a day live it: citizens take numbers and come when called, officers call, serve and pause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log
from random import Random
from typing import Any

from crowd.citizens import Citizen, Officer
from crowd.day import Day, Visit
from crowd.figures import Figures
from crowd.office import Office
from crowd.world import Answer, Who, World

CALLS_AGAIN_S = 45.0
LOOKS_EVERY_S = 15.0
HALF_WAY = 0.4
OVERTIME_S = 3600.0
RATES = 0.6

DISPENSER, KIOSK, DESK = Who("dispenser"), Who("kiosk"), Who("desk")


@dataclass(frozen=True)
class Printer:
    """When the dispenser's printer is dead, in seconds after midnight; its tickets are shown and printed later."""

    dies: float
    lives: float


class Town:
    """Everyone of one day in a world; `figures` holds what they saw.

    The dispenser's `printer` may be dead for a while; at the counters with `pads` citizens rate; an officer with nobody
    to call looks again after about `looks_every_s`.
    """

    def __init__(
        self,
        world: World,
        office: Office,
        people: Day,
        random: Random,
        printer: Printer | None = None,
        pads: Sequence[str] = (),
        looks_every_s: float = LOOKS_EVERY_S,
    ) -> None:
        self._world = world
        self._fields = {field.id: field for field in office.fields}
        self._closes = office.hours.closes
        self._people = people
        self._random = random
        self._printer = printer
        self._pads = pads
        self._looks_every_s = looks_every_s
        self._citizens: dict[str, Citizen] = {}
        self._unprinted: list[str] = []
        self.officers = [Officer(shift, pauses=list(shift.pauses)) for shift in people.shifts]
        self.figures = Figures()
        self.turned_away = 0
        self.refused: dict[str, int] = {}

    @property
    def tickets(self) -> Mapping[str, Citizen]:
        """Return who holds which ticket."""
        return self._citizens

    @property
    def over(self) -> bool:
        """Tell whether every officer has gone home."""
        return all(officer.gone for officer in self.officers)

    def begin(self) -> None:
        """Have everyone come at their time."""
        for visit in self._people.visits:
            self._world.at(visit.comes, lambda visit=visit: self._take(visit))  # type: ignore[misc]
        for officer in self.officers:
            self._world.at(officer.shift.opens, lambda officer=officer: self._open(officer))  # type: ignore[misc]
        if self._printer is not None:
            self._world.at(self._printer.lives, self._print_again)

    def _in(self, seconds: float, act: Any) -> None:
        self._world.at(self._world.now + seconds, act)

    def _take(self, visit: Visit) -> None:
        fields: dict[str, Any] = {"service": visit.service}
        if visit.priority is not None:
            fields["priority"] = visit.priority
        if visit.booked is not None:
            fields["appointment"] = f"{int(visit.booked // 3600):02}:{int(visit.booked % 3600 // 60):02}"
        self._world.ask(DISPENSER, "ticket/issue", lambda answer: self._taken(visit, answer), **fields)

    def _taken(self, visit: Visit, answer: Answer) -> None:
        if not answer.ok:
            self.turned_away += 1
            return
        ticket = answer.data["ticket"]
        self.figures.note("issued", ticket)
        self._citizens[ticket["ticket"]] = Citizen(visit, visit.serve_s, ticket["ticket"], answer.data["track"])
        self._printed(ticket["ticket"])

    def _printed(self, ticket: str) -> None:
        dead = self._printer is not None and self._printer.dies <= self._world.now < self._printer.lives
        if dead:
            self._unprinted.append(ticket)
        outcome = "shown" if dead else "printed"
        self._world.ask(DISPENSER, "ticket/printed", self._granted, ticket=ticket, outcome=outcome)

    def _print_again(self) -> None:
        for ticket in self._unprinted:
            # Whoever was served meanwhile needs no slip, and is refused one.
            self._world.ask(DESK, "ticket/reprint", lambda _answer: None, ticket=ticket)

    def _open(self, officer: Officer) -> None:
        def opened(_answer: Answer) -> None:
            officer.here = True
            self._look(officer)

        self._at_counter(officer, "open", opened)

    def _look(self, officer: Officer) -> None:
        if not officer.here or officer.gone or officer.holds is not None:
            return
        pause = officer.pause_due(self._world.now)
        if pause is None:
            self._at_counter(officer, "next", lambda answer: self._answered(officer, answer))
            return
        officer.here = False
        self._at_counter(officer, "pause", self._granted, reason=pause.reason)
        self._in(pause.lasts_s, lambda: self._resume(officer))

    def _resume(self, officer: Officer) -> None:
        def resumed(_answer: Answer) -> None:
            officer.here = True
            self._look(officer)

        self._at_counter(officer, "resume", resumed)

    def _answered(self, officer: Officer, answer: Answer) -> None:
        if answer.ok:
            self._called(officer, answer.data["ticket"])
        elif self._world.now >= officer.shift.closes:
            self._close(officer)
        else:
            self._in(self._random.uniform(0.3, 1.7) * self._looks_every_s, lambda: self._look(officer))

    def _called(self, officer: Officer, ticket: Mapping[str, Any]) -> None:
        self.figures.note("called", ticket)
        citizen = self._citizens.get(ticket["ticket"])
        if citizen is None:
            # Someone else's ticket, taken by hand at the dispenser: served for a usual time.
            field = self._fields[ticket["service"]]
            citizen = Citizen(Visit(0.0, field.id, field.mean_s, 15.0), field.mean_s, ticket["ticket"], "")
        officer.holds = citizen
        walk_s = citizen.visit.walk_s
        if citizen.comes(self._world.now + walk_s):
            self._in(walk_s, lambda: self._serve(officer, citizen))
        else:
            self._in(CALLS_AGAIN_S, lambda: self._call_again(officer, citizen))

    def _call_again(self, officer: Officer, citizen: Citizen) -> None:
        self._at_counter(officer, "recall", self._noting("recalled"))
        self._in(CALLS_AGAIN_S, lambda: self._no_show(officer, citizen))

    def _no_show(self, officer: Officer, citizen: Citizen) -> None:
        self._at_counter(officer, "no-show", self._noting("missed"))
        citizen.not_there(self._world.now)
        if citizen.away_until < float("inf"):
            self._world.at(citizen.away_until, lambda: self._come_back(citizen))
        self._free(officer)

    def _serve(self, officer: Officer, citizen: Citizen) -> None:
        self._at_counter(officer, "serve", self._granted)
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
        citizen.away_until = self._world.now + away_s
        fields: dict[str, Any] = {"reason": "Bổ sung hồ sơ", "supplement": visit.supplement}
        if not visit.supplement:
            fields["returns_s"] = max(30, int(away_s))
        self._at_counter(officer, "park", self._noting("parked"), **fields)
        self._world.at(citizen.away_until, lambda: self._come_back(citizen))
        self._free(officer)

    def _send_on(self, officer: Officer, citizen: Citizen) -> None:
        left, service = citizen.visit.service, citizen.visit.moves_to or citizen.visit.service
        field = self._fields[service]
        citizen.moved = True
        citizen.left_s = self._random.lognormvariate(log(field.mean_s) - field.spread**2 / 2, field.spread)
        self._at_counter(officer, "transfer", self._noting("moved", left), service=service)
        self._free(officer)

    def _finish(self, officer: Officer) -> None:
        def finished(answer: Answer) -> None:
            self._noting("served")(answer)
            if answer.ok and officer.counter in self._pads and self._random.random() < RATES:
                self._in(self._random.uniform(4, 20), lambda: self._rate(officer.counter, answer.data["ticket"]))

        self._at_counter(officer, "finish", finished)
        self._free(officer)

    def _rate(self, counter: str, ticket: Mapping[str, Any]) -> None:
        def rated(answer: Answer) -> None:
            if answer.ok:
                self.figures.note("rated", ticket)

        score = self._random.choice((5, 5, 5, 4, 4, 3, 2))
        at = datetime.fromisoformat(str(ticket["ended_at"])).isoformat()
        self._world.ask(Who("pad", counter), "rating/submit", rated, counter=counter, score=score, at=at)

    def _free(self, officer: Officer) -> None:
        officer.holds = None
        if self._world.now > self._closes + OVERTIME_S:
            self._close(officer)
        else:
            self._in(self._random.uniform(2.0, 25.0), lambda: self._look(officer))

    def _close(self, officer: Officer) -> None:
        def closed(_answer: Answer) -> None:
            officer.gone = True

        self._at_counter(officer, "close", closed)

    def _come_back(self, citizen: Citizen) -> None:
        # One who is back before the number returned by itself asks for it; later it is in line already.
        self._world.ask(KIOSK, "ticket/return", lambda _answer: None, track=citizen.track)

    def _at_counter(self, officer: Officer, verb: str, then: Any, **fields: Any) -> None:
        who = Who("keypad", officer.counter)
        self._world.ask(who, f"counter/{verb}", then, counter=officer.counter, **fields)

    def _noting(self, what: str, service: str | None = None) -> Any:
        def note(answer: Answer) -> None:
            self._granted(answer)
            if answer.ok:
                self.figures.note(what, answer.data["ticket"], service)

        return note

    def _granted(self, answer: Answer) -> None:
        if not answer.ok:
            self.refused[answer.code or ""] = self.refused.get(answer.code or "", 0) + 1
