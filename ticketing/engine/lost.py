"""After a restore: which numbers of today may be in citizens' hands though the journal knows nothing of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from lobby.contract.errors import Refused
from lobby.contract.journal import EntryKind
from ticketing.engine.facts import Draft
from ticketing.engine.leases import ANYBODY
from ticketing.engine.series import free_serial, free_serials, leasable
from ticketing.engine.site import Service, Site
from ticketing.engine.state import Lobby

LEAST = 50
ROUND = 100
AT_ONCE = 1000
"""Numbers in one entry, which must fit one message on the bus."""


def set_aside(site: Site, lobby: Lobby, busiest: Mapping[str, int]) -> tuple[Draft, ...]:
    """Return the entries that keep each field from giving, today, what the lost journal may have given.

    Those are the next numbers of its series, as many as on the `busiest` day ever of that field (`LEAST` at least) and
    on to the next hundred, but half of what is left at most; and all that dispensers hold or could have been leased.
    """
    return tuple(draft for one in site.services.values() for draft in _drafts(one, lobby, busiest.get(one.id, 0)))


def next_numbers(site: Site, lobby: Lobby) -> list[str]:
    """Return the number that each field gives next, in the settings' order; one that is used up is left out."""
    return list(_next(site, lobby))


def _drafts(service: Service, lobby: Lobby, busiest: int) -> Iterator[Draft]:
    lost = _serials(service, lobby, max(LEAST, busiest))
    numbers = [service.number(serial) for serial in chain(lost, leasable(service, lobby))]
    held = [number for number, lease in sorted(lobby.leases.items()) if lease.service == service.id and not lease.void]
    void = [*held, *numbers]
    for begin in range(0, len(void), AT_ONCE):
        part = void[begin : begin + AT_ONCE]
        added = [number for number in part if number not in lobby.leases]
        data: dict[str, Any] = {"device": ANYBODY, "numbers": {service.id: added}, "void": part}
        yield Draft(EntryKind.NUMBERS_LEASED, data=data)


def _serials(service: Service, lobby: Lobby, count: int) -> Sequence[int]:
    free = list(free_serials(service, lobby))
    most = len(free) // 2
    while count < most and free[count] % ROUND != 1:
        count += 1
    return free[: min(count, most)]


def _next(site: Site, lobby: Lobby) -> Iterator[str]:
    for service in site.services.values():
        try:
            yield service.number(free_serial(service, lobby))
        except Refused:
            continue
