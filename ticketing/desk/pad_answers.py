"""The answers to a tablet: its page, the page that asks for the keeper's code, and its cookie."""

from __future__ import annotations

from flask import Response, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.errors import ErrorCode
from ticketing.desk.entry import answer_of
from ticketing.desk.pad_words import words
from ticketing.desk.policy import policy
from ticketing.desk.room import room
from ticketing.desk.tablets import Tablet

COOKIE = "lobby_tablet"
KEPT_S = 400 * 24 * 3600
_MODEL = ("words.js", "due.js", "giving.js", "standing.js", "views.js", "model.js")
SCRIPTS = (*_MODEL, "kept.js", "link.js", "faces.js", "aloud.js", "draw.js", "pad.js")
"""The page's own scripts, in the order in which they need each other."""
# Its worker keeps the page on the tablet; browsers of before 2018 ask `child-src` for it.
_WORKER = "; worker-src 'self'; child-src 'self'; manifest-src 'self'"


def cookie() -> str:
    """Return the token that the tablet sent, empty where it sent none."""
    return request.cookies.get(COOKIE, "")


def here() -> Tablet | None:
    """Return the tablet that asks."""
    given = cookie()
    return room().pads.tablets.find(given) if given else None


def keeps(answer: AnyResponse, token: str | None = None) -> Response:
    """Let the tablet keep its token for as long as browsers keep anything."""
    told = answer_of(answer)
    told.set_cookie(
        COOKIE,
        token or cookie(),
        max_age=KEPT_S,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
        path="/pad",
    )
    return told


def app_answer() -> Response:
    """Return the rating page; it is the same for each tablet."""
    answer = make_response(render_template("pad.html", words=words(), scripts=SCRIPTS))
    answer.headers["Content-Security-Policy"] = policy() + _WORKER
    return private(answer)


def pair_answer(sentence: str = "", code: int = 200) -> Response:
    """Return the page on which the keeper's code is typed."""
    tablet = here()
    names = {one.counter: one.name for one in room().door.counters()}
    counter = names.get(tablet.counter, tablet.counter) if tablet is not None else ""
    return private(make_response(render_template("pad_pair.html", sentence=sentence, counter=counter), code))


def private(answer: Response) -> Response:
    """Let no cache keep the answer."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def gone() -> Response:
    """Tell the page that its tablet is let in no more."""
    return refused(ErrorCode.FORBIDDEN, 401)


def later() -> Response:
    """Tell the page to wait."""
    answer = refused(ErrorCode.TOO_MANY_REQUESTS, 429)
    answer.headers["Retry-After"] = "5"
    return answer


def refused(code: ErrorCode, status: int) -> Response:
    """Tell the page why not."""
    answer = jsonify(ok=False, error={"code": code.value})
    answer.status_code = status
    return private(answer)
