"""A number that a citizen was given, by the hub or from this dispenser's lease, and the slip it is printed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.presenters.fields import Fields
from lobby.contract.replies import Issued
from lobby.contract.requests import NumbersUsed
from lobby.contract.slips import PrintTicket
from lobby.contract.states import Reprint
from lobby.contract.ticket import Wait


@dataclass(frozen=True)
class Number:
    """What screen and slip tell of a number; `ahead` is None where nobody knows: it was given without the hub."""

    ticket: str
    number: str
    service: str
    issued_at: datetime
    priority: str | None = None
    ahead: int | None = None
    wait: Wait | None = None
    track: str | None = None
    notice: str | None = None


def from_hub(issued: Issued) -> Number:
    """Return the number of a ticket that the hub issued."""
    ticket = issued.ticket
    return Number(
        ticket=ticket.ticket,
        number=ticket.number,
        service=ticket.service,
        issued_at=ticket.issued_at,
        priority=ticket.priority,
        ahead=issued.ahead,
        wait=issued.wait,
        track=issued.track,
        notice=issued.notice,
    )


def from_lease(used: NumbersUsed) -> Number:
    """Return the number of a ticket that this dispenser gave by itself."""
    return Number(
        ticket=used.ticket,
        number=used.number,
        service=used.service,
        issued_at=used.issued_at,
        priority=used.priority,
        track=used.track,
    )


def from_slip(slip: PrintTicket, ticket: str, service: str) -> Number:
    """Return the number that a slip begun before a restart tells of."""
    ahead = None if slip.offline else slip.ahead
    return Number(ticket, slip.number, service, slip.issued_at, slip.priority, ahead, slip.wait, None, slip.notice)


def from_reprint(reprint: Reprint) -> Number:
    """Return the number whose slip the desk wants again."""
    ticket = reprint.ticket
    return Number(
        ticket=ticket.ticket,
        number=ticket.number,
        service=ticket.service,
        issued_at=ticket.issued_at,
        priority=ticket.priority,
        ahead=reprint.ahead,
        wait=reprint.wait,
        track=reprint.track,
    )


def slip_of(job: str, number: Number, fields: Fields, track_url_base: str | None, again: bool = False) -> PrintTicket:
    """Return the slip of a number, in Vietnamese whatever the screen speaks."""
    follows = track_url_base is not None and number.track is not None
    return PrintTicket(
        job=job,
        number=number.number,
        service=fields.official_name(number.service),
        counters=fields.counter_names(number.service),
        priority=number.priority,
        ahead=number.ahead or 0,
        wait=number.wait,
        issued_at=number.issued_at,
        track_url=f"{track_url_base}{number.track}" if follows else None,
        notice=number.notice,
        offline=number.ahead is None,
        again=again,
    )
