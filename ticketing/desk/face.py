"""The keeper's page of one officer as pads show them: name, title and photograph."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.notices import NoticeKind
from ticketing.desk.account import AccountError, Officer
from ticketing.desk.keeper import admin
from ticketing.desk.portrait import portrait
from ticketing.desk.portraits import LETTERS_AT_MOST
from ticketing.desk.room import room
from ticketing.engine.rating_rules import Shown
from ticketing.notices.sniffing import HEAD_BYTES, sniff
from ticketing.notices.words import BROKEN_PICTURE, NoticeError

log = logging.getLogger(__name__)

SHOWN = {
    Shown.NOTHING: "Bảng đánh giá đang không hiện tên và ảnh cán bộ.",
    Shown.NAME: "Bảng đánh giá đang hiện tên và chức danh, không hiện ảnh.",
    Shown.PHOTO: "Bảng đánh giá đang hiện tên, chức danh và ảnh.",
}
TOLD = {"said": "Đã lưu tên và chức danh.", "photo": "Đã lưu ảnh.", "removed": "Đã xóa ảnh."}
NOT_WRITTEN = "Máy chủ chưa ghi được. Hãy thử lại."

face = Blueprint("face", __name__, url_prefix="/admin/officers")


@face.get("/<username>/face")
def screen(username: str) -> AnyResponse:
    here = admin()
    if here is None:
        return redirect(url_for("keeper.screen"), 303)
    return _page(here, username, told=TOLD.get(request.args.get("told", ""), ""))


@face.post("/<username>/face")
def say(username: str) -> AnyResponse:
    shown, title = request.form.get("shown", ""), request.form.get("title", "")
    return _done(username, "said", lambda: room().portraits.say(username, shown, title))


@face.post("/<username>/face/remove")
def remove(username: str) -> AnyResponse:
    return _done(username, "removed", lambda: room().portraits.put(username, None))


@face.post("/<username>/face/photo")
def photo(username: str) -> AnyResponse:
    """Take the photograph that came piece by piece; answers the page's script, which waits for it."""
    here = admin()
    if here is None:
        return _answer(401, message="Phiên làm việc đã hết. Hãy đăng nhập lại.", go=url_for("keeper.screen"))
    programme, token = room().door.programme, request.form.get("token", "")
    wrong = _tried(lambda: _keep(username, programme.arriving.finish(here.username, token)))
    return _answer(422, message=wrong) if wrong else _answer(go=url_for("face.screen", username=username, told="photo"))


def tell_faces() -> None:
    """Let the pads show the officers as they are kept now."""
    here = room()
    here.door.faces.tell({name: one.server for name, one in here.portraits.all().items()})


def _keep(username: str, path: Path) -> None:
    try:
        with path.open("rb") as file:
            kind, _ = sniff(file.read(HEAD_BYTES))
        if kind is not NoticeKind.IMAGE or path.stat().st_size > room().door.programme.limits.picture:
            raise NoticeError(BROKEN_PICTURE)
        room().portraits.put(username, portrait(path))
        tell_faces()
    finally:
        path.unlink(missing_ok=True)


def _done(username: str, what: str, action: Callable[[], None]) -> AnyResponse:
    here = admin()
    if here is None:
        return redirect(url_for("keeper.screen"), 303)
    wrong = _tried(action)
    if wrong:
        return _page(here, username, sentence=wrong, code=400)
    tell_faces()
    return redirect(url_for("face.screen", username=username, told=what), 303)


def _tried(action: Callable[[], None]) -> str:
    try:
        action()
    except (AccountError, NoticeError) as fault:
        return str(fault)
    except (OSError, sqlite3.Error):
        log.exception("an officer's portrait cannot be written")
        return NOT_WRITTEN
    return ""


def _page(here: Officer, username: str, *, told: str = "", sentence: str = "", code: int = 200) -> AnyResponse:
    found = room().portraits.all().get(username)
    if found is None:
        return redirect(url_for("keeper.screen"), 303)
    shown = SHOWN[room().settings.rating.officers]
    said = {"one": found, "shown": shown, "letters": LETTERS_AT_MOST, "told": told, "sentence": sentence}
    return make_response(render_template("face.html", officer=here, **said), code)


def _answer(code: int = 200, **fields: object) -> AnyResponse:
    return make_response(jsonify(ok=code == 200, **fields), code)
