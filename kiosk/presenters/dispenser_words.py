"""Words the dispenser's pages from a visit and what is known of the fields."""

from __future__ import annotations

from kiosk.presenters.dispenser_views import Asking, Confirm, DispenserView, Sorry, Taken, Welcome
from kiosk.presenters.dispenser_visit import At, Visit
from kiosk.presenters.fields import Fields
from kiosk.presenters.wording import Say, Tongue, waiting_time
from lobby.contract.replies import Issued
from lobby.contract.requests import PrintOutcome
from lobby.contract.slips import PrintTicket


def page_of(visit: Visit, fields: Fields, tongue: Tongue, unreached: bool) -> DispenserView:
    """Return the page of a visit; `unreached` is whether the hub has been away for long."""
    say = tongue.say
    if visit.at is At.ASKING:
        return _asking(visit.late, say)
    if visit.at in (At.PRINTING, At.TAKEN) and visit.issued is not None:
        return _taken(visit, visit.issued, fields, tongue)
    if visit.at is At.REFUSED:
        return Sorry(say("Chưa lấy được số"), visit.sentence, say("Quay lại"))
    if unreached:
        return _no_hub(say)
    return _confirm(visit.service, fields, tongue) if visit.at is At.CONFIRM else _welcome(fields, tongue)


def slip_of(job: str, issued: Issued, fields: Fields, track_url_base: str | None) -> PrintTicket:
    """Return the slip of a number, in Vietnamese whatever the screen speaks."""
    service = issued.ticket.service
    return PrintTicket(
        job=job,
        number=issued.ticket.number,
        service=fields.official_name(service),
        counters=fields.counter_names(service),
        priority=issued.ticket.priority,
        ahead=issued.ahead,
        wait=issued.wait,
        issued_at=issued.ticket.issued_at,
        track_url=f"{track_url_base}{issued.track}" if track_url_base else None,
        notice=issued.notice,
    )


def _welcome(fields: Fields, tongue: Tongue) -> Welcome:
    say = tongue.say
    return Welcome(
        title=say("Mời Quý khách chọn lĩnh vực để lấy số"),
        hint=say("Chạm vào một ô. Quý khách xem số người đang chờ rồi mới in phiếu."),
        cards=fields.cards(say, tongue.code),
        language=tongue.offer,
    )


def _confirm(service: str, fields: Fields, tongue: Tongue) -> DispenserView:
    say, queue = tongue.say, fields.queues[service]
    if not queue.open:
        return Sorry(say("Lĩnh vực này tạm ngừng cấp số"), queue.closed_reason or "", say("Quay lại"))
    return Confirm(
        name=fields.name(service, tongue.code),
        lead=say("Hiện đang chờ trước Quý khách"),
        waiting=str(queue.waiting),
        unit=say("người"),
        detail=fields.detail(queue, say),
        take=say("Lấy số"),
        back=say("Quay lại"),
    )


def _asking(late: bool, say: Say) -> Asking:
    if not late:
        return Asking(say("Đang lấy số…"), say("Xin Quý khách chờ trong giây lát."), None)
    detail = say("Máy vẫn đang chờ trả lời. Quý khách có thể chờ thêm, hoặc gặp cán bộ hướng dẫn để được cấp số.")
    return Asking(say("Chưa nhận được số"), detail, say("Quay lại"))


def _taken(visit: Visit, issued: Issued, fields: Fields, tongue: Tongue) -> Taken:
    say, service = tongue.say, issued.ticket.service
    several = say("Trước Quý khách còn {n} người").format(n=issued.ahead)
    ahead = say("Trước Quý khách còn 1 người") if issued.ahead == 1 else several
    counters = " · ".join(fields.counter_names(service))
    lines = (counters, ahead, waiting_time(issued.wait, say), issued.notice)
    return Taken(
        lead=say("Số thứ tự của Quý khách"),
        number=issued.ticket.number,
        name=fields.name(service, tongue.code),
        detail=tuple(line for line in lines if line),
        slip=visit.slip or "printing",
        message=_slip_message(visit.slip, say),
        done=say("Xong") if visit.at is At.TAKEN else None,
    )


def _slip_message(slip: PrintOutcome | None, say: Say) -> str:
    if slip is None:
        return say("Đang in phiếu…")
    if slip is PrintOutcome.PRINTED:
        return say("Mời lấy phiếu")
    return say("Máy in đang bận/hết giấy – xin ghi nhớ số")


def _no_hub(say: Say) -> Sorry:
    detail = say("Máy đang kết nối lại. Quý khách vui lòng chờ, hoặc gặp cán bộ hướng dẫn để được cấp số.")
    return Sorry(say("Hiện chưa lấy được số tại máy này"), detail, None)
