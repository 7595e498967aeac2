"""Rating a finished service: once, by its token or where it stands open, until it closes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lobby.contract.base import wire_time
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.journal import EntryKind
from lobby.contract.replies import Nothing
from lobby.contract.requests import RatingSubmit
from ticketing.engine.cases import Case, Decision, known_counter, wrong
from ticketing.engine.facts import Draft
from ticketing.engine.state import Rating

# A rating touched in its last second may be asked again over a broken link for this long.
GRACE = timedelta(seconds=10)
_TOO_LATE = "Đã hết thời gian đánh giá lượt phục vụ này."


def submit(case: Case, request: RatingSubmit) -> Decision:
    """Take one rating."""
    rating = _rating(case, request)
    if case.asking.counter not in (None, rating.counter):
        raise Refused(ErrorCode.FORBIDDEN, detail=f"{case.asking.device} rates at its own counter only")
    if rating.given:
        raise Refused(ErrorCode.ALREADY_RATED)
    if case.lobby.desk(rating.counter).rating != rating.rate or case.now > rating.closes_at + GRACE:
        raise wrong(_TOO_LATE)
    ticket = case.lobby.cards[rating.ticket].ticket
    draft = Draft(
        EntryKind.RATING_SUBMITTED, rating.counter, ticket, _said(case, request), private={"rate": rating.rate}
    )
    return Decision((draft,), lambda _after: Nothing())


def _rating(case: Case, request: RatingSubmit) -> Rating:
    if request.rate is not None:
        found = case.lobby.ratings.get(request.rate)
        if found is None:
            raise Refused(ErrorCode.NOT_FOUND, "Không tìm thấy lượt phục vụ cần đánh giá.")
        return found
    if request.counter is None:
        raise Refused(ErrorCode.BAD_REQUEST, detail="rate or counter is wanted")
    known_counter(case, request.counter)
    standing = case.lobby.ratings.get(case.lobby.desk(request.counter).rating or "")
    if standing is None:
        raise wrong("Quầy này chưa có lượt phục vụ nào cần đánh giá.")
    return standing


def _said(case: Case, request: RatingSubmit) -> dict[str, Any]:
    said: dict[str, Any] = {"score": request.score, "rated_at": wire_time(request.at), "device": case.asking.device}
    if request.criteria:
        said["criteria"] = dict(request.criteria)
    if request.reasons:
        said["reasons"] = list(request.reasons)
    return said
