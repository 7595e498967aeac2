"""The officers' desk: choosing a counter, the work screen, its live picture, and the actions."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.errors import SENTENCES, ErrorCode, Refused
from lobby.contract.replies import Reply
from lobby.contract.states import CounterState
from lobby.settings.load import SettingsError
from ticketing.desk.accounts import Officer
from ticketing.desk.acting import waits_of
from ticketing.desk.acts import check_wait, read_act
from ticketing.desk.entry import officer_or_page
from ticketing.desk.issuing import choices
from ticketing.desk.looking import known_counter, page_settings, picture_of, waits
from ticketing.desk.policy import policy
from ticketing.desk.room import officer, room, sent, session, token
from ticketing.desk.words import PARK_MINUTES, PARK_REASONS, PAUSE_REASONS, PLACES, PRIORITY_REASONS, SUPPLEMENT
from ticketing.hub.door import DESK_DEVICE

log = logging.getLogger(__name__)

HOLD_S = 15.0
SLICE_S = 0.5
TAKEN_OVER = "Quầy này vừa có cán bộ khác nhận. Hãy chọn lại quầy."
NO_PASSWORD = "Chưa đọc được mật khẩu của trang làm việc. Người phụ trách hãy xem nhật ký của máy chủ."
_STATUS = {ErrorCode.BAD_REQUEST: 400, ErrorCode.FORBIDDEN: 403}

work = Blueprint("work", __name__, url_prefix="/desk")


@work.get("")
def screen() -> AnyResponse:
    here = officer_or_page("desk")
    if not isinstance(here, Officer):
        return here
    counter = _seat()
    if counter is None:
        return counters(TAKEN_OVER if "taken" in request.args else "")
    answer = make_response(_screen(here, counter))
    answer.headers["Content-Security-Policy"] = policy(_websocket())
    return answer


@work.get("/counter")
def counters(sentence: str = "") -> AnyResponse:
    here = officer()
    if here is None or here.must_change:
        return redirect(url_for("work.screen"), 303)
    tiles = [_tile(counter, here) for counter in room().door.counters()]
    tiles.sort(key=lambda tile: not tile["own"])
    return make_response(render_template("counters.html", officer=here, counters=tiles, sentence=sentence))


@work.post("/counter")
def sit() -> AnyResponse:
    here, given, counter = officer(), token(), request.form.get("counter", "")
    if here is None or given is None or here.must_change:
        return redirect(url_for("work.screen"), 303)
    if known_counter(counter) is None:
        return counters(SENTENCES[ErrorCode.UNKNOWN_COUNTER])
    room().sessions.choose(given, counter)
    log.info("%s sits down at %s", here.username, counter)
    return redirect(url_for("work.screen"), 303)


@work.get("/live")
def live() -> AnyResponse:
    """Answer as soon as there is news after `after`; at once where it was counted by another run of the hub."""
    here, counter = officer(), _seat()
    if here is None or here.must_change or counter is None:
        return _gone()
    after = request.args.get("after", -1, int)
    if request.args.get("run") == room().run:
        _wait(after)
    return jsonify(picture_of(counter.counter))


@work.get("/beat")
def beat() -> AnyResponse:
    """Answer that the hub serves, and nothing else: a page that hears nothing of it knows that the hub hangs."""
    door = room().door
    door.changed(-1, 0.0)
    serves = door.serves()
    return make_response(jsonify(ok=serves), HTTPStatus.OK if serves else HTTPStatus.SERVICE_UNAVAILABLE)


@work.get("/link")
def link() -> AnyResponse:
    """Tell an officer's page how it hears of news from the broker: as a viewer that may ask for nothing there."""
    here = officer()
    if here is None or here.must_change or _seat() is None:
        return _gone()
    chosen, websocket = page_settings(), _websocket()
    if websocket is None:
        return jsonify(websocket=None)
    try:
        password = chosen.password()
    except SettingsError as fault:
        log.error("viewer's password not read: %s", fault)
        return jsonify(websocket=None, message=NO_PASSWORD)
    settings = room().settings
    return jsonify(
        websocket=websocket, username=chosen.viewer, password=password, site=settings.site, hub=settings.device
    )


@work.post("/do/<path:verb>")
def act(verb: str) -> AnyResponse:
    """Do one action at the officer's own counter and answer with the hub's reply and the picture after it."""
    here, counter = officer(), _seat()
    if here is None or here.must_change or counter is None:
        return _gone()
    fields = sent()
    if fields is None:
        return _refused(ErrorCode.BAD_REQUEST, 400)
    try:
        reply = _ask(verb, fields, counter, here.username)
    except Refused as refused:
        log.info("desk %s refused: %s", verb, refused.detail or refused.sentence)
        return _refused(refused.code, _STATUS.get(refused.code, 200), refused.sentence)
    return jsonify(reply.model_dump(mode="json", exclude_none=True) | {"picture": picture_of(counter.counter)})


def _ask(verb: str, fields: dict[str, object], counter: CounterState, username: str) -> Reply:
    asked, calls = read_act(verb, fields, counter, room().door), room().calls
    # An answer that was lost is asked for again: that press has waited already.
    if not calls.is_again(counter.counter, asked.id):
        check_wait(verb, counter, waits_of(counter, calls.age(counter), waits()))
    return room().door.handle(DESK_DEVICE, asked, officer=username)


def _websocket() -> str | None:
    return page_settings().websocket(request.host, request.is_secure)


def _screen(here: Officer, counter: CounterState) -> str:
    door = room().door
    return render_template(
        "work.html",
        officer=here,
        counter=counter.counter,
        counter_name=counter.name,
        first=picture_of(counter.counter),
        live=_websocket() is not None,
        **choices(counter.services),
        others=[other for other in door.counters() if other.counter != counter.counter],
        pause_reasons=PAUSE_REASONS,
        park_reasons=PARK_REASONS,
        park_minutes=PARK_MINUTES,
        supplement=SUPPLEMENT,
        places=PLACES,
        priority_reasons=PRIORITY_REASONS,
    )


def _wait(after: int) -> None:
    here = room()
    if not here.live_places.acquire(blocking=False):
        return
    try:
        for _ in range(int(HOLD_S / SLICE_S)):
            if here.ending.is_set() or here.door.changed(after, SLICE_S) > after:
                return
    finally:
        here.live_places.release()


def _seat() -> CounterState | None:
    here = session()
    return known_counter(here.counter) if here is not None and here.counter is not None else None


def _tile(counter: CounterState, here: Officer) -> dict[str, Any]:
    names = {service.id: service.name for service in room().door.services}
    holder = room().sessions.seated().get(counter.counter)
    return {
        "id": counter.counter,
        "name": counter.name,
        "services": ", ".join(names.get(service, service) for service in counter.services),
        "own": counter.counter == here.counter,
        "holder": holder.name if holder is not None and holder.username != here.username else "",
    }


def _gone() -> Response:
    answer = jsonify(ok=False, go=url_for("work.screen", taken=1), error={"code": "forbidden", "message": TAKEN_OVER})
    answer.status_code = 401
    return answer


def _refused(code: ErrorCode, status: int, sentence: str | None = None) -> Response:
    answer = jsonify(ok=False, error={"code": code.value, "message": sentence or SENTENCES[code]})
    answer.status_code = status
    return answer
