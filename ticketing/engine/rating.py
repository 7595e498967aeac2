"""Rating a finished service: once, by its token or where it stands open, marked where it is doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from lobby.contract.base import wire_time
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.journal import EntryKind
from lobby.contract.rating import HIGHEST_INDEX, Doubt, Given, Index
from lobby.contract.replies import Nothing
from lobby.contract.requests import RatingSubmit
from lobby.contract.roles import Role
from ticketing.engine.cases import Case, Decision, known_counter, wrong
from ticketing.engine.facts import Draft
from ticketing.engine.rating_times import SAYS_MORE, doubts, is_quick, pace
from ticketing.engine.state import Served

PHONE = "phone"
"""The device under which the hub's own page asks for a citizen with a telephone; no device of the site can."""

_REASON = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_OVER = "Đã hết thời gian đánh giá lượt phục vụ này qua điện thoại."


def submit(case: Case, request: RatingSubmit) -> Decision:
    """Take one rating."""
    served = _served(case, request)
    rating = served.rating
    if case.asking.counter not in (None, rating.counter) and case.now <= rating.ends_at + SAYS_MORE:
        # Later its token is proof enough: a pad that kept it may have been moved since.
        raise Refused(ErrorCode.FORBIDDEN, detail=f"{case.asking.device} rates at its own counter only")
    if rating.given == request.id:
        # The answer to the first asking is kept no more.
        return Decision((), lambda _after: Nothing())
    if rating.given is not None:
        raise Refused(ErrorCode.ALREADY_RATED)
    return Decision((_draft(case, request, served),), lambda _after: Nothing())


def _draft(case: Case, request: RatingSubmit, served: Served) -> Draft:
    rating, said = served.rating, _said(case, request)
    private: dict[str, Any] = {"rate": rating.rate, "asked": request.id, "quick": is_quick(case, served.ticket)}
    if _is_phone(case):
        _check_phone(case, served)
        # Whoever gives numbers to nobody, ends them at once and praises them by telephone has a pace too.
        said |= _marks(pace(case, rating, served.ticket))
    else:
        said |= _marks(doubts(case, rating, served.ticket, request))
    if request.comment and case.site.ratings.form.comment:
        private["comment"] = request.comment
    return Draft(EntryKind.RATING_SUBMITTED, rating.counter, served.ticket, said, private, officer=rating.officer)


def _check_phone(case: Case, served: Served) -> None:
    if case.now > served.rating.opened_at + timedelta(seconds=case.site.ratings.phone_s):
        raise wrong(_OVER)


def _is_phone(case: Case) -> bool:
    return case.asking.device == PHONE and case.asking.role is Role.HUB


def _served(case: Case, request: RatingSubmit) -> Served:
    if request.rate is not None:
        found = _of_today(case, request.rate) or case.kept
        if found is None:
            raise Refused(ErrorCode.NOT_FOUND, "Không tìm thấy lượt phục vụ cần đánh giá.")
        return found
    if request.counter is None:
        raise Refused(ErrorCode.BAD_REQUEST, detail="rate or counter is wanted")
    known_counter(case, request.counter)
    standing = _of_today(case, case.lobby.desk(request.counter).rating or "")
    if standing is None:
        raise wrong("Quầy này chưa có lượt phục vụ nào cần đánh giá.")
    return standing


def _of_today(case: Case, rate: str) -> Served | None:
    rating = case.lobby.ratings.get(rate)
    return Served(rating, case.lobby.cards[rating.ticket].ticket) if rating is not None else None


def _said(case: Case, request: RatingSubmit) -> dict[str, Any]:
    scale = request.scale or case.site.ratings.form.levels
    if request.score > scale:
        raise Refused(ErrorCode.BAD_REQUEST, detail=f"score {request.score} of {scale}")
    said: dict[str, Any] = {"score": request.score, "scale": scale, "rated_at": wire_time(request.at)}
    said["device"] = case.asking.device
    given = _given(case, request)
    if given is not None:
        said["by"] = given.value
    if request.after_ms is not None:
        said["after_ms"] = request.after_ms
    if request.lang is not None:
        said["lang"] = request.lang
    return said | _why(request)


def _why(request: RatingSubmit) -> dict[str, Any]:
    """Return the indices and reasons that can be counted; nothing that somebody typed."""
    criteria = {key: value for key, value in (request.criteria or {}).items() if key in list(Index)}
    criteria = {key: value for key, value in criteria.items() if value <= HIGHEST_INDEX}
    reasons = [one for one in dict.fromkeys(request.reasons or ()) if _REASON.fullmatch(one)]
    said: dict[str, Any] = {"criteria": criteria, "reasons": reasons}
    return {key: value for key, value in said.items() if value}


def _given(case: Case, request: RatingSubmit) -> Given | None:
    if _is_phone(case):
        return Given.PHONE
    return None if request.by is Given.PHONE else request.by


def _marks(found: Iterable[Doubt]) -> dict[str, Any]:
    named = [one.value for one in found]
    return {"doubts": named} if named else {}
