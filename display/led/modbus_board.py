"""Numeric displays over Modbus RTU, and the sign that reads such frames as a display does."""

from __future__ import annotations

import time

from PIL import Image
from pymodbus.exceptions import ModbusException
from pymodbus.framer.rtu import FramerRTU
from pymodbus.pdu import DecodePDU, ExceptionResponse, ModbusPDU
from pymodbus.pdu.register_message import (
    WriteMultipleRegistersRequest,
    WriteMultipleRegistersResponse,
    WriteSingleRegisterRequest,
    WriteSingleRegisterResponse,
)

from display.led.dots import digits
from display.led.line import BoardLost, Line
from display.led.modbus import ModbusSettings, read_number, registers
from display.model.led import LedView

REFRESH_S = 2.0
_SILENCE_S = 0.005  # frames are told apart by 3.5 silent characters: 4 ms at 9600 baud
_LONGEST = 256
_ILLEGAL_ADDRESS = 2
_WRITES = (WriteMultipleRegistersRequest, WriteSingleRegisterRequest)


class ModbusSign:
    """A display at `address`, its registers, and what it could not read."""

    def __init__(self, settings: ModbusSettings, address: int) -> None:
        self.held: dict[int, int] = {}
        self.broken = 0
        self._settings = settings
        self._address = address
        self._framer = FramerRTU(DecodePDU(is_server=True))
        self._known = {first + place for first, values in _every(settings).items() for place in range(len(values))}
        self._pending = b""

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the line; returns what the display answers."""
        self._pending = (self._pending + data)[-_LONGEST:]
        try:
            used, request = self._framer.handleFrame(self._pending, 0, 0)
        except ModbusException:
            used, request = len(self._pending), None
        if request is None:
            self.broken += 1 if used else 0
            self._pending = self._pending[used:]
            return b""
        self._pending = b""
        return self._answered(request) if request.dev_id == self._address else b""

    def told(self) -> dict[str, object]:
        """Return what stands on the display in words."""
        blink = self.held.get(self._settings.blink_register or 0, 0) if self._settings.blink_register is not None else 0
        light = self.held.get(self._settings.light_register or 0) if self._settings.light_register is not None else None
        return {"number": self._number(), "counter": self._counter(), "blink": bool(blink), "level": light}

    def picture(self) -> Image.Image:
        """Return the dots."""
        return digits(self._number(), self._counter())

    def _number(self) -> str:
        return read_number(self._settings, self.held) if self.held else ""

    def _counter(self) -> str:
        register = self._settings.counter_register
        value = self.held.get(register, 0) if register is not None else 0
        return str(value) if value else ""

    def _answered(self, request: ModbusPDU) -> bytes:
        places = range(request.address, request.address + len(request.registers))
        if not isinstance(request, _WRITES) or not set(places) <= self._known:
            self.broken += 1
            return self._framed(ExceptionResponse(request.function_code, _ILLEGAL_ADDRESS))
        self.held |= dict(zip(places, request.registers, strict=True))
        if isinstance(request, WriteSingleRegisterRequest):
            return self._framed(WriteSingleRegisterResponse(address=request.address, registers=request.registers))
        return self._framed(WriteMultipleRegistersResponse(address=request.address, count=len(request.registers)))

    def _framed(self, reply: ModbusPDU) -> bytes:
        reply.dev_id = self._address
        return self._framer.buildFrame(reply)


class ModbusBoard:
    """A display at `address` of `line`, called `name` where it does not answer."""

    refresh_s = REFRESH_S

    def __init__(self, line: Line, name: str, address: int, settings: ModbusSettings) -> None:
        self._line = line
        self._name = name
        self._address = address
        self._settings = settings
        self._framer = FramerRTU(DecodePDU(is_server=False))
        self._sign = ModbusSign(settings, address)
        self._heard = b""

    def show(self, view: LedView, light: int, at: float) -> None:
        for first, values in registers(self._settings, view, light).items():
            for request in self._requests(first, values):
                frame = self._framer.buildFrame(request)
                self._ask(frame, request)
                self._sign.feed(frame)

    def picture(self) -> Image.Image:
        return self._sign.picture()

    def forget(self) -> None:
        self._sign = ModbusSign(self._settings, self._address)

    def close(self) -> None:
        """The line is not the board's own."""

    def _requests(self, first: int, values: list[int]) -> list[ModbusPDU]:
        if self._settings.function == 16:
            return [WriteMultipleRegistersRequest(address=first, registers=values, dev_id=self._address)]
        return [
            WriteSingleRegisterRequest(address=place, registers=[value], dev_id=self._address)
            for place, value in enumerate(values, first)
        ]

    def _ask(self, frame: bytes, request: ModbusPDU) -> None:
        reply = self._answer(frame)
        if reply is None:
            # Noise on a long line spoils a frame now and then; that is no reason to tell an officer of it.
            reply = self._answer(frame)
        if reply is None:
            said = f"address {self._address} answered {self._heard.hex() or 'nothing'}"
            garbled = self._heard[:1] == bytes([self._address])
            raise BoardLost(f"{self._name} {'trả lời sai' if garbled else 'không trả lời'}.", said)
        if isinstance(reply, ExceptionResponse):
            said = f"{self._name} không nhận thanh ghi {request.address} (mã lỗi {reply.exception_code})."
            raise BoardLost(said, f"address {self._address} answered {reply}")
        if not _answers(reply, request):
            raise BoardLost(f"{self._name} trả lời sai.", f"address {self._address} answered {reply}")

    def _answer(self, frame: bytes) -> ModbusPDU | None:
        """Send `frame` and return what the display answers in time, None where it does not or nobody can read it."""
        # A late reply to an earlier question is not the answer to this one.
        self._line.clear()
        self._line.send(frame)
        came, self._heard = b"", b""
        deadline = time.monotonic() + self._settings.reply_s
        while (left := deadline - time.monotonic()) > 0 and len(self._heard) < _LONGEST:
            piece = self._line.receive(left)
            came, self._heard = came + piece, self._heard + piece
            try:
                used, reply = self._framer.handleFrame(came, self._address, 0)
            except ModbusException:
                return None
            if reply is not None:
                time.sleep(_SILENCE_S)
                return reply
            # What was used was another display's late answer, or garbled.
            came = came[used:]
        return None


def _answers(reply: ModbusPDU, request: ModbusPDU) -> bool:
    if (reply.function_code, reply.address) != (request.function_code, request.address):
        return False
    if isinstance(request, WriteSingleRegisterRequest):
        return list(reply.registers) == list(request.registers)
    return reply.count == request.count


def _every(settings: ModbusSettings) -> dict[int, list[int]]:
    """Return every register that the settings name."""
    return registers(settings, LedView(""), 0)
