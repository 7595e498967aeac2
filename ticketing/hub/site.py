"""The engine's view of the site, from the settings."""

from __future__ import annotations

from lobby.contract.roles import Role
from ticketing.engine.site import Counter, Service, Site
from ticketing.hub.settings import HubSettings


def site_of(settings: HubSettings) -> Site:
    """Return the fields, counters and rules of `settings` as the engine knows them."""
    services = {
        one.id: Service(one.id, one.name, one.prefix, one.first, one.last, one.open, one.closed_reason, one.typical_s)
        for one in settings.services
    }
    counters = {one.id: Counter(one.id, one.name, one.services) for one in settings.counters}
    printing = tuple(device.id for device in settings.devices if device.role is Role.DISPENSER)
    return Site(
        services, counters, frozenset(settings.rules.priorities), settings.rules.rating_open_s, printing=printing
    )
