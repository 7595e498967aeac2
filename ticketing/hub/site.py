"""The engine's view of the site, from the settings."""

from __future__ import annotations

from lobby.contract.roles import Role
from ticketing.engine.site import Counter, Service, Site
from ticketing.hub.hours_of import field_hours, hours_of
from ticketing.hub.settings import HubSettings, ServiceSettings

LEASED_AT_LEAST = 50
LONG_SERIES = 200
BLOCKS_A_DISPENSER = 2


def site_of(settings: HubSettings) -> Site:
    """Return the fields, counters, rules and hours of `settings` as the engine knows them."""
    printing = tuple(device.id for device in settings.devices if device.role is Role.DISPENSER)
    return Site(
        services={one.id: _service(settings, one, len(printing)) for one in settings.services},
        counters={one.id: Counter(one.id, one.name, one.services, one.profile) for one in settings.counters},
        priorities=frozenset(settings.rules.priorities),
        rating_open_s=settings.rules.rating_open_s,
        ratings=settings.rating.rules(),
        rules=settings.rules.rules(),
        hours=hours_of(settings.hours) if settings.hours is not None else None,
        printing=printing,
    )


def leased_from(service: ServiceSettings, lease_size: int, dispensers: int) -> int | None:
    """Return the first serial of `service` that only a dispenser without the hub gives; None where there is none.

    Where the settings do not say, a series of 200 numbers or more keeps its last 50, or two blocks for each dispenser
    where that is more (one to use while the hub is away, one to be given when it is back), a quarter at most.
    """
    if lease_size == 0 or service.leased_from is not None:
        return service.leased_from if lease_size else None
    if service.span < LONG_SERIES:
        return None
    wanted = max(LEASED_AT_LEAST, BLOCKS_A_DISPENSER * lease_size * dispensers)
    return service.last + 1 - min(wanted, service.span // 4)


def _service(settings: HubSettings, one: ServiceSettings, dispensers: int) -> Service:
    return Service(
        id=one.id,
        name=one.name,
        prefix=one.prefix,
        first=one.first,
        last=one.last,
        open=one.open,
        closed_reason=one.closed_reason,
        typical_s=one.typical_s,
        digits=one.digits,
        at_end=one.at_end,
        goes_on=one.goes_on,
        quota=one.quota,
        leased_from=leased_from(one, settings.rules.lease_size, dispensers),
        hours=hours_of(field_hours(settings.hours, one.hours)) if one.hours is not None else None,
        collects=one.collects,
        backend_fields=one.backend_fields,
    )
