"""What a counter did today, counted as its journal entries come."""

from __future__ import annotations

from lobby.contract.journal import EntryKind
from ticketing.engine.copies import replace
from ticketing.engine.facts import Fact
from ticketing.engine.state import Card, Tally


def called(tally: Tally, card: Card, fact: Fact) -> Tally:
    """Return the tally after a call; what the citizen waited counts at the first call alone."""
    if card.ticket.calls:
        return tally
    waited = (fact.at - card.ticket.issued_at).total_seconds()
    return replace(tally, wait_s=(*tally.wait_s, waited))


def ended(tally: Tally, fact: Fact) -> Tally:
    """Return the tally after the ticket in hand left the counter."""
    if fact.kind is EntryKind.TICKET_SERVED and fact.ticket is not None:
        begun = fact.ticket.served_at or fact.ticket.called_at or fact.at
        took = (fact.at - begun).total_seconds()
        return replace(tally, served=tally.served + 1, service_s=(*tally.service_s, took))
    if fact.kind is EntryKind.TICKET_NO_SHOW:
        return replace(tally, missed=tally.missed + 1)
    if fact.kind is EntryKind.TICKET_PARKED:
        return replace(tally, parked=tally.parked + 1)
    if fact.kind is EntryKind.TICKET_TRANSFERRED:
        return replace(tally, transferred=tally.transferred + 1)
    return tally
