"""The queue as open data, in the shape of the FIWARE smart data model QueueMonitor (NGSI key-values): pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lobby.contract.base import wire_time
from lobby.contract.states import CounterPhase, CounterState, QueueState
from ticketing.hub.settings import OfficeSettings

_FIGURES = re.compile(r"\d+$")


def queue_monitors(
    site: str, office: OfficeSettings, queues: Sequence[QueueState], counters: Iterable[CounterState]
) -> list[dict[str, Any]]:
    """Return one entity a field; numbers of tickets are all it tells of people."""
    phases = {counter.counter: counter.state for counter in counters}
    return [_entity(site, office, queue, phases) for queue in queues]


def _entity(site: str, office: OfficeSettings, queue: QueueState, phases: Mapping[str, CounterPhase]) -> dict[str, Any]:
    entity: dict[str, Any] = {
        "id": f"urn:ngsi-ld:QueueMonitor:{site}:{queue.service}",
        "type": "QueueMonitor",
        "dateModified": wire_time(queue.at),
        "localId": queue.service,
        "name": f"{queue.name} – {office.name}",
        "officeName": office.name,
        "areaServed": office.place,
        "serviceId": queue.service,
        "serviceName": queue.name,
        "serviceStatus": _status(queue, phases),
        "serviceStatusNote": queue.closed_reason if not queue.open else None,
        "queueLine": queue.name,
        "lastTicketIssued": _figure(queue.last_issued),
        "lastTicketIssuedLabel": queue.last_issued,
        "ticketServed": _figure(queue.last_called),
        "ticketServedLabel": queue.last_called,
        "ticketsToServe": queue.waiting,
    }
    return {name: value for name, value in entity.items() if value is not None}


def _status(queue: QueueState, phases: Mapping[str, CounterPhase]) -> str:
    """Return `Closed` where no number is given, `Suspended` where it is but every counter that works has a break."""
    if not queue.open:
        return "Closed"
    working = [phases[one] for one in queue.counters if phases.get(one, CounterPhase.CLOSED) != CounterPhase.CLOSED]
    return "Suspended" if working and all(one is CounterPhase.PAUSED for one in working) else "Open"


def _figure(number: str | None) -> int | None:
    found = _FIGURES.search(number or "")
    return None if found is None else int(found.group())
