"""The keeper's page of what boards show between calls: texts, pictures, videos, and the ticker."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ticketing.desk.account import Officer
from ticketing.desk.entry import officer_or_page
from ticketing.desk.keeper import admin
from ticketing.desk.notice_words import WEEKDAYS, entry_row, item_row
from ticketing.desk.policy import policy
from ticketing.desk.room import address, room, sent
from ticketing.notices.arriving import PIECE
from ticketing.notices.item import SECONDS, USUAL_SECONDS, Plan, Standing, standing
from ticketing.notices.limits import megabytes
from ticketing.notices.plans import plan_of
from ticketing.notices.texts import LETTERS_AT_MOST, LINE_AT_MOST, NAME_AT_MOST
from ticketing.notices.words import NoticeError

log = logging.getLogger(__name__)

TOLD = {
    "added": "Đã thêm. Bảng hiện mục mới ngay.",
    "edited": "Đã lưu thay đổi.",
    "on": "Đã bật. Bảng hiện lại mục này.",
    "off": "Đã tắt. Bảng không hiện mục này nữa.",
    "moved": "Đã đổi thứ tự.",
    "removed": "Đã xóa.",
    "ticker": "Đã lưu chữ chạy.",
}
NOT_WRITTEN = "Máy chủ chưa ghi được. Hãy xem mục «Việc cần làm» ở trang quản trị rồi thử lại."

notices = Blueprint("notices", __name__, url_prefix="/admin/notices")


@notices.get("")
def screen() -> AnyResponse:
    here = officer_or_page("admin")
    if not isinstance(here, Officer):
        return here
    return _page(here, told=TOLD.get(request.args.get("told", ""), ""))


@notices.post("/text")
def add_text() -> AnyResponse:
    text = request.form.get("text", "")
    return _done("added", lambda _: room().door.programme.add_text(text, _plan()), draft=text)


@notices.post("/media")
def add_media() -> AnyResponse:
    """Take in the file that came piece by piece; answers the page's script, which waits for it."""
    here = admin()
    if here is None:
        return _told_off()
    form = request.form
    wrong = _tried(
        lambda: room().door.programme.add_media(here.username, form.get("token", ""), form.get("text", ""), _plan())
    )
    if wrong:
        return _answer(422, message=wrong)
    _note(here, "added")
    # Without a place in the page: going to a place in the page that stands there loads nothing anew.
    return _answer(go=url_for("notices.screen", told="added"))


@notices.post("/upload")
def begin() -> AnyResponse:
    """Answer with the token for a file of so many bytes, and how large its pieces may be."""
    here, fields = admin(), sent() or {}
    if here is None:
        return _told_off()
    size, programme = fields.get("size"), room().door.programme
    token: list[str] = []
    if not isinstance(size, int):
        return _answer(400, message="Tệp không rõ dung lượng.")
    wrong = _tried(lambda: token.append(programme.arriving.begin(here.username, size, programme.limits)))
    return _answer(422, message=wrong) if wrong else _answer(token=token[0], piece=PIECE)


@notices.post("/upload/<token>")
def piece(token: str) -> AnyResponse:
    """Take one piece of a file; answers how many bytes are here, which is where the next one begins."""
    here, offset = admin(), request.args.get("offset", "")
    if here is None:
        return _told_off()
    got: list[int] = []
    arriving, given = room().door.programme.arriving, int(offset) if offset.isdecimal() and len(offset) < 12 else -1
    wrong = _tried(lambda: got.append(arriving.add(here.username, token, given, request.get_data(cache=False))))
    return _answer(422, message=wrong) if wrong else _answer(got=got[0])


@notices.post("/<id_>/edit")
def edit(id_: str) -> AnyResponse:
    text = request.form.get("text", "")
    return _done("edited", lambda _: room().door.programme.edit(id_, text, _plan()), edited=(id_, text))


@notices.post("/<id_>/<what>")
def change(id_: str, what: str) -> AnyResponse:
    programme = room().door.programme
    deeds: dict[str, tuple[str, Callable[[], None]]] = {
        "on": ("on", lambda: programme.turn(id_, True)),
        "off": ("off", lambda: programme.turn(id_, False)),
        "up": ("moved", lambda: programme.move(id_, -1)),
        "down": ("moved", lambda: programme.move(id_, 1)),
        "remove": ("removed", lambda: programme.remove(id_)),
    }
    if what not in deeds:
        return redirect(url_for("notices.screen"), 303)
    told, deed = deeds[what]
    return _done(told, lambda _: deed())


@notices.post("/ticker")
def ticker() -> AnyResponse:
    lines = request.form.get("lines", "").splitlines()
    return _done("ticker", lambda _: room().door.programme.put_ticker(lines), ticker=lines)


def _done(what: str, action: Callable[[Officer], object], **written: Any) -> AnyResponse:
    """Do it for a keeper who is logged in, and tell so on the page, or why not, with what was `written` left there."""
    here = admin()
    if here is None:
        return redirect(url_for("keeper.screen"), 303)
    wrong = _tried(lambda: action(here))
    if wrong:
        return _page(here, sentence=wrong, code=400, **written)
    _note(here, what)
    return redirect(url_for("notices.screen", told=what, _anchor="list"), 303)


def _tried(action: Callable[[], object]) -> str:
    """Do it; returns why it was refused, as a sentence, or nothing."""
    try:
        action()
    except NoticeError as fault:
        return str(fault)
    except (OSError, sqlite3.Error):
        log.exception("notices cannot be written")
        return NOT_WRITTEN
    return ""


def _note(here: Officer, what: str) -> None:
    log.info("%s changed the notices: %s", here.username, what)
    room().accounts.note_notices(here.username, address())


def _plan() -> Plan:
    return plan_of(request.form, request.form.getlist("weekday"))


def _page(here: Officer, *, told: str = "", sentence: str = "", code: int = 200, **written: Any) -> AnyResponse:
    shown = {"draft": "", "edited": ("", ""), **_shown(), "told": told, "sentence": sentence, **written}
    answer = make_response(render_template("notices.html", officer=here, **shown), code)
    answer.headers["Content-Security-Policy"] = f"{policy()}; media-src 'self'"
    return answer


def _shown() -> dict[str, Any]:
    here = room()
    programme, now, written = here.door.programme, here.clock.now(), here.settings.notices
    limits, items = programme.limits, programme.items
    return {
        "rows": [item_row(item, now) for item in items],
        "on_air": sum(standing(item, now) is Standing.ON_AIR for item in items) + len(written.playlist),
        "written": [entry_row(notice) for notice in written.playlist],
        "written_ticker": written.ticker,
        "ticker": programme.ticker,
        "used": megabytes(_used()),
        "most": megabytes(limits.disk),
        "picture_mb": megabytes(limits.picture),
        "video_mb": megabytes(limits.video),
        "video_minutes": limits.minutes,
        "weekdays": WEEKDAYS,
        "seconds": SECONDS,
        "usual": USUAL_SECONDS,
        "letters": LETTERS_AT_MOST,
        "name_letters": NAME_AT_MOST,
        "line_letters": LINE_AT_MOST,
    }


def _used() -> int:
    try:
        return room().door.programme.shelf.used
    except OSError:
        return 0


def _answer(code: int = 200, **fields: object) -> AnyResponse:
    return make_response(jsonify(ok=code == 200, **fields), code)


def _told_off() -> AnyResponse:
    return _answer(401, message="Phiên làm việc đã hết. Hãy đăng nhập lại.", go=url_for("keeper.screen"))
