"""A machine whose clock is wrong: nobody is sent home for it, no number comes twice, no day is lost."""

from __future__ import annotations

import tempfile
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.journal import EntryKind
from lobby.contract.requests import VERBS
from lobby.contract.roles import Role
from lobby.contract.ticket import ENDED, TicketState
from ticketing.engine.cases import Asking
from ticketing.engine.decide import decide
from ticketing.engine.facts import Fact
from ticketing.engine.fold import fold
from ticketing.engine.hours import Hours, Period
from ticketing.engine.site import Counter as Desk
from ticketing.engine.site import Service, Site
from ticketing.engine.state import Lobby
from ticketing.hub.fresh import fresh
from ticketing.hub.known_hours import by_known_hours
from ticketing.hub.timekeeper import SMALL_STEP, Doubt, Timekeeper
from ticketing.hub.timesync import KeptBoot, boot_id, has_battery, synchronised
from ticketing.journal.archive import entries

SITE = Site(
    {"ho-tich": Service("ho-tich", "Hộ tịch", "A")}, {"quay-1": Desk("quay-1", "Quầy số 1", ("ho-tich",))}, frozenset()
)
OFFICE_HOURS = Hours(((Period(450, 690), Period(810, 1020)),) * 7)
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)
ASKING = Asking("desk", Role.DESK, officer="lan.nt")


class Office:
    """A day at one counter on a machine whose wall clock is moved by hand; `restart` is a power cut."""

    def __init__(self, folder: Path) -> None:
        self.clock = HandClock(MORNING)
        self.synchronised = False
        self.battery = True
        self.hours: Hours | None = None
        self.boots = 0
        self.boot = KeptBoot(folder / "boot", lambda: f"boot-{self.boots}", lambda: self.battery)
        self.facts: list[Fact] = []
        self.lobby = Lobby()
        self.restart()

    def restart(self, off: timedelta = timedelta(0), wakes: datetime | None = None) -> None:
        self.boots += 1
        self.clock = HandClock(wakes or self.clock.now() + off)
        self.start_again()

    def start_again(self) -> None:
        """Start the hub anew in the same boot."""
        self.lobby = fold(self.facts)
        self.time = Timekeeper(self.clock, lambda: self.lobby, lambda: self.synchronised, self.boot)
        self.time.start()

    def ask(self, verb: str, **fields: Any) -> Any:
        request = VERBS[verb].model_validate({"id": str(uuid.uuid4()), **fields})
        now = self.time.read()
        decided = decide(self.site, self.lobby, request, ASKING, now.at, fresh(), now.day)
        self.lobby = decided.lobby
        self.facts += decided.facts
        return decided.data

    def take(self) -> str:
        number: str = self.ask("ticket/issue", service="ho-tich").ticket.number
        return number

    def work(self) -> None:
        """Serve everyone who waits."""
        self.ask("counter/open", counter="quay-1")
        while self.lobby.waiting and self.ask("counter/next", counter="quay-1") is not None:
            pass
        self.ask("counter/finish", counter="quay-1")

    @property
    def site(self) -> Site:
        return by_known_hours(replace(SITE, hours=self.hours), lambda: self.time.hour_is_known)

    @property
    def here(self) -> set[str]:
        """The numbers of those who wait, are at a counter, or come back."""
        cards = self.lobby.cards.values()
        return {card.ticket.number for card in cards if card.ticket.state not in ENDED or card.returns_at is not None}

    @property
    def waiting(self) -> set[str]:
        cards = self.lobby.cards.values()
        return {card.ticket.number for card in cards if card.ticket.state is TicketState.WAITING}

    @property
    def day(self) -> str:
        return str(self.lobby.day)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_clock_that_is_right_is_simply_believed(office: Office) -> None:
    office.take()
    office.clock.forward(3600)
    assert office.time.now() == MORNING + timedelta(hours=1) and office.time.doubt is None
    office.clock.forward(16 * 3600)
    assert office.take() == "A001" and office.day == "2026-11-24"


def test_a_machine_that_wakes_in_1970_goes_on_with_the_day_and_time_moves(office: Office) -> None:
    assert office.take() == "A001"
    office.restart(wakes=datetime(1970, 1, 1, 7, 0, tzinfo=OFFICE_ZONE))
    assert office.take() == "A002" and office.time.doubt is Doubt.LOST and not office.time.hour_is_known
    office.clock.forward(600)
    assert office.time.now() == MORNING + timedelta(minutes=10)
    office.clock.forward(3 * 86400)
    assert office.take() == "A003" and office.day == "2026-11-23", "it never turns the day by itself"
    office.clock.jump(MORNING + timedelta(hours=1))
    assert office.take() == "A004" and office.day == "2026-11-23"


