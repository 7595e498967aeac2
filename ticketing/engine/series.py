"""The series of numbers of a field: which number comes next, and which are set aside for a dispenser."""

from __future__ import annotations

from collections.abc import Iterator

from lobby.contract.errors import ErrorCode, Refused
from ticketing.engine.site import AtEnd, Service
from ticketing.engine.state import Lobby


def free_serial(service: Service, lobby: Lobby) -> int:
    """Return the next serial whose number was not given today; raises Refused where the series is used up."""
    last = service.last if service.leased_from is None else service.leased_from - 1
    start = max(service.first, lobby.serials.get(service.id, service.first - 1) + 1)
    again = range(service.first, start) if service.at_end is AtEnd.WRAP else range(0)
    for run in (range(start, last + 1), again):
        for serial in run:
            if _is_free(service, lobby, serial) and serial <= last:
                return serial
    raise Refused(ErrorCode.QUOTA_FULL, f"{service.name} đã hết số trong hôm nay.")


def leasable(service: Service, lobby: Lobby) -> Iterator[int]:
    """Return the serials that a dispenser may still be given to use by itself, in order."""
    if service.leased_from is not None:
        yield from (one for one in range(service.leased_from, service.last + 1) if _is_free(service, lobby, one))


def _is_free(service: Service, lobby: Lobby, serial: int) -> bool:
    number = service.number(serial)
    return number not in lobby.numbers and number not in lobby.leases
