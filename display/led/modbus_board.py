"""Numeric displays over Modbus RTU: asked once more where a frame was spoiled, believed only when they answer."""

from __future__ import annotations

import time

from PIL import Image
from pymodbus.exceptions import ModbusException
from pymodbus.framer.rtu import FramerRTU
from pymodbus.pdu import DecodePDU, ExceptionResponse, ModbusPDU
from pymodbus.pdu.register_message import WriteMultipleRegistersRequest, WriteSingleRegisterRequest

from display.led.line import BoardLost, Line
from display.led.modbus import ModbusSettings, registers
from display.led.modbus_sign import ModbusSign
from display.model.led import LedView

REFRESH_S = 2.0
_SILENCE_S = 0.005  # frames are told apart by 3.5 silent characters: 4 ms at 9600 baud
_LONGEST = 256


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
