"""When a rating was touched and what makes it doubtful, by the clocks of the hub and of the device."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from lobby.contract.rating import Doubt
from lobby.contract.requests import RatingSubmit
from lobby.contract.ticket import Ticket
from ticketing.engine.cases import Case, wrong
from ticketing.engine.state import Rating

# A rating touched in its last second may be asked again over a broken link for this long.
GRACE = timedelta(seconds=10)
# Who rated in time may go on saying more at the pad, and what is said is told when they have finished.
SAYS_MORE = timedelta(minutes=5)
# A device that says not how long its faces stood must have a clock that is right within this.
CLOCKS_DIFFER = timedelta(minutes=2)
# Nobody sees faces, chooses one and touches it within this.
IMPOSSIBLE_MS = 300
IN_A_ROW = 3
_TOO_LATE = "Đã hết thời gian đánh giá lượt phục vụ này."
_TOO_SOON = "Mời Quý khách xem các mức rồi chọn một mức."


def came_late(rating: Rating, request: RatingSubmit, now: datetime) -> bool:
    """Tell whether a rating that was given in its time came long after; raises Refused where it was not.

    How long the faces stood counts from the opening by the hub's own clock, so it holds whatever the device's clock
    says; that is believed only where nothing better was told.
    """
    if request.rate is None and request.at < rating.opened_at - CLOCKS_DIFFER:
        # Without the token nothing else tells that it is about an earlier ticket.
        raise wrong(_TOO_LATE)
    if rating.closed is None and now <= rating.closes_at + GRACE:
        return False
    if request.rate is None or not _touched_in_time(rating, request):
        raise wrong(_TOO_LATE)
    return now > rating.ends_at + SAYS_MORE


def _touched_in_time(rating: Rating, request: RatingSubmit) -> bool:
    touched = request.at
    if request.after_ms is not None:
        touched = rating.opened_at + timedelta(milliseconds=request.after_ms)
    if touched < rating.opened_at - CLOCKS_DIFFER:
        return False
    return touched < rating.closed if rating.closed is not None else touched <= rating.closes_at + GRACE


def doubts(case: Case, rating: Rating, ticket: Ticket, request: RatingSubmit) -> Iterator[Doubt]:
    """Return why a rating from a pad is marked; raises Refused for one that no citizen can have given."""
    late = came_late(rating, request, case.now)
    stood_ms = _stood_ms(rating, request, case.now, late)
    if stood_ms is not None and stood_ms < IMPOSSIBLE_MS:
        raise wrong(_TOO_SOON)
    if stood_ms is not None and stood_ms < case.site.ratings.too_soon_ms:
        yield Doubt.TOO_SOON
    yield from pace(case, rating, ticket)
    if late:
        yield Doubt.LATE


def pace(case: Case, rating: Rating, ticket: Ticket) -> Iterator[Doubt]:
    """Return the mark of a rating that ends a row of very short services that were all rated."""
    if is_quick(case, ticket) and case.lobby.desk(rating.counter).quick >= IN_A_ROW - 1:
        yield Doubt.PACE


def is_quick(case: Case, ticket: Ticket) -> bool:
    """Tell whether a service was so short that citizens seldom have such, from its call to its end."""
    if ticket.called_at is None or ticket.ended_at is None:
        return False
    return (ticket.ended_at - ticket.called_at).total_seconds() < case.site.ratings.pace_s


def _stood_ms(rating: Rating, request: RatingSubmit, now: datetime, late: bool) -> float | None:
    """Return how long the faces can have stood at most, None where nothing tells."""
    if late:
        return request.after_ms
    since_ms = (now - rating.opened_at).total_seconds() * 1000
    return since_ms if request.after_ms is None else min(since_ms, request.after_ms)
