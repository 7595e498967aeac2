"""Numeric displays over Modbus RTU: pymodbus's own server hangs at the other end of a serial line."""

from __future__ import annotations

import asyncio
import os
import select
import threading
import tty
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pymodbus.pdu import ModbusPDU
from pymodbus.pdu.register_message import WriteMultipleRegistersResponse
from pymodbus.server import ModbusSerialServer
from pymodbus.simulator import DataType, SimData, SimDevice

from display.led.driver import Unshowable
from display.led.line import BoardLost, LineLost, SerialLine
from display.led.memory import MemoryLine
from display.led.modbus import ModbusSettings, read_number, registers
from display.led.modbus_board import ModbusBoard
from display.led.modbus_sign import ModbusSign
from display.model.led import LedView

PATIENT = {"reply_s": 2.0}
FULL = ModbusSettings.model_validate(
    {"counter_register": 4, "blink_register": 5, "light_register": 6, "light_top": 8, **PATIENT}
)


class Cable:
    """Two pseudo-terminals joined: what is written at one end is read at the other."""

    def __init__(self) -> None:
        pairs = [os.openpty(), os.openpty()]
        for _, slave in pairs:
            tty.setraw(slave)
        self.ends = tuple(os.ttyname(slave) for _, slave in pairs)
        self._masters = [master for master, _ in pairs]
        self._slaves = [slave for _, slave in pairs]
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        self._stopped.set()
        self._thread.join(5)
        for end in (*self._masters, *self._slaves):
            os.close(end)

    def _carry(self) -> None:
        one, two = self._masters
        while not self._stopped.is_set():
            for ready in select.select(self._masters, [], [], 0.1)[0]:
                os.write(two if ready == one else one, os.read(ready, 512))


