"""What the state of a dossier means for the citizen who holds its receipt before a dispenser."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.presenters.dossier_course import GONE_BY, OVERDUE, gone_by, overdue
from kiosk.presenters.wording import Say, day, mark
from lobby.contract.dossiers import STATUS_TEXTS, Dossier

_FIRST_TIME, _RECEIVED, _REFUSED, _PROCESSING, _SUPPLEMENT, _FEE, _WITHDRAWN, _STOPPED, _DONE, _RETURNED = range(1, 11)
_TAKES = frozenset({_SUPPLEMENT, _FEE, _DONE})
_OFFICER = frozenset({_REFUSED, _WITHDRAWN, _STOPPED})
_SENTENCES = {
    _FIRST_TIME: mark("Hồ sơ mới đăng ký, đang chờ cơ quan tiếp nhận. Quý khách chưa cần làm gì và chưa cần lấy số."),
    _RECEIVED: mark("Hồ sơ đã được tiếp nhận. Quý khách chưa cần làm gì và chưa cần lấy số."),
    _REFUSED: mark("Hồ sơ chưa được tiếp nhận. Quý khách vui lòng gặp cán bộ tại quầy để biết lý do."),
    _PROCESSING: mark("Hồ sơ đang được xử lý. Quý khách chưa cần làm gì và chưa cần lấy số."),
    _SUPPLEMENT: mark("Hồ sơ cần bổ sung giấy tờ tại quầy."),
    _FEE: mark("Hồ sơ chờ nộp phí, lệ phí tại quầy."),
    _WITHDRAWN: mark("Hồ sơ đang được rút theo yêu cầu. Quý khách vui lòng gặp cán bộ tại quầy nếu cần."),
    _STOPPED: mark("Hồ sơ đã dừng xử lý. Quý khách vui lòng gặp cán bộ tại quầy để biết lý do."),
    _DONE: mark("Hồ sơ đã có kết quả, mời Quý khách đến nhận."),
    _RETURNED: mark("Kết quả của hồ sơ này đã được trả."),
}


@dataclass(frozen=True)
class Way:
    """Where a receipt leads: `at_once` to a number of `service` (None: chosen by hand), else the state is told first.

    `status` is the national state 1..10, `due` the day the result is due, `returned` the day it was given; `late` says
    that the due day had passed when the backend told of it, `gone_by` that it passed since.
    """

    status: int
    service: str | None
    at_once: bool
    due: str | None = None
    returned: str | None = None
    late: bool = False
    gone_by: bool = False

    @property
    def for_officer(self) -> bool:
        """Whether an officer must be met although there is nothing to hand in or collect."""
        return self.late or self.gone_by or self.status in _OFFICER

    def state(self, say: Say) -> str:
        """Return the state in the national list's words; never the backend's own, which may name someone."""
        return say(STATUS_TEXTS[self.status])

    def sentences(self, say: Say) -> tuple[str, ...]:
        """Return what the state means, and the day that goes with it."""
        if self.late or self.gone_by:
            return (say(OVERDUE if self.late else GONE_BY).format(day=self.due),)
        told = [say(_SENTENCES[self.status])]
        if self.due is not None and self.status in (_RECEIVED, _PROCESSING):
            told.append(say("Hẹn trả kết quả: {day}.").format(day=self.due))
        if self.returned is not None and self.status == _RETURNED:
            told.append(say("Đã trả ngày {day}.").format(day=self.returned))
        return tuple(told)


def way_of(
    dossier: Dossier,
    collect_service: str | None,
    fields: Mapping[str, str],
    as_of: datetime | None = None,
    today: date | None = None,
) -> Way:
    """Return where the receipt of `dossier` leads; `fields` has what the backend calls a field, or how the code of a
    field or procedure begins, and this site's field for it. `as_of` is when the backend told of it, `today` the
    office's day where that is an old answer."""
    service = collect_service if dossier.status == _DONE else service_of(dossier, fields)
    due = day(dossier.new_due_at or dossier.due_at)
    late = as_of is not None and overdue(dossier, as_of)
    passed = as_of is not None and gone_by(dossier, as_of, today)
    return Way(dossier.status, service, dossier.status in _TAKES, due, day(dossier.returned_at), late, passed)


def service_of(dossier: Dossier, fields: Mapping[str, str]) -> str | None:
    """Return this site's field for a dossier: by the backend's name of the field, else by the longest beginning of
    that name or of the procedure's code; None where the site named none."""
    known = {_plain(name): service for name, service in fields.items()}
    field, procedure = _plain(dossier.field), _plain(dossier.procedure_code)
    if field in known:
        return known[field]
    begins = [name for name in known if name and (field.startswith(name) or procedure.startswith(name))]
    return known[max(begins, key=len)] if begins else None


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