def test_numbers_taken_before_the_network_told_the_date_are_called_and_the_day_turns_when_all_are_served(
    office: Office,
) -> None:
    office.work()
    office.restart(wakes=datetime(1970, 1, 1, 7, 0, tzinfo=OFFICE_ZONE))
    first = office.take()
    today = MORNING + timedelta(days=1)
    office.clock.jump(today)
    second = office.take()
    assert office.waiting == {first, second} and first != second
    assert office.time.doubt is Doubt.HELD
    office.work()
    assert office.take() == "A001" and office.day == "2026-11-24" and office.time.now() >= today


def test_a_day_that_is_held_turns_at_the_next_midnight(office: Office) -> None:
    office.take()
    office.clock.jump(MORNING + timedelta(days=3))
    office.take()
    office.clock.forward(15 * 3600)
    assert office.waiting == {"A001", "A002"} and office.time.doubt is Doubt.HELD
    office.clock.forward(3600)
    assert office.take() == "A001" and office.day == "2026-11-27"


def test_a_clock_that_woke_on_an_older_day_still_has_the_right_time_of_day(office: Office) -> None:
    office.clock.forward(8 * 3600)
    office.take()
    office.work()
    office.restart(wakes=datetime(2026, 8, 5, 7, 15, tzinfo=OFFICE_ZONE))
    assert office.take() == "A001" and office.day == "2026-11-24"
    assert office.time.now() == datetime(2026, 11, 24, 7, 15, tzinfo=OFFICE_ZONE)
    assert office.time.doubt is Doubt.BEHIND
    office.clock.forward(17 * 3600)
    assert office.take() == "A001" and office.day == "2026-11-25"


def test_who_waits_while_the_clock_falls_back_a_year_keeps_the_place(office: Office) -> None:
    office.take()
    office.restart(wakes=MORNING - timedelta(days=365, hours=5))
    assert office.take() == "A002"
    office.clock.forward(3600)
    assert office.waiting == {"A001", "A002"} and office.take() == "A003"


def test_a_clock_that_was_put_back_a_little_is_caught_up_with(office: Office) -> None:
    office.take()
    office.clock.jump(MORNING - timedelta(minutes=9))
    assert office.time.now() == MORNING and office.time.doubt is Doubt.BEHIND
    office.clock.forward(600)
    assert office.time.now() == MORNING + timedelta(minutes=9)
    office.clock.forward(100 * 60)
    assert office.time.now() == office.clock.now() and office.time.doubt is None


def test_a_site_that_was_closed_for_the_new_year_opens_as_usual(office: Office) -> None:
    office.take()
    office.restart(off=timedelta(days=10))
    assert office.take() == "A001" and office.time.doubt is None
    assert office.time.now() == MORNING + timedelta(days=10)


def test_a_held_day_stays_held_when_the_clock_leaps_on_while_it_was_in_doubt(office: Office) -> None:
    office.take()
    for year in (2098, 2099):
        office.clock.jump(MORNING.replace(year=year))
        assert office.time.now() < MORNING + timedelta(hours=1) and office.time.doubt is Doubt.AHEAD
        office.time.confirm()
        assert office.take() != "A001" and office.time.doubt is Doubt.HELD


@pytest.mark.parametrize("how", ["synchronised", "confirmed"])
def test_a_clock_a_year_ahead_is_believed_when_someone_vouches_for_it(office: Office, how: str) -> None:
    office.take()
    office.work()
    office.restart(off=timedelta(days=365))
    assert office.take() == "A002" and office.day == "2026-11-23"
    assert office.time.doubt is Doubt.AHEAD
    office.work()
    if how == "confirmed":
        office.time.confirm()
    office.synchronised = how == "synchronised"
    assert office.take() == "A001" and office.day == "2027-11-23" and office.time.doubt is None


