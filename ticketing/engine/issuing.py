"""Taking a number: each service has a series of its own, and no number is given twice in one day."""

from __future__ import annotations

from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.journal import EntryKind
from lobby.contract.replies import Issued
from lobby.contract.requests import TicketIssue
from lobby.contract.ticket import Ticket, TicketState
from ticketing.engine import estimate
from ticketing.engine.cases import Case, Decision
from ticketing.engine.facts import Draft
from ticketing.engine.site import Service
from ticketing.engine.state import Lobby


def issue(case: Case, request: TicketIssue) -> Decision:
    """Give the next number of the field's series."""
    service = _taking(case, request)
    serial = free_serial(service, case.lobby)
    ticket = Ticket(
        ticket=case.fresh.ticket,
        number=service.number(serial),
        service=service.id,
        priority=request.priority,
        state=TicketState.WAITING,
        issued_at=case.now,
    )
    said = {"dossier": request.dossier, "appointment": request.appointment, "lang": request.lang}
    data = {"serial": serial, "device": case.asking.device, **{key: value for key, value in said.items() if value}}
    draft = Draft(EntryKind.TICKET_ISSUED, ticket=ticket, data=data, private={"track": case.fresh.track})
    return Decision((draft,), lambda after: _issued(case, after, ticket))


def free_serial(service: Service, lobby: Lobby) -> int:
    """Return the next serial whose number was not given today, wrapping at the series' end; raises Refused."""
    span = service.last - service.first + 1
    start = lobby.serials.get(service.id, service.first - 1) + 1
    for step in range(span):
        serial = service.first + (start - service.first + step) % span
        if service.number(serial) not in lobby.numbers:
            return serial
    raise Refused(ErrorCode.QUOTA_FULL)


def _taking(case: Case, request: TicketIssue) -> Service:
    service = case.site.services.get(request.service)
    if service is None:
        raise Refused(ErrorCode.UNKNOWN_SERVICE)
    if request.priority is not None and request.priority not in case.site.priorities:
        raise Refused(ErrorCode.BAD_REQUEST, detail=f"no priority class {request.priority!r}")
    if not service.open:
        raise Refused(ErrorCode.SERVICE_CLOSED, service.closed_reason)
    return service


def _issued(case: Case, after: Lobby, ticket: Ticket) -> Issued:
    people = estimate.ahead(after, after.cards[ticket.ticket])
    return Issued(
        ticket=ticket,
        ahead=people,
        wait=estimate.wait(case.site, after, ticket.service, people),
        track=case.fresh.track,
    )
