"""Words for a dossier: its state, what the citizen does next, its facts and its way."""

from __future__ import annotations

from datetime import date, datetime

from kiosk.presenters.dossier_course import GONE_BY, OVERDUE, gone_by, overdue
from kiosk.presenters.result_views import Row, StepRow
from kiosk.presenters.wording import VIETNAMESE, Say, Tongue, day, hour_and_day, mark
from lobby.contract.dossiers import STATUS_TEXTS, Dossier

STEPS_AT_MOST = 6

_TONES = {3: "fault", 5: "warn", 6: "warn", 7: "calm", 8: "warn", 9: "ok", 10: "ok"}
_STATES_TO_TRANSLATE = (
    mark("Mới đăng ký"),
    mark("Được tiếp nhận"),
    mark("Không được tiếp nhận"),
    mark("Đang xử lý"),
    mark("Yêu cầu bổ sung giấy tờ"),
    mark("Yêu cầu thực hiện nghĩa vụ tài chính"),
    mark("Công dân yêu cầu rút hồ sơ"),
    mark("Dừng xử lý"),
    mark("Đã xử lý xong"),
    mark("Đã trả kết quả"),
)
_TODO = {
    1: mark("Vui lòng chờ cơ quan tiếp nhận hồ sơ. Quý khách chưa phải làm gì thêm, chưa cần đến quầy."),
    2: mark("Quý khách chưa phải làm gì thêm. Vui lòng chờ đến ngày hẹn trả kết quả."),
    3: mark("Vui lòng gặp cán bộ tại quầy để biết lý do và được hướng dẫn."),
    4: mark("Quý khách chưa phải làm gì thêm. Vui lòng chờ đến ngày hẹn trả kết quả."),
    5: mark("Vui lòng bổ sung giấy tờ theo thông báo. Cán bộ tại quầy sẽ hướng dẫn."),
    6: mark("Vui lòng nộp phí, lệ phí theo thông báo. Cán bộ tại quầy sẽ hướng dẫn."),
    7: mark("Hồ sơ đang được rút theo yêu cầu. Vui lòng gặp cán bộ tại quầy nếu cần."),
    8: mark("Vui lòng gặp cán bộ tại quầy để biết lý do và được hướng dẫn."),
    9: mark("Mời Quý khách mang giấy biên nhận đến quầy Trả kết quả."),
    10: mark("Kết quả đã được trả. Cảm ơn Quý khách!"),
}


_TODO_AT = {
    3: mark("Mời Quý khách gặp cán bộ tại {counters} để biết lý do và được hướng dẫn."),
    5: mark("Mời Quý khách bổ sung giấy tờ theo thông báo tại {counters}."),
    6: mark("Mời Quý khách nộp phí, lệ phí tại {counters}."),
    7: mark("Hồ sơ đang được rút theo yêu cầu. Mời Quý khách đến {counters} nhận lại giấy tờ đã nộp."),
    8: mark("Mời Quý khách gặp cán bộ tại {counters} để biết lý do và được hướng dẫn."),
    9: mark("Mời Quý khách mang giấy biên nhận đến {counters} để nhận kết quả."),
}
_PAY_AT = mark("Mời Quý khách nộp {fee} tại {counters}.")
_WAIT_UNTIL = mark("Vui lòng chờ đến ngày {day}. Quý khách chưa phải làm gì thêm, chưa cần đến quầy.")
_WAITS, _FEE = (2, 4), 6
_COUNTERS_NAMED = 3


def tone_of(dossier: Dossier) -> str:
    """Return the tone a state is shown in."""
    return _TONES.get(dossier.status, "calm")


def for_all_eyes(dossier: Dossier) -> Dossier:
    """Return `dossier` without what its check code opens, and without the backend's free text, which may name someone.

    State, step and what to do are then told in our own sentences for its status.
    """
    state = STATUS_TEXTS[dossier.status]
    return dossier.model_copy(
        update={"status_text": state, "step": None, "todo": None, "holder_masked": None, "steps": None}
    )


def as_opened(dossier: Dossier) -> Dossier:
    """Return what the citizen's own page may tell: all of it once the receipt's check code was right."""
    return for_all_eyes(dossier) if dossier.steps is None else dossier


def state_of(dossier: Dossier, say: Say) -> str:
    """Return the state in the national list's words; never the backend's own, which may name someone."""
    return say(STATUS_TEXTS[dossier.status])


def todo_of(
    dossier: Dossier, as_of: datetime, counters: tuple[str, ...], tongue: Tongue, today: date | None = None
) -> tuple[str, str | None]:
    """Return what the citizen does next, and the backend's own Vietnamese below it in another language.

    In Vietnamese it is the backend's sentence where there is one: whoever may not see that hands in what is
    `for_all_eyes`. It stands below ours where the day went by, as it may ask to wait for that. `counters` are the names
    of those that serve the dossier's holder, `as_of` is when the backend told of it, `today` the office's day where
    that is an old answer.
    """
    own = _own_todo(dossier, as_of, counters, tongue.say, today)
    if tongue.code == VIETNAMESE and not overdue(dossier, as_of) and not gone_by(dossier, as_of, today):
        return dossier.todo or own, None
    return own, dossier.todo


def rows_of(dossier: Dossier, say: Say, agency_now: str | None = None) -> tuple[Row, ...]:
    """Return the facts that are there, in the order a citizen looks for them; `agency_now` is the agency's name today
    where it had another then."""
    agency = dossier.agency
    if agency and agency_now:
        agency = say("{agency} (nay là {today})").format(agency=agency, today=agency_now)
    facts = (
        (say("Thủ tục"), dossier.procedure),
        (say("Người nộp"), dossier.holder_masked),
        (say("Phí, lệ phí phải nộp"), fee_of(dossier, say)),
        (say("Cơ quan giải quyết"), agency),
        (say("Lĩnh vực"), dossier.field),
    )
    return tuple(Row(label, value) for label, value in facts if value)


def fee_of(dossier: Dossier, say: Say) -> str | None:
    """Return what is to be paid as the office writes it (1.250.000 đ), grouped as `say` does; None where nothing is."""
    if not dossier.fee_due:
        return None
    # The catalogue tells by this example what stands between thousands.
    between = say("1.000").strip("01")
    return say("{sum} đ").format(sum=f"{dossier.fee_due:,}".replace(",", between))


def _own_todo(dossier: Dossier, as_of: datetime, counters: tuple[str, ...], say: Say, today: date | None) -> str:
    due = day(dossier.new_due_at or dossier.due_at)
    if dossier.status in _WAITS and due is not None:
        return _of_its_day(dossier, as_of, say, today).format(day=due)
    if not counters or dossier.status not in _TODO_AT:
        return say(_TODO[dossier.status])
    where, fee = say(" hoặc ").join(counters[:_COUNTERS_NAMED]), fee_of(dossier, say)
    if dossier.status == _FEE and fee is not None:
        return say(_PAY_AT).format(fee=fee, counters=where)
    return say(_TODO_AT[dossier.status]).format(counters=where)


def _of_its_day(dossier: Dossier, as_of: datetime, say: Say, today: date | None) -> str:
    if gone_by(dossier, as_of, today):
        return say(GONE_BY)
    return say(OVERDUE) if overdue(dossier, as_of) else say(_WAIT_UNTIL)


def steps_of(dossier: Dossier) -> tuple[StepRow, ...]:
    """Return the newest steps of the dossier's way, oldest first."""
    newest = sorted(dossier.steps or (), key=lambda step: step.at)[-STEPS_AT_MOST:]
    return tuple(StepRow(hour_and_day(step.at), step.what, step.unit) for step in newest)
