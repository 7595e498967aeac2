"""What the LED board's tests share: a twin on a pty, and calls as the hub sends them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from display.led.twin import LedTwin
from lobby.clock import SystemClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.calls import Call, CallKind
from lobby.contract.ticket import Ticket, TicketState

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=OFFICE_ZONE)


def _call(number: str = "A012", counter: int = 3) -> Call:
    held = Ticket(
        ticket=str(uuid.uuid4()),
        number=number,
        service="ho-tich",
        state=TicketState.CALLED,
        issued_at=NOON,
        called_at=NOON,
    )
    return Call(
        call_id=str(uuid.uuid4()),
        kind=CallKind.CALL,
        ticket=held,
        counter=f"quay-{counter}",
        counter_name=f"Quầy số {counter}",
        nth=1,
        at=NOON,
    )


@pytest.fixture
def make_call() -> Callable[..., Call]:
    return _call


@pytest.fixture
def twin(tmp_path: Path) -> Iterator[LedTwin]:
    twin = LedTwin(tmp_path / "dev" / "led", tmp_path / "led", SystemClock())
    twin.start()
    yield twin
    twin.stop()