def test_a_clock_that_was_seven_hours_ahead_and_is_put_right_keeps_the_day_until_the_clock_passes_it(
    office: Office,
) -> None:
    office.restart(wakes=MORNING + timedelta(hours=7))
    assert office.take() == "A001"
    office.work()
    office.synchronised = True
    office.clock.jump(MORNING)
    assert office.take() == "A002" and office.day == "2026-11-23"
    assert office.time.doubt is Doubt.BEHIND and not office.time.hour_is_known
    office.work()
    office.restart(off=timedelta(minutes=5))
    assert office.take() == "A003" and office.day == "2026-11-23"
    office.work()
    for minute in range(16 * 60):
        office.clock.forward(60)
        assert office.time.read().day == office.lobby.day or minute > 15 * 60 + 50
    assert office.take() == "A001" and office.day == "2026-11-24"
    office.clock.forward(8 * 3600)
    assert abs(office.time.now() - office.clock.now()) < timedelta(hours=1), "the time is right by the morning"


def test_a_wall_put_back_while_the_hub_runs_turns_no_day_though_nobody_vouches(office: Office) -> None:
    office.take()
    office.work()
    office.clock.jump(MORNING - timedelta(hours=7))
    assert office.take() == "A002" and office.day == "2026-11-23"


def test_a_machine_without_a_battery_keeps_no_hours_until_its_clock_is_vouched_for(office: Office) -> None:
    office.hours, office.battery = OFFICE_HOURS, False
    office.clock.forward(8.5 * 3600)
    office.synchronised = True
    office.restart()
    office.take()
    office.synchronised = False
    office.start_again()
    assert office.time.doubt is None, "it was right in this same boot"
    office.restart(wakes=MORNING + timedelta(hours=10))
    assert office.time.doubt is Doubt.UNSURE and not office.time.hour_is_known
    assert office.take() == "A002", "the site is open"
    office.start_again()
    assert office.take() == "A003" and office.time.doubt is Doubt.UNSURE, "the hub alone was started anew"
    office.work()
    office.synchronised = True
    office.clock.jump(MORNING + timedelta(days=1))
    assert office.take() == "A001" and office.day == "2026-11-24"
    assert office.time.doubt is None and office.time.hour_is_known


def test_the_midnight_of_a_restored_clock_sends_nobody_home_and_the_keeper_can_confirm_it(office: Office) -> None:
    office.battery = False
    office.take()
    office.work()
    office.restart(wakes=MORNING + timedelta(hours=9))
    office.take()
    office.clock.forward(8 * 3600)
    assert office.take() == "A003" and office.waiting == {"A002", "A003"}
    office.work()
    office.time.confirm()
    assert office.take() == "A001" and office.time.doubt is None and office.time.hour_is_known


def test_a_site_that_wrote_nothing_yet_has_nothing_to_doubt_its_clock_by(office: Office) -> None:
    office.battery = False
    office.restart(off=timedelta(hours=9))
    assert office.time.now() == office.clock.now() and office.time.doubt is None


def test_a_leap_past_closing_sends_nobody_home_unless_someone_vouches_for_it(office: Office) -> None:
    office.hours = OFFICE_HOURS
    office.clock.forward(2 * 3600 + 40 * 60)
    office.take()
    office.clock.jump(office.clock.now() + timedelta(hours=7))
    office.take()
    assert office.waiting == {"A001", "A002"} and office.time.doubt is Doubt.HELD
    assert office.time.now() == MORNING + timedelta(hours=2, minutes=40)
    office.clock.jump(MORNING + timedelta(hours=2, minutes=41))
    assert office.time.now() == office.clock.now() and office.time.doubt is None
    office.synchronised = True
    office.clock.jump(MORNING + timedelta(hours=3))
    assert office.time.now() == office.clock.now() and office.time.doubt is None


@pytest.mark.parametrize("how", ["park", "no-show"])
def test_who_was_set_aside_and_comes_back_is_here(office: Office, how: str) -> None:
    office.ask("counter/open", counter="quay-1")
    office.take()
    office.ask("counter/next", counter="quay-1")
    office.ask(f"counter/{how}", counter="quay-1", **({"reason": "Chờ giấy tờ"} if how == "park" else {}))
    office.clock.jump(MORNING + timedelta(days=1))
    assert office.take() == "A002" and office.here == {"A001", "A002"}
    office.clock.forward(900)
    office.take()
    assert office.waiting == {"A001", "A002", "A003"}


def test_time_runs_at_its_own_pace_past_midnight_while_the_date_is_lost(office: Office) -> None:
    office.take()
    office.restart(wakes=datetime(1970, 1, 1, 7, 0, tzinfo=OFFICE_ZONE))
    for hours in range(1, 40):
        office.clock.forward(3600)
        assert office.time.now() == MORNING + timedelta(hours=hours)
    assert office.take() == "A002" and office.day == "2026-11-23"
    office.clock.jump(MORNING + timedelta(hours=39))
    assert office.take() == "A003", "the network told the date just as it is: still nobody is sent home"


