"""A numeric display as it understands Modbus RTU: frames with a right checksum, for registers that it has."""

from __future__ import annotations

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
from display.led.modbus import ModbusSettings, read_number, registers
from display.model.led import LedView

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


def _every(settings: ModbusSettings) -> dict[int, list[int]]:
    """Return every register that the settings name."""
    return registers(settings, LedView(""), 0)
