"""Requests decided together, each against the state that the one before it left, to be kept by one commit."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from lobby.contract.codec import encode
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import granting, refuse
from lobby.contract.requests import LOOKS, RatingSubmit, Request
from ticketing.engine.cases import Asking
from ticketing.engine.copies import replace
from ticketing.engine.days import moment
from ticketing.engine.decide import Decided, decide
from ticketing.engine.facts import Fact
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby, Served
from ticketing.hub.fresh import fresh
from ticketing.hub.timekeeper import Reading
from ticketing.journal.store import StoredReply

log = logging.getLogger(__name__)

# What devices' requests were answered before, by device and id.
Known = Mapping[tuple[str, str], StoredReply]


@dataclass(frozen=True)
class Asked:
    """A request and who asks."""

    asking: Asking
    request: Request


@dataclass(eq=False)
class Settling:
    """A request that waits for its commit, and what came of it."""

    asked: Asked
    outcome: bytes | Refused = field(default_factory=lambda: Refused(ErrorCode.INTERNAL))


class Batch:
    """Decisions at one time `now` that stand or fall by one commit: the `facts` and `replies` to keep, and the
    `lobby` after them. `known` is what was answered before to any of the requests, `rates` are the ratings asked about,
    as the journal remembers them."""

    def __init__(self, site: Site, lobby: Lobby, known: Known, rates: Mapping[str, Served], now: Reading) -> None:
        self.lobby = lobby
        self.facts: list[Fact] = []
        self.replies: list[StoredReply] = []
        self._site = site
        self._known = dict(known)
        self._rates = dict(rates)
        # None of the requests moves it: what each enters is of this moment.
        self._at = moment(lobby, now.at)
        self._at_ms = int(self._at.timestamp() * 1000)
        self._day = now.day

    def decide(self, asked: Asked) -> bytes | Refused:
        """Return the reply to a request as it is sent, the first one where its id was answered before."""
        device, request = asked.asking.device, asked.request
        try:
            known = self._known.get((device, request.id))
            return self._decided(asked) if known is None else _again(known, request)
        except Refused as refused:
            return refused
        except Exception:
            # The boundary between requests: a fault in one must not end the others that share its commit.
            log.exception("%s %s failed", device, request.verb)
            return Refused(ErrorCode.INTERNAL)

    def _decided(self, asked: Asked) -> bytes:
        device, request = asked.asking.device, asked.request
        kept = self._rates.get(rate_in(request) or "")
        decided = decide(self._site, self.lobby, request, asked.asking, self._at, fresh(), self._day, kept)
        payload = _payload(request, decided)
        # A look changes nothing, and a phone looks every few seconds: no write for that.
        if not isinstance(request, LOOKS):
            stored = StoredReply(device, request.id, self._at_ms, request.verb, payload)
            self._known[device, request.id] = stored
            self.replies.append(stored)
        self.facts += decided.facts
        self.lobby = decided.lobby
        if kept is not None and decided.refused is None:
            # Who asks in the same commit is told so too.
            self._rates[kept.rating.rate] = replace(kept, rating=replace(kept.rating, given=request.id))
        return payload


def rate_in(request: Request) -> str | None:
    """Return the one-time token of the rating that a request is about."""
    return request.rate if isinstance(request, RatingSubmit) else None


def _payload(request: Request, decided: Decided) -> bytes:
    if decided.refused is not None:
        log.info("%s refused: %s %s", request.verb, decided.refused.code, decided.refused.detail)
        return encode(refuse(request.id, decided.refused))
    if decided.data is None:
        raise ValueError(f"{request.verb} was neither granted nor refused")
    return granting(request.id, decided.data)


def _again(known: StoredReply, request: Request) -> bytes:
    if known.verb != request.verb:
        raise Refused(ErrorCode.BAD_REQUEST, detail=f"id was used for {known.verb} before")
    return known.payload