def test_a_clock_with_no_battery_for_it_vouches_for_nothing(tmp_path: Path) -> None:
    assert not has_battery(tmp_path)
    (tmp_path / "rtc0").mkdir()
    assert not has_battery(tmp_path)
    (tmp_path / "rtc0" / "since_epoch").write_text("37\n", encoding="ascii")
    assert not has_battery(tmp_path)
    (tmp_path / "rtc0" / "since_epoch").write_text(f"{MORNING.timestamp():.0f}\n", encoding="ascii")
    assert has_battery(tmp_path) and boot_id() == boot_id()


def test_what_was_left_open_by_a_power_cut_ends_at_its_own_day(office: Office) -> None:
    office.ask("counter/open", counter="quay-1")
    office.take()
    office.take()
    office.ask("counter/next", counter="quay-1")
    office.ask("counter/serve", counter="quay-1")
    office.restart(off=timedelta(days=3))
    office.take()
    ended = [fact for fact in office.facts if fact.data.get("by") == "day"]
    kinds = [EntryKind.TICKET_SERVED, EntryKind.TICKET_EXPIRED, EntryKind.COUNTER_CLOSED]
    assert [fact.kind for fact in ended] == kinds
    midnight = datetime(2026, 11, 23, 23, 59, 59, 999000, tzinfo=OFFICE_ZONE)
    assert all(fact.ticket.ended_at == midnight for fact in ended if fact.ticket is not None)
    (closed,) = [fact for fact in office.facts if fact.kind is EntryKind.DAY_CLOSED]
    assert closed.data["services"] == {"ho-tich": {"issued": 2, "served": 1, "missed": 0, "expired": 1}}


def test_the_machine_can_be_asked_whether_it_is_synchronised() -> None:
    assert synchronised() in (True, False)


JUMPS = st.one_of(
    st.sampled_from([-365.0, -1.0, -0.4, -0.01, 0.01, 0.3, 1.0, 3.0, 40.0, 365.0, 3650.0]),
    st.floats(-800, 800).filter(lambda days: abs(days) > 0.001),
)


