"""The page on a citizen's phone that follows one ticket by the token printed on its slip."""

from __future__ import annotations

import re
import uuid

from flask import Blueprint, Response, jsonify, make_response, render_template
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.replies import Tracked
from lobby.contract.requests import TicketTrack
from lobby.contract.ticket import TicketState
from ticketing.desk.room import address, room
from ticketing.desk.words import TRACKED, wait_words
from ticketing.hub.door import DESK_DEVICE

_TOKEN = re.compile(r"[A-Za-z0-9_-]{6,64}")
_UNKNOWN = (
    "Không tìm thấy số thứ tự này",
    "Địa chỉ có thể bị thiếu, hoặc phiếu đã qua ngày. Mời Quý khách quét lại mã QR trên phiếu, "
    "hoặc hỏi cán bộ hướng dẫn trong sảnh.",
)
_PACED = ("Vui lòng đợi một lát", "Có quá nhiều lượt xem từ mạng này. Mời Quý khách mở lại trang sau một phút.")

follow = Blueprint("follow", __name__, url_prefix="/t")


@follow.get("/<track>")
def page(track: str) -> AnyResponse:
    found, code = _find(track)
    if found is None:
        heading, sentence = _PACED if code == 429 else _UNKNOWN
        return make_response(render_template("message.html", heading=heading, sentence=sentence), code)
    answer = make_response(render_template("follow.html", track=track, ticket=_words(found)))
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@follow.get("/<track>/state")
def state(track: str) -> Response:
    found, code = _find(track)
    answer = jsonify(_words(found) if found is not None else {})
    answer.status_code = code
    return answer


def _find(track: str) -> tuple[Tracked | None, int]:
    here = room()
    fresh = here.glances.get(track, fresh=True)
    if fresh is not None:
        return fresh, 200
    known = here.glances.get(track, fresh=False) is not None
    # Wrong tokens alone count, so that many phones behind one address do not shut each other out.
    if not known and here.guesses.spent(address()):
        return None, 429
    tracked = _ask(track)
    if tracked is None:
        here.guesses.allows(address())
        return None, 404
    here.glances.put(track, tracked)
    return tracked, 200


def _ask(track: str) -> Tracked | None:
    if not _TOKEN.fullmatch(track):
        return None
    reply = room().door.handle(DESK_DEVICE, TicketTrack(id=str(uuid.uuid4()), track=track))
    if not reply.ok:
        return None
    return Tracked.model_validate(reply.data)


def _words(tracked: Tracked) -> dict[str, str]:
    ticket, door = tracked.ticket, room().door
    standing, explain, tone = TRACKED[ticket.state]
    counters = {counter.counter: counter.name for counter in door.counters()}
    services = {service.id: service.name for service in door.services}
    waiting = ticket.state is TicketState.WAITING
    return {
        "number": ticket.number,
        "service": services.get(ticket.service, ""),
        "standing": standing.format(counter=counters.get(ticket.counter or "", "quầy")),
        "explain": explain,
        "tone": tone,
        "ahead_text": _ahead(tracked.ahead) if waiting else "",
        "wait_text": (wait_words(tracked.wait) or "chưa rõ") if waiting else "",
        "at": room().clock.now().strftime("%H:%M:%S"),
    }


def _ahead(ahead: int) -> str:
    return "không còn ai" if ahead == 0 else f"{ahead} người"
