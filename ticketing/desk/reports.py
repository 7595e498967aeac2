"""The page on which a head takes a report of a period with them, as a file; each look at officers is written down."""

from __future__ import annotations

import logging
import threading
from datetime import date, timedelta

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from ticketing.desk.account import Officer
from ticketing.desk.entry import officer_or_page
from ticketing.desk.room import address, room
from ticketing.reports.formats import FORMATS
from ticketing.reports.model import Period, PeriodKind
from ticketing.reports.ordered import NotDrawn, Order, drawn
from ticketing.reports.period import EXAMPLES, WrongPeriod, before, holding, period

log = logging.getLogger(__name__)

BUSY = "Máy đang lập một báo cáo khác. Hãy đợi vài giây rồi bấm lại."
FAILED = "Chưa lập được báo cáo. Hãy thử lại; nếu vẫn không được, hãy báo người quản trị."
_NO_HEAD = "Tài khoản của bạn là tài khoản cán bộ quầy. Nếu cần báo cáo, hãy nhờ lãnh đạo đơn vị."
_NOT_BEGUN = "Kỳ này chưa bắt đầu nên chưa có số liệu."
_FORMS = {
    "pdf": "Trang in (PDF)",
    "xlsx": "Bảng tính Excel (XLSX)",
    "csv": "Văn bản cho Excel (CSV)",
    "json": "Dữ liệu cho phần mềm khác (JSON)",
}
_LATEST = {
    PeriodKind.DAY: ("Hôm nay", "Ngày làm việc trước"),
    PeriodKind.WEEK: ("Tuần này", "Tuần trước"),
    PeriodKind.MONTH: ("Tháng này", "Tháng trước"),
    PeriodKind.QUARTER: ("Quý này", "Quý trước"),
    PeriodKind.HALF: ("6 tháng này", "6 tháng trước"),
    PeriodKind.YEAR: ("Năm nay", "Năm trước"),
}

reports = Blueprint("reports", __name__, url_prefix="/desk/head/report")
# A report takes a processor for seconds: one at a time, whoever asks.
_drawing = threading.Lock()


@reports.get("")
def screen() -> AnyResponse:
    here = officer_or_page("head", _NO_HEAD)
    return _page(here) if isinstance(here, Officer) else here


@reports.post("")
def take() -> AnyResponse:
    """Answer with the report's file, or with the page that says why there is none."""
    here = officer_or_page("head", _NO_HEAD)
    if not isinstance(here, Officer):
        return here
    try:
        return _file(here, *_asked())
    except _Refused as refused:
        return _page(here, str(refused), refused.code)


class _Refused(Exception):
    """There is no file; the text is the sentence for the page, `code` that of HTTP."""

    def __init__(self, sentence: str, code: int = 400) -> None:
        super().__init__(sentence)
        self.code = code


def _asked() -> tuple[Period, str]:
    """Return the period and the form of file that were asked for; raises _Refused."""
    try:
        asked = period(request.form.get("other", "").strip() or request.form.get("period", ""))
    except WrongPeriod as fault:
        raise _Refused(str(fault)) from fault
    if asked.first > room().clock.now().date():
        raise _Refused(_NOT_BEGUN)
    form = request.form.get("format", "")
    if form not in FORMATS:
        raise _Refused("Hãy chọn một dạng tệp.")
    return asked, form


def _file(here: Officer, asked: Period, form: str) -> Response:
    accounts, officers = room().accounts, None
    if request.form.get("officers"):
        accounts.note_look(here.username, f"{asked.name} {form}", address())
        officers = {one.username: one.name for one in accounts.officers()}
    name, content = _drawn(Order(room().settings, room().clock.now(), asked, form, officers))
    answer = make_response(content)
    answer.mimetype = FORMATS[form].media_type.partition(";")[0]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _drawn(order: Order) -> tuple[str, bytes]:
    if not _drawing.acquire(blocking=False):
        raise _Refused(BUSY, 429)
    try:
        return drawn(order)
    except NotDrawn as fault:
        log.error("report %s as %s not drawn: %s", order.period.name, order.format, fault)
        raise _Refused(FAILED, 500) from fault
    finally:
        _drawing.release()


def _page(here: Officer, wrong: str = "", code: int = 200) -> Response:
    page = render_template(
        "report.html",
        officer=here,
        wrong=wrong,
        periods=_periods(room().clock.now().date()),
        forms={form: words for form, words in _FORMS.items() if form in FORMATS},
        chosen=request.form,
        examples=EXAMPLES,
    )
    return make_response(page, code)


def _periods(today: date) -> list[tuple[str, str, str]]:
    """Return name, words and title of the periods that are asked for most."""
    found = []
    for kind, (this, last) in _LATEST.items():
        now = holding(kind, today)
        earlier = before(now) if kind is not PeriodKind.DAY else holding(kind, _working_day_before(today))
        found += [(now.name, this, now.title), (earlier.name, last, earlier.title)]
    return found


def _working_day_before(today: date) -> date:
    return today - timedelta(days={0: 3, 6: 2}.get(today.weekday(), 1))