class Walk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.office = Office(Path(self.folder.name))
        self.restored = False
        self.mine: set[str] = set()
        self.seen = self.office.time.now()

    @rule()
    def take_a_number(self) -> None:
        day = self.office.day
        number = self.office.take()
        if day != self.office.day:
            self.mine.clear()
        self.mine.add(number)

    @rule()
    def serve_everyone(self) -> None:
        day = self.office.day
        self.office.work()
        if day == self.office.day or self.office.waiting:
            self.mine &= self.office.here

    @rule(how=st.sampled_from(["park", "no-show"]))
    def set_someone_aside(self, how: str) -> None:
        day = self.office.day
        self.office.ask("counter/open", counter="quay-1")
        self.office.ask("counter/next", counter="quay-1")
        self.office.ask(f"counter/{how}", counter="quay-1", **({"reason": "Chờ"} if how == "park" else {}))
        if day == self.office.day or self.office.here:
            self.mine &= self.office.here

    @rule(seconds=st.sampled_from([1, 59, 600, 3600, 7 * 3600, 11 * 3600]))
    def let_time_pass(self, seconds: int) -> None:
        date, before = self.office.clock.now().date(), self.office.time.now()
        self.office.clock.forward(seconds)
        if self.office.clock.now().date() != date:
            self.mine.clear()
        least = 0.9 if self.mine else 0.1
        assert self.office.time.now() - before >= timedelta(seconds=seconds * least - 0.001), "time moves"

    @rule(days=JUMPS)
    def jump(self, days: float) -> None:
        self._jump_to(self.office.clock.now() + timedelta(days=days))

    @rule(hours=st.sampled_from([1, 3, 7, -7]))
    def jump_within_the_day(self, hours: int) -> None:
        self._jump_to(self.office.clock.now() + timedelta(hours=hours))

    @rule(year=st.sampled_from([1970, 2000, 2026, 2099]))
    def jump_to_a_year(self, year: int) -> None:
        self._jump_to(self.office.clock.now().replace(year=year, day=10))

    @rule(synchronised=st.booleans())
    def hear_of_the_network(self, synchronised: bool) -> None:
        self.office.synchronised = synchronised
        self.restored = self.restored and not synchronised

    @rule()
    def confirm(self) -> None:
        self.office.time.confirm()
        self.restored = False

    @rule(hours=st.sampled_from([0.01, 1, 14, 86]), days_off=st.sampled_from([0, 0, -3, 200, -20000]))
    def cut_the_power(self, hours: float, days_off: int) -> None:
        self.office.battery = True
        self._start_at(self.office.clock.now() + timedelta(hours=hours, days=days_off))

    @rule(minutes=st.sampled_from([-60, 0, 5, 40]))
    def cut_the_power_of_a_machine_that_restores_its_clock(self, minutes: int) -> None:
        self.office.battery = False
        self._start_at(self.office.clock.now() + timedelta(minutes=minutes))
        self.restored = not self.office.synchronised

    def _start_at(self, wakes: datetime) -> None:
        self.office.restart(wakes=wakes)
        self.restored = False
        self.mine.clear()
        # What was read and not written is forgotten with the power.
        self.seen = self.office.lobby.at or self.office.time.now()

    @invariant()
    def nobody_is_sent_home_and_nothing_runs_back(self) -> None:
        before, wall = self.office.lobby.day, self.office.clock.now().date()
        self.office.ask("ticket/cancel", ticket=str(uuid.uuid4()))
        if before is not None and self.office.synchronised and timedelta(0) <= before - wall <= timedelta(days=2):
            assert self.office.lobby.day == before, "no day turns before the network's time says so"
        assert self.mine <= self.office.here, "who took a number since the start is still here"
        assert not (self.restored and self.office.time.hour_is_known), "a restored clock keeps no hours"
        now = self.office.time.now()
        assert now >= self.seen
        self.seen = now
        facts = self.office.facts
        assert all(a.at <= b.at and a.day <= b.day for a, b in pairwise(facts))
        issued = [fact for fact in facts if fact.kind is EntryKind.TICKET_ISSUED and fact.ticket is not None]
        assert all(n == 1 for n in Counter((one.day, one.ticket.number) for one in issued if one.ticket).values())
        assert fold(facts) == self.office.lobby

    def _jump_to(self, to: datetime) -> None:
        before, is_someone_here = self.office.time.now(), bool(self.mine)
        self.office.clock.jump(to)
        if is_someone_here and not self.office.time.is_sure:
            assert self.office.time.now() - before <= SMALL_STEP, "nobody is sent home by a leap past closing"

    def teardown(self) -> None:
        self.folder.cleanup()


def test_no_walk_of_the_clock_sends_anyone_home_or_repeats_a_number() -> None:
    run_state_machine_as_test(Walk, settings=settings(max_examples=120, stateful_step_count=30))


def test_the_hub_tells_its_keeper_what_is_wrong_with_the_clock(new_site: Callable[..., Any]) -> None:
    site = new_site()
    site.granted("dispenser-1", "ticket/issue", service="ho-tich")
    for wrong, code in (
        (datetime(1970, 1, 1, tzinfo=OFFICE_ZONE), "clock_lost"),
        (MORNING.replace(year=2031), "clock_ahead"),
    ):
        site.clock.jump(wrong)
        site.clock.forward(10)
        site.hub.step()
        assert [fault.code for fault in site.link.faults.standing()] == [code]
        assert site.granted("dispenser-1", "ticket/issue", service="ho-tich")["ticket"]["number"] != "A001"
    site.door.confirm_clock()
    site.clock.forward(10)
    site.hub.step()
    assert [fault.code for fault in site.link.faults.standing()] == ["clock_held"], "people wait still"
    site.clock.jump(MORNING + timedelta(minutes=5))
    site.clock.forward(10)
    site.hub.step()
    assert site.link.faults.standing() == ()


def test_a_hub_archives_older_months_by_and_by_while_it_gives_numbers(new_site: Callable[..., Any]) -> None:
    site = new_site(journal={"keep_months": 1}, devices=[{"id": "dispenser-1", "role": "dispenser"}])
    for _ in range(100):
        assert site.granted("dispenser-1", "ticket/issue", service="ho-tich")["ticket"]["number"] == "A001"
        site.clock.forward(86400)
        site.hub.step()
    for _ in range(100):
        site.clock.forward(10)
        site.hub.step()
    months = sorted(path.stem for path in (site.state / "archive").iterdir())
    assert months == ["2026-11", "2026-12", "2027-01"], "February is the whole month kept before March"
    assert [fact.seq for fact in entries(site.state)] == list(range(1, site.ground.keeper.lobby.seq + 1))
    assert site.link.faults.standing() == ()
