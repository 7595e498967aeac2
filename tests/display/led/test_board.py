"""The LED board on its serial line: what is called stands on it, and a pulled cable heals."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from display.led.ascii_board import REFRESH_S, AsciiBoard, AsciiSign
from display.led.board import RETRY_S
from display.led.dots import digits, draw
from display.led.driver import LedDriver
from display.led.far_end import PtyEnd
from display.led.frames import FrameSettings
from display.led.line import LineLost, SerialLine
from display.led.memory import MemoryLed
from display.led.picture import Picture
from display.led.twin import LedTwin
from display.model.led import HOLD_S, LedView
from lobby.clock import SystemClock
from lobby.contract.calls import Call
from tests.display.led.lobby import TOPICS, Lobby


def serial_led(link: Path) -> AsciiBoard:
    return AsciiBoard(SerialLine(str(link)), "Bảng LED", 1, FrameSettings())


def test_a_call_stands_on_the_board_and_the_officer_learns_it(
    start: Callable[[LedDriver], Lobby],
    twin: LedTwin,
    sign: AsciiSign,
    tmp_path: Path,
    make_call: Callable[..., Call],
    wait_until: Callable[..., None],
) -> None:
    lobby = start(serial_led(tmp_path / "dev/led"))
    wait_until(lambda: sign.views() == [("----", "")], "the board is idle", 30)
    called = make_call("A012", 3)
    lobby.call(called)
    lobby.pass_time(0.1)
    wait_until(lambda: sign.views()[-1] == ("A012", "3"), "the board shows the call", 30)
    assert sign.frames[-1].blink
    assert [(shown["call_id"], shown["as"]) for shown in lobby.shown()] == [(called.call_id, "displayed")]


def test_ten_calls_in_one_second_are_all_seen_in_order(
    start: Callable[[LedDriver], Lobby],
    twin: LedTwin,
    sign: AsciiSign,
    tmp_path: Path,
    make_call: Callable[..., Call],
    wait_until: Callable[..., None],
) -> None:
    lobby = start(serial_led(tmp_path / "dev/led"))
    calls = [make_call(f"B{n:03d}", n % 7 + 1) for n in range(10)]
    for called in calls:
        lobby.call(called)
    lobby.pass_time(10 * (HOLD_S + 0.1))
    wanted = [(called.ticket.number, called.counter_name[-1]) for called in calls]
    wait_until(lambda: len(sign.views()) == 11, "the board showed them all", 30)
    assert sign.views()[1:] == wanted
    assert [shown["call_id"] for shown in lobby.shown()] == [called.call_id for called in calls]
    assert twin.broken == 0


def test_the_twin_tells_and_draws_what_stands_there(
    start: Callable[[LedDriver], Lobby],
    twin: LedTwin,
    sign: AsciiSign,
    tmp_path: Path,
    make_call: Callable[..., Call],
    wait_until: Callable[..., None],
) -> None:
    dark = np.asarray(Image.open(io.BytesIO((tmp_path / "led" / "now.png").read_bytes()))).astype(int)
    lobby = start(serial_led(tmp_path / "dev/led"))
    lobby.call(make_call("A012", 3))
    lobby.pass_time(0.1)

    def told() -> dict[str, object]:
        twin.step()
        now: dict[str, object] = json.loads((tmp_path / "led" / "now.json").read_text())
        return now

    wait_until(lambda: told()["number"] == "A012", "now.json tells it", 30)
    assert told()["counter"] == "3"
    assert told()["broken"] == 0
    picture = tmp_path / "led" / "now.png"

    def lit() -> int:
        twin.step()
        pixels = np.asarray(Image.open(io.BytesIO(picture.read_bytes()))).astype(int)
        return int(np.count_nonzero(pixels[:, :, 0] > 200))

    wait_until(lambda: lit() > 8000, "the picture is drawn", 30)
    assert np.count_nonzero(dark[:, :, 0] > 200) == 0


def test_a_pulled_cable_is_told_to_the_keeper_and_heals_by_itself(
    start: Callable[[LedDriver], Lobby],
    twin: LedTwin,
    sign: AsciiSign,
    tmp_path: Path,
    make_call: Callable[..., Call],
    wait_until: Callable[..., None],
) -> None:
    lobby = start(serial_led(tmp_path / "dev/led"))
    twin.stop()
    assert not (tmp_path / "dev/led").exists()
    called = make_call("A012", 3)
    lobby.call(called)
    lobby.pass_time(0.2)
    (fault,) = lobby.link.faults.standing()
    assert (fault.code, "bảng LED" in fault.detail) == ("led", True)
    assert [(shown["as"], shown["call_id"]) for shown in lobby.shown()] == [("failed", called.call_id)]
    sign = AsciiSign(FrameSettings(), 1)
    back = LedTwin(PtyEnd(tmp_path / "dev/led"), tmp_path / "led", SystemClock(), [sign])
    back.start()
    lobby.pass_time(RETRY_S + 0.2)
    wait_until(lambda: sign.views() == [("A012", "3")], "the board shows the call again", 30)
    assert lobby.link.faults.standing() == ()
    assert [shown["as"] for shown in lobby.shown()] == ["failed", "displayed"]
    back.stop()


def test_the_picture_is_of_what_stands_on_the_board_and_dark_while_it_is_lost(
    start: Callable[[LedDriver], Lobby], tmp_path: Path, make_call: Callable[..., Call]
) -> None:
    led = MemoryLed()
    lobby = start(led)
    picture = Picture(tmp_path / "screens", "led-1", lobby.board.pictures)
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
    Picture(tmp_path / "file", "led-1", lambda: [digits("", "")]).take()
    Picture(None, "led-1", lambda: []).take()
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
        with pytest.raises(LineLost, match="Không gửi được tới bảng LED ở cổng"):
            serial_led(tmp_path / name).show(LedView("A001", "1"), 100, 0.0)


def test_the_picture_has_room_for_a_long_number_beside_its_counter() -> None:
    lit = {signs: int(np.asarray(digits(*signs)).sum()) for signs in (("A01234567", ""), ("", "1234"))}
    assert int(np.asarray(digits("A01234567", "1234")).sum()) == sum(lit.values())
    assert digits("A012", "3").size == digits("", "").size
