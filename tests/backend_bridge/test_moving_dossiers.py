"""Dossiers of the sandbox move by themselves: legally, on working days, the same way each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from backend_bridge.sandbox.app import Sandbox
from backend_bridge.sandbox.days import closing, is_working
from backend_bridge.sandbox.moves import PINNED
from backend_bridge.sandbox.moving import NEXT, working_moment
from backend_bridge.sandbox.settings import SandboxSettings
from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import STATUS_TEXTS, Dossier

EVERY_S = 60.0
FRIDAY = datetime(2026, 11, 20, 15, 50, tzinfo=OFFICE_ZONE)
NAMES = ("received_at", "done_at", "returned_at")


class Running:
    """A sandbox whose clock is moved by hand."""

    def __init__(self, state: Path, token_file: Path, **more: Any) -> None:
        fields = {"port": 0, "state": state, "site": "demo", "token_file": token_file, "moves_every_s": EVERY_S, **more}
        self.clock = HandClock(FRIDAY)
        self.sandbox = Sandbox(SandboxSettings(**fields), self.clock)
        self.sandbox.start()
        self.sandbox.step()

    def minutes(self, count: int) -> None:
        for _ in range(count):
            self.clock.forward(EVERY_S)
            self.sandbox.step()

    def dossiers(self) -> dict[str, Dossier]:
        ledger = self.sandbox.ledger
        held = ((code, ledger.find(code, check)) for code, _, check in ledger.codes())
        return {code: dossier for code, dossier in held if dossier is not None}


@pytest.fixture
def running(tmp_path: Path, token_file: Path) -> Any:
    started: list[Running] = []

    def start(name: str = "a", **more: Any) -> Running:
        started.append(Running(tmp_path / name, token_file, **more))
        return started[-1]

    yield start
    for one in started:
        one.sandbox.stop()


Starting = Callable[..., Running]


def test_dossiers_go_on_in_legal_order_and_new_ones_come_in(running: Starting) -> None:
    office = running()
    before = office.dossiers()
    seen = dict(before)
    for _ in range(200):
        office.minutes(1)
        ((_, code, was, status),) = office.sandbox.ledger.moves.newest(1)
        now = office.sandbox.ledger.moves.of(code).dossier
        assert now.status == status and was == (seen[code].status if code in seen else None)
        assert status in (NEXT[was] if was else (1, 2))
        assert_makes_sense(now, office.clock.now())
        seen[code] = now
    assert seen == office.dossiers()
    moved = [code for code, was_so in before.items() if seen[code] != was_so]
    assert len(seen) > len(before) + 20 and len(moved) > 60
    assert not any(before[code].status in (3, 7, 10) for code in moved)


def assert_makes_sense(one: Dossier, now: datetime) -> None:
    assert one.steps is not None and one.status_text == STATUS_TEXTS[one.status]
    moments = [step.at for step in one.steps]
    assert moments == sorted(moments)
    times = [moment for moment in (getattr(one, name) for name in NAMES) if moment]
    assert all(moment <= now and is_working(moment.date()) for moment in [*times, *moments])
    assert times == sorted(times)
    assert (one.fee_due is not None) == (one.status == 6)
    assert (one.todo is None) == (one.status == 10)
    assert (one.done_at is not None) == (one.status in (9, 10))
    assert (one.returned_at is not None) == (one.status == 10)
    for due in (one.due_at, one.new_due_at):
        assert due is None or (due == closing(due.date()) and is_working(due.date()) and due >= one.received_at)


def test_the_first_of_each_state_stay_and_stay_first(running: Starting) -> None:
    office = running()

    def first() -> dict[int, list[str]]:
        codes = office.sandbox.ledger.codes()
        return {status: [code for code, is_in, _ in codes if is_in == status][:PINNED] for status in STATUS_TEXTS}

    before = first()
    office.minutes(150)
    assert first() == before
    assert all(len(codes) == PINNED for codes in before.values())


def test_the_same_seed_and_moments_move_the_same(running: Starting) -> None:
    one, same, other = running("one"), running("same"), running("other", seed=7)
    for office in (one, same, other):
        office.minutes(40)
    assert one.dossiers() == same.dossiers()
    assert one.sandbox.ledger.moves.newest(40) == same.sandbox.ledger.moves.newest(40)
    assert one.dossiers() != other.dossiers()


def test_figures_results_and_what_to_do_change_with_them(running: Starting) -> None:
    office = running()
    office.minutes(90)
    states = Counter(one.status for one in office.dossiers().values())
    counts, ready = office.sandbox.ledger.figures(office.clock.now(), "quay-7")
    assert (counts.ready, counts.returned, counts.supplement) == (states[9], states[10], states[5])
    moves = office.sandbox.ledger.moves.newest(100)
    done = {code for _, code, _, status in moves if status == 9}
    still = {code for code, one in office.dossiers().items() if one.status == 9}
    assert done & still <= {one.dossier for one in ready}
    page = requests.get(f"http://127.0.0.1:{office.sandbox.port}/", timeout=10).text
    assert moves[0][1] in page


def test_none_moves_where_none_is_to_or_while_it_was_off(running: Starting, tmp_path: Path, token_file: Path) -> None:
    still = running("still", moves_every_s=0)
    still.minutes(5)
    assert still.sandbox.ledger.moves.made() == 0
    office = running("again")
    office.minutes(3)
    office.sandbox.stop()
    again = Running(tmp_path / "again", token_file)
    again.clock.forward(86400)
    again.minutes(1)
    assert again.sandbox.ledger.moves.made() == 4
    again.sandbox.stop()


def test_what_an_office_sent_is_moved_by_nobody_else(running: Starting) -> None:
    office = running()
    ledger = office.sandbox.ledger
    code = ledger.moves.movable()[0]
    made = ledger.moves.of(code)
    ledger.synchronise(made, "{}")
    assert code not in ledger.moves.movable()
    assert ledger.moves.of(code) == made


@pytest.mark.parametrize(
    ("now", "worked"),
    [
        ("2026-11-20T15:50:00", "2026-11-20T15:50:00"),
        ("2026-11-20T12:10:00", "2026-11-20T11:30:00"),
        ("2026-11-20T19:00:00", "2026-11-20T17:00:00"),
        ("2026-11-21T09:00:00", "2026-11-20T17:00:00"),
        ("2026-11-23T06:00:00", "2026-11-20T17:00:00"),
        ("2026-11-24T06:00:00", "2026-11-23T17:00:00"),
    ],
)
def test_outside_working_hours_it_is_the_end_of_the_last(now: str, worked: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=OFFICE_ZONE)
    assert working_moment(at) == datetime.fromisoformat(worked).replace(tzinfo=OFFICE_ZONE)
    assert working_moment(at + timedelta(0)) <= at
