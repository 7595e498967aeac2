"""A keypad at a serial port: a byte a key, or a line with the key's name."""

from __future__ import annotations

import errno
import logging

import serial

from lobby.keys.settings import SerialSettings
from lobby.lines import LineCutter

log = logging.getLogger(__name__)

_LONGEST_NAME = 32
_CHUNK = 4096
# What usual keypads send for the keys of a number block; any other byte is named after itself (1b → KEY_X1B).
_BYTES = {
    **{ord("0") + digit: f"KEY_KP{digit}" for digit in range(10)},
    0x0D: "KEY_KPENTER",
    ord("#"): "KEY_KPENTER",
    ord("+"): "KEY_KPPLUS",
    ord("-"): "KEY_KPMINUS",
    ord("*"): "KEY_KPASTERISK",
    ord("/"): "KEY_KPSLASH",
    ord("."): "KEY_KPDOT",
    0x08: "KEY_BACKSPACE",
    0x1B: "KEY_ESC",
}
_NOTHING = (0x00, 0x0A)


class SerialKeys:
    """Reads the port that the settings name, held for this counter alone."""

    def __init__(self, settings: SerialSettings) -> None:
        self._settings = settings
        self._port: serial.Serial | None = None
        self._lines = LineCutter(_LONGEST_NAME)

    def open(self) -> int:
        # pyserial raises DTR and RTS on opening, and bears ports without such lines.
        self._port = serial.Serial(str(self._settings.port), self._settings.baud, timeout=0, exclusive=True)
        self._lines = LineCutter(_LONGEST_NAME)
        return int(self._port.fileno())

    def read(self) -> list[str]:
        if self._port is None:
            return []
        data = self._port.read(_CHUNK)
        if not data:
            raise OSError(errno.ENODEV, "the keypad is gone")
        return self._named(data) if self._settings.form == "byte" else self._lined(data)

    def close(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close()

    @staticmethod
    def _named(data: bytes) -> list[str]:
        return [_BYTES.get(byte, f"KEY_X{byte:02X}") for byte in data if byte not in _NOTHING]

    def _lined(self, data: bytes) -> list[str]:
        lines = self._lines.feed(data)
        if any(not line.whole for line in lines):
            log.warning("a line too long for a key name was dropped")
        return [name for line in lines if line.whole and (name := line.content.decode("ascii", "replace").strip())]
