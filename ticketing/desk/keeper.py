"""The keeper's page: how each device of the site is, and the officers' accounts."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ticketing.desk.accounts import AccountError, Officer, OfficerRole
from ticketing.desk.entry import change_page, login_page
from ticketing.desk.room import officer, room
from ticketing.desk.site import rows, summary, troubles
from ticketing.desk.words import OFFICER_ROLES

keeper = Blueprint("keeper", __name__, url_prefix="/admin")


@keeper.get("")
def screen() -> AnyResponse:
    here = officer()
    if here is None:
        return login_page("admin")
    if here.must_change:
        return change_page()
    if here.role is not OfficerRole.ADMIN:
        return _not_allowed()
    return _page(here, told=request.args.get("told", ""))


@keeper.get("/devices")
def devices() -> AnyResponse:
    """Answer with the part of the page about devices, which the page fetches again every few seconds."""
    if _admin() is None:
        answer = jsonify(ok=False)
        answer.status_code = 401
        return answer
    return make_response(render_template("devices.html", **_devices()))


@keeper.post("/officers")
def add() -> AnyResponse:
    here = _admin()
    if here is None:
        return redirect(url_for("keeper.screen"), 303)
    form = request.form
    counter = form.get("counter") or None
    role = OfficerRole.ADMIN if form.get("role") == OfficerRole.ADMIN else OfficerRole.OFFICER
    try:
        if counter is not None and counter not in {known.counter for known in room().door.counters()}:
            raise AccountError("Không có quầy này tại đây.")
        username = form.get("username", "").strip().lower()
        made = room().accounts.add(username, form.get("name", ""), counter, role, form.get("password", ""))
        if not made:
            raise AccountError(f"Tên đăng nhập «{username}» đã có người dùng.")
    except AccountError as fault:
        return _page(here, sentence=str(fault), code=400)
    return redirect(url_for("keeper.screen", told="added", _anchor="officers"), 303)


@keeper.post("/officers/<username>/reset")
def reset(username: str) -> AnyResponse:
    here = _admin()
    if here is None:
        return redirect(url_for("keeper.screen"), 303)
    try:
        room().accounts.reset(username, request.form.get("password", ""))
    except AccountError as fault:
        return _page(here, sentence=str(fault), code=400)
    return redirect(url_for("keeper.screen", told="reset", _anchor="officers"), 303)


TOLD = {
    "added": "Đã thêm tài khoản. Cán bộ phải đổi mật khẩu ở lần đăng nhập đầu tiên.",
    "reset": "Đã đặt lại mật khẩu. Cán bộ phải đổi mật khẩu ở lần đăng nhập tới.",
}


def _page(here: Officer, *, told: str = "", sentence: str = "", code: int = 200) -> AnyResponse:
    names = {counter.counter: counter.name for counter in room().door.counters()}
    officers = [
        {"account": one, "counter": names.get(one.counter or "", "–"), "role": OFFICER_ROLES[one.role]}
        for one in room().accounts.officers()
    ]
    page = render_template(
        "admin.html",
        **_devices(),
        officer=here,
        officers=officers,
        counters=names,
        told=TOLD.get(told, ""),
        sentence=sentence,
        suggestion=secrets.token_urlsafe(6),
    )
    return make_response(page, code)


def _devices() -> dict[str, Any]:
    here = room()
    seen = here.door.devices()
    listed = rows(seen, {counter.counter: counter.name for counter in here.door.counters()}, here.clock.now())
    return {
        "devices": listed,
        "summary": summary(listed),
        "troubles": troubles(seen, here.faults.standing(), here.settings.device),
        "at": here.clock.now().strftime("%H:%M:%S"),
    }


def _admin() -> Officer | None:
    here = officer()
    return here if here is not None and here.role is OfficerRole.ADMIN and not here.must_change else None


def _not_allowed() -> AnyResponse:
    return make_response(
        render_template(
            "message.html",
            heading="Trang này dành cho người quản trị",
            sentence="Tài khoản của bạn là tài khoản cán bộ quầy. Hãy đăng xuất rồi đăng nhập bằng tài khoản quản trị.",
            back=url_for("work.screen"),
            back_text="Về bàn làm việc",
        ),
        403,
    )
