"""Who waits and who was set aside, as rows of the work screen: what each is called, and when each comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.ticket import Ticket, TicketState
from ticketing.desk.words import SUPPLEMENT, minutes_words, priority_words
from ticketing.hub.door import Standing

LINE_AT_MOST = 100
ASIDE_AT_MOST = 50


class Row(TypedDict):
    """One who waits; `tag` says why they may go first, `priority` is the class, empty for none."""

    number: str
    service: str
    waited: str
    tag: str
    priority: str


class Line(TypedDict):
    """Who waits, in the order of calling; `total` counts also those beyond the rows."""

    total: int
    tickets: list[Row]


class AsideRow(TypedDict):
    """One who may be called again: what became of the first call, and when they come back in line by themselves."""

    number: str
    kind: str
    words: str
    returns: str


class Aside(TypedDict):
    """Who was set aside or did not come; `may` tells whether one can be called now."""

    total: int
    tickets: list[AsideRow]
    may: bool


def line_of(
    tickets: Sequence[Ticket], names: Mapping[str, str], standings: Mapping[str, Standing], now: datetime
) -> Line:
    """Return the line; `names` are those of fields, `standings` by ticket where they are known."""
    rows = [_row(ticket, names, standings.get(ticket.ticket), now) for ticket in tickets[:LINE_AT_MOST]]
    return Line(total=len(tickets), tickets=rows)


def aside_of(tickets: Sequence[Ticket], standings: Mapping[str, Standing], now: datetime, *, may: bool) -> Aside:
    """Return who was set aside, in the order given."""
    rows = [_aside_row(ticket, standings.get(ticket.ticket), now) for ticket in tickets[:ASIDE_AT_MOST]]
    return Aside(total=len(tickets), tickets=rows, may=may)


def notes_of(standing: Standing | None) -> str:
    """Return what an officer should know of the citizen in hand beside the priority; empty where there is nothing."""
    if standing is None:
        return ""
    notes = [] if standing.appointment is None else [f"Hẹn {_clock(standing.appointment)}"]
    if standing.misses:
        notes.append(f"Đã vắng {standing.misses} lần")
    if standing.offline:
        notes.append("Phiếu cấp lúc mất kết nối")
    return " · ".join(notes)


def _row(ticket: Ticket, names: Mapping[str, str], standing: Standing | None, now: datetime) -> Row:
    waited = max(0.0, (now - ticket.issued_at).total_seconds())
    tags = [priority_words(ticket.priority)] if ticket.priority else []
    if standing is not None and standing.appointment is not None:
        tags.append(f"Hẹn {_clock(standing.appointment)}")
    return Row(
        number=ticket.number,
        service=names.get(ticket.service, ticket.service),
        waited=f"chờ {minutes_words(waited)}",
        tag=" · ".join(tags),
        priority=ticket.priority or "",
    )


def _aside_row(ticket: Ticket, standing: Standing | None, now: datetime) -> AsideRow:
    kind = "missed" if ticket.state is TicketState.NO_SHOW else "parked"
    words = "Để chờ"
    if kind == "missed":
        misses = 0 if standing is None else standing.misses
        words = "Vắng mặt" if misses < 2 else f"Vắng mặt {misses} lần"
    elif standing is not None and standing.supplement:
        kind, words = "supplement", SUPPLEMENT
    if ticket.called_at is not None:
        words = f"{words} · {_clock(ticket.called_at)}"
    return AsideRow(number=ticket.number, kind=kind, words=words, returns=_returns(kind, standing, now))


def _returns(kind: str, standing: Standing | None, now: datetime) -> str:
    if kind == "supplement":
        return "Quay lại: được gọi trước"
    returns_at = None if standing is None else standing.returns_at
    if returns_at is not None:
        return "Đang vào lại hàng" if returns_at <= now else f"Vào lại hàng lúc {_clock(returns_at)}"
    return "Không tự vào lại hàng" if kind == "missed" else "Chờ công dân quay lại"


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(OFFICE_ZONE):%H:%M}"
