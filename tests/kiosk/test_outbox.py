"""What the hub must hear reaches it once, in order, over lost answers, refusals and restarts."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.keeping.wall import Wall
from kiosk.lessee import AGAIN_S as LEASE_AGAIN_S
from kiosk.lessee import REFRESH_S, Lessee
from kiosk.outbox import AGAIN_S, Outbox
from kiosk.presenters.effects import Draft, Print, Tell
from kiosk.register import Register
from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Leased, Nothing, Reply, accept, refuse
from lobby.contract.requests import (
    NumbersLease,
    NumbersUsed,
    PrintOutcome,
    Request,
    TicketCancel,
    TicketIssue,
    TicketPrinted,
)
from lobby.contract.slips import PrintTicket
from lobby.health import Faults

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)
Then = Callable[[Reply | None], None]


class Hub:
    """Remembers what it is asked, and answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self._thens: list[Then] = []

    def ask(self, request: Request, then: Then) -> None:
        self.asked.append(request)
        self._thens.append(then)

    def answers(self, code: ErrorCode | None = None) -> None:
        last = self.asked[-1]
        self._thens[-1](refuse(last.id, Refused(code)) if code else accept(last.id, Nothing()))

    def is_silent(self) -> None:
        self._thens[-1](None)

    def leases(self, *numbers: str) -> None:
        lease = Leased(day=MORNING.date(), numbers={"ho-tich": numbers})
        self._thens[-1](accept(self.asked[-1].id, lease))


class Bench:
    """A dispenser's disk, outbox and lessee over a hub of words; `restart` as after a power cut."""

    def __init__(self, folder: Path) -> None:
        self.clock = HandClock(MORNING)
        self.faults = Faults(self.clock)
        self.hub = Hub()
        self._folder = folder
        self._ids = itertools.count(1)
        self.restart()

    def restart(self) -> None:
        wall = Wall(self._folder / "boot", Path("/proc/self"), self._folder / "none")
        self.register = Register(self._folder / "numbers.sqlite", self.clock, wall, self.faults, self.new_id)
        left = self.register.open()
        self.lessee = Lessee(self.register, self.hub.ask, self.clock, self.new_id)
        self.outbox = Outbox(self.register, self.hub.ask, self.lessee.want, self.clock)
        self.outbox.open(left.tells, left.used)

    def new_id(self) -> str:
        return str(uuid.UUID(int=next(self._ids)))

    def gives(self) -> NumbersUsed:
        """Give the next leased number and print it."""
        used = self.register.draw(Draft("ho-tich"))
        assert used is not None
        slip = PrintTicket.model_validate({**PrintTicket.example, "job": self.new_id(), "number": used.number})
        assert self.register.begin(Print(slip, used.ticket, used.service, used.id))
        self.outbox.given()
        told = TicketPrinted(id=self.new_id(), ticket=used.ticket, outcome=PrintOutcome.PRINTED)
        self.outbox.tell(Tell(told, slip.job))
        return used


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    made.register.leased(Leased(day=MORNING.date(), numbers={"ho-tich": ("A901", "A902", "A903")}))
    yield made
    made.register.close()


def test_numbers_go_to_the_hub_one_at_a_time_in_the_order_they_were_given_then_their_slips(bench: Bench) -> None:
    given = [bench.gives() for _ in range(3)]
    bench.outbox.step(reached=False)
    assert bench.hub.asked == []
    for place in range(3):
        bench.outbox.step(reached=True)
        bench.outbox.step(reached=True)
        assert bench.hub.asked == given[: place + 1]
        bench.hub.answers()
    for used in given:
        bench.outbox.step(reached=True)
        slip = bench.hub.asked[-1]
        assert isinstance(slip, TicketPrinted) and slip.ticket == used.ticket
        bench.hub.answers()
    bench.outbox.step(reached=True)
    assert len(bench.hub.asked) == 6


def test_a_lost_answer_is_asked_for_with_the_same_id_also_after_a_restart(bench: Bench) -> None:
    used = bench.gives()
    bench.outbox.step(reached=True)
    bench.hub.is_silent()
    bench.outbox.step(reached=True)
    assert bench.hub.asked == [used, used]
    bench.restart()
    bench.outbox.step(reached=True)
    assert bench.hub.asked == [used] * 3
    bench.hub.answers()
    bench.restart()
    bench.outbox.step(reached=True)
    assert isinstance(bench.hub.asked[-1], TicketPrinted)


@pytest.mark.parametrize("code", [ErrorCode.BAD_REQUEST, ErrorCode.WRONG_STATE])
def test_a_number_refused_for_good_is_kept_aside_with_a_fault_and_the_next_goes_on(
    bench: Bench, code: ErrorCode
) -> None:
    bench.gives()
    second = bench.gives()
    bench.outbox.step(reached=True)
    bench.hub.answers(code)
    (fault,) = bench.faults.standing()
    assert fault.code == "numbers_refused" and "A901" in fault.detail
    bench.outbox.step(reached=True)
    assert bench.hub.asked[-1] == second
    bench.restart()
    assert [fault.code for fault in bench.faults.standing()] == ["numbers_refused"]
    assert bench.register.waiting() == [second]


