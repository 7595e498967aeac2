"""A counter's day and what stands open: its last act, a rating, a call for help, numbers set aside, a slip to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lobby.contract.journal import EntryKind
from lobby.contract.states import CounterPhase
from lobby.contract.ticket import Ticket
from ticketing.engine.cards import Card


@dataclass(frozen=True)
class Tally:
    """What a counter did today; seconds of each service, and what each citizen had waited when first called."""

    served: int = 0
    missed: int = 0
    parked: int = 0
    transferred: int = 0
    service_s: tuple[float, ...] = ()
    wait_s: tuple[float, ...] = ()


@dataclass(frozen=True)
class Undo:
    """What a counter's last act changed: the desk and the cards before it, the tickets as it left them."""

    kind: EntryKind
    at: datetime
    desk: Desk
    cards: tuple[Card, ...]
    left: tuple[Ticket, ...]


@dataclass(frozen=True)
class Desk:
    """A counter's day: the ticket in hand and why it was called, its newest call, who presented it, the rating that
    stands open; `since_priority` calls were made since the last priority ticket.

    `officer` was the last to act here under a name; the last `quick` ratings here were all of very short services.
    """

    phase: CounterPhase = CounterPhase.CLOSED
    pause_reason: str | None = None
    ticket: str | None = None
    why: str | None = None
    call_id: str | None = None
    shown: frozenset[tuple[str, str]] = frozenset()
    since_priority: int = 99
    rating: str | None = None
    tally: Tally = Tally()
    undo: Undo | None = None
    officer: str | None = None
    quick: int = 0

    def shown_as(self, how: str) -> int:
        """Return how many devices presented the newest call as `how`."""
        return sum(1 for _, as_ in self.shown if as_ == how)


@dataclass(frozen=True)
class Help:
    """A call for help that stands at a counter."""

    officer: str | None
    since: datetime


@dataclass(frozen=True)
class Hush:
    """The loudspeakers are silent because an officer at `counter` said so."""

    counter: str
    officer: str | None
    since: datetime


@dataclass(frozen=True)
class Lease:
    """A number of `service` that was set aside for `device`.

    One that is `void` is given to nobody any more today: the device forgot which of its numbers citizens hold.
    """

    device: str
    service: str
    void: bool = False


@dataclass(frozen=True)
class Reprint:
    """A slip to print once more: the `ticket`'s, at `device`."""

    ticket: str
    device: str


@dataclass(frozen=True)
class Rating:
    """A rating that was opened by its one-time token `rate`, for whom `officer` served.

    The next call `closed` it before its time; `given` is the id of the request that gave it, empty where that is not
    known any more.
    """

    rate: str
    ticket: str
    number: str
    counter: str
    opened_at: datetime
    closes_at: datetime
    given: str | None = None
    officer: str | None = None
    closed: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """When it was over, or will be."""
        return self.closed or self.closes_at


@dataclass(frozen=True)
class Served:
    """A rating and its ticket as it was served, of today or of an earlier day."""

    rating: Rating
    ticket: Ticket
