"""What drives an LED board: the protocol, and frames over a serial port that may vanish and come back."""

from __future__ import annotations

import logging
from typing import Protocol

import serial

from display.led.frames import FrameSettings, build
from display.model.led import LedView

log = logging.getLogger(__name__)

WRITE_S = 1.0


class BoardLost(Exception):
    """The board is not reached; the text is Vietnamese, `technical` is for the log."""

    def __init__(self, detail: str, technical: str) -> None:
        super().__init__(detail)
        self.technical = technical


class LedDriver(Protocol):
    """Shows views on one board."""

    def show(self, view: LedView) -> None:
        """Put `view` on the board now; raises BoardLost, or Unshowable where the board has no room for it."""

    def close(self) -> None:
        """Let go of the board."""


class SerialLed:
    """ASCII frames over a serial port, opened when first needed and again after it was lost."""

    def __init__(self, port: str, baud: int, address: int, frame: FrameSettings) -> None:
        self._name = port
        self._baud = baud
        self._address = address
        self._frame = frame
        self._port: serial.Serial | None = None

    def show(self, view: LedView) -> None:
        data = build(self._frame, self._address, view)
        try:
            # No flush: it waits without end for a serial adapter that hangs, while a write has a time-out.
            self._opened().write(data)
        except (serial.SerialException, OSError) as fault:
            self.close()
            detail = f"Không gửi được tới bảng LED ở cổng {self._name}."
            raise BoardLost(detail, f"{self._name}: {fault}") from fault

    def close(self) -> None:
        port, self._port = self._port, None
        if port is None:
            return
        try:
            port.close()
        except OSError as fault:
            log.info("closing %s: %s", self._name, fault)

    def _opened(self) -> serial.Serial:
        if self._port is None:
            port = serial.Serial(None, self._baud, write_timeout=WRITE_S, exclusive=True)
            # Set before opening: some boards reset on these lines, and a pty has none (pyserial then lets it be).
            port.dtr = False
            port.rts = False
            port.port = self._name
            port.open()
            log.info("LED board opened at %s", self._name)
            self._port = port
        return self._port
