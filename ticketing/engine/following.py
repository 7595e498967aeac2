"""What whoever follows a ticket is told: how it stands, how many are ahead, how long it may take."""

from __future__ import annotations

from datetime import datetime

from lobby.contract.replies import Tracked
from ticketing.engine import estimate
from ticketing.engine.site import Site
from ticketing.engine.state import Card, Lobby


def tracked(site: Site, lobby: Lobby, card: Card, now: datetime) -> Tracked:
    """Return how `card` stands at `now`; its wait is told only while it waits."""
    people, wait = estimate.standing(site, lobby, card, now)
    # A time that passed without a return is the day's end, which let nobody back.
    returns_at = card.returns_at if card.returns_at is not None and card.returns_at > now else None
    return Tracked(ticket=card.ticket, ahead=people, wait=wait, returns_at=returns_at)
