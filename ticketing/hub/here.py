"""Tells whether somebody who took a number is still in the lobby."""

from __future__ import annotations

from collections.abc import Iterator

from lobby.contract.ticket import TicketState
from ticketing.engine.state import Card, Lobby


def is_anyone_here(lobby: Lobby, since: int = 0) -> bool:
    """Tell whether somebody waits, is at a counter or comes back who took the number after the entry `since`."""
    return any(card.issued_seq > since for card in _here(lobby))


def _here(lobby: Lobby) -> Iterator[Card]:
    yield from (lobby.cards[desk.ticket] for desk in lobby.desks.values() if desk.ticket is not None)
    for line in lobby.waiting.values():
        yield from line.cards()
    # Who was set aside comes back, and so does who missed the call and is called once more.
    yield from (card for card in lobby.aside.values() if _comes_back(card))


def _comes_back(card: Card) -> bool:
    return card.ticket.state is TicketState.PARKED or card.returns_at is not None
