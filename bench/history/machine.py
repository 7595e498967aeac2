"""A random history: whatever citizens, officers and devices may do, in any order, and what must hold after each act."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bench.history.invariants import (
    check_calls,
    check_line,
    check_numbers,
    check_returns,
    check_sequence,
    replayed,
)
from bench.history.play import SITE, Play
from lobby.contract.roles import Role
from ticketing.engine.days import moment
from ticketing.engine.fold import fold
from ticketing.engine.hours import Hours, Period
from ticketing.engine.site import Precedence, Profile, Rules, Site
from ticketing.engine.state import Card, Lobby

COUNTERS = st.sampled_from(["quay-1", "quay-2", "quay-3"])
SERVICES = st.sampled_from(["ho-tich", "dat-dai"])
PRIORITIES = st.sampled_from([None, None, "elderly", "merit"])
PLACES = st.sampled_from(["first", "by_time", "last"])
APPOINTMENTS = st.sampled_from([None, None, None, "07:31", "08:00", "10:30"])
ANY_ONE = st.integers(0, 60)
PRESSED = ["open", "close", "pause", "resume", "recall", "serve", "finish"]
OFFICE = Hours(((Period(450, 690), Period(810, 1020)),) * 7, early_min=30)

RULES = st.builds(
    Rules,
    precedence=st.sampled_from(list(Precedence)),
    priority_one_in=st.integers(1, 4),
    normal_bound_s=st.sampled_from([60, 600, 1800]),
    missed_return_s=st.sampled_from([0, 180]),
    missed_out_after=st.integers(1, 3),
    parked_return_s=st.sampled_from([0, 900]),
    quota=st.sampled_from([None, None, 12]),
    lease_size=st.just(3),
)


class History(RuleBasedStateMachine):
    """One site under any rules; each request is asked of the pure engine and its facts are kept."""

    def __init__(self) -> None:
        super().__init__()
        self.play = Play()
        self._folded = Lobby()
        self._counted = 0

    @initialize(
        rules=RULES,
        profile=st.sampled_from(list(Profile)),
        has_hours=st.booleans(),
        people=st.lists(st.tuples(SERVICES, PRIORITIES, APPOINTMENTS), max_size=12),
    )
    def a_site_opens_its_counters_and_people_wait(
        self, rules: Rules, profile: Profile, has_hours: bool, people: list[tuple[str, str | None, str | None]]
    ) -> None:
        self.play.site = _site(rules, profile, has_hours)
        for counter in ("quay-1", "quay-2", "quay-3"):
            self.ask("counter/open", counter=counter)
        for service, priority, appointment in people:
            self.ask("ticket/issue", service=service, priority=priority, appointment=appointment)
            self.play.forward(1)

    def ask(self, verb: str, role: Role = Role.DESK, **fields: Any) -> Any:
        """Ask and check each call that came of it; returns the reply's data or None."""
        before = self.play.lobby
        decided = self.play.ask(verb, role, **fields)
        check_calls(self.play.site, before, decided.facts)
        if verb != "ticket/track":
            check_returns(self.play.site, decided.lobby, moment(decided.lobby, self.play.now))
        return decided.data

    def any_card(self, choice: int) -> Card | None:
        cards = sorted(self.play.lobby.cards.values(), key=lambda card: card.issued_seq)
        return cards[choice % len(cards)] if cards else None

    @rule(service=SERVICES, priority=PRIORITIES, appointment=APPOINTMENTS, dossier=st.sampled_from([None, "H15-1"]))
    def take_a_number(self, service: str, priority: str | None, appointment: str | None, dossier: str | None) -> None:
        self.ask("ticket/issue", service=service, priority=priority, appointment=appointment, dossier=dossier)

    @rule(verb=st.sampled_from(PRESSED), counter=COUNTERS)
    def press(self, verb: str, counter: str) -> None:
        self.ask(f"counter/{verb}", counter=counter)

    @rule(counters=st.lists(COUNTERS, min_size=1, max_size=6), seconds=st.sampled_from([0, 30, 300]))
    def call_the_next(self, counters: list[str], seconds: int) -> None:
        for counter in counters:
            self.ask("counter/next", counter=counter)
            self.play.forward(seconds)

    @rule(counter=COUNTERS)
    def call_and_miss(self, counter: str) -> None:
        self.ask("counter/next", counter=counter)
        self.ask("counter/no-show", counter=counter)

    @rule(counter=COUNTERS, returns_s=st.sampled_from([None, 60, 600]), supplement=st.booleans())
    def park(self, counter: str, returns_s: int | None, supplement: bool) -> None:
        reason = "Đi lấy thêm giấy tờ"
        self.ask("counter/park", counter=counter, reason=reason, returns_s=returns_s, supplement=supplement)

    @rule(counter=COUNTERS, to=COUNTERS, place=PLACES)
    def send_to_counter(self, counter: str, to: str, place: str) -> None:
        self.ask("counter/transfer", counter=counter, to=to, place=place)

    @rule(counter=COUNTERS, service=SERVICES, place=PLACES)
    def send_to_field(self, counter: str, service: str, place: str) -> None:
        self.ask("counter/transfer", counter=counter, service=service, place=place)

    @rule(counter=COUNTERS, choice=ANY_ONE)
    def call_by_number(self, counter: str, choice: int) -> None:
        card = self.any_card(choice)
        self.ask("counter/call", counter=counter, number=card.ticket.number if card else "A001")

    @rule(counter=COUNTERS)
    def undo(self, counter: str) -> None:
        self.ask("counter/undo", counter=counter)

    @rule(counter=COUNTERS, active=st.booleans())
    def call_for_help(self, counter: str, active: bool) -> None:
        self.ask("counter/help", counter=counter, active=active)

    @rule(verb=st.sampled_from(["ticket/cancel", "ticket/return", "ticket/reprint"]), choice=ANY_ONE)
    def press_at_a_ticket(self, verb: str, choice: int) -> None:
        card = self.any_card(choice)
        if card is not None:
            self.ask(verb, ticket=card.id)

    @rule(choice=ANY_ONE)
    def come_back(self, choice: int) -> None:
        card = self.any_card(choice)
        if card is not None:
            self.ask("ticket/return", Role.KIOSK, track=card.track)

    @rule(choice=ANY_ONE, priority=PRIORITIES)
    def prioritize(self, choice: int, priority: str | None) -> None:
        card = self.any_card(choice)
        if card is not None:
            self.ask("ticket/prioritize", ticket=card.id, priority=priority, reason="Người cao tuổi")

    @rule(choice=ANY_ONE, outcome=st.sampled_from(["printed", "failed", "shown"]))
    def print_a_slip(self, choice: int, outcome: str) -> None:
        card = self.any_card(choice)
        if card is not None:
            self.ask("ticket/printed", Role.DISPENSER, ticket=card.id, outcome=outcome)

    @rule(afresh=st.booleans())
    def lease(self, afresh: bool) -> None:
        """A dispenser asks for numbers to hold; one that begins `afresh` gets none that it held before."""
        before = self.play.lobby
        self.ask("numbers/lease", Role.DISPENSER, afresh=afresh)
        after = self.play.lobby
        if afresh and after.day == before.day:
            assert all(after.leases[number].void for number in before.leases)

    @rule(choice=ANY_ONE, ago_s=st.integers(0, 7200), priority=PRIORITIES)
    def take_in_what_was_given_offline(self, choice: int, ago_s: int, priority: str | None) -> None:
        held = sorted(self.play.lobby.leases)
        if held:
            number = held[choice % len(held)]
            service = "ho-tich" if number.startswith("A") else "dat-dai"
            self.ask(
                "numbers/used",
                Role.DISPENSER,
                ticket=str(uuid.uuid4()),
                number=number,
                service=service,
                priority=priority,
                track=uuid.uuid4().hex,
                issued_at=self.play.now - timedelta(seconds=ago_s),
            )

    @rule(service=SERVICES, counter=COUNTERS, ago_s=st.integers(600, 7200))
    def enter_work_done_by_hand(self, service: str, counter: str, ago_s: int) -> None:
        came = self.play.now - timedelta(seconds=ago_s)
        ended = came + timedelta(seconds=300)
        self.ask("entry/late", service=service, counter=counter, came_at=came, ended_at=ended)

    @rule(choice=ANY_ONE)
    def follow(self, choice: int) -> None:
        card = self.any_card(choice)
        if card is not None:
            self.ask("ticket/track", Role.KIOSK, track=card.track)
            assert not self.play.last, "looking changes nothing"

    @rule(counter=COUNTERS, score=st.integers(1, 5))
    def rate(self, counter: str, score: int) -> None:
        self.ask("rating/submit", Role.PAD, counter=counter, score=score, at=self.play.now)

    @rule(seconds=st.sampled_from([1, 45, 70, 200, 900, 3600, 9 * 3600, -30, -86400]), looked=st.booleans())
    def let_time_pass(self, seconds: int, looked: bool) -> None:
        self.play.now += timedelta(seconds=seconds)
        if looked:
            self.play.tick()

    @invariant()
    def everything_holds(self) -> None:
        lobby = self.play.lobby
        check_line(lobby)
        check_numbers(self.play.facts, lobby)
        check_sequence(self.play.facts)
        self._folded = fold(self.play.facts[self._counted :], self._folded)
        self._counted = len(self.play.facts)
        assert self._folded == lobby, "a state is what its entries make it"

    def teardown(self) -> None:
        assert fold(replayed(self.play.facts)) == self.play.lobby, "the journal alone gives the state"


def _site(rules: Rules, profile: Profile, has_hours: bool) -> Site:
    services = {key: replace(one, leased_from=31) if one.open else one for key, one in SITE.services.items()}
    counters = {key: replace(one, profile=profile) for key, one in SITE.counters.items()}
    hours = OFFICE if has_hours else None
    return replace(SITE, services=services, counters=counters, rules=rules, hours=hours, printing=("dispenser-1",))
