"""Several boards on one line: each shows its own, a silent one disturbs none, and the day dims them all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import numpy as np

from display.led.alpha_board import AlphaBoard, AlphaSettings
from display.led.alpha_sign import AlphaSign
from display.led.ascii_board import AsciiBoard, AsciiSign
from display.led.board import BUSY_S
from display.led.canvas import Canvas
from display.led.driver import LedDriver
from display.led.frames import FrameSettings
from display.led.memory import MemoryLed, MemoryLine
from display.led.modbus import ModbusSettings
from display.led.modbus_board import ModbusBoard
from display.led.modbus_sign import ModbusSign
from display.led.wiring import Place
from display.model.brightness import Brightness
from display.model.led import HOLD_S, LedModel, LedView
from display.model.led_places import CounterPlate, WaitingLine
from lobby.clock import HandClock
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.calls import Call
from lobby.contract.codec import encode
from lobby.contract.states import QueueState
from lobby.contract.ticket import TicketState
from tests.display.led.lobby import NOON, TOPICS, Lobby

FRAME = FrameSettings(light_form="{address:02d}L{level}")


def hall_and_two_plates(line: MemoryLine) -> list[Place]:
    showing = [LedModel(), CounterPlate("quay-1"), CounterPlate("quay-2")]
    return [
        Place(f"Bảng {nth}", f"led-{nth}", AsciiBoard(line, f"Bảng {nth}", nth, FRAME), shows)
        for nth, shows in enumerate(showing, start=1)
    ]


def test_the_hall_board_shows_every_call_and_each_plate_its_own(
    start_places: Callable[..., Lobby], make_call: Callable[..., Call]
) -> None:
    signs = [AsciiSign(FRAME, address) for address in (1, 2, 3)]
    line = MemoryLine(*signs)
    lobby = start_places(hall_and_two_plates(line), line)
    calls = [make_call("A001", 1), make_call("B001", 2), make_call("A002", 1)]
    for called in calls:
        lobby.call(called)
    lobby.pass_time(10)
    assert signs[0].views()[1:] == [("A001", "1"), ("B001", "2"), ("A002", "1")]
    assert signs[1].views()[1:] == [("A001", "1"), ("A002", "1")]
    assert signs[2].views()[1:] == [("B001", "2")]
    assert sorted(shown["call_id"] for shown in lobby.shown()) == sorted(call.call_id for call in calls)
    assert {shown["as"] for shown in lobby.shown()} == {"displayed"}
    assert sum(sign.broken for sign in signs) == 0


def test_boards_of_two_protocols_find_their_own_bytes_on_one_line(
    start_places: Callable[..., Lobby], make_call: Callable[..., Call]
) -> None:
    hall, plate = AlphaSign("Z", 1, 96, 16), AsciiSign(FRAME, 1)
    line = MemoryLine(hall, plate)
    drivers: list[LedDriver] = [
        AlphaBoard(line, 1, Canvas(96, 16, 192), AlphaSettings(), pause=lambda _seconds: None),
        AsciiBoard(line, "Bảng quầy 1", 1, FRAME),
    ]
    showing = [LedModel(), CounterPlate("quay-1")]
    lobby = start_places(
        [Place("", f"led-{n}", *pair) for n, pair in enumerate(zip(drivers, showing, strict=True))], line
    )
    lobby.call(make_call("A001", 1))
    lobby.pass_time(0.2)
    lobby.call(make_call("A002", 2))
    lobby.pass_time(4)
    assert plate.views()[-1] == ("A001", "1")
    called = Canvas(96, 16).draw(LedView("A002", "2", place="Quầy số 2"))
    assert np.array_equal(np.asarray(hall.picture().convert("L")) > 0, np.asarray(called))


def test_a_plate_keeps_the_number_while_it_is_served_and_lets_it_go_after(
    start_places: Callable[..., Lobby], make_call: Callable[..., Call]
) -> None:
    led = MemoryLed()
    lobby = start_places([Place("Bảng", "led-1", led, CounterPlate("quay-3"))])
    called = make_call("A012", 3)
    lobby.counter(called, TicketState.CALLED)
    lobby.call(called)
    lobby.pass_time(4)
    assert (led.shown[-1].number, led.shown[-1].blink) == ("A012", True)
    lobby.counter(called, TicketState.SERVING)
    lobby.pass_time(0.2)
    assert (led.shown[-1].number, led.shown[-1].blink) == ("A012", False)
    lobby.counter(called, None)
    lobby.pass_time(0.2)
    assert (led.shown[-1].number, led.shown[-1].text) == ("----", "Quầy số 3")


def test_a_silent_display_stands_as_a_fault_of_its_own_and_the_others_go_on(
    start_places: Callable[..., Lobby], make_call: Callable[..., Call]
) -> None:
    settings = ModbusSettings(reply_s=0.05)
    there = ModbusSign(settings, 2)
    line = MemoryLine(there)
    drivers = [ModbusBoard(line, f"Bảng {address}", address, settings) for address in (1, 2)]
    lobby = start_places(
        [Place(f"Bảng {nth}", f"led-{nth}", one, LedModel()) for nth, one in enumerate(drivers, 1)], line
    )
    called = make_call("A012", 3)
    lobby.call(called)
    lobby.pass_time(1)
    assert there.told()["number"] == "A012"
    (fault,) = lobby.link.faults.standing()
    assert (fault.code, "Bảng 1 không trả lời" in fault.detail) == ("led-1", True)
    assert lobby.shown()[-1]["as"] == "displayed"


def test_a_silent_display_is_asked_less_and_less_often(start_places: Callable[..., Lobby]) -> None:
    line = MemoryLine()
    driver = ModbusBoard(line, "Bảng 1", 1, ModbusSettings(reply_s=0.05))
    lobby = start_places([Place("Bảng 1", "led-1", driver, LedModel())], line)
    lobby.pass_time(30)
    assert 10 <= len(line.sent) <= 14  # twice at each try


def test_a_cut_cable_is_one_fault_and_every_board_is_right_again_when_it_is_back(
    start_places: Callable[..., Lobby], make_call: Callable[..., Call]
) -> None:
    signs = [AsciiSign(FRAME, address) for address in (1, 2, 3)]
    line = MemoryLine(*signs)
    lobby = start_places(hall_and_two_plates(line), line)
    line.cut = True
    called = make_call("A001", 1)
    lobby.call(called)
    lobby.pass_time(3)
    assert [fault.code for fault in lobby.link.faults.standing()] == ["led"]
    line.cut = False
    lobby.pass_time(1.2)
    assert lobby.link.faults.standing() == ()
    assert (signs[0].views()[-1], signs[1].views()[-1]) == (("A001", "1"), ("A001", "1"))
    assert [shown["as"] for shown in lobby.shown()] == ["failed", "displayed"]


def test_how_many_wait_stands_on_its_board(start_places: Callable[..., Lobby]) -> None:
    led = MemoryLed()
    lobby = start_places([Place("Bảng", "led-1", led, WaitingLine("ho-tich"))])
    for rev, (service, waiting) in enumerate((("ho-tich", 4), ("dat-dai", 9), ("ho-tich", 5))):
        state = QueueState(
            rev=rev, at=NOON, service=service, name="Hộ tịch", open=True, waiting=waiting, waiting_priority=0
        )
        lobby.hub.publish(TOPICS.queue(service), encode(state), retained=True)
        lobby.pass_time(0.2)
    assert [view.number for view in led.shown] == ["----", "4", "5"]
    assert led.shown[-1].text == "Hộ tịch: 5 người chờ"


def test_boards_are_dimmed_by_the_time_of_day(start_places: Callable[..., Lobby]) -> None:
    sign = AsciiSign(FRAME, 1)
    line, led = MemoryLine(sign), MemoryLed()
    drivers: list[LedDriver] = [AsciiBoard(line, "Bảng 1", 1, FRAME), led]
    places = [Place(f"Bảng {nth}", f"led-{nth}", one, LedModel()) for nth, one in enumerate(drivers, 1)]
    lobby = start_places(places, line, Brightness({"07:00": 100, "18:00": 30}))
    assert (sign.level, led.lights[-1]) == (7, 100)
    lobby.clock.jump(datetime(2026, 11, 23, 18, 0, tzinfo=OFFICE_ZONE))
    lobby.board.step()
    assert (sign.level, led.lights[-1]) == (2, 30)


def test_a_call_is_held_from_when_a_slow_line_has_carried_it(
    start_places: Callable[..., Lobby], make_call: Callable[..., Call]
) -> None:
    class Slow(MemoryLed):
        def show(self, view: LedView, light: int, at: float) -> None:
            if not self.shown or view != self.shown[-1]:
                lobby_clock[0].forward(4.0)
                carried.append((view.number, lobby_clock[0].monotonic()))
            super().show(view, light, at)

    lobby_clock: list[HandClock] = [HandClock(NOON)]
    carried: list[tuple[str, float]] = []
    lobby = start_places([Place("Bảng", "led-1", Slow(), LedModel())])
    lobby_clock[0] = lobby.clock
    for number in ("A001", "A002", "A003"):
        lobby.call(make_call(number, 1))
    lobby.pass_time(20)
    at = dict(reversed(carried))
    assert at["A002"] - at["A001"] >= HOLD_S + 4.0
    assert at["A003"] - at["A002"] >= HOLD_S + 4.0


class SlowRow:
    """Plates of twelve counters, each told in two seconds, as pictures take on a slow line."""

    def __init__(self, start_places: Callable[..., Lobby]) -> None:
        self.told: list[tuple[int, str]] = []
        self.lobby = start_places([Place("", f"led-{n}", self._plate(n), CounterPlate(f"quay-{n}")) for n in range(12)])
        self.lobby.pass_time(1)

    def _plate(self, nth: int) -> MemoryLed:
        row = self

        class Plate(MemoryLed):
            def show(self, view: LedView, light: int, at: float) -> None:
                super().show(view, light, at)
                row.told.append((nth, view.number))
                if hasattr(row, "lobby"):
                    row.lobby.clock.forward(2.0)

        return Plate()


def test_a_call_goes_before_what_boards_are_told_again(
    start_places: Callable[..., Lobby], make_call: Callable[..., Call]
) -> None:
    row = SlowRow(start_places)
    row.lobby.pass_time(3)
    row.told.clear()
    row.lobby.call(make_call("A012", 11))
    row.lobby.board.step()
    assert row.told[0] == (11, "A012")
    assert len(row.told) > 1


def test_a_long_row_leaves_the_program_time_to_tell_that_it_lives(start_places: Callable[..., Lobby]) -> None:
    row = SlowRow(start_places)
    row.lobby.clock.forward(3.0)
    began = row.lobby.clock.monotonic()
    row.lobby.board.step()
    assert row.told
    assert row.lobby.clock.monotonic() - began <= BUSY_S + 2.0


def test_no_call_is_left_out_where_each_board_waits_its_turn(
    start_places: Callable[..., Lobby], make_call: Callable[..., Call]
) -> None:
    row = SlowRow(start_places)
    calls = [make_call(f"{letter}{nth:03d}", nth) for letter in "AB" for nth in range(12)]
    for called in calls:
        row.lobby.call(called)
    row.lobby.pass_time(10)
    seen = list(dict.fromkeys((nth, number) for nth, number in row.told if number != "----"))
    assert sorted(seen) == sorted((int(called.counter[5:]), called.ticket.number) for called in calls)
    assert sorted(shown["call_id"] for shown in row.lobby.shown()) == sorted(called.call_id for called in calls)
