"""Who may ask what: role by device, verbs by role, one counter for a device that is bound to it, and how often."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass

from lobby.clock import Clock
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.requests import CounterRequest, RatingSubmit, Request
from lobby.contract.roles import Role
from ticketing.engine.cases import Asking
from ticketing.hub.door import DESK_DEVICE
from ticketing.hub.settings import DeviceEntry


class Access:
    """The site's devices and what each may ask."""

    def __init__(self, devices: Iterable[DeviceEntry]) -> None:
        self.change(devices)

    def change(self, devices: Iterable[DeviceEntry]) -> None:
        """Let these devices ask from now on, and no others."""
        self._devices = {device.id: device for device in devices}

    def over_the_bus(self, device: str) -> Asking:
        """Return who asks in a request from the bus; raises Refused for a device that the settings do not name."""
        known = self._devices.get(device)
        if known is None:
            raise Refused(ErrorCode.FORBIDDEN, detail=f"device {device!r} is not in the settings")
        return Asking(known.id, known.role, known.counter)

    def in_process(self, device: str, officer: str | None) -> Asking:
        """Return who asks in a request of the hub's own pages; raises Refused."""
        if device == DESK_DEVICE and device not in self._devices:
            return Asking(device, Role.DESK, officer=officer)
        asking = self.over_the_bus(device)
        return Asking(asking.device, asking.role, asking.counter, officer)

    def check(self, asking: Asking, request: Request) -> None:
        """Let pass what the role and the counter allow; raises Refused."""
        if asking.role not in request.roles:
            raise Refused(ErrorCode.FORBIDDEN, detail=f"role {asking.role} may not ask {request.verb}")
        at_counter = request.counter if isinstance(request, CounterRequest | RatingSubmit) else None
        if None not in (asking.counter, at_counter) and asking.counter != at_counter:
            raise Refused(ErrorCode.FORBIDDEN, detail=f"{asking.device} belongs to {asking.counter}, not {at_counter}")

    def has_role(self, device: str, *roles: Role) -> bool:
        """Tell whether the settings give `device` one of `roles`."""
        known = self._devices.get(device)
        return known is not None and known.role in roles


@dataclass
class _Bucket:
    tokens: float
    at: float


class Pace:
    """A token bucket a device: `per_s` requests a second for long, `burst` at once."""

    def __init__(self, clock: Clock, per_s: float, burst: int) -> None:
        self._clock = clock
        self.change(per_s, burst)
        self._buckets: dict[str, _Bucket] = {}
        self._lock = threading.Lock()

    def change(self, per_s: float, burst: int) -> None:
        """Let devices ask this often from now on."""
        self._per_s = per_s
        self._burst = burst

    def check(self, device: str) -> None:
        """Count one request of a known device; raises Refused where there were too many."""
        now = self._clock.monotonic()
        with self._lock:
            bucket = self._buckets.setdefault(device, _Bucket(float(self._burst), now))
            bucket.tokens = min(float(self._burst), bucket.tokens + (now - bucket.at) * self._per_s)
            bucket.at = now
            if bucket.tokens < 1.0:
                raise Refused(ErrorCode.TOO_MANY_REQUESTS)
            bucket.tokens -= 1.0
