"""Requests decided together, each against the state that the one before it left, to be kept by one commit."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field

from lobby.contract.codec import decode, encode
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.replies import Reply, accept, refuse
from lobby.contract.requests import Request, TicketTrack
from lobby.link.answering import Outcome
from ticketing.engine.cases import Asking
from ticketing.engine.days import moment
from ticketing.engine.decide import Decided, decide
from ticketing.engine.facts import Fact
from ticketing.engine.site import Site
from ticketing.engine.state import Lobby
from ticketing.hub.fresh import fresh
from ticketing.hub.timekeeper import Reading
from ticketing.journal.store import StoredReply

log = logging.getLogger(__name__)

# Finds what a device's request was answered before, in the journal; may raise sqlite3.Error.
Known = Callable[[str, str], StoredReply | None]


@dataclass(frozen=True)
class Asked:
    """A request and who asks."""

    asking: Asking
    request: Request


@dataclass(eq=False)
class Settling:
    """A request that waits for its commit, and what came of it."""

    asked: Asked
    outcome: Outcome = field(default_factory=lambda: Refused(ErrorCode.INTERNAL))


class Batch:
    """Decisions at one time `now` that stand or fall by one commit: the `facts` and `replies` to keep, and the
    `lobby` after them."""

    def __init__(self, site: Site, lobby: Lobby, known: Known, now: Reading) -> None:
        self.lobby = lobby
        self.facts: list[Fact] = []
        self._site = site
        self._known = known
        self._now = now
        self._new: dict[tuple[str, str], StoredReply] = {}

    @property
    def replies(self) -> list[StoredReply]:
        """The replies to keep, in the order of the requests."""
        return list(self._new.values())

    def decide(self, asked: Asked) -> Outcome:
        """Return what comes of a request, the first reply where its id was answered before; raises sqlite3.Error."""
        device, request = asked.asking.device, asked.request
        try:
            known = self._new.get((device, request.id)) or self._known(device, request.id)
            return self._decided(asked) if known is None else _again(known, request)
        except sqlite3.Error:
            raise
        except Refused as refused:
            return refused
        except Exception:
            # The boundary between requests: a fault in one must not end the others that share its commit.
            log.exception("%s %s failed", device, request.verb)
            return Refused(ErrorCode.INTERNAL)

    def _decided(self, asked: Asked) -> Reply:
        device, request = asked.asking.device, asked.request
        decided = decide(self._site, self.lobby, request, asked.asking, self._now.at, fresh(), self._now.day)
        reply = _reply(request, decided)
        # A look changes nothing, and a phone looks every few seconds: no write for that.
        if not isinstance(request, TicketTrack):
            at = int(moment(self.lobby, self._now.at).timestamp() * 1000)
            self._new[device, request.id] = StoredReply(device, request.id, at, request.verb, encode(reply))
        self.facts += decided.facts
        self.lobby = decided.lobby
        return reply


def _reply(request: Request, decided: Decided) -> Reply:
    if decided.refused is not None:
        log.info("%s refused: %s %s", request.verb, decided.refused.code, decided.refused.detail)
        return refuse(request.id, decided.refused)
    if decided.data is None:
        raise ValueError(f"{request.verb} was neither granted nor refused")
    return accept(request.id, decided.data)


def _again(known: StoredReply, request: Request) -> Reply:
    if known.verb != request.verb:
        raise Refused(ErrorCode.BAD_REQUEST, detail=f"id was used for {known.verb} before")
    return decode(Reply, known.payload)
