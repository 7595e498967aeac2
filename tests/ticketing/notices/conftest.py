"""The keeper's notices under test: real files, real SQLite, a clock moved by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.health import Faults
from ticketing.notices.programme import Programme

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=OFFICE_ZONE)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(MORNING)


@pytest.fixture
def programme(tmp_path: Path, clock: HandClock) -> Programme:
    made = Programme(tmp_path / "state", clock, Faults(clock))
    made.start()
    return made


@pytest.fixture
def send(programme: Programme) -> Callable[..., str]:
    """Send a file piece by piece as the page does; returns its token."""

    def whole(content: bytes, owner: str = "quantri", piece: int = 50_000) -> str:
        token = programme.arriving.begin(owner, len(content), programme.limits)
        got = 0
        while got < len(content):
            got = programme.arriving.add(owner, token, got, content[got : got + piece])
        return token

    return whole
