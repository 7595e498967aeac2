"""Work done by hand while the system was away, entered afterwards with its own times (`entry.late`)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from lobby.contract.base import wire_time
from lobby.contract.errors import ErrorCode, Refused
from lobby.contract.journal import EntryKind
from lobby.contract.replies import Nothing
from lobby.contract.requests import EntryLate
from ticketing.engine.cases import Case, Decision, known_counter
from ticketing.engine.facts import Draft

OLDEST = timedelta(days=31)


def enter(case: Case, request: EntryLate) -> Decision:
    """Keep what was done by hand; it joins no line and takes no number."""
    if request.service not in case.site.services:
        raise Refused(ErrorCode.UNKNOWN_SERVICE)
    if request.counter is not None:
        known_counter(case, request.counter)
    _check_times(request, case.now)
    draft = Draft(EntryKind.ENTRY_LATE, request.counter, data=_said(request))
    return Decision((draft,), lambda _after: Nothing())


def _check_times(request: EntryLate, now: datetime) -> None:
    times = [at for at in (request.came_at, request.called_at, request.ended_at) if at is not None]
    if times != sorted(times):
        raise Refused(ErrorCode.BAD_REQUEST, "Giờ đến, giờ gọi và giờ xong phải theo thứ tự.")
    if times[-1] > now:
        raise Refused(ErrorCode.BAD_REQUEST, "Giờ xong chưa tới. Hãy xem lại ngày và giờ.")
    if times[0] < now - OLDEST:
        raise Refused(ErrorCode.BAD_REQUEST, f"Chỉ nhập bù được việc trong {OLDEST.days} ngày qua.")


def _said(request: EntryLate) -> dict[str, Any]:
    said: dict[str, Any] = {
        "service": request.service,
        "outcome": request.outcome.value,
        "came_at": wire_time(request.came_at),
        "ended_at": wire_time(request.ended_at),
    }
    if request.called_at is not None:
        said["called_at"] = wire_time(request.called_at)
    for key in ("number", "dossier", "note"):
        if getattr(request, key):
            said[key] = getattr(request, key)
    return said
