"""Leased numbers over power cuts: none twice, none lost, none on another day, and times that never run backwards."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.keeping.leases import Leases
from kiosk.keeping.ledger import Begun, Ledger
from kiosk.keeping.tables import SCHEMA
from kiosk.keeping.wall import Wall
from kiosk.presenters.effects import Draft
from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.replies import Leased
from lobby.contract.requests import NumbersUsed
from lobby.contract.slips import PrintTicket
from lobby.database import Database

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)
WANTED = Draft("ho-tich", "elderly", "H15.12-250701-0001", "vi")


def begin(disk: Database, used: NumbersUsed) -> None:
    slip = PrintTicket.model_validate({**PrintTicket.example, "job": used.ticket, "number": used.number})
    Ledger(disk).begin(Begun(slip=slip, ticket=used.ticket, service=used.service, at=used.issued_at), used.id)


def test_numbers_are_given_in_the_order_of_the_lease(
    leases: Callable[[], Leases], lease: Callable[..., Leased]
) -> None:
    held = leases()
    held.leased(lease("A901", "A902"))
    assert held.left(MORNING) == {"ho-tich": 2}
    drawn = [held.draw(WANTED), held.draw(WANTED)]
    assert [used.number for used in drawn if used] == ["A901", "A902"]
    assert drawn[0] is not None and drawn[0].priority == "elderly" and drawn[0].dossier == "H15.12-250701-0001"
    assert held.draw(WANTED) is None
    assert held.left(MORNING) == {"ho-tich": 0}


def test_a_number_whose_slip_was_begun_is_never_given_again(
    leases: Callable[[], Leases], disks: Callable[[], Database], lease: Callable[..., Leased]
) -> None:
    held = leases()
    held.leased(lease("A901", "A902"))
    used = held.draw(WANTED)
    assert used is not None
    begin(disks(), used)
    again = leases()
    assert again.waiting() == [used]
    again.leased(lease("A901", "A902"))
    assert again.left(MORNING) == {"ho-tich": 1}, "the hub still names it, as it does not know it was used"
    after = again.draw(WANTED)
    assert after is not None and after.number == "A902"


def test_a_receipt_has_one_number_while_it_waits_for_the_hub(
    leases: Callable[[], Leases], disks: Callable[[], Database], lease: Callable[..., Leased]
) -> None:
    held = leases()
    held.leased(lease("A901"))
    assert WANTED.dossier is not None and held.number_of(WANTED.dossier) is None
    used = held.draw(WANTED)
    assert used is not None and held.number_of(WANTED.dossier) is None, "its slip is not begun"
    begin(disks(), used)
    assert held.number_of(WANTED.dossier) == "A901"
    assert held.number_of("H15.12-250701-0002") is None
    held.taken(used)
    assert held.number_of(WANTED.dossier) is None, "from now on the hub knows"


def test_a_number_that_nobody_saw_is_back_in_the_lease(
    leases: Callable[[], Leases], lease: Callable[..., Leased]
) -> None:
    held = leases()
    held.leased(lease("A901"))
    assert held.draw(WANTED) is not None
    again = leases()
    assert again.waiting() == []
    drawn = again.draw(WANTED)
    assert drawn is not None and drawn.number == "A901"


def test_a_lease_holds_for_its_day_alone(
    leases: Callable[[], Leases], lease: Callable[..., Leased], clock: HandClock
) -> None:
    held = leases()
    held.leased(lease("A901"))
    clock.forward(24 * 3600)
    assert held.left(clock.now()) == {}
    assert held.draw(WANTED) is None
    assert leases().draw(WANTED) is None


def test_a_machine_that_wakes_without_a_clock_battery_does_not_trust_its_day(
    leases: Callable[[], Leases], lease: Callable[..., Leased], tmp_path: Path
) -> None:
    leases().leased(lease("A901"))
    assert leases().left(MORNING) == {"ho-tich": 1}, "the program alone was started again"
    (tmp_path / "boot").write_text("two")
    assert leases().left(MORNING) == {}, "the clock may still say yesterday"
    (tmp_path / "synchronised").touch()
    assert leases().left(MORNING) == {"ho-tich": 1}
    (tmp_path / "synchronised").unlink()
    (tmp_path / "rtc").touch()
    assert leases().left(MORNING) == {"ho-tich": 1}


def test_times_never_run_backwards_while_numbers_wait(
    leases: Callable[[], Leases], disks: Callable[[], Database], lease: Callable[..., Leased], clock: HandClock
) -> None:
    held = leases()
    held.leased(lease("A901", "A902", "A903"))
    for _ in range(3):
        used = held.draw(WANTED)
        assert used is not None
        begin(disks(), used)
        clock.jump(clock.now() - timedelta(minutes=10))
    times = [used.issued_at for used in held.waiting()]
    assert times == sorted(times) and len(set(times)) == 3
    assert times[0] == MORNING


def test_what_the_hub_refused_is_kept_with_its_reason(
    leases: Callable[[], Leases], disks: Callable[[], Database], lease: Callable[..., Leased]
) -> None:
    held = leases()
    held.leased(lease("A901"))
    used = held.draw(WANTED)
    assert used is not None
    begin(disks(), used)
    held.put_aside(used, "Số này không thuộc máy.")
    assert leases().aside() == [("A901", "Số này không thuộc máy.")]
    assert leases().waiting() == []


STEPS = st.lists(
    st.one_of(
        st.sampled_from(["draw", "begin", "cut", "taken", "back"]),
        st.lists(st.integers(0, 40), max_size=12).map(sorted),
    ),
    max_size=60,
)


@settings(max_examples=60)
@given(steps=STEPS)
def test_whatever_happens_no_number_is_given_to_two_citizens_and_none_is_lost(steps: list[object]) -> None:
    clock = HandClock(MORNING)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "numbers.sqlite"
        wall = Wall(Path(folder) / "boot", Path("/proc/self"), Path(folder) / "none")

        def restart() -> tuple[Database, Leases]:
            disk = Database(path, SCHEMA, "FULL")
            disk.start()
            held = Leases(disk, clock, wall, lambda: str(uuid.uuid4()))
            held.open()
            return disk, held

        disk, held = restart()
        seen: list[str] = []
        taken: list[str] = []
        drawn: NumbersUsed | None = None
        for step in steps:
            if isinstance(step, list):
                held.leased(Leased(day=date(2026, 11, 23), numbers={"ho-tich": tuple(f"A{n:03d}" for n in step)}))
            elif step == "draw" and drawn is None:
                drawn = held.draw(WANTED)
            elif step == "begin" and drawn is not None:
                begin(disk, drawn)
                seen.append(drawn.number)
                drawn = None
            elif step == "cut":
                disk.stop()
                disk, held = restart()
                drawn = None
            elif step == "taken" and held.waiting():
                first = held.waiting()[0]
                held.taken(first)
                taken.append(first.number)
            elif step == "back":
                clock.jump(clock.now() - timedelta(seconds=90))
        assert len(set(seen)) == len(seen)
        assert taken + [used.number for used in held.waiting()] == seen
        disk.stop()
