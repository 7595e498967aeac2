"""Logging in and out, and the first password that must be changed."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ticketing.desk.account import AccountError, Officer, OfficerRole
from ticketing.desk.room import (
    SESSION_COOKIE,
    VISIT_COOKIE,
    address,
    officer,
    room,
    session,
    set_cookie,
    token,
)

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."
LOCKED = (
    "Sai nhiều lần nên tên đăng nhập này tạm khóa 5 phút trên máy này. "
    "Hãy đợi, hoặc đề nghị người quản trị đặt lại mật khẩu."
)
TOO_OFTEN = "Có quá nhiều lần đăng nhập từ máy này. Vui lòng đợi một phút rồi thử lại."
TARGETS = {"desk": "work.screen", "admin": "keeper.screen", "head": "head.overview"}
# What an officer of a counter reads who asks for such a part.
BARRED = {
    "admin": (
        "Trang này dành cho người quản trị",
        "Tài khoản của bạn là tài khoản cán bộ quầy. Hãy đăng xuất rồi đăng nhập bằng tài khoản quản trị.",
    ),
    "head": (
        "Trang này dành cho lãnh đạo",
        "Tài khoản của bạn là tài khoản cán bộ quầy. Nếu cần xem, hãy nhờ người quản trị đổi vai trò.",
    ),
}
_STARTS = {"admin": "/admin", "head": "/desk/head"}

entry = Blueprint("entry", __name__, url_prefix="/desk")


@entry.post("/login")
def log_in() -> AnyResponse:
    username = request.form.get("username", "").strip().lower()
    if not room().logins.allows(address()):
        return _again(username, TOO_OFTEN, 429)
    login = room().accounts.log_in(username, request.form.get("password", ""), address())
    if login.outcome != "ok":
        return _again(username, LOCKED if login.outcome == "locked" else WRONG, 401)
    return _enter(username)


@entry.post("/logout")
def log_out() -> AnyResponse:
    here, given = session(), token()
    if here is not None and given is not None:
        room().sessions.end(given)
        room().accounts.note_logout(here.username, address())
    answer = redirect(url_for("work.screen"), 303)
    answer.delete_cookie(SESSION_COOKIE, path="/")
    return answer


@entry.get("/password")
def password() -> AnyResponse:
    return change_page() if officer() is not None else login_page(_target())


@entry.post("/password")
def change() -> AnyResponse:
    here = officer()
    if here is None:
        return login_page(_target())
    new = request.form.get("new", "")
    if not room().logins.allows(address()):
        return change_page(TOO_OFTEN, 429)
    if new != request.form.get("again", ""):
        return change_page("Hai lần gõ mật khẩu mới không giống nhau.", 400)
    try:
        room().accounts.change(here.username, request.form.get("old", ""), new)
    except AccountError as fault:
        return change_page(str(fault), 400)
    return _enter(here.username)


def officer_or_page(target: str, barred: str = "") -> Officer | Response:
    """Return who is logged in and may see the part `target`; else the page that they need first, or that says why not.

    `barred` is what an officer who may not see it reads, where it is not the part's usual sentence.
    """
    here = officer()
    if here is None:
        return login_page(target)
    if here.must_change:
        return change_page()
    return here if _may_see(here, target) else _barred_page(target, barred)


def login_page(target: str, sentence: str = "", code: int = 200, username: str = "") -> Response:
    """Return the page to log in on, which leads to `target`: desk, head or admin."""
    return make_response(render_template("login.html", target=target, sentence=sentence, username=username), code)


def change_page(sentence: str = "", code: int = 200) -> Response:
    """Return the page to change the password on."""
    here = officer()
    assert here is not None
    target = _target()
    if not _may_see(here, target):
        target = "desk"
    return make_response(render_template("password.html", officer=here, target=target, sentence=sentence), code)


def _may_see(here: Officer, target: str) -> bool:
    if target == "admin":
        return here.role is OfficerRole.ADMIN
    return target != "head" or here.leads


def _barred_page(target: str, barred: str) -> Response:
    heading, usual = BARRED[target]
    back = {"back": url_for("work.screen"), "back_text": "Về bàn làm việc"}
    return make_response(render_template("message.html", heading=heading, sentence=barred or usual, **back), 403)


def _again(username: str, sentence: str, code: int) -> Response:
    return login_page(_target(), sentence, code, username[:32])


def _enter(username: str) -> AnyResponse:
    begun = room().sessions.begin(username)
    _sit_by_default(username, begun)
    answer = redirect(url_for(TARGETS[_home(username)]), 303)
    set_cookie(answer_of(answer), SESSION_COOKIE, begun)
    answer.delete_cookie(VISIT_COOKIE, path="/")
    return answer


def _home(username: str) -> str:
    """Return where an officer goes first: a head without a counter of their own sees the whole hall."""
    here, target = room().accounts.find(username), _target()
    leads = here is not None and here.role is OfficerRole.HEAD and here.counter is None
    return "head" if leads and target == "desk" and not (here and here.must_change) else target


def _sit_by_default(username: str, begun: str) -> None:
    """Let an officer sit down at their own counter, unless a colleague works there."""
    here = room().accounts.find(username)
    if here is None or here.must_change or here.counter is None:
        return
    holder = room().sessions.seated().get(here.counter)
    known = any(counter.counter == here.counter for counter in room().door.counters())
    if known and (holder is None or holder.username == username):
        room().sessions.choose(begun, here.counter)


def answer_of(answer: AnyResponse) -> Response:
    """Return werkzeug's redirect as the Flask response that it is."""
    assert isinstance(answer, Response)
    return answer


def _target() -> str:
    wanted = request.values.get("target", "")
    if wanted in TARGETS:
        return wanted
    return next((name for name, start in _STARTS.items() if request.path.startswith(start)), "desk")
