"""What a rule is given and what it gives back, and the checks that several rules share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lobby.contract.base import Part
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.roles import Role
from lobby.contract.states import CounterPhase
from ticketing.engine.facts import Draft
from ticketing.engine.site import Counter, Site
from ticketing.engine.state import Card, Desk, Lobby, Served


@dataclass(frozen=True)
class Fresh:
    """New ids for one command, never used before: two UUIDs and two unguessable tokens."""

    ticket: str
    call: str
    track: str
    rate: str


@dataclass(frozen=True)
class Asking:
    """Who asks: the device, its role, the counter it is bound to, and the officer who is logged in."""

    device: str
    role: Role
    counter: str | None = None
    officer: str | None = None


@dataclass(frozen=True)
class Case:
    """All that a rule may look at; `now` never lies before the newest entry.

    `kept` is what the journal remembers of the rating that is asked about, which may be of an earlier day.
    """

    site: Site
    lobby: Lobby
    asking: Asking
    now: datetime
    fresh: Fresh
    kept: Served | None = None


@dataclass(frozen=True)
class Decision:
    """What shall happen, and the reply's data once it has (`answer` gets the state after it)."""

    drafts: tuple[Draft, ...]
    answer: Callable[[Lobby], Part]


def known_counter(case: Case, counter: str) -> Counter:
    """Return the counter; raises Refused."""
    found = case.site.counters.get(counter)
    if found is None:
        raise Refused(ErrorCode.UNKNOWN_COUNTER)
    return found


def staffed(case: Case, counter: str) -> Desk:
    """Return the day of a counter that is open or paused; raises Refused."""
    known_counter(case, counter)
    desk = case.lobby.desk(counter)
    if desk.phase is CounterPhase.CLOSED:
        raise Refused(ErrorCode.COUNTER_CLOSED)
    return desk


def calling(case: Case, counter: str) -> Desk:
    """Return the day of a counter that may call now; raises Refused."""
    desk = staffed(case, counter)
    if desk.phase is CounterPhase.PAUSED:
        raise wrong("Quầy đang tạm dừng. Hãy bấm tiếp tục trước khi gọi số.")
    return desk


def in_hand(case: Case, counter: str) -> Card:
    """Return the ticket that the counter holds; raises Refused."""
    staffed(case, counter)
    card = case.lobby.in_hand(counter)
    if card is None:
        raise wrong("Quầy chưa gọi số nào.")
    return card


def by_ticket_or_track(case: Case, ticket: str | None, track: str | None) -> Card:
    """Return the ticket of today that is meant; raises Refused."""
    if ticket is None and track is None:
        raise Refused(ErrorCode.BAD_REQUEST, detail="ticket or track is wanted")
    known = case.lobby.tracks.get(track, "") if track is not None else ticket
    card = case.lobby.cards.get(known or "")
    if card is None:
        raise Refused(ErrorCode.UNKNOWN_TICKET)
    return card


def wrong(sentence: str) -> Refused:
    """Return the refusal of what cannot be done now, with `sentence` saying why."""
    return Refused(ErrorCode.WRONG_STATE, sentence)
