"""Staff take a number for a citizen who cannot use a screen: the page, the dialog's door, and what is shown then."""

from __future__ import annotations

import logging
import uuid

import segno
from flask import Blueprint, Response, jsonify, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lobby.contract.codec import read
from lobby.contract.errors import SENTENCES, ErrorCode, Malformed
from lobby.contract.replies import Issued, Tracked
from lobby.contract.requests import TicketIssue, TicketPrioritize, TicketTrack
from ticketing.desk.account import Officer
from ticketing.desk.entry import officer_or_page
from ticketing.desk.lateness import read_time
from ticketing.desk.room import officer, room, sent
from ticketing.desk.slip_words import printers
from ticketing.desk.words import PRIORITY_REASONS, priority_words, wait_words
from ticketing.hub.door import DESK_DEVICE

log = logging.getLogger(__name__)

LOGGED_OUT = "Phiên làm việc đã hết. Hãy đăng nhập lại."
_ASKED = ("id", "service", "priority", "dossier", "appointment", "lang")
_WRONG = {
    "dossier": "Mã hồ sơ chỉ gồm chữ không dấu, chữ số, dấu chấm và gạch.",
    "appointment": "Hãy ghi giờ hẹn, ví dụ 9:30 hoặc 0930.",
}

issuing = Blueprint("issuing", __name__, url_prefix="/desk")


@issuing.get("/issue")
def screen() -> AnyResponse:
    here = officer_or_page("desk")
    if not isinstance(here, Officer):
        return here
    return make_response(render_template("issue.html", officer=here, **choices()))


@issuing.post("/issue")
def issue() -> AnyResponse:
    """Take one number; the same `id` gets the same number, however often it is asked."""
    here = officer()
    if here is None or here.must_change:
        return refused(ErrorCode.FORBIDDEN, 401, LOGGED_OUT, go=url_for("work.screen"))
    fields = sent()
    if fields is None:
        return refused(ErrorCode.BAD_REQUEST, 400)
    try:
        issued = _ask(here, {key: value for key, value in fields.items() if value})
    except Malformed as fault:
        log.info("desk ticket/issue refused: %s", fault.detail)
        return refused(ErrorCode.BAD_REQUEST, 400, _why(fault.detail))
    return issued if isinstance(issued, Response) else jsonify(ok=True, issued=_words(issued))


def _why(detail: str) -> str | None:
    return next((sentence for field, sentence in _WRONG.items() if field in detail), None)


def _ask(here: Officer, fields: dict[str, object]) -> Issued | Response:
    """Take the number; a class of priority with a reason is granted after it, so that the reason is kept."""
    wanted = {key: fields[key] for key in _ASKED if key in fields}
    if "appointment" in wanted:
        wanted["appointment"] = _appointment(str(wanted["appointment"]))
    granted = fields.get("reason") and wanted.pop("priority", None)
    asked = read(TicketIssue, wanted)
    reply = room().door.handle(DESK_DEVICE, asked, officer=here.username)
    if not reply.ok:
        return jsonify(reply.model_dump(mode="json", exclude_none=True))
    issued = Issued.model_validate(reply.data)
    return _grant(here, issued, asked.id, str(granted), str(fields["reason"])) if granted else issued


def _appointment(typed: str) -> str:
    at = read_time(typed)
    if at is None:
        raise Malformed("appointment: no time of day")
    return at.isoformat(timespec="minutes")


def _grant(here: Officer, issued: Issued, first: str, priority: str, reason: str) -> Issued:
    # Made from the first id: whoever asks again is granted nothing twice.
    again, door = str(uuid.uuid5(uuid.UUID(first), "priority")), room().door
    wanted: dict[str, object] = {"id": again, "ticket": issued.ticket.ticket, "priority": priority, "reason": reason}
    reply = door.handle(DESK_DEVICE, read(TicketPrioritize, wanted), officer=here.username)
    if not reply.ok:
        log.warning("priority of %s not granted: %s", issued.ticket.number, reply.error and reply.error.code)
    stands = door.handle(DESK_DEVICE, TicketTrack(id=str(uuid.uuid4()), track=issued.track))
    if not stands.ok:
        return issued
    now = Tracked.model_validate(stands.data)
    return issued.model_copy(update={"ticket": now.ticket, "ahead": now.ahead, "wait": now.wait})


def choices(own: tuple[str, ...] = ()) -> dict[str, object]:
    """Return what the form names; the first of the `own` fields is chosen beforehand."""
    here = room()
    priorities = [{"id": one, "words": priority_words(one)} for one in here.settings.rules.priorities]
    queues = {queue.service: queue.open for queue in here.door.queues()}
    services = [{"id": one.id, "name": one.name, "open": queues.get(one.id, one.open)} for one in here.door.services]
    return {
        "services": services,
        "chosen": own[0] if own else "",
        "priorities": priorities,
        "grant_reasons": PRIORITY_REASONS,
    }


def refused(code: ErrorCode, status: int, sentence: str | None = None, **more: str) -> Response:
    """Return the answer to a script whose request is not granted."""
    answer = jsonify(ok=False, error={"code": code.value, "message": sentence or SENTENCES[code]}, **more)
    answer.status_code = status
    return answer


def _words(issued: Issued) -> dict[str, object]:
    here, ticket = room(), issued.ticket
    names = {service.id: service.name for service in here.door.services}
    root = here.settings.web.public_url or request.url_root
    path = url_for("follow.page", track=issued.track)
    wait = wait_words(issued.wait)
    ahead = "Không còn ai phía trước" if issued.ahead == 0 else f"Phía trước còn {issued.ahead} người"
    link = root.rstrip("/") + path
    return {
        "ticket": ticket.ticket,
        "number": ticket.number,
        "service": names.get(ticket.service, ""),
        "priority": priority_words(ticket.priority),
        "ahead": f"{ahead} · dự kiến chờ {wait}" if wait else ahead,
        "notice": issued.notice or "",
        "link": link,
        "qr": segno.make_qr(link, error="m").svg_data_uri(scale=6),
        "printers": [vars(printer) for printer in printers(here.door.devices())],
    }