class Displays:
    """Displays 1 and 2 as pymodbus serves them; remembers every request that came with a right checksum."""

    def __init__(self, port: str) -> None:
        self.asked: list[tuple[int, int, list[int]]] = []
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        assert self._up.wait(20), "the server is up"

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._server.shutdown(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.run_forever()

    async def _serve(self) -> None:
        held = [SimData(address=0, count=8, values=0, datatype=DataType.REGISTERS)]
        devices = [SimDevice(id=address, simdata=held) for address in (1, 2)]
        self._server = ModbusSerialServer(
            devices, port=self._port, baudrate=9600, trace_pdu=self._trace, ignore_missing_devices=True
        )
        await self._server.serve_forever(background=True)
        self._up.set()

    def _trace(self, sending: bool, pdu: ModbusPDU) -> ModbusPDU:
        if not sending:
            self.asked.append((pdu.dev_id, pdu.address, list(pdu.registers)))
        return pdu


@pytest.fixture(scope="module")
def cable() -> Iterator[Cable]:
    cable = Cable()
    yield cable
    cable.cut()


@pytest.fixture(scope="module")
def displays(cable: Cable) -> Iterator[Displays]:
    displays = Displays(cable.ends[1])
    displays.start()
    yield displays
    displays.stop()


@pytest.fixture
def line(cable: Cable) -> Iterator[SerialLine]:
    line = SerialLine(cable.ends[0])
    yield line
    line.close()


def test_a_call_reaches_the_registers_of_its_display_alone(displays: Displays, line: SerialLine) -> None:
    displays.asked.clear()
    ModbusBoard(line, "Bảng quầy 2", 2, FULL).show(LedView("A012", "12", blink=True, call_id="1"), 50, 0.0)
    assert displays.asked == [(2, 0, [0x4130, 0x3132]), (2, 4, [12]), (2, 5, [1]), (2, 6, [4])]


def test_displays_that_know_single_registers_alone_get_them_one_by_one(displays: Displays, line: SerialLine) -> None:
    displays.asked.clear()
    settings = FULL.model_copy(update={"function": 6})
    ModbusBoard(line, "Bảng quầy 1", 1, settings).show(LedView("A012", "12"), 100, 0.0)
    assert displays.asked == [(1, 0, [0x4130]), (1, 1, [0x3132]), (1, 4, [12]), (1, 5, [0]), (1, 6, [8])]


def test_displays_of_one_line_are_told_in_turn(displays: Displays, line: SerialLine) -> None:
    displays.asked.clear()
    one, two = (ModbusBoard(line, f"Bảng {address}", address, ModbusSettings(**PATIENT)) for address in (1, 2))
    for nth in range(5):
        one.show(LedView(f"A00{nth}"), 100, 0.0)
        two.show(LedView(f"B00{nth}"), 100, 0.0)
    assert [asked[0] for asked in displays.asked] == [1, 2] * 5


def test_a_display_that_is_silent_is_told_by_its_name_and_the_line_is_not_blamed() -> None:
    silent = MemoryLine(ModbusSign(ModbusSettings(), 1))
    with pytest.raises(BoardLost, match="Bảng quầy 9 không trả lời") as told:
        ModbusBoard(silent, "Bảng quầy 9", 9, ModbusSettings(reply_s=0.05)).show(LedView("A012"), 100, 0.0)
    assert not isinstance(told.value, LineLost)
    ModbusBoard(silent, "Bảng quầy 1", 1, ModbusSettings()).show(LedView("A012"), 100, 0.0)


def test_a_register_that_the_display_has_not_is_named(displays: Displays, line: SerialLine) -> None:
    with pytest.raises(BoardLost, match="không nhận thanh ghi 40"):
        ModbusBoard(line, "Bảng", 1, ModbusSettings(number_register=40, **PATIENT)).show(LedView("A012"), 100, 0.0)


@pytest.mark.parametrize(
    ("settings", "number", "values"),
    [
        ({"coding": "letters"}, "A012", [0x4130, 0x3132]),
        ({"coding": "letters", "digits": 5}, "A012", [0x4130, 0x3132, 0x2020]),
        ({"coding": "letter"}, "Đ7", [ord("D"), ord("7"), ord(" "), ord(" ")]),
        ({"coding": "value"}, "1005", [1005]),
        ({"coding": "value", "drop_letters": True}, "A012", [12]),
        ({"coding": "value"}, "----", [0]),
        ({"coding": "letters", "digits": 2}, "----", [0x2D2D]),
        ({"coding": "bcd"}, "1005", [0x1005]),
        ({"coding": "bcd", "drop_letters": True}, "A012", [0xF012]),
        ({"coding": "bcd", "digits": 6}, "123456", [0xFF12, 0x3456]),
    ],
)
def test_numbers_are_written_as_the_maker_s_map_says(
    settings: dict[str, object], number: str, values: list[int]
) -> None:
    assert registers(ModbusSettings.model_validate(settings), LedView(number), 100)[0] == values


def test_a_display_of_digits_shows_no_number_of_another_field() -> None:
    with pytest.raises(Unshowable, match="chữ cái"):
        registers(ModbusSettings(coding="bcd"), LedView("A012"), 100)
    with pytest.raises(Unshowable, match="dài hơn 4 ô"):
        registers(ModbusSettings(coding="bcd"), LedView("12345"), 100)
    with pytest.raises(Unshowable, match="65535"):
        registers(ModbusSettings(coding="value", digits=6), LedView("123456"), 100)


def test_a_counter_that_no_register_holds_is_told_and_the_program_goes_on() -> None:
    settings = ModbusSettings(counter_register=9)
    board = ModbusBoard(MemoryLine(ModbusSign(settings, 1)), "Bảng", 1, settings)
    with pytest.raises(Unshowable, match="65535"):
        board.show(LedView("A012", "70000"), 100, 0.0)


def test_a_number_of_signs_that_no_display_has_is_not_taken_for_shown() -> None:
    with pytest.raises(Unshowable, match="không có chữ hay số nào"):
        registers(ModbusSettings(), LedView("一二"), 100)


def test_a_little_light_is_not_darkness() -> None:
    assert registers(ModbusSettings(light_register=9, light_top=8), LedView("A012"), 5)[9] == [1]


@pytest.mark.parametrize(
    "slip",
    [
        {"counter_register": 1},
        {"counter_register": 8, "light_register": 8},
        {"number_register": 65_535},
    ],
)
def test_registers_that_get_into_each_other_are_named(slip: dict[str, int]) -> None:
    with pytest.raises(ValidationError, match="thanh ghi"):
        ModbusSettings.model_validate(slip)


@given(
    st.sampled_from(["letters", "letter", "bcd", "value"]),
    st.integers(1, 9999),
    st.integers(0, 99),
    st.sampled_from([6, 16]),
)
def test_what_is_written_reads_back(coding: str, number: int, counter: int, function: int) -> None:
    settings = ModbusSettings.model_validate({"coding": coding, "counter_register": 20, "function": function})
    sign = ModbusSign(settings, 3)
    board = ModbusBoard(MemoryLine(sign), "Bảng", 3, settings)
    board.show(LedView(str(number), str(counter or "")), 100, 0.0)
    assert (sign.told()["number"], sign.told()["counter"]) == (str(number), str(counter or ""))
    assert sign.broken == 0
    assert read_number(settings, sign.held) == str(number)


@given(st.integers(0, 12), st.integers(1, 255))
def test_one_wrong_byte_is_never_shown(place: int, change: int) -> None:
    sign = ModbusSign(ModbusSettings(), 1)
    line = MemoryLine(sign)
    ModbusBoard(line, "Bảng", 1, ModbusSettings()).show(LedView("A012"), 100, 0.0)
    data = bytearray(line.sent[0])
    data[place % len(data)] ^= change
    fresh = ModbusSign(ModbusSettings(), 1)
    assert fresh.feed(bytes(data)) == b""
    assert fresh.held == {}


def test_an_answer_of_another_display_is_no_answer() -> None:
    class Wrong(ModbusSign):
        def feed(self, data: bytes) -> bytes:
            answer = bytearray(super().feed(data))
            answer[0:1] = b"\x05" if answer else b""
            return bytes(answer)

    line = MemoryLine(Wrong(ModbusSettings(), 1))
    with pytest.raises(BoardLost):
        ModbusBoard(line, "Bảng", 1, ModbusSettings(reply_s=0.05)).show(LedView("A012"), 100, 0.0)


def test_one_spoiled_frame_is_asked_again_and_told_to_nobody() -> None:
    class Noisy(MemoryLine):
        def send(self, data: bytes) -> None:
            super().send(data if self.sent else data[:-1] + b"\x00")

    sign = ModbusSign(ModbusSettings(), 1)
    line = Noisy(sign)
    line.sent.clear()
    ModbusBoard(line, "Bảng", 1, ModbusSettings(reply_s=0.05)).show(LedView("A012"), 100, 0.0)
    assert (len(line.sent), sign.told()["number"]) == (2, "A012")


def test_a_late_answer_of_another_display_is_passed_over() -> None:
    class Busy(ModbusSign):
        """Answers display 9's late reply first."""

        def feed(self, data: bytes) -> bytes:
            answer = super().feed(data)
            late.append(answer)
            return self._framer.buildFrame(WriteMultipleRegistersResponse(address=0, count=2, dev_id=9))

    class Slow(MemoryLine):
        def receive(self, within_s: float) -> bytes:
            return super().receive(within_s) or (late.pop() if late else b"")

    late: list[bytes] = []
    board = ModbusBoard(Slow(Busy(ModbusSettings(), 1)), "Bảng", 1, ModbusSettings(**PATIENT))
    board.show(LedView("A012"), 100, 0.0)
    assert late == []


def test_the_picture_is_of_what_the_display_took() -> None:
    board = ModbusBoard(MemoryLine(ModbusSign(FULL, 1)), "Bảng", 1, FULL)
    dark = board.picture().tobytes()
    board.show(LedView("A012", "3"), 100, 0.0)
    assert board.picture().tobytes() != dark
    board.forget()
    assert board.picture().tobytes() == dark
