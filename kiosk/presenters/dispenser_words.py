"""Words the dispenser's pages from a visit and what is known of the fields."""

from __future__ import annotations

from kiosk.presenters.dispenser_views import (
    Asking,
    Choice,
    Choices,
    Closed,
    Confirm,
    DispenserView,
    Held,
    Sorry,
    Taken,
    Welcome,
)
from kiosk.presenters.dispenser_visit import At
from kiosk.presenters.hub_words import closed
from kiosk.presenters.numbers import Number
from kiosk.presenters.priorities import WORDS
from kiosk.presenters.receipt_words import RECEIPT_PAGES, receipt_line
from kiosk.presenters.scene import Scene
from kiosk.presenters.wording import Say, waiting_time
from lobby.contract.requests import PrintOutcome


def page_of(scene: Scene, reprinted: str | None, now: float) -> DispenserView:
    """Return the page of a visit; `reprinted` is the number whose slip has just been printed once more."""
    visit, say = scene.visit, scene.tongue.say
    if visit.at is At.ASKING:
        return _asking(visit.late, say)
    if visit.at in (At.PRINTING, At.TAKEN) and visit.number is not None:
        return _taken(scene, visit.number)
    if visit.at is At.REFUSED:
        return Sorry(say("Chưa lấy được số"), visit.sentence, say("Quay lại"), visit.original)
    if visit.at is At.HELD:
        return Held(say("Quý khách đã có số cho hồ sơ này"), visit.sentence, say("Xong"), visit.original)
    if scene.outage.shown(now) and not (scene.outage.lasts(now) and scene.fields.left):
        return _no_hub(say)
    return _before_asking(scene, reprinted, now)


def _before_asking(scene: Scene, reprinted: str | None, now: float) -> DispenserView:
    visit, offline = scene.visit, scene.outage.lasts(now)
    if visit.at in RECEIPT_PAGES:
        return RECEIPT_PAGES[visit.at](scene)
    if visit.at not in (At.CONFIRM, At.PRIORITY):
        return _fields(scene, reprinted, offline)
    if not scene.gives(visit.service, now):
        return _not_given(scene, offline)
    return _confirm(scene, offline) if visit.at is At.CONFIRM else _priorities(scene)


def _fields(scene: Scene, reprinted: str | None, offline: bool) -> Welcome | Closed:
    say, of_receipt = scene.tongue.say, scene.visit.at is At.FIELDS
    reasons = scene.fields.closed_reasons()
    if reasons is not None and len(reasons) == 1:
        why = closed(scene.tongue, reasons[0])
        return Closed(say("Hiện chưa cấp số"), why.text, scene.tongue.offer, why.original)
    of_dossier, to_take = say("Mời Quý khách chọn lĩnh vực của hồ sơ"), say("Mời Quý khách chọn lĩnh vực để lấy số")
    return Welcome(
        title=of_dossier if of_receipt else to_take,
        hint=_hint(scene),
        cards=scene.fields.cards(scene.tongue, offline),
        language=None if of_receipt else scene.tongue.offer,
        notice=_notice(say, reprinted, offline),
        back=say("Quay lại") if of_receipt else None,
    )


def _hint(scene: Scene) -> str:
    say, visit = scene.tongue.say, scene.visit
    if visit.at is At.FIELDS:
        return receipt_line(scene) or ""
    if scene.rules.scans:
        return say("Chạm vào một ô, hoặc đưa giấy biên nhận hồ sơ vào máy quét.")
    return say("Chạm vào một ô. Quý khách xem số người đang chờ rồi mới in phiếu.")


def _notice(say: Say, reprinted: str | None, offline: bool) -> str | None:
    if reprinted is not None:
        return say("Phiếu số {number} đã được in lại. Mời lấy phiếu.").format(number=reprinted)
    if offline:
        return say("Máy tạm mất kết nối: số vẫn có hiệu lực, chưa biết số người đang chờ.")
    return None


