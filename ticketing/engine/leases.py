"""Numbers set aside for a dispenser, which gives them by itself while the hub cannot be reached."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from lobby.contract.base import OFFICE_ZONE, wire_time
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.journal import EntryKind
from lobby.contract.replies import Leased, Tracked
from lobby.contract.requests import NumbersLease, NumbersUsed
from lobby.contract.ticket import Ticket, TicketState
from ticketing.engine.cases import Case, Decision, wrong
from ticketing.engine.facts import Draft
from ticketing.engine.following import tracked
from ticketing.engine.series import leasable
from ticketing.engine.site import Service
from ticketing.engine.state import Lobby

ANYBODY = "*"
"""Instead of a device's id: whoever was given these numbers before a restore that knows nothing of it."""


def lease(case: Case, request: NumbersLease) -> Decision:
    """Top up what the dispenser holds of each field to the site's `lease_size`; one that begins afresh holds nothing,
    and what it held before may be in citizens' hands."""
    device = case.asking.device
    held = _held(case.lobby, device)
    void = [number for numbers in held.values() for number in numbers] if request.afresh else []
    kept = {service: len(numbers) for service, numbers in held.items() if not void}
    added = {service.id: _more(case, service, kept.get(service.id, 0)) for service in case.site.services.values()}
    added = {service: numbers for service, numbers in added.items() if numbers}
    data: dict[str, Any] = {"device": device, "numbers": added, **({"void": void} if void else {})}
    drafts = (Draft(EntryKind.NUMBERS_LEASED, data=data),) if added or void else ()
    return Decision(drafts, lambda after: _leased(after, device))


def used(case: Case, request: NumbersUsed) -> Decision:
    """Take in a ticket that was given without the hub; one that was taken in before changes nothing."""
    known = case.lobby.cards.get(request.ticket)
    if known is not None and known.ticket.number == request.number:
        return Decision((), lambda after: tracked(case.site, after, known, case.now))
    day = _day(request.issued_at, case)
    if case.lobby.day is not None and day < case.lobby.day:
        return _of_an_older_day(case, request)
    lease = case.lobby.leases.get(request.number)
    if lease is None or lease.device not in (case.asking.device, ANYBODY) or lease.service != request.service:
        raise wrong(f"Số {request.number} không thuộc dãy số dự phòng của máy này.")
    if known is not None or request.track in case.lobby.tracks:
        raise Refused(ErrorCode.BAD_REQUEST, detail="ticket or track was used before")
    return _taken_in(case, request)


def _taken_in(case: Case, request: NumbersUsed) -> Decision:
    # Settings may have changed since: whoever holds a number that was leased is not to pay for it.
    ticket = _ticket(request, _when(request, case), TicketState.WAITING)
    if ticket.priority not in case.site.priorities:
        ticket = ticket.model_copy(update={"priority": None})
    data: dict[str, Any] = {"device": case.asking.device, "offline": True}
    data.update({key: value for key, value in (("dossier", request.dossier), ("lang", request.lang)) if value})
    draft = Draft(EntryKind.TICKET_ISSUED, ticket=ticket, data=data, private={"track": request.track})
    return Decision((draft,), lambda after: tracked(case.site, after, after.cards[ticket.ticket], case.now))


def _of_an_older_day(case: Case, request: NumbersUsed) -> Decision:
    # Its citizen was sent away or served by hand days ago: kept for the figures, and nobody is called.
    if not _fits(case, request):
        raise wrong(f"Số {request.number} không thuộc lĩnh vực nào ở đây.")
    ticket = _ticket(request, request.issued_at, TicketState.EXPIRED)
    data = {
        "device": case.asking.device,
        "number": request.number,
        "service": request.service,
        "outcome": "expired",
        "came_at": wire_time(request.issued_at),
    }
    return Decision((Draft(EntryKind.ENTRY_LATE, data=data),), lambda _after: Tracked(ticket=ticket, ahead=0))


def _ticket(request: NumbersUsed, at: datetime, state: TicketState) -> Ticket:
    return Ticket(
        ticket=request.ticket,
        number=request.number,
        service=request.service,
        priority=request.priority,
        state=state,
        issued_at=at,
    )


def _fits(case: Case, request: NumbersUsed) -> bool:
    service = case.site.services.get(request.service)
    if service is None or not request.number.startswith(service.prefix):
        return False
    serial = request.number[len(service.prefix) :]
    return serial.isdecimal() and service.number(int(serial)) == request.number


def _day(at: datetime, case: Case) -> date:
    # A dispenser that booted without a clock says 1970: its ticket is of today, when it was leased.
    if at < case.now - timedelta(days=31):
        return case.lobby.day or case.now.astimezone(OFFICE_ZONE).date()
    return at.astimezone(OFFICE_ZONE).date()


def _when(request: NumbersUsed, case: Case) -> datetime:
    today = case.lobby.day or case.now.astimezone(OFFICE_ZONE).date()
    morning = datetime.combine(today, datetime.min.time(), OFFICE_ZONE)
    at = min(case.now, max(request.issued_at, morning))
    # As the journal keeps it, so that a restart changes nobody's place.
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def _held(lobby: Lobby, device: str) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    for number, lease in sorted(lobby.leases.items()):
        if lease.device == device and not lease.void:
            held.setdefault(lease.service, []).append(number)
    return held


def _more(case: Case, service: Service, held: int) -> list[str]:
    wanted = max(0, case.site.rules.lease_size - held)
    return [service.number(serial) for serial in islice(leasable(service, case.lobby), wanted)]


def _leased(lobby: Lobby, device: str) -> Leased:
    if lobby.day is None:
        raise ValueError("a lease belongs to a day")
    held = _held(lobby, device)
    return Leased(day=lobby.day, numbers={service: tuple(numbers) for service, numbers in held.items()})
