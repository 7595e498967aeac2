"""Words for a dossier: its state, what the citizen does next, its facts and its way."""

from __future__ import annotations

from kiosk.presenters.lookup_views import Row, StepRow
from kiosk.presenters.wording import VIETNAMESE, Say, day, hour_and_day, mark
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
    1: mark("Vui lòng chờ cơ quan tiếp nhận hồ sơ."),
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


def tone_of(dossier: Dossier) -> str:
    """Return the tone a state is shown in."""
    return _TONES.get(dossier.status, "calm")


def state_of(dossier: Dossier, language: str, say: Say) -> str:
    """Return the state in words: the backend's own in Vietnamese, the national list's in another language."""
    return dossier.status_text if language == VIETNAMESE else say(STATUS_TEXTS[dossier.status])


def todo_of(dossier: Dossier, say: Say) -> str:
    """Return what the citizen does next: the backend's sentence, else the usual one of the state."""
    return dossier.todo or say(_TODO[dossier.status])


def rows_of(dossier: Dossier, say: Say) -> tuple[Row, ...]:
    """Return the facts that are there, in the order a citizen looks for them."""
    fee = f"{dossier.fee_due:,}".replace(",", ".") + " đ" if dossier.fee_due else None
    facts = (
        (say("Thủ tục"), dossier.procedure),
        (say("Lĩnh vực"), dossier.field),
        (say("Cơ quan giải quyết"), dossier.agency),
        (say("Người nộp"), dossier.holder_masked),
        (say("Ngày tiếp nhận"), day(dossier.received_at)),
        (say("Hẹn trả kết quả"), day(dossier.due_at)),
        (say("Hẹn lại ngày"), day(dossier.new_due_at)),
        (say("Đã trả ngày"), day(dossier.returned_at)),
        (say("Phí, lệ phí phải nộp"), fee),
        (say("Đang ở bước"), dossier.step),
    )
    old = say("Hẹn trả kết quả") if dossier.new_due_at else ""
    return tuple(Row(label, value, superseded=label == old) for label, value in facts if value)


def steps_of(dossier: Dossier) -> tuple[StepRow, ...]:
    """Return the newest steps of the dossier's way, oldest first."""
    newest = sorted(dossier.steps or (), key=lambda step: step.at)[-STEPS_AT_MOST:]
    return tuple(StepRow(hour_and_day(step.at), step.what, step.unit) for step in newest)
