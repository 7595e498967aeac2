"""A dispenser's disk that can be opened again as after a power cut, and leases in words."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.keeping.leases import Leases
from kiosk.keeping.tables import SCHEMA
from kiosk.keeping.wall import Wall
from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.replies import Leased
from lobby.database import Database

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(MORNING)


@pytest.fixture
def new_id() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: str(uuid.UUID(int=next(numbers)))


@pytest.fixture
def wall(tmp_path: Path) -> Wall:
    """A machine without a clock battery; its boot id can be written anew."""
    (tmp_path / "boot").write_text("one")
    return Wall(tmp_path / "boot", tmp_path / "rtc", tmp_path / "synchronised")


@pytest.fixture
def disks(tmp_path: Path) -> Iterator[Callable[[], Database]]:
    opened: list[Database] = []

    def make() -> Database:
        opened.append(Database(tmp_path / "state" / "numbers.sqlite", SCHEMA, "FULL"))
        opened[-1].start()
        return opened[-1]

    yield make
    for disk in opened:
        disk.stop()


@pytest.fixture
def leases(
    disks: Callable[[], Database], clock: HandClock, wall: Wall, new_id: Callable[[], str]
) -> Callable[[], Leases]:
    """Open the leases as a new run of the program does."""

    def open_again() -> Leases:
        opened = Leases(disks(), clock, wall, new_id)
        opened.open()
        return opened

    return open_again


@pytest.fixture
def lease() -> Callable[..., Leased]:
    def of(*numbers: str) -> Leased:
        return Leased(day=MORNING.date(), numbers={"ho-tich": numbers})

    return of
