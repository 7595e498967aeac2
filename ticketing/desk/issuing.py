"""Staff take a number for a citizen who cannot use a screen: the page, the dialog's door, and what is shown then."""

from __future__ import annotations

import logging

import segno
from flask import Blueprint, Response, jsonify, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.codec import read
from lobby.contract.errors import SENTENCES, ErrorCode, Malformed
from lobby.contract.replies import Issued
from lobby.contract.requests import TicketIssue
from ticketing.desk.entry import change_page, login_page
from ticketing.desk.room import officer, room, sent
from ticketing.desk.words import priority_words, wait_words
from ticketing.hub.door import DESK_DEVICE

log = logging.getLogger(__name__)

LOGGED_OUT = "Phiên làm việc đã hết. Hãy đăng nhập lại."
_ASKED = ("id", "service", "priority")

issuing = Blueprint("issuing", __name__, url_prefix="/desk/issue")


@issuing.get("")
def screen() -> AnyResponse:
    here = officer()
    if here is None:
        return login_page("desk")
    if here.must_change:
        return change_page()
    return make_response(render_template("issue.html", officer=here, **choices()))


@issuing.post("")
def issue() -> AnyResponse:
    """Take one number; the same `id` gets the same number, however often it is asked."""
    here = officer()
    if here is None or here.must_change:
        return _refused(ErrorCode.FORBIDDEN, 401, LOGGED_OUT, go=url_for("work.screen"))
    fields = sent()
    if fields is None:
        return _refused(ErrorCode.BAD_REQUEST, 400)
    try:
        asked = read(TicketIssue, {key: fields[key] for key in _ASKED if fields.get(key)})
    except Malformed as fault:
        log.info("desk ticket/issue refused: %s", fault.detail)
        return _refused(ErrorCode.BAD_REQUEST, 400)
    reply = room().door.handle(DESK_DEVICE, asked, officer=here.username)
    if not reply.ok:
        return jsonify(reply.model_dump(mode="json", exclude_none=True))
    return jsonify(ok=True, issued=_words(Issued.model_validate(reply.data)))


def choices(own: tuple[str, ...] = ()) -> dict[str, object]:
    """Return what the form names; the first of the `own` fields is chosen beforehand."""
    here = room()
    priorities = [{"id": one, "words": priority_words(one)} for one in here.settings.rules.priorities]
    return {"services": here.door.services, "chosen": own[0] if own else "", "priorities": priorities}


def _words(issued: Issued) -> dict[str, str]:
    here, ticket = room(), issued.ticket
    names = {service.id: service.name for service in here.door.services}
    root = here.settings.web.public_url or request.url_root
    link = root.rstrip("/") + url_for("follow.page", track=issued.track)
    wait = wait_words(issued.wait)
    ahead = "Không còn ai phía trước" if issued.ahead == 0 else f"Phía trước còn {issued.ahead} người"
    return {
        "number": ticket.number,
        "service": names.get(ticket.service, ""),
        "priority": priority_words(ticket.priority),
        "ahead": f"{ahead} · dự kiến chờ {wait}" if wait else ahead,
        "link": link,
        "qr": segno.make_qr(link, error="m").svg_data_uri(scale=6),
    }


def _refused(code: ErrorCode, status: int, sentence: str | None = None, **more: str) -> Response:
    answer = jsonify(ok=False, error={"code": code.value, "message": sentence or SENTENCES[code]}, **more)
    answer.status_code = status
    return answer
