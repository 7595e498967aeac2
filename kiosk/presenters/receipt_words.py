"""Words the dispenser's pages about a scanned receipt."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.presenters.dispenser_views import Choice, Choices, DispenserView, Looking, Receipt, Sorry
from kiosk.presenters.dispenser_visit import At
from kiosk.presenters.scene import Scene


def receipt_line(scene: Scene) -> str | None:
    """Return one line about the receipt for the page that asks for a number; None without a receipt."""
    visit, say = scene.visit, scene.tongue.say
    if visit.dossier is None:
        return None
    code = say("Hồ sơ {code}").format(code=visit.dossier)
    return code if visit.way is None else f"{code}: {visit.way.state(say)}"


def _looking(scene: Scene) -> Looking:
    return Looking(scene.tongue.say("Đang tra cứu hồ sơ…"), scene.visit.dossier or "")


def _receipt(scene: Scene) -> DispenserView:
    visit, say = scene.visit, scene.tongue.say
    way = visit.way
    if way is None:
        return _purpose(scene)
    return Receipt(
        code=say("Hồ sơ {code}").format(code=visit.dossier),
        title=way.state(say),
        lines=way.sentences(say),
        take=say("Lấy số gặp cán bộ") if way.for_officer else say("Vẫn lấy số"),
        take_first=way.for_officer,
        done=say("Xong"),
    )


def _purpose(scene: Scene) -> Choices:
    visit, say = scene.visit, scene.tongue.say
    code = say("Hồ sơ {code}").format(code=visit.dossier)
    return Choices(
        page="purpose",
        title=say("Quý khách đến để làm gì?"),
        detail=f"{code}. {visit.sentence}".strip() if visit.sentence else code,
        choices=(
            Choice("purpose:submit", say("Nộp hồ sơ")),
            Choice("purpose:supplement", say("Bổ sung giấy tờ, nộp phí")),
            Choice("purpose:collect", say("Nhận kết quả")),
        ),
        back=say("Quay lại"),
    )


def _unread(scene: Scene) -> Sorry:
    return Sorry(scene.tongue.say("Chưa đọc được mã hồ sơ"), scene.visit.sentence, scene.tongue.say("Quay lại"))


RECEIPT_PAGES: dict[At, Callable[[Scene], DispenserView]] = {
    At.LOOKING: _looking,
    At.RECEIPT: _receipt,
    At.PURPOSE: _purpose,
    At.UNREAD: _unread,
}
