"""Tells whether the machine's clock is synchronised over the network."""

from __future__ import annotations

import ctypes
from pathlib import Path

_STAMP = Path("/run/systemd/timesync/synchronized")
_TIME_ERROR = 5
_TIMEX_AT_MOST = 512


def synchronised() -> bool:
    """Return whether the kernel holds the clock for synchronised; a date set by hand is not.

    See adjtimex(2): with no mode set it only reads, and returns TIME_ERROR while the clock is not synchronised. Where
    the call is not allowed, the stamp that systemd-timesyncd leaves after its first synchronisation counts.
    """
    try:
        state = int(ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_AT_MOST)))
    except (AttributeError, OSError):
        state = -1
    return _STAMP.exists() if state < 0 else state != _TIME_ERROR


def unsynchronised() -> bool:
    """Return False: no network's time is known of."""
    return False
