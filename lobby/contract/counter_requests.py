"""Requests about counters: opening, calling, serving, undoing, help, and work entered afterwards."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from lobby.contract.asking import OFFICERS, DossierCode, Number, Request, ShortText, Words
from lobby.contract.base import CounterId, Instant, ServiceId
from lobby.contract.roles import Role


class CounterRequest(Request):
    """A request about one counter."""

    roles: ClassVar[frozenset[Role]] = OFFICERS
    counter: CounterId


class CounterOpen(CounterRequest):
    """Open a counter."""

    verb: ClassVar[str] = "counter/open"
    reason: ShortText | None = None


class CounterClose(CounterRequest):
    """Close a counter."""

    verb: ClassVar[str] = "counter/close"
    reason: ShortText | None = None


class CounterPause(CounterRequest):
    """Pause a counter."""

    verb: ClassVar[str] = "counter/pause"
    reason: ShortText | None = None


class CounterResume(CounterRequest):
    """Resume a paused counter."""

    verb: ClassVar[str] = "counter/resume"
    reason: ShortText | None = None


class CounterNext(CounterRequest):
    """End the ticket in hand and call the next."""

    verb: ClassVar[str] = "counter/next"


class CounterCall(CounterRequest):
    """Call a chosen number."""

    verb: ClassVar[str] = "counter/call"
    number: Number


class CounterRecall(CounterRequest):
    """Call the ticket in hand once more."""

    verb: ClassVar[str] = "counter/recall"


class CounterServe(CounterRequest):
    """The citizen has come."""

    verb: ClassVar[str] = "counter/serve"


class CounterFinish(CounterRequest):
    """The service is done; opens the rating at the counter's pad."""

    verb: ClassVar[str] = "counter/finish"
    dossier: DossierCode | None = None


class CounterNoShow(CounterRequest):
    """The citizen did not come."""

    verb: ClassVar[str] = "counter/no-show"


class CounterPark(CounterRequest):
    """Set the ticket in hand aside; it comes back by itself after `returns_s` seconds or the site's own time.

    With `supplement` the citizen fetches papers: the ticket waits until they are back, and is then next.
    """

    verb: ClassVar[str] = "counter/park"
    reason: Words
    returns_s: Annotated[int, Field(ge=30, le=8 * 3600)] | None = None
    supplement: bool = False


class Place(StrEnum):
    """Where a transferred ticket goes in the other line."""

    FIRST = "first"
    BY_TIME = "by_time"
    LAST = "last"


class CounterTransfer(CounterRequest):
    """Send the ticket in hand to another field, or to another counter (`to`)."""

    verb: ClassVar[str] = "counter/transfer"
    service: ServiceId | None = None
    to: CounterId | None = None
    place: Place = Place.BY_TIME


class CounterUndo(CounterRequest):
    """Take back the counter's last act, within ten seconds."""

    verb: ClassVar[str] = "counter/undo"


class CounterHelp(CounterRequest):
    """Call the colleagues for help without a sound in the lobby, or end that call (`active` false)."""

    verb: ClassVar[str] = "counter/help"
    active: bool = True


class CounterHush(CounterRequest):
    """Let the site's loudspeakers fall silent at once in an emergency, or speak again (`active` false)."""

    verb: ClassVar[str] = "counter/hush"
    active: bool = True


class LateOutcome(StrEnum):
    """How work done by hand ended."""

    SERVED = "served"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class EntryLate(Request):
    """Enter work that was done by hand while the system was away, with its own times."""

    verb: ClassVar[str] = "entry/late"
    roles: ClassVar[frozenset[Role]] = frozenset({Role.DESK})
    service: ServiceId
    counter: CounterId | None = None
    number: Number | None = None
    dossier: DossierCode | None = None
    outcome: LateOutcome = LateOutcome.SERVED
    came_at: Instant
    called_at: Instant | None = None
    ended_at: Instant
    note: ShortText | None = None
