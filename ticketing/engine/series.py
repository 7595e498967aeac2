"""The series of numbers of a field: which number comes next, and which are set aside for a dispenser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lobby.contract.errors import ErrorCode, Refused
from ticketing.engine.site import AtEnd, Service
from ticketing.engine.state import Lobby


def free_serial(service: Service, lobby: Lobby) -> int:
    """Return the next serial whose number was not given today; raises Refused where the series is used up."""
    for serial in free_serials(service, lobby):
        return serial
    raise Refused(ErrorCode.QUOTA_FULL, f"{service.name} đã hết số trong hôm nay.")


def free_serials(service: Service, lobby: Lobby) -> Iterator[int]:
    """Return the serials that a field may still give itself today, in the order in which it would."""
    last = service.last if service.leased_from is None else service.leased_from - 1
    start = max(service.first, lobby.serials.get(service.id, service.first - 1) + 1)
    again = range(service.first, min(start, last + 1)) if service.at_end is AtEnd.WRAP else range(0)
    for run in (range(start, last + 1), again):
        yield from (serial for serial in run if _is_free(service, lobby, serial))


def leasable(service: Service, lobby: Lobby) -> Iterator[int]:
    """Return the serials that a dispenser may still be given to use by itself, in order."""
    if service.leased_from is not None:
        yield from (one for one in range(service.leased_from, service.last + 1) if _is_free(service, lobby, one))


def as_written(services: Iterable[Service], lobby: Lobby, typed: str) -> str:
    """Return the number of today that `typed` means: without zeros before it, Đ as D; as typed where there is none."""
    wanted = typed.strip().upper()
    if wanted in lobby.numbers:
        return wanted
    for service in services:
        prefix, serial = service.prefix.upper(), wanted[len(service.prefix) :]
        if _plain(wanted[: len(prefix)]) == _plain(prefix) and serial.isdecimal():
            number = service.number(int(serial))
            if number in lobby.numbers:
                return number
    return wanted


def _plain(letters: str) -> str:
    return letters.replace("Đ", "D")


def _is_free(service: Service, lobby: Lobby, serial: int) -> bool:
    number = service.number(serial)
    return number not in lobby.numbers and number not in lobby.leases