@pytest.mark.parametrize("code", [ErrorCode.UNKNOWN_SERVICE, ErrorCode.TOO_MANY_REQUESTS, ErrorCode.FORBIDDEN])
def test_a_number_refused_for_the_moment_comes_again_and_lets_the_next_pass(bench: Bench, code: ErrorCode) -> None:
    first, second = bench.gives(), bench.gives()
    bench.outbox.step(reached=True)
    bench.hub.answers(code)
    bench.outbox.step(reached=True)
    assert bench.hub.asked == [first, second]
    bench.hub.answers()
    bench.clock.forward(AGAIN_S)
    bench.outbox.step(reached=True)
    assert bench.hub.asked[-1] == first


def test_what_is_given_back_goes_before_the_numbers_given_meanwhile(bench: Bench) -> None:
    asked = TicketIssue(id=bench.new_id(), service="ho-tich", dossier="H15.12-250701-0001")
    bench.register.asking(asked)
    bench.outbox.question(asked.id)
    used = bench.gives()
    bench.outbox.step(reached=True)
    assert bench.hub.asked == [], "the hub may hold a ticket for the same receipt"
    back = TicketCancel(id=bench.new_id(), track="Qk3nVx8c2J0")
    bench.outbox.tell(Tell(back, closes=asked.id))
    bench.outbox.step(reached=True)
    bench.hub.answers()
    bench.outbox.step(reached=True)
    assert bench.hub.asked == [back, used]


def test_a_lease_is_asked_at_the_start_after_use_each_day_and_now_and_then(bench: Bench) -> None:
    bench.lessee.step(reached=False)
    assert bench.hub.asked == []
    bench.lessee.step(reached=True)
    bench.lessee.step(reached=True)
    assert [type(one) for one in bench.hub.asked] == [NumbersLease]
    bench.hub.leases("A901", "A902")
    assert bench.register.left(bench.clock.now()) == {"ho-tich": 2}
    bench.clock.forward(LEASE_AGAIN_S + 1)
    bench.lessee.step(reached=True)
    assert len(bench.hub.asked) == 1
    bench.gives()
    bench.outbox.step(reached=True)
    bench.hub.answers()
    bench.lessee.step(reached=True)
    assert isinstance(bench.hub.asked[-1], NumbersLease)
    bench.hub.leases("A902")
    bench.clock.forward(REFRESH_S)
    bench.lessee.step(reached=True)
    bench.hub.leases("A902")
    bench.clock.forward(16 * 3600)
    bench.lessee.step(reached=True)
    leases = [one for one in bench.hub.asked if isinstance(one, NumbersLease)]
    assert len({one.id for one in leases}) == 4


def test_a_dispenser_whose_file_was_damaged_says_so_until_it_is_answered_once(bench: Bench, tmp_path: Path) -> None:
    bench.lessee.step(reached=True)
    assert not bench.hub.asked[-1].afresh, "what it was leased is on its disk"
    bench.register.close()
    (tmp_path / "numbers.sqlite").write_bytes(b"not a database" * 400)
    bench.restart()
    bench.lessee.step(reached=True)
    bench.hub.is_silent()
    bench.clock.forward(LEASE_AGAIN_S)
    bench.lessee.step(reached=True)
    lost, again = bench.hub.asked[-2:]
    assert lost.afresh and again == lost, "the hub gives up what it leased once, though its answer was lost"
    bench.hub.leases("A904")
    bench.lessee.want()
    bench.lessee.step(reached=True)
    assert not bench.hub.asked[-1].afresh and bench.hub.asked[-1].id != lost.id
    bench.restart()
    bench.lessee.step(reached=True)
    assert not bench.hub.asked[-1].afresh


def test_a_new_memory_card_begins_afresh_and_a_refusal_is_asked_anew(bench: Bench, tmp_path: Path) -> None:
    bench.register.close()
    for file in tmp_path.glob("numbers.sqlite*"):
        file.unlink()
    bench.restart()
    bench.lessee.step(reached=True)
    bench.hub.answers(ErrorCode.INTERNAL)
    bench.clock.forward(LEASE_AGAIN_S)
    bench.lessee.step(reached=True)
    first, second = bench.hub.asked
    assert first.afresh and second.afresh and first.id != second.id


def test_a_disk_that_cannot_be_read_gives_up_no_numbers(bench: Bench, tmp_path: Path) -> None:
    bench.register.close()
    for file in tmp_path.glob("numbers.sqlite*"):
        file.unlink()
    (tmp_path / "numbers.sqlite").mkdir()
    bench.restart()
    bench.lessee.step(reached=True)
    assert not bench.hub.asked[-1].afresh, "what it gave may still be there"


def test_a_lease_of_another_day_than_the_clock_says_is_asked_again(bench: Bench) -> None:
    bench.clock.forward(24 * 3600)
    bench.lessee.step(reached=True)
    bench.hub.leases("A901")
    assert bench.register.left(bench.clock.now()) == {}
    bench.clock.forward(LEASE_AGAIN_S)
    bench.lessee.step(reached=True)
    assert len(bench.hub.asked) == 2


def test_a_disk_that_fails_is_told_and_gives_no_number_that_it_does_not_keep(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the folder's place")
    clock = HandClock(MORNING)
    faults = Faults(clock)
    path = tmp_path / "state" / "numbers.sqlite"
    register = Register(path, clock, Wall(), faults, lambda: str(uuid.uuid4()))
    assert register.open().used == []
    assert [fault.code for fault in faults.standing()] == ["dispenser_disk"]
    register.leased(Leased(day=MORNING.date(), numbers={"ho-tich": ("A901",)}))
    assert register.draw(Draft("ho-tich")) is None
    register.asking(TicketIssue(id=str(uuid.uuid4()), service="ho-tich"))
