"""How a device feels: machine figures from /proc and the faults it knows of."""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

from lobby.clock import Clock
from lobby.contract.devices import Fault, Health, Uplink

_THERMAL = Path("/sys/class/thermal/thermal_zone0/temp")
_STATM = Path("/proc/self/statm")
_MIB = 1024 * 1024


class Faults:
    """The faults that stand at a device now; `changed` is called when the set changes."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._standing: dict[str, Fault] = {}
        self.changed: Callable[[], None] = lambda: None

    def stand(self, code: str, detail: str, remedy: str) -> None:
        """Tell of a fault: `detail` what it means, `remedy` what to do, both Vietnamese."""
        known = self._standing.get(code)
        if known is not None and (known.detail, known.remedy) == (detail, remedy):
            return
        since = known.since if known is not None else self._clock.now()
        self._standing[code] = Fault(code=code, since=since, detail=detail, remedy=remedy)
        self.changed()

    def stand_while(self, code: str, stands: bool, detail: str, remedy: str) -> None:
        """Tell of a fault while it `stands`, and take it back when it is over."""
        if stands:
            self.stand(code, detail, remedy)
        else:
            self.clear(code)

    def clear(self, code: str) -> None:
        """Take a fault back; no harm where it does not stand."""
        if self._standing.pop(code, None) is not None:
            self.changed()

    def standing(self) -> tuple[Fault, ...]:
        """Return the faults that stand now, oldest first."""
        return tuple(sorted(self._standing.values(), key=lambda fault: fault.since))


def measure(uptime_s: float, folder: Path, faults: Faults, uplink: Uplink | None = None) -> Health:
    """Return the device's health; `folder` is on the disk whose free space counts."""
    return Health(
        uptime_s=max(0, int(uptime_s)),
        load=round(os.getloadavg()[0], 2),
        temperature_c=_temperature(),
        disk_free_mb=_disk_free_mb(folder),
        memory_mb=memory_mb(),
        faults=faults.standing(),
        uplink=uplink,
    )


def memory_mb() -> int:
    """Return this process's resident memory in MiB."""
    try:
        return int(_STATM.read_text().split()[1]) * resource.getpagesize() // _MIB
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _disk_free_mb(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free // _MIB
    except OSError:
        return 0


def _temperature() -> float | None:
    try:
        return round(int(_THERMAL.read_text()) / 1000, 1)
    except (OSError, ValueError):
        return None
