"""Cuts what a scanner sends piece by piece into scans: by its suffix, or by a gap where it sends none."""

from __future__ import annotations

GAP_S = 0.1
"""Seconds of silence that end a scan; scanners send the characters of one scan within some milliseconds."""

_MOST = 8192


class ByteLines:
    """Puts bytes of a serial line together; of a scan that grows past 8192 bytes only the beginning is kept."""

    def __init__(self, suffix: bytes) -> None:
        self._suffix = suffix
        self._pending = bytearray()
        self._last = 0.0

    def feed(self, data: bytes, at: float) -> list[bytes]:
        """Take `data`, read at `at` (monotonic seconds); return the scans that are whole now."""
        done = self.gap(at)
        self._last = at
        self._pending += data
        if self._suffix:
            *whole, rest = self._pending.split(self._suffix)
            self._pending = rest
            done += [bytes(line) for line in whole if line]
        del self._pending[_MOST:]
        return done

    def gap(self, at: float) -> list[bytes]:
        """Return the scan that silence has ended by `at`, if any."""
        if at - self._last < GAP_S or not self._pending:
            return []
        line, self._pending = bytes(self._pending), bytearray()
        return [line]
