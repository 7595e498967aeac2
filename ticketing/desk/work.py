"""The officers' desk: choosing a counter, the work screen, its live picture, and the actions."""

from __future__ import annotations

import logging
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.codec import read
from lobby.contract.errors import SENTENCES, ErrorCode, Malformed
from lobby.contract.requests import VERBS, CounterRequest
from lobby.contract.roles import Role
from lobby.contract.states import CounterState
from ticketing.desk.accounts import Officer
from ticketing.desk.entry import change_page, login_page
from ticketing.desk.issuing import choices
from ticketing.desk.picture import Picture, Seen, draw
from ticketing.desk.room import officer, room, sent, session, token
from ticketing.desk.words import PARK_REASONS, PAUSE_REASONS
from ticketing.hub.door import DESK_DEVICE

log = logging.getLogger(__name__)

HOLD_S = 15.0
SLICE_S = 0.5
TAKEN_OVER = "Quầy này vừa có cán bộ khác nhận. Hãy chọn lại quầy."
WRONG_COUNTER = "Bạn không ngồi ở quầy này. Hãy tải lại trang."

work = Blueprint("work", __name__, url_prefix="/desk")


@work.get("")
def screen() -> AnyResponse:
    here = officer()
    if here is None:
        return login_page("desk")
    if here.must_change:
        return change_page()
    counter = _seat()
    if counter is None:
        return counters(TAKEN_OVER if "taken" in request.args else "")
    return make_response(_screen(here, counter))


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
    if _counter(counter) is None:
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
    return jsonify(_picture(counter.counter))


@work.post("/do/<path:verb>")
def act(verb: str) -> AnyResponse:
    """Do one action at the officer's own counter and answer with the hub's reply and the picture after it."""
    here, counter = officer(), _seat()
    if here is None or here.must_change or counter is None:
        return _gone()
    kind = VERBS.get(verb)
    fields = sent()
    if kind is None or not issubclass(kind, CounterRequest) or fields is None:
        return _refused(ErrorCode.BAD_REQUEST, 400)
    if fields.get("counter") != counter.counter:
        return _refused(ErrorCode.FORBIDDEN, 403, WRONG_COUNTER)
    try:
        asked = read(kind, fields)
    except Malformed as fault:
        log.info("desk %s refused: %s", verb, fault.detail)
        return _refused(ErrorCode.BAD_REQUEST, 400)
    reply = room().door.handle(DESK_DEVICE, asked, officer=here.username)
    return jsonify(reply.model_dump(mode="json", exclude_none=True) | {"picture": _picture(counter.counter)})


def _screen(here: Officer, counter: CounterState) -> str:
    door = room().door
    return render_template(
        "work.html",
        officer=here,
        counter=counter.counter,
        counter_name=counter.name,
        first=_picture(counter.counter),
        **choices(counter.services),
        others=[other for other in door.counters() if other.counter != counter.counter],
        pause_reasons=PAUSE_REASONS,
        park_reasons=PARK_REASONS,
    )


def _picture(counter_id: str) -> Picture:
    here = room()
    # The version first: a change that comes while drawing is then drawn again.
    rev = here.door.changed(-1, 0.0)
    counter = _counter(counter_id)
    assert counter is not None
    names = {service.id: service.name for service in here.door.services}
    seen = Seen(
        counter,
        line=here.door.waiting(counter_id),
        aside=here.door.aside(counter_id),
        why=here.door.why(counter_id) or "",
        call_s=here.calls.age(counter),
        quiet_s=here.calls.quiet(here.door.counters()),
        unspoken=not _speakers().isdisjoint(here.door.failed(counter_id)),
    )
    picture = draw(seen, names, here.clock.now())
    picture["run"], picture["rev"] = here.run, rev
    return picture


def _speakers() -> set[str]:
    return {device.id for device in room().settings.devices if device.role is Role.SPEAKER}


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
    return _counter(here.counter) if here is not None and here.counter is not None else None


def _counter(counter_id: str) -> CounterState | None:
    return next((counter for counter in room().door.counters() if counter.counter == counter_id), None)


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
