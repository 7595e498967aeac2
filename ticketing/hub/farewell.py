"""The last pictures of fields, counters and devices that leave the settings, before their topics are emptied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from lobby.contract.base import State
from lobby.contract.states import DeviceConfig
from lobby.contract.topics import Topics
from ticketing.engine.pictures import counter_state, queue_state
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby

NO_LONGER = "Lĩnh vực này không còn nhận số tại đây."


def farewells(
    topics: Topics, old: Site, new: Site, devices: Iterable[str], lobby: Lobby, now: datetime
) -> Iterator[tuple[str, State]]:
    """Return what is told once more of what `old` has and `new` has not, and of the `devices` that are told no more.

    Who is running sees the field closed; who starts later finds nothing, since the topic is emptied after this.
    """
    for service in old.services.keys() - new.services.keys():
        closed = replace(old.services[service], open=False, closed_reason=NO_LONGER)
        site = replace(old, services={**old.services, service: closed})
        yield topics.queue(service), queue_state(site, lobby, service, now)
    for counter in old.counters.keys() - new.counters.keys():
        yield topics.counter(counter), counter_state(old, lobby, counter, now)
    for device in devices:
        yield topics.config(device), DeviceConfig(rev=lobby.seq, at=now, device=device)