def _not_given(scene: Scene, offline: bool) -> Sorry:
    say, queue = scene.tongue.say, scene.fields.queues.get(scene.visit.service)
    if offline and queue is not None and queue.open:
        ask = say("Mời Quý khách đến quầy hướng dẫn.")
        return Sorry(say("Máy đã hết số của lĩnh vực này"), ask, say("Quay lại"))
    why = closed(scene.tongue, queue.closed_reason if queue is not None else None)
    return Sorry(say("Lĩnh vực này tạm ngừng cấp số"), why.text, say("Quay lại"), why.original)


def _confirm(scene: Scene, offline: bool) -> Confirm:
    say, service = scene.tongue.say, scene.visit.service
    queue = scene.fields.queues[service]
    known = (say("Hiện đang chờ trước Quý khách"), str(queue.waiting), say("người"), scene.fields.detail(queue, say))
    valid = (say("Số lấy bây giờ vẫn có hiệu lực và được xếp theo giờ lấy số."),)
    unknown = (say("Máy tạm mất kết nối, chưa biết số người đang chờ."), None, "", valid)
    lead, waiting, unit, detail = unknown if offline else known
    return Confirm(
        name=scene.fields.name(service, scene.tongue.code),
        lead=lead,
        waiting=waiting,
        unit=unit,
        detail=detail,
        take=say("Lấy số"),
        back=say("Quay lại"),
        priority=say("Tôi thuộc diện ưu tiên") if scene.rules.priorities else None,
        receipt=receipt_line(scene),
    )


def _priorities(scene: Scene) -> Choices:
    say = scene.tongue.say
    return Choices(
        page="priority",
        title=say("Quý khách thuộc diện nào?"),
        detail=say("Chạm vào một ô để lấy số ưu tiên. Cán bộ tại quầy có thể hỏi giấy tờ liên quan."),
        choices=tuple(Choice(f"class:{one}", say(WORDS[one])) for one in scene.rules.priorities),
        back=say("Quay lại"),
    )


def _asking(late: bool, say: Say) -> Asking:
    if not late:
        return Asking(say("Đang lấy số…"), say("Xin Quý khách chờ trong giây lát."), None)
    detail = say("Máy vẫn đang chờ trả lời. Quý khách có thể chờ thêm, hoặc gặp cán bộ hướng dẫn để được cấp số.")
    return Asking(say("Chưa nhận được số"), detail, say("Quay lại"))


def _taken(scene: Scene, number: Number) -> Taken:
    say, visit = scene.tongue.say, scene.visit
    counters = " · ".join(scene.fields.counter_names(number.service))
    lines = (counters, _ahead(number, say), waiting_time(number.wait, say), number.notice)
    return Taken(
        lead=say("Số thứ tự của Quý khách"),
        number=number.number,
        name=scene.fields.name(number.service, scene.tongue.code),
        detail=tuple(line for line in lines if line),
        slip=visit.slip or "printing",
        message=_slip_message(visit.slip, scene.rules.prints, say),
        done=say("Xong") if visit.at is At.TAKEN else None,
    )


def _ahead(number: Number, say: Say) -> str:
    if number.ahead is None:
        return say("Cấp khi mất kết nối: số vẫn có hiệu lực, xếp theo giờ lấy số")
    several = say("Trước Quý khách còn {n} người").format(n=number.ahead)
    return say("Trước Quý khách còn 1 người") if number.ahead == 1 else several


def _slip_message(slip: PrintOutcome | None, prints: bool, say: Say) -> str:
    if not prints:
        return say("Xin ghi nhớ số này hoặc chụp ảnh màn hình")
    if slip is None:
        return say("Đang in phiếu…")
    if slip is PrintOutcome.PRINTED:
        return say("Mời lấy phiếu")
    return say("Máy in đang bận/hết giấy – xin ghi nhớ số")


def _no_hub(say: Say) -> Sorry:
    detail = say("Máy đang kết nối lại. Quý khách vui lòng chờ, hoặc gặp cán bộ hướng dẫn để được cấp số.")
    return Sorry(say("Hiện chưa lấy được số tại máy này"), detail, None)
