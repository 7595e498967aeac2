"""The LED board on its serial line: what is called stands on it, and a pulled cable heals."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from display.led.board import REFRESH_S, RETRY_S, Board
from display.led.dots import draw
from display.led.driver import BoardLost, LedDriver, SerialLed
from display.led.frames import FrameSettings
from display.led.memory import MemoryLed
from display.led.picture import Picture
from display.led.twin import LedTwin
from display.model.led import HOLD_S, LedModel, LedView
from lobby.clock import HandClock, SystemClock
from lobby.contract.calls import Call
from lobby.contract.codec import encode
from lobby.contract.roles import Role
from lobby.contract.topics import Topics
from lobby.link.device import DeviceLink
from lobby.link.memory import MemoryBroker, MemoryBus

TOPICS = Topics("demo")


@dataclass
class Lobby:
    """An LED program on a broker in memory, its time moved by hand."""

    clock: HandClock
    broker: MemoryBroker
    hub: MemoryBus
    link: DeviceLink
    board: Board

    def call(self, call: Call) -> None:
        self.hub.publish(TOPICS.call(), encode(call))

    def pass_time(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self.clock.forward(0.1)
            self.board.step()

    def shown(self) -> list[dict[str, str]]:
        return [json.loads(payload) for payload in self.broker.payloads(TOPICS.shown("led-1"))]


@pytest.fixture
def start(tmp_path: Path) -> Callable[[LedDriver], Lobby]:
    def start(driver: LedDriver) -> Lobby:
        clock = HandClock(SystemClock().now())
        broker = MemoryBroker()
        hub = MemoryBus(broker)
        hub.start()
        link = DeviceLink(MemoryBus(broker), TOPICS, "led-1", Role.LED, clock, tmp_path)
        board = Board(link, driver, LedModel(), clock)
        board.start()
        board.step()
        return Lobby(clock, broker, hub, link, board)

    return start


def serial_led(twin: LedTwin) -> SerialLed:
    return SerialLed(str(twin.link), 9600, 1, FrameSettings())


def test_a_call_stands_on_the_board_and_the_officer_learns_it(
    start: Callable[[LedDriver], Lobby], twin: LedTwin, make_call: Callable[..., Call], wait_until: Callable[..., None]
) -> None:
    lobby = start(serial_led(twin))
    wait_until(lambda: twin.views() == [("----", "")], "the board is idle")
    called = make_call("A012", 3)
    lobby.call(called)
    lobby.pass_time(0.1)
    wait_until(lambda: twin.views()[-1] == ("A012", "3"), "the board shows the call")
    assert twin.frames[-1].blink
    assert [(shown["call_id"], shown["as"]) for shown in lobby.shown()] == [(called.call_id, "displayed")]


def test_ten_calls_in_one_second_are_all_seen_in_order(
    start: Callable[[LedDriver], Lobby], twin: LedTwin, make_call: Callable[..., Call], wait_until: Callable[..., None]
) -> None:
    lobby = start(serial_led(twin))
    calls = [make_call(f"B{n:03d}", n % 7 + 1) for n in range(10)]
    for called in calls:
        lobby.call(called)
    lobby.pass_time(10 * (HOLD_S + 0.1))
    wanted = [(called.ticket.number, called.counter_name[-1]) for called in calls]
    wait_until(lambda: len(twin.views()) == 11, "the board showed them all")
    assert twin.views()[1:] == wanted
    assert [shown["call_id"] for shown in lobby.shown()] == [called.call_id for called in calls]
    assert twin.broken == 0


def test_the_twin_tells_and_draws_what_stands_there(
    start: Callable[[LedDriver], Lobby],
    twin: LedTwin,
    tmp_path: Path,
    make_call: Callable[..., Call],
    wait_until: Callable[..., None],
) -> None:
    dark = np.asarray(Image.open(io.BytesIO((tmp_path / "led" / "now.png").read_bytes()))).astype(int)
    lobby = start(serial_led(twin))
    lobby.call(make_call("A012", 3))
    lobby.pass_time(0.1)

    def told() -> dict[str, object]:
        now: dict[str, object] = json.loads((tmp_path / "led" / "now.json").read_text())
        return now

    wait_until(lambda: told()["number"] == "A012", "now.json tells it")
    assert told()["counter"] == "3"
    assert told()["frames"] == 2
    picture = tmp_path / "led" / "now.png"

    def lit() -> int:
        pixels = np.asarray(Image.open(io.BytesIO(picture.read_bytes()))).astype(int)
        return int(np.count_nonzero(pixels[:, :, 0] > 200))

    wait_until(lambda: lit() > 8000, "the picture is drawn")
    assert np.count_nonzero(dark[:, :, 0] > 200) == 0


def test_a_pulled_cable_is_told_to_the_keeper_and_heals_by_itself(
    start: Callable[[LedDriver], Lobby],
    twin: LedTwin,
    tmp_path: Path,
    make_call: Callable[..., Call],
    wait_until: Callable[..., None],
) -> None:
    lobby = start(serial_led(twin))
    twin.stop()
    assert not twin.link.exists()
    called = make_call("A012", 3)
    lobby.call(called)
    lobby.pass_time(0.2)
    (fault,) = lobby.link.faults.standing()
    assert (fault.code, "bảng LED" in fault.detail) == ("led", True)
    assert [(shown["as"], shown["call_id"]) for shown in lobby.shown()] == [("failed", called.call_id)]
    back = LedTwin(twin.link, tmp_path / "led", SystemClock())
    back.start()
    lobby.pass_time(RETRY_S + 0.2)
    wait_until(lambda: back.views() == [("A012", "3")], "the board shows the call again")
    assert lobby.link.faults.standing() == ()
    assert [shown["as"] for shown in lobby.shown()] == ["failed", "displayed"]
    back.stop()


def test_the_picture_is_of_what_stands_on_the_board_and_dark_while_it_is_lost(
    start: Callable[[LedDriver], Lobby], tmp_path: Path, make_call: Callable[..., Call]
) -> None:
    led = MemoryLed()
    lobby = start(led)
    picture = Picture(tmp_path / "screens", "led-1", lobby.board.shown)
    for number, wanted in (("A012", "A012"), ("A00123", "A012"), ("A013", "A013")):
        lobby.call(make_call(number, 3))
        lobby.pass_time(HOLD_S + 0.2)
        picture.take()
        assert (tmp_path / "screens/led-1.png").read_bytes() == draw(wanted, "3")
    led.lost = True
    lobby.pass_time(REFRESH_S + 0.2)
    picture.take()
    assert (tmp_path / "screens/led-1.png").read_bytes() == draw("", "")
    assert [path.name for path in (tmp_path / "screens").iterdir()] == ["led-1.png"]


def test_a_picture_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    Picture(tmp_path / "file", "led-1", LedView).take()
    Picture(None, "led-1", LedView).take()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_board_that_lost_power_is_right_again_without_a_new_call(
    start: Callable[[LedDriver], Lobby], make_call: Callable[..., Call]
) -> None:
    led = MemoryLed()
    lobby = start(led)
    lobby.call(make_call("A012", 3))
    lobby.pass_time(10)
    led.shown.clear()
    lobby.pass_time(5)
    assert {view.number for view in led.shown} == {"A012"}
    assert len(led.shown) <= 3


def test_a_number_too_long_is_answered_as_failed_and_the_next_one_shown(
    start: Callable[[LedDriver], Lobby], make_call: Callable[..., Call]
) -> None:
    led = MemoryLed()
    lobby = start(led)
    lobby.call(make_call("A00123", 3))
    lobby.call(make_call("A012", 3))
    lobby.pass_time(HOLD_S + 0.5)
    assert [shown["as"] for shown in lobby.shown()] == ["failed", "displayed"]
    assert led.shown[-1].number == "A012"


@pytest.mark.parametrize("payload", [b"", b"{", b"[]", b"\xff\xfe", b'{"v": 1}', b"9" * 70_000])
def test_a_malformed_call_does_nothing(
    start: Callable[[LedDriver], Lobby], make_call: Callable[..., Call], payload: bytes
) -> None:
    led = MemoryLed()
    lobby = start(led)
    lobby.hub.publish(TOPICS.call(), payload)
    lobby.hub.publish(TOPICS.counter("quay-1"), payload, retained=True)
    lobby.pass_time(1)
    assert {view.number for view in led.shown} == {"----"}
    assert lobby.shown() == []
    lobby.call(make_call("A012", 3))
    lobby.pass_time(0.2)
    assert led.shown[-1].number == "A012"


def test_a_port_that_is_none_fails_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no serial port")
    for name in ("none", "file", "."):
        with pytest.raises(BoardLost, match="Không gửi được tới bảng LED ở cổng"):
            SerialLed(str(tmp_path / name), 9600, 1, FrameSettings()).show(LedView("A001", "1"))
