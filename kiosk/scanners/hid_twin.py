"""The twin of a HID scanner: key events as bytes through a FIFO, and `lobby scan-keys TEXT`, which types them."""

from __future__ import annotations

import argparse
import logging
import os
import stat
import struct
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from evdev import InputEvent, ecodes

from kiosk.scanners.keys import SHIFTS, US

EVENT = struct.Struct("llHHi")
"""`struct input_event` of linux/input.h: seconds, microseconds, type, code, value."""

_AT_ONCE = EVENT.size * 1024
_KINDS = frozenset({ecodes.EV_SYN, ecodes.EV_KEY, ecodes.EV_MSC, ecodes.EV_LED, ecodes.EV_REP})
_KEYS = {char: (code, shifted) for code, pair in reversed(US.items()) for shifted, char in enumerate(pair)}
_SHIFT = min(SHIFTS)
_log = logging.getLogger(__name__)


class PipeScanner:
    """Key events from a FIFO, as a grabbed device would give them; bytes may come in pieces of any length."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd = -1
        self._rest = b""

    def open(self) -> None:
        """Open the FIFO, made where it is missing; raises OSError. Writers come and go as they please."""
        if not self._path.exists():
            os.mkfifo(self._path, 0o600)
        if not stat.S_ISFIFO(self._path.stat().st_mode):
            raise FileExistsError(f"{self._path} is not a FIFO")
        # Read and write: a FIFO without a writer would otherwise read as ended.
        self._fd = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)

    def fileno(self) -> int:
        return self._fd

    def read(self) -> Iterator[InputEvent]:
        """Yield the whole events that have come; bytes that are no key events are discarded."""
        data = self._rest + os.read(self._fd, _AT_ONCE)
        whole = len(data) - len(data) % EVENT.size
        self._rest = data[whole:]
        for fields in EVENT.iter_unpack(data[:whole]):
            if fields[2] not in _KINDS:
                _log.warning("bytes in %s are no key events; discarded", self._path.name)
                self._rest = b""
                yield InputEvent(0, 0, ecodes.EV_SYN, ecodes.SYN_DROPPED, 0)
                yield InputEvent(0, 0, ecodes.EV_SYN, ecodes.SYN_REPORT, 0)
                return
            yield InputEvent(*fields)

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
        self._fd, self._rest = -1, b""


def encode_keys(text: str, suffix: int | None = ecodes.KEY_ENTER) -> bytes:
    """Return the events of a US keyboard that types `text` and then the key `suffix`; raises ValueError."""
    strokes = b"".join(_type(char) for char in text)
    return strokes + (_press(suffix) if suffix is not None else b"")


def main(argv: Sequence[str] | None = None) -> int:
    """Write the key events of a scan to standard output, for the FIFO of a kiosk."""
    parser = argparse.ArgumentParser(
        prog="lobby scan-keys",
        description="In ra sự kiện phím mà một máy quét HID gửi khi đọc mã (struct input_event).",
        epilog="Ví dụ: lobby scan-keys H29.16-261122-0001 > /run/lobby/kiosk-1/keys",
    )
    parser.add_argument("text", metavar="MÃ", help="nội dung của mã vạch")
    parser.add_argument("--no-enter", action="store_true", help="không gửi phím Enter ở cuối")
    chosen = parser.parse_args(argv)
    try:
        events = encode_keys(chosen.text, None if chosen.no_enter else ecodes.KEY_ENTER)
    except ValueError as fault:
        print(fault, file=sys.stderr)  # noqa: T201
        return 2
    sys.stdout.buffer.write(events)
    sys.stdout.buffer.flush()
    return 0


def _type(char: str) -> bytes:
    if char not in _KEYS:
        raise ValueError(f"Bàn phím US không có ký tự {char!r}.")
    code, shifted = _KEYS[char]
    return _event(_SHIFT, 1) + _press(code) + _event(_SHIFT, 0) if shifted else _press(code)


def _press(code: int) -> bytes:
    return _event(code, 1) + _event(code, 0)


def _event(code: int, value: int) -> bytes:
    return EVENT.pack(0, 0, ecodes.EV_KEY, code, value) + EVENT.pack(0, 0, ecodes.EV_SYN, ecodes.SYN_REPORT, 0)
