"""Which marks stand on a queue ticket, and in which order."""

from __future__ import annotations

from lobby.contract.slips import PrintTicket
from ticketing.slip import words
from ticketing.slip.column import Column
from ticketing.slip.frame import by_message, divide, head, hotline
from ticketing.slip.marks import Sheet
from ticketing.slip.style import SlipStyle
from ticketing.slip.type import clean

_LONGEST_NAME = 160
_LONGEST_NOTICE = 400
_MOST_COUNTERS = 8


def compose(ticket: PrintTicket, style: SlipStyle) -> Sheet:
    """Lay out one ticket on the paper of `style`; long names wrap, nothing is left out."""
    column = Column(style)
    head(column, style)
    _number(column, ticket)
    _counters(column, ticket)
    _waiting(column, ticket)
    _foot(column, ticket, style)
    return column.sheet()


def _number(column: Column, ticket: PrintTicket) -> None:
    if ticket.again:
        column.badge(words.AGAIN, 28)
        column.space(10)
    column.text(words.CAPTION, "semibold", 34)
    column.space(10)
    column.large(clean(ticket.number, 12), 210)
    column.space(22)
    if ticket.priority:
        column.badge(words.PRIORITY, 32)
        column.space(10)
    column.text(clean(ticket.service, _LONGEST_NAME), "bold", 38)


def _counters(column: Column, ticket: PrintTicket) -> None:
    if not ticket.counters:
        return
    column.space(8)
    column.text(words.COUNTERS, "medium", 26)
    names = [clean(name, _LONGEST_NAME) for name in ticket.counters[:_MOST_COUNTERS]]
    more = " …" if len(ticket.counters) > _MOST_COUNTERS else ""
    column.text(_together(names) + more, "bold", 36)


def _together(names: list[str]) -> str:
    # A no-break space keeps a short name in one line; a long one may wrap.
    kept = [name.replace(" ", "\u00a0") if len(name) <= 16 else name for name in names]
    return ", ".join(kept)


def _waiting(column: Column, ticket: PrintTicket) -> None:
    divide(column, above=10)
    column.row(words.ISSUED_AT if ticket.again else words.PRINTED_AT, words.moment(ticket.issued_at), 26)
    if ticket.offline:
        column.text(words.OFFLINE, "bold", 30)
        column.text(words.IN_LINE, "medium", 26)
    else:
        _line_ahead(column, ticket)


def _line_ahead(column: Column, ticket: PrintTicket) -> None:
    column.row(words.AHEAD, words.people(ticket.ahead), 26)
    if ticket.wait is not None:
        column.row(words.WAIT, words.minutes(ticket.wait), 26)


def _foot(column: Column, ticket: PrintTicket, style: SlipStyle) -> None:
    divide(column)
    if ticket.notice:
        column.text(clean(ticket.notice, _LONGEST_NOTICE), "semibold", 26)
        column.space(4)
    if ticket.track_url:
        column.code(ticket.track_url)
        column.text(words.FOLLOW_LATER if ticket.offline else words.FOLLOW, "medium", 26)
    by_message(column, style, words.SMS_AHEAD, ticket=clean(ticket.number, 12))
    by_message(column, style, words.SMS_DOSSIER)
    hotline(column, style, "regular", 24)
    column.space(6)
    column.text(words.THANKS, "bold", 32)
