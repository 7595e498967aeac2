"""What the LED boards' tests share: boards at the end of a line, a program in memory, calls as the hub sends them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from display.led.ascii_board import AsciiSign
from display.led.board import Board
from display.led.driver import LedDriver
from display.led.far_end import PtyEnd
from display.led.frames import FrameSettings
from display.led.line import Line
from display.led.memory import MemoryLine
from display.led.twin import LedTwin
from display.led.wiring import Place
from display.model.brightness import Brightness
from display.model.led import LedModel
from lobby.clock import HandClock, SystemClock
from lobby.contract.calls import Call, CallKind
from lobby.contract.roles import Role
from lobby.contract.ticket import Ticket, TicketState
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus
from tests.display.led.lobby import NOON, TOPICS, Lobby


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
def start_places(tmp_path: Path) -> Callable[..., Lobby]:
    """Start a program with boards on a line."""

    def start(places: Sequence[Place], line: Line | None = None, brightness: Brightness | None = None) -> Lobby:
        clock = HandClock(NOON)
        broker = MemoryBroker()
        hub = MemoryBus(broker)
        hub.start()
        link = DeviceLink(MemoryBus(broker), TOPICS, "led-1", Role.LED, clock, tmp_path)
        board = Board(link, line or MemoryLine(), places, clock, brightness)
        board.start()
        board.step()
        return Lobby(clock, broker, hub, link, board)

    return start


@pytest.fixture
def start(start_places: Callable[..., Lobby]) -> Callable[[LedDriver], Lobby]:
    """Start a program with one board that shows every call."""

    def start(driver: LedDriver) -> Lobby:
        return start_places([Place("Bảng LED", "led-1", driver, LedModel())])

    return start


@pytest.fixture
def sign() -> AsciiSign:
    return AsciiSign(FrameSettings(), 1)


@pytest.fixture
def twin(tmp_path: Path, sign: AsciiSign) -> Iterator[LedTwin]:
    twin = LedTwin(PtyEnd(tmp_path / "dev" / "led"), tmp_path / "led", SystemClock(), [sign])
    twin.start()
    yield twin
    twin.stop()
