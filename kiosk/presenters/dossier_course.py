"""The stations of a dossier between handing in and collecting, for a timeline; the days are the backend's own."""

from __future__ import annotations

from datetime import date, datetime

from kiosk.presenters.result_views import Milestone, When
from kiosk.presenters.wording import Say, day, mark
from lobby.contract.base import OFFICE_ZONE
from lobby.contract.dossiers import Dossier

OVERDUE = mark("Ngày hẹn {day} đã qua. Mời Quý khách gặp cán bộ tại quầy để biết ngày hẹn mới.")
GONE_BY = mark("Số liệu này cũ và ngày hẹn {day} đã qua. Mời Quý khách hỏi cán bộ tại quầy.")
_BEING_HANDLED = frozenset({2, 4})
_MAY_STILL_BE_KEPT = frozenset({1, 2, 4, 5, 6, 8, 9})
_RETURNED = 10
_GONE_BY, _NOW, _REPLACED, _COMING = range(4)
_NOW_AT = {
    1: mark("Chờ cơ quan tiếp nhận"),
    2: mark("Đã tiếp nhận, chờ xử lý"),
    3: mark("Không tiếp nhận"),
    4: mark("Cơ quan đang giải quyết"),
    5: mark("Chờ bổ sung giấy tờ"),
    6: mark("Chờ nộp phí, lệ phí"),
    7: mark("Đang rút hồ sơ"),
    8: mark("Đã dừng xử lý"),
    9: mark("Chờ trả kết quả"),
}


def milestones_of(dossier: Dossier, as_of: datetime, say: Say) -> tuple[Milestone, ...]:
    """Return the stations that are known: what is past by its day, where the dossier is now, what is promised.

    `as_of` is when the backend told of it.
    """
    dated = _dated(dossier, as_of, say)
    known = [(_place(station.when, moment < as_of), moment, station) for moment, station in dated if moment is not None]
    if dossier.status != _RETURNED:
        now_at = dossier.step or say(_NOW_AT[dossier.status])
        known.append((_NOW, as_of, Milestone(say("Đang ở bước"), now_at, When.NOW)))
    return tuple(station for _, _, station in sorted(known, key=lambda one: one[:2]))


def overdue(dossier: Dossier, as_of: datetime) -> bool:
    """Tell whether the backend's own day had passed when it told of a dossier that is still being handled."""
    # An office promises a day: its hour is nobody's appointment, and some backends know none.
    due = _promised_to(dossier)
    return due is not None and due < _office_day(as_of)


def gone_by(dossier: Dossier, as_of: datetime, today: date | None) -> bool:
    """Tell whether the day that was still to come in an answer of `as_of` lies before `today`, the office's day.

    `today` is None where the answer is the backend's own of just now, or the day is not known.
    """
    due = _promised_to(dossier)
    return due is not None and today is not None and _office_day(as_of) <= due < today


def _promised_to(dossier: Dossier) -> date | None:
    """Return the day that a dossier still being handled waits for."""
    due = dossier.new_due_at or dossier.due_at
    return _office_day(due) if due is not None and dossier.status in _BEING_HANDLED else None


def _office_day(moment: datetime) -> date:
    return moment.astimezone(OFFICE_ZONE).date()


def _dated(dossier: Dossier, as_of: datetime, say: Say) -> tuple[tuple[datetime | None, Milestone], ...]:
    received, done, returned = dossier.received_at, dossier.done_at, dossier.returned_at
    return (
        (received, Milestone(say("Ngày tiếp nhận"), day(received) or "", When.PAST)),
        (dossier.due_at, _first_promise(dossier, as_of, say)),
        (dossier.new_due_at, _promise(dossier, dossier.new_due_at, as_of, say("Hẹn lại ngày"), say)),
        (done, Milestone(say("Có kết quả"), day(done) or "", When.PAST)),
        (returned, Milestone(say("Đã trả ngày"), day(returned) or "", When.PAST)),
    )


def _place(when: When, gone_by: bool) -> int:
    if when is When.COMING:
        return _COMING
    return _REPLACED if when is When.REPLACED and not gone_by else _GONE_BY


def _first_promise(dossier: Dossier, as_of: datetime, say: Say) -> Milestone:
    if dossier.new_due_at is not None:
        return Milestone(say("Ngày hẹn cũ, đã thay"), day(dossier.due_at) or "", When.REPLACED)
    return _promise(dossier, dossier.due_at, as_of, say("Hẹn trả kết quả"), say)


def _promise(dossier: Dossier, due: datetime | None, as_of: datetime, label: str, say: Say) -> Milestone:
    told = day(due) or ""
    if overdue(dossier, as_of):
        return Milestone(say("Đã quá ngày hẹn"), told, When.OVERDUE)
    if due is None or _office_day(due) >= _office_day(as_of):
        return Milestone(label, told, When.COMING if dossier.status in _MAY_STILL_BE_KEPT else When.REPLACED)
    done = dossier.done_at or dossier.returned_at
    # What was not ready by its day, or never will be, is no step done: it bears no tick.
    return Milestone(
        label, told, When.PAST if done is not None and _office_day(done) <= _office_day(due) else When.REPLACED
    )
