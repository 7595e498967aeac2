"""How a followed ticket looks on a citizen's phone, and how soon the phone may ask again: pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lobby.contract.base import OFFICE_ZONE
from lobby.contract.replies import Tracked
from lobby.contract.states import QueueState
from lobby.contract.ticket import Ticket, TicketState, Wait
from ticketing.desk.follow_words import (
    CALLED,
    CLOSED_ENGLISH,
    CLOSED_UNTIL_ENGLISH,
    MISSED,
    OUT,
    PARKED,
    SERVING,
    SOON,
    SUPPLEMENT,
    TONES,
    TONGUES,
    WAITING,
    Tongue,
)

SOON_AHEAD = 2
# A phone asks the sooner the nearer its turn is, in seconds; all phones together ask at most PHONES_A_SECOND times.
_PACES = ((SOON_AHEAD, 5), (5, 8), (10, 11))
_FAR_S, _ENDED_S, _SLOWEST_S = 15, 60, 60
PHONES_A_SECOND = 12
_MAY_GIVE_BACK = frozenset({WAITING, SOON, PARKED, SUPPLEMENT, MISSED})
_MAY_RETURN = frozenset({PARKED, SUPPLEMENT, MISSED})
# As the hours are worded: «Nghỉ trưa, mở lại lúc 13:30.», «… Mở lại lúc 07:30 thứ Hai, 23/11.»
_OPENS = re.compile(r"\bmở(?: lại)? lúc (\d{1,2}:\d{2})(?: [^,.]+, (\d{1,2}/\d{1,2}(?:/\d{4})?))?", re.I)


@dataclass(frozen=True)
class Figure:
    """A fact beside its name."""

    label: str
    value: str


@dataclass(frozen=True)
class Following:
    """All that the page says of a ticket; `next_s` seconds until the phone may ask again."""

    number: str
    service: str
    tone: str
    heading: str
    explain: str
    counter: str
    figures: tuple[Figure, ...]
    notice: str
    may_return: bool
    may_give_back: bool
    title: str
    calls: int
    next_s: int


def picture(
    tracked: Tracked, names: tuple[str, str], queue: QueueState | None, tongue: Tongue, phones: int
) -> Following:
    """Return what the page shows; `names` of field and counter, `phones` follow a ticket now."""
    ticket, (service, counter) = tracked.ticket, names
    tone = tone_of(tracked)
    heading, explain = tongue.said[tone]
    known = {"counter": counter, "at": _clock(tracked), "number": ticket.number}
    title = tongue.turn_title if tone == CALLED else tongue.title
    return Following(
        number=ticket.number,
        service=service,
        tone=tone,
        heading=heading.format(**known),
        explain=explain.format(**known),
        counter=counter if tone in (CALLED, SERVING) else "",
        figures=_figures(tracked, queue, tongue) if ticket.state is TicketState.WAITING else (),
        notice=_notice(ticket, queue, tongue),
        may_return=tone in _MAY_RETURN,
        may_give_back=tone in _MAY_GIVE_BACK,
        title=title.format(**known),
        calls=ticket.calls if tone == CALLED else 0,
        next_s=pace(tone, tracked.ahead, phones),
    )


def tone_of(tracked: Tracked) -> str:
    """Return how the ticket stands, as `follow_words` names it."""
    state = tracked.ticket.state
    if state is TicketState.WAITING:
        return SOON if tracked.ahead <= SOON_AHEAD else WAITING
    if state is TicketState.PARKED:
        return SUPPLEMENT if tracked.returns_at is None else PARKED
    if state is TicketState.NO_SHOW:
        return OUT if tracked.returns_at is None else MISSED
    return TONES[state]


def pace(tone: str, ahead: int, phones: int) -> int:
    """Return how many seconds a phone waits before it asks again; those near their turn wait for no crowd."""
    if tone in (CALLED, SOON):
        return _PACES[0][1]
    crowd = min(_SLOWEST_S, -(-phones // PHONES_A_SECOND))
    own = _FAR_S if tone != WAITING else next((s for people, s in _PACES if ahead <= people), _FAR_S)
    if tone in (SERVING, PARKED, SUPPLEMENT, MISSED, WAITING):
        return max(own, crowd)
    return max(_ENDED_S, crowd)


def wait_range(wait: Wait | None, tongue: Tongue) -> str:
    """Return an expected wait as people say it."""
    if wait is None:
        return tongue.unclear
    low, high = round(wait.low_s / 60), max(1, round(wait.high_s / 60))
    english = tongue is TONGUES["en"]
    if low in (high, 0):
        return f"about {_long(high, english)}" if english else f"khoảng {_long(high, english)}"
    if high >= 120:
        return f"{_long(low, english)} – {_long(high, english)}"
    return f"{low}–{high} {'minutes' if english else 'phút'}"


def why_closed(reason: str, tongue: Tongue) -> str:
    """Return why and until when no numbers are given, in the page's language; `reason` is the hub's sentence."""
    if tongue is not TONGUES["en"]:
        return reason
    opens = _OPENS.search(reason)
    if opens is None:
        return CLOSED_ENGLISH
    return CLOSED_UNTIL_ENGLISH.format(when=", ".join(part for part in opens.groups() if part))


def _long(minutes: int, english: bool) -> str:
    hours, rest = divmod(minutes, 60)
    if minutes < 120:
        return f"{minutes} {'minutes' if english and minutes > 1 else 'minute' if english else 'phút'}"
    return f"{hours} h {rest:02d}" if english else f"{hours} giờ {rest:02d}"


def _figures(tracked: Tracked, queue: QueueState | None, tongue: Tongue) -> tuple[Figure, ...]:
    ahead = tongue.nobody if tracked.ahead == 0 else tongue.person if tracked.ahead == 1 else tongue.people
    figures = [
        Figure(tongue.ahead, ahead.format(n=tracked.ahead)),
        Figure(tongue.wait, wait_range(tracked.wait, tongue)),
    ]
    if queue is not None and queue.last_called:
        figures.append(Figure(tongue.newest, queue.last_called))
    return tuple(figures)


def _notice(ticket: Ticket, queue: QueueState | None, tongue: Tongue) -> str:
    """Return why the field is closed, when it is: whoever waits keeps the place, whoever is out learns when to come."""
    if queue is None or queue.open or not queue.closed_reason:
        return ""
    closed = why_closed(queue.closed_reason, tongue)
    if ticket.state is TicketState.WAITING:
        return f"{closed} {tongue.keeps_place}"
    return closed if ticket.state in (TicketState.EXPIRED, TicketState.CANCELLED) else ""


def _clock(tracked: Tracked) -> str:
    return "" if tracked.returns_at is None else f"{tracked.returns_at.astimezone(OFFICE_ZONE):%H:%M}"
