"""What the keeper does to officers' accounts: add, change, unlock, give a new password, remove."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ticketing.desk.account import AccountError, Officer, OfficerRole
from ticketing.desk.face import tell_faces
from ticketing.desk.keeper import admin, page
from ticketing.desk.room import room

staff = Blueprint("staff", __name__, url_prefix="/admin/officers")


@staff.post("")
def add() -> AnyResponse:
    return _done("added", _add)


@staff.post("/<username>/edit")
def edit(username: str) -> AnyResponse:
    name = request.form.get("name", "")
    return _done("edited", lambda _here: room().accounts.edit(username, name, _counter(), _role()))


@staff.post("/<username>/reset")
def reset(username: str) -> AnyResponse:
    return _done("reset", lambda _here: room().accounts.reset(username, request.form.get("password", "")))


@staff.post("/<username>/unlock")
def unlock(username: str) -> AnyResponse:
    return _done("unlocked", lambda _here: room().accounts.unlock(username))


@staff.post("/<username>/remove")
def remove(username: str) -> AnyResponse:
    return _done("removed", lambda here: _remove(here, username))


def _done(what: str, action: Callable[[Officer], None]) -> AnyResponse:
    """Do it for a keeper who is logged in, and tell so on the page, or why not."""
    here = admin()
    if here is None:
        return redirect(url_for("keeper.screen"), 303)
    try:
        action(here)
    except AccountError as fault:
        return page(here, sentence=str(fault), code=400)
    tell_faces()
    return redirect(url_for("keeper.screen", told=what, _anchor="officers"), 303)


def _add(_here: Officer) -> None:
    form = request.form
    username = form.get("username", "").strip().lower()
    if not room().accounts.add(username, form.get("name", ""), _counter(), _role(), form.get("password", "")):
        raise AccountError(f"Tên đăng nhập «{username}» đã có người dùng.")


def _remove(here: Officer, username: str) -> None:
    if username == here.username:
        raise AccountError("Không xóa được tài khoản đang dùng.")
    room().accounts.remove(username)


def _role() -> OfficerRole:
    wanted = request.form.get("role", "")
    return OfficerRole(wanted) if wanted in list(OfficerRole) else OfficerRole.OFFICER


def _counter() -> str | None:
    wanted = request.form.get("counter") or None
    if wanted is not None and wanted not in {known.counter for known in room().door.counters()}:
        raise AccountError("Không có quầy này tại đây.")
    return wanted
