"""The keeper's page: how each device of the site is, and the officers' accounts."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ticketing.desk.account import Officer, OfficerRole
from ticketing.desk.entry import officer_or_page
from ticketing.desk.room import address, officer, room
from ticketing.desk.rules import rules_card
from ticketing.desk.site import rows, summary, troubles
from ticketing.desk.slip_words import is_owed
from ticketing.desk.uplink import uplink_cards
from ticketing.desk.words import OFFICER_ROLES, audit_words, moment_words

log = logging.getLogger(__name__)

EVENTS_SHOWN = 60
LOOKS_SHOWN = 200
TOLD = {
    "added": "Đã thêm tài khoản. Cán bộ phải đổi mật khẩu ở lần đăng nhập đầu tiên.",
    "reset": "Đã đặt lại mật khẩu. Cán bộ phải đổi mật khẩu ở lần đăng nhập tới.",
    "edited": "Đã lưu thay đổi của tài khoản.",
    "unlocked": "Đã mở khóa tài khoản. Cán bộ đăng nhập lại được ngay.",
    "removed": "Đã xóa tài khoản. Người này không đăng nhập được nữa.",
    "restored": "Đã ghi nhận. Số của hôm nay vẫn cấp tiếp như thông báo.",
    "clock": "Đã nhận ngày giờ của máy chủ. Sự cố tự hết sau vài giây.",
}
CLOCK_CHANGED = "Ngày giờ của máy chủ vừa đổi, khác lúc trang này mở. Hãy xem lại rồi bấm lần nữa."
# A keeper confirms what is read: a page may stand open for a while, but not over a jump of the clock.
READ_WITHIN = timedelta(minutes=10)

keeper = Blueprint("keeper", __name__, url_prefix="/admin")


@keeper.get("")
def screen() -> AnyResponse:
    here = officer_or_page("admin")
    if not isinstance(here, Officer):
        return here
    return page(here, told=TOLD.get(request.args.get("told", ""), ""))


@keeper.get("/devices")
def devices() -> AnyResponse:
    """Answer with the part of the page about devices, which the page fetches again every few seconds."""
    if admin() is None:
        answer = jsonify(ok=False)
        answer.status_code = 401
        return answer
    return make_response(render_template("devices.html", **_devices()))


@keeper.post("/clock")
def clock() -> AnyResponse:
    """Take the keeper's word for the date and time that the page showed."""
    here = admin()
    if here is None:
        return redirect(url_for("keeper.screen"), 303)
    doubted = room().door.doubted_clock()
    if doubted is None:
        return redirect(url_for("keeper.screen"), 303)
    if not _is_near(request.form.get("read", ""), doubted):
        return page(here, sentence=CLOCK_CHANGED, code=409)
    room().door.confirm_clock()
    log.info("%s confirmed the machine's clock: %s", here.username, doubted.isoformat(timespec="minutes"))
    room().accounts.note_clock(here.username, address())
    return redirect(url_for("keeper.screen", told="clock"), 303)


@keeper.post("/restored")
def restored() -> AnyResponse:
    """Take the keeper's word that the restore and what it means for slips were read."""
    here = admin()
    if here is not None:
        room().door.read_restore()
        room().accounts.note_restore(here.username, address())
    return redirect(url_for("keeper.screen", told="restored" if here is not None else None), 303)


def page(here: Officer, *, told: str = "", sentence: str = "", code: int = 200) -> AnyResponse:
    """Return the whole page, with what was done or why it was refused."""
    accounts = room().accounts
    names = {counter.counter: counter.name for counter in room().door.counters()}
    officers = [
        {"account": one, "counter": names.get(one.counter or "", "–"), "role": OFFICER_ROLES[one.role]}
        for one in accounts.officers()
    ]
    made = render_template(
        "admin.html",
        **_devices(),
        rules=rules_card(room().settings, room().clock.now()),
        officer=here,
        officers=officers,
        counters=names,
        roles={role.value: words for role, words in OFFICER_ROLES.items()},
        events=[(event, audit_words(event.what)) for event in accounts.recent(EVENTS_SHOWN)],
        looks=[(event, audit_words(event.what)) for event in accounts.looks(LOOKS_SHOWN)],
        told=told,
        sentence=sentence,
        suggestion=secrets.token_urlsafe(6),
    )
    return make_response(made, code)


def admin() -> Officer | None:
    """Return the keeper who is logged in."""
    here = officer()
    return here if here is not None and here.role is OfficerRole.ADMIN and not here.must_change else None


def _devices() -> dict[str, Any]:
    here = room()
    seen = here.door.devices()
    listed = rows(seen, {counter.counter: counter.name for counter in here.door.counters()}, here.clock.now())
    return {
        "devices": listed,
        "summary": summary(listed),
        "troubles": troubles(seen, here.faults.standing(), here.settings.device),
        "uplinks": uplink_cards(seen, here.clock.now()),
        "owed": sum(is_owed(standing, here.clock.now()) for standing in here.door.unprinted()),
        "doubted": _doubted(),
        "at": here.clock.now().strftime("%H:%M:%S"),
    }


def _doubted() -> dict[str, str] | None:
    """Return what the machine's clock says, in words and as the form sends it back; None where nobody need confirm."""
    at = room().door.doubted_clock()
    return None if at is None else {"words": moment_words(at), "read": at.isoformat(timespec="minutes")}


def _is_near(read: str, at: datetime) -> bool:
    try:
        return abs(datetime.fromisoformat(read) - at) <= READ_WITHIN
    except (ValueError, TypeError):
        return False
