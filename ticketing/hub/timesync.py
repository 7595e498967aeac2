"""Tells what vouches for the machine's clock: the network's time, a battery, or having been right in this boot."""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lobby.contract.base import OFFICE_ZONE

log = logging.getLogger(__name__)

# No entry can be older than the program: a clock before this day has lost its date.
FLOOR = datetime(2026, 1, 1, tzinfo=OFFICE_ZONE)

_STAMP = Path("/run/systemd/timesync/synchronized")
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_RTC = Path("/sys/class/rtc")
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


def simulated() -> bool:
    """Return True: a simulated site's time is what its settings say."""
    return True


def boot_id() -> str:
    """Return the id of this boot, see random(4); empty where the system gives none."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def has_battery(clocks: Path = _RTC) -> bool:
    """Return whether a clock of this machine ran on without power: one that did knows what year it is.

    A Raspberry Pi 5 has such a clock and no battery for it: it begins in 1970, and its being there tells nothing.
    """
    return any(_runs(one / "since_epoch") for one in clocks.glob("rtc*"))


def _runs(seconds: Path) -> bool:
    try:
        return int(seconds.read_text(encoding="ascii")) >= FLOOR.timestamp()
    except (OSError, ValueError):
        return False


@dataclass(frozen=True)
class KeptBoot:
    """The boot in which the clock was right last, kept in the file `kept`."""

    kept: Path
    boot: Callable[[], str] = boot_id
    battery: Callable[[], bool] = has_battery

    def ran_on(self) -> bool:
        """Tell whether the clock ran on since it was right: a battery drove it, or the machine was not off."""
        return self.battery() or self._is_the_same()

    def is_right(self) -> None:
        """Keep that the clock is right in this boot; where that cannot be, the next start of the hub doubts it."""
        try:
            if not self._is_the_same():
                self.kept.write_text(self.boot(), encoding="ascii")
        except OSError as fault:
            log.warning("the boot was not kept: %s", fault)

    def _is_the_same(self) -> bool:
        try:
            known = self.kept.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return False
        return known != "" and known == self.boot()
