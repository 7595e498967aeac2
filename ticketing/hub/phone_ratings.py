"""Lets citizens rate afterwards on a telephone, by the token of the ticket; only the hub's own page may."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.rating import RatingForm
from lobby.contract.replies import Reply, refuse
from lobby.contract.requests import RatingSubmit
from lobby.contract.roles import Role
from lobby.contract.ticket import Ticket
from ticketing.engine.cases import Asking
from ticketing.engine.rating import PHONE
from ticketing.engine.state import Served
from ticketing.hub.gathering import Asked
from ticketing.hub.ground import Ground

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PhoneRating:
    """The rating of a ticket that was served: `given` already, or `open` still, by the `form` of the site."""

    ticket: Ticket
    counter: str
    form: RatingForm
    given: bool
    open: bool


class PhoneRatings:
    """Over the ground of a running hub; every method may be called from any thread."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def of(self, track: str) -> PhoneRating | None:
        """Return the rating of the ticket followed by `track`; None where it was not served, or too long ago.

        Raises sqlite3.Error where the journal cannot be read.
        """
        served = self._served(track)
        rules, now = self._ground.site.ratings, self._ground.time.now()
        if served is None or not rules.phone_s:
            return None
        given = served.rating.given is not None
        if now > served.rating.opened_at + timedelta(seconds=rules.phone_s):
            return None
        return PhoneRating(served.ticket, served.rating.counter, rules.form, given, open=not given)

    def give(self, track: str, said: RatingSubmit) -> Reply:
        """Return the reply to a rating, `said` without its token, once it is durable; a refusal is a reply too."""
        try:
            served = self._served(track)
            if served is None:
                raise Refused(ErrorCode.NOT_FOUND)
            asked = said.model_copy(update={"rate": served.rating.rate, "counter": None})
            return self._ground.keeper.settle(Asked(Asking(PHONE, Role.HUB), asked))
        except Refused as refused:
            log.info("rating by telephone refused: %s %s", refused.code, refused.detail)
            return refuse(said.id, refused)

    def _served(self, track: str) -> Served | None:
        lobby = self._ground.keeper.lobby
        card = lobby.cards.get(lobby.tracks.get(track, ""))
        if card is None:
            return self._ground.journal.rate_of(track)
        rating = lobby.ratings.get(card.rate or "")
        return Served(rating, card.ticket) if rating is not None else None
