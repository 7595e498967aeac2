"""The stations of a dossier between handing in and collecting, for a timeline; the days are the backend's own."""

from __future__ import annotations

from datetime import datetime

from kiosk.presenters.result_views import Milestone, When
from kiosk.presenters.wording import Say, day
from lobby.contract.dossiers import Dossier

_BEING_HANDLED = frozenset({2, 4})
_ENDED = frozenset({3, 7, 10})
_RETURNED = 10
_RANKS = {When.PAST: 0, When.NOW: 1, When.REPLACED: 2, When.COMING: 3}


def milestones_of(dossier: Dossier, as_of: datetime, say: Say) -> tuple[Milestone, ...]:
    """Return the stations that are known: what is past by its day, where the dossier is now, what is promised.

    `as_of` is when the backend told of it.
    """
    promise = When.REPLACED if dossier.new_due_at is not None else _promise(dossier, dossier.due_at, as_of)
    dated = (
        (dossier.received_at, Milestone(say("Ngày tiếp nhận"), day(dossier.received_at) or "", When.PAST)),
        (dossier.due_at, Milestone(say("Hẹn trả kết quả"), day(dossier.due_at) or "", promise)),
        (
            dossier.new_due_at,
            Milestone(say("Hẹn lại ngày"), day(dossier.new_due_at) or "", _promise(dossier, dossier.new_due_at, as_of)),
        ),
        (dossier.done_at, Milestone(say("Có kết quả"), day(dossier.done_at) or "", When.PAST)),
        (dossier.returned_at, Milestone(say("Đã trả ngày"), day(dossier.returned_at) or "", When.PAST)),
    )
    known = [(_RANKS[station.when], moment, station) for moment, station in dated if moment is not None]
    if dossier.step and dossier.status != _RETURNED:
        known.append((_RANKS[When.NOW], as_of, Milestone(say("Đang ở bước"), dossier.step, When.NOW)))
    return tuple(station for _, _, station in sorted(known, key=lambda one: one[:2]))


def overdue(dossier: Dossier, as_of: datetime) -> bool:
    """Tell whether the backend's own day had passed when it told of a dossier that is still being handled."""
    due = dossier.new_due_at or dossier.due_at
    return dossier.status in _BEING_HANDLED and due is not None and due < as_of


def _promise(dossier: Dossier, due: datetime | None, as_of: datetime) -> When:
    if due is not None and due < as_of:
        return When.PAST
    return When.REPLACED if dossier.status in _ENDED else When.COMING
