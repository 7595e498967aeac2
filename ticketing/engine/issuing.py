"""Taking a number: each service has a series of its own, and no number is given twice in one day."""

from __future__ import annotations

from datetime import datetime

from lobby.contract.base import wire_time
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.journal import EntryKind
from lobby.contract.replies import Issued
from lobby.contract.requests import TicketIssue
from lobby.contract.ticket import ENDED, Ticket, TicketState
from ticketing.engine import estimate
from ticketing.engine.appointments import appointed
from ticketing.engine.cases import Case, Decision, wrong
from ticketing.engine.facts import Draft
from ticketing.engine.selection import is_served
from ticketing.engine.series import free_serial
from ticketing.engine.site import Service, Site
from ticketing.engine.state import Lobby

_COME_AGAIN = "Mời Quý khách quay lại ngày làm việc sau."


def issue(case: Case, request: TicketIssue) -> Decision:
    """Give the next number of the field's series."""
    service = _taking(case, request)
    _check_quota(case, service)
    _check_receipt(case.lobby, request.dossier)
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
    at = appointed(request.appointment, case.now, case.site.rules.appointment_late_s)
    if at is not None:
        data["appointment_at"] = wire_time(at)
    draft = Draft(EntryKind.TICKET_ISSUED, ticket=ticket, data=data, private={"track": case.fresh.track})
    return Decision((draft,), lambda after: _issued(case, after, ticket))


def refusal(site: Site, service: Service, at: datetime) -> str | None:
    """Return why `service` gives no number at `at`, in words for the citizen; None where it does."""
    if not service.open:
        return service.closed_reason or "Lĩnh vực này tạm thời không tiếp nhận."
    if not is_served(site, service.id):
        return "Lĩnh vực này chưa có quầy nào phục vụ."
    hours = site.hours_of(service.id)
    return hours.refusal(at) if hours is not None else None


def _taking(case: Case, request: TicketIssue) -> Service:
    service = case.site.services.get(request.service)
    if service is None:
        raise Refused(ErrorCode.UNKNOWN_SERVICE)
    check_priority(case, request.priority)
    sentence = refusal(case.site, service, case.now)
    if sentence is not None:
        raise Refused(ErrorCode.SERVICE_CLOSED, sentence)
    return service


def check_priority(case: Case, priority: str | None) -> None:
    """Let pass a class of priority that the site knows; raises Refused."""
    if priority is not None and priority not in case.site.priorities:
        raise Refused(ErrorCode.BAD_REQUEST, detail=f"no priority class {priority!r}")


def full(site: Site, lobby: Lobby, service: Service) -> str | None:
    """Return that the day's quota of `service` or of the site is used up, in words for the citizen; None where not."""
    given, whole = lobby.issued, site.rules.quota
    if service.quota is not None and given.get(service.id, 0) >= service.quota:
        return f"{service.name} đã nhận đủ {service.quota} lượt trong hôm nay. {_COME_AGAIN}"
    if whole is not None and sum(given.values()) >= whole:
        return f"Hôm nay đã nhận đủ {whole} lượt. {_COME_AGAIN}"
    return None


def _check_quota(case: Case, service: Service) -> None:
    sentence = full(case.site, case.lobby, service)
    if sentence is not None:
        raise Refused(ErrorCode.QUOTA_FULL, sentence)


def _check_receipt(lobby: Lobby, dossier: str | None) -> None:
    card = lobby.cards.get(lobby.dossiers.get(dossier or "", ""))
    if card is not None and (card.ticket.state not in ENDED or card.returns_at is not None):
        raise wrong(f"Biên nhận này đã lấy số {card.ticket.number}. Mời Quý khách chờ gọi số đó.")


def _issued(case: Case, after: Lobby, ticket: Ticket) -> Issued:
    people, wait = estimate.standing(case.site, after, after.cards[ticket.ticket], case.now)
    return Issued(ticket=ticket, ahead=people, wait=wait, track=case.fresh.track)
